"""The unit list as a form in Excel: explained, filled in from a tree, and read back as the same tree."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from packgen.identity import same_name, unit_id
from packgen.model import Language, Unit, UnitTree
from packgen.spreadsheet import cell_at, put_text, to_bytes
from packgen.units.columns import COLUMNS, MOST_PEOPLE
from packgen.units.words import column_words, words

_EMPTY_ROWS = 200
"""Rows below the last unit that are ready to be filled in."""

_A3, _A4 = 8, 9
_INK, _RULE = "1F3F57", "C9D3DB"
_HEAD = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
_BODY = Font(name="Calibri", size=11)
_TITLE = Font(name="Calibri", size=16, bold=True, color=_INK)
_BOLD = Font(name="Calibri", size=11, bold=True)
_LINE = Border(bottom=Side("thin", color=_RULE))
_WRAP = Alignment(wrap_text=True, vertical="top")
_DATES = frozenset({"meeting_one.date", "meeting_two.date"})
_NUMBERS = frozenset({"invited", "answered"})
_AFTER_NAME = 1 + next(i for i, column in enumerate(COLUMNS, start=1) if column.path == "name")


def form(tree: UnitTree, language: Language) -> bytes:
    """Return the form as xlsx, with the tree's units in it and room for more. The same tree gives the same bytes."""
    text = words(language)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.title = text["form"]["title"]
    workbook.properties.language = f"{language}-NO"
    add(workbook, tree, language, text["form"]["lead"])
    return to_bytes(workbook)


def add(workbook: Workbook, tree: UnitTree, language: Language, lead: str) -> None:
    """Add the list and the sheet that explains it, with ``lead`` above, to a workbook."""
    text = words(language)
    sheet = workbook.create_sheet(text["form"]["sheet"])
    _headings(sheet, column_words(language))
    parents = _parents(tree)
    for row, unit in enumerate(tree.units, start=2):
        _fill(sheet, row, _values(unit, parents.get(unit.id), text["meeting_forms"]))
    last = len(tree.units) + 1 + _EMPTY_ROWS
    _formats(sheet, range(len(tree.units) + 2, last + 1))
    _choices(sheet, last, text)
    _explain(workbook.create_sheet(text["form"]["explanation"]), text, lead, column_words(language))


# ---------------------------------------------------------------- the list


def _headings(sheet: Worksheet, heads: Mapping[str, tuple[str, str]]) -> None:
    for number, column in enumerate(COLUMNS, start=1):
        cell = cell_at(sheet, 1, number)
        put_text(cell, heads[column.path][0])
        cell.font, cell.fill, cell.alignment = _HEAD, PatternFill("solid", fgColor=_INK), _WRAP
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = f"{get_column_letter(_AFTER_NAME)}2"
    sheet.row_dimensions[1].height = 32
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _values(unit: Unit, parent: str | None, meeting_forms: Mapping[str, str]) -> Sequence[str | int | None]:
    """Return a unit's cells in the order of the columns."""
    by_path: dict[str, str | int | None] = {
        "id": unit.id,
        "name": unit.name,
        "parent": parent,
        "service": unit.service,
        "language": unit.language,
        "meeting_form": meeting_forms[unit.meeting_form] if unit.meeting_form else None,
        "leader_email": unit.leader_email,
        "representative_email": unit.representative_email,
        "safety_email": unit.safety_email,
        "invited": unit.invited,
        "answered": unit.answered,
        "was": "; ".join(unit.was),
    }
    for which, meeting in (("meeting_one", unit.meeting_one), ("meeting_two", unit.meeting_two)):
        by_path |= {f"{which}.date": meeting.date, f"{which}.start": meeting.start, f"{which}.place": meeting.place}
    return [by_path[column.path] for column in COLUMNS]


def _parents(tree: UnitTree) -> Mapping[str, str]:
    """Return what to write for each unit's parent: its name where only one can be meant, else its id."""
    times = Counter(same_name(unit.name) for unit in tree.units)
    by_id = {unit.id: unit for unit in tree.units}
    found = {}
    for unit in tree.units:
        if unit.parent is None:
            continue
        parent = by_id[unit.parent]
        others = times[same_name(parent.name)] - (same_name(unit.name) == same_name(parent.name))
        is_an_id = by_id.get(unit_id(parent.name), parent) is not parent
        found[unit.id] = parent.name if others == 1 and not is_an_id else parent.id
    return found


def _fill(sheet: Worksheet, row: int, values: Sequence[str | int | None]) -> None:
    for number, (column, value) in enumerate(zip(COLUMNS, values, strict=True), start=1):
        cell = cell_at(sheet, row, number)
        _format(cell, column.path)
        if column.path in _DATES and value:
            cell.value = dt.date.fromisoformat(str(value))
        elif isinstance(value, int):
            cell.value = value
        elif value:
            put_text(cell, value)


def _format(cell: Cell, path: str) -> None:
    cell.font, cell.border = _BODY, _LINE
    cell.number_format = "dd.mm.yyyy" if path in _DATES else "0" if path in _NUMBERS else "@"


def _formats(sheet: Worksheet, rows: range) -> None:
    """Make empty rows ready: what is typed in a text column stays text (0123, 1-3, 8:30)."""
    for row in rows:
        for number, column in enumerate(COLUMNS, start=1):
            _format(cell_at(sheet, row, number), column.path)


# ---------------------------------------------------------------- choices


def _choices(sheet: Worksheet, last: int, text: Mapping[str, Mapping[str, str]]) -> None:
    """Let people choose where there are few answers, and stop what can be no answer as it is typed."""
    lists = {
        "language": '"nb,nn"',
        "meeting_form": f'"{",".join(text["meeting_forms"].values())}"',
        "parent": f"${get_column_letter(_AFTER_NAME - 1)}$2:${get_column_letter(_AFTER_NAME - 1)}${last}",
    }
    for number, column in enumerate(COLUMNS, start=1):
        rule = _rule(column.path, lists)
        if rule is None:
            continue
        rule.allow_blank = True
        rule.errorTitle, rule.error = text["form"]["wrong_title"], text["form"]["wrong"]
        # a parent may also be an id or a path: the list proposes, but does not insist
        rule.showErrorMessage = column.path != "parent"
        rule.add(f"{get_column_letter(number)}2:{get_column_letter(number)}{last}")
        sheet.add_data_validation(rule)


def _rule(path: str, lists: Mapping[str, str]) -> DataValidation | None:
    if path in lists:
        return DataValidation(type="list", formula1=lists[path])
    if path in _NUMBERS:
        return DataValidation(type="whole", operator="between", formula1="0", formula2=str(MOST_PEOPLE))
    if path in _DATES:
        return DataValidation(type="date", operator="greaterThan", formula1="36526")  # from the year 2000
    return None


# ---------------------------------------------------------------- the explanation


_FIRST_ROW = 4
"""The row of headings on the sheet that explains."""
_LINE_HEIGHT, _LINE_LENGTH = 15, 85
"""Points a line, and characters that surely fit in one, of the sheet that explains."""


def _explain(
    sheet: Worksheet, text: Mapping[str, Mapping[str, str]], lead: str, heads: Mapping[str, tuple[str, str]]
) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 90
    title, above = cell_at(sheet, 1, 1), cell_at(sheet, 2, 1)
    put_text(title, text["form"]["title"])
    title.font = _TITLE
    put_text(above, lead.strip())
    above.alignment, above.font = _WRAP, _BODY
    sheet.merge_cells("A2:B2")
    sheet.row_dimensions[2].height = _LINE_HEIGHT * 4
    for row, (head, help_text) in enumerate(((text["form"]["head"]), *heads.values()), start=_FIRST_ROW):
        sheet.row_dimensions[row].height = _LINE_HEIGHT * -(-len(help_text) // _LINE_LENGTH) + 3
        for number, content in ((1, head), (2, help_text)):
            cell = cell_at(sheet, row, number)
            put_text(cell, content)
            cell.font, cell.alignment, cell.border = _BOLD if number == 1 else _BODY, _WRAP, _LINE
            if row == _FIRST_ROW:
                cell.font, cell.fill = _HEAD, PatternFill("solid", fgColor=_INK)
    sheet.freeze_panes = f"A{_FIRST_ROW + 1}"
    sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = _A4, 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
