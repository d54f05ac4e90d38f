"""Contrast of text in Word documents, as styles, shading and tables give it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from packgen.accessibility.colours import hex_of
from packgen.accessibility.ink import Ink, too_pale
from packgen.accessibility.parts import DOCUMENT, NS, Element, Office, every, fact, q
from packgen.problems import Problem

_BLACK, _WHITE = "000000", "FFFFFF"
_USUAL_HALF_POINTS = "20"
_HEAD_ROW = "w:tblStylePr[@w:type='firstRow']"


def contrast_in_documents(office: Office) -> Iterator[Problem]:
    """Text in a document can be read on its ground, as far as that is known."""
    yield from too_pale(office, inks_of_document(office))


def inks_of_document(office: Office) -> Iterator[Ink]:
    """Yield each run of text whose colour and ground are known; text in drawn boxes and on pictures is not."""
    looks = _Looks(office)
    for root in office.stories.values():
        for run in every(root, "//w:r[w:t][not(ancestor::w:txbxContent)]"):
            ink = looks.ink(run)
            if ink.colour and ink.ground:
                yield replace(ink, said="".join(str(text) for text in run.itertext(q("w:t")))[:40])


class _Looks:
    """What styles, each based on another, give to the runs of a document."""

    def __init__(self, office: Office) -> None:
        styles = office.part("word/styles.xml")
        self.by_id = {fact(style, "@w:styleId"): style for style in every(styles, "w:style")}
        self.usual_style = fact(styles, "w:style[@w:type='paragraph'][@w:default='1' or @w:default='true']/@w:styleId")
        self.defaults = every(styles, "w:docDefaults/w:rPrDefault/w:rPr")
        page = fact(office.part(DOCUMENT), "w:background/@w:color")
        shown = every(office.part("word/settings.xml"), "w:displayBackgroundShape")
        self.page = page if shown and page else _WHITE
        self.known: dict[tuple[str, str, str], str] = {}
        self.paragraphs: dict[Element, _Paragraph] = {}
        self.inks: dict[tuple[_Paragraph, bytes], Ink] = {}

    def ink(self, run: Element) -> Ink:
        """Return the looks of a run, without what it says; worked out once for all runs that are alike."""
        own = run.find("w:rPr", NS)
        key = (self._around(run), etree.tostring(own) if own is not None else b"")
        if key not in self.inks:
            self.inks[key] = Ink(self.colour(run), self.ground(run), self.points(run), self.is_bold(run), "")
        return self.inks[key]

    def colour(self, run: Element) -> str:
        """Return a run's colour; Word's own choice (``auto``) can always be read, and is nothing here."""
        return hex_of(self._of_run(run, "color") or _BLACK)

    def points(self, run: Element) -> float:
        """Return a run's size in points."""
        half = self._of_run(run, "sz") or _USUAL_HALF_POINTS
        return int(half) / 2 if half.isdecimal() and len(half) < len(_BLACK) else 0.0

    def is_bold(self, run: Element) -> bool:
        """Tell whether a run is bold."""
        return self._of_run(run, "b") not in {"", "0", "false", "off"}

    def ground(self, run: Element) -> str:
        """Return the colour that a run stands on, nothing where it is not known."""
        return hex_of(next((fill for fill in self._grounds(run) if fill not in {"", "auto"}), self.page))

    def _of_run(self, run: Element, name: str) -> str:
        """Return what holds for a run: its own word, its styles', its table's, the document's."""
        own = next((_value(one, name) for one in run.iterchildren(q("w:rPr"))), "")
        return own or next(filter(None, self._given(run, name)), "")

    def _given(self, run: Element, name: str) -> Iterator[str]:
        around = self._around(run)
        for style in (_style_of(run), around.style):
            yield self._said(style, "w:rPr", name)
        for cell in around.cells:
            yield self._said(cell.style, f"{_HEAD_ROW}/w:rPr", name) if cell.is_head else ""
            yield self._said(cell.style, "w:rPr", name)
        yield self._said(self.usual_style, "w:rPr", name)
        yield from (_value(one, name) for one in self.defaults)

    def _grounds(self, run: Element) -> Iterator[str]:
        """Yield what lies under a run, from the nearest: of run, paragraph, cells and tables."""
        around = self._around(run)
        yield from (_value(one, "shd") for one in run.iterchildren(q("w:rPr")))
        yield self._said(_style_of(run), "w:rPr", "shd")
        yield around.fill
        yield self._said(around.style, "w:pPr", "shd")
        for cell in around.cells:
            yield cell.fill
            yield self._said(cell.style, f"{_HEAD_ROW}/w:tcPr", "shd") if cell.is_head else ""
            yield self._said(cell.style, "w:tcPr", "shd")

    def _around(self, run: Element) -> "_Paragraph":
        """Return what is around a run; worked out once for each paragraph."""
        paragraph = next(run.iterancestors(q("w:p")), run)
        if paragraph not in self.paragraphs:
            self.paragraphs[paragraph] = _paragraph(paragraph)
        return self.paragraphs[paragraph]

    def _said(self, style: str, path: str, name: str) -> str:
        """Return what a style, or the nearest one that it is based on, says of something at a path."""
        key = (style, path, name)
        if key not in self.known:
            self.known[key] = next(filter(None, self._all_said(*key)), "")
        return self.known[key]

    def _all_said(self, style: str, path: str, name: str) -> Iterator[str]:
        seen: set[str] = set()
        while style in self.by_id and style not in seen:
            seen.add(style)
            yield from (_value(one, name) for one in every(self.by_id[style], path))
            style = fact(self.by_id[style], "w:basedOn/@w:val")


def _value(properties: Element, name: str) -> str:
    """Return what properties say of something (a colour, a fill, a size; ``1`` for what only has to be there)."""
    found = properties.find(f"w:{name}", NS)
    if found is None:
        return ""
    return found.get(q("w:fill" if name == "shd" else "w:val")) or ("" if name == "shd" else "1")


def _style_of(run: Element) -> str:
    style = run.find("w:rPr/w:rStyle", NS)
    return (style.get(q("w:val")) or "") if style is not None else ""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell around a text: its own fill, the style of its table, and whether it is in a header row."""

    fill: str
    style: str
    is_head: bool


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph's style and own fill, and the cells that it stands in, the nearest first."""

    style: str
    fill: str
    cells: tuple[_Cell, ...]


def _paragraph(paragraph: Element) -> _Paragraph:
    own = paragraph.find("w:pPr", NS)
    style, fill = (_value(own, "pStyle"), _value(own, "shd")) if own is not None else ("", "")
    return _Paragraph(style, fill, tuple(_cell(cell) for cell in paragraph.iterancestors(q("w:tc"))))


def _cell(cell: Element) -> _Cell:
    own = cell.find("w:tcPr", NS)
    row = next(cell.iterancestors(q("w:tr")), cell)
    table = next(cell.iterancestors(q("w:tbl")), cell)
    style = table.find("w:tblPr", NS)
    return _Cell(
        _value(own, "shd") if own is not None else "",
        _value(style, "tblStyle") if style is not None else "",
        row.find("w:trPr/w:tblHeader", NS) is not None,
    )
