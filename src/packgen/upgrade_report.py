"""What an upgrade has changed under a municipality's own texts, as a page to read."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from packgen import __version__
from packgen.blocks import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    List,
    Paragraph,
    Run,
    Section,
    Table,
    Text,
    text,
)
from packgen.content.text import inline
from packgen.content.texts import Texts
from packgen.exchange.rows import Standing
from packgen.model import Language
from packgen.upgrade import Compared, Level, Piece, as_text, difference

_WEIGHTS = (3.0, 4.0, 4.0, 4.0)
_NEAR = 8
"""Words that are shown on each side of a change."""


def report(levels: Sequence[Level], name: str, words: Mapping[Language, Texts], language: Language) -> Document:
    """Return the page for a municipality, in its written standard; texts of both standards stand in it."""
    texts = words[language]
    said = texts.nodes["exchange"]
    return Document(
        id="upgrade",
        language=texts.language,
        title=said["report"]["title"],
        subject=said["report"]["subject"],
        author="packgen",
        header_left=said["report"]["title"],
        header_right=name,
        footer_left=said["word"]["packgen"],
        page_of=(said["word"]["page"][0], said["word"]["page"][1]),
        compact=True,
        sections=(Section(tuple(_page(levels, name, words, said["report"], texts))),),
    )


def _page(
    levels: Sequence[Level], name: str, words: Mapping[Language, Texts], said: Mapping[str, Any], texts: Texts
) -> Iterator[Block]:
    every = [(level, one) for level in levels for one in level.compared]
    changed = [pair for pair in every if pair[1].status == "changed"]
    gone = [pair for pair in every if pair[1].status == "gone"]
    yield Heading(1, text(said["title"]), "report")
    lead = said["lead"] if changed or gone else said["none"]
    yield Paragraph(text(lead.format(version=__version__, name=name)), "lead")
    yield _counts((len(changed), len(gone), len(every) - len(changed) - len(gone)), said)
    if changed:
        yield Heading(2, text(said["changed"]), "changed")
        yield Paragraph(inline(said["marks"], texts.language, {}), "note")
        yield _table(said["head"], _WEIGHTS, (_row(*pair, words) for pair in changed), said["table_summary"])
    if gone:
        yield Heading(2, text(said["gone"]), "gone")
        yield Paragraph(text(said["gone_lead"]))
        rows = ((_what(*pair, words), _cell(pair[1].own), _cell(pair[1].nearest or "–")) for pair in gone)
        yield _table(said["gone_head"], _WEIGHTS[:3], rows, said["gone_summary"])
    if changed or gone:
        yield Heading(2, text(said["choose"]), "choose")
        yield List(tuple(text(line) for line in said["how"]))


def _counts(numbers: Iterable[int], said: Mapping[str, Any]) -> Paragraph:
    named = zip(said["counts"], numbers, strict=True)
    return Paragraph(text(" · ".join(f"{name}: {number}" for name, number in named)))


def _table(heads: Sequence[str], weights: Sequence[float], rows: Iterable[tuple[Cell, ...]], summary: str) -> Table:
    columns = tuple(Column(text(head), weight) for head, weight in zip(heads, weights, strict=True))
    return Table("plain", columns, tuple(rows), heads[0], summary)


def _row(level: Level, one: Compared, words: Mapping[Language, Texts]) -> tuple[Cell, ...]:
    was, now = as_text(one.was), as_text(one.now)
    return (
        _what(level, one, words),
        Cell(_runs(was, now, "old")),
        Cell(_runs(was, now, "new")),
        _cell(one.own or "–"),
    )


def _what(level: Level, one: Compared, words: Mapping[Language, Texts]) -> Cell:
    """Return where a text stands: in words where packgen still has it, and its key."""
    where = Standing(words[one.language], ()).where(one.path)
    notes = [f"{one.key} ({one.language})", level.name]
    more = tuple(Paragraph(text(note), "note") for note in notes if note)
    return Cell(text(where or one.path[0]), more=more)


def _runs(old: str, new: str, shown: str) -> Text:
    """Return one of two texts with what only it has set off: new words in bold, old ones in italics.

    Of a long stretch that both share, only what stands nearest the changes is shown.
    """
    pieces = difference(old, new)
    if not any(piece.kind == "same" for piece in pieces):
        return text(old if shown == "old" else new)
    kept = [piece for piece in pieces if piece.kind in ("same", shown)]
    return tuple(_run(piece, is_first=piece is pieces[0], is_last=piece is pieces[-1]) for piece in kept)


def _run(piece: Piece, *, is_first: bool, is_last: bool) -> Run:
    if piece.kind != "same":
        return Run(piece.text, bold=piece.kind == "new", italic=piece.kind == "old")
    words = re.findall(r"\s*\S+\s*", piece.text)
    if len(words) <= 2 * _NEAR:
        return Run(piece.text)
    before = "" if is_first else "".join(words[:_NEAR])
    after = "" if is_last else "".join(words[-_NEAR:])
    return Run(f"{before}… {after}")


def _cell(words: str) -> Cell:
    return Cell(text(words))
