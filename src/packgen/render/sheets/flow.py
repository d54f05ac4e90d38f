"""Blocks → pieces down a page: each block becomes a `Part` that knows how high it must be and draws itself.

Sizes are those of A1, in points and mm; what is written on takes the room that is left.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from packgen.blocks import (
    Agenda,
    Block,
    Box,
    Column,
    Columns,
    Heading,
    Lines,
    Link,
    List,
    Panels,
    Paragraph,
    Quadrants,
    Steps,
    Table,
    Text,
    text,
)
from packgen.render.pictures import qr_png, shown
from packgen.render.sheets.lines import Width, bold, height_of, italic, line_mm, times_of, widest_word
from packgen.render.sheets.pieces import Colour, Panel, Para, Picture, Piece, Rule, TablePiece, TextPiece

HEAD, QUESTION, BODY, NOTE = 60.0, 72.0, 44.0, 40.0
"""Type sizes at A1, in points (page design: column heads at least 60, help text at least 40)."""
GAP = 14.0
ROW = 60.0
"""A row to write on, in mm at A1."""
THICK, THIN = 1.2, 0.6
_PAD = 6.0
_CODE = 150.0
_LEAST_QUADRANT = 150.0

Draw = Callable[[float, float], tuple[Piece, ...]]
"""Where the part begins and how high it is, in mm → its pieces."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a page: its least height in mm, its share of the room left over, and how it is drawn.

    ``is_narrow`` tells that a word is wider than the room it has.
    """

    least: float
    stretch: float
    draw: Draw
    is_narrow: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Where parts stand: left edge and width in mm, how text is measured, and how large it is (1 = as designed)."""

    left: float
    width: float
    measure: Width
    scale: float = 1.0

    def size(self, points: float) -> float:
        """Return a type size as it is on this page."""
        return points * self.scale

    def within(self, left: float, width: float) -> "Frame":
        """Return a narrower frame."""
        return replace(self, left=left, width=width)


def part_of(block: Block, frame: Frame) -> Part:
    """Return the part of a block (TypeError for one that has no place on a sheet)."""
    maker = _MAKERS.get(type(block))
    if maker is None:
        raise TypeError(f"no block for a sheet: {type(block).__name__}")
    return maker(block, frame)


# ---------------------------------------------------------------- text


_STYLES: Mapping[str, tuple[float, Colour, bool]] = {
    "lead": (HEAD, "ink", False),
    "question": (QUESTION, "ink", True),
    "label": (BODY, "ink", True),
    "note": (NOTE, "muted", False),
    "quote": (BODY, "ink", False),
}


def paras_of(blocks: Iterable[Block], frame: Frame) -> tuple[Para, ...]:
    """Return the paragraphs of running text: paragraphs, headings, lists and steps."""
    return tuple(para for block in blocks for para in _paras(block, frame))


def _paras(block: Block, frame: Frame) -> tuple[Para, ...]:
    if isinstance(block, Heading):
        size = frame.size(HEAD)
        return (Para(bold(block.text), size, "ink", level=2, after=0.3 * line_mm(size)),)
    if isinstance(block, Paragraph):
        points, colour, is_bold = _STYLES.get(block.style, (BODY, "text", False))
        words = italic(block.text) if block.style == "quote" else block.text
        size = frame.size(points)
        return (Para(bold(words) if is_bold else words, size, colour, after=0.4 * line_mm(size)),)
    if isinstance(block, List):
        return _listed(block.items, block.kind, frame)
    if isinstance(block, Steps):
        return _listed(tuple(words for _, words in block.items), "number", frame)
    raise TypeError(f"no running text: {type(block).__name__}")


def _listed(items: tuple[Text, ...], kind: str, frame: Frame) -> tuple[Para, ...]:
    size = frame.size(BODY)
    marks = {"bullet": "•", "check": "☐"}
    hang = line_mm(size) * (0.8 if kind == "bullet" else 1.1)
    return tuple(
        Para(words, size, mark=marks.get(kind, str(number)), hang=hang, after=0.3 * line_mm(size))
        for number, words in enumerate(items, start=1)
    )


def _text_part(block: Block, frame: Frame) -> Part:
    paras = _paras(block, frame)
    height = height_of(paras, frame.width, frame.measure)
    return Part(height, 0.0, lambda y, _: (TextPiece(frame.left, y, frame.width, height, paras),))


# ---------------------------------------------------------------- panels


def _panels(block: Panels, frame: Frame) -> Part:
    """Return panels two abreast (three of them, three), each under a thick rule; a row is as high as its highest."""
    abreast = 3 if len(block.items) == 3 else 2  # noqa: PLR2004 - the two shapes
    width = (frame.width - 2 * GAP * (abreast - 1)) / abreast
    lefts = [frame.left + (width + 2 * GAP) * n for n in range(abreast)]
    cells = [(head, frame.within(lefts[n % abreast], width), blocks) for n, (head, blocks) in enumerate(block.items)]
    paras = [_panel_paras(head, blocks, inner) for head, inner, blocks in cells]
    heights = [height_of(one, width, frame.measure) + _PAD for one in paras]
    rows = [max(heights[n : n + abreast]) for n in range(0, len(heights), abreast)]

    def draw(y: float, height: float) -> tuple[Piece, ...]:
        spare = max(height - _stacked(rows), 0.0) / len(rows)
        found: list[Piece] = []
        for number, (one, (_, inner, _)) in enumerate(zip(paras, cells, strict=True)):
            row = number // abreast
            top = y + sum(rows[:row]) + (2 * GAP + spare) * row
            found.append(Rule(inner.left, top, inner.left + width, top, THICK))
            found.append(TextPiece(inner.left, top + _PAD, width, heights[number] - _PAD, one))
        return tuple(found)

    wide = max(widest_word(para.text, para.size, frame.measure) + para.hang for one in paras for para in one)
    return Part(_stacked(rows), 1.0, draw, wide > width)


def _stacked(rows: list[float]) -> float:
    return sum(rows) + 2 * GAP * (len(rows) - 1)


def _panel_paras(head: Text, blocks: tuple[Block, ...], frame: Frame) -> tuple[Para, ...]:
    size = frame.size(HEAD)
    return (Para(bold(head), size, "ink", level=2, after=0.2 * line_mm(size)), *paras_of(blocks, frame))


def _columns(block: Columns, frame: Frame) -> Part:
    return _panels(Panels(((block.left_title, block.left), (block.right_title, block.right))), frame)


def _box(block: Box, frame: Frame) -> Part:
    """Return a panel of sand with what matters most on a poster."""
    inner = frame.within(frame.left + 2 * _PAD, frame.width - 4 * _PAD)
    paras = _panel_paras(block.title, block.body, inner)
    height = height_of(paras, inner.width, frame.measure)

    def draw(y: float, _: float) -> tuple[Piece, ...]:
        return (
            Panel(frame.left, y, frame.width, height + 4 * _PAD, "sand"),
            TextPiece(inner.left, y + 2 * _PAD, inner.width, height, paras),
        )

    return Part(height + 4 * _PAD, 0.0, draw)


def _link(block: Link, frame: Frame) -> Part:
    """Return the code at the left, what it leads to and the address in letters beside it."""
    left = frame.left + _CODE + GAP
    size = frame.size(HEAD)
    paras = (
        Para(bold(block.text), size, "ink", after=0.3 * line_mm(size)),
        Para(text(shown(block.address)), frame.size(BODY)),
    )

    def draw(y: float, _: float) -> tuple[Piece, ...]:
        return (
            Picture(frame.left, y, _CODE, _CODE, qr_png(block.address), block.alt),
            TextPiece(left, y, frame.left + frame.width - left, _CODE, paras, "middle"),
        )

    return Part(_CODE, 0.0, draw)


# ---------------------------------------------------------------- meetings


def _agenda(block: Agenda, frame: Frame) -> Part:
    """Return a bar to scale at the left, then minutes and item; the meeting's main item is drawn dark."""
    size, wide, start = frame.size(HEAD), 16.0, 16.0 + GAP
    times = times_of(block)
    column = max(frame.measure(time, size, True, False) for time in times) + GAP  # noqa: FBT003 - bold, by place
    left, room = frame.left + start + column, frame.width - start - column
    words = [(Para(item, size, "ink" if n in block.main else "text"),) for n, (_, item) in enumerate(block.items)]
    least = [max(height_of(one, room, frame.measure), line_mm(size)) + GAP for one in words]
    minutes = [item[0] for item in block.items]

    def draw(y: float, height: float) -> tuple[Piece, ...]:
        heights = _by_minutes(least, minutes, height)
        found: list[Piece] = []
        for number, (top, bottom) in enumerate(pairwise(_tops(y, heights))):
            fill: Colour = "ink" if number in block.main else "rule"
            if minutes[number]:
                found.append(Panel(frame.left, top, wide, bottom - top - 2.0, fill))
            time = (Para(text(times[number], bold=True), size, "ink"),)
            found.append(TextPiece(frame.left + start, top, column, line_mm(size), time))
            found.append(TextPiece(left, top, room, least[number] - GAP, words[number]))
        return tuple(found)

    return Part(sum(least), 4.0, draw)


def _by_minutes(least: list[float], minutes: list[int], height: float) -> list[float]:
    """Return heights to the scale of the minutes, none under its least; what that takes, the longer ones give."""
    total = sum(minutes)
    spare = max(height - sum(least), 0.0)
    wanted = [max(0.0, height * m / total - low) if total else 0.0 for m, low in zip(minutes, least, strict=True)]
    share = spare / sum(wanted) if sum(wanted) else 0.0
    return [low + more * min(share, 1.0) for low, more in zip(least, wanted, strict=True)]


def _tops(y: float, heights: Iterable[float]) -> list[float]:
    found = [y]
    for height in heights:
        found.append(found[-1] + height)
    return found


# ---------------------------------------------------------------- what is written on


def _lines(block: Lines, frame: Frame) -> Part:
    def draw(y: float, height: float) -> tuple[Piece, ...]:
        step = height / block.count
        feet = [y + step * (number + 1) for number in range(block.count)]
        return tuple(Rule(frame.left, foot, frame.left + frame.width, foot, THIN) for foot in feet)

    return Part(ROW * block.count, float(block.count) / 4, draw)


def _table(block: Table, frame: Frame) -> Part:
    """Return a ruled table: exact columns and rows; rows to write on share the room that is left."""
    widths = _widths(block.columns, block, frame)
    head = tuple((Para(bold(column.head), frame.size(HEAD), "ink"),) for column in block.columns)
    rows = tuple(tuple(_cell(cell.text, cell.strong, frame) for cell in row) for row in block.rows)
    head_mm = _row_height(head, widths, frame)
    least = [max(_row_height(row, widths, frame), block.row_mm) for row in rows]
    stretch = float(len(rows)) if block.kind == "writing" else 0.0

    def draw(y: float, height: float) -> tuple[Piece, ...]:
        more = (height - head_mm - sum(least)) / len(rows) if stretch else 0.0
        heights = (head_mm, *(low + max(more, 0.0) for low in least))
        cells = (head, *rows)
        piece = TablePiece(
            frame.left, y, widths, heights, cells, block.title, block.summary, _PAD, THIN,
            first_is_head=block.first_is_head,
        )  # fmt: skip
        return (piece,)

    return Part(head_mm + sum(least), stretch, draw)


def _cell(words: Text, strong: bool, frame: Frame) -> tuple[Para, ...]:  # noqa: FBT001 - a cell's own field
    return (Para(bold(words) if strong else words, frame.size(BODY)),) if words else ()


def _row_height(row: tuple[tuple[Para, ...], ...], widths: tuple[float, ...], frame: Frame) -> float:
    heights = [height_of(cell, wide - 2 * _PAD, frame.measure) for cell, wide in zip(row, widths, strict=True) if cell]
    return max(heights, default=0.0) + 2 * _PAD


def _widths(columns: tuple[Column, ...], table: Table, frame: Frame) -> tuple[float, ...]:
    """Return the widths of columns by their weights, each wide enough for its longest word."""
    least = [_longest(number, column, table, frame) for number, column in enumerate(columns)]
    widths = [frame.width * column.weight / sum(c.weight for c in columns) for column in columns]
    short = sum(max(low - wide, 0.0) for low, wide in zip(least, widths, strict=True))
    spare = [max(wide - low, 0.0) for low, wide in zip(least, widths, strict=True)]
    give = min(short / sum(spare), 1.0) if sum(spare) else 0.0
    return tuple(max(low, wide) - room * give for low, wide, room in zip(least, widths, spare, strict=True))


def _longest(number: int, column: Column, table: Table, frame: Frame) -> float:
    words = [widest_word(bold(column.head), frame.size(HEAD), frame.measure)]
    words += [widest_word(bold(row[number].text), frame.size(BODY), frame.measure) for row in table.rows]
    return max(words) + 2 * _PAD


def _quadrants(block: Quadrants, frame: Frame) -> Part:
    """Four boxes to write in; a matrix has its two axes named above and at the left."""
    size = frame.size(HEAD)
    down = block.down or ()
    aside = max((widest_word(bold(w), size, frame.measure) for w in (*down, block.down_title)), default=0.0)
    aside = aside + GAP if block.down else 0.0
    above = 2 * line_mm(size) + 4.0 if block.across else 0.0
    width = (frame.width - aside - GAP) / 2
    lefts = (frame.left + aside, frame.left + aside + width + GAP)

    def draw(y: float, height: float) -> tuple[Piece, ...]:
        tall = (height - above - GAP) / 2
        tops = (y + above, y + above + tall + GAP)
        found: list[Piece] = list(_axes(block, frame, y, above, lefts, tops, width, tall))
        for number, (head, words) in enumerate(block.cells):
            left, top = lefts[number % 2], tops[number // 2]
            inner = width - 4 * _PAD
            paras = (
                Para(bold(head), size, "ink", level=2, after=0.2 * line_mm(size)),
                Para(words, frame.size(BODY)),
            )
            found.append(Panel(left, top, width, tall, stroke=THICK))
            found.append(TextPiece(left + 2 * _PAD, top + _PAD, inner, height_of(paras, inner, frame.measure), paras))
        return tuple(found)

    return Part(above + 2 * _LEAST_QUADRANT + GAP, 2.0, draw)


def _axes(
    block: Quadrants,
    frame: Frame,
    y: float,
    above: float,
    lefts: tuple[float, float],
    tops: tuple[float, float],
    width: float,
    tall: float,
) -> Iterable[Piece]:
    """Return the names of a matrix' axes and of their ends; nothing for a cross."""
    if block.across is None or block.down is None:
        return
    size, high = frame.size(HEAD), line_mm(frame.size(HEAD))
    whole = lefts[1] + width - lefts[0]
    yield TextPiece(lefts[0], y, whole, high, (Para(bold(block.across_title), size, "ink", "center"),))
    for left, words in zip(lefts, block.across, strict=True):
        yield TextPiece(left, y + high, width, high, (Para(words, size, "muted", "center"),))
    aside = lefts[0] - frame.left
    yield TextPiece(frame.left, y + above - high - 4.0, aside, high, (Para(bold(block.down_title), size, "ink"),))
    for top, words in zip(tops, block.down, strict=True):
        yield TextPiece(frame.left, top, aside - GAP / 2, tall, (Para(words, size, "muted"),), "middle")


_MAKERS: Mapping[type, Callable[[Any, Frame], Part]] = {
    Paragraph: _text_part,
    Heading: _text_part,
    List: _text_part,
    Steps: _text_part,
    Panels: _panels,
    Columns: _columns,
    Box: _box,
    Link: _link,
    Agenda: _agenda,
    Lines: _lines,
    Table: _table,
    Quadrants: _quadrants,
}
