"""Paragraphs on slides: what they say and how they look, how high they will stand, and their XML.

Type sizes are fitted before the file is made: PowerPoint does not shrink text until somebody types in it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil
from typing import Literal

from packgen.blocks import Agenda, Block, Box, Heading, Language, Link, List, Paragraph, Run, Steps, Text, plain
from packgen.render.metrics import width_mm
from packgen.render.nodes import Node, Value, maker
from packgen.render.office_theme import ACCENT, INK, MUTED
from packgen.render.pictures import shown
from packgen.render.slides.boxes import MM_PER_POINT, emu
from packgen.render.traced import deciding, knowing, largest

LEADING = 1.22
"""Height of a line of Calibri, in type sizes."""

FLOOR = 20.0
"""The smallest size of a slide's own text in points; only notes, labels and table heads are smaller."""

MINUTES = "min"
"""The short word for minutes, the same in both written standards."""

_SAFETY = 0.98  # fonts differ a little, and so do programs' ideas of where a line ends
_INDENT = 0.9
_AGENDA_HANG = 116.0
_BALANCE_STEP = 4.0
_PIECE = re.compile(r"[^ \n–-]*[–-]+|[^ \n–-]+|[ \n]+")

a = maker("a")


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. ``grow`` is added to the text's size; ``fixed`` is a size of its own.

    ``before`` is the space over it, in type sizes; ``after`` that under it, in points; ``line`` the height of its lines
    in points, 0 for the font's own. ``hang`` is how far it stands in, in points, but for the ``label`` (in the accent
    colour) or the bullet that it begins with; with ``none`` all of it does. ``digit`` is a number with no full stop,
    and a list of numbers begins at ``start``.
    """

    runs: Text
    grow: float = 0.0
    fixed: float = 0.0
    colour: str = ""
    bold: bool = False
    italic: bool = False
    before: float = 0.4
    bullet: Literal["", "bullet", "number", "digit", "check", "none"] = ""
    start: int = 1
    align: Literal["", "l", "ctr", "r"] = ""
    label: str = ""
    hang: float = 0.0
    line: float = 0.0
    after: float = 0.0
    link: str = ""
    """Id of the slide's relationship to the address that it leads to."""

    def size(self, base: float) -> float:
        """Return its size in points in a text of this size."""
        return self.fixed or base + self.grow

    def indent(self, base: float) -> float:
        """Return its hanging indent in points."""
        if self.hang:
            return self.hang
        return self.size(base) * _INDENT * (1.25 if self.bullet == "number" else 1.0) if self.bullet else 0.0


_PARAGRAPH = {
    "body": Para(()),
    "say": Para(()),
    "lead": Para(()),
    "question": Para((), grow=2, bold=True, colour=INK, before=0.6),
    "quote": Para((), italic=True),
    "note": Para((), fixed=16, colour=MUTED),
    "label": Para((), fixed=16, colour=MUTED, bold=True),
}


def paras(blocks: Iterable[Block]) -> tuple[Para, ...]:
    """Return the paragraphs of flowing blocks; blocks that are no text give none."""
    return tuple(para for block in blocks for para in _paras(block))


def _paras(block: Block) -> Iterator[Para]:
    match block:
        case Heading():
            yield Para(block.text, bold=True, colour=INK, before=0.8)
        case Paragraph():
            yield replace(_PARAGRAPH[block.style], runs=block.text)
        case List():
            yield from (Para(item, bullet=block.kind, before=0.55) for item in block.items)
        case Steps():
            yield from _steps(block)
        case Link():
            yield from (Para(block.text, bold=True), Para((Run(shown(block.address)),), before=0.15))
        case Box():
            yield Para((*block.title, *_badge(block.badge)), bold=True, colour=INK, before=0.8)
            yield from paras(block.body)
        case _:
            return


def _steps(block: Steps) -> Iterator[Para]:
    """Yield steps as text: each after its minutes, or numbered where none has any."""
    timed = any(minutes for minutes, _ in block.items)
    for minutes, item in block.items:
        label = (Run(f"{minutes} {MINUTES}: ", bold=True),) if minutes else ()
        yield Para((*label, *item), bullet="" if timed else "number", before=0.55)


def _badge(badge: str) -> Text:
    return (Run(f" · {badge}"),) if badge else ()


def agenda(block: Agenda) -> tuple[Para, ...]:
    """Return an agenda as text: the minutes of each item or when it starts, then the item; the main ones in bold."""
    labels = block.starts or tuple(f"{minutes} {block.minutes_word}" if minutes else "" for minutes, _ in block.items)
    return tuple(
        Para(item, bold=number in block.main, before=0.45, label=label, hang=_AGENDA_HANG)
        for number, ((_, item), label) in enumerate(zip(block.items, labels, strict=True))
    )


# ---------------------------------------------------------------- how much room text takes


@lru_cache(maxsize=20_000)
def _unit_width(piece: str, bold: bool) -> float:  # noqa: FBT001 - a cache's key
    return width_mm(piece, 100, bold=bold) / MM_PER_POINT / 100


@knowing
def width(runs: Text, size: float, *, bold: bool = False) -> float:
    """Return the width of a text on one line, in points."""
    return sum(_unit_width(run.text, bold or run.bold) for run in runs) * size


@knowing
def longest_word(runs: Text, size: float, *, bold: bool = False) -> float:
    """Return the width of the widest piece that no line may break in, in points."""
    return max((word for word, _ in _words(runs, bold=bold)), default=0.0) * size


@deciding
def lines(runs: Text, size: float, room: float, *, bold: bool = False) -> int:
    """Return how many lines a text takes in a column this wide (points)."""
    return _lines(runs, room * _SAFETY / size, bold)


@lru_cache(maxsize=20_000)
def _lines(runs: Text, room: float, bold: bool) -> int:  # noqa: FBT001 - a cache's key
    count, used = 1, 0.0
    for word, space in _words(runs, bold=bold):
        if used and used + word > room:
            count, used = count + 1, 0.0
        if word > room:
            count += ceil(word / room) - 1
        used += word + space
    return count


def _words(runs: Text, *, bold: bool) -> Iterator[tuple[float, float]]:
    """Yield the width of each piece that no line breaks in and of the space after it, in type sizes."""
    word = 0.0
    for run in runs:
        strong = bold or run.bold
        for piece in _PIECE.findall(run.text):
            size = _unit_width(piece, strong)
            if piece[0] in " \n":
                yield word, size
                word = 0.0
            elif piece[-1] in "-–":
                yield word + size, 0.0
                word = 0.0
            else:
                word += size
    yield word, 0.0


def height(text: Sequence[Para], base: float, room: float, *, spacing: float = 1.0, bold: bool = False) -> float:
    """Return how high paragraphs stand in a column this wide, in points."""
    total = 0.0
    for number, para in enumerate(text):
        size = para.size(base)
        count = lines(para.runs, size, room - para.indent(base), bold=bold or para.bold)
        total += count * size * LEADING * spacing + (para.before * size if number else 0.0)
    return total


def sizes(largest: float, smallest: float = FLOOR) -> Iterator[float]:
    """Yield the sizes to try, from the largest down in steps of two points (at least the largest itself)."""
    size = largest
    yield size
    while size - 2 >= smallest:
        size -= 2
        yield size


def fitted(
    text: Sequence[Para],
    steps: Iterable[float],
    room: tuple[float, float],
    *,
    spacing: float = 1.0,
    bold: bool = False,
) -> float:
    """Return the first size at which paragraphs fit in ``room`` (width, height); the last one where none does."""
    size = FLOOR
    for size in steps:
        widest = largest((longest_word(p.runs, p.size(size), bold=bold or p.bold) for p in text), default=0.0)
        if widest <= room[0] and height(text, size, room[0], spacing=spacing, bold=bold) <= room[1]:
            break
    return size


@knowing
def balanced(text: Sequence[Para], base: float, room: float, *, bold: bool = False) -> float:
    """Return the narrowest column (points) in which no paragraph takes more lines, so that lines are of like length."""

    def counts(wide: float) -> list[int]:
        return [lines(para.runs, para.size(base), wide, bold=bold or para.bold) for para in text]

    wanted = counts(room)
    narrow = max((longest_word(p.runs, p.size(base), bold=bold or p.bold) for p in text), default=0.0)
    low, high = narrow / _SAFETY, room
    while high - low > _BALANCE_STEP:
        middle = (low + high) / 2
        low, high = (low, middle) if counts(middle) == wanted else (middle, high)
    return min(high * 1.03, room)


# ---------------------------------------------------------------- XML

_NUMBERS = {"number": "arabicPeriod", "digit": "arabicPlain"}
_BULLETS = {"bullet": ("+mn-lt", "•"), "check": ("Wingdings", "o")}


def xml(text: Sequence[Para], language: Language, *, base: float, own: float) -> list[Node]:
    """Return paragraphs as ``a:p``. ``base`` is the text's size, ``own`` what its placeholder gives it anyway."""
    return [_paragraph(para, language, base, own, first=not n) for n, para in enumerate(text)]


def _paragraph(para: Para, language: Language, base: float, own: float, *, first: bool) -> Node:
    size = para.size(base)
    written = 0 if size == own else round(size * 100)
    runs = [piece for run in para.runs for piece in _run(run, para, language, written)]
    if para.hang and not para.bullet:
        label = replace(para, bold=True, colour=ACCENT)
        runs[:0] = _run(Run(f"{para.label}\t"), label, language, written)
    return a("p", _properties(para, base, first=first), *runs, end(language, written))


def end(language: Language, size: int) -> Node:
    """Return the properties of a paragraph's end (``size`` in hundredths of a point, 0 = inherited)."""
    return a("endParaRPr", lang=f"{language}-NO", **({"sz": size} if size else {}))


def _properties(para: Para, base: float, *, first: bool) -> Node:
    before = 0 if first else round(para.before * para.size(base) * 100)
    indent = emu(para.indent(base))
    hangs = indent if para.bullet != "none" else 0
    attributes: dict[str, Value] = {"marL": indent, "indent": -hangs} if indent else {}
    if para.align:
        attributes["algn"] = para.align
    exact = a("lnSpc", a("spcPts", val=round(para.line * 100))) if para.line else None
    after = a("spcAft", a("spcPts", val=round(para.after * 100))) if para.after else None
    return a("pPr", exact, a("spcBef", a("spcPts", val=before)), after, *_bullet(para), **attributes)


def _bullet(para: Para) -> tuple[Node, ...]:
    if para.bullet in _NUMBERS:
        start = {"startAt": para.start} if para.start > 1 else {}
        return (a("buFont", typeface="+mj-lt"), a("buAutoNum", type=_NUMBERS[para.bullet], **start))
    if para.bullet == "none":
        return (a("buNone"),)
    if para.bullet:
        font, character = _BULLETS[para.bullet]
        return (a("buFont", typeface=font), a("buChar", char=character))
    return ()


def _run(run: Run, para: Para, language: Language, size: int) -> Iterator[Node]:
    """Yield a run, and a line break where its text has one."""
    for number, piece in enumerate(run.text.split("\n")):
        if number:
            yield a("br", _look(run, para, language, size))
        if piece:
            yield a("r", _look(run, para, language, size), a("t", piece))


def _look(run: Run, para: Para, language: Language, size: int) -> Node:
    attributes: dict[str, Value] = {"lang": f"{language}-NO"}
    if size:
        attributes["sz"] = size
    if run.bold or para.bold:
        attributes["b"] = True
    if run.italic or para.italic:
        attributes["i"] = True
    fill = a("solidFill", a("schemeClr", val=para.colour)) if para.colour else None
    lead = a("hlinkClick", **{"r:id": para.link}) if para.link else None
    return a("rPr", fill, lead, **attributes)


def letters(text: Iterable[Para]) -> str:
    """Return what paragraphs say, without their looks."""
    return "\n".join(plain(para.runs) for para in text)
