"""Every layout of results that people have, wherever it stands: the figures come out as they were written."""

from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm
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
    means,
    read,
    report,
    told,
    tree,
    xlsx,
)

from packgen.model import ColumnNames, Round, Unit

HEDDAL = Unit("heddal", "Heddal skule", "seljord", "Grunnskole")
LISTED = tree(
    Unit("seljord", "Seljord kommune"),
    Unit("oppvekst", "Oppvekst", "seljord"),
    Unit("heddal", "Heddal skule", "oppvekst", "Grunnskole"),
    Unit("flatin", "Flatin skule", "oppvekst", "Grunnskole"),
)


def national(outcome, service):
    return [str(mean) for mean in outcome.value.results.national[service]]


# ---------------------------------------------------------------- the KS table


def test_the_ks_table_of_the_whole_survey_is_the_municipality(tmp_path):
    outcome = read(xlsx(tmp_path / "tabell.xlsx", ks_rows()))
    assert outcome.problems == ()
    assert [(u.id, u.name, u.parent, u.service) for u in outcome.value.tree.units] == [
        ("seljord", "Seljord kommune", None, "Administrasjon")
    ]
    assert means(outcome, "seljord") == list(UNIT)
    assert national(outcome, "Administrasjon") == list(COUNTRY)
    assert outcome.value.results.units["seljord"].answered is None


def test_the_ks_table_of_a_named_unit_gives_the_unit_and_the_municipality(tmp_path):
    rows = ks_rows(unit="Heddal skule", service="Grunnskole", figures=(OTHER, UNIT, COUNTRY))
    outcome = read(xlsx(tmp_path / "a.xlsx", rows))
    assert means(outcome, "heddal-skule") == list(OTHER)
    assert means(outcome, "seljord") == list(UNIT)
    assert outcome.value.tree.get("heddal-skule").parent == "seljord"
    assert outcome.value.tree.get("heddal-skule").service == "Grunnskole"


def test_a_unit_called_by_the_survey_takes_its_name_from_the_heading_above(tmp_path):
    rows = ks_rows(service="Grunnskole", figures=(OTHER, UNIT, COUNTRY))
    rows[0] = ["Heddal skule – Grunnskole"]
    assert means(read(xlsx(tmp_path / "a.xlsx", rows)), "heddal-skule") == list(OTHER)


@pytest.mark.parametrize(("sheet", "file"), [("Heddal skule", "a.xlsx"), ("Ark1", "Rapport_Heddal skule_2023.xlsx")])
def test_a_unit_called_by_the_survey_is_found_in_the_list_by_the_name_of_sheet_or_file(tmp_path, sheet, file):
    rows = ks_rows(service="Grunnskole", figures=(OTHER, UNIT, COUNTRY))[1:]
    outcome = read(xlsx(tmp_path / file, (sheet, rows)), listed=LISTED)
    assert means(outcome, "heddal") == list(OTHER)


def test_the_second_column_tells_the_ks_table_without_its_line(tmp_path):
    rows = ks_rows(unit="Heddal skule", service="Barnehage", figures=(OTHER, UNIT, COUNTRY))
    del rows[1]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows))
    assert national(outcome, "Barnehage") == list(COUNTRY)


def test_three_columns_of_units_are_no_ks_table(tmp_path):
    rows = [["Faktor", "Heddal skule", "Flatin skule", "Administrasjon"]]
    rows += [[name, 4.1, 4.2, 4.3] for name in NB]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [u.id for u in outcome.value.tree.units] == ["heddal-skule", "flatin-skule", "administrasjon"]
    assert outcome.value.results.national == {}


def test_ks_tables_below_each_other_are_all_read(tmp_path):
    first = ks_rows(unit="Heddal skule", service="Grunnskole", figures=(OTHER, UNIT, COUNTRY))
    second = ks_rows(unit="Flatin skule", service="Grunnskole", figures=(COUNTRY, UNIT, COUNTRY))
    outcome = read(xlsx(tmp_path / "a.xlsx", [*first, [], *second]))
    assert means(outcome, "heddal-skule") == list(OTHER)
    assert means(outcome, "flatin-skule") == list(COUNTRY)


@pytest.mark.parametrize("sign", ["-", None])
def test_a_unit_that_ks_hides_keeps_its_column(tmp_path, sign):
    rows = ks_rows(unit="Heddal skule", service="Grunnskole", figures=(OTHER, UNIT, COUNTRY))
    for row in rows[4:14]:
        row[1] = sign
    for with_line in (rows, [rows[0], *rows[2:]]):
        outcome = read(xlsx(tmp_path / "a.xlsx", with_line))
        assert outcome.value.results.units["heddal-skule"].scores is None
        assert means(outcome, "seljord") == list(UNIT)
        assert national(outcome, "Grunnskole") == list(COUNTRY)


@pytest.mark.parametrize("own", ["Kautokeino", "Guovdageaidnu", "Kautokeino kommune", "Kommunen"])
def test_a_municipality_with_two_names_is_known_by_either(tmp_path, own):
    municipality = replace(PLACE, id="kautokeino", name="Guovdageaidnu – Kautokeino kommune")
    rows = ks_rows("Skulen", own, "Grunnskole", (OTHER, UNIT, COUNTRY))[2:]
    assert means(read(xlsx(tmp_path / "a.xlsx", rows), municipality=municipality), "kautokeino") == list(UNIT)


def test_sixty_reports_in_a_folder_join_with_the_unit_list(tmp_path):
    listed = [Unit("seljord", "Seljord kommune")]
    for number in range(60):
        figures = (tuple(f"{3 + number % 20 / 10 + at / 100:.2f}" for at in range(10)), UNIT, COUNTRY)
        xlsx(tmp_path / f"rapport {number}.xlsx", ks_rows(f"Eining {number}", service="Pleie", figures=figures))
        listed.append(Unit(f"e{number}", f"Eining {number}", "seljord", "Pleie"))
    (tmp_path / "~$rapport 1.xlsx").write_bytes(b"lock")
    outcome = read(tmp_path, listed=tree(*listed))
    assert outcome.problems == ()
    assert len(outcome.value.results.units) == 61
    assert means(outcome, "e59")[9] == "4.99"


# ---------------------------------------------------------------- KS' PowerPoint report


def test_a_report_gives_table_bars_and_distribution(tmp_path):
    outcome = read(report(tmp_path / "rapport.pptx"))
    assert outcome.problems == ()
    assert means(outcome, "heddal-skule") == list(OTHER)
    scores = outcome.value.results.units["heddal-skule"].scores
    assert scores[0].distribution == tuple(Decimal(v) for v in ("3", "8", "17", "40", "32"))
    assert scores[1].distribution is None
    assert national(outcome, "Grunnskole") == list(COUNTRY)


def test_a_page_is_about_the_factor_in_its_title(tmp_path):
    made = report(tmp_path / "rapport.pptx")
    presentation = Presentation(made)
    presentation.slides[1].shapes.title.text = "Heddal skule – 1. Indre motivasjon"
    presentation.save(made)
    assert read(made).value.results.units["heddal-skule"].scores[0].distribution is not None
    note = presentation.slides[1].shapes.add_textbox(Cm(1), Cm(15), Cm(5), Cm(1))
    note.text_frame.text = "Autonomi"
    presentation.slides[1].shapes.title.text = "Indre motivasjon"
    presentation.save(made)
    assert read(made).value.results.units["heddal-skule"].scores[0].distribution is not None


def test_a_report_of_the_whole_municipality_has_its_pages_too(tmp_path):
    made = report(tmp_path / "rapport.pptx", unit="10-FAKTOR")
    presentation = Presentation(made)
    table = presentation.slides[0].shapes[2].table
    for row in range(1, 11):
        table.cell(row, 2).text = table.cell(row, 1).text
    presentation.slides[0].shapes.title.text = "Seljord kommune"
    presentation.save(made)
    outcome = read(made)
    assert codes(outcome) == ["contradiction"]  # the second bar is the municipality's old mean
    assert "lysark 2 B3" in told(outcome)[0]


def test_a_bar_that_contradicts_the_table_of_the_report_is_a_problem(tmp_path):
    made = report(tmp_path / "rapport.pptx", unit="Heddal skule")
    presentation = Presentation(made)
    presentation.slides[0].shapes[2].table.cell(1, 1).text = "4.5"
    presentation.save(made)
    outcome = read(made)
    assert outcome.value is None
    assert "contradiction" in codes(outcome)
    assert any("lysark 2 B2" in line and "4,5" in line for line in told(outcome))


def test_a_chart_of_ten_factors_is_read_as_the_table_is(tmp_path):
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = "Resultat"
    data = CategoryChartData()
    data.categories = NUMBERED
    for name, values in (("Heddal skule", OTHER), ("Seljord", UNIT), ("Grunnskole", COUNTRY)):
        data.add_series(name, floats(values))
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Cm(1), Cm(5), Cm(10), Cm(8), data)
    presentation.save(tmp_path / "r.pptx")
    outcome = read(tmp_path / "r.pptx")
    assert means(outcome, "heddal-skule") == list(OTHER)
    assert list(outcome.value.results.national) == ["Grunnskole"]


# ---------------------------------------------------------------- a row for each unit


def unit_rows(head=("Id", "Eining", "Overordna", "Type teneste", "Målform", "Inviterte", "Svar")):
    return [
        [*head, *NUMBERED],
        ["seljord", "Seljord kommune", None, None, "nynorsk", 60, 41, *floats(UNIT)],
        ["h", "Heddal skule", "Seljord kommune", "Grunnskole", "bokmål", 20, 15, *floats(OTHER)],
        ["f", "Flatin skule", "seljord", "Grunnskole", None, 12, 4, *["-"] * 10],
    ]


@pytest.mark.parametrize(
    "head",
    [
        ("Id", "Eining", "Overordna", "Type teneste", "Målform", "Inviterte", "Svar"),
        ("Enhetsnr.", "Enhet", "Overordnet enhet", "Tjenestetype", "Språk", "Antall inviterte", "Antall svar"),
        ("Kode", "Avdeling", "Hører til", "Tjeneste", "Målform", "N", "n"),
        ("ID", "Namn på eining", "Høyrer til", "Teneste", "Målform", "Tal på inviterte", "Tal på svar"),
    ],
)
def test_a_row_for_each_unit_with_what_stands_beside(tmp_path, head):
    outcome = read(xlsx(tmp_path / "a.xlsx", unit_rows(head)))
    assert outcome.problems == ()
    assert [(u.id, u.parent, u.service, u.language) for u in outcome.value.tree.units] == [
        ("seljord", None, "", "nn"),
        ("h", "seljord", "Grunnskole", "nb"),
        ("f", "seljord", "Grunnskole", None),
    ]
    units = outcome.value.results.units
    assert (units["h"].invited, units["h"].answered) == (20, 15)
    assert means(outcome, "h") == list(OTHER)
    assert units["f"].scores is None
    assert units["f"].answered == 4


@pytest.mark.parametrize("sign", ["-", "–", "*", "**", None])
def test_a_unit_without_any_figure_is_hidden_by_the_source(tmp_path, sign):
    rows = unit_rows()
    rows[3][7:] = [sign] * 10
    outcome = read(xlsx(tmp_path / "a.xlsx", rows))
    assert outcome.value.results.units["f"].scores is None


def test_the_table_may_stand_anywhere_with_titles_and_notes_around(tmp_path):
    rows = [["Resultat 10-FAKTOR 2023"], [], ["Skriven ut 24. mars"], []]
    rows += [[None, None, *row] for row in unit_rows()]
    rows += [[], [None, None, "Kjelde: KS"], [None, None, "* Færre enn fem svar", None, "sjå rettleiinga"]]
    outcome = read(xlsx(tmp_path / "a.xlsx", [["Forside"]], rows))
    assert outcome.problems == ()
    assert len(outcome.value.tree.units) == 3


def test_units_without_a_column_for_parents_lie_flat_under_the_municipality(tmp_path):
    rows = [["Enhet", *NB], ["Seljord", *floats(UNIT)], ["Heddal skule", *floats(OTHER)]]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [(u.id, u.parent) for u in outcome.value.tree.units] == [("seljord", None), ("heddal-skule", "seljord")]


def test_units_of_one_name_under_two_parents_are_two(tmp_path):
    rows = [["Enhet", "Overordnet", *NB]]
    rows += [[name, parent, *floats(UNIT)] for name, parent in (("Oppvekst", None), ("Helse", None))]
    rows += [["Administrasjon", parent, *floats(OTHER)] for parent in ("Oppvekst", "Helse")]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [u.id for u in outcome.value.tree.units] == [
        "oppvekst",
        "oppvekst--administrasjon",
        "helse",
        "helse--administrasjon",
    ]


@pytest.mark.parametrize(
    ("name", "service"),
    [("Landet", ""), ("Landssnitt Grunnskole", "Grunnskole"), ("Noreg", ""), ("Landet – Idrett", "Idrett")],
)
def test_a_row_of_the_country_is_national_and_no_unit(tmp_path, name, service):
    rows = [["Eining", *NB], ["Heddal skule", *floats(OTHER)], [name, *floats(COUNTRY)]]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [u.id for u in outcome.value.tree.units] == ["heddal-skule"]
    assert list(outcome.value.results.national) == [service]


def test_a_sheet_of_the_country_has_a_row_for_each_kind_of_service(tmp_path):
    rows = [["Tjeneste", *NB], ["Alle", *floats(UNIT)], ["Barnehage", *floats(COUNTRY)]]
    outcome = read(xlsx(tmp_path / "a.xlsx", unit_rows(), ("Landssnitt", rows)))
    assert sorted(outcome.value.results.national) == ["", "Barnehage"]


def test_several_sheets_are_one_set_of_units(tmp_path):
    school = [["Eining", *NB], ["Heddal skule", *floats(OTHER)]]
    health = [["Eining", *NB], ["Sjukeheimen", *floats(UNIT)]]
    outcome = read(xlsx(tmp_path / "a.xlsx", ("Skule", school), ("Helse", health)))
    assert list(outcome.value.results.units) == ["heddal-skule", "sjukeheimen"]


def test_distributions_stand_beside_the_means_in_groups_of_columns(tmp_path):
    head = ["Eining"]
    under = [None]
    row = ["Heddal skule"]
    for name in NUMBERED:
        head += [name, None, None, None, None, None]
        under += ["Snitt", *ANSWERS]
        row += [4.198, *FIVE]
    outcome = read(xlsx(tmp_path / "a.xlsx", [head, under, row]))
    scores = outcome.value.results.units["heddal-skule"].scores
    assert scores[9].distribution == tuple(Decimal(str(share)) for share in FIVE)
    assert scores[9].mean == Decimal("4.198")


def test_merged_headings_are_read_as_people_see_them(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["A1"] = "Eining"
    sheet.merge_cells("A1:A2")
    sheet["A3"] = "Heddal skule"
    for at, name in enumerate(NUMBERED):
        first = 2 + at * 6
        sheet.cell(1, first, name)
        sheet.merge_cells(start_row=1, end_row=1, start_column=first, end_column=first + 5)
        for offset, (word, value) in enumerate(zip(("Gj.snitt", *ANSWERS), (4.2, *FIVE), strict=True)):
            sheet.cell(2, first + offset, word)
            sheet.cell(3, first + offset, value)
    workbook.save(path)
    scores = read(path).value.results.units["heddal-skule"].scores
    assert scores[0].distribution == tuple(Decimal(str(share)) for share in FIVE)


def test_distributions_may_have_one_heading_each(tmp_path):
    head = ["Eining", *NB, *(f"{name} - {answer} (%)" for name in NB for answer in ANSWERS)]
    row = ["Heddal skule", *["4,2"] * 10, *["0,5 %", "3,3 %", "11,6 %", "45,1 %", "39,5 %"] * 10]
    outcome = read(delimited(tmp_path / "a.csv", [head, row]))
    scores = outcome.value.results.units["heddal-skule"].scores
    assert scores[4].distribution == tuple(Decimal(str(share)) for share in FIVE)


def test_distributions_may_have_a_row_for_each_unit_and_factor(tmp_path):
    rows = [["Eining", "Faktor", *ANSWERS]] + [["Heddal skule", name, *FIVE] for name in NUMBERED]
    outcome = read(xlsx(tmp_path / "a.xlsx", [["Eining", *NB], ["Heddal skule", *[4.2] * 10]], ("Fordeling", rows)))
    assert outcome.value.results.units["heddal-skule"].scores[2].distribution is not None


def test_a_sheet_for_each_factor_has_a_row_for_each_unit(tmp_path):
    pages = [
        (
            f"Faktor {number}",
            [
                [name],
                [],
                ["Eining", "Type teneste", *ANSWERS],
                ["Heddal skule", "Grunnskole", *FIVE],
                ["Flatin skule", "Grunnskole", *["-"] * 5],
                ["Landet", None, 1, 3, 12, 45, 39],
            ],
        )
        for number, name in enumerate(NB, start=1)
    ]
    table = [["Eining", *NB], ["Heddal skule", *[4.2] * 10], ["Flatin skule", *[4.2] * 10]]
    outcome = read(xlsx(tmp_path / "a.xlsx", table, *pages))
    assert outcome.problems == ()
    units = outcome.value.results.units
    assert units["heddal-skule"].scores[9].distribution == tuple(Decimal(str(share)) for share in FIVE)
    assert units["flatin-skule"].scores[9].distribution is None


# ---------------------------------------------------------------- a column for each unit


def test_a_column_for_each_unit(tmp_path):
    rows = [
        ["Resultat for heile kommunen"],
        ["", "Seljord kommune", "Heddal skule", "Flatin skule", "Landet"],
        *([name, UNIT[at], OTHER[at].replace(".", ","), "-", COUNTRY[at]] for at, name in enumerate(NUMBERED)),
        ["Inviterte", 60, 20, 12, None],
        ["Svar", 41, 15, 4, None],
        ["Svarprosent", "68 %", "75 %", "33 %", None],
    ]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows))
    assert outcome.problems == ()
    assert means(outcome, "heddal-skule") == list(OTHER)
    units = outcome.value.results.units
    assert [(u.invited, u.answered, u.scores is None) for u in units.values()] == [
        (60, 41, False),
        (20, 15, False),
        (12, 4, True),
    ]
    assert national(outcome, "") == list(COUNTRY)


def test_columns_that_hold_no_unit_are_passed_over(tmp_path):
    rows = [["Faktor", "Definisjon", "Heddal skule", "Flatin skule", "Differanse", "Merknad"]]
    rows += [[name, "kva det handlar om", 4.1, 4.3, -0.2, "sjå notat"] for name in NUMBERED]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows))
    assert outcome.problems == ()
    assert list(outcome.value.results.units) == ["heddal-skule", "flatin-skule"]


def test_one_sheet_for_each_unit_with_means_and_distribution(tmp_path):
    rows = [["Faktor", "Snitt", *ANSWERS]] + [[name, 4.2, *FIVE] for name in NUMBERED]
    outcome = read(xlsx(tmp_path / "a.xlsx", ("Heddal skule", rows), ("Flatin skule", rows)), listed=LISTED)
    assert list(outcome.value.results.units) == ["heddal", "flatin"]
    assert outcome.value.results.units["flatin"].scores[0].distribution is not None


# ---------------------------------------------------------------- names of factors


VARIANTS = {
    "number and name": NUMBERED,
    "name": NB,
    "older bokmål": (
        "Oppgavemotivasjon", "Mestringstro", "Selvstendighet", "Bruk av kompetanse", "Mestringsorientert ledelse",
        "Rolleklarhet", "Relevant kompetanseutvikling", "Fleksibilitetsvilje", "Mestringsklima",
        "Nytteorientert motivasjon",
    ),
    "nynorsk": (
        "Indre motivasjon", "Meistringstru", "Autonomi", "Bruk av kompetanse", "Meistringsorientert leiing",
        "Rolleklarheit", "Relevant kompetanseutvikling", "Fleksibilitetsvilje", "Meistringsklima",
        "Prososial motivasjon",
    ),
    "older nynorsk": (
        "Oppgåvemotivasjon", "Meistringstru", "Sjølvstende", "Bruk av kompetanse", "Meistringsorientert leiing",
        "Rolleklarleik", "Relevant kompetanseheving", "Fleksibilitetsvilje", "Meistringsklima", "Nyttemotivasjon",
    ),
    "mixtures": (
        "Oppgavemotivasjon (indre motivasjon)", "MESTRINGSTRO", "3) Opplevd selvstendighet", "Faktor 4",
        "F5: Mestringsorientert ledelse", "6 Rolleklarhet", "7. Relevant kompetanseheving (snitt)", "08. Fleksibilitet",
        "Mestringsklima *", "10 - Nyttemotivasjon",
    ),
    "factor and number": tuple(f"Faktor {number}" for number in range(1, 11)),
    "numbers": tuple(range(1, 11)),
    "numbers with strange names": tuple(f"{number}. Noko anna" for number in range(1, 11)),
    "slips of the pen": ("Indre motivasion", *NB[1:5], "Rolleklahet", *NB[6:]),
}  # fmt: skip


@pytest.mark.parametrize("names", VARIANTS.values(), ids=VARIANTS.keys())
def test_factors_are_known_by_every_name_in_rows_and_columns(tmp_path, names):
    across = xlsx(tmp_path / "a.xlsx", [["Eining", *names], ["Heddal skule", *floats(OTHER)]])
    rows = [[name, float(mean)] for name, mean in zip(names, OTHER, strict=True)]
    down = xlsx(tmp_path / "b.xlsx", [["Faktor", "Heddal skule"], *rows])
    for path in (across, down):
        assert means(read(path), "heddal-skule") == list(OTHER)


def test_factors_may_stand_in_any_order(tmp_path):
    rows = [["Eining", *reversed(NUMBERED)], ["Heddal skule", *reversed(floats(OTHER))]]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows))
    assert means(outcome, "heddal-skule")[0] == "3.9"
    assert means(outcome, "heddal-skule")[9] == "4.9"


# ---------------------------------------------------------------- numbers and text files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_text_files_in_every_encoding_and_separator(tmp_path, encoding, separator):
    rows = [["Måling 2023"], ["Eining", *NUMBERED], ["Øvre Bø skule", *(mean.replace(".", ",") for mean in OTHER)]]
    outcome = read(delimited(tmp_path / "a.csv", rows, encoding, separator))
    assert outcome.value.tree.units[0].name == "Øvre Bø skule"
    assert means(outcome, "oevre-boe-skule") == list(OTHER)


def test_numbers_are_exact_and_free_of_binary_noise(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", [["Eining", *NB], ["Heddal skule", 4.199999999999999, 4.25, 4, *[4.1] * 7]])
    assert means(read(path), "heddal-skule")[:3] == ["4.2", "4.25", "4"]


@pytest.mark.parametrize(
    ("values", "number_format"),
    [
        ((0.005, 0.033, 0.116, 0.451, 0.395), "0.0%"),
        ((0.005, 0.033, 0.116, 0.451, 0.395), "General"),
        (("0,5 %", "3,3\u00a0%", "11.6%", "45,1 %", "39,5"), "@"),
        (FIVE, '0.0" pst"'),
    ],
)
def test_percents_are_percents_however_they_are_written(tmp_path, values, number_format):
    path = xlsx(
        tmp_path / "a.xlsx",
        [["Eining", *NB], ["Heddal skule", *[4.2] * 10]],
        [["Eining", "Faktor", *ANSWERS], *(["Heddal skule", name, *values] for name in NUMBERED)],
    )
    workbook = openpyxl.load_workbook(path)
    for row in workbook["Ark2"].iter_rows(min_row=2, min_col=3):
        for cell in row:
            cell.number_format = number_format
    workbook.save(path)
    scores = read(path).value.results.units["heddal-skule"].scores
    assert scores[0].distribution == tuple(Decimal(str(share)) for share in FIVE)


# ---------------------------------------------------------------- joining with the unit list


def test_rows_find_their_units_by_id_then_name_then_path(tmp_path):
    listed = tree(
        Unit("seljord", "Seljord kommune"),
        Unit("o", "Oppvekst", "seljord"),
        Unit("h", "Helse", "seljord"),
        Unit("oa", "Administrasjon", "o"),
        Unit("ha", "Administrasjon", "h"),
        Unit("s", "Sjukeheimen", "h"),
    )
    rows = [["Id", "Eining", "Overordna", *NB]]
    rows += [["oa", None, None, *floats(UNIT)], [None, "Helse / Administrasjon", None, *floats(OTHER)]]
    rows += [[None, "SJUKEHEIMEN", None, *floats(COUNTRY)]]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows), listed=listed)
    assert outcome.problems == ()
    assert list(outcome.value.results.units) == ["oa", "ha", "s"]
    assert outcome.value.tree == listed


def test_the_parent_tells_units_of_one_name_apart(tmp_path):
    listed = tree(Unit("o", "Oppvekst"), Unit("h", "Helse"), Unit("oa", "Stab", "o"), Unit("ha", "Stab", "h"))
    rows = [["Eining", "Overordna", *NB], ["Stab", "Helse", *floats(OTHER)], ["Stab", "o", *floats(UNIT)]]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows), listed=listed)
    assert means(outcome, "oa") == list(UNIT)
    assert list(outcome.value.results.units) == ["oa", "ha"]


def test_people_invited_and_answered_come_from_the_list_when_the_file_has_none(tmp_path):
    listed = tree(replace(HEDDAL, parent=None, invited=20, answered=15))
    outcome = read(xlsx(tmp_path / "a.xlsx", [["Eining", *NB], ["Heddal skule", *floats(OTHER)]]), listed=listed)
    result = outcome.value.results.units["heddal"]
    assert (result.invited, result.answered) == (20, 15)


def test_the_municipality_is_set_above_a_list_that_lacks_it(tmp_path):
    listed = tree(replace(HEDDAL, parent=None))
    rows = [["Eining", *NB], ["Heddal skule", *floats(OTHER)], ["Seljord kommune", *floats(UNIT)]]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows), listed=listed)
    assert [(u.id, u.parent) for u in outcome.value.tree.units] == [("seljord", None), ("heddal", "seljord")]


def test_the_kind_of_service_is_spelled_as_the_countrys_means_are(tmp_path):
    rows = [["Eining", "Type teneste", *NB], ["Heddal skule", "GRUNNSKOLE", *floats(OTHER)]]
    outcome = read(xlsx(tmp_path / "a.xlsx", [*rows, ["Landet", "Grunnskole", *floats(COUNTRY)]]), listed=None)
    (service,) = outcome.value.results.national
    assert outcome.value.tree.units[0].service == service


def test_figures_with_more_decimals_win_over_rounded_ones(tmp_path):
    first = xlsx(tmp_path / "a.xlsx", [["Eining", *NB], ["Heddal skule", *floats(UNIT)]])
    second = xlsx(tmp_path / "b.xlsx", [["Eining", *NB], ["Heddal skule", 4.198, *floats(UNIT)[1:]]])
    assert means(read(first, second), "heddal-skule")[0] == "4.198"
    assert means(read(second, first), "heddal-skule")[0] == "4.198"


# ---------------------------------------------------------------- rounds


EARLIER = replace(PLACE, rounds=(Round("2021", "10-FAKTOR 2021", "2021"), ROUND))


def test_rows_of_earlier_rounds_go_to_their_own_round(tmp_path):
    rows = [["Runde", "Eining", *NB], [2023, "Heddal skule", *floats(OTHER)], [2021, "Heddal skule", *floats(UNIT)]]
    outcome = read(xlsx(tmp_path / "a.xlsx", rows), municipality=EARLIER)
    assert means(outcome, "heddal-skule") == list(OTHER)
    (then,) = outcome.value.earlier
    assert then.round == "2021"
    assert str(then.units["heddal-skule"].scores[0].mean) == "4.2"


def test_a_unit_that_is_no_more_stands_in_the_tree_of_its_own_round_only(tmp_path):
    listed = tree(
        Unit("seljord", "Seljord kommune"), Unit("b", "Barnehagen", "seljord", was=("nordre-barnehage", "soere"))
    )
    rows = [["Eining", *NB], ["Nordre barnehage", *floats(OTHER)]]
    then = read(xlsx(tmp_path / "a.xlsx", rows), municipality=EARLIER, round_=EARLIER.rounds[0], listed=listed)
    assert [(u.id, u.parent) for u in then.value.tree.units] == [("seljord", None), ("nordre-barnehage", "seljord")]
    now = read(tmp_path / "a.xlsx", municipality=EARLIER, listed=listed)
    assert codes(now) == ["unknown_unit_near"]


def test_the_lists_numbers_of_people_are_not_those_of_a_past_round(tmp_path):
    listed = tree(replace(HEDDAL, parent=None, invited=20, answered=15))
    rows = [["Runde", "Eining", "Svar", *NB], [2023, "Heddal skule", None, *floats(OTHER)]]
    rows += [[2021, "Heddal skule", 9, *floats(UNIT)]]
    path = xlsx(tmp_path / "a.xlsx", rows)
    outcome = read(path, municipality=EARLIER, listed=listed)
    assert outcome.problems == ()
    assert outcome.value.results.units["heddal"].answered == 15
    assert outcome.value.earlier[0].units["heddal"].answered == 9
    assert outcome.value.earlier[0].units["heddal"].invited is None
    then = read(
        xlsx(tmp_path / "b.xlsx", [row[1:] for row in rows[::2]]),
        municipality=EARLIER,
        round_=EARLIER.rounds[0],
        listed=listed,
    )
    assert then.value.results.units["heddal"].answered == 9


# ---------------------------------------------------------------- the municipality names the columns


def named(**columns):
    return replace(PLACE, rounds=(replace(ROUND, columns=ColumnNames(**columns)),))


def test_the_municipality_may_name_the_columns_beside_the_factors(tmp_path):
    rows = [["Arbeidslag", "Ligg i", "Slag", *NB, "Sende", "Komne"]]
    rows += [["Kjøkkenet", "Helse", "Mat", *floats(OTHER), 20, 15], ["Helse", None, None, *floats(UNIT), 40, 30]]
    columns = {"unit": "arbeidslag", "parent": "Ligg i", "service": "Slag", "invited": "Sende", "answered": "O"}
    outcome = read(xlsx(tmp_path / "a.xlsx", rows), municipality=named(**columns))
    assert outcome.problems == ()
    assert [(u.id, u.service) for u in outcome.value.tree.units] == [("helse", ""), ("helse--kjoekkenet", "Mat")]
    assert outcome.value.results.units["helse--kjoekkenet"].answered == 15


def test_the_municipality_may_name_the_columns_of_a_table_of_one_unit(tmp_path):
    rows = [["Faktor", "Differanse", "Hele Norge", "Vår enhet", "Alle i kommunen"]]
    rows += [[name, 0.1, COUNTRY[at], OTHER[at], UNIT[at]] for at, name in enumerate(NUMBERED)]
    columns = {"unit": "D", "municipality": "Alle i kommunen", "national": "Hele Norge"}
    path = xlsx(tmp_path / "Heddal skule.xlsx", rows)
    outcome = read(path, municipality=named(**columns), listed=LISTED)
    assert outcome.problems == ()
    assert means(outcome, "heddal") == list(OTHER)
    assert means(outcome, "seljord") == list(UNIT)
    assert national(outcome, "") == list(COUNTRY)
