"""Everything that can be wrong with results: the code, the place, and the words that a person gets."""

import datetime as dt
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from result_files import (
    ANSWERS,
    COUNTRY,
    FIVE,
    NB,
    NUMBERED,
    OTHER,
    PLACE,
    ROUND,
    UNIT,
    codes,
    delimited,
    floats,
    ks_rows,
    read,
    report,
    told,
    tree,
    xlsx,
)

from packgen.model import ColumnNames, Round, Unit
from packgen.problems import Severity

HEAD = ["Eining", *NUMBERED]
GOOD = ["Flatin skule", *floats(UNIT)]


def rows_with(column: int, value: object) -> list[list[object]]:
    """Return a good table with one value of the first unit's exchanged; column 1 is the first factor."""
    row = ["Heddal skule", *floats(OTHER)]
    row[column] = value
    return [HEAD, row, GOOD]


def said(outcome, language="nn") -> str:
    return "\n".join(told(outcome, language))


def only(outcome) -> str:
    """Return the one problem's code after making sure that there is no value and that it has words in all languages."""
    assert outcome.value is None
    for language in ("nb", "nn", "en"):
        assert all("{" not in line and len(line) > 30 for line in told(outcome, language))
    assert len(outcome.problems) == 1, said(outcome)
    return outcome.problems[0].code.removeprefix("results.")


# ---------------------------------------------------------------- one cell


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (5.3, "mean_outside_scale", "Snittet 5,3 for faktor 3 ligg utanfor skalaen 1–5."),
        (0.9, "mean_outside_scale", "Snittet 0,9 for faktor 3"),
        ("42", "mean_outside_scale", "Snittet 42 for faktor 3"),
        ("4,2 %", "not_a_number", "«4,2 %» er ikkje eit tal"),
        ("fire", "not_a_number", "«fire» er ikkje eit tal"),
        ("4.2.1", "not_a_number", "«4.2.1»"),
        (True, "not_a_number", "«True»"),
        ("1e3", "not_a_number", "«1e3»"),
        ("=1+2", "formula_without_value", "formel som ikkje er rekna ut"),
        (None, "partly_blank", "ikkje for faktor 3"),
        ("-", "partly_blank", "«Heddal skule» har tal for nokre faktorar"),
        ("#N/A", "excel_error", "Cella viser feilen #N/A."),
    ],
)
def test_a_wrong_mean_is_told_with_its_cell(tmp_path, value, code, words):
    outcome = read(xlsx(tmp_path / "a.xlsx", rows_with(3, value)))
    assert only(outcome) == code
    assert "a.xlsx Ark1 D2: " in said(outcome)
    assert words in said(outcome)


def test_a_number_that_excel_made_a_date_of_is_told_as_such(tmp_path):
    outcome = read(xlsx(tmp_path / "a.xlsx", rows_with(1, dt.date(2026, 2, 4))))
    assert only(outcome) == "date_not_number"
    assert "Excel har gjort talet om til ein dato (2026-02-04)." in said(outcome)


@pytest.mark.parametrize(("value", "code"), [("mange", "not_a_number"), (12.5, "not_people"), (-3, "not_people")])
def test_a_wrong_number_of_people_is_told_with_its_cell(tmp_path, value, code):
    rows = [[*HEAD, "Svar"], ["Heddal skule", *floats(OTHER), value]]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows))
    assert only(outcome) == code
    assert " L2: " in said(outcome)


def test_every_problem_of_every_file_comes_at_once(tmp_path):
    first = xlsx(tmp_path / "a.xlsx", [HEAD, ["A", 5.1, "x", None, *floats(UNIT)[3:]]])
    second = delimited(tmp_path / "b.csv", [HEAD, ["B", 0, *UNIT[1:]]])
    outcome = read(first, second, tmp_path / "c.xlsx")
    assert codes(outcome) == [
        "mean_outside_scale",
        "not_a_number",
        "partly_blank",
        "mean_outside_scale",
        "file_missing",
    ]
    assert outcome.value is None


def test_a_formula_that_excel_has_worked_out_is_read_by_its_value(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", rows_with(3, "=1+2"))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = (
        parts[sheet]
        .replace(b"<f>1+2</f><v />", b"<f>1+2</f><v>3.1</v>")
        .replace(b"<f>1+2</f><v></v>", b"<f>1+2</f><v>3.1</v>")
    )
    assert b"3.1" in parts[sheet]
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    assert str(read(path).value.results.units["heddal-skule"].scores[2].mean) == "3.1"


# ---------------------------------------------------------------- distributions


def with_shares(*shares: object, mean: float = 4.2) -> list[list[object]]:
    head = ["Eining", *NUMBERED, *(f"{NUMBERED[0]}: {answer}" for answer in ANSWERS)]
    return [head, ["Heddal skule", mean, *floats(UNIT)[1:], *shares]]


@pytest.mark.parametrize(
    ("shares", "code", "words"),
    [
        ((0.5, 3.3, 11.6, 45.1, 29.5), "shares_sum", "blir 90 prosent til saman"),
        ((0.5, 3.3, None, 45.1, 39.5), "share_missing", "manglar tal her"),
        ((0.5, 3.3, "x", 45.1, 39.5), "not_a_number", "«x»"),
        ((-0.5, 4.3, 11.6, 45.1, 39.5), "share_outside", "ikkje mellom 0 og 100"),
        ((39.5, 45.1, 11.6, 3.3, 0.5), "mean_against_shares", "som gjev 1,8"),
    ],
)
def test_a_wrong_distribution_is_told(tmp_path, shares, code, words):
    outcome = read(xlsx(tmp_path / "a.xlsx", with_shares(*shares)))
    assert only(outcome) == code
    assert words in said(outcome)


@pytest.mark.parametrize(
    ("shares", "mean"),
    [(FIVE, 4.2), ((1, 3, 12, 45, 40), 4.2), ((0, 3, 12, 45, 40), 4.3), ((0, 0, 0, 0, 100), 5.0)],
)
def test_rounding_alone_is_no_problem(tmp_path, shares, mean):
    assert read(xlsx(tmp_path / "a.xlsx", with_shares(*shares, mean=mean))).problems == ()


def test_a_distribution_without_one_of_its_answers_is_told(tmp_path):
    head = ["Eining", *NUMBERED, *(f"{NUMBERED[0]}: {answer}" for answer in ANSWERS[:4])]
    outcome = read(xlsx(tmp_path / "a.xlsx", [head, ["Heddal skule", *floats(UNIT), 1, 3, 12, 45]]))
    assert only(outcome) == "answer_missing"
    assert "manglar kolonnen for svar 5" in said(outcome)


def test_a_distribution_without_means_is_told(tmp_path):
    rows = [["Eining", "Faktor", *ANSWERS]] + [["Heddal skule", name, *FIVE] for name in NUMBERED]
    outcome = read(xlsx(tmp_path / "a.xlsx", [HEAD, GOOD], rows))
    assert only(outcome) == "shares_without_means"


# ---------------------------------------------------------------- factors and columns


def test_a_factor_that_stands_twice_is_told(tmp_path):
    head = [*HEAD, "Indre motivasjon"]
    outcome = read(xlsx(tmp_path / "a.xlsx", [head, [*GOOD, 4.1]]))
    assert only(outcome) == "factor_twice"
    assert "Ark1 L1: Faktor 1 står to gonger" in said(outcome)


def test_a_number_with_another_factors_name_is_told(tmp_path):
    outcome = read(xlsx(tmp_path / "a.xlsx", [["Eining", "1. Mestringstro", *NUMBERED[1:]], GOOD]))
    assert only(outcome) == "factor_clash"
    assert "«1. Mestringstro» har nummer 1, men namnet til faktor 2." in said(outcome)


@pytest.mark.parametrize("turned", [False, True])
def test_a_missing_factor_is_told_once_for_the_table(tmp_path, turned):
    rows = [[*HEAD[:5], *HEAD[6:]], [*GOOD[:5], *GOOD[6:]], ["Heddal skule", *floats(OTHER)[:9]]]
    outcome = read(xlsx(tmp_path / "a.xlsx", [list(row) for row in zip(*rows, strict=True)] if turned else rows))
    assert only(outcome) == "factors_missing"
    assert "Tabellen manglar desse faktorane: 5." in said(outcome)


def test_a_missing_factor_of_the_ks_table_is_told_once(tmp_path):
    rows = ks_rows()
    del rows[8]
    assert only(read(xlsx(tmp_path / "a.xlsx", rows))) == "factors_missing"


def test_two_columns_of_answers_are_told(tmp_path):
    outcome = read(xlsx(tmp_path / "a.xlsx", [[*HEAD, "Svar", "Antall svar"], [*GOOD, 15, 16]]))
    assert only(outcome) == "column_twice"
    assert "«Svar» og «Antall svar»" in said(outcome)


def test_a_column_of_figures_without_a_heading_is_told(tmp_path):
    rows = [["Faktor", "Heddal skule", None]] + [[name, 4.1, 4.2] for name in NUMBERED]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows))
    assert only(outcome) == "column_without_unit"


def test_a_row_of_figures_without_a_unit_is_told(tmp_path):
    outcome = read(xlsx(tmp_path / "a.xlsx", [HEAD, GOOD, [None, *floats(OTHER)]]))
    assert only(outcome) == "row_without_unit"
    assert "Ark1 A3: " in said(outcome)


def test_a_column_that_the_municipality_names_and_no_file_has_is_told(tmp_path):
    municipality = replace(PLACE, rounds=(replace(ROUND, columns=ColumnNames(unit="Arbeidslag")),))
    outcome = read(xlsx(tmp_path / "a.xlsx", [HEAD, GOOD]), municipality=municipality)
    assert only(outcome) == "named_column_missing"
    assert "columns: unit seier at kolonnen heiter «Arbeidslag»" in said(outcome)


# ---------------------------------------------------------------- units


LISTED = tree(
    Unit("seljord", "Seljord kommune"),
    Unit("heddal", "Heddal skule", "seljord", "Grunnskole"),
    Unit("o", "Oppvekst", "seljord"),
    Unit("h", "Helse", "seljord"),
    Unit("os", "Stab", "o"),
    Unit("hs", "Stab", "h"),
)


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ({"Eining": "Heddal skole"}, "unknown_unit_near", "Det næraste namnet er «Heddal skule»."),
        ({"Eining": "Xyz"}, "unknown_unit", "«Xyz» står ikkje i einingslista."),
        ({"Eining": "Stab"}, "unit_unclear", "«Stab» kan vere fleire einingar: os, hs."),
        ({"Eining": "Stab", "Overordna": "Kultur"}, "unit_not_under", "«Stab» ligg her under «Kultur»"),
        ({"Eining": "Heddal skule", "Overordna": "Helse"}, "unit_not_under", "under «Helse»"),
        ({"Eining": "Heddal skule", "Teneste": "Barnehage"}, "service_differs", "«Grunnskole»"),
        ({"Id": "x9", "Eining": "Xyz"}, "unknown_unit", "«Xyz»"),
        ({"Eining": "Heddal skule", "Målform": "samisk"}, "unknown_language", "«samisk» er ikkje ei målform."),
        ({"Eining": "Heddal skule", "Runde": "1999"}, "unknown_round", "«1999» er ikkje ein runde"),
    ],
)
def test_a_row_that_does_not_fit_the_unit_list_is_told(tmp_path, row, code, words):
    rows = [[*row, *NUMBERED], [*row.values(), *floats(OTHER)]]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows), listed=LISTED)
    assert only(outcome) == code
    assert words in said(outcome)


def test_another_name_than_the_lists_is_a_warning_and_the_list_decides(tmp_path):
    rows = [["Id", *HEAD], ["heddal", "Heddal oppvekstsenter", *floats(OTHER)]]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows), listed=LISTED)
    assert [problem.severity for problem in outcome.problems] == [Severity.WARNING]
    assert "«Heddal oppvekstsenter» her, men «Heddal skule» i einingslista" in said(outcome)
    assert outcome.value.tree.get("heddal").name == "Heddal skule"


def test_a_unit_that_stands_twice_in_a_table_is_told(tmp_path):
    outcome = read(xlsx(tmp_path / "a.xlsx", [HEAD, GOOD, GOOD]))
    assert only(outcome) == "unit_twice"
    assert "Ark1 A3: «Flatin skule» står to gonger i same tabellen. Den første står i A2." in said(outcome)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["A", "Finst ikkje"]], "unknown_parent"),
        ([["A", "B"], ["B", "A"]], "unit_in_circle"),
        ([["A", "C"], ["C", None], ["D", None], ["C", "D"]], "unit_unclear"),
    ],
)
def test_parents_that_make_no_tree_are_told(tmp_path, rows, code):
    table = [["Eining", "Overordna", *NUMBERED], *([*row, *floats(UNIT)] for row in rows)]
    assert code in codes(read(xlsx(tmp_path / "a.xlsx", table)))


def test_one_id_for_two_units_is_told(tmp_path):
    rows = [["Id", *HEAD], ["1", "A", *floats(UNIT)]]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows, [["Id", *HEAD], ["1", "B", *floats(UNIT)]]))
    assert only(outcome) == "id_of_two"


def test_a_table_that_names_no_unit_is_told(tmp_path):
    rows = ks_rows(figures=(OTHER, UNIT, COUNTRY))
    rows[0] = []
    outcome = read(xlsx(tmp_path / "a.xlsx", rows))
    assert only(outcome) == "unit_not_named"
    assert "Overskrifta er «10-FAKTOR»." in said(outcome)


@pytest.mark.parametrize("name", ["Totalt", "Snitt alle", "Sum", "10-FAKTOR 2023"])
def test_a_row_of_all_that_does_not_say_of_what_is_told(tmp_path, name):
    outcome = read(xlsx(tmp_path / "a.xlsx", [HEAD, GOOD, ["Heddal skule", *floats(OTHER)], [name, *floats(UNIT)]]))
    assert only(outcome) == "unit_not_named"
    assert f"Overskrifta er «{name}»." in said(outcome)


def test_a_national_mean_of_an_unnamed_service_is_told(tmp_path):
    rows = ks_rows(unit="Heddal skule", service="Snitt orgtype", figures=(OTHER, UNIT, COUNTRY))
    outcome = read(xlsx(tmp_path / "a.xlsx", rows))
    assert only(outcome) == "service_not_named"


# ---------------------------------------------------------------- figures against each other


def test_more_answers_than_invited_is_told(tmp_path):
    outcome = read(xlsx(tmp_path / "a.xlsx", [[*HEAD, "Inviterte", "Svar"], [*GOOD, 10, 12]]))
    assert only(outcome) == "more_answered_than_invited"
    assert "har 12 svar, men berre 10 inviterte" in said(outcome)


def test_children_with_more_answers_than_their_parent_are_told(tmp_path):
    rows = [["Eining", "Overordna", "Svar", *NUMBERED]]
    rows += [["Oppvekst", None, 20, *floats(UNIT)], ["Mellom", "Oppvekst", None, *["-"] * 10]]
    rows += [["A", "Mellom", 12, *floats(UNIT)], ["B", "Oppvekst", 9, *floats(UNIT)]]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows))
    assert only(outcome) == "children_above_parent"
    assert "Einingane under «Oppvekst» har 21 svar til saman, men «Oppvekst» har berre 20." in said(outcome)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_two_files_that_contradict_are_told(tmp_path, ending):
    write = xlsx if ending == "xlsx" else delimited
    first = write(tmp_path / f"a.{ending}", [HEAD, GOOD])
    second = write(tmp_path / f"b.{ending}", [HEAD, ["Flatin skule", 4.4, *floats(UNIT)[1:]]])
    outcome = read(first, second)
    assert only(outcome) == "contradiction"
    assert "har 4,4 for faktor 1 her, men 4,2 i" in said(outcome)


def test_two_reports_that_contradict_on_the_municipality_are_told(tmp_path):
    xlsx(tmp_path / "a.xlsx", ks_rows("Heddal skule", figures=(OTHER, UNIT, COUNTRY)))
    xlsx(tmp_path / "b.xlsx", ks_rows("Flatin skule", figures=(OTHER, ("4.9", *UNIT[1:]), COUNTRY)))
    outcome = read(tmp_path)
    assert only(outcome) == "contradiction"
    assert "b.xlsx Ark1 C5: «Seljord kommune» har 4,9" in said(outcome)


def test_two_reports_that_contradict_on_the_country_are_told(tmp_path):
    xlsx(tmp_path / "a.xlsx", ks_rows("Heddal skule", figures=(OTHER, UNIT, COUNTRY)))
    xlsx(tmp_path / "b.xlsx", ks_rows("Flatin skule", figures=(OTHER, UNIT, ("4.9", *COUNTRY[1:]))))
    assert only(read(tmp_path)) == "contradiction"


def test_a_unit_hidden_in_one_file_and_shown_in_another_is_told(tmp_path):
    first = xlsx(tmp_path / "a.xlsx", [HEAD, GOOD, ["Heddal skule", *["-"] * 10]])
    second = xlsx(tmp_path / "b.xlsx", [HEAD, ["Heddal skule", *floats(OTHER)]])
    assert only(read(first, second)) == "hidden_and_shown"


def test_people_that_differ_between_files_or_from_the_list_are_told(tmp_path):
    first = xlsx(tmp_path / "a.xlsx", [[*HEAD, "Svar"], [*GOOD, 12]])
    second = xlsx(tmp_path / "b.xlsx", [[*HEAD, "Svar"], [*GOOD, 13]])
    assert only(read(first, second)) == "people_contradict"
    listed = tree(Unit("f", "Flatin skule", answered=14))
    assert only(read(first, listed=listed)) == "people_differ_from_list"


def test_figures_of_a_unit_with_a_held_back_number_are_told(tmp_path):
    outcome = read(xlsx(tmp_path / "a.xlsx", [[*HEAD, "Svar"], [*GOOD, "<5"]]))
    assert only(outcome) == "count_held_back"
    hidden = [[*HEAD, "Svar"], [*GOOD, 12], ["Heddal skule", *["*"] * 10, "<5"]]
    assert read(xlsx(tmp_path / "b.xlsx", hidden)).problems == ()


# ---------------------------------------------------------------- files


def test_a_file_that_nothing_is_recognised_in_says_what_stands_there(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", ("Timar", [["Arbeidslag", "Trivsel", "Samarbeid"], ["Kjøkkenet", 4, 5]]))
    outcome = read(path)
    assert only(outcome) == "not_recognised"
    assert "Dette står der: Timar: «Arbeidslag», «Trivsel», «Samarbeid»" in said(outcome)
    assert "columns: i municipality.yaml" in said(outcome)


def test_a_file_without_figures_is_told(tmp_path):
    assert only(read(xlsx(tmp_path / "a.xlsx", [HEAD, ["Heddal skule", *["-"] * 10]]))) == "no_figures"
    assert only(read(xlsx(tmp_path / "b.xlsx", [HEAD]))) == "not_recognised"


def test_a_file_of_another_period_is_told(tmp_path):
    municipality = replace(PLACE, rounds=(Round("2026", "10-FAKTOR 2026", "2026"),))
    outcome = read(xlsx(tmp_path / "a.xlsx", ks_rows()), municipality=municipality)
    assert only(outcome) == "other_period"
    assert "Fila seier «PERIODE : 2023», men runden er 2026." in said(outcome)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", None, "results.file_missing"),
        ("a.xlsx", b"", "results.file_empty"),
        ("a.xls", b"x", "results.file_type"),
        ("a.pdf", b"%PDF", "results.file_type"),
        ("a.xlsx", b"PK no archive", "archive.broken"),
        ("a.pptx", b"no archive", "archive.not_office"),
        ("a.csv", b"\x81\x8d\x90", "results.csv_encoding"),
        ("a.csv", b"a;b\x00\n", "results.csv_encoding"),
        ("a.csv", b'"' + b"a" * 200_000, "results.csv_broken"),
        ("a.csv", b"a;b\n" * 2_000_000, "results.csv_too_big"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path, name, data, code):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    outcome = read(tmp_path / name)
    assert [problem.code for problem in outcome.problems] == [code]
    assert outcome.problems[0].place.file == str(tmp_path / name)
    assert outcome.value is None


@pytest.mark.parametrize(("ending", "code"), [("xlsx", "workbook_broken"), ("pptx", "report_broken")])
def test_a_damaged_office_file_is_told(tmp_path, ending, code):
    path = tmp_path / f"a.{ending}"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
        )
    assert only(read(path)) == code


def test_what_else_lies_in_a_folder_is_passed_over_with_a_warning(tmp_path):
    xlsx(tmp_path / "a.xlsx", [HEAD, GOOD])
    (tmp_path / "notat.docx").write_bytes(b"x")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "gammalt").mkdir()
    outcome = read(tmp_path)
    assert outcome.ok
    assert codes(outcome) == ["file_passed_over", "file_passed_over"]
    assert [Path(problem.place.file).name for problem in outcome.problems] == ["gammalt", "notat.docx"]


def test_a_folder_without_results_is_told(tmp_path):
    assert only(read(tmp_path)) == "folder_empty"


def test_invisible_characters_are_taken_out_with_a_warning(tmp_path):
    outcome = read(delimited(tmp_path / "a.csv", [HEAD, ["Heddal\u200b skule", *OTHER]]))
    assert codes(outcome) == ["invisible_characters"]
    assert outcome.value.tree.units[0].name == "Heddal skule"


def test_a_report_that_is_all_pictures_is_told(tmp_path):
    outcome = read(report(tmp_path / "r.pptx", table=False, pages=False))
    assert only(outcome) == "not_recognised"


def test_a_hidden_sheet_is_not_read(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", [HEAD, GOOD], ("Gammalt", [HEAD, ["Flatin skule", *floats(OTHER)]]))
    workbook = openpyxl.load_workbook(path)
    workbook["Gammalt"].sheet_state = "hidden"
    workbook.save(path)
    assert read(path).problems == ()


def test_two_tables_with_the_same_names_in_other_columns(tmp_path):
    rows = [[*HEAD, None, *HEAD], [*GOOD, None, "Heddal skule", *floats(OTHER)]]
    assert list(read(xlsx(tmp_path / "a.xlsx", rows)).value.results.units) == ["flatin-skule", "heddal-skule"]


def test_names_of_factors_alone_are_no_table(tmp_path):
    rows = [["Faktor", "Handlar om"], *([name, "noko"] for name in NB)]
    assert only(read(xlsx(tmp_path / "a.xlsx", rows))) == "not_recognised"


def test_a_file_with_lines_without_end_is_told(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a\n" * 200_001)
    assert only(read(tmp_path / "a.csv")) == "csv_too_long"
    (tmp_path / "a.csv").write_bytes(b"a;a;a;a;a;a;a;a\n" * 80_000)
    assert only(read(tmp_path / "a.csv")) == "csv_too_long"


def test_a_sheet_that_is_all_headings_is_told(tmp_path):
    rows = [list(NUMBERED)] * 1_500
    assert codes(read(delimited(tmp_path / "a.csv", rows))) == ["too_many_tables"]


def test_units_under_each_other_without_end_are_told(tmp_path):
    rows = [[f"Skule {n}", f"Skule {n - 1}" if n else "", 20, *UNIT] for n in range(30)]
    path = delimited(tmp_path / "a.csv", [["Enhet", "Overordnet", "Svar", *NUMBERED], *rows])
    assert "too_deep" in codes(read(path))
