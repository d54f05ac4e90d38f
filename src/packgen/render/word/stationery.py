"""Headers, footers and the cover of a municipality's template: what they may hold, and how they are made ready.

A document is read by people and by programs that read aloud, and is made anew in each round. So what only works while
somebody edits (controls, marks of revision, fields that show a saved date) is made plain or refused.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import process

from packgen.problems import Place, Problem, error, warning
from packgen.render.package import Part
from packgen.render.word import fillings, letterhead
from packgen.render.word.names import LARGE, Style, twips
from packgen.render.word.own_styles import Sheet, properties, put, value
from packgen.render.xml import SPACE, URI, Element, maker

w = maker("w", qualified=True)

_W = f"{{{URI['w']}}}"
_WP = f"{{{URI['wp']}}}"
_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "STYLEREF", "HYPERLINK"})
_FILE_NAME = re.compile(r"\S+\.(png|jpe?g|gif|svg|emf|wmf)", re.IGNORECASE)
_FIRST_ID = 900_000
"""Ids of drawings in headers, footers and the cover: beyond those that documents count up to."""
_IDS_EACH = 1_000
_DRAWN = tuple(_W + name for name in ("drawing", "pict", "fldChar", "fldSimple", "tab", "sym", "ptab"))
_GONE = frozenset(
    _W + name
    for name in (
        *("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"),
        *("proofErr", "permStart", "permEnd", "lastRenderedPageBreak", "dataBinding", "altChunk"),
        *("del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
        *("pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange"),
        *("numberingChange", "footnoteReference", "endnoteReference"),
    )
)
_FLOW = frozenset(_W + name for name in ("p", "tbl", "sectPr"))
_OPENED = frozenset(_W + name for name in ("ins", "moveTo", "smartTag", "customXml"))


@dataclass(frozen=True, slots=True)
class Story:
    """A header, a footer or the cover: what stands in it, and its part where it has one of its own."""

    kind: str
    roots: tuple[Element, ...]
    rid: str = ""
    part: Part | None = None


# ---------------------------------------------------------------- the cover


def cover_of(body: Element) -> list[Element]:
    """Return the blocks before the first break of page or section, where one of them has a placeholder.

    A template of one page is a cover as a whole.
    """
    found: list[Element] = []
    for block in _blocks(body):
        if block.tag == f"{_W}sectPr" or (found and block.find(f"{_W}pPr/{_W}pageBreakBefore") is not None):
            break
        found.append(block)
        if block.find(f"{_W}pPr/{_W}sectPr") is not None or _cut_at_break(block):
            break
    return found if any(_asks(block) for block in found) else []


def _blocks(body: Element) -> list[Element]:
    """Return the blocks of a body, those in a control or a gallery as well."""
    found: list[Element] = []
    for child in body:
        if child.tag == f"{_W}sdt":
            for content in child.iterfind(f"{_W}sdtContent"):
                found += _blocks_of(content, child)
        elif child.tag in _FLOW:
            found.append(child)
    return found


def _blocks_of(content: Element, control: Element) -> list[Element]:
    """Return the blocks of a control; what asks for a value becomes a placeholder, for the control goes."""
    name = _asked(control)
    if name:
        _say(content, name)
    return _blocks(content)


def _cut_at_break(block: Element) -> bool:
    """Take away a page break and what stands after it in its paragraph, and tell whether there was one."""
    breaks = [one for one in block.iter(f"{_W}br") if value(one, "type") == "page"]
    if not breaks or block.tag != f"{_W}p":
        return False
    run = breaks[0].getparent()
    while run is not None and run.getparent() is not block:
        run = run.getparent()
    following = [] if run is None else list(run.itersiblings())
    after = [] if breaks[0].getparent() is None else list(breaks[0].itersiblings())
    for element in (*following, *after, breaks[0]):
        if (parent := element.getparent()) is not None:
            parent.remove(element)
    return True


def _asks(block: Element) -> bool:
    return any(fillings.found(block)) or any(_asked(control) for control in block.iter(f"{_W}sdt"))


# ---------------------------------------------------------------- what is wrong


def faults(story: Story, place: Place) -> Iterator[Problem]:
    """Yield what is wrong with a header, a footer or the cover."""
    known = ", ".join(f"{{{{{name}}}}}" for name in dict.fromkeys(fillings.NAMES.values()))
    for root in story.roots:
        for written in fillings.found(root):
            if not fillings.name_of(written):
                near = process.extractOne(written.casefold(), list(fillings.NAMES))
                nearest = f"{{{{{near[0]}}}}}" if near else ""
                yield error("templates.unknown_placeholder", place, name=written[:60], nearest=nearest, known=known)
        for instruction in _instructions(root):
            name = instruction.split()[0].upper() if instruction.split() else "="
            if name not in _FIELDS:
                yield error("templates.field", place, field=name[:30])
        for control in root.iter(f"{_W}sdt"):
            if control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None and not _asked(control):
                title = value(control.find(f"{_W}sdtPr/{_W}alias")) or value(control.find(f"{_W}sdtPr/{_W}tag"))
                yield warning("templates.empty_control", place, name=title[:60] or "?", known=known)
        for picture in root.iter(f"{_WP}docPr"):
            if not _is_said(picture):
                yield warning("templates.silent_picture", place, name=(picture.get("name") or "?")[:60])


def _is_said(picture: Element) -> bool:
    said = (picture.get("descr") or "").strip()
    return bool(said) and not _FILE_NAME.fullmatch(said)


def _instructions(root: Element) -> Iterator[str]:
    """Yield what each field is to show."""
    yield from (value(field, "instr").strip() for field in root.iter(f"{_W}fldSimple"))
    waiting: list[str] = []
    for element in root.iter(f"{_W}fldChar", f"{_W}instrText"):
        kind = value(element, "fldCharType")
        if kind == "begin":
            waiting.append("")
        elif kind == "end" and waiting:
            yield waiting.pop().strip()
        elif element.tag == f"{_W}instrText" and waiting:
            waiting[-1] += element.text or ""


def _asked(control: Element) -> str:
    """Return what a control asks for by its tag or title, empty where that is nothing known."""
    found = (control.find(f"{_W}sdtPr/{_W}{kind}") for kind in ("tag", "alias"))
    return next((name for one in found if (name := fillings.name_of(value(one)))), "")


def shows(story: Story) -> bool:
    """Tell whether a header or footer shows anything."""
    for root in story.roots:
        if any((text.text or "").strip() for text in root.iter(f"{_W}t")):
            return True
        if any(next(root.iter(kind), None) is not None for kind in _DRAWN if not kind.endswith("}tab")):
            return True
    return False


# ---------------------------------------------------------------- made ready


def clean(story: Story, sheet: Sheet, number: int, *, large: bool) -> None:
    """Make a header, a footer or the cover ready: placeholders whole, nothing left that only editing needs.

    ``number`` is its own among them: ids of drawings are counted from it. ``large``: for the large print.
    """
    for root in story.roots:
        _open_controls(root)
        _plain(root)
        fillings.make_whole(root)
        _complete(root)
        _spaces(root)
        _no_blank_lines(root, sheet)
        if story.kind == "cover":
            _no_headings(root, sheet)
        if large:
            _enlarge(root, sheet, LARGE.body if story.kind == "cover" else LARGE.edges)
    _drawings(story, _FIRST_ID + number * _IDS_EACH)


def _open_controls(root: Element) -> None:
    """Put what controls hold in their place: the value that they ask for, nothing where only a prompt stands."""
    for control in reversed(list(root.iter(f"{_W}sdt"))):
        content, name = control.find(f"{_W}sdtContent"), _asked(control)
        prompt = control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None
        if content is not None and name:
            _say(content, name)
        elif content is not None and prompt:
            _empty(content)
        _unwrap(control, [] if content is None else list(content))


def _say(content: Element, name: str) -> None:
    """Let a control say a placeholder, in the looks of its first words."""
    texts = list(content.iter(f"{_W}t"))
    if not texts:
        owner = next(content.iter(f"{_W}p"), content)
        owner.append(w("r", w("t")))
        texts = list(content.iter(f"{_W}t"))
    for text in texts:
        fillings.write(text, "")
    fillings.write(texts[0], f"{{{{{name}}}}}")
    for prompt in content.iter(f"{_W}rStyle"):
        if (letters := prompt.getparent()) is not None and "laceholder" in value(prompt):
            letters.remove(prompt)


def _empty(content: Element) -> None:
    for run in list(content.iter(f"{_W}r")):
        if (owner := run.getparent()) is not None:
            owner.remove(run)


def _unwrap(element: Element, children: Iterable[Element]) -> None:
    """Put an element's children in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent.remove(element)
    for child in reversed(list(children)):
        parent.insert(at, child)


def _plain(root: Element) -> None:
    """Take away marks of editing, and accept what was revised."""
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is not None and element.tag in _GONE:
            parent.remove(element)
    for element in reversed(list(root.iter())):
        if element.tag in _OPENED:
            _unwrap(element, [child for child in element if child.tag not in {f"{_W}smartTagPr", f"{_W}customXmlPr"}])
        if f"{_W}dirty" in element.attrib:
            del element.attrib[f"{_W}dirty"]


def _complete(root: Element) -> None:
    """Let every field show something until Word works it out."""
    for simple in root.iter(f"{_W}fldSimple"):
        if not "".join(text.text or "" for text in simple.iter(f"{_W}t")).strip():
            simple.append(w("r", w("t", "1")))
    for run in _silent_ends(root):
        shown = [] if run[1] else [w("r", w("fldChar", fldCharType="separate"))]
        for made in (*shown, w("r", w("t", "1"))):
            run[0].addprevious(made)


def _silent_ends(root: Element) -> list[tuple[Element, bool]]:
    """Return the runs that end a field with no result, and whether a result was begun."""
    found: list[tuple[Element, bool]] = []
    waiting: list[list[bool]] = []  # of each open field: whether its result was begun, and whether it says anything
    for element in root.iter(f"{_W}fldChar", f"{_W}t"):
        kind = value(element, "fldCharType")
        if kind == "begin":
            waiting.append([False, False])
        elif kind == "separate" and waiting:
            waiting[-1][0] = True
        elif kind == "end" and waiting:
            begun, says = waiting.pop()
            run = element.getparent()
            if not says and run is not None:
                found.append((run, begun))
        elif element.tag == f"{_W}t" and waiting and (element.text or "").strip():
            for one in waiting:
                one[1] = True
    return found


def _spaces(root: Element) -> None:
    for text in root.iter(f"{_W}t"):
        if text.text and text.text != text.text.strip():
            text.set(SPACE, "preserve")


def _no_blank_lines(root: Element, sheet: Sheet) -> None:
    """Let empty paragraphs be low ones of the same height: they only make room, and are not read aloud as lines."""
    for paragraph in [root] if root.tag == f"{_W}p" else list(root.iter(f"{_W}p")):
        owner = paragraph.getparent()
        alone = owner is not None and owner.tag == f"{_W}tc" and len(owner.findall(f"{_W}p")) == 1
        if alone or any(True for _ in paragraph.iter(f"{_W}t", *_DRAWN)):
            continue
        section = paragraph.find(f"{_W}pPr/{_W}sectPr")
        high = max(20, min(31680, twips(letterhead.line_height(paragraph, sheet))))
        for child in list(paragraph):
            paragraph.remove(child)
        lines = properties(paragraph, "pPr")
        put(lines, w("pStyle", val=Style.GAP))
        put(lines, w("spacing", before=0, after=0, line=high, lineRule="exact"))
        if section is not None:
            put(lines, section)


def _no_headings(root: Element, sheet: Sheet) -> None:
    """Keep what stands on the cover out of the table of contents, in whatever style it is set."""
    for paragraph in root.iter(f"{_W}p"):
        style = value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        if sheet.first(style, "pPr/outlineLvl") is not None:
            lines = properties(paragraph, "pPr")
            put(lines, w("pageBreakBefore", val=False))
            put(lines, w("outlineLvl", val=9))


def _enlarge(root: Element, sheet: Sheet, least: float) -> None:
    """Set letters that are smaller than ``least`` points in that size."""
    for paragraph in root.iter(f"{_W}p"):
        style = value(paragraph.find(f"{_W}pPr/{_W}pStyle")) or sheet.default("paragraph")
        for run in paragraph.iter(f"{_W}r"):
            size = value(run.find(f"{_W}rPr/{_W}sz"))
            if (int(size) / 2 if size.isdigit() else sheet.points(style)) < least:
                letters = properties(run, "rPr")
                put(letters, w("sz", val=round(least * 2)))
                put(letters, w("szCs", val=round(least * 2)))


def _drawings(story: Story, number: int) -> None:
    """Give drawings new numbers, and let those say the municipality's name that say nothing."""
    for root in story.roots:
        for picture in root.iter(f"{_WP}docPr"):
            number += 1
            picture.set("id", str(number))
            if not _is_said(picture):
                picture.set("descr", "{{municipality}}")
