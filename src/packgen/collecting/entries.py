"""What a reader found in a form of Word or Excel → the form: whose it is, each field once, none unknown or missing."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from packgen import clean
from packgen.collecting.filled import Filled, Value
from packgen.collecting.form_words import FormWords, Written, canonical, label
from packgen.problems import Outcome, Place, Problem, error
from packgen.record import QUESTIONS, SQUARES
from packgen.record_form import (
    BY_KEY,
    BY_NUMBER,
    FACTOR_NUMBERS,
    FIELDS,
    UNPLACED,
    FormField,
    FormId,
    FormKind,
    find_id,
)

NUMBER = re.compile(r"\s*(?P<number>[0-9]{1,4}):(?![0-9])\s*")
"""How the number of a field stands before what is written in it."""


_MOST_UNKNOWN = 20
"""So many unknown fields of a file are named; nobody reads thousands."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place to write: its key where the file says it, its number where that is printed (0: not), what stands there.

    The number is what the person saw, so it decides where both are there. ``wrong`` is why the medium itself cannot say
    what stands there.
    """

    key: str
    number: int
    text: str
    place: Place
    wrong: Problem | None = None

    @property
    def mark(self) -> str:
        """What the file calls it."""
        return str(self.number) if self.number else self.key


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds: its lines of text, where an id may stand, the unit's name as printed, and its entries."""

    file: str
    medium: Literal["word", "workbook"]
    lines: Sequence[str]
    unit_name: str
    entries: Sequence[Entry]


def filled(found: Found, words: FormWords) -> Outcome[Filled]:
    """Return the form that was found in a file, or everything that is wrong with it."""
    form = form_id(found.lines, found.file)
    if isinstance(form, Problem):
        return Outcome(None, (form,))
    known, problems = _known(found.entries, form.kind)
    values: dict[str, Value] = {}
    for field, entries in known.items():
        value, told = _value(field, entries, words)
        problems.extend(told)
        if value is not None:
            values[field.key] = value
    problems.extend(_missing(form, known, found.file, words))
    if any(problem.is_error for problem in problems):
        return Outcome(None, tuple(problems))
    present = frozenset(field.key for field in known)
    return Outcome(Filled(form, found.unit_name, found.file, found.medium, values, present), tuple(problems))


# ---------------------------------------------------------------- whose it is


def form_id(lines: Sequence[str], file: str) -> FormId | Problem:
    """Return the one id that stands in these lines; an error where there is none, a wrong one, or several."""
    found = [one for line in lines if (one := find_id(clean.line(line.replace("\u2011", "-"))[0]))]
    right = list(dict.fromkeys(form for form, agrees in found if agrees))
    if len(right) == 1:
        return right[0]
    if right:
        return error("collect.two_ids", Place(file=file), one=right[0], other=right[1])
    if found:
        return error("collect.id_check", Place(file=file), id=_as_written(found[0][0], lines))
    return error("collect.no_id", Place(file=file))


def _as_written(form: FormId, lines: Sequence[str]) -> str:
    """Return an id with the check digits that stand in the file, not those that it should have."""
    bare = str(form)[:-2]
    return next((bare + line.partition(bare)[2][:2] for line in map(_plain, lines) if bare in line), bare)


def _plain(line: str) -> str:
    return clean.line(line.replace("\u2011", "-"))[0]


# ---------------------------------------------------------------- fields


def _known(entries: Sequence[Entry], kind: FormKind) -> tuple[dict[FormField, list[Entry]], list[Problem]]:
    """Return the entries of each field of a form, in the form's order, and errors for those that are no field of it."""
    by_field: dict[FormField, list[Entry]] = defaultdict(list)
    unknown: list[Entry] = []
    for entry in entries:
        field = BY_NUMBER[kind].get(entry.number) if entry.number else BY_KEY[kind].get(entry.key)
        if field is None:
            unknown.append(entry)
        else:
            by_field[field].append(entry)
    known = {field: by_field[field] for field in sorted(by_field, key=lambda field: field.number)}
    return known, list(_unknown(unknown))


def _unknown(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield an error for each of the first fields that are none of the form's, and one for how many more there are."""
    for entry in entries[:_MOST_UNKNOWN]:
        yield error("collect.unknown_field", entry.place, field=entry.mark[:60])
    if len(entries) > _MOST_UNKNOWN:
        more = len(entries) - _MOST_UNKNOWN
        yield error("collect.more_unknown", Place(file=entries[0].place.file), more=more)


def _value(field: FormField, entries: list[Entry], words: FormWords) -> tuple[Value | None, tuple[Problem, ...]]:
    """Return what stands in a field; an error where it is there twice and the two do not say the same."""
    read = [(entry, *canonical(Written(field, entry.text, entry.place), words)) for entry in entries]
    problems = (
        *(entry.wrong for entry in entries if entry.wrong is not None),
        *(problem for _, _, told in read for problem in told),
    )
    said = {text: entry for entry, text, _ in read if text}
    if len(said) > 1:
        one, other = list(said)[:2]
        twice = error("collect.twice", said[other].place, field=label(field, words), one=one[:60], other=other[:60])
        return None, (*problems, twice)
    return next((Value(text, entry.place) for text, entry in said.items()), None), problems


_SURE: Mapping[FormKind, frozenset[str]] = {
    "one": frozenset(
        {"date", "session", "groups"}
        | {
            f"{part}.{number}.{half}"
            for part in ("tally", "reasons")
            for number in FACTOR_NUMBERS
            for half in ("content", "improve")
        }
    ),
    "two": frozenset({"date", "session", *(f"ideas.{square or UNPLACED}" for square in SQUARES)}),
    "follow_up": frozenset({"date", *(f"answer.{question}" for question in range(1, QUESTIONS + 1))}),
}
"""Fields that each kind of form has whatever the unit has chosen."""
_FIRST: Mapping[FormKind, tuple[str, ...]] = {
    "one": ("chosen.1", "own.1"),
    "two": ("goal.1", "measure.1"),
    "follow_up": ("measure.1",),
}
"""Rows that each kind of form has; others come as the unit needs them, but never a part of one."""


def _missing(form: FormId, known: Mapping[FormField, object], file: str, words: FormWords) -> Iterator[Problem]:
    """Yield an error that names the fields which the form must have had when it was made."""
    present = {field.key for field in known}
    rows = {_row(key) for key in present} | set(_FIRST[form.kind])
    lost = [
        field
        for field in FIELDS[form.kind]
        if field.key not in present and (field.key in _SURE[form.kind] or _row(field.key) in rows)
    ]
    if lost:
        yield error(
            "collect.missing",
            Place(file=file),
            fields=", ".join(f"«{label(field, words)}»" for field in lost[:_NAMED]),
            count=len(lost),
        )


_NAMED = 8
"""Missing fields that one message names."""


def _row(key: str) -> str:
    """Return which row of fields a key is part of, such as ``goal.2``; a field that stands alone is its own row."""
    return key.rpartition(".")[0] if key.count(".") > 1 else key
