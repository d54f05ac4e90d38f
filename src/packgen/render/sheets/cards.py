"""Cards in document words → pages of A4: four cards of A6 on each, and their backs on the next.

Backs stand mirrored, so that they fall behind their fronts when the paper is turned on its long edge.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from packgen.blocks import Agenda, Block, Cards, CardSide, Lines, List, Paragraph, Run, Text, text
from packgen.render.sheets.layout import PAPERS
from packgen.render.sheets.lines import Width, bold, height_of, italic, line_mm, times_of, widest_word
from packgen.render.sheets.pieces import Page, Pages, Para, Piece, Rule, TextPiece

WIDE, TALL = 105.0, 148.5
"""A card of A6 in mm: a quarter of A4."""
A_PAGE = 4
PAD = 10.0
NUMBER, TIME, TITLE = 48.0, 30.0, 21.0
_DIGITS = 2
BODIES = (17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
"""Type sizes of a card's text, the largest that fits; 14 or more for packgen's own words (page design)."""
_MARK, _THIN = 6.0, 0.15
_LINE_TO_WRITE = 12.0
_NOTE = 7.0
_SPACE = 3.0


@dataclass(frozen=True, slots=True)
class _Box:
    """Where one side of a card stands on its page, in mm, how text is measured, and its type size."""

    left: float
    top: float
    measure: Width
    size: float = BODIES[0]

    @property
    def width(self) -> float:
        """The width of its text."""
        return WIDE - 2 * PAD


def lay_out_cards(cards: Cards, width: Width) -> Pages:
    """Return the pages of cards, fronts and backs in turn."""
    found: list[Page] = []
    for number, first in enumerate(range(0, len(cards.cards), A_PAGE), start=1):
        four = cards.cards[first : first + A_PAGE]
        title = f"{cards.title} {number}"
        found.append(
            _page([card.front for card in four], title, cards.note if number == 1 else "", width, mirrored=False)
        )
        found.append(_page([card.back for card in four], title, "", width, mirrored=True))
    return Pages(tuple(found), cards.language, cards.title, cards.subject, cards.author)


def _page(sides: list[CardSide], title: str, note: str, width: Width, *, mirrored: bool) -> Page:
    wide, tall = PAPERS["A4"]
    pieces: list[Piece] = []
    for number, side in enumerate(sides):
        column = 1 - number % 2 if mirrored else number % 2
        pieces.extend(_side(side, _Box(column * WIDE, number // 2 * TALL, width), level=0 if mirrored else 1))
    if note:
        pieces.append(_note(note))
    return Page(wide, tall, (*pieces, *_cuts(wide, tall)), title)


def _note(note: str) -> Piece:
    """Return how to print and cut, small, at the very foot of the page."""
    room = WIDE - 2 * PAD
    paras = (Para(text(note), _NOTE, "muted"),)
    return TextPiece(PAD, 2 * TALL - PAD + 0.5, 2 * room, line_mm(_NOTE), paras, furniture=True)


def _cuts(wide: float, tall: float) -> Iterable[Piece]:
    """Return the marks to cut along: at the ends of both cuts, and a cross where they meet."""
    x, y = wide / 2, tall / 2
    yield from (Rule(x, top, x, top + _MARK, _THIN) for top in (0.0, y - _MARK / 2, tall - _MARK))
    yield from (Rule(left, y, left + _MARK, y, _THIN) for left in (0.0, x - _MARK / 2, wide - _MARK))


def _side(side: CardSide, box: _Box, level: Literal[0, 1]) -> tuple[Piece, ...]:
    """Return the pieces of one side in the largest type that fits."""
    head, under = _head(side, box, level)
    pieces: tuple[Piece, ...] = ()
    for size in BODIES:
        sized = replace(box, size=size)
        foot, bottom = _foot(side, sized)
        body, end = _body(side.body, sized, under)
        pieces = (*head, *body, *foot)
        if end <= bottom:
            break
    return pieces


def _head(side: CardSide, box: _Box, level: Literal[0, 1]) -> tuple[tuple[Piece, ...], float]:
    """Return number and title, and where the text begins below them."""
    left, top = box.left + PAD, box.top + PAD
    size = TITLE
    while size > BODIES[-1] and widest_word(bold(side.title), size, box.measure) > box.width:
        size -= 1
    paras: tuple[Para, ...] = (Para(bold(side.title), size, "ink", level=level),)
    if side.number:
        large = NUMBER if len(side.number) <= _DIGITS else TIME
        paras = (Para((Run(side.number, bold=True),), large, "accent", after=1.0), *paras)
    high = height_of(paras, box.width, box.measure)
    return (TextPiece(left, top, box.width, high, paras),), top + high + _SPACE


def _foot(side: CardSide, box: _Box) -> tuple[tuple[Piece, ...], float]:
    """Return the last line, at the card's foot, and where the text above it must end."""
    end = box.top + TALL - PAD
    if not side.foot:
        return (), end
    paras = (Para(bold(side.foot), box.size, "accent"),)
    high = height_of(paras, box.width, box.measure)
    return (TextPiece(box.left + PAD, end - high, box.width, high, paras, "bottom"),), end - high - _SPACE


def _body(blocks: Iterable[Block], box: _Box, y: float) -> tuple[list[Piece], float]:
    """Return the pieces of a side's text from a height on, and where they end."""
    found: list[Piece] = []
    for block in blocks:
        pieces, y = _block(block, box, y)
        found.extend(pieces)
        y += _SPACE
    return found, y - _SPACE


def _block(block: Block, box: _Box, y: float) -> tuple[tuple[Piece, ...], float]:
    left = box.left + PAD
    if isinstance(block, Lines):
        feet = [y + _LINE_TO_WRITE * (number + 1) for number in range(block.count)]
        return tuple(Rule(left, foot, left + box.width, foot, _THIN) for foot in feet), feet[-1]
    if isinstance(block, Agenda):
        return _agenda(block, box, y)
    paras = _paras(block, box)
    high = height_of(paras, box.width, box.measure)
    return (TextPiece(left, y, box.width, high, paras),), y + high


def _paras(block: Block, box: _Box) -> tuple[Para, ...]:
    after = 0.25 * line_mm(box.size)
    if isinstance(block, List):
        marks = {"bullet": "•", "check": "☐"}
        hang = 0.8 * line_mm(box.size)
        return tuple(
            Para(item, box.size, mark=marks.get(block.kind, str(number)), hang=hang, after=after)
            for number, item in enumerate(block.items, start=1)
        )
    if isinstance(block, Paragraph):
        words = {"label": bold, "quote": italic}.get(block.style, _as_it_is)(block.text)
        return (Para(words, box.size, "ink" if block.style == "label" else "text", after=after),)
    raise TypeError(f"no block for a card: {type(block).__name__}")


def _agenda(block: Agenda, box: _Box, y: float) -> tuple[tuple[Piece, ...], float]:
    """Return a row for each item: minutes, then what happens."""
    times = times_of(block)
    column = max(box.measure(time, box.size, True, False) for time in times) + _SPACE  # noqa: FBT003 - bold, by place
    left, room = box.left + PAD, box.width - column
    found: list[Piece] = []
    for time, (_, item) in zip(times, block.items, strict=True):
        words = (Para(item, box.size),)
        high = height_of(words, room, box.measure)
        if time:
            found.append(
                TextPiece(left, y, column, line_mm(box.size), (Para((Run(time, bold=True),), box.size, "ink"),))
            )
        found.append(TextPiece(left + column, y, room, high, words))
        y += high + _SPACE / 2
    return tuple(found), y - _SPACE / 2


def _as_it_is(words: Text) -> Text:
    return words
