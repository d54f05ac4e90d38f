"""Decks that were filled in during a meeting: read back as written, slide by slide; each misuse is told."""

import copy
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import invented
import pytest
import sample_records
from form_files import UNIT, WRITTEN, codes, in_libreoffice, rewritten, words
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from packgen.collecting import deck_form
from packgen.collecting.filled import Filled
from packgen.model import Language, MeetingForm
from packgen.packs import make_pack
from packgen.problems import Outcome, values_of
from packgen.record import Chosen, Record, Records

WORKED_ON = (3, 10, 7)
CHOSEN = Record(UNIT, "2026", chosen=tuple(Chosen(number, "improve") for number in WORKED_ON))
ID = "provevik/2026/lang"
Typed = Mapping[str, Mapping[tuple[int, int], str]]
"""What is written in the table of each part, by row and column."""
RANDOM = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)


@cache
def deck(document: str = "meeting_one", language: Language = "nb", record: Record | None = None) -> bytes:
    forms: Mapping[str, MeetingForm] = {
        "shift": "shifts",
        "small": "small_group",
        "video": "video",
        "long": "long_meeting",
    }
    form = forms.get(document.partition("_")[0], "two_meetings")
    given_ = invented.gathered(None, language)
    municipality = replace(given_.municipality, meeting_form=form)
    records = Records({UNIT: record} if record else {})
    given_ = replace(given_, municipality=municipality, documents=(document,), records=records)
    return make_pack(given_, invented.TREE.get(UNIT), invented.words(), invented.looks())[0].data


def changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    opened = Presentation(io.BytesIO(data))
    change(opened)
    saved = io.BytesIO()
    opened.save(saved)
    return saved.getvalue()


def tables(opened: Any, part: str) -> Iterator[tuple[Any, Any]]:
    """Yield the slides with a table of this part, and the table."""
    for slide in opened.slides:
        for shape in slide.shapes:
            if shape.has_table and f".{part}/" in shape.name:
                yield slide, shape


def typed(data: bytes, written: Typed, goals: Mapping[str, str] = {}) -> bytes:
    """Return a deck as if somebody had clicked in the cells and written, and added rows where there were too few."""

    def write(opened: Any) -> None:
        for part, cells in written.items():
            for _, shape in tables(opened, part):
                while len(shape.table.rows) <= max((row for row, _ in cells), default=0):
                    add_row(shape.table)
                for (row, column), text in cells.items():
                    shape.table.rows[row].cells[column].text = text
        for part, goal in goals.items():
            for slide, _ in tables(opened, part):
                next(
                    s for s in slide.placeholders if "Målet vårt" in s.text_frame.text
                ).text_frame.text = f"Målet vårt: {goal}"

    return changed(data, write)


def add_row(table: Any) -> None:
    rows = table._tbl.tr_lst
    rows[-1].addnext(copy.deepcopy(rows[-1]))
    for cell in table.rows[len(rows)].cells:
        cell.text = ""


def read(data: bytes) -> Outcome[tuple[Filled, ...]]:
    return deck_form.read(data, "møte.pptx", words())


def said(data: bytes) -> dict[str, dict[str, str]]:
    """Return what stands in a deck by part and key, without parts that nobody has written in."""
    outcome = read(data)
    assert outcome.value is not None, outcome.problems
    found = [(one.form.part, {key: value.text for key, value in one.values.items()}) for one in outcome.value]
    assert len(dict(found)) == len(found)
    return {part: values for part, values in found if values}


# ---------------------------------------------------------------- which slides are forms


@pytest.mark.parametrize(
    ("document", "parts"),
    [
        ("meeting_one", ["cross", "tally", "chosen"]),
        ("video_one", ["cross", "tally", "chosen"]),
        ("small_one", ["cross", "chosen"]),
        ("shift_one", ["cross", "tally"]),
        ("long_meeting", ["cross", "tally", "chosen", "vision", "matrix", "plan"]),
        ("meeting_two", ["vision", "matrix", "plan"]),
        ("small_two", ["vision", "matrix", "plan"]),
        ("video_two", ["vision", "matrix", "plan"]),
        ("shift_two", ["vision", "plan"]),
    ],
)
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_slide_to_write_on_says_whose_form_it_is(document: str, parts: list[str], language: Language):
    outcome = read(deck(document, language))
    assert outcome.problems == ()
    assert [one.form.part for one in outcome.value] == parts
    assert {(one.form.municipality, one.form.round, one.form.unit) for one in outcome.value} == {
        ("provevik", "2026", "lang")
    }
    assert {one.unit_name for one in outcome.value} == {invented.LONGEST}
    assert {one.medium for one in outcome.value} == {"deck"}
    assert all(one.values == {} for one in outcome.value)


def test_a_unit_that_has_chosen_has_a_sheet_and_a_plan_for_each_factor():
    outcome = read(deck("meeting_two", record=CHOSEN))
    assert [one.form.part for one in outcome.value] == [
        *("vision.3", "vision.10", "vision.7"),
        "matrix",
        *("plan.3", "plan.10", "plan.7"),
    ]


def test_meetings_say_in_the_id_which_form_they_are():
    kinds = {one.form.part: one.form.kind for one in read(deck("long_meeting")).value}
    assert kinds == {
        **dict.fromkeys(("cross", "tally", "chosen"), "one"),
        **dict.fromkeys(("vision", "matrix", "plan"), "two"),
    }


# ---------------------------------------------------------------- what is written is what is read

_COUNTS = st.dictionaries(st.tuples(st.integers(1, 10), st.integers(1, 2)), WRITTEN["number"], max_size=12)
_LINES = st.lists(sample_records.texts(), max_size=3)
_ROWS = st.lists(
    st.tuples(WRITTEN["factor"], WRITTEN["way"], st.just("") | sample_records.texts()),
    max_size=5,
    unique_by=lambda row: row[0][1],
)


@RANDOM
@given(_COUNTS, st.none() | st.tuples(WRITTEN["number"], WRITTEN["number"]), _LINES, _LINES, _ROWS)
def test_all_of_meeting_one_is_read_as_it_was_written(counts, last, content, improve, rows):
    session = {(11, 1): f"Økt: {last[0][0]}", (11, 2): f"Grupper: {last[1][0]}"} if last else {}
    cells = {place: text for place, (text, _) in counts.items()} | session
    chosen = {(row, 0): factor[0] for row, (factor, _, _) in enumerate(rows, start=1)}
    chosen |= {(row, 1): way[0] for row, (_, way, _) in enumerate(rows, start=1)}
    chosen |= {(row, 2): why for row, (_, _, why) in enumerate(rows, start=1)}
    cross = {(1, 1): "\n".join(content), (3, 1): "\n".join(improve)}
    found = said(typed(deck(), {"tally": cells, "chosen": chosen, "cross": cross}))
    numbers = {"session": last[0][1], "groups": last[1][1]} if last else {}
    same = {"session": last[0][1]} if last else {}
    tally = {f"tally.{factor}.{('content', 'improve')[half - 1]}": n for (factor, half), (_, n) in counts.items()}
    reasons = {
        f"reasons.0.{half}": "\n".join(said) for half, said in (("content", content), ("improve", improve)) if said
    }
    halves = {"keep": "content", "improve": "improve"}
    choice = {f"chosen.{n}.factor": factor[1] for n, (factor, _, _) in enumerate(rows, start=1)}
    choice |= {f"chosen.{n}.way": way[1] for n, (_, way, _) in enumerate(rows, start=1)}
    choice |= {f"reasons.{factor[1]}.{halves[way[1]]}": why for factor, way, why in rows if why}
    assert found.get("tally", {}) == tally | numbers
    assert found.get("cross", {}) == (reasons | same if reasons else {})
    assert found.get("chosen", {}) == (choice | same if choice else {})


_SIGNS = st.dictionaries(st.tuples(st.integers(1, 6), st.integers(0, 2)), sample_records.texts(), max_size=6)
_PLAN = st.lists(st.tuples(sample_records.texts(), sample_records.texts(), WRITTEN["day"]), max_size=6)
_WHO = ("staff", "leader", "organisation")


@RANDOM
@given(
    st.fixed_dictionaries(
        {number: st.tuples(_SIGNS, st.just("") | sample_records.texts(), _PLAN) for number in WORKED_ON}
    ),
    st.fixed_dictionaries(dict.fromkeys(((2, 1), (2, 2), (4, 1), (4, 2)), _LINES)),
)
def test_all_of_meeting_two_is_read_as_it_was_written(by_factor, ideas):
    written: dict[str, dict[tuple[int, int], str]] = {"matrix": {place: "\n".join(one) for place, one in ideas.items()}}
    for number, (signs, _, plan) in by_factor.items():
        written[f"vision.{number}"] = signs
        rows = enumerate(plan, start=1)
        written[f"plan.{number}"] = {
            (row, column): text for row, (what, who, day) in rows for column, text in enumerate((what, who, day[0]))
        }
    goals = {f"vision.{number}": goal for number, (_, goal, _) in by_factor.items() if goal}
    found = said(typed(deck("meeting_two", record=CHOSEN), written, goals))
    squares = {(2, 1): "large_hard", (2, 2): "large_easy", (4, 1): "small_hard", (4, 2): "small_easy"}
    expected: dict[str, dict[str, str]] = {
        "matrix": {f"ideas.{squares[place]}": "\n".join(one) for place, one in ideas.items() if one}
    }
    measure = 0
    for slot, number in enumerate(WORKED_ON, start=1):
        signs, goal, plan = by_factor[number]
        columns = {who: [signs[cell] for cell in sorted(signs) if cell[1] == n] for n, who in enumerate(_WHO)}
        vision = {f"goal.{slot}.{who}": "\n".join(lines) for who, lines in columns.items() if lines}
        vision |= {f"goal.{slot}.text": goal} if goal else {}
        expected[f"vision.{number}"] = vision | ({f"goal.{slot}.factor": str(number)} if vision else {})
        expected[f"plan.{number}"] = {}
        for what, who, day in plan:
            measure += 1
            values = {"text": what, "responsible": who, "deadline": day[1], "factor": str(number)}
            expected[f"plan.{number}"] |= {f"measure.{measure}.{name}": text for name, text in values.items()}
    assert found == {part: values for part, values in expected.items() if values}


def test_a_blank_plan_takes_the_factor_from_the_column_of_goals():
    cells = {(1, 0): "3. Autonomi", (1, 2): "Lage en liste", (1, 3): "styrer", (1, 4): "1. juni 2026"}
    cells |= {(3, 0): "Faktor 10: å nå fram", (3, 2): "Ringe", (4, 0): "Det blir fint", (4, 2): "Male"}
    assert said(typed(deck("meeting_two"), {"plan": cells}))["plan"] == {
        "measure.1.factor": "3",
        "measure.1.text": "Lage en liste",
        "measure.1.responsible": "styrer",
        "measure.1.deadline": "2026-06-01",
        "measure.2.factor": "10",
        "measure.2.text": "Ringe",
        "measure.3.text": "Male",
    }


def test_the_plan_of_a_shift_has_columns_of_its_own():
    cells = {(1, 0): "Ha lista oppe", (1, 1): "7", (1, 2): "nattevakta", (1, 3): "2026-06-01", (4, 0): "Økt: 2"}
    found = said(typed(deck("shift_two", "nn"), {"plan": cells}))["plan"]
    assert found == {
        "session": "2",
        "measure.1.text": "Ha lista oppe",
        "measure.1.responsible": "nattevakta",
        "measure.1.deadline": "2026-06-01",
    }


def test_the_goal_that_a_slide_came_with_is_not_the_groups_own():
    long_goal = "Vi " + "sier fra i god tid og spør når vi ikke vet, " * 8
    own = replace(CHOSEN, roadmap=sample_records.record().roadmap)
    goals = (replace(own.roadmap[0].goals[0], text=long_goal.strip()),)
    own = replace(own, roadmap=(replace(own.roadmap[0], goals=goals),))
    found = said(typed(deck("meeting_two", record=own), {"vision.3": {(1, 0): "Vi sier fra."}}))
    assert found == {"vision.3": {"goal.1.factor": "3", "goal.1.staff": "Vi sier fra."}}


# ---------------------------------------------------------------- slides that were added, deleted and moved


def duplicate(opened: Any, part: str, *, notes: bool = True) -> Any:
    """Duplicate a slide as PowerPoint does, last in the deck; return the new one."""
    slide, _ = next(tables(opened, part))
    new = opened.slides.add_slide(slide.slide_layout)
    for shape in list(new.shapes):
        shape._element.getparent().remove(shape._element)
    for shape in slide.shapes:
        new.shapes._spTree.append(copy.deepcopy(shape._element))
    if notes:
        new.notes_slide.notes_text_frame.text = slide.notes_slide.notes_text_frame.text
    return new


def test_a_duplicate_that_nobody_changed_says_nothing_more():
    once = typed(deck(), {"tally": {(3, 1): "||"}})
    twice = changed(once, lambda opened: duplicate(opened, "tally"))
    assert len(read(twice).value) == len(read(once).value)
    assert said(twice) == said(once)


def test_duplicates_that_differ_are_both_given():
    def change(opened: Any) -> None:
        new = duplicate(opened, "plan.3")
        next(s for s in new.shapes if s.has_table).table.rows[1].cells[0].text = "Noe annet"

    data = changed(typed(deck("meeting_two", record=CHOSEN), {"plan.3": {(1, 0): "Én ting"}}), change)
    found = [one.values["measure.1.text"].text for one in read(data).value if one.form.part == "plan.3"]
    assert found == ["Én ting", "Noe annet"]


def test_blank_sheets_that_were_duplicated_are_goals_of_their_own():
    def change(opened: Any) -> None:
        new = duplicate(opened, "vision")
        next(s for s in new.shapes if s.has_table).table.rows[1].cells[0].text = "Vi ler."

    data = changed(typed(deck("meeting_two"), {"vision": {(1, 0): "Vi spør."}}, {"vision": "3. Vi tør"}), change)
    found = [{k: v.text for k, v in one.values.items()} for one in read(data).value if one.form.part == "vision"]
    assert [one.get("goal.1.staff", one.get("goal.2.staff")) for one in found] == ["Vi spør.", "Vi ler."]
    assert found[0]["goal.1.factor"] == "3"


def test_slides_that_were_deleted_are_not_missed():
    def delete(opened: Any) -> None:
        ids = opened.slides._sldIdLst
        for number, slide in reversed(list(enumerate(opened.slides))):
            if any(found is slide or found.slide_id == slide.slide_id for found, _ in tables(opened, "cross")):
                opened.part.drop_rel(ids[number].rId)
                ids.remove(ids[number])

    assert [one.form.part for one in read(changed(deck(), delete)).value] == ["tally", "chosen"]


def test_the_notes_say_whose_form_it_is_where_a_program_has_renamed_the_table():
    def rename(opened: Any) -> None:
        for slide in opened.slides:
            for shape in slide.shapes:
                if shape.has_table:
                    shape.name = "Table 1"

    data = changed(typed(deck(), {"tally": {(3, 1): "2"}}), rename)
    assert said(data) == {"tally": {"tally.3.content": "2"}}


def test_words_in_the_notes_may_go_where_the_table_says_it():
    def empty(opened: Any) -> None:
        for slide in opened.slides:
            slide.notes_slide.notes_text_frame.text = ""

    assert said(changed(typed(deck(), {"tally": {(3, 1): "2"}}), empty)) == {"tally": {"tally.3.content": "2"}}


def test_rows_of_factors_may_be_in_another_order_and_have_other_names():
    cells = {(1, 0): "7", (1, 1): "3", (7, 0): "Indre motivasjon", (7, 1): "4", (2, 2): "||"}
    assert said(typed(deck(), {"tally": cells}))["tally"] == {
        "tally.7.content": "3",
        "tally.1.content": "4",
        "tally.2.improve": "2",
    }


@pytest.mark.office("soffice")
def test_a_deck_saved_by_libreoffice_reads_the_same():
    one = typed(
        deck(),
        {
            "tally": {(3, 1): "|||", (10, 2): "4", (11, 1): "Økt: 2", (11, 2): "Grupper: 4"},
            "cross": {(1, 1): "Vi ler.\nVi spør.", (3, 1): "Det haster."},
            "chosen": {(1, 0): "3. Autonomi", (1, 1): "Forbedre", (1, 2): "Vi venter."},
        },
    )
    two = typed(
        deck("meeting_two", record=CHOSEN),
        {
            "vision.3": {(1, 0): "Vi spør.", (5, 2): "Vikar er på plass."},
            "matrix": {(2, 2): "Liste\nTavle", (4, 1): "Ny nettside"},
            "plan.7": {(1, 0): "Kurs", (1, 1): "styrer", (1, 2): "1.6.2026"},
        },
        {"vision.3": "Vi avgjør selv."},
    )
    saved = in_libreoffice({"one.pptx": one, "two.pptx": two}, "pptx")
    assert saved["one.pptx"] != one
    assert said(saved["one.pptx"]) == said(one)
    assert said(saved["two.pptx"]) == said(two)


# ---------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("document", "part", "cells", "code"),
    [
        ("meeting_one", "tally", {(3, 1): "mange"}, "collect.not_number"),
        ("meeting_one", "tally", {(3, 0): "Trivsel", (3, 1): "2"}, "collect.not_factor"),
        ("meeting_one", "tally", {(1, 0): "3", (1, 1): "1", (3, 1): "2"}, "collect.twice"),
        ("meeting_one", "chosen", {(1, 0): "Trivsel"}, "collect.not_factor"),
        ("meeting_one", "chosen", {(1, 0): "3. Rolleklarhet"}, "collect.factor_clash"),
        ("meeting_one", "chosen", {(1, 0): "3", (1, 1): "kanskje"}, "collect.not_option"),
        ("meeting_one", "chosen", {(row, 0): str(row) for row in range(1, 7)}, "collect.too_many_rows"),
        ("meeting_two", "plan", {(row, 2): str(row) for row in range(1, 32)}, "collect.too_many_rows"),
        ("meeting_two", "plan", {(1, 2): "Ringe", (1, 4): "snarest"}, "fields.not_day"),
        ("meeting_two", "plan", {(1, 2): "x" * 1001}, "collect.too_long"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_slide(document: str, part: str, cells: dict[Any, str], code: str):
    outcome = read(typed(deck(document), {part: cells}))
    assert outcome.value is None
    assert set(codes(outcome)) == {code}
    assert outcome.problems[0].place.sheet.startswith("lysark ")


def test_everything_wrong_is_told_at_once():
    written = {"tally": {(3, 1): "mange"}, "chosen": {(1, 0): "Trivsel"}}
    assert codes(read(typed(deck(), written))) == ["collect.not_number", "collect.not_factor"]


def test_an_id_with_a_wrong_digit_is_refused():
    def spoil(opened: Any) -> None:
        for _, shape in tables(opened, "tally"):
            shape.name = shape.name.replace("/lang/", "/natt/")

    outcome = read(changed(deck(), spoil))
    assert (outcome.value, codes(outcome)) == (None, ["collect.id_check"])


def test_a_deck_of_others_has_no_id():
    outcome = read(changed(deck(), lambda opened: [strip(slide) for slide in opened.slides]))
    assert (outcome.value, codes(outcome)) == (None, ["collect.no_id"])


def strip(slide: Any) -> None:
    slide.notes_slide.notes_text_frame.text = ""
    for shape in slide.shapes:
        shape.name = "Form"


def test_what_is_no_deck_is_refused():
    assert codes(read(b"")) == ["archive.not_a_zip"] or read(b"").value is None
    assert read(b"hei").value is None
    word = rewritten(deck(), "ppt/presentation.xml", lambda _: b"<x/>")
    assert codes(read(word)) == ["collect.broken"]


def test_macros_are_refused_before_anything_is_opened():
    outcome = read(rewritten(deck(), "ppt/vbaProject.bin", lambda _: b"x"))
    assert outcome.value is None
    assert all(code.startswith("archive.") for code in codes(outcome))


def test_the_messages_have_what_they_say():
    outcome = read(typed(deck(), {"tally": {(3, 0): "Trivsel", (3, 1): "2"}}))
    assert values_of(outcome.problems[0])["value"] == "Trivsel"
