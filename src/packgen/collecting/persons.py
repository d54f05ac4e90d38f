"""Names of persons in what units wrote: pointed out, never taken away. Nobody's name is needed in a record.

Who is responsible for a measure is not read: that may be a person as well as a role, and the group decides.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from packgen.collecting.filled import Filled, Value
from packgen.problems import Problem, warning

FILE = Path("proofreading") / "given_names.txt"
"""Where the names stand in content: one a line, with a star after those that are common words too."""

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_STARTS = re.compile(r"(?:^|[.!?:•\n]\s*|[«\"(–-]\s*)$")
"""What stands before the first word of a sentence."""
_SILENT = ("date", "session", "groups", "tally", "degree")
"""Fields that hold no free text, by the first step of their keys."""
_SILENT_PARTS = ("factor", "way", "responsible", "deadline", "status")


@dataclass(frozen=True, slots=True)
class GivenNames:
    """Common given names, all of them and those that are words as well; and what is never a person's name."""

    every: frozenset[str]
    words: frozenset[str]
    never: tuple[str, ...] = ()


def read_names(text: str, never: Iterable[str] = ()) -> GivenNames:
    """Return the names of the file, and names of units, factors and places that are never persons'."""
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    words = frozenset(parts[0] for parts in lines if parts[1:])
    longest_first = sorted({name for name in never if name}, key=len, reverse=True)
    return GivenNames(frozenset(parts[0] for parts in lines), words, tuple(longest_first))


def pointed_out(forms: Iterable[Filled], names: GivenNames) -> Iterator[Problem]:
    """Yield a warning for every name of a person in the free texts of forms, with the field's place."""
    for form in forms:
        for key, value in form.values.items():
            if _is_free(key):
                yield from _in_value(value, names)


def _is_free(key: str) -> bool:
    steps = key.split(".")
    return steps[0] not in _SILENT and steps[-1] not in _SILENT_PARTS


def _in_value(value: Value, names: GivenNames) -> Iterator[Problem]:
    for name in dict.fromkeys(persons(value.text, names)):
        yield warning("collect.person", value.place, name=name)


def persons(text: str, names: GivenNames) -> Iterator[str]:
    """Yield what looks like names of persons in a text: a given name, with the capitalised word after it if any.

    A name that is a common word as well counts where it is capitalised inside a sentence, or a capitalised word
    follows.
    """
    bare = _without(text, names.never)
    taken = 0
    for match in _WORD.finditer(bare):
        given = _given(match[0], names)
        if not given or match.start() < taken:
            continue
        after = re.match(r" ([A-ZÆØÅ][^\W\d_]+)", bare[match.end() :])
        is_word = given in names.words
        if is_word and not after and _STARTS.search(bare[: match.start()]):
            continue
        taken = match.end() + (after.end() if after else 0)
        yield bare[match.start() : taken]


def _given(word: str, names: GivenNames) -> str:
    """Return the given name that a word is, also in the genitive or as the first of a double name; empty for none."""
    first = re.split("[-’']", word)[0]
    for one in (word, first, word.removesuffix("s"), first.removesuffix("s")):
        if one in names.every:
            return one
    return ""


def _without(text: str, never: Iterable[str]) -> str:
    """Return a text with small letters where names stand that are no person's, as long as it was."""
    for name in never:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda match: "·" * len(match[0]), text, flags=re.IGNORECASE)
    return text
