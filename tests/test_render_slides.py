import re
from dataclasses import replace
from pathlib import Path

import deck_facts
import invariants
import pytest
import sample_decks
import tools
from deck_facts import box_of, pages, xpath
from lxml import etree
from sample_decks import LONG, SHORT, deck, para, slide

from packgen.blocks import (
    Agenda,
    BigNumbers,
    Cell,
    Column,
    Deck,
    DeckSection,
    List,
    Notes,
    Run,
    Slide,
    Steps,
    Table,
    text,
)
from packgen.render.package import read, to_bytes
from packgen.render.slides import render
from packgen.theme import Theme

TEMPLATE = (Path(__file__).parents[1] / "templates" / "slides.pptx").read_bytes()
EITHER = pytest.mark.parametrize("language", ["nb", "nn"])


@pytest.fixture(scope="module")
def rendered():
    return render(deck("nn", SHORT), Theme(), TEMPLATE)


@pytest.fixture(scope="module")
def by_id(rendered):
    ids = [one.id for section in deck("nn", SHORT).sections for one in section.slides]
    return dict(zip(ids, pages(rendered), strict=True))


def alone(one: Slide, language: str = "nn") -> Deck:
    return Deck("d", language, "Tittel", "Emne", "Kommune", "Fot", (DeckSection("Del", (one,)),))


def only_page(one: Slide, language: str = "nn") -> deck_facts.Page:
    return pages(render(alone(one, language), Theme(), TEMPLATE))[0]


def named(page, name):
    (shape,) = [s for s in xpath(page.root, "//p:spTree/*") if xpath(s, "string((.//p:cNvPr)[1]/@name)") == name]
    return shape


def names(page):
    return xpath(page.root, "/p:sld/p:cSld/p:spTree/*/*[1]/p:cNvPr/@name")


def words(element):
    return ["".join(xpath(p, ".//a:t/text()")) for p in xpath(element, ".//a:p")]


def sizes(shape):
    return {int(size) / 100 for size in xpath(shape, ".//a:rPr/@sz")}


def table_of(page):
    (table,) = xpath(page.root, "//a:tbl")
    return table


# ---------------------------------------------------------------- the whole deck


@EITHER
@pytest.mark.parametrize("unit", [SHORT, LONG])
def test_a_deck_with_every_kind_of_slide_has_no_fault(language, unit):
    data = render(deck(language, unit), Theme(), TEMPLATE)
    assert deck_facts.faults(data) == []
    assert invariants.check_package(data) == []


@pytest.mark.office("validator")
def test_the_open_xml_sdk_finds_no_error():
    decks = {f"{one}.pptx": render(deck(one, LONG), Theme(), TEMPLATE) for one in ("nb", "nn")}
    assert tools.validate({**decks, "template.pptx": TEMPLATE}) == []


def test_the_same_deck_gives_the_same_bytes(rendered):
    assert render(deck("nn", SHORT), Theme(), TEMPLATE) == rendered


def test_sections_hold_the_slides_in_order_and_keep_their_identity(rendered):
    root = etree.fromstring(read(rendered).part("/ppt/presentation.xml").blob)
    assert xpath(root, "//p14:section/@name") == ["Velkomen", "Resultat", "Krysset"]
    assert [len(s) for s in xpath(root, "//p14:section/p14:sldIdLst")] == [6, 7, 10]
    assert all(re.fullmatch(r"\{[0-9A-F-]{36}\}", identity) for identity in xpath(root, "//p14:section/@id"))


def test_hidden_slides_are_in_the_deck_but_not_shown(by_id):
    assert {key for key, page in by_id.items() if page.root.get("show") == "0"} == {"factor", "factor_plain"}


def test_footer_and_number_stand_on_every_slide_but_openings_and_sections(by_id):
    bare = {key for key, page in by_id.items() if "Fot" not in names(page) or "Side" not in names(page)}
    assert bare == {"opening", "section"}
    assert words(named(by_id["tally"], "Fot")) == [f"{SHORT} · 10-FAKTOR 2026"]
    assert words(named(by_id["agenda"], "Side")) == ["2"]


def test_properties_say_what_the_deck_is(rendered):
    root = etree.fromstring(read(rendered).part("/docProps/core.xml").blob)
    values = {etree.QName(e).localname: e.text for e in root}
    assert values["title"] == "Avdelingsmøte 1"
    assert values["subject"] == "10-FAKTOR 2026"
    assert values["creator"] == "Prøvevik kommune"
    assert values["language"] == "nn-NO"


@EITHER
def test_text_that_people_add_is_spelt_in_the_decks_language(language):
    package = read(render(deck(language, SHORT), Theme(), TEMPLATE))
    for part in package.parts:
        if "presentationml" in part.content_type:
            assert set(xpath(etree.fromstring(part.blob), "//@lang")) <= {f"{language}-NO"}


def test_notes_say_their_parts_under_bold_heads(by_id):
    paragraphs = xpath(by_id["opening"].notes, "//a:p")
    said = [("".join(xpath(p, ".//a:t/text()")), xpath(p, "boolean(.//a:rPr[@b='1'])")) for p in paragraphs]
    assert said == [
        ("Si", True),
        ("Velkomne, alle saman!", False),
        ("Vi tek det i ro og mak.", False),
        ("Gjer", True),
        ("Sei det høgt.", False),
        ("Vent.", False),
    ]


def test_a_theme_changes_the_theme_part_alone():
    looks = (Theme(), Theme(ink="0A3D2A", font="Calibri Light"))
    plain, green = (read(render(deck(), theme, TEMPLATE)) for theme in looks)
    differing = {
        one.name
        for one, other in zip(plain.parts, green.parts, strict=True)
        if one.blob != other.blob and not re.search("chart|media", one.name)  # what is drawn has its colours itself
    }
    assert differing == {"/ppt/theme/theme1.xml", "/ppt/theme/theme2.xml"}
    theme = etree.fromstring(green.part("/ppt/theme/theme1.xml").blob)
    assert xpath(theme, "//a:dk2/a:srgbClr/@val") == ["0A3D2A"]
    assert set(xpath(theme, "//a:latin/@typeface")) == {"Calibri Light"}


def test_a_template_with_a_theme_of_its_own_keeps_its_colours():
    theirs = read(TEMPLATE)
    themed = replace(
        theirs,
        parts=tuple(
            replace(part, blob=part.blob.replace(b'name="packgen"', b'name="Kommunen"'))
            if "theme" in part.name
            else part
            for part in theirs.parts
        ),
    )
    made = read(render(deck(), Theme(ink="FF0000"), to_bytes(themed)))
    assert b"1F3F57" in made.part("/ppt/theme/theme1.xml").blob


def test_a_template_without_the_layout_is_refused_by_name():
    theirs = read(TEMPLATE)
    renamed = tuple(
        replace(part, blob=part.blob.replace('name="Spørsmål"'.encode(), b'name="Anna"')) for part in theirs.parts
    )
    other = to_bytes(replace(theirs, parts=renamed))
    with pytest.raises(ValueError, match="the template has no layout «Spørsmål»"):
        render(deck(), Theme(), other)


def test_a_region_that_the_layout_has_no_place_for_is_refused_by_name():
    with pytest.raises(ValueError, match="slide s: the layout «Tabell» has no place for side"):
        only_page(slide("s", "table", "T", ("side", (para("x"),))))


# ---------------------------------------------------------------- kinds of slides


def test_an_opening_says_who_and_when_in_named_placeholders(by_id):
    page = by_id["opening"]
    assert names(page) == ["Tittel", "Runde", "Tal", "Tal med ord", "Undertittel", "Dato", "Kommune"]
    assert words(named(page, "Undertittel")) == [SHORT]


def test_an_agendas_bar_is_to_scale_and_says_the_same_as_its_text(by_id):
    page = by_id["agenda"]
    bar = named(page, "Tidslinje")
    segments = xpath(bar, "p:sp")
    widths = [int(w) for w in xpath(bar, "p:sp/p:spPr/a:xfrm/a:ext/@cx")]
    assert [words(s)[0] for s in segments] == ["5", "20 min", "65 min", "10 min"]
    assert [round(w / sum(widths), 3) for w in widths] == [0.05, 0.2, 0.65, 0.1]
    assert [xpath(s, "string(p:spPr/a:solidFill/a:schemeClr/@val)") for s in segments] == ["bg2", "bg2", "tx2", "bg2"]
    assert xpath(bar, "string(p:nvGrpSpPr/p:cNvPr/@descr)").startswith("Velkomen 5 minutt")
    assert words(named(page, "Tekst"))[1] == "20 min\tDei ti faktorane og resultata våre"
    assert words(named(page, "Tekst"))[4] == "\tTakk for i dag"


def test_an_agenda_of_one_item_fills_the_bar():
    page = only_page(slide("a", "agenda", "T", ("body", (Agenda(((35, text("Alt")),), "min", "Alt 35 minutt"),))))
    assert xpath(named(page, "Tidslinje"), "p:sp/p:spPr/a:xfrm/a:ext/@cx") == [str(864 * 12700)]


def test_a_question_is_large_with_its_minutes_on_the_accent_colour(by_id):
    page = by_id["question"]
    table = table_of(page)
    assert words(named(page, "Spørsmål")) == ["Kva trur du at vi får sjå?"]
    assert [words(c)[0] for c in xpath(table, ".//a:tc")] == ["2 min", "for deg sjølv. Skriv ned to ord."]
    assert xpath(table, ".//a:tc[1]/a:tcPr/a:solidFill/a:schemeClr/@val") == ["accent1"]


def test_the_lines_of_a_question_are_of_like_length():
    asked = "Kva er vi nøgde med i dag, og kva vil vi gjerne betre?"
    page = only_page(slide("q", "question", "T", ("question", (para(asked, "question"),))))
    x, _, w, _ = box_of(named(page, "Spørsmål"), page.layout)
    assert x + w / 2 == pytest.approx(480, abs=0.1)
    assert 500 < w < 700


def test_an_activity_has_its_task_left_and_its_minutes_right(by_id):
    page = by_id["activity"]
    task, times = named(page, "Tekst"), named(page, "Tid")
    assert xpath(task, "count(.//a:buAutoNum)") == 4
    assert box_of(task, page.layout)[0] < box_of(times, page.layout)[0]
    assert xpath(times, "string(.//p:cNvPr/@descr)") == (
        "5 min: åleine. 30 min: i gruppa, 3–8 personar. 15 min: i plenum"
    )
    assert [r.text for r in xpath(named(page, "Panel"), ".//a:r[a:rPr/@b='1']/a:t")] == [
        "Ordstyrar",
        "Viddevakt",
        "Sekretær",
    ]


def test_steps_without_minutes_are_a_numbered_list():
    page = only_page(slide("s", "content", "T", ("body", (Steps(((0, text("Tenk")), (0, text("Del")))),))))
    assert xpath(named(page, "Tekst"), "count(.//a:buAutoNum)") == 2
    assert xpath(page.root, "count(//a:tbl)") == 0


def test_a_table_of_figures_stands_beside_its_chart_with_rows_of_one_height(by_id):
    page = by_id["means"]
    table, chart = named(page, "Tabell"), named(page, "Diagram")
    heights = [int(h) for h in xpath(table, ".//a:tr/@h")]
    _, top, _, high = box_of(table, page.layout)
    left, chart_top, wide, chart_high = box_of(chart, page.layout)
    assert len(heights) == 11
    assert max(heights[1:]) - min(heights[1:]) <= 1
    assert (chart_top, chart_high) == pytest.approx((top, high), abs=0.1)
    assert left + wide == pytest.approx(912, abs=0.1)
    assert xpath(table, "string(.//a:tblPr/@firstRow)") == "1"
    assert xpath(table, "string(.//a:tblPr/@firstCol)") == "1"
    assert words(xpath(table, ".//a:tr")[0]) == ["Faktor", "●\u00a0Eininga", "◇\u00a0Kommunen", "|\u00a0Landet"]


def test_the_digits_of_a_chart_beside_a_table_stand_in_the_height_of_its_head(rendered, by_id):
    page = by_id["means"]
    (target,) = [rel.target for rel in page.part.relationships if rel.type.endswith("/chart")]
    chart = etree.fromstring(read(rendered).part(target).blob)
    heights = [int(h) for h in xpath(named(page, "Tabell"), ".//a:tr/@h")]
    plot = xpath(chart, "//c:plotArea/c:layout/c:manualLayout")[0]
    assert float(xpath(plot, "string(c:y/@val)")) == pytest.approx(heights[0] / sum(heights), abs=0.001)
    assert float(xpath(plot, "string(c:h/@val)")) == pytest.approx(sum(heights[1:]) / sum(heights), abs=0.001)


def test_a_chart_says_its_figures_in_words_and_bears_its_workbook(rendered, by_id):
    page = by_id["factor"]
    (target,) = [rel.target for rel in page.part.relationships if rel.type.endswith("/chart")]
    assert xpath(named(page, "Diagram"), "string(.//p:cNvPr/@descr)") == "Eininga 4,0, kommunen 4,1, landet 4,2."
    assert [rel.target for rel in read(rendered).part(target).relationships] == ["/ppt/embeddings/chart12_1.xlsx"]


def test_a_factors_slide_has_definition_quote_and_question_in_placeholders_of_their_own(by_id):
    page = by_id["factor"]
    assert [n for n in names(page) if n.startswith("Tekst")] == ["Tekst", "Tekst 2", "Tekst 3"]
    assert xpath(named(page, "Tekst 2"), "boolean(.//a:rPr[@i='1'])")
    assert xpath(named(page, "Strek"), "boolean(.//adec:decorative[@val='1'])")
    assert words(named(page, "Tal")) == ["4,0", "Eininga", "4,1", "Kommunen", "4,2", "Landet"]


def test_one_or_two_large_numbers_are_stacked_in_a_panel(by_id):
    rows = xpath(named(by_id["response"], "Tal"), ".//a:tr")
    assert [words(row) for row in rows] == [["78\u00a0%", "svarprosent"], ["42 av 54", "har svart"]]


def test_words_after_a_large_number_stand_under_it_when_there_are_many_beside_each_other():
    many = BigNumbers((("4,9 eller høgare", "Eininga"), ("4,2", "Kommunen"), ("4,1", "Landet")))
    page = only_page(slide("x", "factor", "T", ("body", (para("Hei"),)), ("side", (many,))))
    assert words(named(page, "Tal")) == ["4,9", "eller høgare", "Eininga", "4,2", "Kommunen", "4,1", "Landet"]
    assert list(deck_facts.page_faults(page)) == []


def test_a_table_of_figures_with_words_among_them_keeps_its_rows_level_with_the_chart():
    table = sample_decks.means_table("nn")
    bounded = (Cell(text("4,9 eller høgare"), strong=True), *table.rows[3][2:])
    rows = (*table.rows[:3], (table.rows[3][0], *bounded), *table.rows[4:])
    page = only_page(slide("x", "chart", "T", ("body", (replace(table, rows=rows),))))
    heights = [int(h) for h in xpath(named(page, "Tabell"), ".//a:tr/@h")]
    assert max(heights[1:]) - min(heights[1:]) <= 1
    assert list(deck_facts.page_faults(page)) == []


def test_a_cross_has_heads_over_empty_cells_to_type_in(by_id):
    rows = xpath(table_of(by_id["cross"]), "a:tr")
    assert [[bool("".join(words(c))) for c in xpath(r, "a:tc")] for r in rows] == [
        [True, True],
        [False, False],
        [True, True],
        [False, False],
    ]
    ends = xpath(rows[1], ".//a:endParaRPr")
    assert {(e.get("lang"), e.get("sz")) for e in ends} == {("nn-NO", "2000")}
    assert int(rows[1].get("h")) == int(rows[3].get("h"))


def test_a_matrix_names_both_axes_and_spans_its_rows(by_id):
    table = table_of(by_id["matrix"])
    assert words(xpath(table, "a:tr")[0]) == ["Å få til →", "Verknad ↓", "Vanskeleg", "Lett"]
    assert [words(c)[0] for c in xpath(table, "a:tr/a:tc[@rowSpan='2']")] == ["Stor", "Liten"]
    assert xpath(table, "count(a:tr/a:tc[@vMerge='1'])") == 2


def test_a_tally_fills_its_slide_with_rows_of_one_height(by_id):
    page = by_id["tally"]
    _, top, _, high = box_of(named(page, "Tabell"), page.layout)
    heights = [int(h) for h in xpath(page.root, "//a:tr/@h")]
    assert top + high == pytest.approx(488, abs=1)
    assert max(heights[1:]) - min(heights[1:]) <= 1


def test_a_table_with_a_note_ends_above_it(by_id):
    page = by_id["vision"]
    _, top, _, high = box_of(named(page, "Tabell"), page.layout)
    assert top + high < box_of(named(page, "Notat"), page.layout)[1]


def test_formulas_and_markup_in_text_stay_text():
    page = only_page(slide("x", "content", "=1+1 <b>&{{7*7}}", ("body", (para("=HYPERLINK(1)"),))))
    assert words(named(page, "Tittel")) == ["=1+1 <b>&{{7*7}}"]
    assert words(named(page, "Tekst")) == ["=HYPERLINK(1)"]


def test_a_line_break_in_text_is_a_line_break():
    page = only_page(slide("x", "content", "T", ("body", (para("Ein\nto"),))))
    assert xpath(named(page, "Tekst"), "count(.//a:br)") == 1


# ---------------------------------------------------------------- fitting


def test_a_short_title_has_the_layouts_size_and_a_long_one_steps_down_to_28():
    short = only_page(slide("x", "content", "Kort"))
    long = only_page(slide("x", "content", LONG))
    assert sizes(named(short, "Tittel")) == set()
    assert sizes(named(long, "Tittel")) == {28}


def test_much_text_steps_down_but_never_under_20_points():
    lines = List(tuple(text(f"Punkt {n} som er noko lengre enn ei vanleg line på eit lysbilete") for n in range(9)))
    page = only_page(slide("x", "content", "T", ("body", (lines,))))
    assert sizes(named(page, "Tekst")) == {22}
    crowded = List(lines.items * 3)
    page = only_page(slide("x", "content", "T", ("body", (crowded,))))
    assert sizes(named(page, "Tekst")) == {20}
    assert any("outside the slide" in fault for fault in deck_facts.page_faults(page))


def test_a_table_that_is_too_long_for_its_slide_is_found():
    rows = tuple((Cell(text(f"Rad {n}")), Cell(text("Noko"))) for n in range(20))
    long = Table("plain", (Column(text("A")), Column(text("B"))), rows, "T", "S")
    page = only_page(slide("x", "table", "T", ("body", (long,))))
    assert any("outside the slide" in fault for fault in deck_facts.page_faults(page))


def test_a_slide_with_no_notes_has_an_empty_notes_page():
    bare = Slide("x", "content", text("T"), (("body", (para("Hei"),)),), Notes(()))
    assert xpath(only_page(bare).notes, "count(//a:t)") == 0


def test_bold_and_italic_runs_keep_their_weight():
    body = sample_decks.Paragraph((Run("Ein "), Run("to", bold=True), Run(" tre", italic=True)))
    page = only_page(slide("x", "content", "T", ("body", (body,))))
    assert [(r.get("b"), r.get("i")) for r in xpath(named(page, "Tekst"), ".//a:rPr")] == [
        (None, None),
        ("1", None),
        (None, "1"),
    ]


@pytest.mark.office("soffice")
def test_no_word_reaches_the_footer_or_the_edge_when_libreoffice_draws_the_deck(tmp_path):
    import pypdfium2  # noqa: PLC0415 - only where LibreOffice is

    made = tools.to_pdf({f"{one}.pptx": render(deck(one, LONG), Theme(), TEMPLATE) for one in ("nb", "nn")}, tmp_path)
    for path in made.values():
        document = pypdfium2.PdfDocument(path)
        assert len(document) == len(sample_decks.slides("nn", LONG))
        for page in document:
            text_page = page.get_textpage()
            for index in range(text_page.count_rects()):
                left, bottom, right, top = text_page.get_rect(index)
                assert left > 0
                assert right < 960
                assert bottom > 40 or top < 36, f"{path.name}: text between body and footer"
        document.close()
