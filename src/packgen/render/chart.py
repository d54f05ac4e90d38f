"""A chart's description becomes native DrawingML with its data, the same for Word and PowerPoint.

Cache and workbook are written from the same columns, so they cannot differ. Marks are told apart by shape, the scale
of means is always 1 to 5, and the grid lines stand exactly at its digits: plot areas are laid out by hand, in mm.

DrawingML has no dot plot. Here it is a scatter chart: x is the value, y the row. Further series bear the rows' thin
lines and names (at x = 1), the values printed at the right (at x = 5), the grey bands and the legend.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import ceil
from typing import Literal

from packgen.blocks import Chart, Language, Series
from packgen.render import workbook
from packgen.render.metrics import width_mm
from packgen.render.nodes import Node, fragment, maker, to_bytes
from packgen.render.package import Package
from packgen.render.traced import MARK, deciding, knowing, largest, smallest
from packgen.render.workbook import Cell, Formula, address, column_name, value_of
from packgen.theme import Theme

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
CHART_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
CHART_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"

LOWEST, HIGHEST = 1, 5
_STEPS = HIGHEST - LOWEST
_LOCALE = {"nb": "414", "nn": "814"}  # the decimal comma whatever the reader's machine is set to
_EMU_PER_POINT = 12700
_MM_PER_POINT = 25.4 / 72
_EDGE_MM = 5.0  # room beside the digits 1 and 5, and for marks that stand on them
_GAP_MM = 3.0
_X_AXIS, _Y_AXIS = 1001, 1002

c = maker("c")
a = maker("a")
c15 = maker("c15")


@dataclass(frozen=True, slots=True)
class Frame:
    """The room of a chart on its page, in mm, and the size of its text in points.

    ``height_mm`` 0 takes the chart's own. ``digits`` of the scale stand in a strip of ``strip_mm`` above or below the
    rows of a dot chart, or nowhere (where a table's header row bears them, see `digit_places`). A ``bare`` dot chart's
    rows share the rest of the height equally, to the edges: a table's rows of the same height are level with them.
    ``marks_pt`` is the type size that marks go by, 0 for the text's.
    """

    width_mm: float = 160.0
    height_mm: float = 0.0
    text_pt: float = 10.0
    digits: Literal["top", "bottom", "none"] = "bottom"
    strip_mm: float = 7.0
    marks_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class _Plot:
    """The inner plot area in mm from the frame's upper left corner, and the frame."""

    left: float
    top: float
    width: float
    height: float
    frame: Frame

    @property
    def layout(self) -> Node:
        """The plot area as DrawingML: shares of the frame."""
        wide, high = self.frame.width_mm, self.frame.height_mm
        return _layout(self.left / wide, self.top / high, self.width / wide, self.height / high)


@dataclass(slots=True)
class _Sheet:
    """The columns of the workbook as they are written, and references to them."""

    number_format: str
    depth: int
    columns: list[list[Cell]] = field(default_factory=list)

    def add(self, head: str, cells: Sequence[Cell]) -> int:
        """Add a column and return its number. All are equally long: LibreOffice loses what stood in shorter ones."""
        self.columns.append([head, *cells, *[None] * (self.depth - len(cells))])
        return self.last

    @property
    def last(self) -> int:
        """The number of the column added last."""
        return len(self.columns) - 1

    def name(self, column: int) -> Node:
        """Return a series' ``c:tx``: the head of a column."""
        head = self.columns[column][0]
        return c(
            "tx", c("strRef", c("f", address(column, 1, 1)), c("strCache", c("ptCount", val=1), _point(0, str(head))))
        )

    def texts(self, tag: str, column: int) -> Node:
        """Return a reference to a column of text (categories)."""
        cells = self.columns[column][1:]
        points = [_point(i, str(cell)) for i, cell in enumerate(cells) if cell]
        cache = c("strCache", c("ptCount", val=len(cells)), *points)
        return c(tag, c("strRef", c("f", self._address(column)), cache))

    def numbers(self, tag: str, column: int) -> Node:
        """Return a reference to a column of numbers; an empty cell is no point."""
        cells = [value_of(cell) for cell in self.columns[column][1:]]
        return self.points(tag, column, _points(cells))

    def points(self, tag: str, column: int, points: Iterable[Node]) -> Node:
        """Return a reference to a column of numbers whose points are these."""
        cells = self.columns[column][1:]
        code = c("formatCode", self.number_format)
        cache = c("numCache", code, c("ptCount", val=len(cells)), *points)
        return c(tag, c("numRef", c("f", self._address(column)), cache))

    def _address(self, column: int) -> str:
        return address(column, 2, len(self.columns[column]))


def chart_part(
    chart: Chart, theme: Theme, language: Language, *, embedded: str, frame: Frame | None = None
) -> tuple[bytes, Package | bytes]:
    """Return a chart part's XML and its embedded workbook, as the bytes of one where its values are not known yet.

    ``embedded`` is the id of the relationship from the chart part to the workbook. The same input gives the same bytes.
    """
    frame = replace(frame or Frame(), height_mm=(frame.height_mm if frame else 0.0) or chart.height_mm)
    marks = frame.marks_pt or frame.text_pt
    brush = _Brush(theme, language, frame.text_pt, f"[$-{_LOCALE[language]}]{chart.number_format}", marks)
    if chart.kind == "shares":
        return _bars(replace(chart, title="", alt=""), brush, frame, embedded)  # neither is drawn
    sheet = _Sheet(chart.number_format, _depth(chart))
    area, legend = _drawing(chart, brush, frame, sheet)
    data = workbook.workbook(sheet.columns, chart.number_format, theme.font)
    return to_bytes(_space(area, legend, brush, embedded)), data


def _drawing(chart: Chart, brush: "_Brush", frame: Frame, sheet: "_Sheet") -> tuple[Node, Node | None]:
    """Return a chart's plot area, its columns added to the sheet, and its legend."""
    if chart.kind == "dots":
        return _dots(chart, brush, frame, sheet), None
    return _line(chart, brush, frame, sheet)


def _depth(chart: Chart) -> int:
    """Return how many rows the longest column needs: three a stroke in a dot chart, for its rows or its scale."""
    if chart.kind != "dots":
        return len(chart.categories)
    return 3 * max(len(chart.categories), _STEPS + 1) - 1


def digit_places(width_mm: float) -> tuple[float, ...]:
    """Return how far from the left edge of a bare dot chart of this width its grid lines 1 to 5 stand, in mm."""
    step = (width_mm - 2 * _EDGE_MM) / _STEPS
    return tuple(_EDGE_MM + i * step for i in range(_STEPS + 1))


@knowing
def shown(value: Decimal, number_format: str) -> str:
    """Return a value as people read it: rounded half up to the format's decimals, with a decimal comma."""
    decimals = len(number_format.partition(".")[2])
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded:f}".replace(".", ",")


@deciding
def _is_same(words: str, other: str) -> bool:
    return words == other


# ---------------------------------------------------------------- the chart part around a plot area


def _space(area: Node, legend: Node | None, brush: "_Brush", embedded: str) -> Node:
    return c(
        "chartSpace",
        c("date1904", val=False),
        c("lang", val=brush.tag),
        c("roundedCorners", val=False),
        c(
            "chart",
            c("autoTitleDeleted", val=True),
            area,
            legend,
            c("plotVisOnly", val=True),
            c("dispBlanksAs", val="gap"),
        ),
        c("spPr", a("noFill"), _no_line()),
        brush.text(),
        c("externalData", c("autoUpdate", val=False), **{"r:id": embedded}),
    )


def _layout(x: float, y: float, w: float, h: float) -> Node:
    return c(
        "layout",
        c(
            "manualLayout",
            c("layoutTarget", val="inner"),
            c("xMode", val="edge"),
            c("yMode", val="edge"),
            c("x", val=x),
            c("y", val=y),
            c("w", val=w),
            c("h", val=h),
        ),
    )


def _points(values: Iterable[Decimal | None]) -> list[Node]:
    return [_point(i, f"{value:f}") for i, value in enumerate(values) if value is not None]


def _point(index: int, value: str) -> Node:
    return c("pt", c("v", value), idx=index)


def _no_line() -> Node:
    return a("ln", a("noFill"))


def _fill(colour: str) -> Node:
    return a("solidFill", a("srgbClr", val=colour))


def _stroke(colour: str, points: float, dash: str = "") -> Node:
    """Return a line with flat ends, so that a thick one (a band) is exactly as long as its value."""
    width = round(points * _EMU_PER_POINT)
    return a("ln", _fill(colour), a("prstDash", val=dash) if dash else None, a("round"), w=width, cap="flat")


@dataclass(frozen=True, slots=True)
class _Brush:
    """Colours, language and text of one chart."""

    theme: Theme
    language: Language
    text_pt: float
    number_format: str
    marks_pt: float

    @property
    def tag(self) -> str:
        """The language as documents name it."""
        return f"{self.language}-NO"

    def text(self, colour: str = "", *, size: float = 1.0, bold: bool = False) -> Node:
        """Return ``c:txPr``: how text looks, ``size`` times the chart's own."""
        properties = self._run("defRPr", colour or self.theme.text, size, bold=bold)
        paragraph = a("p", a("pPr", properties), a("endParaRPr", lang=self.tag))
        return c("txPr", a("bodyPr", wrap="none"), a("lstStyle"), paragraph)

    def words(self, value: str, colour: str = "", *, bold: bool = False) -> Node:
        """Return ``c:tx`` with words of our own in a data label."""
        colour = colour or self.theme.text
        run = a("r", self._run("rPr", colour, 1.0, bold=bold), a("t", value))
        paragraph = a("p", a("pPr", self._run("defRPr", colour, 1.0, bold=bold)), run)
        return c("tx", c("rich", a("bodyPr", wrap="none"), a("lstStyle"), paragraph))

    def _run(self, tag: str, colour: str, size: float, *, bold: bool) -> Node:
        latin = a("latin", typeface=self.theme.font)
        return a(tag, _fill(colour), latin, lang=self.tag, sz=round(self.text_pt * size * 100), b=bold)

    def width(self, value: str, *, bold: bool = False) -> float:
        """Return how wide words are in this chart, in mm."""
        return width_mm(value, self.text_pt, bold=bold)


def _shows(value: bool = False, **tags: bool) -> tuple[Node, ...]:  # noqa: FBT001, FBT002 - reads as «shows nothing»
    """Return the switches at the end of data labels: all off but those named."""
    names = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    return tuple(c(name, val=tags.get(name, value)) for name in names)


def _label(
    index: int,
    brush: "_Brush",
    place: str,
    *,
    words: str = "",
    colour: str = "",
    bold: bool = False,
    layout: Node | None = None,
) -> Node:
    """Return one data label: words of our own, or the value itself where they are empty."""
    return c(
        "dLbl",
        c("idx", val=index),
        layout,
        brush.words(words, colour, bold=bold) if words else None,
        None if words else c("numFmt", formatCode=brush.number_format, sourceLinked=False),
        c("spPr", a("noFill"), _no_line()),
        brush.text(colour, bold=bold),
        c("dLblPos", val=place),
        *_shows(showVal=True),
    )


def _no_labels() -> Node:
    return c("dLbls", *_shows())


def _own_labels(labels: Iterable[Node], brush: "_Brush") -> Node:
    """Return data labels of which only those given are shown, with no lines that lead to them."""
    extension = c("extLst", c("ext", c15("showLeaderLines", val=False), uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"))
    return c("dLbls", *labels, c("spPr", a("noFill"), _no_line()), brush.text(), *_shows(), extension)


def _value_axis(
    brush: _Brush,
    ids: tuple[int, int],
    place: str,
    *,
    limits: tuple[float, float],
    hidden: bool = False,
    grid: bool = False,
    digits: str = "nextTo",
    between: str = "midCat",
) -> Node:
    """Return a value axis with its first limit lowest; ``grid`` draws light lines one unit apart."""
    low, high = limits
    return c(
        "valAx",
        c("axId", val=ids[0]),
        c("scaling", c("orientation", val="minMax"), c("max", val=high), c("min", val=low)),
        c("delete", val=hidden),
        c("axPos", val=place),
        c("majorGridlines", c("spPr", _stroke(brush.theme.rule, 0.5))) if grid else None,
        c("numFmt", formatCode="0", sourceLinked=False),
        c("majorTickMark", val="none"),
        c("minorTickMark", val="none"),
        c("tickLblPos", val=digits),
        c("spPr", _no_line()),
        brush.text(brush.theme.muted),
        c("crossAx", val=ids[1]),
        c("crosses", val="min"),
        c("crossBetween", val=between),
        c("majorUnit", val=1),
    )


# ---------------------------------------------------------------- dots: means on a scale from 1 to 5

_DRAWN = ("diamond", "triangle", "bar", "circle")  # hollow marks first, so that none hides another
_HOLLOW = ("diamond", "triangle")
_BAND_SHARE = 0.5  # of a row's height
_BAR_HALF = Decimal("0.28")
LEGEND = "Forklaring"
"""What columns of the legend's own begin with: their values are places, not figures."""
_NAME_MM = 0.16  # from a mark of the legend to its name, for each point of the type

_Place = tuple[Cell, Cell]


def _dots(chart: Chart, brush: _Brush, frame: Frame, sheet: _Sheet) -> Node:
    """Return a dot chart's plot area: a row per category from the top, a mark per series."""
    labelled = not chart.bare and all(len(_values_in(chart, row)) == 1 for row in range(len(chart.categories)))
    named = not chart.bare and not labelled and len(chart.series) > 1
    plot = _dots_plot(chart, brush, frame, labelled=labelled)
    dots = _Dots(chart, brush, sheet, plot, labelled=labelled, named=named)
    digits = {"top": "high", "bottom": "nextTo", "none": "none"}[frame.digits]
    return c(
        "plotArea",
        plot.layout,
        c(
            "scatterChart",
            c("scatterStyle", val="lineMarker"),
            c("varyColors", val=False),
            *dots.series(),
            c("axId", val=_X_AXIS),
            c("axId", val=_Y_AXIS),
        ),
        _value_axis(brush, (_X_AXIS, _Y_AXIS), "b", limits=(LOWEST, HIGHEST), grid=not named, digits=digits),
        _value_axis(brush, (_Y_AXIS, _X_AXIS), "l", limits=(0, dots.top), hidden=True),
        c("spPr", a("noFill"), _no_line()),
    )


def _values_in(chart: Chart, row: int) -> list[Series]:
    """Return the series that have a value in a row."""
    return [series for series in chart.series if series.values[row] is not None]


def printed(chart: Chart, series: Series, row: int) -> str:
    """Return what is printed for one value: its own label, or the value with a decimal comma; empty for no value."""
    value = series.values[row]
    if value is None:
        return ""
    return series.labels[row] if series.labels else shown(value, chart.number_format)


def _own_words(chart: Chart, series: Series, row: int) -> str:
    """Return a label that says more than its value, empty where the value itself is printed and follows an edit."""
    value = series.values[row]
    own = printed(chart, series, row)
    return "" if value is not None and _is_same(own, shown(value, chart.number_format)) else own


def _dots_plot(chart: Chart, brush: _Brush, frame: Frame, *, labelled: bool) -> _Plot:
    strip = frame.strip_mm if frame.digits != "none" else 0.0
    left = right = _EDGE_MM
    if not chart.bare:
        left = smallest(
            largest(brush.width(name, bold=True) for name in chart.categories) + _GAP_MM, frame.width_mm / 2
        )
    if labelled:
        values = (printed(chart, series, row) for series in chart.series for row in range(len(chart.categories)))
        right = largest(brush.width(words, bold=True) for words in values) + 2 * _GAP_MM
    top = strip if frame.digits == "top" else 0.0
    return _Plot(left, top, frame.width_mm - left - right, frame.height_mm - strip, frame)


class _Dots:
    """The series of a dot chart.

    What has no mark of its own in DrawingML (upright bar, band, row line) is drawn as short strokes: a series whose
    points come in pairs with an empty one between. Their cells are formulas on the values, so that they follow an
    edited value.
    """

    def __init__(self, chart: Chart, brush: _Brush, sheet: _Sheet, plot: _Plot, *, labelled: bool, named: bool) -> None:
        self.chart, self.brush, self.sheet, self.plot = chart, brush, sheet, plot
        self.labelled, self.named = labelled, named
        rows = len(chart.categories)
        self.rows = rows
        self.legend_rows = _legend_rows(chart, brush, plot) if named else ()
        self.top = rows + len(self.legend_rows)
        """Upper end of the y axis: a row more for each of the legend's on top."""
        self.heights = [Decimal(2 * (rows - row) - 1) / 2 for row in range(rows)]
        sheet.add("", chart.categories)
        self.y = sheet.add("Rad", self.heights)
        self.values = [sheet.add(series.name, series.values) for series in chart.series]

    def series(self) -> list[Node]:
        """Return everything drawn. PowerPoint and Word draw in ``c:order``, LibreOffice the first in the file last."""
        made = self._ground()
        for i in sorted(range(len(self.chart.series)), key=lambda i: (_DRAWN.index(self.chart.series[i].mark), -i)):
            made += self._marks(self.chart.series[i], self.values[i], self.y)
        made += [self._printed_values()] if self.labelled else []
        made += self._legend() if self.named else []
        numbered = [c("ser", c("idx", val=i), c("order", val=i), *node.children) for i, node in enumerate(made)]
        return numbered[::-1]

    def _ground(self) -> list[Node]:
        """Return what lies under the marks: a thin line along each row, the scale, bands."""
        made = []
        if self.named:  # the axis' own lines would run through the legend
            made.append(self._thin("Skala", [((x, 0), (x, self.rows)) for x in range(LOWEST, HIGHEST + 1)]))
        made.append(self._thin("Rader", [((LOWEST, y), (HIGHEST, y)) for y in self.heights]))
        if not self.chart.bare:
            made.append(self._row_names())
        return made + [self._band(i) for i, series in enumerate(self.chart.series) if series.band is not None]

    def _ser(self, name: int, x: int, y: int, *, line: Node, mark: Node, labels: Node) -> Node:
        return c(
            "ser",
            self.sheet.name(name),
            c("spPr", line),
            mark,
            labels,
            self.sheet.numbers("xVal", x),
            self.sheet.numbers("yVal", y),
            c("smooth", val=False),
        )

    def _strokes(self, name: str, ends: Iterable[tuple[_Place, _Place]], line: Node) -> Node:
        """Return straight strokes between pairs of places."""
        places = [place for pair in ends for place in (*pair, (None, None))][:-1]
        x = self.sheet.add(name, [place[0] for place in places])
        y = self.sheet.add("y", [place[1] for place in places])
        return self._ser(x, x, y, line=line, mark=_no_mark(), labels=_no_labels())

    def _thin(self, name: str, ends: Iterable[tuple[_Place, _Place]]) -> Node:
        return self._strokes(name, ends, _stroke(self.brush.theme.rule, 0.5))

    def _labels_at(self, name: str, x: Sequence[Cell], y: int, labels: Iterable[Node]) -> Node:
        """Return a series that shows nothing but its labels."""
        column = self.sheet.add(name, x)
        return self._ser(column, column, y, line=_no_line(), mark=_no_mark(), labels=_own_labels(labels, self.brush))

    def _row_names(self) -> Node:
        labels = [
            _label(row, self.brush, "l", words=name, bold=self._is_strongest(row))
            for row, name in enumerate(self.chart.categories)
        ]
        return self._labels_at("Start", [LOWEST] * self.rows, self.y, labels)

    def _is_strongest(self, row: int) -> bool:
        """Whether a row belongs to the first series alone: among others it is set in bold."""
        return self.labelled and self.rows > 1 and self.chart.series[0].values[row] is not None

    def _band(self, index: int) -> Node:
        """Return a grey band around each value, cut at the ends of the scale."""
        series = self.chart.series[index]
        ends = [
            ((self._cut(index, row, value, "-"), y), (self._cut(index, row, value, "+"), y))
            for row, (value, y) in enumerate(zip(series.values, self.heights, strict=True))
            if value is not None
        ]
        high = self.plot.height / self.top * _BAND_SHARE / _MM_PER_POINT
        return self._strokes(f"± {series.name}", ends, _stroke(self.brush.theme.band, high))

    def _cut(self, index: int, row: int, value: Decimal, sign: str) -> Formula:
        half = self.chart.series[index].band or Decimal(0)
        cell = f"{column_name(self.values[index])}{row + 2}{sign}{half:f}"
        if sign == "-":
            return Formula(f"MAX({LOWEST},{cell})", largest((Decimal(LOWEST), value - half)))
        return Formula(f"MIN({HIGHEST},{cell})", smallest(Decimal(HIGHEST), value + half))

    def _marks(self, series: Series, x: int, y: int) -> list[Node]:
        """Return the marks of one series, at the values in column x and the rows in column y."""
        if series.mark == "bar":
            unseen = self._ser(x, x, y, line=_no_line(), mark=_no_mark(), labels=_no_labels())
            return [unseen, self._bars(x, y)]
        shapes = _shape(series.mark, self.brush)
        return [self._ser(x, x, y, line=_no_line(), mark=m, labels=_no_labels()) for m in shapes if m is not None]

    def _bars(self, x: int, y: int) -> Node:
        """Return an upright stroke through each value of a column."""
        ends = []
        for row, (cell, height) in enumerate(zip(self.sheet.columns[x][1:], self.sheet.columns[y][1:], strict=True)):
            value, middle = value_of(cell), value_of(height)
            if value is not None and middle is not None:
                at = Formula(f"{column_name(x)}{row + 2}", value)
                ends.append(((at, middle - _BAR_HALF), (at, middle + _BAR_HALF)))
        name = str(self.sheet.columns[x][0])
        return self._strokes(name, ends, _stroke(self.brush.theme.muted, 2.25))

    def _printed_values(self) -> Node:
        """Return the values at the right end of their rows."""
        labels = []
        for row in range(self.rows):
            (series,) = _values_in(self.chart, row)
            words = printed(self.chart, series, row)
            labels.append(_label(row, self.brush, "r", words=words, bold=series is self.chart.series[0]))
        return self._labels_at("Slutt", [HIGHEST] * self.rows, self.y, labels)

    def _legend(self) -> list[Node]:
        """Return one mark and its name per series, side by side above the rows while there is room."""
        made = []
        for number, row in enumerate(self.legend_rows):
            y = self.sheet.add(LEGEND, [Decimal(2 * (self.top - number) - 1) / 2])
            place = _EDGE_MM / 2
            for series in row:
                mark = self.sheet.add(f"{LEGEND}: {series.name}", [self._x_at(place)])
                made += self._marks(series, mark, y)
                label = _label(0, self.brush, "r", words=series.name)
                at = self._x_at(place + _NAME_MM * self.brush.text_pt)
                made.append(self._labels_at(f"{LEGEND}: {series.name}", [at], y, [label]))
                place += self.brush.width(series.name) + 4 * _GAP_MM
        return made

    def _x_at(self, place: float) -> Decimal:
        """Return the value on the x axis that stands so many mm from the plot's left edge."""
        return _hundredths(LOWEST + place * _STEPS / self.plot.width)


@knowing
def _hundredths(place: float) -> Decimal:
    return Decimal(round(place * 100)) / 100


@knowing
def _share(value: Decimal, total: Decimal) -> float:
    return float(value / total)


def _legend_rows(chart: Chart, brush: _Brush, plot: _Plot) -> tuple[tuple[Series, ...], ...]:
    """Return the series row by row, as many in a row of the legend as have room beside each other."""
    rows: list[list[Series]] = [[]]
    place = _EDGE_MM / 2
    for series in chart.series:
        wide = brush.width(series.name)
        if rows[-1] and place + _NAME_MM * brush.text_pt + wide > plot.width + _EDGE_MM:
            rows.append([])
            place = _EDGE_MM / 2
        rows[-1].append(series)
        place += wide + 4 * _GAP_MM
    return tuple(tuple(row) for row in rows)


def _no_mark() -> Node:
    return c("marker", c("symbol", val="none"))


def _shape(shape: str, brush: _Brush) -> tuple[Node, Node | None]:
    """Return a mark, and the white one that makes it hollow: a lone outline is not drawn by LibreOffice."""
    ink = brush.theme.ink
    size = {"circle": 0.65, "diamond": 1.3, "triangle": 1.2}[shape] * brush.marks_pt
    hole = _mark(shape, brush.theme.white, size * 0.7) if shape in _HOLLOW else None
    return _mark(shape, ink, size), hole


def _mark(shape: str, colour: str, size: float) -> Node:
    look = c("spPr", _fill(colour), _no_line())
    return c("marker", c("symbol", val=shape), c("size", val=max(2, min(72, round(size)))), look)


# ---------------------------------------------------------------- shares: 100 % stacked bars

_BAR_MM = 13.0
_LABEL_GAP_MM = 0.6
_LINE_SHARE = 1.35  # a line of text against its type size
LIGHT_TINTS = 3
"""So many of the ramp's five tints bear black text, the darker ones white."""


_HOLE = c("hole")
"""Stands in what is the same for all bars where a bar's own labels and points come."""


def _bars(chart: Chart, brush: _Brush, frame: Frame, embedded: str) -> tuple[bytes, Package | bytes]:
    """Return the part and workbook of a chart of shares.

    How many classes there are, which are 0 and which have room for their figure differs from unit to unit: both files
    are drawn anew for each, and nothing in the document around hangs on them.
    """
    xml = _bars_xml(chart, brush, frame, embedded)
    if MARK in xml:
        return xml, _bars_data(chart, brush.theme.font)
    return xml, workbook.workbook(_columns(chart), chart.number_format, brush.theme.font)


@knowing
def _bars_xml(chart: Chart, brush: _Brush, frame: Frame, embedded: str) -> bytes:
    """Return the part: what is the same for all bars with these classes, with a bar's own labels and points in it."""
    plot = _shares_plot(chart, brush, frame)
    names = tuple(Series(series.name, (None,) * len(chart.categories)) for series in chart.series)
    pieces = _around_bars(replace(chart, series=names), brush, plot, embedded)
    rows = [_segment_labels(chart, category, plot, brush) for category in range(len(chart.categories))]
    own: list[str] = []
    for index, series in enumerate(chart.series):
        own.append("".join(label for row in rows if (label := row[index])))
        own.append("".join(map(fragment, _points(series.values))))
    return "".join(piece for pair in zip(pieces, (*own, ""), strict=True) for piece in pair).encode()


@knowing
def _bars_data(chart: Chart, typeface: str) -> bytes:
    return workbook.to_bytes(_columns(chart), chart.number_format, typeface)


def _columns(chart: Chart) -> list[list[Cell]]:
    """Return the columns of the workbook: the categories, and the values of each class."""
    columns: list[list[Cell]] = [["", *chart.categories]]
    return columns + [[series.name, *series.values] for series in chart.series]


@lru_cache(maxsize=256)
def _around_bars(chart: Chart, brush: _Brush, plot: _Plot, embedded: str) -> tuple[str, ...]:
    """Return a chart of shares without figures, cut where each class' labels and points come."""
    sheet = _Sheet(chart.number_format, _depth(chart), _columns(chart))
    area, legend = _shares(chart, brush, plot, sheet)
    return tuple(to_bytes(_space(area, legend, brush, embedded)).decode().split(fragment(_HOLE)))


def _shares(chart: Chart, brush: _Brush, plot: _Plot, sheet: _Sheet) -> tuple[Node, Node]:
    """Return a bar per category, the classes in their order, every value printed in its segment, and the legend."""
    tints = class_tints(len(chart.series))
    bars = [
        c(
            "ser",
            c("idx", val=index),
            c("order", val=index),
            sheet.name(index + 1),
            c("spPr", _fill(brush.theme.ramp[tints[index]]), _stroke(brush.theme.ink, 0.75)),
            c("invertIfNegative", val=False),
            _own_labels((_HOLE,), brush),
            sheet.texts("cat", 0),
            sheet.points("val", index + 1, (_HOLE,)),
        )
        for index in range(len(chart.series))
    ]
    area = c(
        "plotArea",
        plot.layout,
        c(
            "barChart",
            c("barDir", val="bar"),
            c("grouping", val="percentStacked"),
            c("varyColors", val=False),
            *bars,
            c("gapWidth", val=_gap_width(chart, plot)),
            c("overlap", val=100),
            c("axId", val=_X_AXIS),
            c("axId", val=_Y_AXIS),
        ),
        _category_axis(brush, "l", downwards=True, hidden=_nameless(chart)),
        _value_axis(brush, (_Y_AXIS, _X_AXIS), "b", limits=(0, 1), hidden=True),
        c("spPr", a("noFill"), _no_line()),
    )
    legend = c(
        "legend",
        c("legendPos", val="b"),
        c("overlay", val=False),
        brush.text(),
    )
    return area, legend


def class_tints(classes: int) -> tuple[int, ...]:
    """Return which of the ramp's five tints each class has: the ends always, the middle where there are three."""
    return tuple(round(i * 4 / max(classes - 1, 1)) for i in range(classes))


def _nameless(chart: Chart) -> bool:
    return chart.bare or not any(chart.categories)


def _shares_plot(chart: Chart, brush: _Brush, frame: Frame) -> _Plot:
    """Return the bars' area: names at the left, room above for labels that find none in their segment, legend below."""
    left = 0.5
    if not _nameless(chart):
        left = smallest(largest(brush.width(name) for name in chart.categories) + _GAP_MM, frame.width_mm / 2)
    line = brush.text_pt * _LINE_SHARE * _MM_PER_POINT
    legend = line * (0.7 + _legend_lines(chart, brush, frame))
    width = frame.width_mm - left - 0.5
    above = line if _any_lifted(chart, width, brush) else 0.0
    return _Plot(left, above, width, frame.height_mm - above - legend, frame)


def _legend_lines(chart: Chart, brush: _Brush, frame: Frame) -> int:
    """Return how many lines the names of the classes take below the bars."""
    wide = sum(brush.width(series.name) + 3 * _GAP_MM for series in chart.series)
    return max(1, ceil(wide / frame.width_mm))


def _any_lifted(chart: Chart, width: float, brush: _Brush) -> bool:
    """Whether some value of the topmost bar finds no room in its segment."""
    values = [series.values[0] or Decimal(0) for series in chart.series]
    total = sum(values) or Decimal(1)
    return any(
        value and brush.width(printed(chart, series, 0)) + _LABEL_GAP_MM > _share(value, total) * width
        for value, series in zip(values, chart.series, strict=True)
    )


def _gap_width(chart: Chart, plot: _Plot) -> int:
    """Return the gap between bars in percent of a bar: bars no thicker than is calm, and never touching."""
    row = plot.height / len(chart.categories)
    bar = min(_BAR_MM, row * 0.75)
    return max(0, min(500, round((row / bar - 1) * 100)))


def _segment_labels(chart: Chart, category: int, plot: _Plot, brush: _Brush) -> list[str]:
    """Return the label of each class in one bar: in its segment, or above the bar where that is too narrow."""
    values = [series.values[category] or Decimal(0) for series in chart.series]
    total = sum(values) or Decimal(1)
    tints = class_tints(len(chart.series))
    made: list[str] = []
    lifted_to = -1.0  # right end of the last label above the bar
    start = 0.0
    for index, series in enumerate(chart.series):
        words = printed(chart, series, category)
        own = _own_words(chart, series, category)
        room = _share(values[index], total) * plot.width
        need = brush.width(words) + _LABEL_GAP_MM
        if not words or not values[index]:
            made.append("")
        elif need <= room:
            colour = "000000" if tints[index] < LIGHT_TINTS else brush.theme.white
            made.append(_label_inside(category, brush, own, colour))
        else:
            shift = largest((0.0, lifted_to - (start + room / 2 - need / 2)))
            lifted_to = start + room / 2 + need / 2 + shift
            made.append(fragment(_label(category, brush, "ctr", words=own, layout=_lift(plot, chart, brush, shift))))
        start += room
    return made


@lru_cache(maxsize=1_000)
def _label_inside(category: int, brush: _Brush, words: str, colour: str) -> str:
    return fragment(_label(category, brush, "ctr", words=words, colour=colour))


def _lift(plot: _Plot, chart: Chart, brush: _Brush, shift: float) -> Node:
    """Return a place above the bar, ``shift`` mm to the right of the segment's middle."""
    row = plot.height / len(chart.categories)
    bar = row / (1 + _gap_width(chart, plot) / 100)
    up = bar / 2 + brush.text_pt * _LINE_SHARE * _MM_PER_POINT / 2
    x, y = shift / plot.frame.width_mm, -up / plot.frame.height_mm
    return c("layout", c("manualLayout", c("x", val=x), c("y", val=y)))


def _category_axis(brush: _Brush, place: str, *, downwards: bool = False, hidden: bool = False) -> Node:
    return c(
        "catAx",
        c("axId", val=_X_AXIS),
        c("scaling", c("orientation", val="maxMin" if downwards else "minMax")),
        c("delete", val=hidden),
        c("axPos", val=place),
        c("numFmt", formatCode="General", sourceLinked=False),
        c("majorTickMark", val="none"),
        c("minorTickMark", val="none"),
        c("tickLblPos", val="low"),
        c("spPr", _no_line()),
        brush.text(),
        c("crossAx", val=_Y_AXIS),
        c("crosses", val="autoZero"),
        c("auto", val=False),
        c("lblAlgn", val="ctr"),
        c("lblOffset", val=100),
        c("noMultiLvlLbl", val=True),
    )


# ---------------------------------------------------------------- line: means over periods

_PRINTED_LINES = 2  # the values of a third line would stand on those of the others


def _line(chart: Chart, brush: _Brush, frame: Frame, sheet: _Sheet) -> tuple[Node, Node | None]:
    """Return a line per series over the periods; the first series is strongest and printed above its marks."""
    names = sheet.add("", chart.categories)
    lines = [_one_line(chart, index, brush, sheet, names) for index in range(len(chart.series))]
    several = len(chart.series) > 1
    area = c(
        "plotArea",
        _line_plot(brush, frame, legend=several).layout,
        c(
            "lineChart",
            c("grouping", val="standard"),
            c("varyColors", val=False),
            *lines,
            c("marker", val=True),
            c("axId", val=_X_AXIS),
            c("axId", val=_Y_AXIS),
        ),
        _category_axis(brush, "b"),
        _value_axis(brush, (_Y_AXIS, _X_AXIS), "l", limits=(LOWEST, HIGHEST), grid=True, between="between"),
        c("spPr", a("noFill"), _no_line()),
    )
    legend = c("legend", c("legendPos", val="b"), c("overlay", val=False), brush.text()) if several else None
    return area, legend


def _line_plot(brush: _Brush, frame: Frame, *, legend: bool) -> _Plot:
    line = brush.text_pt * _LINE_SHARE * _MM_PER_POINT
    below = line * (3.4 if legend else 1.7)
    left = brush.width("0") + _GAP_MM
    return _Plot(left, line, frame.width_mm - left - _EDGE_MM, frame.height_mm - line - below, frame)


def _one_line(chart: Chart, index: int, brush: _Brush, sheet: _Sheet, names: int) -> Node:
    series = chart.series[index]
    column = sheet.add(series.name, series.values)
    first = index == 0
    colour, width, dash = (brush.theme.ink, 2.25, "") if first else (brush.theme.muted, 1.5, "sysDash")
    shape = "square" if series.mark == "bar" else series.mark
    labels = [
        _label(i, brush, _side(chart, index, i), words=_own_words(chart, series, i), bold=first)
        for i, value in enumerate(series.values)
        if value is not None and index < _PRINTED_LINES
    ]
    return c(
        "ser",
        c("idx", val=index),
        c("order", val=index),
        sheet.name(column),
        c("spPr", _stroke(colour, width, dash)),
        _mark(shape, colour, brush.marks_pt * 0.75),
        _own_labels(labels, brush),
        sheet.texts("cat", names),
        sheet.numbers("val", column),
        c("smooth", val=False),
    )


def _side(chart: Chart, index: int, period: int) -> str:
    """Return where a value is printed: above its mark, or below where another printed line runs above it."""
    values = [series.values[period] for series in chart.series[:_PRINTED_LINES]]
    own = values[index]
    others = [(value, i) for i, value in enumerate(values) if value is not None and i != index]
    above = all((own or 0, -index) > (value, -i) for value, i in others)
    return "t" if above else "b"
