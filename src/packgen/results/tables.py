"""Where on a sheet a table of factors stands, and what each of its columns holds.

A table is found by a row of factor headings (`find` on a turned sheet: by a column of them), wherever it stands. What
the lines of the table are (units, the KS table's three columns) is for the layouts to say.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from packgen.allowed import USUAL, Allowed
from packgen.model import ColumnNames
from packgen.problems import Place, Problem, error
from packgen.results.cells import Cell, Sheet
from packgen.results.names import FactorHeading, Field, answer_in, factor_in, field_in, generality, key
from packgen.results.records import ANSWERS, TEN

_FEWEST = 3
_END = 1 << 30
_NAMED_FIELDS: tuple[Field, ...] = ("id", "parent", "service", "language", "invited", "answered", "unit")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of factors: the row of headings, the rows below that have cells, and the column of each thing.

    ``means``: factor → column. ``shares``: (factor, answer) → column. ``fields``: what else is told → column.
    ``above`` are the texts between this table and what comes before it.
    """

    sheet: Sheet
    head: int
    rows: tuple[int, ...]
    left: int
    right: int
    means: Mapping[int, int]
    shares: Mapping[tuple[int, int], int]
    fields: Mapping[Field, int]
    above: tuple[str, ...]

    @property
    def place(self) -> Place:
        """Where the table's first factor stands."""
        return self.sheet.place(self.head, self.first)

    @property
    def first(self) -> int:
        """The column of the first factor."""
        return min((*self.means.values(), *self.shares.values()))

    def figures(self, row: int) -> tuple[Cell, ...]:
        """Return the filled cells of a row in the columns of factors."""
        cells = self.sheet.rows[row]
        columns = (*self.means.values(), *self.shares.values())
        return tuple(cells[column] for column in columns if column in cells and not cells[column].spread)

    def others(self, row: int) -> tuple[Cell, ...]:
        """Return the filled cells of a row outside the columns of factors, those of this table only."""
        columns = {*self.means.values(), *self.shares.values()}
        cells = self.sheet.rows[row].items()
        return tuple(c for column, c in cells if self.left <= column <= self.right and column not in columns)


Headings = Mapping[str, FactorHeading]
"""The factors that texts of a sheet name."""
_MOST_TABLES = 50
"""Tables that so many cells as are allowed may have, for each is seen among all cells; of fewer cells the more."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """Factor headings in one row, from left to right."""

    row: int
    cells: tuple[tuple[int, FactorHeading], ...]

    @property
    def first(self) -> int:
        return self.cells[0][0]

    @property
    def last(self) -> int:
        return self.cells[-1][0]

    @property
    def factors(self) -> frozenset[int]:
        return frozenset(heading.factor for _, heading in self.cells)


def find(
    sheet: Sheet, factors: Headings, named: ColumnNames, allowed: Allowed = USUAL
) -> tuple[tuple[Table, ...], tuple[Problem, ...]]:
    """Return the tables with a row of factor headings, and what is wrong with them; ``factors`` are its `headings`."""
    axes = _axes(sheet, factors)
    if len(axes) * sum(map(len, sheet.rows.values())) > _MOST_TABLES * allowed.cells:
        place = Place(file=sheet.file, sheet=sheet.name)
        return (), (error("results.too_many_tables", place, number=len(axes)),)
    problems: list[Problem] = []
    tables = tuple(_table(sheet, axis, axes, named, problems) for axis in axes)
    return tables, tuple(problems)


def headings(sheet: Sheet) -> Headings:
    """Return the cells' texts that name factors: asked once, for all the ways in which a large sheet is looked at."""
    texts = {cell.text for cells in sheet.rows.values() for cell in cells.values()}
    return {text: found for text in texts if (found := factor_in(text))}


def factors_found(tables: Iterable[Table]) -> int:
    """Return how many factor headings the tables have between them."""
    return sum(len(table.means) + len(table.shares) for table in tables)


# ---------------------------------------------------------------- the row of factor headings


def _axes(sheet: Sheet, factors: Headings) -> tuple[_Axis, ...]:
    """Return the rows of factor headings; rows of bare numbers 1-10 only when there are no names anywhere."""
    named: list[_Axis] = []
    bare: list[_Axis] = []
    for row, cells in sheet.rows.items():
        headings = [(column, found) for column, cell in cells.items() if (found := _heading(cell, factors))]
        if len({heading.factor for _, heading in headings if heading.certain}) >= _FEWEST:
            named.extend(_segments(row, _wanted(headings)))
        elif _is_run(headings):
            bare.append(_Axis(row, tuple(headings)))
    return tuple(named or bare)


def _heading(cell: Cell, factors: Headings) -> FactorHeading | None:
    return None if cell.spread or cell.fault else factors.get(cell.text)


def _wanted(headings: list[tuple[int, FactorHeading]]) -> list[tuple[int, FactorHeading]]:
    """Leave out bare numbers of factors that are named as well: they number something else."""
    certain = {heading.factor for _, heading in headings if heading.certain}
    return [(column, heading) for column, heading in headings if heading.certain or heading.factor not in certain]


def _is_run(headings: list[tuple[int, FactorHeading]]) -> bool:
    """Tell whether the headings are 1, 2 … 10 side by side."""
    columns = [column for column, _ in headings]
    return [heading.factor for _, heading in headings] == list(TEN) and columns[-1] - columns[0] == len(TEN) - 1


def _segments(row: int, headings: list[tuple[int, FactorHeading]]) -> Iterator[_Axis]:
    """Part a row where the factors begin anew after a gap: two tables side by side, or below each other when turned."""
    segment: list[tuple[int, FactorHeading]] = []
    seen: set[tuple[int, int]] = set()
    for column, heading in headings:
        if (heading.factor, heading.answer) in seen and column - segment[-1][0] > 1:
            yield _Axis(row, tuple(segment))
            segment, seen = [], set()
        segment.append((column, heading))
        seen.add((heading.factor, heading.answer))
    yield _Axis(row, tuple(segment))


# ---------------------------------------------------------------- the table around it


def _table(sheet: Sheet, axis: _Axis, axes: tuple[_Axis, ...], named: ColumnNames, problems: list[Problem]) -> Table:
    before = [other.last for other in axes if other.row == axis.row and other.last < axis.first]
    after = [other.first for other in axes if other.row == axis.row and other.first > axis.last]
    left, right = max(before, default=0) + 1, _END if not after else axis.last
    below = [
        other.row
        for other in axes
        if other.row > axis.row and other.first <= min(right, axis.last) and other.last >= axis.first
    ]
    bottom = min(below, default=_END)
    under = _answers_under(sheet, axis)
    means, shares = _columns(sheet, axis, under, right, problems)
    start = axis.row + (1 if under is None else 2)
    beside = [column for column in _width(sheet, left, right) if column not in {*means.values(), *shares.values()}]
    return Table(
        sheet=sheet,
        head=axis.row,
        rows=tuple(row for row in sheet.rows if start <= row < bottom),
        left=left,
        right=right,
        means=means,
        shares=shares,
        fields=_fields(sheet, axis.row, _headings(sheet, axis.row, beside, start), named, problems),
        above=_above(sheet, axis, axes, left),
    )


def _width(sheet: Sheet, left: int, right: int) -> list[int]:
    return sorted({column for cells in sheet.rows.values() for column in cells if left <= column <= right})


def _answers_under(sheet: Sheet, axis: _Axis) -> Mapping[int, int] | None:
    """Return column → answer from a second row of headings (0: the mean), None when there is no such row."""
    cells = {column: cell for column, cell in sheet.rows.get(axis.row + 1, {}).items() if column >= axis.first}
    answers = {column: answer_in(cell.text) for column, cell in cells.items()}
    runs = any(all(answers.get(column + step) == step + 1 for step in range(ANSWERS)) for column in answers)
    if not runs:
        return None
    means = {column: 0 for column, cell in cells.items() if field_in(cell.text) == "mean"}
    return means | {column: answer for column, answer in answers.items() if answer}


def _columns(
    sheet: Sheet, axis: _Axis, under: Mapping[int, int] | None, right: int, problems: list[Problem]
) -> tuple[dict[int, int], dict[tuple[int, int], int]]:
    """Return the columns of means and of shares, and note factors that stand twice or under a wrong number."""
    means: dict[int, int] = {}
    shares: dict[tuple[int, int], int] = {}
    for column, factor, answer in _meanings(sheet, axis, under, right):
        place = sheet.place(axis.row, column)
        if (answer == 0 and factor in means) or (factor, answer) in shares:
            problems.append(error("results.factor_twice", place, factor=factor))
        elif answer:
            shares[factor, answer] = column
        else:
            means[factor] = column
    for factor in sorted({factor for factor, _ in shares}):
        lacking = [answer for answer in range(1, ANSWERS + 1) if (factor, answer) not in shares]
        if lacking:
            place = sheet.place(axis.row, min(column for (one, _), column in shares.items() if one == factor))
            problems.append(error("results.answer_missing", place, factor=factor, answer=lacking[0]))
    for column, heading in axis.cells:
        if heading.clash:
            place = sheet.place(axis.row, column)
            text = sheet.rows[axis.row][column].text
            problems.append(error("results.factor_clash", place, text=text, number=heading.factor, named=heading.clash))
    return means, shares


def _meanings(sheet: Sheet, axis: _Axis, under: Mapping[int, int] | None, right: int) -> Iterator[tuple[int, int, int]]:
    """Yield (column, factor, answer): a heading holds for the columns to its right that name answers."""
    headings = dict(axis.cells)
    cells, factor = sheet.rows[axis.row], 0
    for column in range(axis.first, min(right, max((axis.last, *cells, *(under or ())))) + 1):
        cell = cells.get(column)
        if (heading := headings.get(column)) is not None:
            factor = heading.factor
            if under is None or heading.answer:
                yield column, factor, heading.answer
                continue
        elif cell is not None and not cell.spread:
            answer = 0 if cell.number is not None else answer_in(cell.text)
            if factor and answer:
                yield column, factor, answer
                continue
            factor = 0
        if factor and under is not None and (column in under or heading is not None):
            yield column, factor, under.get(column, 0)


def _above(sheet: Sheet, axis: _Axis, axes: tuple[_Axis, ...], left: int) -> tuple[str, ...]:
    """Return the texts above the table as people see it: of a turned sheet, those before its first factor."""
    if sheet.turned:
        found = [
            (column, row, cell)
            for row, cells in sheet.rows.items()
            for column, cell in cells.items()
            if left <= column < axis.first
        ]
    else:
        start = max((other.row for other in axes if other.row < axis.row), default=0)
        found = [
            (row, column, cell)
            for row, cells in sheet.rows.items()
            if start < row < axis.row
            for column, cell in cells.items()
        ]
    return (*sheet.texts, *(cell.text for _, _, cell in sorted(found, key=lambda one: one[:2]) if not cell.spread))


# ---------------------------------------------------------------- the columns beside the factors


def _headings(sheet: Sheet, head: int, columns: list[int], start: int) -> dict[int, str]:
    """Return the columns' headings; beside factors they may stand in the row above, or in a second row of headings."""
    rows = (head,) if sheet.turned else (head, *range(head + 1, start), head - 1)
    found = {}
    for column in columns:
        cells = (sheet.at(row, column) for row in rows)
        found[column] = next((cell.text for cell in cells if cell is not None and cell.number is None), "")
    return found


def _fields(
    sheet: Sheet, head: int, texts: Mapping[int, str], named: ColumnNames, problems: list[Problem]
) -> dict[Field, int]:
    """Return what the columns beside the factors hold, the municipality's own naming first."""
    found: dict[Field, int] = {}
    for column, text in texts.items():
        field = _named_field(text, 0 if sheet.turned else column, named)
        if field is not None:
            found.setdefault(field, column)
    for column, text in sorted(texts.items(), key=lambda item: (generality(item[1]), item[0])):
        field = field_in(text)
        if field is None or column in found.values():
            continue
        if field in found and field in ("id", "invited", "answered") and not _is_named(field, named):
            place = sheet.place(head, column)
            problems.append(error("results.column_twice", place, first=texts[found[field]], second=text))
        found.setdefault(field, column)
    return found


def _named_field(text: str, column: int, named: ColumnNames) -> Field | None:
    for field in _NAMED_FIELDS:
        if means_column(getattr(named, field), text, column):
            return field
    return None


def _is_named(field: Field, named: ColumnNames) -> bool:
    return field in {one.name for one in fields(named)} and bool(getattr(named, field))


def means_column(name: str, heading: str, column: int) -> bool:
    """Tell whether the municipality's name for a column (its heading, or a letter such as ``C``) means this one."""
    if not name:
        return False
    if heading and key(name) == key(heading):
        return True
    return is_letter(name) and _number(name) == column


def is_letter(name: str) -> bool:
    """Tell whether a name for a column may be the letter that the sheet shows above it."""
    return re.fullmatch("[A-Z]{1,2}", name) is not None


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
