"""Decks that speak of what the unit has decided: the right slides, minutes that add up, and never a slide too full."""

import io
from collections.abc import Iterable
from dataclasses import replace
from itertools import product

import invented
import pytest
import sample_records
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from packgen import compose
from packgen.blocks import Deck, Paragraph, Slide, Table, plain
from packgen.compose import run_sheet
from packgen.compose.document import scene_of
from packgen.compose.recorded_slides import MOST_FACTORS, Room, fitting, lines, shortened
from packgen.compose.slides_shown import slides_in
from packgen.model import Edition, Language, MeetingForm
from packgen.packs import make_pack, view_of
from packgen.record import (
    AnalysisSession,
    Chosen,
    Count,
    Goal,
    Measure,
    Reason,
    Record,
    Records,
    RoadmapSession,
    StatusChange,
)

UNIT = "lang"
FULL = replace(sample_records.record(UNIT), chosen=(Chosen(3, "improve"), Chosen(10, "keep")))
EARLIER = sample_records.earlier(UNIT)
ONE: dict[str, MeetingForm] = {
    "meeting_one": "two_meetings",
    "long_meeting": "long_meeting",
    "small_one": "small_group",
    "video_one": "video",
    "shift_one": "shifts",
}
TWO: dict[str, MeetingForm] = {
    "meeting_two": "two_meetings",
    "small_two": "small_group",
    "video_two": "video",
    "shift_two": "shifts",
}
LANGUAGES: tuple[Language, ...] = ("nb", "nn")
MAKEUPS = {makeup.id: makeup for makeup in invented.words().makeups}


def scene(
    document: str, language: Language = "nb", record: Record | None = None, earlier: Record | None = None
) -> compose.Scene:
    form = {**ONE, **TWO}.get(document, "two_meetings")
    given_ = invented.gathered(invented.results(), language)
    records = Records({UNIT: record} if record else {}, {UNIT: earlier} if earlier else {}, "10-FAKTOR 2024")
    given_ = replace(given_, municipality=replace(given_.municipality, meeting_form=form), records=records)
    view = view_of(given_, invented.TREE.get(UNIT), Edition.STAFF)
    words = invented.words()
    return compose.scene(words.texts[language], words.minutes, MAKEUPS, view)


def deck(document: str, language: Language = "nb", record: Record | None = None, earlier: Record | None = None) -> Deck:
    return compose.compose_deck(MAKEUPS[document], scene(document, language, record, earlier))


def slides(made: Deck) -> list[Slide]:
    return [slide for section in made.sections for slide in section.slides]


def named(made: Deck, *beginnings: str) -> list[Slide]:
    return [slide for slide in slides(made) if slide.id.startswith(beginnings)]


def tables(slide: Slide) -> list[Table]:
    return [block for _, blocks in slide.regions for block in blocks if isinstance(block, Table)]


def rows(table: Table) -> list[list[str]]:
    return [[plain(cell.text) for cell in row] for row in table.rows]


def letters_of(slide: Slide) -> str:
    return repr(slide)


# ---------------------------------------------------------------- minutes and numbers

RECORDS = {
    "nothing": None,
    "chosen": replace(FULL, analysis=(), roadmap=(), measures=()),
    "tally alone": Record(UNIT, "2026", (AnalysisSession(tally=(Count(1, 2, 0),)),)),
    "loose reasons": replace(
        FULL, analysis=(AnalysisSession(reasons=(Reason(0, "content", "Vi ler."), Reason(7, "improve", "Kurs."))),)
    ),
    "everything": FULL,
    "five factors": replace(FULL, chosen=tuple(Chosen(number, "improve") for number in (9, 1, 5, 7, 3))),
}


@pytest.mark.parametrize(("document", "state"), list(product((*ONE, *TWO, "follow_up_slides"), RECORDS)))
@pytest.mark.parametrize("earlier", [None, EARLIER])
def test_minutes_add_up_however_far_the_unit_has_come(document: str, state: str, earlier: Record | None):
    here = scene_of(MAKEUPS[document], scene(document, "nb", RECORDS[state], earlier))
    found: dict[str, int] = {}
    for _, slide, _ in slides_in(MAKEUPS[document], here):
        assert slide.minutes >= 0
        if not slide.hidden:
            found[slide.item] = found.get(slide.item, 0) + slide.minutes
    items = here.minutes.meetings[document]
    assert found == {item.id: here.minutes.of_item(document, item.id) for item in items}


@pytest.mark.parametrize(("document", "state", "language"), list(product((*ONE, *TWO), RECORDS, LANGUAGES)))
def test_no_two_slides_have_one_title(document: str, state: str, language: Language):
    titles = [plain(slide.title) for slide in slides(deck(document, language, RECORDS[state], EARLIER))]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("document", TWO)
def test_a_run_sheet_gives_the_numbers_of_the_slides_of_all_chosen_factors_in_one_row(document: str):
    made = deck(document, "nb", FULL)
    at = [n for n, slide in enumerate(slides(made), start=1) if slide.id.startswith("plan_chosen")]
    (table,) = run_sheet.compose_run_sheet(document, scene(document, "nb", FULL))
    assert isinstance(table, Table)
    found = [row for row in rows(table) if row[2] == "Handlingsplanen for hver faktor"]
    assert [row[1] for row in found] == [f"{at[0]}–{at[-1]}"]
    last = rows(table)[-1]
    hidden = [n for n, slide in enumerate(slides(made), start=1) if slide.hidden]
    assert last[1] == f"{hidden[0]}–{hidden[-1]}"
    assert "andre faktorene" in last[2]


# ---------------------------------------------------------------- meeting 2


@pytest.mark.parametrize(("document", "language"), list(product(TWO, LANGUAGES)))
def test_meeting_two_shows_what_meeting_one_decided(document: str, language: Language):
    made = deck(document, language, FULL)
    (recap,), (tally,), (reasons,) = (named(made, name) for name in ("recap", "tally", "reasons"))
    factor, way = rows(tables(recap)[0])[0]
    assert (factor[:3], way) == ("3. ", {"nb": "Forbedre", "nn": "Betre"}[language])
    assert [row[0].partition(".")[0] for row in rows(tables(tally)[0])] == [str(n) for n in range(1, 11)]
    assert rows(tables(tally)[0])[2][1:] == ["1", "5"]
    assert "Vi venter på hverandre før vi bestemmer noe." in letters_of(reasons)
    assert [slide.id for slide in named(made, "signs_chosen", "vision_chosen", "plan_chosen")] == [
        f"{kind}_chosen_{factor}"
        for kind in ("signs", "vision", "plan")
        for factor in ("autonomy", "prosocial_motivation")
    ]


@pytest.mark.parametrize("document", TWO)
def test_signs_of_chosen_factors_are_shown_and_those_of_the_others_are_hidden(document: str):
    made = deck(document, "nb", FULL)
    assert [slide.hidden for slide in named(made, "signs_chosen")] == [False, False]
    hidden = [slide for slide in slides(made) if slide.hidden]
    assert len(hidden) == 8
    assert not {"factor_autonomy", "factor_prosocial_motivation"} & {slide.id for slide in hidden}


def test_a_vision_sheet_has_the_units_own_goal_where_it_has_one():
    first, second = named(deck("meeting_two", "nb", FULL), "vision_chosen")
    assert "Målet vårt: Vi avgjør selv det vi kan avgjøre, og vet hva det er." in leads(first)
    assert leads(second).startswith("Målet vårt: Vi ")
    assert (plain(first.title), first.form.split("/")[3]) == ("Glansbildet: 3. Autonomi", "M2.vision.3")


def leads(slide: Slide) -> str:
    return " ".join(
        plain(b.text) for name, blocks in slide.regions if name == "lead" for b in blocks if isinstance(b, Paragraph)
    )


def test_notes_name_the_sheets_to_print():
    (task,) = named(deck("meeting_two", "nb", FULL), "vision_task")
    assert "arkene for 3. Autonomi og 10. Prososial motivasjon" in letters_of(task)
    assert "skjulte lysbildet" not in letters_of(task)


@pytest.mark.parametrize(("document", "language"), list(product((*ONE, *TWO), LANGUAGES)))
def test_without_a_record_nothing_speaks_of_one(document: str, language: Language):
    ids = {slide.id.partition("_chosen")[0] for slide in slides(deck(document, language)) if "_chosen" in slide.id}
    assert ids == set()
    assert not named(deck(document, language), "said_and_did", "reasons", "loose_reasons")


def test_reasons_for_other_factors_are_not_shown():
    assert "Kurs blir ofte avlyst" not in repr(deck("meeting_two", "nb", FULL))


# ---------------------------------------------------------------- meeting 1, and staff meetings


@pytest.mark.parametrize(("document", "language"), list(product(ONE, LANGUAGES)))
def test_meeting_one_begins_with_what_we_said_and_what_we_did(document: str, language: Language):
    made = slides(deck(document, language, None, EARLIER))
    assert [slide.id for slide in made[:2]] == ["opening", "said_and_did"]
    said = letters_of(made[1])
    assert "Vi vet hvem som gjør hva." in said
    assert {"nb": "Gjennomført: Skrive ned", "nn": "Gjennomført: Skrive ned"}[language] in said
    assert {"nb": "Ikke begynt", "nn": "Ikkje starta"}[language] in said
    assert "10-FAKTOR 2024" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_takes_five_slides_and_five_minutes(language: Language):
    made = slides(deck("follow_up_slides", language, FULL))
    assert [slide.id for slide in made] == ["opening", "signs", "measures", "talk", "next"]
    measures = rows(tables(made[2])[0])
    assert [row[0][:5] for row in measures] == ["Fem m", "Henge", "Lage ", "Gå gj"]
    assert measures[1][2] == {"nb": "1.\u00a0desember 2026", "nn": "1.\u00a0desember 2026"}[language]


# ---------------------------------------------------------------- never too full

LONG = st.text("abcdefgh WMÆØÅ .,-–", min_size=1, max_size=400).filter(str.strip)
RANDOM = settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def overfull(text: str, factors: Iterable[int], count: int = 9) -> Record:
    numbers = tuple(factors)
    return Record(
        UNIT,
        "2026",
        (
            AnalysisSession(
                groups=12,
                tally=tuple(Count(n, n, 10) for n in range(1, 11)),
                reasons=tuple(
                    Reason(n, half, f"{n}{i} {text}")
                    for n in (0, *numbers)
                    for half in ("content", "improve")
                    for i in range(count)
                ),
            ),
        ),
        tuple(Chosen(n, "improve") for n in numbers),
        (),
        (
            RoadmapSession(
                goals=tuple(Goal(n, text, "", *((tuple(f"{i} {text}" for i in range(count)),) * 3)) for n in numbers)
            ),
        ),
        tuple(
            Measure(f"t{n}{i}", n, f"{text} {i}", text, "2026-11-15", (StatusChange("2026-08-01", "done"),) * (i % 2))
            for n in numbers
            for i in range(count)
        ),
    )


def rendered(document: str, record: Record | None, earlier: Record | None) -> bytes:
    given_ = invented.gathered(None, "nb")
    records = Records({UNIT: record} if record else {}, {UNIT: earlier} if earlier else {}, "10-FAKTOR 2024")
    form = {**ONE, **TWO}.get(document, "two_meetings")
    municipality = replace(given_.municipality, meeting_form=form)
    given_ = replace(given_, municipality=municipality, documents=(document,), records=records)
    return make_pack(given_, invented.TREE.get(UNIT), invented.words(), invented.looks())[0].data


OWN = (
    "Det vi sa",
    "Dette valgte",
    "Slik fordelte",
    "begrunnelsene",
    "Andre begrunnelser",
    "Glansbildet: ",
    "Planen vår",
    "Dette s",
    ": eksempler",
)


def too_low(data: bytes) -> list[str]:
    """Return the slides of records on which a table reaches into the footer or below it."""
    found = []
    for slide in Presentation(io.BytesIO(data)).slides:
        foot = next((s.top for s in slide.placeholders if s.placeholder_format.type == 15), None)
        title = slide.shapes.title.text
        for shape in slide.shapes:
            if foot and shape.has_table and any(name in title for name in OWN):
                bottom = shape.top + sum(row.height for row in shape.table.rows)
                if bottom > foot:
                    found.append(f"{title}: {(bottom - foot) / 12700:.0f} pt too low")
    return found


@RANDOM
@given(LONG, st.integers(1, 5))
@pytest.mark.parametrize("document", ["meeting_two", "meeting_one", "follow_up_slides"])
def test_no_table_is_higher_than_its_slide_whatever_people_write(document: str, text: str, count: int):
    record = overfull(text, (9, 5, 7, 3, 10)[:count])
    assert too_low(rendered(document, record, record)) == []


@pytest.mark.parametrize("text", ["WWWW MMMM " * 40, "W" * 400, "i l j " * 70, "kompetanseutviklingsmuligheter " * 12])
@pytest.mark.parametrize("count", range(1, 6))
@pytest.mark.parametrize("document", ["meeting_two", "meeting_one", "follow_up_slides"])
def test_the_widest_letters_fit_too(document: str, count: int, text: str):
    record = overfull(text.strip(), (9, 5, 7, 3, 10)[:count])
    assert too_low(rendered(document, record, record)) == []


@given(st.lists(LONG, max_size=12), st.integers(1, 12), st.integers(12, 60))
def test_what_is_left_out_is_counted(values: list[str], lines: int, wide: int):
    kept, left = fitting(values, Room(lines, wide))
    assert len(kept) + left == len(values)
    assert bool(kept) == bool(values)


@given(LONG, st.integers(10, 80), st.integers(1, 4))
def test_a_text_is_cut_to_its_lines_with_an_ellipsis(value: str, wide: int, most: int):
    short = shortened(value, wide, most)
    assert short == " ".join(value.split()) or short.endswith("…")
    assert lines(short, wide) <= most


def test_more_factors_than_a_slide_has_room_for_are_left_out():
    many = overfull("Vi prøver.", range(1, 11), 1)
    (said,) = named(deck("meeting_one", "nb", None, many), "said_and_did")
    assert len(tables(said)[0].rows) == MOST_FACTORS
