"""Cells and sheets as the readers give them: clean text, exact numbers, and where a person finds each.

A number is what the source wrote, in decimal arithmetic: never a binary fraction. A percentage is held in percent
(45.1), whether it was written «45,1 %» or as 0.451 with a percent format.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Literal

from packgen.problems import Place

Fault = Literal["", "formula", "date", "excel"]
"""Why a cell holds no usable value: a formula never worked out, a date made by Excel, an error value like ``#N/A``."""

_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?: \d{3})+|\d{1,9})(?:[.,](\d{1,12}))? ?(%?)", re.ASCII)
_BLANK = re.compile(r"|[-–—]+|\*+|\.{2,}|…")
_FEWER_THAN = re.compile(r"(?:<|under|færre enn|mindre enn) ?[0-9]{1,2}(?: svar| personar| personer)?")
_LARGEST = Decimal(10) ** 9
_DIGITS = Context(prec=10)
_PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with something in it: text, the cell's name (``B7``), its number if it is one, what is wrong with it.

    ``spread`` marks the cells of a merged area other than its first: they repeat the first one's text.
    """

    text: str
    ref: str
    number: Decimal | None = None
    percent: bool = False
    fault: Fault = ""
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, slide table or chart: rows of cells by number, only those with something in them.

    ``texts`` are what stands around a table of a slide. ``turned`` tells that rows and columns have changed places;
    the cells keep the names they have in the file.
    """

    file: str
    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    texts: tuple[str, ...] = ()
    turned: bool = False

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell, None where there is nothing."""
        return self.rows.get(row, {}).get(column)

    def place(self, row: int, column: int) -> Place:
        """Return where a person finds this cell, empty or not."""
        first, second = (column, row) if self.turned else (row, column)
        return Place(file=self.file, sheet=self.name, cell=ref(first, second))

    def place_of(self, cell: Cell) -> Place:
        """Return where a person finds this cell."""
        return Place(file=self.file, sheet=self.name, cell=cell.ref)

    def turn(self) -> "Sheet":
        """Return the sheet with rows and columns in each other's place."""
        turned: dict[int, dict[int, Cell]] = {}
        for row, cells in self.rows.items():
            for column, cell in cells.items():
                turned.setdefault(column, {})[row] = cell
        ordered = {row: turned[row] for row in sorted(turned)}
        return Sheet(self.file, self.name, ordered, self.texts, turned=not self.turned)

    def all_texts(self) -> tuple[str, ...]:
        """Return every text of the sheet, what stands around the table first."""
        return (*self.texts, *(cell.text for cells in self.rows.values() for cell in cells.values() if not cell.spread))


def sheet_of(file: str, name: str, cells: Iterable[tuple[int, int, Cell]], texts: tuple[str, ...] = ()) -> Sheet:
    """Return a sheet of (row, column, cell), leaving out cells without text and fault."""
    rows: dict[int, dict[int, Cell]] = {}
    for row, column, cell in cells:
        if cell.text or cell.fault:
            rows.setdefault(row, {})[column] = cell
    return Sheet(file, name, {row: dict(sorted(rows[row].items())) for row in sorted(rows)}, texts)


def ref(row: int, column: int) -> str:
    """Return a cell's name: row 7, column 2 is ``B7``."""
    letters = ""
    while column > 0:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row}"


def text_cell(text: str, name: str) -> Cell:
    """Return a cell from clean text, with its number where the text is one."""
    found = number_in(text)
    return Cell(text, name) if found is None else Cell(text, name, *found)


def number_cell(written: str, name: str, *, percent: bool) -> Cell:
    """Return a cell from a number as a file stores it (``4.2``, ``0.451``), times 100 where it is shown as percent."""
    number = exact(written)
    if number is None:
        return Cell(written, name)
    if percent:
        number = _plain(number * _PERCENT)
    return Cell(f"{number:f}", name, number, percent)


def exact(written: str) -> Decimal | None:
    """Return a stored number in decimal, without the noise of binary fractions (ten digits); None if it is none."""
    try:
        value = Decimal(written)
    except ArithmeticError:
        return None
    if not value.is_finite() or abs(value) >= _LARGEST:
        return None
    return _plain(_DIGITS.plus(value))


def number_in(text: str) -> tuple[Decimal, bool] | None:
    """Return the number that a text writes and whether it is a percentage: «4,2», «4.2», «45,1 %», «1 200»."""
    match = _NUMBER.fullmatch(text.replace("\u2212", "-"))
    if match is None:
        return None
    sign, whole, decimals, percent = match.groups()
    return Decimal(f"{sign}{whole.replace(' ', '')}.{decimals or ''}"), bool(percent)


def is_blank(cell: Cell | None) -> bool:
    """Tell whether a figure was left out: nothing, a dash, an asterisk, or «<5»."""
    if cell is None:
        return True
    return not cell.fault and (_BLANK.fullmatch(cell.text) is not None or is_fewer_than(cell))


def is_fewer_than(cell: Cell) -> bool:
    """Tell whether figures are held back because few answered: «<5», «under 5»."""
    return _FEWER_THAN.fullmatch(cell.text.casefold()) is not None


def shown(number: Decimal) -> str:
    """Return a number as Norwegians write it: decimal comma, no zeros at the end."""
    return f"{_plain(number):f}".replace(".", ",")


def _plain(number: Decimal) -> Decimal:
    """Return the number without zeros at the end, and without an exponent above 0 (50, never 5E+1)."""
    short = number.normalize()
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short
