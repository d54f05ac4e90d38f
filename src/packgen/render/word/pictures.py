"""Pictures in a Word document: the code of a web address beside its words, and a plan drawn over time."""

from packgen.blocks import Link, Timeline, plain
from packgen.render.chart import Frame
from packgen.render.metrics import width_mm
from packgen.render.nodes import Node, maker
from packgen.render.pictures import laid_out, qr_png, shown, timeline_png
from packgen.render.traced import largest
from packgen.render.word.drawing import Gallery
from packgen.render.word.grid import Line, Rule, Slot, grid
from packgen.render.word.names import Look, Style
from packgen.render.word.tables import Kit
from packgen.render.word.text import Flow, Para

w = maker("w", qualified=True)

_CODE_MM, _BESIDE_MM = 33.0, 90.0
_INSET_MM, _LEAST_MM = 4.0, 75.0
_AFTER_PT = 10.0


def link(block: Link, kit: Kit, gallery: Gallery) -> Flow:
    """Return what a web address leads to and its letters, then its code: beside them where there is room for both.

    Read from left to right, so that a screen reader tells what the code is for before it comes to it.
    """
    style = Style.CELL_SMALL if kit.small else Style.CELL
    words: Flow = [
        Para(style, kit.pen.runs(block.text, bold=True), keep_next=True, after=2),
        Para(style, (_address(block.address, kit, gallery),), keep_next=True),
    ]
    code = gallery.picture(qr_png(block.address), "QR-kode", ("", block.alt), (_CODE_MM, _CODE_MM))
    if kit.room < _BESIDE_MM:
        return [*words, Para(Style.FIGURE, (code,))]
    rule = Rule("left", kit.theme.accent, "accent1", 2.25)
    slots = (
        Slot(words, anchor="center", inset=(0.0, _INSET_MM, 0.0, _INSET_MM), rules=(rule,)),
        Slot([Para(style, (code,), align="right")], anchor="center", inset=(0.0, 0.0, 0.0, 0.0)),
    )
    return [grid(Look.LAYOUT, (_beside(block, kit), _CODE_MM), [Line(slots)])]


def _beside(block: Link, kit: Kit) -> float:
    """Return the width of the words' column: no wider than they need, so that the code stands near them."""
    widest = largest(width_mm(words, kit.sizes.body, bold=True) for words in (plain(block.text), shown(block.address)))
    return min(max(widest + 2 * _INSET_MM + 1, _LEAST_MM), kit.room - _CODE_MM)


def _address(address: str, kit: Kit, gallery: Gallery) -> Node:
    """Return an address in letters that leads there on screen, underlined as links are."""
    look = w("rPr", w("color", val=kit.theme.accent, themeColor="hyperlink"), w("u", val="single"), kit.pen.tongue)
    return w("hyperlink", w("r", look, w("t", shown(address))), **{"r:id": gallery.lead(address)}, history=True)


def timeline(block: Timeline, kit: Kit, most: float, gallery: Gallery) -> Flow:
    """Return a plan over time as a picture of the room's width, smaller where it would be higher than ``most`` mm."""
    frame = Frame(width_mm=kit.room, text_pt=kit.sizes.chart)
    high = laid_out(block, kit.theme, frame).height
    smaller = min(most / high, 1.0)
    size = (kit.room * smaller, high * smaller)
    picture = gallery.picture(timeline_png(block, kit.theme, frame), "Tidslinje", (block.title, block.alt), size)
    return [Para(Style.FIGURE, (picture,), after=_AFTER_PT)]
