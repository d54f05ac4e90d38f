"""A Word document from blocks: sections, numbering of ids, and the parts of its package."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from lxml import etree

from packgen.blocks import Block, Cover, Document, Heading, NewPage, Section
from packgen.render import nodes, package
from packgen.render.nodes import Node, maker
from packgen.render.package import Package, Part
from packgen.render.word import letterhead as letterheads
from packgen.render.word import logo, names, pages
from packgen.render.word.drawing import Gallery
from packgen.render.word.dressing import dressed
from packgen.render.word.flow import FIRST_LIST, Writer, at_top, page_room
from packgen.render.word.grid import apart, as_nodes, is_table
from packgen.render.word.names import NUMBERS, Style
from packgen.render.word.pages import Edges
from packgen.render.word.palette import Colour
from packgen.render.word.text import Flow, Para, Pen
from packgen.render.xml import URI
from packgen.theme import Theme

w = maker("w", qualified=True)

_W = f"{{{URI['w']}}}"


def render(document: Document, theme: Theme, template: bytes) -> bytes:
    """Return a document as the bytes of a docx file. The same document and template give the same bytes."""
    return package.to_bytes(made(document, theme, template))


def made(document: Document, theme: Theme, template: bytes) -> Package:
    """Return the package of a document on a template."""
    pen = Pen(document.language)
    letterhead = letterheads.read(template, theme)
    theme = letterhead.dressed(theme)
    writer = Writer(document, theme, pen, Gallery(theme, document.language), _bookmarks(document), letterhead)
    body, edges = _body(document, writer)
    root = w("document", w("body", *body))
    _number(root)
    if not letterhead.ours:
        _repaint(root, letterhead.played)
    looks = _prepared(template, pen.tag, theme, compact=document.compact)
    return _package(document, looks, nodes.to_bytes(root), writer, edges)


def _bookmarks(document: Document) -> tuple[tuple[str, Heading], ...]:
    """Return every heading of the document with its bookmark, in order."""
    found = [block for section in document.sections for block in section.blocks if isinstance(block, Heading)]
    return tuple((pages.bookmark_of(number), heading) for number, heading in enumerate(found, start=1))


# ---------------------------------------------------------------- sections


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Pages of one shape: what stands on them, and whether the first is a cover."""

    blocks: tuple[Block, ...]
    landscape: bool
    cover: bool


def _stretches(sections: Iterable[Section]) -> Iterator[_Stretch]:
    """Yield the sections with neighbours of one shape as one; landscape ones begin on a new page each."""
    for landscape, neighbours in groupby(sections, key=lambda section: section.landscape):
        blocks: tuple[Block, ...] = ()
        for section in neighbours:
            blocks += (NewPage(), *section.blocks) if landscape and blocks else section.blocks
        if blocks:
            yield _Stretch(blocks, landscape, any(isinstance(block, Cover) for block in blocks))


def _body(document: Document, writer: Writer) -> tuple[list[Node], tuple[Edges, ...]]:
    """Return what stands in the body, section by section, and the headers and footers in use."""
    stretches = tuple(_stretches(document.sections))
    letterhead, pen = writer.letterhead, writer.pen
    sizes = pages.sizes_of(document, letterhead)
    shapes = sorted({stretch.landscape for stretch in stretches})
    made = {
        shape: pages.edges(
            document, pages.page_of(document, sizes, landscape=shape), sizes.edges, letterhead, pen, number
        )
        for number, shape in enumerate(shapes, start=1)
    }
    shows_logo = document.logo is not None and not stretches[0].cover and not letterhead.has("header")
    if shows_logo:
        lying = stretches[0].landscape
        page = pages.page_of(document, sizes, landscape=lying)
        made[lying] = logo.in_header(made[lying], document, page, sizes.edges, pen)
    body: list[Node] = []
    for number, stretch in enumerate(stretches, start=1):
        room = page_room(document, sizes, landscape=stretch.landscape)
        flow = apart(at_top(writer.flow(stretch.blocks, room)))
        properties = pages.section(
            room.page,
            made[stretch.landscape],
            letterhead.extras,
            first=number == 1 and (letterhead.title_page or shows_logo),
            bare=stretch.cover and not letterhead.cover,
        )
        body += as_nodes(_closed(flow) if number == len(stretches) else _ended(flow, properties))
    body.append(properties)
    return body, tuple(made.values())


def _closed(flow: Flow) -> Flow:
    """Return a flow that ends with a paragraph: Word puts a whole empty line after a table that ends a document."""
    return [*flow, Para(Style.GAP)] if flow and is_table(flow[-1]) else flow


def _ended(flow: Flow, properties: Node) -> Flow:
    """Return a flow whose last paragraph ends its section; after a table that is a low one of its own."""
    last = flow[-1] if flow else None
    if isinstance(last, Para):
        return [*flow[:-1], replace(last, section=properties)]
    return [*flow, Para(Style.GAP, section=properties)]


# ---------------------------------------------------------------- the last pass


def _number(root: Node) -> None:
    """Give every drawing, control and bookmark its id, in the order in which they stand."""
    drawings = controls = bookmarks = 0
    for node in _descendants(root):
        if node.name == "wp:docPr":
            drawings += 1
            node.attributes["id"] = drawings
        elif node.name == "w:sdtPr":
            controls += 1
            next(child for child in node.children if isinstance(child, Node) and child.name == "w:id").attributes[
                "w:val"
            ] = controls
        elif node.name == "w:bookmarkStart":
            bookmarks += 1
            node.attributes["w:id"] = bookmarks
        elif node.name == "w:bookmarkEnd":
            node.attributes["w:id"] = bookmarks


def _repaint(root: Node, played: Mapping[str, Colour]) -> None:
    """Give everything that names a colour of our theme the one that plays its part in the template's."""
    for node in _descendants(root):
        for kind, key in (
            ("w:themeColor", "w:val" if node.name == "w:color" else "w:color"),
            ("w:themeFill", "w:fill"),
        ):
            colour = played.get(str(node.attributes.get(kind, "")))
            if colour is None:
                continue
            node.attributes[key] = colour.value
            node.attributes[kind] = colour.name
            if not colour.name:
                del node.attributes[kind]


def _descendants(node: Node) -> Iterator[Node]:
    waiting: list[Node] = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [child for child in reversed(node.children) if isinstance(child, Node)]


# ---------------------------------------------------------------- parts


@lru_cache(maxsize=8)
def _prepared(template: bytes, language: str, theme: Theme, *, compact: bool) -> Package:
    """Return a template in one language and, where its theme is packgen's own, in these colours.

    In a ``compact`` one lines of text and rows of tables stand closer.
    """
    found = dressed(package.read(template), theme)
    parts = (_in_language(part, language) for part in found.parts)
    return replace(found, parts=tuple(_closer(part) if compact else part for part in parts))


def _closer(part: Part) -> Part:
    if part.name != names.STYLES:
        return part
    root = etree.fromstring(part.blob)
    for spacing in root.iterfind(f"{_W}docDefaults/{_W}pPrDefault/{_W}pPr/{_W}spacing"):
        spacing.set(f"{_W}line", str(names.COMPACT_LINE))
    for margins in root.iterfind(f"{_W}style[@{_W}styleId='{names.Look.PLAIN}']/{_W}tblPr/{_W}tblCellMar"):
        for margin in (*margins.iterfind(f"{_W}top"), *margins.iterfind(f"{_W}bottom")):
            margin.set(f"{_W}w", str(names.twips(names.COMPACT_CELL_Y)))
    return replace(part, blob=package.to_xml(root))


def _in_language(part: Part, language: str) -> Part:
    """Return styles, lists or settings with every mention of a language changed to this one."""
    if part.name not in {names.STYLES, names.NUMBERING, names.SETTINGS}:
        return part
    root = etree.fromstring(part.blob)
    for element in root.iter(f"{_W}lang", f"{_W}themeFontLang"):
        element.set(f"{_W}val", language)
    return replace(part, blob=package.to_xml(root))


def _package(document: Document, looks: Package, xml: bytes, writer: Writer, edges: tuple[Edges, ...]) -> Package:
    """Return the template's package with the document's own parts."""
    own = looks.part(names.DOCUMENT)
    leads = [lead for edge in edges for lead in edge.relationships]
    if writer.letterhead.cover and _has_cover(document):
        xml = letterheads.with_cover(xml, own, document, writer.pen.tag)
    filled = replace(own, blob=xml, relationships=(*own.relationships, *leads, *writer.gallery.relationships))
    core = package.core_properties(
        title=document.title, subject=document.subject, author=document.author, language=writer.pen.tag
    )
    made = {names.DOCUMENT: filled, package.CORE_NAME: core}
    made[names.NUMBERING] = _with_lists(looks.part(names.NUMBERING), writer.lists)
    made |= {
        part.name: letterheads.filled(part, document, writer.pen.tag)
        for part in looks.parts
        if part.content_type.endswith((".header+xml", ".footer+xml"))
    }
    kept = tuple(made.get(part.name, part) for part in looks.parts)
    return replace(looks, parts=(*kept, *(part for edge in edges for part in edge.parts), *writer.gallery.parts))


def _has_cover(document: Document) -> bool:
    return any(isinstance(block, Cover) for section in document.sections for block in section.blocks)


def _with_lists(part: Part, count: int) -> Part:
    """Return the lists with one more for each numbered list of the document, each beginning at 1."""
    root = etree.fromstring(part.blob)
    kind = root.find(f"{_W}num[@{_W}numId='{NUMBERS}']/{_W}abstractNumId")
    if kind is None:
        raise ValueError("the template has no numbered list")
    for number in range(FIRST_LIST, FIRST_LIST + count):
        num = etree.SubElement(root, f"{_W}num", {f"{_W}numId": str(number)})
        etree.SubElement(num, f"{_W}abstractNumId", {f"{_W}val": kind.get(f"{_W}val", "")})
        override = etree.SubElement(num, f"{_W}lvlOverride", {f"{_W}ilvl": "0"})
        etree.SubElement(override, f"{_W}startOverride", {f"{_W}val": "1"})
    return replace(part, blob=package.to_xml(root))
