"""A package with tokens in it → parts that are ready, and parts that are cut at their slots."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from packgen.render import zipped
from packgen.render.package import Package, entries_of
from packgen.render.traced import MARK, TOKEN, slot_of
from packgen.render.zipped import Entry

_TOKEN = re.compile(TOKEN.pattern)
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


Where = Literal["text", "attribute", "whole"]
"""Where a slot stands: as an element's text, in an attribute, or for a whole part, whose bytes it holds."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A part with slots: its name, its bytes cut at them, and which slot stands between each two pieces, and where."""

    name: str
    pieces: tuple[bytes, ...]
    slots: tuple[tuple[int, Where], ...]


@dataclass(frozen=True, slots=True)
class Nested:
    """A file within the file, such as a chart's workbook, that has parts with slots."""

    name: str
    parts: tuple["Ready", ...]


Ready = Entry | Cut | Nested
"""A part as it lies ready: deflated, cut at its slots, or a file of its own."""


def compiled(package: Package, deflated: Callable[[str, bytes], Entry]) -> tuple[Ready, ...]:
    """Return the parts of a package in the order of its file. ``deflated`` makes an entry of a part without slots."""
    inside = {part.name: part.inside for part in package.parts if part.inside is not None}
    return tuple(_ready(name, blob, inside.get(name), deflated) for name, blob in entries_of(package))


def _ready(name: str, blob: bytes, inside: Package | None, deflated: Callable[[str, bytes], Entry]) -> Ready:
    bare = name.removeprefix("/")
    if inside is not None:
        parts = compiled(inside, deflated)
        if any(not isinstance(part, Entry) for part in parts):
            return Nested(bare, parts)
    elif MARK in blob:
        return _cut(bare, blob.decode())
    return deflated(bare, blob)


def _cut(name: str, xml: str) -> Cut:
    pieces: list[bytes] = []
    slots: list[tuple[int, Where]] = []
    at = 0
    for match in _TOKEN.finditer(xml):
        pieces.append(xml[at : match.start()].encode())
        in_tag = xml.rfind("<", 0, match.start()) > xml.rfind(">", 0, match.start())
        whole = match.span() == (0, len(xml))
        slots.append((slot_of(match), "whole" if whole else "attribute" if in_tag else "text"))
        at = match.end()
    return Cut(name, (*pieces, xml[at:].encode()), tuple(slots))


def filled(parts: Iterable[Ready], values: Sequence[Any]) -> list[Entry]:
    """Return the entries of a file with these values in the slots."""
    return [part if type(part) is Entry else zipped.entry(part.name, _bytes(part, values)) for part in parts]  # type: ignore[arg-type] # told above


def _bytes(part: Cut | Nested, values: Sequence[Any]) -> bytes:
    if isinstance(part, Nested):
        return zipped.archive(filled(part.parts, values))
    pieces = [b""] * (2 * len(part.slots) + 1)
    pieces[::2] = part.pieces
    pieces[1::2] = [
        _as_text(values[slot])
        if where == "text"
        else _as_attribute(values[slot])
        if where == "attribute"
        else values[slot]
        for slot, where in part.slots
    ]
    return b"".join(pieces)


@lru_cache(maxsize=50_000)
def _as_text(value: str) -> bytes:
    return value.translate(_TEXT).encode()


@lru_cache(maxsize=50_000)
def _as_attribute(value: str) -> bytes:
    return value.translate(_ATTRIBUTE).encode()


def needed(parts: Iterable[Ready]) -> set[int]:
    """Return the slots that stand in these parts."""
    found: set[int] = set()
    for part in parts:
        if isinstance(part, Cut):
            found |= {slot for slot, _ in part.slots}
        elif isinstance(part, Nested):
            found |= needed(part.parts)
    return found
