"""Facts about XML written from plain nodes."""

import pytest
from lxml import etree

from packgen.render.metrics import width_mm
from packgen.render.nodes import maker, to_bytes
from packgen.render.xml import URI

w, a = maker("w", qualified=True), maker("a")


def test_what_is_written_is_what_is_read():
    said = "æ & <b> \"to\" 'en' ]]>\r"
    root = etree.fromstring(to_bytes(w("p", w("t", said, val=said))))
    assert root[0].text == said
    assert root[0].get(f"{{{URI['w']}}}val") == said


def test_attributes_are_in_the_vocabulary_only_where_it_wants_them():
    root = etree.fromstring(to_bytes(w("p", a("ln", w=3), val=1)))
    assert dict(root.attrib) == {f"{{{URI['w']}}}val": "1"}
    assert dict(root[0].attrib) == {"w": "3"}


def test_only_vocabularies_in_use_are_declared():
    root = etree.fromstring(to_bytes(w("p", **{"r:id": "rId1"})))
    assert root.nsmap == {"w": URI["w"], "r": URI["r"]}


def test_numbers_and_truth_are_written_as_xml_has_them():
    root = etree.fromstring(to_bytes(a("x", t=True, f=False, n=0.5, whole=2.0, small=0.000001)))
    assert dict(root.attrib) == {"t": "1", "f": "0", "n": "0.5", "whole": "2", "small": "0"}


@pytest.mark.parametrize("bad", ["\x02", "\ufffe", "\ud800"])
def test_character_that_xml_cannot_hold_is_refused(bad):
    with pytest.raises(ValueError, match="XML cannot hold"):
        to_bytes(w("t", f"a{bad}b"))


def test_words_are_measured_in_the_widths_of_calibri():
    assert width_mm("A", 10) == pytest.approx(0.5786 * 10 * 25.4 / 72, abs=0.02)  # the letter's advance in the font
    assert width_mm("AA", 10) == pytest.approx(2 * width_mm("A", 10))
    assert width_mm("Rolleklarhet", 20) == pytest.approx(2 * width_mm("Rolleklarhet", 10))
    assert width_mm("Rolleklarhet", 10, bold=True) > width_mm("Rolleklarhet", 10)
    assert width_mm("45\u00a0%", 10) == width_mm("45 %", 10)
