"""A form filled in in Word, or in a program that saves Word's files, → what it says.

Fields are known by the number before them in their cell, and by the tags of content controls, in whatever wrapping a
program has put those: around a block, a row, a cell, a run, within each other. LibreOffice drops the tags; the numbers
stay. What somebody wrote beside a control, in its cell, counts as written in it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise

from lxml import etree

from packgen import archive
from packgen.allowed import USUAL, Allowed
from packgen.collecting.entries import NUMBER, Entry, Found, filled
from packgen.collecting.filled import Filled
from packgen.collecting.form_words import FormWords
from packgen.collecting.package import Package, opened
from packgen.problems import Outcome, Place, error

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TC, _TR, _SDT, _TBL = (f"{_W}{name}" for name in ("p", "tc", "tr", "sdt", "tbl"))
_SILENT = frozenset(
    f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "tcPr", "trPr", "txbxContent")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
"""Elements whose text is not what the document says: deleted, properties, boxes, the second telling of one thing."""
_LETTERS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "\u2011"}
_OF_OTHERS = "goog_rdk_"
"""How the tags begin that Google's program gives to controls of its own."""


def read(data: bytes, file: str, words: FormWords, allowed: Allowed = USUAL) -> Outcome[Filled]:
    """Read a filled form; everything that is wrong with it at once."""
    unsafe = archive.check(data, file, archive.Limits.of(allowed))
    if unsafe:
        return Outcome(None, unsafe)
    package = opened(data)
    root = next(package.roots(package.main), None) if package.medium == "word" else None
    if root is None:
        return Outcome(None, (error("collect.broken", Place(file=file)),))
    return filled(found(package, root, file, words), words)


def found(package: Package, root: etree._Element, file: str, words: FormWords) -> Found:
    """Return what stands in a document whose main part has this root."""
    reader = _Reader(file)
    reader.cells(root)
    reader.controls(root)
    lines = (*_lines(root), *(line for other in package.roots("word/header", "word/footer") for line in _lines(other)))
    return Found(file, "word", lines, _unit_name(root, words), tuple(reader.entries))


def tags(root: etree._Element) -> frozenset[str]:
    """Return the tags of all content controls."""
    return frozenset(filter(None, map(_tag, root.iter(_SDT))))


def paragraphs(root: etree._Element) -> tuple[str, ...]:
    """Return the text of each paragraph that says something, in order."""
    return tuple(text for one in root.iter(_P) if (text := _text(one).strip()))


@dataclass(slots=True)
class _Reader:
    """Finds the entries of a document, and notes which controls it has read."""

    file: str
    entries: list[Entry] = field(default_factory=list)
    read: set[etree._Element] = field(default_factory=set)

    def cells(self, root: etree._Element) -> None:
        """Read every cell that begins with a field's number: all that is written after it."""
        around: set[etree._Element] = set()
        for cell in reversed(list(root.iter(_TC))):  # the inner ones first
            if cell in around or _is_deleted(cell):
                continue
            text = _blocks(cell)
            match = NUMBER.match(text)
            if match is None:
                continue
            controls = [*cell.iter(_SDT), *_around(cell)]
            self.read.update(controls)
            around.update(cell.iterancestors(_TC))
            key = next(filter(_is_ours, map(_tag, controls)), "")
            written = "" if _is_empty_around(cell) else text[match.end() :]
            self.take(Entry(key, int(match["number"]), written, self.place(match["number"])))
        self.entries.reverse()

    def controls(self, root: etree._Element) -> None:
        """Read the controls with tags that stand in no such cell."""
        for control in root.iter(_SDT):
            tag = _tag(control)
            inside = {_tag(one) for one in control.iter(_SDT) if one is not control}
            if control in self.read or not _is_ours(tag) or tag in inside or _is_deleted(control):
                continue
            text = "" if _shows_prompt(control) else _blocks(control)
            self.take(Entry(tag, 0, text, self.place(tag)))

    def take(self, entry: Entry) -> None:
        self.entries.append(entry)

    def place(self, mark: str) -> Place:
        return Place(file=self.file, cell=mark[:60])


# ---------------------------------------------------------------- controls


def _tag(control: etree._Element) -> str:
    found = control.find(f"{_W}sdtPr/{_W}tag")
    return (found.get(f"{_W}val") or "").strip() if found is not None else ""


def _is_ours(tag: str) -> bool:
    return bool(tag) and not tag.startswith(_OF_OTHERS)


def _shows_prompt(control: etree._Element) -> bool:
    """Tell whether a control says that nobody has written in it."""
    shows = control.find(f"{_W}sdtPr/{_W}showingPlcHdr")
    return shows is not None and shows.get(f"{_W}val", "true") not in ("0", "false", "off")


def _around(cell: etree._Element) -> Iterator[etree._Element]:
    """Yield the controls around a cell that hold no other cell."""
    for control in cell.iterancestors(_SDT):
        if len(tuple(islice(control.iter(_TC), 2))) > 1:
            return
        yield control


def _is_empty_around(cell: etree._Element) -> bool:
    return any(map(_shows_prompt, _around(cell)))


def _is_deleted(node: etree._Element) -> bool:
    """Tell whether a tracked change has taken away what holds this: a row, or a whole stretch."""
    rows = (one.find(f"{_W}trPr/{_W}del") for one in node.iterancestors(_TR))
    return any(one is not None for one in rows) or any(True for _ in node.iterancestors(f"{_W}del", f"{_W}moveFrom"))


# ---------------------------------------------------------------- text


def _blocks(node: etree._Element) -> str:
    """Return the text of a node's paragraphs, each on a line of its own; of a run without any, its letters."""
    found, joined = "", True
    for paragraph in _paragraphs(node):
        found += ("" if joined else "\n") + _text(paragraph)
        joined = paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None  # the end of this paragraph was deleted
    return found


def _paragraphs(node: etree._Element) -> Iterable[etree._Element]:
    inside = [one for one in node.iter(_P) if not _hidden(one, node)]
    return inside or ([node] if not any(True for _ in node.iter(_P)) else [])


def _hidden(paragraph: etree._Element, top: etree._Element) -> bool:
    """Tell whether a paragraph below ``top`` is in something silent, or in a field that shows its prompt."""
    for parent in paragraph.iterancestors():
        if parent is top:
            return False
        if parent.tag in _SILENT or (parent.tag == _SDT and _shows_prompt(parent)):
            return True
    return False


def _text(node: etree._Element) -> str:
    return "".join(_letters(node))


def _letters(node: etree._Element) -> Iterator[str]:
    """Yield what is read of a paragraph: nothing deleted, nothing that a prompt says, no paragraph within it."""
    for child in node:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _LETTERS:
            yield _LETTERS[child.tag]
        elif child.tag in _SILENT or child.tag == _P or (child.tag == _SDT and _shows_prompt(child)):
            continue
        else:
            yield from _letters(child)


def _lines(root: etree._Element) -> Iterator[str]:
    """Yield the lines that an id may stand in: paragraphs and cells, each as if nothing had broken it."""
    for one in root.iter(_P):
        yield _text(one).replace("\n", "")
    for cell in root.iter(_TC):
        if len(cell.findall(_P)) > 1:
            yield _blocks(cell).replace("\n", "")


def _unit_name(root: etree._Element, words: FormWords) -> str:
    """Return what stands in the cell after the one that says «Enhet», empty where there is no such cell."""
    for row in root.iter(_TR):
        texts = [" ".join(_blocks(cell).split()) for cell in row.iter(_TC)]
        for label, name in pairwise(texts):
            if words.is_unit(label):
                return name
    return ""
