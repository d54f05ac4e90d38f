"""Survey words: what a municipality, its units, its rounds and their results are.

All values are frozen. Means and shares are `Decimal`, exactly as the input wrote them: never floats.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal, TypeVar

from packgen.allowed import Allowed
from packgen.problems import Place
from packgen.record import Record

K = TypeVar("K")

Language = Literal["nb", "nn"]
PaperSize = Literal["A1", "A2", "A3", "A4"]
MeetingForm = Literal["two_meetings", "long_meeting", "small_group", "video", "shifts", "wall"]
"""How a unit's department meetings are held; each form has decks and run sheets of its own."""
Verdict = Literal["none", "inside", "outside", "unknown"]
Classes = Literal[0, 3, 5]
"""How many classes of a distribution may be shown: none, three merged, or all five."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One of the ten factors: its number (1-10, never varies) and its key in content."""

    number: int
    id: str


FACTORS: tuple[Factor, ...] = tuple(
    Factor(number, name)
    for number, name in enumerate(
        (
            "intrinsic_motivation",
            "self_efficacy",
            "autonomy",
            "use_of_competence",
            "mastery_leadership",
            "role_clarity",
            "competence_development",
            "flexibility",
            "mastery_climate",
            "prosocial_motivation",
        ),
        start=1,
    )
)


class Edition(StrEnum):
    """For whom a file is made. What an edition may not see is not in its files."""

    STAFF = "staff"
    REPRESENTATIVES = "representatives"
    LEADER = "leader"


# ---------------------------------------------------------------- the municipality and its settings


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom leaders ask: name of the office or role, e-mail, telephone."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A web address that documents show, under an id such as ``survey`` or ``poll``."""

    id: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """How many factors a group names and a unit works on (lowest and highest number may be equal)."""

    keep: int = 2
    improve: int = 2
    work_on_min: int = 2
    work_on_max: int = 2


@dataclass(frozen=True, slots=True)
class NetworkGroup:
    """A network of leaders: its name, its members as roles or initials, and its meetings in order of time."""

    name: str
    members: tuple[str, ...] = ()
    meetings: tuple["NetworkMeeting", ...] = ()


@dataclass(frozen=True, slots=True)
class NetworkMeeting:
    """One meeting of a network: an ISO day, and whether people meet in person or on a screen."""

    date: str
    form: Literal["in_person", "digital"] = "in_person"


@dataclass(frozen=True, slots=True)
class LeaderProgramme:
    """The first day of the leader programme (ISO day and place, each empty when not set) and the networks after it."""

    date: str = ""
    place: str = ""
    networks: tuple[NetworkGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundDates:
    """Dates of a round as ISO days (``2026-03-12``), each empty when not set."""

    training: str = ""
    information_start: str = ""
    information_end: str = ""
    answering_start: str = ""
    answering_end: str = ""
    analysis_day: str = ""
    results: str = ""
    follow_up: str = ""
    evaluation: str = ""


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """The municipality's own naming of columns, for sheets that are not recognised. Empty = recognise."""

    unit: str = ""
    municipality: str = ""
    national: str = ""
    id: str = ""
    parent: str = ""
    service: str = ""
    language: str = ""
    invited: str = ""
    answered: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of the survey: id such as ``2026``, what people call it, the limit k, dates and results files."""

    id: str
    name: str
    period: str
    limit: int = 5
    dates: RoundDates = field(default_factory=RoundDates)
    results: tuple[str, ...] = ()
    released_under_limit: bool = False
    released_n_at_least_10: bool = False
    replaces_unreleased: bool = False
    columns: ColumnNames = field(default_factory=ColumnNames)


@dataclass(frozen=True, slots=True)
class Term:
    """A municipality's own word for something of packgen's (a tool, «unit») in one written standard, in its forms."""

    id: str
    language: Language
    forms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FactorName:
    """A municipality's own name for a factor in each written standard; empty where it keeps packgen's."""

    number: int
    nb: str = ""
    nn: str = ""


@dataclass(frozen=True, slots=True)
class OwnTemplates:
    """A municipality's own templates: paths in its folder, and which of their styles and layouts stand for packgen's.

    ``word_styles`` and ``slide_layouts`` are pairs of packgen's name and theirs.
    """

    word: str = ""
    slides: str = ""
    word_styles: tuple[tuple[str, str], ...] = ()
    slide_layouts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """What is printed: which tools (empty = all), the size of sheets, parts to glue together, a folder of fonts.

    ``tiles`` is the paper of the parts, empty for none. ``fonts`` is a path in the municipality's folder, or empty.
    """

    tools: tuple[str, ...] = ()
    size: PaperSize = "A1"
    tiles: Literal["", "A4", "A3"] = ""
    fonts: str = ""


@dataclass(frozen=True, slots=True)
class Brand:
    """A municipality's own looks: two colours as ``RRGGBB``, an Office font, its logo; each empty when not set.

    ``logo`` and ``logo_negative`` (for dark grounds) are paths in the municipality's folder. ``places`` says where each
    stands in the settings, by its name here.
    """

    primary: str = ""
    accent: str = ""
    font: str = ""
    logo: str = ""
    logo_negative: str = ""
    logo_alt: str = ""
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality's settings, rounds in order of time (the last is the one that packs are made for)."""

    folder: str
    id: str
    name: str
    language: Language
    factor_names: Literal["present", "older"] = "present"
    choice: Choice = field(default_factory=Choice)
    meeting_form: MeetingForm = "two_meetings"
    contact: Contact = field(default_factory=Contact)
    links: tuple[Link, ...] = ()
    rounds: tuple[Round, ...] = ()
    units_file: str = ""
    programme: LeaderProgramme = field(default_factory=LeaderProgramme)
    follow_up_months: int = 3
    """How many months pass between looks at a unit's plan after meeting 2."""
    drafts_attach: bool = True
    """Whether the e-mail drafts carry the files that they speak of."""
    lix_limit: int = 45
    """How heavy a text may be to read (LIX) before it is pointed out."""
    large_print: bool = False
    """Whether the documents that have a large print are made in it as well."""
    printed: PrintChoice = field(default_factory=PrintChoice)
    terms: tuple[Term, ...] = ()
    own_factor_names: tuple[FactorName, ...] = ()
    brand: Brand = field(default_factory=Brand)
    templates: OwnTemplates = field(default_factory=OwnTemplates)
    allowed: Allowed = field(default_factory=Allowed)
    """How much is read of what comes from outside."""

    def form_of(self, unit: "Unit") -> MeetingForm:
        """Return the form of a unit's meetings: its own, else the municipality's."""
        return unit.meeting_form or self.meeting_form


# ---------------------------------------------------------------- units


@dataclass(frozen=True, slots=True)
class Meeting:
    """One planned department meeting: ISO date, start ``08:30``, place; each empty when not set."""

    date: str = ""
    start: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the municipality. ``was`` names its ids in earlier rounds (rename, merge or split)."""

    id: str
    name: str
    parent: str | None = None
    service: str = ""
    language: Language | None = None
    leader_email: str = ""
    representative_email: str = ""
    safety_email: str = ""
    invited: int | None = None
    answered: int | None = None
    meeting_one: Meeting = field(default_factory=Meeting)
    meeting_two: Meeting = field(default_factory=Meeting)
    meeting_form: MeetingForm | None = None
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitTree:
    """The units in the organisation's order, parents before children."""

    units: tuple[Unit, ...]
    _by_id: Mapping[str, Unit] = field(init=False, repr=False, compare=False)
    _below: Mapping[str | None, tuple[Unit, ...]] = field(init=False, repr=False, compare=False)
    _heirs: Mapping[str, tuple[Unit, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {u.id: u for u in reversed(self.units)})
        object.__setattr__(self, "_below", _grouped((u.parent, u) for u in self.units))
        object.__setattr__(
            self, "_heirs", _grouped((old, u) for u in self.units for old in dict.fromkeys((u.id, *u.was)))
        )

    def get(self, unit_id: str) -> Unit:
        """Return the unit with this id (KeyError when there is none)."""
        return self._by_id[unit_id]

    def has(self, unit_id: str) -> bool:
        """Tell whether there is a unit with this id."""
        return unit_id in self._by_id

    def children(self, unit_id: str | None) -> tuple[Unit, ...]:
        """Return the units right below this one, in order; of None, the roots."""
        return self._below.get(unit_id, ())

    def ancestors(self, unit_id: str) -> tuple[Unit, ...]:
        """Return the units above this one, nearest first."""
        found: list[Unit] = []
        parent = self._by_id[unit_id].parent
        while parent is not None:
            found.append(self._by_id[parent])
            parent = self._by_id[parent].parent
        return tuple(found)

    def heirs(self, earlier_id: str) -> tuple[Unit, ...]:
        """Return the units that carry on what had this id in earlier rounds: one, or several after a split."""
        return self._heirs.get(earlier_id, ())


def _grouped(pairs: Iterable[tuple[K, Unit]]) -> Mapping[K, tuple[Unit, ...]]:
    """Return the units of each key, in order."""
    found: dict[K, list[Unit]] = {}
    for key, unit in pairs:
        found.setdefault(key, []).append(unit)
    return {key: tuple(units) for key, units in found.items()}


# ---------------------------------------------------------------- results as they came in: nothing may be shown yet


@dataclass(frozen=True, slots=True)
class Score:
    """One factor of one unit: the mean as given (1-5), and five shares in percent, «svært uenig» first, or None."""

    mean: Decimal
    distribution: tuple[Decimal, Decimal, Decimal, Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class UnitResult:
    """One unit's figures: N invited and n answered (None = unknown), ten scores in factor order.

    ``scores`` is None when the source left all figures blank: the unit is hidden by the source.
    """

    unit: str
    invited: int | None
    answered: int | None
    scores: tuple[Score, ...] | None


@dataclass(frozen=True, slots=True)
class Results:
    """All figures of one round: per unit id, and the ten national means per kind of service (``""`` = all)."""

    round: str
    units: Mapping[str, UnitResult]
    national: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)


# ---------------------------------------------------------------- what may be shown


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether one unit is shown, and why.

    ``reason`` is a code whose words stand in content (``privacy.*``): ``shown``, ``below_limit``, ``residual``
    (would give a smaller group back), ``blank_in_source``, ``no_results``, ``released`` (n unknown, released under the
    limit), ``not_released`` (n unknown, and nobody has stated that), ``overlap`` (the numbers contradict the tree).
    ``comparators`` are ids of shown ancestors, nearest first. ``answered`` is None when hidden or unknown.
    ``classes`` is what the ladder allows, whether or not the input has distributions.
    """

    unit: str
    shown: bool
    reason: str
    answered: int | None
    comparators: tuple[str, ...]
    classes: Classes


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The decisions of one round under its limit, by unit id, in the organisation's order."""

    round: str
    limit: int
    decisions: Mapping[str, Decision]


@dataclass(frozen=True, slots=True)
class Share:
    """One printed class of a distribution: what is printed («45 %») and what chart and workbook hold.

    ``bound`` is ``""``, ``"over"`` (this class holds over 90 %, and how much over stays hidden) or ``"under"``: one of
    the others, which *together* hold under 10 %. Their value, 10, is that of all of them: it is drawn and said once.
    """

    text: str
    value: Decimal
    bound: Literal["", "over", "under"] = ""


@dataclass(frozen=True, slots=True)
class Mean:
    """One printed mean: «4,2» (or «4,9 eller høgare» by its code) and the one-decimal value that charts hold.

    ``bound`` is ``""``, ``"at_least"`` (4.9 or higher) or ``"at_most"`` (1.1 or lower).
    """

    value: Decimal
    bound: Literal["", "at_least", "at_most"] = ""


@dataclass(frozen=True, slots=True)
class Comparator:
    """Ten means beside the unit's own. ``kind`` decides their label in content; ``name`` is a unit or a service."""

    kind: Literal["parent", "municipality", "national", "national_service"]
    name: str
    means: tuple[Mean, ...]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The ten means of an earlier round that this unit may show, oldest first in a view.

    ``verdicts`` judge each factor's change from that round to this one, with the uncertainty of both.
    """

    round: str
    period: str
    means: tuple[Mean, ...]
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One factor's difference between the unit and a comparator, already judged in words.

    ``verdict`` is ``"none"`` (below 0.2), ``"inside"`` (0.2 or more, not above ME), ``"outside"`` or ``"unknown"``
    (0.2 or more, no N).
    """

    comparator: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Figures:
    """Released figures of one group in one edition: everything that a document may print, and nothing else.

    ``comparators`` go nearest first, then the municipality, then the country. ``differences`` has ten tuples, one
    `Difference` per comparator in each. ``shares`` holds ten tuples of 3 or 5 classes (an empty one for a factor that
    has no distribution), or is None where the edition, the ladder or the input has none.
    ``margin`` is ME on a mean (unrounded, never below 0.1), None when N is unknown; ``threshold`` is the least
    difference outside the uncertainty, rounded up to one decimal. ``trend_broken``: earlier rounds are left out because
    the unit was merged or split since.
    """

    unit: str
    name: str
    answered: int | None
    invited: int | None
    response_percent: int | None
    means: tuple[Mean, ...]
    comparators: tuple[Comparator, ...]
    differences: tuple[tuple[Difference, ...], ...]
    shares: tuple[tuple[Share, ...], ...] | None
    trend: tuple[TrendPoint, ...]
    trend_broken: bool
    margin: Decimal | None
    threshold: Decimal | None


@dataclass(frozen=True, slots=True)
class View:
    """What one unit's documents of one edition are made from.

    ``state``: ``shown`` (own figures), ``fallback`` (hidden: ``figures`` are the nearest shown ancestor's, means only;
    None when there is none) or ``preparation`` (no results yet: ``figures`` is None).
    """

    municipality: Municipality
    round: Round
    unit: Unit
    parent: Unit | None
    language: Language
    edition: Edition
    state: Literal["shown", "fallback", "preparation"]
    figures: Figures | None
    record: Record | None = None
    """What the unit has decided in this round so far; None before its first meeting."""
    earlier: Record | None = None
    """What it decided in the round before, and what that round is called."""
    earlier_round: str = ""
