"""What makes Word repair a document, refuse it or show it wrong. See `invariants.check_package`."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from lxml import etree
from office import LARGEST_ID, NS, Element, Office, every, facts, out_of_range, q, tag, twice

LONGEST_TAG = 64  # Word cuts titles and tags of content controls here
LONGEST_BOOKMARK = 40
PYTHON_DOCX_MARGIN = "1800"
A4_WIDTHS = {"11906", "16838"}
GAP = "Gap"
"""The style of the low paragraphs that a file must have: between tables, after the last one."""


def ids(office: Office) -> Iterator[str]:
    """Ids of drawings, controls and bookmarks: one of each in the whole package, 0 … 2³¹-1."""
    paths = {"drawing": "//wp:docPr/@id", "control": "//w:sdtPr/w:id/@w:val", "bookmark": "//w:bookmarkStart/@w:id"}
    for what, path in paths.items():
        found = [i for root in office.stories.values() for i in facts(root, path)]
        yield from (f"two {what}s have the id {i}" for i in twice(found))
        yield from (f"a {what} has the id {i}" for i in out_of_range(found, 0, LARGEST_ID))


def bookmarks(office: Office) -> Iterator[str]:
    """Bookmarks of one name, with no end, or with a name that Word does not take."""
    for name, root in office.stories.items():
        starts, ends = facts(root, "//w:bookmarkStart/@w:id"), facts(root, "//w:bookmarkEnd/@w:id")
        if sorted(starts) != sorted(ends):
            yield f"{name}: bookmarks begin and do not end, or end and do not begin"
    names = _bookmark_names(office)
    yield from (f"two bookmarks are named {n}" for n in twice(n.lower() for n in names))
    for n in names:
        if not re.fullmatch(r"[^\W\d]\w*", n) or len(n) > LONGEST_BOOKMARK:
            yield f"«{n}» is no name for a bookmark"


def _bookmark_names(office: Office) -> list[str]:
    return [n for root in office.stories.values() for n in facts(root, "//w:bookmarkStart/@w:name")]


def anchors(office: Office) -> Iterator[str]:
    """Links and page references to bookmarks that are not there."""
    names = set(_bookmark_names(office))
    for root in office.stories.values():
        instructions = " ".join(facts(root, "//w:fldSimple/@w:instr | //w:instrText/text()"))
        wanted = facts(root, "//w:hyperlink/@w:anchor") + re.findall(r"\b(?:PAGEREF|REF) +(\S+)", instructions)
        yield from (f"a link leads to the bookmark {a}, which is not there" for a in sorted(set(wanted) - names))


# ---------------------------------------------------------------- paragraphs, tables and controls


def _flow(container: Element) -> list[Element]:
    """Return the paragraphs and tables of a body or cell in order, looking through block controls."""
    found = []
    for child in container:
        if tag(child) in {"w:p", "w:tbl"}:
            found.append(child)
        elif tag(child) == "w:sdt":
            found += [e for content in every(child, "w:sdtContent") for e in _flow(content)]
    return found


def paragraphs_around_tables(office: Office) -> Iterator[str]:
    """A cell ends with a paragraph, two tables have one between them, and so has a document after its last table."""
    for name, root in office.stories.items():
        for container in every(root, "/w:document/w:body | //w:tc | /w:hdr | /w:ftr"):
            flow = [tag(e) for e in _flow(container)]
            if not flow or flow[-1] != "w:p":
                yield f"{name}: a {tag(container)} does not end with a paragraph"
            if ("w:tbl", "w:tbl") in pairwise(flow):
                yield f"{name}: two tables touch"


def blank_lines(office: Office) -> Iterator[str]:
    """Empty paragraphs that only make room: that is what the space of styles is for."""
    for name, root in office.stories.items():
        for paragraph in every(root, "//w:p[not(.//w:t or .//w:tab or .//w:drawing or .//w:fldChar)]"):
            alone = tag(paragraph.getparent()) == "w:tc" and len(every(paragraph.getparent(), "w:p")) == 1
            if not alone and facts(paragraph, "w:pPr/w:pStyle/@w:val") != [GAP]:
                yield f"{name}: an empty paragraph makes room"


_BLOCKS, _INSIDE_PARAGRAPH = {"w:p", "w:tbl"}, {"w:p", "w:hyperlink", "w:fldSimple"}


def controls(office: Office) -> Iterator[str]:
    """Controls that are empty, hold blocks inside a paragraph or run, or runs beside paragraphs."""
    for name, root in office.stories.items():
        for sdt in root.iter(q("w:sdt")):
            inside = {tag(e) for e in every(sdt, "w:sdtContent/*")}
            parent = tag(sdt.getparent())
            if not inside:
                yield f"{name}: a control is empty"
            if parent == "w:r" or (parent in _INSIDE_PARAGRAPH and _BLOCKS & inside):
                yield f"{name}: a control with blocks stands inside a paragraph"
            if parent in {"w:body", "w:tc"} and inside - _BLOCKS - {"w:sdt"}:
                yield f"{name}: a control with runs stands beside paragraphs"


def form_fields(office: Office) -> Iterator[str]:
    """Tags that are empty, too long or stand twice; no title; choices that are empty or stand twice."""
    tags = []
    for root in office.stories.values():
        for properties in every(root, "//w:sdtPr[not(w:docPartObj)]"):
            own = "".join(facts(properties, "w:tag/@w:val"))
            tags.append(own)
            title = "".join(facts(properties, "w:alias/@w:val"))
            if not 0 < len(title) <= LONGEST_TAG:
                yield f"the control {own} has the title «{title}»"
            choices = facts(properties, "w:dropDownList/w:listItem/@w:value")
            if "" in choices or twice(choices) or (every(properties, "w:dropDownList") and not choices):
                yield f"the control {own} has the choices {choices}"
    yield from (f"a control has the tag «{value}»" for value in tags if not 0 < len(value) <= LONGEST_TAG)
    yield from (f"two controls have the tag {value}" for value in twice(tags))


def tables(office: Office) -> Iterator[str]:
    """Rows that do not fill the grid, widths that do not add up, cells that go on where none began."""
    for name, root in office.stories.items():
        for table in root.iter(q("w:tbl")):
            yield from (f"{name}: {fault}" for fault in _table_faults(table))


def _table_faults(table: Element) -> Iterator[str]:
    columns = [int(v) for v in facts(table, "w:tblGrid/w:gridCol/@w:w")]
    if facts(table, "w:tblPr/w:tblW[@w:type='dxa']/@w:w") not in ([], [str(sum(columns))]):
        yield f"a table is not as wide as its columns, {sum(columns)}"
    merging: set[int] = set()
    for row in every(table, "w:tr | w:sdt/w:sdtContent/w:tr"):
        at, goes_on = 0, set()
        for cell in every(row, "w:tc | w:sdt/w:sdtContent/w:tc"):
            span = int("".join(facts(cell, "w:tcPr/w:gridSpan/@w:val")) or 1)
            wide = sum(columns[at : at + span])
            if facts(cell, "w:tcPr/w:tcW[@w:type='dxa']/@w:w") not in ([], [str(wide)]):
                yield f"a cell is not as wide as its columns, {wide}"
            merge = [e.get(q("w:val"), "continue") for e in every(cell, "w:tcPr/w:vMerge")]
            if merge == ["continue"] and at not in merging:
                yield "a cell goes on where none began"
            goes_on |= {at} if merge else set()
            at += span
        merging = goes_on
        if at != len(columns):
            yield f"a row has {at} columns, its table {len(columns)}"


# ---------------------------------------------------------------- fields


def fields(office: Office) -> Iterator[str]:
    """A field that is not closed, that shows nothing until it is worked out, or that asks for that on opening."""
    for name, root in office.stories.items():
        yield from (f"{name}: {fault}" for fault in _complex_fields(root))
        for simple in root.iter(q("w:fldSimple")):
            if not "".join(facts(simple, ".//w:t/text()")).strip():
                yield f"{name}: the field {simple.get(q('w:instr'))} shows nothing"
        if every(root, "//*[@w:dirty]"):
            yield f"{name}: a field asks to be worked out"
    if every(office.xml["word/settings.xml"], "//w:updateFields"):
        yield "settings ask for all fields to be worked out on opening"


def _complex_fields(root: Element) -> Iterator[str]:
    """Walk begin … separate … end through all paragraphs; a field may lie in another's result."""
    waiting: list[list[str]] = []  # of each open field: what was met last, and what its result says
    for element in root.iter(q("w:fldChar"), q("w:instrText"), q("w:t")):
        kind = element.get(q("w:fldCharType")) or tag(element)
        if kind == "begin":
            waiting.append(["begin", ""])
        elif not waiting:
            yield from ([] if kind == "w:t" else [f"{kind} outside a field"])
        elif kind == "end":
            state, shown = waiting.pop()
            yield from ([] if state == "separate" and shown.strip() else ["a field shows nothing"])
            if waiting:
                waiting[-1][1] += shown
        elif kind == "w:instrText":
            yield from ([] if waiting[-1][0] == "begin" else ["an instruction in the result of a field"])
        elif kind == "separate":
            waiting[-1][0] = kind
        else:
            waiting[-1][1] += element.text or ""
    if waiting:
        yield "a field is not closed"


# ---------------------------------------------------------------- lists, styles, pages


def lists(office: Office) -> Iterator[str]:
    """Lists with no definition, and numbers that run on from one list to the next."""
    root = office.xml.get("word/numbering.xml", etree.Element("none"))
    kinds = {
        a.get(q("w:abstractNumId"), ""): "".join(facts(a, "w:lvl[@w:ilvl='0']/w:numFmt/@w:val"))
        for a in every(root, "w:abstractNum")
    }
    formats = {n.get(q("w:numId"), ""): kinds.get(facts(n, "w:abstractNumId/@w:val")[0]) for n in every(root, "w:num")}
    yield from (f"the list {n} is of a kind that is not there" for n, kind in formats.items() if kind is None)
    used = list(_list_items(office))
    yield from (f"the list {n} is not there" for n in sorted({n for _, n in used} - formats.keys()))
    restarted = set(facts(root, "w:num[w:lvlOverride/w:startOverride]/@w:numId"))
    last: dict[str, int] = {}
    for place, n in used:
        if formats.get(n) in {None, "bullet", "none"}:
            continue
        if n in last and place != last[n] + 1:
            yield f"the numbers of list {n} run on after other text"
        if n not in restarted:
            yield f"the list {n} does not say that it begins anew"
        last[n] = place


def _list_items(office: Office) -> Iterator[tuple[int, str]]:
    """Yield the place of each paragraph of a list, and the list's id: its own, or its style's."""
    of_styles = {
        s.get(q("w:styleId"), ""): facts(s, "w:pPr/w:numPr/w:numId/@w:val")
        for s in every(office.xml["word/styles.xml"], "w:style")
    }
    for place, paragraph in enumerate(office.xml["word/document.xml"].iter(q("w:p"))):
        style = "".join(facts(paragraph, "w:pPr/w:pStyle/@w:val"))
        for n in facts(paragraph, "w:pPr/w:numPr/w:numId/@w:val") or of_styles.get(style, []):
            if n != "0":
                yield place, n


def styles(office: Office) -> Iterator[str]:
    """Styles that are used and not there."""
    root = office.xml["word/styles.xml"]
    known = set(facts(root, "w:style/@w:styleId"))
    used = Counter(facts(root, "//w:basedOn/@w:val | //w:next/@w:val | //w:link/@w:val"))
    stories: Iterable[Element] = (*office.stories.values(), office.xml.get("word/numbering.xml", etree.Element("none")))
    for story in stories:
        used.update(facts(story, "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val"))
    yield from (f"the style {style} is not there" for style in sorted(used.keys() - known))


def lost_spaces(office: Office) -> Iterator[str]:
    """Spaces at the ends of a text that Word leaves out."""
    for name, root in office.stories.items():
        for text in root.iter(q("w:t")):
            value = text.text or ""
            if value != value.strip(" ") and text.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
                yield f"{name}: «{value}» loses its spaces"


def pages(office: Office) -> Iterator[str]:
    """Pages that are not A4, or that have the margins of python-docx's template."""
    for section in every(office.xml["word/document.xml"], "//w:sectPr"):
        if PYTHON_DOCX_MARGIN in facts(section, "w:pgMar/@w:left | w:pgMar/@w:right"):
            yield "a section has the margins of python-docx's template"
        if not A4_WIDTHS.issuperset(facts(section, "w:pgSz/@w:w")) or section.find("w:pgSz", NS) is None:
            yield f"a section is {facts(section, 'w:pgSz/@w:w')} wide, not A4"


RULES = (
    ids,
    bookmarks,
    anchors,
    paragraphs_around_tables,
    blank_lines,
    controls,
    form_fields,
    tables,
    fields,
    lists,
    styles,
    lost_spaces,
    pages,
)
