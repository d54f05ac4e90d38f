"""What a file is: forms are known in every medium, those of appraisal interviews are refused, the rest is let be."""

import io

import invented
import pytest
from form_files import W, blank, changed, codes, documents, fill_word, full, in_libreoffice, rewritten, words
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook

from packgen.collecting import recognise
from packgen.model import Language

APPRAISALS = ("appraisal_preparation", "appraisal_agreement")


def kind(data: bytes, file: str = "skjema.docx") -> str | None:
    return recognise.kind(data, file, words()).value


@pytest.mark.parametrize("form", ["one", "two", "follow_up"])
def test_forms_are_known_by_what_they_hold_whatever_they_are_called(form):
    assert kind(full(form, "docx"), "Mappe/Nytt dokument.docx") == "word_form"
    assert kind(full(form, "xlsx"), "Bok1.XLSX") == "workbook_form"


def test_a_form_that_has_lost_its_id_is_still_a_form():
    lost = rewritten(blank("one", "docx"), "word/document.xml", lambda old: old.replace(b"/M1/54", b""))
    assert kind(lost) == "word_form"
    sheet = rewritten(blank("one", "xlsx"), "xl/worksheets/sheet1.xml", lambda old: old.replace(b"/M1/54", b""))
    assert kind(sheet, "skjema.xlsx") == "workbook_form"


def test_decks_are_known():
    assert kind(documents(["meeting_one"])["meeting_one.pptx"], "Møte 1.pptx") == "deck"


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_other_document_of_a_pack_is_taken_for_a_form(language):
    made = {one.path: one for one in invented.pack("shown", language).values()}
    found = {one.document: recognise.kind(one.data, path, words()) for path, one in made.items()}
    by_kind = {
        document: outcome.value or codes(outcome)[0]
        for document, outcome in found.items()
        if outcome.value not in ("other", "deck")
    }
    forms = {"form_one": "workbook_form", "form_two": "workbook_form"}
    assert by_kind == {**forms, **dict.fromkeys(APPRAISALS, "collect.appraisal")}


def test_other_workbooks_are_no_forms():
    saved = io.BytesIO()
    book = Workbook()
    book.worksheets[0]["A1"] = "12:"
    book.save(saved)
    assert kind(saved.getvalue(), "tall.xlsx") == "other"


@pytest.mark.parametrize("name", ["~$skjema.docx", ".skjema.docx", "bilde.jpg", "notat.txt", "mappe/.DS_Store"])
def test_what_programs_leave_behind_and_what_is_no_office_file_is_not_opened(name):
    assert recognise.kind(b"PK but not really", name, words()).value == "other"


@pytest.mark.parametrize("name", ["skjema.docx", "skjema.doc", "skjema", "skjema.docm"])
def test_an_office_file_that_may_not_be_opened_is_told(name):
    assert codes(recognise.kind(b"not really", name, words())) == ["archive.not_office"]


# ---------------------------------------------------------------- appraisal interviews


def appraisal(document: str, language: Language) -> bytes:
    return documents([document], None, language)[f"{document}.docx"]


def without(data: bytes, *lost: str) -> bytes:
    """Return a document without its tags, its title or its headings."""

    def change(root: etree._Element) -> None:
        for tag in list(root.iter(f"{W}tag")) if "tags" in lost else ():
            tag.getparent().remove(tag)
        if "headings" in lost:
            for text in list(root.iter(f"{W}t"))[:3]:
                text.text = "Notat"

    made = changed(data, "word/document.xml", change)
    empty = b"<coreProperties/>"
    return rewritten(made, "docProps/core.xml", lambda _: empty) if "title" in lost else made


@pytest.mark.parametrize("document", APPRAISALS)
@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("lost", [(), ("tags", "title"), ("tags", "headings"), ("title", "headings")], ids=" ".join)
def test_a_form_of_an_appraisal_interview_is_refused_by_each_of_its_marks(document, language, lost):
    outcome = recognise.kind(without(appraisal(document, language), *lost), "skjema.docx", words())
    assert outcome.value is None
    assert codes(outcome) == ["collect.appraisal"]


@pytest.mark.office("soffice")
def test_a_filled_appraisal_form_that_libreoffice_has_saved_is_refused_and_nothing_of_it_is_told():
    data = appraisal("appraisal_agreement", "nb")
    filled = fill_word(data, {"appraisal_agreement.agreement.goal.1": "Bli flinkere"})
    saved = in_libreoffice({"avtale.docx": filled}, "docx")["avtale.docx"]
    outcome = recognise.kind(saved, "avtale.docx", words())
    assert codes(outcome) == ["collect.appraisal"]
    assert all("Bli flinkere" not in value for _, value in outcome.problems[0].values)


def test_a_form_of_a_meeting_may_speak_of_appraisal_interviews():
    text = "Avtale etter medarbeidersamtalen"
    assert kind(fill_word(blank("one", "docx"), {"reasons.0.improve": f"{text} mangler"})) == "word_form"


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=200), ending=st.sampled_from(["docx", "xlsx", "pptx"]))
def test_any_bytes_give_problems_and_never_a_traceback(data, ending):
    for start in (b"", b"PK", b"PK\x03\x04"):
        assert codes(recognise.kind(start + data, f"x.{ending}", words()))
