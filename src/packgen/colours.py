"""Colours as ``RRGGBB``, and others of the same hue, lighter or darker.

Hue, chroma and lightness are those of OKLCH (Björn Ottosson, 2020): in it a colour keeps its hue when it is darkened.
"""

from dataclasses import dataclass, replace
from math import atan2, cos, hypot, sin

from packgen.contrast import lightness

_STEPS = 24
"""Halvings of a range: enough for any colour of eight bits."""

Three = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Shade:
    """A colour in OKLCH: lightness 0 to 1, chroma (0 is grey), hue in radians."""

    lightness: float
    chroma: float
    hue: float


def shade_of(colour: str) -> Shade:
    """Return a colour in OKLCH."""
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    across = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    along = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return Shade(lightness, hypot(across, along), atan2(along, across))


def colour_of(shade: Shade) -> str:
    """Return the colour of a shade; one more vivid than any screen shows gets the greatest chroma that it can."""
    parts = _parts(shade)
    if not _is_shown(parts):
        least, most = 0.0, shade.chroma
        for _ in range(_STEPS):
            middle = (least + most) / 2
            least, most = (middle, most) if _is_shown(_parts(replace(shade, chroma=middle))) else (least, middle)
        parts = _parts(replace(shade, chroma=least))
    return "".join(f"{round(_from_linear(min(max(part, 0.0), 1.0)) * 255):02X}" for part in parts)


def as_light_as(other: str, shade: Shade) -> str:
    """Return the colour of this hue and chroma that is as light as another, to the eye and when printed grey."""
    wanted = lightness(other)
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        darker = lightness(colour_of(replace(shade, lightness=middle))) < wanted
        low, high = (middle, high) if darker else (low, middle)
    return colour_of(replace(shade, lightness=low))


def distance(one: str, other: str) -> float:
    """Return how unlike two colours look: 0 for the same, some 0.02 for the least that is seen, 1 for black and white.

    The distance in OKLAB.
    """
    first, second = shade_of(one), shade_of(other)
    across = first.chroma * cos(first.hue) - second.chroma * cos(second.hue)
    along = first.chroma * sin(first.hue) - second.chroma * sin(second.hue)
    return hypot(first.lightness - second.lightness, across, along)


def _parts(shade: Shade) -> Three:
    """Return the linear red, green and blue of a shade; outside 0 to 1 for one that no screen shows."""
    across, along = shade.chroma * cos(shade.hue), shade.chroma * sin(shade.hue)
    long = (shade.lightness + 0.3963377774 * across + 0.2158037573 * along) ** 3
    middle = (shade.lightness - 0.1055613458 * across - 0.0638541728 * along) ** 3
    short = (shade.lightness - 0.0894841775 * across - 1.2914855480 * along) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _is_shown(parts: Three) -> bool:
    edge = 1e-6
    return all(-edge <= part <= 1 + edge for part in parts)


def _linear(colour: str) -> Three:
    red, green, blue = (_to_linear(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return red, green, blue


def _to_linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the formula of sRGB


def _from_linear(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055  # noqa: PLR2004 - the same
