"""What belongs to pages and not to text: sections, headers and footers, the cover, the table of contents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor

from packgen.blocks import Contents, Cover, Document, Heading, plain
from packgen.render import nodes
from packgen.render.metrics import longest_word_mm, width_mm
from packgen.render.nodes import Node, Value, maker
from packgen.render.package import Part, Relationship
from packgen.render.traced import largest
from packgen.render.word.grid import Line, Slot, grid
from packgen.render.word.letterhead import Letterhead, Reference
from packgen.render.word.names import LARGE, USUAL, Look, Page, Sizes, Style, twips
from packgen.render.word.text import Flow, Para, Pen
from packgen.theme import Theme

w = maker("w", qualified=True)

_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_GAP_MM = 6.0
HEADER_TYPE, HEADER_REL = f"{_WML}.header+xml", f"{_REL}/header"


def page_of(document: Document, sizes: Sizes, *, landscape: bool) -> Page:
    """Return the measures of a section's pages."""
    if landscape:
        return sizes.landscape
    return sizes.compact if document.compact else sizes.portrait


def sizes_of(document: Document, letterhead: Letterhead) -> Sizes:
    """Return the sizes that a document is laid out by on a template's pages."""
    return letterhead.sizes(LARGE if document.large_print else USUAL)


# ---------------------------------------------------------------- headers and footers


@dataclass(frozen=True, slots=True)
class Edges:
    """The headers and footers of one shape of page: our own parts, and how the document refers to all of them."""

    parts: tuple[Part, ...]
    relationships: tuple[Relationship, ...]
    references: tuple[Reference, ...]


def edges(document: Document, page: Page, points: float, letterhead: Letterhead, pen: Pen, number: int) -> Edges:
    """Return header and footer for pages of this shape: the template's, or left and right text in type of ``points``.

    Ours stand on one line where they fit.
    """
    header_nodes = [line.node() for line in header(document, page, points, pen)]
    side, of = document.page_of
    count = (
        pen.run(f"{side} "),
        *pen.field("PAGE", "1"),
        pen.run(f" {of} "),
        *pen.field("NUMPAGES", "1"),
    )
    lines = _edge(Style.FOOTER, (document.footer_left, f"{side} 100 {of} 100"), count, page, points, pen)
    footer = [line.node() for line in lines]
    made = [one for one in (("header", "hdr", header_nodes), ("footer", "ftr", footer)) if not letterhead.has(one[0])]
    parts = tuple(Part(f"/word/{k}{number}.xml", f"{_WML}.{k}+xml", nodes.to_bytes(w(root, *p))) for k, root, p in made)
    leads = tuple(
        Relationship(f"rId{k.title()}{number}", f"{_REL}/{k}", part.name)
        for (k, *_), part in zip(made, parts, strict=True)
    )
    ours = (
        Reference(kind, type_, lead.id)
        for (kind, *_), lead in zip(made, leads, strict=True)
        for type_ in _types(letterhead)
    )
    return Edges(parts, leads, tuple(sorted((*letterhead.references, *ours), key=lambda one: one.kind != "header")))


def header(document: Document, page: Page, points: float, pen: Pen) -> list[Para]:
    """Return the lines of our header on pages of this shape."""
    right = (pen.run(document.header_right),)
    return _edge(Style.HEADER, (document.header_left, document.header_right), right, page, points, pen)


def header_width(document: Document, points: float) -> float:
    """Return the width of the longest of the header's texts, in mm."""
    return largest(width_mm(side, points) for side in (document.header_left, document.header_right))


def _types(letterhead: Letterhead) -> tuple[str, ...]:
    """Return the pages that our header or footer stands on: where the template tells pages apart, on all of them."""
    return tuple(dict.fromkeys(("default", *(reference.type for reference in letterhead.references))))


def _edge(
    style: str, words: tuple[str, str], right: tuple[Node, ...], page: Page, points: float, pen: Pen
) -> list[Para]:
    """Return one line with a tab between, or two lines where a long name leaves no room for the rest."""
    left, _ = words
    fits = sum(width_mm(side, points) for side in words) + _GAP_MM < page.room
    if fits or not left:
        tabs = (("right", page.room),)
        return [Para(style, (pen.run(f"{left}\t"), *right), tabs=tabs)]
    return [Para(style, (pen.run(left),)), Para(style, right)]


def section(page: Page, edges: Edges, extras: Iterable[Node], *, first: bool, bare: bool) -> Node:
    """Return the properties of a section.

    ``first``: its first page has a header and footer of its own. ``bare``: that page has none, as our cover.
    """
    turned: dict[str, Value] = {"orient": "landscape"} if page.width > page.height else {}
    shown = [one for one in edges.references if one.type != "first" or (first and not bare)]
    more = {node.name: node for node in extras}
    return w(
        "sectPr",
        *(w(f"{one.kind}Reference", type=one.type, **{"r:id": one.id}) for one in shown),
        w("type", val="nextPage"),
        w("pgSz", w=twips(page.width), h=twips(page.height), **turned),
        w(
            "pgMar",
            top=twips(page.top),
            right=twips(page.right),
            bottom=twips(page.bottom),
            left=twips(page.left),
            header=twips(page.edge),
            footer=twips(page.foot or page.edge),
            gutter=0,
        ),
        more.get("w:pgBorders"),
        more.get("w:pgNumType"),
        w("titlePg") if first or bare else None,
        more.get("w:docGrid"),
    )


# ---------------------------------------------------------------- cover

INSET_MM = 13.0
"""How far the cover's title stands in from the edges of its panel."""
_TITLE_PT, _LEAST_TITLE_PT, _UNIT_PT = 44.0, 34.0, 22.0


def cover(
    block: Cover,
    page: Page,
    sizes: Sizes,
    pen: Pen,
    theme: Theme,
    above: Line | None = None,
) -> Node:
    """Return the cover as a table of the page's height: title on ink, the unit, and lines at the foot.

    A row ``above`` takes its height from the title's.
    """
    inside = (page.room - 2 * INSET_MM) / sizes.wide
    size = _title_size(plain(block.title), inside)
    unit = _fitting(plain(block.subtitle), _UNIT_PT, page.room / sizes.wide)
    top: Flow = [
        Para(Style.COVER_KICKER, pen.runs(block.kicker)),
        Para(Style.COVER_TITLE, pen.runs(block.title, points=0 if size == _TITLE_PT else size)),
    ]
    middle: Flow = [Para(Style.COVER_UNIT, pen.runs(block.subtitle, points=0 if unit == _UNIT_PT else unit))]
    foot: Flow = [Para(Style.COVER_LINE, pen.runs(line)) for line in block.lines] or [Para(Style.COVER_LINE)]
    flat = (9.0, 0.0, 0.0, 0.0)
    panel, unit_row, foot_row = sizes.cover
    title = panel - (above.height if above else 0.0)
    lines = [
        *((above,) if above else ()),
        Line((Slot(top, anchor="bottom", fill=(theme.ink, "text2")),), title, exact=True),
        Line((Slot(middle, inset=flat),), unit_row, exact=True),
        Line((Slot(foot, anchor="bottom", inset=flat),), foot_row, exact=True),
    ]
    return grid(Look.COVER, (page.room,), lines)


def _title_size(words: str, room: float) -> float:
    """Return the size at which a title stands on one line, or on several where it would become too small."""
    alone = float(floor(_TITLE_PT * room / max(width_mm(words, _TITLE_PT, bold=True), 1.0)))
    return min(alone, _TITLE_PT) if alone >= _LEAST_TITLE_PT else _fitting(words, _TITLE_PT, room)


def _fitting(words: str, points: float, room: float) -> float:
    """Return the largest size, no more than this, at which the longest word stands on one line."""
    widest = longest_word_mm(words, points, bold=True)
    return points if widest <= room else float(floor(points * room / widest))


# ---------------------------------------------------------------- contents


def bookmark_of(number: int) -> str:
    """Return the bookmark of the nth heading, hidden in Word as those of its own contents are."""
    return f"_Toc{number:08d}"


def contents(
    block: Contents, headings: Iterable[tuple[str, Heading]], pages: Mapping[str, int], tab: float, pen: Pen
) -> Flow:
    """Return a table of contents that is filled in: a field whose result are links to the headings.

    ``headings`` come with their bookmarks; ``tab`` is where page numbers end, 0 where the style says it. A page number
    is shown where it is known, and left out where it is not: Word fills in all of them when the reader asks for it.
    """
    shown = [(bookmark, heading) for bookmark, heading in headings if heading.level <= block.depth]
    lines: Flow = [Para(Style.CONTENTS, pen.runs(block.title))]
    for place, (bookmark, heading) in enumerate(shown):
        entry = _entry(bookmark, heading, pages.get(heading.id), pen)
        start = _start(block, pen) if place == 0 else ()
        end = (pen.mark("end"),) if place == len(shown) - 1 else ()
        tabs = (("right", tab),) if tab else ()
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
