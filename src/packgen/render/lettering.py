"""Letters in pictures: the font of a theme or its twin, how wide words stand, and words on a line, all in mm."""

from functools import lru_cache

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.textpath import text_to_path

MM_PER_POINT = 25.4 / 72
ASCENT = 0.95
"""From a line's top to its letters' feet, in type sizes."""


@lru_cache(maxsize=32)
def font(wanted: str, points: float, *, bold: bool = False) -> FontProperties:
    """Return the font of a theme where the machine has it, else one of the same widths, else matplotlib's own."""
    known = {font.name for font in fontManager.ttflist}
    names = [name for name in (wanted, "Carlito", "DejaVu Sans") if name in known]
    return FontProperties(family=names, size=points, weight="bold" if bold else "regular")


def width(words: str, font: FontProperties) -> float:
    """Return how wide words stand on one line, in mm."""
    wide, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    return float(wide) * MM_PER_POINT


def write(axes: Axes, corner: tuple[float, float], words: str, font: FontProperties, colour: str) -> None:
    """Write words on one line whose upper left corner this is; signs of formulas are letters like any other."""
    feet = corner[1] + font.get_size_in_points() * ASCENT * MM_PER_POINT
    axes.text(corner[0], feet, words, fontproperties=font, color=f"#{colour}", parse_math=False)
