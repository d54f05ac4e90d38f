"""Forms as Excel files: fields with their numbers, choices, days and numbers, nothing that becomes a formula."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import openpyxl
import pytest
import sample_records
from invariants import check_package
from lxml import etree
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet
from test_record_forms import KINDS, fields, form

from packgen.blocks import (
    Box,
    Cell,
    Chart,
    Column,
    Document,
    Field,
    Heading,
    Language,
    List,
    NewPage,
    Paragraph,
    Section,
    Table,
    text,
)
from packgen.record_form import BY_NUMBER, FormKind
from packgen.render import form_workbook
from packgen.theme import Theme

NUMBER = re.compile(r"(\d+):")


def document(*values: Field) -> Document:
    rows = tuple((Cell(text(f"Rad {n}"), strong=True), Cell(field=value)) for n, value in enumerate(values, start=1))
    table = Table("form", (Column(()), Column(())), rows, "Tabell", "En tabell.", first_is_head=True)
    return Document(
        "x", "nb", "Skjema – Kanutten & co", "10-FAKTOR 2026", "Fjordvik", "Kanutten & co", "Skjema", "Fjordvik",
        ("Side", "av"), (Section((Heading(1, text("Skjema"), "h1"), table)),),
    )  # fmt: skip


def opened(made: Document) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(form_workbook.render(made, Theme())))["Skjema"]


def numbered(sheet: Worksheet) -> Iterator[tuple[int, SheetCell]]:
    """Yield each number with the cell to the right of it."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and (match := NUMBER.fullmatch(cell.value)):
                beside = sheet.cell(cell.row, cell.column + 1)
                assert isinstance(beside, SheetCell)
                yield int(match[1]), beside


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_field_stands_to_the_right_of_its_number_with_what_is_known(kind: FormKind, language: Language):
    made = form(kind, sample_records.record("lang"), language)
    found = {BY_NUMBER[kind][number].key: cell.value for number, cell in numbered(opened(made))}
    expected = {tag: field.value or None for tag, field in fields(made).items()}
    assert {key: _shown(value) for key, value in found.items()} == expected


def _shown(value: object) -> str | None:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return None if value is None else str(value)


@pytest.mark.parametrize("kind", KINDS)
def test_only_fields_are_open_on_a_sheet_that_has_no_password(kind: FormKind):
    sheet = opened(form(kind, sample_records.record("lang")))
    cells = {cell.coordinate for _, cell in numbered(sheet)}
    assert {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked} == cells
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not sheet.protection.formatRows


def test_a_day_is_a_date_and_a_number_a_number():
    made = document(
        Field("date", "a", "A", "", value="2026-04-14", number=1), Field("number", "b", "B", "", value="4", number=2)
    )
    one, two = (cell for _, cell in numbered(opened(made)))
    assert (one.value, one.number_format) == (dt.datetime(2026, 4, 14), "dd.mm.yyyy")  # noqa: DTZ001 - a cell has no zone
    assert two.value == 4


def test_an_empty_day_and_an_empty_number_have_their_formats():
    made = document(Field("date", "a", "A", "", number=1), Field("number", "b", "B", "", number=2))
    assert [(c.value, c.number_format) for _, c in numbered(opened(made))] == [(None, "dd.mm.yyyy"), (None, "0")]


@pytest.mark.parametrize("value", ["=1+1", "+47 00 00 00 00", "-1", "@SUM(A1)", "0123", "3-1", "1:", "#REF!"])
def test_text_stays_text(value: str):
    sheet = opened(document(Field("text", "a", "A", "", value=value, number=7)))
    cell = next(cell for number, cell in numbered(sheet) if number == 7)
    assert (cell.value, cell.data_type, cell.number_format) == (value, "s", "@")


def test_several_lines_stand_in_one_cell_that_shows_them_all():
    sheet = opened(document(Field("text", "a", "A", "", multiline=True, value="én\nto\ntre\nfire\nfem", number=7)))
    ((_, cell),) = numbered(sheet)
    assert cell.value == "én\nto\ntre\nfire\nfem"
    assert cell.alignment.wrap_text
    assert (sheet.row_dimensions[cell.row].height or 0) >= 5 * 13


def test_the_height_of_a_row_is_not_held_to():
    made = form_workbook.render(document(Field("text", "a", "A", "", multiline=True, number=7)), Theme())
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        rows = re.findall(r"<row [^>]*>", package.read("xl/worksheets/sheet1.xml").decode())
    (row,) = (row for row in rows if 'r="2"' in row)
    assert "ht=" in row
    assert "customHeight" not in row


def test_a_choice_offers_its_words_from_a_hidden_sheet():
    options = ("1. Indre motivasjon, «ny»", '2. "Mestringstro"')
    made = document(Field("choice", "a", "A", "", options, number=1), Field("choice", "b", "B", "", options, number=2))
    book = openpyxl.load_workbook(io.BytesIO(form_workbook.render(made, Theme())))
    (rule,) = book["Skjema"].data_validations.dataValidation
    assert rule.formula1 == "Lister!$A$1:$A$2"
    held = {place for area in rule.sqref.ranges for place in area.cells}
    assert held == {(cell.row, cell.column) for _, cell in numbered(book["Skjema"])}
    assert book["Lister"].sheet_state == "hidden"
    assert [row[0].value for row in book["Lister"].iter_rows()] == list(options)


def test_days_and_numbers_are_held_to_what_they_can_be():
    made = document(Field("date", "a", "A", "", number=1), Field("number", "b", "B", "", number=2))
    rules = opened(made).data_validations.dataValidation
    assert {(rule.type, rule.operator) for rule in rules} == {("date", "greaterThanOrEqual"), ("whole", "between")}
    assert all(rule.showErrorMessage for rule in rules)


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_is_a_sound_file_and_the_same_each_time(kind: FormKind):
    made = form(kind, sample_records.record("lang"))
    first = form_workbook.render(made, Theme())
    assert check_package(first) == []
    assert form_workbook.render(made, Theme()) == first


def test_it_prints_on_a4_as_wide_as_the_page_with_the_units_name():
    sheet = opened(document(Field("text", "a", "A", "", number=1)))
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddHeader.left.text == "Kanutten && co"
    assert sheet.oddFooter.right.text.replace("&[Page]", "&P").replace("&[Pages]", "&N") == "Side &P av &N"


@pytest.mark.parametrize("name", ["X" * 400, "&" * 400, "a&" * 130, "Å" * 243])
def test_a_header_is_never_longer_than_excel_takes(name: str):
    made = replace(document(Field("text", "a", "A", "", number=1)), header_left=name)
    root = etree.fromstring(opened_parts(made)["xl/worksheets/sheet1.xml"])
    (header,) = root.iter("{*}oddHeader")
    left, _, right = str(header.text).removeprefix("&L").rpartition("&R")
    assert len(str(header.text)) <= 255
    assert right == "Skjema"
    assert left
    assert name.startswith(left.replace("&&", "&"))


def test_libreoffice_holds_to_the_heights_of_rows():
    parts = opened_parts(document(Field("text", "a", "A", "", number=1)))
    assert b"<Application>Microsoft" in parts["docProps/app.xml"]  # else it works them out anew


def opened_parts(made: Document) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(form_workbook.render(made, Theme()))) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_instructions_and_lists_are_lines_across_the_sheet():
    blocks = (
        Box("task", text("Slik"), (List((text("én"), text("to"))),)),
        NewPage(),
        List((text("tre"),), "number"),
        Paragraph(text("fire")),
    )
    made = document()
    made = Document(**{name: getattr(made, name) for name in made.__slots__} | {"sections": (Section(blocks),)})
    shown = [row[0].value for row in opened(made).iter_rows() if row[0].value]
    assert shown == ["Slik", "•\u00a0én", "•\u00a0to", "1.\u00a0tre", "fire"]


def test_what_a_form_cannot_hold_is_refused():
    made = document()
    chart = Chart("dots", "", (), (), "", 10.0)
    made = Document(**{name: getattr(made, name) for name in made.__slots__} | {"sections": (Section((chart,)),)})
    with pytest.raises(TypeError, match="Chart"):
        form_workbook.render(made, Theme())
