"""Pictures: a code says its address to a scanner, and a plan over time can be read whatever its dates and labels."""

import logging
import os
import subprocess
import sys
from datetime import date
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from invariants import check_package
from matplotlib.font_manager import fontManager
from office import Office, every, facts, opened
from PIL import Image
from sample_decks import deck
from test_render_slides import TEMPLATE as SLIDES
from test_render_word import TEMPLATE as WORD
from word_sample import MONTHS, link, sample, timeline

from packgen.blocks import Document, Link, Section, Timeline, TimelineEvent, text
from packgen.render import pictures, slides, word
from packgen.render.chart import Frame
from packgen.render.pictures import Plan, laid_out, qr_png, timeline_height, timeline_png
from packgen.theme import Theme

ADDRESS = "https://provevik.example/a/10-faktor?runde=2026&språk=nn"
PAGE, SLIDE = Frame(width_mm=160, text_pt=10), Frame(width_mm=300, height_mm=130, text_pt=18)
BOTH = pytest.mark.parametrize("frame", [PAGE, SLIDE], ids=["page", "slide"])


def picture(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


def plan(*events: tuple[str, str, str]) -> Timeline:
    return Timeline("Plan", "Alt i ord.", tuple(TimelineEvent(*event) for event in events), MONTHS)


# ---------------------------------------------------------------- codes


@pytest.mark.parametrize(
    "address", [ADDRESS, "https://a.no/", f"https://provevik.example/{'x' * 250}", "mailto:p@a.no"]
)
def test_a_scanner_reads_the_address_as_it_was_written(address: str):
    (found,) = zxingcpp.read_barcodes(picture(qr_png(address)))
    assert (found.text, found.ec_level in "MQH") == (address, True)


def test_a_code_has_its_quiet_zone_of_four_modules():
    image = picture(qr_png(ADDRESS)).convert("L")
    module = 20
    dark = image.point(lambda value: 255 - value).getbbox()
    assert dark == (4 * module, 4 * module, image.width - 4 * module, image.height - 4 * module)


def test_a_code_is_printed_sharp_at_25_mm():
    assert picture(qr_png("https://a.no/")).width / (25 / 25.4) > 300


@pytest.mark.parametrize("address", ["http://a.no/", "javascript:alert(1)", "a.no", "file:///etc/passwd", ""])
def test_nobody_is_led_to_an_address_that_is_not_secure(address: str):
    with pytest.raises(ValueError, match="no address"):
        qr_png(address)


def test_an_address_is_shown_as_people_write_it():
    assert pictures.shown("https://a.no/b") == "a.no/b"
    assert pictures.shown("HTTPS://a.no") == "a.no"
    assert pictures.shown("mailto:p@a.no") == "p@a.no"


# ---------------------------------------------------------------- a plan over time

DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
LABELS = st.text("abefgijlmnoprstuvæøå ÅMW–-.", min_size=1, max_size=70).filter(str.strip)


@st.composite
def plans(draw: st.DrawFn) -> Timeline:
    spans = sorted(sorted(pair) for pair in draw(st.lists(st.tuples(DAYS, DAYS), min_size=2, max_size=10)))
    days = [(one, one if draw(st.booleans()) else other) for one, other in spans]
    return plan(*((draw(LABELS), str(start), str(end)) for start, end in days))


def extents(found: Plan, frame: Frame) -> list[tuple[float, float, float]]:
    """Return the left and right edges of all words, and the height of their line from the top."""
    plain, strong = (pictures._font("Calibri", frame.text_pt, bold=bold) for bold in (False, True))
    heads = [(x, x + pictures._width(words, strong), 0.0) for x, words in found.years]
    heads += [(x, x + pictures._width(words, plain), found.line) for x, words in found.months]
    for row in found.rows:
        top = row.top + (row.height - row.lines * found.line) / 2
        for one in row.words:
            wide = pictures._width(one.words, strong if one.strong else plain)
            heads.append((one.x, one.x + wide, top + one.line * found.line))
    return heads


@BOTH
@given(given_plan=plans())
@settings(max_examples=25, deadline=None)
def test_no_label_is_cut_or_meets_another(frame: Frame, given_plan: Timeline):
    found = laid_out(given_plan, Theme(), frame)
    placed = sorted(extents(found, frame), key=lambda one: (round(one[2], 3), one[0]))
    for left, right, top in placed:
        assert left >= 0
        assert right <= found.width
        assert 0 <= top <= found.height - found.line
    for one, after in pairwise(placed):
        assert after[2] - one[2] >= found.line - 0.01 or (round(after[2], 3) == round(one[2], 3) and after[0] >= one[1])
    words_end = max(right for left, right, top in placed if top > 2 * found.line)
    assert words_end <= found.grid[0]


@BOTH
@given(given_plan=plans())
@settings(max_examples=25, deadline=None)
def test_every_mark_stands_on_the_grid_where_its_dates_are(frame: Frame, given_plan: Timeline):
    found = laid_out(given_plan, Theme(), frame)
    for event, row in zip(given_plan.events, found.rows, strict=True):
        assert found.grid[0] - 0.01 <= row.left < row.right <= found.grid[-1] + 0.01
        assert row.day == (event.start == event.end)
    firsts = [row.left for row in found.rows]
    assert all(after >= before - pictures._LEAST_BAR_MM for before, after in pairwise(firsts))


def test_rows_follow_each_other_and_fill_the_frame():
    found = laid_out(timeline("nn"), Theme(), SLIDE)
    assert all(after.top == pytest.approx(row.top + row.height) for row, after in pairwise(found.rows))
    assert found.height == pytest.approx(SLIDE.height_mm)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-03-12", "2026-03-12", "12. mars"),
        ("2026-03-06", "2026-03-20", "6.–20. mars"),
        ("2026-02-11", "2026-03-05", "11. februar – 5. mars"),
    ],
)
def test_dates_are_written_as_people_write_them(start: str, end: str, said: str):
    found = laid_out(plan(("Ein", start, end), ("To", "2026-05-01", "2026-05-01")), Theme(), PAGE)
    assert found.rows[0].words[-1].words == said


def test_dates_bear_their_year_where_there_are_several():
    found = laid_out(plan(("Ein", "2026-11-02", "2026-12-20"), ("To", "2026-12-30", "2027-01-05")), Theme(), PAGE)
    said = [row.words[-1].words for row in found.rows]
    assert said == ["2. november – 20. desember 2026", "30. desember 2026 – 5. januar 2027"]


def test_months_are_named_whole_then_short_then_fewer():
    def heads(end: str) -> tuple[str, ...]:
        found = laid_out(plan(("A", "2026-01-01", "2026-01-01"), ("B", end, end)), Theme(), PAGE)
        return tuple(words for _, words in found.months)

    assert heads("2026-03-01") == ("januar", "februar", "mars")
    assert heads("2026-12-01")[:3] == ("jan", "feb", "mar")
    assert heads("2028-12-01")[:3] in {("jan", "apr", "jul"), ("jan", "mar", "mai")}


def test_a_plan_is_as_high_as_its_rows():
    short, long = plan(("A", "2026-01-01", "2026-01-01"), ("B", "2026-02-01", "2026-02-01")), timeline("nb")
    low, high = (timeline_height(one, Theme(), width_mm=160, text_pt=10) for one in (short, long))
    assert low < high < 100


@BOTH
def test_the_picture_is_the_size_that_was_asked_for_and_its_edges_are_clean(frame: Frame):
    image = picture(timeline_png(timeline("nb"), Theme(), frame)).convert("L")
    pixels = 200 / 25.4
    assert image.width == pytest.approx(frame.width_mm * pixels, abs=2)
    assert image.height == pytest.approx(laid_out(timeline("nb"), Theme(), frame).height * pixels, abs=2)
    for column in (0, image.width - 1):
        dark = sum(image.getpixel((column, y)) < 100 for y in range(image.height))
        assert dark <= 6  # the rule under the months, no letter


def test_bars_and_diamonds_are_dark_in_grey_and_differ_in_shape():
    image = picture(timeline_png(timeline("nb"), Theme(), PAGE)).convert("RGB")
    for colour in ((0x0B, 0x6E, 0x75), (0x1F, 0x3F, 0x57)):
        assert sum(colour == pixel for _, pixel in image.getcolors(100_000) or ()) == 1
        assert Image.new("RGB", (1, 1), colour).convert("L").getpixel((0, 0)) < 128


def test_signs_of_formulas_are_letters():
    png = timeline_png(
        plan(("Kostar $1$ og $x^2", "2026-01-01", "2026-01-01"), ("B_1", "2026-02-01", "2026-02-01")), Theme(), PAGE
    )
    assert picture(png).width > 1000


def test_the_same_plan_is_the_same_bytes_whatever_a_machine_has_set():
    first = timeline_png(timeline("nn"), Theme(), PAGE)
    timeline_png.cache_clear()
    with mpl.rc_context({"axes.facecolor": "red", "font.size": 30, "lines.antialiased": False, "savefig.dpi": 50}):
        assert timeline_png(timeline("nn"), Theme(), PAGE) == first
        assert mpl.rcParams["font.size"] == 30
    assert not set(picture(first).info) - {"dpi"}


def test_a_new_process_draws_the_same_bytes():
    code = (
        "import hashlib, word_sample; from packgen.theme import Theme; from packgen.render.chart import Frame\n"
        "from packgen.render.pictures import timeline_png, qr_png\n"
        "png = timeline_png(word_sample.timeline('nn'), Theme(), Frame(width_mm=160, text_pt=10))\n"
        f"print(hashlib.sha256(png + qr_png({ADDRESS!r})).hexdigest())"
    )
    path = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    png = timeline_png(timeline("nn"), Theme(), PAGE)
    assert done.stdout.strip() == sha256(png + qr_png(ADDRESS)).hexdigest()


def test_a_font_that_a_machine_lacks_is_replaced_without_a_word(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.WARNING):
        timeline_png(timeline("nn"), Theme(font="Finst ikkje"), PAGE)
    assert caplog.records == []
    names = {font.name for font in fontManager.ttflist}
    assert set(pictures._font("Finst ikkje", 10).get_family()) <= names


# ---------------------------------------------------------------- in documents and decks


@pytest.fixture(scope="module")
def document() -> bytes:
    return word.render(sample("nn"), Theme(), WORD)


@pytest.fixture(scope="module")
def presentation() -> bytes:
    return slides.render(deck("nn"), Theme(), SLIDES)


@pytest.fixture(scope="module", params=["document", "presentation"])
def office(request: pytest.FixtureRequest) -> Office:
    return opened(request.getfixturevalue(request.param))


def test_files_with_pictures_are_sound(document: bytes, presentation: bytes):
    assert check_package(document) + check_package(presentation) == []


def test_files_with_pictures_are_the_same_every_time(document: bytes, presentation: bytes):
    timeline_png.cache_clear()
    qr_png.cache_clear()
    assert word.render(sample("nn"), Theme(), WORD) == document
    assert slides.render(deck("nn"), Theme(), SLIDES) == presentation


def test_a_picture_is_one_part_however_often_it_is_shown(office: Office):
    media = [name for name in office.parts if "/media/" in name and office.types[name] == "image/png"]
    shown = [rel.target for name in office.rels for rel in office.leads(name, "image")]
    assert len(media) == 2  # one code, one plan
    assert set(media) == set(shown)
    assert len(shown) > 2


def test_every_picture_says_what_it_shows(office: Office):
    said = [
        "".join(facts(one, "ancestor::wp:inline/wp:docPr/@descr | ancestor::p:pic/p:nvPicPr/p:cNvPr/@descr"))
        for root in office.xml.values()
        for one in every(root, "//a:blip[@r:embed]")
    ]
    assert {words[:7] for words in said} == {"QR-kode", "Plan ov"}


def test_the_address_leads_there_on_screen(office: Office):
    found = 0
    for name, root in office.xml.items():
        leads = {rel.id: rel for rel in office.leads(name, "hyperlink")}
        used = facts(root, "//w:hyperlink/@r:id | //a:hlinkClick/@r:id")
        assert sorted(used) == sorted(leads)
        words = facts(root, "//w:hyperlink[@r:id]//w:t/text() | //a:r[a:rPr/a:hlinkClick]/a:t/text()")
        assert set(words) <= {"provevik.example/10-faktor/2026"}
        assert all(rel.external and rel.target == link("nn").address for rel in leads.values())
        found += len(used)
    assert found >= 3


def test_words_are_read_before_their_code(office: Office):
    for root in office.xml.values():
        for blip in every(root, "//a:blip[@r:embed]"):
            said = "".join(
                facts(blip, "ancestor::wp:inline/wp:docPr/@descr | ancestor::p:pic/p:nvPicPr/p:cNvPr/@descr")
            )
            before = facts(blip, "preceding::w:t[1]/text() | preceding::a:t[1]/text()")
            assert not said.startswith("QR") or before == ["provevik.example/10-faktor/2026"]


def test_a_code_on_a_slide_is_45_mm_or_more_without_its_quiet_zone(presentation: bytes):
    code = picture(qr_png(link("nn").address))
    share = (code.width - 8 * 20) / code.width
    for root in opened(presentation).of_type("presentationml.slide+xml").values():
        for one in every(root, "//p:pic[p:nvPicPr/p:cNvPr[starts-with(@name, 'QR')]]"):
            wide, high = (int(facts(one, f"p:spPr/a:xfrm/a:ext/@{side}")[0]) for side in ("cx", "cy"))
            assert wide == high
            assert wide * share / 36000 >= 45


def test_the_address_on_a_slide_is_20_points_or_more(presentation: bytes):
    for root in opened(presentation).of_type("presentationml.slide+xml").values():
        assert all(int(size) >= 2000 for size in facts(root, "//a:rPr[a:hlinkClick]/@sz"))


def test_a_code_in_a_document_is_25_mm_or_more(document: bytes):
    code = picture(qr_png(link("nn").address))
    share = (code.width - 8 * 20) / code.width
    root = opened(document).xml["word/document.xml"]
    sizes = facts(root, "//wp:inline[wp:docPr[starts-with(@name, 'QR')]]/wp:extent/@cx")
    assert len(sizes) == 3
    assert all(int(size) * share / 36000 >= 25 for size in sizes)


def test_a_picture_keeps_its_proportions(office: Office):
    for name, root in office.xml.items():
        leads = {rel.id: rel.target for rel in office.leads(name, "image")}
        for blip in every(root, "//a:blip[@r:embed]"):
            (place,) = every(blip, "ancestor::*[self::pic:pic or self::p:pic]/*/a:xfrm/a:ext")
            image = picture(office.parts[leads[facts(blip, "@r:embed")[0]]])
            shown = int(place.get("cx", "0")) / int(place.get("cy", "1"))
            assert shown == pytest.approx(image.width / image.height, rel=0.005)


def test_an_address_that_is_not_secure_stands_in_no_document():
    blocks = (Link(text("Ikkje trygg"), "http://a.no", "QR-kode."),)
    unsafe = Document("d", "nn", "T", "E", "K", "", "", "", ("Side", "av"), (Section(blocks),))
    with pytest.raises(ValueError, match="no address"):
        word.render(unsafe, Theme(), WORD)
