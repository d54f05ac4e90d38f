"""What is wrong with a text that somebody has written in the stead of packgen's, before it is kept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from packgen.content import neutrality
from packgen.content.layers import Path as KeyPath
from packgen.content.makeup import Minutes
from packgen.content.texts import Texts
from packgen.model import Language
from packgen.problems import Place, Problem, warning
from packgen.proofreading import nynorsk
from packgen.proofreading.material import Material
from packgen.proofreading.placeholders import known_names, of_passage, printed
from packgen.proofreading.prose import Passage
from packgen.proofreading.slips import slips

_MARKS: Mapping[str, re.Pattern[str]] = {
    "lost_bold": re.compile(r"\*\*\S"),
    "lost_list": re.compile(r"^[ \t]*(?:[-*+]|\d+[.)]) \S", re.MULTILINE),
    "lost_heading": re.compile(r"^#{1,6} \S", re.MULTILINE),
    "lost_quote": re.compile(r"^> ?\S", re.MULTILINE),
}
"""What light Markdown a text may lose when it is written anew."""


@dataclass(frozen=True, slots=True)
class New:
    """A new text: what it is over, packgen's own, and where it was written."""

    path: KeyPath
    packgens: str
    text: str
    place: Place

    @property
    def key(self) -> str:
        """The key of the text."""
        return ".".join(self.path)


def check(news: Sequence[New], texts: Texts, minutes: Minutes, rules: Mapping[str, Any]) -> Iterator[Problem]:
    """Return errors for broken or unknown values, and warnings for what was lost, judging words and slips.

    ``texts`` are packgen's in the same written standard, ``rules`` those of proof-reading.
    """
    known = known_names(texts, minutes)
    for new in news:
        yield from of_passage(Passage(new.path, new.text, texts.language, new.place, ()), known)
        yield from _lost(new)
        yield from neutrality.of_text(new.path, new.text, new.place, texts)
    yield from _slips(news, texts.language, rules)


def _lost(new: New) -> Iterator[Problem]:
    for value in sorted(printed(new.packgens) - printed(new.text)):
        yield warning("exchange.lost_value", new.place, key=new.key, value=value)
    for name, mark in _MARKS.items():
        if mark.search(new.packgens) and not mark.search(new.text):
            yield warning(f"exchange.{name}", new.place, key=new.key)


def _slips(news: Sequence[New], language: Language, rules: Mapping[str, Any]) -> Iterator[Problem]:
    """Return a warning for every word of the other written standard."""
    nodes: dict[str, Any] = {new.key: new.text for new in news}
    read = Texts(language, nodes, {(new.key,): new.place for new in news})
    nothing = Texts(language, {}, {})
    material = Material({language: read}, {language: nothing}, {}, {language: rules}, {}, {})
    yield from slips(material, language)
    if language == "nn":
        yield from nynorsk.infinitives(material)
