"""What a template brings to every page: its measures, headers, footers and cover, and what text looks like on it.

Read from packgen's own template and from a municipality's alike (`own_template.adopt` has made it ready): a section
that names headers or footers keeps them, and what stands before it is the cover.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from lxml import etree

from packgen.blocks import Document
from packgen.render import office_theme, package
from packgen.render.nodes import Node, Value
from packgen.render.package import Package, Part
from packgen.render.word import fillings, names, palette
from packgen.render.word.names import TWIPS_PER_MM, Page, Sizes, Style, twips
from packgen.render.word.own_styles import Sheet, properties, put, value
from packgen.render.word.palette import Colour
from packgen.render.word.text import FLOWING
from packgen.render.xml import REL_ID, URI, Element, maker
from packgen.theme import Theme

w = maker("w", qualified=True)

_W = f"{{{URI['w']}}}"
_WP = f"{{{URI['wp']}}}"
_MM_PER_POINT = 25.4 / 72
_SINGLE, _LINE_HEIGHT = 240.0, 1.22
_CLEARANCE = 2.0
_EXTRAS = ("pgBorders", "pgNumType", "docGrid")
_COVER_LEAST = 80.0
_COVER_SPARE = 17.0
"""What a cover leaves free of its page's height, in mm."""
_SIDE = 20.0
_COMPACT = names.COMPACT

_WIDTHS = {
    **dict.fromkeys(("calibri", "carlito", "times new roman", "garamond", "source sans pro"), 1.0),
    **dict.fromkeys(("cambria", "aptos", "lato", "roboto", "segoe ui"), 1.1),
    **dict.fromkeys(("arial", "helvetica", "liberation sans", "georgia", "tahoma", "open sans", "noto sans"), 1.2),
    **dict.fromkeys(("verdana", "dejavu sans", "dejavu serif", "century gothic"), 1.4),
}
_UNKNOWN_WIDTH = 1.3
"""How wide text in a font is against Calibri, in which it is measured."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A header or footer of a section: ``kind`` is ``header`` or ``footer``, ``type`` which pages it stands on."""

    kind: str
    type: str
    id: str


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A template's pages. ``rights`` are the indents at the right of flowing styles, in mm.

    ``title_page``: the first page has a header and footer of its own. ``cover_section``: the cover is a section.
    """

    page: Page
    least: tuple[float, float]
    """How much room the header and the footer need, from the page's edges, in mm."""
    references: tuple[Reference, ...]
    title_page: bool
    cover: bool
    cover_section: bool
    extras: tuple[Node, ...]
    rights: Mapping[str, float]
    chapter_breaks: bool
    """Whether the style of a chapter's heading begins a new page by itself."""
    played: Mapping[str, Colour]
    font: str
    ours: bool
    """Whether the theme is packgen's own."""

    def has(self, kind: str) -> bool:
        """Tell whether the template has a header (or footer) of its own."""
        return any(reference.kind == kind for reference in self.references)

    def sizes(self, usual: Sizes) -> Sizes:
        """Return the sizes that a document on these pages is laid out by."""
        found = usual
        if _as_twips(self.page) != _as_twips(usual.portrait):
            found = replace(found, **_on_page(self.page, usual, self.least))
        if not self.ours:
            found = replace(found, measure=found.portrait.room - self.rights.get(Style.BODY, 0.0))
        wide = _WIDTHS.get(self.font.casefold(), _UNKNOWN_WIDTH)
        return replace(found, body=usual.body * wide, small=usual.small * wide, edges=usual.edges * wide, wide=wide)

    def dressed(self, theme: Theme) -> Theme:
        """Return the looks in the template's colours and font; packgen's template has those of the theme."""
        return theme if self.ours else palette.dressed(theme, self.played, self.font)


def _as_twips(page: Page) -> tuple[int, ...]:
    return tuple(twips(mm) for mm in (page.width, page.height, page.left, page.right, page.top, page.bottom))


def _on_page(page: Page, usual: Sizes, least: tuple[float, float]) -> dict[str, Any]:
    """Return the sizes that follow from a page: turned, for sheets of one page, and its cover.

    Sheets of one page and the large print take a little of wide margins; what headers need they keep.
    """
    narrow = {"left": min(page.left, _SIDE), "right": min(page.right, _SIDE)}
    portrait = replace(page, **narrow) if usual is names.LARGE else page
    top, *rest = usual.cover
    spare = portrait.depth - _COVER_SPARE - sum(usual.cover)
    return {
        "portrait": portrait,
        "landscape": _low(replace(page, width=page.height, height=page.width), usual.landscape, least),
        "compact": _low(replace(page, **narrow), _COMPACT, least),
        "cover": (max(top + spare, _COVER_LEAST), *rest),
    }


def _low(page: Page, usual: Page, least: tuple[float, float]) -> Page:
    """Return a page with margins above and below no larger than usual, but for what headers and footers need."""
    top, bottom = max(least[0], min(page.top, usual.top)), max(least[1], min(page.bottom, usual.bottom))
    return replace(page, top=top, bottom=bottom)


# ---------------------------------------------------------------- reading


@lru_cache(maxsize=8)
def read(template: bytes, theme: Theme) -> Letterhead:
    """Return what a template brings to pages; ``theme`` has the colours that its own lacks."""
    found = package.read(template)
    body = etree.fromstring(found.part(names.DOCUMENT).blob)[0]
    sheet = Sheet.of(etree.fromstring(found.part(names.STYLES).blob))
    section, cover = body[-1], _cover(body)
    own_theme = _theme(found, theme)
    ours = palette.is_ours(own_theme)
    page, shown = page_of(section), tuple(references(section))
    least = _least(found, page, shown, sheet)
    return Letterhead(
        page=replace(page, top=max(page.top, least[0]), bottom=max(page.bottom, least[1])),
        least=least,
        references=shown,
        title_page=section.find(f"{_W}titlePg") is not None,
        cover=bool(cover),
        cover_section=bool(cover) and cover[-1].find(f"{_W}pPr/{_W}sectPr") is not None,
        extras=tuple(as_node(extra) for name in _EXTRAS for extra in section.iterfind(_W + name)),
        rights={style: _right(sheet, style) for style in FLOWING},
        chapter_breaks=is_on(sheet.first(Style.HEADINGS[0], "pPr/pageBreakBefore")),
        played=palette.parts(own_theme, theme),
        font=theme.font if ours else font_of(sheet, own_theme),
        ours=ours,
    )


def _least(found: Package, page: Page, shown: tuple[Reference, ...], sheet: Sheet) -> tuple[float, float]:
    """Return how far from the page's edges text may begin, below the highest header and above the highest footer."""
    leads = {lead.id: lead.target for lead in found.part(names.DOCUMENT).relationships}
    high = {"header": 0.0, "footer": 0.0}
    for one in shown:
        root = etree.fromstring(found.part(leads[one.id]).blob)
        high[one.kind] = max(high[one.kind], sum(_high(child, sheet) for child in root))
    return (
        page.edge + high["header"] + _CLEARANCE if high["header"] else 0.0,
        (page.foot or page.edge) + high["footer"] + _CLEARANCE if high["footer"] else 0.0,
    )


def _high(block: Element, sheet: Sheet) -> float:
    """Return about how high a paragraph or table of a header is, in mm: one line, or the highest picture in it."""
    if block.tag == f"{_W}tbl":
        rows = block.iterfind(f"{_W}tr")
        return sum(
            max((sum(_high(b, sheet) for b in cell) for cell in row.iterfind(f"{_W}tc")), default=0) for row in rows
        )
    if block.tag != f"{_W}p":
        return 0.0
    pictures = (extent.get("cy", "") for extent in block.iterfind(f".//{_WP}inline/{_WP}extent"))
    high = (int(cy) / names.EMU_PER_MM for cy in pictures if re.fullmatch("[0-9]{1,12}", cy))
    return max([line_height(block, sheet), *high])


def line_height(paragraph: Element, sheet: Sheet) -> float:
    """Return about how high a line of a paragraph is with the space around it, in mm."""
    style = value(paragraph.find(f"{_W}pPr/{_W}pStyle")) or sheet.default("paragraph")
    own = paragraph.find(f"{_W}pPr/{_W}spacing")
    size = next((value(one) for one in paragraph.iter(f"{_W}sz")), "")
    points = int(size) / 2 if size.isdigit() else sheet.points(style)

    def space(key: str) -> float:
        found = value(own, key) or value(sheet.first(style, "pPr/spacing", key), key)
        return float(found) if found.lstrip("-").isdigit() else 0.0

    exact = (value(own, "lineRule") or value(sheet.first(style, "pPr/spacing", "lineRule"), "lineRule")) == "exact"
    line = space("line") or _SINGLE
    high = line / 20 if exact else points * _LINE_HEIGHT * line / _SINGLE
    return (high + (space("before") + space("after")) / 20) * _MM_PER_POINT


def _theme(found: Package, theme: Theme) -> bytes:
    parts = (part.blob for part in found.parts if part.content_type == office_theme.THEME_TYPE)
    return next(parts, None) or office_theme.theme_xml(theme)


def _cover(body: Element) -> list[Element]:
    """Return what stands before the section: nothing where it is only the low paragraph of an empty template."""
    before = list(body)[:-1]
    empty = [value(one.find(f"{_W}pPr/{_W}pStyle")) == Style.GAP and len(one) == 1 for one in before]
    return [] if len(before) == 1 and empty[0] and before[0].find(f"{_W}pPr/{_W}sectPr") is None else before


def _right(sheet: Sheet, style: str) -> float:
    found = sheet.first(style, "pPr/ind", "right")
    found = sheet.first(style, "pPr/ind", "end") if found is None else found
    return 0.0 if found is None else mm(value(found, "right") or value(found, "end"))


def is_on(element: Element | None) -> bool:
    """Tell whether a property that is either on or off is on."""
    return element is not None and value(element) not in {"0", "false", "off"}


def mm(written: str) -> float:
    """Return a length in twentieths of a point in mm; what is no number is none."""
    return int(written) / TWIPS_PER_MM if written.lstrip("-").isdigit() else 0.0


def page_of(section: Element) -> Page:
    """Return the measures of a section's pages."""
    size, margins = section.find(f"{_W}pgSz"), section.find(f"{_W}pgMar")
    side = {key: abs(mm(value(margins, key))) for key in ("left", "right", "top", "bottom", "header", "footer")}
    return Page(
        mm(value(size, "w")),
        mm(value(size, "h")),
        left=side["left"] + mm(value(margins, "gutter")),
        right=side["right"],
        top=side["top"],
        bottom=side["bottom"],
        edge=side["header"],
        foot=side["footer"],
    )


def references(section: Element) -> list[Reference]:
    """Return a section's own headers and footers."""
    return [
        Reference(kind, value(one, "type") or "default", one.get(REL_ID, ""))
        for kind in ("header", "footer")
        for one in section.iterfind(f"{_W}{kind}Reference")
    ]


def as_node(element: Element) -> Node:
    """Return an element of Word's own vocabulary as a node."""
    attributes: dict[str, Value] = {f"w:{etree.QName(k).localname}": str(text) for k, text in element.attrib.items()}
    return Node(f"w:{etree.QName(element).localname}", attributes, tuple(as_node(child) for child in element))


def font_of(sheet: Sheet, theme: bytes) -> str:
    """Return the font that a template's text is set in."""
    fonts = sheet.first(Style.PANEL_TEXT, "rPr/rFonts")
    named = value(fonts, "asciiTheme")
    major, minor = palette.fonts_in(theme)
    return (major if named.startswith("major") else minor) if named else value(fonts, "ascii")


# ---------------------------------------------------------------- filling in


def values(document: Document) -> dict[str, str]:
    """Return what a document puts in the place of a template's placeholders."""
    said = {"unit": document.header_left, "round": document.subject, "municipality": document.author}
    return {**said, "document": document.title, **dict(document.fillings)}


def filled(part: Part, document: Document, language: str) -> Part:
    """Return a header or footer of the template's with its placeholders filled in, in the document's language."""
    root = etree.fromstring(part.blob)
    _fill(root, document, language)
    return replace(part, blob=package.to_xml(root))


def _fill(root: Element, document: Document, language: str) -> None:
    fillings.fill(root, values(document))
    for run in root.iter(f"{_W}r"):
        put(properties(run, "rPr"), w("lang", val=language))


def with_cover(xml: bytes, template: Part, document: Document, language: str) -> bytes:
    """Return a document's part with the template's cover before it.

    The cover's root stays, for what it says of its vocabularies.
    """
    root, text = etree.fromstring(template.blob), etree.fromstring(xml)
    body = root[0]
    body.remove(body[-1])
    _fill(body, document, language)
    body.extend(text[0])
    return package.to_xml(root)
