"""A minimal workbook of one sheet, the data behind a chart: text stays text, data from A1, same cells same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from packgen.render import nodes, zipped
from packgen.render.nodes import Node, maker
from packgen.render.package import Package, Part, Relationship, entries_of
from packgen.render.traced import Traced
from packgen.render.zipped import Entry

SHEET = "Data"
_SHEET_NAME = "/xl/worksheets/sheet1.xml"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

s = maker("s")


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that follows others: a formula without its equals sign, and the value it has now."""

    text: str
    value: Decimal


Cell = str | Decimal | int | Formula | None


def value_of(cell: Cell) -> Decimal | None:
    """Return the number in a cell, worked out; None for an empty cell."""
    if isinstance(cell, Formula):
        return cell.value
    return cell if cell is None or isinstance(cell, Decimal | Traced) else Decimal(cell)


def column_name(index: int) -> str:
    """Return the letters of a column: 0 is A, 25 is Z, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(column: int, first_row: int, last_row: int) -> str:
    """Return the absolute address of cells in one column, rows from 1, such as ``Data!$B$2:$B$11``."""
    letters = column_name(column)
    start = f"{SHEET}!${letters}${first_row}"
    return start if first_row == last_row else f"{start}:${letters}${last_row}"


def workbook(columns: Sequence[Sequence[Cell]], number_format: str, typeface: str = "Calibri") -> Package:
    """Return a workbook with these columns from A1; None is an empty cell. Numbers are shown in ``number_format``."""
    sheet = Part(_SHEET_NAME, f"{_MAIN}.worksheet+xml", nodes.to_bytes(_sheet(columns)))
    styles = Part("/xl/styles.xml", f"{_MAIN}.styles+xml", nodes.to_bytes(_styles(number_format, typeface)))
    book = Part(
        "/xl/workbook.xml",
        f"{_MAIN}.sheet.main+xml",
        nodes.to_bytes(_book()),
        (
            Relationship("rId1", f"{_REL}/worksheet", sheet.name),
            Relationship("rId2", f"{_REL}/styles", styles.name),
        ),
    )
    return Package((book, sheet, styles), (Relationship("rId1", f"{_REL}/officeDocument", book.name),))


def to_bytes(columns: Sequence[Sequence[Cell]], number_format: str, typeface: str = "Calibri") -> bytes:
    """Return the file of a workbook: what `workbook` gives, with all that stands around the cells made once."""
    sheet = zipped.entry(_SHEET_NAME.removeprefix("/"), nodes.to_bytes(_sheet(columns)))
    return zipped.archive(sheet if one.name == sheet.name else one for one in _around(number_format, typeface))


@lru_cache(maxsize=32)
def _around(number_format: str, typeface: str) -> tuple[Entry, ...]:
    """Return the entries of a workbook with no cells."""
    empty = workbook(((),), number_format, typeface)
    return tuple(zipped.entry(name.removeprefix("/"), blob) for name, blob in entries_of(empty))


def _book() -> Node:
    sheet = s("sheet", name=SHEET, sheetId=1, **{"r:id": "rId1"})
    return s("workbook", s("sheets", sheet))


def _sheet(columns: Sequence[Sequence[Cell]]) -> Node:
    depth = max(len(column) for column in columns)
    rows = []
    for row in range(depth):
        cells = [
            _cell(f"{column_name(i)}{row + 1}", column[row]) for i, column in enumerate(columns) if row < len(column)
        ]
        rows.append(s("row", *cells, r=row + 1))
    widths = s("cols", s("col", min=1, max=1, width=34, customWidth=True)) if len(columns) else None
    return s("worksheet", widths, s("sheetData", *rows))


def _cell(reference: str, value: Cell) -> Node | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return s("c", s("is", s("t", value, **{"xml:space": "preserve"})), r=reference, t="inlineStr")
    formula = s("f", value.text) if isinstance(value, Formula) else None
    return s("c", formula, s("v", f"{value_of(value):f}"), r=reference, s=1)


def _styles(number_format: str, typeface: str) -> Node:
    font = s("font", s("sz", val=11), s("name", val=typeface))
    fills = s(
        "fills",
        s("fill", s("patternFill", patternType="none")),
        s("fill", s("patternFill", patternType="gray125")),
        count=2,
    )
    border = s("border", s("left"), s("right"), s("top"), s("bottom"), s("diagonal"))
    plain = {"numFmtId": 0, "fontId": 0, "fillId": 0, "borderId": 0}
    return s(
        "styleSheet",
        s("numFmts", s("numFmt", numFmtId=164, formatCode=number_format), count=1),
        s("fonts", font, count=1),
        fills,
        s("borders", border, count=1),
        s("cellStyleXfs", s("xf", **plain), count=1),
        s(
            "cellXfs",
            s("xf", **plain, xfId=0),
            s("xf", **{**plain, "numFmtId": 164}, xfId=0, applyNumberFormat=True),
            count=2,
        ),
        s("cellStyles", s("cellStyle", name="Normal", xfId=0, builtinId=0), count=1),
    )
