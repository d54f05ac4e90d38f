"""Text and the ground that it stands on, as far as a file tells: what is needed to judge contrast."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from packgen.accessibility.parts import Office
from packgen.contrast import contrast, least_of_text
from packgen.problems import Problem, warning


@dataclass(frozen=True, slots=True)
class Ink:
    """A stretch of text: its colour and its ground's (``RRGGBB``), its size, what it says, its slide (0 for none)."""

    colour: str
    ground: str
    points: float
    bold: bool
    said: str
    slide: int = 0

    @property
    def contrast(self) -> float:
        """The contrast of text and ground, from 1 to 21."""
        return contrast(self.colour, self.ground)

    @property
    def least(self) -> float:
        """The contrast that a text of this size must have."""
        return least_of_text(self.points, bold=self.bold)


def too_pale(office: Office, inks: Iterable[Ink]) -> Iterator[Problem]:
    """Yield a warning for each pair of colours that cannot be read, once, where it is met first."""
    first: dict[tuple[str, str, float], Ink] = {}
    for ink in inks:
        if ink.said.strip() and ink.contrast < ink.least:
            first.setdefault((ink.colour, ink.ground, ink.least), ink)
    for ink in first.values():
        ratio, least = (f"{number:.1f}".replace(".", ",") for number in (int(ink.contrast * 10) / 10, ink.least))
        colours = {"colour": ink.colour, "ground": ink.ground}
        if ink.slide:
            yield warning(
                "accessibility.slide_pale",
                office.place,
                slide=ink.slide,
                text=ink.said,
                ratio=ratio,
                least=least,
                **colours,
            )
        else:
            yield warning("accessibility.pale", office.place, text=ink.said, ratio=ratio, least=least, **colours)
