"""Abbreviations that nobody has explained: each document says once what the letters stand for.

A content file is taken for a document. «Explained» means that somewhere in it a section (a slide, a tool, a chapter)
has both the letters and the words that ``content/proofreading`` knows for them; for letters that it does not know, that
they or the words stand in brackets, or the words after a dash.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from packgen.content.texts import key_of
from packgen.model import Language
from packgen.problems import Problem, warning
from packgen.proofreading.material import Material
from packgen.proofreading.prose import Passage, bare

_LETTERS = re.compile(r"(?<![\w\0.-])[A-ZÆØÅ]{2,6}(?![\w\0-])")
_LONG_WORDS = re.compile(r"\w{3,}")


def check(material: Material, language: Language) -> Iterator[Problem]:
    """Return a warning for the first use of every abbreviation that its file does not explain."""
    rules = material.rule(language, "abbreviations")
    known, words = frozenset(rules.get("known", ())), rules.get("words", {})
    for passages in _by(material.passages(language), lambda passage: passage.start.file).values():
        sections = [" ".join(bare(p.text) for p in each) for each in _by(passages, _section).values()]
        for letters, passage, offset in _first_uses(passages, known):
            if not any(_explains(section, letters, words.get(letters, "")) for section in sections):
                proposal = f"{words.get(letters, '…')} ({letters})"
                yield warning("texts.unexplained", passage.at(offset), key=passage.key, word=letters, proposal=proposal)


def _section(passage: Passage) -> str:
    return key_of(passage.path[:2])


def _by(passages: Iterable[Passage], group: Callable[[Passage], str]) -> Mapping[str, Sequence[Passage]]:
    found: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        found[group(passage)].append(passage)
    return found


def _first_uses(passages: Sequence[Passage], known: frozenset[str]) -> Iterator[tuple[str, Passage, int]]:
    seen = set(known)
    for passage in passages:
        for found in _LETTERS.finditer(bare(passage.text)):
            if found[0] not in seen:
                seen.add(found[0])
                yield found[0], passage, found.start()


def _explains(section: str, letters: str, meaning: str) -> bool:
    """Tell whether a section has the letters and what they stand for, in a bracket or after a dash where unknown."""
    if not re.search(rf"\b{letters}\b", section):
        return False
    if meaning:
        small = section.casefold()
        return all(word in small for word in _LONG_WORDS.findall(meaning.casefold()))
    return bool(re.search(rf"\w \({letters}\)|\b{letters} (?:\(|[–-] )", section))
