"""Native tables on slides: figures, text, writing grids, quadrants, steps, columns and big numbers.

Every function gives a `Grid`: column widths, row heights and cells, computed so that the rows stand exactly as high as
they say. `xml` writes it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from packgen.blocks import BigNumbers, Cell, Column, Columns, Language, Quadrants, Run, Steps, Table, Text
from packgen.render.nodes import Node, maker
from packgen.render.office_theme import ACCENT, INK, MUTED, RULE, SAND, WHITE
from packgen.render.slides.boxes import emu
from packgen.render.slides.text import (
    FLOOR,
    MINUTES,
    Para,
    end,
    height,
    longest_word,
    paras,
    sizes,
    width,
)
from packgen.render.slides.text import (
    xml as paragraphs_xml,
)
from packgen.render.traced import deciding, knowing, largest, smallest

Sides = tuple[tuple[str, float] | None, ...]
"""The lines left, right, above and below a cell: colour and points, None for none."""

_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_NONE: Sides = (None, None, None, None)
_THIN = (RULE, 0.75)
_BOXED: Sides = (_THIN, _THIN, _THIN, _THIN)
_HEAD_SIZES = (18.0, 16.0, 14.0)
_MARKS = {"circle": "●\u00a0", "diamond": "◇\u00a0", "bar": "|\u00a0", "triangle": "△\u00a0"}
_ALIGNED: dict[str, Literal["l", "ctr", "r"]] = {"left": "l", "center": "ctr", "right": "r"}
_HAIR = 0.01  # points: sums of shares are not exact
_PAD_X, _PAD_Y = 8.0, 4.0
_PANEL = 400.0  # regions narrower than this are side panels
_STACKED, _STACKED_SIZE = 2, 60.0
_NUMBER_SIZES = (72.0, 60.0, 54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0)

a = maker("a")


@dataclass(frozen=True, slots=True)
class Square:
    """One cell of a grid: its paragraphs at a size, fill, lines, and room at left, right, above and below (points).

    ``rows`` and ``columns`` are what it spans; a cell that another one spans is ``covered``.
    """

    text: tuple[Para, ...] = ()
    size: float = FLOOR
    fill: str = ""
    sides: Sides = _NONE
    pad: tuple[float, float, float, float] = (_PAD_X, _PAD_X, _PAD_Y, _PAD_Y)
    anchor: Literal["t", "ctr", "b"] = "ctr"
    align: Literal["l", "ctr", "r"] = "l"
    rows: int = 1
    covered: bool = False

    def height(self, room: float) -> float:
        """Return how high the cell must be in a column this wide; an empty one has room for one line."""
        text = self.text or (Para(()),)
        return height(text, self.size, room - self.pad[0] - self.pad[1]) + self.pad[2] + self.pad[3]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table laid out: widths and heights in points, rows of cells, and whether its first row and column are heads."""

    widths: tuple[float, ...]
    heights: tuple[float, ...]
    rows: tuple[tuple[Square, ...], ...]
    head_row: bool = True
    head_column: bool = False

    @property
    def width(self) -> float:
        """Its whole width."""
        return sum(self.widths)

    @property
    def height(self) -> float:
        """Its whole height."""
        return sum(self.heights)


# ---------------------------------------------------------------- tables


def table(block: Table, room: tuple[float, float], largest: float) -> Grid:
    """Return a table in a room of this width and height: the largest type that fits, and then rows that use the room.

    The grid is higher than the room when nothing fits at the smallest type.
    """
    candidates = (
        _table_at(block, room, size, head)
        for size in sizes(max(_body_size(block, largest), FLOOR))
        for head in _HEAD_SIZES
        if head <= size
    )
    return _stretched(_first_that_fits(candidates, room[1]), block, room[1])


def fits(grid: Grid, room: float) -> bool:
    """Return whether a grid is no higher than the room and breaks no word."""
    return grid.height <= room + _HAIR and not _breaks_words(grid)


def _first_that_fits(candidates: Iterator[Grid], room: float) -> Grid:
    """Return the first grid that is no higher than the room and breaks no word; the last one where none is."""
    for grid in candidates:
        if fits(grid, room):
            break
    return grid


def _body_size(block: Table, largest: float) -> float:
    """Return the size to begin with: long tables of equal rows begin small, so that their columns get room."""
    return FLOOR if block.kind in {"figures", "writing", "form"} else max(largest, 24.0)


def _table_at(block: Table, room: tuple[float, float], size: float, head_size: float) -> Grid:
    widths = _column_widths(block, room[0], size, head_size)
    head = tuple(_head(column, block, n, head_size) for n, column in enumerate(block.columns))
    rows = tuple(
        tuple(
            _cell(cell, column, block, size, n) for n, (cell, column) in enumerate(zip(row, block.columns, strict=True))
        )
        for row in block.rows
    )
    heights = tuple(_row_height(row, widths) for row in (head, *rows))
    return Grid(widths, heights, (head, *rows), head_column=block.first_is_head)


def _row_height(row: Sequence[Square], widths: Sequence[float]) -> float:
    return largest(cell.height(wide) for cell, wide in zip(row, widths, strict=True))


def _breaks_words(grid: Grid) -> bool:
    """Return whether some word is wider than its column."""
    return any(
        longest_word(para.runs, para.size(cell.size), bold=para.bold) > wide - cell.pad[0] - cell.pad[1]
        for row in grid.rows
        for cell, wide in zip(row, grid.widths, strict=True)
        for para in cell.text
    )


def _stretched(grid: Grid, block: Table, room: float) -> Grid:
    """Return the grid with its body rows made higher: to the whole room for writing, to an even rhythm for reading."""
    head, body = grid.heights[0], grid.heights[1:]
    if not body or grid.height > room:
        return grid
    if block.kind == "plain":
        extra = smallest((room - grid.height) / len(body), 18.0)
        return replace(grid, heights=(head, *(h + extra for h in body)))
    share = (room - head) / len(body)
    even = largest((*body, smallest(share, 34.0) if block.kind == "figures" else share))
    if head + even * len(body) > room:
        return grid
    return replace(grid, heights=(head, *(even for _ in body)))


def _column_widths(block: Table, room: float, size: float, head_size: float) -> tuple[float, ...]:
    """Return widths by weight, but none of figures or of row heads narrower than its cells on one line."""
    weights = [column.weight for column in block.columns]
    by_weight = tuple(room * weight / sum(weights) for weight in weights)
    if block.kind == "plain" or not block.rows or len(weights) == 1:
        return by_weight
    if block.kind != "figures":
        first = largest((_needed_width(block, 0, size, head_size, head_lines=9), by_weight[0]))
        rest = room - first
        return (
            (first, *(rest * weight / sum(weights[1:]) for weight in weights[1:])) if rest > room * 0.4 else by_weight
        )
    for head_lines in (1, 2, 9):
        needed = [_needed_width(block, n, size, head_size, head_lines=head_lines) for n in range(len(weights))]
        rest = room - sum(needed)
        if rest >= 0:
            return (needed[0], *(n + rest * w / sum(weights[1:]) for n, w in zip(needed[1:], weights[1:], strict=True)))
    return by_weight


def _needed_width(block: Table, index: int, size: float, head_size: float, *, head_lines: int) -> float:
    """Return the width at which a column's cells take one line each, its head about so many, and no word is broken."""
    cells = [row[index] for row in block.rows]
    text = largest(width(cell.text, size, bold=cell.strong) for cell in cells)
    head = _head(block.columns[index], block, index, head_size)
    words = largest((longest_word(para.runs, head_size, bold=True) for para in head.text), default=0.0)
    share = largest((width(para.runs, head_size, bold=True) for para in head.text), default=0.0) / head_lines
    left, right, _, _ = head.pad
    return largest((text, words, share * (1.0 if head_lines == 1 else 1.25))) / 0.97 + left + right


def _head(column: Column, block: Table, index: int, size: float) -> Square:
    mark = (Run(_MARKS[column.mark]),) if column.mark else ()
    text = (Para((*mark, *column.head), bold=True, colour=INK),) if column.head else ()
    look = Square(text, size, align=_aligned(column), anchor="b", pad=_pad(block, index))
    if block.kind in {"writing", "form"}:
        return replace(look, fill=SAND, sides=_BOXED, anchor="ctr")
    return replace(look, sides=(None, None, None, (INK, 1.5)))


def _cell(cell: Cell, column: Column, block: Table, size: float, index: int) -> Square:
    head = index == 0 and block.first_is_head
    strong = cell.strong or (head and block.kind == "plain")
    text = (
        *((Para(cell.text, bold=strong, colour=INK if strong else ""),) if cell.text else ()),
        *paras(cell.more),
    )
    look = Square(text, size, align=_aligned(column), pad=_pad(block, index))
    if block.kind in {"writing", "form"}:
        return replace(look, sides=_BOXED, anchor="ctr" if head else "t")
    listed = any(other.more for row in block.rows for other in row)
    return replace(look, sides=(None, None, None, _THIN), anchor="t" if listed else "ctr")


def _pad(block: Table, index: int) -> tuple[float, float, float, float]:
    """Return a cell's room: text of an open table begins on the slide's own margin."""
    vertical = 0.5 if block.kind == "figures" else 2.0 if block.kind in {"writing", "form"} else 6.0
    boxed = block.kind in {"writing", "form"}
    beside = _PAD_X / 2 if block.kind == "figures" and index else _PAD_X
    return (beside if boxed or index else 0.0, beside, vertical, vertical)


def _aligned(column: Column) -> Literal["l", "ctr", "r"]:
    return _ALIGNED[column.align]


# ---------------------------------------------------------------- quadrants


def quadrants(block: Quadrants, room: tuple[float, float]) -> Grid:
    """Return a two-by-two sheet: a head over each empty cell, and the names of both axes where it is a matrix."""
    for size in (24.0, 22.0, FLOOR, 18.0):
        grid = _matrix(block, room, size) if block.down or block.across else _cross(block, room, size)
        if grid.height <= room[1]:
            break
    return grid


def _cross(block: Quadrants, room: tuple[float, float], size: float) -> Grid:
    widths = (room[0] / 2, room[0] / 2)
    heads = [_quadrant_head(head, text, size) for head, text in block.cells]
    empty = Square(size=FLOOR, sides=_BOXED, anchor="t")
    rows = ((heads[0], heads[1]), (empty, empty), (heads[2], heads[3]), (empty, empty))
    return Grid(widths, _writing_heights(rows, widths, room[1], (1, 3)), rows)


def _matrix(block: Quadrants, room: tuple[float, float], size: float) -> Grid:
    across, down = block.across or ((), ()), block.down or ((), ())
    side = _side_width(block, room[0])
    widths = (side, (room[0] - side) / 2, (room[0] - side) / 2)
    empty = Square(size=FLOOR, sides=_BOXED, anchor="t")
    covered = Square(covered=True, fill=SAND, sides=_BOXED, size=FLOOR)
    heads = [_quadrant_head(head, text, size) for head, text in block.cells]
    rows = (
        (_corner(block), *(_axis(text, "ctr") for text in across)),
        (replace(_axis(down[0], "l"), rows=2), heads[0], heads[1]),
        (covered, empty, empty),
        (replace(_axis(down[1], "l"), rows=2), heads[2], heads[3]),
        (covered, empty, empty),
    )
    return Grid(widths, _writing_heights(rows, widths, room[1], (2, 4)), rows, head_column=True)


def _side_width(block: Quadrants, room: float) -> float:
    """Return how wide the column that names the rows must be: the longest of its words and a little more."""
    words = (*(block.down or ()), _arrow(block.down_title, "↓"), _arrow(block.across_title, "→"))
    needed = largest((smallest(width(text, 18, bold=True), room * 0.2) for text in words), default=0.0)
    longest = largest((longest_word(text, 18, bold=True) for text in words), default=0.0)
    return largest((needed, longest)) + 2 * _PAD_X + 4


def _arrow(text: Text, sign: str) -> Text:
    return (*text, Run(f" {sign}")) if text else ()


def _corner(block: Quadrants) -> Square:
    """Return the corner of a matrix, which says what its two axes measure."""
    lines = (_arrow(block.across_title, "→"), _arrow(block.down_title, "↓"))
    return Square(tuple(Para(line, colour=MUTED, before=0) for line in lines if line), 16, sides=_BOXED)


def _axis(text: Text, align: Literal["l", "ctr"]) -> Square:
    return Square((Para(text, bold=True, colour=INK),), 18, fill=SAND, sides=_BOXED, align=align)


def _quadrant_head(head: Text, text: Text, size: float) -> Square:
    lines = (Para(head, bold=True, colour=INK), *((Para(text, fixed=18, before=0.1),) if text else ()))
    return Square(lines, size, fill=SAND, sides=_BOXED)


def _writing_heights(
    rows: Sequence[Sequence[Square]], widths: Sequence[float], room: float, writing: tuple[int, ...]
) -> tuple[float, ...]:
    """Return row heights: heads as high as their text, the writing rows share the rest."""
    heights = [
        largest(
            cell.height(wide) for cell, wide in zip(row, widths, strict=True) if cell.rows == 1 and not cell.covered
        )
        for row in rows
    ]
    rest = room - sum(h for n, h in enumerate(heights) if n not in writing)
    return tuple(largest((h, rest / len(writing))) if n in writing else h for n, h in enumerate(heights))


# ---------------------------------------------------------------- steps, columns, numbers


def steps(block: Steps, room: float, size: float, behind: str, *, centred: bool = False) -> Grid:
    """Return an activity's steps: minutes on the accent colour, then the text. ``behind`` is the colour of the gaps."""
    badge_size = max(size - 4, 16.0)
    words = [f"{minutes} {MINUTES}" for minutes, _ in block.items if minutes]
    badge = largest((width((Run(word, bold=True),), badge_size) for word in words), default=0.0) + 20
    text = room - badge
    if centred:
        text = smallest(text, largest(width(item, size) for _, item in block.items) / 0.96 + 16)
    gap: Sides = (None, None, (behind, 3.0), (behind, 3.0))
    rows = tuple(
        (
            Square(
                (Para((Run(f"{minutes} {MINUTES}"),), bold=True, colour=WHITE),) if minutes else (),
                badge_size,
                fill=ACCENT if minutes else "",
                sides=gap,
                pad=(2, 2, 3, 3),
                align="ctr",
            ),
            Square((Para(item),), size, sides=gap, pad=(14, 0, 5, 5)),
        )
        for minutes, item in block.items
    )
    widths = (badge, text)
    return Grid(widths, tuple(_row_height(row, widths) + 3 for row in rows), rows, head_row=False, head_column=True)


def columns(block: Columns, room: float, size: float) -> Grid:
    """Return two columns of text under their titles."""
    line: Sides = (None, None, None, (INK, 1.5))
    pads = ((0.0, 20.0, 4.0, 6.0), (20.0, 0.0, 4.0, 6.0))
    titles = (block.left_title, block.right_title)
    head = tuple(
        Square((Para(title, bold=True, colour=INK),), size, sides=line, pad=pad, anchor="b")
        for title, pad in zip(titles, pads, strict=True)
    )
    body = tuple(
        Square(paras(blocks), size, pad=(pad[0], pad[1], 10.0, 0.0), anchor="t")
        for blocks, pad in zip((block.left, block.right), pads, strict=True)
    )
    widths = (room / 2, room / 2)
    return Grid(widths, tuple(_row_height(row, widths) for row in (head, body)), (head, body))


def numbers(block: BigNumbers, room: float) -> Grid:
    """Return large numbers, each with its label beneath in the same cell: side by side, one or two of them stacked."""
    if block.marks:
        marked = zip(block.items, block.marks, strict=True)
        block = BigNumbers(tuple((number, f"{_MARKS[mark].strip()}\n{label}") for (number, label), mark in marked))
    if len(block.items) <= _STACKED and room < _PANEL:
        return _stacked_numbers(block, room)
    size, label, widths = next(
        (found for found in _number_steps(block, room) if sum(found[2]) <= room),
        (28.0, 14.0, (room / len(block.items),) * len(block.items)),
    )
    spare = smallest((room - sum(widths)) / len(widths), 24.0)
    widths = tuple(wide + spare for wide in widths)
    row = tuple(_number(*_parted(item), size, label, strong=not n) for n, item in enumerate(block.items))
    return Grid(widths, (_row_height(row, widths),), (row,))


def _stacked_numbers(block: BigNumbers, room: float) -> Grid:
    widest = largest(width((Run(number),), 1.0, bold=True) for number, _ in block.items)
    size = next((size for size in _NUMBER_SIZES if size <= _STACKED_SIZE and widest * size <= room * 0.97), 28.0)
    rows = tuple(
        (_number(number, "", label, size, 20.0, strong=not n),) for n, (number, label) in enumerate(block.items)
    )
    return Grid((room,), tuple(_row_height(row, (room,)) for row in rows), rows, head_row=False)


def _number_steps(block: BigNumbers, room: float) -> Iterator[tuple[float, float, tuple[float, ...]]]:
    """Yield sizes of number and label from the largest, with the widths that they need."""
    sizes_of_numbers = _NUMBER_SIZES if room > _PANEL else _NUMBER_SIZES[_NUMBER_SIZES.index(44.0) :]
    for size in sizes_of_numbers:
        for label in (18.0, 16.0, 14.0):
            yield size, label, tuple(_number_width(*_parted(item), size, label) for item in block.items)


def _parted(item: tuple[str, str]) -> tuple[str, str, str]:
    """Return a number, the words that follow it («4,9», «eller høgare»), and its label."""
    if _has_words(item[0]):
        return _first_word(item[0]), _other_words(item[0]), item[1]
    return item[0], "", item[1]


@deciding
def _has_words(number: str) -> bool:
    return number.partition(" ")[2].replace(" ", "").isalpha()


@knowing
def _first_word(number: str) -> str:
    return number.partition(" ")[0]


@knowing
def _other_words(number: str) -> str:
    return number.partition(" ")[2]


def _number_width(number: str, after: str, label: str, size: float, label_size: float) -> float:
    digits = width((Run(number),), size, bold=True)
    words = (longest_word((Run(text),), label_size, bold=True) for text in (after, *label.split("\n")))
    return largest((digits, *words)) / 0.97 + 8


def _number(number: str, after: str, label: str, size: float, label_size: float, *, strong: bool) -> Square:
    text = (
        Para((Run(number),), bold=strong, colour=INK),
        *((Para((Run(after),), fixed=label_size, bold=True, colour=INK, before=0),) if after else ()),
        *(Para((Run(line),), fixed=label_size, before=0) for line in label.split("\n")),
    )
    return Square(text, size, pad=(0, 6, 0, 6), anchor="t")


# ---------------------------------------------------------------- XML


def xml(grid: Grid, language: Language) -> Node:
    """Return a grid as ``a:tbl``."""
    properties = a("tblPr", a("tableStyleId", _NO_STYLE), firstRow=grid.head_row, firstCol=grid.head_column)
    columns = a("tblGrid", *(a("gridCol", w=w) for w in _whole(grid.widths)))
    rows = (
        a("tr", *(_square(cell, language) for cell in row), h=high)
        for row, high in zip(grid.rows, _whole(grid.heights), strict=True)
    )
    return a("tbl", properties, columns, *rows)


def _whole(lengths: Sequence[float]) -> Iterator[int]:
    """Yield lengths in the file's unit whose sum is the rounded sum, so that edges do not drift."""
    position = 0.0
    for length in lengths:
        yield emu(position + length) - emu(position)
        position += length


def _square(cell: Square, language: Language) -> Node:
    aligned = [replace(para, align=cell.align) if cell.align != "l" else para for para in cell.text]
    content = paragraphs_xml(aligned, language, base=cell.size, own=0) or [_empty(cell, language)]
    spans: dict[str, int | bool] = {"rowSpan": cell.rows} if cell.rows > 1 else {}
    if cell.covered:
        spans["vMerge"] = True
    return a("tc", a("txBody", a("bodyPr"), a("lstStyle"), *content), _cell_properties(cell), **spans)


def _empty(cell: Square, language: Language) -> Node:
    align = {"algn": cell.align} if cell.align != "l" else {}
    return a("p", a("pPr", **align), end(language, round(cell.size * 100)))


def _cell_properties(cell: Square) -> Node:
    left, right, top, bottom = (emu(points) for points in cell.pad)
    lines = (_line(tag, side) for tag, side in zip(("lnL", "lnR", "lnT", "lnB"), cell.sides, strict=True))
    fill = a("solidFill", a("schemeClr", val=cell.fill)) if cell.fill else a("noFill")
    return a("tcPr", *lines, fill, marL=left, marR=right, marT=top, marB=bottom, anchor=cell.anchor)


def _line(tag: str, side: tuple[str, float] | None) -> Node:
    if side is None:
        return a(tag, a("noFill"), w=0)
    colour, points = side
    return a(tag, a("solidFill", a("schemeClr", val=colour)), a("prstDash", val="solid"), w=emu(points))
