"""A logo from outside is read with care, keeps its colours and shape, and stands where documents have room for it."""

import struct
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import branded
import pages
import pytest
import sample_decks
import tools
from invariants import check_package
from office import every, facts, opened
from PIL import Image

from packgen import logos, resources
from packgen.blocks import Sheet, Sheets, text
from packgen.model import Brand, Municipality
from packgen.problems import Outcome
from packgen.render import slides
from packgen.render.sheets import fonts, layout
from packgen.render.sheets.pieces import Picture


def read(folder: Path, data: bytes | str, name: str = "logo.svg", **more: str) -> Outcome:
    """Read a logo that lies in a municipality's folder."""
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return logos.read(Municipality(str(folder), "x", "Fjordvik kommune", "nb", brand=Brand(logo=name, **more)))


def codes(found: Outcome) -> list[str]:
    return [problem.code for problem in found.problems]


def svg(inside: str, start: str = "", attributes: str = 'viewBox="0 0 100 50"') -> str:
    links = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{start}<svg xmlns="http://www.w3.org/2000/svg" {links} {attributes}>{inside}</svg>'


SHAPE = '<rect width="100" height="50" fill="#A84300"/>'


def pixels(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGBA")


# ---------------------------------------------------------------- pictures


def test_without_a_logo_there_is_none():
    assert logos.read(Municipality("x", "x", "x", "nb")) == Outcome(None)


@pytest.mark.parametrize(("kind", "name"), [("PNG", "logo.png"), ("JPEG", "logo.jpg"), ("PNG", "wrong_ending.svg")])
def test_a_picture_keeps_its_shape_and_its_colours(tmp_path: Path, kind: str, name: str):
    found = read(tmp_path, branded.png(1200, 300, "#A84300", mode="RGB", kind=kind), name)
    assert found.problems == ()
    image = found.value.positive
    assert (image.width, image.height) == (1200, 300)
    assert pixels(image.png).getpixel((3, 150)) == pytest.approx((0xA8, 0x43, 0x00, 255), abs=3)


def test_what_is_clear_stays_clear(tmp_path: Path):
    found = read(tmp_path, branded.png(900, 600), "logo.png")
    assert pixels(found.value.positive.png).getpixel((700, 100))[3] == 0


def test_what_a_file_says_beside_the_picture_is_left_behind(tmp_path: Path):
    picture, buffer = Image.new("RGB", (800, 800), "#1B5E3A"), BytesIO()
    exif = picture.getexif()
    exif[0x010E], exif[0x013B] = "tatt på kontoret", "Kari Nordmann"
    picture.save(buffer, "JPEG", exif=exif, comment=b"Kari Nordmann")
    assert b"Nordmann" in buffer.getvalue()
    assert b"Nordmann" not in read(tmp_path, buffer.getvalue(), "logo.jpg").value.positive.png


def test_a_large_picture_is_made_smaller_in_its_own_proportions(tmp_path: Path):
    image = read(tmp_path, branded.png(6000, 1500), "logo.png").value.positive
    assert (image.width, image.height) == (2000, 500)


def test_both_editions_are_read_with_the_alternative_text(tmp_path: Path):
    (tmp_path / "dark.png").write_bytes(branded.png(500, 900, "#FFFFFF"))
    found = read(tmp_path, branded.png(500, 900), "logo.png", logo_negative="dark.png", logo_alt="Våpenet")
    assert found.problems == ()
    assert found.value.alt == "Våpenet"
    assert found.value.negative.png != found.value.positive.png


def test_a_logo_for_dark_grounds_alone_is_refused(tmp_path: Path):
    (tmp_path / "dark.png").write_bytes(branded.png(500, 900))
    brand = Brand(logo_negative="dark.png")
    assert codes(logos.read(Municipality(str(tmp_path), "x", "x", "nb", brand=brand))) == ["brand.logo_only_negative"]


def test_a_small_picture_is_pointed_out_and_used(tmp_path: Path):
    found = read(tmp_path, branded.png(120, 60), "logo.png")
    assert [(p.code, p.is_error) for p in found.problems] == [("brand.logo_too_small", False)]
    assert found.value is not None


def png_that_says(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of this size."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"\0" * 100)
    chunks = (struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in (head, body))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (png_that_says(9000, 100), "brand.logo_too_wide"),
        (png_that_says(60000, 60000), "brand.logo_broken"),  # Pillow itself refuses to unpack so much
        (png_that_says(800, 800), "brand.logo_broken"),
        (branded.png(800, 300)[:2000], "brand.logo_broken"),
        (branded.png(800, 300) + b"\0" * 5_000_000, "brand.logo_too_big"),
        (branded.png(800, 300, mode="CMYK", kind="JPEG"), "brand.logo_colours"),
        (branded.png(800, 300, kind="GIF", mode="RGB"), "brand.logo_kind"),
        (b"", "brand.logo_kind"),
        (b"%PDF-1.7", "brand.logo_kind"),
        (b"\xff\xd8\xff", "brand.logo_broken"),
    ],
)
def test_a_picture_that_cannot_be_used_is_told_by_its_name(tmp_path: Path, data: bytes, code: str):
    found = read(tmp_path, data, "logo.png")
    assert codes(found) == [code]
    assert found.problems[0].place.file == str(tmp_path / "logo.png")
    assert found.value is None


def test_a_picture_with_nothing_in_it_is_refused(tmp_path: Path):
    buffer = BytesIO()
    Image.new("RGBA", (800, 400), (255, 255, 255, 0)).save(buffer, "PNG")
    assert codes(read(tmp_path, buffer.getvalue(), "logo.png")) == ["brand.logo_empty"]


# ---------------------------------------------------------------- drawings


def test_a_drawing_becomes_a_picture_of_its_shape_and_colours(tmp_path: Path):
    image = read(tmp_path, svg(SHAPE + '<circle cx="50" cy="25" r="20" fill="#fff"/>')).value.positive
    assert (image.width, image.height) == (2000, 1000)
    assert pixels(image.png).getpixel((20, 20)) == (0xA8, 0x43, 0x00, 255)
    assert pixels(image.png).getpixel((1000, 500)) == (255, 255, 255, 255)


def test_what_drawing_programs_add_is_passed_by(tmp_path: Path):
    inside = (
        '<title>Våpen</title><metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>'
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"/>'
        "<linearGradient id='g'><stop class='st1' stop-color='#fff'/></linearGradient>"
        "<style>.st0{fill:url(#g)}</style>"
        f"<g class='st0'>{SHAPE}</g><use xlink:href='#x'/><defs><path id='x' d='M0 0h9v9z'/></defs>"
    )
    start = (
        '<?xml version="1.0" encoding="utf-8"?><!-- Laget i et tegneprogram -->\n'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )
    assert read(tmp_path, svg(inside, start)).problems == ()


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<script>alert(1)</script>", "brand.logo_has"),
        ('<rect onclick="alert(1)" width="9" height="9"/>', "brand.logo_has"),
        ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>", "brand.logo_has"),
        ('<image href="data:image/png;base64,AAAA"/>', "brand.logo_has"),
        ("<text>Fjordvik</text>", "brand.logo_has"),
        ('<a href="#x"><rect width="9" height="9"/></a>', "brand.logo_has"),
        ("<rect><animate attributeName='x'/></rect>", "brand.logo_has"),
        ("<style>@import 'https://example.com/x.css';</style>", "brand.logo_has"),
        (r"<style>.a{fill:\75rl(x)}</style>", "brand.logo_has"),
        ('<use href="https://example.com/x.svg#a"/>', "brand.logo_leads_out"),
        ('<use xlink:href="logo2.svg#a"/>', "brand.logo_leads_out"),
        ('<rect style="fill:url(https://example.com/x)" width="9" height="9"/>', "brand.logo_leads_out"),
        ("<style>.a{fill:url(file:///etc/passwd)}</style>", "brand.logo_leads_out"),
    ],
)
def test_a_drawing_that_does_more_than_draw_is_refused(tmp_path: Path, inside: str, code: str):
    found = read(tmp_path, svg(SHAPE + inside))
    assert code in codes(found)
    assert found.value is None
    assert {problem.place.file for problem in found.problems} == {str(tmp_path / "logo.svg")}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (svg("<rect", ""), "brand.logo_broken"),
        (svg(SHAPE).encode("utf-16"), "brand.logo_kind"),
        ("<html><body/></html>", "brand.logo_kind"),
        ("<svg><rect/></svg>", "brand.logo_kind"),
        (svg("&big;", '<!DOCTYPE svg [<!ENTITY big "x">]>'), "brand.logo_has"),
        (svg(SHAPE, '<!DOCTYPE svg [<!ENTITY % ext SYSTEM "http://example.com/x.dtd"> %ext;]>'), "brand.logo_has"),
        (svg(""), "brand.logo_empty"),
    ],
)
def test_what_is_no_drawing_is_refused(tmp_path: Path, data: bytes | str, code: str):
    assert codes(read(tmp_path, data)) == [code]


def test_a_drawing_that_multiplies_itself_is_refused(tmp_path: Path):
    grown = "".join(f'<g id="g{n}">{f"<use href={chr(34)}#g{n - 1}{chr(34)}/>" * 10}</g>' for n in range(1, 10))
    assert codes(read(tmp_path, svg(f'<g id="g0">{SHAPE}</g>{grown}'))) == ["brand.logo_heavy"]


def test_a_drawing_that_leads_to_itself_is_refused(tmp_path: Path):
    assert codes(read(tmp_path, svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'))) == [
        "brand.logo_heavy"
    ]


def test_a_long_chain_of_parts_is_refused(tmp_path: Path):
    chain = "".join(f'<g id="c{n}"><use href="#c{n + 1}"/></g>' for n in range(5000))
    assert codes(read(tmp_path, svg(chain))) == ["brand.logo_heavy"]


# ---------------------------------------------------------------- in documents

SHAPES = ("wide", "tall", "drawn")
LOOKS = branded.dressed(branded.GREEN)


def shown(data: bytes, part: str) -> list[tuple[str, float]]:
    """The pictures of a part: what is said of each, and its width by its height."""
    root = opened(data).xml[part]
    found = [*every(root, "//wp:inline[.//pic:pic]"), *every(root, "//p:pic")]
    return [(_said(one), _proportion(one)) for one in found]


def _said(picture) -> str:
    return facts(picture, "wp:docPr/@descr | p:nvPicPr/p:cNvPr/@descr")[0]


def _proportion(picture) -> float:
    wide, high = map(
        int, facts(picture, "wp:extent/@cx | wp:extent/@cy | p:spPr/a:xfrm/a:ext/@cx | p:spPr/a:xfrm/a:ext/@cy")
    )
    return wide / high


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["handbook.docx", "run_sheet_one.docx", "meeting_one.pptx", "print_roadmap.pptx"])
def test_files_with_a_logo_are_whole(name: str, shape: str):
    assert check_package(branded.files(LOOKS, shape)[name]) == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("handbook.docx", "word/document.xml"),
        ("run_sheet_one.docx", "word/header_first.xml"),
        ("meeting_one.pptx", "ppt/slides/slide1.xml"),
        ("meeting_one.pptx", "ppt/slideLayouts/slideLayout2.xml"),
        ("print_roadmap.pptx", "ppt/slides/slide1.xml"),
    ],
)
def test_a_logo_stands_in_its_own_proportions_with_its_text(name: str, part: str, shape: str):
    logo = branded.logo(shape)
    said, proportion = shown(branded.files(LOOKS, shape)[name], part)[0]
    image = logo.negative if logo.negative and name == "handbook.docx" else logo.positive
    assert said == logo.alt
    assert proportion == pytest.approx(image.width / image.height, rel=0.01)


def test_the_logo_for_dark_grounds_stands_on_ink_and_the_other_on_white():
    for shape, filled in (("tall", ["1B5E3A"]), ("wide", [])):
        root = opened(branded.files(LOOKS, shape)["handbook.docx"]).xml["word/document.xml"]
        cell = every(root, "//w:tc[.//pic:pic]")[0]
        assert facts(cell, "w:tcPr/w:shd/@w:fill") == filled


def test_a_logo_is_one_part_however_often_it_is_shown():
    parts = [name for name in opened(branded.files(LOOKS, "wide")["meeting_one.pptx"]).parts if "/media/" in name]
    data = {opened(branded.files(LOOKS, "wide")["meeting_one.pptx"]).parts[name] for name in parts}
    assert branded.logo("wide").positive.png in data
    assert len(parts) == len(data)


def test_only_the_first_and_last_slides_tell_of_the_logo_when_read_aloud():
    deck = opened(branded.files(LOOKS, "wide")["meeting_one.pptx"])
    told = [facts(root, "//p:pic/p:nvPicPr/p:cNvPr[@name='Logo']/@descr") for root in deck.slides().values()]
    assert told[0] == ["Logoen til Prøvevik kommune"]
    assert sum(map(len, told)) == 2


def test_a_logo_on_a_sheet_is_at_most_thirty_mm_high_and_above_the_unit():
    sheet = Sheet("x", landscape=False, title=text("Veikartet"), body=(), unit="Fjordvik skole", unit_label="", mark="")
    for shape in SHAPES:
        made = layout.lay_out(
            Sheets("x", "nb", "x", "x", "x", (sheet,), branded.logo(shape)), "A1", fonts.lato().width_mm
        ).pages[0]
        (logo,) = (piece for piece in made.pieces if isinstance(piece, Picture))
        unit = next(p for p in made.pieces if getattr(p, "paras", ()) and p.paras[0].text == text("Fjordvik skole"))
        assert logo.height <= 30
        assert logo.x + logo.width == pytest.approx(594 - 20)
        assert logo.y + logo.height + 4 <= unit.y


def test_every_picture_on_slides_keeps_its_proportions_in_a_wide_font():
    template = (resources.TEMPLATES / "slides.pptx").read_bytes()
    made = replace(sample_decks.deck("nb"), logo=branded.logo("tall"))
    deck = opened(slides.render(made, replace(LOOKS, font="Arial"), template))
    for name, root in deck.slides().items():
        for picture in every(root, "//p:pic"):
            (target,) = (r.target for r in deck.rels[name] if r.id == facts(picture, ".//a:blip/@r:embed")[0])
            with Image.open(BytesIO(deck.parts[target])) as png:
                assert _proportion(picture) == pytest.approx(png.width / png.height, rel=0.01), name


# ---------------------------------------------------------------- pages

SLANTED = ("«j» stands at", "runs 3 points out")
"""The font that stands in for a wide one leans its «j» three points out at the left of a quote."""


@pytest.fixture(scope="module")
def branded_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, list[pages.Page]]]:
    """The files of three municipalities with unlike colours, fonts and logos, and their pages."""
    made = {
        f"{shape}-{name}": data
        for shape, brand in (("drawn", branded.GREEN), ("wide", branded.GREEN), ("tall", branded.WINE))
        for name, data in branded.office_files(branded.dressed(brand), shape).items()
        if not name.startswith("print_")
    }
    read_ = tools.to_pdf(made, tmp_path_factory.mktemp("pages"))
    return {name: (made[name], pages.read(pdf)) for name, pdf in read_.items()}


@pytest.mark.office("soffice")
def test_no_page_is_broken_by_colours_fonts_or_logos(branded_pages: dict[str, tuple[bytes, list[pages.Page]]]):
    found = []
    for name, (data, read_) in branded_pages.items():
        office = opened(data)
        if office.is_word:
            found += [f"{name}: {fault}" for fault in pages.document_faults(office, read_)]
        else:
            for slide, page in zip(office.slides(), read_, strict=True):
                found += [f"{name}: {fault}" for fault in pages.slide_faults(office, slide, page)]
    assert [fault for fault in found if not any(slanted in fault for slanted in SLANTED)] == []


@pytest.mark.office("soffice")
def test_a_sheet_of_one_page_stays_one_page_with_a_logo(branded_pages: dict[str, tuple[bytes, list[pages.Page]]]):
    counts = {n: len(p) for n, (_, p) in branded_pages.items() if "run_sheet" in n or "agreement" in n}
    assert set(counts.values()) == {1}
