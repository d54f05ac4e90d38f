"""The logo in a deck: at the top of the first and the last slide, and small at the foot of packgen's other layouts.

At the foot it belongs to the layout, so that slides which people add have it too. A template with looks of its own has
its own logo.
"""

from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from packgen.blocks import Logo, LogoImage, Slide
from packgen.render import office_theme
from packgen.render.package import Package, Part, Relationship, to_xml
from packgen.render.pictures import PICTURE_REL, picture_part
from packgen.render.slides.boxes import Box, emu
from packgen.render.slides.canvas import Canvas
from packgen.render.slides.names import LAYOUTS
from packgen.render.slides.template import Layout
from packgen.render.xml import URI, maker

ASIDE = 36.0
"""How much of the footer's width the logo takes, in points."""

_NAME = "Logo"
_TOP: Mapping[str, Box] = {"opening": Box(692, 22, 220, 54), "closing": Box(752, 18, 160, 32)}
_FOOT = Box(784, 503, 100, 24)
_EMBED = f"{{{URI['r']}}}embed"
_TREE = f"{{{URI['p']}}}cSld/{{{URI['p']}}}spTree"

p, a = maker("p"), maker("a")


def has_room(package: Package) -> bool:
    """Tell whether a template is packgen's own, with room for a logo."""
    themes = (part.blob for part in package.parts if part.content_type == office_theme.THEME_TYPE)
    return all(etree.fromstring(theme).get("name") == office_theme.NAME for theme in themes)


def on_slide(canvas: Canvas, slide: Slide, logo: Logo) -> None:
    """Draw the logo at the upper right of a slide that opens or closes a deck."""
    if slide.kind in _TOP:
        image = logo.positive
        canvas.picture(None, _NAME, logo.alt, _placed(image, _TOP[slide.kind]), image.png)


def on_layouts(package: Package, layouts: Mapping[str, Layout], logo: Logo) -> Package:
    """Return a template with the logo at the foot of every layout that has a footer, but for the closing one."""
    media = picture_part("/ppt", logo.positive.png)
    footed = [layout.part for name, layout in layouts.items() if layout.footer and name != LAYOUTS["closing"]]
    return package.with_parts((*(_with_logo(package.part(name), logo, media) for name in footed), media))


def _with_logo(part: Part, logo: Logo, media: Part) -> Part:
    root = etree.fromstring(part.blob)
    for tree in root.iterfind(_TREE):
        tree.append(_picture(len(tree), logo))
    lead = Relationship("rIdLogo", PICTURE_REL, media.name)
    return replace(part, blob=to_xml(root), relationships=(*part.relationships, lead))


def _picture(number: int, logo: Logo) -> etree._Element:
    box = _placed(logo.positive, _FOOT)
    place = a("xfrm", a("off", x=emu(box.x), y=emu(box.y)), a("ext", cx=emu(box.w), cy=emu(box.h)))
    named = p("cNvPr", id=number, name=_NAME, descr=logo.alt)
    return p(
        "pic",
        p("nvPicPr", named, p("cNvPicPr", a("picLocks", noChangeAspect=True)), p("nvPr", userDrawn=True)),
        p("blipFill", a("blip", **{_EMBED: "rIdLogo"}), a("stretch", a("fillRect"))),
        p("spPr", place, a("prstGeom", a("avLst"), prst="rect")),
    )


def _placed(image: LogoImage, room: Box) -> Box:
    """Return the logo's box in a room: at its right edge, half way down."""
    wide, high = image.within(room.w, room.h)
    return Box(room.right - wide, room.y + (room.h - high) / 2, wide, high)
