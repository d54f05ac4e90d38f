"""Filled forms of one meeting → what was said there, as survey words, and what cannot be meant so.

A meeting may have been written down in several files: a form in Word, the same in Excel, slides of a deck. What they
say of one thing must agree.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from packgen.collecting.filled import Filled, Value
from packgen.problems import Place, Problem, error
from packgen.record import (
    HALVES,
    QUESTIONS,
    SQUARES,
    WHOSE,
    Chosen,
    Count,
    Degree,
    Goal,
    Idea,
    LeadersOwn,
    Reason,
    Status,
    Way,
)
from packgen.record_form import FACTOR_NUMBERS, MEASURE_PARTS, OWN_SLOTS, SLOTS, UNPLACED, FormKind

_SHOWN = 60
"""Letters of a text that a message shows."""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Which form it is within a unit's record: the kind, and the number of the session or the follow-up."""

    order: int
    kind: FormKind
    number: int

    @property
    def key(self) -> str:
        """Return what measures call it that came with it (`packgen.record.Source.key`)."""
        return f"{self.kind}.{self.number}"


ORDER: tuple[FormKind, ...] = ("one", "two", "follow_up")


def slot(kind: FormKind, number: int) -> Slot:
    """Return a slot; slots sort as the meetings come."""
    return Slot(ORDER.index(kind), kind, number)


@dataclass(frozen=True, slots=True)
class Row:
    """A measure as it was written in a plan, and where its text stands. ``row`` is its place in the plan."""

    factor: int
    text: str
    responsible: str
    deadline: str
    place: Place
    deadline_at: Place
    row: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a measure's status was said to be (empty: as before), with a note."""

    id: str
    status: Status | None
    note: str
    place: Place


@dataclass(frozen=True, slots=True)
class Said:
    """What was said in one meeting; what was not spoken of is empty. ``places`` has where it stands, by field.

    ``covers`` are the factors whose measures were spoken of, None for all.
    """

    slot: Slot
    date: str = ""
    groups: int = 0
    tally: tuple[Count, ...] = ()
    reasons: tuple[Reason, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    own: tuple[LeadersOwn, ...] = ()
    goals: tuple[Goal, ...] = ()
    ideas: tuple[Idea, ...] = ()
    rows: tuple[Row, ...] = ()
    covers: frozenset[int] | None = None
    degrees: tuple[tuple[int, Degree], ...] = ()
    answers: tuple[str, ...] = ()
    standings: tuple[Standing, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    def at(self, key: str) -> Place:
        """Return where a field stands, the file where it is in none."""
        return self.places.get(key) or next(iter(self.places.values()), Place())


Content = Mapping[str, Value]
"""Fields by a key that means the same in every file: goals by factor, measures by row."""


# ---------------------------------------------------------------- one file


def content(forms: Iterable[Filled]) -> tuple[dict[str, Value], list[Problem]]:
    """Return what stands in the forms of one meeting in one file (a deck has several), and what cannot be."""
    problems: list[Problem] = []
    pairs = (pair for form in forms for pair in _by_meaning(form, problems))
    return _agreed(pairs, problems), problems


def digest(contents: Content) -> str:
    """Return what tells one content from another, whatever file it stands in."""
    said = "\n".join(f"{key}={value.text!r}" for key, value in sorted(contents.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _by_meaning(form: Filled, problems: list[Problem]) -> Iterator[tuple[str, Value]]:
    """Yield the fields of a form by keys that mean the same in every file, without those that say nothing alone."""
    values = form.values
    for key, value in values.items():
        is_none = key.startswith("tally.") and value.text == "0"  # the same as an empty cell
        if key.split(".")[0] not in ("session", "goal", "measure") and not is_none:
            yield key, value
    yield from _goals_by_factor(form, problems)
    part = f"{form.form.part}:" if form.form.part else ""
    for row in dict.fromkeys(key.split(".")[1] for key in values if key.startswith("measure.")):
        own = {name: values[f"measure.{row}.{name}"] for name in MEASURE_PARTS if f"measure.{row}.{name}" in values}
        if own.keys() - {"factor"}:
            factor = _of_part(form, next(iter(own.values())).place)
            own = {"factor": factor, **own} if factor is not None else own
            yield from ((f"measure.{part}{row}.{name}", value) for name, value in own.items())


def _goals_by_factor(form: Filled, problems: list[Problem]) -> Iterator[tuple[str, Value]]:
    """Yield the fields of goals with the factor's number in place of the slot's."""
    seen: dict[str, str] = {}
    for one in dict.fromkeys(key.split(".")[1] for key in form.values if key.startswith("goal.")):
        own = {
            name: form.values[f"goal.{one}.{name}"]
            for name in ("text", "target", *WHOSE)
            if f"goal.{one}.{name}" in form.values
        }
        if not own:
            continue
        first = next(iter(own.values())).place
        factor = form.values.get(f"goal.{one}.factor") or _of_part(form, first)
        if factor is None:
            problems.append(error("collect.goal_without_factor", first))
        elif seen.setdefault(factor.text, one) != one:
            problems.append(error("collect.factor_twice", factor.place, factor=factor.text))
        else:
            yield from ((f"goal.{factor.text}.{name}", value) for name, value in own.items())


def _of_part(form: Filled, place: Place) -> Value | None:
    """Return the factor that a slide is about, as its id says; None where it says none."""
    _, _, number = form.form.part.partition(".")
    return Value(number, place) if number.isdigit() else None


def _agreed(pairs: Iterable[tuple[str, Value]], problems: list[Problem]) -> dict[str, Value]:
    """Return the first value of every key; each that says otherwise is a problem."""
    found: dict[str, Value] = {}
    for key, value in pairs:
        known = found.setdefault(key, value)
        if known.text != value.text:
            problems.append(_disagree(known, value))
    return found


def _disagree(one: Value, other: Value) -> Problem:
    where = " ".join(filter(None, (one.place.file, one.place.sheet, one.place.cell)))
    return error("collect.disagree", other.place, said=short(other.text), other=short(one.text), where=where or "–")


def short(text: str) -> str:
    """Return what a message may show of a text: one line, not endless."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def day_text(iso: str) -> str:
    """Return an ISO day as people write it, nothing for nothing."""
    return ".".join(str(int(part)) for part in reversed(iso.split("-"))) if iso else ""


# ---------------------------------------------------------------- several files


def joined(contents: Sequence[Content]) -> tuple[dict[str, Value], list[Problem]]:
    """Return what several files say of one meeting, and an error for every thing that two of them say differently."""
    problems: list[Problem] = []
    return _agreed((pair for one in contents for pair in one.items()), problems), problems


def together(forms: Content, slides: Content) -> tuple[dict[str, Value], list[Problem]]:
    """Return what forms and slides say of one meeting: lists add up, as nobody is asked to write anything twice."""
    both = [key for key in forms if key in slides and _is_list(key)]
    lists = {key: _added(forms[key], slides[key]) for key in both}
    return joined([{**forms, **lists}, {**slides, **lists}])


def _is_list(key: str) -> bool:
    return key.startswith(("reasons.", "ideas.")) or key.rpartition(".")[2] in WHOSE


def _added(one: Value, other: Value) -> Value:
    lines = dict.fromkeys((*one.text.split("\n"), *other.text.split("\n")))
    return Value("\n".join(lines), one.place)


def understood(of: Slot, contents: Content, *, covers: frozenset[int] | None) -> tuple[Said, list[Problem]]:
    """Return what was said in a meeting, and everything in it that cannot be meant so."""
    reader = _Reader(contents, [])
    said = Said(
        of,
        reader.text("date"),
        reader.number("groups"),
        reader.tally(),
        reader.reasons(),
        reader.chosen(),
        reader.own(),
        reader.goals(),
        reader.ideas(),
        reader.rows(),
        covers,
        tuple((n, cast("Degree", reader.text(f"degree.{n}"))) for n in FACTOR_NUMBERS if f"degree.{n}" in contents),
        reader.answers(),
        reader.standings(),
        {key: value.place for key, value in contents.items()},
    )
    return said, reader.problems


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads joined fields as survey words and collects what cannot be."""

    contents: Content
    problems: list[Problem]

    def text(self, key: str) -> str:
        return self.contents[key].text if key in self.contents else ""

    def number(self, key: str) -> int:
        return int(self.text(key) or 0)

    def lines(self, key: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, self.text(key).split("\n"))))

    def wrong(self, code: str, key: str, **values: object) -> None:
        self.problems.append(error(f"collect.{code}", self.contents[key].place, **values))

    def tally(self) -> tuple[Count, ...]:
        counts = (Count(n, *(self.number(f"tally.{n}.{half}") for half in HALVES)) for n in FACTOR_NUMBERS)
        return tuple(count for count in counts if count.content or count.improve)

    def reasons(self) -> tuple[Reason, ...]:
        return tuple(
            Reason(number, half, line)
            for number in (*FACTOR_NUMBERS, 0)
            for half in HALVES
            for line in self.lines(f"reasons.{number}.{half}")
        )

    def chosen(self) -> tuple[Chosen, ...]:
        found: list[Chosen] = []
        for one in SLOTS:
            factor, way = f"chosen.{one}.factor", f"chosen.{one}.way"
            if (factor in self.contents) != (way in self.contents):
                self.wrong("chosen_half", factor if factor in self.contents else way)
            elif factor in self.contents:
                number = self.number(factor)
                if number in [known.factor for known in found]:
                    self.wrong("factor_twice", factor, factor=number)
                found.append(Chosen(number, cast("Way", self.text(way))))
        return tuple(found)

    def own(self) -> tuple[LeadersOwn, ...]:
        found: list[LeadersOwn] = []
        for one in OWN_SLOTS:
            factor, commits = f"own.{one}.factor", f"own.{one}.commits"
            if factor in self.contents:
                number = self.number(factor)
                if number in [known.factor for known in found]:
                    self.wrong("factor_twice", factor, factor=number)
                found.append(LeadersOwn(number, self.text(commits)))
            elif commits in self.contents:
                self.wrong("own_without_factor", commits)
        return tuple(found)

    def goals(self) -> tuple[Goal, ...]:
        factors = dict.fromkeys(int(key.split(".")[1]) for key in self.contents if key.startswith("goal."))
        return tuple(
            Goal(
                n,
                self.text(f"goal.{n}.text"),
                self.text(f"goal.{n}.target"),
                *(self.lines(f"goal.{n}.{who}") for who in WHOSE),
            )
            for n in factors
        )

    def ideas(self) -> tuple[Idea, ...]:
        return tuple(Idea(line, square) for square in SQUARES for line in self.lines(f"ideas.{square or UNPLACED}"))

    def rows(self) -> tuple[Row, ...]:
        """Return the measures of all plans, each once; of one that two plans have, what both say."""
        found: dict[tuple[int, str], Row] = {}
        for name in dict.fromkeys(key.rpartition(".")[0] for key in self.contents if key.startswith("measure.")):
            row = self.row(name)
            if row is None:
                continue
            known = found.setdefault((row.factor, row.text), row)
            if known is not row:
                found[row.factor, row.text] = self.same_row(known, row)
        return tuple(found.values())

    def row(self, name: str) -> Row | None:
        first = next(f"{name}.{part}" for part in MEASURE_PARTS if f"{name}.{part}" in self.contents)
        if f"{name}.text" not in self.contents:
            self.wrong("measure_without_text", first)
            return None
        if f"{name}.factor" not in self.contents:
            self.wrong("measure_without_factor", first, text=short(self.text(f"{name}.text")))
            return None
        place = self.contents[f"{name}.text"].place
        at = self.contents[f"{name}.deadline"].place if f"{name}.deadline" in self.contents else place
        text, responsible, deadline = (self.text(f"{name}.{part}") for part in MEASURE_PARTS[1:])
        return Row(self.number(f"{name}.factor"), text, responsible, deadline, place, at, name)

    def same_row(self, one: Row, other: Row) -> Row:
        for part in ("responsible", "deadline"):
            mine, theirs = getattr(one, part), getattr(other, part)
            if mine and theirs and mine != theirs:
                self.problems.append(_disagree(Value(mine, one.place), Value(theirs, other.place)))
        responsible, deadline = one.responsible or other.responsible, one.deadline or other.deadline
        return Row(one.factor, one.text, responsible, deadline, one.place, one.deadline_at, one.row)

    def answers(self) -> tuple[str, ...]:
        answers = tuple(self.text(f"answer.{number}") for number in range(1, QUESTIONS + 1))
        return answers if any(answers) else ()

    def standings(self) -> tuple[Standing, ...]:
        found = []
        for name in dict.fromkeys(key.split(".")[1] for key in self.contents if key.startswith("status.")):
            status, note = f"status.{name}.status", f"status.{name}.note"
            place = self.contents[status if status in self.contents else note].place
            found.append(Standing(name, cast("Status | None", self.text(status) or None), self.text(note), place))
        return tuple(found)
