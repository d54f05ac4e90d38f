"""Blocks in order become the flow of a page, a panel or a cell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from packgen.blocks import (
    Agenda,
    BigNumbers,
    Block,
    Box,
    Cell,
    Chart,
    Columns,
    Contents,
    Cover,
    Document,
    Heading,
    Lines,
    Link,
    List,
    NewPage,
    Paragraph,
    Quadrants,
    Steps,
    Table,
    Timeline,
)
from packgen.render.chart import Frame
from packgen.render.nodes import Node, maker
from packgen.render.word import logo, pages, panels, pictures, tables
from packgen.render.word.drawing import Gallery
from packgen.render.word.grid import is_table
from packgen.render.word.letterhead import Letterhead
from packgen.render.word.names import PANEL_X, Page, Sizes, Style
from packgen.render.word.tables import Kit
from packgen.render.word.text import Flow, Para, Pen
from packgen.theme import Theme

w = maker("w", qualified=True)

FIRST_LIST = 100
"""Id of the first list that is a document's own; lower ones are the template's."""


_LANDSCAPE_MEASURE, _COMPACT_MEASURE = 170.0, 155.0
_LANDSCAPE_QUADRANT_MM = 54.0
_COLUMN_X = 4.0
_PARAGRAPHS = {
    "lead": Style.LEAD,
    "quote": Style.QUOTE,
    "question": Style.QUESTION,
    "note": Style.NOTE,
    "label": Style.LABEL,
    "say": Style.SAY,
}
_BODY = {"page": Style.BODY, "panel": Style.PANEL_TEXT, "cell": Style.CELL}
_AFTER_LIST = {"page": 8.0, "panel": 5.0, "cell": 3.0}
_LISTS = {"bullet": Style.BULLET, "number": Style.NUMBER, "check": Style.CHECK}


@dataclass(frozen=True, slots=True)
class Room:
    """Where blocks stand: on a page, in a panel or in a cell; its width, and that of its lines of text, in mm."""

    kind: Literal["page", "panel", "cell"]
    width: float
    measure: float
    page: Page
    sizes: Sizes

    @property
    def right(self) -> float:
        """How far lines of text end from the right edge."""
        return max(0.0, self.width - self.measure)

    def within(self, kind: Literal["panel", "cell"], width: float) -> "Room":
        """Return a room inside this one."""
        return Room(kind, width, self.measure, self.page, self.sizes)


def page_room(document: Document, sizes: Sizes, *, landscape: bool) -> Room:
    """Return the room of a section's pages."""
    page = pages.page_of(document, sizes, landscape=landscape)
    measure = sizes.measure
    if landscape or document.compact:
        measure = max(measure, _LANDSCAPE_MEASURE if landscape else _COMPACT_MEASURE)
    return Room("page", page.room, measure, page, sizes)


@dataclass(slots=True)
class Writer:
    """Writes the blocks of one document. Charts, lists and headings are counted in the order in which they come."""

    document: Document
    theme: Theme
    pen: Pen
    gallery: Gallery
    bookmarks: tuple[tuple[str, Heading], ...]
    letterhead: Letterhead
    lists: int = 0
    headings: int = 0

    def flow(self, blocks: Iterable[Block], room: Room) -> Flow:
        """Return blocks as paragraphs and tables, page breaks as properties of what follows them."""
        found: Flow = []
        labelled = breaks = False
        for block, following in _with_next(blocks):
            if isinstance(block, NewPage):
                breaks = True
                continue
            made = self._before(block, following, room)
            if isinstance(block, Chart | Timeline) and not labelled:
                made = [*self._title(block, room), *made]
            found += _on_new_page(made) if breaks else made
            labelled = isinstance(block, Paragraph) and block.style == "label"
            breaks = isinstance(block, Cover)
        return found

    def _before(self, block: Block, following: Block | None, room: Room) -> Flow:
        """Return a block; in large print, and before a form, on one page with what follows, where it leads to that."""
        made = self._block(block, room)
        if not ((self.document.large_print or _is_numbered(following)) and _leads_to(block, following)):
            return made
        return [replace(one, keep_next=True) if isinstance(one, Para) else one for one in made]

    def _block(self, block: Block, room: Room) -> Flow:  # noqa: PLR0911 - one line a kind of block
        """Return one block: text as paragraphs, everything laid out in columns as tables."""
        match block:
            case Heading():
                return [self._heading(block)]
            case Paragraph():
                return [self._paragraph(block, room)]
            case List():
                return self._list(block, room)
            case Lines():
                return [self._lines(block, room)]
            case Cover() if self.letterhead.cover:
                return []
            case Cover():
                own = self.document.logo
                above = logo.of_cover(own, self.gallery, self.theme) if own else None
                return [pages.cover(block, room.page, room.sizes, self.pen, self.theme, above)]
            case Contents():
                known = dict(self.document.contents_pages)
                tab = 0.0 if room.page == room.sizes.portrait else room.page.room
                return pages.contents(block, self.bookmarks, known, tab, self.pen)
            case Box():
                inner = room.within("panel", room.width - 2 * PANEL_X)
                return [panels.panel(block, self.flow(block.body, inner), room.width, room.sizes.body, self.pen)]
            case _:
                return self._table(block, room)

    def _table(self, block: Block, room: Room) -> Flow:  # noqa: PLR0911 - one line a kind of block
        match block:
            case Columns():
                return [self._columns(block, room)]
            case Steps():
                return self._steps(block, room)
            case Agenda():
                return tables.agenda(block, self._kit(room))
            case Table():
                return tables.table(block, self._kit(room))
            case Link():
                return pictures.link(block, self._kit(room), self.gallery)
            case Timeline():
                most = room.page.depth - room.sizes.heads
                return pictures.timeline(block, self._kit(room), most, self.gallery)
            case Chart():
                return [Para(Style.FIGURE, (self.gallery.draw(block, _frame(block, room)),))]
            case Quadrants():
                landscape = room.page.width > room.page.height
                high = _LANDSCAPE_QUADRANT_MM if landscape else room.sizes.quadrant
                return tables.quadrants(block, self._kit(room), high)
            case BigNumbers():
                return tables.big_numbers(block, self._kit(room))
            case _:
                raise TypeError(f"a Word document has no {type(block).__name__}")

    def _heading(self, block: Heading) -> Para:
        """Return a heading in its bookmark; the bookmark's id is given in the last pass over the document."""
        name, _ = self.bookmarks[self.headings]
        self.headings += 1
        start, end = w("bookmarkStart", id=0, name=name), w("bookmarkEnd", id=0)
        new_page = block.level == 1 and not self.letterhead.chapter_breaks
        return Para(Style.HEADINGS[block.level - 1], (start, *self.pen.runs(block.text), end), new_page=new_page)

    def _paragraph(self, block: Paragraph, room: Room) -> Para:
        style = _PARAGRAPHS.get(block.style, _BODY[room.kind])
        if room.kind != "page":
            style = {"label": Style.PANEL_TITLE}.get(block.style, style)
        if room.kind == "cell":
            style = {"note": Style.CELL_HELP}.get(block.style, style)
        return self._fitted(Para(style, self.pen.runs(block.text)), room)

    def _list(self, block: List, room: Room) -> Flow:
        """Return a list; numbers begin at 1, so each numbered list is one of its own."""
        number = 0
        if block.kind == "number":
            number = FIRST_LIST + self.lists
            self.lists += 1
        style = _LISTS[block.kind]
        items = [self._fitted(Para(style, self.pen.runs(item), list_id=number), room) for item in block.items]
        return [*items[:-1], replace(items[-1], after=_AFTER_LIST[room.kind])]

    def _fitted(self, paragraph: Para, room: Room) -> Para:
        """Return a paragraph whose lines are no longer than its room reads well at."""
        usual = self.letterhead.rights.get(paragraph.style, 0.0)
        wanted = 0.0 if room.kind == "cell" else room.right
        return paragraph if abs(wanted - usual) < 1 else replace(paragraph, right=wanted)

    def _lines(self, block: Lines, room: Room) -> Para:
        """Return lines to write on: one paragraph, each line a tab drawn to the right edge."""
        words = "\n".join(["\t"] * block.count)
        return Para(Style.LINES, (self.pen.run(words),), tabs=(("right", room.width),), ruled=True)

    def _columns(self, block: Columns, room: Room) -> Node:
        inner = room.within("cell", (room.width - 6.0) / 2 - 2 * _COLUMN_X)
        left, right = self.flow(block.left, inner), self.flow(block.right, inner)
        return panels.columns(block, left, right, room.width, self.pen, self.theme)

    def _steps(self, block: Steps, room: Room) -> Flow:
        if any(minutes for minutes, _ in block.items):
            return tables.steps(block, self._kit(room))
        return self._list(List(tuple(words for _, words in block.items), "number"), room)

    def _title(self, block: Chart | Timeline, room: Room) -> Flow:
        """Return the title that stands above what is drawn on a page; a bare chart has none."""
        bare = isinstance(block, Chart) and block.bare
        return [] if bare or room.kind != "page" else [Para(Style.LABEL, (self.pen.run(block.title),))]

    def _kit(self, room: Room) -> Kit:
        def within(cell: Cell, width: float) -> Flow:
            return self.flow(cell.more, room.within("cell", width))

        return Kit(room.width, room.sizes, self.pen, self.theme, self.document.compact, within, self.gallery.draw)


def _frame(chart: Chart, room: Room) -> Frame:
    """Return the room of a chart on a page, with text of the page's size."""
    sizes = room.sizes
    return Frame(room.width, chart.height_mm, sizes.chart, strip_mm=sizes.strip, marks_pt=sizes.chart_marks)


def _with_next(blocks: Iterable[Block]) -> Iterator[tuple[Block, Block | None]]:
    """Yield each block with the one that follows it."""
    found = tuple(blocks)
    yield from zip(found, (*found[1:], None), strict=True)


def _is_numbered(block: Block | None) -> bool:
    """Whether a block is a table of numbered fields: those of a form that is read back."""
    return isinstance(block, Table) and any(cell.field and cell.field.number for row in block.rows for cell in row)


def _leads_to(block: Block, following: Block | None) -> bool:
    """Whether a text is about what follows it, so that they stay on one page where few lines fill one."""
    if isinstance(following, Table):
        return isinstance(block, Paragraph | List)
    return isinstance(block, Paragraph) and isinstance(following, List | Quadrants | Lines)


def at_top(flow: Flow) -> Flow:
    """Return a flow whose first paragraph has no space above it."""
    return [replace(flow[0], before=0), *flow[1:]] if flow and isinstance(flow[0], Para) else flow


def _on_new_page(flow: Flow) -> Flow:
    """Return a flow that begins on a new page: a property of its first paragraph; before a table stands a low one."""
    if not flow:
        return flow
    first = flow[0]
    if isinstance(first, Para):
        return [replace(first, new_page=True, before=0), *flow[1:]]
    return [Para(Style.GAP, new_page=True), *flow] if is_table(first) else flow
