"""A municipality's settings as an Excel file to fill in: explained, with choices to pick, and read back as their YAML.

Sheets, columns and choices are those of the schema; their words stand in content (``settings_form``). A setting that
has no words there yet is shown by its key.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from packgen import fields
from packgen.content.texts import Texts
from packgen.fields import At
from packgen.model import UnitTree
from packgen.problems import Place
from packgen.schema import Setting
from packgen.settings import SETTINGS
from packgen.settings_page import default_of, section_of, section_order
from packgen.settings_workbook import CHOICES, GLOSS, Table, key_of, tables
from packgen.spreadsheet import cell_at, put_text, to_bytes
from packgen.units.form import add as add_unit_list

_ROWS = 20
"""Rows of a list that are ready to be filled in."""
_HEAD_ROW, _HELP_ROW, _KEY_ROW = 4, 5, 6
_PLAIN_WIDTHS = (25, 32, 24, 22, 62, 24)
_VALUE, _ABOUT, _KEY = 2, 5, 6
_WIDTHS: Mapping[str, int] = {"day": 17, "whole": 19, "language": 15, "yes_no": 21, "one_of": 26, "web": 44}
_WIDTH, _MANY_WIDTH, _READ_ME_WIDTH = 24, 44, 100
_LINE, _SMALL_LINE = 14.5, 12.0
"""Points a line of ordinary and of small text."""
_AIR, _PADDING = 5, 2
"""Points over and under a row's text in all, and characters beside it."""
_PORTRAIT = 130
"""How wide a table may be, in characters, to stand on upright paper."""
_LONGEST_CHOICE, _LONGEST_TITLE = 255, 31
_A4 = 9

_INK, _RULE, _TINT, _QUIET = "1F3F57", "C9D3DB", "F3F6F8", "5B6B77"
_HEAD = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
_BODY = Font(name="Calibri", size=11)
_BOLD = Font(name="Calibri", size=11, bold=True)
_SECTION = Font(name="Calibri", size=12, bold=True, color=_INK)
_TITLE = Font(name="Calibri", size=16, bold=True, color=_INK)
_SMALL = Font(name="Calibri", size=9, color=_QUIET)
_HEAD_FILL, _TINTED = PatternFill("solid", fgColor=_INK), PatternFill("solid", fgColor=_TINT)
_SIDE = Side("thin", color=_RULE)
_LINED, _BOXED = Border(bottom=_SIDE), Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_WRAP = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
_MIDDLE = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)

_NO_UNITS = UnitTree(())


def write(texts: Texts, values: Mapping[str, Any], tree: UnitTree = _NO_UNITS) -> bytes:
    """Return the form as xlsx in one written standard, with ``values`` (the tree of a YAML file) and units in it."""
    words = _Words(texts)
    workbook = Workbook()
    workbook.properties.title = words.say("title")
    workbook.properties.language = f"{texts.language}-NO"
    _read_me(workbook.worksheets[0], words)
    for table in tables(SETTINGS):
        sheet = workbook.create_sheet(words.sheet(table.path))
        if table.path:
            _table(sheet, table, _rows(table, values), words)
        else:
            _plain(sheet, table, values, words)
    add_unit_list(workbook, tree, texts.language, words.say("units_lead"))
    return to_bytes(workbook)


@dataclass(frozen=True, slots=True)
class _Words:
    """The form's words in one written standard."""

    texts: Texts

    def say(self, key: str) -> str:
        return str(self.texts.node(f"settings_form.{key}"))

    def lines(self, key: str) -> Sequence[str]:
        found: Sequence[str] = self.texts.node(f"settings_form.{key}")
        return found

    def found(self, key: str, otherwise: str) -> str:
        try:
            return str(self.texts.node(key)).strip()
        except KeyError:
            return otherwise

    def sheet(self, path: str) -> str:
        """Return the title of a table's sheet, as short as Excel wants it."""
        key = ".".join(("settings_form.names", *_steps(path), "about"))
        return self.found(key, " ".join(_steps(path)))[:_LONGEST_TITLE]

    def name(self, setting: Setting) -> str:
        """Return what people call a setting."""
        return self.found(f"settings_form.names.{key_of(setting)}", key_of(setting).rpartition(".")[2])

    def about(self, path: str) -> str:
        """Return the sentence on a setting or a section."""
        return self.found(".".join(("settings.fields", *_steps(path))), "")

    def choice(self, setting: Setting, word: str) -> str:
        """Return a word of a choice as people pick it: with what it means, where content says."""
        if setting.kind.name == "yes_no":
            return self.say(f"choices.{word}")
        gloss = self.found(f"settings_form.choices.{key_of(setting)}.{word}", "")
        return f"{word}{GLOSS}{gloss}" if gloss else word

    def allowed(self, setting: Setting) -> str:
        """Return what may stand in a cell."""
        if setting.kind.name in CHOICES:
            return self.say("pick")
        said = self.found(f"settings.kinds.{setting.kind.name}", setting.kind.name)
        span = f": {setting.kind.allowed}" if setting.kind.allowed else ""
        return f"{said}{span}{', ' + self.say('many') if setting.many else ''}"

    def default(self, setting: Setting) -> str:
        """Return what holds where nothing is written."""
        if setting.kind.name in CHOICES and setting.default:
            return self.choice(setting, _word(setting.default))
        return default_of(self.texts, setting)


def _steps(path: str) -> tuple[str, ...]:
    return tuple(step for step in path.replace("[]", "").split(".") if step)


def _word(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


# ---------------------------------------------------------------- the first sheet


def _read_me(sheet: Worksheet, words: _Words) -> None:
    sheet.title = words.say("read_me.sheet")
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = _READ_ME_WIDTH
    _head(sheet, words.say("read_me.title"), "")
    for row, text in enumerate(words.lines("read_me.lines"), start=3):
        cell = cell_at(sheet, row, 1)
        put_text(cell, text)
        cell.font, cell.alignment = _BODY, _WRAP
        sheet.row_dimensions[row].height = _height(((text, _READ_ME_WIDTH),)) + 2 * _AIR
    _printed(sheet, "portrait", "")


def _head(sheet: Worksheet, title: str, lead: str) -> None:
    put_text(cell_at(sheet, 1, 1), title)
    cell_at(sheet, 1, 1).font, cell_at(sheet, 1, 1).alignment = _TITLE, Alignment(indent=1)
    sheet.row_dimensions[1].height = 2 * _LINE
    if lead:
        put_text(cell_at(sheet, 2, 1), lead)
        cell_at(sheet, 2, 1).font, cell_at(sheet, 2, 1).alignment = _BODY, Alignment(indent=1)


def _printed(sheet: Worksheet, orientation: Literal["portrait", "landscape"], heads: str) -> None:
    """Set a sheet up for paper, and lock all but its open cells, without a password."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = orientation, _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("&A – &P/&N"))
    if heads:
        sheet.print_title_rows = heads
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "formatCells"):
        setattr(sheet.protection, allowed, False)


# ---------------------------------------------------------------- plain settings


def _plain(sheet: Worksheet, table: Table, values: Mapping[str, Any], words: _Words) -> None:
    sheet.sheet_view.showGridLines = False
    _head(sheet, words.say("plain.title"), words.say("plain.lead"))
    for column, (text, width) in enumerate(zip(words.lines("plain.head"), _PLAIN_WIDTHS, strict=True), start=1):
        _heading(cell_at(sheet, _HEAD_ROW, column), text)
        sheet.column_dimensions[get_column_letter(column)].width = width
    row, section = _HEAD_ROW, ""
    for setting in sorted(table.settings, key=lambda one: (section_order(one), one.kind.name == "version")):
        row += 1
        if section_of(setting) != section:
            section = section_of(setting)
            _section(sheet, row, words.sheet(section), words.about(f"{section}.about"))
            row += 1
        _plain_row(sheet, row, setting, words)
        _put(cell_at(sheet, row, _VALUE), setting, _value(values, _steps(setting.path)), words)
        _validate(sheet, setting, f"{get_column_letter(_VALUE)}{row}", words)
    sheet.freeze_panes = f"{get_column_letter(_VALUE)}{_HEAD_ROW + 1}"
    _printed(sheet, "landscape", f"{_HEAD_ROW}:{_HEAD_ROW}")


def _plain_row(sheet: Worksheet, row: int, setting: Setting, words: _Words) -> None:
    """Write all of a setting's row but its value."""
    default, about = words.default(setting), words.about(setting.path)
    shown = (words.name(setting), "", words.allowed(setting), default, about, key_of(setting))
    for column, text in enumerate(shown, start=1):
        cell = cell_at(sheet, row, column)
        put_text(cell, text)
        cell.font = _BOLD if column == 1 else _SMALL if column == _KEY else _BODY
        cell.fill, cell.border, cell.alignment = _TINTED, _LINED, _MIDDLE
    sheet.row_dimensions[row].height = _height(tuple(zip(shown, _PLAIN_WIDTHS, strict=True))) + _AIR


def _section(sheet: Worksheet, row: int, title: str, about: str) -> None:
    for column, text, font in ((1, title, _SECTION), (_ABOUT, about, _BODY)):
        cell = cell_at(sheet, row, column)
        put_text(cell, text)
        cell.font, cell.alignment = font, Alignment(wrap_text=column == _ABOUT, vertical="bottom", indent=1)
    sheet.row_dimensions[row].height = _height(((about, _PLAIN_WIDTHS[_ABOUT - 1]),)) + _LINE + _AIR


def _value(values: Mapping[str, Any], steps: Sequence[str]) -> Any:  # noqa: ANN401 - a text or a list of them
    node: Any = values
    for step in steps:
        node = node.get(step, "") if isinstance(node, Mapping) else ""
    return node


# ---------------------------------------------------------------- lists


def _rows(table: Table, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Return the cells of a list's records, in the order of the table's columns: references first."""
    found: list[tuple[tuple[Any, ...], Any]] = [((), values)]
    owners = [setting.path.rpartition("[].")[2] for setting in table.refers]
    lists = table.path.split("[]")
    for step, owner in zip(lists, owners, strict=False):
        found = [((*refs, item.get(owner, "")), item) for refs, node in found for item in _items(node, step)]
    if table.is_list:
        found = [(refs, item) for refs, node in found for item in _items(node, lists[-2])]
    inside = [_steps(setting.path.rpartition("[].")[2]) for setting in table.settings]
    return [(*refs, *(_value(node, steps) for steps in inside)) for refs, node in found]


def _items(node: Any, step: str) -> Sequence[Any]:  # noqa: ANN401 - a section of the tree
    return _value(node, _steps(step)) or ()


def _table(sheet: Worksheet, table: Table, rows: Sequence[Sequence[Any]], words: _Words) -> None:
    sheet.sheet_view.showGridLines = False
    _head(sheet, words.sheet(table.path), words.about(f"{table.path}.about"))
    helps = [_help(setting, table, words) for setting in table.columns]
    widths = [_width(setting) for setting in table.columns]
    for column, (setting, text, width) in enumerate(zip(table.columns, helps, widths, strict=True), start=1):
        _heading(cell_at(sheet, _HEAD_ROW, column), words.name(setting))
        for row, said, font in ((_HELP_ROW, text, _SMALL), (_KEY_ROW, key_of(setting), _SMALL)):
            cell = cell_at(sheet, row, column)
            put_text(cell, said)
            cell.font, cell.fill, cell.alignment = font, _TINTED, _WRAP
            cell.border = _LINED if row == _KEY_ROW else Border()
        sheet.column_dimensions[get_column_letter(column)].width = width
        _open(sheet, column, setting, rows, words)
    sheet.row_dimensions[_HEAD_ROW].height = 2 * _LINE
    sheet.row_dimensions[_HELP_ROW].height = _AIR + _height(tuple(zip(helps, widths, strict=True)), _SMALL_LINE)
    sheet.row_dimensions[_KEY_ROW].height = 1.5 * _SMALL_LINE
    for row in range(_KEY_ROW + 1, sheet.max_row + 1):
        texts = [_joined(value) for value in rows[row - _KEY_ROW - 1]] if row - _KEY_ROW <= len(rows) else ("",)
        sheet.row_dimensions[row].height = _AIR + _height(tuple(zip(texts, widths, strict=False)))
    _offer_records(sheet, table, words)
    sheet.freeze_panes = f"B{_KEY_ROW + 1}"
    _printed(sheet, "landscape" if sum(widths) > _PORTRAIT else "portrait", f"{_HEAD_ROW}:{_KEY_ROW}")


def _width(setting: Setting) -> float:
    """Return how wide a column is: room for its values and, in small letters, its key."""
    width = _MANY_WIDTH if setting.many else _WIDTHS.get(setting.kind.name, _WIDTH)
    return max(width, len(key_of(setting)) * 0.85)


def _help(setting: Setting, table: Table, words: _Words) -> str:
    """Return what stands under a heading: the sentence on the setting, and its default if it has one."""
    if setting in table.refers:
        return words.say("belongs").format(sheet=words.sheet(_table_of(setting)))
    default = f" ({words.default(setting)})" if setting.required or setting.default not in ("", False) else ""
    many = f" ({words.say('many')})" if setting.many else ""
    return f"{words.about(setting.path)}{default}{many}"


def _table_of(setting: Setting) -> str:
    return setting.path.rpartition(".")[0]


def _open(sheet: Worksheet, column: int, setting: Setting, rows: Sequence[Sequence[Any]], words: _Words) -> None:
    """Make the cells of a column ready to be written in, with the values that there are."""
    for number in range(max(_ROWS, len(rows) + _ROWS // 2)):
        value = rows[number][column - 1] if number < len(rows) else ""
        _put(cell_at(sheet, _KEY_ROW + 1 + number, column), setting, value, words)
    letter = get_column_letter(column)
    _validate(sheet, setting, f"{letter}{_KEY_ROW + 1}:{letter}{sheet.max_row}", words)


def _offer_records(sheet: Worksheet, table: Table, words: _Words) -> None:
    """Let people pick the record that a row belongs to from the sheet that it stands on."""
    for column, setting in enumerate(table.refers, start=1):
        owner = next(one for one in tables(SETTINGS) if one.path == _table_of(setting))
        there = get_column_letter(1 + owner.columns.index(setting))
        title, last = quote_sheetname(words.sheet(owner.path)), _KEY_ROW + _ROWS
        rule = DataValidation(type="list", formula1=f"{title}!${there}${_KEY_ROW + 1}:${there}${last}")
        rule.allow_blank = True
        letter = get_column_letter(column)
        rule.add(f"{letter}{_KEY_ROW + 1}:{letter}{sheet.max_row}")
        sheet.add_data_validation(rule)


# ---------------------------------------------------------------- cells


def _heading(cell: Cell, text: str) -> None:
    put_text(cell, text)
    cell.font, cell.fill, cell.alignment = _HEAD, _HEAD_FILL, _MIDDLE


def _put(cell: Cell, setting: Setting, value: Any, words: _Words) -> None:  # noqa: ANN401 - a text or a list of them
    """Write a value as people would in Excel: a date as a date, a number as a number, a choice with what it means."""
    cell.font, cell.border, cell.alignment = _BODY, _BOXED, _MIDDLE
    cell.fill, cell.number_format = PatternFill(), "@"
    is_fixed = setting.kind.name == "version"
    cell.protection = Protection(locked=is_fixed)
    if setting.kind.name == "day":
        cell.number_format = "dd.mm.yyyy"
    elif setting.kind.name == "whole":
        cell.number_format = "0"
    if is_fixed:
        put_text(cell, "1")
    elif value:
        _fill(cell, setting, _joined(value), words)


def _joined(value: str | Sequence[str]) -> str:
    """Return several values as they stand in one cell: parted by semicolons, else by lines."""
    if isinstance(value, str):
        return value
    return "\n".join((*value, "")) if any(";" in one for one in value) else "; ".join(value)


def _fill(cell: Cell, setting: Setting, text: str, words: _Words) -> None:
    read_as, _ = fields.value(setting.kind, text, At("", Place())) if not setting.many else (None, ())
    if setting.kind.name == "day" and read_as:
        cell.value = dt.date.fromisoformat(read_as)
    elif setting.kind.name == "whole" and read_as is not None:
        cell.value = read_as
    elif setting.kind.name in CHOICES and read_as is not None:
        put_text(cell, words.choice(setting, _word(read_as)))
    else:
        put_text(cell, text)


def _validate(sheet: Worksheet, setting: Setting, cells: str, words: _Words) -> None:
    """Offer the choices of a setting, and warn of what it cannot be."""
    rule = _rule(setting, words)
    if rule is None:
        return
    rule.allow_blank = True
    rule.errorStyle, rule.showErrorMessage = "warning", True
    rule.errorTitle, rule.error = words.say("wrong.title"), words.say("wrong.text")
    rule.add(cells)
    sheet.add_data_validation(rule)


def _rule(setting: Setting, words: _Words) -> DataValidation | None:
    name = setting.kind.name
    if name in CHOICES:
        listed = {"yes_no": ("yes", "no"), "language": ("nb", "nn")}.get(name) or setting.kind.allowed.split(", ")
        joined = ",".join(words.choice(setting, word) for word in listed)
        return DataValidation(type="list", formula1=f'"{joined}"') if len(joined) <= _LONGEST_CHOICE else None
    span = re.fullmatch(r"([0-9]+)–([0-9]+)", setting.kind.allowed)
    if name == "whole" and span:
        return DataValidation(type="whole", operator="between", formula1=span[1], formula2=span[2])
    if name == "day":
        return DataValidation(type="date", operator="greaterThan", formula1="36526")  # from the year 2000
    return None


def _height(texts: Sequence[tuple[str, float]], line: float = _LINE) -> float:
    """Return the height in points that a row needs for texts in columns of these widths."""
    return line * max(1, *(-(-len(text) // int(width - _PADDING)) + text.count("\n") for text, width in texts))
