"""What a printed page is made of once it is laid out: pieces at their places, in mm from the upper left corner.

One layout serves both the PDF and the editable slide: neither renderer decides where anything stands. A line of text is
`LINE` type sizes high, its letters' feet `FEET` type sizes below its top, in every renderer.
"""

from dataclasses import dataclass
from typing import Literal

from packgen.blocks import Text

MM_PER_POINT = 25.4 / 72
LINE = 1.2
FEET = 0.95

Colour = Literal["ink", "text", "accent", "muted", "rule", "sand", "white"]
"""A colour of the theme by its name."""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph in one size (points). ``mark`` hangs at its left: «•», «1», or «☐» (drawn as a box, not a letter).

    ``level`` 1 is the page's title, 2 a heading, 0 text. ``after`` is the space below it in mm. ``hang`` is how far
    its text stands in from the left, with the mark in that room.
    """

    text: Text
    size: float
    colour: Colour = "text"
    align: Literal["left", "center", "right"] = "left"
    mark: str = ""
    level: Literal[0, 1, 2] = 0
    after: float = 0.0
    hang: float = 0.0


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Paragraphs in a box of a width; the box is as high as its text needs by the layout's reckoning.

    ``furniture`` is no content of its own, such as a word on the edge that is cut off.
    """

    x: float
    y: float
    width: float
    height: float
    paras: tuple[Para, ...]
    anchor: Literal["top", "middle", "bottom"] = "top"
    furniture: bool = False


@dataclass(frozen=True, slots=True)
class TablePiece:
    """A table of ruled cells. ``heights`` has one entry a row, the header row first; a cell is its paragraphs.

    ``title`` and ``summary`` are its alternative text. ``pad`` is the room inside each cell's left and right edge, and
    above its text. With ``first_is_head`` the first column are row headers.
    """

    x: float
    y: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    rows: tuple[tuple[tuple[Para, ...], ...], ...]
    title: str
    summary: str
    pad: float
    stroke: float
    head: bool = True
    first_is_head: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; decoration, or a line to write on. ``weight`` in mm."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float
    colour: Colour = "ink"
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A rectangle behind text or around writing room; no content of its own. ``stroke`` in mm, 0 for none."""

    x: float
    y: float
    width: float
    height: float
    fill: Colour | None = None
    stroke: float = 0.0
    colour: Colour = "ink"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG picture with its alternative text, drawn at this size."""

    x: float
    y: float
    width: float
    height: float
    png: bytes
    alt: str


Piece = TextPiece | TablePiece | Rule | Panel | Picture


@dataclass(frozen=True, slots=True)
class Page:
    """A page of this size in mm, its pieces in reading order, and what it is called in the list of bookmarks."""

    width: float
    height: float
    pieces: tuple[Piece, ...]
    title: str
    windows: tuple["Window", ...] = ()
    """Parts of other pages, drawn behind the pieces (PDF only)."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a page, clipped and drawn at ``x``, ``y`` in this width and height: a copy, no content of its own.

    ``left`` and ``top`` say where the part begins on that page; ``scale`` how large it is drawn (1 = as it is).
    """

    x: float
    y: float
    width: float
    height: float
    left: float
    top: float
    page: Page
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Pages:
    """A finished layout: pages and what the file says of itself. ``language`` is ``nb`` or ``nn``."""

    pages: tuple[Page, ...]
    language: Literal["nb", "nn"]
    title: str
    subject: str
    author: str
