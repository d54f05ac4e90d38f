"""Settings in an Excel file: they say what their YAML says, every slip names sheet and cell, and the form explains."""

import datetime as dt
import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
import tools
import yaml
from hypothesis import HealthCheck, given
from hypothesis import settings as runs
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from packgen import archive, settings, settings_form, settings_workbook, units
from packgen.content import texts
from packgen.identity import same_name
from packgen.messages import load as load_messages
from packgen.model import MeetingForm, Municipality, Unit, UnitTree
from packgen.problems import Outcome, values_of
from packgen.resources import CONTENT
from packgen.schema import Setting
from packgen.settings import SETTINGS, load
from packgen.units.words import words

TEXTS = {language: texts.load(CONTENT, language).value for language in ("nb", "nn")}
LAST_MEETING: MeetingForm = "wall"
SMALL: dict[str, Any] = {"schema": "1", "name": "Fjordvik kommune", "rounds": [{"id": "2026", "limit": "5"}]}
NETWORKS: dict[str, Any] = SMALL | {
    "network_groups": [
        {"name": "Fjell", "members": ["rektor", "styrer; vara"], "meetings": [{"date": "6.10.2026"}]},
        {"name": "Fjord", "meetings": [{"date": "7.10.2026", "form": "digital"}, {"date": "2026-11-11"}]},
    ]
}


def write(values: dict[str, Any], language: str = "nb", tree: UnitTree = settings_form._NO_UNITS) -> bytes:
    return settings_form.write(TEXTS[language], values, tree)


def read(folder: Path, data: bytes, name: str = "innstillinger.xlsx") -> Outcome[Municipality]:
    for other in settings.files_in(folder):
        other.unlink()
    (folder / name).write_bytes(data)
    return load(folder)


def changed(change: Callable[[Workbook], object], values: dict[str, Any] = SMALL) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(write(values)))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def cell_of(sheet: Worksheet, key: str) -> str:
    """Return the cell where the value of a key goes: beside it, or in the first row below it."""
    at = next(cell for row in sheet.iter_rows() for cell in row if cell.value == key)
    return f"B{at.row}" if sheet.title == "Innstillinger" else f"{at.column_letter}{at.row + 1}"


def put(sheet: str, key: str, value: object) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][cell_of(book[sheet], key)] = value

    return change


def told(outcome: Outcome[Any]) -> list[tuple[str, str, str]]:
    return [(p.code, p.place.sheet, p.place.cell) for p in outcome.problems]


# ---------------------------------------------------------------- the same as YAML

WORD = st.text("abcæøåÆ 0129=+-'\"@;:#&<–", min_size=1, max_size=12).map(str.strip).filter(bool)
FILES = ("a.xlsx", "b c.csv")
DAYS = st.dates(dt.date(2000, 1, 2), dt.date(2099, 1, 1))
VALUES: dict[str, st.SearchStrategy[str]] = {
    "text": WORD,
    "file": st.sampled_from(FILES),
    "day": DAYS.map(dt.date.isoformat) | DAYS.map(lambda day: f"{day.day}.{day.month}.{day.year}"),
    "yes_no": st.sampled_from(("ja", "nei", "true", "No", "0")),
    "language": st.sampled_from(("nb", "nynorsk", "Bokmål")),
    "emails": st.sampled_from(("hr@a.no", "a@b.no; c@d.no")),
    "web": st.sampled_from(("https://a.no/b?c=d", "mailto:a@b.no")),
    "colour": st.sampled_from(("0B6E75", "#fff", "112233")),
    "version": st.just("1"),
}


def value_of(setting: Setting) -> st.SearchStrategy[Any]:
    """Return a strategy of valid values; a kind that this test does not know fails it."""
    allowed = setting.kind.allowed
    if setting.kind.name == "one_of":
        one: st.SearchStrategy[str] = st.sampled_from(allowed.split(", "))
    elif setting.kind.name == "whole":
        lowest, highest = map(int, allowed.split("–"))
        one = st.integers(lowest, highest).map(str)
    else:
        one = VALUES[setting.kind.name]
    return st.lists(one, min_size=1, max_size=3) if setting.many else one


def tree_of(rows: list[tuple[list[str], Setting]]) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy of sections that a schema allows: any choice of its settings."""
    groups: dict[str, list[tuple[list[str], Setting]]] = {}
    for steps, setting in rows:
        groups.setdefault(steps[0], []).append((steps[1:], setting))
    must: dict[str, st.SearchStrategy[Any]] = {}
    may: dict[str, st.SearchStrategy[Any]] = {}
    for step, below in groups.items():
        if not below[0][0]:
            (must if below[0][1].required else may)[step] = value_of(below[0][1])
        elif step.endswith("[]"):
            own = next(steps[0] for steps, _ in below)
            may[step[:-2]] = st.lists(
                tree_of(below), min_size=1, max_size=3, unique_by=lambda n, o=own: same_name(n[o])
            )
        else:
            may[step] = tree_of(below).filter(bool)
    return st.fixed_dictionaries(must, optional=may)


TREES = tree_of([(setting.path.split("."), setting) for setting in SETTINGS])


@runs(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TREES, st.sampled_from(("nb", "nn")))
def test_excel_says_what_its_yaml_says_whatever_is_set(values: dict[str, Any], language: str):
    with TemporaryDirectory() as name:
        folder = Path(name) / "fjordvik"
        folder.mkdir()
        for file in FILES:
            (folder / file).write_bytes(b"")
        (folder / settings.FILE_NAME).write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), "utf-8")
        from_yaml = load(folder)
        from_excel = read(folder, write(values, language), TEXTS[language].node("settings_form.file"))
        assert from_excel.value == from_yaml.value
        assert sorted(p.code for p in from_excel.problems) == sorted(p.code for p in from_yaml.problems)


def test_every_setting_has_one_cell_of_its_own_and_a_name():
    book = openpyxl.load_workbook(io.BytesIO(write(SMALL)))
    found = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    referring = [s for table in settings_workbook.tables(SETTINGS) for s in table.refers]
    for setting in SETTINGS:
        assert found.count(settings_workbook.key_of(setting)) == 1 + referring.count(setting)
        for language in ("nb", "nn"):
            assert TEXTS[language].node(f"settings_form.names.{settings_workbook.key_of(setting)}")


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_reader_knows_the_words_that_the_form_is_written_with(language: str):
    heads = TEXTS[language].node("settings_form.plain.head")
    assert same_name(heads[settings_form._VALUE - 1]) == settings_workbook.VALUE_HEAD
    assert words(language)["form"]["sheet"] in settings_workbook.UNIT_SHEETS
    assert TEXTS[language].node("settings_form.file") in settings_workbook.FILE_NAMES


# ---------------------------------------------------------------- the form


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_form_is_the_same_every_time_and_safe_to_open(language: str):
    assert write(NETWORKS, language) == write(NETWORKS, language)
    assert archive.check(write(NETWORKS, language), "x.xlsx") == ()


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_only_cells_to_write_in_are_open_and_they_are_white(language: str):
    book = openpyxl.load_workbook(io.BytesIO(write(NETWORKS, language)))
    ours = [sheet for sheet in book if sheet.title not in {*settings_workbook.UNIT_SHEETS, "Forklaring"}]
    for sheet in ours:
        assert sheet.protection.sheet, sheet.title
        assert not sheet.protection.password
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert all(cell.fill.fill_type is None for cell in cells if not cell.protection.locked)
        assert all(cell.data_type != "f" for cell in cells)
    opened = [sheet.title for sheet in ours if any(not c.protection.locked for row in sheet.iter_rows() for c in row)]
    assert len(opened) == len(settings_workbook.tables(SETTINGS))


def test_choices_are_picked_from_a_list_with_what_they_mean():
    sheet = openpyxl.load_workbook(io.BytesIO(write(SMALL)))["Innstillinger"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules[cell_of(sheet, "language")].formula1 == '"nb – bokmål,nn – nynorsk"'
    assert rules[cell_of(sheet, "large_print")].formula1 == '"ja,nei"'
    assert "wall – vegg" in rules[cell_of(sheet, "meeting_form")].formula1
    assert rules[cell_of(sheet, "choice.keep")].type == "whole"


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_choice_fits_in_a_list_of_excel(language: str):
    for setting in SETTINGS:
        if setting.kind.name in settings_workbook.CHOICES:
            rule = settings_form._rule(setting, settings_form._Words(TEXTS[language]))
            assert rule is not None, setting.path
            assert len(rule.formula1) <= 257


def test_sheets_are_printed_on_a4_with_their_headings_on_every_page():
    for sheet in openpyxl.load_workbook(io.BytesIO(write(SMALL))).worksheets[1:-2]:
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (9, 1)
        assert sheet.print_title_rows
        assert sheet.freeze_panes


# ---------------------------------------------------------------- what people do


def test_numbers_dates_and_booleans_of_excel_are_what_people_mean(tmp_path: Path):
    def change(book: Workbook) -> None:
        put("Runder", "rounds.id", 2026)(book)
        put("Runder", "rounds.limit", 7.0)(book)
        put("Runder", "rounds.replaces_unreleased", True)(book)  # noqa: FBT003 - what a cell holds
        put("Datoer", "rounds.id", 2026)(book)
        put("Datoer", "rounds.dates.training", dt.datetime(2026, 2, 10))(book)  # noqa: DTZ001 - Excel has no time zones
        put("Datoer", "rounds.dates.results", "25.3.2026")(book)
        put("Innstillinger", "meeting_form", "WALL – på veggen")(book)
        put("Innstillinger", "contact.phone", 55000000)(book)

    outcome = read(tmp_path, changed(change))
    assert outcome.problems == ()
    (one,) = outcome.value.rounds
    assert (one.id, one.limit, one.replaces_unreleased) == ("2026", 7, True)
    assert (one.dates.training, one.dates.results) == ("2026-02-10", "2026-03-25")
    assert (outcome.value.meeting_form, outcome.value.contact.phone) == (LAST_MEETING, "55000000")


def test_sheets_may_be_renamed_moved_and_joined_by_others(tmp_path: Path):
    def change(book: Workbook) -> None:
        book["Runder"].title = "Alle rundene"
        book.move_sheet("Alle rundene", offset=-2)
        book.create_sheet("Notater")["A1"] = "=1+1"

    outcome = read(tmp_path, changed(change, NETWORKS))
    assert outcome.problems == ()
    assert [group.members for group in outcome.value.programme.networks] == [("rektor", "styrer; vara"), ()]
    assert [len(group.meetings) for group in outcome.value.programme.networks] == [1, 2]


TREE = UnitTree((Unit("fjordvik", "Fjordvik kommune"), Unit("skule", "Fjord skule", parent="fjordvik", language="nn")))


@pytest.mark.parametrize(("language", "name"), [("nb", "innstillinger.xlsx"), ("nn", "innstillingar.xlsx")])
def test_a_filled_sheet_of_units_is_the_unit_list(tmp_path: Path, language: str, name: str):
    outcome = read(tmp_path, write(SMALL, language, TREE), name)
    assert outcome.problems == ()
    assert outcome.value.units_file == name
    assert units.load(outcome.value) == Outcome(TREE)
    assert read(tmp_path, write(SMALL, language), name).value.units_file == ""


# ---------------------------------------------------------------- misuse


@pytest.mark.parametrize(
    ("sheet", "key", "value", "code"),
    [
        ("Innstillinger", "language", "svensk", "fields.not_language"),
        ("Innstillinger", "schema", None, "fields.missing"),
        ("Innstillinger", "schema", 2, "fields.not_schema"),
        ("Innstillinger", "choice.keep", 7, "fields.not_whole"),
        ("Innstillinger", "choice.keep", 1.5, "fields.not_whole"),
        ("Innstillinger", "contact.email", "hr", "fields.not_email"),
        ("Innstillinger", "units", "enheter.xlsx", "settings.file_missing"),
        ("Innstillinger", "name", "=A1", "settings_form.formula"),
        ("Innstillinger", "name", "#N/A", "settings_form.error_value"),
        ("Innstillinger", "name", dt.datetime(2026, 3, 1), "settings_form.made_a_date"),  # noqa: DTZ001 - Excel's
        ("Innstillinger", "brand.primary", "turkis", "fields.not_colour"),
        ("Runder", "rounds.id", None, "fields.missing"),
        ("Runder", "rounds.id", dt.time(8, 30), "settings_form.made_a_date"),
        ("Runder", "rounds.limit", 2, "settings.limit_outside"),
        ("Runder", "rounds.results", "a.csv; b.csv", "settings.file_missing"),
        ("Datoer", "rounds.dates.training", "i morgen", "fields.not_day"),
        ("Datoer", "rounds.dates.training", "=TODAY()", "settings_form.formula"),
        ("Nettverk", "network_groups.members", "styrer", "fields.missing"),
    ],
)
def test_a_wrong_value_names_its_sheet_and_cell(tmp_path: Path, sheet: str, key: str, value: object, code: str):
    data = changed(put(sheet, key, value))
    outcome = read(tmp_path, data)
    at = cell_of(openpyxl.load_workbook(io.BytesIO(data))[sheet], key)
    if code == "fields.missing" and key == "network_groups.members":
        at = at.replace("B", "A")
    assert set(told(outcome)) >= {(code, sheet, at)}


def test_an_unknown_key_is_told_with_the_nearest(tmp_path: Path):
    def change(book: Workbook) -> None:
        book["Innstillinger"]["F5"], book["Innstillinger"]["F6"] = "languag", "contact"
        put("Runder", "rounds.period", 2026)(book)
        book["Runder"]["C6"] = "rounds.perid"

    outcome = read(tmp_path, changed(change))
    assert set(told(outcome)) == {
        ("fields.unknown_near", "Innstillinger", "F5"),
        ("settings_form.is_section", "Innstillinger", "F6"),
        ("fields.unknown_near", "Runder", "C6"),
    }
    assert {values_of(p).get("nearest") for p in outcome.problems} == {"language", "period", None}


def test_a_row_of_another_sheets_record_must_name_one(tmp_path: Path):
    def change(book: Workbook) -> None:
        meetings = book["Møter i nettverkene"]
        for row, name in ((7, "Fjel"), (8, "Skog"), (9, None), (10, "Fjord")):
            meetings.cell(row, 1).value = name
            meetings.cell(row, 2).value = "6.10.2026"
        book["Nettverk"]["A9"] = "FJORD"

    assert told(read(tmp_path, changed(change, NETWORKS))) == [
        ("settings_form.reference_near", "Møter i nettverkene", "A7"),
        ("settings_form.reference_unknown", "Møter i nettverkene", "A8"),
        ("settings_form.no_reference", "Møter i nettverkene", "A9"),
        ("settings_form.reference_twice", "Møter i nettverkene", "A10"),
    ]


def test_what_stands_twice_or_beside_no_key_is_told(tmp_path: Path):
    def change(book: Workbook) -> None:
        dates = book["Datoer"]
        for row, day in ((7, "6.3.2026"), (8, "7.3.2026")):
            dates.cell(row, 1).value, dates.cell(row, 2).value = "2026", day
        book["Runder"]["A8"] = "2026"
        book["Innstillinger"]["B60"] = "HR"
        book["Lenker"].merge_cells("A7:A8")

    assert sorted(told(read(tmp_path, changed(change)))) == [
        ("settings.round_twice", "Runder", "A8"),
        ("settings_form.merged", "Lenker", "A7"),
        ("settings_form.no_key", "Innstillinger", "B60"),
        ("settings_form.reference_twice", "Datoer", "A7"),
        ("settings_form.reference_twice", "Datoer", "A8"),
    ]


def test_a_date_given_twice_is_told(tmp_path: Path):
    def change(book: Workbook) -> None:
        for row, day in ((7, "6.3.2026"), (8, "7.3.2026")):
            book["Datoer"].cell(row, 1).value, book["Datoer"].cell(row, 2).value = "2026", day

    assert told(read(tmp_path, changed(change))) == [("settings_form.twice", "Datoer", "B8")]


def test_two_unit_lists_are_one_too_many(tmp_path: Path):
    (tmp_path / "andre.xlsx").write_bytes(b"")
    outcome = read(tmp_path, write(SMALL | {"units": "andre.xlsx"}, "nb", TREE))
    assert [(p.code, p.place.sheet) for p in outcome.problems] == [("settings_form.units_twice", "Innstillinger")]


def test_values_without_their_heading_and_files_without_settings_are_told(tmp_path: Path):
    def headless(book: Workbook) -> None:
        book["Innstillinger"]["B4"] = "Verdiar"

    assert ("settings_form.no_values", "Innstillinger", "") in told(read(tmp_path, changed(headless)))
    empty = io.BytesIO()
    Workbook().save(empty)
    for data, code in (
        (empty.getvalue(), "settings_form.no_settings"),
        (b"PK", "archive.broken"),
        (b"tull", "archive.not_office"),
    ):
        outcome = read(tmp_path, data)
        assert outcome.value is None
        assert [p.code for p in outcome.problems] == [code]


@pytest.mark.parametrize(
    ("part", "code"), [("xl/vbaProject.bin", "archive.macro"), ("xl/activeX/activeX1.xml", "archive.active")]
)
def test_macros_and_controls_are_refused(tmp_path: Path, part: str, code: str):
    data = io.BytesIO(write(SMALL))
    with zipfile.ZipFile(data, "a") as package:
        package.writestr(part, "<x/>")
    assert [p.code for p in read(tmp_path, data.getvalue()).problems] == [code]


def test_links_to_other_workbooks_are_refused(tmp_path: Path):
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
        'Target="file:///annen.xlsx" TargetMode="External"/></Relationships>'
    )
    data = io.BytesIO(write(SMALL))
    with zipfile.ZipFile(data, "a") as package:
        package.writestr("xl/externalLinks/_rels/externalLink1.xml.rels", rels)
    assert [p.code for p in read(tmp_path, data.getvalue()).problems] == ["archive.link_out"]


def test_a_folder_has_one_file_of_settings(tmp_path: Path):
    (tmp_path / settings.FILE_NAME).write_text("schema: 1\n", "utf-8")
    (tmp_path / "innstillinger.xlsx").write_bytes(write(SMALL))
    (problem,) = load(tmp_path).problems
    assert problem.code == "settings.several_files"
    assert values_of(problem)["names"] == "«municipality.yaml», «innstillinger.xlsx»"
    for tongue in ("nb", "nn", "en"):
        assert "innstillinger.xlsx" in load_messages(CONTENT, tongue).tell(problem).message


def test_a_setting_in_a_section_of_a_list_in_a_list_has_a_sheet_that_names_both():
    text, day = settings.TEXT, settings.DAY
    schema = (
        Setting("a.b[].id", text, required=True),
        Setting("a.b[].name", text),
        Setting("a.b[].c[].name", text, required=True),
        Setting("a.b[].c[].d.day", day),
    )
    book = Workbook()
    for rows in (
        (("a.b.id", "a.b.name"), ("en", ""), ("to", "")),
        (("a.b.id", "a.b.c.name"), ("to", "tre"), ("to", "fire")),
        (("a.b.id", "a.b.c.name", "a.b.c.d.day"), ("to", "fire", "1.2.2026")),
    ):
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    outcome = settings_workbook.read(saved.getvalue(), "x.xlsx", schema)
    assert [table.path for table in settings_workbook.tables(schema)] == ["", "a.b[]", "a.b[].c[]", "a.b[].c[].d"]
    assert told(outcome) == []
    items = [{"name": "tre"}, {"name": "fire", "d": {"day": "1.2.2026"}}]
    assert outcome.value.value == {"a": {"b": [{"id": "en"}, {"id": "to", "c": items}]}}


@pytest.mark.office("soffice")
def test_a_form_that_libreoffice_saved_says_the_same(tmp_path: Path):
    (tmp_path / "innstillinger.xlsx").write_bytes(write(NETWORKS, "nb", TREE))
    before = load(tmp_path)
    out = tmp_path / "ut"
    subprocess.run(
        [
            str(tools.soffice()),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(out),
            str(tmp_path / "innstillinger.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    after = read(tmp_path, (out / "innstillinger.xlsx").read_bytes())
    assert after.problems == before.problems == ()
    assert after.value == before.value
    assert units.load(after.value) == Outcome(TREE)
