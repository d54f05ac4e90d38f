"""Finished PDFs → contact sheets: every page of a pack as a small picture, document by document.

A document of one row or less shares its row with others, each below a strip with its name. A longer one has rows of its
own below one strip, and goes on with a new strip on the next sheet where it must.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO

import pypdfium2
from fontpkg_lato import ROOT
from PIL import Image, ImageDraw, ImageFont

from packgen.theme import Theme

WIDTH = 2400
HIGHEST = 3200
"""Pixels of a sheet: as wide as this, never higher than this."""

_EDGE, _GAP = 80, 40
_ROOM = WIDTH - 2 * _EDGE
_UPRIGHT = (_ROOM - 5 * _GAP) // 6
"""Width of an upright page: six in a row."""
_WIDE = (_ROOM - 3 * _GAP) // 4
"""Width of a page that lies: four in a row."""
_TALLEST = 500
_HEAD, _HEAD_GAP = 150, 50
_LINE, _STRIP_EDGE = 36, 16
_BELOW_STRIP, _BELOW_PAGE, _BELOW_ROW = 22, 44, 38
_TITLE, _SUBTITLE, _NAME, _NUMBER = 54, 32, 28, 22
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Shown:
    """One document on the sheets: its name and its finished pages."""

    name: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class _Piece:
    """Pages of one document side by side, the first with this number; ``strip`` is the name above, if any.

    ``is_row`` where the document has rows of its own.
    """

    document: str
    strip: str
    first: int
    pages: tuple[Image.Image, ...]
    is_row: bool = False

    @property
    def width(self) -> int:
        """Return how wide it is: as its pages, or as the sheet."""
        return _ROOM if self.is_row else sum(page.width for page in self.pages) + _GAP * (len(self.pages) - 1)

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines in its strip, none where it has none."""
        return _lines(self.strip, self.width - 2 * _STRIP_EDGE) if self.strip else ()


@dataclass(frozen=True, slots=True)
class _Row:
    """Pieces side by side; all have a strip, or none."""

    pieces: tuple[_Piece, ...] = ()

    @property
    def width(self) -> int:
        """Return how wide its pieces are."""
        return sum(piece.width for piece in self.pieces) + _GAP * (len(self.pieces) - 1)

    @property
    def strip(self) -> int:
        """Return how high its strips are, with the room below; 0 without."""
        lines = max(len(piece.lines) for piece in self.pieces)
        return lines * _LINE + 2 * _STRIP_EDGE + _BELOW_STRIP if lines else 0

    @property
    def height(self) -> int:
        """Return how high it is, with the numbers below its pages."""
        return self.strip + max(page.height for piece in self.pieces for page in piece.pages) + _BELOW_PAGE


def make(title: str, subtitle: str, documents: Iterable[Shown], theme: Theme) -> tuple[bytes, ...]:
    """Return the sheets as PNG, in order; none without documents. The same PDFs give the same bytes."""
    sheets = tuple(_sheets(_rows(documents)))
    return tuple(
        _png(_drawn(title, subtitle, (number, len(sheets)), rows, theme)) for number, rows in enumerate(sheets, start=1)
    )


# ---------------------------------------------------------------- pages as pictures


def _pages(pdf: bytes) -> tuple[Image.Image, ...]:
    """Return every page of a PDF at the size that it stands in."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_page(page) for page in opened)
    finally:
        opened.close()


def _page(page: pypdfium2.PdfPage) -> Image.Image:
    """Return a page, drawn twice as large and then made small: that keeps thin lines and small letters."""
    width, height = page.get_size()
    wanted = _WIDE if width > height else _UPRIGHT
    scale = min(wanted / width, _TALLEST / height)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    bitmap = page.render(scale=2 * scale)
    drawn: Image.Image = bitmap.to_pil()
    picture = drawn.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    bitmap.close()
    return picture


# ---------------------------------------------------------------- rows and sheets


def _rows(documents: Iterable[Shown]) -> Iterator[_Row]:
    """Yield rows of pieces: short documents together, long ones on their own."""
    row = _Row()
    for pieces in map(_pieces, documents):
        together = _Row((*row.pieces, *pieces))
        if row.pieces and together.width > _ROOM:
            yield row
            together = _Row(pieces)
        if len(pieces) > 1:
            yield from (_Row((piece,)) for piece in pieces)
            together = _Row()
        row = together
    if row.pieces:
        yield row


def _pieces(document: Shown) -> tuple[_Piece, ...]:
    """Return a document's pages, so many in a piece as a row has room for; the first has the name above it."""
    found: list[_Piece] = []
    for number, page in enumerate(_pages(document.pdf), start=1):
        longer = replace(found[-1], pages=(*found[-1].pages, page)) if found else None
        if longer and longer.width <= _ROOM:
            found[-1] = longer
        else:
            found.append(_Piece(document.name, "" if found else document.name, number, (page,)))
    return tuple(replace(piece, is_row=True) for piece in found) if len(found) > 1 else tuple(found)


def _sheets(rows: Iterable[_Row]) -> Iterator[tuple[_Row, ...]]:
    """Yield the rows of each sheet; a document that goes on from the sheet before has its name above it again."""
    sheet: list[_Row] = []
    for row in rows:
        if sheet and _height((*sheet, row)) > HIGHEST:
            yield tuple(sheet)
            sheet = [_Row(tuple(replace(piece, strip=piece.document) for piece in row.pieces))]
        else:
            sheet.append(row)
    if sheet:
        yield tuple(sheet)


def _height(rows: Sequence[_Row]) -> int:
    return _EDGE + _HEAD + _HEAD_GAP + sum(row.height for row in rows) + _BELOW_ROW * (len(rows) - 1) + _EDGE


# ---------------------------------------------------------------- drawing


def _drawn(title: str, subtitle: str, number: tuple[int, int], rows: Sequence[_Row], theme: Theme) -> Image.Image:
    sheet = Image.new("RGB", (WIDTH, _height(rows)), _colour(theme.white))
    draw = ImageDraw.Draw(sheet)
    _draw_head(draw, title, subtitle, "{} / {}".format(*number) if number[1] > 1 else "", theme)
    top = _EDGE + _HEAD + _HEAD_GAP
    for row in rows:
        _draw_row(sheet, draw, row, top, theme)
        top += row.height + _BELOW_ROW
    return sheet


def _draw_head(draw: ImageDraw.ImageDraw, title: str, subtitle: str, number: str, theme: Theme) -> None:
    """Draw unit, then municipality and round, and which of the sheets this is; a thin line below."""
    beside = _length(number, _SUBTITLE, bold=False) + _GAP if number else 0
    _write(draw, (_EDGE, _EDGE), _cut(title, _ROOM - beside, _TITLE, bold=True), _TITLE, theme.ink, bold=True)
    _write(draw, (_EDGE, _EDGE + 76), _cut(subtitle, _ROOM, _SUBTITLE, bold=False), _SUBTITLE, theme.muted)
    _write(draw, (WIDTH - _EDGE, _EDGE + 20), number, _SUBTITLE, theme.muted, anchor="ra")
    draw.line((_EDGE, _EDGE + _HEAD, WIDTH - _EDGE, _EDGE + _HEAD), _colour(theme.rule), 2)


def _draw_row(sheet: Image.Image, draw: ImageDraw.ImageDraw, row: _Row, top: int, theme: Theme) -> None:
    left = _EDGE
    for piece in row.pieces:
        if piece.strip:
            box = (left, top, left + piece.width - 1, top + row.strip - _BELOW_STRIP - 1)
            draw.rectangle(box, _colour(theme.sand))
        for number, line in enumerate(piece.lines):
            _write(draw, (left + _STRIP_EDGE, top + _STRIP_EDGE + number * _LINE), line, _NAME, theme.ink, bold=True)
        for number, page in enumerate(piece.pages, start=piece.first):
            _draw_page(sheet, draw, page, number, (left, top + row.strip), theme)
            left += page.width + _GAP


def _draw_page(
    sheet: Image.Image, draw: ImageDraw.ImageDraw, page: Image.Image, number: int, at: tuple[int, int], theme: Theme
) -> None:
    """Draw a page in its thin frame, its number below."""
    left, top = at
    sheet.paste(page, at)
    draw.rectangle((left, top, left + page.width - 1, top + page.height - 1), outline=_colour(theme.rule), width=2)
    _write(draw, (left + page.width // 2, top + page.height + 10), str(number), _NUMBER, theme.muted, anchor="ma")


def _colour(value: str) -> str:
    return f"#{value}"


def _png(sheet: Image.Image) -> bytes:
    buffer = BytesIO()
    sheet.save(buffer, "PNG")
    return buffer.getvalue()


# ---------------------------------------------------------------- letters


@cache
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    file = ROOT / "files" / f"Lato-{'Bold' if bold else 'Regular'}.ttf"
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


def _write(
    draw: ImageDraw.ImageDraw,
    at: tuple[int, int],
    text: str,
    size: int,
    colour: str,
    *,
    bold: bool = False,
    anchor: str = "la",
) -> None:
    draw.text(at, text, _colour(colour), _font(size, bold=bold), anchor)


def _length(text: str, size: int, *, bold: bool) -> float:
    return _font(size, bold=bold).getlength(text)


def _cut(text: str, room: float, size: int, *, bold: bool) -> str:
    """Return a text on one line, its end cut with an ellipsis where it is longer than the room for it."""
    line = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    if _length(line, size, bold=bold) <= room:
        return line
    ends = range(1, len(line))
    fits = bisect(ends, room, key=lambda end: _length(f"{line[:end].rstrip()}{_ELLIPSIS}", size, bold=bold))
    return f"{line[:fits].rstrip()}{_ELLIPSIS}"


@cache
def _lines(name: str, room: float) -> tuple[str, ...]:
    """Return a document's name on one or two lines."""
    words, first = name.split(), ""
    while words and _length(f"{first} {words[0]}".strip(), _NAME, bold=True) <= room:
        first = f"{first} {words.pop(0)}".strip()
    lines = (first, " ".join(words)) if first else (" ".join(words),)
    return tuple(_cut(line, room, _NAME, bold=True) for line in lines if line)
