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
from dataclasses import dataclass, field, replace

from packgen.blocks import Block, Box, Cell, Document, Field, Heading, List, NewPage, Paragraph, Table, plain
from packgen.render import package, worksheet
from packgen.render.package import Package
from packgen.render.traced import deciding, knowing, largest
from packgen.render.workbook import column_name
from packgen.render.worksheet import Edge, Font, Look, Row, Rule, Sheet, address, is_command
from packgen.theme import Theme

SHEET, LISTS = "Skjema", "Lister"
"""What the two sheets are called, in both written standards."""

_NUMBER = 6
_WIDTHS = (34, *(width for field in (48, 44, 22, 14) for width in (_NUMBER, field)))
"""Widths of the columns in characters: what a row is, then number and field in turn."""
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
_DAY_NONE = dt.date(1899, 12, 30)
"""The day that Excel counts from, for days after February 1900."""


def render(document: Document, theme: Theme) -> bytes:
    """Return a document of headings, text and tables of fields as an xlsx file. The same document, the same bytes."""
    return package.to_bytes(made(document, theme))


def made(document: Document, theme: Theme) -> Package:
    """Return the parts of the file of a document of headings, text and tables of fields."""
    page = _Page(_Looks(theme))
    for section in document.sections:
        page.blocks(section.blocks)
    says_page, of = document.page_of
    counts = f"{worksheet.escaped(says_page)} &P {worksheet.escaped(of)} &N"
    edges = Edge(document.header_left, document.header_right), Edge(document.footer_left, "", counts)
    shown = Sheet(SHEET, tuple(page.rows), _WIDTHS, page.rules(), edges)
    return worksheet.workbook(
        (shown, Sheet(LISTS, page.lists(), hidden=True)),
        theme,
        title=document.title,
        subject=document.subject,
        language=f"{document.language}-NO",
    )


# ---------------------------------------------------------------- looks


@dataclass(frozen=True, slots=True)
class _Looks:
    """How cells look in the colours and the font of a theme."""

    theme: Theme

    def letters(self, size: int = 11, *, bold: bool = False) -> Look:
        return Look(Font(self.theme.font, size, self.theme.text, bold))

    def heading(self, size: int) -> Look:
        return Look(Font(self.theme.font, size, self.theme.ink, bold=True), wrapped=True)

    def number(self) -> Look:
        return Look(Font(self.theme.font, 9, self.theme.muted), across="right")

    def field(self, kind: str) -> Look:
        form = _FORMATS.get(kind, "@")
        look = replace(self.letters(), edges=self.theme.muted, across="left", wrapped=True, indent=1)
        return replace(look, is_open=True, format=form)


def _text(column: int, look: Look, words: str) -> worksheet.Cell:
    """Return a cell with a text that stays text: ``=1+1``, ``0123`` and ``3-1`` too."""
    return worksheet.Cell(column, replace(look, quoted=is_command(words)), words)


# ---------------------------------------------------------------- the sheet, row by row


@knowing
def _line_count(words: str, width: int) -> int:
    """Return how many lines a text takes in a column of so many characters, or a few less."""
    return sum(max(1, -(-len(line) // width)) for line in words.split("\n"))


@knowing
def _lines_across(words: str) -> int:
    """Return how many lines a text takes across all columns, or a few more."""
    return -(-len(words) // _LINE_LETTERS)


@deciding
def _are_same(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return some == others


@dataclass(slots=True)
class _Page:
    """Writes blocks below each other in rows, and remembers which cells choose between which words."""

    looks: _Looks
    row: int = 1
    rows: list[Row] = field(default_factory=list)
    chosen: list[tuple[tuple[str, ...], list[str]]] = field(default_factory=list)
    kinds: dict[str, list[str]] = field(default_factory=dict)

    def blocks(self, blocks: Iterable[Block], ground: str = "") -> None:
        for block in blocks:
            self.block(block, ground)

    def block(self, block: Block, ground: str) -> None:
        match block:
            case Heading():
                size, height = _HEADS[block.level]
                self.across(plain(block.text), replace(self.looks.heading(size), upright="bottom"), height)
            case Paragraph() | List():
                for line in _lines((block,)):
                    self.across(line, replace(self.looks.letters(), ground=ground, wrapped=True))
            case Box():
                sand = self.looks.theme.sand
                self.across(plain(block.title), replace(self.looks.heading(12), ground=sand))
                self.blocks(block.body, sand)
                self.row += 1
            case Table():
                self.table(block)
            case NewPage():
                pass
            case _:
                raise TypeError(f"a form in Excel has no {type(block).__name__}")

    def across(self, words: str, look: Look, height: float = 0.0) -> None:
        """Write a line of text over the whole width."""
        height = height or _LINE_POINTS * _lines_across(words) + 2
        self.rows.append(Row(self.row, (_text(0, look, words),), height, held=True, merged=True))
        self.row += 1

    def table(self, table: Table) -> None:
        """Write a table: its heads on a ground, then its rows, as high as what stands in them."""
        if any(column.head for column in table.columns):
            heads = (cell for n, column in enumerate(table.columns) for cell in self.head(n, plain(column.head)))
            self.rows.append(Row(self.row, tuple(heads)))
            self.row += 1
        for row in table.rows:
            self.rows.append(self.filled(row))
            self.row += 1
        self.row += 1

    def head(self, number: int, words: str) -> tuple[worksheet.Cell, ...]:
        look = replace(self.looks.letters(bold=True), ground=self.looks.theme.sand, wrapped=True)
        before = (worksheet.Cell(2 * number - 1, look),) if number else ()
        return (*before, _text(2 * number, look, words))

    def filled(self, row: tuple[Cell, ...]) -> Row:
        """Return a row of a table, high enough for what stands in it, and for several lines where a field takes them.

        Programs let a row grow with what is written and shrink to what stands in it: empty lines (and a no-break space)
        after what the row is keep room for several.
        """
        takes_several = any(cell.field is not None and cell.field.multiline for cell in row)
        lines = largest(
            _line_count(words, _WIDTHS[2 * number])
            for number, cell in enumerate(row)
            if not number or cell.field is not None
            for words in (_words(cell, takes_several=takes_several and not number),)
        )
        cells = tuple(made for n, cell in enumerate(row) for made in self.cell(n, cell, takes_several=takes_several))
        if lines == 1:  # what stands in one line stands halfway between the edges of its row
            cells = tuple(replace(cell, look=replace(cell.look, upright="center")) for cell in cells)
        return Row(self.row, cells, _ROW_POINTS * lines + 4)

    def cell(self, number: int, cell: Cell, *, takes_several: bool) -> tuple[worksheet.Cell, ...]:
        """Return a cell of a table: what a row is in A, a field or its text in the column of that field."""
        if cell.field is not None:
            return self.field(cell.field, 2 * number)
        look = replace(self.looks.letters(bold=cell.strong and not cell.more), wrapped=not number)
        return (_text(2 * number, look, _words(cell, takes_several=takes_several and not number)),)

    def field(self, field: Field, column: int) -> tuple[worksheet.Cell, ...]:
        """Return the cell of a field, with its number in the cell before it."""
        before = _text(column - 1, self.looks.number(), f"{field.number}:" if field.number else "")
        place = address(self.row, column)
        if field.options:
            self.choice(field.options).append(place)
        elif field.kind in _FORMATS:
            self.kinds.setdefault(field.kind, []).append(place)
        return before, _filled(field, column, self.looks.field(field.kind))

    def choice(self, options: tuple[str, ...]) -> list[str]:
        """Return the cells that choose between these words."""
        for known, cells in self.chosen:
            if _are_same(known, options):
                return cells
        self.chosen.append((options, []))
        return self.chosen[-1][1]

    # ------------------------------------------------------------ what may be written where

    def lists(self) -> tuple[Row, ...]:
        """Return the rows of the hidden sheet with the words of all choices, a column for each."""
        depth = max((len(options) for options, _ in self.chosen), default=0)
        return tuple(
            Row(
                row + 1,
                tuple(
                    _text(column, self.looks.letters(), options[row])
                    for column, (options, _) in enumerate(self.chosen)
                    if row < len(options)
                ),
            )
            for row in range(depth)
        )

    def rules(self) -> tuple[Rule, ...]:
        """Return what holds choices, days and numbers to what they can be."""
        choices = (
            Rule("list", (f"{LISTS}!{_absolute(column, len(options))}",), tuple(cells))
            for column, (options, cells) in enumerate(self.chosen)
        )
        return (*choices, *(_rule(kind, tuple(cells)) for kind, cells in self.kinds.items()))


def _absolute(column: int, depth: int) -> str:
    letters = column_name(column)
    return f"${letters}$1:${letters}${depth}"


_FORMATS: Mapping[str, str] = {"date": "dd.mm.yyyy", "number": "0"}


def _rule(kind: str, cells: tuple[str, ...]) -> Rule:
    if kind == "date":
        return Rule("date", (_FIRST_DAY,), cells, "greaterThanOrEqual")
    return Rule("whole", ("0", str(_MOST)), cells, "between")


def _filled(field: Field, column: int, look: Look) -> worksheet.Cell:
    """Return the cell of a field with what is known in it."""
    if field.value and field.kind == "date":
        return worksheet.Cell(column, look, number=_day_number(field.value))
    if field.value and field.kind == "number":
        return worksheet.Cell(column, look, number=_whole(field.value))
    return worksheet.Cell(column, look) if field.kind in _FORMATS else _text(column, look, field.value)


@knowing
def _day_number(value: str) -> str:
    """Return an ISO day as Excel counts days."""
    return str((dt.date.fromisoformat(value) - _DAY_NONE).days)


@knowing
def _whole(value: str) -> str:
    return str(int(value))


def _words(cell: Cell, *, takes_several: bool) -> str:
    """Return what stands in a cell, with empty lines after it where its row is to have room for several."""
    if cell.field is not None:
        return cell.field.value
    words = "\n".join((*([plain(cell.text)] if cell.text else []), *_lines(cell.more)))
    empty = max(0, _LINES - 1 - words.count("\n")) if takes_several else 0
    return words + "\n" * empty + _SPACE * bool(empty)


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
