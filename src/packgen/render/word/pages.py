"""What belongs to pages and not to text: sections, headers and footers, the cover, the table of contents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from packgen.blocks import Contents, Cover, Document, Heading, plain
from packgen.render import nodes
from packgen.render.metrics import width_mm
from packgen.render.nodes import Node, Value, maker
from packgen.render.package import Part, Relationship
from packgen.render.word.grid import Line, Slot, grid
from packgen.render.word.names import COMPACT, LARGE, USUAL, Look, Page, Sizes, Style, twips
from packgen.render.word.text import Flow, Para, Pen
from packgen.theme import Theme

w = maker("w", qualified=True)

_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_GAP_MM = 6.0


def page_of(document: Document, *, landscape: bool) -> Page:
    """Return the measures of a section's pages."""
    sizes = sizes_of(document)
    if landscape:
        return sizes.landscape
    return COMPACT if document.compact else sizes.portrait


def sizes_of(document: Document) -> Sizes:
    """Return the sizes that a document is laid out by."""
    return LARGE if document.large_print else USUAL


# ---------------------------------------------------------------- headers and footers


@dataclass(frozen=True, slots=True)
class Edges:
    """The header and footer of one shape of page: parts, and relationships from the document."""

    parts: tuple[Part, Part]
    relationships: tuple[Relationship, Relationship]


def edges(document: Document, page: Page, pen: Pen, number: int) -> Edges:
    """Return header and footer for pages of this shape: left text and right text, on one line where they fit."""
    points = sizes_of(document).edges
    right = (pen.run(document.header_right),)
    header = _edge(Style.HEADER, (document.header_left, document.header_right), right, page, points, pen)
    side, of = document.page_of
    count = (
        pen.run(f"{side} "),
        *pen.field("PAGE", "1"),
        pen.run(f" {of} "),
        *pen.field("NUMPAGES", "1"),
    )
    footer = _edge(Style.FOOTER, (document.footer_left, f"{side} 100 {of} 100"), count, page, points, pen)
    made = (("header", "hdr", header), ("footer", "ftr", footer))
    parts = [Part(f"/word/{k}{number}.xml", f"{_WML}.{k}+xml", nodes.to_bytes(w(root, *p))) for k, root, p in made]
    leads = [
        Relationship(f"rId{k.title()}{number}", f"{_REL}/{k}", part.name)
        for (k, *_), part in zip(made, parts, strict=True)
    ]
    return Edges((parts[0], parts[1]), (leads[0], leads[1]))


def _edge(
    style: str, words: tuple[str, str], right: tuple[Node, ...], page: Page, points: float, pen: Pen
) -> list[Node]:
    """Return one line with a tab between, or two lines where a long name leaves no room for the rest."""
    left, _ = words
    fits = sum(width_mm(side, points) for side in words) + _GAP_MM < page.room
    if fits or not left:
        tabs = (("right", page.room),)
        return [Para(style, (pen.run(f"{left}\t"), *right), tabs=tabs).node()]
    return [Para(style, (pen.run(left),)).node(), Para(style, right).node()]


def section(page: Page, edges: Edges, *, cover: bool) -> Node:
    """Return the properties of a section. A cover is a first page with no header and footer."""
    turned: dict[str, Value] = {"orient": "landscape"} if page.width > page.height else {}
    return w(
        "sectPr",
        *(
            w(f"{kind}Reference", type="default", **{"r:id": lead.id})
            for kind, lead in zip(("header", "footer"), edges.relationships, strict=True)
        ),
        w("type", val="nextPage"),
        w("pgSz", w=twips(page.width), h=twips(page.height), **turned),
        w(
            "pgMar",
            top=twips(page.top),
            right=twips(page.right),
            bottom=twips(page.bottom),
            left=twips(page.left),
            header=twips(page.edge),
            footer=twips(page.edge),
            gutter=0,
        ),
        w("titlePg") if cover else None,
    )


# ---------------------------------------------------------------- cover

_INSET_MM = 13.0
_TITLE_PT, _LEAST_TITLE_PT, _UNIT_PT = 44.0, 34.0, 22.0


def cover(block: Cover, page: Page, heights: tuple[float, float, float], pen: Pen, theme: Theme) -> Node:
    """Return the cover as a table of the page's height: title on ink, the unit, and lines at the foot."""
    inside = page.room - 2 * _INSET_MM
    size = _title_size(plain(block.title), inside)
    unit = _fitting(plain(block.subtitle), _UNIT_PT, page.room)
    top: Flow = [
        Para(Style.COVER_KICKER, pen.runs(block.kicker)),
        Para(Style.COVER_TITLE, pen.runs(block.title, points=0 if size == _TITLE_PT else size)),
    ]
    middle: Flow = [Para(Style.COVER_UNIT, pen.runs(block.subtitle, points=0 if unit == _UNIT_PT else unit))]
    foot: Flow = [Para(Style.COVER_LINE, pen.runs(line)) for line in block.lines] or [Para(Style.COVER_LINE)]
    flat = (9.0, 0.0, 0.0, 0.0)
    panel, unit_row, foot_row = heights
    lines = [
        Line((Slot(top, anchor="bottom", fill=(theme.ink, "text2")),), panel, exact=True),
        Line((Slot(middle, inset=flat),), unit_row, exact=True),
        Line((Slot(foot, anchor="bottom", inset=flat),), foot_row, exact=True),
    ]
    return grid(Look.COVER, (page.room,), lines)


def _title_size(words: str, room: float) -> float:
    """Return the size at which a title stands on one line, or on several where it would become too small."""
    alone = float(int(_TITLE_PT * room / max(width_mm(words, _TITLE_PT, bold=True), 1.0)))
    return min(alone, _TITLE_PT) if alone >= _LEAST_TITLE_PT else _fitting(words, _TITLE_PT, room)


def _fitting(words: str, points: float, room: float) -> float:
    """Return the largest size, no more than this, at which the longest word stands on one line."""
    widest = max((width_mm(word, points, bold=True) for word in words.split()), default=0.0)
    return points if widest <= room else float(int(points * room / widest))


# ---------------------------------------------------------------- contents


def bookmark_of(number: int) -> str:
    """Return the bookmark of the nth heading, hidden in Word as those of its own contents are."""
    return f"_Toc{number:08d}"


def contents(
    block: Contents, headings: Iterable[tuple[str, Heading]], pages: Mapping[str, int], page: Page, pen: Pen
) -> Flow:
    """Return a table of contents that is filled in: a field whose result are links to the headings.

    ``headings`` come with their bookmarks. A page number is shown where it is known, and left out where it is not:
    Word fills in all of them when the reader asks for it.
    """
    shown = [(bookmark, heading) for bookmark, heading in headings if heading.level <= block.depth]
    lines: Flow = [Para(Style.CONTENTS, pen.runs(block.title))]
    for place, (bookmark, heading) in enumerate(shown):
        entry = _entry(bookmark, heading, pages.get(heading.id), pen)
        start = _start(block, pen) if place == 0 else ()
        end = (pen.mark("end"),) if place == len(shown) - 1 else ()
        tabs = (("right", page.room),) if page is COMPACT or page.width > page.height else ()
        lines.append(Para(Style.ENTRIES[heading.level - 1], (*start, entry, *end), tabs=tabs))
    return [_gallery(lines)]


def _start(block: Contents, pen: Pen) -> tuple[Node, ...]:
    instruction = pen.instruction(f'TOC \\o "1-{block.depth}" \\h \\z \\u')
    return (pen.mark("begin"), instruction, pen.mark("separate"))


def _entry(bookmark: str, heading: Heading, page: int | None, pen: Pen) -> Node:
    number = () if page is None else (pen.run("\t"), *pen.field(f"PAGEREF {bookmark} \\h", str(page)))
    return w("hyperlink", pen.run(plain(heading.text)), *number, anchor=bookmark, history=True)


def _gallery(lines: Flow) -> Node:
    """Return lines as a table of contents that Word knows as one."""
    gallery = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
    content = w("sdtContent", *(line.node() for line in lines if isinstance(line, Para)))
    return w("sdt", w("sdtPr", w("id", val=0), gallery), content)
