import runpy
from pathlib import Path

import deck_facts
import invariants
from deck_facts import xpath
from lxml import etree

from packgen.blocks import SlideKind
from packgen.render.package import read
from packgen.render.slides.names import LAYOUTS, REGIONS
from packgen.render.slides.template import opened
from packgen.theme import Theme

TEMPLATES = Path(__file__).parents[1] / "templates"
TEMPLATE = (TEMPLATES / "slides.pptx").read_bytes()
LAYOUTS_READ = opened(TEMPLATE, Theme(), "nn").layouts


def test_the_script_makes_the_template_that_is_committed():
    script = runpy.run_path(str(TEMPLATES / "make_slides.py"))
    made = read(script["build"](script["load"](TEMPLATES / "theme.yaml")))
    assert made == read(TEMPLATE)


def test_every_kind_of_slide_has_a_layout_and_no_other_layout_is_left():
    assert set(SlideKind.__args__) <= set(LAYOUTS)
    assert set(LAYOUTS_READ) == set(LAYOUTS.values())


def test_every_placeholder_is_named_after_a_region():
    for layout in LAYOUTS_READ.values():
        assert {name.rstrip(" 23") for name in layout.holders} <= set(REGIONS.values())
        assert "Tittel" in layout.holders


def test_the_template_has_no_slides_and_no_fault():
    package = read(TEMPLATE)
    assert not [part for part in package.parts if "/slides/" in part.name]
    assert invariants.check_package(TEMPLATE) == []


def test_slides_are_16_to_9_and_have_a_notes_master():
    root = etree.fromstring(read(TEMPLATE).part("/ppt/presentation.xml").blob)
    (size,) = xpath(root, "p:sldSz")
    assert int(size.get("cx")) * 9 == int(size.get("cy")) * 16
    assert opened(TEMPLATE, Theme(), "nb").notes_master == "/ppt/notesMasters/notesMaster1.xml"


def test_body_text_is_24_points_or_more_and_titles_32_or_more():
    for name, layout in LAYOUTS_READ.items():
        assert layout.holders["Tittel"].size >= 32, name
        if name not in {"Tabell", "Diagram", "Ark", "Plenum"}:  # tables fit their own type
            assert all(h.size >= 24 for n, h in layout.holders.items() if n.startswith("Tekst")), name


def test_no_placeholder_reaches_over_the_edge_or_into_the_footer():
    for layout in LAYOUTS_READ.values():
        for holder in layout.holders.values():
            assert holder.box.x >= 0
            assert holder.box.right <= deck_facts.WIDE
            assert holder.box.bottom <= deck_facts.FOOT
