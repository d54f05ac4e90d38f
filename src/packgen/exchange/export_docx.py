"""All texts as a Word document to write in: a chapter for each document, a table of three columns in each.

Programs other than Word may drop the tags of content controls, so every row also shows its key.
"""

from collections.abc import Iterator

from packgen.blocks import Block, Cell, Column, Contents, Document, Field, Heading, Paragraph, Section, Table, text
from packgen.exchange.chapters import PRINT, Book, Chapter, fingerprint
from packgen.exchange.rows import Row

_LONGEST_TAG = 64
_KEY, _TEXT = 3.0, 4.5
_MAY_BREAK = "\u200b"


def document(book: Book) -> Document:
    """Return the document, to be rendered by Word's renderer. The same book gives the same document."""
    words = book.words
    side, of = words["word"]["page"]
    return Document(
        id="texts",
        language=book.language,
        title=words["title"],
        subject=book.origin,
        author="packgen",
        header_left=words["title"],
        header_right=book.mark.name,
        footer_left=words["word"]["packgen"],
        page_of=(side, of),
        sections=(Section((*_intro(book), *_chapters(book)), landscape=True),),
        compact=True,
    )


def _intro(book: Book) -> Iterator[Block]:
    words = book.words
    yield Heading(1, text(words["title"]), "intro")
    yield Paragraph(text(book.origin), "lead")
    for line in words["lines"]:
        yield Paragraph(text(line))
    yield Paragraph(text(book.mark.line), "note")
    yield Contents(text(words["word"]["contents"]), 1)


def _chapters(book: Book) -> Iterator[Block]:
    for number, chapter in enumerate(book.chapters, start=1):
        yield Heading(1, text(chapter.title), f"chapter-{number}")
        yield _table(chapter, book)


def _table(chapter: Chapter, book: Book) -> Table:
    head, said = book.words["head"], book.words["word"]
    return Table(
        kind="plain",
        columns=(
            Column(text(head["key"]), _KEY),
            Column(text(head["packgens"]), _TEXT),
            Column(text(head["own"]), _TEXT),
        ),
        rows=tuple(_row(row, book) for row in chapter.rows),
        title=said["table"].format(name=chapter.title),
        summary=said["summary"],
    )


def _row(row: Row, book: Book) -> tuple[Cell, Cell, Cell]:
    notes = tuple(Paragraph(text(note), "note") for note in (row.where, book.note(row)) if note)
    key = row.key.replace(".", f".{_MAY_BREAK}").replace("_", f"_{_MAY_BREAK}")
    return Cell(text(key), more=notes), Cell(text(row.packgens)), _own(row, book)


def _own(row: Row, book: Book) -> Cell:
    """Return a field with the municipality's text; the text alone where it cannot be changed here."""
    if row.locked is not None:
        return Cell(text(row.own))
    tag = f"{row.key}{PRINT}{fingerprint(row.own)}"
    tag = next((one for one in (tag, row.key) if len(one) <= _LONGEST_TAG), "")
    prompt = book.words["word"]["prompt"]
    return Cell(field=Field("rich", tag, row.key[:_LONGEST_TAG], prompt, value=row.own))
