"""Excel files that we write: the same bytes at any time, and text that stays text."""

import io
import time
import zipfile

import openpyxl
import pytest
from lxml import etree
from openpyxl import Workbook
from openpyxl.styles import Font

from packgen import archive
from packgen.spreadsheet import put_text, to_bytes


def book(*texts: str) -> Workbook:
    made = Workbook()
    for row, text in enumerate(texts, start=1):
        put_text(made.active.cell(row, 1), text)
    return made


def test_the_same_content_gives_the_same_bytes_a_second_later():
    first = to_bytes(book("Å skule"))
    time.sleep(1.1)
    assert to_bytes(book("Å skule")) == first


def test_the_file_does_not_say_when_it_was_made():
    with zipfile.ZipFile(io.BytesIO(to_bytes(book("a")))) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.read("docProps/core.xml").count(b"1980-01-01T00:00:00") == 2


@pytest.mark.parametrize(
    "text", ["=1+1", "+47 55", "-3", "@x", "0123", "3-1", "#N/A", "1,5", "https://a.no", "{{ 7*7 }}"]
)
def test_text_stays_text(text):
    data = to_bytes(book(text))
    cell = openpyxl.load_workbook(io.BytesIO(data)).active["A1"]
    assert (cell.value, cell.data_type, cell.number_format, cell.hyperlink) == (text, "s", "@", None)
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))
    assert archive.check(data, "f.xlsx") == ()


def test_what_a_font_is_made_of_stands_in_the_schema_s_order():
    made = book("a")
    made.active["A1"].font = Font(name="Calibri", size=16, bold=True, italic=True, color="1F3F57")
    with zipfile.ZipFile(io.BytesIO(to_bytes(made))) as package:
        styles = etree.fromstring(package.read("xl/styles.xml"))
    orders = [[etree.QName(child).localname for child in font] for font in styles.iter("{*}font")]
    assert orders == [["sz", "color", "name", "family", "scheme"], ["b", "i", "sz", "color", "name"]]
