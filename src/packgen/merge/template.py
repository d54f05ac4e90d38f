"""A package with tokens in it → parts that are ready, and parts that are cut at their slots."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a part for what stands in a slot, as an element's text or in an attribute."""

    slot: int
    where: Literal["text", "attribute"]


@dataclass(frozen=True, slots=True)
class Cut:
    """A part with slots: its name, and its bytes cut at them."""

    name: str
    pieces: tuple[bytes | Slot, ...]


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
        return Cut(bare, _cut(blob.decode()))
    return deflated(bare, blob)


def _cut(xml: str) -> tuple[bytes | Slot, ...]:
    pieces: list[bytes | Slot] = []
    at = 0
    for match in _TOKEN.finditer(xml):
        if match.start() > at:
            pieces.append(xml[at : match.start()].encode())
        in_tag = xml.rfind("<", 0, match.start()) > xml.rfind(">", 0, match.start())
        pieces.append(Slot(slot_of(match), "attribute" if in_tag else "text"))
        at = match.end()
    return (*pieces, xml[at:].encode())


def filled(parts: Iterable[Ready], values: Sequence[Any]) -> list[Entry]:
    """Return the entries of a file with these values in the slots."""
    return [part if isinstance(part, Entry) else zipped.entry(part.name, _bytes(part, values)) for part in parts]


def _bytes(part: Cut | Nested, values: Sequence[Any]) -> bytes:
    if isinstance(part, Nested):
        return zipped.archive(filled(part.parts, values))
    return b"".join(
        [piece if isinstance(piece, bytes) else _escaped(values[piece.slot], piece) for piece in part.pieces]
    )


def _escaped(value: str, slot: Slot) -> bytes:
    return value.translate(_TEXT if slot.where == "text" else _ATTRIBUTE).encode()


def needed(parts: Iterable[Ready]) -> set[int]:
    """Return the slots that stand in these parts."""
    found: set[int] = set()
    for part in parts:
        if isinstance(part, Cut):
            found |= {piece.slot for piece in part.pieces if isinstance(piece, Slot)}
        elif isinstance(part, Nested):
            found |= needed(part.parts)
    return found
