"""A PowerPoint template as a value: its layouts by name, and each placeholder's box and type size."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

from packgen.blocks import Language
from packgen.render import office_theme
from packgen.render.package import Package, Part, read, to_xml
from packgen.render.slides.anatomy import Anatomy
from packgen.render.slides.boxes import Box
from packgen.render.slides.colours import scheme_of
from packgen.render.slides.names import LAYOUTS, REGIONS
from packgen.render.slides.palette import Looks, looks_on
from packgen.render.slides.placeholders import FEET, NS, PH, box_of, get, kind_of, placeholders, styles
from packgen.render.slides.typefaces import measures, typeface
from packgen.render.xml import Element
from packgen.theme import Theme

_PML = "application/vnd.openxmlformats-officedocument.presentationml"
_MASTER = "/slideMaster"
_THEME = "/theme"
_NAME = ".//p:cNvPr"
MARK = "matchingName"
"""The attribute that bears packgen's name of a layout in a municipality's template, where people see another."""


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
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: the name of its part, its placeholders by name, and the indexes of footer and slide number (or "").

    ``foot`` is the footer's placeholder. ``looks`` are those of a template with a theme of its own, None on our own.
    Their boxes are then smaller by as much as its font is wider than ours (`Looks`).
    """

    part: str
    holders: Mapping[str, Holder]
    footer: str
    number: str
    foot: Holder | None = None
    looks: Looks | None = None


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
    layouts = dict(_layout(part, parts, theme) for part in _layout_parts(package))
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


def _layout_parts(package: Package) -> tuple[Part, ...]:
    """Return the parts of the layouts that slides are made on: the marked ones, all of them where none is marked."""
    parts = tuple(part for part in package.parts if part.content_type.endswith("slideLayout+xml"))
    marked = tuple(part for part in parts if etree.fromstring(part.blob).get(MARK) in LAYOUTS.values())
    return marked or parts


def _layout(part: Part, parts: Mapping[str, Part], theme: Theme) -> tuple[str, Layout]:
    """Return a layout's name and what is known of it; a box or size that it leaves out is its master's."""
    root = etree.fromstring(part.blob)
    master_part = parts[_target(part, _MASTER)]
    master = etree.fromstring(master_part.blob)
    looks = _looks(part, root, master, etree.fromstring(parts[_target(master_part, _THEME)].blob), theme)
    font = (looks.wide, looks.tall) if looks else (1.0, 1.0)
    shapes = placeholders(root)
    holders = (_holder(shape, master, font) for shape in shapes if kind_of(shape) not in FEET)
    index = {kind_of(shape): get(shape, PH, "idx") for shape in shapes}
    foot = next((_holder(shape, master, font) for shape in shapes if kind_of(shape) == "ftr"), None)
    named = {h.name: h for h in holders}
    layout = Layout(part.name, named, index.get("ftr", ""), index.get("sldNum", ""), foot, looks)
    return root.get(MARK) or get(root, "p:cSld", "name"), layout


def _target(part: Part, kind: str) -> str:
    return next(rel.target for rel in part.relationships if rel.type.endswith(kind))


def _looks(part: Part, root: Element, master: Element, own: Element, theme: Theme) -> Looks | None:
    """Return the looks of a layout whose theme is not ours: by what is behind its text, and the colours of that.

    Of our own theme only the font may be another, a wider one.
    """
    if own.get("name") == office_theme.NAME:
        font = measures(own)
        return Looks({}, theme, *font) if font != (1.0, 1.0) else None
    if not root.get(MARK):
        return None
    page = Anatomy(part, root, master, own, scheme_of(own, master), 0, 0)
    regions = tuple(REGIONS.values())
    texts = [spot for spot in page.texts if spot.name.startswith(regions)]
    title = page.title.colour if page.title else ""
    text, paper = text_colours(page, texts[0].box if texts else page.spots[0].box)
    return looks_on(page.scheme, paper, (text, title), replace(theme, font=typeface(own, "minor")), measures(own))


def text_colours(page: Anatomy, box: Box) -> tuple[str, str]:
    """Return the colour of a master's text, and what is behind it in this box (a picture is taken for white)."""
    text = next((page.scheme.of(c) for c in page.master.iterfind(_TEXT_COLOUR, NS)), "")
    behind = page.behind(box)
    return text or page.scheme.colours.get("tx1", "000000"), behind[0] if behind else "FFFFFF"


_TEXT_COLOUR = "p:txStyles/p:bodyStyle/a:lvl1pPr/a:defRPr/a:solidFill/*"


def _holder(shape: Element, master: Element, font: tuple[float, float]) -> Holder:
    chain = tuple(styles(shape, master))

    def look(path: str, attribute: str, otherwise: str) -> str:
        return next((found for style in chain if (found := get(style, path, attribute))), otherwise)

    box = box_of(shape, master)
    if box is None:
        raise ValueError(f"no box for the placeholder «{get(shape, _NAME, 'name')}»")
    return Holder(
        name=get(shape, _NAME, "name"),
        type=get(shape, PH, "type"),
        idx=get(shape, PH, "idx"),
        box=Box(box.x / font[0], box.y / font[1], box.w / font[0], box.h / font[1]),
        size=float(look("a:defRPr", "sz", "2800")) / 100,
        spacing=float(look("a:lnSpc/a:spcPct", "val", "100000")) / 100_000,
        bold=look("a:defRPr", "b", "0") == "1",
        centred=look(".", "algn", "l") == "ctr",
        capitals=look("a:defRPr", "cap", "none") == "all",
    )
