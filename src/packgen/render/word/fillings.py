"""Placeholders in a template's cover, headers and footers: made whole once, filled in for every document.

``{{unit}}`` and the like, in English or Norwegian, also where Word has split one over several runs; content controls
with such a tag or title become one. What is filled in is text and nothing else.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate

from packgen.render.xml import SPACE, URI, Element

_W = f"{{{URI['w']}}}"
_KNOWN = {
    "unit": ("unit", "enhet", "eining"),
    "round": ("round", "runde"),
    "document": ("document", "dokument", "tittel", "title"),
    "municipality": ("municipality", "kommune", "firma", "company"),
    "edition": ("edition", "utgave", "utgåve"),
}
NAMES: Mapping[str, str] = {word: name for name, words in _KNOWN.items() for word in words}
"""What a placeholder may be called, and what it stands for."""

_PLACEHOLDER = re.compile(r"\{\{([^{}]{0,200})\}\}")
_SAID = ("descr", "title")


def name_of(written: str) -> str:
    """Return what a placeholder's words stand for, empty where that is nothing known."""
    return NAMES.get(" ".join(written.split()).casefold(), "")


def found(root: Element) -> Iterator[str]:
    """Yield the words of every placeholder in a part, as written."""
    for paragraph in root.iter(f"{_W}p"):
        yield from (match[1].strip() for match in _PLACEHOLDER.finditer(_said(paragraph)))
    for element in root.iter():
        for key in _SAID:
            yield from (match[1].strip() for match in _PLACEHOLDER.finditer(element.get(key) or ""))


def _texts(paragraph: Element) -> list[Element]:
    """Return the texts of a paragraph; those of a text box in it belong to the paragraphs there."""
    own = (text for text in paragraph.iter(f"{_W}t") if next(text.iterancestors(f"{_W}p")) is paragraph)
    return list(own)


def _said(paragraph: Element) -> str:
    return "".join(text.text or "" for text in _texts(paragraph))


def make_whole(root: Element) -> None:
    """Put every placeholder in one text, by the name that it is filled by: its letters go to where its first stands."""
    for paragraph in root.iter(f"{_W}p"):
        texts = _texts(paragraph)
        begins = [0, *accumulate(len(text.text or "") for text in texts)]
        # the last first: what stands before it is then still where it was
        for match in reversed(list(_PLACEHOLDER.finditer(_said(paragraph)))):
            first, last = bisect_right(begins, match.start()) - 1, bisect_left(begins, match.end())
            words = f"{{{{{name_of(match[1])}}}}}"
            for text, begin in zip(texts[first:last], begins[first:last], strict=True):
                old = text.text or ""
                write(text, old[: max(match.start() - begin, 0)] + words + old[match.end() - begin :])
                words = ""


def write(text: Element, words: str) -> None:
    """Set the words of a text, spaces at its ends kept."""
    text.text = words
    if words != words.strip():
        text.set(SPACE, "preserve")


def fill(root: Element, values: Mapping[str, str]) -> None:
    """Fill in every placeholder of a part that was made whole; an unknown one, which there is none of, stays."""

    def value(match: re.Match[str]) -> str:
        name = name_of(match[1])
        return values.get(name, "") if name else match[0]

    for text in root.iter(f"{_W}t"):
        if text.text and "{{" in text.text:
            write(text, _PLACEHOLDER.sub(value, text.text))
    for element in root.iter():
        for key in _SAID:
            if "{{" in (element.get(key) or ""):
                element.set(key, _PLACEHOLDER.sub(value, element.get(key) or ""))
