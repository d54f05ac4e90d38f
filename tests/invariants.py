"""What must hold for every Office file that packgen writes: the traps that no validator sees all of.

`check_package` returns one sentence for each fault, for docx, pptx and xlsx alike.
"""

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from io import BytesIO

import openpyxl
from lxml import etree

NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
}
LARGEST = 2**31 - 1
LONGEST_TAG = 64  # Word cuts longer tags and titles of controls
ALLOWED_LINKS = ("https://", "mailto:")

# Children in the order of the schema, as far as we write them.
ORDERS = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs spacing ind "
    "contextualSpacing jc textDirection outlineLvl rPr sectPr",
    "w:rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing w kern position sz szCs highlight u bdr "
    "shd vertAlign lang",
    "w:sectPr": "headerReference footerReference type pgSz pgMar pgBorders pgNumType cols vAlign titlePg textDirection "
    "docGrid",
    "w:tblPr": "tblStyle tblpPr tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "w:tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
    "a:pPr": "lnSpc spcBef spcAft buClrTx buClr buSzTx buSzPct buSzPts buFontTx buFont buNone buAutoNum buChar tabLst "
    "defRPr",
    "a:rPr": "ln noFill solidFill effectLst highlight latin ea cs sym hlinkClick",
}


@dataclass(frozen=True)
class Archive:
    """The entries of an Office file by part name (``/word/document.xml``)."""

    data: bytes

    @cached_property
    def infos(self) -> list[zipfile.ZipInfo]:
        with zipfile.ZipFile(BytesIO(self.data)) as archive:
            return archive.infolist()

    @cached_property
    def blobs(self) -> dict[str, bytes]:
        with zipfile.ZipFile(BytesIO(self.data)) as archive:
            return {f"/{info.filename}": archive.read(info) for info in self.infos}

    @cached_property
    def trees(self) -> dict[str, etree._Element]:
        """Every part of XML that is well formed."""
        found = {}
        for name, blob in self.blobs.items():
            if name.endswith((".xml", ".rels")):
                try:
                    found[name] = etree.fromstring(blob)
                except etree.XMLSyntaxError:
                    continue
        return found

    def under(self, folder: str) -> Iterator[tuple[str, etree._Element]]:
        """Yield the parts of XML right in a folder, in order of name."""
        yield from sorted((n, t) for n, t in self.trees.items() if posixpath.dirname(n) == folder)

    def stories(self) -> Iterator[tuple[str, etree._Element]]:
        """Yield the parts of a Word document that hold text."""
        for name, tree in self.under("/word"):
            if re.match(r"/word/(document|header|footer)\d*\.xml", name):
                yield name, tree

    def relationships(self, owner: str) -> dict[str, tuple[str, str, bool]]:
        """Return the relationships of a part: id → (kind, whole target, external)."""
        folder, file = posixpath.split(owner)
        tree = self.trees.get(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = {}
        for entry in tree if tree is not None else ():
            external = entry.get("TargetMode") == "External"
            target = entry.get("Target", "")
            whole = target if external else posixpath.normpath(posixpath.join(folder, target))
            found[entry.get("Id", "")] = (entry.get("Type", "").rpartition("/")[2], whole, external)
        return found


Faults = Iterator[str]


def find(tree: etree._Element, path: str) -> list[etree._Element]:
    return tree.xpath(path, namespaces=NS)  # type: ignore[return-value]


def strings(tree: etree._Element, path: str) -> list[str]:
    return [str(value) for value in tree.xpath(path, namespaces=NS)]  # type: ignore[union-attr]


def tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NS[prefix]}}}{local}"


def attribute(element: etree._Element, name: str) -> str:
    return element.get(tag(name)) or ""


def repeated(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


# ---------------------------------------------------------------- the zip and its relationships


def zip_entries(archive: Archive) -> Faults:
    names = [info.filename for info in archive.infos]
    yield from (f"two entries are named {name}" for name in repeated([name.lower() for name in names]))
    for info in archive.infos:
        if info.external_attr >> 16 == 0:
            yield f"{info.filename} has no file mode: Word for Mac offers to repair it"
        if info.date_time != (1980, 1, 1, 0, 0, 0):
            yield f"{info.filename} bears a time"
    if names != ["[Content_Types].xml", *sorted(set(names) - {"[Content_Types].xml"})]:
        yield "the entries are not sorted"


def well_formed(archive: Archive) -> Faults:
    for name in archive.blobs:
        if name.endswith((".xml", ".rels")) and name not in archive.trees:
            yield f"{name} is not well formed"
        if b"<!DOCTYPE" in archive.blobs[name][:200]:
            yield f"{name} has a DOCTYPE"


def content_types(archive: Archive) -> Faults:
    types = archive.trees["/[Content_Types].xml"]
    defaults = {entry.get("Extension", "").lower() for entry in find(types, "ct:Default")}
    overrides = {entry.get("PartName", "") for entry in find(types, "ct:Override")}
    for name in archive.blobs:
        if name != "/[Content_Types].xml" and name not in overrides:
            if name.rpartition(".")[2].lower() not in defaults:
                yield f"{name} has no content type"
            elif name.endswith(".xml") and "xml" in defaults:
                yield f"{name} has only the general content type of XML"
    yield from (f"a content type is given for {name}, which is not there" for name in overrides - set(archive.blobs))


def relationships_lead_somewhere(archive: Archive) -> Faults:
    for name in archive.blobs:
        if name.endswith(".rels"):
            folder, file = posixpath.split(name)
            owner = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
            if owner != "/" and owner not in archive.blobs:
                yield f"{name} belongs to no part"
            ids = [entry.get("Id", "") for entry in archive.trees.get(name, ())]
            yield from (f"{owner} has two relationships {rid}" for rid in repeated(ids))
            for rid, (_, target, external) in archive.relationships(owner).items():
                if external and not target.startswith(ALLOWED_LINKS):
                    yield f"{rid} of {owner} leads out to {target}"
                if not external and target not in archive.blobs:
                    yield f"{rid} of {owner} leads to {target}, which is not there"


def references_have_relationships(archive: Archive) -> Faults:
    for name, tree in archive.trees.items():
        known = archive.relationships(name)
        for value in strings(tree, "//@r:id | //@r:embed | //@r:link | //@r:pict"):
            if value not in known:
                yield f"{name} refers to {value}, which is no relationship"


def parts_are_reached(archive: Archive) -> Faults:
    reached: set[str] = set()
    waiting = [target for _, target, external in archive.relationships("/").values() if not external]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [target for _, target, external in archive.relationships(name).values() if not external]
    for name in set(archive.blobs) - reached:
        if not name.endswith(".rels") and name != "/[Content_Types].xml":
            yield f"no relationship leads to {name}"


def nothing_foreign(archive: Archive) -> Faults:
    for name in archive.blobs:
        if re.search(r"vbaProject|stylesWithEffects|activeX|oleObject", name):
            yield f"{name} does not belong in our files"
    if sum(name.startswith("/docProps/core") for name in archive.blobs) > 1:
        yield "the file has two sets of core properties"
    for name, tree in archive.trees.items():
        if any(re.search(r"_x00[01][0-9A-Fa-f]_", text) for text in strings(tree, "//w:t/text() | //a:t/text()")):
            yield f"{name} holds an escaped control character"


# ---------------------------------------------------------------- order and language


def children_in_order(archive: Archive) -> Faults:
    for name, tree in archive.trees.items():
        for parent, order in ORDERS.items():
            places = {child: number for number, child in enumerate(order.split())}
            uri = NS[parent.partition(":")[0]]
            for element in tree.iter(tag(parent)):
                own = [etree.QName(child) for child in element if isinstance(child.tag, str)]
                unknown = [q.localname for q in own if q.namespace == uri and q.localname not in places]
                found = [places[q.localname] for q in own if q.localname in places]
                if unknown:
                    yield f"{name}: {parent} holds {unknown[0]}, whose place is not known"
                if found != sorted(found):
                    yield f"{name}: the children of {parent} are out of order"


def language_on_all_text(archive: Archive) -> Faults:
    for name, tree in archive.stories():
        for run in find(tree, "//w:r[w:t or w:tab or w:fldChar][not(w:rPr/w:lang/@w:val)]"):
            yield f"{name}: the run «{''.join(run.itertext())[:30]}» has no language"
    for name, tree in archive.trees.items():
        if not name.startswith(("/ppt/theme", "/word/theme")):
            for element in find(tree, "//a:rPr[not(@lang)] | //a:endParaRPr[not(@lang)] | //a:r[not(a:rPr)]"):
                yield f"{name}: a {etree.QName(element).localname} has no language"


def one_language(archive: Archive) -> Faults:
    tongues = {
        tongue
        for name, tree in archive.trees.items()
        if name.startswith("/word/")
        for tongue in strings(tree, "//w:lang/@w:val | //w:themeFontLang/@w:val | //a:rPr/@lang | //c:lang/@val")
    }
    if len(tongues) > 1:
        yield f"the document speaks {', '.join(sorted(tongues))}"
    styles = archive.trees.get("/word/styles.xml")
    if styles is not None:
        for style in strings(styles, "//w:style[@w:type!='numbering'][w:rPr][not(w:rPr/w:lang)]/@w:styleId"):
            yield f"the style {style} has no language"


# ---------------------------------------------------------------- Word


def word_ids(archive: Archive) -> Faults:
    drawings: list[str] = []
    controls: list[str] = []
    tags: list[str] = []
    for _, tree in archive.stories():
        drawings += strings(tree, "//wp:docPr/@id")
        controls += strings(tree, "//w:sdtPr/w:id/@w:val")
        tags += strings(tree, "//w:sdtPr/w:tag/@w:val")
        yield from bookmarks(tree)
    for what, values in (("drawings", drawings), ("controls", controls), ("tags of controls", tags)):
        yield from (f"two {what} have the id {value}" for value in repeated(values))
    yield from (f"the id {value} is too large" for value in drawings + controls if not 0 < int(value) <= LARGEST)
    yield from (f"the tag {value} is longer than Word keeps" for value in tags if len(value) > LONGEST_TAG)


def bookmarks(tree: etree._Element) -> Faults:
    starts, ends = strings(tree, "//w:bookmarkStart/@w:id"), strings(tree, "//w:bookmarkEnd/@w:id")
    yield from (f"two bookmarks have the id {value}" for value in repeated(starts))
    if sorted(starts) != sorted(ends):
        yield "a bookmark does not end, or ends twice"
    names = strings(tree, "//w:bookmarkStart/@w:name")
    yield from (f"two bookmarks are named {name}" for name in repeated(names))
    for anchor in strings(tree, "//w:hyperlink/@w:anchor") + [
        match.group(1) for text in strings(tree, "//w:instrText/text()") if (match := re.match(r" PAGEREF (\S+)", text))
    ]:
        if anchor not in names:
            yield f"a link leads to {anchor}, which is no bookmark"


def word_tables(archive: Archive) -> Faults:
    for name, tree in archive.stories():
        for cell in tree.iter(tag("w:tc")):
            if len(cell) == 0 or cell[-1].tag != tag("w:p"):
                yield f"{name}: a cell does not end with a paragraph"
        for table in tree.iter(tag("w:tbl")):
            after = table.getnext()
            if after is not None and after.tag == tag("w:tbl"):
                yield f"{name}: two tables have no paragraph between them"
            yield from grid_faults(name, table)


def grid_faults(name: str, table: etree._Element) -> Faults:
    columns = find(table, "w:tblGrid/w:gridCol")
    for row in find(table, "w:tr | w:sdt/w:sdtContent/w:tr"):
        cells = find(row, "w:tc | w:sdt/w:sdtContent/w:tc")
        spans = [int("".join(strings(cell, "w:tcPr/w:gridSpan/@w:val")) or 1) for cell in cells]
        if sum(spans) != len(columns):
            yield f"{name}: a row has {sum(spans)} columns, its table {len(columns)}"
    wide = sum(int(attribute(column, "w:w")) for column in columns)
    if strings(table, "w:tblPr/w:tblW[@w:type='dxa']/@w:w") not in ([], [str(wide)]):
        yield f"{name}: a table is not as wide as its columns"


def word_controls(archive: Archive) -> Faults:
    for name, tree in archive.stories():
        for content in tree.iter(tag("w:sdtContent")):
            if len(content) == 0:
                yield f"{name}: a control is empty"
            if content.find("w:p", NS) is not None and find(content, "ancestor::w:p"):
                yield f"{name}: a control of paragraphs stands inside a paragraph"
        for control in find(tree, "//w:sdtPr[not(w:docPartObj)][not(w:tag/@w:val) or not(w:alias/@w:val)]"):
            yield f"{name}: the control {strings(control, 'w:id/@w:val')} has no tag or no title"


def word_fields(archive: Archive) -> Faults:
    for name, tree in archive.stories():
        yield from (f"{name}: {fault}" for fault in field_faults(tree))
        yield from (f"{name}: a field shows nothing" for _ in find(tree, "//w:fldSimple[not(.//w:t)]"))
    settings = archive.trees.get("/word/settings.xml")
    if settings is not None and find(settings, "//w:updateFields"):
        yield "the document asks to update its fields when it is opened"


def field_faults(tree: etree._Element) -> Faults:
    """Follow the fields of a story: each begins, separates, shows something, and ends."""
    waiting: list[str] = []  # the state of each open field: "code", then "result", then "shown"
    for element in tree.iter(tag("w:fldChar"), tag("w:t")):
        kind = attribute(element, "w:fldCharType")
        if kind == "begin":
            waiting.append("code")
        elif kind and not waiting:
            yield "a field ends that never began"
        elif kind == "separate":
            waiting[-1] = "result"
        elif kind == "end":
            if waiting.pop() != "shown":
                yield "a field shows nothing until it is worked out"
        else:
            waiting = ["shown" if state == "result" else state for state in waiting]
    yield from ("a field does not end" for _ in waiting)


def word_names(archive: Archive) -> Faults:
    styles = archive.trees.get("/word/styles.xml")
    if styles is None:
        return
    known = set(strings(styles, "//w:style/@w:styleId"))
    numbering = archive.trees.get("/word/numbering.xml")
    lists = set(strings(numbering, "//w:num/@w:numId")) if numbering is not None else set()
    kinds = strings(numbering, "//w:abstractNum/@w:abstractNumId") if numbering is not None else []
    uses = strings(numbering, "//w:num/w:abstractNumId/@w:val") if numbering is not None else []
    yield from (f"a list is of the kind {kind}, which is not there" for kind in set(uses) - set(kinds))
    for name, tree in (*archive.stories(), ("/word/styles.xml", styles)):
        path = "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val | //w:basedOn/@w:val | //w:next/@w:val"
        yield from (f"{name} uses the style {style}, which is not there" for style in set(strings(tree, path)) - known)
        used = set(strings(tree, "//w:numPr/w:numId/@w:val")) - {"0"}
        yield from (f"{name} uses the list {number}, which is not there" for number in used - lists)


def word_alternative_text(archive: Archive) -> Faults:
    for name, tree in archive.stories():
        for drawing in find(tree, "//wp:docPr[not(@descr) or normalize-space(@descr)='']"):
            yield f"{name}: the drawing {drawing.get('name')} has no alternative text"
        for table in find(tree, "//w:tbl[w:tr/w:trPr/w:tblHeader][not(w:tblPr/w:tblDescription)]"):
            yield f"{name}: a table with a header row has no alternative text: {''.join(table.itertext())[:30]}"


def word_space(archive: Archive) -> Faults:
    """No blank lines for space: an empty paragraph stands only alone in a cell or body, or as a gap."""
    for name, tree in archive.stories():
        for paragraph in find(tree, "//w:p[not(.//w:t or .//w:tab or .//w:drawing or .//w:fldChar)]"):
            if "".join(strings(paragraph, "w:pPr/w:pStyle/@w:val")) == "Gap":
                continue
            cell = paragraph.getparent()
            alone = cell is not None and len(cell.findall("w:p", NS)) == 1
            if not alone:
                yield f"{name}: an empty paragraph makes space"


# ---------------------------------------------------------------- PowerPoint


def slide_lists(archive: Archive) -> Faults:
    presentation = archive.trees.get("/ppt/presentation.xml")
    if presentation is None:
        return
    leads = archive.relationships("/ppt/presentation.xml")
    listed = [leads[rid][1] for rid in strings(presentation, "//p:sldIdLst/p:sldId/@r:id") if rid in leads]
    slides = [name for name in archive.blobs if re.fullmatch(r"/ppt/slides/slide\d+\.xml", name)]
    yield from (f"{name} stands twice in the list of slides" for name in repeated(listed))
    yield from (f"{name} is not in the list of slides" for name in set(slides) - set(listed))
    related = {target for kind, target, _ in leads.values() if kind == "slide"}
    yield from (f"{name} has a relationship but is not listed" for name in related - set(listed))
    ids = strings(presentation, "//p:sldIdLst/p:sldId/@id")
    yield from (f"two slides have the id {value}" for value in repeated(ids))
    for name in slides:
        kinds = Counter(kind for kind, _, _ in archive.relationships(name).values())
        if kinds["slideLayout"] != 1:
            yield f"{name} has {kinds['slideLayout']} layouts"


def slide_shapes(archive: Archive) -> Faults:
    for folder in ("/ppt/slides", "/ppt/notesSlides", "/ppt/slideLayouts", "/ppt/slideMasters"):
        for name, tree in archive.under(folder):
            yield from (f"{name}: two shapes have the id {value}" for value in repeated(strings(tree, "//p:cNvPr/@id")))
            for frame in find(tree, "//p:graphicFrame | //p:pic"):
                said = "".join(strings(frame, "*/p:cNvPr/@descr")).strip()
                if folder == "/ppt/slides" and (not said or re.fullmatch(r"\S+\.(png|jpe?g|svg|emf)", said)):
                    yield f"{name}: «{strings(frame, '*/p:cNvPr/@name')[0]}» has no alternative text of its own"


def slide_tables(archive: Archive) -> Faults:
    for name, tree in archive.trees.items():
        for table in tree.iter(tag("a:tbl")):
            columns = len(find(table, "a:tblGrid/a:gridCol"))
            for row in find(table, "a:tr"):
                if len(row.findall("a:tc", NS)) != columns:
                    yield f"{name}: a row has {len(row.findall('a:tc', NS))} cells, its table {columns} columns"


# ---------------------------------------------------------------- charts


def charts(archive: Archive) -> Faults:
    for name, tree in archive.trees.items():
        if tree.tag != tag("c:chartSpace"):
            continue
        axes = strings(tree, "//c:valAx/c:axId/@val | //c:catAx/c:axId/@val | //c:dateAx/c:axId/@val")
        used = strings(tree, "//c:plotArea/*[c:ser]/c:axId/@val")
        yield from (
            f"{name}: the axis id {value} is out of range" for value in {*axes, *used} if not 0 <= int(value) <= LARGEST
        )
        if set(axes) != set(used):
            yield f"{name}: its axes are {axes}, its series use {used}"
        yield from (f"{name}: a bar may be inverted" for _ in find(tree, "//c:barChart/c:ser[not(c:invertIfNegative)]"))
        yield from chart_data(archive, name, tree)


def chart_data(archive: Archive, name: str, tree: etree._Element) -> Faults:
    rids = strings(tree, "c:externalData/@r:id")
    targets = [archive.relationships(name).get(rid, ("", "", False))[1] for rid in rids]
    if not targets or targets[0] not in archive.blobs:
        yield f"{name} has no workbook"
        return
    book = openpyxl.load_workbook(BytesIO(archive.blobs[targets[0]]), data_only=True)
    if len(book.worksheets) != 1 or book.worksheets[0]["B1"].value is None:
        yield f"{name}: the data of its workbook do not begin at A1"
    for reference in find(tree, "//c:numRef | //c:strRef"):
        address = reference.findtext("c:f", "", NS)
        if cached(reference) != in_workbook(book, address):
            yield f"{name}: it shows other values than {address} holds"


def cached(reference: etree._Element) -> list[Decimal | str | None]:
    values: list[Decimal | str | None] = [None] * int("".join(strings(reference, "*/c:ptCount/@val")) or 0)
    for point in find(reference, "*/c:pt"):
        text = point.findtext("c:v", "", NS)
        values[int(point.get("idx", "0"))] = Decimal(text) if reference.tag == tag("c:numRef") else text
    return values


def in_workbook(book: openpyxl.Workbook, address: str) -> list[Decimal | str | None]:
    sheet, _, cells = address.replace("$", "").replace("'", "").partition("!")
    found = book[sheet][cells]
    rows = found if isinstance(found, tuple) else ((found,),)
    return [Decimal(str(c.value)) if isinstance(c.value, int | float) else c.value for row in rows for c in row]


CHECKS: tuple[Callable[[Archive], Faults], ...] = (
    zip_entries,
    well_formed,
    content_types,
    relationships_lead_somewhere,
    references_have_relationships,
    parts_are_reached,
    nothing_foreign,
    children_in_order,
    language_on_all_text,
    one_language,
    word_ids,
    word_tables,
    word_controls,
    word_fields,
    word_names,
    word_alternative_text,
    word_space,
    slide_lists,
    slide_shapes,
    slide_tables,
    charts,
)


def check_package(data: bytes) -> list[str]:
    """Return what is wrong with an Office file, and with the workbooks inside it; nothing when all is well."""
    archive = Archive(data)
    faults = [fault for check in CHECKS for fault in check(archive)]
    for name, blob in archive.blobs.items():
        if name.endswith(".xlsx"):
            faults += [f"{name}: {fault}" for fault in check_package(blob)]
    return faults
