"""The template's master and layout in the size of a sheet, and for each sheet a layout with a place for each text.

Screen readers and the outline find text in placeholders; PowerPoint's «Reset» brings them back to where the layout has
them. So a sheet's layout says where its texts stand, and sheets whose texts stand alike share one.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from math import sqrt

from lxml import etree

from packgen.render.package import Package, Part, Relationship, to_xml
from packgen.render.slides.boxes import Box, emu
from packgen.render.slides.names import LAYOUTS, placeholder
from packgen.render.slides.presentation import NAME, PML, REL, next_id
from packgen.render.slides.template import Holder
from packgen.render.xml import REL_ID, URI, Element, maker

_NS = {"a": URI["a"], "p": URI["p"]}
_SCALED = {"sz", "marL", "indent", "lIns", "tIns", "rIns", "bIns", "w"}
"""Lengths and type sizes that grow and shrink with the paper, wherever DrawingML has them."""
_FIRST_INDEX = 20

p = maker("p")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a text stands on a sheet, and how it begins: size in points, colour, alignment, place in its box."""

    box: Box
    size: float
    colour: str
    align: str
    anchor: str


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """The name of a layout's part, and its placeholders: of the title and of each text, in order."""

    part: str
    title: Holder
    texts: tuple[Holder, ...]


# ---------------------------------------------------------------- size


def sized(package: Package, width: int, height: int) -> Package:
    """Return a template in another size (EMU): boxes keep their distance to the nearest edges, as the type grows."""
    root = etree.fromstring(package.part(NAME).blob)
    size = root.find("p:sldSz", _NS)
    if size is None:
        raise ValueError("the template does not say how large its slides are")
    old = (int(size.get("cx", "0")), int(size.get("cy", "0")))
    by = sqrt(width * height / (old[0] * old[1]))
    kinds = tuple(f"{PML}.{kind}+xml" for kind in ("presentation.main", "slideMaster", "slideLayout"))
    parts = (part for part in package.parts if part.content_type in kinds)
    return package.with_parts(_sized(part, old, (width, height), by) for part in parts)


def _sized(part: Part, old: tuple[int, int], new: tuple[int, int], by: float) -> Part:
    root = etree.fromstring(part.blob)
    for size in root.iterfind("p:sldSz", _NS):
        size.attrib.clear()
        size.attrib.update({"cx": str(new[0]), "cy": str(new[1])})
    for place in root.iter(f"{{{URI['a']}}}xfrm"):
        _move(place, old, new, by)
    for element in root.iter(f"{{{URI['a']}}}*"):
        _grow(element, by)
    return replace(part, blob=to_xml(root))


def _move(place: Element, old: tuple[int, int], new: tuple[int, int], by: float) -> None:
    corner, extent = place.find("a:off", _NS), place.find("a:ext", _NS)
    if corner is None or extent is None:
        return
    for n, (at, long) in enumerate((("x", "cx"), ("y", "cy"))):
        start = int(corner.get(at, "0"))
        near = _edge(start, old[n], new[n], by)
        far = _edge(start + int(extent.get(long, "0")), old[n], new[n], by)
        corner.set(at, str(near))
        extent.set(long, str(far - near))


def _edge(position: int, old: int, new: int, by: float) -> int:
    """Return where an edge stands on the new page: as far from the page's nearest edge as before, at its scale."""
    return round(position * by) if position * 2 <= old else new - round((old - position) * by)


def _grow(element: Element, by: float) -> None:
    named = {key: value for key, value in element.attrib.items() if key in _SCALED}
    if etree.QName(element).localname == "spcPts":
        named["val"] = element.get("val", "0")
    for key, value in named.items():
        element.set(key, str(round(int(value) * by)))


# ---------------------------------------------------------------- a layout for each sheet


def laid_out(package: Package, wanted: Sequence[tuple[Spot, ...]]) -> tuple[Package, tuple[SheetLayout, ...]]:
    """Return a template with a layout for each sheet (the spot of its title, then those of its texts), and those.

    Raises ValueError where the template has no layout for sheets.
    """
    model = _model(package)
    distinct = {spots: number for number, spots in enumerate(dict.fromkeys(wanted), start=1)}
    names = {spots: f"/ppt/slideLayouts/sheet{number}.xml" for spots, number in distinct.items()}
    made = [
        replace(model, name=names[spots], blob=_layout(model, spots, f"{LAYOUTS['sheet']} {number}"))
        for spots, number in distinct.items()
    ]
    whole = package.with_parts((*made, _listed(_master(package, model), [part.name for part in made])))
    return whole, tuple(SheetLayout(names[spots], *_holders(spots)) for spots in wanted)


def _model(package: Package) -> Part:
    for part in package.parts:
        if part.content_type == f"{PML}.slideLayout+xml" and _called(part) == LAYOUTS["sheet"]:
            return part
    raise ValueError(f"the template has no layout «{LAYOUTS['sheet']}»")


def _called(part: Part) -> str:
    found = etree.fromstring(part.blob).find("p:cSld", _NS)
    return "" if found is None else found.get("name", "")


def _master(package: Package, layout: Part) -> Part:
    return package.part(next(rel.target for rel in layout.relationships if rel.type == f"{REL}/slideMaster"))


def _listed(master: Part, layouts: Sequence[str]) -> Part:
    """Return a master that knows these layouts too."""
    root = etree.fromstring(master.blob)
    listed = root.find("p:sldLayoutIdLst", _NS)
    if listed is None:
        raise ValueError("the template's master has no list of layouts")
    first = next_id(master)
    number = max(int(known.get("id", "0")) for known in listed) + 1
    for n in range(len(layouts)):
        listed.append(p("sldLayoutId", **{"id": number + n, REL_ID: f"rId{first + n}"}))
    leads = (Relationship(f"rId{first + n}", f"{REL}/slideLayout", name) for n, name in enumerate(layouts))
    return replace(master, blob=to_xml(root), relationships=(*master.relationships, *leads))


def _layout(model: Part, spots: tuple[Spot, ...], name: str) -> bytes:
    """Return the layout of a sheet: the model's title at its spot, and its text once for each spot of text."""
    root = etree.fromstring(model.blob)
    _set(root, "p:cSld", name=name)
    title, text = (_placeholder(root, kind) for kind in ("title", "body"))
    copies = [deepcopy(text) for _ in spots[1:]]
    tree = text.getparent()
    if tree is not None:
        tree.remove(text)
        tree.extend(copies)
    for number, (shape, spot) in enumerate(zip((title, *copies), spots, strict=True)):
        _put(shape, spot, number)
    for number, named in enumerate(root.iterfind(".//p:cNvPr", _NS), start=1):
        named.set("id", str(number))
    return to_xml(root)


def _placeholder(root: Element, kind: str) -> Element:
    for shape in root.iterfind(".//p:sp", _NS):
        if shape.find(f".//p:ph[@type='{kind}']", _NS) is not None:
            return shape
    raise ValueError(f"the layout «{LAYOUTS['sheet']}» has no place for {kind}")


def _put(shape: Element, spot: Spot, number: int) -> None:
    """Put a placeholder of the layout at a spot; ``number`` is 0 for the title."""
    if number:
        name = placeholder("body", number)
        _set(shape, ".//p:cNvPr", name=name)
        _set(shape, ".//p:ph", idx=_FIRST_INDEX + number)
        for text in shape.iterfind(".//a:t", _NS):
            text.text = name
    _set(shape, ".//a:off", x=emu(spot.box.x), y=emu(spot.box.y))
    _set(shape, ".//a:ext[@cx]", cx=emu(spot.box.w), cy=emu(spot.box.h))
    _set(shape, ".//a:bodyPr", anchor=spot.anchor)
    _set(shape, ".//a:lvl1pPr", algn=spot.align)
    _set(shape, ".//a:defRPr", sz=round(spot.size * 100), b=0)
    _set(shape, ".//a:schemeClr", val=spot.colour)


def _set(shape: Element, path: str, **values: str | int) -> None:
    found = shape.find(path, _NS)
    if found is None:
        raise ValueError(f"the layout «{LAYOUTS['sheet']}» has no {path}")
    for key, value in values.items():
        found.set(key, str(value))


def _holders(spots: tuple[Spot, ...]) -> tuple[Holder, tuple[Holder, ...]]:
    title, *texts = spots
    named = (
        _holder(spot, placeholder("body", number), "body", str(_FIRST_INDEX + number))
        for number, spot in enumerate(texts, start=1)
    )
    return _holder(title, placeholder("title"), "title", ""), tuple(named)


def _holder(spot: Spot, name: str, kind: str, index: str) -> Holder:
    return Holder(name, kind, index, spot.box, spot.size, spacing=1.0, bold=False, centred=spot.align == "ctr")
