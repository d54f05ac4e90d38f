"""Tables, sheets and rows of numbers, each from its block and the flows of its cells."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from packgen.blocks import Agenda, BigNumbers, Cell, Chart, Column, Field, Quadrants, Steps, Table, Text, plain
from packgen.render.chart import Frame, digit_places
from packgen.render.metrics import longest_word_mm, width_mm
from packgen.render.nodes import Node
from packgen.render.traced import knowing, largest, smallest
from packgen.render.word.controls import control, control_of_paragraphs, numbered
from packgen.render.word.grid import Line, Rule, Side, Slot, grid
from packgen.render.word.names import CELL_X, FIGURES_X, Look, Sizes, Style
from packgen.render.word.text import Flow, Para, Pen
from packgen.theme import Theme

MARKS = {"circle": "●", "diamond": "◇", "bar": "❘", "triangle": "△"}
SAND = "background2"

_ALIGN = {"left": "", "center": "center", "right": "right"}
_LOOKS = {"figures": Look.FIGURES, "plain": Look.PLAIN, "writing": Look.WRITING, "form": Look.FORM}
_LEAST_CHART_MM, _MOST_CHART_MM = 38.0, 78.0
_ROW_ROOM_MM = 1.4
_KEPT_MM = 140.0


@dataclass(frozen=True, slots=True)
class Kit:
    """What tables are made with: the room in mm, sizes, the pen, the theme, and writers of inner blocks and charts."""

    room: float
    sizes: Sizes
    pen: Pen
    theme: Theme
    small: bool
    """Whether tables are set small, as on a sheet of one page."""
    within: Callable[[Cell, float], Flow]
    """Writes the blocks under a cell's text into a cell of this width."""
    draw: Callable[[Chart, Frame], Node]

    @property
    def sand(self) -> tuple[str, str]:
        """The ground of heads."""
        return (self.theme.sand, SAND)


# ---------------------------------------------------------------- tables


def table(block: Table, kit: Kit) -> Flow:
    """Return a table with its caption above; with a chart at its right where it has one."""
    caption: Flow = [Para(Style.CAPTION, kit.pen.runs(block.caption))] if block.caption else []
    if block.chart is not None:
        return [*caption, _with_chart(block, block.chart, kit)]
    widths = _for_words(_shared(block.columns, kit.room), block, kit)
    height = block.row_mm or (kit.sizes.writing_row if block.kind == "writing" else 0.0)
    lines = [_head_line(block.columns, kit, small=kit.small)] if any(column.head for column in block.columns) else []
    lines += [Line(_slots(row, block, kit, widths), height) for row in block.rows]
    made = grid(
        _LOOKS[block.kind],
        widths,
        lines,
        title=block.title,
        summary=block.summary,
        first_column=block.first_is_head,
        together=_on_one_page(block, height, kit.sizes),
    )
    return [*caption, made]


def _on_one_page(block: Table, height: float, sizes: Sizes) -> bool:
    """Whether a table is kept on one page: figures always, others where that leaves no great gap before them."""
    if block.kind == "plain":
        return len(block.rows) <= sizes.kept_rows
    return block.kind == "figures" or height * len(block.rows) <= _KEPT_MM


def _shared(columns: Sequence[Column], room: float) -> list[float]:
    """Return the columns' widths by their weights."""
    total = sum(column.weight for column in columns)
    return [room * column.weight / total for column in columns]


def _for_words(widths: list[float], block: Table, kit: Kit) -> list[float]:
    """Return widths at which no word breaks in a wide font, where there is room: wide columns give to narrow ones."""
    if kit.sizes.wide <= 1:
        return widths
    points = kit.sizes.small if kit.small else kit.sizes.body
    least = [_least_width(words, points) for words in _columns_of_words(block)]
    wanted = sum(largest((one - width, 0.0)) for one, width in zip(least, widths, strict=True))
    spare = [largest((width - one, 0.0)) for one, width in zip(least, widths, strict=True)]
    if not wanted < sum(spare):
        return widths
    share = wanted / sum(spare)
    return [largest((width, one)) - own * share for width, one, own in zip(widths, least, spare, strict=True)]


def _columns_of_words(block: Table) -> list[list[str]]:
    """Return what stands in each column, its head first."""
    cells = ([plain(row[number].text) for row in block.rows] for number in range(len(block.columns)))
    return [[plain(column.head), *words] for column, words in zip(block.columns, cells, strict=True)]


def _least_width(words: Iterable[str], points: float) -> float:
    longest = largest((longest_word_mm(text, points, bold=True) for text in words), default=0.0)
    return longest + 2 * CELL_X


def _head_line(columns: Sequence[Column], kit: Kit, *, small: bool, extra: tuple[Slot, ...] = ()) -> Line:
    style = Style.CELL_HEAD_SMALL if small else Style.CELL_HEAD
    slots = [
        Slot([Para(style, _head(column, kit.pen), align=_ALIGN[column.align])], anchor="bottom") for column in columns
    ]
    return Line((*slots, *extra), head=True)


def _head(column: Column, pen: Pen) -> tuple[Node, ...]:
    """Return a column's head; the chart's mark stands above it."""
    words = pen.runs(column.head)
    return (pen.run(f"{MARKS[column.mark]}\n", style=Style.MARK), *words) if column.mark else words


def _slots(
    row: Sequence[Cell], block: Table, kit: Kit, widths: Sequence[float], *, small: bool = False
) -> tuple[Slot, ...]:
    """Return a row's cells: row heads in the first column where the table has them."""
    made = []
    for number, (cell, column, width) in enumerate(zip(row, block.columns, widths, strict=True)):
        head = block.first_is_head and number == 0 and block.kind != "figures"
        content = _content(cell, column, kit, width - 2 * CELL_X, small=small or kit.small, head=head)
        made.append(Slot(content, anchor="center" if block.kind == "figures" else ""))
    return tuple(made)


def _content(cell: Cell, column: Column, kit: Kit, width: float, *, small: bool, head: bool) -> Flow:
    style = Style.CELL_SMALL if small else Style.CELL
    if head:
        style = Style.CELL_HEAD_SMALL if small else Style.CELL_HEAD
    runs = kit.pen.runs(cell.text, bold=cell.strong)
    first: Flow = [Para(style, runs, align=_ALIGN[column.align])] if runs or not cell.more else []
    if cell.field is not None:
        first = _field(cell.field, runs, Para(style, align=_ALIGN[column.align]), kit)
    return [*first, *kit.within(cell, width)] if cell.more else first


def _field(field: Field, before: tuple[Node, ...], paragraph: Para, kit: Kit) -> Flow:
    """Return a cell's text and its field behind each other; one that takes several lines and has a number, below it."""
    if field.number and field.multiline:
        own = replace(paragraph, content=(*before, numbered(field, kit.pen, kit.theme)), after=0)
        return [own, control_of_paragraphs(field, kit.pen, paragraph.style)]
    space = (kit.pen.run(" "),) if before else ()
    number = (numbered(field, kit.pen, kit.theme),) if field.number else ()
    return [replace(paragraph, content=(*before, *space, *number, control(field, kit.pen)))]


# ---------------------------------------------------------------- a table of figures with its chart


def _with_chart(block: Table, chart: Chart, kit: Kit) -> Node:
    """Return a table whose last column is one cell with the chart, its rows level with the table's.

    Columns are as wide as what stands in them; the chart takes the rest. The digits of its scale stand in the header
    row at tab stops, each above its grid line.
    """
    widths = _natural(block, kit.sizes.small)
    room = largest((_LEAST_CHART_MM, smallest(_MOST_CHART_MM, kit.room - sum(widths))))
    widths[0] += kit.room - sum(widths) - room
    height = block.row_mm or _row_height(block, widths, kit.sizes)
    total = height * len(block.rows)
    drawing = kit.draw(chart, Frame(width_mm=room, height_mm=total, text_pt=kit.sizes.marks, digits="none"))
    flat = (0.0, 0.0, 0.0, 0.0)
    lines = [_head_line(block.columns, kit, small=True, extra=(_scale(block.chart_head, room, kit),))]
    for number, row in enumerate(block.rows):
        slot = Slot([], merge="continue", inset=flat)
        if number == 0:
            slot = Slot([Para(Style.FIGURE, (drawing,))], merge="restart", inset=flat)
        lines.append(Line((*_slots(row, block, kit, widths, small=True), slot), height, exact=True))
    return grid(
        Look.FIGURES,
        [*widths, room],
        lines,
        title=block.title,
        summary=block.summary,
        first_column=block.first_is_head,
        together=True,
    )


def _scale(head: str, width: float, kit: Kit) -> Slot:
    """Return the header cell of the chart: its words, and the digits of the scale above their grid lines."""
    tabs = tuple(("center", place) for place in digit_places(width))
    digits = Para(Style.CELL_HEAD_SMALL, (kit.pen.run("".join(f"\t{digit}" for digit in range(1, 6))),), tabs=tabs)
    words: Flow = [Para(Style.CELL_HEAD_SMALL, (kit.pen.run(head),), align="center")] if head else []
    return Slot([*words, digits], anchor="bottom", inset=(0.4, 0.0, 0.4, 0.0))


def _natural(block: Table, points: float) -> list[float]:
    """Return the width that each column needs in small type: cells on one line, heads broken between words."""
    found = []
    for number, column in enumerate(block.columns):
        cells = [width_mm(plain(row[number].text), points, bold=row[number].strong) for row in block.rows]
        head = longest_word_mm(plain(column.head), points, bold=True)
        found.append(largest([*cells, head, 8.0]) + FIGURES_X + 0.8)
    return found


def _row_height(block: Table, widths: Sequence[float], sizes: Sizes) -> float:
    """Return the height of every row: that of the one with most lines."""
    most = largest(
        (
            _lines(plain(cell.text), width - FIGURES_X, sizes.small, bold=cell.strong)
            for row in block.rows
            for cell, width in zip(row, widths, strict=True)
        ),
        default=1,
    )
    return largest((sizes.figures_row, most * sizes.figures_line + _ROW_ROOM_MM))


@knowing
def _lines(words: str, room: float, points: float, *, bold: bool) -> int:
    """Return how many lines words take in small type, broken between words."""
    count, at = 1, 0.0
    for word in words.split(" "):
        wide = width_mm(word, points, bold=bold)
        if at and at + wide > room:
            count, at = count + 1, 0.0
        at += wide + width_mm(" ", points)
    return count


def steps(block: Steps, kit: Kit) -> Flow:
    """Return steps with their minutes as a table of two columns."""
    small = Style.CELL_SMALL if kit.small else Style.CELL
    badge = largest(width_mm(_minutes(minutes, "min"), kit.sizes.small, bold=True) for minutes, _ in block.items) + 6.0
    lines = []
    for minutes, words in block.items:
        marked = (kit.pen.run(_minutes(minutes, "min"), style=Style.BADGE),) if minutes else ()
        lines.append(Line((Slot([Para(small, marked)]), Slot([Para(small, kit.pen.runs(words))]))))
    return [grid(Look.LAYOUT, (badge, kit.room - badge), lines, together=True)]


def _minutes(minutes: int, word: str) -> str:
    """Return a badge's words, with room at both ends: spaces that no program drops at the end of a line."""
    return f"\u2002{minutes} {word}\u2002" if minutes else ""


def agenda(block: Agenda, kit: Kit) -> Flow:
    """Return a meeting's items with their minutes; the main ones on a ground of their own."""
    style = Style.CELL_SMALL if kit.small else Style.CELL
    lines = []
    inset = (1.6, CELL_X, 1.6, CELL_X)
    for number, (minutes, words) in enumerate(block.items):
        main = number in block.main
        shown = f"{minutes}\u00a0{block.minutes_word}" if minutes else "–"
        if block.starts:
            shown = block.starts[number] or "–"
        fill = kit.sand if main else None
        at = Slot([Para(style, (kit.pen.run(shown, bold=True),))], fill=fill, inset=inset)
        what = Slot([Para(style, kit.pen.runs(words, bold=main))], fill=fill, inset=inset)
        lines.append(Line((at, what)))
    title = plain(block.items[block.main[0]][1]) if block.main else block.summary
    time = kit.sizes.time
    return [grid(Look.PLAIN, (time, kit.room - time), lines, title=title, summary=block.summary, together=True)]


def big_numbers(block: BigNumbers, kit: Kit) -> Flow:
    """Return large numbers side by side, each over its label; the first in bold."""
    width = min(kit.room / len(block.items), kit.sizes.big)
    marks = block.marks or ("",) * len(block.items)
    slots = [
        Slot(
            [
                Para(Style.BIG, (kit.pen.run(number, bold=place == 0),)),
                Para(Style.BIG_LABEL, (kit.pen.run(f"{MARKS[mark]} {label}" if mark else label),)),
            ]
        )
        for place, ((number, label), mark) in enumerate(zip(block.items, marks, strict=True))
    ]
    return [grid(Look.LAYOUT, [width] * len(slots), [Line(tuple(slots))], together=True)]


# ---------------------------------------------------------------- two by two

_CROSS: tuple[tuple[Side, ...], ...] = (("bottom", "right"), ("left", "bottom"), ("top", "right"), ("top", "left"))
"""The sides of each part that make the cross."""


def quadrants(block: Quadrants, kit: Kit, height: float) -> Flow:
    """Return a sheet of two by two, each part ``height`` mm or more, with the heads of its axes where it has them."""
    cells = [_quadrant(head, words, kit, sides) for (head, words), sides in zip(block.cells, _CROSS, strict=True)]
    lines = [Line((cells[0], cells[1]), height), Line((cells[2], cells[3]), height)]
    widths = [kit.room / 2] * 2
    if block.down:
        heads = [_axis_head(words, kit, upright=True) for words in block.down]
        lines = [Line((head, *line.slots), line.height) for head, line in zip(heads, lines, strict=True)]
        widths = [kit.sizes.axis, *[(kit.room - kit.sizes.axis) / 2] * 2]
    if block.down_title:
        title = (_axis_title(block.down_title, kit, merge="restart"), Slot([], merge="continue"))
        lines = [Line((slot, *line.slots), line.height) for slot, line in zip(title, lines, strict=True)]
        side = kit.sizes.axis_title
        widths = [side, widths[0], *[width - side / 2 for width in widths[1:]]]
    corner = len(widths) - 2
    above = []
    if block.across_title:
        above.append(Line((*_corner(corner), _axis_title(block.across_title, kit, span=2))))
    if block.across:
        above.append(Line((*_corner(corner), *(_axis_head(words, kit) for words in block.across))))
    return [grid(Look.CROSS, widths, [*above, *lines], title=block.title, summary=block.summary, together=True)]


def _corner(span: int) -> tuple[Slot, ...]:
    return (Slot([Para(Style.GAP)], span=span),) if span else ()


def _quadrant(head: Text, words: Text, kit: Kit, sides: tuple[Side, ...]) -> Slot:
    content: Flow = [Para(Style.CELL_HEAD, kit.pen.runs(head))]
    content += [Para(Style.CELL_HELP, kit.pen.runs(words))] if words else []
    return Slot(content, rules=tuple(Rule(side, kit.theme.ink, "text2", 1.5) for side in sides))


def _axis_head(words: Text, kit: Kit, *, upright: bool = False) -> Slot:
    inset = (1.2, 1.0, 1.2, 1.0)
    content: Flow = [Para(Style.CELL_HEAD, kit.pen.runs(words), align="center")]
    return Slot(content, anchor="center", fill=kit.sand, upright=upright, inset=inset)


def _axis_title(words: Text, kit: Kit, *, span: int = 1, merge: str = "") -> Slot:
    content: Flow = [Para(Style.CELL_HELP, kit.pen.runs(words, bold=True), align="center")]
    return Slot(content, span=span, merge=merge, anchor="center", upright=bool(merge), inset=(0.8, 0.4, 0.8, 0.4))
