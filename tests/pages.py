"""Pages as LibreOffice lays them out, measured: where each letter stands, and what is wrong with it.

Carlito has the widths of Calibri, so lines break where they do in Office. Lengths are in points from the upper left
corner of the page; a letter's box is that of its ink.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

import pypdfium2
from office import NS, Element, Office, every, facts, q, tag

EMU = 12700
TWIPS = 20
SLACK = 2.5
"""How far ink may stand outside a box: slanted letters and thin lines do, a line too many does not."""
CROWDED = 0.35
"""Which share of a letter may be covered by another: kerning covers little, a line upon a line much."""
LIGATURE = 3
"""So many letters in a row may be drawn as one (Carlito has ligatures such as «tti»)."""
_BREAKS = "–/\u00ad-"


@dataclass(frozen=True)
class Box:
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Box", slack: float = SLACK) -> bool:
        """Tell whether another box lies within this one."""
        return (
            self.left - slack <= other.left
            and self.top - slack <= other.top
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def common(self, other: "Box") -> float:
        """Return the area that two boxes share."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(across, 0.0) * max(down, 0.0)

    @property
    def area(self) -> float:
        """The box's own area."""
        return (self.right - self.left) * (self.bottom - self.top)


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around boxes."""
    found = list(boxes)
    return Box(
        min(b.left for b in found), min(b.top for b in found), max(b.right for b in found), max(b.bottom for b in found)
    )


@dataclass(frozen=True)
class Letter:
    """A letter, the box of its ink, and whether a space was drawn before it."""

    sign: str
    box: Box
    spaced: bool = False


@dataclass(frozen=True)
class Page:
    """A page: its size, its letters in the order in which they were drawn, and how far down its ink reaches."""

    width: float
    height: float
    letters: tuple[Letter, ...]
    lowest_ink: float

    @cached_property
    def stream(self) -> str:
        """All letters without space."""
        return "".join(letter.sign for letter in self.letters)

    @property
    def text(self) -> str:
        """What the page says, for messages."""
        return self.stream[:60]


def read(pdf: Path) -> list[Page]:
    """Return the pages of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_page(page) for page in document]


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    text = page.get_textpage()
    letters: list[Letter] = []
    spaced = False
    for place in range(text.count_chars()):
        sign = chr(pypdfium2.raw.FPDFText_GetUnicode(text, place))
        if sign.isspace() or pypdfium2.raw.FPDFText_IsGenerated(text, place) == 1:
            spaced = True
            continue
        left, bottom, right, top = text.get_charbox(place)
        letters.append(Letter(sign, Box(left, height - top, right, height - bottom), spaced))
        spaced = False
    return Page(width, height, tuple(letters), _lowest_ink(page, height))


def _lowest_ink(page: pypdfium2.PdfPage, height: float, *, foot: float = 60.0) -> float:
    """Return how far down anything is drawn, above the footer."""
    scale = 0.25
    picture = page.render(scale=scale, grayscale=True).to_numpy()
    rows = (picture[: round((height - foot) * scale)] < 250).reshape(-1, picture[0].size).any(axis=1)
    return float(rows.nonzero()[0].max() + 1) / scale if rows.any() else 0.0


def squeezed(text: str) -> str:
    """Return a text without space, as it stands in a stream."""
    return "".join(normalize("NFC", text).split())


# ---------------------------------------------------------------- both media


def letters_upon_letters(page: Page) -> Iterator[str]:
    """Yield letters that stand on top of others: text under text, or lines closer than their height."""
    cells: dict[tuple[int, int], list[tuple[int, Letter]]] = defaultdict(list)
    for number, letter in enumerate(page.letters):
        if letter.box.area <= 0:
            continue
        cell = (int(letter.box.left // 20), int(letter.box.top // 20))
        near = [found for x in (-1, 0, 1) for y in (-1, 0, 1) for found in cells[cell[0] + x, cell[1] + y]]
        for its, other in near:
            if number - its >= LIGATURE and letter.box.common(other.box) > CROWDED * min(
                letter.box.area, other.box.area
            ):
                yield f"«{letter.sign}» stands on «{other.sign}» in «{page.text}»"
        cells[cell].append((number, letter))


def letters_off_page(page: Page, room: Box) -> Iterator[str]:
    """Yield letters outside a room of the page."""
    for letter in page.letters:
        if not room.holds(letter.box):
            yield f"«{letter.sign}» stands at {letter.box}, outside {room}, on «{page.text}»"


# ---------------------------------------------------------------- slides


@dataclass(frozen=True)
class Place:
    """Where text belongs on a slide: the shape (or cell) and its box, and its paragraphs."""

    shape: str
    box: Box
    paragraphs: tuple[str, ...]


def places(office: Office, name: str) -> Iterator[Place]:
    """Yield the places of a slide's text, in the order of its shapes."""
    layouts = [rel.target for rel in office.leads(name, "slideLayout")]
    chain = [*layouts, *(rel.target for layout in layouts for rel in office.leads(layout, "slideMaster"))]
    inherited = [office.xml[part] for part in chain]
    for shape in every(office.xml[name], "//p:sp[.//a:t] | //p:graphicFrame"):
        label = facts(shape, "*/p:cNvPr/@name")[0]
        box = box_of(shape, inherited)
        for table in every(shape, "a:graphic/a:graphicData/a:tbl"):
            yield from _cells(table, label, box)
        if tag(shape) == "p:sp":
            yield Place(label, box, _paragraphs(shape))


def _paragraphs(element: Element) -> tuple[str, ...]:
    found = ("".join(facts(p, ".//a:t/text()")) for p in element.iter(q("a:p")))
    return tuple(p for p in found if p.strip())


def _cells(table: Element, label: str, box: Box) -> Iterator[Place]:
    across = _edges(box.left, facts(table, "a:tblGrid/a:gridCol/@w"))
    down = _edges(box.top, facts(table, "a:tr/@h"))
    for y, row in enumerate(every(table, "a:tr")):
        for x, cell in enumerate(every(row, "a:tc")):
            right, bottom = x + int(cell.get("gridSpan", "1")), y + int(cell.get("rowSpan", "1"))
            if said := _paragraphs(cell):
                yield Place(label, Box(across[x], down[y], across[right], down[bottom]), said)


def _edges(start: float, lengths: list[str]) -> list[float]:
    return [start + sum(int(length) for length in lengths[:n]) / EMU for n in range(len(lengths) + 1)]


def box_of(shape: Element, inherited: list[Element]) -> Box:
    """Return a shape's box: its own, or that of the placeholder it belongs to."""
    for owner in (shape, *_ancestors(shape, inherited)):
        for transform in every(owner, "p:spPr/a:xfrm | p:xfrm"):
            values = facts(transform, "a:off/@x | a:off/@y | a:ext/@cx | a:ext/@cy")
            x, y, wide, high = (int(v) / EMU for v in values)
            return Box(x, y, x + wide, y + high)
    raise AssertionError(f"{facts(shape, '*/p:cNvPr/@name')} has no box")


def _ancestors(shape: Element, inherited: list[Element]) -> Iterator[Element]:
    for ph in every(shape, "*/p:nvPr/p:ph"):
        for root in inherited:
            for other in every(root, "//p:sp/p:nvSpPr/p:nvPr/p:ph"):
                same = other.get("idx", "0") == ph.get("idx", "0") and "idx" in ph.attrib
                if same or (
                    other.get("type") == ph.get("type") is not None and ph.get("type") in {"title", "ftr", "sldNum"}
                ):
                    yield other.getparent().getparent().getparent()


def slide_faults(office: Office, name: str, page: Page) -> Iterator[str]:
    """Yield what is wrong with a slide's text: out of its box, off the slide, under other things, words broken."""
    frames = {facts(f, "*/p:cNvPr/@name")[0]: box_of(f, []) for f in every(office.xml[name], "//p:graphicFrame")}
    found = list(places(office, name))
    inked = [(place, ink) for place in found if (ink := list(_ink(place, page)))]
    faults = [
        *([] if page.letters else ["the slide is empty"]),
        *letters_off_page(page, Box(0, 0, page.width, page.height)),
        *letters_upon_letters(page),
        *_strays(page, [*(place.box for place in found), *frames.values(), *_printed(office, name)]),
        *(fault for place in found for fault in _place_faults(place, page)),
        *_overlaps([(place, around(box for boxes in ink for box in boxes)) for place, ink in inked], frames),
    ]
    yield from (f"{name}: {fault}" for fault in faults)


def _printed(office: Office, name: str) -> list[Box]:
    """Return where the words stand that a slide's layout brings: a municipality's template may have some."""
    layout = office.xml[office.leads(name, "slideLayout")[0].target]
    return [box_of(shape, []) for shape in every(layout, "//p:sp[not(*/p:nvPr/p:ph)][p:txBody//a:t]")]


def _strays(page: Page, rooms: list[Box]) -> Iterator[str]:
    for letter in page.letters:
        if not any(room.holds(letter.box) for room in rooms):
            yield f"«{letter.sign}» stands at {letter.box}, in no shape"


def _overlaps(inked: list[tuple[Place, Box]], frames: dict[str, Box]) -> Iterator[str]:
    """Yield texts that lie on each other, or under a table or chart."""
    for at, (place, ink) in enumerate(inked):
        for other, its in inked[at + 1 :]:
            if ink.common(its) > 1.0:
                yield f"the texts of «{place.shape}» and «{other.shape}» lie on each other"
        for label, frame in frames.items():
            if label != place.shape and ink.common(frame) > SLACK * (ink.right - ink.left):
                yield f"the text of «{place.shape}» runs under «{label}»"


def _ink(place: Place, page: Page) -> Iterator[list[Box]]:
    """Yield, for each paragraph of a place, the boxes of its letters: the occurrence that lies nearest to the place."""
    for paragraph in place.paragraphs:
        wanted = squeezed(paragraph)
        starts = [m.start() for m in re.finditer(f"(?={re.escape(wanted)})", page.stream)]
        options = [[letter.box for letter in page.letters[s : s + len(wanted)]] for s in starts]
        if options:
            yield min(options, key=lambda boxes: _outside(place.box, around(boxes)))


def _outside(room: Box, ink: Box) -> float:
    return max(room.left - ink.left, room.top - ink.top, ink.right - room.right, ink.bottom - room.bottom, 0.0)


def _place_faults(place: Place, page: Page) -> Iterator[str]:
    for paragraph in place.paragraphs:
        if squeezed(paragraph) not in page.stream:
            yield f"«{paragraph[:40]}» in «{place.shape}» does not stand on the slide in one piece"
    for paragraph, boxes in zip(place.paragraphs, _ink(place, page), strict=False):
        out = _outside(place.box, around(boxes))
        if out > SLACK:
            yield f"«{paragraph[:40]}» runs {out:.0f} points out of «{place.shape}»"
        yield from (f"«{word}» is broken in «{place.shape}»" for word in _broken(paragraph, boxes))


def _broken(paragraph: str, boxes: list[Box]) -> Iterator[str]:
    """Yield words that stand on two lines and are not broken at a hyphen, a dash or a slash."""
    at = 0
    for word in re.findall(rf"[^\s{_BREAKS}]+[{_BREAKS}]*|[{_BREAKS}]+", paragraph.replace("\u00a0", " ")):
        own = boxes[at : at + len(squeezed(word))]
        at += len(own)
        if own and max(b.top for b in own) > min(b.bottom for b in own) + 1:
            yield word


# ---------------------------------------------------------------- documents


def document_faults(office: Office, pages: list[Page]) -> Iterator[str]:
    """Yield what is wrong with a document's pages: empty ones, text off the page or on other text, words broken."""
    known = set(_words(office))
    for number, page in enumerate(pages, start=1):
        room = Box(36, 20, page.width - 36, page.height - 20)
        yield from (f"page {number}: {fault}" for fault in letters_off_page(page, room))
        yield from (f"page {number}: {fault}" for fault in letters_upon_letters(page))
        if not _body(page):
            yield f"page {number} is empty"
        for word in _split_words(page, known):
            yield f"page {number}: «{word}» is broken over two lines"


HEAD, FOOT = 62.0, 50.0
"""The heights at a page's top and bottom that headers and footers stand in, in points."""


def _body(page: Page) -> list[Letter]:
    return [x for x in page.letters if x.box.top > HEAD and x.box.bottom < page.height - FOOT]


def _words(office: Office) -> Iterator[str]:
    for part in (*office.stories.values(), *office.of_type("chart+xml").values()):
        for paragraph in part.iter(q("w:p"), q("a:p"), q("c:v")):
            said = "".join(paragraph.itertext()) if tag(paragraph) != "w:p" else "".join(_letters(paragraph))
            yield from said.split()


def _letters(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter(q("w:t"), q("w:br"), q("w:tab")):
        yield element.text or "" if tag(element) == "w:t" else " "


def _split_words(page: Page, known: set[str]) -> Iterator[str]:
    """Yield words of which one line holds the beginning and the next the rest."""
    lines = list(_lines(page))
    for one, other in pairwise(lines):
        first, last = one.rpartition(" ")[2], other.partition(" ")[0]
        whole = first + last
        if whole in known and first[-1:] not in _BREAKS and not (first in known and last in known):
            yield whole


def _lines(page: Page) -> Iterator[str]:
    """Yield the lines of a page in the order drawn."""
    line, previous = "", None
    for letter in page.letters:
        if previous is not None and not _go_on(previous.box, letter.box):
            yield line
            line = ""
        elif letter.spaced:
            line += " "
        line += letter.sign
        previous = letter
    yield line


_NEXT = 2.6


_TOUCHING, _DASH = 2, 5
"""Points between letters that stand side by side, and between the heights of a full stop and a dash."""


def _go_on(one: Box, other: Box) -> bool:
    """Tell whether a letter follows another on the same line, be it across or (upright text) upwards."""
    touching = abs(other.left - one.right) < _TOUCHING  # a full stop and the dash after it have no height in common
    slack = _DASH if touching else 1
    across = other.top < one.bottom + slack and other.bottom > one.top - slack and other.left > one.left - 1
    upwards = other.left < one.right and other.right > one.left and -2 < one.top - other.bottom < _NEXT
    return across or upwards


def slide_sizes(office: Office, name: str) -> Iterator[tuple[str, float, float, bool, str]]:
    """Yield the placeholder, the size and its placeholder's own, whether muted, and the text of each run of text."""
    layout = office.xml[office.leads(name, "slideLayout")[0].target]
    for shape in every(office.xml[name], "//p:sp[p:nvSpPr/p:nvPr/p:ph]"):
        own = [
            int(size) / 100
            for holder in _ancestors(shape, [layout])
            for size in facts(holder, "p:txBody/a:lstStyle/a:lvl1pPr/a:defRPr/@sz")
        ]
        for run in every(shape, ".//a:r[a:t]"):
            size = run.find("a:rPr", NS)
            points = int(size.get("sz", "0")) / 100 if size is not None else 0.0
            muted = bool(every(run, "a:rPr/a:solidFill/a:schemeClr[@val='accent2']"))
            yield facts(shape, "*/p:cNvPr/@name")[0], points or own[0], own[0], muted, "".join(facts(run, "a:t/text()"))
