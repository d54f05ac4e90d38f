"""Contrast after WCAG 2.1, the rules as `packgen check` asks them, and files that nobody should have to trust.

Each rule is broken once in `test_invariants.py`; every file of every pack is held to all of them by `check_package`.
"""

from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise

import pytest
import test_invariants
from office import edited, every, opened, q, with_parts

from packgen import accessibility, messages, resources
from packgen.accessibility import parts
from packgen.accessibility.decks import inks_of_deck
from packgen.accessibility.documents import inks_of_document
from packgen.accessibility.ink import Ink
from packgen.contrast import GRAPHIC, TEXT, contrast, least_of_text, lightness
from packgen.problems import Problem, values_of
from packgen.theme import Theme

THEME = Theme()
BLACK = "000000"


def test_contrast_is_that_of_wcag():
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert contrast("1F3F57", "1F3F57") == 1


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("text", "white"),
        ("text", "sand"),
        ("text", "band"),
        ("ink", "white"),
        ("ink", "sand"),
        ("accent", "white"),
        ("accent", "sand"),
        ("muted", "white"),
        ("muted", "sand"),
        ("white", "ink"),
        ("white", "accent"),
    ],
)
def test_text_of_the_theme_can_be_read(words: str, ground: str):
    assert contrast(getattr(THEME, words), getattr(THEME, ground)) >= TEXT


@pytest.mark.parametrize(("place", "words"), list(enumerate([BLACK, BLACK, BLACK, THEME.white, THEME.white])))
def test_a_share_can_be_read_on_its_tint(place: int, words: str):
    assert contrast(words, THEME.ramp[place]) >= TEXT


def test_the_ramp_goes_from_light_to_dark_and_prints_in_different_greys():
    greys = [lightness(tint) for tint in THEME.ramp]
    assert all(lighter - darker > 0.03 for lighter, darker in pairwise(greys))
    assert all(contrast(one, other) >= 1.4 for one, other in pairwise(THEME.ramp))


@pytest.mark.parametrize("ground", ["white", "sand"])
@pytest.mark.parametrize("mark", ["ink", "accent", "muted"])
def test_marks_stand_out(mark: str, ground: str):
    assert contrast(getattr(THEME, mark), getattr(THEME, ground)) >= GRAPHIC


# ---------------------------------------------------------------- as finished files put colours together


def test_text_on_slides_can_be_read(state_files: dict[str, bytes]):
    found = {pair for data in state_files.values() for pair in pairs(inks_of_deck(opened(data)))}
    assert len(found) > 5
    assert {pair for pair in found if contrast(*pair) < TEXT} == set()


def test_text_in_documents_can_be_read(state_files: dict[str, bytes]):
    found = {pair for data in state_files.values() for pair in pairs(inks_of_document(opened(data)))}
    assert len(found) > 5
    assert {pair for pair in found if contrast(*pair) < TEXT} == set()


def pairs(inks: Iterator[Ink]) -> set[tuple[str, str]]:
    """Return colours of text with the colours of their grounds."""
    return {(ink.colour, ink.ground) for ink in inks}


# ---------------------------------------------------------------- as `packgen check` asks them

GOOD = {"a.docx": test_invariants.GOOD["document"], "a.pptx": test_invariants.GOOD["deck"]}
DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
SLIDE, THEME_PART = "ppt/slides/slide2.xml", "ppt/theme/theme1.xml"
NORWEGIAN = messages.load(resources.CONTENT, "nn")


def found(data: bytes, file: str) -> list[Problem]:
    return [problem for problems in accessibility.check(data, file).values() for problem in problems]


def codes(data: bytes, file: str) -> set[str]:
    return {problem.code for problem in found(data, file)}


@pytest.mark.parametrize("file", GOOD)
def test_a_sound_file_is_held_to_all_rules_of_its_kind_and_has_no_remark(file: str):
    rules = {rule.id for rule in accessibility.rules_of(file.rpartition(".")[2])}
    assert accessibility.check(GOOD[file], file) == dict.fromkeys(rules, ())
    assert len(rules) >= 8


def test_a_remark_names_file_and_slide_and_is_a_warning_in_words():
    data = test_invariants.broken("deck", SLIDE, r'type="title"', 'type="body"')
    (problem,) = accessibility.check(data, "alle/Møte.pptx")["slide_titles"]
    assert (problem.code, problem.place.file, values_of(problem)["slide"]) == (
        "accessibility.slide_without_title",
        "alle/Møte.pptx",
        "2",
    )
    assert not problem.is_error
    assert NORWEGIAN.tell(problem).message.startswith("Lysbilete 2 har ingen tittel.")


def test_other_kinds_of_files_have_no_rules():
    assert accessibility.check(b"From: nobody", "a.eml") == {}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7", "archive.not_office"),
        (
            with_parts(
                GOOD["a.docx"],
                {DOCUMENT: b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document>&e;</w:document>'},
            ),
            "archive.doctype",
        ),
        (with_parts(GOOD["a.docx"], {DOCUMENT: b"<w:document"}), "archive.broken"),
        (with_parts(GOOD["a.docx"], {"word/vbaProject.bin": b"x"}), "archive.macro"),
    ],
)
def test_a_file_that_may_not_be_opened_is_held_to_no_rule_and_told(data: bytes, code: str):
    assert codes(data, "a.docx") == {code}


@pytest.mark.parametrize("file", GOOD)
def test_no_part_that_is_missing_or_empty_stops_the_rules(file: str):
    parts_ = opened(GOOD[file]).parts
    for name in parts_:
        if name.endswith(".xml") and name != "[Content_Types].xml":
            for instead in (None, b"<x/>"):
                found(with_parts(GOOD[file], {name: instead}), file)
    bare = {name: None for name in parts_ if name not in {"[Content_Types].xml", DOCUMENT, "ppt/presentation.xml"}}
    assert {"accessibility.no_title", "accessibility.unknown_language"} <= codes(with_parts(GOOD[file], bare), file)


def test_styles_in_a_circle_and_odd_numbers_do_not_stop_the_rules():
    def odd(styles: parts.Element) -> None:
        for based in every(styles, "//w:basedOn"):
            based.set(q("w:val"), "Lead")
        for size in every(styles, "//w:sz | //w:outlineLvl"):
            size.set(q("w:val"), "²")

    assert "accessibility.first_heading" in codes(edited(GOOD["a.docx"], STYLES, odd), "a.docx")


def test_comments_and_instructions_in_a_part_are_passed_by():
    noisy = test_invariants.broken("deck", THEME_PART, r"<a:clrScheme[^>]*>", r"\g<0><!-- x --><?x y?>")
    assert found(noisy, "a.pptx") == []


@pytest.mark.parametrize(
    ("part", "before", "after", "code"),
    [
        (DOCUMENT, r"(Heading2.{1,400}?<w:t[^>]*>)[^<]+", r"\1 ", "accessibility.empty_heading"),
        ("docProps/core.xml", r"<dc:creator>.*</dc:creator>", "", "accessibility.no_author"),
    ],
)
def test_more_that_can_be_wrong_in_a_document(part: str, before: str, after: str, code: str):
    assert code in codes(test_invariants.broken("document", part, before, after), "a.docx")


def test_a_slide_with_two_titles_or_one_that_is_not_read_first():
    def doubled(slide: parts.Element) -> None:
        title = every(slide, "//p:sp[.//p:ph[@type='title']]")[0]
        title.addnext(deepcopy(title))

    def last(slide: parts.Element) -> None:
        title = every(slide, "//p:sp[.//p:ph[@type='title']]")[0]
        title.getparent().append(title)

    assert "accessibility.two_titles" in codes(edited(GOOD["a.pptx"], SLIDE, doubled), "a.pptx")
    assert "accessibility.title_not_first" in codes(edited(GOOD["a.pptx"], SLIDE, last), "a.pptx")


# ---------------------------------------------------------------- contrast as templates give it


def test_large_text_needs_less_contrast():
    assert [
        least_of_text(points, bold=bold) for points, bold in ((12, True), (14, True), (17, False), (18, False))
    ] == [
        4.5,
        3.0,
        4.5,
        3.0,
    ]


def test_a_pale_colour_of_a_style_is_found_where_the_style_is_used_and_told_once():
    def pale(styles: parts.Element) -> None:
        for colour in every(styles, "w:docDefaults//w:color | w:style[@w:default='1']//w:color"):
            colour.set(q("w:val"), "999999")

    problems = accessibility.check(edited(GOOD["a.docx"], STYLES, pale), "a.docx")["contrast"]
    assert {values_of(p)["colour"] for p in problems} == {"999999"}
    grounds = [values_of(p)["ground"] for p in problems]
    assert "FFFFFF" in grounds
    assert len(set(zip(grounds, [values_of(p)["least"] for p in problems], strict=True))) == len(problems)


def test_words_own_choice_of_colour_can_always_be_read():
    def auto(styles: parts.Element) -> None:
        for colour in every(styles, "//w:color"):
            colour.set(q("w:val"), "auto")

    assert accessibility.check(edited(GOOD["a.docx"], STYLES, auto), "a.docx")["contrast"] == ()


def test_a_pale_theme_is_found_on_the_slides_that_use_it():
    pale = test_invariants.broken("deck", THEME_PART, r"(<a:dk2><a:srgbClr val=)\"[^\"]+\"", r'\1"C8C8C8"')
    problems = accessibility.check(pale, "a.pptx")["contrast"]
    assert "C8C8C8" in {values_of(p)["colour"] for p in problems}
    assert all(float(values_of(p)["ratio"].replace(",", ".")) < TEXT for p in problems)


def test_what_stands_on_a_picture_or_a_gradient_is_left_to_a_person():
    gradient = r"<p:bg><p:bgPr><a:gradFill><a:gsLst/></a:gradFill><a:effectLst/></p:bgPr></p:bg>"
    usual = {ink.said for ink in inks_of_deck(opened(GOOD["a.pptx"])) if ink.slide == 2}
    data = test_invariants.broken("deck", SLIDE, r"<p:cSld[^>]*>", rf"\g<0>{gradient}")
    assert usual
    assert {ink.said for ink in inks_of_deck(opened(data)) if ink.slide == 2} < usual


# ---------------------------------------------------------------- what is printed

PDF = (
    b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R%s>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n"
    b"4 0 obj<<%s>>endobj\ntrailer<</Root 1 0 R/Info 4 0 R/Size 5>>\n%%%%EOF\n"
)
TAGGED = b"/MarkInfo<</Marked true>>/Lang(nn-NO)"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PDF % (TAGGED, b"/Title(Ark)"), set()),
        (PDF % (TAGGED, b"/Title( )"), {"accessibility.pdf_without_title"}),
        (PDF % (b"/Lang(nb-NO)", b"/Title(Ark)"), {"accessibility.pdf_not_tagged"}),
        (PDF % (b"/MarkInfo<</Marked true>>/Lang(en-US)", b"/Title(Ark)"), {"accessibility.pdf_without_language"}),
        (b"%PDF-1.7\nno more", {"accessibility.pdf_broken"}),
    ],
)
def test_a_pdf_tells_its_tags_its_language_and_its_title(data: bytes, expected: set[str]):
    assert codes(data, "a.pdf") == expected
