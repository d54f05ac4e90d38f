"""From a place in a text to the line and column of its file, where a person can go and mend it.

YAML tells where a text starts. What comes between there and a letter in the middle depends on how the text is written:
plain, in quotes, folded or as a block. All four keep the letters and their order and change only the white space, save
for what quotes escape. So the letters of the text are followed one by one through the file.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from packgen.problems import Place

_WHITE = " \t\n"
_BLOCK = re.compile(r"[|>][-+0-9]*[ \t]*(?:#.*)?\n")
_LONG_ESCAPES = {"x": 2, "u": 4, "U": 8}
_WHITE_ESCAPES = "nt \n"


def place_in(text: str, offset: int, start: Place, lines: Sequence[str]) -> Place:
    """Return the place of ``text[offset]``; the start of the text where the file cannot be followed so far.

    ``start`` is where YAML says that the text starts, ``lines`` are those of its file, without their ends.
    """
    if start.line is None or start.column is None or start.line > len(lines):
        return start
    source = "\n".join(lines[start.line - 1 :])
    found = _follow(text[: offset + 1], source, start.column - 1)
    if found is None:
        return start
    above = source.count("\n", 0, found)
    return replace(start, line=start.line + above, column=found - source.rfind("\n", 0, found))


def _follow(text: str, source: str, first: int) -> int | None:
    """Return where in the source the last letter of the text stands, None where the two part ways."""
    quote = source[first] if source[first : first + 1] in ('"', "'") else ""
    at = _inside(source, first)
    found = at
    for letter in text:
        if letter in _WHITE:
            continue
        found = _next_letter(source, at, quote)
        width = _width(source, found, quote)
        if width == 1 and source[found : found + 1] != letter:
            return None
        at = found + width
    return found


def _inside(source: str, first: int) -> int:
    """Return where the text itself begins: after a quote, or below the head of a block."""
    head = _BLOCK.match(source, first)
    if head:
        return head.end()
    return first + 1 if source[first : first + 1] in ('"', "'") else first


def _next_letter(source: str, at: int, quote: str) -> int:
    """Return the next place that is not white space, written out or escaped."""
    while at < len(source):
        if source[at] in _WHITE:
            at += 1
        elif quote == '"' and source[at] == "\\" and source[at + 1 : at + 2] in _WHITE_ESCAPES:
            at += 2
        else:
            break
    return at


def _width(source: str, at: int, quote: str) -> int:
    """Return how many letters of the source stand for one of the text: more than one where it is escaped."""
    if quote == "'" and source[at : at + 2] == "''":
        return 2
    if quote == '"' and source[at : at + 1] == "\\":
        return 2 + _LONG_ESCAPES.get(source[at + 1 : at + 2], 0)
    return 1
