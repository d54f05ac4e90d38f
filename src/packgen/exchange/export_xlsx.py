"""All texts as an Excel file to write in: a sheet for each document, and one in front that says how."""

from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from packgen.exchange.chapters import PRINT, Book, Chapter, fingerprint
from packgen.exchange.rows import Row
from packgen.spreadsheet import cell_at, put_text, to_bytes

COLUMNS = ("key", "where", "packgens", "own", "comment")
_WIDTHS = {"key": 14, "where": 26, "packgens": 62, "own": 62, "comment": 24}
_LONGEST_TITLE = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_INK, _GREY, _RULE = "1F3F57", "EFF1F3", "C9D3DB"
_FONT = "Calibri"
_SIDE = Side("thin", color=_RULE)
_LINE = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_WRAP = Alignment(wrap_text=True, vertical="top")
_READ_ME, _LINE_POINTS = 100, 16
_POINTS = {"key": 10.5, "where": 13.5, "packgens": 15.0, "own": 15.0, "comment": 15.0}
_FULL = {"key": 1.45, "where": 1.15, "packgens": 1.05, "own": 1.05, "comment": 1.05}
"""Letters to the line for each unit of a column's width; a little few, for lines break between words."""
_AROUND, _HIGHEST = 3.0, 409.0
"""Points around a row's text; the highest row that Excel has."""
_OPEN = Protection(locked=False)
_A4 = 9


def write(book: Book) -> bytes:
    """Return the file. The same book gives the same bytes."""
    workbook = Workbook()
    workbook.properties.title = book.words["title"]
    workbook.properties.language = f"{book.language}-NO"
    titles = _titles([chapter.title for chapter in book.chapters], book.words["sheet"])
    _read_me(workbook.worksheets[0], book, titles)
    for chapter, title in zip(book.chapters, titles, strict=True):
        _chapter(workbook.create_sheet(title), chapter, book)
    return to_bytes(workbook)


def _titles(wanted: Iterable[str], taken: str) -> list[str]:
    """Return names that Excel takes for sheets: short, without its own signs, and each another."""
    found = [taken.casefold()]
    names = []
    for title in wanted:
        clean = " ".join(title.translate(_FORBIDDEN).strip("' ").split())
        name, number = _clipped(clean, ""), 2
        while name.casefold() in found:
            name, number = _clipped(clean, f" {number}"), number + 1
        found.append(name.casefold())
        names.append(name)
    return names


def _clipped(title: str, ending: str) -> str:
    """Return a title with its ending, cut between words where it is too long."""
    room = _LONGEST_TITLE - len(ending)
    if len(title) <= room:
        return f"{title}{ending}"
    kept = title[: room - 1]
    return f"{kept.rpartition(' ')[0] or kept}…{ending}"


# ---------------------------------------------------------------- the sheet in front


def _read_me(sheet: Worksheet, book: Book, titles: Sequence[str]) -> None:
    sheet.title = book.words["sheet"]
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = _READ_ME
    for column in "BC":
        sheet.column_dimensions[column].width = 14
    texts = [book.words["title"], book.origin, "", *book.words["lines"], ""]
    for row, text in enumerate(texts, start=1):
        _put(sheet, row, 1, text)
        sheet.row_dimensions[row].height = _LINE_POINTS * _lines(text, _READ_ME) + _AROUND
    cell_at(sheet, 1, 1).font = Font(name=_FONT, bold=True, size=16, color=_INK)
    sheet.row_dimensions[1].height = 2 * _LINE_POINTS
    last = _contents(sheet, len(texts) + 1, book, titles)
    _put(sheet, last + 2, 1, book.mark.line)
    cell_at(sheet, last + 2, 1).font = Font(name=_FONT, size=8, color="5F6B76")
    _printed(sheet)
    _protected(sheet)


def _contents(sheet: Worksheet, first: int, book: Book, titles: Sequence[str]) -> int:
    """Write the list of sheets with links, how many texts each has and how many of them are the municipality's."""
    _heads(sheet, first, book.words["contents"])
    for row, (chapter, title) in enumerate(zip(book.chapters, titles, strict=True), start=first + 1):
        _put(sheet, row, 1, title)
        cell = cell_at(sheet, row, 1)
        quoted = title.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1")
        cell.font = Font(name=_FONT, underline="single", color="0B5394")
        for column, count in ((2, len(chapter.rows)), (3, sum(bool(one.own) for one in chapter.rows))):
            number = cell_at(sheet, row, column)
            number.value, number.border = count, _LINE
    return first + len(titles)


# ---------------------------------------------------------------- the texts


def _chapter(sheet: Worksheet, chapter: Chapter, book: Book) -> None:
    heads: Mapping[str, str] = book.words["head"]
    _heads(sheet, 1, [*(heads[name] for name in COLUMNS), PRINT])
    for column, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[name]
    print_column = get_column_letter(len(COLUMNS) + 1)
    sheet.column_dimensions[print_column].hidden = True
    for number, row in enumerate(chapter.rows, start=2):
        _row(sheet, number, row, book.note(row))
        sheet.row_dimensions[number] = _Height(sheet, number, _points(row, book.note(row)))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(chapter.rows) + 1}"
    sheet.print_title_rows = "1:1"
    _printed(sheet)
    _protected(sheet)


class _Height(RowDimension):
    """A row's height that Excel works out anew when somebody writes in it."""

    customHeight = False  # noqa: N815 - openpyxl's name

    def __init__(self, sheet: Worksheet, number: int, points: float) -> None:
        super().__init__(sheet, index=number, ht=points)


def _points(row: Row, note: str) -> float:
    """Return the height that the longest of a row's texts needs, by letters: not every program works it out."""
    texts = {"key": row.key, "where": row.where, "packgens": row.packgens, "own": row.own, "comment": note}
    most = max(_lines(text, _WIDTHS[name] * _FULL[name]) * _POINTS[name] for name, text in texts.items())
    return min(most + _AROUND, _HIGHEST)


def _lines(text: str, width: float) -> int:
    return sum(1 + int(len(line) // width) for line in text.split("\n"))


def _row(sheet: Worksheet, number: int, row: Row, note: str) -> None:
    values = (row.key, row.where, row.packgens, row.own, note, fingerprint(row.own))
    for column, value in enumerate(values, start=1):
        _put(sheet, number, column, value)
        cell = cell_at(sheet, number, column)
        name = COLUMNS[column - 1] if column <= len(COLUMNS) else ""
        is_open = name == "comment" or (name == "own" and row.locked is None)
        cell.border = _LINE
        if is_open:
            cell.protection = _OPEN
        else:
            cell.fill = PatternFill("solid", fgColor=_GREY)
        if name in ("key", "where"):
            cell.font = Font(name=_FONT, size=8 if name == "key" else 10, color="46535F")


def _heads(sheet: Worksheet, row: int, heads: Sequence[str]) -> None:
    for column, head in enumerate(heads, start=1):
        _put(sheet, row, column, head)
        cell = cell_at(sheet, row, column)
        cell.font, cell.fill = Font(name=_FONT, bold=True, color="FFFFFF"), PatternFill("solid", fgColor=_INK)


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = cell_at(sheet, row, column)
    if text:
        put_text(cell, text)
    else:
        cell.number_format = "@"  # so that what is written here stays a text
    cell.alignment, cell.font = _WRAP, Font(name=_FONT)


def _printed(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _protected(sheet: Worksheet) -> None:
    """Lock what is not to be written in, without a password; widths, heights and filters stay free."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.autoFilter = protection.sort = False
