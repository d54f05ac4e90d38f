"""Contrast of text on slides, as slide, layout, master and theme give it together."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from packgen.accessibility.colours import UNKNOWN, colour_of, mapped, theme_colours
from packgen.accessibility.ink import Ink, too_pale
from packgen.accessibility.parts import NS, SLIDE, Element, Office, every, fact, facts, q, tag
from packgen.problems import Problem

_BODY = {"subTitle": "body", "obj": "body", "tbl": "body", "chart": "body", "": "body", "ctrTitle": "title"}
"""Kinds of placeholders of a layout whose looks a master gives under another name."""
_STYLE_OF = {"title": "p:titleStyle", "body": "p:bodyStyle"}
_USUAL_POINTS = 18.0
_PLAIN_GROUND = "1001"
"""The number of the first, plain background of a theme; later ones may be gradients or pictures."""
_SLACK = 20_000
"""EMU by which an area may be smaller than the text that lies on it."""

_PH = "p:nvSpPr/p:nvPr/p:ph"
_Rectangle = tuple[int, int, int, int]
_Placeholders = dict[Element, list[tuple[str, str, Element]]]


def contrast_on_slides(office: Office) -> Iterator[Problem]:
    """Text on slides can be read on its ground, as far as that is known."""
    yield from too_pale(office, inks_of_deck(office))


def inks_of_deck(office: Office) -> Iterator[Ink]:
    """Yield each run of text on slides whose colour and ground are known; on pictures and gradients they are not."""
    placeholders: _Placeholders = {}
    for name, root in office.of_type(SLIDE).items():
        slide = _slide(office, name, root, placeholders)
        for run in every(root, "//a:r[a:t]"):
            colour, ground = slide.colour(run), slide.ground(run)
            if colour and ground:
                said = "".join(facts(run, "a:t/text()"))[:40]
                yield Ink(colour, ground, slide.points(run), slide.is_bold(run), said, office.slide_number(name))


def _slide(office: Office, name: str, root: Element, placeholders: _Placeholders) -> "_Slide":
    layout_name, layout = office.led(name, "slideLayout")
    master_name, master = office.led(layout_name, "slideMaster")
    theme, _ = office.led(master_name, "theme")
    names = {key: value for key, value in every_attribute(master, "p:clrMap").items() if "}" not in key}
    for above in (layout, root):
        names |= every_attribute(above, "p:clrMapOvr/a:overrideClrMapping")
    return _Slide(root, layout, master, mapped(theme_colours(office, theme), names), placeholders)


def every_attribute(root: Element, path: str) -> dict[str, str]:
    """Return the attributes of the first element at a path, none where there is none."""
    return next((dict(element.attrib) for element in every(root, path)), {})


@dataclass(frozen=True)
class _Slide:
    """A slide with what gives it its looks: layout, master, and the theme's colours by the names in use here."""

    root: Element
    layout: Element
    master: Element
    theme: dict[str, str]
    placeholders: _Placeholders
    """Those of every layout and master met so far: number, kind, shape."""
    given: dict[Element, list[tuple[str, Element]]] = field(default_factory=dict)
    grounds: dict[Element, str] = field(default_factory=dict)
    """What was worked out of shapes before."""

    # ------------------------------------------------------------ colour and size

    def colour(self, run: Element) -> str:
        """Return a run's colour, `UNKNOWN` where it cannot be worked out."""
        found = (colour_of(one, self.theme) for one in self._looks(run))
        return next((colour for colour in found if colour is not None), self.theme.get("tx1", UNKNOWN))

    def points(self, run: Element) -> float:
        """Return a run's size in points."""
        sizes = (one.get("sz") or "" for one in self._looks(run))
        return next(
            (int(size) / 100 for size in sizes if size.isdecimal() and len(size) < len("1000000")), _USUAL_POINTS
        )

    def is_bold(self, run: Element) -> bool:
        """Tell whether a run is bold."""
        return next((one.get("b") in {"1", "true"} for one in self._looks(run) if one.get("b")), False)

    def _looks(self, run: Element) -> Iterator[Element]:
        """Yield the properties that hold for a run, the nearest first."""
        yield from run.iterchildren(q("a:rPr"))
        shape = next(run.iterancestors(q("p:sp")), None)
        if shape is None:
            return  # text in a table has the colour of its table's style, which is the theme's first
        level = next((one.get("lvl") or "0" for one in run.itersiblings(q("a:pPr"), preceding=True)), "0")
        step = f"a:lvl{int(level) + 1 if level in set('012345678') else 1}pPr"
        yield from (given for name, given in self._given(shape) if name == step)

    def _given(self, shape: Element) -> list[tuple[str, Element]]:
        """Return the properties of text that a shape, its placeholders and their master give, by levels of lists."""
        if shape not in self.given:
            owners = self._owners(shape)
            lists = [one for owner in owners for one in every(owner, "p:txBody/a:lstStyle/*[a:defRPr]")]
            kind = next((kind for owner in reversed(owners) if (kind := fact(owner, f"{_PH}/@type"))), "")
            if every(shape, _PH):
                style = _STYLE_OF.get(_BODY.get(kind, kind), "p:otherStyle")
                lists += every(self.master, f"p:txStyles/{style}/*[a:defRPr]")
            self.given[shape] = [(tag(one), given) for one in lists for given in every(one, "a:defRPr")]
        return self.given[shape]

    def _owners(self, shape: Element) -> tuple[Element, ...]:
        """Return a shape, the placeholder of the layout that it fills, and the master's that this belongs to."""
        found = [shape]
        for ph in every(shape, _PH):
            own = self._placeholder(self.layout, ph.get("idx") or "", ph.get("type") or "")
            found += own
            kind = next((fact(one, f"{_PH}/@type") for one in own), ph.get("type") or "")
            found += self._placeholder(self.master, "", _BODY.get(kind, kind))
        return tuple(found)

    def _placeholder(self, root: Element, index: str, kind: str) -> list[Element]:
        """Return the placeholder of a layout or master by its number, else by its kind; none where there is none."""
        if root not in self.placeholders:
            self.placeholders[root] = [
                (fact(one, f"{_PH}/@idx"), fact(one, f"{_PH}/@type"), one)
                for one in every(root, f"p:cSld/p:spTree/p:sp[{_PH}]")
            ]
        known = self.placeholders[root]
        same = [one for number, _, one in known if index and number == index]
        return (same or [one for _, other, one in known if _kind(other) == _kind(kind)])[:1]

    # ------------------------------------------------------------ ground

    def ground(self, run: Element) -> str:
        """Return the colour under a run, `UNKNOWN` where it cannot be worked out."""
        for cell in run.iterancestors(q("a:tc")):
            fill = colour_of(cell.find("a:tcPr", NS), self.theme)
            if fill is not None:
                return fill
        shape = next(run.iterancestors(q("p:sp"), q("p:graphicFrame")), None)
        if shape is None:
            return UNKNOWN
        if shape not in self.grounds:
            self.grounds[shape] = self._ground_of(shape)
        return self.grounds[shape]

    def _ground_of(self, shape: Element) -> str:
        """Return the colour of a shape, of the last area that it lies on, or of the background."""
        if next(shape.iterancestors(q("p:grpSp")), None) is not None:
            return UNKNOWN
        owners = self._owners(shape)
        fills = (colour_of(owner.find("p:spPr", NS), self.theme) for owner in owners)
        own = next((fill for fill in fills if fill is not None), None)
        box = next((found for owner in owners if (found := _box(owner)) is not None), None)
        if own is not None or box is None:
            return own or UNKNOWN
        return next((fill for area, fill in reversed(self.areas) if _holds(area, box)), self.background)

    @cached_property
    def areas(self) -> list[tuple[_Rectangle, str]]:
        """What layout and master draw under the text: places and colours, in the order in which they are drawn."""
        roots = [self.layout] if self.layout.get("showMasterSp") in {"0", "false"} else [self.master, self.layout]
        found = []
        for shape in (one for root in roots for one in every(root, "p:cSld/p:spTree/*[self::p:sp or self::p:pic]")):
            box = _box(shape)
            fill = UNKNOWN if shape.tag == q("p:pic") else colour_of(shape.find("p:spPr", NS), self.theme)
            if box is not None and fill is not None and not every(shape, _PH):
                found.append((box, fill))
        return found

    @cached_property
    def background(self) -> str:
        """The colour behind everything."""
        for root in (self.root, self.layout, self.master):
            for own in every(root, "p:cSld/p:bg/p:bgPr"):
                return colour_of(own, self.theme) or UNKNOWN
            for named in every(root, "p:cSld/p:bg/p:bgRef"):
                name = fact(named, "a:schemeClr[not(*)]/@val")
                return self.theme.get(name, UNKNOWN) if named.get("idx") == _PLAIN_GROUND else UNKNOWN
        return self.theme.get("bg1", UNKNOWN)


def _kind(name: str) -> str:
    return _BODY.get(name, name)


def _box(shape: Element) -> _Rectangle | None:
    """Return the rectangle of a shape in EMU; None where it has none of its own."""
    found = facts(shape, "p:spPr/a:xfrm/a:off/@x | p:spPr/a:xfrm/a:off/@y | p:xfrm/a:off/@x | p:xfrm/a:off/@y")
    found += facts(shape, "p:spPr/a:xfrm/a:ext/@cx | p:spPr/a:xfrm/a:ext/@cy | p:xfrm/a:ext/@cx | p:xfrm/a:ext/@cy")
    try:
        left, top, wide, high = map(int, found)
    except ValueError:
        return None
    return left, top, left + wide, top + high


def _holds(area: _Rectangle, box: _Rectangle) -> bool:
    starts = area[0] - _SLACK <= box[0] and area[1] - _SLACK <= box[1]
    return starts and box[2] <= area[2] + _SLACK and box[3] <= area[3] + _SLACK
