"""KS' PowerPoint report (.pptx) → sheets of cells: one for each table and each native chart of its slides.

A chart becomes the sheet that PowerPoint shows behind it: names of the series in the first row, categories in the
first column. The other texts of the slide come along, in reading order: they say whose figures these are.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree
from pptx import Presentation

from packgen import archive, clean
from packgen.allowed import USUAL, Allowed
from packgen.problems import Outcome, Place, error
from packgen.results.cells import Cell, Sheet, number_cell, ref, sheet_of, text_cell

_CHART = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


def read(data: bytes, file: str, allowed: Allowed = USUAL) -> Outcome[tuple[Sheet, ...]]:
    """Return tables and charts slide by slide; a sheet is named after its slide («lysark 3», in both standards)."""
    unsafe = archive.check(data, file, archive.Limits.of(allowed))
    if unsafe:
        return Outcome(None, unsafe)
    try:
        presentation = Presentation(io.BytesIO(data))
        sheets = [
            sheet
            for number, slide in enumerate(presentation.slides, start=1)
            for sheet in _slide(slide, file, f"lysark {number}")
        ]
    except Exception:  # noqa: BLE001 - python-pptx raises whatever it stumbles over in a broken file
        return Outcome(None, (error("results.report_broken", Place(file=file)),))
    return Outcome(tuple(sheets), ())


def _slide(slide: Any, file: str, name: str) -> Iterator[Sheet]:  # noqa: ANN401 - python-pptx has no types
    shapes = tuple(_in_reading_order(slide.shapes))
    texts = tuple(text for shape in shapes if shape.has_text_frame for text in _texts(shape))
    for shape in shapes:
        if getattr(shape, "has_table", False):
            yield sheet_of(file, name, _table(shape.table), texts)
        elif getattr(shape, "has_chart", False):
            chart = etree.fromstring(shape.chart.part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            yield sheet_of(file, name, _chart(chart), (*texts, *_chart_title(chart)))


def _in_reading_order(shapes: Iterable[Any]) -> Iterator[Any]:
    """Yield shapes from top to bottom and left to right, those inside groups in the group's place."""
    for shape in sorted(shapes, key=lambda one: (one.top or 0, one.left or 0, one.shape_id)):
        if hasattr(shape, "shapes"):
            yield from _in_reading_order(shape.shapes)
        else:
            yield shape


def _texts(shape: Any) -> Iterator[str]:  # noqa: ANN401 - python-pptx has no types
    for paragraph in shape.text_frame.paragraphs:
        text, _ = clean.line(paragraph.text)
        if text:
            yield text


def _table(table: Any) -> Iterator[tuple[int, int, Cell]]:  # noqa: ANN401 - python-pptx has no types
    for row, cells in enumerate(table.rows, start=1):
        for column, cell in enumerate(cells.cells, start=1):
            if not cell.is_spanned:
                text, _ = clean.line(cell.text)
                yield row, column, text_cell(text, ref(row, column))


def _chart(chart: etree._Element) -> Iterator[tuple[int, int, Cell]]:
    """Yield a chart's cached names and values as the cells of the sheet behind it."""
    for column, series in enumerate(chart.iterfind(".//c:ser", _CHART), start=2):
        name = series.findtext("c:tx//c:v", "", _CHART)
        yield 1, column, text_cell(clean.line(name)[0], ref(1, column))
        for row, label in _points(series.find("c:cat", _CHART)):
            if column == 2:  # noqa: PLR2004 - the first series: all series of a chart share their categories
                yield row, 1, text_cell(clean.line(label)[0], ref(row, 1))
        values = series.find("c:val", _CHART)
        percent = values is not None and "%" in values.findtext(".//c:formatCode", "", _CHART)
        for row, written in _points(values):
            yield row, column, number_cell(written, ref(row, column), percent=percent)


def _points(element: etree._Element | None) -> Iterator[tuple[int, str]]:
    """Yield the cached points as (row, text); of categories in several levels, the innermost level only."""
    if element is None:
        return
    level = element.find(".//c:lvl", _CHART)
    for point in (element if level is None else level).iterfind(".//c:pt", _CHART):
        index = point.get("idx", "")
        if index.isdecimal():
            yield int(index) + 2, point.findtext("c:v", "", _CHART)


def _chart_title(chart: etree._Element) -> Iterator[str]:
    title = chart.find("c:chart/c:title", _CHART)
    if title is not None:
        runs = title.iterfind(".//a:t", {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"})
        text, _ = clean.line("".join(run.text or "" for run in runs))
        if text:
            yield text
