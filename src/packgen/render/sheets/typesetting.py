"""Pages of pieces → PDF, typeset by Typst: tagged (PDF/UA-1), fonts embedded, the same bytes every time.

Words, lengths and pictures go in as data; the template draws them (``templates/print.typ``).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import typst

from packgen.blocks import plain
from packgen.render.sheets.fonts import Fonts
from packgen.render.sheets.pieces import (
    FEET,
    LINE,
    Page,
    Pages,
    Para,
    Picture,
    Piece,
    Rule,
    TablePiece,
    TextPiece,
    Window,
)
from packgen.theme import Theme

_COLOURS = ("ink", "text", "accent", "muted", "rule", "sand", "white")
_NO_TIME = 0
"""When the file says it was made, in seconds since 1970: never a clock's time."""

Data = dict[str, Any]


def to_pdf(pages: Pages, theme: Theme, template: bytes, fonts: Fonts) -> bytes:
    """Return the pages as a PDF.

    All characters must be in the fonts (`letters.printable_pages`); one that is not is a ``typst.TypstError``.
    """
    made = _compiler(tuple(family.folder for family in fonts.families)).compile(
        input=template,
        format="pdf",
        sys_inputs={"data": json.dumps(_data(pages, theme, fonts), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=_NO_TIME,
    )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


@lru_cache(maxsize=4)
def _compiler(folders: tuple[Path, ...]) -> typst.Compiler:
    """Return a compiler that knows the fonts of these folders and no others."""
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in folders]
    )
    return typst.Compiler(b"", font_paths=found, ignore_system_fonts=True)


# ---------------------------------------------------------------- pages as data


@dataclass(frozen=True, slots=True)
class _Shared:
    """What many pieces share and the data holds once: pictures and pages seen through windows, by their numbers."""

    pictures: dict[bytes, int] = field(default_factory=dict)
    drawings: dict[tuple[Piece, ...], int] = field(default_factory=dict)


def _data(pages: Pages, theme: Theme, fonts: Fonts) -> Data:
    shared = _Shared()
    lifted = _begins_with_subheading(pages)
    drawn = [_page(page, shared, lifted=lifted) for page in pages.pages]
    # Their pictures are numbered here, so pictures come last.
    drawings = [[_piece(piece, shared) for piece in pieces] for pieces in shared.drawings]
    return {
        "title": pages.title,
        "subject": pages.subject,
        "author": pages.author,
        "language": pages.language,
        "families": [family.name for family in fonts.families],
        "weights": fonts.families[0].weights,
        "feet": FEET,
        "line": LINE,
        "colours": {name: getattr(theme, name) for name in _COLOURS},
        "pages": drawn,
        "drawings": drawings,
        "pictures": [list(png) for png in shared.pictures],
    }


def _page(page: Page, shared: _Shared, *, lifted: bool) -> Data:
    return {
        "width": page.width,
        "height": page.height,
        "bookmark": None if _is_titled(page) else _line(page.title),
        "windows": [_window(window, shared) for window in page.windows],
        "pieces": [_piece(piece, shared, lifted=lifted) for piece in page.pieces],
    }


def _begins_with_subheading(pages: Pages) -> bool:
    """Tell whether headings must move up a level: the first one of a tagged file is of level 1."""
    return next((para.level for page in pages.pages for para in _headings(page)), 1) > 1


def _is_titled(page: Page) -> bool:
    """Tell whether a page's own heading serves as its bookmark."""
    return any(para.level == 1 and plain(para.text) == page.title for para in _headings(page))


def _headings(page: Page) -> Iterator[Para]:
    pieces = (piece for piece in page.pieces if isinstance(piece, TextPiece) and not piece.furniture)
    return (para for piece in pieces for para in piece.paras if para.level)


def _window(window: Window, shared: _Shared) -> Data:
    names = ("x", "y", "width", "height", "left", "top", "scale")
    return {
        **{name: getattr(window, name) for name in names},
        "whole_width": window.page.width,
        "whole_height": window.page.height,
        "drawing": shared.drawings.setdefault(window.page.pieces, len(shared.drawings)),
    }


# ---------------------------------------------------------------- pieces as data


def _piece(piece: Piece, shared: _Shared, *, lifted: bool = False) -> Data:
    if isinstance(piece, TextPiece):
        return {"kind": "text", **_text_piece(piece, lifted=lifted)}
    if isinstance(piece, TablePiece):
        return {"kind": "table", **_table_piece(piece)}
    if isinstance(piece, Picture):
        number = shared.pictures.setdefault(piece.png, len(shared.pictures))
        return {"kind": "picture", **_fields(piece), "png": number}
    return {"kind": "rule" if isinstance(piece, Rule) else "panel", **_fields(piece)}


def _fields(piece: Piece) -> Data:
    return {one.name: getattr(piece, one.name) for one in fields(piece)}


def _text_piece(piece: TextPiece, *, lifted: bool) -> Data:
    return {
        "x": piece.x,
        "y": piece.y,
        "width": piece.width,
        "height": piece.height,
        "anchor": piece.anchor,
        "furniture": piece.furniture,
        "groups": _groups(piece.paras, lifted=lifted),
    }


def _table_piece(piece: TablePiece) -> Data:
    return {
        "x": piece.x,
        "y": piece.y,
        "widths": piece.widths,
        "heights": piece.heights,
        "rows": [[_groups(cell) for cell in row] for row in piece.rows],
        "alt": ". ".join(words.rstrip(".") for words in (piece.title, piece.summary) if words),
        "pad": piece.pad,
        "stroke": piece.stroke,
        "head": piece.head,
    }


# ---------------------------------------------------------------- text as data


def _groups(paras: tuple[Para, ...], *, lifted: bool = False) -> list[Data]:
    """Return paragraphs in turn, those with marks that stand together as a list; no space after the last."""
    if not paras:
        return []
    closed = (*paras[:-1], replace(paras[-1], after=0.0))
    return [
        {"listed": listed[0], "paras": [_para(para, lifted=lifted) for para in group]}
        for listed, group in groupby(closed, key=lambda para: (bool(para.mark), para.hang, para.size, _kind(para)))
    ]


def _kind(para: Para) -> str:
    """Return what stands together in a list: numbers do, and items with the same sign."""
    return "1" if para.mark[:1].isdigit() else para.mark


def _para(para: Para, *, lifted: bool) -> Data:
    return {
        "runs": [{"text": _line(run.text), "bold": run.bold, "italic": run.italic} for run in para.text if run.text],
        "title": _line(plain(para.text)),
        "size": para.size,
        "colour": para.colour,
        "align": para.align,
        "mark": para.mark,
        "strong": all(run.bold for run in para.text),
        "level": 1 if lifted and para.level else para.level,
        "after": para.after,
        "hang": para.hang,
    }


def _line(words: str) -> str:
    """Return words on one line: where lines break is for their width to say."""
    return words.replace("\n", " ")
