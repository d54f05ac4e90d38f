"""Ids and headings as people write them, and forms that they have not filled in yet."""

from pathlib import Path

import pytest

from packgen import results, settings, units
from packgen.results.names import field_in

SETTINGS = "schema: 1\nname: Prøvevik\nunits: einingar.yaml\nrounds: [{id: 2026, results: r.csv}]\n"
UNITS = "schema: 1\nunits:\n  - {id: HO 12, name: Heimen}\n"


def test_an_id_in_the_results_is_the_listed_one_however_it_is_written(tmp_path: Path):
    (tmp_path / "municipality.yaml").write_text(SETTINGS, "utf-8")
    (tmp_path / "einingar.yaml").write_text(UNITS, "utf-8")
    head = "Id;Inviterte;Svar;" + ";".join(str(n) for n in range(1, 11))
    (tmp_path / "r.csv").write_text(f"{head}\nHO 12;9;8{';4,2' * 10}\n", "utf-8")
    municipality = settings.load(tmp_path).value
    read = results.gather((tmp_path / "r.csv",), municipality, municipality.rounds[0], units.load(municipality).value)
    assert read.problems == ()
    assert read.value.results.units["ho-12"].answered == 8


@pytest.mark.parametrize("heading", ["Svara", "Har svara", "Har svart", "Tal på svar", "Antall svar"])
def test_answers_have_a_heading_in_both_written_standards(heading: str):
    assert field_in(heading) == "answered"


def test_a_form_that_nobody_has_filled_in_is_called_empty(tmp_path: Path):
    (tmp_path / "municipality.yaml").write_text(SETTINGS.replace("units: einingar.yaml\n", ""), "utf-8")
    (tmp_path / "r.csv").write_text("")
    (tmp_path / "r.xlsx").write_bytes(results.form.write("nb"))
    municipality = settings.load(tmp_path).value
    (problem,) = results.gather((tmp_path / "r.xlsx",), municipality, municipality.rounds[0], None).problems
    assert (problem.code, problem.place.file) == ("results.no_figures", str(tmp_path / "r.xlsx"))
