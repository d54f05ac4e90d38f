"""Tables as rows of cells: one writer for all that a Word document lays out in columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from packgen.render.nodes import Node, maker
from packgen.render.word.names import Style, twips
from packgen.render.word.text import Flow, Para

w = maker("w", qualified=True)

_AFTER_TABLE = 10.0  # points of space above a paragraph that follows a table
_OWN_SPACE = frozenset({*Style.HEADINGS, Style.CAPTION, Style.GAP})


Side = Literal["top", "left", "bottom", "right"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line at one side of a cell: its colour, the colour's name in the theme, and points."""

    side: Side
    colour: str
    name: str
    points: float


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell: what it holds, how many columns it spans and how it looks where it differs from its table's style.

    ``merge`` is ``restart`` for the first of cells joined downwards and ``continue`` for those below. ``inset`` are
    margins in mm (top, left, bottom, right). ``fill`` is a colour and its name in the theme, empty for none.
    """

    content: Flow
    span: int = 1
    merge: str = ""
    anchor: str = ""
    inset: tuple[float, float, float, float] | None = None
    fill: tuple[str, str] | None = None
    upright: bool = False
    """Text runs from the bottom to the top."""
    rules: tuple[Rule, ...] = ()
    """Lines of its own."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its cells, and its height in mm (0 as the text needs), at least or exactly."""

    slots: tuple[Slot, ...]
    height: float = 0.0
    exact: bool = False
    head: bool = False


def grid(
    look: str,
    widths: Sequence[float],
    lines: Sequence[Line],
    *,
    title: str = "",
    summary: str = "",
    first_column: bool = False,
    together: bool = False,
) -> Node:
    """Return a table in a style of the template, with columns of these widths in mm.

    ``title`` and ``summary`` are its alternative text. ``together`` keeps all of it on one page; a row never breaks.
    """
    columns = _edges(widths)
    head = bool(lines) and lines[0].head
    properties = w(
        "tblPr",
        w("tblStyle", val=look),
        w("tblW", w=sum(columns), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", **_look(head=head, first_column=first_column)),
        w("tblCaption", val=title) if title else None,
        w("tblDescription", val=summary) if summary else None,
    )
    rows = [_row(line, columns, keep=together and number < len(lines) - 1) for number, line in enumerate(lines)]
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=column) for column in columns)), *rows)


def _edges(widths: Sequence[float]) -> list[int]:
    """Return column widths that add up exactly: each is the distance between rounded edges."""
    found, at = [], 0.0
    for width in widths:
        found.append(twips(at + width) - twips(at))
        at += width
    return found


def _look(*, head: bool, first_column: bool) -> dict[str, str | bool]:
    value = (0x20 if head else 0) | (0x80 if first_column else 0) | 0x600
    return {
        "val": f"{value:04X}",
        "firstRow": head,
        "lastRow": False,
        "firstColumn": first_column,
        "lastColumn": False,
        "noHBand": True,
        "noVBand": True,
    }


def _row(line: Line, columns: Sequence[int], *, keep: bool) -> Node:
    cells, at = [], 0
    for slot in line.slots:
        cells.append(_cell(slot, sum(columns[at : at + slot.span]), keep=keep or line.head))
        at += slot.span
    height = w("trHeight", val=twips(line.height), hRule="exact" if line.exact else "atLeast") if line.height else None
    return w("tr", w("trPr", w("cantSplit"), height, w("tblHeader") if line.head else None), *cells)


def _cell(slot: Slot, width: int, *, keep: bool) -> Node:
    properties = w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=slot.span) if slot.span > 1 else None,
        w("vMerge", val=slot.merge) if slot.merge else None,
        w("tcBorders", *(_rule(rule) for rule in slot.rules)) if slot.rules else None,
        _fill(*slot.fill) if slot.fill else None,
        _insets(slot.inset) if slot.inset else None,
        w("textDirection", val="btLr") if slot.upright else None,
        w("vAlign", val=slot.anchor) if slot.anchor else None,
    )
    return w("tc", properties, *in_cell(slot.content, keep=keep))


def _fill(colour: str, name: str) -> Node:
    """Return a ground; a colour with no name stays as it is whatever the theme."""
    return w("shd", val="clear", color="auto", fill=colour, **({"themeFill": name} if name else {}))


def _rule(rule: Rule) -> Node:
    size = round(rule.points * 8)
    return w(rule.side, val="single", sz=size, space=0, color=rule.colour, themeColor=rule.name)


def _insets(inset: tuple[float, float, float, float]) -> Node:
    sides = zip(("top", "left", "bottom", "right"), inset, strict=True)
    return w("tcMar", *(w(side, w=twips(mm), type="dxa") for side, mm in sides))


def in_cell(content: Flow, *, keep: bool = False) -> list[Node]:
    """Return what a cell holds: spaced as on a page, a paragraph last, with no space after it.

    ``keep`` holds the row with the next one.
    """
    spaced = apart(content)
    last = spaced[-1] if spaced else Para(Style.CELL)
    spaced[-1:] = [replace(last, after=0) if spaced else last] if isinstance(last, Para) else [last, Para(Style.GAP)]
    if keep:
        spaced = [replace(item, keep_next=True) if isinstance(item, Para) else item for item in spaced]
    return as_nodes(spaced)


def apart(flow: Iterable[Para | Node]) -> Flow:
    """Return a flow in which two tables have a paragraph between them, and text after a table has space above it."""
    found: Flow = []
    for item in flow:
        after_table = bool(found) and is_table(found[-1])
        if after_table and is_table(item):
            found.append(Para(Style.GAP))
        if after_table and isinstance(item, Para) and item.before is None and item.style not in _OWN_SPACE:
            found.append(replace(item, before=_AFTER_TABLE))
        else:
            found.append(item)
    return found


def is_table(item: Para | Node) -> bool:
    """Whether a part of a flow is a table."""
    return isinstance(item, Node) and item.name == "w:tbl"


def as_nodes(flow: Flow) -> list[Node]:
    """Return a flow as XML."""
    return [item.node() if isinstance(item, Para) else item for item in flow]
