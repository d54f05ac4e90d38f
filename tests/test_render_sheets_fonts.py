"""Fonts of printed pages: which are used, how wide they are, and what is printed for letters that they lack."""

import shutil
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from packgen import resources
from packgen.blocks import Run, text
from packgen.problems import Outcome
from packgen.render.sheets import fonts
from packgen.render.sheets.fonts import LATO, Fonts
from packgen.render.sheets.letters import printable, printable_pages
from packgen.render.sheets.pieces import Page, Pages, Para, Picture, TablePiece, TextPiece, Window
from packgen.render.sheets.typesetting import to_pdf
from packgen.theme import Theme

TEMPLATE = (resources.TEMPLATES / "print.typ").read_bytes()
ALL = "abcdefghijklmnopqrstuvwxyz ABCDEFG[]"


def font(
    folder: Path, name: str = "Egen", style: str = "Regular", *, weight: int = 400, letters: str = ALL, rights: int = 0
) -> Path:
    """Write a font whose letters are squares, 0.6 type sizes wide."""
    glyphs = {letter: f"g{ord(letter):04X}" for letter in letters}
    order = [".notdef", *glyphs.values()]
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for corner in ((50, 700), (550, 700), (550, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder(order)
    made.setupCharacterMap({ord(letter): glyph for letter, glyph in glyphs.items()})
    made.setupGlyf(dict.fromkeys(order, square))
    made.setupHorizontalMetrics(dict.fromkeys(order, (600, 50)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": name, "styleName": style, "psName": f"{name}-{style}".replace(" ", "")})
    slant = 1 if "Italic" in style else 64
    made.setupOS2(usWeightClass=weight, fsType=rights, fsSelection=slant)
    made.setupPost(italicAngle=-10 if slant == 1 else 0)
    made.setupHead(unitsPerEm=1000, macStyle=2 if slant == 1 else 0, created=3_000_000_000, modified=3_000_000_000)
    file = folder / f"{name}-{style}.ttf"
    made.save(file)
    return file


def family(folder: Path, name: str = "Egen") -> None:
    for style, weight in (("Regular", 400), ("Italic", 400), ("Bold", 700), ("Bold Italic", 700)):
        font(folder, name, style, weight=weight)


def codes(outcome: Outcome[Fonts]) -> list[str]:
    return [problem.code for problem in outcome.problems]


def used(outcome: Outcome[Fonts]) -> list[list[str]]:
    assert outcome.value
    return [[file.name for file in row] for row in outcome.value.families[0].files]


# ---------------------------------------------------------------- Lato


def test_lato_has_four_styles_and_the_letters_of_the_country():
    lato = fonts.lato()
    assert all(lato.has(letter) for letter in "æøåÆØÅáčđŋšŧžÁČĐŊŠŦŽàéòü«»–—…•→−§°½²\u00a0")
    assert not any(lato.has(letter) for letter in "😀☐\ue000")


def test_a_text_is_as_wide_as_the_typesetter_makes_it():
    words = "xxxxxnnnnnooooo"
    for bold, italic in ((False, False), (True, False), (False, True), (True, True)):
        para = Para((Run(words, bold=bold, italic=italic),), 44)
        page = Page(594, 841, (TextPiece(20, 20, 500, 20, (para,)),), "Ark")
        data = to_pdf(Pages((page,), "nb", "T", "S", "A"), Theme(), TEMPLATE, fonts.lato())
        chars = pdfplumber.open(BytesIO(data)).pages[0].chars
        wide = (chars[-1]["x1"] - chars[0]["x0"]) * 25.4 / 72
        assert fonts.lato().width_mm(words, 44, bold=bold, italic=italic) == pytest.approx(wide, abs=0.2)


def test_a_text_is_twice_as_wide_at_twice_the_size():
    one, two = (fonts.lato().width_mm("Enhet å", size, bold=False, italic=False) for size in (12, 24))
    assert two == pytest.approx(2 * one)


# ---------------------------------------------------------------- a font of one's own


def test_a_font_of_ones_own_is_printed_with_and_lato_stands_behind(tmp_path: Path):
    family(tmp_path)
    own = fonts.own(tmp_path)
    assert codes(own) == []
    assert used(own) == [["Egen-Regular.ttf", "Egen-Italic.ttf"], ["Egen-Bold.ttf", "Egen-Bold Italic.ttf"]]
    assert own.value
    assert [one.name for one in own.value.families] == ["Egen", "Lato"]
    runs = (Run("abc å"), Run("abc", bold=True), Run("abc", italic=True), Run("abc", bold=True, italic=True))
    page = Page(210, 297, (TextPiece(20, 20, 170, 20, (Para(runs, 20),)),), "Ark")
    data = to_pdf(Pages((page,), "nb", "T", "S", "A"), Theme(), TEMPLATE, own.value)
    chars = pdfplumber.open(BytesIO(data)).pages[0].chars
    named = {char["fontname"].partition("+")[2] for char in chars}
    assert named == {"Egen-Regular", "Egen-Bold", "Egen-Italic", "Egen-BoldItalic", "Lato-Regular"}
    assert next(c["fontname"] for c in chars if c["text"] == "å").endswith("Lato-Regular")


def test_widths_are_those_of_the_font_that_has_the_letter(tmp_path: Path):
    family(tmp_path)
    own = fonts.own(tmp_path).value
    assert own
    assert own.width_mm("aa", 10, bold=False, italic=False) == pytest.approx(1.2 * 10 * 25.4 / 72)
    assert own.width_mm("å", 10, bold=False, italic=False) == fonts.lato().width_mm("å", 10, bold=False, italic=False)


def test_a_folder_without_fonts_is_an_error(tmp_path: Path):
    (tmp_path / "les meg.txt").write_text("her kjem fontane")
    assert codes(fonts.own(tmp_path)) == ["print.no_font"]
    assert codes(fonts.own(tmp_path / "finst ikkje")) == ["print.no_font"]


def test_too_many_files_are_an_error(tmp_path: Path):
    for number in range(51):
        (tmp_path / f"{number}.ttf").write_bytes(b"")
    assert codes(fonts.own(tmp_path)) == ["print.too_many_fonts"]


def test_all_files_that_cannot_be_used_are_told_of_at_once(tmp_path: Path):
    good = font(tmp_path).read_bytes()
    (tmp_path / "a.ttf").write_bytes(b"not a font")
    (tmp_path / "b.otf").write_bytes(b"OTTO" + b"\xff" * 500)
    (tmp_path / "c.ttf").write_bytes(good[: len(good) // 2])
    (tmp_path / "d.woff2").write_bytes(b"wOF2")
    (tmp_path / "e.ttc").write_bytes(b"ttcf")
    with (tmp_path / "f.ttf").open("wb") as large:
        large.truncate(21 * 1024 * 1024)
    found = fonts.own(tmp_path)
    assert found.value is None
    assert {(Path(p.place.file).name, p.code) for p in found.problems} == {
        ("a.ttf", "print.font_broken"),
        ("b.otf", "print.font_broken"),
        ("c.ttf", "print.font_broken"),
        ("d.woff2", "print.font_kind"),
        ("e.ttc", "print.font_kind"),
        ("f.ttf", "print.font_too_big"),
    }


@pytest.mark.parametrize("place", range(0, 1200, 60))
def test_a_font_with_broken_bytes_is_told_of_or_used_but_never_stops_the_program(tmp_path: Path, place: int):
    file = font(tmp_path)
    data = bytearray(file.read_bytes())
    data[place : place + 16] = b"\xff" * 16
    file.write_bytes(data)
    found = fonts.own(tmp_path)
    assert found.value or found.problems


@pytest.mark.parametrize(
    ("rights", "allowed"), [(0, True), (4, True), (8, True), (2, False), (6, True), (0x100, False)]
)
def test_a_font_that_may_not_be_embedded_is_an_error(tmp_path: Path, rights: int, allowed: bool):  # noqa: FBT001 - a case
    font(tmp_path, rights=rights)
    assert codes(fonts.own(tmp_path)) == ([] if allowed else ["print.font_forbidden"])


def test_a_variable_font_is_an_error(tmp_path: Path):
    file = font(tmp_path)
    with TTFont(file) as changed:
        builder = FontBuilder(font=changed)
        builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
        changed.save(tmp_path / "ny.ttf")
    file.unlink()
    assert codes(fonts.own(tmp_path)) == ["print.font_variable"]


def test_a_folder_with_no_regular_weight_is_an_error(tmp_path: Path):
    font(tmp_path, style="Bold", weight=700)
    font(tmp_path, style="Italic")
    found = fonts.own(tmp_path)
    assert codes(found) == ["print.font_no_regular"]
    assert dict(found.problems[0].values) == {"families": "Egen"}


def test_two_files_of_one_style_are_an_error(tmp_path: Path):
    shutil.copy(font(tmp_path), tmp_path / "kopi.ttf")
    assert codes(fonts.own(tmp_path)) == ["print.font_twice"] * 2


def test_the_family_with_most_styles_is_used_then_the_first_by_name(tmp_path: Path):
    font(tmp_path, "Anna")
    family(tmp_path, "Berit")
    family(tmp_path, "Cecilie")
    own = fonts.own(tmp_path).value
    assert own
    assert own.families[0].name == "Berit"


def test_a_style_that_is_lacking_has_the_nearest(tmp_path: Path):
    font(tmp_path)
    font(tmp_path, style="Bold", weight=800)
    own = fonts.own(tmp_path)
    assert used(own) == [["Egen-Regular.ttf"] * 2, ["Egen-Bold.ttf"] * 2]
    assert own.value
    assert own.value.families[0].weights == (400, 800)


def test_ones_own_lato_does_not_meet_the_other(tmp_path: Path):
    shutil.copy(LATO / "Lato-Regular.ttf", tmp_path)
    own = fonts.own(tmp_path).value
    assert own
    assert [one.folder for one in own.families] == [tmp_path]


# ---------------------------------------------------------------- letters that no font has


@pytest.mark.parametrize(
    ("words", "printed", "missing"),
    [
        ("Hei 😀!", "Hei [GRINNING FACE]!", "😀"),
        ("👍🏽", "[THUMBS UP SIGN]", "👍"),
        ("👩\u200d👧", "[WOMAN][GIRL]", "👩👧"),
        ("😀😀", "[GRINNING FACE][GRINNING FACE]", "😀"),
        ("❤\ufe0f", "[HEAVY BLACK HEART]", "❤"),
        ("a\u030a A\u030a o\u0301", "å Å ó", ""),
        ("e\u2011post", "e-post", ""),
        ("12\u00a0%", "12\u00a0%", ""),
        ("del\u00adt", "del\u00adt", ""),
        ("a\u200bb\ufeffc\u202ed", "abcd", ""),
        ("a\nb\tc", "a b c", ""),
        ("\ue000\ud800", "[U+E000][U+D800]", "\ue000\ud800"),
        ("漢", "[CJK UNIFIED IDEOGRAPH-6F22]", "漢"),
        ("Čállinšáŋŋa «ŋ» – 10 °C", "Čállinšáŋŋa «ŋ» – 10 °C", ""),
    ],
)
def test_a_letter_that_no_font_has_is_named(words: str, printed: str, missing: str):
    assert printable(words, fonts.lato()) == (printed, tuple(missing))


def test_pages_are_mended_wherever_words_stand_and_say_what_was_missing():
    inner = Page(100, 100, (TextPiece(0, 0, 9, 9, (Para(text("🌲"), 9),)),), "I 🌳")
    cell = (Para(text("🍎"), 9),)
    pieces = (
        TextPiece(0, 0, 9, 9, (Para(text("🍇"), 9, mark="☐"), Para(text("x"), 9, mark="🍈"))),
        TablePiece(0, 0, (9,), (9,), ((cell,),), "🍉", "🍊", 1, 1),
        Picture(0, 0, 9, 9, b"", "🍋"),
    )
    windows = tuple(Window(0, 0, 9, 9, 0, 0, inner) for _ in range(2))
    page = Page(100, 100, pieces, "Ark 🍍", windows)
    mended, missing = printable_pages(Pages((page,), "nb", "🍌", "🍐", "🍑"), fonts.lato())
    trees, rest = ("EVERGREEN TREE", "DECIDUOUS TREE"), ("BANANA", "PEAR", "PEACH", "PINEAPPLE", "RED APPLE")
    assert set(missing) == {*trees, *rest, "GRAPES", "MELON", "WATERMELON", "TANGERINE", "LEMON"}
    assert not any(ord(letter) > 0xFFFF for letter in repr(mended))
    first, second = mended.pages[0].windows
    assert first.page is second.page
    piece = mended.pages[0].pieces[0]
    assert isinstance(piece, TextPiece)
    assert piece.paras[0].mark == "☐"


def test_mended_pages_are_typeset():
    page = Page(210, 297, (TextPiece(20, 20, 170, 20, (Para(text("Hei 😀 \ue000 漢"), 20),)),), "😀")
    mended, _ = printable_pages(Pages((page,), "nb", "😀", "😀", "😀"), fonts.lato())
    data = to_pdf(mended, Theme(), TEMPLATE, fonts.lato())
    assert "[GRINNING FACE]" in pdfplumber.open(BytesIO(data)).pages[0].extract_text()
