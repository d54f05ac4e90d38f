"""Sheets in parts: pages of a size that anyone can print, to cut and glue together at true size.

Every part shows its window of the sheet, and windows side by side share `OVERLAP`. Marks at the corners show where to
cut; a dashed line shows where the edge of the next part goes. The first page of each sheet shows how parts go together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil

from packgen.blocks import Run, text
from packgen.render.sheets.layout import PaperSize, paper
from packgen.render.sheets.lines import Width, height_of, line_mm
from packgen.render.sheets.pieces import Page, Pages, Panel, Para, Piece, Rule, TextPiece, Window

OVERLAP = 10.0
EDGE = 8.0
"""What printers leave white, in mm."""
_MARK, _MARK_GAP = 3.0, 1.0
_ROOM = _MARK + _MARK_GAP
"""Around a window, for the marks; below it there is a line of words too."""
_LABEL_ROOM = 8.0
_HAIR, _LINE, _GRID = 0.15, 0.25, 0.4
_LABEL, _GLUE = 9.0, 7.0
_TITLE, _HOW, _NUMBER = 20.0, 12.0, 16.0
_MARGIN, _GAP, _HANG = 15.0, 6.0, 7.0
_DISC = 10.0
_PLACE_SHARE = 0.3
"""Of a label's width, for where the part belongs."""


@dataclass(frozen=True, slots=True)
class TileWords:
    """What parts say, as formats.

    ``title`` names a part (``{sheet}``, ``{number}``, ``{count}``), ``place`` says where it belongs (``{row}``,
    ``{column}``), ``sketch`` (``{sheet}``) heads the first page, ``how`` are its steps, and ``edge`` stands where the
    next part is glued on.
    """

    title: str
    place: str
    sketch: str
    how: tuple[str, ...]
    edge: str


@dataclass(frozen=True, slots=True)
class Grid:
    """How a sheet is cut: parts across and down, the size of each window, the paper it is printed on (all in mm)."""

    columns: int
    rows: int
    width: float
    height: float
    paper: tuple[float, float]

    @property
    def count(self) -> int:
        """The number of parts."""
        return self.columns * self.rows

    def corner(self, number: int) -> tuple[float, float]:
        """Return where the window of a part (from 0, row by row) begins on the sheet."""
        row, column = divmod(number, self.columns)
        return column * (self.width - OVERLAP), row * (self.height - OVERLAP)

    @property
    def at(self) -> tuple[float, float]:
        """Where the window stands on its paper: in the middle of the room for it."""
        wide, tall = _window_room(self.paper)
        return EDGE + _ROOM + (wide - self.width) / 2, EDGE + _ROOM + (tall - self.height) / 2


def tiles(pages: Pages, size: PaperSize, words: TileWords, width: Width) -> Pages:
    """Return the parts of all sheets on paper of a size, each sheet's own after a page that shows how they go together.

    ``width`` measures text in the font that prints it.
    """
    parts = tuple(part for page in pages.pages for part in _parts(page, size, words, width))
    return replace(pages, pages=parts)


def grid(page: Page, size: PaperSize) -> Grid:
    """Return how a page is cut into the fewest parts, on paper that stands or lies (standing where that is the same).

    All windows are of one size, so that no part is a mere strip.
    """
    return min((_grid(page, paper(size, landscape=lies)) for lies in (False, True)), key=lambda one: one.count)


def _grid(page: Page, sheet: tuple[float, float]) -> Grid:
    wide, tall = _window_room(sheet)
    columns, rows = _count(page.width, wide), _count(page.height, tall)
    return Grid(columns, rows, _share(page.width, columns), _share(page.height, rows), sheet)


def _window_room(sheet: tuple[float, float]) -> tuple[float, float]:
    around = 2 * (EDGE + _ROOM)
    return sheet[0] - around, sheet[1] - around - (_LABEL_ROOM - _ROOM)


def _count(whole: float, room: float) -> int:
    return max(ceil((whole - OVERLAP) / (room - OVERLAP)), 1)


def _share(whole: float, count: int) -> float:
    return (whole + OVERLAP * (count - 1)) / count


def _parts(page: Page, size: PaperSize, words: TileWords, width: Width) -> Iterator[Page]:
    cut = grid(page, size)
    yield _sketch(page, cut, words, width)
    yield from (_part(page, cut, number, words) for number in range(cut.count))


# ---------------------------------------------------------------- a part


def _part(page: Page, cut: Grid, number: int, words: TileWords) -> Page:
    left, top = cut.at
    window = Window(left, top, cut.width, cut.height, *cut.corner(number), page)
    title = words.title.format(sheet=page.title, number=number + 1, count=cut.count)
    pieces = (*_label(cut, number, title, words), *_corners(cut), *_glue(cut, number, words))
    return Page(*cut.paper, pieces, title, (window,))


def _label(cut: Grid, number: int, title: str, words: TileWords) -> Iterable[Piece]:
    """Return the part's name below the window, and at the right where it belongs."""
    row, column = divmod(number, cut.columns)
    place = words.place.format(row=row + 1, column=column + 1)
    name = Para((Run(title, bold=True),), _LABEL, "ink", level=1)
    where = Para(text(place), _LABEL, "muted", "right")
    left, top = cut.at
    below, aside = top + cut.height + _ROOM, cut.width * _PLACE_SHARE
    yield TextPiece(left, below, cut.width - aside, line_mm(_LABEL), (name,))
    yield TextPiece(left + cut.width - aside, below, aside, line_mm(_LABEL), (where,))


def _corners(cut: Grid) -> Iterable[Piece]:
    """Return two short lines outside each corner of the window."""
    left, top = cut.at
    for x, out in ((left, -1), (left + cut.width, 1)):
        for y, off in ((top, -1), (top + cut.height, 1)):
            yield Rule(x + out * _MARK_GAP, y, x + out * _ROOM, y, _HAIR)
            yield Rule(x, y + off * _MARK_GAP, x, y + off * _ROOM, _HAIR)


def _glue(cut: Grid, number: int, words: TileWords) -> Iterable[Piece]:
    """Return a dashed line where the next part's edge goes, at the right and at the foot, and what to do there.

    It stands within the overlap, so that the next part covers it.
    """
    row, column = divmod(number, cut.columns)
    left, top = cut.at
    right, foot = left + cut.width - OVERLAP, top + cut.height - OVERLAP
    if column + 1 < cut.columns:
        x = right + _LINE / 2
        yield Rule(x, top, x, top + cut.height, _LINE, "muted", dashed=True)
        yield from _edge_word(right, top + cut.height / 2 - line_mm(_GLUE) / 2, words)
    if row + 1 < cut.rows:
        y = foot + _LINE / 2
        yield Rule(left, y, left + cut.width, y, _LINE, "muted", dashed=True)
        yield from _edge_word(left + (cut.width - OVERLAP) / 2, foot + (OVERLAP - line_mm(_GLUE)) / 2, words)


def _edge_word(x: float, y: float, words: TileWords) -> Iterable[Piece]:
    """Return the word on white: what it covers stands on the next part too."""
    para = Para(text(words.edge), _GLUE, "muted", "center")
    yield Panel(x + _LINE, y, OVERLAP - _LINE, line_mm(_GLUE), "white")
    yield TextPiece(x, y, OVERLAP, line_mm(_GLUE), (para,), furniture=True)


# ---------------------------------------------------------------- how parts go together


def _sketch(page: Page, cut: Grid, words: TileWords, width: Width) -> Page:
    """Return the first page: what to do, and the sheet drawn small with its parts numbered."""
    title = words.sketch.format(sheet=page.title)
    wide, tall = cut.paper
    room = wide - 2 * _MARGIN
    paras = (Para((Run(title, bold=True),), _TITLE, "ink", level=1, after=3.0), *_steps(words))
    high = height_of(paras, room, width)
    top = _MARGIN + high + _GAP
    scale = min(room / page.width, (tall - _MARGIN - top) / page.height)
    left = (wide - page.width * scale) / 2
    small = Window(left, top, page.width * scale, page.height * scale, 0.0, 0.0, page, scale)
    pieces = (TextPiece(_MARGIN, _MARGIN, room, high, paras), *_lattice(small, cut))
    return Page(wide, tall, pieces, title, (small,))


def _steps(words: TileWords) -> Iterator[Para]:
    for number, step in enumerate(words.how, start=1):
        yield Para(text(step), _HOW, mark=str(number), hang=_HANG, after=1.0)


def _lattice(small: Window, cut: Grid) -> Iterable[Piece]:
    """Return the frame of the small sheet, the edges of its parts as they lie when glued, and their numbers."""
    yield Panel(small.x, small.y, small.width, small.height, stroke=_GRID, colour="accent")
    for column in range(1, cut.columns):
        x = small.x + cut.corner(column)[0] * small.scale
        yield Rule(x, small.y, x, small.y + small.height, _GRID, "accent")
    for row in range(1, cut.rows):
        y = small.y + cut.corner(row * cut.columns)[1] * small.scale
        yield Rule(small.x, y, small.x + small.width, y, _GRID, "accent")
    for number in range(cut.count):
        yield from _number(small, cut, number)


def _number(small: Window, cut: Grid, number: int) -> Iterable[Piece]:
    left, top = cut.corner(number)
    x = small.x + (left + cut.width / 2) * small.scale - _DISC / 2
    y = small.y + (top + cut.height / 2) * small.scale - _DISC / 2
    para = Para((Run(str(number + 1), bold=True),), _NUMBER, "accent", "center")
    yield Panel(x, y, _DISC, _DISC, "white", _LINE, "accent")
    yield TextPiece(x, y, _DISC, _DISC, (para,), "middle", furniture=True)
