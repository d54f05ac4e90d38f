"""Office files from outside: what is safe passes, what can hurt is refused with its reason before it is opened."""

import io
import struct
import zipfile
from functools import cache

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from packgen.archive import Limits, check
from packgen.problems import values_of

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>{more}</Types>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
    ' Target="{target}" TargetMode="External"/></Relationships>'
)
USUAL = Limits()
SMALL = Limits(size=100_000, entries=20, part_size=50_000, total_size=80_000, ratio=50, ratio_from=1_000)


def zipped(*parts: tuple[str, str | bytes], types: str = "", compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as package:
        package.writestr("[Content_Types].xml", TYPES.format(more=types))
        for name, content in parts:
            package.writestr(name, content)
    return buffer.getvalue()


def codes(data: bytes, limits: Limits = USUAL) -> list[str]:
    return [problem.code for problem in check(data, "f.xlsx", limits)]


@cache
def workbook() -> bytes:
    """The same bytes all through a run: openpyxl stamps the time, and the length follows."""
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "Eining"
    book.active["A1"].hyperlink = "https://example.org/"
    book.active["A2"].hyperlink = "mailto:hr@example.org"
    book.save(buffer)
    return buffer.getvalue()


def deck_with_chart() -> bytes:
    deck = Presentation()
    data = CategoryChartData()
    data.categories = ["1", "2"]
    data.add_series("s", (4.2, 4.3))
    deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, Inches(1), Inches(1), Inches(4), Inches(3), data
    )
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def document() -> bytes:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("make", [workbook, deck_with_chart, document])
def test_files_as_office_writes_them_pass(make):
    assert codes(make()) == []


def test_a_file_of_another_kind_is_told_apart():
    assert codes(b"Eining;N\n") == ["archive.not_office"]
    assert codes(b"") == ["archive.not_office"]
    assert codes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == ["archive.old_format"]
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert codes(locked) == ["archive.encrypted"]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert codes(buffer.getvalue()) == ["archive.open_document"]
    binary = (
        '<Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    )
    assert codes(zipped(("xl/workbook.bin", b"x"), types=binary)) == ["archive.binary"]


def test_a_cut_off_file_is_broken():
    assert codes(workbook()[:-30]) == ["archive.broken"]
    whole = bytearray(workbook())
    whole[60] ^= 0xFF
    assert codes(bytes(whole)) == ["archive.broken"]


def test_a_bomb_is_refused_by_what_its_list_says():
    bomb = zipped(("xl/worksheets/sheet1.xml", b"<a>" + b" " * 40_000 + b"</a>"))
    assert len(bomb) < 1_000
    assert codes(bomb, SMALL) == ["archive.blown_up"]
    many = zipped(*((f"xl/{i}.xml", "<a/>") for i in range(30)))
    assert codes(many, SMALL) == ["archive.too_many_parts"]
    assert codes(bytes(many[:4]) + b"PK\x01\x02" * 201, SMALL) == ["archive.too_many_parts"]
    noise = bytes(range(256)) * 160
    heavy = zipped(("a.bin", noise), ("b.bin", noise), compression=zipfile.ZIP_STORED)
    assert codes(heavy, SMALL) == ["archive.too_big_unpacked"]
    assert codes(b"PK" + bytes(200_000), SMALL) == ["archive.too_big"]


def test_a_part_that_lies_about_its_size_is_broken():
    data = bytearray(zipped(("x.xml", "<a>" + "b" * 5_000 + "</a>")))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 10)
    assert codes(bytes(data)) == ["archive.broken"]


@pytest.mark.parametrize(
    "name",
    ["../x.xml", "/x.xml", "a/../../x.xml", "C:/x.xml", "a\\x.xml", "a//x.xml", "x\u202e.xml", "x\x01.xml", "a" * 300],
)
def test_a_part_whose_name_leads_astray_is_refused(name):
    assert "archive.path" in codes(zipped((name, "<a/>")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused():
    assert codes(zipped(("xl/a.xml", "<a/>"), ("XL/A.XML", "<a/>"))) == ["archive.double"]
    assert codes(zipped(("a.xml", "<a/>"), ("a.xml", "<b/>"))) == ["archive.double"]


@pytest.mark.parametrize(
    ("second", "target", "name"),
    [
        ('r:id="r1"', "sheets/one.xml", "workbook.xml"),
        ('r:id="r2"', "sheets/one.xml", "workbook.xml"),
        ('r:id="r2"', "/xl/sheets/../sheets/ONE.xml", "workbook.xml"),
        ('xmlns:q="urn:q" q:id="other" r:id="r1"', "sheets/one.xml", "workbook.xml"),
        ('r:id="r1"', "sheets/one.xml", "workbook.dat"),
    ],
    ids=["by the same id", "by another", "by another path", "behind an id of nothing", "in a part of any name"],
)
def test_a_sheet_that_a_workbook_has_twice_is_refused(second, target, name):
    assert codes(_two_sheets(second, target, name)) == ["archive.double"]


def test_two_sheets_of_a_workbook_are_two_sheets():
    assert codes(_two_sheets('r:id="r2"', "sheets/two.xml", "workbook.xml")) == []


def _two_sheets(second: str, target: str, name: str) -> bytes:
    ids = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheets = f'<sheet name="A" r:id="r1"/><sheet name="B" {second}/>'
    links = f'<Relationship Id="r1" Target="sheets/one.xml"/><Relationship Id="r2" Target="{target}"/>'
    return zipped(
        (f"xl/{name}", f'<workbook xmlns:r="{ids}"><sheets>{sheets}</sheets></workbook>'),
        (f"xl/_rels/{name}.rels", f"<Relationships>{links}</Relationships>"),
    )


def test_encrypted_and_oddly_packed_parts_are_refused():
    data = bytearray(zipped(("a.xml", "<a/>")))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert codes(bytes(data)) == ["archive.encrypted"]
    assert set(codes(zipped(("a.xml", "<a/>"), compression=zipfile.ZIP_LZMA))) == {"archive.compression"}


@pytest.mark.parametrize("name", ["xl/workbook.xml", "_rels/.rels", "xl/drawings/a.vml", "xl/hidden.dat"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_doctype_is_refused_wherever_it_hides(name, encoding):
    text = '<?xml version="1.0"?><!-- x --><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    assert codes(zipped((name, text.encode(encoding)))) == ["archive.doctype"]


@pytest.mark.parametrize(
    "content",
    [
        '<?xml version="1.0" encoding="cp037"?><a/>'.encode("cp037"),
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        b"<?xml version='1.0' encoding='iso-8859-1'?><a/>",
        '<?xml version="1.0"?><a/>'.encode("utf-16-le"),
        '<?xml version="1.0"?><a/>'.encode("utf-32"),
    ],
)
def test_an_encoding_that_hides_what_a_part_says_is_refused(content):
    assert codes(zipped(("xl/a.xml", content))) == ["archive.encoding"]
    assert codes(zipped(("xl/a.dat", content))) == ["archive.encoding"]


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("xl/vbaProject.bin", "", "archive.macro"),
        ("xl/other.bin", "application/vnd.ms-office.vbaProject", "archive.macro"),
        ("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml", "archive.macro"),
        ("ppt/presentation.xml", "application/vnd.ms-powerpoint.template.macroEnabled.main+xml", "archive.macro"),
        ("xl/activeX/activeX1.xml", "", "archive.active"),
        ("xl/a.xml", "application/vnd.ms-office.activeX+xml", "archive.active"),
        ("xl/a.bin", "application/vnd.openxmlformats-officedocument.oleObject", "archive.object"),
        ("word/embeddings/oleObject1.bin", "", "archive.object"),
    ],
)
def test_what_can_run_or_hide_another_file_is_refused(name, kind, code):
    types = f'<Override PartName="/{name}" ContentType="{kind}"/>' if kind else ""
    assert set(codes(zipped((name, "<a/>"), types=types))) == {code}


def test_a_printer_setting_is_no_danger():
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"
    types = f'<Default Extension="bin" ContentType="{kind}"/>'
    assert codes(zipped(("xl/printerSettings/printerSettings1.bin", b"\x01"), types=types)) == []


@pytest.mark.parametrize(
    ("kind", "target", "refused"),
    [
        ("hyperlink", "https://www.ks.no/", False),
        ("hyperlink", "mailto:hr@example.org", False),
        ("hyperlink", "http://example.org/", True),
        ("hyperlink", "file://server/share/x.docx", True),
        ("hyperlink", "javascript:alert(1)", True),
        ("externalLinkPath", "file:///C:/Users/x/lonn.xlsx", True),
        ("attachedTemplate", "https://example.org/evil.dotm", True),
        ("image", "https://example.org/pixel.png", True),
    ],
)
def test_links_out_are_https_and_mailto_hyperlinks_only(kind, target, refused):
    problems = check(zipped(("xl/_rels/workbook.xml.rels", RELS.format(kind=kind, target=target))), "f.xlsx")
    assert [p.code for p in problems] == (["archive.link_out"] if refused else [])
    assert all(values_of(p)["target"] == target for p in problems)


def test_a_chart_s_workbook_is_checked_as_any_other_and_named():
    inner = zipped(("xl/vbaProject.bin", b"x"))
    (problem,) = check(zipped(("ppt/embeddings/book.xlsx", inner)), "f.pptx")
    assert (problem.code, problem.place.file) == ("archive.macro", "f.pptx: ppt/embeddings/book.xlsx")
    deep = zipped(("xl/embeddings/a.xlsx", zipped(("xl/embeddings/b.xlsx", workbook()))))
    assert codes(deep) == ["archive.nested"]
    assert codes(zipped(("ppt/embeddings/a.xls", b"\xd0\xcf\x11\xe0"))) == ["archive.object"]


def test_what_a_message_shows_of_a_file_is_short_and_clean():
    (problem,) = (p for p in check(zipped(("a\x1b[31m" + "b" * 300 + ".xml", "<a/>")), "f") if p.code == "archive.path")
    part = values_of(problem)["part"]
    assert len(part) == 80
    assert "\x1b" not in part


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_ends_in_problems_and_never_in_an_exception(data):
    whole = bytearray(workbook())
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert all(code.startswith("archive.") for code in codes(bytes(whole)))


SHEETS = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{inside}</worksheet>'


def of_sheet(inside: str, limits: Limits = USUAL) -> list[str]:
    return codes(zipped(("xl/worksheets/sheet1.xml", SHEETS.format(inside=inside))), limits)


def test_cells_are_counted_whatever_they_hold():
    limits = Limits(cells=30)
    row = '<row r="1">{cells}</row>'
    assert of_sheet(row.format(cells="<c><v>1</v></c>" * 20), limits) == []
    for cell in ("<c><v>1</v></c>", "<c/>", '<x:c xmlns:x="urn:x" r="A1"/>'):
        assert of_sheet(row.format(cells=cell * 40), limits) == ["archive.too_many_cells"]


def test_what_else_a_workbook_holds_weighs_more_than_a_cell():
    assert of_sheet("<conditionalFormatting/>" * 40, Limits(cells=100)) == ["archive.too_many_cells"]


def test_tags_and_attributes_are_counted_in_any_part():
    limits = Limits(marks=100)
    assert codes(zipped(("word/document.xml", "<a>" + "<b/>" * 80 + "</a>")), limits) == []
    for many in ("<b/>" * 120, '<b c="d" e="f"/>' * 40):
        assert codes(zipped(("word/document.xml", f"<a>{many}</a>")), limits) == ["archive.too_much_inside"]


@pytest.mark.parametrize("what", ["mergeCell", "hyperlink"])
@pytest.mark.parametrize("area", ["A1:XFD1048576", "A:Z", "1:20", "B2:B300000", "XFD9:$A$99", "a&#49;:b&#57;99999"])
def test_areas_that_would_fill_the_memory_with_cells_are_refused(what, area):
    assert of_sheet(f"<x><{what} ref='{area}'/></x>") == ["archive.area"]


@pytest.mark.parametrize("area", ["A1:XFD1", "B2:D9", "A1", "1", ""])
def test_areas_that_people_make_pass(area):
    assert of_sheet(f"<mergeCells><mergeCell ref='{area}'/></mergeCells>") == []


def test_two_relationships_of_one_id_are_told():
    rels = '<Relationships><Relationship Id="a" Target="b"/><Relationship Id="{id}" Target="c"/></Relationships>'
    assert codes(zipped(("_rels/.rels", rels.format(id="b")))) == []
    assert codes(zipped(("_rels/.rels", rels.format(id="a")))) == ["archive.broken"]


def test_a_part_that_is_not_what_its_checksum_says_is_told_whatever_it_is():
    data = zipped(("media/a.jpg", b"\xff\xd8" + b"x" * 900), compression=zipfile.ZIP_STORED)
    assert codes(data) == []
    assert codes(data.replace(b"x" * 900, b"x" * 899 + b"y")) == ["archive.broken"]
