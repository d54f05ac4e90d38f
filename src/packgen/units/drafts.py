"""Rows of a unit list as they stand in a file: each value read on its own, nothing yet held against another row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from packgen import fields, schema, yaml_source
from packgen.allowed import USUAL, Allowed
from packgen.fields import At
from packgen.problems import Outcome, Place, Problem, error, warning
from packgen.results import workbook
from packgen.results.cells import Cell, Sheet, ref
from packgen.units.columns import COLUMNS, SCHEMA, column_in, nearest
from packgen.units.words import column_words

_DEEPEST_HEADING = 30
"""In how many rows from the top the headings are looked for."""

_EACH = 10
"""Values that a unit has in YAML."""
_KINDS = {column.path: column.kind for column in COLUMNS}
_DAY_WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2}) \d{2}:\d{2}:\d{2}(?:\.\d+)?")
_MOMENTS = frozenset({"meeting_one.date", "meeting_one.start", "meeting_two.date", "meeting_two.start"})

_FOR_MANY_ROWS = frozenset({"parent", "service", "language"})


@dataclass(frozen=True, slots=True)
class Draft:
    """One row: values by column (None where there is none), where each stands, and where the row does."""

    values: Mapping[str, Any]
    places: Mapping[str, Place]
    place: Place

    def text(self, path: str) -> str:
        """Return a text, empty where there is none."""
        return self.values.get(path) or ""

    def at(self, path: str) -> Place:
        """Return where a value stands, or its row where it has none."""
        return self.places.get(path, self.place)


def yaml_limits(allowed: Allowed) -> yaml_source.Limits:
    """Return how big a unit list in YAML may be."""
    return yaml_source.Limits.of_units(allowed, _EACH)


def from_yaml(data: bytes, file: str, allowed: Allowed = USUAL) -> Outcome[tuple[Draft, ...]]:
    """Read a unit list in YAML: ``schema: 1`` and ``units:``, a list of sections with our columns as fields."""
    source = yaml_source.load(data, file, yaml_limits(allowed))
    if source.value is None:
        return Outcome(None, source.problems)
    top, problems = schema.read(source.value, SCHEMA, allowed.units)
    drafts = tuple(_draft(section) for section in top["units"])
    return Outcome(drafts, (*source.problems, *problems))


def _draft(section: schema.Section) -> Draft:
    return Draft(section.values, {path: section.place(path) for path in section.values}, section.place())


def from_workbook(
    data: bytes, file: str, allowed: Allowed = USUAL, only: Sequence[str] = ()
) -> Outcome[tuple[Draft, ...]]:
    """Read a unit list in Excel: the one visible sheet, of those named if any, with a row of headings that we know."""
    sheets = workbook.read(data, file, allowed)
    if sheets.value is None:
        return Outcome(None, sheets.problems)
    looked_at = [sheet for sheet in sheets.value if not only or sheet.name in only]
    lists = [(sheet, row) for sheet in looked_at if (row := _heading_row(sheet))]
    if len(lists) != 1:
        return Outcome(None, (*sheets.problems, _not_one_list(lists, looked_at, file)))
    sheet, row = lists[0]
    columns, problems = _columns(sheet, row)
    drafts = []
    for number in (n for n in sheet.rows if n > row):
        draft, told = _row(sheet, number, columns)
        problems.extend(told)
        filled = any(value not in (None, ()) for value in draft.values.values())
        if draft.text("name") or (filled and not told):
            drafts.append(draft)
    if len(drafts) > allowed.units:
        return Outcome(None, (*sheets.problems, _too_many(sheet, allowed)))
    return Outcome(tuple(drafts), (*sheets.problems, *problems))


# ---------------------------------------------------------------- headings


def _heading_row(sheet: Sheet) -> int:
    """Return the number of the row with most known headings, a unit's name among them; 0 when there is none."""
    best, most = 0, 0
    for number in (n for n in sheet.rows if n <= _DEEPEST_HEADING):
        texts = [cell.text for cell in sheet.rows[number].values() if cell.text and not cell.spread]
        known = [path for text in texts if (path := column_in(text))]
        if "name" in known and len(known) > most and (len(known) > 1 or len(texts) == 1):
            best, most = number, len(known)
    return best


def _not_one_list(lists: Sequence[tuple[Sheet, int]], sheets: Sequence[Sheet], file: str) -> Problem:
    if lists:
        return error("units.several_lists", Place(file=file), sheets=", ".join(f"«{s.name}»" for s, _ in lists))
    return error("units.no_headings", Place(file=file), sheets=", ".join(f"«{s.name}»" for s in sheets) or "–")


def _too_many(sheet: Sheet, allowed: Allowed) -> Problem:
    return error("fields.too_many", Place(file=sheet.file, sheet=sheet.name), field=sheet.name, limit=allowed.units)


def _columns(sheet: Sheet, row: int) -> tuple[dict[int, tuple[str, str]], list[Problem]]:
    """Return path and heading by column number; a heading that stands twice, or nearly is one of ours, is told."""
    found: dict[int, tuple[str, str]] = {}
    taken: dict[str, Cell] = {}
    problems: list[Problem] = []
    for number, cell in sheet.rows[row].items():
        path = None if cell.spread else column_in(cell.text)
        if path in taken:
            first = taken[path]
            problems.append(error("units.heading_twice", sheet.place_of(cell), heading=cell.text, first=first.text))
        elif path:
            taken[path] = cell
            found[number] = (path, cell.text)
        elif not cell.spread:
            problems.extend(_near(sheet, cell))
    return found, problems


def _near(sheet: Sheet, cell: Cell) -> list[Problem]:
    ours = tuple(head for words in (column_words("nb"), column_words("nn")) for head, _ in words.values())
    meant = nearest(cell.text, ours)
    return [warning("units.heading_near", sheet.place_of(cell), heading=cell.text, nearest=meant)] if meant else []


# ---------------------------------------------------------------- rows


def _row(sheet: Sheet, number: int, columns: Mapping[int, tuple[str, str]]) -> tuple[Draft, list[Problem]]:
    values: dict[str, Any] = {path: None for path, _ in columns.values()}
    places: dict[str, Place] = {}
    problems: list[Problem] = []
    for column, (path, heading) in columns.items():
        cell = sheet.at(number, column)
        if cell is None or (cell.spread and not _from_above(cell, column, path)):
            continue
        places[path] = sheet.place_of(cell)
        values[path], told = _value(path, cell, At(heading, places[path]))
        problems.extend(told)
    first = next(iter(sheet.rows[number].values()))
    return Draft(values, places, sheet.place_of(first)), problems


def _from_above(cell: Cell, column: int, path: str) -> bool:
    """Tell whether a cell of a merged area says for its row what the area's first cell says: a parent for many rows."""
    return path in _FOR_MANY_ROWS and cell.ref.rstrip("0123456789") == ref(1, column).rstrip("1")


def _value(path: str, cell: Cell, at: At) -> tuple[Any, Sequence[Problem]]:
    """Return a cell's value in its column's type, with what is wrong with it."""
    if cell.fault == "formula":
        return None, (error("units.formula_not_counted", at.place, heading=at.field),)
    if cell.fault == "excel":
        return None, (error("units.error_in_cell", at.place, heading=at.field, value=cell.text),)
    if cell.fault == "date" and path not in _MOMENTS:
        return None, (error("units.made_a_date", at.place, heading=at.field, value=cell.text),)
    if path == "was":
        return tuple(name for part in re.split("[;,]", cell.text) if (name := part.strip())), ()
    match = _DAY_WITH_TIME.fullmatch(cell.text)
    return fields.value(_KINDS[path], match[1] if match else cell.text, at)
