"""The unit list: read from Excel and YAML in people's own words, checked row against row, and written as a form."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packgen import archive, clean, units
from packgen.identity import same_name, slug
from packgen.messages import load as load_messages
from packgen.model import Meeting, Municipality, Unit, UnitTree
from packgen.problems import Outcome, Place
from packgen.resources import CONTENT
from packgen.units.columns import COLUMNS, column_in
from packgen.units.words import column_words


def municipality(folder: Path, file: str) -> Municipality:
    return Municipality(folder=str(folder), id="fjordvik", name="Fjordvik kommune", language="nb", units_file=file)


def from_rows(folder: Path, *rows: Sequence[object], sheet: str = "Einingar") -> Outcome[UnitTree]:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    book.save(folder / "u.xlsx")
    return units.load(municipality(folder, "u.xlsx"))


def from_yaml(folder: Path, text: str) -> Outcome[UnitTree]:
    (folder / "u.yaml").write_text(text, encoding="utf-8")
    return units.load(municipality(folder, "u.yaml"))


def told(outcome: Outcome[UnitTree]) -> list[tuple[str, str]]:
    return [(p.code, p.place.cell or str(p.place.line or "")) for p in outcome.problems]


def ids(outcome: Outcome[UnitTree]) -> list[tuple[str, str | None]]:
    assert outcome.problems == ()
    return [(unit.id, unit.parent) for unit in outcome.value.units]


# ---------------------------------------------------------------- reading


def test_without_a_list_there_is_no_tree_and_nothing_wrong(tmp_path):
    assert units.load(municipality(tmp_path, "")) == Outcome(None)


def test_every_column_is_read_from_excel(tmp_path):
    heads = [head for head, _ in column_words("nn").values()]
    row = [
        "0042",
        "Fjord skule",
        None,
        "Grunnskule",
        "nynorsk",
        "to møte",
        "l@f.no",
        "t@f.no",
        "v@f.no; w@f.no",
        30,
        "24",
    ]
    row += [dt.date(2026, 4, 12), dt.time(8, 30), "Personalrommet", "3.5.2026", "kl. 9", "Aulaen", "gamal; H 2"]
    outcome = from_rows(tmp_path, heads, row)
    assert outcome.problems == ()
    assert outcome.value.units == (
        Unit(
            id="0042",
            name="Fjord skule",
            service="Grunnskule",
            language="nn",
            leader_email="l@f.no",
            representative_email="t@f.no",
            safety_email="v@f.no; w@f.no",
            invited=30,
            answered=24,
            meeting_one=Meeting("2026-04-12", "08:30", "Personalrommet"),
            meeting_two=Meeting("2026-05-03", "09:00", "Aulaen"),
            meeting_form="two_meetings",
            was=("gamal", "h-2"),
        ),
    )


def test_every_field_is_read_from_yaml(tmp_path):
    text = """
schema: 1
units:
  - id: 0042
    name: Fjord skule
    service: Grunnskule
    language: nn
    meeting_form: two_meetings
    leader_email: l@f.no
    representative_email: t@f.no
    safety_email: v@f.no
    invited: 30
    answered: 24
    meeting_one: {date: 12.4.2026, start: 08:30, place: Personalrommet}
    meeting_two: {date: 2026-05-03}
    was: [gamal, H2]
"""
    outcome = from_yaml(tmp_path, text)
    assert outcome.problems == ()
    (unit,) = outcome.value.units
    assert (unit.id, unit.invited, unit.meeting_one.start, unit.meeting_two) == (
        "0042",
        30,
        "08:30",
        Meeting("2026-05-03"),
    )
    assert unit.was == ("gamal", "h2")


def test_ids_are_made_of_the_names_from_below_the_municipality(tmp_path):
    outcome = from_rows(
        tmp_path,
        ["Eining", "Overordna", "Id"],
        ["Fjordvik kommune"],
        ["Oppvekst", "Fjordvik kommune"],
        ["Ås skule", "Oppvekst"],
        ["Helse", "Fjordvik kommune", "HO 1"],
        ["Natt", "HO 1"],
    )
    assert ids(outcome) == [
        ("fjordvik", None),
        ("oppvekst", "fjordvik"),
        ("oppvekst--aas-skule", "oppvekst"),
        ("ho-1", "fjordvik"),
        ("helse--natt", "ho-1"),
    ]


def test_a_parent_is_found_by_id_by_name_and_by_path_and_comes_first(tmp_path):
    outcome = from_rows(
        tmp_path,
        ["Enhet", "Ligger under"],
        ["Dag", "Helse / Natt"],
        ["Natt", "Oppvekst"],
        ["Natt", "HELSE"],
        ["Oppvekst"],
        ["Helse", "kommunen"],
        ["Kveld", "Fjordvik kommune > Oppvekst"],
    )
    assert ids(outcome) == [
        ("helse", None),
        ("helse--natt", "helse"),
        ("helse--natt--dag", "helse--natt"),
        ("oppvekst", None),
        ("oppvekst--natt", "oppvekst"),
        ("oppvekst--kveld", "oppvekst"),
    ]


def test_a_name_with_a_slash_is_a_name_before_it_is_a_path(tmp_path):
    outcome = from_rows(tmp_path, ["Eining", "Overordna"], ["Skule / SFO"], ["Natt", "Skule / SFO"])
    assert ids(outcome) == [("skule-sfo", None), ("skule-sfo--natt", "skule-sfo")]


def test_a_list_stands_among_titles_and_other_columns(tmp_path):
    outcome = from_rows(
        tmp_path,
        ["Einingane i Fjordvik"],
        [],
        ["Merknad", "Namn", "Leiar", "Tal på tilsette"],
        ["x", "Ås", "Kari", 12],
        [],
    )
    assert outcome.problems == ()
    assert [(u.name, u.invited, u.leader_email) for u in outcome.value.units] == [("Ås", 12, "")]


def test_a_merged_parent_counts_for_every_row_it_covers(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Sektor", "Eining"], ["Oppvekst", "Ås"], [None, "Nes"], [None, "Oppvekst"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "u.xlsx")
    outcome = units.load(municipality(tmp_path, "u.xlsx"))
    assert ids(outcome) == [("oppvekst", None), ("oppvekst--aas", "oppvekst"), ("oppvekst--nes", "oppvekst")]


@pytest.mark.parametrize(
    ("heading", "path"),
    [
        ("Enhetsnavn", "name"),
        ("Namn på eining", "name"),
        ("Enhetsnr", "id"),
        ("Hører til", "parent"),
        ("Tenestetype", "service"),
        ("Skriftspråk", "language"),
        ("Antall ansatte", "invited"),
        ("Har svara", "answered"),
        ("Leders e-post", "leader_email"),
        ("E-post leiar", "leader_email"),
        ("TV (e-post)", "representative_email"),
        ("Epost til verneombod", "safety_email"),
        ("Møte 1", "meeting_one.date"),
        ("Dato for 1. avdelingsmøte", "meeting_one.date"),
        ("Klokkeslett møte 2", "meeting_two.start"),
        ("Andre møtet: sted", "meeting_two.place"),
        ("Form på møta", "meeting_form"),
        ("Tidligere id", "was"),
        ("Leiar", None),
        ("Telefon", None),
    ],
)
def test_usual_headings_are_known(heading, path):
    assert column_in(heading) == path


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_form_s_own_headings_are_known(language):
    assert [column_in(head) for head, _ in column_words(language).values()] == [column.path for column in COLUMNS]


# ---------------------------------------------------------------- what can be wrong


def test_everything_wrong_in_the_cells_is_told_at_once(tmp_path):
    head = [
        "Eining",
        "E-post til leiar",
        "Inviterte",
        "Svart",
        "Møte 1 dato",
        "Møte 1 start",
        "Målform",
        "Id",
        "Møteform",
    ]
    outcome = from_rows(
        tmp_path,
        head,
        ["A\u202eb", "kari.fjordvik.no", "mange", -1, "32.4.2026", "25:00", "svensk", dt.date(2026, 3, 1), "tre"],
        [None, "a@b.no"],
        ["=1+1"],
        ["B", None, 3, 4],
        ["C", "#REF!"],
    )
    assert told(outcome) == [
        ("results.invisible_characters", "A2"),
        ("fields.not_email", "B2"),
        ("fields.not_whole", "C2"),
        ("fields.not_whole", "D2"),
        ("fields.not_day", "E2"),
        ("fields.not_clock", "F2"),
        ("fields.not_language", "G2"),
        ("units.made_a_date", "H2"),
        ("fields.not_one_of", "I2"),
        ("units.formula_not_counted", "A4"),
        ("units.error_in_cell", "B6"),
        ("units.name_missing", "B3"),
        ("units.too_many_answers", "D5"),
    ]
    assert outcome.value is None


def test_a_parent_that_is_not_there_is_told_with_the_nearest(tmp_path):
    outcome = from_rows(
        tmp_path,
        ["Eining", "Overordna"],
        ["Oppvekst"],
        ["Ås", "Oppvest"],
        ["Nes", "zzz"],
        ["Vik", "Vik"],
        ["Natt", "Ås"],
        ["Natt", "Oppvekst"],
        ["Dag", "Natt"],
    )
    assert told(outcome) == [
        ("units.parent_unknown_near", "B3"),
        ("units.parent_unknown", "B4"),
        ("units.own_parent", "B5"),
        ("units.parent_ambiguous", "B8"),
    ]
    assert outcome.value is None


def test_a_ring_of_parents_is_told_once(tmp_path):
    outcome = from_rows(tmp_path, ["Eining", "Overordna"], ["A", "B"], ["B", "C"], ["C", "A"], ["D", "A"])
    assert told(outcome) == [("units.circle", "B2")]
    assert dict(outcome.problems[0].values) == {"names": "A → B → C → A"}


def test_a_list_deeper_than_any_organisation_is_told(tmp_path):
    rows = [[f"N{i}", f"N{i - 1}" if i else None] for i in range(25)]
    assert told(from_rows(tmp_path, ["Eining", "Overordna"], *rows)) == [("units.too_deep", "B22")]


def test_two_of_one_name_under_one_parent_are_told(tmp_path):
    outcome = from_rows(tmp_path, ["Eining", "Overordna", "Id"], ["A"], ["Natt", "A", "1"], ["natt", "A", "2"])
    assert told(outcome) == [("units.same_name", "A4")]
    assert dict(outcome.problems[0].values)["first"] == "A3"


def test_two_of_one_id_are_told_whether_written_or_made(tmp_path):
    outcome = from_rows(tmp_path, ["Id", "Eining"], ["H 1", "A"], ["h-1", "B"], [None, "Ås"], [None, "Aas"])
    assert told(outcome) == [("units.same_id", "A3"), ("units.same_id_of_names", "B5")]


def test_yaml_is_told_with_lines_and_the_nearest_field(tmp_path):
    text = "schema: 1\nunits:\n  - nmae: A\n  - name: B\n    invited: 3\n    answered: 4\n  - name: C\n    parent: X\n"
    assert told(from_yaml(tmp_path, text)) == [
        ("fields.unknown_near", "3"),
        ("units.name_missing", "3"),
        ("units.too_many_answers", "6"),
        ("units.parent_unknown", "8"),
    ]


def test_a_sheet_without_headings_and_one_with_two_lists_are_told(tmp_path):
    assert told(from_rows(tmp_path, ["a", "b"], [1, 2])) == [("units.no_headings", "")]
    book = openpyxl.Workbook()
    book.active.append(["Eining", "Overordna"])
    book.create_sheet("To").append(["Enhet", "Id"])
    book.save(tmp_path / "u.xlsx")
    assert told(units.load(municipality(tmp_path, "u.xlsx"))) == [("units.several_lists", "")]
    outcome = from_rows(tmp_path, ["Eining", "Namn", "Overordnaa"], ["A", "B", "C"])
    assert told(outcome)[:2] == [("units.heading_twice", "B1"), ("units.heading_near", "C1")]


def test_a_list_with_no_units_or_of_another_kind_is_told(tmp_path):
    assert told(from_rows(tmp_path, ["Eining", "Overordna"])) == [("units.empty", "")]
    assert told(from_yaml(tmp_path, "schema: 1\n")) == [("units.empty", "")]
    assert told(units.load(municipality(tmp_path, "u.pdf"))) == [("units.file_kind", "")]
    assert told(units.load(municipality(tmp_path, "none.xlsx"))) == [("units.unreadable", "")]


def test_an_unsafe_file_is_not_opened(tmp_path):
    (tmp_path / "u.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert told(units.load(municipality(tmp_path, "u.xlsx"))) == [("archive.old_format", "")]


WORDS = ["Ås", "Nes", "Ås / Nes", "Fjordvik", "=A1", "#N/A", "a@b.no", "8.30", "12.4.2026", "nn", " / ", "-"]
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.times(),
    st.sampled_from(WORDS),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(ODD, max_size=len(COLUMNS)), max_size=6))
def test_whatever_stands_in_the_cells_there_is_a_tree_or_a_problem(tmp_path, rows):
    outcome = from_rows(tmp_path, [head for head, _ in column_words("nb").values()], *rows)
    assert (outcome.value is None) == any(p.is_error for p in outcome.problems)


def test_a_person_reads_what_is_wrong_where_and_what_to_do(tmp_path):
    outcome = from_rows(tmp_path, ["Eining", "Overordna"], ["Ås", "Oppvest"], ["Oppvekst"])
    (problem,) = outcome.problems
    assert problem.place == Place(file=str(tmp_path / "u.xlsx"), sheet="Einingar", cell="B2")
    said = load_messages(CONTENT, "nn").tell(problem)
    assert said.message == "«Ås» ligg under «Oppvest», som ikkje står i lista."
    assert said.hint == "Meinte du «Oppvekst»? Elles trengst det ei rad for «Oppvest»."


# ---------------------------------------------------------------- the form

TREE = UnitTree(
    (
        Unit("fjordvik", "Fjordvik kommune"),
        Unit("oppvekst", "Oppvekst", "fjordvik", language="nb", meeting_form="two_meetings"),
        Unit("a1", "=1+1", "oppvekst", service="0123", invited=0, answered=0, was=("x", "y")),
        Unit("helse", "Helse & omsorg / <velferd>", "fjordvik", leader_email="a@b.no; c@d.no"),
        Unit("natt", "Natt", "helse", meeting_one=Meeting("2026-04-12", "08:30", "Rom 1-3")),
        Unit("natt-2", "Natt", "oppvekst", meeting_two=Meeting("", "23:59", "")),
        Unit("u-natt", "Under", "natt-2"),
        Unit("natt-3", "natt-2", "helse"),
    )
)


def read_back(folder: Path, tree: UnitTree, language: str) -> Outcome[UnitTree]:
    (folder / "f.xlsx").write_bytes(units.form(tree, language))
    return units.load(municipality(folder, "f.xlsx"))


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_form_reads_back_as_the_tree_it_was_made_of(tmp_path, language):
    assert read_back(tmp_path, TREE, language) == Outcome(TREE)


NAMES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40).map(lambda t: clean.line(t)[0])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES.filter(bool), st.integers(-1, 20)), min_size=1, max_size=12))
def test_any_tree_reads_back_from_its_form(tmp_path, rows):
    made: list[Unit] = []
    for number, (name, above) in enumerate(rows):
        parent = made[above % number].id if number and above >= 0 else None
        taken = {same_name(unit.name) for unit in made if unit.parent == parent}
        if same_name(name) not in taken:
            made.append(Unit(f"id-{number}", name, parent))
        else:
            made.append(Unit(f"id-{number}", f"nr {number} av {len(rows)} ÆØÅ", parent))
    assert read_back(tmp_path, UnitTree(tuple(made)), "nn") == Outcome(UnitTree(tuple(made)))


def test_the_form_is_the_same_bytes_and_safe():
    data = units.form(TREE, "nb")
    assert data == units.form(TREE, "nb")
    assert archive.check(data, "f.xlsx") == ()


def test_the_form_keeps_text_as_text_and_explains_itself():
    book = openpyxl.load_workbook(io.BytesIO(units.form(TREE, "nn")))
    sheet, explanation = book.worksheets
    assert (sheet.title, explanation.title) == ("Einingar", "Forklaring")
    assert sheet.freeze_panes == "C2"
    assert (sheet["B4"].value, sheet["B4"].data_type, sheet["D4"].value) == ("=1+1", "s", "0123")
    assert sheet["A60"].number_format == "@"
    assert {rule.type for rule in sheet.data_validations.dataValidation} == {"list", "whole", "date"}
    explained = {explanation.cell(row, 1).value for row in range(5, 5 + len(COLUMNS))}
    assert explained == {sheet.cell(1, column).value for column in range(1, len(COLUMNS) + 1)}


def test_an_empty_form_is_read_as_a_list_with_no_units(tmp_path):
    assert told(read_back(tmp_path, UnitTree(()), "nb")) == [("units.empty", "")]


def test_what_people_change_in_the_form_is_read(tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(units.form(TREE, "nb")))
    sheet = book["Enheter"]
    sheet.append([None, "Ny barnehage", "Oppvekst", "Barnehage"])
    book.save(tmp_path / "f.xlsx")
    outcome = units.load(municipality(tmp_path, "f.xlsx"))
    assert outcome.value.units[-1] == replace(
        Unit(slug(("Oppvekst", "Ny barnehage")), "Ny barnehage", "oppvekst"), service="Barnehage"
    )
