"""What units said in their meetings + the records that they have → their new records, or everything that is wrong.

A part of a form that nobody filled in says nothing and leaves what the record has. A part that somebody filled in
replaces what that meeting had said before. A form is known again by what stands in it, so that the same file, or a copy
in another format, changes nothing the second time, also where the record has been corrected by hand meanwhile.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from rapidfuzz import fuzz, process

from packgen import filenames
from packgen.collecting.filled import Filled
from packgen.collecting.understanding import (
    Content,
    Row,
    Said,
    Slot,
    content,
    day_text,
    digest,
    joined,
    short,
    slot,
    together,
    understood,
)
from packgen.identity import same_name
from packgen.model import Municipality, Round, Unit, UnitTree
from packgen.problems import Outcome, Place, Problem, error, warning
from packgen.record import (
    AnalysisSession,
    Chosen,
    FollowUp,
    Goal,
    LeadersOwn,
    Measure,
    Record,
    RoadmapSession,
    Source,
    Status,
    StatusChange,
)

_ALIKE = 80
"""How alike (of 100) the text of a measure must be to one of the same factor to be the same, written better."""

S = TypeVar("S", AnalysisSession, RoadmapSession)


@dataclass(frozen=True, slots=True)
class Frame:
    """What forms are held against: the municipality, its round and units, their records, and the day (ISO) it is.

    ``named`` are the files that somebody named; of others that are empty nothing is told.
    """

    municipality: Municipality
    round: Round
    tree: UnitTree
    records: Mapping[str, Record]
    day: str
    named: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Merged:
    """One unit: its record as it was (None before its first form) and as it is now, and what became of its files."""

    unit: Unit
    before: Record | None
    after: Record
    taken: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    """Files whose content was collected before."""
    empty: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether there is something to write."""
        return self.before != self.after


def merge(forms: Sequence[Filled], frame: Frame) -> Outcome[tuple[Merged, ...]]:
    """Return what forms make of the records of their units; no value where anything is wrong."""
    units = {filenames.unit_folder(unit.id): unit for unit in frame.tree.units}
    problems = [problem for form in forms for problem in _whose(form, frame, units)]
    if problems:
        return Outcome(None, tuple(problems))
    by_unit: dict[str, list[Filled]] = {}
    for form in forms:
        by_unit.setdefault(units[form.form.unit].id, []).append(form)
    found = []
    for unit in frame.tree.units:
        if unit.id in by_unit:
            merger = _Merger(frame, unit, problems)
            found.append(merger.merged(by_unit[unit.id]))
    wrong = any(problem.is_error for problem in problems)
    return Outcome(None if wrong else tuple(found), tuple(problems))


# ---------------------------------------------------------------- whose a form is


def _whose(form: Filled, frame: Frame, units: Mapping[str, Unit]) -> Iterator[Problem]:
    """Yield an error where a form is of another municipality, round or unit (by folder) than it may be."""
    said, place = form.form, Place(file=form.file)
    if said.municipality != filenames.folder_name(frame.municipality.id):
        yield error("collect.other_municipality", place, theirs=said.municipality, ours=frame.municipality.id)
    elif said.round != filenames.folder_name(frame.round.id):
        yield error("collect.other_round", place, theirs=said.round, ours=frame.round.id)
    elif said.unit not in units:
        near = process.extractOne(said.unit, list(units))
        nearest = units[near[0]].name if near else "–"
        yield error("collect.no_such_unit", place, unit=said.unit, nearest=nearest)
    elif form.unit_name and same_name(form.unit_name) != same_name(units[said.unit].name):
        name = units[said.unit].name
        yield error("collect.wrong_unit", place, printed=form.unit_name, id=said.unit, name=name)


# ---------------------------------------------------------------- one unit


@dataclass(frozen=True, slots=True)
class _File:
    """What one file says of one meeting."""

    file: str
    slot: Slot
    contents: Content
    digest: str
    covers: frozenset[int] | None
    is_deck: bool


@dataclass(frozen=True, slots=True)
class _Merger:
    """Merges the forms of one unit and collects what is wrong."""

    frame: Frame
    unit: Unit
    problems: list[Problem]

    def wrong(self, code: str, place: Place, **values: object) -> None:
        self.problems.append(error(f"collect.{code}", place, **values))

    def merged(self, forms: Iterable[Filled]) -> Merged:
        before = self.frame.records.get(self.unit.id)
        record = before or Record(self.unit.id, self.frame.round.id)
        files = self.files(forms)
        known = [one for one in files if _source(one) in record.collected]
        empty = [one for one in files if one not in known and _is_empty(one, record)]
        self.problems.extend(
            warning("collect.empty", Place(file=one.file)) for one in empty if one.file in self.frame.named
        )
        new = [one for one in files if one not in known and one not in empty]
        said = self.said(new)
        after = self.with_chosen(record, said)
        for one in said:
            after = self.with_said(after, one)
        sources = tuple(dict.fromkeys((*after.collected, *map(_source, new))))
        after = replace(after, collected=tuple(sorted(sources, key=lambda one: slot(one.kind, one.number))))
        names = ([one.file for one in part] for part in (new, known, empty))
        return Merged(self.unit, before, after if new else record, *(tuple(dict.fromkeys(part)) for part in names))

    def files(self, forms: Iterable[Filled]) -> list[_File]:
        """Return what each file says of each meeting, in the order of the meetings."""
        groups: dict[tuple[str, str, int], list[Filled]] = {}
        for form in forms:
            groups.setdefault((form.file, form.form.kind, form.form.number), []).append(form)
        sessions = {key: _session(group) for key, group in groups.items()}
        found = []
        for key, group in groups.items():
            file, kind, number = key
            contents, told = content(group)
            self.problems.extend(told)
            others = {
                said for other, said in sessions.items() if other[1] == kind and said is not None and other[0] != file
            }
            # slides say no session: they go with the one that the forms beside them are about
            is_deck = group[0].medium == "deck"
            guessed = next(iter(others)) if len(others) == 1 and is_deck else 1
            of = slot(group[0].form.kind, number or sessions[key] or guessed)
            found.append(_File(file, of, contents, digest(contents), _covers(group), is_deck))
        return sorted(found, key=lambda one: (one.slot, one.file))

    def said(self, files: Sequence[_File]) -> list[Said]:
        """Return what was said in each meeting, from all files that tell of it."""
        found = []
        for of in dict.fromkeys(one.slot for one in files):
            own = [one for one in files if one.slot == of]
            forms, told = joined([one.contents for one in own if not one.is_deck])
            slides, told_of_slides = joined([one.contents for one in own if one.is_deck])
            contents, told_of_both = together(forms, slides)
            covers = [one.covers for one in own if any(key.startswith("measure.") for key in one.contents)]
            every = None if None in covers else frozenset[int]().union(*(one for one in covers if one is not None))
            said, wrong = understood(of, contents, covers=every)
            self.problems.extend((*told, *told_of_slides, *told_of_both, *wrong))
            found.append(said)
        return found

    # ------------------------------------------------------------ what the unit works on

    def with_chosen(self, record: Record, said: Sequence[Said]) -> Record:
        """Return a record with the factors that were chosen, by the group and by the leader in addition."""
        chosen = self.agreed(record, said, "chosen")
        own = self.agreed(record, said, "own")
        record = replace(
            record,
            chosen=chosen.chosen if chosen else record.chosen,
            leaders_own=own.own if own else record.leaders_own,
        )
        if chosen:
            self.judge_chosen(chosen)
        for n, one in enumerate(record.leaders_own if own or chosen else (), start=1):
            place = (own or chosen or Said(slot("one", 1))).at(f"own.{n}.factor")
            if one.factor in [group.factor for group in record.chosen]:
                self.wrong("own_is_chosen", place, factor=one.factor)
            elif not record.chosen:
                self.wrong("own_alone", place, factor=one.factor)
        return record

    def agreed(self, record: Record, said: Sequence[Said], what: str) -> Said | None:
        """Return the session that says which factors (``chosen`` or ``own``), None where none does.

        Sessions must say the same: those that are collected together, and a new one beside those of the record.
        """
        sessions: list[Said] = [one for one in said if getattr(one, what)]
        if not sessions:
            return None
        first, *others = sessions
        for other in others:
            if _same(getattr(other, what)) != _same(getattr(first, what)):
                where, place = first.at(f"{what}.1.factor"), other.at(f"{what}.1.factor")
                self.wrong(
                    "sessions_disagree", place, where=where.file, session=first.slot.number, other=other.slot.number
                )
        held = {session.number for session in record.analysis}
        known: Sequence[Chosen | LeadersOwn] = record.chosen if what == "chosen" else record.leaders_own
        for one in sessions:
            is_another = bool(held) and one.slot.number not in held
            if is_another and known and _same(getattr(one, what)) != _same(known):
                factors = ", ".join(str(factor.factor) for factor in known)
                self.wrong("record_disagrees", one.at(f"{what}.1.factor"), factors=factors, session=one.slot.number)
        return first

    def judge_chosen(self, said: Said) -> None:
        choice, count = self.frame.municipality.choice, len(said.chosen)
        if count > choice.work_on_max:
            place = said.at(f"chosen.{choice.work_on_max + 1}.factor")
            self.wrong("too_many_chosen", place, count=count, most=choice.work_on_max)
        elif count < choice.work_on_min:
            place = said.at("chosen.1.factor")
            self.problems.append(warning("collect.too_few_chosen", place, count=count, fewest=choice.work_on_min))

    def judge_worked_on(self, record: Record, factor: int, place: Place) -> None:
        """Refuse a goal or a measure for a factor that neither the group nor the leader has chosen."""
        worked_on = {one.factor for one in record.chosen} | {one.factor for one in record.leaders_own}
        if record.chosen and factor not in worked_on:
            chosen = ", ".join(str(number) for number in sorted(worked_on))
            self.wrong("not_chosen", place, factor=factor, chosen=chosen)

    # ------------------------------------------------------------ meetings

    def with_said(self, record: Record, said: Said) -> Record:
        if said.slot.kind == "one":
            return self.with_analysis(record, said)
        if said.slot.kind == "two":
            return self.with_measures(self.with_roadmap(record, said), said)
        return self.with_measures(self.with_follow_up(record, said), said)

    def with_analysis(self, record: Record, said: Said) -> Record:
        was = _numbered(record.analysis, said.slot.number) or AnalysisSession(said.slot.number)
        session = replace(
            was,
            date=said.date or was.date,
            groups=said.groups or was.groups,
            tally=said.tally or was.tally,
            reasons=said.reasons or was.reasons,
        )
        for count in session.tally:
            for half in ("content", "improve"):
                strokes = getattr(count, half)
                if session.groups and strokes > session.groups:
                    place = said.at(f"tally.{count.factor}.{half}")
                    self.wrong("too_many_strokes", place, factor=count.factor, strokes=strokes, groups=session.groups)
        return replace(record, analysis=_with(record.analysis, session))

    def with_roadmap(self, record: Record, said: Said) -> Record:
        was = _numbered(record.roadmap, said.slot.number) or RoadmapSession(said.slot.number)
        for goal in said.goals:
            self.judge_worked_on(record, goal.factor, self.place_of(said, goal))
        goals = {goal.factor: goal for goal in was.goals} | {goal.factor: goal for goal in said.goals}
        session = replace(was, date=said.date or was.date, goals=tuple(goals.values()), ideas=said.ideas or was.ideas)
        return replace(record, roadmap=_with(record.roadmap, session))

    def place_of(self, said: Said, goal: Goal) -> Place:
        key = next((key for key in said.places if key.startswith(f"goal.{goal.factor}.")), "")
        return said.at(key)

    def with_follow_up(self, record: Record, said: Said) -> Record:
        number = said.slot.number
        was = next((one for one in record.follow_ups if one.number == number), None)
        date = said.date or (was.date if was else "")
        if not date:
            self.wrong("no_date", said.at("date"))
        old = was or FollowUp(number)
        new = FollowUp(number, date, said.degrees or old.degrees, said.answers or old.answers)
        others = [one for one in record.follow_ups if one.number != number]
        follow_ups = tuple(sorted((*others, new), key=lambda one: one.number))
        return self.with_standings(replace(record, follow_ups=follow_ups), said, old.date, date)

    def with_standings(self, record: Record, said: Said, was: str, date: str) -> Record:
        """Return a record whose measures have what a follow-up on this day says, in place of what it said before."""
        ids = {measure.id for measure in record.measures}
        for one in said.standings:
            if one.id not in ids:
                known = ", ".join(measure.id for measure in record.measures) or "–"
                self.wrong("unknown_measure", one.place, id=one.id, known=known)
        measures = []
        for measure in record.measures:
            others = tuple(change for change in measure.changes if not was or change.date != was)
            own = [change for change in measure.changes if was and change.date == was]
            changes = [replace(change, date=date) for change in own] if not said.standings else []
            before = _status(others, date)
            for one in said.standings:
                change = StatusChange(date, one.status or before, one.note)
                if one.id == measure.id and (change.note or change.status != before):
                    changes.append(change)
            ordered = tuple(sorted((*others, *changes), key=lambda change: change.date))
            measures.append(replace(measure, changes=ordered))
        return replace(record, measures=tuple(measures))

    # ------------------------------------------------------------ measures

    def with_measures(self, record: Record, said: Said) -> Record:
        """Return a record with the measures of a plan: those known keep id and changes, those gone go.

        Measures written by hand, which have no source, are known again but never taken away.
        """
        if not said.rows:
            return record
        same = _matched(said.rows, [m for m in record.measures if m.source in ("", said.slot.key)])
        known = {same[row.row].id: row for row in said.rows if row.row in same}
        kept = [
            self.rewritten(measure, known[measure.id]) if measure.id in known else measure
            for measure in record.measures
            if measure.id in known or not self.is_gone(measure, said)
        ]
        number = max((int(measure.id.removeprefix("t")) for measure in record.measures), default=0)
        for row in said.rows:
            if row.row not in same:
                number += 1
                self.judge_new(record, row)
                kept.append(
                    Measure(f"t{number}", row.factor, row.text, row.responsible, row.deadline, (), said.slot.key)
                )
        return replace(record, measures=tuple(kept))

    def rewritten(self, measure: Measure, row: Row) -> Measure:
        return replace(
            measure,
            text=row.text,
            responsible=row.responsible or measure.responsible,
            deadline=row.deadline or measure.deadline,
        )

    def is_gone(self, measure: Measure, said: Said) -> bool:
        """Tell whether a measure is in its plan no more; one that something became of stays, and is told."""
        if measure.source != said.slot.key or (said.covers is not None and measure.factor not in said.covers):
            return False
        if measure.changes:
            self.problems.append(warning("collect.measure_stays", said.at(""), id=measure.id, text=short(measure.text)))
        return not measure.changes

    def judge_new(self, record: Record, row: Row) -> None:
        self.judge_worked_on(record, row.factor, row.place)
        if not row.responsible:
            self.wrong("without_responsible", row.place, text=short(row.text))
        if not row.deadline:
            self.wrong("without_deadline", row.place, text=short(row.text))
        elif row.deadline < self.frame.day:
            days = {"deadline": day_text(row.deadline), "day": day_text(self.frame.day)}
            self.wrong("deadline_passed", row.deadline_at, text=short(row.text), **days)


# ---------------------------------------------------------------- pieces


def _source(one: _File) -> Source:
    return Source(one.slot.kind, one.slot.number, one.digest)


def _session(forms: Iterable[Filled]) -> int | None:
    """Return the session that the forms of a file say they are about, None where none of them does."""
    said = [form.values["session"].text for form in forms if "session" in form.values]
    return int(said[0]) if said else None


def _covers(forms: Iterable[Filled]) -> frozenset[int] | None:
    """Return the factors whose plans these forms are, None where a form is the plan of all."""
    parts = [
        form.form.part.partition(".")[2]
        for form in forms
        if any(key.startswith("measure.") for key in form.present | form.values.keys())
    ]
    return frozenset(map(int, parts)) if all(re.fullmatch("[0-9]+", part) for part in parts) else None


def _is_empty(one: _File, record: Record) -> bool:
    """Tell whether a form has nothing but what it was made with: the factors chosen in another session."""
    if any(key.split(".")[0] not in ("chosen", "own") for key in one.contents):
        return False
    said, wrong = understood(one.slot, one.contents, covers=None)
    is_chosen = not wrong and (not said.chosen or _same(said.chosen) == _same(record.chosen))
    return is_chosen and (not said.own or _same(said.own) == _same(record.leaders_own))


def _same(factors: Iterable[Chosen | LeadersOwn]) -> Collection[object]:
    return sorted((one.factor, one.way if isinstance(one, Chosen) else one.commits) for one in factors)


def _numbered(sessions: Iterable[S], number: int) -> S | None:
    return next((one for one in sessions if one.number == number), None)


def _with(sessions: Iterable[S], new: S) -> tuple[S, ...]:
    found = {one.number: one for one in sessions} | {new.number: new}
    return tuple(found[number] for number in sorted(found))


def _status(changes: Iterable[StatusChange], date: str) -> Status:
    """Return the status that changes before a day leave."""
    return Measure("", 0, "", changes=tuple(change for change in changes if change.date < date)).status


def _matched(rows: Iterable[Row], measures: Sequence[Measure]) -> dict[str, Measure]:
    """Return the measures that rows are, by row: of the same factor, with the same text or nearly the same."""
    left, found = list(measures), dict[str, Measure]()
    for nearest in (100, _ALIKE):
        for row in rows:
            near = [m for m in left if m.factor == row.factor and _alike(m.text, row.text) >= nearest]
            if row.row not in found and near:
                best = max(near, key=lambda m: _alike(m.text, row.text))
                found[row.row] = best
                left.remove(best)
    return found


def _alike(one: str, other: str) -> float:
    return 100.0 if one == other else min(99.0, fuzz.ratio(one.casefold(), other.casefold()))
