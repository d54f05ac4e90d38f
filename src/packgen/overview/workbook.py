"""The overview as an Excel file: a sheet to read first, and one each for meetings, factors, measures and figures.

Each sheet is one real table that can be filtered, but that of figures, which has no filter. Rows stand in the
organisation's order, factors from 1 to 10. No cell is coloured by what a figure is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from packgen import spreadsheet
from packgen.compose import Scene, Words
from packgen.model import FACTORS, Mean
from packgen.overview import saying
from packgen.overview.facts import SHOWN_FACTORS, Held, Overview, UnitFacts, UnitFigures
from packgen.render.metrics import width_mm
from packgen.statistics import NO_BREAK_SPACE
from packgen.theme import Theme

_A4 = 9
_LOCALE = {"nb": "414", "nn": "814"}
_WIDTHS = {
    "meetings": (32, 24, 14, 14, 14, 14, 14, 10, 14, 12, 34),
    "factors": (7, 40, 20, 20, 20),
    "measures": (32, 24, 8, 11, 9, 14, 11, 11, 13, 11, 11, 34),
    "figures": (32, 24, 13, *(11,) * len(SHOWN_FACTORS)),
}
_LINE, _PAD = 14.6, 4.0  # points: a line of text in a row, and the room around
_POINTS = 11
_MM_PER_UNIT, _SIDES_MM = 1.85, 2.0
"""How wide a unit of column width is, and what of a column no word fills."""
_BESIDE = 2.5
"""Units of width beside a head's longest word: room for the button of a filter."""
_EXPLAINED = 110
_LATE_COLUMN = 8
"""Of the measures: how many are past their deadline."""

Value = str | int | date | Mean | None


@dataclass(frozen=True, slots=True)
class _Grid:
    """One sheet of rows: its key, heads, rows, and how deep in the organisation each row stands."""

    key: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    depths: tuple[int, ...]


def workbook(known: Overview, scene: Scene, theme: Theme, units: int) -> bytes:
    """Return the workbook; ``units`` is how many units the tree has, shown and hidden."""
    words = scene.words
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = f"{words.string('overview.title')} – {scene.view.municipality.name}"
    book.properties.subject = scene.view.round.name
    book.properties.language = f"{words.language}-NO"
    brush = _Brush(words, theme, scene.view.municipality.name, scene.view.round.name)
    _start(book, known, brush, units)
    for grid in (_meetings(known, words), _factors(known, words), _measures(known, words), _figures(known, words)):
        sheet = _sheet(book, grid, brush)
        if grid.key == "measures" and grid.rows:
            _mark_late(sheet, len(grid.rows), theme)
    return spreadsheet.to_bytes(book)


# ---------------------------------------------------------------- rows


def _meetings(known: Overview, words: Words) -> _Grid:
    rows = tuple(_meeting_row(unit, known.day, words) for unit in known.units)
    return _Grid("meetings", _heads(words, "meetings"), rows, tuple(unit.depth for unit in known.units))


def _meeting_row(unit: UnitFacts, day: str, words: Words) -> tuple[Value, ...]:
    one, two = (_held(held, words) for held in (unit.one, unit.two))
    planned = [_day(iso) for iso in unit.planned]
    form = words.string(f"units.meeting_forms.{unit.form}")
    last = _day(unit.follow_up.last)
    notes = "; ".join(_notes(unit, day, words))
    stage = words.string(f"overview.meetings.stages.{_stage(unit)}")
    return unit.name, unit.parent, form, planned[0], one, planned[1], two, unit.follow_up.times, last, stage, notes


def _stage(unit: UnitFacts) -> int:
    """Return how far a unit has come: 0 not begun, 1 and 2 meetings held, 3 followed up."""
    return max(number for number, held in ((0, 1), (1, unit.one.times), (2, unit.two.times), (3, unit.follow_up.times))
               if held)  # fmt: skip


def _held(held: Held, words: Words) -> Value:
    """Return when a meeting was held last, that it was where the day is not noted, or nothing."""
    if not held.times:
        return None
    return _day(held.last) or words.string("overview.meetings.no_day")


def _notes(unit: UnitFacts, day: str, words: Words) -> Iterable[str]:
    for number, (planned, held) in enumerate(zip(unit.planned, (unit.one, unit.two), strict=True), start=1):
        said = words.having(n=number, times=held.times)
        if not held.times and "" < planned < day:
            yield said.string("overview.meetings.passed")
        if held.times > 1:
            yield said.string("overview.meetings.times")


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _factors(known: Overview, words: Words) -> _Grid:
    rows = tuple(
        (one.number, saying.factor_name(words, FACTORS[one.number - 1]), one.keep, one.improve, one.units)
        for one in known.factors
    )
    return _Grid("factors", _heads(words, "factors"), rows, (0,) * len(rows))


def _measures(known: Overview, words: Words) -> _Grid:
    planned, started, done, stopped = saying.status_names(words)
    rows = tuple(_measure_row(unit, words) for unit in known.units)
    heads = _heads(words.having(planned=planned, started=started, done=done, stopped=stopped), "measures")
    return _Grid("measures", heads, rows, tuple(unit.depth for unit in known.units))


def _measure_row(unit: UnitFacts, words: Words) -> tuple[Value, ...]:
    left = unit.remaining
    note = words.having(n=left.passed).string("overview.measures.passed") if left.passed else ""
    days = (left.passed, left.soon, left.later, left.none)
    return unit.name, unit.parent, sum(unit.statuses), *unit.statuses, *days, note


def _figures(known: Overview, words: Words) -> _Grid:
    factors = tuple(saying.numbered(words, factor) for factor in SHOWN_FACTORS)
    rows = tuple(_figure_row(unit, words) for unit in known.figures)
    heads = (*_heads(words, "figures"), *factors)
    return _Grid("figures", heads, rows, tuple(unit.depth for unit in known.figures))


def _figure_row(unit: UnitFigures, words: Words) -> tuple[Value, ...]:
    unknown = words.string("overview.figures.unknown")
    response = unknown if unit.response_percent is None else unit.response_percent
    return unit.name, unit.parent, response, *unit.means


def _heads(words: Words, key: str) -> tuple[str, ...]:
    return tuple(words.string(f"overview.{key}.head.{at}") for at in range(len(words.node(f"overview.{key}.head"))))


# ---------------------------------------------------------------- sheets


@dataclass(frozen=True, slots=True)
class _Brush:
    """Words, colours, and what stands above and below every printed page."""

    words: Words
    theme: Theme
    municipality: str
    round: str

    @property
    def font(self) -> str:
        return self.theme.font

    def head(self, cell: Cell, text: str, *, centred: bool = False) -> None:
        """Write the head of a column."""
        spreadsheet.put_text(cell, text)
        cell.font = Font(name=self.font, bold=True, color=self.theme.white)
        cell.fill = PatternFill("solid", fgColor=self.theme.ink)
        cell.alignment = Alignment(vertical="center", horizontal="center" if centred else "left", wrap_text=True)

    def put(self, cell: Cell, value: Value, key: str) -> None:
        """Write a value so that it is read as what it is: a day, a count, a mean, a text."""
        cell.font = Font(name=self.font, size=_POINTS, color=self.theme.text)
        cell.border = Border(bottom=Side(style="thin", color=self.theme.rule))
        side = "center" if isinstance(value, int | Mean) else "left"
        cell.alignment = Alignment(vertical="top", horizontal=side, wrap_text=True)
        if isinstance(value, Mean) and not value.bound:
            cell.value, cell.number_format = value.value, f"[$-{_LOCALE[self.words.language]}]0.0"
        elif isinstance(value, Mean):
            spreadsheet.put_text(cell, saying.mean_text(self.words, value))
        elif isinstance(value, date):
            cell.value, cell.number_format = value, f"[$-{_LOCALE[self.words.language]}]d. mmm yyyy"
        elif isinstance(value, int):
            cell.value = value
            cell.number_format = f'0"{NO_BREAK_SPACE}%"' if key == "figures" else "0"
        elif value:
            spreadsheet.put_text(cell, value)


def _sheet(book: Workbook, grid: _Grid, brush: _Brush) -> Worksheet:
    """Add a sheet with one table from A1, its first column and head row kept in sight."""
    words = brush.words
    sheet: Worksheet = book.create_sheet(words.string(f"overview.{grid.key}.sheet"))
    widths = _widths(grid)
    for column, (head, width) in enumerate(zip(grid.heads, widths, strict=True), start=1):
        counts = any(isinstance(row[column - 1], int | Mean) for row in grid.rows)
        brush.head(spreadsheet.cell_at(sheet, 1, column), head, centred=counts)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[1].height = _height(grid.heads, widths, bold=len(widths))
    for number, (row, depth) in enumerate(zip(grid.rows, grid.depths, strict=True), start=2):
        for column, value in enumerate(row, start=1):
            brush.put(spreadsheet.cell_at(sheet, number, column), value, grid.key)
        sheet.row_dimensions[number].height = _height(row, widths, bold=1)
        first = spreadsheet.cell_at(sheet, number, 1)
        if grid.key != "factors":
            first.alignment = Alignment(vertical="top", horizontal="left", wrap_text=True, indent=depth)
            first.font = Font(name=brush.font, color=brush.theme.text, bold=depth < max(grid.depths))
    if grid.rows:
        sheet.add_table(_table(sheet.title, grid))
    elif grid.key == "figures":
        brush.put(spreadsheet.cell_at(sheet, 2, 1), words.string("overview.said.no_figures"), grid.key)
    _freeze(sheet, grid.key)
    _print(sheet, brush)
    if grid.key == "meetings" and grid.rows:
        _tint_stages(sheet, len(grid.rows), brush)
    return sheet


def _table(name: str, grid: _Grid) -> Table:
    """Return a real table; that of figures has no filter, for a filter sorts."""
    last = get_column_letter(len(grid.heads))
    table = Table(displayName=name, ref=f"A1:{last}{len(grid.rows) + 1}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    if grid.key == "figures":
        table.tableColumns = [TableColumn(id=at, name=head) for at, head in enumerate(grid.heads, start=1)]
    return table


def _freeze(sheet: Worksheet, key: str) -> None:
    sheet.freeze_panes = "C2" if key == "factors" else "B2"


def _print(sheet: Worksheet, brush: _Brush) -> None:
    """Set a sheet up for A4 across the page: as wide as the paper, head row on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.print_options.gridLines = False
    page, of = (brush.words.string(f"labels.{name}") for name in ("page", "page_of"))
    title = f"{brush.words.string('overview.title')}: {sheet.title}"
    sheet.HeaderFooter = HeaderFooter(
        oddHeader=_edge(_plain(f"{brush.municipality} · {brush.round}"), _plain(title)),
        oddFooter=_edge(_plain(brush.words.string("overview.made_for")), f"{page} &P {of} &N"),
    )


def _edge(left: str, right: str) -> HeaderFooterItem:
    return HeaderFooterItem(left=_HeaderFooterPart(left), right=_HeaderFooterPart(right))


def _plain(text: str) -> str:
    """Return text for a header, where an ampersand begins a code."""
    return text.replace("&", "&&")


def _tint_stages(sheet: Worksheet, rows: int, brush: _Brush) -> None:
    """Tint how far units have come with lighter and darker shades of one hue; the words say the same."""
    area = f"J2:J{rows + 1}"
    for number in (1, 2, 3):
        name = brush.words.string(f"overview.meetings.stages.{number}")
        fill = PatternFill(bgColor=(brush.theme.sand, *brush.theme.ramp)[number - 1])
        sheet.conditional_formatting.add(area, _rule(f'$J2="{name}"', DifferentialStyle(fill=fill)))


def _mark_late(sheet: Worksheet, rows: int, theme: Theme) -> None:
    """Frame how many measures are past their deadline; a column of words says it too."""
    side = Side(style="thin", color=theme.ink)
    frame = Border(left=side, right=side, top=side, bottom=side)
    letter = get_column_letter(_LATE_COLUMN)
    rule = _rule(f"${letter}2>0", DifferentialStyle(font=Font(bold=True), border=frame))
    sheet.conditional_formatting.add(f"{letter}2:{letter}{rows + 1}", rule)


def _rule(formula: str, look: DifferentialStyle) -> Rule:
    return Rule(type="expression", dxf=look, formula=[formula])


# ---------------------------------------------------------------- what to read first


def _start(book: Workbook, known: Overview, brush: _Brush, units: int) -> None:
    """Add the sheet that says what the workbook is, in two columns: what about, and the words."""
    words, theme = brush.words, brush.theme
    sheet: Worksheet = book.create_sheet(words.string("overview.start.sheet"))
    title = spreadsheet.cell_at(sheet, 1, 1)
    spreadsheet.put_text(title, f"{words.string('overview.title')}: {brush.municipality}, {brush.round}")
    title.font = Font(name=brush.font, bold=True, size=18, color=theme.ink)
    sheet.row_dimensions[1].height = 30
    for column, width in ((1, 24), (2, _EXPLAINED)):
        sheet.column_dimensions[get_column_letter(column)].width = width
        brush.head(spreadsheet.cell_at(sheet, 2, column), words.string(f"overview.start.heads.{column - 1}"))
    for number, (key, said) in enumerate(_explained(known, words, units), start=3):
        name, text = spreadsheet.cell_at(sheet, number, 1), spreadsheet.cell_at(sheet, number, 2)
        brush.put(name, words.string(f"overview.start.{key}.head"), "start")
        brush.put(text, said, "start")
        name.font = Font(name=brush.font, bold=True, color=theme.ink)
        name.fill = PatternFill("solid", fgColor=theme.sand)
        sheet.row_dimensions[number].height = _height((said,), (_EXPLAINED,), bold=0)
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = "A3"
    _print(sheet, brush)
    sheet.print_title_rows = "1:2"


def _explained(known: Overview, words: Words, units: int) -> Sequence[tuple[str, str]]:
    marked = words.having(measures=words.string("overview.measures.sheet"), mark=_heads(_blank(words), "measures")[-1])
    figures = (saying.figures(words, known, units), saying.response(words, known), saying.own_means(words, known))
    return (
        ("about", words.string("overview.start.about.text")),
        ("day", words.string("overview.start.day.text")),
        ("meetings", saying.meetings(words, known)),
        ("measures", saying.measures(words, known)),
        ("figures", " ".join(one for one in figures if one)),
        ("left_out", saying.left_out(words)),
        ("records", words.string("overview.start.records.text")),
        ("order", words.string("overview.start.order.text")),
        ("marks", marked.string("overview.start.marks.text")),
        ("source", saying.source(words)),
    )


def _blank(words: Words) -> Words:
    return words.having(planned="", started="", done="", stopped="")


def _height(values: Sequence[Value], widths: Sequence[float], *, bold: int) -> float:
    """Return a row's height in points for words in columns of these widths, of which the first ones are bold.

    No program works it out for a new file.
    """
    most = max(
        _lines(value, wide * _MM_PER_UNIT - _SIDES_MM, bold=at < bold)
        for at, (value, wide) in enumerate(zip(values, widths, strict=True))
    )
    return most * _LINE + _PAD


def _lines(value: Value, room: float, *, bold: bool) -> int:
    """Return how many lines words take in so many mm, broken between words."""
    count, at = 1, 0.0
    for word in value.split(" ") if isinstance(value, str) else ():
        wide = width_mm(word, _POINTS, bold=bold)
        if at and at + wide > room:
            count, at = count + 1, 0.0
        at += wide + width_mm(" ", _POINTS)
    return count


def _widths(grid: _Grid) -> tuple[float, ...]:
    """Return the widths of columns, each wide enough for the longest word of its head."""
    return tuple(
        max(wide, max(width_mm(word, _POINTS, bold=True) for word in head.split()) / _MM_PER_UNIT + _BESIDE)
        for wide, head in zip(_WIDTHS[grid.key], grid.heads, strict=True)
    )
