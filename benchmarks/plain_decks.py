"""The same deck by packgen and by python-pptx's public API: a person's script that builds it anew for each unit.

What is built is read from a finished deck beforehand: layouts, texts with size, weight and colour, boxes, tables with
their fills, native charts with their points, notes. What that API has no words for (borders of cells,
alternative texts, sections, hidden slides, the language of texts) is left out, and costs it nothing.
"""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import measuring
import pptx
import steady
from pptx.chart.data import XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.shapes.group import GroupShape

from packgen import resources

DOCUMENT = "meeting_one"
TEMPLATE = resources.TEMPLATES / "slides.pptx"
HEAD = ("meeting one, one unit", "ms", "and written", "times packgen's", "and written", "aim", "packgen merging alone")
AIM = 50
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


# ---------------------------------------------------------------- what stands in a deck, as plain values


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; ``text`` is a line break where it is one."""

    text: str
    size: int | None
    bold: bool | None
    colour: str | None
    """Six hexadecimal digits, or the name of a colour of the theme."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and its runs."""

    runs: tuple[Run, ...]
    level: int
    align: PP_ALIGN | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table and what fills it."""

    paragraphs: tuple[Paragraph, ...]
    fill: str | None


@dataclass(frozen=True, slots=True)
class Shape:
    """Anything on a slide, by its kind; ``place`` is left, top, width and height where it has its own."""

    kind: str
    place: tuple[int, int, int, int] | None = None
    placeholder: int | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    fill: str | None = None
    columns: tuple[int, ...] = ()
    rows: tuple[tuple[int, tuple[Cell, ...]], ...] = ()
    chart: Any = None
    series: tuple[tuple[str, tuple[tuple[float, float], ...]], ...] = ()
    """The series of a chart by name, as points: all charts of a deck are drawn over a scale on both axes."""
    inside: "tuple[Shape, ...]" = ()


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: the number of its layout, what stands on it, and its notes."""

    layout: int
    shapes: tuple[Shape, ...]
    notes: str


def taken_apart(data: bytes) -> tuple[Slide, ...]:
    """Return a finished deck as values."""
    deck = pptx.Presentation(BytesIO(data))
    layouts = [layout.name for layout in deck.slide_layouts]
    return tuple(
        Slide(
            layouts.index(slide.slide_layout.name),
            tuple(_shape(one) for one in slide.shapes),
            slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "",
        )
        for slide in deck.slides
    )


def _shape(shape: Any) -> Shape:
    place = (shape.left, shape.top, shape.width, shape.height)
    if isinstance(shape, GroupShape):
        return Shape("group", place, inside=tuple(_shape(one) for one in shape.shapes))
    if getattr(shape, "has_chart", False):
        series = tuple((one.name, _points(one)) for one in shape.chart.plots[0].series)
        return Shape("chart", place, chart=shape.chart.chart_type, series=series)
    number = shape.placeholder_format.idx if shape.is_placeholder else None
    if getattr(shape, "has_table", False):
        rows = tuple((row.height, tuple(_cell(cell) for cell in row.cells)) for row in shape.table.rows)
        return Shape("table", place, number, columns=tuple(c.width for c in shape.table.columns), rows=rows)
    paragraphs = _paragraphs(shape.text_frame)
    if shape.is_placeholder:
        own = place if shape.element.spPr.find(f"{_DRAWING}xfrm") is not None else None
        return Shape("placeholder", own or place, number, paragraphs)
    return Shape("box", place, paragraphs=paragraphs, fill=_colour(shape.element.spPr))


def _points(series: Any) -> tuple[tuple[float, float], ...]:
    """Return the points of a series; gaps between them are left out."""
    along, up = (
        {point.get("idx"): float(point.xpath("string(c:v)")) for point in series._element.xpath(f"./c:{axis}//c:pt")}  # noqa: SLF001 - the API reads one axis only
        for axis in ("xVal", "yVal")
    )
    return tuple((x, up[number]) for number, x in along.items() if number in up)


def _cell(cell: Any) -> Cell:
    properties = cell._tc.tcPr  # noqa: SLF001 - what is read beforehand is read from the XML
    return Cell(_paragraphs(cell.text_frame), None if properties is None else _colour(properties))


def _paragraphs(frame: Any) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(tuple(_runs(paragraph._p)), paragraph.level, paragraph.alignment)  # noqa: SLF001 - see above
        for paragraph in frame.paragraphs
    )


def _runs(paragraph: Any) -> Iterator[Run]:
    for piece in paragraph:
        if piece.tag == f"{_DRAWING}br":
            yield Run("\n", None, None, None)
        elif piece.tag in (f"{_DRAWING}r", f"{_DRAWING}fld"):
            said = piece.find(f"{_DRAWING}rPr")
            size, bold = (None, None) if said is None else (said.get("sz"), said.get("b"))
            colour = None if said is None else _colour(said)
            text = piece.findtext(f"{_DRAWING}t") or ""
            yield Run(text, int(size) * 127 if size else None, None if bold is None else bold == "1", colour)


def _colour(properties: Any) -> str | None:
    fill = properties.find(f"{_DRAWING}solidFill")
    return None if fill is None or not len(fill) else fill[0].get("val")


# ---------------------------------------------------------------- the same deck, built with python-pptx

_THEME = {
    "bg1": MSO_THEME_COLOR.BACKGROUND_1, "bg2": MSO_THEME_COLOR.BACKGROUND_2,
    "tx1": MSO_THEME_COLOR.TEXT_1, "tx2": MSO_THEME_COLOR.TEXT_2,
    **{f"accent{number}": getattr(MSO_THEME_COLOR, f"ACCENT_{number}") for number in range(1, 7)},
}  # fmt: skip


def built(slides: Iterable[Slide]) -> bytes:
    """Return a deck of these slides."""
    deck = pptx.Presentation(TEMPLATE)
    layouts = list(deck.slide_layouts)
    for wanted in slides:
        slide = deck.slides.add_slide(layouts[wanted.layout])
        empty = {one.placeholder_format.idx: one for one in slide.placeholders}
        for one in wanted.shapes:
            _add(slide.shapes, one, empty)
        for left in empty.values():  # tables and charts stand in the place of theirs
            left.element.getparent().remove(left.element)
        if wanted.notes:
            slide.notes_slide.notes_text_frame.text = wanted.notes
    file = BytesIO()
    deck.save(file)
    return file.getvalue()


def _add(shapes: Any, wanted: Shape, empty: dict[int, Any]) -> None:
    if wanted.kind == "group":
        group = shapes.add_group_shape()
        for one in wanted.inside:
            _add(group.shapes, one, {})
    elif wanted.kind == "chart":
        _add_chart(shapes, wanted)
    elif wanted.kind == "table":
        _add_table(shapes, wanted)
    elif wanted.kind == "placeholder" and wanted.placeholder in empty:
        shape = empty.pop(wanted.placeholder)
        if wanted.place is not None:
            shape.left, shape.top, shape.width, shape.height = wanted.place
        _say(shape.text_frame, wanted.paragraphs)
    elif wanted.kind == "placeholder":  # footers and slide numbers are not copied from the layout
        _say(shapes.add_textbox(*wanted.place).text_frame, wanted.paragraphs)
    else:
        shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, *wanted.place)
        _fill(shape.fill, wanted.fill)
        _say(shape.text_frame, wanted.paragraphs)


def _add_chart(shapes: Any, wanted: Shape) -> None:
    data = XyChartData()
    for name, points in wanted.series:
        series = data.add_series(name)
        for x, y in points:
            series.add_data_point(x, y)
    chart = shapes.add_chart(wanted.chart, *wanted.place, data).chart
    chart.has_legend = len(wanted.series) > 1


def _add_table(shapes: Any, wanted: Shape) -> None:
    table = shapes.add_table(len(wanted.rows), len(wanted.columns), *wanted.place).table
    for column, width in zip(table.columns, wanted.columns, strict=True):
        column.width = width
    for row, (height, cells) in zip(table.rows, wanted.rows, strict=True):
        row.height = height
        for cell, said in zip(row.cells, cells, strict=True):
            _fill(cell.fill, said.fill)
            _say(cell.text_frame, said.paragraphs)


def _say(frame: Any, paragraphs: tuple[Paragraph, ...]) -> None:
    for number, wanted in enumerate(paragraphs):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        if wanted.level:
            paragraph.level = wanted.level
        if wanted.align is not None:
            paragraph.alignment = wanted.align
        for one in wanted.runs:
            if one.text == "\n":
                paragraph.add_line_break()
            else:
                _add_run(paragraph, one)


def _add_run(paragraph: Any, wanted: Run) -> None:
    run = paragraph.add_run()
    run.text = wanted.text
    if wanted.size is not None:
        run.font.size = wanted.size
    if wanted.bold is not None:
        run.font.bold = wanted.bold
    if wanted.colour is not None:
        _fill(run.font.fill, wanted.colour)


def _fill(fill: Any, colour: str | None) -> None:
    if colour is None:
        return
    fill.solid()
    if colour in _THEME:
        fill.fore_color.theme_color = _THEME[colour]
    else:
        fill.fore_color.rgb = RGBColor.from_string(colour)


# ---------------------------------------------------------------- whether it is the same deck


def facts(data: bytes) -> list[tuple[Any, ...]]:
    """Return what two builds of a deck share: each slide's number of shapes, its texts, charts and notes."""
    return [
        (
            slide.layout,
            len(slide.shapes),
            sorted(text for shape in slide.shapes for text in _texts(shape)),
            [(shape.chart, shape.series) for shape in slide.shapes if shape.kind == "chart"],
            slide.notes,
        )
        for slide in taken_apart(data)
    ]


def _texts(shape: Shape) -> Iterator[str]:
    cells = [cell.paragraphs for _, cells in shape.rows for cell in cells]
    for paragraphs in (shape.paragraphs, *cells):
        yield from ("".join(run.text for run in one.runs) for one in paragraphs if one.runs)
    for one in shape.inside:
        yield from _texts(one)


# ---------------------------------------------------------------- measuring


def main(warm: int, runs: int) -> None:
    """Let packgen and python-pptx make the decks of ``runs`` units in turn."""
    made: list[float] = []
    merged: list[float] = []
    made_written: list[float] = []
    plain: list[float] = []
    plain_written: list[float] = []
    with steady.line(2 * (warm + runs) + 80) as line, tempfile.TemporaryDirectory() as name:
        units, out = line.shown(), Path(name) / "deck.pptx"
        measuring.note(f"making {warm} units first, so that shapes are known …")
        for unit in units[:warm]:
            line.made(unit, (DOCUMENT,))
        for some in measuring.turns(units[warm : warm + runs]):
            measuring.sweep()
            decks = []
            for unit in some:
                line.merger.seconds = 0.0
                (own,), taken = measuring.timed(line.made, unit, (DOCUMENT,))
                made.append(taken)
                merged.append(line.merger.seconds)
                made_written.append(taken + measuring.seconds(measuring.write, out, own.data))
                decks.append((unit, own.data))
            apart = [taken_apart(data) for _, data in decks]
            measuring.sweep()
            for (unit, data), slides in zip(decks, apart, strict=True):
                other, taken = measuring.timed(built, slides)
                plain.append(taken)
                plain_written.append(taken + measuring.seconds(measuring.write, out, other))
                if facts(other) != facts(data):
                    raise AssertionError(f"{unit.id}: python-pptx made another deck")
    ratios = (
        measuring.ratio(plain, made),
        measuring.ratio(plain_written, made_written),
        measuring.ratio(plain, merged),
    )
    rows = [
        ("packgen", measuring.ms(made), measuring.ms(made_written), "1", "1", "", ""),
        (
            "python-pptx",
            measuring.ms(plain),
            measuring.ms(plain_written),
            f"{ratios[0]:.1f}",
            f"{ratios[1]:.1f}",
            f"≥ {AIM}",
            f"{ratios[2]:.1f}",
        ),
    ]
    charts = sum(shape.kind == "chart" for slide in slides for shape in slide.shapes)
    measuring.table(f"The same deck ({len(slides)} slides, {charts} charts, {runs} units)", HEAD, rows)
