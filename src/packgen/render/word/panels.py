"""Panels and columns: tables of one row that set blocks apart from the text."""

from packgen.blocks import Box, Columns, Text
from packgen.render.metrics import width_mm
from packgen.render.nodes import Node
from packgen.render.word.grid import Line, Rule, Slot, grid
from packgen.render.word.names import PANEL_X, Look, Style
from packgen.render.word.text import Flow, Para, Pen
from packgen.theme import Theme

_LOOKS = {
    "aim": Look.AIM,
    "leader": Look.LEADER,
    "tip": Look.TIP,
    "reflection": Look.REFLECTION,
    "task": Look.TASK,
}
_GAP_MM = 6.0


def panel(block: Box, inner: Flow, room: float, points: float, pen: Pen) -> Node:
    """Return a panel of one cell: its title with the badge at the right, and what stands in it.

    ``points`` is the type size of the title.
    """
    content = [*_title(block, room - 2 * PANEL_X, points, pen), *inner]
    return grid(_LOOKS[block.kind], (room,), [Line((Slot(content),))])


def _title(block: Box, width: float, points: float, pen: Pen) -> Flow:
    if not block.title and not block.badge:
        return []
    if not block.badge:
        return [Para(Style.PANEL_TITLE, pen.runs(block.title))]
    badge = pen.run(f"\u2002{block.badge}\u2002", style=Style.BADGE)
    fits = width_mm("".join(run.text for run in block.title) + block.badge, points, bold=True) < width - _GAP_MM
    space = pen.run("\t" if fits else "\n")
    return [Para(Style.PANEL_TITLE, (*pen.runs(block.title), space, badge), tabs=(("right", width),))]


def columns(block: Columns, left: Flow, right: Flow, room: float, pen: Pen, theme: Theme) -> Node:
    """Return two columns: what to do at the left, marked with the accent, and its counterpart."""
    half = (room - _GAP_MM) / 2
    sides = (
        _side(block.left_title, left, pen, (theme.accent, "accent1")),
        _side(block.right_title, right, pen, (theme.ramp[1], "accent4")),
    )
    return grid(Look.COLUMNS, (half, _GAP_MM, half), [Line((sides[0], Slot([Para(Style.GAP)]), sides[1]))])


def _side(title: Text, flow: Flow, pen: Pen, colour: tuple[str, str]) -> Slot:
    head: Flow = [Para(Style.PANEL_TITLE, pen.runs(title))] if title else []
    return Slot([*head, *flow], rules=(Rule("left", *colour, 2.25),))
