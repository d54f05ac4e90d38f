"""A whole record through real files: what units decided is written into forms and slides, collected, and the same."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import invented
import pytest
import sample_records
from form_files import FORMS, UNIT, fill_word, fill_workbook, words
from hypothesis import HealthCheck, Phase, example, given, settings
from said_forms import forms_of
from test_collecting_deck import typed

from packgen import collect
from packgen.collect import Collected
from packgen.collecting import word_form
from packgen.collecting.filled import Filled
from packgen.model import FACTORS, Choice
from packgen.packs import make_pack
from packgen.record import (
    HALVES,
    SQUARES,
    WHOSE,
    AnalysisSession,
    Goal,
    Measure,
    Reason,
    Record,
    Records,
    RoadmapSession,
)
from packgen.surveys import Gathered

NAME = invented.TREE.get(UNIT).name
SHOWN: Mapping[str, Mapping[str, str]] = {
    part: invented.words().texts["nb"].nodes["labels"]["record"][name]
    for part, name in (("way", "ways"), ("status", "statuses"), ("degree", "degrees"))
}
RANDOM = settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def gathered(record: Record | None, *documents: str) -> Gathered:
    """Return an invented municipality whose units may work on five factors, one of them with this record."""
    given_ = invented.gathered(None, "nb")
    municipality = replace(given_.municipality, choice=Choice(2, 2, 1, 5))
    records = Records({UNIT: record} if record else {})
    return replace(given_, municipality=municipality, documents=documents, records=records)


def made(record: Record | None, document: str, ending: str) -> bytes:
    """Return a file of the unit's pack as it is when the unit has decided so much."""
    files = make_pack(gathered(record, document), invented.TREE.get(UNIT), invented.words(), invented.looks())
    return next(one.data for one in files if one.path.endswith(ending))


def collected(record: Record | None, *files: bytes, ending: str) -> Collected:
    """Return what `packgen collect` makes of files in a folder."""
    with TemporaryDirectory(prefix="packgen-inbox-") as name:
        for number, data in enumerate(files):
            (Path(name) / f"{number}.{ending}").write_bytes(data)
        outcome = collect.read((Path(name),), gathered(record), invented.words(), "nb", "2026-01-01")
    assert outcome.value is not None, outcome.problems
    return outcome.value


def with_room(record: Record) -> Record:
    """Return a record with no more than the forms of one unit have rows for, ideas in the order of the matrix."""
    own = record.leaders_own[:1]
    factors = {one.factor for one in (*record.chosen, *own)}
    roadmap = tuple(
        replace(
            one,
            goals=tuple(goal for goal in one.goals if goal.factor in factors)[:5],
            ideas=tuple(sorted(one.ideas, key=lambda idea: SQUARES.index(idea.square))),
        )
        for one in record.roadmap
    )
    kept: list[Measure] = []
    for one in record.measures:
        if one.factor in factors and sum(other.source == one.source for other in kept) < MOST_MEASURES:
            kept.append(replace(one, id=f"t{len(kept) + 1}"))
    looks = tuple(
        replace(one, degrees=tuple(degree for degree in one.degrees if degree[0] in record.worked_on))
        for one in record.follow_ups
    )
    record = replace(record, leaders_own=own, roadmap=roadmap)
    if not any(one.source.startswith("two") for one in kept):  # no plan, so nothing to follow up
        return replace(record, measures=(), follow_ups=())
    return replace(record, measures=tuple(kept), follow_ups=looks)


MOST_MEASURES = 3


# ---------------------------------------------------------------- forms in Word and Excel


def as_people_write(form: Filled) -> dict[str, str]:
    """Return the fields of a form as a secretary fills them in: days as we say them, words where there is a list."""
    return {key: _written(key, value.text) for key, value in form.values.items()}


def _written(key: str, value: str) -> str:
    part = key.rpartition(".")[2]
    if part in ("date", "deadline"):
        return ".".join(reversed(value.split("-")))
    if part == "factor":
        texts = invented.words().texts["nb"].nodes["factors"][FACTORS[int(value) - 1].id]["names"]
        return f"{value}. {texts['present']}"
    choices = SHOWN.get("degree" if key.startswith("degree.") else part, {})
    return choices.get(value, value)


def filled_word(data: bytes, form: Filled, keys: frozenset[str]) -> bytes:
    values = as_people_write(form)
    return fill_word(data, {key: values.get(key, "") for key in keys})


def filled_workbook(data: bytes, form: Filled, keys: frozenset[str]) -> bytes:
    values = as_people_write(form)
    return fill_workbook(data, form.form.kind, {key: values.get(key) for key in keys})


WRITERS: Mapping[str, Callable[[bytes, Filled, frozenset[str]], bytes]] = {
    "docx": filled_word,
    "xlsx": filled_workbook,
}


def fields(record: Record | None, document: str) -> frozenset[str]:
    """Return the keys of the fields that a form of the unit has now."""
    outcome = word_form.read(made(record, document, "docx"), "skjema.docx", words())
    assert outcome.value is not None, outcome.problems
    return outcome.value.present


@RANDOM
@example(sample_records.record())
@given(sample_records.records())
@pytest.mark.parametrize("ending", WRITERS)
def test_a_record_written_into_the_forms_of_each_meeting_is_read_back_whole(ending: str, record: Record):
    record = with_room(replace(record, unit=UNIT))
    now: Record | None = None
    for form in forms_of(record, NAME):
        document = FORMS[form.form.kind]
        keys = fields(now, document)
        assert sorted(form.values.keys() - keys) == []
        data = WRITERS[ending](made(now, document, ending), form, keys)
        (unit,) = collected(now, data, ending=ending).units
        now = unit.after
    assert now is None or replace(now, collected=()) == replace(record, collected=())


# ---------------------------------------------------------------- the slides of both meetings


def with_slides(record: Record) -> Record:
    """Return a record with no more than slides have room for: no days, no figures to aim at, no leader's own."""
    record = with_room(replace(record, leaders_own=()))
    chosen = [one.factor for one in record.chosen]
    held = [replace(one, date="", reasons=_in_the_cross(one)) for one in record.analysis[:1]]
    planned = [
        replace(one, date="", goals=_on_sheets(one, chosen), ideas=tuple(idea for idea in one.ideas if idea.square))
        for one in record.roadmap[:1]
    ]
    measures = sorted((one for one in record.measures if one.source == "two.1"), key=lambda m: chosen.index(m.factor))
    numbered = tuple(replace(one, id=f"t{n}", changes=()) for n, one in enumerate(measures, start=1))
    analysis = tuple(one for one in held if chosen or one.groups or one.tally or one.reasons)
    roadmap = tuple(one for one in planned if one.goals or one.ideas or numbered)
    return Record(record.unit, record.round, analysis, record.chosen, (), roadmap, numbered if roadmap else ())


def _in_the_cross(held: AnalysisSession) -> tuple[Reason, ...]:
    """Return reasons that slides tie to no factor; the first of each text, as lines of a cell are read."""
    return tuple(
        dict.fromkeys(Reason(0, half, one.text) for half in HALVES for one in held.reasons if one.half == half)
    )


def _on_sheets(planned: RoadmapSession, chosen: list[int]) -> tuple[Goal, ...]:
    goals = [replace(one, target="") for one in planned.goals if one.text or any(map(one.signs, WHOSE))]
    return tuple(sorted(goals, key=lambda goal: chosen.index(goal.factor)))


def slides_of_meeting_one(record: Record) -> bytes:
    """Return the deck of meeting 1 as the group left it."""
    held = record.analysis[0]
    tally = {(one.factor, n): str(getattr(one, half) or "") for one in held.tally for n, half in enumerate(HALVES, 1)}
    labels = {(11, 1): f"Økt: {held.number}", (11, 2): f"Grupper: {held.groups or ''}"}
    cross = {(2 * n + 1, 1): "\n".join(one.text for one in held.reasons if one.half == h) for n, h in enumerate(HALVES)}
    chosen = {(row, 0): str(one.factor) for row, one in enumerate(record.chosen, start=1)}
    chosen |= {(row, 1): SHOWN["way"][one.way] for row, one in enumerate(record.chosen, start=1)}
    return typed(made(None, "meeting_one", "pptx"), {"tally": tally | labels, "cross": cross, "chosen": chosen})


def slides_of_meeting_two(record: Record, now: Record | None) -> bytes:
    """Return the deck of meeting 2, made after meeting 1, as the group left it."""
    (planned,) = record.roadmap
    squares = {"large_hard": (2, 1), "large_easy": (2, 2), "small_hard": (4, 1), "small_easy": (4, 2)}
    written = {
        "matrix": {
            place: "\n".join(idea.text for idea in planned.ideas if idea.square == square)
            for square, place in squares.items()
        }
    }
    for goal in planned.goals:
        signs = {(row, n): sign for n, who in enumerate(WHOSE) for row, sign in enumerate(goal.signs(who), start=1)}
        written[f"vision.{goal.factor}"] = signs
    for factor in {one.factor for one in record.measures}:
        rows = enumerate(record.measures_of(factor), start=1)
        written[f"plan.{factor}"] = {
            (row, column): text
            for row, one in rows
            for column, text in enumerate((one.text, one.responsible, one.deadline))
        }
    goals = {f"vision.{goal.factor}": goal.text for goal in planned.goals if goal.text}
    return typed(made(now, "meeting_two", "pptx"), written, goals)


@RANDOM
@example(sample_records.record())
@given(sample_records.records(sessions=1))
def test_a_record_written_on_the_slides_of_both_meetings_is_read_back_whole(record: Record):
    record = with_slides(replace(record, unit=UNIT))
    now: Record | None = None
    if record.analysis:
        (unit,) = collected(now, slides_of_meeting_one(record), ending="pptx").units
        now = unit.after
    if record.roadmap:
        (unit,) = collected(now, slides_of_meeting_two(record, now), ending="pptx").units
        now = unit.after
    assert now is None or replace(now, collected=()) == record
