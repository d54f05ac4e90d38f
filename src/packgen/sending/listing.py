"""The sending list: an Excel file in which HR sees who gets which file, and notes what is sent."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from packgen import filenames, spreadsheet
from packgen.content import text
from packgen.content.texts import Texts
from packgen.files import SHARED_UNIT, Entry, Made
from packgen.model import Edition, Unit
from packgen.sending.audiences import AUDIENCES, addresses, documents_for, draft_id
from packgen.surveys import Gathered
from packgen.wording import Words

DOCUMENT = "sending_list"
_RECIPIENTS, _FILES = "recipients", "files"
_WIDTHS = {_RECIPIENTS: (38, 30, 40, 12, 12, 58, 14), _FILES: (38, 30, 40, 12, 90)}
_INK, _SAND = "1F3F57", "F4EFE7"
_TOP, _FIRST = Alignment(vertical="top", wrap_text=True), PatternFill("solid", fgColor=_SAND)
MOST_WITH_FILES = 2_000
"""With so many units every file has a row too; with more nobody reads them, and each draft names its own files."""


@dataclass(frozen=True, slots=True)
class _Handing:
    """What one audience of one unit gets: the files that lie ready, and the draft that carries them."""

    unit: Unit
    audience: Edition
    files: tuple[Entry, ...]
    draft: str


def make_list(gathered: Gathered, words: Words, entries: Callable[[str], Iterable[Entry]]) -> Made:
    """Return the list over all files that lie ready, in the municipality's written standard.

    ``entries`` gives the files of a unit.
    """
    words = gathered.words_everywhere(words)
    texts = words.texts[gathered.own_language]
    book = Workbook(write_only=True)  # rows are on disk as soon as they are known: there may be half a million
    book.properties.title = texts.node(f"documents.{DOCUMENT}.name")
    recipients = _Sheet.begun(book, _RECIPIENTS, texts)
    files = _Sheet.begun(book, _FILES, texts) if len(gathered.now.tree.units) <= MOST_WITH_FILES else None
    for one in _handings(gathered, words, entries):
        recipients.add(_recipient(one, gathered, texts))
        if files is not None:
            for row in _files(one, words, gathered, texts):
                files.add(row)
    for sheet in filter(None, (recipients, files)):
        sheet.end()
    parts = (texts.node(f"documents.{DOCUMENT}.file"), gathered.municipality.name, gathered.now.round.id)
    return Made(
        path=filenames.file_name(parts, "xlsx"),
        data=spreadsheet.to_bytes(book),
        unit=SHARED_UNIT,
        document=DOCUMENT,
        edition=Edition.LEADER.value,
        language=texts.language,
    )


def _handings(gathered: Gathered, words: Words, entries: Callable[[str], Iterable[Entry]]) -> Iterator[_Handing]:
    before = gathered.now.results is None
    wanted = {audience: documents_for(audience, words.makeups, before=before) for audience in AUDIENCES}
    order = {m.id: number for number, m in enumerate(words.makeups)}
    for unit in gathered.now.tree.units:
        own = tuple(entries(unit.id))
        if own:
            yield from (_handing(unit, audience, own, wanted[audience], order) for audience in AUDIENCES)


def _handing(
    unit: Unit, audience: Edition, entries: Sequence[Entry], wanted: frozenset[str], order: Mapping[str, int]
) -> _Handing:
    files = sorted(
        (e for e in entries if e.document in wanted and not e.large_print), key=lambda e: (order[e.document], e.path)
    )
    draft = next((e.path for e in entries if e.document == draft_id(audience)), "")
    return _Handing(unit, audience, tuple(files), draft)


def _recipient(one: _Handing, gathered: Gathered, texts: Texts) -> tuple[str | int, ...]:
    return (
        one.unit.name,
        _audience(one, texts),
        "; ".join(addresses(one.audience, one.unit)),
        gathered.language_of(one.unit),
        len(one.files),
        one.draft,
        "",
    )


def _files(one: _Handing, words: Words, gathered: Gathered, texts: Texts) -> list[tuple[str | int, ...]]:
    language = gathered.language_of(one.unit)
    names = words.texts[language]
    return [
        (one.unit.name, _audience(one, texts), names.node(f"documents.{entry.document}.name"), language, entry.path)
        for entry in one.files
    ]


def _audience(one: _Handing, texts: Texts) -> str:
    values = {"t": texts.node("terms")}
    return text.string(texts.node(f"documents.editions.{one.audience.value}.name"), texts.language, values)


@dataclass(slots=True)
class _Sheet:
    """A sheet with one real table: filters, a frozen head row, and a print set-up that keeps columns together."""

    sheet: Any  # the types of openpyxl know half of a sheet that is written as it goes
    name: str
    heads: Sequence[str]
    rows: int = 0

    @classmethod
    def begun(cls, book: Workbook, name: str, texts: Texts) -> "_Sheet":
        """Return a sheet with its head row."""
        sheet: Any = book.create_sheet(texts.node(f"sending.{name}.sheet"))
        heads = texts.node(f"sending.{name}.head")
        for column, width in enumerate(_WIDTHS[name], start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.freeze_panes = "B2"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = "1:1"
        sheet.append([_head(sheet, head) for head in heads])
        return cls(sheet, name, heads)

    def add(self, row: Sequence[str | int]) -> None:
        """Write a row."""
        self.rows += 1
        self.sheet.append([_cell(self.sheet, column, value) for column, value in enumerate(row)])

    def end(self) -> None:
        """Make a table of the rows, where there are any."""
        if not self.rows:
            return
        table = Table(displayName=self.name.capitalize(), ref=f"A1:{get_column_letter(len(self.heads))}{self.rows + 1}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        table.autoFilter = AutoFilter(ref=table.ref)
        table.tableColumns = [TableColumn(id=number, name=head) for number, head in enumerate(self.heads, start=1)]
        self.sheet._tables.add(table)  # noqa: SLF001 - `add_table` warns, whatever columns there are


def _head(sheet: Any, head: str) -> Cell:  # noqa: ANN401 - see above
    cell = WriteOnlyCell(sheet)
    spreadsheet.put_text(cell, head)
    cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=_INK)
    return cell


def _cell(sheet: Any, column: int, value: str | int) -> Cell:  # noqa: ANN401 - see above
    cell = WriteOnlyCell(sheet)
    if isinstance(value, int):
        cell.value = value
    elif value:
        spreadsheet.put_text(cell, value)
    cell.alignment = _TOP
    if column == 0:
        cell.fill = _FIRST
    return cell
