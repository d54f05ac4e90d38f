"""Words to point out and what to write instead, as the lists of a written standard have them.

The lists stand in ``content/proofreading/<language>.yaml``. An entry is one word, the first letters of words that all
have the same fault (``bekreft*``), or several words after each other (``i henhold til``). Small and capital letters are
alike; a proposal gets a capital where the word had one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from packgen.content.text import capital
from packgen.proofreading.prose import Passage, Word, bare, words


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of a text that a list has: as it is written, where, what to write instead, and why."""

    word: str
    offset: int
    proposal: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: its words in small letters (the last may be the first letters only)."""

    words: tuple[str, ...]
    open_end: bool
    proposal: str
    reason: str

    def fits(self, found: Sequence[str]) -> bool:
        """Tell whether these words, in small letters, begin as the entry says."""
        size = len(self.words)
        if len(found) < size or tuple(found[: size - 1]) != self.words[:-1]:
            return False
        last = found[size - 1]
        return last.startswith(self.words[-1]) if self.open_end else last == self.words[-1]


@dataclass(frozen=True, slots=True)
class WordList:
    """A list's entries by the first letters of their first word."""

    entries: Mapping[str, tuple[Entry, ...]]

    def hits(self, passage: Passage) -> Iterator[Hit]:
        """Return every word of a text that stands in the list; where two entries fit, the longer one."""
        found = words(bare(passage.text))
        small = [word.text.casefold() for word in found]
        for index, word in enumerate(found):
            fitting = [e for e in self.entries.get(_start(small[index]), ()) if e.fits(small[index:])]
            if fitting:
                longest = max(fitting, key=lambda e: (len(e.words), not e.open_end, len(e.words[-1])))
                yield _hit(passage.text, word, found[index + len(longest.words) - 1], longest)


def read(groups: Any) -> WordList:  # noqa: ANN401 - whatever YAML held
    """Return a list from its groups: each has a reason, and words with what to write instead."""
    entries: dict[str, list[Entry]] = {}
    for group in groups or ():
        for written, proposal in group["words"].items():
            entry = _entry(written, proposal, group["reason"])
            entries.setdefault(_start(entry.words[0]), []).append(entry)
    return WordList({start: tuple(found) for start, found in entries.items()})


def _entry(written: str, proposal: str, reason: str) -> Entry:
    own = tuple(written.casefold().removesuffix("*").split())
    return Entry(own, written.endswith("*"), proposal, reason)


def _start(word: str) -> str:
    return word[:2]


def _hit(text: str, first: Word, last: Word, entry: Entry) -> Hit:
    written = " ".join(text[first.offset : last.offset + len(last.text)].split())
    proposal = capital(entry.proposal) if written[0].isupper() else entry.proposal
    return Hit(written, first.offset, proposal, entry.reason)
