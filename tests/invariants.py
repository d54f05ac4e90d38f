"""What makes Office repair a file, refuse it or show it wrong: `check_package` finds it in a finished file.

Every rule stands for a trap that other programs fell into; no validator sees all of them. The rules look at the bytes
only and share nothing with the renderers. What Word and PowerPoint have of their own stands in `invariants_word` and
`invariants_slides`; language and alternative text in `accessibility`.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from stat import S_IMODE

import accessibility
import invariants_slides
import invariants_word
import openpyxl
from lxml import etree
from office import LARGEST_ID, NS, TYPES, Element, Office, every, facts, is_xml, opened, out_of_range, q, tag, twice

EARLIEST = (1980, 1, 1, 0, 0, 0)
RIGHTS = 0o600

Rule = Callable[[Office], Iterator[str]]


def check_package(data: bytes) -> list[str]:
    """Return everything that is wrong with a docx, pptx or xlsx file; an empty list for a sound one."""
    office = opened(data)
    found = [fault for rule in FIRST for fault in rule(office)]
    if found:
        return found  # what cannot be read cannot be judged further
    rules: tuple[Rule, ...] = ALWAYS
    if office.is_word:
        rules = (*ALWAYS, *invariants_word.RULES, *accessibility.DOCUMENTS)
    elif office.is_deck:
        rules = (*ALWAYS, *invariants_slides.RULES, *accessibility.DECKS)
    found = [fault for rule in rules for fault in rule(office)]
    for name, blob in office.parts.items():
        if name.endswith(".xlsx"):
            found += [f"{name}: {fault}" for fault in check_package(blob)]
    return found


# ---------------------------------------------------------------- the archive


def zip_entries(office: Office) -> Iterator[str]:
    """Two entries of one name; times, order, rights (0 makes Word for Mac offer a repair)."""
    names = [e.filename for e in office.entries]
    yield from (f"two entries are named {name}" for name in twice(n.lower() for n in names))
    if names != sorted(names, key=lambda n: (n != TYPES, n)):
        yield "the entries are not sorted with the content types first"
    for e in office.entries:
        if e.date_time != EARLIEST:
            yield f"{e.filename} is dated {e.date_time}"
        if S_IMODE(e.external_attr >> 16) != RIGHTS:
            yield f"{e.filename} has the rights {e.external_attr >> 16:o}"


def well_formed(office: Office) -> Iterator[str]:
    """XML that cannot be read, or that has a document type."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for name, data in office.parts.items():
        try:
            root = etree.fromstring(data, parser) if is_xml(name) else None
        except etree.XMLSyntaxError as fault:
            yield f"{name} is not XML: {fault}"
            continue
        if root is not None and root.getroottree().docinfo.doctype:
            yield f"{name} has a document type"


def content_types(office: Office) -> Iterator[str]:
    """Parts with no content type or only that of XML at large, types of parts that are not there."""
    for name in office.parts.keys() - {TYPES}:
        kind = office.types.get(name)
        if kind is None or kind in {"application/xml", "text/xml"}:
            yield f"{name} has no content type of its own"
    overrides = [n.lstrip("/") for n in facts(office.xml[TYPES], "ct:Override/@PartName")]
    yield from (f"{name} has a content type and is not there" for name in set(overrides) - office.parts.keys())
    yield from (f"{name} has two content types" for name in twice(overrides))


def relationships(office: Office) -> Iterator[str]:
    """Relationships of nothing, to nothing, or two of one id; links that are neither https nor mailto."""
    for source, rels in office.rels.items():
        owner = source or "the package"
        if source and source not in office.parts:
            yield f"{source} has relationships and is not there"
        yield from (f"{owner} has two relationships {rid}" for rid in twice(rel.id for rel in rels))
        for rel in rels:
            if not rel.external and rel.target not in office.parts:
                yield f"{owner}: {rel.id} leads to {rel.target}, which is not there"
            if rel.external and not rel.target.startswith(("https://", "mailto:")):
                yield f"{owner}: {rel.id} leads out to {rel.target}"


def relationship_ids(office: Office) -> Iterator[str]:
    """Ids in the XML that no relationship bears."""
    for name, root in office.xml.items():
        known = {rel.id for rel in office.rels.get(name, ())}
        yield from (f"{name}: {rid} is no relationship" for rid in set(facts(root, "//@r:*")) - known)


def reached(office: Office) -> Iterator[str]:
    """Parts that no way from the package leads to."""
    found: set[str] = set()
    waiting = [""]
    while waiting:
        targets = {rel.target for rel in office.rels.get(waiting.pop(), ()) if not rel.external} - found
        found |= targets
        waiting += targets
    yield from (f"nothing leads to {name}" for name in office.parts.keys() - found - {TYPES} if name[-5:] != ".rels")


def core_properties(office: Office) -> Iterator[str]:
    """LibreOffice leaves two parts of them in a template; a file has one."""
    count = sum(kind.endswith("core-properties+xml") for kind in office.types.values())
    if count > 1 or (count == 0 and (office.is_word or office.is_deck)):
        yield f"{count} parts have core properties"


def foreign_parts(office: Office) -> Iterator[str]:
    """Macros, OLE objects, and what python-docx's default template brings along."""
    for name in office.parts:
        if re.search(r"vbaProject|oleObject|activeX|stylesWithEffects|\.bin$", name):
            yield f"{name} does not belong in a pack"


def control_characters(office: Office) -> Iterator[str]:
    """python-pptx writes control characters as ``_x0002_``, and Office prints that."""
    for name, root in office.xml.items():
        for text in (*root.itertext(), *facts(root, "//@descr | //@title | //@name")):
            if re.search(r"_x[0-9A-Fa-f]{4}_", text):
                yield f"{name}: «{text}» holds an escaped control character"


# ---------------------------------------------------------------- the order of properties

_FILL = "noFill|solidFill|gradFill|blipFill|pattFill|grpFill"
_ORDERS = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "w:rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "w:tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "w:tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "w:sectPr": "headerReference|footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "a:pPr": "lnSpc spcBef spcAft buClrTx|buClr buSzTx|buSzPct|buSzPts buFontTx|buFont buNone|buAutoNum|buChar|buBlip "
    "tabLst defRPr extLst",
    "a:rPr": f"ln {_FILL} effectLst|effectDag highlight uLnTx|uLn uFillTx|uFill latin ea cs sym hlinkClick "
    "hlinkMouseOver rtl extLst",
    "a:tcPr": f"lnL lnR lnT lnB lnTlToBr lnBlToTr cell3D {_FILL} headers extLst",
}
_LIKE = {**{f"a:lvl{n}pPr": "a:pPr" for n in range(1, 10)}, "a:defRPr": "a:rPr", "a:endParaRPr": "a:rPr"}
_PLACES = {
    element: {name: place for place, names in enumerate(order.split()) for name in names.split("|")}
    for element, order in _ORDERS.items()
}


def order_of_children(office: Office) -> Iterator[str]:
    """Properties that are not in the order of the schema, or that it does not know there."""
    for name, root in office.xml.items():
        for element in root.iter(*(q(n) for n in (*_ORDERS, *_LIKE))):
            kind = tag(element)
            places = _PLACES[_LIKE.get(kind, kind)]
            children = [etree.QName(child).localname for child in element]
            yield from (f"{name}: {kind} has no {child}" for child in children if child not in places)
            for earlier, later in pairwise(child for child in children if child in places):
                if places[earlier] > places[later]:
                    yield f"{name}: {later} stands after {earlier} in {kind}"


# ---------------------------------------------------------------- charts


def axes(office: Office) -> Iterator[str]:
    """python-pptx writes negative ids; every axis crosses one of its own chart."""
    for name, root in office.of_type("chart+xml").items():
        own = facts(root, "//c:valAx/c:axId/@val | //c:catAx/c:axId/@val | //c:dateAx/c:axId/@val")
        yield from (f"{name}: two axes have the id {i}" for i in twice(own))
        yield from (f"{name}: an axis has the id {i}" for i in out_of_range(own, 0, LARGEST_ID))
        used = {*facts(root, "//c:crossAx/@val | //c:plotArea/*[c:ser]/c:axId/@val")}
        yield from (f"{name}: {i} is no axis that is used" for i in used ^ {*own})


def charts(office: Office) -> Iterator[str]:
    """Charts without a workbook, or with one that holds something else; bars that turn white when negative."""
    for name, root in office.of_type("chart+xml").items():
        leads = {rel.id: rel.target for rel in office.leads(name, "package")}
        targets = [leads.get(rid, "") for rid in facts(root, "c:externalData/@r:id")]
        if len(targets) != 1 or targets[0] not in office.parts:
            yield f"{name} has no workbook"
            continue
        yield from (f"{name}: {fault}" for fault in _workbook_faults(root, office.parts[targets[0]]))
        if every(root, "//c:barChart/c:ser[not(c:invertIfNegative)]"):
            yield f"{name}: a series does not say whether it is inverted"


def cached(chart: Element) -> dict[str, list[Decimal | str | None]]:
    """Return what a chart holds of each range of its workbook."""
    held = {}
    for reference in chart.iter(q("c:numRef"), q("c:strRef")):
        values: list[Decimal | str | None] = [None] * int(facts(reference, "*/c:ptCount/@val")[0])
        for point in reference.iter(q("c:pt")):
            text = point.findtext("c:v", "", NS)
            values[int(point.get("idx", "0"))] = Decimal(text) if tag(reference) == "c:numRef" else text
        held[reference.findtext("c:f", "", NS)] = values
    return held


def _workbook_faults(chart: Element, workbook: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(BytesIO(workbook), data_only=True)
    for sheet in book.worksheets:
        filled = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        if min(c.row for c in filled) != 1 or min(c.column for c in filled) != 1:
            yield "the data of the workbook does not begin at A1"
    for reference, values in cached(chart).items():
        held = _in_workbook(book, reference)
        if held != values:
            yield f"{reference} is {values} in the chart and {held} in the workbook"


def _in_workbook(book: openpyxl.Workbook, reference: str) -> list[object]:
    name, _, cells = reference.replace("$", "").replace("'", "").partition("!")
    found = book[name][cells] if name in book.sheetnames else ()
    rows = found if isinstance(found, tuple) else ((found,),)
    return [Decimal(str(c.value)) if isinstance(c.value, int | float) else c.value for row in rows for c in row]


FIRST: tuple[Rule, ...] = (zip_entries, well_formed)
ALWAYS: tuple[Rule, ...] = (
    content_types,
    relationships,
    relationship_ids,
    reached,
    core_properties,
    foreign_parts,
    control_characters,
    order_of_children,
    axes,
    charts,
)
