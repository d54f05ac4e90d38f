"""A form filled in in Excel, or in a program that saves Excel's files, → what it says.

A field's number stands in a cell, ``12:``, and its value in the next cell to the right, wherever people have moved
them. Sheets may be renamed and rows put in between.
"""

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from packgen import archive
from packgen.allowed import USUAL, Allowed
from packgen.collecting.entries import Entry, Found, filled, form_id
from packgen.collecting.filled import Filled
from packgen.collecting.form_words import FormWords
from packgen.problems import Outcome, Place, Problem, error
from packgen.record_form import BY_NUMBER

_NUMBER = re.compile(r"(?P<number>[0-9]{1,4}):")
"""How a cell says that the one to its right is a field."""


def read(data: bytes, file: str, words: FormWords, allowed: Allowed = USUAL) -> Outcome[Filled]:
    """Read a filled form; everything that is wrong with it at once."""
    unsafe = archive.check(data, file, archive.Limits.of(allowed))
    if unsafe:
        return Outcome(None, unsafe)
    sheets = opened(data, file)
    if sheets is None:
        return Outcome(None, (error("collect.broken", Place(file=file)),))
    return filled(_found(sheets, file, words), words)


def opened(data: bytes, file: str) -> "tuple[Sheet, ...] | None":
    """Return the sheets of a workbook that the guard has let through; None where it is broken."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out
            book = openpyxl.load_workbook(io.BytesIO(data))
            return tuple(_sheet(one, file) for one in book.worksheets)
    except Exception:  # noqa: BLE001 - openpyxl raises whatever it stumbles over in a broken file
        return None


def lines(sheets: "Sequence[Sheet]") -> tuple[str, ...]:
    """Return the text of every cell, each as if nothing had broken its lines."""
    return tuple(cell.value.replace("\n", "") for one in sheets for cell in one.cells.values() if _is_text(cell))


def numbers(sheets: "Sequence[Sheet]") -> frozenset[int]:
    """Return the numbers of fields that stand in cells."""
    return frozenset(int(match["number"]) for one in sheets for cell in one.cells.values() if (match := _match(cell)))


# ---------------------------------------------------------------- cells

LAST_COLUMN = 16_384
"""The last column that Excel has, XFD."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its filled cells by row and column, and how wide the merged ones are that begin there."""

    file: str
    title: str
    cells: Mapping[tuple[int, int], Any]
    widths: Mapping[tuple[int, int], int]

    def next_to(self, at: tuple[int, int]) -> tuple[int, int]:
        """Return where the next cell to the right is."""
        return at[0], at[1] + self.widths.get(at, 1)

    def place(self, at: tuple[int, int]) -> Place:
        """Return where people find a cell."""
        return Place(file=self.file, sheet=self.title, cell=f"{get_column_letter(at[1])}{at[0]}")


def _sheet(sheet: Worksheet, file: str) -> Sheet:
    # The sparse cells themselves: iter_rows would walk through every empty one up to the farthest.
    cells = {at: cell for at, cell in sorted(sheet._cells.items()) if cell.value is not None}  # noqa: SLF001 - see above
    widths = {(one.min_row, one.min_col): one.max_col - one.min_col + 1 for one in sheet.merged_cells.ranges}
    return Sheet(file, sheet.title, cells, widths)


def _found(sheets: Sequence[Sheet], file: str, words: FormWords) -> Found:
    """Return what stands in the sheets."""
    said = lines(sheets)
    form = form_id(said, file)
    days = frozenset() if isinstance(form, Problem) else _DAYS[form.kind]
    entries = tuple(entry for sheet in sheets for entry in _entries(sheet, days))
    return Found(file, "workbook", said, _unit_name(sheets, words), entries)


_DAYS = {
    kind: frozenset(number for number, field in fields.items() if field.kind == "day")
    for kind, fields in BY_NUMBER.items()
}
"""The numbers of the fields that hold days, by form."""


def _entries(sheet: Sheet, days: frozenset[int]) -> Iterator[Entry]:
    """Yield each field of a sheet; a cell that is the value of one is never the number of another."""
    values: set[tuple[int, int]] = set()
    for at, cell in sheet.cells.items():
        match = _match(cell)
        if match is None or at in values:
            continue
        beside, number = sheet.next_to(at), int(match["number"])
        if beside[1] > LAST_COLUMN:
            continue
        values.add(beside)
        place = sheet.place(beside)
        written = _written(sheet.cells.get(beside), place, number, may_be_day=number in days)
        wrong = written if isinstance(written, Problem) else None
        yield Entry("", number, "" if isinstance(written, Problem) else written, place, wrong)


def _match(cell: Any) -> re.Match[str] | None:  # noqa: ANN401 - openpyxl's cell
    return _NUMBER.fullmatch(cell.value.strip()) if _is_text(cell) else None


def _is_text(cell: Any) -> bool:  # noqa: ANN401 - openpyxl's cell
    return isinstance(cell.value, str) and cell.data_type != "f"


def _written(cell: Any, at: Place, number: int, *, may_be_day: bool) -> str | Problem:  # noqa: ANN401 - openpyxl's
    """Return a cell's value as people wrote it; an error for formulas, and for what Excel made a date of by itself."""
    if cell is None:
        return ""
    if cell.data_type in ("f", "e"):
        return error("collect.formula", at, number=number)
    value = cell.value
    if isinstance(value, dt.date):
        day = value.date() if isinstance(value, dt.datetime) else value
        return day.isoformat() if may_be_day else error("collect.made_date", at, number=number)
    if isinstance(value, dt.time | dt.timedelta | bool):
        return error("collect.made_date", at, number=number)
    if isinstance(value, int | float):
        return _figure(value, percent="%" in cell.number_format)
    return _without_escapes(str(value))


def _figure(value: float, *, percent: bool) -> str:
    """Return a number as people write it: «4», «4,5», «80 %»."""
    exact = Decimal(repr(value)) * (100 if percent else 1)
    digits = f"{exact:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return digits.replace(".", ",") + (" %" if percent else "")


_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def _without_escapes(text: str) -> str:
    """Return a text with the letters that Excel has written as codes (``_x000D_``)."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _unit_name(sheets: Sequence[Sheet], words: FormWords) -> str:
    """Return what stands first to the right of the cell that says «Enhet», empty where there is no such cell."""
    for sheet in sheets:
        labelled = 0
        for (row, _), cell in sheet.cells.items():
            if row == labelled:
                return " ".join(str(cell.value).split())
            if _is_text(cell) and words.is_unit(cell.value):
                labelled = row
    return ""
