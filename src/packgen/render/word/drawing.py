"""Charts of a Word document: drawings in the text, and their parts in the package."""

from dataclasses import dataclass, field

from packgen.blocks import Chart, Language
from packgen.render.chart import CHART_REL, CHART_TYPE, CHART_URI, WORKBOOK_REL, WORKBOOK_TYPE, Frame, chart_part
from packgen.render.nodes import Node, maker
from packgen.render.package import Part, Relationship
from packgen.render.word.names import emu
from packgen.theme import Theme

w, wp, a, c = maker("w", qualified=True), maker("wp"), maker("a"), maker("c")


@dataclass(slots=True)
class Gallery:
    """The charts of a document, in the order in which they are drawn."""

    theme: Theme
    language: Language
    parts: list[Part] = field(default_factory=list)
    relationships: list[Relationship] = field(default_factory=list)

    def draw(self, chart: Chart, frame: Frame) -> Node:
        """Return a run that draws a chart, and keep its parts."""
        number = len(self.relationships) + 1
        workbook = f"/word/embeddings/chart{number}.xlsx"
        xml, data = chart_part(chart, self.theme, self.language, embedded="rId1", frame=frame)
        part = Part(f"/word/charts/chart{number}.xml", CHART_TYPE, xml, (Relationship("rId1", WORKBOOK_REL, workbook),))
        self.parts += [part, Part(workbook, WORKBOOK_TYPE, data)]
        self.relationships.append(Relationship(f"rIdChart{number}", CHART_REL, part.name))
        return w("r", w("drawing", _inline(chart, frame, number)))


def _inline(chart: Chart, frame: Frame, number: int) -> Node:
    """Return a drawing in the text; its id is given in the last pass over the document."""
    picture = a("graphicData", c("chart", **{"r:id": f"rIdChart{number}"}), uri=CHART_URI)
    return wp(
        "inline",
        wp("extent", cx=emu(frame.width_mm), cy=emu(frame.height_mm or chart.height_mm)),
        wp("docPr", id=0, name=f"Diagram {number}", descr=chart.alt, title=chart.title),
        wp("cNvGraphicFramePr"),
        a("graphic", picture),
        distT=0,
        distB=0,
        distL=0,
        distR=0,
    )
