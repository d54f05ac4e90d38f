"""Which files the results lie in, and what stands in them: paths → sheets, file by file."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from packgen.allowed import MB, USUAL, Allowed
from packgen.problems import Outcome, Place, Problem, error, warning
from packgen.results import delimited, slides, workbook
from packgen.results.cells import Sheet

_READERS = {".xlsx": workbook.read, ".csv": delimited.read, ".pptx": slides.read}


@dataclass(frozen=True, slots=True)
class Source:
    """One file that could be opened: its path as shown to people, and its sheets."""

    file: str
    sheets: tuple[Sheet, ...]


def read(paths: Iterable[Path], allowed: Allowed = USUAL) -> Outcome[tuple[Source, ...]]:
    """Return every file of these paths, opened; of a folder, the result files in it, by name.

    What else lies in a folder is passed over with a warning; lock files and the system's own files without one.
    """
    problems: list[Problem] = []
    found: list[Source] = []
    for path in dict.fromkeys(file for given in paths for file in _files(given, problems)):
        outcome = _read(path, allowed)
        problems.extend(outcome.problems)
        if outcome.value is not None:
            found.append(Source(str(path), outcome.value))
    return Outcome(tuple(found), tuple(problems))


def _files(path: Path, problems: list[Problem]) -> tuple[Path, ...]:
    """Return the files that a path stands for, and note what is wrong with it."""
    try:
        if not path.is_dir():
            return (path,)
        entries = sorted(entry for entry in path.iterdir() if not entry.name.startswith((".", "~$")))
    except OSError:
        problems.append(error("results.file_unreadable", Place(file=str(path))))
        return ()
    entries = [entry for entry in entries if entry.name.casefold() not in {"thumbs.db", "desktop.ini"}]
    files = tuple(entry for entry in entries if entry.suffix.casefold() in _READERS and entry.is_file())
    problems.extend(warning("results.file_passed_over", Place(file=str(e))) for e in entries if e not in files)
    if not files:
        problems.append(error("results.folder_empty", Place(file=str(path))))
    return files


def _read(path: Path, allowed: Allowed) -> Outcome[tuple[Sheet, ...]]:
    place = Place(file=str(path))
    reader = _READERS.get(path.suffix.casefold())
    if reader is None:
        return Outcome(None, (error("results.file_type", place, ending=path.suffix or path.name),))
    try:
        if path.stat().st_size > allowed.file_mb * MB:
            return Outcome(None, (error("results.file_too_big", place, limit_mb=allowed.file_mb),))
        data = path.read_bytes()
    except FileNotFoundError:
        return Outcome(None, (error("results.file_missing", place),))
    except (OSError, ValueError):  # a name with a null character is a ValueError
        return Outcome(None, (error("results.file_unreadable", place),))
    if not data:
        return Outcome(None, (error("results.file_empty", place),))
    return reader(data, str(path), allowed)
