"""Every file of a pack opens in python-docx and python-pptx, which read it by their own rules, its words in place."""

from io import BytesIO

import docx
import pptx
import pytest
from invented import is_without_record, pack
from test_content import DOCUMENTS


def usual(*media: str) -> set[str]:
    return {m.id for m in DOCUMENTS.values() if m.medium in media and is_without_record(m)}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_documents_open_with_title_and_paragraphs(language: str):
    made = pack("preparation", language)
    opened = {m.document: docx.Document(BytesIO(m.data)) for m in made.values() if m.path.endswith(".docx")}
    assert set(opened) == usual("word", "form")
    for document in opened.values():
        assert document.core_properties.title
        assert any(p.style.name == "Heading 1" and p.text for p in document.paragraphs)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_decks_open_with_titles_and_notes_on_every_slide(language: str):
    made = pack("preparation", language)
    opened = {m.document: pptx.Presentation(BytesIO(m.data)) for m in made.values() if m.path.endswith(".pptx")}
    assert set(opened) == usual("slides")
    for deck in opened.values():
        assert all(slide.shapes.title.text for slide in deck.slides)
        assert all(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
