"""The rules find what they are there to find: each fault is made in a good file, and named."""

import re
import zipfile
from pathlib import Path

import accessibility
import invariants
import invariants_slides
import invariants_word
import pytest
from invariants import check_package
from office import closed, entry, opened, with_parts
from sample_decks import deck
from word_sample import sample

from packgen.render import slides, word
from packgen.theme import Theme

TEMPLATES = Path(__file__).parents[1] / "templates"
GOOD = {
    "document": word.render(sample(pages=(("one", 3),)), Theme(), (TEMPLATES / "word.docx").read_bytes()),
    "deck": slides.render(deck("nb"), Theme(), (TEMPLATES / "slides.pptx").read_bytes()),
}


def faults(data: bytes, rule: invariants.Rule) -> list[str]:
    """What one rule finds, where the whole check finds it too."""
    found = list(rule(opened(data)))
    assert set(found) <= set(check_package(data)) or rule in invariants.FIRST
    return found


def broken(which: str, part: str, found: str, replacement: str) -> bytes:
    parts = opened(GOOD[which]).parts
    changed, count = re.subn(found.encode(), replacement.encode(), parts[part], count=1, flags=re.DOTALL)
    assert count == 1, f"{found} is not in {part}"
    return with_parts(GOOD[which], {part: changed})


@pytest.mark.parametrize("which", GOOD)
def test_a_good_file_has_no_fault(which: str):
    assert check_package(GOOD[which]) == []


DOCUMENT, STYLES, SETTINGS, NUMBERING = (f"word/{n}.xml" for n in ("document", "styles", "settings", "numbering"))
W = invariants_word
IN_DOCUMENTS = [
    (invariants.well_formed, DOCUMENT, r"</w:document>", "", "is not XML"),
    (invariants.well_formed, DOCUMENT, r"<w:document", '<!DOCTYPE w SYSTEM "x"><w:document', "has a document type"),
    (
        invariants.content_types,
        "[Content_Types].xml",
        r'<Override[^>]*header1.xml"[^>]*>',
        "",
        "no content type of its",
    ),
    (
        invariants.content_types,
        "[Content_Types].xml",
        r"header1.xml",
        "header7.xml",
        "header7.xml has a content type and",
    ),
    (
        invariants.relationships,
        "word/charts/_rels/chart1.xml.rels",
        r"chart1.xlsx",
        "chart8.xlsx",
        "which is not there",
    ),
    (
        invariants.relationships,
        "word/_rels/document.xml.rels",
        r'Id="rIdChart2"',
        'Id="rIdChart1"',
        "two relationships",
    ),
    (
        invariants.relationships,
        "word/_rels/document.xml.rels",
        r"</Relationships>",
        '<Relationship Id="rId99" Type="x/hyperlink" Target="file:///etc" TargetMode="External"/></Relationships>',
        "leads out to file:///etc",
    ),
    (invariants.relationship_ids, DOCUMENT, r'r:id="rIdChart1"', 'r:id="rIdChart9"', "rIdChart9 is no relationship"),
    (invariants.reached, "word/_rels/document.xml.rels", r'<Relationship [^>]*header1.xml"/>', "", "nothing leads to"),
    (invariants.core_properties, "[Content_Types].xml", r"core-properties\+xml", "other+xml", "0 parts have core"),
    (invariants.control_characters, DOCUMENT, r"<w:t>Innhold", "<w:t>Inn_x0002_hold", "escaped control character"),
    (invariants.control_characters, DOCUMENT, r' descr="', ' descr="_x0002_', "escaped control character"),
    (
        invariants.order_of_children,
        DOCUMENT,
        r'(<w:pStyle w:val="Lead"/>)',
        r'<w:jc w:val="left"/>\1',
        "after jc in w:pPr",
    ),
    (
        invariants.order_of_children,
        DOCUMENT,
        r"(<w:pgSz [^>]*/>)(<w:pgMar [^>]*/>)",
        r"\2\1",
        "pgSz stands after pgMar",
    ),
    (invariants.order_of_children, DOCUMENT, r"<w:pPr>", "<w:pPr><w:lang/>", "w:pPr has no lang"),
    (invariants.axes, "word/charts/chart1.xml", r'<c:axId val="1001"/>', '<c:axId val="-5"/>', "is no axis"),
    (invariants.axes, "word/charts/chart1.xml", r'(.*)<c:axId val="1001"/>', r'\1<c:axId val="-5"/>', "has the id -5"),
    (invariants.charts, "word/charts/chart3.xml", r'<c:invertIfNegative val="0"/>', "", "whether it is inverted"),
    (invariants.charts, "word/charts/chart1.xml", r"<c:v>4.4</c:v>", "<c:v>4.5</c:v>", "in the chart and"),
    (invariants.charts, "word/charts/chart1.xml", r"<c:externalData.*</c:externalData>", "", "has no workbook"),
    (W.ids, DOCUMENT, r'<wp:docPr id="2"', '<wp:docPr id="1"', "two drawings have the id 1"),
    (W.ids, DOCUMENT, r'<w:id w:val="2"/>', '<w:id w:val="1"/>', "two controls have the id 1"),
    (W.ids, DOCUMENT, r'<w:id w:val="2"/>', '<w:id w:val="-77"/>', "a control has the id -77"),
    (W.ids, DOCUMENT, r'(<w:bookmarkStart) w:id="2"', r'\1 w:id="1"', "two bookmarks have the id 1"),
    (W.bookmarks, DOCUMENT, r'<w:bookmarkEnd w:id="2"/>', "", "begin and do not end"),
    (W.bookmarks, DOCUMENT, r'w:name="_Toc00000002"', 'w:name="_Toc00000001"', "two bookmarks are named _toc00000001"),
    (W.bookmarks, DOCUMENT, r'w:name="_Toc00000002"', 'w:name="2 b"', "«2 b» is no name"),
    (W.anchors, DOCUMENT, r'w:anchor="_Toc\d+"', 'w:anchor="_Toc99"', "leads to the bookmark _Toc99"),
    (
        W.paragraphs_around_tables,
        DOCUMENT,
        r"(<w:tcPr>[^/]*/></w:tcPr>)<w:p>.*?</w:p></w:tc>",
        r"\1</w:tc>",
        "a w:tc does not end with a paragraph",
    ),
    (W.paragraphs_around_tables, DOCUMENT, r"(</w:tbl>)<w:p>.{1,99}Gap.*?</w:p>(<w:tbl>)", r"\1\2", "two tables touch"),
    (
        W.paragraphs_around_tables,
        DOCUMENT,
        r"(</w:p>)(<w:sectPr><w:header[^/]*/><w:footer[^/]*/><w:type[^/]*/><w:pgSz[^/]*/><w:pgMar[^/]*/></w:sectPr></w:body>)",
        r"\1<w:tbl><w:tblPr/><w:tblGrid/></w:tbl>\2",
        "a w:body does not end with a paragraph",
    ),
    (W.blank_lines, DOCUMENT, r"<w:sectPr>", "<w:p/><w:p/><w:sectPr>", "an empty paragraph makes room"),
    (W.controls, DOCUMENT, r"<w:sdtContent><w:r>.*?</w:r></w:sdtContent>", "<w:sdtContent/>", "a control is empty"),
    (
        W.controls,
        DOCUMENT,
        r"(<w:sdtContent>)(<w:r>.*?</w:r>)(</w:sdtContent>)",
        r"\1<w:p>\2</w:p>\3",
        "inside a paragraph",
    ),
    (
        W.controls,
        DOCUMENT,
        r"<w:p>(<w:pPr>[^~]{1,90}</w:pPr>)(<w:sdt>(?:(?!</w:p>).)*</w:sdt>)</w:p></w:tc>",
        r"\2<w:p>\1</w:p></w:tc>",
        "a control with runs stands beside paragraphs",
    ),
    (
        W.form_fields,
        DOCUMENT,
        r'<w:tag w:val="day"/>',
        '<w:tag w:val="employee"/>',
        "two controls have the tag employee",
    ),
    (W.form_fields, DOCUMENT, r'<w:tag w:val="day"/>', f'<w:tag w:val="{"d" * 65}"/>', "a control has the tag «ddd"),
    (W.form_fields, DOCUMENT, r'<w:alias w:val="Navn"/>', "", "the control employee has the title «»"),
    (W.form_fields, DOCUMENT, r'(<w:listItem [^>]*) w:value="[^"]*"', r'\1 w:value=""', "has the choices ['',"),
    (W.tables, DOCUMENT, r'<w:gridCol w:w="\d+"/></w:tblGrid>', "</w:tblGrid>", "a row has 1 columns, its table 0"),
    (W.tables, DOCUMENT, r'<w:tcW w:w="\d+"', '<w:tcW w:w="77"', "a cell is not as wide as its columns"),
    (W.tables, DOCUMENT, r'<w:tblW w:w="\d+"', '<w:tblW w:w="77"', "a table is not as wide as its columns"),
    (W.tables, DOCUMENT, r'<w:vMerge w:val="restart"/>', "", "a cell goes on where none began"),
    (W.fields, DOCUMENT, r'<w:fldChar w:fldCharType="end"/>', "", "a field is not closed"),
    (W.fields, DOCUMENT, r'<w:fldChar w:fldCharType="separate"/>', "", "a field shows nothing"),
    (W.fields, DOCUMENT, r'<w:fldChar w:fldCharType="begin"/>', "", "separate outside a field"),
    (W.fields, "word/footer1.xml", r"<w:t>1</w:t>", "", "footer1.xml: a field shows nothing"),
    (W.fields, "word/footer1.xml", r"<w:p>", '<w:p><w:fldSimple w:instr="PAGE"/>', "the field PAGE shows nothing"),
    (W.fields, DOCUMENT, r'<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:dirty="1"/>', "asks to be worked out"),
    (W.fields, SETTINGS, r"<w:zoom", '<w:updateFields w:val="1"/><w:zoom', "worked out on opening"),
    (W.lists, DOCUMENT, r'<w:numId w:val="100"/>', '<w:numId w:val="77"/>', "the list 77 is not there"),
    (W.lists, DOCUMENT, r'<w:numId w:val="101"/>', '<w:numId w:val="100"/>', "the numbers of list 100 run on"),
    (W.lists, NUMBERING, r"<w:lvlOverride.*?</w:lvlOverride>", "", "does not say that it begins anew"),
    (W.lists, NUMBERING, r'(w:numId="1"><w:abstractNumId w:val=)"\d"', r'\1"9"', "of a kind that is not there"),
    (W.styles, DOCUMENT, r'<w:pStyle w:val="Lead"/>', '<w:pStyle w:val="Leed"/>', "the style Leed is not there"),
    (W.lost_spaces, DOCUMENT, r'<w:t xml:space="preserve">', "<w:t>", "loses its spaces"),
    (W.pages, DOCUMENT, r'w:left="\d+"', 'w:left="1800"', "the margins of python-docx's template"),
    (W.pages, DOCUMENT, r'<w:pgSz w:w="\d+"', '<w:pgSz w:w="12240"', "not A4"),
    (accessibility.properties, "docProps/core.xml", r"<dc:title>.*</dc:title>", "", "has no title in its properties"),
    (accessibility.properties, "docProps/core.xml", r"nb-NO", "en-US", "file is in «en-US»"),
    (accessibility.language_of_text, DOCUMENT, r'<w:lang w:val="nb-NO"/></w:rPr><w:t>', "</w:rPr><w:t>", "no language"),
    (accessibility.language_of_text, STYLES, r'<w:lang w:val="nb-NO" [^>]*>', "", "in the document has no language"),
    (accessibility.language_of_styles, STYLES, r'(Ingress.*?)<w:lang w:val="nb-NO"/>', r"\1", "the style Lead has no"),
    (accessibility.language_of_text, SETTINGS, r"<w:themeFontLang[^>]*>", "", "typed in the document has no language"),
    (accessibility.language_of_text, "word/charts/chart1.xml", r'<c:lang val="nb-NO"/>', "", "has no language"),
    (accessibility.one_language, DOCUMENT, r'<w:lang w:val="nb-NO"/>', '<w:lang w:val="nn-NO"/>', "speaks nn-NO"),
    (accessibility.headings, DOCUMENT, r'"Heading1"', '"Heading2"', "the first is of level 2"),
    (accessibility.headings, DOCUMENT, r'"Heading2"', '"Heading3"', "of level 3 follows one of level 1"),
    (accessibility.header_rows, DOCUMENT, r"<w:tblHeader/>", "", "has no header row, or one that is not marked"),
    (accessibility.alternatives, DOCUMENT, r' descr="[^"]+"', ' descr=" "', "«Diagram 1» is not said in words"),
    (accessibility.alternatives, DOCUMENT, r' descr="[^"]+"', ' descr="image1.png"', "«Diagram 1» is not said"),
    (accessibility.alternatives, DOCUMENT, r'<w:tblDescription w:val="Ti rader[^"]*"/>', "", "no description"),
    (accessibility.figures_in_words, DOCUMENT, r' descr="[^"]+"', ' descr="Tallene"', "The chart shows 3,7"),
    (
        accessibility.contrast_in_documents,
        DOCUMENT,
        r'<w:rPr>(<w:lang w:val="nb-NO"/></w:rPr><w:t>)',
        r'<w:rPr><w:color w:val="1F3F57"/>\1',
        "1F3F57 on 1F3F57 has the contrast 1,0 : 1",
    ),
]

SLIDE, PRESENTATION, NOTES = "ppt/slides/slide2.xml", "ppt/presentation.xml", "ppt/notesSlides/notesSlide2.xml"
S = invariants_slides
IN_DECKS = [
    (S.shape_ids, SLIDE, r'<p:cNvPr id="3"', '<p:cNvPr id="2"', "two shapes have the id 2"),
    (S.shape_ids, SLIDE, r'<p:cNvPr id="3"', '<p:cNvPr id="0"', "a shape has the id 0"),
    (S.slide_list, PRESENTATION, r"<p:sldId [^>]*>", "", "ppt/slides/slide1.xml is not listed"),
    (S.slide_list, PRESENTATION, r'<p:sldId id="257"', '<p:sldId id="256"', "two slides have the id 256"),
    (S.slide_list, PRESENTATION, r'<p14:sldId id="256"/>', "", "the sections do not hold every slide once"),
    (
        S.layout_ids,
        "ppt/slideMasters/slideMaster1.xml",
        r'<p:sldLayoutId id="\d+"',
        '<p:sldLayoutId id="7"',
        "the id 7",
    ),
    (
        S.relationships,
        "ppt/slides/_rels/slide2.xml.rels",
        r"</Relationships>",
        '<Relationship Id="rId9" Type="x/slideLayout" Target="../slideLayouts/slideLayout3.xml"/></Relationships>',
        "slide2.xml has 2 relationships slideLayout",
    ),
    (
        S.relationships,
        "ppt/notesSlides/_rels/notesSlide2.xml.rels",
        r"slide2.xml",
        "slide3.xml",
        "slide2.xml and its notes do not lead to each other",
    ),
    (S.placeholders, SLIDE, r'idx="21"', 'idx="77"', "the layout has no placeholder 77"),
    (S.placeholders, SLIDE, r'idx="12"', 'idx="11"', "two shapes fill the placeholder 11"),
    (S.tables, "ppt/slides/slide11.xml", r"<a:gridCol [^>]*/>", "", "cells, its table"),
    (S.tables, "ppt/slides/slide11.xml", r'<a:gridCol w="\d+"', '<a:gridCol w="7"', "a frame is"),
    (
        S.tables,
        "ppt/slides/slide11.xml",
        r"(<a:tc><a:txBody>(?:(?!<a:p>).)*)<a:p>(?:(?!</a:p>).)*</a:p>",
        r"\1",
        "no paragraph",
    ),
    (S.wide, PRESENTATION, r'<p:sldSz cx="\d+"', '<p:sldSz cx="9144000"', "not 16:9"),
    (accessibility.language_of_text, SLIDE, r'<a:rPr lang="nb-NO"', "<a:rPr", "has no language"),
    (accessibility.language_of_text, SLIDE, r'<a:endParaRPr lang="nb-NO"', "<a:endParaRPr", "has no language"),
    (accessibility.language_of_text, SLIDE, r'<a:endParaRPr lang="nb-NO"/>', "", "has no language"),
    (accessibility.language_of_text, NOTES, r'<a:rPr lang="nb-NO"', "<a:rPr", "Slide 2: «"),
    (accessibility.one_language, NOTES, r'<a:rPr lang="nb-NO"', '<a:rPr lang="en-US"', "speaks en-US"),
    (accessibility.slide_titles, SLIDE, r'type="title"', 'type="body"', "Slide 2 has no title"),
    (
        accessibility.slide_titles,
        SLIDE,
        r"<a:t>[^<]*</a:t>",
        "<a:t>Før vi ser på tallene</a:t>",
        "Several slides have the title",
    ),
    (accessibility.header_rows, "ppt/slides/slide11.xml", r"<a:tblPr [^>]*>", "<a:tblPr>", "neither a header row nor"),
    (accessibility.alternatives, "ppt/slides/slide11.xml", r' descr="[^"]+"', "", "is not said in words"),
    (accessibility.loose_text, SLIDE, r"<p:cNvSpPr>", '<p:cNvSpPr txBox="1">', "stands in a loose box"),
    (
        accessibility.contrast_on_slides,
        SLIDE,
        r'(<a:rPr lang="nb-NO"[^>]*)/>',
        r'\1><a:solidFill><a:srgbClr val="AAAAAA"/></a:solidFill></a:rPr>',
        "AAAAAA on FFFFFF has the contrast 2,3 : 1",
    ),
]


@pytest.mark.parametrize(("rule", "part", "found", "replacement", "fault"), IN_DOCUMENTS)
def test_a_fault_in_a_document_is_named(rule: invariants.Rule, part: str, found: str, replacement: str, fault: str):
    said = faults(broken("document", part, found, replacement), rule)
    assert any(fault in sentence for sentence in said), said


@pytest.mark.parametrize(("rule", "part", "found", "replacement", "fault"), IN_DECKS)
def test_a_fault_in_a_deck_is_named(rule: invariants.Rule, part: str, found: str, replacement: str, fault: str):
    said = faults(broken("deck", part, found, replacement), rule)
    assert any(fault in sentence for sentence in said), said


def test_a_workbook_whose_data_begins_elsewhere_is_named():
    book = opened(opened(GOOD["document"]).parts["word/embeddings/chart1.xlsx"])
    sheet = re.sub(rb'r="[A-C](\d+)"', rb'r="Z\1"', book.parts["xl/worksheets/sheet1.xml"])
    moved = closed((entry(n), sheet if n.endswith("sheet1.xml") else book.parts[n]) for n in book.parts)
    said = faults(with_parts(GOOD["document"], {"word/embeddings/chart1.xlsx": moved}), invariants.charts)
    assert any("in the workbook" in sentence for sentence in said)


def test_a_fault_in_an_embedded_workbook_is_named():
    book = opened(GOOD["document"]).parts["word/embeddings/chart1.xlsx"]
    more = with_parts(book, {"xl/sharedStrings.xml": b"<x/>"})
    said = check_package(with_parts(GOOD["document"], {"word/embeddings/chart1.xlsx": more}))
    assert "word/embeddings/chart1.xlsx: nothing leads to xl/sharedStrings.xml" in said


@pytest.mark.parametrize(
    "name", ["word/vbaProject.bin", "word/stylesWithEffects.xml", "word/embeddings/oleObject1.bin"]
)
def test_a_part_that_does_not_belong_is_named(name: str):
    said = faults(with_parts(GOOD["document"], {name: b"<x/>"}), invariants.foreign_parts)
    assert said == [f"{name} does not belong in a pack"]


def test_a_part_that_nothing_leads_to_is_named():
    header = opened(GOOD["document"]).parts["word/header1.xml"]
    said = faults(with_parts(GOOD["document"], {"word/header9.xml": header}), invariants.reached)
    assert said == ["nothing leads to word/header9.xml"]


def _entries(change: str) -> list[tuple[zipfile.ZipInfo, bytes]]:
    office = opened(GOOD["document"])
    found = [(entry(e.filename), office.parts[e.filename]) for e in office.entries]
    if change == "order":
        return found[::-1]
    if change == "rights":
        found[3][0].external_attr = 0x20
    if change == "time":
        found[3][0].date_time = (2026, 3, 1, 12, 0, 0)
    return found


@pytest.mark.parametrize(
    ("change", "fault"), [("order", "are not sorted"), ("rights", "has the rights"), ("time", "is dated (2026")]
)
def test_a_fault_of_the_archive_is_named(change: str, fault: str):
    said = faults(closed(_entries(change)), invariants.zip_entries)
    assert any(fault in sentence for sentence in said)


def test_two_entries_of_one_name_are_named():
    office = opened(GOOD["document"])
    twice = [(e, office.parts[e.filename]) for e in office.entries] + [(entry("WORD/document.xml"), b"<x/>")]
    assert "two entries are named word/document.xml" in faults(closed(twice), invariants.zip_entries)


def test_every_rule_has_been_broken():
    tried = {case[0] for case in (*IN_DOCUMENTS, *IN_DECKS)} | {invariants.zip_entries, invariants.foreign_parts}
    every_rule = {*invariants.FIRST, *invariants.ALWAYS, *W.RULES, *S.RULES, *accessibility.RULES}
    assert {rule.__name__ for rule in every_rule - tried} == set()
