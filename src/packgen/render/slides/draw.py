"""One slide: its title, its regions in the order of the layout, its footer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from packgen.blocks import Block, Language, Logo, Paragraph, Run, Slide
from packgen.render.office_theme import SAND, WHITE
from packgen.render.slides import logo
from packgen.render.slides.boxes import Box
from packgen.render.slides.canvas import Canvas
from packgen.render.slides.names import REGIONS, layout_of, placeholder
from packgen.render.slides.pieces import pieces, stack
from packgen.render.slides.template import Holder, Layout
from packgen.render.slides.text import Para, balanced, fitted, height, sizes
from packgen.render.traced import knowing
from packgen.theme import Theme

_SMALLEST = {
    "title": 28.0,
    "kicker": 14.0,
    "number": 60.0,
    "number_note": 16.0,
    "subtitle": 20.0,
    "date": 16.0,
    "organisation": 14.0,
    "lead": 20.0,
    "statement": 28.0,
    "question": 28.0,
    "note": 12.0,
}
"""Regions whose looks are the layout's own, and how far down their type may step (points)."""

_ON_SAND = {"summary", "closing", "section"}
_NOTE_GAP, _LEAD_GAP = 10.0, 14.0
_SMALLEST_FOOT = 8.0


@dataclass(frozen=True, slots=True)
class Place:
    """A slide's place in its deck: its number, what stands in its footer, and the logo where there is room for one."""

    number: int
    footer: str
    logo: Logo | None = None


def draw(
    slide: Slide, layouts: Mapping[str, Layout], place: Place, looks: tuple[Language, Theme]
) -> tuple[Canvas, Layout]:
    """Return a slide drawn on the layout of its kind, in a language and a theme, and that layout.

    Raises ValueError for a layout that the template lacks and for a region that the layout has no placeholder for.
    """
    layout = _layout(slide, layouts)
    regions = {name: blocks for name, blocks in slide.regions if blocks}
    boxes = _boxes(layout, regions)
    language, theme = looks
    canvas = Canvas(language, layout.looks.theme if layout.looks else theme, slide.form)
    for region in _reading_order(layout):
        holders = _holders(layout, region)
        if region == "title":
            _plain(canvas, holders[0], holders[0].box, (Para(slide.title),), region)
        elif region in regions and region in _SMALLEST:
            _plain(canvas, holders[0], boxes[region], _own(regions[region]), region)
        elif region in regions:
            made = pieces(regions[region], _behind(slide, region), centred=region == "time")
            stack(canvas, holders, boxes[region], made)
    _foot(canvas, layout, place)
    if layout.looks:
        canvas.shapes = layout.looks.placed(canvas.shapes)
    if place.logo:
        logo.on_slide(canvas, slide, place.logo)
    return canvas, layout


def _layout(slide: Slide, layouts: Mapping[str, Layout]) -> Layout:
    name = layout_of(slide)
    if name not in layouts:
        raise ValueError(f"the template has no layout «{name}»")
    missing = [r for r, blocks in slide.regions if blocks and placeholder(r) not in layouts[name].holders]
    if missing:
        raise ValueError(f"slide {slide.id}: the layout «{name}» has no place for {', '.join(missing)}")
    return layouts[name]


def _reading_order(layout: Layout) -> tuple[str, ...]:
    """Return the regions of a layout in the order in which their first placeholders stand in it."""
    by_name = {placeholder(region): region for region in REGIONS}
    return tuple(by_name[name] for name in layout.holders if name in by_name)


def _holders(layout: Layout, region: str) -> list[Holder]:
    names = (placeholder(region, number) for number in range(1, len(layout.holders) + 1))
    return [layout.holders[name] for name in names if name in layout.holders]


def _boxes(layout: Layout, regions: Mapping[str, Sequence[Block]]) -> dict[str, Box]:
    """Return the box of each region that a slide has.

    A note stands on the foot of its box and a line of introduction on the top of its own; each takes what it needs, and
    the body has the room between them.
    """
    boxes = {region: _whole(_holders(layout, region)) for region in regions}
    if "body" not in boxes:
        return boxes
    top, bottom = boxes["body"].y, boxes["body"].bottom
    for region in ("lead", "note"):
        holder = layout.holders.get(placeholder(region))
        if holder is None or not _same_column(holder.box, boxes["body"]):
            continue
        high = _needed(holder, regions[region], _SMALLEST[region]) if region in regions else 0.0
        if region == "lead":
            boxes |= {"lead": holder.box.between(holder.box.y, holder.box.y + high)} if high else {}
            top = holder.box.y + high + _LEAD_GAP if high else holder.box.y
        else:
            boxes |= {"note": holder.box.between(holder.box.bottom - high, holder.box.bottom)} if high else {}
            bottom = holder.box.bottom - (high + _NOTE_GAP if high else 0.0)
    return boxes | {"body": boxes["body"].between(top, bottom)}


def _whole(holders: Sequence[Holder]) -> Box:
    box = holders[0].box
    for holder in holders[1:]:
        box = box.joined(holder.box)
    return box


def _same_column(one: Box, other: Box) -> bool:
    return abs(one.x - other.x) < 1 and abs(one.w - other.w) < 1


def _needed(holder: Holder, blocks: Sequence[Block], smallest: float) -> float:
    """Return the height of a line or two of text, set smaller when it would be more than two lines."""
    text = _own(blocks)
    size = fitted(text, sizes(holder.size, smallest), (holder.box.w, holder.size * 2.5))
    return height(text, size, holder.box.w)


def _own(blocks: Sequence[Block]) -> tuple[Para, ...]:
    """Return paragraphs that look as their placeholder says."""
    return tuple(Para(block.text, before=0.3) for block in blocks if isinstance(block, Paragraph))


def _plain(canvas: Canvas, holder: Holder, box: Box, text: tuple[Para, ...], region: str) -> None:
    steps = sizes(holder.size, _SMALLEST[region])
    measured = _capitals(text) if holder.capitals else text
    size = fitted(measured, steps, (box.w, box.h + 1), spacing=holder.spacing, bold=holder.bold)
    if holder.centred:
        box = box.narrowed(balanced(measured, size, box.w, bold=holder.bold))
    canvas.text(holder, box, text, size)


def _capitals(text: tuple[Para, ...]) -> tuple[Para, ...]:
    """Return paragraphs as a layout shows them that sets its title in capitals."""
    return tuple(replace(para, runs=tuple(replace(run, text=_upper(run.text)) for run in para.runs)) for para in text)


@knowing
def _upper(words: str) -> str:
    return words.upper()


def _behind(slide: Slide, region: str) -> str:
    """Return the colour that a region stands on."""
    return SAND if region == "side" or slide.kind in _ON_SAND else WHITE


def _foot(canvas: Canvas, layout: Layout, place: Place) -> None:
    if layout.footer and layout.foot:
        words, foot = (Para((Run(place.footer),)),), layout.foot
        room = foot.box.w - (logo.ASIDE if place.logo else 0.0)
        size = fitted(words, sizes(foot.size, _SMALLEST_FOOT), (room, foot.box.h + 1))
        canvas.footer(layout.footer, REGIONS["footer"], place.footer, 0 if size == foot.size else size)
    if layout.number:
        canvas.number(layout.number, REGIONS["slide_number"], place.number)
