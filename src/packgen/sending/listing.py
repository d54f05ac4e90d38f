"""The sending list: an Excel file in which HR sees who gets which file, and notes what is sent."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

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
    handings = _handings(gathered, words, entries)
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = texts.node(f"documents.{DOCUMENT}.name")
    _sheet(book, _RECIPIENTS, [_recipient(one, gathered, texts) for one in handings], texts)
    rows = [row for one in handings for row in _files(one, words, gathered, texts)]
    _sheet(book, _FILES, rows, texts)
    parts = (texts.node(f"documents.{DOCUMENT}.file"), gathered.municipality.name, gathered.now.round.id)
    return Made(
        path=filenames.file_name(parts, "xlsx"),
        data=spreadsheet.to_bytes(book),
        unit=SHARED_UNIT,
        document=DOCUMENT,
        edition=Edition.LEADER.value,
        language=texts.language,
    )


def _handings(gathered: Gathered, words: Words, entries: Callable[[str], Iterable[Entry]]) -> tuple[_Handing, ...]:
    before = gathered.now.results is None
    wanted = {audience: documents_for(audience, words.makeups, before=before) for audience in AUDIENCES}
    order = {m.id: number for number, m in enumerate(words.makeups)}
    return tuple(
        _handing(unit, audience, own, wanted[audience], order)
        for unit in gathered.now.tree.units
        for own in (tuple(entries(unit.id)),)
        if own
        for audience in AUDIENCES
    )


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


def _sheet(book: Workbook, name: str, rows: Sequence[Sequence[str | int]], texts: Texts) -> None:
    """Add a sheet with one real table: filters, a frozen head row, and a print set-up that keeps columns together."""
    sheet: Worksheet = book.create_sheet(texts.node(f"sending.{name}.sheet"))
    heads = texts.node(f"sending.{name}.head")
    for column, (head, width) in enumerate(zip(heads, _WIDTHS[name], strict=True), start=1):
        cell = spreadsheet.cell_at(sheet, 1, column)
        spreadsheet.put_text(cell, head)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=_INK)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = spreadsheet.cell_at(sheet, number, column)
            if isinstance(value, int):
                cell.value = value
            elif value:
                spreadsheet.put_text(cell, value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if column == 1:
                cell.fill = PatternFill("solid", fgColor=_SAND)
    last = get_column_letter(len(heads))
    if rows:
        table = Table(displayName=name.capitalize(), ref=f"A1:{last}{len(rows) + 1}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        sheet.add_table(table)
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
