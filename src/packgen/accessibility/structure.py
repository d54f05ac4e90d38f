"""What lets a reader of the screen find the way: titles, headings, header rows, and text where it is looked for."""

from collections.abc import Iterator
from itertools import pairwise

from packgen.accessibility.parts import DOCUMENT, SLIDE, Element, Office, every, fact, facts, q, twice, words
from packgen.problems import Problem, warning

DATA_TABLES = {"TableFigures", "TablePlain", "TableWriting", "TableForm"}
"""Styles of tables that hold data; others only lay out a page."""
READ = "[not(*/p:cNvPr//adec:decorative[@val='1'])]"
"""Of shapes, those that are read aloud: decoration is passed by."""
_LABEL_AND_VALUE = 2
"""A table of so many columns may do without a header row: each row reads as a label and what belongs to it."""
_DRAWN = f"p:cSld/p:spTree/*[self::p:sp or self::p:graphicFrame or self::p:grpSp or self::p:pic]{READ}"


def slide_titles(office: Office) -> Iterator[Problem]:
    """Every slide has one title, in the layout's placeholder, read first, used once in the deck."""
    titles = []
    for name, root in office.of_type(SLIDE).items():
        shapes, slide = every(root, _DRAWN), office.slide_number(name)
        own = [shape for shape in shapes if every(shape, "p:nvSpPr/p:nvPr/p:ph[@type='title' or @type='ctrTitle']")]
        said = ["".join(facts(shape, ".//a:t/text()")).strip() for shape in own]
        if len(own) > 1:
            yield warning("accessibility.two_titles", office.place, slide=slide)
        elif not own or not said[0]:
            yield warning("accessibility.slide_without_title", office.place, slide=slide)
        elif shapes[0] is not own[0]:
            yield warning("accessibility.title_not_first", office.place, slide=slide, text=said[0])
        titles += said
    for title in twice(titles):
        yield warning("accessibility.title_twice", office.place, text=title)


def loose_text(office: Office) -> Iterator[Problem]:
    """Text on slides stands in placeholders: screen readers and the outline pass loose boxes by."""
    for name, root in office.of_type(SLIDE).items():
        for box in every(root, f"//p:sp[p:nvSpPr/p:cNvSpPr/@txBox='1']{READ}"):
            place = office.slide_number(name)
            yield warning("accessibility.loose_text", office.place, slide=place, text=words(box) or "–")


def headings(office: Office) -> Iterator[Problem]:
    """Look for a heading of the first level at the start, and for levels skipped on the way down."""
    found = list(_headings(office))
    if not found or found[0][0] != 1:
        yield warning("accessibility.first_heading", office.place, level=found[0][0] if found else "–")
    for level, said in found:
        if not said:
            yield warning("accessibility.empty_heading", office.place, level=level)
    for (above, _), (below, said) in pairwise(found):
        if below > above + 1:
            yield warning("accessibility.heading_skipped", office.place, above=above, level=below, text=said)


def _headings(office: Office) -> Iterator[tuple[int, str]]:
    """Yield level (from 1) and text of every heading."""
    levels = {
        fact(style, "@w:styleId"): fact(style, "w:pPr/w:outlineLvl/@w:val")
        for style in every(office.part("word/styles.xml"), "w:style[w:pPr/w:outlineLvl]")
    }
    for paragraph in office.part(DOCUMENT).iter(q("w:p")):
        level = levels.get("".join(facts(paragraph, "w:pPr/w:pStyle/@w:val")), "")
        if level in set("012345678"):  # 9 is the level of body text
            yield int(level) + 1, "".join(facts(paragraph, ".//w:t/text()")).strip()


def header_rows(office: Office) -> Iterator[Problem]:
    """Tables of data have a header row that is marked as one and repeated, or a header column."""
    for root in office.stories.values():
        for table in data_tables(root):
            marked = [bool(every(row, "w:trPr/w:tblHeader")) for row in every(table, "w:tr")]
            said = bool(facts(table, "w:tblPr/w:tblLook[@w:firstRow='1' or @w:firstRow='true']/@w:val"))
            small = len(every(table, "w:tblGrid/w:gridCol")) <= _LABEL_AND_VALUE
            if marked[:1] != [said] or any(marked[1:]) or not (said or small):
                yield warning("accessibility.no_header_row", office.place, text=words(table) or "–")
    for name, root in office.of_type(SLIDE).items():
        for table in every(root, "//a:tbl[count(a:tblGrid/a:gridCol)>1][not(a:tblPr[@firstRow='1' or @firstCol='1'])]"):
            place = office.slide_number(name)
            yield warning("accessibility.slide_table_without_head", office.place, slide=place, text=words(table) or "–")


def data_tables(root: Element) -> Iterator[Element]:
    """Yield the tables of a story that hold data."""
    for table in root.iter(q("w:tbl")):
        if "".join(facts(table, "w:tblPr/w:tblStyle/@w:val")) in DATA_TABLES:
            yield table
