"""A layout of somebody else's template read: its placeholders with their boxes and colours, and what stands behind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from packgen.render.package import Part
from packgen.render.slides.boxes import EMU, Box
from packgen.render.slides.colours import Scheme
from packgen.render.slides.placeholders import FEET, NS, PH, box_of, get, kind_of, placeholders, styles
from packgen.render.xml import Element

_INSETS = (("lIns", 91440), ("tIns", 45720), ("rIns", 91440), ("bIns", 45720))
_TITLES = {"title", "ctrTitle"}
_TEXTS = {"body", "obj", "subTitle", "tbl", "chart"}
_COVERS = 0.6
"""How much of a box a shape must cover to be what is behind it."""
_SEEN_THROUGH = 50_000
_SIZE = 1800
_FILLS = ("a:solidFill", "a:gradFill", "a:blipFill", "a:noFill", "a:pattFill")


@dataclass(frozen=True, slots=True)
class Spot:
    """A placeholder of a layout: ``box`` is the room of its text, inside its margins, in points."""

    shape: Element
    type: str
    name: str
    box: Box
    size: float
    spacing: float
    bold: bool
    align: str
    colour: str
    own_fill: tuple[str, ...]


@dataclass(frozen=True)
class Anatomy:
    """A layout with its master: parts and trees, and the master's colours. Lengths are in points."""

    part: Part
    root: Element
    master: Element
    theme: Element
    scheme: Scheme
    wide: float
    high: float

    @property
    def name(self) -> str:
        """The layout's name as people see it."""
        return get(self.root, "p:cSld", "name")

    @property
    def kind(self) -> str:
        """The layout's kind as PowerPoint counts it (``title``, ``obj``); empty where it is none of those."""
        return self.root.get("type", "")

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Every placeholder that has a box."""
        return tuple(s for shape in placeholders(self.root) if (s := self._spot(shape)) is not None)

    @property
    def title(self) -> Spot | None:
        """The placeholder of the title."""
        return next((spot for spot in self.spots if spot.type in _TITLES), None)

    @property
    def texts(self) -> tuple[Spot, ...]:
        """The placeholders that text or tables can stand in, the largest first."""
        return tuple(sorted((s for s in self.spots if s.type in _TEXTS), key=lambda s: -s.box.w * s.box.h))

    @property
    def feet(self) -> Mapping[str, Spot]:
        """The placeholders of date, footer and number by their type."""
        return {spot.type: spot for spot in self.spots if spot.type in FEET}

    @cached_property
    def master_feet(self) -> Mapping[str, Spot]:
        """The same of the master."""
        found = (self._spot(shape) for shape in placeholders(self.master))
        return {spot.type: spot for spot in found if spot is not None and spot.type in FEET}

    @cached_property
    def drawn(self) -> tuple[tuple[Box, Element], ...]:
        """What the layout and its master draw that is no placeholder, from the back to the front."""
        trees = ([self.master] if self.root.get("showMasterSp", "1") not in {"0", "false"} else []) + [self.root]
        shapes = (shape for tree in trees for shape in tree.iterfind("p:cSld/p:spTree/*", NS))
        return tuple((box, s) for s in shapes if s.find(PH, NS) is None and (box := _frame(s)) is not None)

    @property
    def obstacles(self) -> tuple[Box, ...]:
        """The boxes of pictures, lines and the like that text should not stand on; what covers the slide is none."""
        whole = self.wide * self.high
        return tuple(box for box, _ in self.drawn if box.w * box.h < _COVERS * whole)

    def behind(self, box: Box) -> tuple[str, ...]:
        """Return the colours behind a box: one, those of a gradient, none where there is a picture."""
        ground = self._background()
        for place, shape in self.drawn:
            if _common(place, box) < _COVERS * box.w * box.h:
                continue
            if etree.QName(shape).localname == "pic":
                ground = ()
            elif (colours := self._fill_of(shape)) is not None:
                ground = colours
        return ground

    def _spot(self, shape: Element) -> Spot | None:
        outer = box_of(shape, self.master)
        if outer is None:
            return None
        chain = tuple(styles(shape, self.master))

        def look(path: str, attribute: str, otherwise: str) -> str:
            return next((found for style in chain if (found := get(style, path, attribute))), otherwise)

        fills = (self.scheme.of(c) for style in chain for c in style.iterfind("a:defRPr/a:solidFill/*", NS))
        left, top, right, bottom = (margin / EMU for margin in self._margins(shape))
        return Spot(
            shape,
            kind_of(shape),
            get(shape, "*/p:cNvPr", "name"),
            Box(outer.x + left, outer.y + top, max(outer.w - left - right, 1), max(outer.h - top - bottom, 1)),
            float(look("a:defRPr", "sz", str(_SIZE))) / 100,
            float(look("a:lnSpc/a:spcPct", "val", "100000").removesuffix("%")) / 100_000,
            look("a:defRPr", "b", "0") in {"1", "true"},
            look(".", "algn", "l"),
            next(fills, "") or self.scheme.colours.get("tx1", "000000"),
            self.scheme.filled(shape.find("p:spPr", NS)),
        )

    def _margins(self, shape: Element) -> Iterator[int]:
        """Yield a placeholder's margins left, above, right and below (EMU): its own, its master's, the usual ones."""
        same = [s for s in placeholders(self.master) if _family(kind_of(s)) == _family(kind_of(shape))]
        for name, usual in _INSETS:
            found = (get(owner, "p:txBody/a:bodyPr", name) for owner in (shape, *same))
            yield int(next((value for value in found if value), usual))

    def _background(self) -> tuple[str, ...]:
        for root in (self.root, self.master):
            own = root.find("p:cSld/p:bg/p:bgPr", NS)
            if own is not None:
                return self.scheme.filled(own)
            named = root.find("p:cSld/p:bg/p:bgRef", NS)
            if named is not None:
                return self._named_background(named)
        return (self.scheme.colours.get("bg1") or "FFFFFF",)

    def _named_background(self, reference: Element) -> tuple[str, ...]:
        """Return the colours of a background that is one of the theme's styles."""
        colour = self.scheme.of(next(iter(reference), None))
        fills = self.theme.findall(".//a:bgFillStyleLst/*", NS)
        number = int(reference.get("idx", "1001")) - 1001
        if not 0 <= number < len(fills):
            return (colour,) if colour else ()
        holder = etree.Element("holder")
        holder.append(etree.fromstring(etree.tostring(fills[number])))
        return self.scheme.filled(holder, colour)

    def _fill_of(self, shape: Element) -> tuple[str, ...] | None:
        """Return the colours of a shape's fill; None where one looks through it."""
        properties = shape.find("p:spPr", NS)
        if properties is None:
            return None
        if any(int(e.get("val", "0")) < _SEEN_THROUGH for e in properties.iterfind("a:solidFill/*/a:alpha", NS)):
            return None
        own = next((e for name in _FILLS if (e := properties.find(name, NS)) is not None), None)
        if own is None:
            reference = shape.find("p:style/a:fillRef", NS)
            plain = reference is not None and reference.get("idx") != "0"
            colour = self.scheme.of(next(iter(reference), None)) if plain and reference is not None else ""
            return (colour,) if colour else None
        return None if etree.QName(own).localname == "noFill" else self.scheme.filled(properties)


def _family(kind: str) -> str:
    return "title" if kind in _TITLES else kind if kind in FEET else "body"


def _frame(shape: Element) -> Box | None:
    for path in ("p:spPr/a:xfrm", "p:grpSpPr/a:xfrm", "p:xfrm"):
        place = shape.find(path, NS)
        if place is not None:
            x, y = (int(get(place, "a:off", side, "0")) / EMU for side in ("x", "y"))
            w, h = (int(get(place, "a:ext", side, "0")) / EMU for side in ("cx", "cy"))
            return Box(x, y, w, h)
    return None


def _common(one: Box, other: Box) -> float:
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return max(across, 0.0) * max(down, 0.0)


# ---------------------------------------------------------------- where there is room


def largest_room(bounds: Box, obstacles: tuple[Box, ...]) -> Box:
    """Return the largest part of a box that none of these stand in (a box of no size where they fill it)."""
    near = [o for o in obstacles if _touches(o, bounds)]
    edges = sorted(
        {bounds.x, bounds.right, *(min(max(v, bounds.x), bounds.right) for o in near for v in (o.x, o.right))}
    )
    best = Box(bounds.x, bounds.y, 0, 0)
    for n, left in enumerate(edges):
        for right in edges[n + 1 :]:
            column = [o for o in near if o.x < right - 0.5 and o.right > left + 0.5]
            for top, bottom in _gaps(bounds, column):
                if (right - left) * (bottom - top) > best.w * best.h + 1:
                    best = Box(left, top, right - left, bottom - top)
    return best


def _touches(one: Box, other: Box) -> bool:
    return one.x < other.right and one.right > other.x and one.y < other.bottom and one.bottom > other.y


def _gaps(bounds: Box, column: list[Box]) -> Iterator[tuple[float, float]]:
    top = bounds.y
    for box in sorted(column, key=lambda b: b.y):
        if box.y > top:
            yield top, box.y
        top = max(top, box.bottom)
    if bounds.bottom > top:
        yield top, bounds.bottom
