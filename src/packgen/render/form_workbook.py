"""A form as an Excel file: the same document as in Word, laid out in cells, read back by its numbers.

How the file is laid out, for whoever reads a filled one:

- The sheet is called «Skjema». A second one, «Lister», is hidden and holds only the words that choices are made from.
- A field is two cells side by side: at the left its number as text (``33:``), grey; at its right the field, the only
  kind of cell that is not locked. A number stands in column B, D, F or H, its field in C, E, G or I. Only number cells
  hold digits and a colon and nothing else. Keys (tags) do not stand in the file.
- Column A says what a row is; a table's first column always stands there. Text of a table's column n (counted from 0)
  stands in the column of its field. So the head table has its labels in A and its values in C: the unit's name, the
  round's name, the form id. Headings, help and instructions stand in A, merged to I.
- Texts are text cells (``=1+1`` too), several texts stand one a line; days are date cells shown as ``dd.mm.yyyy``;
  numbers are number cells; choices are text cells with a list. An empty field is an empty cell: there are no prompts.
- The sheet is protected without a password, so that the tab key goes from field to field and numbers stay; whoever
  wants to take the protection off can. Rows may be resized.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from packgen.blocks import Block, Box, Cell, Document, Field, Heading, List, NewPage, Paragraph, Table, plain
from packgen.spreadsheet import cell_at, put_text, to_bytes
from packgen.theme import Theme

SHEET, LISTS = "Skjema", "Lister"
"""What the two sheets are called, in both written standards."""

_NUMBER = 6
_WIDTHS = (34, *(width for field in (48, 44, 22, 14) for width in (_NUMBER, field)))
"""Widths of the columns in characters: what a row is, then number and field in turn."""
_LAST = len(_WIDTHS)
_A4 = 9
_LINE_POINTS, _LINE_LETTERS = 15.0, 165
"""Height of a line, and letters that surely fit in one across all columns."""
_ROW_POINTS = 14.0
"""Height of a line within a row of a table."""
_HEADS = {1: (18, 30.0), 2: (14, 34.0), 3: (12, 26.0)}
"""Type size of headings by level, and the height of their rows: space above is within."""
_LINES = 3
"""So many lines has the row of a field that takes several."""
_SPACE = "\u00a0"
_MOST = 9999
_FIRST_DAY = "36526"
"""The first of January 2000 as Excel counts days."""


def render(document: Document, theme: Theme) -> bytes:
    """Return a document of headings, text and tables of fields as an xlsx file. The same document, the same bytes."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):  # a new workbook has one ordinary sheet
        raise TypeError(sheet)
    sheet.title = SHEET
    page = _Page(sheet, _Looks.of(theme))
    for section in document.sections:
        page.blocks(section.blocks)
    page.choices(book.create_sheet(LISTS))
    _set_up(sheet, document)
    book.properties.title, book.properties.subject = document.title, document.subject
    book.properties.language = f"{document.language}-NO"
    return to_bytes(book)


# ---------------------------------------------------------------- looks


@dataclass(frozen=True, slots=True)
class _Looks:
    """Fonts, grounds and lines in the colours of a theme."""

    font: str
    ink: str
    text: str
    muted: str
    sand: PatternFill
    lines: Border

    @classmethod
    def of(cls, theme: Theme) -> "_Looks":
        side = Side(style="thin", color=theme.muted)
        return cls(
            theme.font,
            theme.ink,
            theme.text,
            theme.muted,
            PatternFill("solid", fgColor=theme.sand),
            Border(left=side, right=side, top=side, bottom=side),
        )

    def letters(self, size: int = 11, *, bold: bool = False, colour: str = "") -> Font:
        return Font(name=self.font, size=size, bold=bold, color=colour or self.text)


_WRAPPED = Alignment(wrap_text=True, vertical="top")
_IN_FIELD = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
_UNWRAPPED = Alignment(vertical="top")
_AT_RIGHT = Alignment(horizontal="right", vertical="top")
_OPEN = Protection(locked=False)


# ---------------------------------------------------------------- the sheet, row by row


class _Growing(RowDimension):
    """A row of a height that is not held to, so that it grows with what is written in it."""

    __fields__ = tuple(name for name in RowDimension.__fields__ if name != "customHeight")


def _line_count(value: object, width: int) -> int:
    """Return how many lines a text takes in a column of so many characters, or a few less."""
    lines = str(value or "").split("\n")
    return sum(max(1, -(-len(line) // width)) for line in lines)


@dataclass(slots=True)
class _Page:
    """Writes blocks below each other on a sheet, and remembers which cells choose between which words."""

    sheet: Worksheet
    looks: _Looks
    row: int = 1
    chosen: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    kinds: dict[str, list[str]] = field(default_factory=dict)

    def blocks(self, blocks: Iterable[Block], ground: PatternFill | None = None) -> None:
        for block in blocks:
            self.block(block, ground)

    def block(self, block: Block, ground: PatternFill | None) -> None:
        match block:
            case Heading():
                size, height = _HEADS[block.level]
                self.across(plain(block.text), self.looks.letters(size, bold=True, colour=self.looks.ink), None, height)
            case Paragraph() | List():
                for line in _lines((block,)):
                    self.across(line, self.looks.letters(), ground)
            case Box():
                self.across(
                    plain(block.title), self.looks.letters(12, bold=True, colour=self.looks.ink), self.looks.sand
                )
                self.blocks(block.body, self.looks.sand)
                self.row += 1
            case Table():
                self.table(block)
            case NewPage():
                pass
            case _:
                raise TypeError(f"a form in Excel has no {type(block).__name__}")

    def across(self, words: str, font: Font, ground: PatternFill | None, height: float = 0.0) -> None:
        """Write a line of text over the whole width."""
        cell = cell_at(self.sheet, self.row, 1)
        put_text(cell, words)
        cell.font = font
        cell.alignment = Alignment(wrap_text=True, vertical="bottom" if height else "top")
        if ground is not None:
            cell.fill = ground
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=_LAST)
        lines = -(-len(words) // _LINE_LETTERS)
        self.sheet.row_dimensions[self.row].height = height or _LINE_POINTS * lines + 2
        self.row += 1

    def table(self, table: Table) -> None:
        """Write a table: its heads on a ground, then its rows, as high as what stands in them."""
        if any(column.head for column in table.columns):
            for number, column in enumerate(table.columns):
                self.head(number, plain(column.head))
            self.row += 1
        for row in table.rows:
            for number, cell in enumerate(row):
                self.cell(number, cell)
            self.make_room(row)
            self.row += 1
        self.row += 1

    def head(self, number: int, words: str) -> None:
        first = 2 * number
        for column in (first, first + 1) if number else (1,):
            cell = cell_at(self.sheet, self.row, column)
            cell.fill, cell.font, cell.alignment = self.looks.sand, self.looks.letters(bold=True), _WRAPPED
        put_text(cell_at(self.sheet, self.row, first + 1), words)

    def cell(self, number: int, cell: Cell) -> None:
        """Write a cell of a table: what a row is in A, a field or its text in the column of that field."""
        place = cell_at(self.sheet, self.row, 2 * number + 1)
        if cell.field is not None:
            self.field(cell.field, cell_at(self.sheet, self.row, 2 * number), place)
            return
        words = "\n".join((*([plain(cell.text)] if cell.text else []), *_lines(cell.more)))
        put_text(place, words)
        place.font = self.looks.letters(bold=cell.strong and not cell.more)
        place.alignment = _UNWRAPPED if number else _WRAPPED

    def make_room(self, row: tuple[Cell, ...]) -> None:
        """Make a row high enough for what stands in it, and for several lines where a field takes them.

        Programs let a row grow with what is written and shrink to what stands in it: empty lines (and a no-break space)
        after what the row is keep room for several.
        """
        first = cell_at(self.sheet, self.row, 1)
        if any(cell.field is not None and cell.field.multiline for cell in row):
            words = str(first.value or "")
            empty = max(0, _LINES - 1 - words.count("\n"))
            put_text(first, words + "\n" * empty + _SPACE * bool(empty))
        places = (1, *(2 * number + 1 for number in range(1, len(row)) if row[number].field is not None))
        lines = max(_line_count(self.sheet.cell(self.row, place).value, _WIDTHS[place - 1]) for place in places)
        if lines == 1:
            self.level(len(row))
        self.sheet.row_dimensions[self.row] = _Growing(self.sheet, self.row, ht=_ROW_POINTS * lines + 4)

    def level(self, count: int) -> None:
        """Set what stands in a row of one line halfway between its edges."""
        for column in range(1, 2 * count):
            cell = self.sheet.cell(self.row, column)
            is_now = cell.alignment
            cell.alignment = Alignment(is_now.horizontal, "center", wrap_text=is_now.wrap_text, indent=is_now.indent)

    def field(self, field: Field, before: SheetCell, place: SheetCell) -> None:
        """Write a field with its number in the cell before it."""
        if field.number:
            put_text(before, f"{field.number}:")
        before.font, before.alignment = self.looks.letters(9, colour=self.looks.muted), _AT_RIGHT
        place.font, place.border = self.looks.letters(), self.looks.lines
        place.alignment, place.protection = _IN_FIELD, _OPEN
        place.number_format = _FORMATS.get(field.kind, "@")
        _fill(field, place)
        if field.options:
            self.chosen.setdefault(field.options, []).append(place.coordinate)
        elif field.kind in _FORMATS:
            self.kinds.setdefault(field.kind, []).append(place.coordinate)

    # ------------------------------------------------------------ what may be written where

    def choices(self, lists: Worksheet) -> None:
        """Put the words of all choices on a hidden sheet, and hold choices, days and numbers to what they can be."""
        lists.sheet_state = "hidden"
        lists.protection.sheet = True
        for column, (options, cells) in enumerate(self.chosen.items(), start=1):
            for row, option in enumerate(options, start=1):
                put_text(cell_at(lists, row, column), option)
            letter = get_column_letter(column)
            self.hold(DataValidation("list", formula1=f"{LISTS}!${letter}$1:${letter}${len(options)}"), cells)
        for kind, cells in self.kinds.items():
            self.hold(_rule(kind), cells)

    def hold(self, rule: DataValidation, cells: Iterable[str]) -> None:
        rule.allow_blank, rule.showErrorMessage = True, True
        for cell in cells:
            rule.add(cell)
        self.sheet.add_data_validation(rule)


_FORMATS: Mapping[str, str] = {"date": "dd.mm.yyyy", "number": "0"}


def _rule(kind: str) -> DataValidation:
    if kind == "date":
        return DataValidation("date", operator="greaterThanOrEqual", formula1=_FIRST_DAY)
    return DataValidation("whole", operator="between", formula1="0", formula2=str(_MOST))


def _fill(field: Field, place: SheetCell) -> None:
    """Write what is known in a field's cell."""
    if not field.value:
        return
    if field.kind == "date":
        place.value = dt.date.fromisoformat(field.value)
        place.number_format = _FORMATS["date"]  # openpyxl gives days its own
    elif field.kind == "number":
        place.value = int(field.value)
    else:
        put_text(place, field.value)


def _lines(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return blocks of text as lines of plain letters."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Paragraph():
                found.append(plain(block.text))
            case List():
                found += [
                    f"{_mark(block, number)}{_SPACE}{plain(item)}" for number, item in enumerate(block.items, start=1)
                ]
            case _:
                raise TypeError(f"a cell in Excel has no {type(block).__name__}")
    return tuple(found)


def _mark(block: List, number: int) -> str:
    return f"{number}." if block.kind == "number" else "•"


# ---------------------------------------------------------------- the sheet as a whole


def _set_up(sheet: Worksheet, document: Document) -> None:
    """Set widths, protection and print: A4 across, as wide as the page, unit and page number on every page."""
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False  # False: not kept from people
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.75, bottom=0.75, header=0.35, footer=0.35)
    page, of = document.page_of
    sheet.oddHeader = _edge(_letters(document.header_left), _letters(document.header_right))
    sheet.oddFooter = _edge(_letters(document.footer_left), f"{_letters(page)} &P {_letters(of)} &N")


def _edge(left: str, right: str) -> HeaderFooterItem:
    item = HeaderFooterItem()
    item.left.text, item.right.text = left, right
    return item


def _letters(words: str) -> str:
    """Return words for a header or footer, in which an ampersand is a command."""
    return words.replace("&", "&&")
