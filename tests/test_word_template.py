"""Facts about the Word template and the script that makes it."""

import runpy
from pathlib import Path

import pytest
from lxml import etree
from office import NS, facts

from packgen.render.package import read
from packgen.render.word import names
from packgen.render.word.names import Look, Style

TEMPLATES = Path(__file__).parents[1] / "templates"
TEMPLATE = read((TEMPLATES / "word.docx").read_bytes())
STYLES = etree.fromstring(TEMPLATE.part(names.STYLES).blob)
NUMBERING = etree.fromstring(TEMPLATE.part(names.NUMBERING).blob)
SETTINGS = etree.fromstring(TEMPLATE.part(names.SETTINGS).blob)


LARGE = read((TEMPLATES / "word_large.docx").read_bytes())
LARGE_STYLES = etree.fromstring(LARGE.part(names.STYLES).blob)


def ids_in(listed: type) -> set[str]:
    found: set[str] = set()
    for name, value in vars(listed).items():
        if name.isupper():
            found |= {value} if isinstance(value, str) else set(value)
    return found


def style(style_id: str) -> etree._Element:
    (found,) = STYLES.xpath(f"//w:style[@w:styleId='{style_id}']", namespaces=NS)
    return found


def test_the_script_makes_the_template_that_is_committed():
    script = runpy.run_path(str(TEMPLATES / "make_word.py"))
    made = script["build"](script["load"](TEMPLATES / "theme.yaml"))
    assert read(made) == TEMPLATE
    assert read(script["build"](script["load"](TEMPLATES / "theme.yaml"), names.LARGE)) == LARGE


def test_large_print_has_the_same_styles_and_none_below_18_points_but_at_the_edges():
    assert facts(LARGE_STYLES, "//w:style/@w:styleId") == facts(STYLES, "//w:style/@w:styleId")
    assert facts(LARGE_STYLES, "//w:docDefaults//w:sz/@w:val") == ["36"]
    small = {
        found.get(f"{{{NS['w']}}}styleId"): size
        for found in LARGE_STYLES.xpath("//w:style", namespaces=NS)
        for size in facts(found, "w:rPr/w:sz/@w:val")
        if int(size) < 36
    }
    assert small == {Style.GAP: "8", Style.HEADER: "28", Style.FOOTER: "28"}  # there is no letter in a gap


def test_large_print_has_no_slanted_letters():
    assert not LARGE_STYLES.xpath("//w:i[not(@w:val='0') and not(@w:val='false')]", namespaces=NS)


def test_the_script_gives_the_same_bytes_each_time():
    script = runpy.run_path(str(TEMPLATES / "make_word.py"))
    theme = script["load"](TEMPLATES / "theme.yaml")
    assert script["build"](theme) == script["build"](theme)


def test_every_style_that_the_renderer_names_is_there():
    known = set(facts(STYLES, "//w:style/@w:styleId"))
    assert ids_in(Style) <= known
    assert ids_in(Look) <= known


def test_every_style_is_named_by_the_renderer_or_needed_by_word():
    needed = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Hyperlink"}
    assert set(facts(STYLES, "//w:style/@w:styleId")) == ids_in(Style) | ids_in(Look) | needed


def test_every_style_says_its_language():
    silent = facts(STYLES, "//w:style[not(w:rPr/w:lang/@w:val='nb-NO')]/@w:styleId")
    assert silent == ["DefaultParagraphFont", "TableNormal", "NoList"]  # Word's own, which take it from the defaults
    assert facts(STYLES, "//w:docDefaults//w:lang/@w:val") == ["nb-NO"]
    assert facts(SETTINGS, "//w:themeFontLang/@w:val") == ["nb-NO"]


def test_body_text_is_12_points_at_1_3_lines():
    assert facts(STYLES, "//w:docDefaults//w:sz/@w:val") == ["24"]
    assert facts(STYLES, "//w:docDefaults//w:spacing/@w:line") == ["312"]
    assert not facts(style(Style.BODY), "w:rPr/w:sz/@w:val | w:pPr/w:spacing/@w:line")


def test_writing_lines_are_9_mm_apart_or_more():
    (spacing,) = style(Style.LINES).xpath("w:pPr/w:spacing", namespaces=NS)
    assert facts(spacing, "@w:lineRule") == ["exact"]
    (line,) = facts(spacing, "@w:line")
    assert int(line) >= names.twips(9)


def test_headings_are_words_own_with_outline_levels_in_order():
    for number, style_id in enumerate(Style.HEADINGS):
        assert facts(style(style_id), "w:name/@w:val") == [f"heading {number + 1}"]
        assert facts(style(style_id), "w:pPr/w:outlineLvl/@w:val") == [str(number)]
    assert style("Heading1").xpath("w:pPr[w:pageBreakBefore][w:keepNext]", namespaces=NS)


def test_lists_are_defined_and_tied_to_their_styles():
    assert facts(NUMBERING, "//w:num/@w:numId") == ["1", "2", "3"]
    assert facts(NUMBERING, "//w:lvl/w:pStyle/@w:val") == [Style.BULLET, Style.NUMBER, Style.CHECK]
    for style_id, number in ((Style.BULLET, "1"), (Style.NUMBER, "2"), (Style.CHECK, "3")):
        assert facts(style(style_id), "w:pPr/w:numPr/w:numId/@w:val") == [number]


def test_colours_follow_the_theme():
    coloured = STYLES.xpath("//w:color | //w:shd[@w:fill!='auto'] | //w:tblBorders/*", namespaces=NS)
    assert coloured
    assert not [e for e in coloured if not (e.xpath("@w:themeColor | @w:themeFill", namespaces=NS))]


def test_word_opens_it_in_no_compatibility_mode():
    assert facts(SETTINGS, "//w:compatSetting[@w:name='compatibilityMode']/@w:val") == ["15"]
    assert not facts(SETTINGS, "//w:updateFields")


def test_a_header_of_three_lines_in_large_print_stays_clear_of_the_text():
    three_lines = 3 * names.LARGE.edges * 1.1 * 1.22 * 25.4 / 72
    assert names.LARGE_PORTRAIT.edge + three_lines < names.LARGE_PORTRAIT.top


@pytest.mark.parametrize("page", [names.PORTRAIT, names.LANDSCAPE, names.COMPACT])
def test_header_and_footer_of_two_lines_stay_clear_of_the_text(page):
    two_lines = 2 * 9.5 * 1.1 * 1.22 * 25.4 / 72
    assert page.edge + two_lines < page.top
    assert page.edge + two_lines < page.bottom + page.edge
