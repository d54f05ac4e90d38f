"""Which colour something in a finished file has, as far as that can be known.

A colour is ``RRGGBB``; `UNKNOWN` is one that cannot be worked out (a gradient, a picture, a tint), and None is no
colour of its own: what lies below decides.
"""

import colorsys
import re
from collections.abc import Mapping

from packgen.accessibility.parts import Element, Office, every, fact, q, tag

UNKNOWN = ""
_COLOUR = re.compile("[0-9A-Fa-f]{6}")
_USUAL = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}
_SOLID = q("a:solidFill")
_OTHER_FILLS = {q("a:gradFill"), q("a:blipFill"), q("a:pattFill"), q("a:grpFill")}


def theme_colours(office: Office, theme: str = "") -> dict[str, str]:
    """Return the colours of a file's theme by the names that shapes use (``tx2``, ``accent1``), the first's by default.

    A map of colours that turns light and dark around is the master's; see `mapped`.
    """
    first = next((name for name in sorted(office.xml) if name.endswith("theme/theme1.xml")), "")
    schemes = every(office.part(theme or first), "//a:clrScheme")
    slots = [slot for scheme in schemes[:1] for slot in scheme]
    own = {tag(slot)[2:]: hex_of(fact(slot, "a:srgbClr/@val | a:sysClr/@lastClr")) for slot in slots}
    return mapped(own, _USUAL)


def mapped(own: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Return a theme's colours with the names that a master gives to them."""
    return {**own, **{name: own.get(slot, UNKNOWN) for name, slot in names.items()}}


def colour_of(element: Element | None, theme: Mapping[str, str]) -> str | None:
    """Return the colour of the fill of a shape, cell, line or run."""
    for fill in element if element is not None else ():
        if fill.tag == _SOLID:
            return next((_resolved(colour, theme) for colour in fill), UNKNOWN)
        if fill.tag in _OTHER_FILLS:
            return UNKNOWN
    return None


def _resolved(colour: Element, theme: Mapping[str, str]) -> str:
    """Return what a colour with its changes comes to: only those that make it lighter or darker are known."""
    base = {
        "a:srgbClr": hex_of(colour.get("val") or ""),
        "a:sysClr": hex_of(colour.get("lastClr") or ""),
        "a:schemeClr": theme.get(colour.get("val") or "", UNKNOWN),
    }.get(tag(colour), UNKNOWN)
    for change in colour:
        share = _thousandths(change.get("val") or "")
        if tag(change) not in {"a:lumMod", "a:lumOff"} or share is None or not base:
            return UNKNOWN
        base = _lighter(base, share, times=tag(change) == "a:lumMod")
    return base


def _thousandths(value: str) -> float | None:
    return int(value) / 100_000 if value.isdecimal() and len(value) < len("1000000000") else None


def _lighter(colour: str, share: float, *, times: bool) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = min(light * share if times else light + share, 1.0)
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, full))


def hex_of(value: str) -> str:
    """Return a colour as it is written in a file, `UNKNOWN` for anything else (such as ``auto``)."""
    return value.upper() if _COLOUR.fullmatch(value) else UNKNOWN
