"""Page numbers of headings, measured once from rendered pages and kept in ``templates/contents_pages.json``.

A page number that may be wrong is worse than none. So the measurements bear the digest of the content and the template
that they were made from, and the shape of the document; where either differs, the table of contents has no numbers.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from packgen.blocks import Block, Chart, Document, Heading, List, Table

_ON_NO_PAGE = frozenset(
    {
        "messages",
        "en",
        "accessibility_report.yaml",
        "cli.yaml",
        "settings.yaml",
        "print.yaml",
        "proofreading",
        "sources",
    }
)


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """Measured pages: shape of a document → page of each heading, in order. Empty when content has changed since."""

    shapes: Mapping[str, tuple[int, ...]]

    @staticmethod
    def read(measured: Path, content: Path, *templates: Path) -> "PageNumbers":
        """Return the measurements, or none at all when they were made from other content or with other templates."""
        if not measured.exists():
            return PageNumbers({})
        found = json.loads(measured.read_text("utf-8"))
        if found["made_from"] != digest_of(content, *templates):
            return PageNumbers({})
        return PageNumbers({shape: tuple(pages) for shape, pages in found["shapes"].items()})

    def of(self, document: Document) -> tuple[tuple[str, int], ...]:
        """Return (heading id, page) for a document, nothing where its shape was not measured."""
        pages = self.shapes.get(shape_of(document), ()) if self.shapes else ()
        return tuple(zip((h.id for h in headings(document)), pages, strict=True)) if pages else ()


def digest_of(content: Path, *templates: Path) -> str:
    """Return the digest of all content and the templates: what page numbers depend on beside a document's shape."""
    found = hashlib.sha256()
    for file in sorted(content.rglob("*.yaml")):
        if not _ON_NO_PAGE & set(file.relative_to(content).parts):
            found.update(
                file.relative_to(content).as_posix().encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n")
            )
    for template in templates:
        found.update(template.read_bytes())
    return found.hexdigest()


def shape_of(document: Document) -> str:
    """Return a short name for a document's shape: its kind, written standard, and the order and size of its blocks."""
    name = f"{document.id}-large" if document.large_print else document.id
    shape = _large_shape if document.large_print else _shape
    said = "|".join((name, document.language, *[shape(block) for block in _blocks(document)]))
    return f"{name}-{document.language}-{hashlib.sha256(said.encode()).hexdigest()[:12]}"


def headings(document: Document) -> tuple[Heading, ...]:
    """Return the headings of a document in order."""
    return tuple([block for block in _blocks(document) if type(block) is Heading])


def _blocks(document: Document) -> Iterable[Block]:
    return chain.from_iterable([section.blocks for section in document.sections])


def _shape(block: Block) -> str:
    """Return a block's kind, and for a table the number of its rows: columns beside each other take no height."""
    kind = type(block).__name__
    return f"{kind}{len(block.rows)}" if type(block) is Table else kind


def _large_shape(block: Block) -> str:
    """Return the same in large print, where figures stand below each other, so that each of them takes height."""
    return _shape(block) + _large_size(block)


def _large_size(block: Block) -> str:
    match block:
        case Table():
            return f"+{sum(len(cell.more) for row in block.rows for cell in row)}"
        case List():
            return str(len(block.items))
        case Chart():
            return f"{block.height_mm:g}"
        case _:
            return ""
