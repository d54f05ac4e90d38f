"""What can be wrong with what people give us, as data.

A problem carries a code and the values of its sentence, never the sentence: the words stand in
``content/<language>/messages/*.yaml`` under the code, so that the same problem can be told in either written standard.
Nothing here prints.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Severity(StrEnum):
    """How much a problem stops: an error stops everything, a warning stops only a strict run."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person can go to see the problem: file:line:column, or file/sheet/cell. Empty parts are unknown."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int | None = None
    column: int | None = None

    def sort_key(self) -> tuple[str, str, int, int, str]:
        """Order of reading: by file, then sheet, then line or cell from top to bottom."""
        digits = "".join(c for c in self.cell if c.isdigit())
        letters = "".join(c for c in self.cell if c.isalpha())
        return (self.file, self.sheet, self.line or int(digits or 0), self.column or len(letters), self.cell)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: how bad, which (a code like ``results.mean_outside_scale``), where, and its values."""

    severity: Severity
    code: str
    place: Place = Place()
    values: tuple[tuple[str, str], ...] = ()

    @property
    def is_error(self) -> bool:
        """True when nothing may be written because of it."""
        return self.severity is Severity.ERROR


def error(code: str, place: Place = Place(), **values: object) -> Problem:
    """Return an error with its values as text."""
    return Problem(Severity.ERROR, code, place, tuple((k, str(v)) for k, v in values.items()))


def warning(code: str, place: Place = Place(), **values: object) -> Problem:
    """Return a warning with its values as text."""
    return Problem(Severity.WARNING, code, place, tuple((k, str(v)) for k, v in values.items()))


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a stage gives: its value (None when it could not be made) and everything that was wrong."""

    value: T | None
    problems: tuple[Problem, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """True when there is a value and no error."""
        return self.value is not None and not any(p.is_error for p in self.problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return each problem once, sorted by place, errors before warnings at the same place."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (*p.place.sort_key(), p.severity, p.code, p.values)))


def values_of(problem: Problem) -> Mapping[str, str]:
    """Return the values of a problem's sentence by name."""
    return dict(problem.values)
