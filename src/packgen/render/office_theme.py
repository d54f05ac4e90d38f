"""The theme part of an Office document: a `Theme`'s colours and font in the places that Office gives names.

Text and shapes point at these names (``tx2``, ``accent1``), so a document changes its looks with its theme part.
"""

from collections.abc import Iterator

from packgen.render.nodes import Node, maker, to_bytes
from packgen.theme import Theme

THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
THEME_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
NAME = "packgen"
"""The name of our own theme: a template whose theme bears another name keeps its own looks."""

INK, TEXT, SAND, WHITE = "tx2", "tx1", "bg2", "bg1"
ACCENT, MUTED, RULE = "accent1", "accent2", "accent5"

a = maker("a")


def theme_xml(theme: Theme) -> bytes:
    """Return the theme part: ink is the second dark colour, sand the second light one, petrol the first accent."""
    colours = a("clrScheme", *(a(slot, a("srgbClr", val=colour)) for slot, colour in _slots(theme)), name=NAME)
    fonts = a("fontScheme", _font("majorFont", theme.font), _font("minorFont", theme.font), name=NAME)
    elements = a("themeElements", colours, fonts, _formats())
    return to_bytes(a("theme", elements, a("objectDefaults"), a("extraClrSchemeLst"), name=NAME))


def _slots(theme: Theme) -> Iterator[tuple[str, str]]:
    """Yield the twelve colours of an Office theme in the order of its schema."""
    yield from (("dk1", theme.text), ("lt1", theme.white), ("dk2", theme.ink), ("lt2", theme.sand))
    yield from (("accent1", theme.accent), ("accent2", theme.muted), ("accent3", theme.ramp[2]))
    yield from (("accent4", theme.ramp[1]), ("accent5", theme.rule), ("accent6", theme.band))
    yield from (("hlink", theme.accent), ("folHlink", theme.muted))


def _font(tag: str, typeface: str) -> Node:
    return a(tag, a("latin", typeface=typeface), a("ea", typeface=""), a("cs", typeface=""))


def _formats() -> Node:
    """Return flat fills and thin lines: the three weights that the schema asks for, with no effects."""

    def fill() -> Node:
        return a("solidFill", a("schemeClr", val="phClr"))

    lines = [a("ln", fill(), a("prstDash", val="solid"), w=width) for width in (6350, 12700, 19050)]
    effects = [a("effectStyle", a("effectLst")) for _ in range(3)]
    return a(
        "fmtScheme",
        a("fillStyleLst", fill(), fill(), fill()),
        a("lnStyleLst", *lines),
        a("effectStyleLst", *effects),
        a("bgFillStyleLst", fill(), fill(), fill()),
        name=NAME,
    )
