"""The invariants find what they are there to find: each fault is made in a good file, and named."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from invariants import check_package
from word_sample import sample

from packgen.render import word
from packgen.theme import Theme

TEMPLATE = (Path(__file__).parents[1] / "templates" / "word.docx").read_bytes()


@pytest.fixture(scope="module")
def good() -> bytes:
    return word.render(sample(), Theme(), TEMPLATE)


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def zipped(parts: dict[str, bytes], mode: int = 0o600 << 16) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr = mode
            archive.writestr(info, parts[name])
    return buffer.getvalue()


def broken(data: bytes, part: str, found: str, replacement: str) -> bytes:
    parts = entries(data)
    changed, count = re.subn(found.encode(), replacement.encode(), parts[part], count=1, flags=re.DOTALL)
    assert count == 1, f"{found} is not in {part}"
    return zipped(parts | {part: changed})


def test_good_file_has_no_fault(good):
    assert check_package(good) == []


DOCUMENT = "word/document.xml"


@pytest.mark.parametrize(
    ("part", "found", "replacement", "fault"),
    [
        (DOCUMENT, r'<wp:docPr id="2"', '<wp:docPr id="1"', "two drawings have the id 1"),
        (DOCUMENT, r'<w:id w:val="2"/>', '<w:id w:val="1"/>', "two controls have the id 1"),
        (DOCUMENT, r'<w:bookmarkEnd w:id="2"/>', "", "a bookmark does not end"),
        (DOCUMENT, r'<w:tag w:val="day"/>', '<w:tag w:val="employee"/>', "two tags of controls have the id employee"),
        (DOCUMENT, r'r:id="rIdChart1"', 'r:id="rIdChart9"', "refers to rIdChart9"),
        (
            DOCUMENT,
            r"(<w:tcPr>[^/]*/></w:tcPr>)<w:p>.*?</w:p></w:tc>",
            r"\1</w:tc>",
            "a cell does not end with a paragraph",
        ),
        (
            DOCUMENT,
            r"(</w:tbl>)<w:p>.{1,99}Gap.*?</w:p>(<w:tbl>)",
            r"\1\2",
            "two tables have no paragraph between them",
        ),
        (DOCUMENT, r"<w:sdtContent><w:r>.*?</w:r></w:sdtContent>", "<w:sdtContent/>", "a control is empty"),
        (DOCUMENT, r'<w:fldChar w:fldCharType="end"/>', "", "a field does not end"),
        (DOCUMENT, r'<w:gridCol w:w="\d+"/></w:tblGrid>', "</w:tblGrid>", "a row has"),
        (DOCUMENT, r'<w:pStyle w:val="Lead"/>', '<w:pStyle w:val="Leed"/>', "uses the style Leed"),
        (DOCUMENT, r'<w:numId w:val="100"/>', '<w:numId w:val="77"/>', "uses the list 77"),
        (DOCUMENT, r' descr="[^"]+"', ' descr=" "', "has no alternative text"),
        (
            DOCUMENT,
            r'<w:tblDescription w:val="Ti rader[^"]*"/>',
            "",
            "a table with a header row has no alternative text",
        ),
        (DOCUMENT, r'<w:rPr><w:lang w:val="nb-NO"/></w:rPr><w:t>', "<w:t>", "has no language"),
        (DOCUMENT, r'<w:lang w:val="nb-NO"/>', '<w:lang w:val="nn-NO"/>', "the document speaks nb-NO, nn-NO"),
        (DOCUMENT, r'(<w:pStyle w:val="Lead"/>)', r'<w:jc w:val="left"/>\1', "the children of w:pPr are out of order"),
        (DOCUMENT, r'w:anchor="_Toc\d+"', 'w:anchor="_Toc99"', "leads to _Toc99, which is no bookmark"),
        (DOCUMENT, r"<w:sectPr>", "<w:p/><w:p/><w:sectPr>", "an empty paragraph makes space"),
        (DOCUMENT, r"</w:document>", "", "is not well formed"),
        ("word/settings.xml", r"<w:zoom", '<w:updateFields w:val="1"/><w:zoom', "asks to update its fields"),
        ("word/charts/chart1.xml", r'<c:axId val="1001"/>', '<c:axId val="-5"/>', "out of range"),
        ("word/charts/chart3.xml", r'<c:invertIfNegative val="0"/>', "", "a bar may be inverted"),
        ("word/charts/chart1.xml", r"<c:v>4.4</c:v>", "<c:v>4.5</c:v>", "it shows other values than"),
        ("word/charts/_rels/chart1.xml.rels", r"chart1.xlsx", "chart8.xlsx", "which is not there"),
        ("[Content_Types].xml", r'<Override[^>]*header1.xml"[^>]*>', "", "has only the general content type"),
    ],
)
def test_fault_is_named(good, part, found, replacement, fault):
    assert any(fault in said for said in check_package(broken(good, part, found, replacement)))


def test_file_mode_of_zero_is_named(good):
    assert any("no file mode" in fault for fault in check_package(zipped(entries(good), mode=0x20)))


def test_part_that_nothing_leads_to_is_named(good):
    parts = entries(good) | {"word/header9.xml": entries(good)["word/header1.xml"]}
    assert any("no relationship leads to /word/header9.xml" in fault for fault in check_package(zipped(parts)))


def test_macro_is_named(good):
    assert any("vbaProject" in fault for fault in check_package(zipped(entries(good) | {"word/vbaProject.bin": b"x"})))


def test_link_to_anywhere_is_named(good):
    rels = entries(good)["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="x/hyperlink" Target="file:///etc" TargetMode="External"/></Relationships>',
    )
    parts = entries(good) | {"word/_rels/document.xml.rels": rels}
    assert any("leads out to file:///etc" in fault for fault in check_package(zipped(parts)))
