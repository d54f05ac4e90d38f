"""Printed pages as PDF: measured with pdfplumber and pypdfium2, read as a screen reader would."""

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from packgen import resources
from packgen.blocks import Run, text
from packgen.render.pictures import qr_png
from packgen.render.sheets import fonts
from packgen.render.sheets.pieces import Page, Pages, Panel, Para, Picture, Piece, Rule, TablePiece, TextPiece
from packgen.render.sheets.typesetting import to_pdf
from packgen.theme import Theme

MM = 25.4 / 72
TEMPLATE = (resources.TEMPLATES / "print.typ").read_bytes()
HOSTILE = (
    "<b>fet</b>", "#set page(width: 1mm)", "\\ \\n \\u{61}", "$x^2$", "{{ unit.name }}", "*a*", "_b_", "@x", "= T",
    "`raw`", "//c", "/* c */", "~", "--", "'a' \"b\"", "<label>", "https://a.no", "#(1+1)", "&amp;", "a  b",
    "Å" * 90, "fi ffi fl tt",
)  # fmt: skip


def para(words: str, size: float = 44, **more: Any) -> Para:
    return Para(text(words), size, **more)


def sheet(*pieces: Piece, width: float = 594, height: float = 841, title: str = "Ark") -> Page:
    return Page(width, height, pieces, title)


def made(*pages: Page, language: str = "nb") -> bytes:
    return pdf(Pages(pages, language, "Tittel", "Emne", "Kommune"))


def pdf(pages: Pages) -> bytes:
    return to_pdf(pages, Theme(), TEMPLATE, fonts.lato())


def opened(data: bytes) -> pdfplumber.PDF:
    return pdfplumber.open(BytesIO(data))


def first(data: bytes) -> pdfplumber.page.Page:
    return opened(data).pages[0]


def tags(data: bytes) -> list[tuple[str, Any]]:
    """Return the names of all structure elements in reading order, with their dictionaries."""

    def walk(node: Any) -> Iterator[tuple[str, Any]]:
        node = resolve1(node)
        if isinstance(node, dict) and "S" in node:
            yield node["S"].name, node
            kids = resolve1(node.get("K")) or []
            for kid in kids if isinstance(kids, list) else [kids]:
                yield from walk(kid)

    root = resolve1(opened(data).doc.catalog["StructTreeRoot"])
    kids = resolve1(root["K"])
    return [found for kid in (kids if isinstance(kids, list) else [kids]) for found in walk(kid)]


def alternatives(data: bytes) -> list[str]:
    return [decode_text(node["Alt"]) for name, node in tags(data) if name == "Figure"]


def bookmarks(data: bytes) -> list[tuple[int, str, int]]:
    with pypdfium2.PdfDocument(data) as document:
        return [(one.level, one.get_title(), one.get_dest().get_index()) for one in document.get_toc()]


def baseline(char: dict[str, Any]) -> float:
    """Return how far down a letter's feet stand, in mm."""
    return (char["y0"] + char["bottom"] - char["matrix"][5]) * MM


def heading(words: str = "Ark") -> TextPiece:
    return TextPiece(20, 16, 400, 48, (para(words, 112, level=1),))


TABLE = TablePiece(
    20, 300, (150, 200, 204), (40, 60, 80),
    (((para("Hva", 60),), (para("Hvem", 60),), ()), ((para("A"),), (para("B"),), ()), ((), (), (para("C"),))),
    "Plan", "Hva som skal gjøres", 6, 0.6,
)  # fmt: skip


# ---------------------------------------------------------------- places and sizes


@pytest.mark.parametrize(("width", "height"), [(594, 841), (841, 594), (420, 594), (297, 420), (210, 297), (105, 148)])
def test_a_page_is_as_large_as_asked_for(width: float, height: float):
    page = first(made(sheet(heading(), width=width, height=height)))
    assert float(page.width) * MM == pytest.approx(width, abs=0.1)
    assert float(page.height) * MM == pytest.approx(height, abs=0.1)


@pytest.mark.parametrize("size", [14.0, 44.0, 112.0])
def test_letters_stand_on_a_line_that_the_layout_knows(size: float):
    lines = ["første", "andre", "tredje"]
    paras = tuple(para(words, size) for words in lines)
    page = first(made(sheet(heading(), TextPiece(100, 200, 300, 100, paras))))
    starts = {c["text"]: c for c in reversed(page.chars) if c["text"] in "fat" and c["x0"] * MM < 100.1}
    for number, word in enumerate(lines):
        start = starts[word[0]]
        feet = 200 + (number * 1.2 + 0.95) * size * MM
        assert start["x0"] * MM == pytest.approx(100, abs=0.1)
        assert baseline(start) == pytest.approx(feet, abs=0.1)
        assert start["size"] == pytest.approx(size)


def test_space_after_a_paragraph_is_in_mm_and_none_after_the_last():
    paras = (para("en", after=7.0), para("to", after=50.0))
    page = first(made(sheet(heading(), TextPiece(20, 100, 300, 200, paras, "bottom"))))
    feet = [baseline(c) for c in page.chars if c["text"] in "et"][-2:]
    line = 1.2 * 44 * MM
    assert feet[1] == pytest.approx(300 - 0.25 * 44 * MM, abs=0.1)
    assert feet[1] - feet[0] == pytest.approx(line + 7.0, abs=0.1)


@pytest.mark.parametrize(("anchor", "above"), [("top", 0.0), ("middle", 0.5), ("bottom", 1.0)])
def test_text_stands_at_the_top_in_the_middle_or_at_the_foot_of_its_box(anchor: Any, above: float):
    page = first(made(sheet(heading(), TextPiece(20, 100, 300, 200, (para("x"),), anchor))))
    start = page.chars[-1]
    feet = 100 + above * (200 - 1.2 * 44 * MM) + 0.95 * 44 * MM
    assert baseline(start) == pytest.approx(feet, abs=0.1)


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_text_is_set_to_the_left_the_middle_or_the_right(align: Any, share: float):
    page = first(made(sheet(heading(), TextPiece(50, 100, 300, 20, (para("ord", align=align),)))))
    word = page.extract_words()[-1]
    wide = fonts.lato().width_mm("ord", 44, bold=False, italic=False)
    assert word["x0"] * MM == pytest.approx(50 + share * (300 - wide), abs=0.4)  # kerning


def test_a_list_hangs_its_marks_and_stands_in():
    paras = tuple(para("x" * 10, mark=mark, hang=18, after=4) for mark in ("•", "•", "☐", "1", "2"))
    page = first(made(sheet(heading(), TextPiece(100, 100, 300, 200, paras))))
    starts = [w["x0"] * MM for w in page.extract_words() if w["text"] == "x" * 10]
    assert starts == pytest.approx([118] * 5, abs=0.2)
    marks = [w["x0"] * MM for w in page.extract_words() if w["text"] in "•12"]
    assert marks == pytest.approx([100] * 4, abs=2.0)
    assert "☐" not in page.extract_text()
    box = page.rects[-1]
    feet = [baseline(c) / MM for c in page.chars if c["text"] == "x"][20]
    assert (box["x0"] * MM, box["bottom"]) == pytest.approx((100, feet), abs=0.7)


def test_a_table_has_exact_columns_and_rows():
    page = first(made(sheet(heading(), TABLE)))
    across = sorted({round(line["x0"] * MM, 1) for line in page.lines if line["x0"] == line["x1"]})
    down = sorted({round(line["top"] * MM, 1) for line in page.lines if line["top"] == line["bottom"]})
    assert across == pytest.approx([20, 170, 370, 574], abs=0.1)
    assert down == pytest.approx([300, 340, 400, 480], abs=0.1)
    start = next(c for c in page.chars if c["text"] == "B")
    assert start["x0"] * MM == pytest.approx(176, abs=0.1)


def test_lines_panels_and_pictures_stand_at_their_places():
    pieces = (
        Rule(20, 500, 574, 500, 1.2),
        Rule(50, 520, 50, 600, 0.6, "accent", dashed=True),
        Panel(100, 600, 200, 50, "sand", 1.0),
        Picture(400, 600, 80, 80, qr_png("https://example.org/ark"), "Kode"),
    )
    page = first(made(sheet(heading(), *pieces)))
    rule, dashed = page.lines
    assert [v * MM for v in (rule["x0"], rule["x1"], rule["top"])] == pytest.approx([20, 574, 500], abs=0.1)
    assert rule["linewidth"] * MM == pytest.approx(1.2, abs=0.01)
    assert [v * MM for v in (dashed["x0"], dashed["top"], dashed["bottom"])] == pytest.approx([50, 520, 600], abs=0.1)
    assert dashed["dash"][0]
    box = page.rects[0]
    assert [v * MM for v in (box["x0"], box["top"], box["x1"], box["bottom"])] == pytest.approx(
        [100, 600, 300, 650], abs=0.1
    )
    image = page.images[0]
    assert [v * MM for v in (image["x0"], image["top"], image["x1"])] == pytest.approx([400, 600, 480], abs=0.1)


# ---------------------------------------------------------------- words are data


@pytest.mark.parametrize("words", HOSTILE)
def test_words_come_out_letter_by_letter(words: str):
    cell = ((para(words, 12),),)
    table = TablePiece(20, 300, (500,), (20, 20), (cell, cell), words, words, 1, 0.2)
    listed = tuple(para(words, 12, mark="•", hang=9) for _ in range(2))
    title = TextPiece(20, 50, 800, 20, (para(words, 12, level=1),))
    page = Page(594, 841, (title, TextPiece(20, 100, 800, 20, listed), table), words)
    data = pdf(Pages((page,), "nb", words, words, words))
    found = "".join(c["text"] for c in sorted(first(data).chars, key=lambda c: (round(c["top"]), c["x0"])))
    assert found.replace("•", "").replace(" ", "") == words.replace(" ", "") * 5
    assert [title for _, title, _ in bookmarks(data)] == [words]
    assert opened(data).metadata["Title"] == opened(data).metadata["Subject"] == words
    assert alternatives(data) == [f"{words}. {words}"]


# ---------------------------------------------------------------- for everybody


def test_a_file_says_what_it_is_and_in_which_language():
    data = made(sheet(heading()), language="nn")
    catalog = opened(data).doc.catalog
    assert catalog["Lang"] == b"nn-NO"
    assert resolve1(catalog["MarkInfo"])["Marked"] is True
    assert resolve1(catalog["ViewerPreferences"])["DisplayDocTitle"] is True
    assert b"<pdfuaid:part>1</pdfuaid:part>" in resolve1(catalog["Metadata"]).get_data()
    said = opened(data).metadata
    assert (said["Title"], said["Subject"], said["Author"]) == ("Tittel", "Emne", "Kommune")
    assert not {"CreationDate", "ModDate"} & set(said) or "1970" in said["CreationDate"]


def test_headings_lists_and_tables_are_what_they_look_like():
    pieces = (
        heading(),
        TextPiece(20, 100, 300, 50, (para("Del", 60, level=2), para("Ord"))),
        TextPiece(20, 200, 300, 90, tuple(para("x", mark="•", hang=18) for _ in range(2))),
        TABLE,
    )
    names = [name for name, _ in tags(made(sheet(*pieces)))]
    assert names[:4] == ["Document", "H1", "H2", "P"]
    assert names[4:12] == ["L", "LI", "Lbl", "LBody", "P", "LI", "Lbl", "LBody"]
    table = names[names.index("Table") :]
    assert table[:4] == ["Table", "Caption", "Figure", "THead"]
    assert [table.count(name) for name in ("TR", "TH", "TD", "TBody")] == [3, 3, 6, 1]


def test_tables_and_pictures_have_their_words():
    code = Picture(400, 600, 80, 80, qr_png("https://example.org/ark"), "Kode til siden")
    assert alternatives(made(sheet(heading(), TABLE, code))) == ["Plan. Hva som skal gjøres", "Kode til siden"]


def test_furniture_lines_and_panels_are_passed_by():
    bare = tags(made(sheet(heading())))
    pieces = (
        TextPiece(20, 800, 500, 12, (para("klipp her", 20),), furniture=True),
        Rule(0, 1, 2, 3, 1),
        Panel(1, 1, 5, 5, "sand"),
    )
    data = made(sheet(heading(), *pieces))
    assert [name for name, _ in tags(data)] == [name for name, _ in bare]
    assert "klipp her" in first(data).extract_text()


def test_every_page_has_its_bookmark_and_none_is_empty_to_a_reader():
    side = TextPiece(20, 100, 300, 50, (para("Del", 60, level=2),))
    card = TextPiece(10, 10, 90, 20, (para("Kort", 20, level=1),))
    data = made(sheet(heading("En"), side, title="En"), sheet(card, title="Kort 1"), sheet(title="Bak", width=105))
    assert bookmarks(data) == [(0, "En", 0), (1, "Del", 0), (0, "Kort 1", 1), (0, "Kort", 1), (0, "Bak", 2)]
    assert all(resolve1(node.get("K")) for name, node in tags(data) if name in {"H1", "H2", "P"})


def test_a_file_that_begins_with_a_subheading_begins_at_the_first_level():
    names = [name for name, _ in tags(made(sheet(TextPiece(20, 100, 300, 50, (para("Del", level=2),)))))]
    assert names == ["Document", "H1"]


def test_fonts_are_embedded_as_outlines_and_only_those():
    runs = (Run("a"), Run("b", bold=True), Run("c", italic=True), Run("d", bold=True, italic=True))
    page = first(made(sheet(heading(), TextPiece(20, 100, 300, 50, (Para(runs, 44),)))))
    names = set()
    for font in resolve1(resolve1(page.page_obj.attrs["Resources"])["Font"]).values():
        inner = resolve1(resolve1(resolve1(font)["DescendantFonts"])[0])
        assert resolve1(font)["Subtype"].name == "Type0"
        assert {"FontFile2", "FontFile3"} & set(resolve1(inner["FontDescriptor"]))
        names.add(inner["BaseFont"].name.partition("+")[2])
    assert names == {"Lato-Regular", "Lato-Bold", "Lato-Italic", "Lato-BoldItalic"}


# ---------------------------------------------------------------- the same every time, in any print


def test_the_same_pages_give_the_same_bytes_in_any_process():
    code = (
        "import sys; sys.path.insert(0, 'tests'); import test_render_sheets as t, hashlib;"
        "print(hashlib.sha256(t.made(t.sheet(t.heading(), t.TABLE))).hexdigest())"
    )
    root = resources.TEMPLATES.parent
    runs = [
        subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert runs[0] == runs[1]
    assert made(sheet(heading(), TABLE)) == made(sheet(heading(), TABLE))


def test_colours_are_told_apart_when_they_are_printed_grey():
    theme = Theme()
    tints = Theme(ink=theme.ramp[0], text=theme.ramp[1], accent=theme.ramp[2], muted=theme.ramp[3], sand=theme.ramp[4])
    names = ("ink", "text", "accent", "muted", "sand")
    panels = tuple(Panel(10.0 + 20 * n, 50, 20, 20, name) for n, name in enumerate(names))
    data = to_pdf(Pages((sheet(*panels, width=210, height=297),), "nb", "T", "S", "A"), tints, TEMPLATE, fonts.lato())
    with pypdfium2.PdfDocument(data) as document:
        grey = document[0].render(scale=1, grayscale=True).to_pil()
    shades = [grey.getpixel((round((20 + 20 * n) / MM), round(60 / MM))) / 255 for n in range(5)]
    assert all(lighter - darker >= 0.08 for lighter, darker in pairwise(shades))
