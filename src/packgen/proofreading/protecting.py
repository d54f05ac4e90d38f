"""What a translation may not touch: values, statements, marks of Markdown, code, and the terms of the method.

A text is taken line by line. The mark that a line begins with stays outside; within the line, each protected piece
becomes an empty tag, which the translation carries along. Afterwards every tag must stand there once and in order.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape

from packgen.content.text import capital

_LEAD = re.compile(r"\s*(?:(?:>|#{1,6}|[-*+](?: \[[ xX]\])?|\d+[.)])\s+)*")
_FIXED = (
    r"\{%.*?%\}|\{\{.*?\}\}|\{\w*\}|`[^`]*`|https?://\S+|\S+@\S+|\*+|\b_+|_+\b|(?<!\w)--?[a-z]\S*"
    r"|(?<!\w)(?:[\w.-]+)?\.(?:yaml|xlsx?|csv|docx?|pptx?|html|json|eml)\b|\w+_\w+|\b(?:\d+-)?[A-ZÆØÅ]{2,}\b"
)
_TAG = re.compile(r"<k(\d+)(?:/>|></k\1>)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as a translation gets it: the mark before it, HTML with empty tags, and the pieces behind the tags."""

    lead: str
    html: str
    pieces: tuple[str, ...]

    def with_words(self, html: str) -> str | None:
        """Return the line in other words; None where a piece was lost, came twice or changed places."""
        if tuple(int(found[1]) for found in _TAG.finditer(html)) != tuple(range(len(self.pieces))):
            return None
        bare = _TAG.split(html)
        if any("<" in part for part in bare[::2]):
            return None
        words = (unescape(part) for part in bare[::2])
        return self.lead + "".join(word + piece for word, piece in zip(words, (*self.pieces, ""), strict=True))


def line(text: str, terms: Mapping[str, str]) -> Line:
    """Return a line ready to translate; ``terms`` are words with what they are called in the other standard."""
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    pieces: list[str] = []

    def tag(found: re.Match[str]) -> str:
        pieces.append(_in_terms(found[0], terms))
        return f"\0{len(pieces) - 1}\0"

    marked = _pattern(terms)(tag, text[start:])
    return Line(text[:start], re.sub("\0(\\d+)\0", r"<k\1/>", escape(marked, quote=False)), tuple(pieces))


def _pattern(terms: Mapping[str, str]) -> Callable[[Callable[[re.Match[str]], str], str], str]:
    words = "|".join(rf"\b{re.escape(term)}\b" for term in sorted(terms, key=len, reverse=True))
    return re.compile(f"{_FIXED}|(?i:{words})" if words else _FIXED).sub


def _in_terms(piece: str, terms: Mapping[str, str]) -> str:
    found = terms.get(piece.casefold(), piece)
    return capital(found) if piece[:1].isupper() else found
