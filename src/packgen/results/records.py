"""What a layout finds on a sheet, before it is known which unit it belongs to: one record for each set of figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from packgen.model import Language
from packgen.problems import Place, Problem

Kind = Literal["unit", "municipality", "national", "own_service", "here"]
"""Whose figures: a unit's, the municipality's, the country's for a kind of service, the country's for the kind of
service of the sheet's own unit, or those of the sheet's own unit, whose name does not stand beside them."""

ANSWERS = 5
TEN = range(1, 11)


@dataclass(frozen=True, slots=True)
class Who:
    """Whose figures a record holds, as the source names it. ``round`` is empty for the round that is read."""

    kind: Kind
    name: str = ""
    id: str = ""
    parent: str = ""
    service: str = ""
    language: Language | None = None
    round: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, and where it stands."""

    value: Decimal
    place: Place


Shares = tuple[Figure, Figure, Figure, Figure, Figure]


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a table, or one page: whose, means and shares by factor number, people invited and answered.

    ``covers`` are the factors whose means the table has a place for. ``blank``: it has, and all were left blank.
    ``broken``: something in the line could not be read, so nothing more is said of what it lacks. ``alone``: another
    line of the table may be about the same unit.
    """

    who: Who
    place: Place
    table: Place
    covers: frozenset[int] = frozenset()
    means: Mapping[int, Figure] = field(default_factory=dict)
    shares: Mapping[int, Shares] = field(default_factory=dict)
    invited: Figure | None = None
    answered: Figure | None = None
    blank: bool = False
    broken: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: records, and everything wrong with them."""

    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __add__(self, other: "Found") -> "Found":
        """Return both together, in order."""
        return Found((*self.records, *other.records), (*self.problems, *other.problems))
