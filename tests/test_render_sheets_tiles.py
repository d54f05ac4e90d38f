"""Sheets in parts: put together again, the parts are the sheet."""

from functools import cache
from io import BytesIO
from typing import Any, Literal

import pdfplumber
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from packgen import resources
from packgen.blocks import Run, text
from packgen.render.pictures import qr_png
from packgen.render.sheets import fonts
from packgen.render.sheets.layout import PaperSize, paper
from packgen.render.sheets.pieces import Page, Pages, Panel, Para, Picture, Piece, Rule, TablePiece, TextPiece
from packgen.render.sheets.tiles import EDGE, OVERLAP, TileWords, grid, tiles
from packgen.render.sheets.typesetting import to_pdf
from packgen.theme import Theme

MM = 25.4 / 72
TEMPLATE = (resources.TEMPLATES / "print.typ").read_bytes()
WORDS = TileWords(
    "{sheet}: del {number} av {count}",
    "rad {row}, kolonne {column}",
    "{sheet}: slik gjør du",
    ("Skriv ut i full storleik.", "Klipp langs merka.", "Lim."),
    "lim her",
)
Way = Literal["stands", "lies"]
SIZES: tuple[tuple[PaperSize, PaperSize], ...] = (("A1", "A4"), ("A1", "A3"), ("A2", "A4"), ("A2", "A3"), ("A3", "A4"))
WAYS: tuple[Way, ...] = ("stands", "lies")
CASES = [(size, part, way) for size, part in SIZES for way in WAYS]
PIXELS = 4
"""A mm, in pictures that are compared."""


def para(words: str, size: float, **more: Any) -> Para:
    return Para(text(words), size, **more)


def sheet(size: PaperSize, way: Way) -> Page:
    wide, tall = paper(size, landscape=way == "lies")
    by = wide / 594
    question = para("Hva vil vi ta vare på, og hva vil vi endre nå? " * 2, 44 * by)
    cells = tuple((para(words, 60 * by),) for words in ("Hva", "Hvem", "Når"))
    widths = (150 * by, 200 * by, 204 * by)
    pieces: tuple[Piece, ...] = (
        TextPiece(20 * by, 16 * by, 550 * by, 48 * by, (Para((Run("Tiltak", bold=True),), 112 * by, level=1),)),
        *(
            TextPiece(20 * by, top, 550 * by, 40 * by, (question,)) for top in range(80, round(tall) - 60, 60)
        ),
        Panel(300 * by, 90 * by, 180 * by, 90 * by, "sand", 1.2),
        TablePiece(20 * by, tall - 150 * by, widths, (30 * by, 60 * by), (cells, cells), "T", "S", 3, 0.6),
        Rule(0, 0, wide, tall, 1.0, "accent"),
        Picture(wide - 120 * by, 20 * by, 90 * by, 90 * by, qr_png("https://example.org/ark"), "Kode"),
    )  # fmt: skip
    return Page(wide, tall, pieces, "Tiltak")


@cache
def parts(size: PaperSize, part: PaperSize, way: Way = "stands") -> Pages:
    pages = Pages((sheet(size, way),), "nb", "Ark", "Emne", "Kommune")
    return tiles(pages, part, WORDS, fonts.lato().width_mm)


@cache
def pdf(size: PaperSize, part: PaperSize, way: Way = "stands") -> bytes:
    return to_pdf(parts(size, part, way), Theme(), TEMPLATE, fonts.lato())


@cache
def whole(size: PaperSize, way: Way = "stands") -> bytes:
    pages = Pages((sheet(size, way),), "nb", "Ark", "Emne", "Kommune")
    return to_pdf(pages, Theme(), TEMPLATE, fonts.lato())


def letters(page: pdfplumber.page.Page) -> set[tuple[str, float, float, float]]:
    """Return the letters of a page with where they stand on their line in mm, and their size."""
    return {
        (c["text"], round(c["x0"] * MM, 3), round((float(page.height) - c["matrix"][5]) * MM, 3), round(c["size"], 2))
        for c in page.chars
        if c["text"].strip()
    }


# ---------------------------------------------------------------- how a sheet is cut


@pytest.mark.parametrize(
    ("size", "part", "way", "count"),
    [
        ("A1", "A4", "stands", 15), ("A1", "A4", "lies", 15), ("A1", "A3", "stands", 8), ("A2", "A4", "stands", 8),
        ("A2", "A3", "stands", 4), ("A3", "A4", "stands", 4), ("A4", "A3", "stands", 1),
    ],
)  # fmt: skip
def test_a_sheet_is_cut_into_as_few_parts_as_can_be(size: PaperSize, part: PaperSize, way: Way, count: int):
    assert grid(sheet(size, way), part).count == count


@pytest.mark.parametrize(("size", "part", "way"), CASES)
def test_windows_cover_the_sheet_and_neighbours_share_ten_mm(size: PaperSize, part: PaperSize, way: Way):
    page = sheet(size, way)
    cut = grid(page, part)
    windows = [window for one in parts(size, part, way).pages[1:] for window in one.windows]
    assert len(windows) == cut.count == cut.columns * cut.rows
    for number, window in enumerate(windows):
        row, column = divmod(number, cut.columns)
        assert (window.left == 0) == (column == 0)
        assert (window.top == 0) == (row == 0)
        if column:
            before = windows[number - 1]
            assert before.left + before.width - window.left == pytest.approx(OVERLAP)
        if row:
            above = windows[number - cut.columns]
            assert above.top + above.height - window.top == pytest.approx(OVERLAP)
    last = windows[-1]
    assert (last.left + last.width, last.top + last.height) == pytest.approx((page.width, page.height))


@pytest.mark.parametrize(("size", "part", "way"), CASES)
def test_all_that_is_printed_keeps_away_from_the_edge_of_the_paper(size: PaperSize, part: PaperSize, way: Way):
    with pypdfium2.PdfDocument(pdf(size, part, way)) as document:
        for page in document:
            picture = page.render(scale=PIXELS * MM).to_pil().convert("L")
            left, top, right, foot = ImageChops.invert(picture).getbbox()
            edge = EDGE * PIXELS - 1.5
            assert min(left, top, picture.width - right, picture.height - foot) >= edge


# ---------------------------------------------------------------- put together again


@pytest.mark.parametrize(("size", "part", "way"), CASES)
def test_letters_of_the_parts_are_those_of_the_sheet_at_their_places(size: PaperSize, part: PaperSize, way: Way):
    wanted = letters(pdfplumber.open(BytesIO(whole(size, way))).pages[0])
    made = parts(size, part, way).pages[1:]
    seen: set[tuple[str, float, float, float]] = set()
    for page, drawn in zip(made, pdfplumber.open(BytesIO(pdf(size, part, way))).pages[1:], strict=True):
        window = page.windows[0]
        moved = {
            (sign, x - window.x + window.left, y - window.y + window.top, points)
            for sign, x, y, points in letters(drawn)
        }
        for sign, x, y, points in wanted:
            inside = window.left <= x <= window.left + window.width and window.top <= y <= window.top + window.height
            if inside:
                near = [one for one in moved if one[0] == sign and abs(one[1] - x) < 0.1 and abs(one[2] - y) < 0.1]
                assert [one[3] for one in near] == [points] * len(near) != []
                seen.add((sign, x, y, points))
    assert seen == wanted


@pytest.mark.parametrize(("size", "part", "way"), CASES)
def test_parts_glued_together_look_like_the_sheet(size: PaperSize, part: PaperSize, way: Way):
    with pypdfium2.PdfDocument(whole(size, way)) as document:
        wanted = document[0].render(scale=PIXELS * MM).to_pil().convert("L")
    glued = Image.new("L", wanted.size, 255)
    with pypdfium2.PdfDocument(pdf(size, part, way)) as document:
        for page, drawn in zip(parts(size, part, way).pages[1:], list(document)[1:], strict=True):
            window = page.windows[0]
            picture = drawn.render(scale=PIXELS * MM).to_pil().convert("L")
            corners = (window.x, window.y, window.x + window.width, window.y + window.height)
            cut = picture.crop(tuple(round(side * PIXELS) for side in corners))
            glued.paste(cut, (round(window.left * PIXELS), round(window.top * PIXELS)))
    other = ImageChops.difference(wanted, glued).resize((wanted.width // 16, wanted.height // 16), Image.Resampling.BOX)
    assert other.getextrema()[1] < 90  # of 255, over 4 x 4 mm: a pixel's shift at edges, never a missing letter
    assert ImageStat.Stat(other).mean[0] < 4


def test_a_part_shows_nothing_of_the_sheet_outside_its_window():
    with pypdfium2.PdfDocument(pdf("A1", "A4")) as document:
        for page, drawn in zip(parts("A1", "A4").pages[1:], list(document)[1:], strict=True):
            window = page.windows[0]
            picture = drawn.render(scale=PIXELS * MM).to_pil().convert("L")
            above = picture.crop((0, 0, picture.width, round((window.y - 0.3) * PIXELS)))
            beside = picture.crop((0, round((window.y + 1) * PIXELS), round((window.x - 5) * PIXELS), picture.height))
            assert ImageChops.invert(beside).getbbox() is None
            dark = sum(above.histogram()[:200])
            assert dark < 40 * PIXELS  # two thin marks of 3 mm


# ---------------------------------------------------------------- what parts say


def test_the_first_page_shows_how_and_every_part_says_where_it_belongs():
    document = pdfplumber.open(BytesIO(pdf("A3", "A4")))
    first = document.pages[0].extract_text()
    assert "Tiltak: slik gjør du" in first
    assert all(step in first for step in WORDS.how)
    windows = [page.windows[0] for page in parts("A3", "A4").pages[1:]]
    for number, (page, window) in enumerate(zip(document.pages[1:], windows, strict=True), start=1):
        below = page.crop((0, (window.y + window.height) / MM, page.width, page.height)).extract_text()
        assert f"Tiltak: del {number} av 4 rad {(number + 1) // 2}, kolonne {2 - number % 2}" in below


def test_glue_goes_where_the_next_part_lies():
    shown = [
        sum(isinstance(p, TextPiece) and p.paras[0].text == text("lim her") for p in page.pieces)
        for page in parts("A3", "A4").pages[1:]
    ]
    assert shown == [2, 1, 1, 0]
    dashed = [p for p in parts("A3", "A4").pages[1].pieces if isinstance(p, Rule) and p.dashed]
    window = parts("A3", "A4").pages[1].windows[0]
    assert dashed[0].x1 == pytest.approx(window.x + window.width - OVERLAP, abs=0.2)
    assert dashed[1].y1 == pytest.approx(window.y + window.height - OVERLAP, abs=0.2)


def test_only_headings_and_steps_are_read_aloud():
    with pypdfium2.PdfDocument(pdf("A3", "A4")) as document:
        titles = [(one.get_title(), one.get_dest().get_index()) for one in document.get_toc()]
    assert titles == [("Tiltak: slik gjør du", 0), *((f"Tiltak: del {n} av 4", n) for n in range(1, 5))]
    names: list[str] = []

    def walk(nodes: list[dict[str, Any]]) -> None:
        for node in nodes:
            names.append(node["type"])
            walk(node.get("children", []))

    walk(pdfplumber.open(BytesIO(pdf("A3", "A4"))).structure_tree)
    assert names.count("H1") == 5
    assert names.count("LI") == 3
    assert not {"Table", "Figure", "H2"} & set(names)


def test_a_set_is_small_whatever_the_number_of_parts():
    assert len(pdf("A1", "A4")) < 2.5 * len(whole("A1")) + 60_000
