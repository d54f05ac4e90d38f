"""Every page of a pack as LibreOffice lays it out: nothing empty, nothing cut, nothing on top of anything else.

The packs are of a unit with a name of 90 letters, in every state and in both written standards, and of the examples.
"""

import re
from functools import cache
from pathlib import Path

import pages
import pytest
import tools
from lxml import etree
from office import NS, Element, edited, every, facts, opened, q
from pages import Page
from sample_decks import deck
from word_sample import sample

from packgen.render import slides, word
from packgen.theme import Theme

TEMPLATES = Path(__file__).parents[1] / "templates"
PAGES = {
    "start_here": range(2, 3),
    "run_sheet_one": range(1, 2),
    "run_sheet_two": range(1, 2),
    "appraisal_agreement": range(1, 2),
    "appraisal_preparation": range(3, 5),
    "handbook": range(35, 51),
    "run_sheet_small_one": range(1, 2),
    "run_sheet_small_two": range(1, 2),
    "run_sheet_video_one": range(1, 2),
    "run_sheet_video_two": range(1, 2),
    "run_sheet_wall": range(1, 2),
    "run_sheet_long": range(2, 3),  # both meetings in one, with what to do when time runs short
    "run_sheet_shift_one": range(2, 3),  # the tallies of the sessions are added up on the back
    "run_sheet_shift_two": range(2, 3),
    "staff_letter": range(1, 2),
    "invitation": range(2, 3),
    "environment_group": range(2, 3),
    "results_sheet": range(2, 3),
    "results_distribution": range(1, 3),
    "follow_up_sheet": range(1, 3),
    "form_one": range(2, 5),
    "form_two": range(2, 6),
    "form_follow_up": range(2, 5),
    "action_plan": range(2, 6),  # what is decided of all factors, and a page or two for each
    "said_and_did": range(1, 2),
    "evaluation_sheet": range(1, 3),
    "progress_plan": range(1, 3),
    "wall_sheets": range(4, 7),
    "preparation": range(8, 13),
    "toolbox": range(14, 23),
    "factor_booklet": range(12, 13),  # a cover, an opening and a page for each factor
    "leading_change": range(8, 15),
    "leader_programme_sheets": range(9, 13),
}
LARGE_PAGES = {
    "appraisal_agreement": range(3, 5),
    "action_plan": range(5, 12),
    "said_and_did": range(1, 4),
    "appraisal_preparation": range(8, 13),
    "handbook": range(80, 126),
    "results_sheet": range(3, 9),  # the fewest where there are no figures
}
LARGE_PRINT = " in large print,"
SMALLEST_BODY, NOMINAL_BODY = 20, 24
BODY = {"Tekst", "Poeng", "Spørsmål", "Ingress", "Panel", "Undertittel", "Tittel"}
"""Placeholders for what a slide says; the others bear notes, numbers, the round and the footer."""
SMALL_BY_DESIGN = {("Faktor", "Panel"): 20}
"""Panels that hold numbers and a chart: their label is small, the numbers large."""
LEAST_INK = 250
"""How far down a page must be filled, in points: a heading and some lines."""
LEAST_LARGE_INK = 190
"""The same in large print, below a header of three lines: a box that did not fit, or some lines."""
OWN_TEMPLATE = ", heimvik "
"""The example that stands on the municipality's own templates, in the sizes of type that it has chosen."""
LEAST_OWN_INK = 100
"""The same there, a few lines below the header: its type and margins say where the text breaks."""
SPARE = 14
"""Points that a document of one page has to spare: Word's lines may stand a little lower than LibreOffice's."""

pytestmark = pytest.mark.office("soffice")


@cache
def read(path: Path) -> list[Page]:
    return pages.read(path)


def of(files: dict[str, Path], ending: str) -> dict[str, list[Page]]:
    return {name: read(path) for name, path in files.items() if name.endswith(ending)}


def test_documents_have_the_pages_they_should(page_pdfs: dict[str, Path]):
    counts = {name: len(found) for name, found in of(page_pdfs, ".docx").items()}
    assert {name: count for name, count in counts.items() if count not in usual_pages(name)} == {}


def usual_pages(name: str) -> range:
    """Return how many pages a document may have."""
    document = name.partition(",")[0]
    return LARGE_PAGES[document] if LARGE_PRINT in name else PAGES[document]


def test_no_text_of_a_document_is_cut_or_crowded_and_no_page_is_empty(
    page_pdfs: dict[str, Path], page_files: dict[str, bytes]
):
    found = [
        f"{name}, {fault}"
        for name, read_pages in of(page_pdfs, ".docx").items()
        for fault in pages.document_faults(opened(page_files[name]), read_pages)
    ]
    assert found == []


def test_no_page_holds_only_a_line_or_two(page_pdfs: dict[str, Path]):
    found = [
        f"{name}, page {number} ends after {page.lowest_ink:.0f} points: {page.stream[-40:]}"
        for name, read_pages in of(page_pdfs, ".docx").items()
        for number, page in enumerate(read_pages, start=1)
        if page.lowest_ink < least_ink(name)
    ]
    assert found == []


def least_ink(name: str) -> int:
    """Return how far down the pages of a document must be filled, in points."""
    if OWN_TEMPLATE in name:
        return LEAST_OWN_INK
    return LEAST_LARGE_INK if LARGE_PRINT in name else LEAST_INK


def test_a_document_of_one_page_has_a_line_to_spare(page_pdfs: dict[str, Path], page_files: dict[str, bytes]):
    found = {}
    for name, (page, *more) in of(page_pdfs, ".docx").items():
        (margin, *_) = facts(opened(page_files[name]).xml["word/document.xml"], "//w:sectPr/w:pgMar/@w:bottom")
        room = page.height - int(margin) / pages.TWIPS
        lowest = max(letter.box.bottom for letter in page.letters if letter.box.bottom < room)
        if not more and lowest > room - SPARE:
            found[name] = f"{room - lowest:.0f} points"
    assert found == {}


def test_every_slide_becomes_a_page(page_pdfs: dict[str, Path], page_files: dict[str, bytes]):
    counts = {name: len(found) for name, found in of(page_pdfs, ".pptx").items()}
    assert counts == {name: len(opened(page_files[name]).slides()) for name in counts}


def test_no_text_of_a_slide_runs_out_of_its_box_or_under_another(
    page_pdfs: dict[str, Path], page_files: dict[str, bytes]
):
    found = []
    for name, read_pages in of(page_pdfs, ".pptx").items():
        office = opened(page_files[name])
        for slide, page in zip(office.slides(), read_pages, strict=True):
            found += [f"{name}, {fault}" for fault in pages.slide_faults(office, slide, page)]
    assert found == []


def test_body_text_on_slides_is_large(page_files: dict[str, bytes]):
    found = set()
    for name, data in page_files.items():
        office = opened(data)
        for slide in office.slides() if office.is_deck and OWN_TEMPLATE not in name else ():
            layout = facts(office.xml[office.leads(slide, "slideLayout")[0].target], "p:cSld/@name")[0]
            for holder, size, nominal, muted, text in pages.slide_sizes(office, slide):
                kind = re.sub(r" \(?\d+\)?$", "", holder)
                if kind not in BODY or muted:
                    continue
                if size < SMALLEST_BODY or nominal < SMALL_BY_DESIGN.get((layout, kind), NOMINAL_BODY):
                    found.add(f"{name}, {slide}: {size:g} of {nominal:g} points in «{holder}»: {text[:40]}")
    assert found == set()


def test_page_numbers_in_the_contents_are_those_of_the_pages(page_pdfs: dict[str, Path], page_files: dict[str, bytes]):
    for name, read_pages in of(page_pdfs, ".docx").items():
        for heading, number in contents(opened(page_files[name]).xml["word/document.xml"]):
            assert pages.squeezed(heading) in read_pages[number - 1].stream, f"{name}: {heading}, {number}"


def contents(document: Element) -> list[tuple[str, int]]:
    """The headings that a table of contents gives a page, and the page."""
    found = []
    for link in every(document, "//w:hyperlink[@w:anchor]"):
        words = facts(link, ".//w:t/text()")
        if len(words) > 1 and words[-1].isdigit():
            found.append((words[0], int(words[-1])))
    return found


# ---------------------------------------------------------------- the measuring itself


def larger(size: int):
    def enlarge(slide: Element) -> None:
        for properties in slide.iter(q("a:rPr")):
            properties.set("sz", str(size))

    return enlarge


def narrow(document: Element) -> None:
    """Make the columns of all tables but the last too narrow for their words."""
    for width in every(document, "//w:tblGrid/w:gridCol[position()<last()] | //w:tc[position()<last()]//w:tcW"):
        width.set(q("w:w"), "500")


def empty_page(document: Element) -> None:
    body = every(document, "w:body")[0]
    for _ in range(2):
        body.insert(
            1,
            etree.fromstring(f'<w:p xmlns:w="{etree.QName(body).namespace}"><w:pPr><w:pageBreakBefore/></w:pPr></w:p>'),
        )


def moved(slide: Element) -> None:
    """Move the last table or chart to the top of the slide."""
    every(slide, "//p:graphicFrame/p:xfrm/a:off")[-1].set("y", "100000")


def stacked(slide: Element) -> None:
    """Put all placeholders in one place."""
    for properties in every(slide, "//p:sp/p:spPr"):
        properties.insert(
            0,
            etree.fromstring(
                f'<a:xfrm xmlns:a="{NS["a"]}"><a:off x="609600" y="609600"/><a:ext cx="9000000" cy="700000"/></a:xfrm>'
            ),
        )


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Faults of files that were spoilt on purpose, by how."""
    document = word.render(sample(), Theme(), (TEMPLATES / "word.docx").read_bytes())
    good = slides.render(deck("nb"), Theme(), (TEMPLATES / "slides.pptx").read_bytes())
    part = "word/document.xml"
    files = {
        "good.docx": document,
        "good.pptx": good,
        "large.pptx": edited(good, "ppt/slides/slide3.xml", larger(8000)),
        "crowded.pptx": edited(good, "ppt/slides/slide11.xml", larger(3600)),
        "stacked.pptx": edited(good, "ppt/slides/slide3.xml", stacked),
        "moved.pptx": edited(good, "ppt/slides/slide11.xml", moved),
        "narrow.docx": edited(document, part, narrow),
        "empty.docx": edited(document, part, empty_page),
    }
    made = tools.to_pdf(files, tmp_path_factory.mktemp("spoilt"))
    return {name: list(_faults(files[name], pages.read(path))) for name, path in made.items()}


def _faults(data: bytes, found: list[Page]) -> list[str]:
    office = opened(data)
    if not office.is_deck:
        return list(pages.document_faults(office, found))
    named = zip(office.slides(), found, strict=True)
    return [fault for slide, page in named for fault in pages.slide_faults(office, slide, page)]


@pytest.mark.parametrize("name", ["good.docx", "good.pptx"])
def test_a_good_file_measures_well(spoilt: dict[str, list[str]], name: str):
    assert spoilt[name] == []


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("large.pptx", "points out of «"),
        ("large.pptx", "in no shape"),
        ("crowded.pptx", "is broken in «"),
        ("crowded.pptx", "outside Box("),
        ("stacked.pptx", "stands on «"),
        ("stacked.pptx", "lie on each other"),
        ("moved.pptx", "runs under «"),
        ("narrow.docx", "is broken over two lines"),
        ("empty.docx", "is empty"),
    ],
)
def test_a_fault_on_a_page_is_measured(spoilt: dict[str, list[str]], name: str, fault: str):
    assert any(fault in said for said in spoilt[name]), spoilt[name]
