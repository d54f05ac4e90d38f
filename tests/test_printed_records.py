"""Sheets that hold what a unit has decided, as they come out: few signs or many, nothing small, nothing cut."""

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pdfplumber
import pptx
import pytest
from invariants import check_package
from invented import TREE, gathered, looks, results, words
from sample_records import record
from test_printed import HEAD, HELP, MARGIN, MARK, MM, TITLE, on_each_other, sizes

from packgen import packs, sheet_files
from packgen.files import Made
from packgen.model import Language, PrintChoice
from packgen.record import Goal, Measure, Record, Records, RoadmapSession
from packgen.surveys import Gathered

LANGUAGES: tuple[Language, ...] = ("nb", "nn")
FULL = record("lang", "2026")
LONG = "Vi sier fra med en gang når noe er uklart, også når vi har det travelt"
FEW = replace(
    FULL,
    chosen=FULL.chosen[:1],
    roadmap=(
        RoadmapSession(1, "2026-04-28", (Goal(3, "", "", ("Vi spør.",), ("Lederen svarer.",), ("Vi får tid.",)),)),
    ),
    measures=FULL.measures[:1],
)
MANY = replace(
    FULL,
    roadmap=(
        RoadmapSession(
            1,
            "2026-04-28",
            (
                Goal(
                    3,
                    LONG,
                    "Fra 3,9 til 4,2",
                    *(tuple(f"{LONG}, {who} {n}." for n in range(8)) for who in ("vi", "jeg", "de")),
                ),
            ),
        ),
    ),
    measures=tuple(
        Measure(
            f"t{n}",
            3,
            f"Tiltak {n}: gå gjennom oppgavene og bli enige om hvem som gjør hva",
            "fagansvarlig",
            "2026-06-01",
        )
        for n in range(1, 13)
    ),
)
RECORDS = {"full": FULL, "few": FEW, "many": MANY}
DOCUMENTS = ("print_unit_roadmap", "print_unit_vision")
all_of_them = pytest.mark.parametrize(
    ("document", "which", "language"), [(d, w, lang) for d in DOCUMENTS for w in RECORDS for lang in LANGUAGES]
)


def given(now: Record | None, language: Language = "nb") -> Gathered:
    found = {"lang": now} if now else {}
    return replace(gathered(results(), language), documents=DOCUMENTS, records=Records(found))


@cache
def made(which: str, language: Language) -> dict[tuple[str, str], Made]:
    """Return the sheets of the unit with the longest name by document and ending."""
    files = packs.make_pack(given(RECORDS[which], language), TREE.get("lang"), words(), looks())
    return {(file.document, file.path.rpartition(".")[2]): file for file in files}


@cache
def pages(document: str, which: str, language: Language) -> list[pdfplumber.page.Page]:
    return list(pdfplumber.open(io.BytesIO(made(which, language)[document, "pdf"].data)).pages)


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def drawn(page: pdfplumber.page.Page) -> str:
    """Return the letters of a page in the order in which they are drawn, which is that of reading."""
    return letters("".join(c["text"] for c in page.chars))


@all_of_them
def test_title_and_words_are_as_large_as_the_page_design_asks(document: str, which: str, language: Language):
    for page in pages(document, which, language):
        foot = float(page.height) - (MARGIN + 14) / MM
        assert max(sizes(page)) >= TITLE
        assert {c["size"] >= MARK for c in page.chars} == {True}
        assert [c["text"] for c in page.chars if c["size"] < HELP and c["top"] < foot] == []
        for table in page.find_tables():
            box = table.rows[0].bbox
            assert min(sizes(page.crop((max(box[0], 0), box[1], min(box[2], float(page.width)), box[3])))) >= HEAD


@all_of_them
def test_no_letter_stands_in_the_margin_and_no_line_on_another(document: str, which: str, language: Language):
    for page in pages(document, which, language):
        edge = (MARGIN - 0.5) / MM
        inside = [c for c in page.chars if c["text"].strip()]
        assert min(c["x0"] for c in inside) >= edge
        assert max(c["x1"] for c in inside) <= float(page.width) - edge
        assert max(c["bottom"] for c in inside) <= float(page.height) - edge + 5
        assert list(on_each_other(page)) == []


@all_of_them
def test_every_sign_and_goal_is_on_a_page_whole_and_once(document: str, which: str, language: Language):
    now, found = RECORDS[which], pages(document, which, language)
    text = "".join(drawn(page) for page in found)
    for goal in now.goals:
        for sign in (*goal.staff, *goal.leader, *goal.organisation):
            assert text.count(letters(sign)) == 1, sign
        assert letters(goal.text) in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", RECORDS)
def test_every_measure_of_a_chosen_factor_is_on_the_roadmap(which: str, language: Language):
    now = RECORDS[which]
    rows = [
        letters(cell or "")
        for page in pages("print_unit_roadmap", which, language)
        for table in page.extract_tables()
        for row in table
        for cell in row[:1]
    ]
    chosen = {one.factor for one in now.chosen}
    for measure in now.measures:
        assert rows.count(letters(measure.text)) == (measure.factor in chosen), measure.text


def test_a_sheet_of_many_signs_goes_on_and_says_so():
    first, second, *_ = pages("print_unit_roadmap", "many", "nb")
    assert "(1 av " in first.extract_text().replace("\u00a0", " ")
    assert "(2 av " in second.extract_text().replace("\u00a0", " ")
    assert len(pages("print_unit_roadmap", "few", "nb")) == 1
    assert len(pages("print_unit_vision", "few", "nb")) == 1


@all_of_them
def test_the_name_of_the_unit_is_printed(document: str, which: str, language: Language):
    for page in pages(document, which, language):
        assert letters(TREE.get("lang").name) in drawn(page)


@all_of_them
def test_slides_are_sound_with_a_title_of_its_own_on_each(document: str, which: str, language: Language):
    data = made(which, language)[document, "pptx"].data
    assert check_package(data) == []
    titles = [slide.shapes.title.text for slide in pptx.Presentation(io.BytesIO(data)).slides]
    assert len(titles) == len(set(titles)) == len(pages(document, which, language))


@pytest.mark.parametrize("which", RECORDS)
def test_there_is_a_sheet_for_each_factor_on_which_something_was_decided(which: str):
    now = RECORDS[which]
    numbers = {
        text[:2].strip(". ") for page in pages("print_unit_vision", which, "nb") for text in [page.extract_text()]
    }
    assert numbers == {str(goal.factor) for goal in now.goals}


def test_nothing_is_made_before_anything_is_decided():
    before = replace(FULL, roadmap=(), measures=())
    for now in (None, before):
        assert packs.make_pack(given(now), TREE.get("lang"), words(), looks()) == ()


def test_a_choice_among_shared_sheets_leaves_out_none_of_a_units_own():
    chosen = given(FULL)
    chosen = replace(chosen, municipality=replace(chosen.municipality, printed=PrintChoice(tools=("agenda",))))
    files = packs.make_pack(chosen, TREE.get("lang"), words(), looks())
    assert {file.document for file in files} == set(DOCUMENTS)


def test_sheets_of_a_unit_can_be_had_on_their_own(tmp_path: Path):
    asked = replace(given(FULL), chosen=(TREE.get("lang"),), is_whole=False)
    tools = ("unit_roadmap", "unit_vision", "roadmap")
    outcome = sheet_files.make(asked, words(), looks(), tmp_path, tools, PrintChoice(size="A3"))
    names = {path.name.partition(" A3")[0] for path in tmp_path.rglob("*.pdf")}
    assert outcome.problems == ()
    assert names == {"Veikartet vårt", "Hverdagen vår", "Veggark veikart"}
