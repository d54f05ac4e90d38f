"""What must hold in every deck, read from the finished file: `faults` names each thing that does not.

Text is measured here from the file's own boxes and sizes, apart from how the renderer came to them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from packgen.blocks import Run
from packgen.render.package import Package, Part, read
from packgen.render.slides.boxes import EMU
from packgen.render.slides.text import lines, longest_word

NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}
R_ID = f"{{{NS['r']}}}id"
LINE = 1.2
WIDE, HIGH, FOOT = 960.0, 540.0, 500.0
SMALLEST = 12.0
SMALL = {"Fot", "Side", "Notat", "Tidslinje", "Kommune", "Runde", "Dato", "Tal med ord"}
"""Shapes whose text may be smaller than a slide's own."""


def xpath(element: etree._Element, path: str) -> list:
    return element.xpath(path, namespaces=NS)


@dataclass(frozen=True)
class Page:
    """A slide: its part and its tree, its layout's tree, its notes' tree."""

    part: Part
    root: etree._Element
    layout: etree._Element
    notes: etree._Element


def pages(data: bytes) -> list[Page]:
    """Return the slides in the order in which they are shown."""
    package = read(data)
    main = package.part("/ppt/presentation.xml")
    targets = {rel.id: rel.target for rel in main.relationships}
    order = [targets[i.get(R_ID)] for i in xpath(etree.fromstring(main.blob), "p:sldIdLst/p:sldId")]
    return [_page(package, name) for name in order]


def _page(package: Package, name: str) -> Page:
    part = package.part(name)

    def to(kind: str) -> list[str]:
        return [rel.target for rel in part.relationships if rel.type.endswith(f"/{kind}")]

    (layout,), (notes,) = to("slideLayout"), to("notesSlide")
    return Page(part, *(etree.fromstring(package.part(n).blob) for n in (name, layout, notes)))


def faults(data: bytes) -> list[str]:
    """Return everything that is wrong in a deck."""
    found = pages(data)
    return [
        *_deck_faults(data, found),
        *(f"{page.part.name}: {fault}" for page in found for fault in page_faults(page)),
    ]


def page_faults(page: Page) -> Iterator[str]:
    yield from _identity(page)
    yield from _accessible(page)
    yield from _language(page)
    yield from _placeholders(page)
    yield from _tables(page)
    yield from _text_in_boxes(page)


def _deck_faults(data: bytes, found: list[Page]) -> Iterator[str]:
    package = read(data)
    slides = {part.name for part in package.parts if part.content_type.endswith("slide+xml")}
    if slides != {page.part.name for page in found}:
        yield f"slides that are not shown in the list: {sorted(slides)}"
    root = etree.fromstring(package.part("/ppt/presentation.xml").blob)
    listed = xpath(root, "p:sldIdLst/p:sldId/@id")
    if xpath(root, "//p14:section/p14:sldIdLst/p14:sldId/@id") != listed:
        yield "sections do not hold every slide once, in order"
    titles = Counter("".join(xpath(page.root, "//p:sp[.//p:ph[@type='title']]//a:t/text()")) for page in found)
    yield from (f"{count} slides are called «{title}»" for title, count in titles.items() if count > 1 or not title)


def _identity(page: Page) -> Iterator[str]:
    for attribute in ("id", "name"):
        values = Counter(xpath(page.root, f"//p:cNvPr/@{attribute}"))
        yield from (f"{count} shapes have the {attribute} {v!r}" for v, count in values.items() if count > 1)
    known = {rel.id for rel in page.part.relationships}
    used = set(xpath(page.root, "//@r:id"))
    yield from (f"no relationship {rid}" for rid in used - known)
    charts = {rel.id for rel in page.part.relationships if rel.type.endswith("/chart")}
    yield from (f"the relationship {rid} is used by no shape" for rid in charts - used)


def _accessible(page: Page) -> Iterator[str]:
    titles = xpath(page.root, "//p:sp[.//p:ph[@type='title']]")
    if len(titles) != 1 or titles[0] is not xpath(page.root, "/p:sld/p:cSld/p:spTree/*[self::p:sp|self::p:grpSp]")[0]:
        yield "the title is not the first shape"
    for shape in xpath(page.root, "//p:spTree/*[self::p:graphicFrame|self::p:grpSp|self::p:pic]"):
        if not xpath(shape, "string((.//p:cNvPr)[1]/@descr)"):
            yield f"no alternative text on {_name(shape)}"
    for shape in xpath(page.root, "//p:spTree/p:sp[not(.//p:ph)]"):
        if not xpath(shape, ".//adec:decorative[@val='1']"):
            yield f"{_name(shape)} is a loose shape and not marked as decoration"
        if xpath(shape, ".//a:t"):
            yield f"{_name(shape)} has text outside a placeholder"


def _language(page: Page) -> Iterator[str]:
    for root in (page.root, page.notes):
        for element in xpath(root, "//a:rPr|//a:endParaRPr"):
            if element.get("lang") not in {"nb-NO", "nn-NO"}:
                yield f"no language on {etree.QName(element).localname}"
        for element in xpath(root, "//a:r[not(a:rPr)]|//a:fld[not(a:rPr)]"):
            yield f"a run with no properties: {''.join(xpath(element, './/a:t/text()'))}"
    if len({e.get("lang") for root in (page.root, page.notes) for e in xpath(root, "//*[@lang]")}) != 1:
        yield "two languages on one slide"


def _placeholders(page: Page) -> Iterator[str]:
    known = {_ph(shape) for shape in xpath(page.layout, "//p:sp[.//p:ph]")}
    for shape in xpath(page.root, "//p:spTree/*[.//p:ph]"):
        if _ph(shape) not in known:
            yield f"the layout has no placeholder for {_name(shape)}"
        if etree.QName(shape).localname == "sp" and not xpath(shape, "string(.//a:t)"):
            yield f"{_name(shape)} is empty"


def _ph(shape: etree._Element) -> tuple[str, str]:
    ph = xpath(shape, ".//p:ph")[0]
    return ph.get("type", ""), ph.get("idx", "")


def _name(shape: etree._Element) -> str:
    return xpath(shape, "string((.//p:cNvPr)[1]/@name)")


# ---------------------------------------------------------------- room


def _points(value: str | None) -> float:
    return int(value or 0) / EMU


def box_of(shape: etree._Element, layout: etree._Element) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a shape in points, from its layout where it has none of its own."""
    place = xpath(shape, "(p:spPr/a:xfrm|p:xfrm|p:grpSpPr/a:xfrm)[1]")
    if not place:
        (owner,) = (s for s in xpath(layout, "//p:sp[.//p:ph]") if _ph(s) == _ph(shape))
        place = xpath(owner, "p:spPr/a:xfrm")
    off, ext = place[0].find("a:off", NS), place[0].find("a:ext", NS)
    return _points(off.get("x")), _points(off.get("y")), _points(ext.get("cx")), _points(ext.get("cy"))


def _text_in_boxes(page: Page) -> Iterator[str]:
    for shape in xpath(page.root, "/p:sld/p:cSld/p:spTree/*[self::p:sp|self::p:graphicFrame|self::p:grpSp]"):
        x, y, w, h = box_of(shape, page.layout)
        lowest = HIGH if _name(shape) in {"Fot", "Side", "Dato", "Kommune"} else FOOT
        if x < 0 or y < 0 or x + w > WIDE + 0.1 or y + h > lowest:
            yield f"{_name(shape)} stands outside the slide: {x:.0f}, {y:.0f}, {w:.0f}, {h:.0f}"
        if etree.QName(shape).localname == "sp" and xpath(shape, ".//a:t"):
            size, spacing, bold = _looks(shape, page.layout)
            yield from _paragraphs_fit(xpath(shape, "p:txBody/a:p"), (w, h), (size, spacing, bold), _name(shape))


def _looks(shape: etree._Element, layout: etree._Element) -> tuple[float, float, bool]:
    owners = [s for s in xpath(layout, "//p:sp[.//p:ph]") if xpath(shape, ".//p:ph") and _ph(s) == _ph(shape)]
    style = xpath(owners[0], "p:txBody/a:lstStyle/a:lvl1pPr")[0] if owners else None
    if style is None:
        return 18.0, 1.0, False
    run = style.find("a:defRPr", NS)
    return int(run.get("sz")) / 100, int(xpath(style, "string(a:lnSpc/a:spcPct/@val)")) / 100_000, run.get("b") == "1"


def _paragraphs_fit(
    paragraphs: list, room: tuple[float, float], looks: tuple[float, float, bool], name: str
) -> Iterator[str]:
    high = 0.0
    for paragraph in paragraphs:
        text, size, indent, before = measured(paragraph, looks[0], bold=looks[2])
        if size < SMALLEST or (size < 20 and name.partition(" (")[0] not in SMALL and not _small(paragraph)):
            yield f"text of {size:.0f} points in {name}: {paragraph.xpath('string()')[:40]}"
        if longest_word(text, size) > room[0] - indent + 0.1:
            yield f"a word is wider than {name}: {paragraph.xpath('string()')[:60]}"
        high += before + lines(text, size, room[0] - indent) * size * LINE * looks[1]
    if high > room[1] + 1.5:
        yield f"{high:.0f} points of text in {room[1]:.0f} points of {name}: {paragraphs[0].xpath('string()')[:60]}"


def _small(paragraph: etree._Element) -> bool:
    """Tell whether a paragraph is a note, a label or a table's head: set in muted colour, or beside a large number."""
    return bool(xpath(paragraph, ".//a:schemeClr[@val='accent2']"))


def measured(paragraph: etree._Element, inherited: float, *, bold: bool) -> tuple[tuple[Run, ...], float, float, float]:
    """Return a paragraph's runs, its largest size, its indent and the space before it, in points."""
    runs, sizes = [], []
    for run in xpath(paragraph, "a:r|a:fld"):
        look = run.find("a:rPr", NS)
        sizes.append(int(look.get("sz", inherited * 100)) / 100)
        runs.append(Run("".join(xpath(run, "a:t/text()")), bold=bold or look.get("b") == "1"))
    indent = _points(xpath(paragraph, "string(a:pPr/@marL)") or "0")
    if runs and runs[0].text.endswith("\t"):
        runs, sizes = runs[1:], sizes[1:]
    before = int(xpath(paragraph, "string(a:pPr/a:spcBef/a:spcPts/@val)") or 0) / 100
    end = xpath(paragraph, "string(a:endParaRPr/@sz)")
    return tuple(runs), max(sizes, default=int(end) / 100 if end else inherited), indent, before


def _tables(page: Page) -> Iterator[str]:
    for frame in xpath(page.root, "//p:graphicFrame[.//a:tbl]"):
        name = _name(frame)
        _, _, wide, high = box_of(frame, page.layout)
        widths = [_points(column.get("w")) for column in xpath(frame, ".//a:gridCol")]
        rows = xpath(frame, ".//a:tr")
        heights = [_points(row.get("h")) for row in rows]
        if abs(sum(widths) - wide) > 0.1 or abs(sum(heights) - high) > 0.1:
            yield f"the frame of {name} is not as large as its table"
        for row, height in zip(rows, heights, strict=True):
            cells = xpath(row, "a:tc")
            if len(cells) != len(widths):
                yield f"{len(cells)} cells and {len(widths)} columns in {name}"
            for cell, width in zip(cells, widths, strict=False):
                yield from _cell_faults(cell, width, height, name)


def _cell_faults(cell: etree._Element, width: float, height: float, name: str) -> Iterator[str]:
    paragraphs = xpath(cell, "a:txBody/a:p")
    if not paragraphs:
        yield f"a cell without a paragraph in {name}"
    if cell.get("vMerge") or cell.get("rowSpan"):
        return
    look = cell.find("a:tcPr", NS)
    left, right, top, bottom = (_points(look.get(f"mar{side}")) for side in "LRTB")
    needed = top + bottom
    for paragraph in paragraphs:
        text, size, indent, before = measured(paragraph, 18, bold=False)
        room = width - left - right - indent
        if longest_word(text, size) > room + 0.1:
            yield f"a word is wider than its column in {name}: {paragraph.xpath('string()')[:60]}"
        needed += before + lines(text, size, room) * size * LINE
        if size < 14:
            yield f"text of {size:.0f} points in {name}"
    if needed > height + 0.1:
        yield f"a row of {name} must grow from {height:.1f} to {needed:.1f}: {cell.xpath('string()')[:60]}"
