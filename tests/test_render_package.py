import stat
import zipfile
from io import BytesIO

import pptx
import pytest
from docx import Document
from lxml import etree

from packgen.render.package import (
    BrokenPackageError,
    Package,
    Part,
    Relationship,
    core_properties,
    read,
    to_bytes,
)

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def one_part(*, target="/word/document.xml", content_type="text/xml", extra=()):
    return Package(
        (Part("/word/document.xml", content_type, b"<a/>"), *extra),
        (Relationship("rId1", OFFICE, target),),
    )


def test_the_same_package_gives_the_same_bytes_whatever_the_order_of_its_parts():
    picture = Part("/word/media/a.png", "image/png", b"png")
    document = Part("/word/document.xml", "text/xml", b"<a/>", (Relationship("rId1", IMAGE, "/word/media/a.png"),))
    root = (Relationship("rId1", OFFICE, "/word/document.xml"),)
    assert to_bytes(Package((picture, document), root)) == to_bytes(Package((document, picture), root))


def test_entries_are_sorted_dated_1980_and_readable_by_their_owner():
    with zipfile.ZipFile(BytesIO(to_bytes(one_part()))) as archive:
        entries = archive.infolist()
    assert [e.filename for e in entries] == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
    assert {e.date_time for e in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {stat.S_IMODE(e.external_attr >> 16) for e in entries} == {0o600}
    assert {e.create_system for e in entries} == {3}


def test_reading_gives_back_what_was_written():
    link = Relationship("rId2", LINK, "https://example.no/a?b=1&c=2", external=True)
    picture = Part("/word/media/a.png", "image/png", b"png")
    document = Part("/word/document.xml", "text/xml", b"<a/>", (Relationship("rId1", IMAGE, "/word/media/a.png"), link))
    package = Package((document, picture), (Relationship("rId1", OFFICE, "/word/document.xml"),))
    assert read(to_bytes(package)) == package


def test_two_types_of_one_extension_both_keep_their_type():
    one = Part("/a.bin", "type/one", b"1")
    two = Part("/b.bin", "type/two", b"2")
    package = Package((one, two), (Relationship("r1", OFFICE, "/a.bin"), Relationship("r2", OFFICE, "/b.bin")))
    assert read(to_bytes(package)) == package


@pytest.mark.parametrize(
    ("package", "message"),
    [
        (one_part(target="/word/missing.xml"), "leads to /word/missing.xml, which is not there"),
        (one_part(content_type=""), "/word/document.xml has no content type"),
        (one_part(extra=(Part("/word/Document.xml", "text/xml", b""),)), "2 parts are named /word/document.xml"),
        (one_part(extra=(Part("/word/orphan.xml", "text/xml", b""),)), "no relationship leads to /word/orphan.xml"),
        (
            Package(
                (), (Relationship("r1", LINK, "a:b", external=True), Relationship("r1", LINK, "c:d", external=True))
            ),
            "the package has 2 relationships r1",
        ),
    ],
)
def test_a_package_that_office_would_repair_is_refused(package, message):
    with pytest.raises(BrokenPackageError, match=message):
        to_bytes(package)


def saved(made) -> bytes:
    """What python-docx or python-pptx saves."""
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def test_a_python_docx_document_keeps_its_parts():
    document = Document()
    document.add_paragraph("Hei")
    again = Document(BytesIO(to_bytes(read(saved(document)))))
    assert again.paragraphs[-1].text == "Hei"


def test_a_python_pptx_presentation_keeps_its_slides():
    presentation = pptx.Presentation()
    presentation.slides.add_slide(presentation.slide_layouts[0]).shapes.title.text = "Hei"
    again = pptx.Presentation(BytesIO(to_bytes(read(saved(presentation)))))
    assert [s.shapes.title.text for s in again.slides] == ["Hei"]


def test_core_properties_say_title_author_and_language_and_no_date_of_today():
    part = core_properties(title="Møte 1", subject="10-FAKTOR", author="Fjordvik", language="nn-NO")
    root = etree.fromstring(part.blob)
    values = {etree.QName(e).localname: e.text for e in root}
    assert values == {
        "title": "Møte 1",
        "subject": "10-FAKTOR",
        "creator": "Fjordvik",
        "language": "nn-NO",
        "created": "1980-01-01T00:00:00Z",
        "modified": "1980-01-01T00:00:00Z",
    }
