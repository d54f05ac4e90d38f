"""What was checked of a municipality's pack, and what a person must check → a document of one page."""

from dataclasses import dataclass

from packgen.blocks import Block, Cell, Column, Document, Heading, List, Paragraph, Section, Table, text
from packgen.compose.scene import Scene
from packgen.compose.words import Words

ID = "accessibility_report"
_WEIGHTS = (5.0, 1.75, 0.65, 1.8)


@dataclass(frozen=True, slots=True)
class Checked:
    """One rule: its name, how many files were held to it, and how many remarks that gave."""

    rule: str
    files: int
    remarks: int


def accessibility_report(
    scene: Scene, checked: tuple[Checked, ...], *, least: tuple[str, str], version: str
) -> Document:
    """Return the report: what the rules are, what each gave, what no rule can see, and whom to ask.

    ``least`` is the least contrast of text and of large text, as numbers are written; ``version`` is packgen's.
    """
    words, view = scene.words.having(version=version, least=least[0], least_large=least[1]), scene.view
    title = words.string(f"{ID}.title")
    return Document(
        id=ID,
        language=words.language,
        title=f"{title} – {view.municipality.name}",
        subject=view.round.name,
        author=view.municipality.name,
        header_left=view.municipality.name,
        header_right=f"{title} · {view.round.name}",
        footer_left=words.string(f"{ID}.made_by"),
        page_of=(words.string("labels.page"), words.string("labels.page_of")),
        sections=(Section(_blocks(words, checked)),),
        compact=True,
        logo=scene.logo,
    )


def _blocks(words: Words, checked: tuple[Checked, ...]) -> tuple[Block, ...]:
    return (
        Heading(1, words.inline(f"{ID}.heading"), "h001"),
        *words.blocks(f"{ID}.about"),
        _table(words, checked),
        Heading(2, words.inline(f"{ID}.person.title"), "h002"),
        List(words.inlines(f"{ID}.person.items"), "check"),
        Paragraph(words.inline(f"{ID}.contact")),
    )


def _table(words: Words, checked: tuple[Checked, ...]) -> Table:
    heads = words.inlines(f"{ID}.table.head")
    aligned = ("left", "left", "right", "left")
    return Table(
        "plain",
        tuple(
            Column(head, weight, align=align)  # type: ignore[arg-type] # each is one of the three
            for head, weight, align in zip(heads, _WEIGHTS, aligned, strict=True)
        ),
        tuple(_row(words, one) for one in checked),
        words.string(f"{ID}.table.title"),
        words.string(f"{ID}.table.summary"),
    )


def _row(words: Words, one: Checked) -> tuple[Cell, ...]:
    return (
        Cell(words.inline(f"{ID}.rules.{one.rule}.what")),
        Cell(words.inline(f"{ID}.rules.{one.rule}.criteria")),
        Cell(text(str(one.files))),
        Cell(words.having(n=one.remarks).inline(f"{ID}.result"), strong=one.remarks > 0),
    )
