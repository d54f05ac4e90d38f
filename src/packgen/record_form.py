"""The forms that a unit's secretary fills in: which fields each has, their numbers, and the id that says whose it is.

One list for all media. A field has a key (``tally.3.improve``), which is its tag in Word and its place in a deck's
table, and a number, which is printed in front of it so that it is known after a program has dropped the tags. Number
and key say each other, whatever the form of one unit leaves out, so that an old form is read as it was meant.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from packgen.record import QUESTIONS, SQUARES, WHOSE

FormKind = Literal["one", "two", "follow_up"]
FieldKind = Literal["day", "number", "text", "lines", "factor", "way", "status", "degree"]
"""What a field holds; ``lines`` is several texts, one a line."""

CODES: dict[FormKind, str] = {"one": "M1", "two": "M2", "follow_up": "O"}
"""How an id calls each kind of form."""

FACTOR_NUMBERS = range(1, 11)
SLOTS = range(1, 6)
"""Factors that a unit may work on at most, whatever its settings say."""
OWN_SLOTS = range(1, 4)
MEASURE_ROWS = range(1, 31)
GOAL_PARTS = ("factor", "text", "target", *WHOSE)
MEASURE_PARTS = ("factor", "text", "responsible", "deadline")
UNPLACED = "unplaced"
"""What a key calls the ideas that stand in no square."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form: its number, its key, and what it holds."""

    number: int
    key: str
    kind: FieldKind


def _one() -> Iterator[FormField]:
    yield FormField(1, "date", "day")
    yield FormField(2, "session", "number")
    yield FormField(3, "groups", "number")
    for number in FACTOR_NUMBERS:
        yield FormField(10 + number, f"tally.{number}.content", "number")
        yield FormField(20 + number, f"tally.{number}.improve", "number")
        yield FormField(30 + number, f"reasons.{number}.content", "lines")
        yield FormField(40 + number, f"reasons.{number}.improve", "lines")
    yield FormField(51, "reasons.0.content", "lines")
    yield FormField(52, "reasons.0.improve", "lines")
    for slot in SLOTS:
        yield FormField(59 + 2 * slot, f"chosen.{slot}.factor", "factor")
        yield FormField(60 + 2 * slot, f"chosen.{slot}.way", "way")
    for slot in OWN_SLOTS:
        yield FormField(69 + 2 * slot, f"own.{slot}.factor", "factor")
        yield FormField(70 + 2 * slot, f"own.{slot}.commits", "text")


_GOAL_KINDS: dict[str, FieldKind] = {"factor": "factor", "text": "text", "target": "text"}
_MEASURE_KINDS: dict[str, FieldKind] = {"factor": "factor", "text": "text", "responsible": "text", "deadline": "day"}


def _measures(first: int) -> Iterator[FormField]:
    for row in MEASURE_ROWS:
        for part, name in enumerate(MEASURE_PARTS, start=1):
            yield FormField(first + 10 * row + part, f"measure.{row}.{name}", _MEASURE_KINDS[name])


def _two() -> Iterator[FormField]:
    yield FormField(1, "date", "day")
    yield FormField(2, "session", "number")
    for slot in SLOTS:
        for part, name in enumerate(GOAL_PARTS, start=1):
            yield FormField(10 * slot + part, f"goal.{slot}.{name}", _GOAL_KINDS.get(name, "lines"))
    for place, square in enumerate(SQUARES, start=1):
        yield FormField(70 + place, f"ideas.{square or UNPLACED}", "lines")
    yield from _measures(100)


def _follow_up() -> Iterator[FormField]:
    yield FormField(1, "date", "day")
    for number in FACTOR_NUMBERS:
        yield FormField(10 + number, f"degree.{number}", "degree")
    for question in range(1, QUESTIONS + 1):
        yield FormField(20 + question, f"answer.{question}", "lines")
    yield from _measures(100)
    for number in range(1, 201):
        yield FormField(1000 + 10 * number + 1, f"status.t{number}.status", "status")
        yield FormField(1000 + 10 * number + 2, f"status.t{number}.note", "text")


FIELDS: dict[FormKind, tuple[FormField, ...]] = {
    "one": tuple(_one()),
    "two": tuple(_two()),
    "follow_up": tuple(_follow_up()),
}
"""Every field that a form of each kind may have; a form of one unit has some of them."""

BY_KEY: dict[FormKind, dict[str, FormField]] = {k: {f.key: f for f in fields} for k, fields in FIELDS.items()}
BY_NUMBER: dict[FormKind, dict[int, FormField]] = {k: {f.number: f for f in fields} for k, fields in FIELDS.items()}


# ---------------------------------------------------------------- whose form it is


@dataclass(frozen=True, slots=True)
class FormId:
    """Whose form it is: folder names of municipality, round and unit; kind, number of the follow-up, part of a deck.

    ``number`` is 0 but for follow-ups. ``part`` names the one table that a slide holds (``tally``, ``chosen``,
    ``cross``, ``vision.3``, ``matrix``, ``plan.3`` …), empty for a whole form.
    """

    municipality: str
    round: str
    unit: str
    kind: FormKind
    number: int = 0
    part: str = ""

    def __str__(self) -> str:
        """Return the id as it is printed, with its two check digits last."""
        bare = self._bare()
        return f"{bare}/{_check_digits(bare):02}"

    def _bare(self) -> str:
        code = f"{CODES[self.kind]}{self.number or ''}" + (f".{self.part}" if self.part else "")
        return f"{self.municipality}/{self.round}/{self.unit}/{code}"


_SHAPE = re.compile(
    r"(?P<m>[^/\s]{1,99})/(?P<r>[^/\s]{1,99})/(?P<u>[^/\s]{1,99})/(?P<c>M1|M2|O)(?P<n>[1-9][0-9]?)?(?:\.(?P<p>[a-z0-9_.]+))?/(?P<d>[0-9]{2})"
)


def find_id(text: str) -> tuple[FormId, bool] | None:
    """Return the first form id in a text and whether its check digits agree; None where there is none.

    Line breaks within an id, as a narrow column makes them, must be taken out by the caller.
    """
    match = _SHAPE.search(text)
    if match is None:
        return None
    kind = next(kind for kind, code in CODES.items() if code == match["c"])
    found = FormId(match["m"], match["r"], match["u"], kind, int(match["n"] or 0), match["p"] or "")
    return found, str(found) == match[0]


def _check_digits(text: str) -> int:
    """Return the two digits that make a text right (ISO/IEC 7064 MOD 97-10, each character as its code point)."""
    remainder = 0
    for character in text:
        remainder = (remainder * 1000 + ord(character)) % 97
    return 98 - remainder * 100 % 97
