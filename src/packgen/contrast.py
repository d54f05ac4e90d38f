"""Contrast of two colours after WCAG 2.1, and what it must at least be."""

TEXT, LARGE_TEXT, GRAPHIC = 4.5, 3.0, 3.0
"""The least contrast of text (1.4.3), of large text (18 points, or 14 in bold), and of what is drawn (1.4.11)."""
LARGE_POINTS, LARGE_BOLD_POINTS = 18, 14

_DARK = 0.04045


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (``RRGGBB``), from 1 to 21."""
    lighter, darker = sorted((lightness(one), lightness(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def least_of_text(points: float, *, bold: bool) -> float:
    """Return the least contrast of text of this size."""
    return LARGE_TEXT if points >= (LARGE_BOLD_POINTS if bold else LARGE_POINTS) else TEXT


def lightness(colour: str) -> float:
    """Return how light a colour is, from 0 (black) to 1: also how light when printed grey."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (p / 12.92 if p <= _DARK else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
