"""Charts and pictures of a Word document: drawings in the text, their parts, and what the document leads out to."""

from dataclasses import dataclass, field

from packgen.blocks import Chart, Language
from packgen.render.chart import CHART_REL, CHART_TYPE, CHART_URI, WORKBOOK_REL, WORKBOOK_TYPE, Frame, chart_part
from packgen.render.nodes import Node, maker
from packgen.render.package import Part, Relationship, embedded
from packgen.render.pictures import LINK_REL, PICTURE_REL, PICTURE_URI, picture_part
from packgen.render.word.names import emu
from packgen.theme import Theme

w, wp, a, c, pic = maker("w", qualified=True), maker("wp"), maker("a"), maker("c"), maker("pic")


@dataclass(slots=True)
class Gallery:
    """The charts, pictures and links of a document, in the order in which they come."""

    theme: Theme
    language: Language
    parts: list[Part] = field(default_factory=list)
    relationships: list[Relationship] = field(default_factory=list)

    def draw(self, chart: Chart, frame: Frame) -> Node:
        """Return a run that draws a chart, and keep its parts."""
        number = self._next(CHART_REL)
        workbook = f"/word/embeddings/chart{number}.xlsx"
        xml, data = chart_part(chart, self.theme, self.language, embedded="rId1", frame=frame)
        part = Part(f"/word/charts/chart{number}.xml", CHART_TYPE, xml, (Relationship("rId1", WORKBOOK_REL, workbook),))
        self.parts += [part, embedded(workbook, WORKBOOK_TYPE, data)]
        self.relationships.append(Relationship(f"rIdChart{number}", CHART_REL, part.name))
        drawn = a("graphicData", c("chart", **{"r:id": f"rIdChart{number}"}), uri=CHART_URI)
        size = (frame.width_mm, frame.height_mm or chart.height_mm)
        return _drawing(f"Diagram {number}", (chart.title, chart.alt), size, drawn)

    def picture(self, png: bytes, name: str, said: tuple[str, str], size: tuple[float, float]) -> Node:
        """Return a run that shows a picture; its part is kept once, however often it is shown.

        ``said`` are its title and alternative text, ``size`` its width and height in mm.
        """
        number = self._next(PICTURE_REL)
        part = picture_part("/word", png)
        if part not in self.parts:
            self.parts.append(part)
        self.relationships.append(Relationship(f"rIdPicture{number}", PICTURE_REL, part.name))
        return picture_run(f"rIdPicture{number}", (f"{name} {number}", name), said, size)

    def lead(self, address: str) -> str:
        """Return the id of a relationship to a web address."""
        rid = f"rIdLink{self._next(LINK_REL)}"
        self.relationships.append(Relationship(rid, LINK_REL, address, external=True))
        return rid

    def _next(self, kind: str) -> int:
        return sum(known.type == kind for known in self.relationships) + 1


def picture_run(
    rid: str, names: tuple[str, str], said: tuple[str, str], size: tuple[float, float], *, number: int = 0
) -> Node:
    """Return a run that shows the picture of a relationship; ``names`` are those of the drawing and of the picture."""
    name, inner = names
    return _drawing(name, said, size, a("graphicData", _picture(rid, inner, size), uri=PICTURE_URI), number)


def _drawing(name: str, said: tuple[str, str], size: tuple[float, float], data: Node, number: int = 0) -> Node:
    """Return a run with a drawing in the text; its id is given in the last pass over the document."""
    title, alternative = said
    inline = wp(
        "inline",
        wp("extent", cx=emu(size[0]), cy=emu(size[1])),
        wp("docPr", id=number, name=name, descr=alternative, **({"title": title} if title else {})),
        wp("cNvGraphicFramePr"),
        a("graphic", data),
        distT=0,
        distB=0,
        distL=0,
        distR=0,
    )
    return w("r", w("drawing", inline))


def _picture(rid: str, name: str, size: tuple[float, float]) -> Node:
    whole = a("xfrm", a("off", x=0, y=0), a("ext", cx=emu(size[0]), cy=emu(size[1])))
    return pic(
        "pic",
        pic("nvPicPr", pic("cNvPr", id=0, name=name), pic("cNvPicPr", a("picLocks", noChangeAspect=True))),
        pic("blipFill", a("blip", **{"r:embed": rid}), a("stretch", a("fillRect"))),
        pic("spPr", whole, a("prstGeom", a("avLst"), prst="rect")),
    )
