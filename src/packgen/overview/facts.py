"""What is known of a municipality's meetings, measures and released figures on a day, as pure values.

Records count as they stood on that day. Of a record only numbers and days come along: never a word that somebody
wrote. Figures are those that `privacy.figures` released for all staff, without factor 5, which is about one leader.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from packgen import privacy
from packgen.model import FACTORS, Edition, Figures, Mean, MeetingForm, Unit, UnitTree
from packgen.record import STATUSES, AnalysisSession, Measure, Record, RoadmapSession, Status
from packgen.surveys import Gathered

LEFT_OUT = 5
"""The factor that no figure is shown of: it is about one leader in each unit."""
SHOWN_FACTORS = tuple(factor for factor in FACTORS if factor.number != LEFT_OUT)
SOON_MONTHS = 3
"""A deadline so many months ahead or less is near."""
OPEN: tuple[Status, ...] = ("planned", "started")
"""The statuses of measures whose deadline still counts."""
_FEWEST_ROUNDS = 2

Steps = tuple[tuple[str, int], ...]
"""Counts over time: the day, and how many from that day on."""


@dataclass(frozen=True, slots=True)
class Held:
    """How many times a meeting was held (0 = not yet) and the last day of it, empty when that is not noted."""

    times: int = 0
    last: str = ""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How many measures are past their deadline, near it, have it later, or have none."""

    passed: int = 0
    soon: int = 0
    later: int = 0
    none: int = 0

    def __add__(self, other: "Deadlines") -> "Deadlines":
        return Deadlines(
            self.passed + other.passed, self.soon + other.soon, self.later + other.later, self.none + other.none
        )

    @property
    def all(self) -> int:
        """How many measures these are."""
        return self.passed + self.soon + self.later + self.none


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is known of one unit: its place in the tree, its meetings, and counts of its measures.

    ``statuses`` are counts in the order of `STATUSES`, ``deadlines`` those of the `OPEN` ones. Planned days are those
    of the unit list.
    """

    name: str
    parent: str
    depth: int
    form: MeetingForm
    planned: tuple[str, str]
    one: Held
    two: Held
    follow_up: Held
    statuses: tuple[int, ...]
    deadlines: tuple[Deadlines, Deadlines]

    @property
    def remaining(self) -> Deadlines:
        """The deadlines of all measures that are neither done nor stopped."""
        return self.deadlines[0] + self.deadlines[1]


@dataclass(frozen=True, slots=True)
class FactorFacts:
    """How many units work on a factor: to keep it, to improve it, and in all (also where the way is not noted)."""

    number: int
    keep: int
    improve: int
    units: int


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """Released figures of a shown unit: its response in whole percent (None: unknown), nine means in factor order."""

    name: str
    parent: str
    depth: int
    response_percent: int | None
    means: tuple[Mean, ...]


@dataclass(frozen=True, slots=True)
class RoundMeans:
    """The municipality's own nine means of one round."""

    period: str
    means: tuple[Mean, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Cumulative counts over time, oldest first, and how many have no day and so are not among them."""

    steps: Steps
    undated: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the overview says of one municipality's round on one day.

    ``figures`` are those of the units that are shown, in the organisation's order; ``rounds`` the municipality's own
    means, oldest first (empty where there are not two rounds to see). ``meetings`` are meeting 1, meeting 2 and the
    first follow-up; ``agreed`` and ``done`` are measures.
    """

    day: str
    units: tuple[UnitFacts, ...]
    factors: tuple[FactorFacts, ...]
    has_results: bool
    figures: tuple[UnitFigures, ...]
    shows: tuple[str, ...]
    own: UnitFigures | None
    rounds: tuple[RoundMeans, ...]
    meetings: tuple[Progress, Progress, Progress]
    agreed: Progress
    done: Progress

    @property
    def held(self) -> tuple[int, int, int]:
        """How many units have held meeting 1, meeting 2, and have followed up."""
        held = [(unit.one.times > 0, unit.two.times > 0, unit.follow_up.times > 0) for unit in self.units]
        return sum(one for one, _, _ in held), sum(two for _, two, _ in held), sum(three for _, _, three in held)

    @property
    def statuses(self) -> tuple[int, ...]:
        """Measures of all units by status, in the order of `STATUSES`."""
        return tuple(sum(unit.statuses[at] for unit in self.units) for at in range(len(STATUSES)))

    @property
    def deadlines(self) -> tuple[Deadlines, Deadlines]:
        """Deadlines of all units' measures that are planned, and of those that are started."""
        planned, started = Deadlines(), Deadlines()
        for unit in self.units:
            planned, started = planned + unit.deadlines[0], started + unit.deadlines[1]
        return planned, started

    @property
    def remaining(self) -> Deadlines:
        """The deadlines of all measures that are neither done nor stopped."""
        return self.deadlines[0] + self.deadlines[1]


def facts(gathered: Gathered, day: str) -> Overview:
    """Return what is known on an ISO day. Units stand in the organisation's order everywhere."""
    tree = gathered.now.tree
    records = {unit: until(record, day) for unit, record in gathered.records.now.items() if tree.has(unit)}
    listed = tuple(unit for unit in tree.units if unit.id in records or not _is_top(unit, tree))
    figures = _released(gathered)
    own = figures.get(gathered.top.id)
    return Overview(
        day,
        tuple(_unit(unit, gathered, records.get(unit.id), day) for unit in listed),
        tuple(_factor(factor.number, records.values()) for factor in FACTORS),
        gathered.now.results is not None,
        tuple(_figures(tree.get(unit), one, tree) for unit, one in figures.items()),
        tuple(figures),
        _figures(tree.get(own.unit), own, tree) if own is not None else None,
        _rounds(own, gathered.now.round.period),
        (
            _progress(record.held_one for record in records.values() if record.analysis),
            _progress(record.held_two for record in records.values() if record.roadmap),
            _progress(_first_day(record) for record in records.values() if record.follow_ups),
        ),
        _progress(_agreed(measure, record) for record in records.values() for measure in record.measures),
        _progress(_done(m) for record in records.values() for m in record.measures if m.status == "done"),
    )


def _is_top(unit: Unit, tree: UnitTree) -> bool:
    """Tell whether a unit is the whole municipality, which holds no meeting of its own."""
    return unit.parent is None and len(tree.children(None)) == 1 and len(tree.units) > 1


# ---------------------------------------------------------------- records as they stood


def until(record: Record, day: str) -> Record:
    """Return a record as it stood on a day: what has no day counts as done before."""
    analysis = tuple(session for session in record.analysis if session.date <= day)
    roadmap = tuple(session for session in record.roadmap if session.date <= day)
    had_come = bool(analysis or roadmap) or not (record.analysis or record.roadmap)
    return replace(
        record,
        analysis=analysis,
        roadmap=roadmap,
        chosen=record.chosen if had_come else (),
        measures=tuple(_measure_until(m, day) for m in record.measures if _agreed(m, record) <= day),
        follow_ups=tuple(one for one in record.follow_ups if one.date <= day),
    )


def _measure_until(measure: Measure, day: str) -> Measure:
    return replace(measure, changes=tuple(change for change in measure.changes if change.date <= day))


def _agreed(measure: Measure, record: Record) -> str:
    """Return when a measure was agreed: in the meeting whose form it came with; empty when that is not known."""
    kind, _, number = measure.source.partition(".")
    met = (s.date for s in record.roadmap if s.date and kind == "two" and number == str(s.number))
    changed = (change.date for change in measure.changes)
    return next(met, record.held_two) or min(changed, default="")


def _done(measure: Measure) -> str:
    return max((change.date for change in measure.changes), default="")


def _first_day(record: Record) -> str:
    return min((one.date for one in record.follow_ups if one.date), default="")


# ---------------------------------------------------------------- units and factors


def _unit(unit: Unit, gathered: Gathered, record: Record | None, day: str) -> UnitFacts:
    tree, known = gathered.now.tree, record or Record(unit.id, "")
    follow_ups = max((one.date for one in known.follow_ups), default="")
    return UnitFacts(
        unit.name,
        _parent(unit, tree),
        _depth(unit, tree),
        gathered.municipality.form_of(unit),
        (unit.meeting_one.date, unit.meeting_two.date),
        _held(known.analysis),
        _held(known.roadmap),
        Held(len(known.follow_ups), follow_ups),
        tuple(sum(measure.status == status for measure in known.measures) for status in STATUSES),
        (_deadlines(known.measures, OPEN[0], day), _deadlines(known.measures, OPEN[1], day)),
    )


def _held(sessions: Iterable[AnalysisSession | RoadmapSession]) -> Held:
    days = [session.date for session in sessions]
    return Held(len(days), max(days, default=""))


def _parent(unit: Unit, tree: UnitTree) -> str:
    """Return what a unit is part of; nothing where that is the whole municipality."""
    if unit.parent is None or _is_top(tree.get(unit.parent), tree):
        return ""
    return tree.get(unit.parent).name


def _depth(unit: Unit, tree: UnitTree) -> int:
    """Return how many levels there are above a unit, the whole municipality not counted."""
    return sum(not _is_top(above, tree) for above in tree.ancestors(unit.id))


def _deadlines(measures: Iterable[Measure], status: Status, day: str) -> Deadlines:
    days = [measure.deadline for measure in measures if measure.status == status]
    soon = months_after(day, SOON_MONTHS)
    return Deadlines(
        passed=sum("" < one < day for one in days),
        soon=sum(day <= one <= soon for one in days),
        later=sum(one > soon for one in days),
        none=sum(not one for one in days),
    )


def months_after(day: str, months: int) -> str:
    """Return the day so many months later; the last of the month where that month has no such day."""
    start = date.fromisoformat(day)
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1])).isoformat()


def _factor(number: int, records: Iterable[Record]) -> FactorFacts:
    working = [record for record in records if number in record.worked_on]
    ways = [{one.way for one in record.chosen if one.factor == number} for record in working]
    return FactorFacts(number, sum("keep" in way for way in ways), sum("improve" in way for way in ways), len(working))


def _progress(days: Iterable[str]) -> Progress:
    """Return how many there are from each day on, and how many have no day."""
    found = sorted(days)
    dated = [day for day in found if day]
    return Progress(tuple((day, dated.index(day) + dated.count(day)) for day in dict.fromkeys(dated)), found.count(""))


# ---------------------------------------------------------------- released figures


def _released(gathered: Gathered) -> Mapping[str, Figures]:
    """Return what may be printed of each shown unit for all staff, in the organisation's order."""
    now = gathered.now
    if now.results is None:
        return {}
    earlier = tuple((s.round, s.tree, s.results, s.disclosure) for s in gathered.earlier if s.results is not None)
    found = (
        (unit.id, privacy.figures(now.tree, now.results, now.disclosure, unit.id, Edition.STAFF, now.round, earlier))
        for unit in now.tree.units
    )
    return {unit: figures for unit, figures in found if figures is not None}


def _figures(unit: Unit, figures: Figures, tree: UnitTree) -> UnitFigures:
    response = figures.response_percent
    return UnitFigures(unit.name, _parent(unit, tree), _depth(unit, tree), response, _nine(figures.means))


def _nine(means: tuple[Mean, ...]) -> tuple[Mean, ...]:
    """Return the means without that of the factor which is about one leader."""
    return tuple(means[factor.number - 1] for factor in SHOWN_FACTORS)


def _rounds(own: Figures | None, period: str) -> tuple[RoundMeans, ...]:
    """Return the municipality's own means of the rounds in which it is shown; none where there are not two."""
    if own is None:
        return ()
    earlier = tuple(RoundMeans(point.period, _nine(point.means)) for point in own.trend)
    rounds = (*earlier, RoundMeans(period, _nine(own.means)))
    return rounds if len(rounds) >= _FEWEST_ROUNDS else ()
