"""A municipality's unit list (xlsx or YAML) → the unit tree, and the form that people write it in."""

from pathlib import Path

from packgen import archive, settings_workbook
from packgen.model import Municipality, UnitTree
from packgen.problems import Outcome, Place, error
from packgen.units import tree
from packgen.units.drafts import Draft, from_workbook, from_yaml, yaml_limits
from packgen.units.form import form

__all__ = ["form", "load", "of_bytes", "planned"]

WHEN = ("meeting_one.date", "meeting_one.start", "meeting_two.date", "meeting_two.start")
"""The columns that say when a unit's meetings are."""
_READERS = {".xlsx": from_workbook, ".yaml": from_yaml, ".yml": from_yaml}


def load(municipality: Municipality) -> Outcome[UnitTree]:
    """Read the unit list that the settings name; no value and no problems when they name none.

    A tree only where nothing is wrong: parents before children, otherwise the order of the file.
    """
    if not municipality.units_file:
        return Outcome(None)
    path = Path(municipality.folder) / municipality.units_file
    place = Place(file=str(path))
    if path.suffix.casefold() not in _READERS:
        return Outcome(None, (error("units.file_kind", place, ending=path.suffix or "–"),))
    try:
        with path.open("rb") as file:
            data = file.read(_most_bytes(municipality) + 1)
    except OSError:
        return Outcome(None, (error("units.unreadable", place),))
    return of_bytes(municipality, data)


def _most_bytes(municipality: Municipality) -> int:
    """Return how many bytes of a unit list, of whichever kind, are read before it is too big."""
    allowed = municipality.allowed
    return max(archive.Limits.of(allowed).size, yaml_limits(allowed).size)


def of_bytes(municipality: Municipality, data: bytes) -> Outcome[UnitTree]:
    """Return the tree that the unit list would give with these bytes in its file."""
    drafts = _drafts(municipality, data)
    if drafts.value is None:
        return Outcome(None, drafts.problems)
    if not drafts.value and not drafts.problems:
        place = Place(file=str(Path(municipality.folder) / municipality.units_file))
        return Outcome(None, (error("units.empty", place),))
    built = tree.build(drafts.value, municipality)
    problems = (*drafts.problems, *built.problems)
    return Outcome(None if any(p.is_error for p in problems) else built.value, problems)


def planned(municipality: Municipality, data: bytes) -> tuple[Place, ...]:
    """Return where the dates and times of the units' meetings stand in a unit list, those that are written."""
    return tuple(
        draft.places[path] for draft in _drafts(municipality, data).value or () for path in WHEN if draft.text(path)
    )


def _drafts(municipality: Municipality, data: bytes) -> Outcome[tuple[Draft, ...]]:
    path, allowed = Path(municipality.folder) / municipality.units_file, municipality.allowed
    if path.name in settings_workbook.FILE_NAMES:
        return from_workbook(data, str(path), allowed, settings_workbook.UNIT_SHEETS)
    return _READERS[path.suffix.casefold()](data, str(path), allowed)
