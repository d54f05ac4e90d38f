"""Texts as the checks read them: each with its place in the file, and bare of what is no prose.

To bare a text is to write other signs over what is not read, one for one, so that every letter keeps its place: a value
(``{{ unit.name }}``) becomes `VALUE`, which is glued to the letters beside it; statements and code become spaces.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from packgen.content.texts import Path_, key_of
from packgen.model import Language
from packgen.problems import Place
from packgen.proofreading.where import place_in

VALUE = "\0"
_VALUE = re.compile(r"\{\{.*?\}\}|\{\w*\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
_OTHER_BRANCH = re.compile(r"\{%-?\s*(?:else|elif)\b.*?\{%-?\s*endif\s*-?%\}", re.DOTALL)
_CODE = re.compile(
    r"`[^`]*`|https?://\S+|[^\s\0]+@\S+|(?<![\w\0])--?[a-z]\S*"
    r"|(?<!\w)(?:[\w.-]+)?\.(?:yaml|xlsx?|xlsb|csv|docx?|pptx?|html|json|eml|aff|dic)\b|\w+_\w+"
)
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?:][»\"*]*(?=\s)|(?=\n)|$)")
_WORD = re.compile(r"[^\W_]+(?:[-–][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Passage:
    """One text: its key and path, its written standard, where it starts, and the lines of its file."""

    path: Path_
    text: str
    language: Language
    start: Place
    lines: Sequence[str]

    @property
    def key(self) -> str:
        """The key of the text, with the numbers of list items."""
        return key_of(self.path)

    def at(self, offset: int = 0) -> Place:
        """Return the place in the file of a letter of the text."""
        return place_in(self.text, offset, self.start, self.lines)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text as it is written, and its offset there."""

    text: str
    offset: int


def bare(text: str) -> str:
    """Return the text, as long as it was, with values, statements and code written over."""
    return _CODE.sub(_spaces, _STATEMENT.sub(_spaces, _VALUE.sub(lambda found: VALUE * len(found[0]), text)))


def as_read(text: str) -> str:
    """Return the bare text as one reader meets it: of words that depend on a choice, the first alternative only."""
    return bare(_OTHER_BRANCH.sub(_spaces, text))


def words(bared: str) -> tuple[Word, ...]:
    """Return the whole words of a bare text; those that are glued to a value are left out."""
    return tuple(
        Word(found[0], found.start())
        for found in _WORD.finditer(bared)
        if VALUE not in bared[max(found.start() - 1, 0) : found.end() + 1]
    )


def sentences(bared: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Return each sentence of a bare text as its offset and its words (a value is one); a line ends a sentence."""
    for found in _SENTENCE.finditer(bared):
        counted = tuple(_WORD.findall(re.sub(f"{VALUE}+", "x", found[0])))
        if counted:
            yield found.start() + len(found[0]) - len(found[0].lstrip()), counted


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])
