"""A municipality's unit list (xlsx or YAML) → the unit tree, and the form that people write it in."""

from pathlib import Path

from packgen import archive, settings_workbook
from packgen.model import Municipality, UnitTree
from packgen.problems import Outcome, Place, error
from packgen.units import tree
from packgen.units.drafts import from_workbook, from_yaml
from packgen.units.form import form

__all__ = ["form", "load"]

_READERS = {".xlsx": from_workbook, ".yaml": from_yaml, ".yml": from_yaml}


def load(municipality: Municipality) -> Outcome[UnitTree]:
    """Read the unit list that the settings name; no value and no problems when they name none.

    A tree only where nothing is wrong: parents before children, otherwise the order of the file.
    """
    if not municipality.units_file:
        return Outcome(None)
    path = Path(municipality.folder) / municipality.units_file
    place = Place(file=str(path))
    reader = _READERS.get(path.suffix.casefold())
    if reader is None:
        return Outcome(None, (error("units.file_kind", place, ending=path.suffix or "–"),))
    try:
        with path.open("rb") as file:
            data = file.read(archive.Limits().size + 1)
    except OSError:
        return Outcome(None, (error("units.unreadable", place),))
    drafts = (
        from_workbook(data, str(path), settings_workbook.UNIT_SHEETS)
        if path.name in settings_workbook.FILE_NAMES
        else reader(data, str(path))
    )
    if drafts.value is None:
        return Outcome(None, drafts.problems)
    if not drafts.value and not drafts.problems:
        return Outcome(None, (error("units.empty", place),))
    built = tree.build(drafts.value, municipality)
    problems = (*drafts.problems, *built.problems)
    return Outcome(None if any(p.is_error for p in problems) else built.value, problems)
