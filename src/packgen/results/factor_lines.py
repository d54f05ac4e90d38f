"""Layout: a row for each unit and factor, with the five shares, the mean, or both beside them."""

from collections.abc import Mapping
from dataclasses import dataclass

from packgen.problems import Place, Problem, error
from packgen.results import lines
from packgen.results.cells import Sheet
from packgen.results.names import Field, answer_in, factor_in, field_in
from packgen.results.records import ANSWERS, Found, Record, Who
from packgen.results.whose import Context, of_line

_ALL = range(1, ANSWERS + 1)


@dataclass(frozen=True, slots=True)
class Head:
    """The row of headings: where unit, factor, mean and answers stand."""

    row: int
    fields: Mapping[Field, int]
    answers: Mapping[int, int]


def head(sheet: Sheet) -> Head | None:
    """Return the headings of such a table on a sheet, None when it has none."""
    for row, cells in sheet.rows.items():
        fields = {field: column for column, cell in cells.items() if (field := field_in(cell.text))}
        if "factor" not in fields or not ("unit" in fields or "id" in fields):
            continue
        answers = {answer: column for column, cell in cells.items() if (answer := answer_in(cell.text))}
        whole = all(answer in answers for answer in _ALL)
        if whole or "mean" in fields:
            return Head(row, fields, answers if whole else {})
    return None


def read(sheet: Sheet, top: Head, context: Context) -> Found:
    """Return one record for each unit, from the rows that name it; rows without a factor are passed over."""
    rows: dict[tuple[str, str], dict[int, int]] = {}
    problems: list[Problem] = []
    for row in sheet.rows:
        factor = factor_in(_text(sheet, row, top.fields["factor"])) if row > top.row else None
        if factor is None:
            continue
        unit = (_field(sheet, row, top, "id"), _field(sheet, row, top, "unit"))
        place = sheet.place(row, top.fields["factor"])
        if unit == ("", ""):
            problems.append(error("results.row_without_unit", place))
        elif factor.clash:
            text = _text(sheet, row, top.fields["factor"])
            problems.append(error("results.factor_clash", place, text=text, number=factor.factor, named=factor.clash))
        elif factor.factor in rows.setdefault(unit, {}):
            problems.append(error("results.factor_twice", place, factor=factor.factor))
        else:
            rows[unit][factor.factor] = row
    found = Found(problems=tuple(problems))
    for (unit_id, name), by_factor in rows.items():
        record, wrong = _record(sheet, top, of_line(name, unit_id, context), by_factor)
        found += Found((record,), wrong)
    return found


def _record(sheet: Sheet, top: Head, who: Who, rows: Mapping[int, int]) -> tuple[Record, tuple[Problem, ...]]:
    place = sheet.place(next(iter(rows.values())), top.fields.get("unit", top.fields.get("id", 1)))
    table = Place(file=sheet.file, sheet=sheet.name, cell=sheet.place(top.row, top.fields["factor"]).cell)
    means = {f: lines.slot(sheet, row, top.fields["mean"]) for f, row in rows.items()} if "mean" in top.fields else {}
    shares = {f: tuple(lines.slot(sheet, row, top.answers[a]) for a in _ALL) for f, row in rows.items() if top.answers}
    return lines.record(who, place, table, means, shares, {})


def _field(sheet: Sheet, row: int, top: Head, field: Field) -> str:
    column = top.fields.get(field)
    return "" if column is None else _text(sheet, row, column)


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.at(row, column)
    return "" if cell is None else cell.text
