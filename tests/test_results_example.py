"""The example Seljord holds the published table, and nothing but what its script writes."""

import runpy
from pathlib import Path

from packgen import results, settings

EXAMPLES = Path(__file__).parents[1] / "examples"


def test_seljord_has_the_published_figures_of_2023():
    municipality = settings.load(EXAMPLES / "seljord").value
    (round_,) = municipality.rounds
    paths = tuple(Path(municipality.folder) / name for name in round_.results)
    outcome = results.gather(paths, municipality, round_, None)
    assert outcome.problems == ()
    (unit,) = outcome.value.tree.units
    assert (unit.id, unit.name, unit.service) == ("seljord", "Seljord kommune", "Administrasjon")
    scores = outcome.value.results.units["seljord"].scores
    assert " ".join(str(score.mean) for score in scores) == "4.2 4.2 4.3 4.2 3.9 4.1 3.7 4.3 4.1 4.6"
    (country,) = outcome.value.results.national.values()
    assert " ".join(map(str, country)) == "4.3 4.4 4.5 4.3 4.1 4.2 3.9 4.6 4.2 4.6"
    assert round_.released_under_limit


def test_seljord_is_what_its_script_makes(tmp_path):
    made = runpy.run_path(str(EXAMPLES / "make_seljord.py"))
    target = tmp_path / "a.xlsx"
    made["main"].__globals__["FILE"] = target
    made["main"]()
    assert target.read_bytes() == (EXAMPLES / "seljord" / "resultat-2023.xlsx").read_bytes()
