"""Sheets as slides: what stands in the file, in mm as the layout says."""

import runpy
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import accessibility
import invariants
import office
import pages as measured
import pptx
import pytest
import tools
from office import every, facts

from packgen.blocks import Run, text
from packgen.render.package import read
from packgen.render.pictures import qr_png
from packgen.render.sheets.pieces import (
    LINE,
    Page,
    Pages,
    Panel,
    Para,
    Picture,
    Piece,
    Rule,
    TablePiece,
    TextPiece,
)
from packgen.render.sheets.slides import to_pptx
from packgen.theme import Theme

TEMPLATES = Path(__file__).parents[1] / "templates"
TEMPLATE = (TEMPLATES / "sheets.pptx").read_bytes()
EMU_MM = 36000
SIZES = {"A1": (594.0, 841.0), "A1 landscape": (841.0, 594.0), "A4": (210.0, 297.0)}
EVERY_SIZE = pytest.mark.parametrize("size", SIZES)
HOSTILE = "<b>Sør & «Nord»</b> #set \\ $x$ {{ 7*7 }} =1+1 _x0041_ ]]>"


def table(x: float, y: float, widths: Sequence[float], by: float) -> TablePiece:
    """Return a table to write in: two rows with a header row, so many columns."""
    heads = tuple((Para(text(f"Spalte {n}", bold=True), 60 * by, "ink"),) for n, _ in enumerate(widths, start=1))
    first = ((Para(text("Rad"), 44 * by),), *((),) * (len(widths) - 1))
    empty = ((),) * len(widths)
    heights = (40 * by, 70 * by, 70 * by)
    alt = ("Tiltak", "Tre spalter å skrive i")
    return TablePiece(x, y, tuple(widths), heights, (heads, first, empty), *alt, pad=5 * by, stroke=1.2 * by)


def page(size: str, title: str = "Analysekryss") -> Page:
    """Return a page with every kind of piece, designed for A1 and scaled."""
    width, height = SIZES[size]
    by = (width * height / (594 * 841)) ** 0.5
    margin, full = 20 * by, width - 40 * by
    top = 90 * by
    pieces: tuple[Piece, ...] = (
        Panel(margin, top, full, 190 * by, "sand"),
        TextPiece(margin, 20 * by, full * 0.6, 48 * by, (Para(text(title, bold=True), 112 * by, "ink", level=1),)),
        TextPiece(
            margin + full * 0.64, 20 * by, full * 0.36, 19 * by, (Para(text("Solbakken"), 44 * by, "ink", "right"),)
        ),
        TextPiece(
            margin + 8 * by,
            top + 8 * by,
            full - 16 * by,
            170 * by,
            (
                Para((Run("Slik gjør de: ", bold=True), Run("rolig", italic=True)), 44 * by, after=6 * by, level=2),
                Para(text("Snakk om det som går bra. " * 2), 40 * by, mark="•", hang=15 * by, after=4 * by),
                Para(text("Skriv ett poeng på hver lapp"), 40 * by, mark="1", hang=18 * by, after=4 * by),
                Para(text("Heng lappene opp"), 40 * by, mark="2", hang=18 * by, after=4 * by),
                Para(text("Vi er enige"), 40 * by, mark="☐", hang=18 * by, after=4 * by),
                Para(text("Innrykket tekst"), 40 * by, "accent", hang=18 * by),
            ),
        ),
        table(margin, 300 * by, (full * 0.4, full * 0.3, full * 0.3), by),
        Rule(margin, 500 * by, margin + full / 2, 500 * by, 1.0 * by),
        Rule(margin + full / 2, 530 * by, margin + full, 500 * by, 0.6 * by, "accent", dashed=True),
        Panel(margin, 505 * by, full / 3, 25 * by, stroke=0.8 * by),
        TextPiece(margin, 505 * by, full / 3, 25 * by, (Para(text("Midt"), 30 * by, "muted", "center"),), "middle"),
        Picture(margin + full / 3 + 5 * by, 505 * by, 25 * by, 25 * by, qr_png("https://kommune.no"), "Kode til siden"),
        TextPiece(
            margin, height - 34 * by, full, 12 * by, (Para(text("2025 · A"), 26 * by, "muted", "right"),), "bottom"
        ),
        TextPiece(0, height - 8 * by, 60 * by, 6 * by, (Para(text("skjæres bort"), 12 * by, "muted"),), furniture=True),
    )
    return Page(width, height, pieces, title)


def sample(*made: Page, language: str = "nb") -> Pages:
    """Return pages as a file."""
    return Pages(made, language, "Ark til veggen", "10-FAKTOR", "Seljord kommune")


def slides(made: Pages) -> list[office.Element]:
    """Return the slides of finished pages."""
    return list(office.opened(to_pptx(made, Theme(), TEMPLATE)).slides().values())


def mm(value: str) -> float:
    return int(value) / EMU_MM


def only(root: office.Element, path: str) -> office.Element:
    (found,) = every(root, path)
    return found


def box(shape: office.Element) -> tuple[float, ...]:
    """Return left, top, width and height of a shape in mm."""
    path = ".//a:off/@x | .//a:off/@y | .//a:ext/@cx | .//a:ext/@cy"
    return tuple(map(mm, facts(only(shape, "p:spPr/a:xfrm | p:xfrm"), path.replace(".//", ""))))


def said(shape: office.Element) -> str:
    return "".join(facts(shape, ".//a:t/text()"))


def texts(slide: office.Element) -> list[office.Element]:
    return every(slide, "//p:sp[.//a:t]")


def titles(made: Pages) -> list[str]:
    path = "//p:sp[.//p:ph[@type='title']]"
    return [said(only(slide, path)) for slide in slides(made)]


def with_texts(*pieces: Piece, title: str = "Ark", height: float = 841.0) -> Page:
    return Page(594.0, height, pieces, title)


def headed(words: str, name: str, *more: Para) -> Page:
    """Return a page whose title says these words, with a name of its own."""
    return with_texts(TextPiece(20, 20, 300, 60, (Para(text(words), 100, level=1), *more)), title=name)


# ---------------------------------------------------------------- the template


def test_the_script_makes_the_template_that_is_committed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(TEMPLATES)
    script = runpy.run_path(str(TEMPLATES / "make_sheets.py"))
    assert read(script["build"](script["load"](TEMPLATES / "theme.yaml"))) == read(TEMPLATE)


def test_the_template_is_a1_portrait_without_a_fault():
    assert invariants.check_package(TEMPLATE) == []
    size = only(office.opened(TEMPLATE).xml["ppt/presentation.xml"], "p:sldSz")
    assert (mm(size.get("cx", "")), mm(size.get("cy", ""))) == (594, 841)


# ---------------------------------------------------------------- the file


@EVERY_SIZE
def test_a_file_with_every_kind_of_piece_has_no_fault(size: str):
    made = to_pptx(sample(page(size), page(size, "Visjonsbilde")), Theme(), TEMPLATE)
    assert invariants.check_package(made) == []
    assert made == to_pptx(sample(page(size), page(size, "Visjonsbilde")), Theme(), TEMPLATE)


@pytest.mark.office("validator")
def test_the_open_xml_sdk_finds_no_error():
    assert tools.validate({f"{n}.pptx": to_pptx(sample(page(n)), Theme(), TEMPLATE) for n in SIZES}) == []


@EVERY_SIZE
def test_slides_layouts_and_master_are_as_large_as_the_page(size: str):
    width, height = SIZES[size]
    deck = pptx.Presentation(BytesIO(to_pptx(sample(page(size)), Theme(), TEMPLATE)))
    assert (deck.slide_width, deck.slide_height) == (width * EMU_MM, height * EMU_MM)
    by = (width * height / (594 * 841)) ** 0.5
    (layout,) = [one for one in deck.slide_layouts if one.name == "Ark"]
    for place in (*deck.slide_master.placeholders, *layout.placeholders):
        assert place.left / EMU_MM == pytest.approx(20 * by, abs=0.1)
        assert (place.left + place.width) / EMU_MM == pytest.approx(width - 20 * by, abs=0.1)
    assert layout.placeholders[0].top / EMU_MM == pytest.approx(20 * by, abs=0.1)
    assert layout.placeholders[0].height / EMU_MM == pytest.approx(60 * by, abs=0.1)
    assert (layout.placeholders[1].top + layout.placeholders[1].height) / EMU_MM == pytest.approx(height - 20 * by, 0.1)
    sizes = layout.placeholders[0].element.xpath(".//a:lvl1pPr/a:defRPr/@sz")
    assert int(sizes[0]) == pytest.approx(11200 * by, abs=1)


def test_pages_of_two_sizes_or_no_pages_are_refused():
    with pytest.raises(ValueError, match="one size"):
        to_pptx(sample(page("A1"), page("A4", "Visjonsbilde")), Theme(), TEMPLATE)
    with pytest.raises(ValueError, match="one size"):
        to_pptx(sample(), Theme(), TEMPLATE)


def test_a_template_without_the_layout_of_sheets_is_refused():
    def renamed(layout: office.Element) -> None:
        only(layout, "p:cSld").set("name", "Noe annet")

    other = office.edited(TEMPLATE, "ppt/slideLayouts/slideLayout1.xml", renamed)
    with pytest.raises(ValueError, match="no layout «Ark»"):
        to_pptx(sample(page("A1")), Theme(), other)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_file_says_what_it_is_and_every_run_its_language(language: str):
    made = office.opened(to_pptx(sample(page("A4"), language=language), Theme(), TEMPLATE))
    core = made.xml["docProps/core.xml"]
    assert facts(core, "dc:title/text() | dc:subject/text() | dc:creator/text()") == [
        "Ark til veggen",
        "10-FAKTOR",
        "Seljord kommune",
    ]
    assert accessibility.language_of(made) == f"{language}-NO"
    for slide in made.slides().values():
        assert set(facts(slide, "//@lang")) == {f"{language}-NO"}
        assert len(facts(slide, "//a:rPr/@lang")) == len(every(slide, "//a:r"))


def test_a_theme_changes_the_colours_and_no_slide():
    plain_looks, red = (
        office.opened(to_pptx(sample(page("A4")), look, TEMPLATE)) for look in (Theme(), Theme(ink="7A0019"))
    )
    assert {n for n, data in red.parts.items() if data != plain_looks.parts[n]} == {
        "ppt/theme/theme1.xml",
        "ppt/theme/theme2.xml",
    }


# ---------------------------------------------------------------- where pieces stand


@EVERY_SIZE
def test_every_piece_stands_where_the_layout_says_in_its_order(size: str):
    own = page(size)
    (slide,) = slides(sample(own))
    shapes = every(slide, "p:cSld/p:spTree/*[position()>2]")
    for piece, shape in zip(own.pieces, shapes, strict=True):
        left, top, wide, high = box(shape)
        if isinstance(piece, Rule):
            wanted = (min(piece.x1, piece.x2), min(piece.y1, piece.y2))
            extent = (abs(piece.x2 - piece.x1), abs(piece.y2 - piece.y1))
        elif isinstance(piece, TablePiece):
            wanted, extent = (piece.x, piece.y), (sum(piece.widths), sum(piece.heights))
        else:
            wanted, extent = (piece.x, piece.y), (piece.width, piece.height)
        assert (left, top) == pytest.approx(wanted, abs=0.01)
        assert (wide, high) == pytest.approx(extent, abs=0.01)


def test_the_layout_of_a_sheet_has_its_texts_where_the_sheet_has_them():
    deck = pptx.Presentation(BytesIO(to_pptx(sample(page("A1"), page("A1", "Visjonsbilde")), Theme(), TEMPLATE)))
    assert [layout.name for layout in deck.slide_layouts] == ["Ark", "Ark 1"]
    for slide in deck.slides:
        own = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
        behind = {shape.placeholder_format.idx: shape for shape in slide.slide_layout.placeholders}
        assert own.keys() == behind.keys()
        for index, shape in own.items():
            assert (shape.left, shape.top, shape.width, shape.height) == (
                behind[index].left,
                behind[index].top,
                behind[index].width,
                behind[index].height,
            )
            (first,) = set(behind[index].element.xpath(".//a:lvl1pPr/a:defRPr/@sz"))
            assert first == shape.element.xpath(".//a:rPr/@sz")[0]


def test_a_title_is_read_first_and_what_is_behind_it_stays_behind_it():
    own = with_texts(
        Panel(0, 0, 594, 200, "sand"),
        TextPiece(300, 20, 200, 20, (Para(text("Solbakken"), 44),)),
        TextPiece(20, 20, 200, 60, (Para(text("Analysekryss"), 112, level=1),)),
    )
    (slide,) = slides(sample(own))
    assert facts(slide, "p:cSld/p:spTree/p:sp/p:nvSpPr/p:cNvPr/@name") == ["Flate", "Tittel", "Tekst"]


def test_a_text_that_says_nothing_leaves_no_empty_placeholder():
    empty = TextPiece(20, 200, 100, 20, (Para((), 40),))
    made = sample(with_texts(empty, *headed("Tidsplan", "Tidsplan").pieces))
    assert [said(shape) for shape in every(slides(made)[0], "//p:sp")] == ["Tidsplan"]


def test_names_are_used_once_on_a_slide():
    (slide,) = slides(sample(page("A1")))
    names = facts(slide, "//p:cNvPr[@id!='1']/@name")
    assert len(names) == len(set(names))
    assert names[1:5] == ["Tittel", "Tekst", "Tekst 2", "Tabell"]


def test_lines_panels_and_what_is_cut_off_are_passed_by():
    (slide,) = slides(sample(page("A1")))
    passed = facts(slide, "//p:cNvPr[.//adec:decorative[@val='1']]/@name")
    assert passed == ["Flate", "Strek", "Strek (2)", "Flate (2)", "Kant"]


def test_lines_have_their_direction_weight_colour_and_dashes():
    (slide,) = slides(sample(page("A1")))
    level, rising = every(slide, "//p:cxnSp")
    assert facts(level, ".//a:ln/@w | .//a:prstDash/@val | .//a:xfrm/@flipV") == ["36000", "solid"]
    assert facts(rising, ".//a:xfrm/@flipV | .//a:prstDash/@val") == ["1", "dash"]
    assert facts(rising, ".//a:ln/a:solidFill/a:schemeClr/@val") == ["accent1"]


def test_panels_have_a_fill_or_a_line():
    (slide,) = slides(sample(page("A1")))
    filled, lined = every(slide, "//p:sp[starts-with(p:nvSpPr/p:cNvPr/@name, 'Flate')]/p:spPr")
    assert facts(filled, "a:solidFill/a:schemeClr/@val") == ["bg2"]
    assert every(filled, "a:ln/a:noFill")
    assert every(lined, "a:noFill")
    assert facts(lined, "a:ln/@w | a:ln/a:solidFill/a:schemeClr/@val") == ["28800", "tx2"]


def test_a_picture_is_said_in_words_and_one_picture_is_one_part():
    made = office.opened(to_pptx(sample(page("A4"), page("A4", "Visjonsbilde")), Theme(), TEMPLATE))
    assert [n for n in made.parts if "/media/" in n] == [
        rel.target for rel in made.leads("ppt/slides/slide2.xml", "image")
    ]
    for slide in made.slides().values():
        assert facts(slide, "//p:pic/p:nvPicPr/p:cNvPr/@descr") == ["Kode til siden"]


# ---------------------------------------------------------------- text


@EVERY_SIZE
def test_text_has_its_size_and_lines_of_just_the_layouts_height(size: str):
    own = page(size)
    (slide,) = slides(sample(own))
    pieces = [piece for piece in own.pieces if isinstance(piece, TextPiece)]
    found = every(slide, "//p:sp[.//a:t]")
    for piece, shape in zip(pieces, found, strict=True):
        look = only(shape, "p:txBody/a:bodyPr")
        assert [look.get(side) for side in ("lIns", "tIns", "rIns", "bIns", "wrap")] == ["0", "0", "0", "0", "square"]
        assert every(look, "a:noAutofit")
        assert look.get("anchor") == {"top": "t", "middle": "ctr", "bottom": "b"}[piece.anchor]
        for para, paragraph in zip(piece.paras, every(shape, "p:txBody/a:p"), strict=True):
            assert {int(v) for v in facts(paragraph, ".//@sz")} == {round(para.size * 100)}
            assert int(facts(paragraph, "a:pPr/a:lnSpc/a:spcPts/@val")[0]) == pytest.approx(
                para.size * LINE * 100, abs=1
            )
            assert facts(paragraph, "a:pPr/@algn") == [{"left": "l", "center": "ctr", "right": "r"}[para.align]]


def test_lists_are_real_lists_that_hang():
    (slide,) = slides(sample(page("A1")))
    body = next(shape for shape in texts(slide) if "Slik gjør de" in said(shape))
    head, dot, one, two, box_to_tick, bare = every(body, "p:txBody/a:p/a:pPr")
    assert facts(head, "@marL | a:buChar/@char") == []
    assert facts(dot, "a:buChar/@char | a:spcAft/a:spcPts/@val") == ["1134", "•"]
    assert [int(v) / EMU_MM for v in facts(dot, "@marL | @indent")] == [15, -15]
    for numbered in (one, two):  # one list: a line put in between makes the rest count on
        assert facts(numbered, "a:buAutoNum/@type | a:buAutoNum/@startAt") == ["arabicPlain"]
    assert facts(box_to_tick, "a:buFont/@typeface | a:buChar/@char") == ["Wingdings", "o"]
    assert facts(bare, "@marL | @indent") == [str(18 * EMU_MM), "0"]
    assert "•" not in said(body)


def test_a_number_alone_counts_from_itself_and_a_new_list_begins_anew():
    marks = ("3", "4", "", "1.", "2.", "1.")
    paras = tuple(Para(text("Punkt"), 40, mark=mark, hang=18) for mark in marks)
    (slide,) = slides(sample(with_texts(TextPiece(20, 100, 500, 300, paras))))
    body = texts(slide)[-1]
    counted = [facts(p, "a:buAutoNum/@startAt | a:buAutoNum/@type") for p in every(body, "p:txBody/a:p/a:pPr")]
    three, whole = ["arabicPlain", "3"], ["arabicPeriod"]
    assert counted == [three, three, [], whole, whole, whole]


def test_words_in_bold_and_italics_and_the_themes_colours_are_kept():
    (slide,) = slides(sample(page("A1")))
    body = next(shape for shape in texts(slide) if "Slik gjør de" in said(shape))
    bold, italic = every(body, "p:txBody/a:p[1]/a:r/a:rPr")
    assert (bold.get("b"), bold.get("i"), italic.get("b"), italic.get("i")) == ("1", None, None, "1")
    assert facts(body, "p:txBody/a:p[6]/a:r/a:rPr/a:solidFill/a:schemeClr/@val") == ["accent1"]
    assert not every(slide, "//a:srgbClr")


def test_a_name_of_any_letters_comes_out_letter_by_letter():
    cells = replace(table(20, 300, (200, 200), 1), rows=(((Para(text(HOSTILE), 40),),) * 2,), heights=(80,))
    own = with_texts(
        TextPiece(20, 20, 500, 60, (Para(text(HOSTILE), 40, level=1),)), replace(cells, title=HOSTILE, summary=HOSTILE)
    )
    data = to_pptx(sample(own), Theme(), TEMPLATE)
    deck = pptx.Presentation(BytesIO(data))
    title, grid = deck.slides[0].shapes
    assert title.text_frame.text == HOSTILE
    (slide,) = office.opened(data).slides().values()
    assert facts(slide, "//a:tc//a:t/text()") == [HOSTILE, HOSTILE]
    assert facts(slide, "//p:graphicFrame/*/p:cNvPr/@descr | //p:graphicFrame/*/p:cNvPr/@title") == [HOSTILE, HOSTILE]
    assert grid.has_table


# ---------------------------------------------------------------- titles


def test_the_text_of_the_first_level_is_the_slides_title():
    assert titles(sample(page("A1"), page("A1", "Visjonsbilde"))) == ["Analysekryss", "Visjonsbilde"]


def test_titles_that_differ_in_a_line_of_the_same_text_stand_as_they_are():
    made = sample(*(headed("Faktor", n, Para(text(n), 50)) for n in ("1", "2")))
    assert titles(made) == ["Faktor1", "Faktor2"]


def test_a_page_with_no_title_of_its_own_has_its_name_above_the_slide_and_its_text_as_it_was():
    same = [headed("Refleksjonskort", "Kort 1"), headed("Refleksjonskort", "Kort 2")]
    bare = with_texts(TextPiece(20, 100, 500, 60, (Para(text("Bakside"), 40),)), title="Kort 3")
    made = sample(*same, bare, headed("Rollekort", "Roller"))
    assert titles(made) == ["Kort 1", "Kort 2", "Kort 3", "Rollekort"]
    for slide, words in zip(slides(made)[:3], ("Refleksjonskort", "Refleksjonskort", "Bakside"), strict=True):
        hidden, shown = texts(slide)
        _, top, _, high = box(hidden)
        assert top + high < 0
        assert said(shown) == words
    assert invariants.check_package(to_pptx(made, Theme(), TEMPLATE)) == []


def test_a_title_that_says_the_name_of_another_page_gives_way():
    made = sample(headed("Kort 2", "Kort 1"), headed("Rollekort", "Kort 2"))
    assert titles(made) == ["Kort 1", "Rollekort"]


# ---------------------------------------------------------------- tables


@EVERY_SIZE
def test_a_table_is_native_with_the_layouts_columns_rows_and_rules(size: str):
    own = page(size)
    (piece,) = [one for one in own.pieces if isinstance(one, TablePiece)]
    (slide,) = slides(sample(own))
    grid = only(slide, "//a:tbl")
    assert [mm(w) for w in facts(grid, "a:tblGrid/a:gridCol/@w")] == pytest.approx(piece.widths, abs=0.01)
    assert [mm(h) for h in facts(grid, "a:tr/@h")] == pytest.approx(piece.heights, abs=0.01)
    assert facts(grid, "a:tblPr/@firstRow | a:tblPr/@firstCol") == ["1", "0"]
    for look in every(grid, ".//a:tcPr"):
        pads = [mm(look.get(side, "")) for side in ("marL", "marR", "marT", "marB")]
        assert pads == pytest.approx([piece.pad, piece.pad, piece.pad, 0], abs=0.01)
        assert [mm(w) for w in facts(look, "*/@w")] == pytest.approx([piece.stroke] * 4, abs=0.01)
        assert set(facts(look, "*/a:solidFill/a:schemeClr/@val")) == {"tx2"}
        assert every(look, "a:noFill")
    assert facts(slide, "//p:graphicFrame/*/p:cNvPr/@title") == ["Tiltak"]
    assert facts(slide, "//p:graphicFrame/*/p:cNvPr/@descr") == ["Tre spalter å skrive i"]


def test_what_people_type_in_a_cell_fits_its_row():
    narrow = TablePiece(20, 100, (300,), (30, 12), (((Para(text("Namn"), 60),),), ((),)), "Namn", "Éi spalte", 4, 1)
    (slide,) = slides(sample(with_texts(narrow)))
    (typed,) = facts(slide, "//a:tc[not(.//a:t)]//a:endParaRPr/@sz")
    assert int(typed) / 100 * 1.22 * 25.4 / 72 <= 12 - 4
    assert int(typed) >= 1800


# ---------------------------------------------------------------- on the page


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {f"{n}.pptx": to_pptx(sample(page(n)), Theme(), TEMPLATE) for n in SIZES}
    return tools.to_pdf(made, tmp_path_factory.mktemp("sheets"))


@pytest.mark.office("soffice")
@EVERY_SIZE
def test_libreoffice_draws_the_page_in_its_size_with_every_letter_in_its_box(drawn: dict[str, Path], size: str):
    (found,) = measured.read(drawn[f"{size}.pptx"])
    assert (found.width * 25.4 / 72, found.height * 25.4 / 72) == pytest.approx(SIZES[size], abs=0.5)
    made = office.opened(to_pptx(sample(page(size)), Theme(), TEMPLATE))
    assert list(measured.slide_faults(made, "ppt/slides/slide1.xml", found)) == []


@pytest.mark.office("soffice")
def test_lines_stand_on_the_feet_that_the_layout_reckons_with(drawn: dict[str, Path]):
    (found,) = measured.read(drawn["A1.pptx"])
    body = next(p for p in page("A1").pieces if isinstance(p, TextPiece) and len(p.paras) == 6)
    top = body.y * 72 / 25.4
    for para, following in pairwise((*body.paras, body.paras[-1])):
        words = para.text[0].text.replace(" ", "")
        at = found.stream.index(words)
        flat = next(n for n, sign in enumerate(words) if sign in "kilnrmHVI")
        assert found.letters[at + flat].box.bottom == pytest.approx(top + 0.95 * para.size, abs=0.06 * para.size)
        top += para.size * LINE + para.after * 72 / 25.4
        assert following.size <= para.size
