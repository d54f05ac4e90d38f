"""Sheets in document words → pages of pieces: every sheet is designed at A1 and scaled to the size asked for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import takewhile
from typing import Literal, get_args

from packgen.blocks import Block, Lines, List, Logo, Panels, Quadrants, Sheet, Sheets, Table, Text, plain, text
from packgen.render.sheets.flow import GAP, THIN, Frame, Part, part_of
from packgen.render.sheets.lines import Width, bold, height_of, line_count, line_mm
from packgen.render.sheets.pieces import Page, Pages, Panel, Para, Picture, Piece, Rule, TablePiece, TextPiece

PaperSize = Literal["A1", "A2", "A3", "A4"]
PAPERS: Mapping[PaperSize, tuple[float, float]] = {
    "A1": (594.0, 841.0),
    "A2": (420.0, 594.0),
    "A3": (297.0, 420.0),
    "A4": (210.0, 297.0),
}
"""Width and height of a portrait page in mm (ISO 216)."""
SIZES: tuple[PaperSize, ...] = get_args(PaperSize)

MARGIN = 20.0
TITLES, UNIT, MARK = (112.0, 104.0, 96.0), 44.0, 26.0
"""Type sizes at A1, in points: a title in the largest that takes one line, else in the least (page design: 96, 24)."""
_UNIT_SHARE = 0.36
"""Of the width of a page, for the unit's name."""
LOGO, _LOGO_GAP = (120.0, 24.0), 6.0
"""The room for a logo at A1, above the unit's name: width and height, and what is free below it, in mm."""
_LARGER = tuple(1.0 + step / 20 for step in range(16, 0, -1))
_LARGEST_IN_TABLE = 1.3
"""So that the heads of a table stay smaller than the title."""
_SMALLER = tuple(1.0 - step / 20 for step in range(11))


def lay_out(sheets: Sheets, size: PaperSize, width: Width) -> Pages:
    """Return the pages of sheets in a size. ``width`` measures text in the font that prints it."""
    pages = tuple(
        _scaled(page, sheet.landscape, size) for sheet in sheets.sheets for page in _pages(sheet, sheets.logo, width)
    )
    return Pages(pages, sheets.language, sheets.title, sheets.subject, sheets.author)


def paper(size: PaperSize, *, landscape: bool) -> tuple[float, float]:
    """Return the width and height of a page in mm."""
    short, long = PAPERS[size]
    return (long, short) if landscape else (short, long)


def is_larger(size: PaperSize, than: PaperSize) -> bool:
    """Tell whether a paper size is larger than another."""
    return SIZES.index(size) < SIZES.index(than)


# ---------------------------------------------------------------- one sheet at A1


def _pages(sheet: Sheet, logo: Logo | None, width: Width) -> tuple[Page, ...]:
    """Return the page of a sheet; several where it goes on, each with the sheet's title and which of them it is."""
    if not sheet.goes_on:
        return (_page(sheet, logo, width),)
    frame, _, top, foot = _frame(sheet, logo, width)
    bodies = _divided(sheet.body, lambda body: _is_fitting(body, frame, foot - GAP - top))
    return tuple(
        _page(replace(sheet, body=body, title=(*sheet.title, *_which(number, len(bodies), sheet.goes_on))), logo, width)
        for number, body in enumerate(bodies, start=1)
    )


def _which(number: int, count: int, of: str) -> Text:
    return text(f" ({number}\u00a0{of}\u00a0{count})") if count > 1 else ()


def _frame(sheet: Sheet, logo: Logo | None, width: Width) -> tuple[Frame, tuple[Piece, ...], float, float]:
    """Return the frame of a page, its head, and where its body may begin and its foot stands."""
    wide, tall = paper("A1", landscape=sheet.landscape)
    frame = Frame(MARGIN, wide - 2 * MARGIN, width)
    head, under = _head(sheet, logo, frame)
    return frame, head, under, tall - MARGIN - line_mm(MARK)


def _page(sheet: Sheet, logo: Logo | None, width: Width) -> Page:
    wide, tall = paper("A1", landscape=sheet.landscape)
    frame, head, under, foot = _frame(sheet, logo, width)
    parts = _fitting(sheet, frame, foot - GAP - under)
    pieces = (*head, *_stack(parts, under, foot - GAP), _mark(sheet, frame, foot))
    return Page(wide, tall, pieces, plain(sheet.title))


def _head(sheet: Sheet, logo: Logo | None, frame: Frame) -> tuple[tuple[Piece, ...], float]:
    """Return the title at the left, logo and unit at the right, and where the page goes on below them."""
    aside = frame.width * _UNIT_SHARE
    room = frame.width - aside - GAP
    words = bold(sheet.title)
    size = next((s for s in TITLES if line_count(words, s, room, frame.measure) == 1), TITLES[-1])
    title = Para(words, size, "ink", level=1)
    high = line_count(words, size, room, frame.measure) * line_mm(size)
    shown = (_logo(logo, frame),) if logo else ()
    beneath = sum(one.height + _LOGO_GAP for one in shown)
    unit, unit_high = _unit(sheet, frame, frame.left + frame.width - aside, aside, MARGIN + beneath)
    piece = TextPiece(frame.left, MARGIN - 4.0, room, high, (title,))
    return (piece, *shown, *unit), MARGIN - 4.0 + max(high, unit_high + beneath) + GAP


def _logo(logo: Logo, frame: Frame) -> Picture:
    wide, high = logo.positive.within(*LOGO)
    return Picture(frame.left + frame.width - wide, MARGIN, wide, high, logo.positive.png, logo.alt)


def _unit(sheet: Sheet, frame: Frame, left: float, room: float, top: float) -> tuple[tuple[Piece, ...], float]:
    """Return the unit's name from a height on, or its label and a line to write on."""
    if sheet.unit:
        para = Para(text(sheet.unit), UNIT, "ink", "right")
        high = height_of((para,), room, frame.measure)
        return (TextPiece(left, top, room, high, (para,)),), high
    label = Para(text(sheet.unit_label), UNIT, "ink")
    wide = frame.measure(sheet.unit_label, UNIT, False, False) + GAP / 2  # noqa: FBT003 - bold and italic, by place
    high = line_mm(UNIT)
    foot = top + high
    return (
        TextPiece(left, top, wide, high, (label,)),
        Rule(left + wide, foot, left + room, foot, THIN),
    ), high


def _mark(sheet: Sheet, frame: Frame, foot: float) -> Piece:
    para = Para(text(sheet.mark), MARK, "muted", "right")
    return TextPiece(frame.left, foot, frame.width, line_mm(MARK), (para,))


def _fitting(sheet: Sheet, frame: Frame, room: float) -> tuple[Part, ...]:
    """Return the parts in the largest type that fits; a sheet to write on is never larger than designed.

    A sheet that does not fit even at half size keeps that size: texts as long as that are for somebody to shorten.
    """
    parts: tuple[Part, ...] = ()
    for scale in (*_larger(sheet.body), *_SMALLER):
        parts = _parts(sheet.body, frame, scale)
        if _have_room(parts, room):
            break
    return parts


def _larger(body: tuple[Block, ...]) -> tuple[float, ...]:
    """Return how much larger than designed the words may be: none on what is written on, a little in a table."""
    if any(
        isinstance(block, Quadrants | Lines) or (isinstance(block, Table) and block.kind != "plain") for block in body
    ):
        return ()
    return tuple(one for one in _LARGER if one <= _LARGEST_IN_TABLE or not any(isinstance(b, Table) for b in body))


def _parts(body: tuple[Block, ...], frame: Frame, scale: float) -> tuple[Part, ...]:
    return tuple(_part(block, frame, scale) for block in body)


def _part(block: Block, frame: Frame, scale: float) -> Part:
    """Return the part of a block in type of this scale, or smaller where columns are too narrow for a word."""
    part = part_of(block, replace(frame, scale=scale))
    smaller = (one for one in (*_LARGER, *_SMALLER) if one < scale)
    while part.is_narrow and (scale := next(smaller, 0.0)):
        part = part_of(block, replace(frame, scale=scale))
    return part


def _have_room(parts: tuple[Part, ...], room: float) -> bool:
    high = sum(part.least for part in parts) + GAP * (len(parts) - 1)
    return high <= room and not any(part.is_narrow for part in parts)


# ---------------------------------------------------------------- a sheet that goes on


def _is_fitting(body: tuple[Block, ...], frame: Frame, room: float) -> bool:
    """Tell whether a body has room in type as large as designed: on a sheet that can go on, none is smaller."""
    return _have_room(_parts(body, frame, 1.0), room)


def _divided(body: tuple[Block, ...], is_fitting: Callable[[tuple[Block, ...]], bool]) -> tuple[tuple[Block, ...], ...]:
    """Return what stands on each page: the words before the first list or table on all, the rest shared out."""
    if is_fitting(body):
        return (body,)
    top = tuple(takewhile(lambda block: not isinstance(block, Panels | Table), body))
    halves = _halves(body[len(top) :])
    return tuple(page for half in halves for page in _divided((*top, *half), is_fitting)) or (body,)


def _halves(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], ...]:
    """Return blocks in two, between them or else within; nothing where they cannot be parted."""
    if len(blocks) > 1:
        return blocks[:1], blocks[1:]
    block = blocks[0] if blocks else None
    if isinstance(block, Table) and len(block.rows) > 1:
        half = (len(block.rows) + 1) // 2
        return (replace(block, rows=block.rows[:half]),), (replace(block, rows=block.rows[half:]),)
    if isinstance(block, Panels) and (longest := max(map(_longest, block.items))) > 1:
        half = (longest + 1) // 2
        return (_some(block, 0, half),), (_some(block, half, longest),)
    return ()


def _longest(panel: tuple[Text, tuple[Block, ...]]) -> int:
    return max((len(block.items) for block in panel[1] if isinstance(block, List)), default=0)


def _some(panels: Panels, first: int, end: int) -> Panels:
    """Return panels with some of the items of their lists, those that have any."""
    items = (
        (head, tuple(replace(b, items=b.items[first:end]) for b in blocks if isinstance(b, List)))
        for head, blocks in panels.items
    )
    return Panels(tuple((head, blocks) for head, blocks in items if any(b.items for b in blocks)))


def _stack(parts: tuple[Part, ...], top: float, bottom: float) -> tuple[Piece, ...]:
    """Return the pieces of parts one below the other; those that stretch share the room that is left."""
    spare = max(bottom - top - sum(part.least for part in parts) - GAP * (len(parts) - 1), 0.0)
    shares = sum(part.stretch for part in parts)
    found: list[Piece] = []
    y = top
    for part in parts:
        height = part.least + (spare * part.stretch / shares if shares else 0.0)
        found.extend(part.draw(y, height))
        y += height + GAP
    return tuple(found)


# ---------------------------------------------------------------- scaling


def _scaled(page: Page, landscape: bool, size: PaperSize) -> Page:  # noqa: FBT001 - a sheet's own field
    wide, tall = paper(size, landscape=landscape)
    by = min(wide / page.width, tall / page.height)
    return Page(wide, tall, tuple(scaled(piece, by) for piece in page.pieces), page.title)


def scaled(piece: Piece, by: float) -> Piece:
    """Return a piece with all its lengths and type sizes times a factor."""
    if isinstance(piece, TextPiece):
        box = {name: getattr(piece, name) * by for name in ("x", "y", "width", "height")}
        return replace(piece, **box, paras=_paras(piece.paras, by))
    if isinstance(piece, TablePiece):
        return replace(
            piece,
            x=piece.x * by,
            y=piece.y * by,
            widths=tuple(one * by for one in piece.widths),
            heights=tuple(one * by for one in piece.heights),
            rows=tuple(tuple(_paras(cell, by) for cell in row) for row in piece.rows),
            pad=piece.pad * by,
            stroke=piece.stroke * by,
        )
    names = {
        Rule: ("x1", "y1", "x2", "y2", "weight"),
        Panel: ("x", "y", "width", "height", "stroke"),
        Picture: ("x", "y", "width", "height"),
    }[type(piece)]
    return replace(piece, **{name: getattr(piece, name) * by for name in names})


def _paras(paras: tuple[Para, ...], by: float) -> tuple[Para, ...]:
    return tuple(replace(p, size=p.size * by, after=p.after * by, hang=p.hang * by) for p in paras)
