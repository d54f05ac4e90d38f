"""Forms filled in in Excel: read back as written, wherever the cells were moved; each misuse is told."""

import datetime as dt
import io
from collections.abc import Callable, Mapping

import openpyxl
import pytest
from form_files import blank, codes, fill_workbook, fillings, full, in_libreoffice, rewritten, said, words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from packgen.collecting import workbook_form
from packgen.collecting.filled import Filled
from packgen.problems import Outcome, Place, values_of
from packgen.record_form import BY_KEY, FormKind

SHEET = "xl/worksheets/sheet1.xml"
OWN_ID = b"provevik/2026/lang/M1/54"


def read(data: bytes) -> Outcome[Filled]:
    return workbook_form.read(data, "skjema.xlsx", words())


def filled(data: bytes) -> Filled:
    outcome = read(data)
    assert outcome.value is not None, outcome.problems
    return outcome.value


def one(**values: object) -> bytes:
    """Return the form of meeting 1 with values in the fields of these keys, ``__`` for a full stop."""
    return fill_workbook(blank("one", "xlsx"), "one", {key.replace("__", "."): value for key, value in values.items()})


def edited(change: Callable[[Worksheet], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(one(tally__3__improve=4)))
    change(book.worksheets[0])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def number_cell(sheet: Worksheet, key: str) -> tuple[int, int]:
    """Return row and column of the cell that holds a field's number."""
    text = f"{BY_KEY['one'][key].number}:"
    return next((cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value == text)


# ---------------------------------------------------------------- what is written is read


@pytest.mark.parametrize("kind", ["one", "two", "follow_up"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_written_is_read_back(kind: FormKind, data: st.DataObject):
    empty = filled(full(kind, "xlsx"))
    written = data.draw(fillings(kind, empty.present))
    found = filled(fill_workbook(full(kind, "xlsx"), kind, {key: text for key, (text, _) in written.items()}))
    assert said(found) == {**said(empty), **{key: meant for key, (_, meant) in written.items()}}
    assert (found.form, found.unit_name, found.present) == (empty.form, empty.unit_name, empty.present)


def test_the_form_in_excel_says_what_the_form_in_word_says():
    found = filled(blank("one", "xlsx", "nn"))
    assert (found.form.unit, found.form.round, found.form.kind) == ("lang", "2026", "one")
    assert found.unit_name.startswith("Interkommunalt kompetansesenter")
    assert said(found) == {"session": "1"}


@pytest.mark.office("soffice")
def test_libreoffice_loses_nothing():
    written = {"date": dt.date(2026, 4, 28), "goal.1.staff": "Vi sier fra.\nVi spør: Hva nå?", "measure.3.text": "=1"}
    before = {f"{kind}.xlsx": full(kind, "xlsx") for kind in ("one", "follow_up")}
    before["two.xlsx"] = fill_workbook(full("two", "xlsx"), "two", {**written, "measure.3.text": "Øve"})
    after = in_libreoffice(before, "xlsx")
    for name, data in before.items():
        there, here = filled(data), filled(after[name])
        assert said(here) == said(there)
        assert (here.form, here.unit_name, here.present) == (there.form, there.unit_name, there.present)


VALUES: Mapping[str, tuple[str, object, str]] = {
    "a day": ("date", dt.date(2026, 4, 14), "2026-04-14"),
    "a day with a clock": ("date", dt.datetime(2026, 4, 14), "2026-04-14"),  # noqa: DTZ001 - as Excel has it
    "a number that Excel shows as a day": ("date", 46126, "2026-04-14"),
    "a day as text": ("date", "14.4.26", "2026-04-14"),
    "a long day": ("date", "14. april 2026", "2026-04-14"),
    "a whole number": ("groups", 4, "4"),
    "a number as text": ("groups", " 4 ", "4"),
    "strokes": ("tally.3.improve", "|||| |", "5"),
    "a number where text may stand": ("own.1.commits", 2026, "2026"),
    "a decimal number where text may stand": ("own.1.commits", 4.5, "4,5"),
    "a factor's number": ("chosen.1.factor", 3, "3"),
    "a code of Excel": ("own.1.commits", "Jeg_x000D_\nspør", "Jeg spør"),
    "a number that looks like a field's": ("own.1.commits", "12:", "12:"),
}


@pytest.mark.parametrize("case", VALUES)
def test_a_value_is_read_as_people_meant_it(case: str):
    key, value, meant = VALUES[case]
    assert said(filled(fill_workbook(blank("one", "xlsx"), "one", {key: value})))[key] == meant


def test_a_share_is_read_as_it_is_shown():
    def change(sheet: Worksheet) -> None:
        row, column = number_cell(sheet, "own.1.commits")
        cell = sheet.cell(row, column + 1)
        cell.value, cell.number_format = 0.8, "0 %"

    assert said(filled(edited(change)))["own.1.commits"] == "80 %"


def test_a_dash_is_an_empty_field():
    assert said(filled(one(groups="–", tally__1__content="-", chosen__1__factor="—"))) == {"session": "1"}


def rows_put_in(sheet: Worksheet) -> None:
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(1, 4)
    sheet.insert_cols(1, 2)


def renamed(sheet: Worksheet) -> None:
    sheet.title = "Vårt skjema"


def merged_number(sheet: Worksheet) -> None:
    row, column = number_cell(sheet, "tally.3.improve")
    sheet.cell(row, column + 2).value = sheet.cell(row, column + 1).value
    sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 1)


@pytest.mark.parametrize("change", [rows_put_in, renamed, merged_number], ids=lambda change: change.__name__)
def test_a_field_is_found_wherever_people_have_moved_it(change: Callable[[Worksheet], None]):
    found = filled(edited(change))
    assert said(found) == {"session": "1", "tally.3.improve": "4"}
    assert found.present == filled(blank("one", "xlsx")).present
    assert found.unit_name.startswith("Interkommunalt kompetansesenter")


# ---------------------------------------------------------------- misuse


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("tally.3.improve", "=2+2", "collect.formula"),
        ("own.1.commits", '=HYPERLINK("https://x.no","x")', "collect.formula"),
        ("tally.3.improve", "#REF!", "collect.formula"),
        ("tally.3.improve", dt.date(2026, 4, 3), "collect.made_date"),
        ("own.1.commits", dt.time(8, 30), "collect.made_date"),
        ("own.1.commits", True, "collect.made_date"),
        ("tally.3.improve", 3.5, "collect.not_number"),
        ("tally.3.improve", -1, "collect.not_number"),
        ("date", "snart", "fields.not_day"),
        ("own.1.commits", "x" * 30_000, "collect.too_long"),
    ],
)
def test_a_wrong_value_is_told_with_its_cell(key: str, value: object, code: str):
    data = fill_workbook(blank("one", "xlsx"), "one", {key: value})
    row, column = number_cell(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0], key)
    outcome = read(data)
    assert outcome.value is None
    assert codes(outcome) == [code]
    place = Place(file="skjema.xlsx", sheet="Skjema", cell=f"{chr(64 + column + 1)}{row}")
    assert outcome.problems[0].place == place


def test_control_characters_are_taken_away_and_told():
    outcome = read(one(own__1__commits="Jeg \u202espør\u200b"))
    assert outcome.value is not None
    assert said(outcome.value)["own.1.commits"] == "Jeg spør"
    assert codes(outcome) == ["fields.cleaned"]


def test_a_form_id_that_is_wrong_or_gone_is_refused():
    def replaced(new: bytes) -> bytes:
        return rewritten(blank("one", "xlsx"), SHEET, lambda old: old.replace(OWN_ID, new))

    outcome = read(replaced(b"provevik/2026/lang/M1/45"))
    assert codes(outcome) == ["collect.id_check"]
    assert values_of(outcome.problems[0])["id"] == "provevik/2026/lang/M1/45"
    assert codes(read(replaced(b""))) == ["collect.no_id"]


def test_unknown_and_missing_fields_are_told():
    def change(sheet: Worksheet) -> None:
        sheet.cell(*number_cell(sheet, "tally.3.improve")).value = "999:"
        sheet.cell(*number_cell(sheet, "chosen.2.way")).value = None

    outcome = read(edited(change))
    assert codes(outcome) == ["collect.unknown_field", "collect.missing"]
    assert values_of(outcome.problems[0])["field"] == "999"
    assert values_of(outcome.problems[1])["fields"].startswith("«23: Viktig å forbedre: 3. Autonomi», «64: ")


def test_of_thousands_of_unknown_fields_the_first_are_named_and_the_rest_counted():
    def change(sheet: Worksheet) -> None:
        for row in range(200, 1_700):
            sheet.cell(row, 1).value, sheet.cell(row, 2).value = "999:", "x"

    outcome = read(edited(change))
    assert codes(outcome).count("collect.unknown_field") == 20
    assert values_of(next(p for p in outcome.problems if p.code == "collect.more_unknown"))["more"] == "1480"


def test_a_field_that_stands_twice_is_told_where_the_two_differ():
    def change(sheet: Worksheet) -> None:
        sheet["K90"], sheet["L90"] = "23:", "5"

    outcome = read(edited(change))
    assert codes(outcome) == ["collect.twice"]
    assert {"one": "4", "other": "5"}.items() <= values_of(outcome.problems[0]).items()


LINK = (
    '<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"'
    ' Target="file:///c:/x.xlsx" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (rewritten(blank("one", "xlsx"), "xl/vbaProject.bin", lambda _: b"x"), "archive.macro"),
        (
            rewritten(
                blank("one", "xlsx"),
                "xl/_rels/workbook.xml.rels",
                lambda old: old.replace(b"</Relationships>", LINK.encode()),
            ),
            "archive.link_out",
        ),
        (rewritten(blank("one", "xlsx"), SHEET, lambda old: b"<!DOCTYPE x []>" + old), "archive.doctype"),
        (blank("one", "xlsx")[:-300], "archive.broken"),
        (rewritten(blank("one", "xlsx"), "xl/workbook.xml", lambda _: b"<workbook"), "collect.broken"),
        (blank("one", "docx"), "collect.broken"),
    ],
    ids=["macro", "link out", "doctype", "cut off", "no xml", "word"],
)
def test_a_file_that_is_no_safe_form_is_refused(data: bytes, code: str):
    outcome = read(data)
    assert outcome.value is None
    assert codes(outcome) == [code]


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 10**6), new=st.binary(min_size=1, max_size=8))
def test_a_damaged_form_gives_problems_and_never_a_traceback(at: int, new: bytes):
    whole = blank("one", "xlsx")
    at %= len(whole)
    outcome = read(whole[:at] + new + whole[at + len(new) :])
    assert outcome.value is not None or codes(outcome)


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_anything_in_any_cell_gives_problems_and_never_a_traceback(data: st.DataObject):
    anything = st.one_of(
        st.integers(), st.floats(allow_nan=False), st.booleans(), st.dates(dt.date(1901, 1, 1)), st.text(max_size=30)
    )
    keys = sorted(filled(blank("one", "xlsx")).present)
    values = data.draw(st.dictionaries(st.sampled_from(keys), anything, max_size=6))
    plain = {k: v if not isinstance(v, str) else "".join(c for c in v if c.isprintable()) for k, v in values.items()}
    outcome = read(fill_workbook(blank("one", "xlsx"), "one", plain))
    assert outcome.value is not None or codes(outcome)
