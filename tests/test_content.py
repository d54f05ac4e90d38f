"""The words: the same keys in both written standards, and every document can be made from them."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

import pytest

from packgen import compose, resources
from packgen.blocks import Agenda, Deck, Document, Heading, Paragraph, Table, plain
from packgen.compose.slides_shown import slides_in
from packgen.content import makeup, neutrality, texts
from packgen.model import (
    FACTORS,
    Choice,
    Comparator,
    Difference,
    Edition,
    Figures,
    Mean,
    Meeting,
    Municipality,
    Round,
    Share,
    TrendPoint,
    Unit,
    View,
)

TEXTS = {language: texts.load(resources.CONTENT, language).value for language in ("nb", "nn")}
MAKEUPS = makeup.load(resources.CONTENT)
MINUTES = makeup.load_minutes(resources.CONTENT)
DOCUMENTS = {m.id: m for m in MAKEUPS.value if not m.is_printed}
PRINTED = {m.id: m for m in MAKEUPS.value if m.is_printed and not m.when}
STATES = ("shown", "shown with everything", "fallback", "fallback without figures", "preparation")
LONG = "Interkommunalt kompetansesenter for habilitering, rehabilitering og velferdsteknologi, øst"

MEANS = tuple(Mean(Decimal(v)) for v in ["4.2", "4.2", "4.3", "4.2", "3.9", "4.1", "3.7", "4.3", "4.1", "4.6"])


def figures(**more: Any) -> Figures:
    values: dict[str, Any] = {
        "unit": "u",
        "name": "Solbakken sjukeheim",
        "answered": 24,
        "invited": 30,
        "response_percent": 80,
        "means": MEANS,
        "comparators": (
            Comparator("parent", "Helse og omsorg", MEANS),
            Comparator("municipality", "Fjordvik kommune", MEANS),
            Comparator("national_service", "Sjukeheim", MEANS),
        ),
        "differences": tuple(tuple(Difference(i, "inside") for i in range(3)) for _ in FACTORS),
        "shares": None,
        "trend": (),
        "trend_broken": False,
        "margin": Decimal("0.15"),
        "threshold": Decimal("0.2"),
    }
    return Figures(**{**values, **more})


SHARES = tuple(tuple(Share(f"{v}\u00a0%", Decimal(v)) for v in ("0", "3", "12", "45", "40")) for _ in FACTORS)


def view(language: str, state: str, edition: Edition, choice: Choice = Choice()) -> View:  # noqa: B008 - a frozen value
    found = None
    if state == "shown with everything" and edition is not Edition.STAFF:
        found = figures(shares=SHARES, trend=(TrendPoint("2024", "2024", MEANS, ("none",) * 10),))
    elif state in ("shown", "shown with everything", "fallback"):
        found = figures()
    return View(
        municipality=Municipality("x", "fjordvik", "Fjordvik kommune", "nb", choice=choice),
        round=Round("2026", "10-FAKTOR 2026", "2026"),
        unit=Unit("u", LONG, meeting_one=Meeting("2026-03-12", "08:30", "Møterom 2")),
        parent=None,
        language=language,
        edition=edition,
        state=state.split(maxsplit=1)[0],
        figures=found,
    )


def composed(document: str, language: str, state: str, **more: Any) -> Deck | Document:
    made = DOCUMENTS[document]
    scene = scene_of(document, language, state, **more)
    return compose.COMPOSERS[made.medium](made, scene)


def scene_of(document: str, language: str, state: str, **more: Any) -> compose.Scene:
    files = tuple(compose.PackFile(name, name, name) for name in DOCUMENTS)
    made = DOCUMENTS | PRINTED
    seen = view(language, state, made[document].edition, **more)
    return compose.scene(TEXTS[language], MINUTES.value, made, seen, files)


def shown_minutes(made: makeup.Makeup, scene: compose.Scene) -> dict[str, int]:
    """Return the minutes of the shown slides by agenda item."""
    found: dict[str, int] = {}
    for _, slide, _ in slides_in(made, scene):
        if not slide.hidden:
            found[slide.item] = found.get(slide.item, 0) + slide.minutes
    return found


def test_content_reads_without_a_problem():
    assert texts.load(resources.CONTENT, "nb").problems == ()
    assert texts.load(resources.CONTENT, "nn").problems == ()
    assert MAKEUPS.problems == ()
    assert MINUTES.problems == ()


def test_both_written_standards_have_the_same_keys_and_lengths_of_lists():
    nb, nn = ({path for path, _ in TEXTS[language].leaves()} for language in ("nb", "nn"))
    assert nb - nn == set()
    assert nn - nb == set()


def test_a_missing_key_is_told_with_its_place(tmp_path):
    for language, source in (("nb", "a: Hei\nb: Du"), ("nn", "a: Hei")):
        (tmp_path / language).mkdir()
        (tmp_path / language / "x.yaml").write_text(source)
    nb, nn = (texts.load(tmp_path, lang).value for lang in ("nb", "nn"))
    (problem,) = texts.differences(nb, nn)
    assert problem.code == "content.only_in_one"
    assert dict(problem.values) == {"key": "x.b", "missing_in": "nn"}
    assert (problem.place.file, problem.place.line) == ("content/nb/x.yaml", 2)


@pytest.mark.parametrize(("document", "language", "state"), list(product(DOCUMENTS, TEXTS, STATES)))
def test_every_document_can_be_made_in_every_state(document: str, language: str, state: str):
    made = composed(document, language, state)
    assert made.language == language
    assert LONG in made.title


@pytest.mark.parametrize(("document", "language", "state"), list(product(PRINTED, TEXTS, STATES)))
def test_every_sheet_and_card_can_be_made_in_every_state(document: str, language: str, state: str):
    made, scene = PRINTED[document], scene_of(document, language, state)
    found = compose.compose_cards(made, scene) if made.medium == "cards" else compose.compose_sheets(made, scene)
    assert found.language == language
    assert found.sheets if made.medium == "sheet" else found.cards


@pytest.mark.parametrize(("document", "language"), list(product(DOCUMENTS, TEXTS)))
@pytest.mark.parametrize("choice", [Choice(1, 1, 1, 1), Choice(3, 3, 1, 3)])
def test_every_document_can_be_made_with_any_number_of_factors(document: str, language: str, choice: Choice):
    assert composed(document, language, "shown", choice=choice)


@pytest.mark.parametrize(("language", "state"), list(product(TEXTS, STATES)))
@pytest.mark.parametrize("deck", [m.id for m in MAKEUPS.value if m.medium == "slides"])
def test_minutes_of_slides_add_up_to_the_agenda(deck: str, language: str, state: str):
    items = MINUTES.value.meetings[deck]
    expected = {item.id: MINUTES.value.of_item(deck, item.id) for item in items}
    assert shown_minutes(DOCUMENTS[deck], scene_of(deck, language, state)) == expected


@pytest.mark.parametrize("meeting", MINUTES.value.meetings)
def test_nobody_sits_for_more_than_ninety_minutes_without_a_break(meeting: str):
    stretches, sitting = [], 0
    for item in MINUTES.value.meetings[meeting]:
        sitting = 0 if item.pause else sitting + MINUTES.value.of_item(meeting, item.id)
        stretches.append(sitting)
    assert 0 < max(stretches) <= 90


@pytest.mark.parametrize("meeting", MINUTES.value.meetings)
def test_every_meeting_is_a_deck_with_a_run_sheet_or_a_document(meeting: str):
    of_days = {"analysis_day", "leader_programme", "environment_group", "follow_up_slides"}
    told = {item.key for m in MAKEUPS.value for part in m.parts for item in part.body if item.word == "run_sheet"}
    assert meeting in DOCUMENTS
    assert meeting in told | of_days


@pytest.mark.parametrize(
    ("meeting", "minutes"),
    [
        ("meeting_one", {"welcome": 5, "results": 20, "cross": 55, "summary": 10}),
        ("meeting_two", {"welcome": 10, "roadmap": 70, "summary": 10}),
        ("shift_one", {"welcome": 3, "results": 7, "cross": 22, "next": 3}),
        ("shift_two", {"recap": 3, "roadmap": 32}),
    ],
)
def test_meetings_take_the_minutes_of_the_method(meeting: str, minutes: dict[str, int]):
    items = {i.id: MINUTES.value.of_item(meeting, i.id) for i in MINUTES.value.meetings[meeting]}
    assert {name: number for name, number in items.items() if number} == minutes


def test_sessions_on_shift_take_thirty_five_minutes():
    assert [MINUTES.value.of_meeting(name) for name in ("shift_one", "shift_two")] == [35, 35]
    assert MINUTES.value.activities["shift_cross"] == {"alone": 5, "group": 12, "tally": 5}
    assert MINUTES.value.activities["shift_plan"] == {"alone": 5, "signs": 12, "measures": 10, "plan": 5}


@pytest.mark.parametrize(
    ("day", "clocks"),
    [
        ("analysis_day", ["08:30", "09:30", "10:30", "11:30", "12:15", "13:15", "14:15", "15:00"]),
        ("leader_programme", ["08:30", "08:45", "10:00", "11:00", "11:30", "12:15", "14:00", "15:15", "15:30"]),
    ],
)
def test_days_for_leaders_keep_their_clock(day: str, clocks: list[str]):
    starts = [at for at, item in MINUTES.value.starts(day) if not (item.pause and item.minutes < 30)]
    assert [f"{(510 + at) // 60:02}:{(510 + at) % 60:02}" for at in starts] == clocks


@pytest.mark.parametrize(("language", "state"), list(product(TEXTS, STATES)))
@pytest.mark.parametrize("deck", [m.id for m in MAKEUPS.value if m.medium == "slides"])
def test_slides_of_a_deck_have_unique_titles_notes_and_ids(deck: str, language: str, state: str):
    made = composed(deck, language, state)
    slides = [slide for section in made.sections for slide in section.slides]
    titles = [plain(slide.title) for slide in slides]
    assert len(set(titles)) == len(titles), sorted(t for t in titles if titles.count(t) > 1)
    assert len({slide.id for slide in slides}) == len(slides)
    assert all(slide.notes.parts for slide in slides)
    assert all(dict(slide.notes.parts) for slide in slides)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize(
    ("deck", "shown"),
    [("meeting_one", (20, 25)), ("meeting_two", (15, 20)), ("small_one", (16, 25)), ("video_one", (20, 27))],
)
def test_decks_have_about_as_many_slides_as_a_meeting_takes(deck: str, language: str, shown: tuple[int, int]):
    slides = [s for section in composed(deck, language, "shown").sections for s in section.slides]
    assert shown[0] <= sum(1 for s in slides if not s.hidden) <= shown[1]
    assert sum(1 for s in slides if s.hidden) == 10
    assert all(s.hidden for s in slides[-10:])


@pytest.mark.parametrize(("document", "language", "state"), list(product(DOCUMENTS, TEXTS, STATES)))
def test_headings_go_down_one_level_at_a_time(document: str, language: str, state: str):
    made = composed(document, language, state)
    if not isinstance(made, Document):
        return
    levels = [b.level for s in made.sections for b in s.blocks if isinstance(b, Heading)]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    ids = [b.id for s in made.sections for b in s.blocks if isinstance(b, Heading)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("language", TEXTS)
def test_no_text_judges_a_result(language: str):
    assert neutrality.lint(TEXTS[language]) == ()


@pytest.mark.parametrize(
    ("language", "sentence", "word"),
    [
        ("nb", "Resultatet vårt er bra.", "bra"),
        ("nb", "Tallet er lavest på faktor 5.", "lavest"),
        ("nb", "Vi skårer høyt på mestring.", "skårer høyt"),
        ("nn", "Snittet er dårlegare enn i fjor.", "dårlegare"),
        ("nn", "Tala våre er dei beste i kommunen.", "beste"),
    ],
)
def test_the_lint_finds_a_judgement(language: str, sentence: str, word: str):
    lists = {"neutrality": TEXTS[language].node("neutrality"), "x": {"y": sentence}}
    found = neutrality.lint(replace(TEXTS[language], nodes=lists))
    assert [dict(p.values)["word"] for p in found] == [word]


@pytest.mark.parametrize("sentence", ["Ikke si at et tall er bra.", "Hva er bra hos oss?", "Det beste med møtet"])
def test_the_lint_leaves_warnings_and_talk_of_other_things(sentence: str):
    lists = {"neutrality": TEXTS["nb"].node("neutrality"), "x": {"y": sentence}}
    assert neutrality.lint(replace(TEXTS["nb"], nodes=lists)) == ()


def test_the_agenda_says_its_minutes_in_words_too():
    deck = composed("meeting_one", "nb", "shown")
    (agenda,) = [
        b for s in deck.sections for slide in s.slides for _, bs in slide.regions for b in bs if isinstance(b, Agenda)
    ]
    assert [minutes for minutes, _ in agenda.items] == [5, 20, 55, 10, 0]
    assert agenda.main == (2,)
    assert agenda.summary


def test_a_fallback_pack_prints_no_figure_of_its_own_unit():
    deck = composed("meeting_one", "nb", "fallback")
    tables = [
        b for s in deck.sections for slide in s.slides for _, bs in slide.regions for b in bs if isinstance(b, Table)
    ]
    heads = {plain(c.head) for t in tables if t.kind == "figures" for c in t.columns}
    assert "Enheten" not in heads


def test_a_limit_that_the_municipality_sets_stands_in_the_texts():
    scene = scene_of("meeting_one", "nb", "shown")
    scene = replace(scene, words=scene.words.having(limit=3))
    deck = compose.compose_deck(DOCUMENTS["meeting_one"], scene)
    said = " ".join(
        plain(b.text) if isinstance(b, Paragraph) else " ".join(plain(i) for i in getattr(b, "items", ()) if i)
        for s in deck.sections
        for slide in s.slides
        if slide.id == "anonymity"
        for _, blocks in slide.regions
        for b in blocks
    )
    assert "3" in said
    assert "5" not in said
