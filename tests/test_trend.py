"""Results over the rounds: where there is a line it stands in meeting 1, the booklet and the results sheet; else not.

What was hidden in its own round is hidden now, whatever it was.
"""

from dataclasses import replace
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import product

import docx
import pptx
import pytest
from invented import EARLIER, TREE, gathered, looks, results, words
from test_content import DOCUMENTS, MEANS, MINUTES, TEXTS, figures, view

from packgen import compose
from packgen.blocks import Paragraph, Table, plain
from packgen.compose.figures import FIGURE_WORDS
from packgen.model import Edition, Figures, Mean, MeetingForm, Results, Score, TrendPoint, Unit, UnitResult, UnitTree
from packgen.packs import make_pack
from packgen.privacy import decide
from packgen.surveys import Gathered, Survey

FORMS: dict[MeetingForm, str] = {
    "two_meetings": "meeting_one",
    "long_meeting": "long_meeting",
    "small_group": "small_one",
    "video": "video_one",
    "shifts": "shift_one",
}
"""The deck that each form of the meetings shows figures in."""


def made(given: Gathered, unit: str, *documents: str) -> dict[tuple[str, bool], bytes]:
    """Return documents of a unit's pack, in both prints."""
    given = replace(given, documents=documents, large_print=True)
    pack = make_pack(given, TREE.get(unit), words(), looks())
    return {(one.document, one.large_print): one.data for one in pack}


def texts(data: bytes, ending: str) -> str:
    if ending == "pptx":
        shapes = (shape for slide in pptx.Presentation(BytesIO(data)).slides for shape in slide.shapes)
        found = []
        for shape in shapes:
            found += [shape.text_frame.text] if shape.has_text_frame else []
            found += [c.text for row in shape.table.rows for c in row.cells] if shape.has_table else []
        return "\n".join(found)
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def with_past(past: Results | None = None) -> Gathered:
    """Return a round with one before it."""
    return gathered(results(), earlier=past or results(round_=EARLIER))


# ---------------------------------------------------------------- where it stands


@pytest.mark.parametrize("form", FORMS)
def test_meeting_one_shows_the_line_in_every_form(form: MeetingForm):
    given = with_past()
    given = replace(given, municipality=replace(given.municipality, meeting_form=form))
    said = texts(made(given, "lang", FORMS[form])[FORMS[form], False], "pptx")
    assert "Resultatene våre over tid" in said
    assert "Endring siden 2024" in said


@pytest.mark.parametrize(
    ("document", "large"), [("results_sheet", False), ("results_sheet", True), ("handbook", False)]
)
def test_the_sheet_and_the_booklet_show_it_in_both_prints(document: str, large: bool):  # noqa: FBT001 - a parameter
    said = texts(made(with_past(), "lang", document)[document, large], "docx")
    assert "over tid" in said
    assert "siden 2024" in said


@pytest.mark.parametrize("unit", ["lang", "heimen"])
def test_without_an_earlier_round_nothing_speaks_of_one(unit: str):
    for data in made(gathered(results()), unit, "results_sheet").values():
        assert "over tid" not in texts(data, "docx")
    deck = made(gathered(results()), unit, "meeting_one")["meeting_one", False]
    assert "over tid" not in texts(deck, "pptx")


@pytest.mark.parametrize("unit", ["natt", "sfo"])
def test_a_hidden_unit_has_no_line_of_its_own_or_of_another(unit: str):
    given = with_past()
    assert "over tid" not in texts(made(given, unit, "meeting_one")["meeting_one", False], "pptx")
    assert "over tid" not in texts(made(given, unit, "results_sheet")["results_sheet", False], "docx")


# ---------------------------------------------------------------- hidden then = hidden now


def past_of(people: dict[str, tuple[int, int]], mean: str) -> Results:
    """Return an earlier round in which the unit with the longest name had other people and means."""
    found = results(round_=EARLIER, people=people)
    own = found.units["lang"]
    scores = tuple(Score(Decimal(mean), None) for _ in own.scores)
    return replace(found, units={**found.units, "lang": replace(own, scores=scores)})


def test_a_unit_that_was_hidden_then_has_no_point_of_then():
    few = {"lang": (6, 4)}
    said = {
        mean: texts(made(with_past(past=past_of(few, mean)), "lang", "meeting_one")["meeting_one", False], "pptx")
        for mean in ("2.26", "3.37")
    }
    assert "over tid" not in said["2.26"]
    assert said["2.26"] == said["3.37"]


def test_other_figures_of_what_was_hidden_then_change_no_byte():
    few, documents = {"lang": (6, 4)}, ("meeting_one", "results_sheet", "handbook")
    one, other = (made(with_past(past=past_of(few, mean)), "lang", *documents) for mean in ("2.26", "3.37"))
    assert one == other


def test_a_unit_that_was_shown_then_has_its_point():
    said = texts(
        made(with_past(past=past_of({"lang": (30, 24)}, "3.37")), "lang", "meeting_one")["meeting_one", False], "pptx"
    )
    assert "3,4" in said
    assert "større enn usikkerheten" in said


# ---------------------------------------------------------------- merged or split


def merged() -> UnitTree:
    units = tuple(replace(u, was=("a", "b")) if u.id == "lang" else u for u in TREE.units)
    return UnitTree(units)


@pytest.mark.parametrize("document", ["meeting_one", "results_sheet"])
def test_a_unit_that_was_merged_says_so_and_shows_no_line(document: str):
    given = gathered(results())
    then = UnitTree((Unit("m", "M"), Unit("a", "A", "m"), Unit("b", "B", "m")))
    scores = tuple(Score(Decimal("3.37"), None) for _ in range(10))
    past = Results(
        "2024", {u.id: UnitResult(u.id, 20 * n, 18 * n, scores) for u, n in zip(then.units, (2, 1, 1), strict=True)}
    )
    earlier = Survey(EARLIER, then, past, decide(then, past, EARLIER).value)
    tree = merged()
    given = replace(given, now=replace(given.now, tree=tree), earlier=(earlier,), documents=(document,))
    (one,) = make_pack(given, tree.get("lang"), words(), looks())
    said = texts(one.data, one.path.rpartition(".")[2])
    assert "slått sammen eller delt" in said
    assert "3,4" not in said
    assert "Endring siden" not in said


# ---------------------------------------------------------------- the table


def table(found: Figures, language: str = "nb", medium: str = "slides") -> tuple[Table, str]:
    """Return the table of rounds, and the note under it."""
    seen = replace(view(language, "shown", Edition.STAFF), figures=found)
    scene = replace(compose.scene(TEXTS[language], MINUTES.value, DOCUMENTS, seen), medium=medium)
    (made_table,) = FIGURE_WORDS["trends"](scene)
    (note,) = FIGURE_WORDS["trends_reading"](scene)
    assert isinstance(made_table, Table)
    assert isinstance(note, Paragraph)
    return made_table, plain(note.text)


@cache
def point(year: str, verdicts: tuple[str, ...] = ("none",) * 10) -> TrendPoint:
    return TrendPoint(year, year, MEANS, verdicts)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_factors_stand_in_their_order_with_the_change_in_words(language: str):
    verdicts = ("none", "inside", "outside", "unknown") + ("none",) * 6
    found, note = table(figures(trend=(point("2022"), point("2024", verdicts))), language)
    assert [plain(column.head) for column in found.columns[1:4]] == ["2022", "2024", "2026"]
    assert [plain(row[0].text).split(".")[0] for row in found.rows] == [str(n) for n in range(1, 11)]
    said = [plain(row[-1].text) for row in found.rows[:4]]
    assert len(set(said)) == 4
    assert said[0] == "mindre enn 0,2"
    assert TEXTS[language].node("figures.trends.note") in note


def test_the_latest_rounds_have_room_and_none_older():
    found, _ = table(figures(trend=tuple(point(str(year)) for year in range(2012, 2026, 2))))
    assert [plain(column.head) for column in found.columns[1:-1]] == ["2018", "2020", "2022", "2024", "2026"]


def test_a_bounded_mean_is_bounded_in_the_table():
    bounded = replace(point("2024"), means=(Mean(Decimal("4.9"), "at_least"), *MEANS[1:]))
    found, _ = table(figures(trend=(bounded,)))
    assert plain(found.rows[0][1].text) == "4,9 eller høyere"


def test_a_line_that_is_cut_on_the_way_says_so():
    _, note = table(figures(trend=(point("2024"),), trend_broken=True))
    assert "slått sammen eller delt" in note


@pytest.mark.parametrize(("language", "document"), list(product(["nb", "nn"], FORMS.values())))
def test_the_line_takes_no_minutes_of_the_agenda(language: str, document: str):
    slides = [s for section in DOCUMENTS[document].sections for s in section.slides if s.id.startswith("trend")]
    assert [slide.minutes for slide in slides] == [0, 0]
    assert TEXTS[language].node("meeting_one.trend")["say"]
