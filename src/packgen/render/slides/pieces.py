"""What a region's blocks are drawn as: text in placeholders, tables, charts and timelines, one above the other.

A piece knows how high it must be at a type size, and draws itself in a box. Tables to read or write in and charts are
flexible: they share the height that the others leave.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from packgen.blocks import (
    Agenda,
    BigNumbers,
    Block,
    Chart,
    Columns,
    Heading,
    Link,
    List,
    Paragraph,
    Quadrants,
    Steps,
    Table,
    Text,
)
from packgen.blocks import Box as Panel
from packgen.blocks import Timeline as PlanOverTime
from packgen.render.office_theme import RULE
from packgen.render.slides import pictures, tables
from packgen.render.slides.boxes import Box
from packgen.render.slides.canvas import Canvas, frame
from packgen.render.slides.tables import Grid
from packgen.render.slides.template import Holder
from packgen.render.slides.text import FLOOR, Para, agenda, balanced, height, longest_word, paras, sizes
from packgen.render.traced import largest, smallest

_BAR = 56.0
_QUOTE = 18.0
_CHART_SHARES = (0.34, 0.29, 0.24, 0.21)
_BETWEEN = 16.0


class Piece(Protocol):
    """A part of a region that is one shape, or a few that belong together."""

    @property
    def words(self) -> bool:
        """Whether it is text that belongs in a placeholder."""

    @property
    def flexible(self) -> bool:
        """Whether it takes the height that is left."""

    @property
    def open_ended(self) -> bool:
        """Whether it may stand in a box that reaches further down than it needs."""

    def height(self, room: float, size: float) -> float:
        """Return the least height in a region this wide at this type size, in points."""

    def fits(self, room: float, size: float) -> bool:
        """Return whether no word is wider than the region."""

    def draw(self, canvas: Canvas, holder: Holder | None, box: Box, size: float) -> None:
        """Draw it in a box."""


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs; a quote has a thin bar at its left."""

    text: tuple[Para, ...]
    quote: bool = False
    words: bool = True
    flexible: bool = False

    @property
    def open_ended(self) -> bool:
        """Text without a bar may grow downwards when somebody writes more."""
        return not self.quote

    def height(self, room: float, size: float) -> float:
        """Return the height of the lines."""
        return height(self.text, size, self._room(room)) + (8.0 if self.quote else 0.0)

    def fits(self, room: float, size: float) -> bool:
        """Return whether no word is too wide."""
        return all(longest_word(p.runs, p.size(size), bold=p.bold) <= self._room(room) for p in self.text)

    def draw(self, canvas: Canvas, holder: Holder | None, box: Box, size: float) -> None:
        """Draw text in its placeholder."""
        if self.quote:
            canvas.bar(Box(box.x, box.y, 3, box.h), RULE)
            box = Box(box.x + _QUOTE, box.y + 4, box.w - _QUOTE, box.h - 4)
        if holder is not None and holder.centred:
            box = box.narrowed(balanced(self.text, size, box.w))
        if holder is None:
            canvas.loose_text("Tekst", box, self.text, size)
        else:
            canvas.text(holder, box, self.text, size)

    def _room(self, room: float) -> float:
        return room - _QUOTE if self.quote else room


@dataclass(frozen=True, slots=True)
class Laid:
    """A table whose height follows from its text: steps, columns, big numbers."""

    block: Steps | Columns | BigNumbers
    behind: str
    centred: bool = False
    words: bool = False
    flexible: bool = False
    open_ended: bool = False

    def height(self, room: float, size: float) -> float:
        """Return the height of its rows."""
        return self._grid(room, size).height

    def fits(self, room: float, size: float) -> bool:
        """Return True: its columns are made for their words."""
        return bool(room and size)

    def draw(self, canvas: Canvas, holder: Holder | None, box: Box, size: float) -> None:
        """Draw the table at the top of its box, in the middle where it is centred."""
        grid = self._grid(box.w, size)
        left = box.x + (box.w - grid.width) / 2 if self.centred else box.x
        name, alternative = _described(self.block)
        canvas.table(holder, name, alternative, (left, box.y), grid)

    def _grid(self, room: float, size: float) -> Grid:
        match self.block:
            case Steps():
                return tables.steps(self.block, room, size, self.behind, centred=self.centred)
            case Columns():
                return tables.columns(self.block, room, size)
            case BigNumbers():
                return tables.numbers(self.block, room)


def _described(block: Steps | Columns | BigNumbers) -> tuple[str, str]:
    """Return the name and the alternative text of a table that is made from words alone: what it says, in order."""
    match block:
        case Steps():
            said = (f"{minutes} min: {_plain(item)}" if minutes else _plain(item) for minutes, item in block.items)
            return "Tid", ". ".join(said)
        case Columns():
            return "Tabell", f"{_plain(block.left_title)}. {_plain(block.right_title)}"
        case BigNumbers():
            return "Tal", ". ".join(f"{label}: {number}" for number, label in block.items)


def _plain(text: Text) -> str:
    return "".join(run.text for run in text)


@dataclass(frozen=True, slots=True)
class Flexible:
    """A table, a two-by-two sheet or a chart that takes the height that is left (a chart of one row: what it needs)."""

    block: Table | Quadrants | Chart
    words: bool = False
    open_ended: bool = False

    @property
    def flexible(self) -> bool:
        """A single row of marks gains nothing by being high."""
        return not (isinstance(self.block, Chart) and self.block.kind != "line" and len(self.block.categories) == 1)

    def height(self, room: float, size: float) -> float:
        """Return the least height it can be drawn in."""
        match self.block:
            case Chart():
                return _least_chart(self.block, size)
            case Table():
                return _placed(self.block, room, 0, size).height
            case Quadrants():
                return tables.quadrants(self.block, (room, 0)).height

    def fits(self, room: float, size: float) -> bool:
        """Return True: what it holds is fitted when it is drawn."""
        return bool(room and size)

    def draw(self, canvas: Canvas, holder: Holder | None, box: Box, size: float) -> None:
        """Draw it in the whole of its box."""
        match self.block:
            case Chart():
                points = max(min(size - 4, 18.0), 14.0)
                canvas.chart(holder, "Diagram", box, self.block, frame(box, points=points, digits="bottom"))
            case Table():
                _draw_table(canvas, holder, box, self.block, size)
            case Quadrants():
                grid = tables.quadrants(self.block, (box.w, box.h))
                canvas.table(holder, canvas.table_name, _alternative(self.block), (box.x, box.y), grid)


def _least_chart(chart: Chart, size: float) -> float:
    """Return a chart's least height: its rows, and room for the digits or a legend."""
    if chart.kind == "line":
        return 140.0
    return 30.0 + len(chart.categories) * size * 2.4 + (30.0 if chart.kind == "shares" else 0.0)


def _alternative(block: Table | Quadrants) -> str:
    return f"{block.title}. {block.summary}" if block.summary else block.title


def _draw_table(canvas: Canvas, holder: Holder | None, box: Box, block: Table, size: float) -> None:
    grid = _placed(block, box.w, box.h, size)
    canvas.table(holder, canvas.table_name, _alternative(block), (box.x, box.y), grid)
    if block.chart is not None:
        left = box.x + grid.width + _BETWEEN
        place = Box(left, box.y, box.right - left, grid.height)
        canvas.chart(None, "Diagram", place, block.chart, frame(place, points=16, digits="top", strip=grid.heights[0]))


def _placed(block: Table, wide: float, high: float, size: float) -> Grid:
    """Return a table laid out in a box: beside its chart in the widest of three shares at which it fits."""
    shares = [wide * (1 - share) - _BETWEEN for share in _CHART_SHARES] if block.chart is not None else [wide]
    grids = [tables.table(block, (room, high), size) for room in shares]
    fitting = [grid for grid in grids if tables.fits(grid, high)] or grids[-1:]
    return min(fitting, key=lambda grid: (not _even(grid), grid.heights[0], grid.width))


def _even(grid: Grid) -> bool:
    """Return whether the rows under the head are of one height, as those of a chart beside them are."""
    return not grid.heights[1:] or largest(grid.heights[1:]) - smallest(*grid.heights[1:]) < 1


@dataclass(frozen=True, slots=True)
class Timeline:
    """An agenda: the bar to scale, and under it the same as text."""

    block: Agenda
    words: bool = True
    flexible: bool = False
    open_ended: bool = True

    def height(self, room: float, size: float) -> float:
        """Return the height of bar and text."""
        return _BAR + 1.2 * size + height(agenda(self.block), size, room)

    def fits(self, room: float, size: float) -> bool:
        """Return whether no word is too wide."""
        return all(longest_word(para.runs, size) <= room - para.indent(size) for para in agenda(self.block))

    def draw(self, canvas: Canvas, holder: Holder | None, box: Box, size: float) -> None:
        """Draw the bar and the text."""
        bar = replace(box, h=_BAR)
        canvas.timeline(bar, self.block)
        Words(agenda(self.block)).draw(canvas, holder, box.between(bar.bottom + 1.2 * size, box.bottom), size)


# ---------------------------------------------------------------- blocks to pieces


def pieces(blocks: Iterable[Block], behind: str, *, centred: bool = False) -> tuple[Piece, ...]:
    """Return the pieces of a region: flowing blocks that follow each other are one text."""
    made: list[Piece] = []
    flow: list[Block] = []
    for block in _flat(blocks):
        if _flows(block):
            flow.append(block)
        else:
            made += [*_words(flow), _piece(block, behind, centred=centred)]
            flow = []
    return (*made, *_words(flow))


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks, those of a panel after its title."""
    for block in blocks:
        if isinstance(block, Panel):
            yield Heading(3, block.title, "")
            yield from _flat(block.body)
        else:
            yield block


def _flows(block: Block) -> bool:
    if isinstance(block, Steps):
        return not any(minutes for minutes, _ in block.items)
    return isinstance(block, Heading | List) or (isinstance(block, Paragraph) and block.style != "quote")


def _words(flow: Sequence[Block]) -> tuple[Words, ...]:
    text = paras(flow)
    return (Words(text),) if text else ()


def _piece(block: Block, behind: str, *, centred: bool) -> Piece:
    match block:
        case Paragraph():
            return Words(paras([block]), quote=True)
        case Steps() | Columns() | BigNumbers():
            return Laid(block, behind, centred=centred)
        case Table() | Quadrants() | Chart():
            return Flexible(block)
        case Link():
            return pictures.Code(block)
        case PlanOverTime():
            return pictures.Drawn(block)
        case Agenda():
            return Words(agenda(block)) if block.starts else Timeline(block)
    raise TypeError(f"a slide has no place for {type(block).__name__}")


# ---------------------------------------------------------------- one above the other


def stack(canvas: Canvas, holders: Sequence[Holder], box: Box, made: Sequence[Piece]) -> None:
    """Draw pieces from the top of a box, at the largest type size at which all of them fit.

    Text takes the region's placeholders in order; a table or chart that is alone in its region takes the first.
    """
    if len(made) == 1 and made[0].flexible:
        made[0].draw(canvas, holders[0], box, holders[0].size)
        return
    size = _fitted(made, box, holders[0].size)
    gap = _gap(size)
    waiting = list(holders)
    alone = len(made) == 1
    y = box.y
    for number, (piece, high) in enumerate(zip(made, _heights(made, box, size), strict=True)):
        holder = waiting.pop(0) if waiting and (piece.words or alone) else None
        last = number == len(made) - 1
        bottom = box.bottom if last and piece.open_ended else y + high
        piece.draw(canvas, holder, box.between(y, largest((bottom, y + high))), size)
        y += high + gap


def _gap(size: float) -> float:
    return size * 0.8


def _fitted(made: Sequence[Piece], box: Box, largest: float) -> float:
    """Return the largest size at which pieces fit below each other, the smallest one where none does."""
    size = largest
    for size in sizes(largest, FLOOR):
        needed = sum(piece.height(box.w, size) for piece in made) + _gap(size) * (len(made) - 1)
        if needed <= box.h and all(piece.fits(box.w, size) for piece in made):
            break
    return size


def _heights(made: Sequence[Piece], box: Box, size: float) -> list[float]:
    """Return each piece's height: what it needs, and for flexible ones a share of what is left."""
    needed = [piece.height(box.w, size) for piece in made]
    left = box.h - sum(needed) - _gap(size) * (len(made) - 1)
    count = sum(piece.flexible for piece in made)
    return [
        high + (largest((left, 0.0)) / count if piece.flexible else 0) for piece, high in zip(made, needed, strict=True)
    ]
