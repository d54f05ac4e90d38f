"""Makes ``templates/slides.pptx``: one master and a layout for each kind of slide, from the table below.

Run it after a change (``python templates/make_slides.py``); the same table gives the same bytes. All measures are in
points on a slide of 960 x 540. The renderer reads boxes and type sizes from the layouts and knows none of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from packgen.render import office_theme, package
from packgen.render.nodes import Node, maker, to_bytes
from packgen.render.office_theme import INK, MUTED, RULE, SAND, TEXT, WHITE
from packgen.render.package import Package, Part, Relationship
from packgen.render.slides.boxes import Box, emu
from packgen.render.slides.names import LAYOUTS, placeholder
from packgen.theme import Theme, load

HERE = Path(__file__).parent
WIDE, HIGH = 960, 540
LEFT, RIGHT, TOP, BOTTOM = 48, 912, 120, 488
FULL = RIGHT - LEFT

_PML = "application/vnd.openxmlformats-officedocument.presentationml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

p, a = maker("p"), maker("a")


@dataclass(frozen=True)
class Spot:
    """A placeholder: the region it belongs to (``body 2`` is its second), its box, and how its text looks."""

    region: str
    x: float
    y: float
    w: float
    h: float
    size: float
    colour: str = TEXT
    bold: bool = False
    anchor: Literal["t", "ctr", "b"] = "t"
    align: Literal["l", "ctr", "r"] = "l"
    holds: Literal["title", "text", "any"] = "text"

    @property
    def name(self) -> str:
        """The placeholder's name as people see it."""
        region, _, number = self.region.partition(" ")
        return placeholder(region, int(number or 1))


@dataclass(frozen=True)
class Area:
    """A filled rectangle or (``h`` or ``w`` 0) a thin line: part of the layout, no content."""

    x: float
    y: float
    w: float
    h: float
    colour: str
    weight: float = 0.75


@dataclass(frozen=True)
class Layout:
    """A layout: its kind, background, areas and placeholders in reading order."""

    kind: str
    spots: tuple[Spot, ...]
    areas: tuple[Area, ...] = ()
    background: str = WHITE
    footer: bool = True


def body(x: float = LEFT, w: float = FULL, *, y: float = TOP, h: float = BOTTOM - TOP, size: float = 28) -> Spot:
    """Return the main placeholder, for text or a table."""
    return Spot("body", x, y, w, h, size, holds="any")


def stacked(region: str, x: float, w: float, y: float, heights: tuple[float, ...], size: float) -> Iterator[Spot]:
    """Yield the placeholders of a region from the top, 16 points apart."""
    for number, height in enumerate(heights, start=1):
        name = region if number == 1 else f"{region} {number}"
        yield Spot(name, x, y, w, height, size, holds="any")
        y += height + 16


TITLE = Spot("title", LEFT, 26, FULL, 64, 34, INK, bold=True, anchor="b", holds="title")
NOTE = Spot("note", LEFT, 468, FULL, 20, 16, MUTED, anchor="b")
SIDE_X, SIDE_W, PAD = 580, 332, 20
PANEL = Area(SIDE_X, TOP, SIDE_W, BOTTOM - TOP, SAND)
COLUMN = SIDE_X - LEFT - 36

LAYOUT_TABLE = (
    Layout(
        "opening",
        (
            Spot("title", 376, 84, 536, 168, 48, INK, bold=True, anchor="b", holds="title"),
            Spot("kicker", LEFT, 44, 236, 52, 20, WHITE),
            Spot("number", LEFT, 150, 236, 132, 108, WHITE, bold=True, anchor="b"),
            Spot("number_note", LEFT, 296, 236, 64, 24, WHITE),
            Spot("subtitle", 376, 302, 536, 106, 28, TEXT),
            Spot("date", 376, 426, 536, 70, 22, MUTED),
            Spot("organisation", LEFT, 436, 236, 60, 18, WHITE, anchor="b"),
        ),
        (Area(0, 0, 320, HIGH, INK), Area(376, 277, 96, 0, INK, 2)),
        footer=False,
    ),
    Layout("agenda", (TITLE, body(size=28))),
    Layout(
        "section",
        (
            Spot("title", 112, 120, 736, 150, 48, INK, bold=True, anchor="b", holds="title"),
            Spot("lead", 112, 312, 736, 130, 28, TEXT),
        ),
        (Area(112, 290, 96, 0, INK, 2),),
        background=SAND,
        footer=False,
    ),
    Layout(
        "statement",
        (
            TITLE,
            Spot("statement", 96, 130, 768, 190, 44, INK, bold=True, anchor="b", align="ctr"),
            Spot("body", 120, 344, 720, 140, 28, TEXT, align="ctr"),
        ),
    ),
    Layout(
        "question",
        (
            TITLE,
            Spot("question", 72, 124, 816, 164, 48, INK, bold=True, anchor="b", align="ctr"),
            Spot("body", 120, 312, 720, 104, 28, TEXT, align="ctr"),
            Spot("time", 120, 440, 720, 40, 24, TEXT, align="ctr", holds="any"),
        ),
    ),
    Layout("content", (TITLE, *stacked("body", LEFT, FULL, TOP, (244, 108), 30))),
    Layout(
        "content_side",
        (
            TITLE,
            *stacked("body", LEFT, COLUMN, TOP, (244, 108), 28),
            *stacked("side", SIDE_X + PAD, SIDE_W - 2 * PAD, TOP + PAD, (156, 156), 24),
        ),
        (PANEL,),
    ),
    Layout(
        "activity",
        (
            TITLE,
            *stacked("body", LEFT, COLUMN, TOP, (120, 232), 26),
            *stacked("side", SIDE_X + PAD, SIDE_W - 2 * PAD, TOP + PAD, (156, 156), 24),
        ),
        (PANEL,),
    ),
    Layout("table", (TITLE, body(h=336, size=20), NOTE)),
    Layout("chart", (TITLE, body(h=336, size=20), NOTE)),
    Layout(
        "factor",
        (
            TITLE,
            *stacked("body", LEFT, COLUMN, TOP, (112, 112, 112), 26),
            *stacked("side", SIDE_X + PAD, SIDE_W - 2 * PAD, TOP + PAD, (30, 170, 100), 20),
        ),
        (PANEL,),
    ),
    Layout("factor_text", (TITLE, *stacked("body", LEFT, FULL, TOP, (112, 112, 112), 28))),
    Layout(
        "sheet",
        (TITLE, Spot("lead", LEFT, TOP, FULL, 34, 24, TEXT), body(y=TOP + 44, h=284, size=20), NOTE),
    ),
    Layout("tally", (TITLE, body(h=336, size=20), NOTE)),
    Layout(
        "summary",
        (TITLE, *stacked("body", LEFT + 28, FULL - 56, TOP + 24, (204, 100), 28)),
        (Area(LEFT, TOP, FULL, BOTTOM - TOP, SAND),),
    ),
    Layout(
        "closing",
        (
            Spot("title", 112, 56, 736, 104, 44, INK, bold=True, anchor="b", holds="title"),
            *stacked("body", 112, 736, 204, (180, 88), 28),
        ),
        (Area(112, 180, 96, 0, INK, 2),),
        background=SAND,
    ),
)


# ---------------------------------------------------------------- shapes


def scheme(colour: str) -> Node:
    """Return a fill in a colour of the theme."""
    return a("solidFill", a("schemeClr", val=colour))


def transform(box: Box) -> Node:
    """Return where a shape stands."""
    return a("xfrm", a("off", x=emu(box.x), y=emu(box.y)), a("ext", cx=emu(box.w), cy=emu(box.h)))


def rectangle() -> Node:
    """Return the geometry of a rectangle."""
    return a("prstGeom", a("avLst"), prst="rect")


def level(
    tag: str,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    align: str = "l",
    spacing: int = 100,
    indent: float = 0,
    hang: float = 22,
) -> Node:
    """Return how a paragraph of one level looks: size, weight and colour, a bullet where it is indented."""
    run = a(
        "defRPr",
        scheme(colour),
        a("latin", typeface="+mn-lt"),
        a("ea", typeface="+mn-ea"),
        a("cs", typeface="+mn-cs"),
        sz=round(size * 100),
        b=bold,
        kern=0,
    )
    return a(
        tag,
        a("lnSpc", a("spcPct", val=spacing * 1000)),
        a("spcBef", a("spcPts", val=0)),
        a("buChar", char="•") if indent else a("buNone"),
        run,
        marL=emu(indent),
        indent=-emu(hang) if indent else 0,
        algn=align,
    )


def area(number: int, item: Area) -> Node:
    """Return a filled rectangle or a thin line."""
    name = p("cNvPr", id=number, name=f"Flate {number}")
    place = transform(Box(item.x, item.y, item.w, item.h))
    if item.w and item.h:
        properties = p("spPr", place, rectangle(), scheme(item.colour), a("ln", a("noFill")))
        return p("sp", p("nvSpPr", name, p("cNvSpPr"), p("nvPr", userDrawn=True)), properties, empty_text())
    line = a("ln", scheme(item.colour), w=emu(item.weight))
    properties = p("spPr", place, a("prstGeom", a("avLst"), prst="line"), line)
    return p("cxnSp", p("nvCxnSpPr", name, p("cNvCxnSpPr"), p("nvPr", userDrawn=True)), properties)


def empty_text() -> Node:
    """Return a text body with nothing in it."""
    return p("txBody", a("bodyPr"), a("lstStyle"), a("p", a("endParaRPr", lang="nb-NO")))


def text_body(anchor: str, style: Node | None, prompt: Node) -> Node:
    """Return a placeholder's text: no insets, so that text stands exactly on the grid."""
    properties = a("bodyPr", a("normAutofit"), lIns=0, tIns=0, rIns=0, bIns=0, anchor=anchor, wrap="square")
    return p("txBody", properties, a("lstStyle", style), a("p", prompt))


def run(text: str) -> Node:
    """Return a run of prompt text."""
    return a("r", a("rPr", lang="nb-NO"), a("t", text))


def spot(number: int, item: Spot, index: int) -> Node:
    """Return a placeholder of a layout."""
    title = item.holds == "title"
    kind = p("ph", type="title") if title else p("ph", type="body", sz="quarter", idx=index)
    if item.holds == "any":
        kind = p("ph", sz="quarter", idx=index)
    spacing = 90 if title else 100
    style = level("lvl1pPr", item.size, item.colour, bold=item.bold, align=item.align, spacing=spacing)
    lock = p("cNvSpPr", a("spLocks", noGrp=True))
    return p(
        "sp",
        p("nvSpPr", p("cNvPr", id=number, name=item.name), lock, p("nvPr", kind)),
        p("spPr", transform(Box(item.x, item.y, item.w, item.h))),
        text_body(item.anchor, style, run(item.name)),
    )


def footer(number: int) -> Node:
    """Return the placeholder of the footer text."""
    return small(number, "footer", p("ph", type="ftr", sz="quarter", idx=11), Box(LEFT, 508, 760, 16))


def slide_number(number: int) -> Node:
    """Return the placeholder of the slide number."""
    return small(number, "slide_number", p("ph", type="sldNum", sz="quarter", idx=12), Box(832, 508, 80, 16))


def number_field() -> Node:
    """Return the field that shows a slide's number."""
    return a("fld", a("rPr", lang="nb-NO"), a("t", "‹#›"), id="{5B0F3A52-9C1D-4E0B-8B8E-3F6C1D2A7E10}", type="slidenum")


def small(number: int, region: str, ph: Node, box: Box) -> Node:
    """Return a small placeholder at the foot of the slide.

    Box and looks stand on each layout too, and the footer has text of its own: LibreOffice takes its looks from there.
    """
    style = level("lvl1pPr", 12, MUTED, align="r" if region == "slide_number" else "l")
    words = number_field() if region == "slide_number" else run(placeholder(region))
    return p(
        "sp",
        p(
            "nvSpPr",
            p("cNvPr", id=number, name=placeholder(region)),
            p("cNvSpPr", a("spLocks", noGrp=True)),
            p("nvPr", ph),
        ),
        p("spPr", transform(box), rectangle()),
        p(
            "txBody",
            a("bodyPr", lIns=0, tIns=0, rIns=0, bIns=0, anchor="ctr"),
            a("lstStyle", style),
            a("p", words),
        ),
    )


# ---------------------------------------------------------------- parts


def tree(*shapes: Node) -> Node:
    """Return the shapes of a slide, layout or master."""
    head = p("nvGrpSpPr", p("cNvPr", id=1, name=""), p("cNvGrpSpPr"), p("nvPr"))
    return p("spTree", head, p("grpSpPr"), *shapes)


def background(colour: str) -> Node:
    """Return a plain background."""
    return p("bg", p("bgPr", scheme(colour), a("effectLst")))


def layout_xml(item: Layout) -> bytes:
    """Return a layout: areas at the back, then the placeholders in reading order, then footer and number."""
    shapes = [area(n, s) for n, s in enumerate(item.areas, start=2)]
    first = len(shapes) + 2
    shapes += [spot(n, s, 20 + n - first) for n, s in enumerate(item.spots, start=first)]
    if item.footer:
        shapes += [footer(len(shapes) + 2), slide_number(len(shapes) + 3)]
    own = item.background if item.background != WHITE else None
    return to_bytes(
        p(
            "sldLayout",
            p("cSld", background(own) if own else None, tree(*shapes), name=LAYOUTS[item.kind]),
            p("clrMapOvr", a("masterClrMapping")),
            preserve=True,
            userDrawn=True,
            **({} if TITLE in item.spots else {"showMasterSp": False}),
        )
    )


def master_xml() -> bytes:
    """Return the master: title with the rule under it, text, footer and number, and the styles of text."""
    main = main_text(4, Box(LEFT, TOP, FULL, BOTTOM - TOP))
    shapes = (area(2, Area(LEFT, 100, FULL, 0, RULE)), spot(3, TITLE, 0), main, footer(5), slide_number(6))
    return master_of(shapes, len(LAYOUT_TABLE), text_styles(34, 28, 24, 20))


def master_of(shapes: tuple[Node, ...], layouts: int, styles: Node) -> bytes:
    """Return a master with these shapes, so many layouts and these styles of text."""
    ids = [p("sldLayoutId", **{"id": 2147483649 + n, "r:id": f"rId{n + 1}"}) for n in range(layouts)]
    return to_bytes(
        p(
            "sldMaster",
            p("cSld", background(WHITE), tree(*shapes)),
            colour_map(),
            p("sldLayoutIdLst", *ids),
            p("hf", hdr=False, dt=False),
            styles,
            preserve=True,
        )
    )


def main_text(number: int, box: Box) -> Node:
    """Return the master's placeholder of text."""
    return p(
        "sp",
        p(
            "nvSpPr",
            p("cNvPr", id=number, name="Tekst"),
            p("cNvSpPr", a("spLocks", noGrp=True)),
            p("nvPr", p("ph", type="body", idx=1)),
        ),
        p("spPr", transform(box), rectangle()),
        text_body("t", None, run("Tekst")),
    )


def text_styles(title: float, text: float, deeper: float, other: float) -> Node:
    """Return the styles of titles, text (nine levels, bullets from the second) and everything else, in these sizes."""
    hang = deeper * 22 / 24
    levels = (level(f"lvl{n}pPr", deeper, TEXT, indent=hang * (n - 1), hang=hang) for n in range(2, 10))
    return p(
        "txStyles",
        p("titleStyle", level("lvl1pPr", title, INK, bold=True, spacing=90)),
        p("bodyStyle", level("lvl1pPr", text, TEXT), *levels),
        p("otherStyle", level("lvl1pPr", other, TEXT)),
    )


def notes_master_xml() -> bytes:
    """Return the notes master: the slide above, what the speaker says below."""
    bare = a("bodyPr", lIns=0, tIns=0, rIns=0, bIns=0)
    said = p("txBody", bare, a("lstStyle"), a("p", run("Notat")))
    count = p(
        "txBody",
        a("bodyPr", lIns=0, tIns=0, rIns=0, bIns=0, anchor="b"),
        a("lstStyle", level("lvl1pPr", 11, MUTED, align="r")),
        a("p", number_field()),
    )
    shapes = (
        on_notes(2, "Lysbilete", p("ph", type="sldImg", idx=2), Box(54, 40, 336, 189), None),
        on_notes(3, "Notat", p("ph", type="body", sz="quarter", idx=3), Box(54, 246, 432, 428), said),
        on_notes(4, "Side", p("ph", type="sldNum", sz="quarter", idx=5), Box(386, 684, 100, 20), count),
    )
    style = level("lvl1pPr", 12, TEXT)
    return to_bytes(p("notesMaster", p("cSld", background(WHITE), tree(*shapes)), colour_map(), p("notesStyle", style)))


def on_notes(number: int, name: str, ph: Node, box: Box, text: Node | None) -> Node:
    """Return a placeholder of the notes page: the picture of the slide where there is no text."""
    picture = text is None
    locks = a("spLocks", noGrp=True, noRot=True, noChangeAspect=True) if picture else a("spLocks", noGrp=True)
    return p(
        "sp",
        p("nvSpPr", p("cNvPr", id=number, name=name), p("cNvSpPr", locks), p("nvPr", ph)),
        p("spPr", transform(box), rectangle(), a("ln", scheme(RULE), w=emu(0.75)) if picture else None),
        text,
    )


def colour_map() -> Node:
    """Return how a master's colour names point at the theme's."""
    mapping = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2", "hlink": "hlink", "folHlink": "folHlink"}
    return p("clrMap", **mapping, **{f"accent{n}": f"accent{n}" for n in range(1, 7)})


def presentation_xml(wide: float = WIDE, high: float = HIGH, size: float = 20) -> bytes:
    """Return a presentation of no slides: how wide and high they are, and the size of text that stands nowhere."""
    return to_bytes(
        p(
            "presentation",
            p("sldMasterIdLst", p("sldMasterId", **{"id": 2147483648, "r:id": "rId1"})),
            p("notesMasterIdLst", p("notesMasterId", **{"r:id": "rId2"})),
            p("sldSz", cx=emu(wide), cy=emu(high)),
            p("notesSz", cx=emu(540), cy=emu(720)),
            p("defaultTextStyle", a("defPPr", a("defRPr", lang="nb-NO")), level("lvl1pPr", size, TEXT)),
            saveSubsetFonts=True,
        )
    )


def build(theme: Theme) -> bytes:
    """Return the template."""
    return assembled(theme, "Lysbilete", presentation_xml(), master_xml(), tuple(map(layout_xml, LAYOUT_TABLE)))


def assembled(theme: Theme, title: str, presentation: bytes, master: bytes, made: tuple[bytes, ...]) -> bytes:
    """Return a template of these parts: its presentation, its master and its layouts."""
    looks = office_theme.theme_xml(theme)
    layouts = [f"/ppt/slideLayouts/slideLayout{n}.xml" for n in range(1, len(made) + 1)]
    to_layouts = tuple(Relationship(f"rId{n}", f"{_REL}/slideLayout", name) for n, name in enumerate(layouts, start=1))
    to_theme = Relationship(f"rId{len(layouts) + 1}", office_theme.THEME_REL, "/ppt/theme/theme1.xml")
    to_master = (Relationship("rId1", f"{_REL}/slideMaster", "/ppt/slideMasters/slideMaster1.xml"),)
    parts = [
        Part(
            "/ppt/presentation.xml",
            f"{_PML}.presentation.main+xml",
            presentation,
            (
                *to_master,
                Relationship("rId2", f"{_REL}/notesMaster", "/ppt/notesMasters/notesMaster1.xml"),
                Relationship("rId3", f"{_REL}/presProps", "/ppt/presProps.xml"),
                Relationship("rId4", f"{_REL}/tableStyles", "/ppt/tableStyles.xml"),
                Relationship("rId5", office_theme.THEME_REL, "/ppt/theme/theme1.xml"),
            ),
        ),
        Part("/ppt/presProps.xml", f"{_PML}.presProps+xml", to_bytes(p("presentationPr"))),
        Part(
            "/ppt/tableStyles.xml",
            f"{_PML}.tableStyles+xml",
            to_bytes(a("tblStyleLst", **{"def": "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"})),
        ),
        Part("/ppt/slideMasters/slideMaster1.xml", f"{_PML}.slideMaster+xml", master, (*to_layouts, to_theme)),
        Part(
            "/ppt/notesMasters/notesMaster1.xml",
            f"{_PML}.notesMaster+xml",
            notes_master_xml(),
            (Relationship("rId1", office_theme.THEME_REL, "/ppt/theme/theme2.xml"),),
        ),
        Part("/ppt/theme/theme1.xml", office_theme.THEME_TYPE, looks),
        Part("/ppt/theme/theme2.xml", office_theme.THEME_TYPE, looks),
        package.app_properties(),
        package.core_properties(title=title, subject="10-FAKTOR", author="packgen", language="nb-NO"),
    ]
    parts += [Part(name, f"{_PML}.slideLayout+xml", xml, to_master) for name, xml in zip(layouts, made, strict=True)]
    root = (
        Relationship("rId1", f"{_REL}/officeDocument", "/ppt/presentation.xml"),
        Relationship("rId2", package.CORE_REL, package.CORE_NAME),
        Relationship("rId3", package.APP_REL, package.APP_NAME),
    )
    return package.to_bytes(Package(tuple(parts), root))


if __name__ == "__main__":
    (HERE / "slides.pptx").write_bytes(build(load(HERE / "theme.yaml")))
