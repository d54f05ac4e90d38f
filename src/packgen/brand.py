"""A municipality's two colours and font → the looks of all its documents, with every colour read where it is used.

What is derived (tints, rules, the ramp of charts) has the luminance of packgen's own colours and the hue of the
municipality's first one, so that text on it is read as well, and steps are told apart in grey, whatever the hue.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import floor

from packgen.colours import Shade, as_light_as, colour_of, distance, shade_of
from packgen.contrast import TEXT as READABLE
from packgen.contrast import contrast
from packgen.model import Brand
from packgen.problems import Outcome, Place, Problem, error, warning
from packgen.theme import Theme

_WHITE = "FFFFFF"
_ALIKE = 0.06
"""Two colours nearer each other than this are taken for one and the same at a glance."""
_STEPS = 500
OFFICE_FONTS = frozenset(
    {
        *("Aptos", "Arial", "Calibri", "Calibri Light", "Cambria", "Candara", "Century Gothic", "Corbel", "Georgia"),
        *("Franklin Gothic Book", "Garamond", "Gill Sans MT", "Segoe UI", "Tahoma", "Times New Roman", "Trebuchet MS"),
        *("Verdana",),
    }
)
"""Fonts that machines with Office have."""


def dressed(own: Theme, brand: Brand) -> Outcome[Theme]:
    """Return packgen's own looks in a municipality's colours and font; no value where a colour cannot be read.

    A colour that passes is kept exactly as it is given. Without an accent the first colour takes its place.
    """
    problems = tuple(_problems(own, brand))
    if any(problem.is_error for problem in problems):
        return Outcome(None, problems)
    return Outcome(_theme(own, brand.primary, brand.accent, brand.font), problems)


def _theme(own: Theme, primary: str, accent: str, font: str) -> Theme:
    """Return the looks that these make, each empty for packgen's own."""
    tinted = _tinted(own, primary) if primary else own
    return replace(tinted, accent=accent or primary or own.accent, font=font or own.font)


def _tinted(own: Theme, primary: str) -> Theme:
    """Return looks whose first colour is this one, and whose derived colours have its hue."""
    hue = shade_of(primary)

    def turned(colour: str) -> str:
        chroma = min(shade_of(colour).chroma, hue.chroma)
        return as_light_as(colour, Shade(0.0, chroma, hue.hue))

    return replace(
        own,
        ink=primary,
        sand=turned(own.sand),
        rule=turned(own.rule),
        muted=turned(own.muted),
        band=turned(own.band),
        ramp=tuple(map(turned, own.ramp)),
    )


# ---------------------------------------------------------------- what is read where


@dataclass(frozen=True, slots=True)
class Use:
    """A colour on another, and which of the municipality's settings it comes from (empty: derived)."""

    setting: str
    colour: str
    ground: str

    @property
    def ratio(self) -> float:
        """The contrast of the two."""
        return contrast(self.colour, self.ground)


def uses(theme: Theme) -> tuple[Use, ...]:
    """Return every place where documents set text: a colour on what is behind it."""
    grounds = (theme.white, theme.sand)
    own = [Use(name, colour, ground) for name, colour in _own(theme) for ground in grounds]
    derived = [Use("", colour, ground) for colour in (theme.text, theme.muted) for ground in grounds]
    light, dark = theme.ramp[:3], theme.ramp[3:]
    classes = [*(Use("", "000000", one) for one in light), *(Use("", theme.white, one) for one in dark)]
    return (*own, *(replace(use, colour=use.ground, ground=use.colour) for use in own), *derived, *classes)


def _own(theme: Theme) -> tuple[tuple[str, str], ...]:
    return ("primary", theme.ink), ("accent", theme.accent)


def _problems(own: Theme, brand: Brand) -> Iterator[Problem]:
    """Yield what there is to say of a municipality's colours and font.

    The accent is judged on the panels that the first colour makes, or its proposal where that one is refused.
    """
    primary, accent = brand.primary, brand.accent
    if primary:
        refused, primary = _judged("primary", primary, brand, lambda colour: _theme(own, colour, colour, ""))
        yield from refused
    if accent:
        refused, accent = _judged("accent", accent, brand, lambda colour: _theme(own, primary, colour, ""))
        yield from refused
    if (primary, accent) == (brand.primary, brand.accent) and accent and distance(accent, primary or own.ink) < _ALIKE:
        yield warning("brand.alike", _place(brand, "accent"), primary=f"#{primary or own.ink}", accent=f"#{accent}")
    if brand.font and brand.font.casefold() not in {name.casefold() for name in OFFICE_FONTS}:
        yield warning("brand.font_rare", _place(brand, "font"), font=brand.font)


def _judged(name: str, colour: str, brand: Brand, theme_of: Callable[[str], Theme]) -> tuple[tuple[Problem, ...], str]:
    """Return a problem where a colour cannot be read, and the colour to go on with: itself, or the nearest that can."""
    failing = next((use for use in uses(theme_of(colour)) if use.setting == name and use.ratio < READABLE), None)
    if failing is None:
        return (), colour
    nearest = _nearest(name, colour, theme_of)
    told = error(
        "brand.contrast" if _WHITE in {failing.ground, failing.colour} else "brand.contrast_panel",
        _place(brand, name),
        field=f"brand.{name}",
        colour=f"#{colour}",
        ratio=_as_ratio(failing.ratio),
        needed=_as_ratio(READABLE),
        nearest=f"#{nearest}",
    )
    return (told,), nearest


def _nearest(name: str, colour: str, theme_of: Callable[[str], Theme]) -> str:
    """Return the colour of the same hue that is read everywhere and is darkened least; black is always one."""
    shade = shade_of(colour)
    darker = (colour_of(replace(shade, lightness=shade.lightness * (1 - n / _STEPS))) for n in range(1, _STEPS + 1))
    return next(one for one in darker if _passes(name, theme_of(one)))


def _passes(name: str, theme: Theme) -> bool:
    return all(use.ratio >= READABLE for use in uses(theme) if use.setting == name)


def _as_ratio(found: float) -> str:
    """Return a contrast as it is written: «4,4», never rounded up to one that passes."""
    return f"{floor(found * 10) / 10:.1f}".replace(".", ",")


def _place(brand: Brand, name: str) -> Place:
    return brand.places.get(name, Place())
