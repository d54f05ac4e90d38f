"""The table of contents has page numbers, measured from rendered pages; and none where they cannot be known."""

import runpy
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import tools

from packgen import contents_pages, resources
from packgen.blocks import Document, Heading, Section, text
from packgen.contents_pages import PageNumbers

TEMPLATES = (resources.TEMPLATES / "word.docx", resources.TEMPLATES / "word_large.docx")
MEASURED = resources.TEMPLATES / "contents_pages.json"


@cache
def script() -> dict:
    """The names of the script that measures; run without measuring."""
    return runpy.run_path(str(resources.TEMPLATES / "measure_contents.py"))


@cache
def documents() -> dict[str, Document]:
    return script()["documents"]()


def test_page_numbers_are_measured_for_every_shape_of_todays_content():
    """When this fails: ``python templates/measure_contents.py``."""
    numbers = PageNumbers.read(MEASURED, resources.CONTENT, *TEMPLATES)
    assert set(numbers.shapes) == set(documents())


def test_every_heading_has_a_page_and_pages_never_go_back():
    numbers = PageNumbers.read(MEASURED, resources.CONTENT, *TEMPLATES)
    for document in documents().values():
        found = numbers.of(document)
        assert [name for name, _ in found] == [heading.id for heading in contents_pages.headings(document)]
        assert [page for _, page in found] == sorted(page for _, page in found)


def test_other_content_or_another_shape_has_no_page_numbers(tmp_path: Path):
    (tmp_path / "nb").mkdir()
    (tmp_path / "nb" / "handbook.yaml").write_text("a: b")
    assert PageNumbers.read(MEASURED, tmp_path, *TEMPLATES).shapes == {}
    assert PageNumbers.read(tmp_path / "none.json", resources.CONTENT, *TEMPLATES).shapes == {}
    document = next(iter(documents().values()))
    longer = replace(document, sections=(*document.sections, Section((Heading(1, text("Ny"), "h999"),))))
    assert PageNumbers.read(MEASURED, resources.CONTENT, *TEMPLATES).of(longer) == ()


def test_a_unit_with_another_name_has_the_same_shape():
    shape, document = next(iter(documents().items()))
    assert contents_pages.shape_of(replace(document, title="Annet", header_left="Annet")) == shape


@pytest.mark.office("soffice")
def test_pages_are_still_where_they_were_measured():
    office = tools.soffice() or shutil.which("soffice")
    shapes = sorted(documents())
    chosen = {shape: documents()[shape] for shape in (shapes[0], shapes[-1])}
    numbers = PageNumbers.read(MEASURED, resources.CONTENT, *TEMPLATES)
    measured = script()["measure"](chosen, office)
    assert {shape: list(numbers.shapes[shape]) for shape in chosen} == measured
