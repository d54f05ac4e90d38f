"""Bytes → the place of packs: whole files or none, a manifest of what was made of each unit, and nobody's edits lost.

People write in the files they get. So a file that is no longer what packgen made is never overwritten and never
deleted: the new one is laid beside it. What is about to be written is noted first, so that a run that was cut off is
not taken for somebody's edits by the next. A unit's manifest is written last, when all its files are in place, and says
what they were made of: a unit that has one is done.
"""

import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from filelock import FileLock

from packgen import filenames
from packgen.problems import Place, Problem, error, warning
from packgen.store import NOTES, LocalStore, LockedError, Store

SHARED_UNIT = ""
"""The unit of files that belong to no single unit."""

SCHEMA = 2
_MANIFESTS, _PENDING = f"{NOTES}/units", f"{NOTES}/pending"
_OLD, _OLD_PENDING = "manifest.json", "manifest.pending.jsonl"
_SHARED_NAME = "_"
"""What the notes on files that belong to no unit are called; no unit's folder is called so."""


@dataclass(frozen=True, slots=True)
class Made:
    """One finished file: path from the round's folder (with ``/``), bytes, and what the manifest says of it.

    ``shows`` are the ids of the units whose figures stand in it, ``distribution`` how many classes (0, 3, 5).
    ``made_from`` is the SHA-256 of the file that this one is a copy of in another format.
    """

    path: str
    data: bytes
    unit: str
    document: str
    edition: str
    language: str
    shows: tuple[str, ...] = ()
    distribution: int = 0
    made_from: str = ""
    large_print: bool = False
    problems: tuple[Problem, ...] = ()
    """What could not be as asked for, such as a letter that no font has."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of one file."""

    path: str
    unit: str
    document: str
    edition: str
    written_standard: str
    sha256: str
    bytes: int
    shows: tuple[str, ...]
    distribution: int
    large_print: bool = False
    made_from: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier runs made of a unit: entries by path, and every hash that packgen was about to write.

    ``made_of`` is the fingerprint of what its files were made of, empty where not all of them were made of the same.
    """

    unit: str = SHARED_UNIT
    entries: Mapping[str, Entry] = field(default_factory=dict)
    pending: Mapping[str, frozenset[str]] = field(default_factory=dict)
    made_of: str = ""

    def is_ours(self, path: str, sha256: str) -> bool:
        """Tell whether a file with this content is as packgen left it."""
        entry = self.entries.get(path)
        return (entry is not None and entry.sha256 == sha256) or sha256 in self.pending.get(path, frozenset())


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one file: where it was laid, its entry, and the edited file that it lies beside (if any)."""

    entry: Entry
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Rights:
    """What may be shown: ``shown`` are the ids of the units, ``classes`` how many classes of a distribution of each."""

    shown: frozenset[str]
    classes: Mapping[str, int]

    def allow(self, entry: Entry) -> bool:
        """Tell whether all figures that a file shows may still be shown."""
        return self.shown.issuperset(entry.shows) and entry.distribution <= self.classes.get(entry.unit, 0)


class ManifestError(Exception):
    """A manifest that is not as packgen writes it: what is ours and what somebody's cannot be told apart."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def lock(folder: Path) -> FileLock:
    """Return the lock of a folder, not yet taken. It lies with the machine's temporary files, not in there."""
    name = digest(str(folder.resolve()).encode())[:16]
    return FileLock(Path(tempfile.gettempdir()) / f"packgen-{name}.lock", timeout=0)


def lock_of(store: LocalStore) -> FileLock:
    """Return the lock of a place of packs, not yet taken. It lies in there: other machines may reach the folder."""
    return FileLock(store.root / NOTES / "lock", timeout=0)


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


# ---------------------------------------------------------------- notes


def read_known(store: Store, unit: str = SHARED_UNIT) -> Known:
    """Return what earlier runs made of a unit; nothing where there were none.

    Raises `ManifestError` where somebody else has written in the manifest.
    """
    return _with_pending(store, replace(_manifest(store, _name(unit)) or Known(unit), unit=unit))


def every_known(store: Store) -> Iterator[Known]:
    """Yield what earlier runs made of each unit, one after the other: there may be tens of thousands."""
    for name in store.names(_MANIFESTS):
        known = _manifest(store, name.removesuffix(".json"))
        if known is not None:
            yield _with_pending(store, known)


def _with_pending(store: Store, known: Known) -> Known:
    return replace(known, pending=_read_pending(store.read(f"{_PENDING}/{_name(known.unit)}.jsonl")))


def _name(unit: str) -> str:
    return filenames.unit_folder(unit) if unit else _SHARED_NAME


def _manifest(store: Store, name: str) -> Known | None:
    """Return what a manifest says, without what was pending."""
    path = f"{_MANIFESTS}/{name}.json"
    data = store.read(path)
    if data is None:
        return None
    try:
        node = _loaded(data)
        unit, made_of, entries = node["unit"], node["made_of"], _entries(node["files"])
        named_so = _name(unit) == name
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as fault:
        raise ManifestError(store.place(path)) from fault
    if not named_so or not isinstance(made_of, str) or any(one.unit != unit for one in entries.values()):
        raise ManifestError(store.place(path))
    return Known(unit, entries, {}, made_of)


def _loaded(data: bytes) -> Any:  # noqa: ANN401 - whatever JSON held
    """Return what JSON says; ValueError where it is none, or holds halves of characters, which no file can."""
    if _HALF.search(data):
        raise ValueError(data[:80])
    return json.loads(data.decode("utf-8"))


_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


def _entries(nodes: Iterable[Mapping[str, Any]]) -> dict[str, Entry]:
    return {entry.path: entry for entry in map(_entry, nodes)}


_KINDS: Mapping[str, type] = {
    **dict.fromkeys(("path", "unit", "document", "edition", "written_standard", "sha256", "made_from"), str),
    "bytes": int,
    "distribution": int,
    "large_print": bool,
}


_LONGEST, _LONGEST_STEP = 1_000, 255
"""Characters of a path, and bytes of one name in it: more than any that packgen makes, and what disks take."""


def _entry(node: Mapping[str, Any]) -> Entry:
    """Return an entry of the manifest (an exception where it is none, or leads out of the folder)."""
    entry = Entry(**{**node, "shows": tuple(str(unit) for unit in node["shows"])})
    steps = PurePosixPath(entry.path.replace("\\", "/"))
    longest = max((len(one.encode()) for one in steps.parts), default=0)
    if "\x00" in entry.path or len(entry.path) > _LONGEST or longest > _LONGEST_STEP:
        raise ValueError(entry.path)
    if steps.is_absolute() or PureWindowsPath(entry.path).drive or ".." in steps.parts or not steps.parts:
        raise ValueError(entry.path)
    if not all(isinstance(getattr(entry, name), kind) for name, kind in _KINDS.items()):
        raise TypeError(entry)
    return entry


def _read_pending(data: bytes | None) -> dict[str, frozenset[str]]:
    pending: dict[str, set[str]] = {}
    for line in (data or b"").decode("utf-8", "replace").splitlines():
        if not (line.startswith('["') and line.endswith('"]')):  # somebody may have written in it
            continue
        with suppress(ValueError, TypeError, RecursionError):
            path, sha256 = json.loads(line)
            pending.setdefault(path, set()).add(sha256)
    return {path: frozenset(found) for path, found in pending.items()}


def bring_up(store: Store) -> None:
    """Part the one manifest that there was of all units before by unit. Raises `ManifestError` as `read_known` does."""
    data = store.read(_OLD)
    pending = _read_pending(store.read(_OLD_PENDING))
    if data is None and not pending:
        return
    try:
        entries = _entries(_loaded(data)["files"]) if data is not None else {}
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as fault:
        raise ManifestError(store.place(_OLD)) from fault
    for unit in dict.fromkeys(entry.unit for entry in entries.values()):
        own = [entry for entry in entries.values() if entry.unit == unit]
        folder = "" if unit == SHARED_UNIT else f"{_name(unit)}/"
        _note(store, unit, {path: found for path, found in pending.items() if folder and path.startswith(folder)})
        _write_manifest(store, unit, own, "")
    store.remove(_OLD)
    store.remove(_OLD_PENDING)


def _note(store: Store, unit: str, pending: Mapping[str, frozenset[str]]) -> None:
    """Note what is about to be written of a unit, with what was noted before."""
    lines = "".join(json.dumps([path, one]) + "\n" for path, found in pending.items() for one in sorted(found))
    if lines:
        store.write(f"{_PENDING}/{_name(unit)}.jsonl", lines.encode())


_FIELDS = tuple(one.name for one in fields(Entry))


def _write_manifest(store: Store, unit: str, entries: Iterable[Entry], made_of: str) -> None:
    listed = [{name: getattr(one, name) for name in _FIELDS} for one in sorted(entries, key=lambda e: e.path)]
    path = f"{_MANIFESTS}/{_name(unit)}.json"
    if not listed:
        store.remove(path)
        return
    document = {"schema": SCHEMA, "unit": unit, "made_of": made_of, "files": listed}
    store.write(path, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


# ---------------------------------------------------------------- writing


def is_current(store: Store, known: Known, made_of: str, rights: Rights, beside: Container[str]) -> bool:
    """Tell whether a unit's files lie there as a run left them that made them all of the same.

    A file is known by its length here: whoever writes in an Office file changes that. Documents ``beside`` a unit's own
    may be as they are, if they may be shown.
    """
    return (
        known.made_of == made_of != ""
        and not known.pending
        and all(map(rights.allow, known.entries.values()))
        and all(store.size(e.path) == e.bytes for e in known.entries.values() if e.document not in beside)
    )


def lay(
    store: Store,
    known: Known,
    made: Sequence[Made],
    stays: Callable[[Entry, tuple[Written, ...]], bool],
    made_of: str,
    if_locked: str = "",
) -> tuple[tuple[Written, ...], tuple[Problem, ...]]:
    """Write files of one unit and end it; return what was written, and all that is to be told.

    ``stays`` says of each file of earlier runs whether it stays that this one has not written. ``made_of`` is what the
    unit's files are made of then; ``if_locked`` where another program holds one open.
    """
    written, locked = write_unit(store, made, known)
    kept = {path: entry for path, entry in known.entries.items() if stays(entry, written)}
    told = (
        *(problem for one in made for problem in one.problems),
        *(lies_beside(store, one) for one in written if one.beside),
        *locked,
        *settle(store, known, kept | entries_of(known, written), if_locked if locked else made_of),
    )
    return written, told


def write_unit(store: Store, files: Iterable[Made], known: Known) -> tuple[tuple[Written, ...], tuple[Problem, ...]]:
    """Write files of one unit; beside, never over, what somebody has edited.

    Return what was written, and an error for each file that another program holds open: the old one stays. Raises
    `store.FullError` where there is no room.
    """
    plans = [_plan(store, made, known) for made in files]
    noted = dict(known.pending)
    for written, _ in plans:
        noted[written.entry.path] = noted.get(written.entry.path, frozenset()) | {written.entry.sha256}
    _note(store, known.unit, noted)
    done: list[Written] = []
    locked: list[Problem] = []
    for written, data in plans:
        try:
            if not holds(store, written.entry):
                store.write(written.entry.path, data)
            done.append(written)
        except LockedError as fault:
            locked.append(error("files.locked", Place(file=fault.path)))
            done.extend(Written(old) for old in (known.entries.get(written.entry.path),) if old is not None)
    return tuple(done), tuple(locked)


def settle(store: Store, known: Known, kept: dict[str, Entry], made_of: str) -> tuple[Problem, ...]:
    """End the writing of a unit: delete what is no longer made, write its manifest, forget what was pending.

    Return what is to be told of files that stay though they are no longer made.
    """
    told, locked = _removed(store, known.entries.keys() - kept.keys(), known)
    left = {path: known.entries[path] for path in locked}
    _write_manifest(store, known.unit, (kept | left).values(), "" if left else made_of)
    store.remove(f"{_PENDING}/{_name(known.unit)}.jsonl")
    return told


def entries_of(known: Known, written: Iterable[Written]) -> dict[str, Entry]:
    """Return the entries of files just written, and of the edited ones that they lie beside."""
    found: dict[str, Entry] = {}
    for one in written:
        if one.beside and one.beside in known.entries:
            found[one.beside] = known.entries[one.beside]
        found[one.entry.path] = one.entry
    return found


def holds(store: Store, entry: Entry) -> bool:
    """Tell whether a file holds what its entry says."""
    if store.size(entry.path) != entry.bytes:
        return False
    data = store.read(entry.path)
    return data is not None and digest(data) == entry.sha256


def _plan(store: Store, made: Made, known: Known) -> tuple[Written, bytes]:
    """Return where a file goes: its own path, or the first free «(ny)» name beside an edited one."""
    sha256 = digest(made.data)
    path, beside = _free(store, made.path, sha256, known)
    entry = Entry(
        path,
        made.unit,
        made.document,
        made.edition,
        made.language,
        sha256,
        len(made.data),
        made.shows,
        made.distribution,
        made.large_print,
        made.made_from,
    )
    return Written(entry, beside), made.data


def _free(store: Store, wanted: str, sha256: str, known: Known) -> tuple[str, str]:
    """Return the path that a file with this hash may have, and the edited file that it then lies beside (if any)."""
    path, number = wanted, 1
    while _is_edited(store, path, sha256, known):
        path = _beside(wanted, number)
        number += 1
    return path, "" if path == wanted else wanted


def made_before(store: Store, path: str, made_from: str, known: Known) -> Written | None:
    """Return the file that would be written to a path, where an earlier run made it from a file with this hash.

    None where it has to be made: it was made from another file, is gone, or was cut off half-way.
    """
    free, beside = _free(store, path, "", known)
    entry = known.entries.get(free)
    if entry is None or entry.made_from != made_from:
        return None
    return Written(entry, beside) if holds(store, entry) else None


def _is_edited(store: Store, path: str, wanted: str, known: Known) -> bool:
    data = store.read(path)
    if data is None:
        return False
    found = digest(data)
    return found != wanted and not known.is_ours(path, found)


def _beside(path: str, number: int) -> str:
    stem, dot, ending = path.rpartition(".")
    return f"{stem} (ny{'' if number == 1 else f' {number}'}){dot}{ending}"


def lies_beside(store: Store, written: Written) -> Problem:
    """Return the warning that a new file was laid beside an edited one; both are named."""
    return warning("files.laid_beside", Place(file=store.place(written.beside)), new=Path(written.entry.path).name)


# ---------------------------------------------------------------- what is no longer made


def no_longer_allowed(store: Store, known: Known, rights: Rights) -> tuple[Problem, ...]:
    """Return an error for every edited file of earlier runs that holds figures which may not be shown any more."""
    return tuple(
        error("files.edited_but_hidden", Place(file=store.place(path)), unit=entry.unit)
        for path, entry in known.entries.items()
        if not rights.allow(entry) and _is_edited(store, path, "", known)
    )


def _removed(store: Store, paths: Iterable[str], known: Known) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
    """Delete files that are no longer made; name those that were edited, and those that are held open (and which)."""
    told: list[Problem] = []
    locked: list[str] = []
    for path in sorted(paths):
        if _is_edited(store, path, "", known):
            told.append(warning("files.edited_and_not_made", Place(file=store.place(path))))
            continue
        try:
            store.remove(path)
        except LockedError as fault:
            told.append(error("files.locked", Place(file=fault.path)))
            locked.append(path)
    return tuple(told), tuple(locked)


# ---------------------------------------------------------------- comparing


def amiss(store: Store, known: Known) -> tuple[Problem, ...]:
    """Return a warning for every file of a unit that is gone, or no longer as packgen left it."""
    return tuple(
        warning("files.gone" if store.size(path) is None else "files.changed", Place(file=store.place(path)))
        for path, entry in known.entries.items()
        if not holds(store, entry)
    )
