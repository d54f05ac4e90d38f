"""What one unit decided in one round, as survey words: the record that one meeting leaves for the next.

Everything here was said aloud in a meeting and written on a wall; nothing is a figure of the survey. Days are ISO
(``2026-04-14``), empty when not set. Factors are their numbers, 1-10.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Half = Literal["content", "improve"]
"""The two halves of the analysis cross: what we are content with, what it is important to improve."""
Way = Literal["keep", "improve"]
"""How a chosen factor is worked on."""
Who = Literal["staff", "leader", "organisation"]
Square = Literal["large_hard", "large_easy", "small_hard", "small_easy", ""]
"""A square of the measures matrix, effect and then feasibility; empty for an idea that was not placed."""
Status = Literal["planned", "started", "done", "stopped"]
Degree = Literal["seldom", "sometimes", "often", "always"]
"""To what degree the signs of a factor are practised."""

HALVES: tuple[Half, ...] = get_args(Half)
WAYS: tuple[Way, ...] = get_args(Way)
WHOSE: tuple[Who, ...] = get_args(Who)
SQUARES: tuple[Square, ...] = get_args(Square)
STATUSES: tuple[Status, ...] = get_args(Status)
DEGREES: tuple[Degree, ...] = get_args(Degree)
QUESTIONS = 6
"""How many questions the follow-up sheet asks."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many groups named a factor in each half of the cross."""

    factor: int
    content: int = 0
    improve: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a group named a factor, in its own words. ``factor`` is 0 where the group did not tie it to one."""

    factor: int
    half: Half
    text: str


@dataclass(frozen=True, slots=True)
class AnalysisSession:
    """One time that meeting 1 was held: all of it for most units, one shift's share where staff cannot gather.

    ``groups`` is how many groups there were, 0 when not noted.
    """

    number: int = 1
    date: str = ""
    groups: int = 0
    tally: tuple[Count, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A factor that the unit works on, and how."""

    factor: int
    way: Way


@dataclass(frozen=True, slots=True)
class LeadersOwn:
    """A factor that the leader takes on in addition to the unit's, never instead, and what the leader commits to."""

    factor: int
    commits: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """The vision image of one factor: the goal in the group's own words (empty: packgen's), a target figure, signs."""

    factor: int
    text: str = ""
    target: str = ""
    staff: tuple[str, ...] = ()
    leader: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()

    def signs(self, who: Who) -> tuple[str, ...]:
        """Return the signs of one of the three columns."""
        return {"staff": self.staff, "leader": self.leader, "organisation": self.organisation}[who]


@dataclass(frozen=True, slots=True)
class Idea:
    """A free idea for a measure and where it stands in the matrix."""

    text: str
    square: Square = ""


@dataclass(frozen=True, slots=True)
class RoadmapSession:
    """One time that meeting 2 was held."""

    number: int = 1
    date: str = ""
    goals: tuple[Goal, ...] = ()
    ideas: tuple[Idea, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusChange:
    """What became of a measure on a day, with a short note (did it work?)."""

    date: str
    status: Status
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is to be done, who sees to it (a role, not necessarily a person) and by when.

    ``id`` (``t1``, ``t2`` …) is given once and never used again in the record. ``source`` is the form that it came
    with (`Source.key`), empty when written by hand.
    """

    id: str
    factor: int
    text: str
    responsible: str = ""
    deadline: str = ""
    changes: tuple[StatusChange, ...] = ()
    source: str = ""

    @property
    def status(self) -> Status:
        """The status after the last change; planned before any."""
        return max(self.changes, key=lambda change: change.date).status if self.changes else "planned"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One look at the plan: degree of the signs by factor, answers to the sheet's six questions (empty where none)."""

    number: int
    date: str = ""
    degrees: tuple[tuple[int, Degree], ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A form that was collected: its kind and number, and the digest of what stood in it (not of the file)."""

    kind: Literal["one", "two", "follow_up"]
    number: int
    digest: str

    @property
    def key(self) -> str:
        """Which form this is within the record, such as ``two.1``."""
        return f"{self.kind}.{self.number}"


@dataclass(frozen=True, slots=True)
class Record:
    """What one unit decided in one round."""

    unit: str
    round: str
    analysis: tuple[AnalysisSession, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    leaders_own: tuple[LeadersOwn, ...] = ()
    roadmap: tuple[RoadmapSession, ...] = ()
    measures: tuple[Measure, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    collected: tuple[Source, ...] = ()

    # ------------------------------------------------------------ what the sessions add up to

    @property
    def groups(self) -> int:
        """How many groups there were in all sessions of meeting 1, 0 when it was not noted."""
        return sum(session.groups for session in self.analysis)

    @property
    def tally(self) -> tuple[Count, ...]:
        """The tallies of all sessions together: ten counts in factor order, empty when nothing was counted."""
        counts = [count for session in self.analysis for count in session.tally]
        if not counts:
            return ()
        return tuple(_sum(number, counts) for number in range(1, 11))

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons of all sessions in factor order, those tied to no factor last; each once."""
        found = dict.fromkeys(reason for session in self.analysis for reason in session.reasons)
        return tuple(sorted(found, key=lambda reason: (reason.factor or 11, HALVES.index(reason.half))))

    @property
    def goals(self) -> tuple[Goal, ...]:
        """One goal per factor, the signs of all sessions together, chosen factors first in their own order."""
        by_factor: dict[int, Goal] = {}
        for goal in (goal for session in self.roadmap for goal in session.goals):
            by_factor[goal.factor] = _joined(by_factor.get(goal.factor, Goal(goal.factor)), goal)
        order = {chosen.factor: n for n, chosen in enumerate(self.chosen)}
        return tuple(sorted(by_factor.values(), key=lambda goal: (order.get(goal.factor, 99), goal.factor)))

    @property
    def ideas(self) -> tuple[Idea, ...]:
        """The ideas of all sessions, each once."""
        return tuple(dict.fromkeys(idea for session in self.roadmap for idea in session.ideas))

    def goal(self, factor: int) -> Goal:
        """Return what was said of a factor in meeting 2; an empty goal where nothing was."""
        return next((goal for goal in self.goals if goal.factor == factor), Goal(factor))

    def measures_of(self, factor: int) -> tuple[Measure, ...]:
        """Return the measures for a factor, in the record's order."""
        return tuple(measure for measure in self.measures if measure.factor == factor)

    @property
    def worked_on(self) -> tuple[int, ...]:
        """The factors that the unit works on: the chosen ones, else those that have goals or measures."""
        chosen = tuple(one.factor for one in self.chosen)
        return chosen or tuple(dict.fromkeys([g.factor for g in self.goals] + [m.factor for m in self.measures]))

    @property
    def held_one(self) -> str:
        """The last day on which meeting 1 was held, empty when that is not known."""
        return max((session.date for session in self.analysis), default="")

    @property
    def held_two(self) -> str:
        """The last day on which meeting 2 was held, empty when that is not known."""
        return max((session.date for session in self.roadmap), default="")


def _sum(number: int, counts: Iterable[Count]) -> Count:
    own = [count for count in counts if count.factor == number]
    return Count(number, sum(count.content for count in own), sum(count.improve for count in own))


def _joined(one: Goal, other: Goal) -> Goal:
    """Return a goal with what another session said of it: the first wording, all signs once."""
    return Goal(
        one.factor,
        one.text or other.text,
        one.target or other.target,
        *(tuple(dict.fromkeys((*one.signs(who), *other.signs(who)))) for who in WHOSE),
    )


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one round by unit id, and those of the round before (units as they are called now)."""

    now: Mapping[str, Record] = field(default_factory=dict)
    earlier: Mapping[str, Record] = field(default_factory=dict)
    earlier_round: str = ""
    """What the round before is called, empty when there is none."""

    def of(self, unit: str) -> Record | None:
        """Return the record of a unit in this round, None before its first meeting."""
        return self.now.get(unit)

    def before(self, unit: str) -> Record | None:
        """Return the record of a unit in the round before; None where it has none, or was merged or split."""
        return self.earlier.get(unit)
