"""Letters that no font has: their names are printed instead of empty boxes."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace

from packgen.blocks import Run
from packgen.render.sheets.fonts import Fonts
from packgen.render.sheets.pieces import Page, Pages, Para, Picture, Piece, TablePiece, TextPiece, Window

_TICK_BOX = "☐"
"""Drawn, not printed."""
_SIMPLER = {"\u2011": "-", "\u2010": "-", "\u202f": "\u00a0", "\u2007": "\u00a0", "\u2028": " ", "\u2029": " "}
"""What stands for a character in a font that lacks it: hyphens, spaces that do not break, ends of lines."""
_WHITE = "\n\t\r"
_SOFT_HYPHEN = "\u00ad"
"""Printed where a line breaks."""

Say = Callable[[str], str]


def printable(text: str, fonts: Fonts) -> tuple[str, tuple[str, ...]]:
    """Return a text that the fonts can print, and each character that they lack once, in order.

    Such a character becomes its Unicode name in brackets. Signs without a shape of their own (joiners, variation
    selectors, skin tones) vanish.
    """
    shown = [(one, _shown(one, fonts)) for one in unicodedata.normalize("NFC", text)]
    missing = (one for one, found in shown if found is None)
    return "".join(f"[{name_of(one)}]" if found is None else found for one, found in shown), tuple(
        dict.fromkeys(missing)
    )


def name_of(character: str) -> str:
    """Return a character's Unicode name, its number where it has none."""
    return unicodedata.name(character, f"U+{ord(character):04X}")


def _shown(character: str, fonts: Fonts) -> str | None:
    """Return what is printed for a character, None for its name."""
    if _has_no_shape(character):
        return " " if character in _WHITE else ""
    if fonts.has(character) or character == _SOFT_HYPHEN:
        return character
    if character in _SIMPLER:
        return _SIMPLER[character]
    return " " if unicodedata.category(character) == "Zs" else None


def _has_no_shape(character: str) -> bool:
    """Tell whether a character only says how others look: controls, joiners, selectors, modifiers of emoji."""
    code = ord(character)
    is_selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF  # noqa: PLR2004 - Unicode's blocks
    is_skin = 0x1F3FB <= code <= 0x1F3FF  # noqa: PLR2004 - likewise
    is_control = unicodedata.category(character) in {"Cc", "Cf"} and character != _SOFT_HYPHEN
    return is_selector or is_skin or is_control


# ---------------------------------------------------------------- whole pages


def printable_pages(pages: Pages, fonts: Fonts) -> tuple[Pages, tuple[str, ...]]:
    """Return pages that the fonts can print, and the names of the characters that they lack, in order."""
    lacking: dict[str, None] = {}

    def say(text: str) -> str:
        shown, missing = printable(text, fonts)
        lacking.update(dict.fromkeys(missing))
        return shown

    mended = _pages(pages, say)
    return mended, tuple(name_of(character) for character in lacking)


def _pages(pages: Pages, say: Say) -> Pages:
    # Many windows look at one page: it is mended once, and stays one.
    seen = {id(window.page): window.page for page in pages.pages for window in page.windows}
    behind = {key: _page(page, say, {}) for key, page in seen.items()}
    title, subject, author = say(pages.title), say(pages.subject), say(pages.author)
    mended = tuple(_page(page, say, behind) for page in pages.pages)
    return replace(pages, pages=mended, title=title, subject=subject, author=author)


def _page(page: Page, say: Say, behind: dict[int, Page]) -> Page:
    pieces = tuple(_piece(piece, say) for piece in page.pieces)
    windows = tuple(_window(window, behind) for window in page.windows)
    return replace(page, title=say(page.title), pieces=pieces, windows=windows)


def _window(window: Window, behind: dict[int, Page]) -> Window:
    return replace(window, page=behind[id(window.page)])


def _piece(piece: Piece, say: Say) -> Piece:
    if isinstance(piece, TextPiece):
        return replace(piece, paras=_paras(piece.paras, say))
    if isinstance(piece, TablePiece):
        rows = tuple(tuple(_paras(cell, say) for cell in row) for row in piece.rows)
        return replace(piece, rows=rows, title=say(piece.title), summary=say(piece.summary))
    if isinstance(piece, Picture):
        return replace(piece, alt=say(piece.alt))
    return piece


def _paras(paras: tuple[Para, ...], say: Say) -> tuple[Para, ...]:
    return tuple(replace(para, text=_runs(para.text, say), mark=_mark(para.mark, say)) for para in paras)


def _runs(runs: tuple[Run, ...], say: Say) -> tuple[Run, ...]:
    return tuple(replace(run, text=say(run.text)) for run in runs)


def _mark(mark: str, say: Say) -> str:
    return mark if mark == _TICK_BOX else say(mark)
