"""Bytes → ``output/``: whole files or none, a manifest of what was made, and nobody's edits lost.

People write in the files they get. So a file that is no longer what packgen made is never overwritten and never
deleted: the new one is laid beside it. What is about to be written is noted first (``pending``), so that a run that was
cut off is not taken for somebody's edits by the next.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from filelock import FileLock

from packgen.problems import Place, Problem, error, warning

SHARED_UNIT = ""
"""The unit of files that belong to no single unit."""

MANIFEST = "manifest.json"
PENDING = "manifest.pending.jsonl"


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
    """What earlier runs made in a folder: entries by path, and every hash that packgen has written or was about to."""

    entries: Mapping[str, Entry]
    pending: Mapping[str, frozenset[str]]

    def is_ours(self, path: str, sha256: str) -> bool:
        """Tell whether a file with this content is as packgen left it."""
        entry = self.entries.get(path)
        return (entry is not None and entry.sha256 == sha256) or sha256 in self.pending.get(path, frozenset())


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one file: where it was laid, its entry, and the edited file that it lies beside (if any)."""

    entry: Entry
    beside: str = ""


class LockedError(Exception):
    """A file that another program holds open (Word on Windows) and that cannot be replaced now."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class ManifestError(Exception):
    """A manifest that is not as packgen writes it: what is ours and what somebody's cannot be told apart."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def lock(root: Path) -> FileLock:
    """Return the lock of an output folder, not yet taken. It lies with the machine's temporary files, not in there."""
    name = digest(str(root.resolve()).encode())[:16]
    return FileLock(Path(tempfile.gettempdir()) / f"packgen-{name}.lock", timeout=0)


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_known(root: Path) -> Known:
    """Return what earlier runs made below a round's folder; nothing where there is no manifest.

    Raises `ManifestError` where somebody else has written in the manifest.
    """
    entries: dict[str, Entry] = {}
    try:
        with suppress(FileNotFoundError):
            for node in json.loads((root / MANIFEST).read_text("utf-8"))["files"]:
                entry = _entry(node)
                entries[entry.path] = entry
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as fault:
        raise ManifestError(root / MANIFEST) from fault
    pending: dict[str, frozenset[str]] = {}
    with suppress(FileNotFoundError):
        for line in (root / PENDING).read_text("utf-8", "replace").splitlines():
            with suppress(ValueError, TypeError, RecursionError):  # the last line may be cut off
                path, sha256 = json.loads(line)
                pending[path] = pending.get(path, frozenset()) | {sha256}
    return Known(entries, pending)


_KINDS: Mapping[str, type] = {
    **dict.fromkeys(("path", "unit", "document", "edition", "written_standard", "sha256", "made_from"), str),
    "bytes": int,
    "distribution": int,
    "large_print": bool,
}


def _entry(node: Mapping[str, Any]) -> Entry:
    """Return an entry of the manifest (an exception where it is none, or leads out of the folder)."""
    entry = Entry(**{**node, "shows": tuple(str(unit) for unit in node["shows"])})
    steps = PurePosixPath(entry.path.replace("\\", "/"))
    if steps.is_absolute() or PureWindowsPath(entry.path).drive or ".." in steps.parts or not steps.parts:
        raise ValueError(entry.path)
    if not all(isinstance(getattr(entry, name), kind) for name, kind in _KINDS.items()):
        raise TypeError(entry)
    return entry


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".packgen-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except PermissionError as fault:
        Path(name).unlink(missing_ok=True)
        raise LockedError(path) from fault
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_unit(root: Path, files: Iterable[Made], known: Known) -> tuple[Written, ...]:
    """Write the files of one unit below a round's folder; beside, never over, what somebody has edited."""
    plans = [_plan(root, made, known) for made in files]
    root.mkdir(parents=True, exist_ok=True)
    _note(root, (written.entry for written, _ in plans))
    for written, data in plans:
        target = root / written.entry.path
        if not (target.exists() and digest(target.read_bytes()) == written.entry.sha256):
            write_whole(target, data)
    return tuple(written for written, _ in plans)


def _note(root: Path, entries: Iterable[Entry]) -> None:
    """Note what is about to be written, in one go: several processes note in the same file."""
    lines = "".join(json.dumps([entry.path, entry.sha256]) + "\n" for entry in entries)
    with (root / PENDING).open("ab", buffering=0) as pending:
        pending.write(lines.encode())


def _plan(root: Path, made: Made, known: Known) -> tuple[Written, bytes]:
    """Return where a file goes: its own path, or the first free «(ny)» name beside an edited one."""
    sha256 = digest(made.data)
    path, beside = _free(root, made.path, sha256, known)
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


def _free(root: Path, wanted: str, sha256: str, known: Known) -> tuple[str, str]:
    """Return the path that a file with this hash may have, and the edited file that it then lies beside (if any)."""
    path, number = wanted, 1
    while _is_edited(root / path, path, sha256, known):
        path = _beside(wanted, number)
        number += 1
    return path, "" if path == wanted else wanted


def made_before(root: Path, path: str, made_from: str, known: Known) -> Written | None:
    """Return the file that would be written to a path, where an earlier run made it from a file with this hash.

    None where it has to be made: it was made from another file, is gone, or was cut off half-way.
    """
    free, beside = _free(root, path, "", known)
    entry = known.entries.get(free)
    if entry is None or entry.made_from != made_from or not (root / free).is_file():
        return None
    return Written(entry, beside) if digest((root / free).read_bytes()) == entry.sha256 else None


def _is_edited(target: Path, path: str, wanted: str, known: Known) -> bool:
    if not target.exists():
        return False
    found = digest(target.read_bytes())
    return found != wanted and not known.is_ours(path, found)


def _beside(path: str, number: int) -> str:
    stem, dot, ending = path.rpartition(".")
    return f"{stem} (ny{'' if number == 1 else f' {number}'}){dot}{ending}"


def lies_beside(root: Path, written: Written) -> Problem:
    """Return the warning that a new file was laid beside an edited one; both are named."""
    return warning("files.laid_beside", Place(file=str(root / written.beside)), new=Path(written.entry.path).name)


# ---------------------------------------------------------------- what is no longer made


def no_longer_allowed(
    root: Path, known: Known, shown: frozenset[str], classes: Mapping[str, int]
) -> tuple[Problem, ...]:
    """Return an error for every edited file of earlier runs that holds figures which may not be shown any more.

    ``shown`` are the ids of the units shown now, ``classes`` how many classes of a distribution each may show.
    """
    return tuple(
        error("files.edited_but_hidden", Place(file=str(root / path)), unit=entry.unit)
        for path, entry in known.entries.items()
        if not is_allowed(entry, shown, classes) and _is_edited(root / path, path, "", known)
    )


def is_allowed(entry: Entry, shown: frozenset[str], classes: Mapping[str, int]) -> bool:
    """Tell whether all figures that a file shows may still be shown."""
    return shown.issuperset(entry.shows) and entry.distribution <= classes.get(entry.unit, 0)


def remove(root: Path, paths: Iterable[str], known: Known) -> tuple[Problem, ...]:
    """Delete files that are no longer made and the folders that they leave empty; name those that were edited."""
    kept: list[Problem] = []
    for path in paths:
        target = root / path
        if not target.exists():
            continue
        if _is_edited(target, path, "", known):
            kept.append(warning("files.edited_and_not_made", Place(file=str(target))))
            continue
        target.unlink()
        _remove_empty(target.parent, root)
    return tuple(kept)


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def write_manifest(root: Path, entries: Iterable[Entry]) -> None:
    """Write the manifest of a round's folder, sorted by path, and forget what was pending."""
    document: dict[str, Any] = {"schema": 1, "files": [asdict(e) for e in sorted(entries, key=lambda e: e.path)]}
    write_whole(root / MANIFEST, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())
    (root / PENDING).unlink(missing_ok=True)
