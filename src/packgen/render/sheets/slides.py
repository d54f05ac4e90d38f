"""The pages of a layout as slides of the same size that people can change, on the sheets' own template.

Every text stands in a placeholder at its place, tables are native, lines and panels are passed by when the slide is
read aloud. Calibri is narrower than the font of the PDF: what fits there fits here.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import floor
from typing import Literal

from packgen.blocks import plain, text
from packgen.render import office_theme, package
from packgen.render.package import Part, Relationship
from packgen.render.pictures import PICTURE_REL, picture_part
from packgen.render.sheets.pieces import (
    LINE,
    MM_PER_POINT,
    Page,
    Pages,
    Panel,
    Para,
    Picture,
    Piece,
    Rule,
    TablePiece,
    TextPiece,
)
from packgen.render.sheets.slide_layouts import SheetLayout, Spot, laid_out, sized
from packgen.render.slides import presentation
from packgen.render.slides.boxes import Box, emu
from packgen.render.slides.canvas import Anchor, Canvas
from packgen.render.slides.tables import Grid, Square
from packgen.render.slides.template import Holder, opened
from packgen.render.slides.text import LEADING
from packgen.render.slides.text import Para as SlidePara
from packgen.theme import Theme

_COLOURS = {
    "ink": office_theme.INK,
    "text": office_theme.TEXT,
    "accent": office_theme.ACCENT,
    "muted": office_theme.MUTED,
    "rule": office_theme.RULE,
    "sand": office_theme.SAND,
    "white": office_theme.WHITE,
}
_ALIGN: Mapping[str, Literal["l", "ctr", "r"]] = {"left": "l", "center": "ctr", "right": "r"}
_ANCHORS: Mapping[str, Anchor] = {"top": "t", "middle": "ctr", "bottom": "b"}
_BULLETS: Mapping[str, Literal["bullet", "check"]] = {"•": "bullet", "☐": "check"}
_NUMBER = re.compile(r"([0-9]{1,4})(\.?)")
_UNSEEN = Box(0.0, -60.0, 1200.0, 40.0)
"""Above the slide, where PowerPoint itself puts a title that is only read aloud."""
_UNSEEN_SIZE = 24.0
_TYPED = 24.0
"""The size that people type in in a table with no text of its own."""


def to_pptx(pages: Pages, theme: Theme, template: bytes) -> bytes:
    """Return pages of one size as a presentation of that size; the same input gives the same bytes.

    Raises ValueError when there are no pages or two sizes of them, or when the template lacks what sheets need.
    """
    width, height = (emu(_points(side)) for side in _size(pages))
    base = sized(opened(template, theme, pages.language).package, width, height)
    shown = [_without_empty_text(page) for page in pages.pages]
    titles = _titles(shown)
    spots = [_spots(page, title) for page, title in zip(shown, titles, strict=True)]
    base, layouts = laid_out(base, spots)
    language = f"{pages.language}-NO"
    names = [presentation.slide_name(number) for number in range(1, len(titles) + 1)]
    sections = [(pages.title, len(titles))]
    own = (
        presentation.presentation(base.part(presentation.NAME), pages.title, sections, names),
        package.core_properties(title=pages.title, subject=pages.subject, author=pages.author, language=language),
        package.app_properties(),
    )
    slides = (
        part
        for number, (page, title, layout) in enumerate(zip(shown, titles, layouts, strict=True), start=1)
        for part in _slide(number, _drawn(page, title, layout, Canvas(pages.language, theme)), layout)
    )
    once = dict.fromkeys(slides)  # slides with the same picture share its part
    return package.to_bytes(base.with_parts((*own, *once)))


def _size(pages: Pages) -> tuple[float, float]:
    sizes = {(page.width, page.height) for page in pages.pages}
    if len(sizes) != 1:
        raise ValueError(f"the slides of a file have one size, these have {sorted(sizes)}")
    return sizes.pop()


def _without_empty_text(page: Page) -> Page:
    """Return a page without its texts that say nothing: an empty placeholder would ask for text."""
    return replace(page, pieces=tuple(p for p in page.pieces if not isinstance(p, TextPiece) or _letters(p)))


def _slide(number: int, canvas: Canvas, layout: SheetLayout) -> Iterator[Part]:
    """Yield a slide's part and those of its pictures."""
    pictures = [picture_part("/ppt", png) for png in canvas.pictures]
    relationships = (
        Relationship("rId1", f"{presentation.REL}/slideLayout", layout.part),
        *(Relationship(f"rIdPicture{n}", PICTURE_REL, part.name) for n, part in enumerate(pictures, start=1)),
    )
    yield presentation.slide_part(number, canvas.shapes, relationships, hidden=False)
    yield from pictures


# ---------------------------------------------------------------- titles


def _titles(pages: Sequence[Page]) -> list[TextPiece | None]:
    """Return the text of each page that is its title, None where it has none or says what another page's title says."""
    pieces = [_first_level(page) for page in pages]
    said = [_letters(piece) if piece else "" for piece in pieces]
    counts = Counter(words for page, own in zip(pages, said, strict=True) for words in {own, page.title})
    return [piece if counts[words] == 1 else None for piece, words in zip(pieces, said, strict=True)]


def _first_level(page: Page) -> TextPiece | None:
    return next((piece for piece in page.pieces if isinstance(piece, TextPiece) and _is_title(piece)), None)


def _is_title(piece: TextPiece) -> bool:
    return any(para.level == 1 for para in piece.paras)


def _letters(piece: TextPiece) -> str:
    return "".join(plain(para.text) for para in piece.paras).replace("\n", "").strip()


def _ordered(page: Page, title: TextPiece | None) -> Iterator[Piece]:
    """Yield a page's pieces in the order in which they are read, and drawn: its title before all else that is read."""
    waiting = title
    for piece in page.pieces:
        if waiting and _is_read(piece):
            yield waiting
            waiting = None
        if piece is not title:
            yield piece


def _is_read(piece: Piece) -> bool:
    return not isinstance(piece, Rule | Panel) and not (isinstance(piece, TextPiece) and piece.furniture)


def _spots(page: Page, title: TextPiece | None) -> tuple[Spot, ...]:
    """Return where a page's title stands, and then its other texts in the order of reading."""
    first = _spot(title) if title else Spot(_UNSEEN, _UNSEEN_SIZE, office_theme.INK, "l", "t")
    rest = (piece for piece in page.pieces if isinstance(piece, TextPiece) and piece is not title)
    return (first, *(_spot(piece) for piece in rest if not piece.furniture))


def _spot(piece: TextPiece) -> Spot:
    main = max(piece.paras, key=lambda para: para.level == 1)  # the first of them where none is a title
    return Spot(_box(piece), main.size, _COLOURS[main.colour], _ALIGN[main.align], _ANCHORS[piece.anchor])


# ---------------------------------------------------------------- pieces


def _drawn(page: Page, title: TextPiece | None, layout: SheetLayout, canvas: Canvas) -> Canvas:
    """Return a page drawn. A title that stands nowhere on it is the page's name, above the slide."""
    texts = iter(layout.texts)
    if title is None:
        canvas.text(layout.title, _UNSEEN, (SlidePara(text(page.title)),), _UNSEEN_SIZE, "t")
    for piece in _ordered(page, title):
        if isinstance(piece, TextPiece):
            holder = None if piece.furniture else layout.title if piece is title else next(texts)
            _text(canvas, holder, piece)
        else:
            _draw(canvas, piece)
    return canvas


def _text(canvas: Canvas, holder: Holder | None, piece: TextPiece) -> None:
    box, words, anchor = _box(piece), _paras(piece.paras), _ANCHORS[piece.anchor]
    if holder:
        canvas.text(holder, box, words, 0, anchor)
    else:
        canvas.loose_text("Kant", box, words, 0, anchor=anchor, decorative=True)


def _draw(canvas: Canvas, piece: TablePiece | Rule | Panel | Picture) -> None:
    match piece:
        case TablePiece():
            place = (_points(piece.x), _points(piece.y))
            canvas.table(None, "Tabell", piece.summary, place, _grid(piece), title=piece.title)
        case Rule():
            ends = ((_points(piece.x1), _points(piece.y1)), (_points(piece.x2), _points(piece.y2)))
            canvas.line(*ends, (_COLOURS[piece.colour], _points(piece.weight), piece.dashed))
        case Panel():
            line = (_COLOURS[piece.colour], _points(piece.stroke)) if piece.stroke else None
            canvas.panel("Flate", _box(piece), _COLOURS[piece.fill] if piece.fill else "", line)
        case Picture():
            canvas.picture(None, "Figur", piece.alt, _box(piece), piece.png)


def _points(mm: float) -> float:
    return mm / MM_PER_POINT


def _box(piece: TextPiece | Panel | Picture) -> Box:
    return Box(_points(piece.x), _points(piece.y), _points(piece.width), _points(piece.height))


# ---------------------------------------------------------------- tables


def _grid(piece: TablePiece) -> Grid:
    """Return a table as it is laid out; what people type in its empty cells is as large as its own smallest text."""
    line = (office_theme.INK, _points(piece.stroke)) if piece.stroke else None
    pad = _points(piece.pad)
    look = Square(sides=(line,) * 4, pad=(pad, pad, pad, 0.0), anchor="t")
    smallest = min((para.size for row in piece.rows for cell in row for para in cell), default=_TYPED)
    rows = tuple(
        tuple(replace(look, text=_paras(cell), size=min(smallest, _typed(height - piece.pad))) for cell in row)
        for row, height in zip(piece.rows, piece.heights, strict=True)
    )
    widths, heights = (tuple(map(_points, lengths)) for lengths in (piece.widths, piece.heights))
    return Grid(widths, heights, rows, head_row=piece.head, head_column=piece.first_is_head)


def _typed(room: float) -> float:
    """Return the largest type (points) of which a line stands in a row with so much room (mm)."""
    return max(floor(_points(room) / LEADING), 1)


# ---------------------------------------------------------------- paragraphs


def _paras(paras: Sequence[Para]) -> tuple[SlidePara, ...]:
    """Return paragraphs as slides have them: numbers that follow one another are one list."""
    found: list[SlidePara] = []
    before = 0
    for para in paras:
        number = _NUMBER.fullmatch(para.mark)
        follows = bool(number and found and before and int(number[1]) == before + 1)
        found.append(_para(para, number, found[-1].start if follows else 0))
        before = int(number[1]) if number else 0
    return tuple([*found[:-1], replace(found[-1], after=0.0)] if found else found)


def _para(para: Para, number: re.Match[str] | None, start: int) -> SlidePara:
    """Return a paragraph; ``start`` is where its list of numbers began, 0 where it begins here."""
    made = SlidePara(
        para.text,
        fixed=para.size,
        colour=_COLOURS[para.colour],
        before=0.0,
        align=_ALIGN[para.align],
        hang=_points(para.hang),
        line=para.size * LINE,
        after=_points(para.after),
    )
    if number:
        return replace(made, bullet="number" if number[2] else "digit", start=start or int(number[1]))
    if not para.mark:
        return replace(made, bullet="none" if para.hang else "")
    return replace(made, bullet=_BULLETS.get(para.mark, ""), label=para.mark)
