"""A Word document → the same document laid out anew for large print: all its words and fields, in no narrow columns.

What stands side by side in the usual document stands below each other here: a wide table of text becomes a list for
each row, a wide sheet or form a table of «head | room» for each row, two columns one after the other. Landscape pages
become portrait ones.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from packgen.blocks import (
    Block,
    Box,
    Cell,
    Chart,
    Column,
    Columns,
    Contents,
    Document,
    Heading,
    Lines,
    List,
    NewPage,
    Paragraph,
    Run,
    Section,
    Table,
    Text,
    plain,
    text,
)

MOST_COLUMNS = 2
"""Columns that have room for words of 18 points beside each other."""
_WIDEST_BY_COLUMN = 4
"""A sheet of no more columns and with no heads of rows is a few lists side by side; a wider one has rows that hang
together."""
_LEAST_LINES = 4
_HEAD_WEIGHT, _ROOM_WEIGHT = 2.0, 3.0
_ROW_MM = 15.0
"""Room to write in that has half a page's width: a narrow column needs higher rows."""
_DOTS_ROW_MM, _DOTS_SCALE_MM = 11.0, 12.0
_SHARES_MM, _LINE_MM = 46.0, 62.0

Blocks = tuple[Block, ...]


def large_print(document: Document) -> Document:
    """Return a document's large print: headings, words, figures and tags of fields are those of the document."""
    blocks = tuple(block for section in document.sections for block in _opened(section, flows=_flows(document)))
    return replace(document, sections=(Section(blocks),), compact=False, large_print=True)


def _flows(document: Document) -> bool:
    """Whether a document is short, with pages that were filled with care: in other letters they are not."""
    return not any(isinstance(block, Contents) for section in document.sections for block in section.blocks)


def _opened(section: Section, *, flows: bool) -> Iterator[Block]:
    """Yield a section's blocks; a landscape sheet still begins on a new page, and so does what follows it."""
    blocks = tuple(block for block in _laid_out(section.blocks) if not (flows and isinstance(block, NewPage)))
    if section.landscape and not _opens_itself(blocks):
        yield NewPage()
    yield from blocks
    if section.landscape:
        yield NewPage()


def _opens_itself(blocks: Blocks) -> bool:
    """Whether blocks begin on a new page as it is."""
    first = blocks[0] if blocks else None
    return isinstance(first, NewPage) or (isinstance(first, Heading) and first.level == 1)


def _laid_out(blocks: Iterable[Block]) -> Blocks:
    return tuple(made for block in _joined(blocks) for made in _block(block))


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Return blocks with each note on one page with what it is about.

    Below a question to think over it goes into the same box: alone it might begin a page. Below a table with a chart,
    which gets a page of its own, it ends that page.
    """
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        noted = isinstance(block, Paragraph) and block.style == "note"
        if noted and isinstance(last, Box) and last.kind == "reflection":
            found[-1] = replace(last, body=(*last.body, block))
        elif noted and isinstance(last, Table) and last.chart is not None:
            found += [block, NewPage()]
        else:
            found.append(block)
    return found


def _block(block: Block) -> Blocks:
    match block:
        case Table():
            return _table(block)
        case Columns():
            return _columns(block)
        case Box():
            return (replace(block, body=_laid_out(block.body)),)
        case Chart():
            return (_chart(block),)
        case _:
            return (block,)


def _columns(block: Columns) -> Blocks:
    """Return two columns as one after the other, each below its title."""
    sides = ((block.left_title, block.left), (block.right_title, block.right))
    return tuple(made for title, body in sides for made in (*_label(title), *_laid_out(body)))


def _label(words: Text) -> Blocks:
    return (Paragraph(words, "label"),) if words else ()


def _chart(block: Chart) -> Chart:
    """Return a chart as high as large letters need, with the names of its rows where it stood beside a table."""
    if block.kind == "dots":
        named = any(
            sum(one.values[row] is not None for one in block.series) > 1 for row in range(len(block.categories))
        )
        rows = len(block.categories) + (len(block.series) if named and not block.bare else 0)
        return replace(block, height_mm=_DOTS_ROW_MM * rows + _DOTS_SCALE_MM)
    return replace(block, height_mm=_SHARES_MM if block.kind == "shares" else _LINE_MM)


# ---------------------------------------------------------------- tables


def _table(block: Table) -> Blocks:
    """Return a table where it has room, else what says and asks the same with no columns."""
    caption = _label(block.caption)
    if block.chart is not None:
        return (*caption, _figures(block), NewPage(), _chart(replace(block.chart, bare=False)))
    if block.kind == "form" and any(cell.more for row in block.rows for cell in row):
        return (*caption, *_stacked(block))
    if len(block.columns) <= MOST_COLUMNS:
        return (replace(block, rows=tuple(tuple(_cell(cell) for cell in row) for row in block.rows)),)
    if block.kind in ("plain", "figures"):
        return (*caption, *_lists(block))
    if _is_side_by_side(block):
        return (*caption, *_by_column(block))
    return (*caption, *_by_row(block))


def _is_side_by_side(block: Table) -> bool:
    """Whether a sheet is lists to write beside each other, and not rows that hang together or a row of figures."""
    several = len(block.rows) > 1 and len(block.columns) <= _WIDEST_BY_COLUMN
    return block.kind == "writing" and not block.first_is_head and several


def _cell(cell: Cell) -> Cell:
    return replace(cell, more=_laid_out(cell.more))


def _named(head: Text, words: Text) -> Text:
    """Return «head: words» as the label of what follows."""
    return (*head, Run(": "), *words) if head else words


def _said(head: Text, words: Text) -> Text:
    """Return «head: words» with the head in bold."""
    bold = tuple(replace(run, bold=True) for run in head)
    return (*bold, Run(": ", bold=True), *words) if head else words


def _figures(block: Table) -> Table:
    """Return a table of figures with all figures of a row below each other in one column."""
    own, *others = block.columns
    rows = tuple(
        (
            replace(row[0], strong=True),
            Cell(more=tuple(_figure(c, cell) for c, cell in zip(others, row[1:], strict=True))),
        )
        for row in block.rows
    )
    columns = (Column(own.head), Column(text(block.chart_head)))
    return replace(block, kind="plain", columns=columns, rows=rows, chart=None, chart_head="", caption=())


def _figure(column: Column, cell: Cell) -> Paragraph:
    said = (*column.head, Run(": "), *cell.text)
    return Paragraph(tuple(replace(run, bold=run.bold or cell.strong) for run in said))


def _lists(block: Table) -> Blocks:
    """Return a table of text or figures as a label and a list for each row, or a list for each column of lists."""
    if any(cell.more for row in block.rows for cell in row):
        return tuple(
            made
            for row in block.rows
            for column, cell in zip(block.columns, row, strict=True)
            for made in (*_label(column.head), *((Paragraph(cell.text),) if cell.text else ()), *_laid_out(cell.more))
        )
    return tuple(made for row in block.rows for made in _list(block, row))


def _list(block: Table, row: Sequence[Cell]) -> Blocks:
    own, *others = block.columns
    label = _label(_named(own.head, row[0].text)) if plain(row[0].text) else ()
    items = tuple(_said(c.head, cell.text) for c, cell in zip(others, row[1:], strict=True) if plain(cell.text))
    return (*label, List(items)) if items else label


def _by_column(block: Table) -> Blocks:
    """Return room to write in below the head of each column, a line for each row."""
    lines = Lines(max(_LEAST_LINES, len(block.rows)))
    return tuple(made for column in block.columns for made in (*_label(column.head), lines))


def _by_row(block: Table) -> Blocks:
    """Return a table of «head | room» for each row, below the row's head where it has one."""
    found: list[Block] = []
    for number, row in enumerate(block.rows, start=1):
        first, *rest = row
        if _is_head(block, first):
            found.extend(_label(_named(block.columns[0].head, first.text)))
            found.append(_fields(block, block.columns[1:], rest, plain(first.text)))
        else:
            columns = block.columns if len(block.rows) == 1 else _numbered(block.columns, number)
            found.append(_fields(block, columns, row, str(number) if len(block.rows) > 1 else ""))
    return tuple(found)


def _is_head(block: Table, cell: Cell) -> bool:
    return cell.field is None and bool(plain(cell.text)) and (block.first_is_head or cell.strong)


def _numbered(columns: Sequence[Column], number: int) -> tuple[Column, ...]:
    """Return columns of which the first says which of several rows this is."""
    first, *rest = columns
    return (replace(first, head=(*first.head, Run(f" {number}"))), *rest)


def _fields(block: Table, columns: Sequence[Column], row: Sequence[Cell], which: str) -> Table:
    """Return one row of a wide sheet or form, turned upright."""
    rows = tuple((Cell(column.head, strong=True), _cell(cell)) for column, cell in zip(columns, row, strict=True))
    return Table(
        block.kind,
        (Column((), _HEAD_WEIGHT), Column((), _ROOM_WEIGHT)),
        rows,
        f"{block.title} – {which}" if which else block.title,
        block.summary,
        row_mm=_ROW_MM,
        first_is_head=True,
    )


def _stacked(block: Table) -> Blocks:
    """Return a form whose cells bear text as its text over the whole page, each row's fields below it."""
    found: list[Block] = []
    for row in block.rows:
        for column, cell in zip(block.columns, row, strict=True):
            if cell.field is None:
                found.extend((*_label(_named(column.head, cell.text)), *_laid_out(cell.more)))
        fields = tuple((replace(cell, text=(), more=()),) for cell in row if cell.field is not None)
        titles = [cell.field.title for cell in row if cell.field is not None]
        if fields:
            head = tuple(c.head for c, cell in zip(block.columns, row, strict=True) if cell.field is not None)
            found.append(
                Table("form", (Column(head[0]),), fields, f"{block.title} – {titles[0]}", block.summary, block.row_mm)
            )
    return tuple(found)
