"""What is printed, as it comes out: measured in the PDF and held against the page design, in both written standards."""

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations

import pdfplumber
import pytest
import tools
from invariants import check_package
from invented import MUNICIPALITY, gathered, looks, words

from packgen import compose, index_page, packs, pipeline, printing, resources
from packgen.blocks import Paragraph, text
from packgen.content.makeup import Makeup
from packgen.files import SHARED_UNIT, Entry
from packgen.model import Edition, Language, MeetingForm, PrintChoice, Unit, View
from packgen.render.sheets import fonts, layout
from packgen.render.sheets.layout import PAPERS, PaperSize
from packgen.render.sheets.pieces import TablePiece

LANGUAGES: tuple[Language, ...] = ("nb", "nn")
FORMS: tuple[MeetingForm, ...] = ("two_meetings", "long_meeting", "small_group", "video", "shifts", "wall")
MM = 25.4 / 72
LOOKS = packs.read_looks(resources.TEMPLATES, resources.CONTENT).printed
MADE = {m.id: m for m in packs.printed_makeups(words())}
SHEETS = [m for m in MADE.values() if m.medium == "sheet"]
CARDS = [m for m in MADE.values() if m.medium == "cards"]
TITLE, HEAD, HELP, MARK, ROW, MARGIN = 96.0, 60.0, 40.0, 24.0, 60.0, 20.0
"""Page design, «Flip charts»: points and mm at A1."""
CARD = 14.0


def scene(language: Language) -> compose.Scene:
    """Return the scene that sheets are made in, with every form of the meetings in use."""
    view = View(
        MUNICIPALITY, MUNICIPALITY.rounds[-1], Unit("", MUNICIPALITY.name), None, language, Edition.STAFF, "shown", None
    )
    made = {m.id: m for m in words().makeups}
    return compose.scene(words().texts[language], words().minutes, made, view, forms=FORMS)


@cache
def printed(makeup: str, language: Language, size: PaperSize = "A1", unit: str = "") -> dict[str, bytes]:
    """Return the files of a make-up by their ending."""
    texts = words().texts[language]
    files = printing.make(MADE[makeup], scene(language), texts, LOOKS, PrintChoice(size=size), unit)
    return {file.ending: file.data for file in files}


@cache
def pages(makeup: str, language: Language, size: PaperSize = "A1", unit: str = "") -> list[pdfplumber.page.Page]:
    """Return the pages of a make-up's PDF."""
    return list(pdfplumber.open(io.BytesIO(printed(makeup, language, size, unit)["pdf"])).pages)


def sizes(page: pdfplumber.page.Page, *, bold: bool | None = None) -> set[float]:
    """Return the type sizes on a page in points, of bold letters or the others where that is asked for."""
    return {
        round(c["size"], 1)
        for c in page.chars
        if c["text"].strip() and (bold is None or ("Bold" in c["fontname"]) == bold)
    }


def on_each_other(page: pdfplumber.page.Page) -> Iterator[tuple[str, str]]:
    """Yield the words that lie on each other: side by side in no direction, lines nearer than their letters' height."""
    words_ = page.extract_words(extra_attrs=["size"])
    for one, other in combinations(words_, 2):
        apart = one["x1"] <= other["x0"] or other["x1"] <= one["x0"]
        if not apart and abs(one["bottom"] - other["bottom"]) < 0.8 * min(one["size"], other["size"]):
            yield one["text"], other["text"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("makeup", SHEETS, ids=lambda m: m.id)
class TestSheets:
    def test_pages_have_the_size_of_their_paper_to_the_tenth_of_a_millimetre(
        self, makeup: Makeup, language: Language
    ) -> None:
        for size, (short, long) in PAPERS.items():
            for page in pages(makeup.id, language, size):
                assert sorted((float(page.width) * MM, float(page.height) * MM)) == pytest.approx(
                    [short, long], abs=0.1
                )

    def test_title_is_as_large_as_the_page_design_asks(self, makeup: Makeup, language: Language) -> None:
        for page in pages(makeup.id, language):
            assert max(sizes(page)) >= TITLE

    def test_nothing_is_smaller_than_the_id_at_the_foot_and_only_that_is_smaller_than_help_text(
        self, makeup: Makeup, language: Language
    ) -> None:
        for page in pages(makeup.id, language):
            foot = float(page.height) - (MARGIN + 14) / MM
            assert {c["size"] >= MARK for c in page.chars} == {True}
            assert [c["text"] for c in page.chars if c["size"] < HELP and c["top"] < foot] == []

    def test_a3_is_half_of_a1(self, makeup: Makeup, language: Language) -> None:
        for large, small in zip(pages(makeup.id, language), pages(makeup.id, language, "A3"), strict=True):
            assert [round(c["size"] / 2, 2) for c in large.chars] == pytest.approx(
                [round(c["size"], 2) for c in small.chars], rel=0.01
            )

    def test_no_letter_stands_in_the_margin(self, makeup: Makeup, language: Language) -> None:
        for page in pages(makeup.id, language):
            edge = (MARGIN - 0.5) / MM
            inside = [c for c in page.chars if c["text"].strip()]
            assert min(c["x0"] for c in inside) >= edge
            assert max(c["x1"] for c in inside) <= float(page.width) - edge
            assert max(c["bottom"] for c in inside) <= float(page.height) - edge + 5

    def test_rows_to_write_on_are_high_enough_for_a_hand_with_a_marker(
        self, makeup: Makeup, language: Language
    ) -> None:
        for page in pages(makeup.id, language):
            for table in page.find_tables():
                heads = [row for row in table.rows[1:] if row.bbox]
                heights = [(row.bbox[3] - row.bbox[1]) * MM for row in heads]
                assert [h for h in heights if h < ROW - 0.5] == []

    def test_column_heads_are_as_large_as_the_page_design_asks(self, makeup: Makeup, language: Language) -> None:
        for page in pages(makeup.id, language):
            for table in page.find_tables():
                box = table.rows[0].bbox
                head = page.crop((max(box[0], 0), box[1], min(box[2], float(page.width)), box[3]))
                assert min(sizes(head)) >= HEAD

    def test_no_line_of_text_lies_on_another(self, makeup: Makeup, language: Language) -> None:
        for page in pages(makeup.id, language):
            assert list(on_each_other(page)) == []

    def test_every_sheet_bears_its_id(self, makeup: Makeup, language: Language) -> None:
        for page in pages(makeup.id, language):
            foot = page.crop((0, float(page.height) - (MARGIN + 16) / MM, float(page.width), float(page.height)))
            assert MUNICIPALITY.rounds[-1].name in (foot.extract_text() or "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("makeup", CARDS, ids=lambda m: m.id)
class TestCards:
    def test_text_is_large_enough(self, makeup: Makeup, language: Language) -> None:
        for page in pages(makeup.id, language):
            own = [c for c in page.chars if c["bottom"] < float(page.height) - 10 / MM or c["size"] > CARD]
            assert min(c["size"] for c in own) >= CARD - 0.01

    def test_nothing_comes_nearer_the_cuts_than_printers_need(self, makeup: Makeup, language: Language) -> None:
        for page in pages(makeup.id, language):
            middle_x, middle_y = float(page.width) / 2, float(page.height) / 2
            for c in page.chars:
                assert not (c["x0"] < middle_x + 8 / MM and c["x1"] > middle_x - 8 / MM) or c["size"] < CARD
                assert not (c["top"] < middle_y + 8 / MM and c["bottom"] > middle_y - 8 / MM)

    def test_no_line_of_text_lies_on_another(self, makeup: Makeup, language: Language) -> None:
        for page in pages(makeup.id, language):
            assert list(on_each_other(page)) == []

    def test_backs_stand_mirrored_behind_their_fronts(self, makeup: Makeup, language: Language) -> None:
        found = pages(makeup.id, language)
        for front, back in zip(found[::2], found[1::2], strict=True):
            assert bool(_quarter(front, 0, 0)) == bool(_quarter(back, 1, 0))
            assert bool(_quarter(front, 1, 1)) == bool(_quarter(back, 0, 1))

    def test_pages_are_a4(self, makeup: Makeup, language: Language) -> None:
        for page in pages(makeup.id, language):
            assert (float(page.width) * MM, float(page.height) * MM) == pytest.approx(PAPERS["A4"], abs=0.1)


def _quarter(page: pdfplumber.page.Page, column: int, row: int) -> str:
    wide, tall = float(page.width) / 2, float(page.height) / 2
    box = (column * wide, row * tall, (column + 1) * wide, (row + 1) * tall)
    return page.crop(box).extract_text() or ""


def test_reflection_cards_have_factor_number_and_name_on_both_sides() -> None:
    front, back = pages("print_reflection_cards", "nn")[:2]
    for page, column in ((front, 0), (back, 1)):
        text = _quarter(page, column, 0)
        assert text.startswith("1\nIndre motivasjon"), text


def test_a_sheet_shared_by_units_has_a_line_for_the_name_and_a_units_own_sheet_its_name() -> None:
    name = "Solbakken bu- og omsorgssenter, avdeling for korttidsplassar og kvardagsrehabilitering sør"
    shared = pages("print_analysis_cross", "nn")[0].extract_text()
    own = pages("print_analysis_cross", "nn", "A1", name)[0].extract_text()
    assert "Eining:" in shared
    assert "Eining:" not in own
    assert "".join(name.split()) in "".join(own.split())


def test_only_meetings_of_forms_in_use_are_printed() -> None:
    view = scene("nb").view
    made = {m.id: m for m in words().makeups}
    few = compose.scene(words().texts["nb"], words().minutes, made, view, forms=("shifts",))
    sheets = compose.compose_sheets(MADE["print_agenda"], few)
    assert [sheet.id for sheet in sheets.sheets] == ["shift_one", "shift_two"]


def test_texts_that_do_not_fit_as_designed_get_smaller_rather_than_cut() -> None:
    sheets = compose.compose_sheets(MADE["print_tally"], scene("nb"))
    long = Paragraph(text(" ".join(["Skriv det som er viktig for oss her, og si hvorfor."] * 12)))
    longer = replace(sheets, sheets=(replace(sheets.sheets[0], body=(long, *sheets.sheets[0].body)),))
    page, usual = (layout.lay_out(one, "A1", LOOKS.fonts.width_mm).pages[0] for one in (longer, sheets))
    table, before = (next(p for p in one.pieces if isinstance(p, TablePiece)) for one in (page, usual))
    assert table.y + sum(table.heights) < page.height - MARGIN
    assert table.rows[1][0][0].size < before.rows[1][0][0].size
    assert min(table.heights[1:]) >= ROW


def test_lato_measures_a_line_as_wide_as_it_is_printed() -> None:
    page = pages("print_measures_matrix", "nb")[0]
    title = [c for c in page.chars if c["size"] > TITLE]
    wide = (title[-1]["x1"] - title[0]["x0"]) * MM
    text = "".join(c["text"] for c in title)
    assert fonts.lato().width_mm(text, title[0]["size"], True, False) == pytest.approx(wide, rel=0.03)  # noqa: FBT003 - bold


def test_sizes_are_in_order() -> None:
    assert layout.SIZES == ("A1", "A2", "A3", "A4")


def by_unit(entries):
    return lambda unit: [one for one in entries if one.unit == unit]


def test_with_very_many_units_the_index_page_links_where_to_begin_and_the_folder(monkeypatch) -> None:
    monkeypatch.setattr(index_page, "MOST_WITH_FILES", 1)
    given, texts = gathered(None, "nb"), words().texts["nb"]
    paths = {"start_here": "lang/Start her.docx", "handbook": "lang/leder/Arbeidshefte.docx"}
    entries = [Entry(path, "lang", document, "leader", "nb", path, 1, (), 0) for document, path in paths.items()]
    now = given.now
    page = index_page.make(
        looks().index, given.municipality, now.round, now.tree, now.disclosure, texts, by_unit(entries)
    ).decode()
    assert [path in page.replace("%20", " ") for path in paths.values()] == [True, False]
    assert '<a href="lang/"' in page
    assert "<strong>2</strong>filer" in page


def test_the_index_page_lists_a_sheet_and_its_slide_on_one_line() -> None:
    given, texts = gathered(None, "nb"), words().texts["nb"]
    paths = [f"felles/bokmål/alle/utskrift/Veggark analysekryss A1.{ending}" for ending in ("pdf", "pptx")]
    entries = [Entry(path, SHARED_UNIT, "print_analysis_cross", "staff", "nb", path, 1, (), 0) for path in paths]
    now = given.now
    page = index_page.make(
        looks().index, given.municipality, now.round, now.tree, now.disclosure, texts, by_unit(entries)
    ).decode()
    (line,) = (line for line in page.splitlines() if line.startswith("<li") and "Veggark: analysekryss" in line)
    assert line.count("<a href=") == len(paths)
    assert page.index(".pdf") < page.index(".pptx")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("makeup", SHEETS, ids=lambda m: m.id)
def test_slides_of_sheets_are_whole_and_can_be_read_by_everyone(makeup: Makeup, language: Language) -> None:
    data = printed(makeup.id, language)["pptx"]
    assert check_package(data) == []


@pytest.mark.office("validator")
def test_the_validator_finds_nothing_in_slides_of_sheets() -> None:
    files = {f"{m.id} {lang}.pptx": printed(m.id, lang)["pptx"] for m in SHEETS for lang in LANGUAGES}
    assert tools.validate(files) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_setting_decides_what_is_printed(language: Language) -> None:
    given = gathered(None)
    few = replace(given.municipality, printed=PrintChoice(tools=("igp", "role_cards"), size="A3"))
    made = packs.make_printed(
        replace(given, municipality=few), language, tuple(MADE.values()), "felles", words(), looks()
    )
    assert {one.document for one in made} == {"print_igp", "print_role_cards"}
    assert [one for one in made if " A3 " in one.path and one.document == "print_role_cards"] == []
    assert len([one for one in made if " A3 " in one.path]) == 2  # PDF and slide


def test_an_unknown_tool_in_the_settings_is_told_with_those_there_are() -> None:
    (problem,) = pipeline.unknown_tools(words(), ("analysis_cross", "kryss"))
    assert problem.code == "pipeline.unknown_tool"
    assert dict(problem.values)["name"] == "kryss"
    assert "reflection_cards" in dict(problem.values)["known"]


@pytest.mark.parametrize("name", ["<b>Skolen</b>", "#set text(red)", r"a\b", "$x$", "{{ 7*7 }}", "*A* _b_ @c `d`"])
def test_a_units_name_is_printed_letter_by_letter(name: str) -> None:
    for makeup in ("print_analysis_cross", "print_vision_image"):
        text_ = pages(makeup, "nb", "A4", name)[0].extract_text()
        assert "".join(name.split()) in "".join(text_.split())


def test_a_letter_that_no_font_has_becomes_its_name_and_is_told() -> None:
    texts = words().texts["nb"]
    files = printing.make(MADE["print_tally"], scene("nb"), texts, LOOKS, PrintChoice(), "Sola 😀")
    pdf = next(file for file in files if file.ending == "pdf")
    page = pdfplumber.open(io.BytesIO(pdf.data)).pages[0]
    assert "[GRINNING FACE]" in " ".join((page.extract_text() or "").split())
    assert [(p.code, dict(p.values)["character"]) for p in pdf.problems] == [("print.no_glyph", "GRINNING FACE")]
