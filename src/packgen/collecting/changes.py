"""What is another in a record than it was, as data for sentences: ``measure_deadline``, t2, from one day to another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from packgen.record import Chosen, Goal, Measure, Record

Kind = Literal["text", "day", "factor", "factors", "chosen", "status", "number"]
"""How a value of a change is told: as it is, as a day, as names of factors, as a word for a status."""


@dataclass(frozen=True, slots=True)
class Told:
    """One value of a change, as records have it, and how it is told."""

    kind: Kind
    value: str | int | tuple[int, ...] | tuple[Chosen, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is another; its words stand in ``cli.yaml`` at ``collected.changes`` under the code."""

    code: str
    values: Mapping[str, Told]


def changes(before: Record | None, after: Record) -> Iterator[Change]:
    """Yield what is new, another or gone, in the order of the meetings."""
    was = before or Record(after.unit, after.round)
    yield from _analysis(was, after)
    if was.chosen != after.chosen:
        yield Change("chosen", {"before": Told("chosen", was.chosen), "after": Told("chosen", after.chosen)})
    if was.leaders_own != after.leaders_own:
        own = [tuple(one.factor for one in record.leaders_own) for record in (was, after)]
        yield Change("own", {"before": Told("factors", own[0]), "after": Told("factors", own[1])})
    yield from _roadmap(was, after)
    yield from _measures(was, after)
    yield from _follow_ups(was, after)


def _text(value: str) -> Told:
    return Told("text", value)


def _number(value: int) -> Told:
    return Told("number", value)


def _noted(count: int) -> Told:
    """Return a number that is empty where nobody noted it."""
    return Told("number", count or "")


def _field(code: str, before: Told, after: Told, **more: Told) -> Iterator[Change]:
    if before != after:
        yield Change(code, {"before": before, "after": after, **more})


def _analysis(was: Record, now: Record) -> Iterator[Change]:
    old = {one.number: one for one in was.analysis}
    for one in now.analysis:
        number, first = _number(one.number), old.get(one.number)
        if first is None:
            counts = {"groups": _noted(one.groups), "reasons": _number(len(one.reasons))}
            yield Change("held_one", {"session": number, "date": Told("day", one.date), **counts})
            continue
        yield from _field("date_one", Told("day", first.date), Told("day", one.date), session=number)
        yield from _field("groups", _noted(first.groups), _noted(one.groups), session=number)
        for count in [count for count in one.tally if count not in first.tally]:
            values = {"content": _number(count.content), "improve": _number(count.improve)}
            yield Change("count", {"session": number, "factor": Told("factor", count.factor), **values})
        gone = {count.factor for count in first.tally} - {count.factor for count in one.tally}
        for factor in sorted(gone):
            values = {"content": _number(0), "improve": _number(0)}
            yield Change("count", {"session": number, "factor": Told("factor", factor), **values})
        new, lost = set(one.reasons) - set(first.reasons), set(first.reasons) - set(one.reasons)
        if new or lost:
            yield Change("reasons", {"session": number, "new": _number(len(new)), "gone": _number(len(lost))})


def _roadmap(was: Record, now: Record) -> Iterator[Change]:
    old = {one.number: one for one in was.roadmap}
    for one in now.roadmap:
        number, first = _number(one.number), old.get(one.number)
        if first is None:
            factors = tuple(goal.factor for goal in one.goals)
            more = {"factors": Told("factors", factors), "ideas": _number(len(one.ideas))}
            yield Change("held_two", {"session": number, "date": Told("day", one.date), **more})
            continue
        yield from _field("date_two", Told("day", first.date), Told("day", one.date), session=number)
        goals = {goal.factor: goal for goal in first.goals}
        for goal in one.goals:
            yield from _goal(goals.get(goal.factor, Goal(goal.factor)), goal)
        new, lost = set(one.ideas) - set(first.ideas), set(first.ideas) - set(one.ideas)
        if new or lost:
            yield Change("ideas", {"new": _number(len(new)), "gone": _number(len(lost))})


def _goal(was: Goal, now: Goal) -> Iterator[Change]:
    factor = Told("factor", now.factor)
    yield from _field("goal", _text(was.text), _text(now.text), factor=factor)
    yield from _field("target", _text(was.target), _text(now.target), factor=factor)
    old, signs = ({*goal.staff, *goal.leader, *goal.organisation} for goal in (was, now))
    if old != signs:
        counts = {"new": _number(len(signs - old)), "gone": _number(len(old - signs))}
        yield Change("signs", {"factor": factor, **counts})


def _measures(was: Record, now: Record) -> Iterator[Change]:
    old, left = {one.id: one for one in was.measures}, {one.id for one in now.measures}
    for one in now.measures:
        yield from _measure(old[one.id], one) if one.id in old else [_new_measure(one)]
    for one in was.measures:
        if one.id not in left:
            yield Change("measure_gone", {"id": _text(one.id), "text": _text(one.text)})


def _new_measure(one: Measure) -> Change:
    said = {"id": _text(one.id), "text": _text(one.text), "responsible": _text(one.responsible)}
    return Change("measure_new", {**said, "factor": Told("factor", one.factor), "deadline": Told("day", one.deadline)})


def _measure(was: Measure, now: Measure) -> Iterator[Change]:
    which = {"id": _text(now.id)}
    yield from _field("measure_text", _text(was.text), _text(now.text), **which)
    yield from _field("measure_responsible", _text(was.responsible), _text(now.responsible), **which)
    yield from _field("measure_deadline", Told("day", was.deadline), Told("day", now.deadline), **which)
    yield from _field("measure_status", Told("status", was.status), Told("status", now.status), **which)
    notes = [change for change in now.changes if change.note and change not in was.changes]
    for change in notes:
        yield Change("measure_note", {**which, "date": Told("day", change.date), "note": _text(change.note)})


def _follow_ups(was: Record, now: Record) -> Iterator[Change]:
    old = {one.number: one for one in was.follow_ups}
    for one in now.follow_ups:
        number, first = _number(one.number), old.get(one.number)
        if first is None:
            yield Change("held_follow_up", {"number": number, "date": Told("day", one.date)})
            continue
        yield from _field("date_follow_up", Told("day", first.date), Told("day", one.date), number=number)
        if first.degrees != one.degrees:
            yield Change("degrees", {"number": number})
        if first.answers != one.answers:
            yield Change("answers", {"number": number})
