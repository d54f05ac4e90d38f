"""A PowerPoint template as a value: its layouts by name, and each placeholder's box and type size."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

from packgen.blocks import Language
from packgen.render import office_theme
from packgen.render.package import Package, Part, read, to_xml
from packgen.render.slides.boxes import EMU, Box
from packgen.render.xml import URI, Element
from packgen.theme import Theme

_NS = {"a": URI["a"], "p": URI["p"]}
_PML = "application/vnd.openxmlformats-officedocument.presentationml"
_MASTER = "/slideMaster"
_PH = ".//p:ph"
_PLACE = "p:spPr/a:xfrm"
_FEET = {"ftr", "sldNum", "dt"}


@dataclass(frozen=True, slots=True)
class Holder:
    """A placeholder of a layout. ``type`` and ``idx`` are what a slide's shape says to belong to it.

    ``size`` is its type size in points, ``spacing`` its line spacing (1.0 = single).
    """

    name: str
    type: str
    idx: str
    box: Box
    size: float
    spacing: float
    bold: bool
    centred: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: the name of its part, its placeholders by name, and the indexes of footer and slide number (or "")."""

    part: str
    holders: Mapping[str, Holder]
    footer: str
    number: str


@dataclass(frozen=True, slots=True)
class Template:
    """A template ready to make decks on: its parts with the theme's colours, its layouts by name, its notes master."""

    package: Package
    layouts: Mapping[str, Layout]
    notes_master: str


@lru_cache(maxsize=8)
def opened(template: bytes, theme: Theme, language: Language) -> Template:
    """Return a template read once for all decks made on it.

    Its text is in this language, so that what people type is spelt in it; its colours and font are the theme's where
    the template's theme is our own.
    """
    package = read(template)
    package = replace(package, parts=tuple(_spoken(_painted(part, theme), language) for part in package.parts))
    parts = {part.name: part for part in package.parts}
    layouts = dict(_layout(part, parts) for part in package.parts if part.content_type.endswith("slideLayout+xml"))
    notes = next(part.name for part in package.parts if part.content_type.endswith("notesMaster+xml"))
    return Template(package, layouts, notes)


def _painted(part: Part, theme: Theme) -> Part:
    """Return our own theme part in a theme's colours and font, any other part as it is."""
    ours = part.content_type == office_theme.THEME_TYPE and etree.fromstring(part.blob).get("name") == office_theme.NAME
    return replace(part, blob=office_theme.theme_xml(theme)) if ours else part


def _spoken(part: Part, language: Language) -> Part:
    """Return a part of PresentationML with the language of its text set."""
    if not part.content_type.startswith(_PML):
        return part
    root = etree.fromstring(part.blob)
    for element in root.iterfind(".//*[@lang]"):
        element.set("lang", f"{language}-NO")
    return replace(part, blob=to_xml(root))


def _layout(part: Part, parts: Mapping[str, Part]) -> tuple[str, Layout]:
    """Return a layout's name and what is known of it; a box or size that it leaves out is its master's."""
    root = etree.fromstring(part.blob)
    master = etree.fromstring(parts[next(r.target for r in part.relationships if r.type.endswith(_MASTER))].blob)
    shapes = _placeholders(root)
    holders = (_holder(shape, master) for shape in shapes if _type(shape) not in _FEET)
    index = {_type(shape): _get(shape, _PH, "idx") for shape in shapes}
    layout = Layout(part.name, {h.name: h for h in holders}, index.get("ftr", ""), index.get("sldNum", ""))
    return _get(root, "p:cSld", "name"), layout


def _placeholders(root: Element) -> list[Element]:
    return [shape for shape in root.iterfind(".//p:sp", _NS) if shape.find(_PH, _NS) is not None]


def _get(element: Element, path: str, attribute: str, otherwise: str = "") -> str:
    """Return an attribute of the first descendant at a path."""
    found = element.find(path, _NS)
    value = found.get(attribute) if found is not None else None
    return otherwise if value is None else value


def _type(shape: Element) -> str:
    return _get(shape, _PH, "type", "obj")


def _holder(shape: Element, master: Element) -> Holder:
    styles = tuple(_styles(shape, master))

    def look(path: str, attribute: str, otherwise: str) -> str:
        return next((found for style in styles if (found := _get(style, path, attribute))), otherwise)

    return Holder(
        name=_get(shape, ".//p:cNvPr", "name"),
        type=_get(shape, _PH, "type"),
        idx=_get(shape, _PH, "idx"),
        box=_box(shape, master),
        size=float(look("a:defRPr", "sz", "2800")) / 100,
        spacing=float(look("a:lnSpc/a:spcPct", "val", "100000")) / 100_000,
        bold=look("a:defRPr", "b", "0") == "1",
        centred=look(".", "algn", "l") == "ctr",
    )


def _styles(shape: Element, master: Element) -> Iterator[Element]:
    """Yield the descriptions of first-level paragraphs that hold for a placeholder, nearest first."""
    style = "titleStyle" if _type(shape) in {"title", "ctrTitle"} else "bodyStyle"
    yield from shape.iterfind("p:txBody/a:lstStyle/a:lvl1pPr", _NS)
    yield from master.iterfind(f"p:txStyles/p:{style}/a:lvl1pPr", _NS)


def _box(shape: Element, master: Element) -> Box:
    """Return a placeholder's box: its own, or that of the master's placeholder of its type."""
    wanted = {_type(shape), "body" if _type(shape) == "obj" else _type(shape)}
    for owner in (shape, *(s for s in _placeholders(master) if _type(s) in wanted)):
        if owner.find(_PLACE, _NS) is not None:
            corner = (_get(owner, f"{_PLACE}/a:off", side, "0") for side in ("x", "y"))
            extent = (_get(owner, f"{_PLACE}/a:ext", side, "0") for side in ("cx", "cy"))
            return Box(*(int(length) / EMU for length in (*corner, *extent)))
    raise ValueError(f"no box for the placeholder «{_get(shape, './/p:cNvPr', 'name')}»")
