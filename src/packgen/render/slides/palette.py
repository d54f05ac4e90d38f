"""A template's own colours in the parts that packgen gives to colours: text, ink, panels, rules, accents.

Slides are drawn in the names of packgen's theme. On a template with a theme of its own each of those names becomes one
of its colours, or a shade between two of them where none of its colours can be read there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from packgen.colours import Shade, as_light_as, shade_of
from packgen.contrast import TEXT as READABLE
from packgen.contrast import contrast, lightness
from packgen.render.nodes import Node, maker
from packgen.render.office_theme import ACCENT, INK, MUTED, RULE, SAND, TEXT, WHITE
from packgen.render.slides.colours import Scheme, mixed, readable
from packgen.theme import Theme

_PANEL = 1.35
"""How far (as contrast) a panel may stand from what is behind it: it is a quiet ground, not a block of colour."""
_HALF = 0.18
"""The lightness that lies half way between black and white for the eye."""
_NAMES = ("tx1", "bg1", "tx2", "bg2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink")
_ACROSS = {
    "a:off": ("x",),
    "a:ext": ("cx",),
    "a:chOff": ("x",),
    "a:chExt": ("cx",),
    "a:gridCol": ("w",),
    "a:pPr": ("marL", "indent"),
    "a:tcPr": ("marL", "marR"),
}
_DOWN = {"a:off": ("y",), "a:ext": ("cy",), "a:chOff": ("y",), "a:chExt": ("cy",), "a:tr": ("h",)}

_AROUND = {"a:graphic", "a:graphicData", "a:tbl", "a:tr", "a:tc", "a:txBody", "a:p", "a:r", "a:br", "a:fld"}
"""What stands between a table and the looks of its text."""

a = maker("a")


@dataclass(frozen=True, slots=True)
class Looks:
    """How slides on a layout look: a colour for each name of packgen's theme, and the theme that charts are drawn in.

    ``wide`` and ``tall`` are how much wider and higher lines of the template's font are than those of Calibri, by which
    text is measured: slides are drawn as if they were so much smaller, and `placed` brings them back to size.
    """

    fills: Mapping[str, Node]
    theme: Theme
    wide: float = 1.0
    tall: float = 1.0

    def placed(self, shapes: Sequence[Node]) -> list[Node]:
        """Return shapes in the template's colours and in the size of its slides; pictures keep their form."""
        return [self._placed(self._told(shape), stretched=shape.name != "p:pic") for shape in shapes]

    def _told(self, node: Node) -> Node:
        """Return a table whose text says its colour, where the template's own text is in another than its theme's."""
        if not self.fills or node.name not in {"p:graphicFrame", "a:rPr"} | _AROUND:
            return node
        children = tuple(self._told(child) if isinstance(child, Node) else child for child in node.children)
        plain = not any(isinstance(child, Node) and child.name == "a:solidFill" for child in children)
        if node.name == "a:rPr" and plain:
            children = (a("solidFill", a("schemeClr", val=TEXT)), *children)
        return Node(node.name, node.attributes, children)

    def _placed(self, node: Node, *, stretched: bool) -> Node:
        if node.name == "a:schemeClr":
            return self.fills.get(str(node.attributes["val"]), node)
        moved = dict(node.attributes)
        for lengths, by in ((_ACROSS, self.wide), (_DOWN, self.tall)):
            for key in lengths.get(node.name, ()):
                if key in moved and (stretched or node.name == "a:off"):
                    moved[key] = round(float(moved[key]) * by)
        children = (self._placed(c, stretched=stretched) if isinstance(c, Node) else c for c in node.children)
        return Node(node.name, moved, tuple(children))


def looks_on(scheme: Scheme, paper: str, said: tuple[str, str], theme: Theme, font: tuple[float, float]) -> Looks:
    """Return the looks of a layout: ``paper`` is what is behind its text, ``said`` the colours of text and title.

    ``font`` is how much wider and higher the lines of its font are than those of Calibri.
    """
    roles = _roles(scheme, paper, *said)
    bright = lightness(paper) > _HALF
    drawn = replace(
        theme,
        text=roles[TEXT],
        ink=roles[INK],
        sand=roles[SAND],
        rule=roles[RULE],
        accent=roles[ACCENT],
        muted=roles[MUTED],
        white=paper if bright else "FFFFFF",  # on the dark tints of a chart
        band=mixed(paper, roles[INK], 0.2),
        ramp=tuple(_turned(tint, roles[INK]) for tint in theme.ramp) if bright else theme.ramp,
    )
    return Looks({name: fill(scheme, colour) for name, colour in roles.items()}, drawn, *font)


@lru_cache(maxsize=64)
def _turned(tint: str, hue: str) -> str:
    """Return a tint of a chart in the hue of another colour, as light as it was."""
    wanted = shade_of(hue)
    return as_light_as(tint, Shade(0.0, min(shade_of(tint).chroma, wanted.chroma), wanted.hue))


def fill(scheme: Scheme, colour: str) -> Node:
    """Return a colour as the name that it has in the theme, else as itself."""
    named = next((name for name in _NAMES if scheme.colours.get(name) == colour), "")
    return a("schemeClr", val=named) if named else a("srgbClr", val=colour)


def _roles(scheme: Scheme, paper: str, said: str, title: str) -> dict[str, str]:
    """Return a colour for each name of packgen's theme, every one of them readable where it is used."""
    extreme = "000000" if lightness(paper) > _HALF else "FFFFFF"
    text = _first((said, scheme.colours.get("tx1", "")), (paper,), readable(said or extreme, extreme, (paper,), 7.0))
    sand = _sand(scheme, paper, text)
    grounds = (paper, sand)
    text = text if contrast(text, sand) >= READABLE else readable(text, extreme, grounds, READABLE)
    ink = _first((title if title != said else "", scheme.colours.get("tx2", ""), title), grounds, text)
    accents = [scheme.colours.get(f"accent{n}", "") for n in range(1, 7)]
    return {
        TEXT: text,
        INK: ink,
        WHITE: paper,
        SAND: sand,
        ACCENT: _first(accents, grounds, ink),
        MUTED: readable(mixed(text, paper, 0.35), text, grounds, READABLE),
        RULE: mixed(paper, text, 0.25),
    }


def _first(colours: Sequence[str], grounds: Sequence[str], otherwise: str) -> str:
    """Return the first colour that can be read on all these grounds."""
    return next((c for c in colours if c and all(contrast(c, one) >= READABLE for one in grounds)), otherwise)


def _sand(scheme: Scheme, paper: str, text: str) -> str:
    """Return the colour of panels: the theme's second background where it is a quiet one, else a tint of the paper."""
    own = scheme.colours.get("bg2", "")
    quiet = own and own != paper and contrast(own, paper) <= _PANEL and contrast(own, text) >= READABLE
    return own if quiet else mixed(paper, text, 0.07)
