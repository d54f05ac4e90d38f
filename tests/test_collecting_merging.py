"""What forms make of a unit's record: everything in it, nothing twice, and every misuse with its message."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
import sample_records
from hypothesis import given, settings
from said_forms import form, forms_of

from packgen.collecting import persons
from packgen.collecting.changes import Change, changes
from packgen.collecting.filled import Filled
from packgen.collecting.merging import Frame, Merged, merge
from packgen.model import Choice, Municipality, Round, Unit, UnitTree
from packgen.problems import Outcome, values_of
from packgen.record import (
    AnalysisSession,
    Chosen,
    Count,
    FollowUp,
    Goal,
    Idea,
    LeadersOwn,
    Measure,
    Reason,
    Record,
    RoadmapSession,
    StatusChange,
)
from packgen.resources import CONTENT

MUNICIPALITY = Municipality("", "fjordvik", "Fjordvik kommune", "nb", choice=Choice(2, 2, 1, 2))
ROUND = Round("2026", "10-FAKTOR 2026", "2026")
TREE = UnitTree((Unit("skolen", "Skolen"), Unit("sfo", "SFO"), Unit("kanutten-barnehage", "Kanutten barnehage")))
CHOSEN = {"chosen.1.factor": "3", "chosen.1.way": "improve"}


def row(number: int, text: str, responsible: str, deadline: str) -> dict[str, str]:
    """Return a row of a plan, a measure for factor 3."""
    said = {"factor": "3", "text": text, "responsible": responsible, "deadline": deadline}
    return {f"measure.{number}.{name}": value for name, value in said.items()}


MEASURE = row(1, "Lage en liste", "rektor", "2026-06-01")


def collect(*forms: Filled, record: Record | None = None, day: str = "2026-01-01", **more: object) -> Outcome:
    records = {record.unit: record} if record else {}
    frame = Frame(MUNICIPALITY, ROUND, TREE, records, day)
    return merge(forms, replace(frame, **more))


def merged(*forms: Filled, record: Record | None = None, **more: object) -> Merged:
    outcome = collect(*forms, record=record, **more)
    assert outcome.value is not None, outcome.problems
    return outcome.value[0]


def after(*forms: Filled, record: Record | None = None, **more: object) -> Record:
    return replace(merged(*forms, record=record, **more).after, collected=())


def told(*forms: Filled, record: Record | None = None, **more: object) -> list[str]:
    return [problem.code.removeprefix("collect.") for problem in collect(*forms, record=record, **more).problems]


def what_changed(one: Merged) -> dict[str, dict[str, object]]:
    return {c.code: {name: told_.value for name, told_ in c.values.items()} for c in changes(one.before, one.after)}


def bare(**parts: object) -> Record:
    return Record("skolen", "2026", **parts)  # type: ignore[arg-type] # fields of a record by name


HELD = bare(
    analysis=(AnalysisSession(1, "2026-04-14", 4),),
    chosen=(Chosen(3, "improve"),),
    roadmap=(RoadmapSession(1, "2026-04-28"),),
    measures=(Measure("t1", 3, "Lage en liste", "rektor", "2026-06-01", (), "two.1"),),
)
"""A unit after both meetings: it works on factor 3 and has one measure."""


# ---------------------------------------------------------------- nothing is lost, nothing comes twice


@settings(max_examples=80, deadline=None)
@given(sample_records.records())
def test_what_forms_say_is_what_the_record_says(record: Record):
    wide = replace(MUNICIPALITY, choice=Choice(2, 2, 1, 5))
    one = merged(*forms_of(record), municipality=wide) if record.analysis else None
    assert one is None or replace(one.after, collected=()) == replace(record, collected=())


@settings(max_examples=40, deadline=None)
@given(sample_records.records())
def test_forms_collected_one_by_one_or_twice_say_the_same(record: Record):
    wide = replace(MUNICIPALITY, choice=Choice(2, 2, 1, 5))
    now: Record | None = None
    for one in forms_of(record):
        now = merged(one, record=now, municipality=wide).after
    assert now is None or replace(now, collected=()) == replace(record, collected=())
    if now is not None:
        again = merged(*forms_of(record), record=now, municipality=wide)
        assert (again.taken, again.after, list(changes(again.before, again.after))) == ((), now, [])


def test_a_form_is_known_again_in_another_format_and_after_corrections_by_hand():
    first = merged(form("one", {"groups": "4", **CHOSEN}))
    by_hand = replace(first.after, chosen=(Chosen(7, "keep"),))
    copy = form("one", {"groups": "4", **CHOSEN}, file="kopi.xlsx")
    again = merged(copy, record=by_hand)
    assert (again.taken, again.known, again.after) == ((), ("kopi.xlsx",), by_hand)


def test_a_count_of_none_is_the_same_as_no_count():
    first = merged(form("one", {"tally.3.improve": "3"})).after
    again = merged(form("one", {"tally.3.improve": "3", "tally.3.content": "0"}), record=first)
    assert (again.taken, again.after) == ((), first)


def test_fields_of_a_deck_and_a_form_of_the_same_meeting_are_joined():
    tally = form("one", {"tally.3.improve": "3", "groups": "4"}, file="møte.pptx", part="tally")
    chosen = form("one", CHOSEN, file="møte.pptx", part="chosen")
    written = form("one", {"date": "2026-04-14", "groups": "4"}, file="skjema.docx")
    assert after(tally, chosen, written) == bare(
        analysis=(AnalysisSession(1, "2026-04-14", 4, (Count(3, 0, 3),)),), chosen=(Chosen(3, "improve"),)
    )


def test_lists_on_slides_and_in_the_form_add_up_with_nothing_twice():
    cross = form("one", {"reasons.0.content": "Vi ler.\nVi spiser sammen."}, file="møte.pptx", part="cross")
    written = form("one", {"date": "2026-04-14", "reasons.0.content": "Vi synger.\nVi ler."})
    assert [one.text for one in after(cross, written).reasons] == ["Vi synger.", "Vi ler.", "Vi spiser sammen."]
    signs = form("two", {"goal.1.staff": "Vi spør."}, file="møte.pptx", part="vision.3")
    more = form("two", {"goal.1.factor": "3", "goal.1.staff": "Vi svarer.", "date": "2026-04-28"})
    assert after(signs, more, record=replace(HELD, roadmap=())).goal(3).staff == ("Vi svarer.", "Vi spør.")


def test_lists_of_two_forms_of_one_meeting_must_agree():
    one = form("one", {"reasons.0.content": "Vi ler."}, file="a.docx")
    assert told(one, form("one", {"reasons.0.content": "Vi synger."}, file="b.docx")) == ["disagree"]


def test_slides_go_with_the_session_that_the_form_beside_them_is_about():
    slides = form("one", {"tally.3.improve": "3"}, file="møte.pptx", part="tally")
    written = form("one", {"session": "2", "date": "2026-04-16"}, file="skjema.docx")
    assert [held.number for held in after(slides, written).analysis] == [2]


def test_measures_of_a_deck_and_of_a_form_come_once_with_what_both_say():
    on_slide = {"measure.1.text": "Lage en liste", "measure.1.deadline": "2026-06-01"}
    in_form = {"measure.1.factor": "3", "measure.1.text": "Lage en liste", "measure.1.responsible": "rektor"}
    slide = form("two", on_slide, file="møte.pptx", part="plan.3")
    assert after(slide, form("two", in_form)).measures == (
        Measure("t1", 3, "Lage en liste", "rektor", "2026-06-01", (), "two.1"),
    )


def test_sessions_add_up():
    one = form("one", {"session": "1", "groups": "3", "tally.3.improve": "3", **CHOSEN}, file="a.docx")
    two = form("one", {"session": "2", "groups": "2", "tally.3.improve": "2", **CHOSEN}, file="b.docx")
    record = after(one, two)
    assert (record.groups, record.tally[2]) == (5, Count(3, 0, 5))


def test_two_files_that_disagree_are_told_with_both_places():
    outcome = collect(form("one", {"groups": "4"}, file="a.docx"), form("one", {"groups": "5"}, file="b.docx"))
    [problem] = outcome.problems
    assert (problem.code, problem.place.file, problem.place.cell) == ("collect.disagree", "b.docx", "3")
    assert values_of(problem) == {"said": "5", "other": "4", "where": "a.docx 3"}
    assert outcome.value is None


# ---------------------------------------------------------------- newer content


def test_a_newer_form_replaces_what_the_meeting_said_and_shows_it():
    first = form("one", {"date": "2026-04-14", "groups": "4", "reasons.3.improve": "Vi venter.", **CHOSEN})
    known = merged(first).after
    newer = form("one", {"date": "2026-04-15", "reasons.3.improve": "Vi venter.\nDet er uklart.", **CHOSEN})
    one = merged(newer, record=known)
    assert one.after.analysis == (
        AnalysisSession(
            1,
            "2026-04-15",
            4,
            (),
            (Reason(3, "improve", "Vi venter."), Reason(3, "improve", "Det er uklart.")),
        ),
    )
    assert what_changed(one) == {
        "date_one": {"session": 1, "before": "2026-04-14", "after": "2026-04-15"},
        "reasons": {"session": 1, "new": 1, "gone": 0},
    }


def test_a_newer_plan_keeps_ids_and_shows_what_is_another():
    first = form("two", {**MEASURE, **row(2, "Kurs", "rektor", "2026-07-01")})
    known = merged(first, record=replace(HELD, roadmap=(), measures=())).after
    rows = row(1, "Lage en lang liste", "rektor", "2026-06-15") | row(2, "Bytte rom", "verneombud", "2026-08-01")
    one = merged(form("two", rows), record=known)
    assert [(m.id, m.text) for m in one.after.measures] == [("t1", "Lage en lang liste"), ("t3", "Bytte rom")]
    assert what_changed(one) == {
        "measure_text": {"id": "t1", "before": "Lage en liste", "after": "Lage en lang liste"},
        "measure_deadline": {"id": "t1", "before": "2026-06-01", "after": "2026-06-15"},
        "measure_new": {
            "id": "t3", "factor": 3, "text": "Bytte rom", "responsible": "verneombud", "deadline": "2026-08-01",
        },
        "measure_gone": {"id": "t2", "text": "Kurs"},
    }  # fmt: skip


def test_a_measure_that_was_followed_up_stays_when_it_is_in_the_plan_no_more():
    started = (StatusChange("2026-05-20", "started"),)
    record = replace(HELD, measures=(replace(HELD.measures[0], changes=started),))
    other = {key: value.replace("Lage en liste", "Bytte rom") for key, value in MEASURE.items()}
    outcome = collect(form("two", other), record=record)
    assert [p.code for p in outcome.problems] == ["collect.measure_stays"]
    assert outcome.value is not None
    assert [m.id for m in outcome.value[0].after.measures] == ["t1", "t2"]


def test_measures_written_by_hand_and_plans_of_other_factors_are_left_alone():
    by_hand = Measure("t2", 3, "Kurs", "rektor", "2026-07-01")
    other = Measure("t3", 7, "Kaffe", "rektor", "2026-07-01", (), "two.1")
    chosen = (Chosen(3, "improve"), Chosen(7, "keep"))
    record = replace(HELD, chosen=chosen, measures=(*HELD.measures, by_hand, other))
    said = {key: value for key, value in MEASURE.items() if key != "measure.1.factor"}
    assert after(form("two", said, part="plan.3"), record=record).measures == record.measures


def test_a_goal_of_one_factor_leaves_those_of_others():
    goals = (Goal(3, "Vi bestemmer."), Goal(7, "Vi lærer."))
    record = replace(HELD, chosen=(Chosen(3, "improve"), Chosen(7, "keep")), roadmap=(RoadmapSession(1, "", goals),))
    slide = form("two", {"goal.1.text": "Vi bestemmer selv."}, part="vision.3")
    assert after(slide, record=record).goals == (Goal(3, "Vi bestemmer selv."), Goal(7, "Vi lærer."))


def test_an_empty_part_of_a_newer_form_leaves_what_is_known():
    record = replace(HELD, roadmap=(RoadmapSession(1, "2026-04-28", (), (Idea("Kaffe", "small_easy"),)),))
    assert after(form("two", {"date": "2026-04-29"}), record=record) == replace(
        record, roadmap=(replace(record.roadmap[0], date="2026-04-29"),)
    )


# ---------------------------------------------------------------- follow-ups


def follow_up(values: Mapping[str, str], number: int = 1, **more: str) -> Filled:
    return form("follow_up", {"date": "2026-08-20", **values}, number=number, **more)


def test_a_follow_up_changes_statuses_on_its_day():
    one = merged(follow_up({"status.t1.status": "started", "status.t1.note": "Halve er gjort."}), record=HELD)
    assert one.after.measures[0].changes == (StatusChange("2026-08-20", "started", "Halve er gjort."),)
    assert one.after.follow_ups == (FollowUp(1, "2026-08-20"),)
    assert set(what_changed(one)) == {"measure_status", "measure_note", "held_follow_up"}


def test_a_status_as_before_without_a_note_is_no_change_and_a_note_alone_keeps_the_status():
    same = after(follow_up({"status.t1.status": "planned"}), record=HELD)
    assert same.measures == HELD.measures
    noted = after(follow_up({"status.t1.note": "Venter på svar."}), record=HELD)
    assert noted.measures[0].changes == (StatusChange("2026-08-20", "planned", "Venter på svar."),)


def test_a_newer_form_of_a_follow_up_takes_the_place_of_the_first():
    first = merged(follow_up({"status.t1.status": "started"}), record=HELD).after
    newer = form("follow_up", {"date": "2026-08-21", "status.t1.status": "done"}, number=1)
    one = merged(newer, record=first)
    assert one.after.measures[0].changes == (StatusChange("2026-08-21", "done"),)
    assert one.after.follow_ups == (FollowUp(1, "2026-08-21"),)
    moved = merged(form("follow_up", {"date": "2026-08-22"}, number=1), record=first).after
    assert moved.measures[0].changes == (StatusChange("2026-08-22", "started"),)


def test_new_measures_of_a_follow_up_come_after_those_there_are():
    assert [m.id for m in after(follow_up({**MEASURE, "measure.1.text": "Kurs"}), record=HELD).measures] == ["t1", "t2"]


# ---------------------------------------------------------------- misuse, each with its message


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("other_municipality", [form("one", CHOSEN, municipality="heimvik")]),
        ("other_round", [form("one", CHOSEN, round_="2024")]),
        ("no_such_unit", [form("one", CHOSEN, unit="skulen")]),
        ("wrong_unit", [form("one", CHOSEN, name="SFO")]),
        ("chosen_half", [form("one", {"chosen.1.factor": "3"})]),
        ("chosen_half", [form("one", {"chosen.1.way": "keep"})]),
        ("factor_twice", [form("one", {**CHOSEN, "chosen.2.factor": "3", "chosen.2.way": "keep"})]),
        ("factor_twice", [form("one", {**CHOSEN, "own.1.factor": "5", "own.2.factor": "5"})]),
        ("own_without_factor", [form("one", {**CHOSEN, "own.1.commits": "Jeg er der."})]),
        ("own_is_chosen", [form("one", {**CHOSEN, "own.1.factor": "3"})]),
        ("own_alone", [form("one", {"own.1.factor": "5"})]),
        ("too_many_strokes", [form("one", {"groups": "4", "tally.3.improve": "5"})]),
        ("goal_without_factor", [form("two", {"goal.1.text": "Vi bestemmer."})]),
        (
            "factor_twice",
            [form("two", {f"goal.{n}.{k}": v for n in (1, 2) for k, v in (("factor", "3"), ("text", "Vi"))})],
        ),
        ("measure_without_text", [form("two", {"measure.1.factor": "3", "measure.1.responsible": "rektor"})]),
        ("measure_without_factor", [form("two", {"measure.1.text": "Kurs"})]),
        ("no_date", [form("follow_up", {"answer.1": "Ja."}, number=1)]),
        ("unknown_measure", [follow_up({"status.t9.status": "done"})]),
    ],
)
def test_a_misuse_is_told_and_nothing_is_taken(code: str, forms: list[Filled]):
    assert told(*forms) == [code]
    assert collect(*forms).value is None


def test_the_number_of_chosen_factors_is_held_against_the_setting():
    three = {f"chosen.{n}.factor": str(n) for n in (1, 2, 3)} | {f"chosen.{n}.way": "keep" for n in (1, 2, 3)}
    [problem] = collect(form("one", three)).problems
    assert (problem.code, problem.place.cell, problem.is_error) == ("collect.too_many_chosen", "65", True)
    two_at_least = replace(MUNICIPALITY, choice=Choice(2, 2, 2, 2))
    outcome = collect(form("one", CHOSEN), municipality=two_at_least)
    assert [(p.code, p.is_error) for p in outcome.problems] == [("collect.too_few_chosen", False)]
    assert outcome.value is not None


def test_sessions_choose_the_same_factors():
    other = {"chosen.1.factor": "7", "chosen.1.way": "improve"}
    one, two = form("one", CHOSEN, file="a.docx"), form("one", {"session": "2", **other}, file="b.docx")
    assert told(one, two) == ["sessions_disagree"]
    assert told(two, record=HELD) == ["record_disagrees"]
    corrected = merged(form("one", other), record=HELD)
    assert corrected.after.chosen == (Chosen(7, "improve"),)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("without_responsible", {"measure.1.responsible": None}),
        ("without_deadline", {"measure.1.deadline": None}),
        ("deadline_passed", {"measure.1.deadline": "2026-04-27"}),
        ("not_chosen", {"measure.1.factor": "7"}),
    ],
)
def test_a_new_measure_has_all_that_it_needs(code: str, change: dict[str, str | None]):
    record = replace(HELD, measures=())
    values = {key: value for key, value in {**MEASURE, **change}.items() if value is not None}
    assert told(form("two", values), record=record, day="2026-04-28") == [code]


def test_a_deadline_that_has_passed_is_fine_in_a_measure_that_is_known():
    later = {**MEASURE, "measure.1.responsible": "kontaktlærer"}
    assert after(form("two", later), record=HELD, day="2027-01-01").measures[0].responsible == "kontaktlærer"


def test_goals_are_for_chosen_factors_or_the_leaders_own():
    goal = {"goal.1.factor": "5", "goal.1.text": "Vi får svar."}
    assert told(form("two", goal), record=HELD) == ["not_chosen"]
    assert told(form("two", goal), record=replace(HELD, leaders_own=(LeadersOwn(5),))) == []
    assert told(form("two", goal), record=replace(HELD, chosen=())) == []


def test_an_empty_form_is_told_only_when_it_was_named():
    empty = form("two", {"session": "1", "goal.1.factor": "3", "measure.1.factor": "3"}, file="tom.docx")
    one = merged(empty, record=HELD)
    assert (one.empty, one.is_new) == (("tom.docx",), False)
    assert told(empty, record=HELD, named=frozenset({"tom.docx"})) == ["empty"]


def test_the_next_session_of_a_shift_is_empty_while_only_the_chosen_factors_stand_in_it():
    next_one = form("one", {"session": "2", **CHOSEN})
    assert merged(next_one, record=HELD).is_new is False


def test_all_that_is_wrong_with_all_units_is_told_and_nothing_is_taken():
    half = {"measure.1.factor": "3", "measure.1.deadline": "2026-05-01"}
    wrong = (form("one", {"chosen.1.factor": "3"}), form("two", half, unit="sfo", name="SFO"))
    right = form("one", CHOSEN, unit="kanutten-barnehage", name="Kanutten barnehage")
    outcome = collect(*wrong, right)
    assert [p.code for p in outcome.problems] == ["collect.chosen_half", "collect.measure_without_text"]
    assert outcome.value is None


def test_new_content_of_a_full_record_changes_every_kind_of_thing():
    before = sample_records.record("skolen")
    now = replace(
        before,
        analysis=(
            replace(before.analysis[0], date="2026-04-15", groups=5, tally=(Count(1, 4, 0),), reasons=()),
            *before.analysis[1:],
        ),
        chosen=(Chosen(10, "keep"),),
        leaders_own=(),
        roadmap=(
            replace(
                before.roadmap[0],
                date="2026-04-29",
                goals=(Goal(3, "Nytt mål", "4,5", ("Nytt tegn.",)), before.roadmap[0].goals[1]),
                ideas=(),
            ),
        ),
        measures=(replace(before.measures[0], responsible="styrer"), *before.measures[2:]),
        follow_ups=(
            replace(before.follow_ups[0], date="2026-08-21", degrees=(), answers=()),
            before.follow_ups[1],
        ),
    )
    codes = {change.code for change in changes(before, now)}
    assert codes == {
        *("date_one", "groups", "count", "reasons", "chosen", "own", "date_two", "goal", "target", "signs", "ideas"),
        *("measure_responsible", "measure_gone", "date_follow_up", "degrees", "answers"),
    }
    assert {change.code for change in changes(None, before)} == {
        *("held_one", "chosen", "own", "held_two", "measure_new", "held_follow_up"),
    }
    assert all(isinstance(change, Change) for change in changes(before, now))


# ---------------------------------------------------------------- names of persons

NAMES = persons.read_names((CONTENT / persons.FILE).read_text("utf-8"), ("Karis hage barnehage", "Autonomi"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vi spør Kari Nordmann først.", ["Kari Nordmann"]),
        ("Det var Ingrids idé, og Per Olsen hjalp.", ["Ingrids", "Per Olsen"]),
        ("Takk til Anne-Lise og Mohammed", ["Anne-Lise", "Mohammed"]),
        ("Bjørn Hansen fikser døra", ["Bjørn Hansen"]),
        ("Vi spør Bjørn.", ["Bjørn"]),
        ("Dag og natt går i ett. Liv og røre. Finn ut mer. Stein for stein", []),
        ("Vi ringer per telefon, og det er bra for liv og helse.", []),
        ("På Karis hage barnehage er autonomi viktig. Autonomi for alle", []),
        ("Rektor, verneombud og Fagforbundet bestemmer", []),
    ],
)
def test_names_of_persons_are_known_from_other_words(text: str, found: list[str]):
    assert list(persons.persons(text, NAMES)) == found


def test_a_name_is_pointed_out_in_free_text_and_not_where_somebody_is_responsible():
    values = {"answer.1": "Kari ordnet det.", "measure.1.text": "Kurs med Ola Hansen", "measure.1.responsible": "Kari"}
    found = list(persons.pointed_out([form("follow_up", values, number=1)], NAMES))
    assert [(p.code, p.place.cell, values_of(p)["name"], p.is_error) for p in found] == [
        ("collect.person", "21", "Kari", False),
        ("collect.person", "112", "Ola Hansen", False),
    ]
