"""Pictures of what happens over time as PNG: counts that add up, and means of some rounds, each in a panel of its own.

Laid out in mm, drawn with ink and line kinds that grey printers keep apart. The same input gives the same bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

from matplotlib import rc_context, rcdefaults
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from packgen.render.lettering import MM_PER_POINT, font, width, write
from packgen.theme import Theme

_DPI = 150
_WIDE, _EDGE = 280.0, 8.0  # mm
_TITLE_PT, _TEXT_PT = 17.0, 12.0
_LINE = _TEXT_PT * 1.24 * MM_PER_POINT
_THIN, _THICK = 0.8, 2.4  # points
_KINDS = (("solid", "o"), ((0, (5, 2)), "D"), ((0, (1.5, 1.5)), "^"))
"""Line and mark of the first, second and third curve."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A count that grows: its name, and the count from each ISO day on, oldest first."""

    name: str
    steps: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """Up to three curves until a day. ``most`` is how many there can be (0: as many as there are).

    ``most_name`` says what the line at the top is. ``months`` are the names of the twelve months.
    """

    title: str
    curves: tuple[Curve, ...]
    until: str
    months: tuple[str, ...]
    most: int = 0
    most_name: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Means of one thing: its title, and the value and what is printed of each period."""

    title: str
    values: tuple[Decimal, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panels:
    """Means over the same periods, a panel each on a scale from 1 to 5, three abreast."""

    title: str
    periods: tuple[str, ...]
    panels: tuple[Panel, ...]


# ---------------------------------------------------------------- counts that add up

_HIGH = 132.0
_TOP, _BOTTOM = 24.0, 112.0
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)
_MOST_LINES = 6


def growth_png(growth: Growth, theme: Theme) -> bytes:
    """Return the curves as a picture, 280 mm wide; each is named with its count at its end.

    ValueError where no curve has a step: there is nothing to draw.
    """
    first = _first_month(growth)
    top = max(growth.most, *(steps[-1][1] for steps in _drawn(growth)), 1)
    with rc_context():
        rcdefaults()
        axes, figure = _canvas(_HIGH)
        left = _EDGE + width(str(top), font(theme.font, _TEXT_PT)) + 3
        names = [_name(curve) for curve in growth.curves]
        right = _WIDE - _EDGE - max(width(name, font(theme.font, _TEXT_PT, bold=True)) for name in names) - 6
        place = _Place(first, date.fromisoformat(growth.until) + timedelta(days=1), left, right, top)
        _title(axes, growth.title, theme)
        _levels(axes, place, growth, theme)
        _month_names(axes, place, growth.months, theme)
        for number, curve in enumerate(growth.curves):
            _curve(axes, place, curve, number, theme)
        for (number, curve), at in zip(*_ends(growth.curves, place), strict=True):
            _end(axes, (right, place.y(_last(curve)), at), _name(curve), number, theme)
        return _png(figure)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where days and counts are, in mm."""

    first: date
    after: date
    left: float
    right: float
    top: int

    def x(self, day: date) -> float:
        return self.left + (self.right - self.left) * (day - self.first).days / (self.after - self.first).days

    def y(self, count: int) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * count / self.top


def _drawn(growth: Growth) -> list[tuple[tuple[str, int], ...]]:
    return [curve.steps for curve in growth.curves if curve.steps]


def _first_month(growth: Growth) -> date:
    drawn = _drawn(growth)
    if not drawn:
        raise ValueError("no curve has a step")
    return date.fromisoformat(min(steps[0][0] for steps in drawn)).replace(day=1)


def _last(curve: Curve) -> int:
    return curve.steps[-1][1] if curve.steps else 0


def _name(curve: Curve) -> str:
    return f"{curve.name}: {_last(curve)}"


def _levels(axes: Axes, place: _Place, growth: Growth, theme: Theme) -> None:
    """Draw thin lines at round counts with their digits, and the line of all there can be with its name."""
    step = next((one for one in _STEPS if place.top / one <= _MOST_LINES), place.top)
    plain = font(theme.font, _TEXT_PT)
    for count in range(0, place.top + 1, step):
        y = place.y(count)
        axes.plot((place.left, place.right), (y, y), color=f"#{theme.rule}", linewidth=_THIN)
        corner = (place.left - 2 - width(str(count), plain), y - _LINE / 2)
        if not growth.most or count == growth.most or place.y(count) - place.y(growth.most) > _LINE:
            write(axes, corner, str(count), plain, theme.text)
    if growth.most:
        y = place.y(growth.most)
        axes.plot((place.left, place.right), (y, y), color=f"#{theme.muted}", linewidth=_THIN)
        digits = str(growth.most)
        write(axes, (place.left - 2 - width(digits, plain), y - _LINE / 2), digits, plain, theme.text)
        write(axes, (place.left, y - _LINE - 0.6), growth.most_name, plain, theme.muted)


def _month_names(axes: Axes, place: _Place, names: Sequence[str], theme: Theme) -> None:
    """Write the months below, as many as there is room for, with the year where one begins."""
    plain = font(theme.font, _TEXT_PT)
    firsts = [day for day in _months(place) if place.x(day) < place.right]
    wide = (place.right - place.left) / max(len(firsts), 1)
    step = next(
        (n for n in (1, 2, 3, 6, 12) if n * wide > max(width(name[:3], plain) for name in names) + 3), len(firsts)
    )
    shown = firsts[::step]
    for number, day in enumerate(shown):
        x = place.x(day)
        axes.plot((x, x), (_BOTTOM, _BOTTOM + 1.5), color=f"#{theme.ink}", linewidth=_THIN)
        name = names[day.month - 1]
        short = name if width(name, plain) + 3 < step * wide else name[:3]
        if x + width(short, plain) <= place.right + 2:
            write(axes, (x, _BOTTOM + 2), short, plain, theme.text)
        if number == 0 or day.year != shown[number - 1].year:
            write(axes, (x, _BOTTOM + 2 + _LINE), str(day.year), font(theme.font, _TEXT_PT, bold=True), theme.ink)
    axes.plot((place.left, place.right), (_BOTTOM, _BOTTOM), color=f"#{theme.ink}", linewidth=1.2)


def _months(place: _Place) -> Iterator[date]:
    day = place.first
    while day < place.after:
        yield day
        day = (day + timedelta(days=32)).replace(day=1)


def _curve(axes: Axes, place: _Place, curve: Curve, number: int, theme: Theme) -> None:
    """Draw a stair from the first day that counts: level from day to day, up on those that count."""
    xs, ys, before = [], [], 0
    for day, count in curve.steps:
        xs += [place.x(date.fromisoformat(day))] * 2
        ys += [place.y(before), place.y(count)]
        before = count
    axes.plot(
        [*xs, place.right],
        [*ys, place.y(before)],
        color=f"#{_colour(number, theme)}",
        linewidth=_THICK,
        linestyle=_KINDS[number][0],
        solid_joinstyle="miter",
        zorder=3,
    )


def _colour(number: int, theme: Theme) -> str:
    return theme.ink if number != 1 else theme.muted


def _ends(curves: Sequence[Curve], place: _Place) -> tuple[list[tuple[int, Curve]], list[float]]:
    """Return the curves from the highest end down, and where their names stand so that none meets another."""
    order = sorted(enumerate(curves), key=lambda item: (-_last(item[1]), item[0]))
    places = [place.y(_last(curve)) for _, curve in order]
    for later in range(1, len(places)):
        places[later] = max(places[later], places[later - 1] + _LINE)
    too_low = max(places[-1] - _BOTTOM, 0.0)
    for at in reversed(range(len(places))):
        limit = places[at + 1] - _LINE if at + 1 < len(places) else places[at] - too_low
        places[at] = min(places[at], limit)
    return order, places


def _end(axes: Axes, at: tuple[float, float, float], name: str, number: int, theme: Theme) -> None:
    """Draw a curve's mark at its end and its name beside, with a thin line where the name had to give way."""
    x, y, words = at
    colour = f"#{_colour(number, theme)}"
    axes.plot((x,), (y,), marker=_KINDS[number][1], markersize=7, color=colour, zorder=4)
    axes.plot((x + 1.5, x + 4.5), (y, words), color=colour, linewidth=_THIN)
    write(axes, (x + 5.5, words - _LINE / 2), name, font(theme.font, _TEXT_PT, bold=True), theme.text)


# ---------------------------------------------------------------- means of some rounds

_ACROSS = 3
_PANEL_HIGH, _PANEL_GAP = 57.0, 10.0
_HEAD, _FOOT = 22.0, 8.0
_LOWEST, _HIGHEST = 1, 5


def panels_png(panels: Panels, theme: Theme) -> bytes:
    """Return the panels as a picture, 280 mm wide; every value is printed at its mark."""
    rows = -(-len(panels.panels) // _ACROSS)
    with rc_context():
        rcdefaults()
        axes, figure = _canvas(_HEAD + rows * _PANEL_HIGH + _EDGE)
        _title(axes, panels.title, theme)
        wide = (_WIDE - 2 * _EDGE - (_ACROSS - 1) * _PANEL_GAP) / _ACROSS
        for number, panel in enumerate(panels.panels):
            row, column = divmod(number, _ACROSS)
            corner = (_EDGE + column * (wide + _PANEL_GAP), _HEAD + row * _PANEL_HIGH)
            _panel(axes, corner, wide, panel, panels.periods, theme)
        return _png(figure)


def _panel(
    axes: Axes, corner: tuple[float, float], wide: float, panel: Panel, periods: Sequence[str], theme: Theme
) -> None:
    plain = font(theme.font, _TEXT_PT - 1)
    left, top, bottom = corner[0] + 5, corner[1] + 2 * _LINE + 2, corner[1] + _PANEL_HIGH - _FOOT - 4
    right = corner[0] + wide
    write(axes, corner, panel.title, _fitting(panel.title, theme, _TEXT_PT, wide), theme.text)
    for digit in range(_LOWEST, _HIGHEST + 1):
        y = _level(Decimal(digit), top, bottom)
        axes.plot((left, right), (y, y), color=f"#{theme.rule}", linewidth=_THIN)
        write(axes, (corner[0], y - _LINE / 2 + 0.3), str(digit), plain, theme.muted)
    part = (right - left) / len(periods)
    xs = [left + part * (number + 0.5) for number in range(len(periods))]
    ys = [_level(value, top, bottom) for value in panel.values]
    axes.plot(xs, ys, color=f"#{theme.ink}", linewidth=1.6, marker="o", markersize=6, zorder=3)
    for x, y, label, period in zip(xs, ys, panel.labels, periods, strict=True):
        value = _fitting(label, theme, _TEXT_PT, part - 1)
        write(axes, (x - width(label, value) / 2, y - _LINE - 1.4), label, value, theme.text)
        write(axes, (x - width(period, plain) / 2, bottom + 1.5), period, plain, theme.text)


def _level(value: Decimal, top: float, bottom: float) -> float:
    return bottom - (bottom - top) * float(value - _LOWEST) / (_HIGHEST - _LOWEST)


# ---------------------------------------------------------------- the canvas


def _canvas(high: float) -> tuple[Axes, Figure]:
    """Return a white canvas in mm from its upper left corner."""
    figure = Figure(figsize=(_WIDE / 25.4, high / 25.4), dpi=_DPI, facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, _WIDE)
    axes.set_ylim(high, 0)
    return axes, figure


def _title(axes: Axes, title: str, theme: Theme) -> None:
    write(axes, (_EDGE, _EDGE), title, _fitting(title, theme, _TITLE_PT, _WIDE - 2 * _EDGE), theme.ink)


def _fitting(words: str, theme: Theme, points: float, room: float) -> FontProperties:
    """Return the bold font of this size, or so much smaller that the words stand in the room."""
    wide = width(words, font(theme.font, points, bold=True))
    return font(theme.font, points * min(1.0, room / max(wide, 1.0)), bold=True)


def _png(figure: Figure) -> bytes:
    buffer = BytesIO()
    figure.savefig(buffer, format="png", backend="agg", metadata={"Software": None})
    return buffer.getvalue()
