"""Facts about Word documents: what each block becomes."""

from dataclasses import replace
from pathlib import Path

import pytest
import tools
from invariants import check_package
from lxml import etree
from office import NS, facts, opened, q
from word_sample import LONG_UNIT, means_table, sample, shares_chart, trend_chart

from packgen.blocks import (
    Agenda,
    BigNumbers,
    Block,
    Box,
    Cell,
    Column,
    Columns,
    Contents,
    Cover,
    Document,
    Field,
    Heading,
    Language,
    Lines,
    List,
    NewPage,
    Paragraph,
    Quadrants,
    Run,
    Section,
    Steps,
    Table,
    text,
)
from packgen.render import word
from packgen.render.chart import digit_places
from packgen.render.word import names
from packgen.theme import Theme

TEMPLATE = (Path(__file__).parents[1] / "templates" / "word.docx").read_bytes()


def document(*blocks: Block, language: Language = "nb", compact: bool = False, unit: str = "Solvik") -> Document:
    return Document(
        id="test",
        language=language,
        title="Tittel",
        subject="10-FAKTOR 2026",
        author="Prøvevik kommune",
        header_left=unit,
        header_right="Arbeidshefte",
        footer_left="Prøvevik kommune",
        page_of=("Side", "av"),
        sections=(Section(blocks),),
        compact=compact,
    )


def parts_of(made: Document) -> dict[str, etree._Element]:
    data = word.render(made, Theme(), TEMPLATE)
    assert check_package(data) == []
    return opened(data).xml


TOP = Heading(1, text("Overskrift"), "top")


def body_of(*blocks: Block, **options) -> etree._Element:
    """What these blocks become, under a heading that is taken away again."""
    (body,) = parts_of(document(TOP, *blocks, **options))["word/document.xml"]
    body.remove(body[0])
    return body


def words(element: etree._Element) -> str:
    return "".join(facts(element, ".//w:t/text()"))


def styles(element: etree._Element) -> list[str]:
    return facts(element, "w:p/w:pPr/w:pStyle/@w:val")


# ---------------------------------------------------------------- text


def test_headings_have_words_own_styles_and_bookmarks():
    headings = (Heading(1, text("En"), "one"), Heading(2, text("To"), "two"), Heading(3, text("Tre"), "three"))
    root = parts_of(document(*headings))["word/document.xml"]
    assert styles(root[0]) == ["Heading1", "Heading2", "Heading3"]
    assert facts(root, "//w:bookmarkStart/@w:name") == ["_Toc00000001", "_Toc00000002", "_Toc00000003"]
    assert facts(root, "//w:bookmarkStart/@w:id") == facts(root, "//w:bookmarkEnd/@w:id") == ["1", "2", "3"]


def test_each_kind_of_paragraph_has_its_style():
    kinds = ("body", "lead", "quote", "question", "note", "label", "say")
    body = body_of(*(Paragraph(text("x"), kind) for kind in kinds))
    assert styles(body) == ["BodyText", "Lead", "Quote", "Question", "Note", "Label", "Say"]


def test_bold_and_italic_runs_keep_their_weights_and_spaces():
    body = body_of(Paragraph((Run("en "), Run("to", bold=True), Run(" tre", italic=True))))
    assert facts(body, "//w:r[w:rPr/w:b]/w:t/text()") == ["to"]
    assert facts(body, "//w:r[w:rPr/w:i]/w:t/text()") == [" tre"]
    assert facts(body, "//w:t[@xml:space='preserve']/text()") == ["en ", " tre"]


def test_every_numbered_list_begins_at_one():
    items = (text("a"), text("b"))
    made = parts_of(document(TOP, List(items, "number"), Paragraph(text("x")), List(items, "number"), List(items)))
    body, numbering = made["word/document.xml"], made["word/numbering.xml"]
    assert facts(body, "//w:numId/@w:val") == ["100", "100", "101", "101"]
    assert facts(numbering, "//w:num[@w:numId>99]/w:abstractNumId/@w:val") == ["2", "2"]
    assert facts(numbering, "//w:num[@w:numId>99]/w:lvlOverride/w:startOverride/@w:val") == ["1", "1"]


def test_bullets_and_boxes_to_tick_are_lists_of_the_template():
    body = body_of(List((text("a"),)), List((text("b"),), "check"))
    assert styles(body) == ["ListBullet", "ListCheck"]


def test_steps_without_minutes_are_a_numbered_list():
    assert styles(body_of(Steps(((0, text("a")), (0, text("b")))))) == ["ListNumber", "ListNumber"]


def test_new_page_is_a_property_of_what_follows():
    body = body_of(Paragraph(text("a")), NewPage(), Paragraph(text("b")))
    assert [words(p) for p in body.xpath("w:p[w:pPr/w:pageBreakBefore]", namespaces=NS)] == ["b"]
    assert len(body.findall("w:p", NS)) == 2


def test_new_page_before_a_table_needs_one_low_paragraph():
    body = body_of(Paragraph(text("a")), NewPage(), means_table("nb"))
    assert styles(body)[1] == "Gap"
    assert body.xpath("w:p[2]/w:pPr/w:pageBreakBefore", namespaces=NS)


def test_lines_to_write_on_are_one_paragraph_of_ruled_tabs():
    body = body_of(Lines(4))
    assert len(body.findall("w:p", NS)) == 1
    assert len(facts(body, "//w:tab[@w:leader='underscore']/@w:pos")) == 1
    assert len(body.xpath("//w:r/w:tab", namespaces=NS)) == 4
    assert len(body.xpath("//w:r/w:br", namespaces=NS)) == 3


def test_text_of_a_page_is_no_wider_than_it_reads_well():
    body = body_of(Paragraph(text("x")), compact=True)
    (right,) = facts(body, "//w:pPr/w:ind/@w:right")
    assert int(right) == names.twips(names.COMPACT.room - 155)


# ---------------------------------------------------------------- panels


def test_panel_is_a_table_of_one_cell_with_its_badge():
    box = Box("task", text("Oppgave"), (Paragraph(text("Gjør dette")), List((text("a"),))), badge="5 min")
    body = body_of(box, Paragraph(text("etter")))
    assert facts(body, "w:tbl/w:tblPr/w:tblStyle/@w:val") == ["PanelTask"]
    assert facts(body, "//w:r[w:rPr/w:rStyle/@w:val='Badge']/w:t/text()") == ["\u20025 min\u2002"]
    assert facts(body, "//w:tc/w:p/w:pPr/w:pStyle/@w:val") == ["PanelTitle", "PanelText", "ListBullet"]
    assert len(body.xpath("//w:tc", namespaces=NS)) == 1


def test_each_kind_of_panel_has_its_look():
    kinds = ("aim", "leader", "tip", "reflection", "task")
    body = body_of(*(Box(kind, text("t"), (Paragraph(text("x")),)) for kind in kinds), Paragraph(text("x")))
    looks = ["PanelAim", "PanelLeader", "PanelTip", "PanelReflection", "PanelTask"]
    assert facts(body, "w:tbl/w:tblPr/w:tblStyle/@w:val") == looks


def test_two_tables_have_one_low_paragraph_between_them():
    box = Box("tip", text("t"), (Paragraph(text("x")),))
    body = body_of(box, box, Paragraph(text("x")))
    assert [etree.QName(child).localname for child in body] == ["tbl", "p", "tbl", "p", "sectPr"]
    assert styles(body) == ["Gap", "BodyText"]


def test_columns_stand_side_by_side():
    body = body_of(
        Columns(text("Gjør"), (Paragraph(text("a")),), text("La være"), (Paragraph(text("b")),)), Paragraph(text("x"))
    )
    (row,) = body.xpath("w:tbl/w:tr", namespaces=NS)
    assert [words(cell) for cell in row.xpath("w:tc", namespaces=NS)] == ["Gjøra", "", "La væreb"]


def test_there_are_no_text_boxes():
    root = parts_of(sample())["word/document.xml"]
    assert not root.xpath("//*[local-name()='txbx' or local-name()='textbox' or local-name()='anchor']")


# ---------------------------------------------------------------- tables


def plain_table(**changes) -> Table:
    table = Table(
        "plain",
        (Column(text("Hva"), 2), Column(text("Når"), 1)),
        ((Cell(text("a")), Cell(text("b"))), (Cell(text("c")), Cell())),
        "Plan",
        "Hva vi gjør og når",
    )
    return replace(table, **changes)


def test_head_row_is_marked_and_repeated_and_no_row_breaks():
    body = body_of(plain_table(), Paragraph(text("x")))
    assert [words(row) for row in body.xpath("//w:tr[w:trPr/w:tblHeader]", namespaces=NS)] == ["HvaNår"]
    assert len(body.xpath("//w:tr[w:trPr/w:cantSplit]", namespaces=NS)) == 3
    assert facts(body, "//w:tblLook/@w:firstRow") == ["1"]


def test_title_and_summary_are_the_alternative_text_of_a_table():
    body = body_of(plain_table(), Paragraph(text("x")))
    assert facts(body, "//w:tblCaption/@w:val") == ["Plan"]
    assert facts(body, "//w:tblDescription/@w:val") == ["Hva vi gjør og når"]


def test_columns_share_the_room_by_weight_and_fill_it():
    body = body_of(plain_table(), Paragraph(text("x")))
    columns = [int(w) for w in facts(body, "//w:gridCol/@w:w")]
    assert sum(columns) == names.twips(names.PORTRAIT.room)
    assert columns[0] == pytest.approx(2 * columns[1], abs=2)


def test_rows_to_write_in_are_as_high_as_asked():
    body = body_of(plain_table(kind="writing", row_mm=14), Paragraph(text("x")))
    heights = body.xpath("//w:tr[not(w:trPr/w:tblHeader)]/w:trPr/w:trHeight", namespaces=NS)
    assert {(h.get(q("w:val")), h.get(q("w:hRule"))) for h in heights} == {(str(names.twips(14)), "atLeast")}


def test_rows_to_write_in_are_never_lower_than_a_hand_needs():
    body = body_of(plain_table(kind="writing"), Paragraph(text("x")))
    assert min(int(h) for h in facts(body, "//w:trHeight/@w:val")) >= names.twips(9)


def test_row_heads_are_set_apart_and_marked():
    body = body_of(plain_table(first_is_head=True), Paragraph(text("x")))
    assert facts(body, "//w:tblLook/@w:firstColumn") == ["1"]
    assert facts(body, "//w:tr[2]/w:tc[1]/w:p/w:pPr/w:pStyle/@w:val") == ["TableHead"]


def test_blocks_under_a_cells_text_stand_in_the_cell():
    row = (Cell(text("1. Indre motivasjon"), more=(List((text("Hva gir energi?"),)),)), Cell())
    body = body_of(plain_table(rows=(row,)), Paragraph(text("x")))
    assert facts(body, "//w:tr[2]/w:tc[1]/w:p/w:pPr/w:pStyle/@w:val") == ["TableText", "ListBullet"]


def test_caption_stands_above_its_table_and_stays_with_it():
    body = body_of(plain_table(caption=text("Tabell over planen")), Paragraph(text("x")))
    assert [etree.QName(child).localname for child in body][:2] == ["p", "tbl"]
    assert styles(body)[0] == "Caption"


def test_sheet_of_one_page_has_smaller_tables():
    body = body_of(plain_table(), Paragraph(text("x")), compact=True)
    assert facts(body, "//w:tr[2]/w:tc[1]/w:p/w:pPr/w:pStyle/@w:val") == ["TableTextSmall"]


def test_chart_stands_in_one_cell_beside_rows_of_its_height():
    body = body_of(means_table("nb"), Paragraph(text("x")))
    rows = body.xpath("//w:tr[not(w:trPr/w:tblHeader)]", namespaces=NS)
    assert facts(body, "//w:tr/w:tc[last()]/w:tcPr/w:vMerge/@w:val") == ["restart", *["continue"] * 9]
    heights = [int(h) for row in rows for h in facts(row, "w:trPr/w:trHeight[@w:hRule='exact']/@w:val")]
    assert len(set(heights)) == 1
    (drawn,) = facts(body, "//wp:extent/@cy")
    assert int(drawn) / names.EMU_PER_MM == pytest.approx(sum(heights) / names.TWIPS_PER_MM, abs=0.2)


def test_digits_of_the_scale_stand_above_their_grid_lines():
    body = body_of(means_table("nb"), Paragraph(text("x")))
    (width,) = facts(body, "//wp:extent/@cx")
    places = [int(p) for p in facts(body, "//w:tr[1]/w:tc[last()]//w:tabs/w:tab[@w:val='center']/@w:pos")]
    assert places == [names.twips(place) for place in digit_places(int(width) / names.EMU_PER_MM)]
    assert words(body.xpath("//w:tr[1]/w:tc[last()]", namespaces=NS)[0]).endswith("12345")


def test_marks_of_the_chart_stand_in_the_heads_of_their_columns():
    body = body_of(means_table("nb"), Paragraph(text("x")))
    assert facts(body, "//w:r[w:rPr/w:rStyle/@w:val='Mark']/w:t/text()") == ["●", "◇", "❘"]


def test_own_values_are_set_in_bold():
    body = body_of(means_table("nb"), Paragraph(text("x")))
    assert facts(body, "//w:tr[2]/w:tc[w:p/w:r/w:rPr/w:b]//w:t/text()") == ["4,2"]


def test_cross_has_four_parts_with_a_line_between_them():
    cells = tuple((text(f"Hode {n}"), text("hjelp")) for n in range(4))
    body = body_of(Quadrants(cells, "Krysset", "Fire felt"), Paragraph(text("x")))  # type: ignore[arg-type]
    assert [words(cell) for cell in body.xpath("//w:tc", namespaces=NS)] == [f"Hode {n}hjelp" for n in range(4)]
    assert facts(body, "//w:tr[1]/w:tc[1]/w:tcPr/w:tcBorders/*/@w:sz") == ["12", "12"]


def test_matrix_has_the_heads_of_both_axes():
    cells = tuple((text(f"{n}"), ()) for n in range(4))
    matrix = Quadrants(
        cells,  # type: ignore[arg-type]
        "Matrise",
        "Fire felt",
        across=(text("Vanskelig"), text("Lett")),
        down=(text("Stor"), text("Liten")),
        across_title=text("Gjennomføring"),
        down_title=text("Effekt"),
    )
    body = body_of(matrix, Paragraph(text("x")))
    rows = [[words(cell) for cell in row.findall("w:tc", NS)] for row in body.iter(q("w:tr"))]
    assert rows == [
        ["", "Gjennomføring"],
        ["", "Vanskelig", "Lett"],
        ["Effekt", "Stor", "0", "1"],
        ["", "Liten", "2", "3"],
    ]


def test_steps_with_minutes_have_a_badge_each():
    body = body_of(Steps(((5, text("Alene")), (30, text("I gruppen")))), Paragraph(text("x")))
    assert facts(body, "//w:r[w:rPr/w:rStyle]/w:t/text()") == ["\u20025 min\u2002", "\u200230 min\u2002"]


def test_agenda_shows_minutes_and_its_main_item():
    body = body_of(
        Agenda(((5, text("Velkommen")), (65, text("Krysset")), (0, text("Takk"))), "min", "Fem, så …", main=(1,)),
        Paragraph(text("x")),
    )
    assert [words(cell) for cell in body.xpath("//w:tc[1]", namespaces=NS)] == ["5\u00a0min", "65\u00a0min", "–"]
    assert facts(body, "//w:tr[w:tc/w:tcPr/w:shd]//w:t/text()") == ["65\u00a0min", "Krysset"]
    assert facts(body, "//w:tblDescription/@w:val") == ["Fem, så …"]


def test_big_numbers_stand_over_their_labels():
    body = body_of(BigNumbers((("82 %", "svarte"), ("23", "av 28"))), Paragraph(text("x")))
    assert [words(cell) for cell in body.xpath("//w:tc", namespaces=NS)] == ["82 %svarte", "23av 28"]
    assert facts(body, "//w:r[w:rPr/w:b]/w:t/text()") == ["82 %"]


# ---------------------------------------------------------------- forms


def form(*fields: Field) -> etree._Element:
    rows = tuple((Cell(text(field.title)), Cell(field=field)) for field in fields)
    table = Table("form", (Column(text("Felt")), Column(text("Svar"))), rows, "Skjema", "Felt og svar")
    return body_of(table, Paragraph(text("x")))


def test_control_bears_title_tag_and_prompt():
    body = form(Field("text", "employee", "Navn", "Skriv navnet"))
    assert facts(body, "//w:sdt/w:sdtPr/w:alias/@w:val") == ["Navn"]
    assert facts(body, "//w:sdt/w:sdtPr/w:tag/@w:val") == ["employee"]
    assert facts(body, "//w:sdt/w:sdtContent//w:t/text()") == ["Skriv navnet"]
    assert facts(body, "//w:sdtContent//w:rStyle/@w:val") == ["PlaceholderText"]
    assert body.xpath("//w:sdtPr/w:showingPlcHdr", namespaces=NS)


def test_text_of_several_lines_takes_enter():
    body = form(Field("text", "a", "A", "…"), Field("text", "b", "B", "…", multiline=True))
    assert facts(body, "//w:sdtPr/w:text/@w:multiLine") == ["1"]


def test_date_is_picked_in_the_documents_language():
    body = form(Field("date", "day", "Dato", "Velg dato"))
    assert facts(body, "//w:date/w:lid/@w:val") == ["nb-NO"]
    assert facts(body, "//w:date/w:dateFormat/@w:val") == ["d. MMMM yyyy"]


def test_choice_lists_its_options():
    body = form(Field("choice", "status", "Status", "Velg", ("Under", "Som ventet", "Over")))
    assert facts(body, "//w:dropDownList/w:listItem/@w:value") == ["Under", "Som ventet", "Over"]


def test_controls_are_numbered_in_order():
    body = form(*(Field("text", f"f{n}", "T", "…") for n in range(3)))
    assert facts(body, "//w:sdtPr/w:id/@w:val") == ["1", "2", "3"]


# ---------------------------------------------------------------- charts


def test_chart_is_native_with_its_data_and_alternative_text():
    made = opened(word.render(document(TOP, trend_chart("nb"), Paragraph(text("x"))), Theme(), TEMPLATE))
    root = made.xml["word/document.xml"]
    assert facts(root, "//c:chart/@r:id") == ["rIdChart1"]
    assert facts(root, "//wp:docPr/@descr") == ["3,8 i 2022, 4,1 i 2024, 4,0 i 2026."]
    assert {"word/charts/chart1.xml", "word/embeddings/chart1.xlsx"} <= set(made.parts)


def test_title_of_a_chart_stands_above_it_where_no_label_does():
    chart = trend_chart("nb")
    assert styles(body_of(chart))[0] == "Label"
    assert styles(body_of(Paragraph(text("Tre runder"), "label"), chart)) == ["Label", "Figure"]


def many(count: int) -> tuple[Block, ...]:
    return (*([trend_chart("nb")] * (count - 1)), shares_chart("nb"), Paragraph(text("x")))


def test_every_chart_is_native_however_many_there_are():
    assert len(body_of(*many(31)).xpath("//c:chart", namespaces=NS)) == 31


# ---------------------------------------------------------------- pages


def test_cover_has_no_header_and_every_other_page_has():
    root = parts_of(sample())["word/document.xml"]
    sections = root.xpath("//w:sectPr", namespaces=NS)
    assert [bool(s.xpath("w:titlePg", namespaces=NS)) for s in sections] == [True, False, False]
    assert not root.xpath("//w:headerReference[@w:type='first']", namespaces=NS)
    assert all(len(s.xpath("w:headerReference | w:footerReference", namespaces=NS)) == 2 for s in sections)


def test_landscape_sheets_are_turned_and_stand_on_pages_of_their_own():
    root = parts_of(sample())["word/document.xml"]
    assert facts(root, "//w:pgSz/@w:orient") == ["landscape"]
    assert [
        words(p)
        for p in root.xpath("//w:p[w:pPr/w:pageBreakBefore][starts-with(., 'T') or starts-with(., 'A')]", namespaces=NS)
    ] == [
        "Analysekrysset: slik arbeider dere",
        "Analysekrysset",
        "Tiltaksmatrisen",
    ]


def test_header_names_unit_and_document_footer_counts_pages():
    made = parts_of(document(TOP))
    assert words(made["word/header1.xml"]) == "SolvikArbeidshefte"
    assert words(made["word/footer1.xml"]) == "Prøvevik kommuneSide 1 av 1"
    fields = [f.strip() for f in facts(made["word/footer1.xml"], "//w:instrText/text()")]
    assert fields == ["PAGE", "NUMPAGES"]


def test_longest_unit_name_takes_a_line_of_its_own_in_the_header():
    made = parts_of(replace(document(TOP, unit=LONG_UNIT), header_right="Arbeidshefte for leder · 2026"))
    assert [words(p) for p in made["word/header1.xml"]] == [LONG_UNIT, "Arbeidshefte for leder · 2026"]


def test_title_of_the_cover_shrinks_until_its_longest_word_has_room():
    word_ = "Medarbeidersamtaleforberedelsesskjema"
    body = body_of(Cover(text("k"), text(word_), text("u")), Paragraph(text("x")))
    (size,) = facts(body, "//w:p[w:pPr/w:pStyle/@w:val='Title']//w:sz/@w:val")
    assert 40 < int(size) < 88


def test_contents_are_filled_in_and_lead_to_the_headings():
    headings = (Heading(1, text("En"), "h1"), Heading(2, text("To"), "h2"), Heading(3, text("Tre"), "h3"))
    made = replace(document(Contents(text("Innhold")), *headings), contents_pages=(("h1", 2), ("h2", 3)))
    root = parts_of(made)["word/document.xml"]
    assert [words(h) for h in root.xpath("//w:hyperlink", namespaces=NS)] == ["En2", "To3"]
    assert facts(root, "//w:hyperlink/@w:anchor") == facts(root, "//w:bookmarkStart/@w:name")[:2]
    assert facts(root, "//w:docPartGallery/@w:val") == ["Table of Contents"]
    codes = [code.split()[0] for code in facts(root, "//w:instrText/text()")]
    assert codes == ["TOC", "PAGEREF", "PAGEREF"]


def test_unknown_page_numbers_are_left_out():
    root = parts_of(document(Contents(text("Innhold")), Heading(1, text("En"), "h1")))["word/document.xml"]
    assert [words(h) for h in root.xpath("//w:hyperlink", namespaces=NS)] == ["En"]


def test_properties_come_from_the_document_and_bear_no_clock():
    core = parts_of(document(TOP, language="nn"))["docProps/core.xml"]
    said = {etree.QName(child).localname: child.text for child in core}
    assert said["title"] == "Tittel"
    assert said["language"] == "nn-NO"
    assert said["created"] == said["modified"] == "1980-01-01T00:00:00Z"


# ---------------------------------------------------------------- the whole


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("unit", ["Solvik", LONG_UNIT])
def test_sample_of_all_blocks_keeps_every_invariant(language, unit):
    assert check_package(word.render(sample(language, unit), Theme(), TEMPLATE)) == []


def test_document_speaks_one_language_in_every_part():
    for name, root in parts_of(sample("nn")).items():
        found = set(facts(root, "//w:lang/@w:val | //w:themeFontLang/@w:val | //@lang | //c:lang/@val"))
        assert found <= {"nn-NO"}, name


def test_same_document_gives_the_same_bytes():
    assert word.render(sample(), Theme(), TEMPLATE) == word.render(sample(), Theme(), TEMPLATE)


def test_own_colours_take_the_place_of_the_templates():
    made = opened(word.render(document(Paragraph(text("x"))), replace(Theme(), ink="123456"), TEMPLATE))
    assert facts(made.xml["word/theme/theme1.xml"], "//a:dk2/a:srgbClr/@val") == ["123456"]


def test_markup_in_a_name_is_text():
    name = '{{7*7}} <b>&amp;"'
    assert words(body_of(Paragraph(text(name)))) == name


def test_control_character_is_refused():
    with pytest.raises(ValueError, match="XML cannot hold"):
        word.render(document(Paragraph(text("a\x02b"))), Theme(), TEMPLATE)


@pytest.mark.office("validator")
def test_sample_has_no_error_in_the_validator():
    files = {f"{n}.docx": word.render(sample(n), Theme(), TEMPLATE) for n in ("nb", "nn")}
    assert tools.validate(files) == []


@pytest.mark.office("soffice")
def test_no_page_of_the_sample_is_empty_and_sheets_take_one_page_each(tmp_path):
    import pypdfium2  # noqa: PLC0415 - only where LibreOffice is there

    (made,) = tools.to_pdf({"nn.docx": word.render(sample("nn", LONG_UNIT), Theme(), TEMPLATE)}, tmp_path).values()
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made)]
    footers = [page for page in pages[1:] if "Side " in page]
    assert len(footers) == len(pages) - 1
    assert min(len(page) for page in pages) > 60
    for sheet in ("Glansbiletet: 9. Meistringsklima", "Tiltaksmatrisa"):
        assert len([page for page in pages[2:] if sheet in page]) == 1
