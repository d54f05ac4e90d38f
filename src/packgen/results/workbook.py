"""Excel workbooks (.xlsx) → sheets of cells."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from packgen import archive, clean
from packgen.allowed import USUAL, Allowed
from packgen.problems import Outcome, Place, Problem, error, warning
from packgen.results.cells import Cell, Sheet, number_cell, ref, sheet_of, text_cell

_PERCENT_FORMAT = re.compile(r'(?:[^"\\%]|"[^"]*"|\\.)*%')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")  # not <formula1>, which a validation has
_WIDEST_SPREAD = 10_000


def read(data: bytes, file: str, allowed: Allowed = USUAL) -> Outcome[tuple[Sheet, ...]]:
    """Return the visible sheets of a workbook, in its order; merged areas repeat their text in every cell.

    A formula gives the value that Excel last worked out; one that never was is a fault of its cell.
    """
    unsafe = archive.check(data, file, archive.Limits.of(allowed))
    if unsafe:
        return Outcome(None, unsafe)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of drawings and validations that it leaves out
            values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data)) if _has_formulas(data) else None
    except Exception:  # noqa: BLE001 - openpyxl raises whatever it stumbles over in a broken file
        return Outcome(None, (error("results.workbook_broken", Place(file=file)),))
    problems: list[Problem] = []
    sheets = []
    for worksheet in values.worksheets:
        if worksheet.sheet_state == "visible":
            cells = [
                *_cells(worksheet, _uncounted(worksheet, formulas), file, problems),
            ]
            sheets.append(sheet_of(file, worksheet.title, [*cells, *_spread(worksheet, cells)]))
    return Outcome(tuple(sheets), tuple(problems))


def _has_formulas(data: bytes) -> bool:
    """Tell whether any sheet holds a formula: only then is the workbook read a second time."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = (package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/"))
        return any(_FORMULA.search(part) for part in parts)


def _cells(
    worksheet: Worksheet, uncounted: frozenset[tuple[int, int]], file: str, problems: list[Problem]
) -> Iterator[tuple[int, int, Cell]]:
    """Yield the filled cells; note each whose text had characters that no file can hold."""
    # The sparse cells themselves: iter_rows would walk through every empty one up to the farthest.
    for (row, column), cell in sorted(worksheet._cells.items()):  # noqa: SLF001 - see above
        name = ref(row, column)
        if (row, column) in uncounted:
            yield row, column, Cell("", name, fault="formula")
        elif cell.value is not None:
            made, changed = _cell(cell, name)
            if changed:
                place = Place(file=file, sheet=worksheet.title, cell=name)
                problems.append(warning("results.invisible_characters", place, text=made.text))
            yield row, column, made


def _cell(cell: Any, name: str) -> tuple[Cell, bool]:  # noqa: ANN401 - openpyxl's cell, any of its kinds
    """Return one cell as text and number, and whether characters were taken out of its text."""
    value = cell.value
    if isinstance(value, bool):
        return Cell(str(value), name), False
    if isinstance(value, int | float):
        percent = _PERCENT_FORMAT.match(cell.number_format or "") is not None
        return number_cell(repr(value), name, percent=percent), False
    if isinstance(value, datetime | date | time | timedelta):
        return Cell(str(value).removesuffix(" 00:00:00"), name, fault="date"), False
    text, changed = clean.line(str(value))
    return (Cell(text, name, fault="excel") if cell.data_type == "e" else text_cell(text, name)), changed


def _uncounted(worksheet: Worksheet, formulas: Workbook | None) -> frozenset[tuple[int, int]]:
    """Return where formulas stand that no program has worked out; one whose result is an empty text is not of them."""
    if formulas is None:
        return frozenset()
    written = formulas[worksheet.title]._cells  # noqa: SLF001 - the sparse cells, as above
    values = worksheet._cells  # noqa: SLF001 - likewise
    return frozenset(
        at
        for at, cell in written.items()
        if cell.data_type == "f" and values[at].value is None and values[at].data_type == "n"
    )


def _spread(worksheet: Worksheet, cells: list[tuple[int, int, Cell]]) -> Iterator[tuple[int, int, Cell]]:
    """Yield the cells that merged areas cover, with the text of the first; numbers are not repeated."""
    first = {(row, column): cell for row, column, cell in cells}
    for area in worksheet.merged_cells.ranges:
        corner = first.get((area.min_row, area.min_col))
        size = (area.max_row - area.min_row + 1) * (area.max_col - area.min_col + 1)
        if corner is None or corner.number is not None or corner.fault or size > _WIDEST_SPREAD:
            continue
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                if (row, column) != (area.min_row, area.min_col):
                    yield row, column, Cell(corner.text, corner.ref, spread=True)
