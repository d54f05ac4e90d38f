"""Pictures in a region of a slide: the code of a web address with its words, and a plan drawn over time."""

from dataclasses import dataclass
from math import ceil

from packgen.blocks import Link, Timeline, text
from packgen.render.chart import Frame
from packgen.render.pictures import laid_out, qr_png, shown, timeline_height, timeline_png
from packgen.render.slides.boxes import MM_PER_POINT, Box
from packgen.render.slides.canvas import Canvas
from packgen.render.slides.template import Holder
from packgen.render.slides.text import FLOOR, LEADING, Para, height, longest_word, sizes, width
from packgen.theme import Theme

_LEAST_CODE, _MOST_CODE = 170.0, 300.0
"""A code's side with its quiet zone: 60 mm on the slide, 46 mm without it, so that those at the back reach it."""
_GAP = 20.0
_LEAST_SHARE = 0.36
"""Of the region's width: the least column of words, so that codes under each other stand in line."""
_WIDE = 420.0
_LARGEST_PLAN, _SMALLEST_PLAN = 20.0, 10.0
_AIRY, _ROOMY = 1.5, 1.05


@dataclass(frozen=True, slots=True)
class Code:
    """What a web address leads to and its letters; the code beside them, in a narrow region under them."""

    block: Link
    words: bool = True
    flexible: bool = True
    open_ended: bool = False

    def height(self, room: float, size: float) -> float:
        """Return the height of the words and of the smallest code."""
        high = self._high(size, _column(room, _LEAST_CODE))
        return max(high, _LEAST_CODE) if _beside(room) else high + _GAP / 2 + _LEAST_CODE

    def fits(self, room: float, size: float) -> bool:
        """Return whether no word is too wide; an address that is so at any size is broken."""
        column = _column(room, _LEAST_CODE)
        label, address = self._text()
        whole, least = (width(address.runs, s) * _ROOMY for s in (size, FLOOR))
        return longest_word(label.runs, size, bold=True) <= column and (whole <= column or least > column)

    def draw(self, canvas: Canvas, holder: Holder | None, box: Box, size: float) -> None:
        """Draw the words in their placeholder, then the code: as large as there is room for."""
        size = next((s for s in sizes(size, FLOOR) if self.fits(box.w, s) and self.height(box.w, s) <= box.h), FLOOR)
        if _beside(box.w):
            side = min(box.h, box.w / 2, _MOST_CODE)
            column = min(_column(box.w, side), max(self._needed(size), box.w * _LEAST_SHARE))
            high = self._high(size, column)
            left = box.x + (box.w - column - _GAP - side) / 2 if holder and holder.centred else box.x
            place = Box(left, box.y + max(side - high, 0) / 2, column, high)
            code = Box(left + column + _GAP, box.y + max(high - side, 0) / 2, side, side)
        else:
            place = Box(box.x, box.y, box.w, self._high(size, box.w))
            top = place.bottom + _GAP / 2
            side = min(box.bottom - top, box.w, _MOST_CODE)
            code = Box(box.x, top, side, side)
        words = self._text(canvas.link(self.block.address))
        if holder is None:
            canvas.loose_text("Tekst", place, words, size)
        else:
            canvas.text(holder, place, words, size)
        canvas.picture(None, "QR-kode", self.block.alt, code, qr_png(self.block.address))

    def _text(self, link: str = "") -> tuple[Para, Para]:
        return Para(self.block.text, bold=True), Para(text(shown(self.block.address)), before=0.15, link=link)

    def _high(self, size: float, column: float) -> float:
        """Return the height of the words: an address breaks where a line is full, at any letter."""
        label, address = self._text()
        broken = ceil(width(address.runs, size) * _ROOMY / column)
        return height((label,), size, column) + (broken * LEADING + address.before) * size

    def _needed(self, size: float) -> float:
        """Return the width of the words on two lines, so that the code stands near them."""
        return max(width(para.runs, size, bold=para.bold) for para in self._text()) * _ROOMY


def _column(room: float, side: float) -> float:
    """Return the width that a code of this size leaves for its words."""
    return room - side - _GAP if _beside(room) else room


def _beside(room: float) -> bool:
    return room >= _WIDE


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plan over time that takes the height there is."""

    block: Timeline
    words: bool = False
    flexible: bool = True
    open_ended: bool = False

    def height(self, room: float, size: float) -> float:
        """Return the least height it can be read at, whatever the size of the text around it."""
        points = min(size, _SMALLEST_PLAN)
        return timeline_height(self.block, Theme(), width_mm=room * MM_PER_POINT, text_pt=points) / MM_PER_POINT

    def fits(self, room: float, size: float) -> bool:
        """Return True: its labels are broken where they must."""
        return bool(room and size)

    def draw(self, canvas: Canvas, holder: Holder | None, box: Box, size: float) -> None:
        """Draw it at the largest size at which it fits, its rows no further apart than the eye follows."""
        frame, needed = self._fitted(canvas.theme, box, min(size, _LARGEST_PLAN))
        high = min(box.h * MM_PER_POINT, needed * _AIRY)
        drawn = Frame(width_mm=frame.width_mm, height_mm=high, text_pt=frame.text_pt)
        high = laid_out(self.block, canvas.theme, drawn).height / MM_PER_POINT
        smaller = min(box.h / high, 1.0)  # for a plan that is too high at any size
        place = Box(box.x, box.y, box.w * smaller, high * smaller)
        png = timeline_png(self.block, canvas.theme, drawn)
        canvas.picture(holder, "Tidslinje", self.block.alt, place, png)

    def _fitted(self, theme: Theme, box: Box, largest: float) -> tuple[Frame, float]:
        wide, room = box.w * MM_PER_POINT, box.h * MM_PER_POINT
        for points in sizes(largest, _SMALLEST_PLAN):
            needed = timeline_height(self.block, theme, width_mm=wide, text_pt=points)
            if needed <= room:
                break
        return Frame(width_mm=wide, text_pt=points), needed
