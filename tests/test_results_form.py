"""packgen's own form: it explains itself in both standards, is prefilled, and comes back as it was filled in."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from result_files import COUNTRY, FIVE, OTHER, PLACE, ROUND, UNIT, codes, floats, means, read, told, tree

from packgen.model import Round, Unit
from packgen.results import form

UNITS = tree(
    Unit("seljord", "Seljord kommune"),
    Unit("oppvekst", "Oppvekst", "seljord", "Oppvekst"),
    Unit("=1+1", "Å & Bø/skule", "oppvekst", "Grunnskole", "nb"),
    Unit("liten", "Liten", "oppvekst", "Grunnskole"),
)
EARLIER = replace(PLACE, rounds=(Round("2021", "10-FAKTOR 2021", "2021"), ROUND))


def filled(path: Path, language, units=UNITS) -> Path:
    """Fill in a form as a person would: means of three units, one distribution, the country, an earlier round."""
    workbook = openpyxl.load_workbook(io.BytesIO(form.write(language, units)))
    _, listed, scores, shares, national, earlier = workbook.worksheets
    for row, (invited, answered) in enumerate(((60, 41), (40, 30), (20, 15), (8, 3)), start=5):
        listed.cell(row, 6, invited)
        listed.cell(row, 7, answered)
    for row, figures in ((5, UNIT), (6, COUNTRY), (7, OTHER)):
        for column, value in enumerate(figures, start=3):
            scores.cell(row, column, float(value) if row != 6 else value.replace(".", ","))
    for column in range(3, 13):
        scores.cell(8, column, "-")
    first = next(row for row in range(5, 50) if shares.cell(row, 2).value == "Seljord kommune")
    for column, value in enumerate(FIVE, start=4):
        shares.cell(first, column, value)
    for row in (5, 7):
        for column, value in enumerate(COUNTRY, start=2):
            national.cell(row, column, float(value))
    for column, value in enumerate(["2021", "", "Å & Bø/skule", "Oppvekst", 19, 14, *floats(UNIT)], start=1):
        earlier.cell(5, column, value or None)
    for column, value in enumerate(["2021", "", "Gamle skule", "Oppvekst", 9, 7, *floats(OTHER)], start=1):
        earlier.cell(6, column, value or None)
    workbook.save(path)
    return path


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("listed", [UNITS, None])
def test_a_filled_form_comes_back_as_it_was_filled_in(tmp_path, language, listed):
    outcome = read(filled(tmp_path / "skjema.xlsx", language), municipality=EARLIER, listed=listed)
    assert outcome.problems == (), told(outcome)
    school = "=1+1" if listed else "1-1"
    results = outcome.value.results
    assert [(u.name, u.parent, u.service, u.language) for u in outcome.value.tree.units] == [
        (u.name, u.parent, u.service, u.language) for u in UNITS.units
    ]
    assert means(outcome, "seljord") == list(UNIT)
    assert means(outcome, "oppvekst") == list(COUNTRY)
    assert means(outcome, school) == list(OTHER)
    assert results.units["liten"].scores is None
    assert [(u.invited, u.answered) for u in results.units.values()] == [(60, 41), (40, 30), (20, 15), (8, 3)]
    assert results.units["seljord"].scores[0].distribution == tuple(Decimal(str(share)) for share in FIVE)
    assert sorted(results.national) == ["", "Grunnskole"]
    (then,), (was,) = outcome.value.earlier, outcome.value.earlier_trees
    assert then.round == "2021"
    assert then.units[school].answered == 14
    assert was.get("oppvekst--gamle-skule").parent == "oppvekst"


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_form_explains_itself_and_says_which_edition_it_is(language):
    workbook = openpyxl.load_workbook(io.BytesIO(form.write(language)))
    first = [cell.value for cell in workbook.worksheets[0]["A"] if cell.value]
    assert first[-1] == "packgen: results, schema: 1"
    assert len(first) > 8
    titles = {"nb": ["Enheter", "Snitt", "Svarfordeling", "Landet", "Tidligere runder"]}
    titles["nn"] = ["Einingar", "Snitt", "Svarfordeling", "Landet", "Tidlegare rundar"]
    assert [sheet.title for sheet in workbook.worksheets[1:]] == titles[language]
    names = [cell.value for cell in workbook["Snitt"][4]]
    assert names[3] == {"nb": "2. Mestringstro", "nn": "2. Meistringstru"}[language]


def test_the_form_is_prefilled_with_the_units():
    workbook = openpyxl.load_workbook(io.BytesIO(form.write("nn", UNITS)))
    assert [cell.value for cell in workbook["Einingar"]["A"][4:]] == ["seljord", "oppvekst", "=1+1", "liten"]
    assert [cell.value for cell in workbook["Snitt"]["B"][4:]] == [unit.name for unit in UNITS.units]
    assert workbook["Svarfordeling"].max_row == 4 + 10 * len(UNITS.units)
    assert [cell.value for cell in workbook["Landet"]["A"][4:]] == ["Alle", "Oppvekst", "Grunnskole"]


def test_the_form_holds_no_formulas_and_is_the_same_every_time():
    data = form.write("nb", UNITS)
    assert data == form.write("nb", UNITS)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist() if "worksheets" in name)


def test_cells_are_held_to_the_scale_with_a_sentence_of_ours():
    sheet = openpyxl.load_workbook(io.BytesIO(form.write("nn", UNITS)))["Snitt"]
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1, rule.formula2) == ("decimal", "1", "5")
    assert str(rule.sqref) == "C5:L5000"
    assert rule.error == "Snittet ligg mellom 1 og 5. Skriv «-» viss eininga ikkje har resultat."


def test_an_empty_form_is_no_result(tmp_path):
    path = tmp_path / "skjema.xlsx"
    path.write_bytes(form.write("nn", UNITS))
    assert codes(read(path, listed=UNITS)) == ["no_figures"]


def test_a_form_of_another_edition_is_refused(tmp_path):
    path = filled(tmp_path / "skjema.xlsx", "nn")
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    sheet.cell(sheet.max_row, 1, "packgen: results, schema: 7")
    workbook.save(path)
    outcome = read(path, municipality=EARLIER, listed=UNITS)
    assert codes(outcome) == ["form_schema"]
    assert "Skjemaet er av utgåve 7" in told(outcome)[0]
    assert outcome.value is None


def test_a_wrong_figure_in_the_form_is_told_with_its_cell(tmp_path):
    path = filled(tmp_path / "skjema.xlsx", "nn")
    workbook = openpyxl.load_workbook(path)
    workbook["Snitt"]["E7"] = 7
    workbook["Einingar"]["E6"] = "samisk"
    workbook.save(path)
    outcome = read(path, municipality=EARLIER, listed=UNITS)
    assert codes(outcome) == ["unknown_language", "mean_outside_scale"]
    assert "Einingar E6: " in told(outcome)[0]
    assert "Snitt E7: Snittet 7 for faktor 3" in told(outcome)[1]
