"""The overview as a Word document of one page: what the workbook says, in words and two small tables."""

from collections.abc import Sequence
from dataclasses import replace

from packgen.blocks import Block, Cell, Column, Document, Heading, Paragraph, Section, Table, text
from packgen.compose import Scene, Words
from packgen.model import FACTORS
from packgen.overview import saying
from packgen.overview.facts import OPEN, SHOWN_FACTORS, Overview
from packgen.record import STATUSES

_ID = "overview"
_NONE = "–"


def report(known: Overview, scene: Scene, units: int) -> Document:
    """Return the report; ``units`` is how many units the tree has, shown and hidden."""
    words, view = scene.words, scene.view
    title = words.string("overview.title")
    return Document(
        id=_ID,
        language=words.language,
        title=f"{title} – {view.municipality.name}",
        subject=view.round.name,
        author=view.municipality.name,
        header_left=view.municipality.name,
        header_right=f"{title} · {view.round.name}",
        footer_left=words.string("overview.made_for"),
        page_of=(words.string("labels.page"), words.string("labels.page_of")),
        sections=(Section(_blocks(words, known, units)),),
        compact=True,
        logo=scene.logo,
    )


def _blocks(words: Words, known: Overview, units: int) -> tuple[Block, ...]:
    lead = words.having(said=saying.meetings(words, known)).inline("overview.report.lead")
    shown = (saying.response(words, known), saying.figures(words, known, units), saying.left_out(words))
    more = words.having(source=saying.source(words)).inline("overview.report.more")
    return (
        Heading(1, words.inline("overview.title"), "h001"),
        Paragraph(lead),
        Heading(2, words.inline("overview.report.factors"), "h002"),
        _factors(words, known),
        Heading(2, words.inline("overview.report.measures"), "h003"),
        Paragraph(text(saying.statuses(words, known))),
        *((_measures(words, known),) if known.remaining.all else ()),
        Heading(2, words.inline("overview.report.figures"), "h004"),
        Paragraph(text(" ".join(said for said in shown if said))),
        Paragraph(more, "note"),
    )


def _factors(words: Words, known: Overview) -> Table:
    """Return how many units work on each factor, and the municipality's own means where it is shown."""
    means = dict(zip(SHOWN_FACTORS, known.own.means, strict=True)) if known.own is not None else {}
    rows = []
    for one, factor in zip(known.factors, FACTORS, strict=True):
        said = [saying.numbered(words, factor), str(one.keep), str(one.improve), str(one.units)]
        if means:
            said.append(saying.mean_text(words, means[factor]) if factor in means else _NONE)
        rows.append(tuple(Cell(text(value)) for value in said))
    table = _table(words.having(mean=known.own.name if known.own else ""), "factors_table", (4.0, 1.4, 1.4, 1.0), rows)
    if not means:
        return table
    mean = Column(words.inline("overview.report.factors_table.mean"), 2.4, align="right")
    return replace(table, columns=(*table.columns, mean))


def _measures(words: Words, known: Overview) -> Table:
    """Return the measures that remain, by deadline."""
    names = dict(zip(STATUSES, saying.status_names(words), strict=True))
    rows = tuple(
        (Cell(text(names[status])), *(Cell(text(str(n))) for n in (one.all, one.passed, one.soon, one.later, one.none)))
        for status, one in zip(OPEN, known.deadlines, strict=True)
    )
    return _table(words, "measures_table", (2.2, 0.8, 1.3, 1.9, 0.9, 1.1), rows)


def _table(words: Words, key: str, weights: tuple[float, ...], rows: Sequence[tuple[Cell, ...]]) -> Table:
    """Return a table of counts whose first column heads the rows."""
    heads = words.inlines(f"overview.report.{key}.head")
    columns = tuple(
        Column(head, weight, align="left" if at == 0 else "right")
        for at, (head, weight) in enumerate(zip(heads, weights, strict=True))
    )
    summary = words.string(f"overview.report.{key}.summary")
    return Table(
        "plain", columns, tuple(rows), words.string(f"overview.report.{key}.title"), summary, first_is_head=True
    )
