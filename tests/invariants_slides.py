"""What makes PowerPoint repair a presentation, refuse it or show it wrong. See `invariants.check_package`."""

from collections.abc import Iterator

from office import LARGEST_ID, Element, Office, every, facts, out_of_range, q, twice

WIDE = 16 / 9
EMU_MM = 36000
PAPERS = {(841, 594), (594, 420), (420, 297), (297, 210), (210, 148)}
"""What sheets are printed on, in mm: A1 to A5."""
FIRST_SLIDE_ID = 256

SLIDE, LAYOUT, MASTER, NOTES = (
    "presentationml.slide+xml",
    "presentationml.slideLayout+xml",
    "presentationml.slideMaster+xml",
    "presentationml.notesSlide+xml",
)
PRESENTATION = "ppt/presentation.xml"


def shape_ids(office: Office) -> Iterator[str]:
    """Two shapes with one id on a slide, layout, master or page of notes."""
    for name, root in office.xml.items():
        ids = facts(root, "//p:cNvPr/@id")
        yield from (f"{name}: two shapes have the id {i}" for i in twice(ids))
        yield from (f"{name}: a shape has the id {i}" for i in out_of_range(ids, 1, LARGEST_ID))


def slide_list(office: Office) -> Iterator[str]:
    """Slides that only the list or only the package knows; ids that stand twice or out of range."""
    root = office.xml[PRESENTATION]
    leads = {rel.id: rel.target for rel in office.leads(PRESENTATION, "slide")}
    listed = [leads.get(rid, rid) for rid in facts(root, "p:sldIdLst/p:sldId/@r:id")]
    yield from (f"{name} is listed twice" for name in twice(listed))
    yield from (f"{name} is not listed" for name in {*office.of_type(SLIDE), *leads.values()} - {*listed})
    ids = facts(root, "p:sldIdLst/p:sldId/@id")
    yield from (f"two slides have the id {i}" for i in twice(ids))
    yield from (f"a slide has the id {i}" for i in out_of_range(ids, FIRST_SLIDE_ID, LARGEST_ID))
    if facts(root, "//p14:section/p14:sldIdLst/p14:sldId/@id") != ids:
        yield "the sections do not hold every slide once, in order"


def layout_ids(office: Office) -> Iterator[str]:
    """Masters and layouts count together, from 2³¹."""
    ids = facts(office.xml[PRESENTATION], "p:sldMasterIdLst/p:sldMasterId/@id")
    ids += [i for master in office.of_type(MASTER).values() for i in facts(master, "//p:sldLayoutId/@id")]
    yield from (f"two layouts or masters have the id {i}" for i in twice(ids))
    yield from (f"a layout or master has the id {i}" for i in out_of_range(ids, LARGEST_ID + 1, 2**32 - 1))


def relationships(office: Office) -> Iterator[str]:
    """A slide has one layout, a layout one master; a page of notes has one slide, which leads to it."""
    wanted = {SLIDE: {"slideLayout": 1}, LAYOUT: {"slideMaster": 1}, NOTES: {"slide": 1, "notesMaster": 1}}
    for ending, kinds in wanted.items():
        for name in office.of_type(ending):
            for kind, count in kinds.items():
                if len(office.leads(name, kind)) != count:
                    yield f"{name} has {len(office.leads(name, kind))} relationships {kind}"
    for name in office.of_type(SLIDE):
        notes = office.leads(name, "notesSlide")
        if len(notes) > 1 or any([r.target for r in office.leads(n.target, "slide")] != [name] for n in notes):
            yield f"{name} and its notes do not lead to each other"


def placeholders(office: Office) -> Iterator[str]:
    """Placeholders that the slide's layout does not have, or that stand twice."""
    for name, root in office.of_type(SLIDE).items():
        layouts = [office.xml[rel.target] for rel in office.leads(name, "slideLayout")]
        known = {_place(ph) for layout in layouts for ph in every(layout, "//p:ph")}
        own = [_place(ph) for ph in every(root, "//p:ph")]
        yield from (f"{name}: the layout has no placeholder {place}" for place in sorted({*own} - known))
        yield from (f"{name}: two shapes fill the placeholder {place}" for place in twice(own))


def _place(ph: Element) -> str:
    return "title" if ph.get("type") in {"title", "ctrTitle"} else ph.get("idx", "0")


def tables(office: Office) -> Iterator[str]:
    """Rows whose cells do not fill the grid, cells with no paragraph, frames of another size than their table."""
    for name, root in office.xml.items():
        for table in root.iter(q("a:tbl")):
            columns = facts(table, "a:tblGrid/a:gridCol/@w")
            for row in every(table, "a:tr"):
                if len(every(row, "a:tc")) != len(columns):
                    yield f"{name}: a row has {len(every(row, 'a:tc'))} cells, its table {len(columns)} columns"
            if every(table, ".//a:tc[not(a:txBody/a:p)]"):
                yield f"{name}: a cell has no paragraph"
            yield from (f"{name}: {fault}" for fault in _frame_faults(table, columns))


def _frame_faults(table: Element, columns: list[str]) -> Iterator[str]:
    frame = next(table.iterancestors(q("p:graphicFrame")))
    rows = facts(table, "a:tr/@h")
    own = (sum(map(int, columns)), sum(map(int, rows)))
    size = tuple(int(v) for v in facts(frame, "p:xfrm/a:ext/@cx") + facts(frame, "p:xfrm/a:ext/@cy"))
    if abs(size[0] - own[0]) > len(columns) or abs(size[1] - own[1]) > len(rows):  # each is rounded
        yield f"a frame is {size}, its table {own}"


def wide(office: Office) -> Iterator[str]:
    """Slides that are neither 16:9 nor a page to print: python-pptx's template is 4:3."""
    size = every(office.xml[PRESENTATION], "p:sldSz")[0]
    across, down = int(size.get("cx", "0")), int(size.get("cy", "1"))
    page = (max(across, down) / EMU_MM, min(across, down) / EMU_MM)
    if abs(across / down - WIDE) > 0.001 and page not in PAPERS:
        yield f"slides are {across} x {down}, not 16:9"


RULES = (shape_ids, slide_list, layout_ids, relationships, placeholders, tables, wide)
