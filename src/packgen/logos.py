"""A municipality's logo, read from its folder with care: PNG, JPEG or SVG become PNGs that documents hold.

It is never recoloured or drawn out of shape. What a file says beside the picture (who made it, where and with what) is
left behind.
"""

import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from packgen import drawings
from packgen.allowed import MB, Allowed
from packgen.blocks import Logo, LogoImage
from packgen.model import Municipality
from packgen.problems import Outcome, Place, Problem, error, warning
from packgen.render import svg

LONGEST = 2_000
"""Pixels of the longest side in documents: 400 to an inch at the largest it is printed."""
LEAST = 500
"""Pixels of the longest side at which a logo is still sharp on paper."""

_SIGNS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_PLAIN_MODES = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA"})
_BROKEN = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)
"""What Pillow raises on pictures that are damaged, or made to look so."""


def read(municipality: Municipality) -> Outcome[Logo | None]:
    """Return a municipality's logo, None where it has none, and what is wrong with its files.

    The alternative text is empty where the settings have none.
    """
    brand, folder = municipality.brand, Path(municipality.folder)
    if not brand.logo and not brand.logo_negative:
        return Outcome(None)
    shown, negative = (
        _image(folder / name, municipality.allowed) if name else Outcome(None)
        for name in (brand.logo, brand.logo_negative)
    )
    problems = [*shown.problems, *negative.problems]
    if not brand.logo:
        problems.append(error("brand.logo_only_negative", brand.places.get("logo_negative", Place())))
    if shown.value is None:
        return Outcome(None, tuple(problems))
    return Outcome(Logo(shown.value, negative.value, brand.logo_alt), tuple(problems))


def _image(path: Path, allowed: Allowed) -> Outcome[LogoImage]:
    """Return the picture in a file."""
    place, largest = Place(file=str(path)), allowed.picture_mb * MB
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError:
        return Outcome(None, (error("brand.logo_broken", place),))
    if len(data) > largest:
        return Outcome(None, (error("brand.logo_too_big", place, limit_mb=allowed.picture_mb),))
    return (_photo if data.startswith(_SIGNS) else _drawing)(data, place, allowed)


def _drawing(data: bytes, place: Place, allowed: Allowed) -> Outcome[LogoImage]:
    safe = drawings.safe(data, place, allowed)
    if safe.value is None:
        return Outcome(None, safe.problems)
    png = svg.png_of(safe.value, LONGEST)
    return Outcome(None, (error("brand.logo_broken", place),)) if png is None else _photo(png, place, allowed)


def _photo(data: bytes, place: Place, allowed: Allowed) -> Outcome[LogoImage]:
    """Return a PNG or JPEG as a PNG of its pixels alone, no larger than documents need."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as found:
                wrong = _unfit(found, place, allowed.picture_pixels)
                return Outcome(None, (wrong,)) if wrong else _finished(found, place)
    except _BROKEN:
        return Outcome(None, (error("brand.logo_broken", place),))


def _unfit(found: Image.Image, place: Place, longest: int) -> Problem | None:
    """Return why a picture cannot be used, judged before its pixels are unpacked."""
    if max(found.size) > longest:
        return error("brand.logo_too_wide", place, width=found.width, height=found.height, limit=longest)
    return None if found.mode in _PLAIN_MODES else error("brand.logo_colours", place)


def _finished(found: Image.Image, place: Place) -> Outcome[LogoImage]:
    profile = found.info.get("icc_profile")
    picture = ImageOps.exif_transpose(found).convert("RGBA")
    if picture.getchannel("A").getextrema()[1] == 0:
        return Outcome(None, (error("brand.logo_empty", place),))
    small = max(picture.size) < LEAST
    told = (warning("brand.logo_too_small", place, width=picture.width, height=picture.height, least=LEAST),)
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    buffer = BytesIO()
    picture.info.clear()
    picture.save(buffer, "PNG", icc_profile=profile)
    return Outcome(LogoImage(buffer.getvalue(), picture.width, picture.height), told if small else ())
