"""packgen's own form for results: an Excel file that explains itself, written for people and read back.

Its sheets: what to do, units, means, distributions, the country, earlier rounds. The words stand in content
(``results_form``). All but the sheet of units are ordinary layouts, read by the modules of those.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from packgen import resources, spreadsheet
from packgen.model import FACTORS, Language, Unit, UnitTree
from packgen.problems import Place, Problem, error
from packgen.results import lines
from packgen.results.cells import Sheet
from packgen.results.names import Field, field_in, language_in
from packgen.results.records import ANSWERS, Found, Record
from packgen.results.whose import Context, of_line
from packgen.yaml_source import load as load_yaml

MARK = "packgen: results, schema: "
_SCHEMA = "1"
_TOP = 4
"""The row of headings; title and explanation stand above it."""
_LAST = 5000
_FEWEST_FIELDS = 3
_HEAD_FILL = PatternFill("solid", fgColor="E7EEF3")
_FONT = "Calibri"
_LINE_POINTS = 16
_LONGEST_ID = 48
_NAME_WIDTH, _TEXT_WIDTH, _FIGURE_WIDTH, _READ_ME_WIDTH = 38, 20, 15, 110


# ---------------------------------------------------------------- writing


@dataclass(frozen=True, slots=True)
class _Words:
    """The form's words in one written standard, and the names of the ten factors with their numbers."""

    node: Mapping[str, Any]
    factors: tuple[str, ...]

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - a string, a list or a section
        return self.node[key]


def write(language: Language, tree: UnitTree | None = None) -> bytes:
    """Return the form as an .xlsx file, with one line for each unit filled in when a tree is given."""
    words = _words(language)
    units = tree.units if tree else ()
    workbook = Workbook()
    read_me = workbook.active
    if not isinstance(read_me, Worksheet):  # a new workbook has one ordinary sheet
        raise TypeError(read_me)
    _read_me(read_me, words)
    _units(_sheet(workbook, words["units"], (*words["units"]["head"],)), units, words)
    _means(_sheet(workbook, words["means"], (*words["means"]["head"], *words.factors)), units, words)
    _shares(_sheet(workbook, words["shares"], (*words["shares"]["head"], *words["answers"])), units, words)
    _national(_sheet(workbook, words["national"], (*words["national"]["head"], *words.factors), "B"), units, words)
    _earlier(_sheet(workbook, words["earlier"], (*words["earlier"]["head"], *words.factors), "D"), words)
    return spreadsheet.to_bytes(workbook)


def _words(language: Language) -> _Words:
    found = []
    for name in ("results_form", "factors"):
        file = resources.CONTENT / language / f"{name}.yaml"
        outcome = load_yaml(file.read_bytes(), str(file))
        if outcome.value is None:
            raise ValueError(outcome.problems)
        found.append(outcome.value.value)
    form, factors = found
    return _Words(form, tuple(f"{f.number}. {factors[f.id]['names']['present']}" for f in FACTORS))


def _read_me(sheet: Worksheet, words: _Words) -> None:
    sheet.title = words["read_me"]["sheet"]
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = _READ_ME_WIDTH
    texts = (words["title"], "", *words["read_me"]["lines"], "", f"{MARK}{_SCHEMA}")
    for row, text in enumerate(texts, start=1):
        cell = spreadsheet.cell_at(sheet, row, 1)
        spreadsheet.put_text(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = _LINE_POINTS * (1 + len(text) // _READ_ME_WIDTH)
    spreadsheet.cell_at(sheet, 1, 1).font = Font(name=_FONT, bold=True, size=16)
    sheet.row_dimensions[1].height = 2 * _LINE_POINTS


def _sheet(workbook: Workbook, words: Mapping[str, Any], head: tuple[str, ...], frozen: str = "C") -> Worksheet:
    """Return a new sheet with title, explanation and headings, ready to be filled in from row `_TOP` + 1."""
    sheet: Worksheet = workbook.create_sheet(words["sheet"])
    for row, text in ((1, words["title"]), (2, words["lead"])):
        spreadsheet.put_text(spreadsheet.cell_at(sheet, row, 1), text)
    spreadsheet.cell_at(sheet, 1, 1).font = Font(name=_FONT, bold=True, size=14)
    for column, text in enumerate(head, start=1):
        cell = spreadsheet.cell_at(sheet, _TOP, column)
        spreadsheet.put_text(cell, text)
        cell.font, cell.fill = Font(name=_FONT, bold=True), _HEAD_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = _width(text)
    sheet.freeze_panes = f"{frozen}{_TOP + 1}"
    sheet.print_title_rows = f"{_TOP}:{_TOP}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return sheet


def _width(heading: str) -> int:
    field = field_in(heading)
    if field == "unit":
        return _NAME_WIDTH
    return _TEXT_WIDTH if field in ("id", "parent", "service", "factor") else _FIGURE_WIDTH


def _rows(sheet: Worksheet, rows: Iterable[tuple[object, ...]]) -> None:
    """Write rows below the headings: texts as texts, numbers as numbers."""
    for row, values in enumerate(rows, start=_TOP + 1):
        for column, value in enumerate(values, start=1):
            if isinstance(value, str) and value:
                spreadsheet.put_text(spreadsheet.cell_at(sheet, row, column), value)
                _widen(sheet, column, len(value))
            elif isinstance(value, int):
                spreadsheet.cell_at(sheet, row, column).value = value


def _widen(sheet: Worksheet, column: int, length: int) -> None:
    """Make a column wide enough for a text, within reason."""
    dimension = sheet.column_dimensions[get_column_letter(column)]
    dimension.width = max(dimension.width, min(length + 2, _LONGEST_ID))


def _units(sheet: Worksheet, units: tuple[Unit, ...], words: _Words) -> None:
    named = {"nb": words["languages"][0], "nn": words["languages"][1], None: ""}
    _rows(
        sheet,
        ((u.id, u.name, u.parent or "", u.service, named[u.language], u.invited, u.answered) for u in units),
    )
    _validate(sheet, 5, 5, _listed(words["languages"]), words["valid"]["language"])
    _validate(sheet, 6, 7, _between("whole", 0, 100_000), words["valid"]["people"])


def _means(sheet: Worksheet, units: tuple[Unit, ...], words: _Words) -> None:
    _rows(sheet, ((unit.id, unit.name) for unit in units))
    _validate(sheet, 3, 12, _between("decimal", 1, 5), words["valid"]["mean"])


def _shares(sheet: Worksheet, units: tuple[Unit, ...], words: _Words) -> None:
    _rows(sheet, ((unit.id, unit.name, factor) for unit in units for factor in words.factors))
    _validate(sheet, 3, 3, _listed(words.factors), words["valid"]["factor"])
    _validate(sheet, 4, 3 + ANSWERS, _between("decimal", 0, 100), words["valid"]["share"])


def _national(sheet: Worksheet, units: tuple[Unit, ...], words: _Words) -> None:
    services = dict.fromkeys(unit.service for unit in units if unit.service)
    _rows(sheet, ((service,) for service in (words["national"]["all"], *services)))
    _validate(sheet, 2, 11, _between("decimal", 1, 5), words["valid"]["mean"])
    sheet.column_dimensions["A"].width = _NAME_WIDTH


def _earlier(sheet: Worksheet, words: _Words) -> None:
    _validate(sheet, 5, 6, _between("whole", 0, 100_000), words["valid"]["people"])
    _validate(sheet, 7, 16, _between("decimal", 1, 5), words["valid"]["mean"])


def _between(kind: Literal["whole", "decimal"], lowest: int, highest: int) -> DataValidation:
    return DataValidation(type=kind, operator="between", formula1=str(lowest), formula2=str(highest), allow_blank=True)


def _listed(words: Iterable[str]) -> DataValidation:
    """Return a choice between words; Excel takes at most 255 characters of them, so longer lists are not held to it."""
    joined = ",".join(words)
    longest = 250
    return DataValidation(type="list", formula1=f'"{joined}"' if len(joined) < longest else None, allow_blank=True)


def _validate(sheet: Worksheet, first: int, last: int, rule: DataValidation, words: Mapping[str, str]) -> None:
    """Hold the columns to a rule, with a sentence of ours when it is broken; a dash or an asterisk may be kept."""
    if rule.type == "list" and rule.formula1 is None:
        return
    rule.errorStyle = "warning"
    rule.errorTitle, rule.error, rule.showErrorMessage = words["title"], words["text"], True
    rule.add(f"{get_column_letter(first)}{_TOP + 1}:{get_column_letter(last)}{_LAST}")
    sheet.add_data_validation(rule)


# ---------------------------------------------------------------- reading


def is_form(sheets: Iterable[Sheet]) -> bool:
    """Tell whether a file is packgen's own form."""
    return any(True for sheet in sheets for _ in _marks(sheet))


def version_problems(sheets: Iterable[Sheet]) -> tuple[Problem, ...]:
    """Return an error when the form is of an edition that this program does not know."""
    return tuple(
        error("results.form_schema", Place(file=sheet.file, sheet=sheet.name), version=mark.removeprefix(MARK))
        for sheet in sheets
        for mark in _marks(sheet)
        if mark.removeprefix(MARK) != _SCHEMA
    )


def _marks(sheet: Sheet) -> Iterator[str]:
    yield from (text for text in sheet.all_texts() if text.startswith(MARK))


def units(sheet: Sheet, context: Context) -> Found | None:
    """Return the units that a sheet of units tells of, without means; None when it is another sheet."""
    head = _unit_head(sheet)
    if head is None:
        return None
    row, fields = head
    records: list[Record] = []
    problems: list[Problem] = []
    for number in (number for number in sheet.rows if number > row):
        texts = {field: cell.text for field, column in fields.items() if (cell := sheet.at(number, column)) is not None}
        if texts.get("id") or texts.get("unit"):
            record, wrong = _unit(sheet, number, fields, texts, context)
            records.append(record)
            problems.extend(wrong)
    return Found(tuple(records), tuple(problems))


def _unit_head(sheet: Sheet) -> tuple[int, Mapping[Field, int]] | None:
    for row, cells in sheet.rows.items():
        fields = {field: column for column, cell in cells.items() if (field := field_in(cell.text))}
        if len(fields) >= _FEWEST_FIELDS and "unit" in fields and "factor" not in fields and "round" not in fields:
            return row, fields
    return None


def _unit(
    sheet: Sheet, row: int, fields: Mapping[Field, int], texts: Mapping[Field, str], context: Context
) -> tuple[Record, tuple[Problem, ...]]:
    name, language = texts.get("unit", ""), texts.get("language", "")
    who = replace(
        of_line(name, texts.get("id", ""), context),
        parent=texts.get("parent", ""),
        service=texts.get("service", ""),
        language=language_in(language) if language else None,
    )
    place = sheet.place(row, fields["unit"])
    people = {field: lines.slot(sheet, row, fields[field]) for field in ("invited", "answered") if field in fields}
    record, problems = lines.record(who, place, sheet.place(_TOP, fields["unit"]), {}, {}, people)
    if language and who.language is None:
        wrong = error("results.unknown_language", sheet.place(row, fields["language"]), text=language)
        return record, (*problems, wrong)
    return record, problems
