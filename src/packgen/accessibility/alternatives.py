"""Text in the place of what is drawn."""

import re
from collections.abc import Iterator

from packgen.accessibility.parts import SLIDE, Element, Office, every, fact, facts, q, tag, words
from packgen.accessibility.structure import data_tables
from packgen.problems import Problem, warning

_FILE_NAME = re.compile(r"\S+\.(png|jpe?g|gif|svg|emf|wmf|xlsx|pptx|docx)", re.IGNORECASE)


def alternatives(office: Office) -> Iterator[Problem]:
    """Everything drawn is said in words, or marked as decoration; tables say what they hold."""
    for root in office.stories.values():
        for drawing in root.iter(q("wp:docPr")):
            if not _says(drawing) and not _is_decoration(drawing):
                yield warning("accessibility.not_in_words", office.place, name=drawing.get("name") or "–")
        for table in data_tables(root):
            said = fact(table, "w:tblPr/w:tblCaption/@w:val"), fact(table, "w:tblPr/w:tblDescription/@w:val")
            if not all(text.strip() for text in said):
                yield warning("accessibility.table_not_in_words", office.place, text=words(table) or "–")
    for name, root in office.of_type(SLIDE).items():
        drawn = "//p:graphicFrame/*/p:cNvPr | //p:pic/*/p:cNvPr | //p:cSld/p:spTree/p:grpSp/p:nvGrpSpPr/p:cNvPr"
        silent = "//p:cSld/p:spTree/p:sp[not(.//a:t)]/p:nvSpPr/p:cNvPr | //p:cSld/p:spTree/p:cxnSp/*/p:cNvPr"
        for shape in every(root, f"{drawn} | {silent}"):
            if not _says(shape) and not _is_decoration(shape):
                called = shape.get("name") or "–"
                slide = office.slide_number(name)
                yield warning("accessibility.slide_not_in_words", office.place, slide=slide, name=called)


def _says(element: Element) -> bool:
    said = (element.get("descr") or "").strip()
    return bool(said) and not _FILE_NAME.fullmatch(said)


def _is_decoration(element: Element) -> bool:
    return bool(every(element, ".//adec:decorative[@val='1']"))


def figures_in_words(office: Office) -> Iterator[Problem]:
    """Hold the alternative text of a chart to every figure that the chart shows."""
    for name, root in office.xml.items():
        leads = {rel.id: rel.target for rel in office.rels.get(name, ())}
        for chart in every(root, "//c:chart[@r:id]"):
            target = leads.get(chart.get(q("r:id")) or "", "")
            frame = next((e for e in chart.iterancestors() if tag(e) in {"wp:inline", "p:graphicFrame"}), None)
            if frame is None or target not in office.xml:
                continue
            said = fact(frame, "wp:docPr/@descr | p:nvGraphicFramePr/p:cNvPr/@descr")
            for figure in sorted(_figures(office.xml[target], said)):
                if not re.search(rf"(?<![\d,]){re.escape(figure)}(?!\d|,\d)", said):
                    yield warning("accessibility.figure_not_said", office.place, figure=figure, text=said[:60])


def _figures(chart: Element, said: str) -> set[str]:
    """Return the figures of a chart: all of bars and lines; of a dot chart the first group's and those it names."""
    values = facts(chart, "//c:barChart//c:val//c:v/text() | //c:lineChart//c:val//c:v/text()")
    legend = "starts-with(c:tx//c:v, 'Forklaring')"
    marked = every(chart, f"//c:scatterChart/c:ser[c:marker/c:symbol[@val!='none']][not({legend})]")
    for series in marked:
        if series is marked[0] or "".join(facts(series, "c:tx//c:v/text()")) in said:
            values += facts(series, "c:xVal//c:v/text()")
    return {value.replace(".", ",") for value in values}
