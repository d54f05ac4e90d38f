"""Packs made in memory and held to the rules of accessibility, and the report on them: one page, in either standard."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import invented
import pdfplumber
import pytest
import tools
from invariants import check_package
from office import edited, every, opened, q
from small_municipality import write

from packgen import __version__, compose, packs, pipeline, trial
from packgen.blocks import Language
from packgen.compose import Checked
from packgen.model import Edition, View
from packgen.own_looks import OwnLooks
from packgen.pipeline import Request
from packgen.problems import Problem, values_of, warning
from packgen.render import word
from packgen.trial import Tried

LANGUAGES: tuple[Language, ...] = ("nb", "nn")
RULES = {
    "properties",
    "language",
    "one_language",
    "slide_titles",
    "headings",
    "header_rows",
    "alternatives",
    "figures",
    "loose_text",
    "contrast",
    "pdf",
}


@cache
def tried() -> tuple[Tried, ...]:
    """What a municipality with nothing of its own has tried."""
    return trial.make(invented.gathered(invented.results(shares=None)), invented.words(), invented.looks())


def test_packs_of_packgens_own_have_no_remarks():
    assert trial.problems(tried()) == ()
    counted = trial.checked(tried())
    assert {one.rule for one in counted} == RULES
    assert {one.remarks for one in counted} == {0}
    assert min(one.files for one in counted) > 10


def test_one_pack_and_what_all_share_is_tried_where_nothing_is_the_municipalitys_own():
    assert {one.made.unit for one in tried()} == {"provevik", ""}
    assert {one.made.language for one in tried()} == {"nb"}
    assert {one.made.path.rpartition(".")[2] for one in tried()} == {"docx", "pptx", "xlsx", "pdf"}


def test_units_are_tried_in_both_standards_shown_and_hidden():
    units = trial.units_to_try(invented.gathered(invented.results()))
    assert [unit.id for unit in units] == ["provevik", "heimen", "natt"]


def test_own_texts_are_tried_wherever_they_hold(tmp_path: Path):
    folder = write(tmp_path / "provevik")
    own = folder / "units" / "skolen" / "texts" / "nb"
    own.mkdir(parents=True)
    (own / "handbook.yaml").write_text("about:\n  chapter:\n    title: Slik gjør skolen det\n", "utf-8")
    outcome = pipeline.gather(Request(folder), invented.words())
    assert outcome.value is not None, outcome.problems
    given = replace(outcome.value, documents=("handbook",))
    made = trial.make(given, invented.words(), invented.looks())
    assert "skolen" in {one.made.unit for one in made}
    assert len({one.made.unit for one in made}) > 1
    assert {one.made.document for one in made} == {"handbook"}


def test_another_form_of_the_meetings_is_tried_by_the_documents_that_it_alone_has():
    given = invented.gathered(invented.results())
    here = tuple(replace(unit, meeting_form="long_meeting") if unit.id == "veg" else unit for unit in given.chosen)
    given = replace(given, chosen=here, is_whole=False, looks=OwnLooks(invented.looks().theme, None, None, None, None))
    made = trial.make(given, invented.words(), invented.looks())
    of_veg = {one.made.document for one in made if one.made.unit == "veg"}
    own = {m.id for m in invented.words().makeups if m.forms and "long_meeting" in m.forms}
    assert of_veg == own
    assert own


# ---------------------------------------------------------------- what a template can break


def pale(document: bytes) -> bytes:
    """Return a template whose text is pale grey."""

    def edit(styles):
        for colour in every(styles, "w:docDefaults//w:color | w:style[@w:default='1']//w:color"):
            colour.set(q("w:val"), "B0B0B0")

    return edited(document, "word/styles.xml", edit)


@cache
def remarks() -> tuple[Problem, ...]:
    return trial.problems(with_a_pale_template())


@cache
def with_a_pale_template() -> tuple[Tried, ...]:
    looks = replace(invented.looks(), word=pale(invented.looks().word))
    given = replace(invented.gathered(invented.results(shares=None)), documents=("handbook", "staff_letter"))
    return trial.make(given, invented.words(), looks)


def test_a_template_that_breaks_a_rule_is_told_with_document_text_and_ratio():
    assert {p.code for p in remarks()} <= {"accessibility.pale", "accessibility.more"}
    first = next(p for p in remarks() if p.code == "accessibility.pale")
    assert "Prøvevik kommune" in first.place.file
    said = values_of(first)
    assert (said["colour"], said["ground"], said["ratio"], said["least"]) == ("B0B0B0", "FFFFFF", "2,1", "4,5")
    assert said["text"]


def test_of_many_remarks_of_a_kind_a_few_are_told_and_the_others_counted():
    data = tried()[0].made
    many = tuple(warning("accessibility.pale", text=number) for number in range(9))
    told = trial.problems([Tried(data, {"contrast": many})])
    assert [p.code for p in told].count("accessibility.pale") == 3
    assert [values_of(p)["count"] for p in told if p.code == "accessibility.more"] == ["6"]


def test_what_two_packs_have_alike_is_told_once_and_counted_once():
    one = with_a_pale_template()[0]
    other = Tried(replace(one.made, unit="other", path=f"other/{one.made.path}"), one.found)
    assert trial.problems([one, other]) == trial.problems([one])
    assert [c.remarks for c in trial.checked([one, other])] == [c.remarks for c in trial.checked([one])]
    assert {c.files for c in trial.checked([one, other])} == {2}


# ---------------------------------------------------------------- the report


@cache
def report(language: Language) -> bytes:
    given = replace(invented.gathered(invented.results(shares=None)), language=language)
    return trial.report(given, tried(), invented.words(), invented.looks())


def said(data: bytes) -> list[str]:
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_a_sound_file_without_a_clock(language: Language):
    assert check_package(report(language)) == []
    given = replace(invented.gathered(invented.results(shares=None)), language=language)
    assert trial.report(given, tried(), invented.words(), invented.looks()) == report(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_whose_it_is_what_was_checked_and_what_is_left(language: Language):
    words = invented.words().texts[language]
    text = "\n".join(said(report(language)))
    for rule in RULES:
        criteria = words.node(f"accessibility_report.rules.{rule}.criteria")
        assert criteria in text
    for wanted in ("Prøvevik kommune", "10-FAKTOR 2026", "WCAG 2.1", "EN 301 549", "4,5 : 1", "hr@provevik.example"):
        assert wanted in text
    footers = "".join("".join(root.itertext()) for name, root in opened(report(language)).stories.items())
    assert f"packgen {__version__}" in footers
    assert text.count("fant ingenting" if language == "nb" else "fann ingenting") == len(RULES)


def test_the_report_counts_files_and_remarks():
    given = invented.gathered(invented.results(shares=None))
    text = said(trial.report(given, with_a_pale_template(), invented.words(), invented.looks()))
    (contrast,) = (one for one in trial.checked(with_a_pale_template()) if one.rule == "contrast")
    assert contrast.remarks > 1
    assert f"{contrast.remarks} merknader" in text
    assert "pdf" not in {one.rule for one in trial.checked(with_a_pale_template())}


def test_one_remark_is_one():
    one = (Checked("contrast", 4, 1),)
    text = said(rendered(one))
    assert "1 merknad" in text
    assert "4" in text


def rendered(checked: tuple[Checked, ...]) -> bytes:
    given = invented.gathered(None)
    view = View(given.municipality, given.now.round, given.top, None, "nb", Edition.LEADER, "preparation", None)
    words = invented.words()
    scene = compose.scene(words.texts["nb"], words.minutes, {m.id: m for m in words.makeups}, view)
    document = compose.accessibility_report(scene, checked, least=("4,5", "3"), version="1")
    return word.render(document, packs.dressed(invented.looks(), given).theme, invented.looks().word)


def test_nobody_to_ask_is_the_personnel_department():
    given = replace(invented.gathered(None), municipality=invented.BARE)
    text = "\n".join(said(trial.report(given, tried(), invented.words(), invented.looks())))
    assert "Si fra til personalavdelingen i Prøvevik kommune." in text


@pytest.mark.office("soffice")
def test_the_report_is_one_page_also_with_the_longest_names_and_remarks_in_all(tmp_path: Path):
    faults = tuple(warning("accessibility.pale", text=str(number)) for number in range(100))
    many = tuple(Tried(one.made, dict.fromkeys(one.found, faults)) for one in tried())
    files = {}
    for language in LANGUAGES:
        given = replace(invented.gathered(invented.results(shares=None)), language=language)
        named = replace(given.municipality, name=invented.PARENT)
        files[f"{language}.docx"] = report(language)
        given = replace(given, municipality=named)
        files[f"{language}, long.docx"] = trial.report(given, many, invented.words(), invented.looks())
    for name, path in tools.to_pdf(files, tmp_path).items():
        with pdfplumber.open(path) as pdf:
            assert len(pdf.pages) == 1, name
