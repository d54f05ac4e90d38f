"""Colours of a template's theme: what its names stand for, and which of them our own styles may use.

Our styles name colours by their part in the page (ink, text, panels …). In another theme a name may stand for a colour
that nobody can read there; then the part is played by a colour that they can.
"""

import colorsys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from packgen.contrast import TEXT, contrast
from packgen.render import office_theme
from packgen.render.xml import URI, Element
from packgen.theme import Theme

_A = f"{{{URI['a']}}}"
_W = f"{{{URI['w']}}}"
WHITE = "FFFFFF"
_CLEAR = 7.0

_NAMES = {
    "text1": "dk1",
    "background1": "lt1",
    "text2": "dk2",
    "background2": "lt2",
    "dark1": "dk1",
    "light1": "lt1",
    "dark2": "dk2",
    "light2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
    **{f"accent{number}": f"accent{number}" for number in range(1, 7)},
}


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


# ---------------------------------------------------------------- a theme's colours


def in_theme(theme: bytes) -> dict[str, str]:
    """Return what the names that Word uses (``text2``, ``accent1``) stand for in a theme part, as ``RRGGBB``."""
    scheme = etree.fromstring(theme).find(f".//{_A}clrScheme")
    slots = {} if scheme is None else {etree.QName(slot).localname: _value(slot) for slot in scheme.iterchildren("*")}
    return {name: slots[slot] for name, slot in _NAMES.items() if slots.get(slot)}


def _value(slot: Element) -> str:
    found = next(slot.iterchildren("*"), None)
    value = "" if found is None else found.get("lastClr") or found.get("val") or ""
    return value.upper() if is_colour(value) else ""


def is_colour(value: str) -> bool:
    """Tell whether this is a colour as ``RRGGBB``."""
    return len(value) == len(WHITE) and all(letter in "0123456789abcdefABCDEF" for letter in value)


def shown(element: Element | None, named: Mapping[str, str], *, fill: bool = False) -> str:
    """Return the colour of a ``w:color`` or (``fill``) of a ground, empty where it is automatic or has none."""
    if element is None:
        return ""
    key = "fill" if fill else "val"
    name = element.get(f"{_W}theme{'Fill' if fill else 'Color'}", "")
    start = f"{_W}theme{'Fill' if fill else ''}"
    if name in named:
        return _changed(named[name], element.get(f"{start}Tint"), element.get(f"{start}Shade"))
    value = element.get(f"{_W}{key}", "")
    return value.upper() if is_colour(value) else ""


def _changed(colour: str, tint: str | None, shade: str | None) -> str:
    """Return a colour lightened or darkened as Word does: its lightness, by parts of 255."""
    hue, light, strength = colorsys.rgb_to_hls(*_parts(colour))
    if shade:
        light *= int(shade, 16) / 255
    if tint:
        share = int(tint, 16) / 255
        light = light * share + 1 - share
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, strength))


def fonts_in(theme: bytes) -> tuple[str, str]:
    """Return the fonts of headings and of text in a theme part."""
    root = etree.fromstring(theme)
    major, minor = (root.find(f".//{_A}{kind}Font/{_A}latin") for kind in ("major", "minor"))
    return ("" if major is None else major.get("typeface", "")), ("" if minor is None else minor.get("typeface", ""))


# ---------------------------------------------------------------- who plays which part


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour, and the theme's name of it; with no name it stays as it is whatever the theme."""

    value: str
    name: str = ""


def parts(theme: bytes, own: Theme) -> Mapping[str, Colour]:
    """Return the colours that play the parts of our own theme's in another one, by the names in ours.

    ``own`` gives those that the other has none for. Of our own theme every name stands for itself.
    """
    named = in_theme(theme)
    if is_ours(theme):
        return {name: Colour(value, name) for name, value in named.items()}
    text = _first(named, ("text1", "text2"), own.text, _CLEAR)
    ink = _first(named, ("text2", "text1"), own.ink, TEXT)
    sand = _ground(named, text.value, ink.value)
    accent = _first(named, tuple(f"accent{number}" for number in range(1, 7)), ink.value, TEXT, sand.value)
    return {
        "text1": text,
        "text2": ink,
        "background1": Colour(WHITE, "background1" if named.get("background1") == WHITE else ""),
        "background2": sand,
        "accent1": accent,
        "accent2": Colour("595959"),
        "accent4": Colour("A6A6A6"),
        "accent5": Colour("BFBFBF"),
        "hyperlink": _first(named, ("hyperlink",), accent.value, TEXT, sand.value),
    }


def is_ours(theme: bytes) -> bool:
    """Tell whether a theme part is packgen's own."""
    return etree.fromstring(theme).get("name") == office_theme.NAME


def _first(
    named: Mapping[str, str], names: tuple[str, ...], otherwise: str, least: float, ground: str = WHITE
) -> Colour:
    """Return the first of a theme's colours that is read on white and on a ground, or another."""
    for name in names:
        value = named.get(name)
        if value and min(contrast(value, WHITE), contrast(value, ground)) >= least:
            return Colour(value, name)
    return Colour(otherwise)


def _ground(named: Mapping[str, str], text: str, ink: str) -> Colour:
    value = named.get("background2", "")
    if value and contrast(text, value) >= _CLEAR and contrast(ink, value) >= TEXT:
        return Colour(value, "background2")
    return Colour("F2F2F2")


def dressed(theme: Theme, played: Mapping[str, Colour], font: str) -> Theme:
    """Return our looks in another theme's colours and font, for what names no colour of a theme: charts, pictures."""
    return replace(
        theme,
        ink=played["text2"].value,
        text=played["text1"].value,
        sand=played["background2"].value,
        accent=played["accent1"].value,
        muted=played["accent2"].value,
        rule=played["accent5"].value,
        font=font or theme.font,
    )


def repaint(root: Element, played: Mapping[str, Colour]) -> None:
    """Give every element below that names a colour of our theme the one that plays its part."""
    for element in root.iter():
        for kind, key in _named(element):
            colour = played.get(str(element.attrib.pop(f"{_W}{kind}")))
            if colour is None:
                continue
            element.set(f"{_W}{key}", colour.value)
            if colour.name:
                element.set(f"{_W}{kind}", colour.name)


def _named(element: Element) -> Iterator[tuple[str, str]]:
    if f"{_W}themeColor" in element.attrib:
        yield "themeColor", "val" if element.tag == f"{_W}color" else "color"
    if f"{_W}themeFill" in element.attrib:
        yield "themeFill", "fill"
