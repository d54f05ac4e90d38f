"""Excel files that we write for people to fill in: same content, same bytes, and text that stays text."""

import datetime as dt
import io
import zipfile

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, tostring

TIME = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - Office's properties have no time zone
"""The time of everything in the files, so that they do not say when they were made."""

_MODE = 0o600 << 16  # 0 makes Office for Mac offer to repair the file
_UNIX = 3
_CORE, _STYLES = "docProps/core.xml", "xl/styles.xml"
_FONT = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign")
_FONT_ORDER = (*_FONT, "sz", "color", "name", "family", "charset", "scheme")


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell to write in (TypeError where a merged area covers it)."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell.coordinate} is covered by a merged area")
    return cell


def put_text(cell: Cell, text: str) -> None:
    """Write a text that Excel shows and keeps as it is: ``=1+1``, ``0123`` and ``3-1`` too."""
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))  # else Excel makes it a formula when it is edited


def to_bytes(workbook: Workbook) -> bytes:
    """Return the file. The same workbook gives the same bytes: sorted parts, one fixed time everywhere."""
    saved = io.BytesIO()
    workbook.save(saved)
    properties = workbook.properties  # saving has stamped them with the clock
    properties.created = properties.modified = TIME
    properties.creator = "packgen"
    with zipfile.ZipFile(saved) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[_CORE] = tostring(properties.to_tree())
    parts[_STYLES] = _ordered(parts[_STYLES])
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name in sorted(parts):
            package.writestr(_info(name), parts[name], zipfile.ZIP_DEFLATED, 6)
    return written.getvalue()


def _ordered(styles: bytes) -> bytes:
    """Return the styles with what a font is made of in the schema's order, which openpyxl does not keep."""
    root = fromstring(styles)
    for font in root.iter(f"{{{SHEET_MAIN_NS}}}font"):
        font[:] = sorted(font, key=lambda child: _FONT_ORDER.index(child.tag.rpartition("}")[2]))
    return tostring(root, with_tail=False)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system = _UNIX
    info.external_attr = _MODE
    return info
