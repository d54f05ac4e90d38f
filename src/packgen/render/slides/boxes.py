"""Boxes on a slide, in points from its upper left corner."""

from dataclasses import dataclass, replace

EMU = 12700
"""English metric units a point."""

MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.h

    def between(self, top: float, bottom: float) -> "Box":
        """Return the same columns of the slide between two heights."""
        return replace(self, y=top, h=bottom - top)

    def narrowed(self, width: float) -> "Box":
        """Return a box of this width around the same middle."""
        return replace(self, x=self.x + (self.w - width) / 2, w=width)

    def joined(self, other: "Box") -> "Box":
        """Return the smallest box around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)


def emu(points: float) -> int:
    """Return a length in the unit of the file."""
    return round(points * EMU)
