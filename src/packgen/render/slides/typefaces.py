"""How much wider the fonts of templates are than Calibri, which packgen measures text in."""

from packgen.render.xml import URI, Element

_NS = {"a": URI["a"]}
_UNKNOWN = (1.2, 1.1)
_MEASURES = {
    "aptos": (1.1, 1.0),
    "arial": (1.15, 0.95),
    "arial narrow": (1.0, 0.95),
    "avenir next lt pro": (1.14, 1.12),
    "calibri": (1.0, 1.0),
    "calibri light": (1.0, 1.0),
    "cambria": (1.06, 1.0),
    "candara": (1.04, 1.0),
    "carlito": (1.0, 1.0),
    "century gothic": (1.27, 1.0),
    "corbel": (1.04, 1.0),
    "dejavu sans": (1.37, 0.96),
    "dejavu sans condensed": (1.25, 0.96),
    "franklin gothic book": (1.06, 1.0),
    "garamond": (1.0, 1.0),
    "georgia": (1.2, 0.94),
    "gill sans mt": (1.04, 1.0),
    "helvetica": (1.15, 0.95),
    "inter": (1.17, 1.0),
    "lato": (1.08, 1.0),
    "liberation sans": (1.15, 0.95),
    "montserrat": (1.3, 1.0),
    "noto sans": (1.2, 1.12),
    "open sans": (1.2, 1.12),
    "poppins": (1.28, 1.23),
    "roboto": (1.13, 0.97),
    "segoe ui": (1.15, 1.1),
    "source sans pro": (1.03, 1.03),
    "tahoma": (1.2, 1.0),
    "times new roman": (1.02, 0.95),
    "trebuchet ms": (1.1, 1.0),
    "verdana": (1.37, 1.0),
}
"""Width of Norwegian text and height of a line in a font, Calibri's being 1. Other fonts are taken to be wide."""


def measures(theme: Element) -> tuple[float, float]:
    """Return how much wider and how much higher text is in a theme's fonts than in Calibri, the larger of its two."""
    names = (typeface(theme, which).casefold() for which in ("major", "minor"))
    wide, tall = zip(*(_MEASURES.get(name, _UNKNOWN) for name in names), strict=True)
    return max(wide), max(tall)


def wider(name: str) -> float:
    """Return how much wider text is in the font of this name than in Calibri."""
    return _MEASURES.get(name.casefold(), _UNKNOWN)[0]


def typeface(theme: Element, which: str) -> str:
    """Return the name of a theme's font for titles (``major``) or text (``minor``); Calibri where it names none."""
    found = theme.find(f".//a:fontScheme/a:{which}Font/a:latin", _NS)
    return (found.get("typeface") if found is not None else "") or "Calibri"
