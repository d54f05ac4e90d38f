"""Pictures as PNG: the code of a web address, and a plan drawn over time. The same input gives the same bytes.

A plan is laid out in mm before it is drawn: the widths of its words are those of the font that draws them, so that no
label meets another, or the edge, whatever the dates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from io import BytesIO

import segno
from matplotlib import rc_context, rcdefaults
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Polygon, Rectangle

from packgen.blocks import Timeline, TimelineEvent
from packgen.render.chart import Frame
from packgen.render.lettering import MM_PER_POINT
from packgen.render.lettering import font as _font
from packgen.render.lettering import width as _width
from packgen.render.lettering import write as _write
from packgen.render.package import Part
from packgen.theme import Theme

PICTURE_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
PICTURE_URI = "http://schemas.openxmlformats.org/drawingml/2006/picture"
LINK_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def picture_part(folder: str, png: bytes) -> Part:
    """Return the part of a picture in a folder such as ``/word``, named by its bytes: the same picture is one part."""
    return Part(f"{folder}/media/{sha256(png).hexdigest()[:16]}.png", "image/png", png)


# ---------------------------------------------------------------- codes

_MODULE_PX = 20
"""Pixels a module: a code of 25 mm has more of them than any printer prints."""
_QUIET_MODULES = 4
_OPENING = ("https://", "mailto:")


@lru_cache(maxsize=64)
def qr_png(address: str) -> bytes:
    """Return the QR code of an address: level M or better where that makes it no larger, and its quiet zone.

    Raises ValueError for an address that is neither a secure page nor a mailbox: settings let no other through.
    """
    shown(address)
    buffer = BytesIO()
    code = segno.make(address, micro=False, error="m", encoding="utf-8")
    code.save(buffer, kind="png", scale=_MODULE_PX, border=_QUIET_MODULES)
    return buffer.getvalue()


def shown(address: str) -> str:
    """Return an address as people write it by hand: without how it opens (ValueError, see `qr_png`)."""
    for opening in _OPENING:
        if address.lower().startswith(opening):
            return address[len(opening) :]
    raise ValueError(f"no address to lead people to: {address}")


# ---------------------------------------------------------------- a plan over time: what it says

_EDGE_MM = 0.2
_DPI = 200
_LEADING = 1.24  # in type sizes, from line to line
_ROW_PAD = 0.42  # in lines, over and under a row's words
_HEAD_PAD = 0.35
_MOST_LABEL, _MOST_BESIDE = 0.4, 0.46  # of the width: a column of labels, two columns of labels and dates
_GAP_MM = 2.0
_HEAD_GAP_MM = 1.5
_LEAST_BAR_MM = 2.0
_REACH = 0.66  # of a line: from a diamond's middle to its points
_STEPS = ((1, 9), (1, 3), (2, 3), (3, 3), (6, 3))
"""How month names may stand, best first: at every nth month, with so many letters."""

Head = tuple[float, str]
"""Words above the grid and where they begin, in mm."""


@dataclass(frozen=True, slots=True)
class Words:
    """A label's words, or (not ``strong``) dates: where they begin, in mm, and on which line of their row."""

    x: float
    line: int
    words: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Row:
    """An event's place, in mm: its words at the left, its mark (a diamond for a day) from ``left`` to ``right``."""

    words: tuple[Words, ...]
    top: float
    height: float
    left: float
    right: float
    day: bool

    @property
    def lines(self) -> int:
        """How many lines its words take."""
        return self.words[-1].line + 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan laid out, in mm from its upper left corner: rows, lines of the grid, years and months above it."""

    width: float
    height: float
    line: float
    rows: tuple[Row, ...]
    grid: tuple[float, ...]
    years: tuple[Head, ...]
    months: tuple[Head, ...]


def timeline_height(timeline: Timeline, theme: Theme, *, width_mm: float, text_pt: float) -> float:
    """Return the least height in mm of a plan this wide with text of this size."""
    return laid_out(timeline, theme, Frame(width_mm=width_mm, text_pt=text_pt)).height


@lru_cache(maxsize=64)
def laid_out(timeline: Timeline, theme: Theme, frame: Frame) -> Plan:
    """Return a plan laid out in a frame; where that is higher than it needs, its rows share the rest.

    Dates stand in a column of their own where there is room for it, else under their labels.
    """
    plain, strong = _font(theme.font, frame.text_pt), _font(theme.font, frame.text_pt, bold=True)
    line = frame.text_pt * _LEADING * MM_PER_POINT
    words, column = _words(timeline, plain, strong, frame.width_mm)
    reach = _REACH * line
    scale = _scale(timeline.events, _EDGE_MM + column + _GAP_MM + reach, frame.width_mm - _EDGE_MM - reach)
    top = (2 + _HEAD_PAD) * line
    heights = [(lines[-1].line + 1 + 2 * _ROW_PAD) * line for lines in words]
    spare = max(frame.height_mm - top - sum(heights) - _EDGE_MM, 0.0) / len(heights)
    rows = []
    for event, lines, height in zip(timeline.events, words, heights, strict=True):
        rows.append(_row(event, lines, (top, height + spare), scale))
        top += height + spare
    years = [(scale.at(day), str(day.year)) for day in scale.months if day == scale.months[0] or day.month == 1]
    months = _months(scale, timeline.months, plain)
    grid = (*sorted({x for x, _ in (*years, *months)}), scale.right)
    shown_years = _with_room(years, strong, scale.right)
    return Plan(frame.width_mm, top + _EDGE_MM, line, tuple(rows), grid, shown_years, months)


def _words(
    timeline: Timeline, plain: FontProperties, strong: FontProperties, wide: float
) -> tuple[list[tuple[Words, ...]], float]:
    """Return the words of each row, and how wide they stand together."""
    several = timeline.events[0].start[:4] != max(event.end for event in timeline.events)[:4]
    dates = [_dates(event, timeline.months, year=several) for event in timeline.events]
    labels = [event.label for event in timeline.events]
    label, date_ = (max(_width(one, font) for one in found) + 0.1 for found, font in ((labels, strong), (dates, plain)))
    if label + 2 * _GAP_MM + date_ <= wide * _MOST_BESIDE:
        at = _EDGE_MM + label + 2 * _GAP_MM
        beside: list[tuple[Words, ...]] = [
            (Words(_EDGE_MM, 0, one, strong=True), Words(at, 0, said, strong=False))
            for one, said in zip(labels, dates, strict=True)
        ]
        return beside, label + 2 * _GAP_MM + date_
    column = min(max(label, date_), wide * _MOST_LABEL)
    return [_under(_broken(one, strong, column), said) for one, said in zip(labels, dates, strict=True)], column


def _under(label: tuple[str, ...], dates: str) -> tuple[Words, ...]:
    lines = (Words(_EDGE_MM, number, words, strong=True) for number, words in enumerate(label))
    return (*lines, Words(_EDGE_MM, len(label), dates, strong=False))


@dataclass(frozen=True, slots=True)
class _Scale:
    """Whole months from left to right, in mm; ``months`` are their first days."""

    months: tuple[date, ...]
    after: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """Return where a day begins."""
        return self.left + (self.right - self.left) * (day - self.months[0]).days / (self.after - self.months[0]).days


def _scale(events: Sequence[TimelineEvent], left: float, right: float) -> _Scale:
    first = date.fromisoformat(min(event.start for event in events)).replace(day=1)
    last = date.fromisoformat(max(event.end for event in events))
    count = (last.year - first.year) * 12 + last.month - first.month
    months = tuple(_months_after(first, number) for number in range(count + 1))
    return _Scale(months, _months_after(first, count + 1), left, right)


def _months_after(first: date, count: int) -> date:
    years, month = divmod(first.month - 1 + count, 12)
    return date(first.year + years, month + 1, 1)


def _row(event: TimelineEvent, words: tuple[Words, ...], place: tuple[float, float], scale: _Scale) -> Row:
    """Return an event's row; a mark is never too small to be seen, and never outside the grid."""
    start, end = date.fromisoformat(event.start), date.fromisoformat(event.end)
    length = (scale.right - scale.left) / (scale.after - scale.months[0]).days
    left, right = scale.at(start), scale.at(end) + length
    wide = max(right - left, _LEAST_BAR_MM)
    left = min(max((left + right - wide) / 2, scale.left), scale.right - wide)
    return Row(words, *place, left, left + wide, event.start == event.end)


def _months(scale: _Scale, names: tuple[str, ...], font: FontProperties) -> tuple[Head, ...]:
    """Return month names at their lines: whole where there is room, else shorter, else fewer, else none."""
    for step, letters in _STEPS:
        heads = [(scale.at(day), names[day.month - 1][:letters]) for day in scale.months if (day.month - 1) % step == 0]
        shown = _with_room(heads, font, scale.right)
        if shown and shown in (tuple(heads), tuple(heads[:-1])):
            return shown
    return ()


def _with_room(heads: Sequence[Head], font: FontProperties, right: float) -> tuple[Head, ...]:
    """Return the heads that do not come near the next one, or the end of the grid."""
    ends = (*(x for x, _ in heads[1:]), right + _HEAD_GAP_MM)
    return tuple(
        head for head, end in zip(heads, ends, strict=True) if head[0] + _width(head[1], font) + _HEAD_GAP_MM <= end
    )


def _dates(event: TimelineEvent, months: tuple[str, ...], *, year: bool) -> str:
    """Return when an event is, as people write it: «12. mars», «6.–20. mars», «28. februar – 5. mars 2027»."""
    last = _day(event.end, months, year=year)
    if event.start == event.end:
        return last
    if event.start[:7] == event.end[:7]:
        return f"{int(event.start[8:])}.–{last}"
    return f"{_day(event.start, months, year=year and event.start[:4] != event.end[:4])} – {last}"


def _day(day: str, months: tuple[str, ...], *, year: bool) -> str:
    found = date.fromisoformat(day)
    return f"{found.day}. {months[found.month - 1]}{f' {found.year}' if year else ''}"


# ---------------------------------------------------------------- words and their widths


def _broken(label: str, font: FontProperties, room: float) -> tuple[str, ...]:
    """Return a label's lines, each within the room; a word that is wider is broken where it must."""
    lines = [""]
    for word in label.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if _width(longer, font) <= room:
            lines[-1] = longer
            continue
        *whole, rest = _pieces(word, font, room)
        lines = [line for line in (*lines, *whole, rest) if line]
    return tuple(lines)


def _pieces(word: str, font: FontProperties, room: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and _width(pieces[-1] + letter, font) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


# ---------------------------------------------------------------- drawing

_THIN, _RULE = 0.6, 1.0  # points
_MARK = 0.92  # of a line: how high a bar is


@lru_cache(maxsize=32)
def timeline_png(timeline: Timeline, theme: Theme, frame: Frame) -> bytes:
    """Return a plan as a picture of this frame (``height_mm`` 0: as high as it needs), in pixels of 200 to an inch.

    Settings of matplotlib that a machine has of its own change nothing.
    """
    plan = laid_out(timeline, theme, frame)
    with rc_context():
        rcdefaults()
        size = (plan.width / 25.4, plan.height / 25.4)
        figure = Figure(figsize=size, dpi=_DPI, facecolor="white")
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, plan.width)
        axes.set_ylim(plan.height, 0)
        _draw(axes, plan, theme, frame.text_pt)
        buffer = BytesIO()
        figure.savefig(buffer, format="png", backend="agg", metadata={"Software": None})
    return buffer.getvalue()


def _draw(axes: Axes, plan: Plan, theme: Theme, points: float) -> None:
    """Draw the grid, then what stands above it, then the rows."""
    plain, strong = _font(theme.font, points), _font(theme.font, points, bold=True)
    top, bottom = plan.rows[0].top, plan.rows[-1].top + plan.rows[-1].height
    for x in plan.grid:
        axes.plot((x, x), (top, bottom), color=f"#{theme.rule}", linewidth=_THIN)
    for x, words in plan.years:
        _write(axes, (x, 0), words, strong, theme.ink)
    for x, words in plan.months:
        _write(axes, (x, plan.line), words, plain, theme.text)
    for row in plan.rows:
        ends = (_EDGE_MM, plan.width - _EDGE_MM)
        first = row is plan.rows[0]
        axes.plot(
            ends,
            (row.top, row.top),
            color=f"#{theme.ink if first else theme.rule}",
            linewidth=_RULE if first else _THIN,
        )
        _draw_row(axes, row, plan.line, (plain, strong), theme)


def _draw_row(axes: Axes, row: Row, line: float, fonts: tuple[FontProperties, FontProperties], theme: Theme) -> None:
    middle = row.top + row.height / 2
    top = middle - row.lines * line / 2
    for one in row.words:
        _write(axes, (one.x, top + one.line * line), one.words, fonts[one.strong], theme.text)
    axes.add_patch(_diamond(row, middle, line, theme) if row.day else _bar(row, middle, line, theme))


def _bar(row: Row, middle: float, line: float, theme: Theme) -> Rectangle:
    corner = (row.left, middle - _MARK * line / 2)
    return Rectangle(corner, row.right - row.left, _MARK * line, facecolor=f"#{theme.accent}", linewidth=0, zorder=3)


def _diamond(row: Row, middle: float, line: float, theme: Theme) -> Polygon:
    across, reach = (row.left + row.right) / 2, _REACH * line
    points = ((across - reach, middle), (across, middle - reach), (across + reach, middle), (across, middle + reach))
    return Polygon(points, closed=True, facecolor=f"#{theme.ink}", linewidth=0, zorder=3)
