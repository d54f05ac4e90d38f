"""The place that a command writes packs in: a folder or an URL, taken by one run at a time; what goes wrong there."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import Timeout

from packgen import beyond, crew, filenames, files
from packgen.problems import Outcome, Place, Problem, T, error
from packgen.store import FullError, LocalStore, LockedError, Store, UnreachableError, clear_scratch, is_url
from packgen.surveys import Gathered


@dataclass(frozen=True, slots=True)
class Ground:
    """Where packs of a round are to lie: the place, and its lock, not yet taken."""

    store: Store
    lock: AbstractContextManager[Any]

    def still_ours(self) -> None:
        """Raise where another run has taken the place over: only those that are not on this machine can be."""
        ensure = getattr(self.lock, "ensure", None)
        if ensure is not None:
            ensure()


def root_of(gathered: Gathered, out: Path) -> Path:
    """Return the folder of a round's packs: municipality and round below ``out``."""
    return out / filenames.folder_name(gathered.municipality.id) / filenames.folder_name(gathered.now.round.id)


def ground(gathered: Gathered, out: Path | str) -> Outcome[Ground]:
    """Return the place of a round's packs below a folder or an URL; no value, and why, where it cannot be reached."""
    if isinstance(out, Path) or not is_url(out):
        return Outcome(_here(LocalStore(root_of(gathered, Path(out)))))
    stores, locks = beyond.remote_store(), beyond.remote_lock()
    if stores.value is None or locks.value is None:
        return Outcome(None, stores.problems)
    opened: Outcome[Store] = stores.value.opened(f"{out.rstrip('/')}/{root_of(gathered, Path()).as_posix()}")
    if opened.value is None:
        return Outcome(None, opened.problems)
    if isinstance(opened.value, LocalStore):
        return Outcome(_here(opened.value))
    return Outcome(Ground(opened.value, locks.value.RemoteLock(opened.value)))


def _here(store: LocalStore) -> Ground:
    return Ground(store, files.lock_of(store))


def alone(at: Ground | LocalStore, work: Callable[[], Outcome[T]]) -> Outcome[T]:
    """Return what work gives that writes in a round's place, while no other run does; else why it could not."""
    taken = at if isinstance(at, Ground) else _here(at)

    def prepared() -> Outcome[T]:
        clear_scratch(taken.store)
        files.bring_up(taken.store)
        return work()

    return alone_in(taken.store.place(""), prepared, taken.lock)


def alone_in(
    folder: Path | str, work: Callable[[], Outcome[T]], lock: AbstractContextManager[Any] | None = None
) -> Outcome[T]:
    """Return what work gives that writes in a folder, while no other run does; else why it could not."""
    try:
        with lock or files.lock(Path(folder)):
            return work()
    except Timeout as fault:
        problem: Problem = getattr(fault, "problem", None) or error("files.busy", folder=folder)
    except LockedError as fault:
        problem = error("files.locked", Place(file=fault.path))
    except FullError as fault:
        problem = error("files.full", Place(file=fault.path))
    except UnreachableError as fault:
        problem = error("cluster.place_unreachable", Place(file=fault.path), reason=fault.reason)
    except files.ManifestError as fault:
        problem = error("files.manifest_broken", Place(file=fault.path))
    except crew.LostError as fault:
        problem = error(fault.code, folder=folder)
    return Outcome(None, (problem,))
