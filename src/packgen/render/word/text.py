"""Runs and paragraphs of a Word document. Every run bears its language."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from packgen.blocks import Language, Text
from packgen.render.nodes import Node, Value, maker
from packgen.render.word.names import Style, twips

w = maker("w", qualified=True)

FLOWING = frozenset(
    {
        Style.BODY,
        Style.LEAD,
        Style.QUOTE,
        Style.QUESTION,
        Style.NOTE,
        Style.SAY,
        Style.BULLET,
        Style.NUMBER,
        Style.CHECK,
    }
)
"""Styles of running text: the template keeps their lines short on a page, by an indent at the right."""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph before it is XML, so that what stands around it can still decide on its space and page.

    ``before`` and ``after`` are space in points, ``right`` an indent in mm; None leaves them to the style. ``tabs`` are
    kinds and places in mm; ``ruled`` tabs draw a line. ``section`` are the properties of the section that ends here.
    """

    style: str
    content: tuple[Node, ...] = ()
    keep_next: bool = False
    new_page: bool = False
    list_id: int = 0
    tabs: tuple[tuple[str, float], ...] = ()
    ruled: bool = False
    before: float | None = None
    after: float | None = None
    right: float | None = None
    align: str = ""
    section: Node | None = None

    def node(self) -> Node:
        """Return the paragraph as XML, its properties in the order of the schema."""
        leader = {"leader": "underscore"} if self.ruled else {}
        properties = w(
            "pPr",
            w("pStyle", val=self.style),
            w("keepNext") if self.keep_next else None,
            w("pageBreakBefore") if self.new_page else None,
            w("numPr", w("ilvl", val=0), w("numId", val=self.list_id)) if self.list_id else None,
            w("tabs", *(w("tab", val=kind, pos=twips(at), **leader) for kind, at in self.tabs)) if self.tabs else None,
            w("spacing", **self._space()) if self._space() else None,
            None if self.right is None else w("ind", right=twips(self.right)),
            w("jc", val=self.align) if self.align else None,
            self.section,
        )
        return w("p", properties, *self.content)

    def _space(self) -> dict[str, int]:
        found = {"before": self.before, "after": self.after}
        return {side: round(points * 20) for side, points in found.items() if points is not None}


Flow = list[Para | Node]
"""What follows each other on a page or in a cell: paragraphs, and tables and controls that are XML already."""


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes runs in one language."""

    language: Language
    tongue: Node = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tongue", w("lang", val=self.tag))

    @property
    def tag(self) -> str:
        """The language as documents name it."""
        return f"{self.language}-NO"

    def run(self, words: str, *, style: str = "", bold: bool = False, italic: bool = False, points: float = 0) -> Node:
        """Return a run. A line feed in the words is a line break, a tab a tab."""
        properties = w(
            "rPr",
            w("rStyle", val=style) if style else None,
            w("b") if bold else None,
            w("i") if italic else None,
            w("sz", val=round(points * 2)) if points else None,
            w("szCs", val=round(points * 2)) if points else None,
            self.tongue,
        )
        return w("r", properties, *_letters(words))

    def runs(self, text: Text, *, bold: bool = False, points: float = 0) -> tuple[Node, ...]:
        """Return the runs of a text."""
        return tuple(
            self.run(run.text, bold=bold or run.bold, italic=run.italic, points=points) for run in text if run.text
        )

    def field(self, instruction: str, shown: str) -> tuple[Node, ...]:
        """Return a field with what it shows until Word works it out."""
        start = (self.mark("begin"), self.instruction(instruction), self.mark("separate"))
        return (*start, self.run(shown), self.mark("end"))

    def mark(self, kind: str) -> Node:
        """Return the start, middle or end of a field."""
        return w("r", w("rPr", self.tongue), w("fldChar", fldCharType=kind))

    def instruction(self, words: str) -> Node:
        """Return what a field is to show."""
        text = w("instrText", f" {words} ", **{"xml:space": "preserve"})
        return w("r", w("rPr", self.tongue), text)


def _letters(words: str) -> Iterable[Node]:
    for number, line in enumerate(words.split("\n")):
        if number:
            yield w("br")
        for place, piece in enumerate(line.split("\t")):
            if place:
                yield w("tab")
            if piece:
                yield w("t", piece, **_keep(piece))


def _keep(piece: str) -> dict[str, Value]:
    """Return the mark that keeps spaces at the ends."""
    return {"xml:space": "preserve"} if piece[0] == " " or piece[-1] == " " else {}
