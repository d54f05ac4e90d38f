"""The colours of a template: what a name of its theme stands for, and shades between two of them."""

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from packgen.contrast import contrast
from packgen.render.xml import URI, Element

_NS = {"a": URI["a"], "p": URI["p"]}
_WHOLE = 100_000
_MAPPED = ("bg1", "tx1", "bg2", "tx2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
_USUAL = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_PRESET = {"black": "000000", "white": "FFFFFF"}
_DARK, _LIGHT = 0.03928, 2.4


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of a master by the names that its shapes use (``tx2``, ``accent1``), each ``RRGGBB``."""

    colours: Mapping[str, str]

    def of(self, element: Element | None, placeholder: str = "") -> str:
        """Return the colour of a colour element (``a:schemeClr``, ``a:srgbClr`` …); empty where it cannot be told.

        ``placeholder`` is what the name ``phClr`` stands for: the colour beside a reference to the theme's styles.
        """
        if element is None:
            return ""
        kind, value = etree.QName(element).localname, element.get("val", "")
        plain = ""
        if kind == "srgbClr":
            plain = value.upper()
        elif kind == "sysClr":
            plain = element.get("lastClr", "").upper()
        elif kind == "prstClr":
            plain = _PRESET.get(value, "")
        elif kind == "schemeClr":
            plain = placeholder if value == "phClr" else self.colours.get(value, "")
        return _changed(plain, element) if plain else ""

    def filled(self, owner: Element | None, placeholder: str = "") -> tuple[str, ...]:
        """Return the colours of an element's fill: one, a gradient's several; none for no fill or a picture."""
        if owner is None:
            return ()
        found = owner.findall("a:solidFill/*", _NS) or owner.findall("a:gradFill/a:gsLst/a:gs/*", _NS)
        return tuple(colour for one in found if (colour := self.of(one, placeholder)))


def scheme_of(theme: Element, master: Element) -> Scheme:
    """Return the colours of a master: those of its theme under the names of its map."""
    slots = {etree.QName(slot).localname: slot for slot in theme.iterfind(".//a:clrScheme/*", _NS)}
    plain = Scheme({})
    own = {name: plain.of(next(iter(slot), None)) for name, slot in slots.items()}
    mapping = master.find("p:clrMap", _NS)
    names = {name: (mapping.get(name) if mapping is not None else None) or _USUAL.get(name, name) for name in _MAPPED}
    return Scheme({**own, **{name: own.get(slot, "") for name, slot in names.items()}})


def _changed(colour: str, element: Element) -> str:
    """Return a colour after the changes that its element asks for: lighter, darker, tinted, shaded."""
    red, green, blue = _parts(colour)
    for change in element:
        share = int(change.get("val", "0")) / _WHOLE
        kind = etree.QName(change).localname
        if kind in {"lumMod", "lumOff"}:
            hue, light, full = colorsys.rgb_to_hls(red, green, blue)
            light = min(light * share if kind == "lumMod" else light + share, 1.0)
            red, green, blue = colorsys.hls_to_rgb(hue, light, full)
        elif kind == "shade":
            red, green, blue = (_curved(_straight(part) * share) for part in (red, green, blue))
        elif kind == "tint":
            red, green, blue = (_curved(1 - (1 - _straight(part)) * share) for part in (red, green, blue))
    return _written(red, green, blue)


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _written(*parts: float) -> str:
    return "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02X}" for part in parts)


def _straight(part: float) -> float:
    """Return how much light a part of a colour gives, from 0 to 1."""
    return part / 12.92 if part <= _DARK else ((part + 0.055) / 1.055) ** _LIGHT


def _curved(light: float) -> float:
    """Return the part of a colour that gives this much light."""
    return light * 12.92 if light <= _DARK / 12.92 else 1.055 * light ** (1 / _LIGHT) - 0.055


def mixed(one: str, other: str, share: float) -> str:
    """Return one colour with this share of another in it."""
    return _written(*(a + (b - a) * share for a, b in zip(_parts(one), _parts(other), strict=True)))


def readable(wanted: str, other: str, grounds: tuple[str, ...], least: float) -> str:
    """Return the first shade on the way from one colour to another that is readable on all these grounds."""
    steps = [mixed(wanted, other, step / 10) for step in range(11)]
    return next((one for one in steps if all(contrast(one, ground) >= least for ground in grounds)), other)
