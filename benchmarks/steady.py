"""packgen at work on an invented municipality: packs of unit after unit, with what is kept from one to the next."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import measuring
import municipality

from packgen import packs, pipeline, resources, surveys, wording
from packgen.files import Made
from packgen.merge.merger import Merger
from packgen.model import Unit
from packgen.pipeline import Request

BECAME = ("merged", "compiled", "direct")
"""What becomes of a document, as the merger tells it."""


class Clocked(Merger):
    """A merger that knows how long it has been at work."""

    seconds = 0.0

    def file(self, *arguments: Any) -> bytes:
        """Return a document's file."""
        start = measuring.clock()
        try:
            return super().file(*arguments)
        finally:
            self.seconds += measuring.clock() - start


@dataclass(frozen=True, slots=True)
class Line:
    """What packs are made from, and the press that makes them."""

    gathered: surveys.Gathered
    words: wording.Words
    looks: packs.Looks
    merger: Clocked
    press: packs.Press
    became: Counter[str]
    """How many documents were merged, compiled (their shape was new) and rendered directly."""

    def made(self, unit: Unit, documents: Sequence[str]) -> tuple[Made, ...]:
        """Return the finished files of these documents for a unit."""
        return packs.make_pack(self._asked(documents), unit, self.words, self.looks, self.press)

    def rendered(self, unit: Unit, documents: Sequence[str]) -> tuple[Made, ...]:
        """Return the same files, rendered directly."""
        return packs.make_pack(self._asked(documents), unit, self.words, self.looks)

    def _asked(self, documents: Sequence[str]) -> surveys.Gathered:
        return replace(self.gathered, documents=tuple(documents))

    def shown(self) -> list[Unit]:
        """Return the units that have figures of their own and no units below, in the municipality's own standard."""
        decisions, own = self.gathered.now.disclosure.decisions, self.gathered.own_language
        parents = {unit.parent for unit in self.gathered.now.tree.units}
        return [
            unit
            for unit in self.gathered.chosen
            if decisions[unit.id].shown and unit.id not in parents and self.gathered.language_of(unit) == own
        ]


@contextmanager
def line(units: int) -> Iterator[Line]:
    """Hand over an invented municipality of this many units, gathered."""
    with tempfile.TemporaryDirectory(prefix="packgen-benchmark-") as folder:
        words = wording.read(resources.CONTENT).value
        looks = packs.read_looks(resources.TEMPLATES, resources.CONTENT)
        gathered = pipeline.gather(Request(municipality.write(Path(folder), units)), words).value
        merger, became = Clocked(), Counter[str]()
        merger.told = lambda what: became.update([what])
        yield Line(gathered, words, looks, merger, packs.Press(merger), became)
