"""Contact sheets: every page of every document once, small but whole, on sheets of a bounded size."""

from io import BytesIO

import pytest
from PIL import Image

from packgen import contact_sheets
from packgen.contact_sheets import HIGHEST, WIDTH, Shown
from packgen.theme import Theme

UPRIGHT, LYING = (595, 842), (960, 540)
Colour = tuple[int, int, int]


def colours(count: int) -> list[Colour]:
    """Return so many colours that stand in nothing else on a sheet and are told apart when drawn."""
    return [(250, 8 * (n % 16), 8 * (n // 16)) for n in range(count)]


def document(name: str, size: tuple[int, int], pages: list[Colour]) -> Shown:
    """Return a document whose pages are filled with these colours."""
    first, *others = [Image.new("RGB", size, colour) for colour in pages]
    file = BytesIO()
    first.save(file, "PDF", save_all=True, append_images=others, resolution=72, quality=100, subsampling=0)
    return Shown(name, file.getvalue())


def make(*documents: Shown, title: str = "Bekkelia barnehage") -> list[Image.Image]:
    found = contact_sheets.make(title, "Fjordvik kommune · 10-FAKTOR 2026", documents, Theme())
    return [Image.open(BytesIO(data)).convert("RGB") for data in found]


def pages_on(sheet: Image.Image) -> int:
    """Return how many pages stand on a sheet: large areas of one red each."""
    found = sheet.getcolors(sheet.width * sheet.height) or []
    return sum(1 for count, (red, green, _) in found if count > 10_000 and 245 <= red < 254 and green < 140)


def test_every_page_of_every_document_stands_there_once():
    red = colours(120)
    sheets = make(
        document("Heftet", UPRIGHT, red[:50]),
        document("Møtet", LYING, red[50:77]),
        *(document(f"Ark {n}", UPRIGHT, [red[77 + n]]) for n in range(9)),
    )
    assert sum(map(pages_on, sheets)) == 50 + 27 + 9
    assert len(sheets) > 1


def test_sheets_are_as_wide_as_said_and_never_too_high():
    sheets = make(document("Heftet", UPRIGHT, colours(45)), document("Smalt", (200, 2000), colours(3)))
    assert {sheet.width for sheet in sheets} == {WIDTH}
    assert all(sheet.height <= HIGHEST for sheet in sheets)


@pytest.mark.parametrize(("size", "in_a_row"), [(UPRIGHT, 6), (LYING, 4)])
def test_upright_pages_stand_six_in_a_row_and_lying_ones_four(size: tuple[int, int], in_a_row: int):
    (one,), (full,), (more,) = (make(document("A", size, colours(n))) for n in (1, in_a_row, in_a_row + 1))
    assert one.height == full.height < more.height


def test_short_documents_share_a_row_and_long_ones_do_not():
    (one,) = make(document("A", UPRIGHT, colours(2)))
    (three,) = make(*(document(name, UPRIGHT, colours(2)) for name in "ABC"))
    (four,) = make(*(document(name, UPRIGHT, colours(2)) for name in "ABCD"))
    (long,) = make(document("A", UPRIGHT, colours(7)), document("B", UPRIGHT, colours(1)))
    assert one.height == three.height < four.height < long.height


def test_a_document_that_goes_on_has_its_strip_on_the_next_sheet_too():
    first, second, *_ = make(document("Heftet", UPRIGHT, colours(60)))
    below_the_line = 300
    for sheet in (first, second):
        assert sheet.getpixel((WIDTH // 2, below_the_line)) == (0xF4, 0xEF, 0xE7)


def test_the_same_pages_give_the_same_bytes():
    shown = document("Heftet", UPRIGHT, colours(3)), document("Møtet", LYING, colours(3))
    assert contact_sheets.make("A", "B", shown, Theme()) == contact_sheets.make("A", "B", shown, Theme())


@pytest.mark.parametrize(
    "name", ["Kompetansesenter for rehabilitering " * 9, "W" * 300, "\u4e2d \U0001f389 \x07\n\t«»", ""]
)
def test_no_name_is_too_long_or_has_letters_that_do_harm(name: str):
    (sheet,) = make(document(name, UPRIGHT, colours(1)), title=name)
    (plain,) = make(document("To\nlinjer " + "i" * 40, UPRIGHT, colours(1)))
    right_edge = sheet.crop((WIDTH - 78, 0, WIDTH, sheet.height))
    assert right_edge.getcolors() == [(78 * sheet.height, (255, 255, 255))]
    beside_the_page = sheet.crop((500, 270, WIDTH - 80, sheet.height))
    assert beside_the_page.getcolors() == [(beside_the_page.width * beside_the_page.height, (255, 255, 255))]
    assert sheet.height <= plain.height


def test_without_documents_there_is_no_sheet():
    assert make() == []
