"""A slide under construction: its shapes in reading order, their ids and names, and what it leads to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from packgen.blocks import Agenda, Chart, Language
from packgen.blocks import text as plain_run
from packgen.render.chart import CHART_URI, Frame, chart_part
from packgen.render.nodes import Node, Value, maker
from packgen.render.office_theme import INK, RULE, SAND, WHITE
from packgen.render.package import Package
from packgen.render.slides import tables
from packgen.render.slides.boxes import MM_PER_POINT, Box, emu
from packgen.render.slides.tables import Grid
from packgen.render.slides.template import Holder
from packgen.render.slides.text import Para, end, width
from packgen.render.slides.text import xml as paragraphs_xml
from packgen.theme import Theme

_TABLE_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"
_DECORATIVE_EXT = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_FIRST_CHART = 3
"""The number of a slide's first chart relationship: its layout and its notes have the two before."""

Anchor = Literal["", "t", "ctr", "b"]
"""Where text stands in its box: at the top, in the middle, at the bottom, or as its placeholder says."""

p, a, c = maker("p"), maker("a"), maker("c")
adec = maker("adec")


@dataclass(slots=True)
class Canvas:
    """Draws shapes in the order they are read. All boxes are in points."""

    language: Language
    theme: Theme
    form: str = ""
    """The id of the form that the slide's table is. It stands in the table's name, which every program keeps."""
    shapes: list[Node] = field(default_factory=list)
    charts: list[tuple[bytes, Package | bytes]] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    last_id: int = 1

    def text(self, holder: Holder, box: Box, text: Sequence[Para], size: float, anchor: Anchor = "") -> None:
        """Draw text in a placeholder, at a place of its own where the box is not the placeholder's.

        With an ``anchor`` it stands exactly there, whatever its layout says: with no room around it, never shrunk.
        """
        moved = p("spPr", _transform("a", box)) if anchor or box != holder.box else p("spPr")
        body = paragraphs_xml(text, self.language, base=size, own=0 if anchor else holder.size)
        self.shapes.append(
            p(
                "sp",
                p(
                    "nvSpPr",
                    self._named(holder.name),
                    p("cNvSpPr", a("spLocks", noGrp=True)),
                    p("nvPr", _placeholder(holder)),
                ),
                moved,
                p("txBody", _exact(anchor) if anchor else a("bodyPr"), a("lstStyle"), *body),
            )
        )

    def loose_text(
        self,
        name: str,
        box: Box,
        text: Sequence[Para],
        size: float,
        *,
        anchor: Anchor = "t",
        decorative: bool = False,
    ) -> None:
        """Draw text that no placeholder is left for, or that screen readers pass by."""
        body = paragraphs_xml(text, self.language, base=size, own=0)
        self.shapes.append(
            p(
                "sp",
                p("nvSpPr", self._named(name, decorative=decorative), p("cNvSpPr", txBox=True), p("nvPr")),
                p("spPr", _transform("a", box), _geometry("rect"), a("noFill")),
                p("txBody", _exact(anchor), a("lstStyle"), *body),
            )
        )

    def table(
        self,
        holder: Holder | None,
        name: str,
        alternative: str,
        place: tuple[float, float],
        grid: Grid,
        *,
        title: str = "",
    ) -> None:
        """Draw a table at a place (left, top), in a placeholder where one is given."""
        box = Box(*place, grid.width, grid.height)
        graphic = a("graphic", a("graphicData", tables.xml(grid, self.language), uri=_TABLE_URI))
        self._frame(holder, self._named(name, alternative=alternative, title=title), box, graphic, locked=True)

    def chart(self, holder: Holder | None, name: str, box: Box, chart: Chart, frame: Frame) -> None:
        """Draw a chart. Its part and workbook are kept in ``charts``, in the order of their relationships."""
        self.charts.append(chart_part(chart, self.theme, self.language, embedded="rId1", frame=frame))
        rid = f"rId{_FIRST_CHART + len(self.charts) - 1}"
        graphic = a("graphic", a("graphicData", c("chart", **{"r:id": rid}), uri=CHART_URI))
        self._frame(holder, self._named(name, alternative=chart.alt), box, graphic, locked=False)

    def picture(self, holder: Holder | None, name: str, alternative: str, box: Box, png: bytes) -> None:
        """Show a picture, in a placeholder where one is given. Its bytes are kept in ``pictures``."""
        self.pictures.append(png)
        rid = f"rIdPicture{len(self.pictures)}"
        locks = a("picLocks", **({"noGrp": True} if holder else {}), noChangeAspect=True)
        self.shapes.append(
            p(
                "pic",
                p(
                    "nvPicPr",
                    self._named(name, alternative=alternative),
                    p("cNvPicPr", locks),
                    p("nvPr", _placeholder(holder) if holder else None),
                ),
                p("blipFill", a("blip", **{"r:embed": rid}), a("stretch", a("fillRect"))),
                p("spPr", _transform("a", box), _geometry("rect")),
            )
        )

    def link(self, address: str) -> str:
        """Return the id of the slide's relationship to a web address, kept in ``links``."""
        self.links.append(address)
        return f"rIdLink{len(self.links)}"

    def bar(self, box: Box, colour: str) -> None:
        """Draw a thin upright bar that says nothing: screen readers pass it by."""
        self.panel("Strek", box, colour)

    def panel(self, name: str, box: Box, fill: str = "", line: tuple[str, float] | None = None) -> None:
        """Draw a rectangle that says nothing, with a fill and a line (colour and points) or without."""
        edge = a("ln", _fill(line[0]), w=emu(line[1])) if line else a("ln", a("noFill"))
        inside = _fill(fill) if fill else a("noFill")
        self.shapes.append(
            p(
                "sp",
                p("nvSpPr", self._named(name, decorative=True), p("cNvSpPr"), p("nvPr")),
                p("spPr", _transform("a", box), _geometry("rect"), inside, edge),
                p("txBody", a("bodyPr"), a("lstStyle"), a("p", end(self.language, 0))),
            )
        )

    def line(self, start: tuple[float, float], stop: tuple[float, float], look: tuple[str, float, bool]) -> None:
        """Draw a straight line that says nothing. ``look`` is its colour, its points, and whether it is dashed."""
        (x1, y1), (x2, y2), (colour, points, dashed) = start, stop, look
        place = _transform("a", Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)))
        rises: dict[str, Value] = {"flipV": True} if (x2 - x1) * (y2 - y1) < 0 else {}
        stroke = a("ln", _fill(colour), a("prstDash", val="dash" if dashed else "solid"), w=emu(points))
        self.shapes.append(
            p(
                "cxnSp",
                p("nvCxnSpPr", self._named("Strek", decorative=True), p("cNvCxnSpPr"), p("nvPr")),
                p("spPr", place._replace(attributes=rises), _geometry("line"), stroke),
            )
        )

    def timeline(self, box: Box, block: Agenda) -> None:
        """Draw an agenda's items as a bar to scale, the main ones dark, each with its minutes."""
        name = self._named("Tidslinje", alternative=block.summary)
        segments = [self._segment(place, minutes, block, main=main) for place, minutes, main in _segments(box, block)]
        whole = a(
            "xfrm",
            a("off", x=emu(box.x), y=emu(box.y)),
            a("ext", cx=emu(box.w), cy=emu(box.h)),
            a("chOff", x=emu(box.x), y=emu(box.y)),
            a("chExt", cx=emu(box.w), cy=emu(box.h)),
        )
        self.shapes.append(p("grpSp", p("nvGrpSpPr", name, p("cNvGrpSpPr"), p("nvPr")), p("grpSpPr", whole), *segments))

    def footer(self, index: str, name: str, words: str, size: float = 0) -> None:
        """Write the footer in the layout's placeholder of this index, at a size of its own or (0) the layout's."""
        smaller = {"sz": round(size * 100)} if size else {}
        run = a("r", a("rPr", lang=self._tag, **smaller), a("t", words))
        self._foot(p("ph", type="ftr", sz="quarter", idx=index), name, run)

    def number(self, index: str, name: str, number: int) -> None:
        """Write the slide's number, as a field."""
        field_id = "{5B0F3A52-9C1D-4E0B-8B8E-3F6C1D2A7E10}"
        run = a("fld", a("rPr", lang=self._tag), a("t", str(number)), id=field_id, type="slidenum")
        self._foot(p("ph", type="sldNum", sz="quarter", idx=index), name, run)

    @property
    def table_name(self) -> str:
        """What a table to read or to write in is called."""
        return f"Tabell {self.form}" if self.form else "Tabell"

    @property
    def _tag(self) -> str:
        return f"{self.language}-NO"

    def _named(self, name: str, *, alternative: str = "", title: str = "", decorative: bool = False) -> Node:
        """Return a shape's id and name, each used once on the slide."""
        self.last_id += 1
        self.names[name] += 1
        unique = name if self.names[name] == 1 else f"{name} ({self.names[name]})"
        mark = a("extLst", a("ext", adec("decorative", val=True), uri=_DECORATIVE_EXT)) if decorative else None
        described = {"descr": alternative} if alternative else {}
        titled = {"title": title} if title else {}
        return p("cNvPr", mark, id=self.last_id, name=unique, **described, **titled)

    def _frame(self, holder: Holder | None, named: Node, box: Box, graphic: Node, *, locked: bool) -> None:
        locks = a("graphicFrameLocks", noGrp=True) if locked or holder else None
        self.shapes.append(
            p(
                "graphicFrame",
                p(
                    "nvGraphicFramePr",
                    named,
                    p("cNvGraphicFramePr", locks),
                    p("nvPr", _placeholder(holder) if holder else None),
                ),
                _transform("p", box),
                graphic,
            )
        )

    def _segment(self, box: Box, minutes: int, block: Agenda, *, main: bool) -> Node:
        colour = WHITE if main else INK
        number = self._segment_run(str(minutes), 24, colour, bold=True)
        unit = self._segment_run(f" {block.minutes_word}", 16, colour, bold=False)
        fits = (
            width(plain_run(f"{minutes}"), 24, bold=True) + width(plain_run(f" {block.minutes_word}"), 16) + 8 < box.w
        )
        paragraph = a("p", a("pPr", algn="ctr"), number, unit if fits else None, end(self.language, 2400))
        look = a("bodyPr", wrap="none", lIns=0, tIns=0, rIns=0, bIns=0, anchor="ctr")
        fill = _fill(INK if main else SAND)
        line = a("ln", _fill(INK if main else RULE), w=emu(0.75))
        return p(
            "sp",
            p("nvSpPr", self._named(f"{minutes} {block.minutes_word}"), p("cNvSpPr"), p("nvPr")),
            p("spPr", _transform("a", box), _geometry("rect"), fill, line),
            p("txBody", look, a("lstStyle"), paragraph),
        )

    def _segment_run(self, words: str, size: int, colour: str, *, bold: bool) -> Node:
        look = a("rPr", _fill(colour), a("latin", typeface="+mn-lt"), lang=self._tag, sz=size * 100, b=bold)
        return a("r", look, a("t", words))

    def _foot(self, ph: Node, name: str, run: Node) -> None:
        self.shapes.append(
            p(
                "sp",
                p("nvSpPr", self._named(name), p("cNvSpPr", a("spLocks", noGrp=True)), p("nvPr", ph)),
                p("spPr"),
                p("txBody", a("bodyPr"), a("lstStyle"), a("p", run, end(self.language, 0))),
            )
        )


def frame(box: Box, *, points: float, digits: Literal["top", "bottom"], strip: float = 0.0) -> Frame:
    """Return a chart's room of this size; ``strip`` is the height of the scale's digits, in points."""
    return Frame(
        width_mm=box.w * MM_PER_POINT,
        height_mm=box.h * MM_PER_POINT,
        text_pt=points,
        digits=digits,
        strip_mm=(strip or points * 1.7) * MM_PER_POINT,
    )


def _segments(box: Box, block: Agenda) -> list[tuple[Box, int, bool]]:
    """Return the box, the minutes and whether it is the main one, of each item that has minutes."""
    timed = [(minutes, index in block.main) for index, (minutes, _) in enumerate(block.items) if minutes]
    gap = 4.0
    scale = (box.w - gap * (len(timed) - 1)) / max(sum(minutes for minutes, _ in timed), 1)
    places, x = [], box.x
    for minutes, main in timed:
        places.append((Box(x, box.y, minutes * scale, box.h), minutes, main))
        x += minutes * scale + gap
    return places


def _placeholder(holder: Holder) -> Node:
    kind = {"type": holder.type} if holder.type else {}
    index = {"idx": holder.idx} if holder.idx else {}
    size = {} if holder.type == "title" else {"sz": "quarter"}
    return p("ph", **kind, **size, **index)


def _exact(anchor: str) -> Node:
    """Return a text body that puts text where it is told to: no insets, no shrinking, lines broken at the edge."""
    return a("bodyPr", a("noAutofit"), wrap="square", lIns=0, tIns=0, rIns=0, bIns=0, anchor=anchor)


def _fill(colour: str) -> Node:
    return a("solidFill", a("schemeClr", val=colour))


def _geometry(shape: str) -> Node:
    return a("prstGeom", a("avLst"), prst=shape)


def _transform(prefix: str, box: Box) -> Node:
    make = p if prefix == "p" else a
    return make("xfrm", a("off", x=emu(box.x), y=emu(box.y)), a("ext", cx=emu(box.w), cy=emu(box.h)))
