"""A municipality's colours and font become looks in which every text can be read; what is refused comes with advice."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import branded
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from packgen import messages, resources, theme
from packgen.brand import dressed, uses
from packgen.contrast import TEXT, contrast, lightness
from packgen.model import Brand
from packgen.problems import Place, values_of
from packgen.settings import load

OWN = theme.load(resources.TEMPLATES / "theme.yaml")
COLOURS = st.integers(0, 0xFFFFFF).map("{:06X}".format)


def codes(found: Brand) -> list[tuple[str, str]]:
    """Each problem's code and the setting that it is about."""
    return [(p.code, values_of(p).get("field", "")) for p in dressed(OWN, found).problems]


def proposed(primary: str, accent: str = "") -> Brand:
    """The same colours with every one that is refused replaced by its proposal."""
    told = dressed(OWN, Brand(primary, accent)).problems
    nearest = {values_of(p)["field"]: values_of(p)["nearest"].lstrip("#") for p in told if p.is_error}
    return Brand(nearest.get("brand.primary", primary), nearest.get("brand.accent", accent))


# ---------------------------------------------------------------- colours that pass


@given(COLOURS, COLOURS)
@settings(max_examples=60, deadline=None)
def test_in_the_looks_of_an_accepted_pair_every_text_can_be_read(primary: str, accent: str):
    given_ = proposed(primary, accent)
    looks = dressed(OWN, given_).value
    assert looks is not None
    assert [use for use in uses(looks) if use.ratio < TEXT] == []


@given(COLOURS, COLOURS)
@settings(max_examples=60, deadline=None)
def test_a_colour_that_passes_is_kept_exactly_as_it_is_given(primary: str, accent: str):
    looks = dressed(OWN, Brand(primary, accent)).value
    assume(looks is not None)
    assert (looks.ink, looks.accent) == (primary, accent)


@given(COLOURS)
@settings(max_examples=60, deadline=None)
def test_the_ramp_is_told_apart_in_grey_whatever_the_colour(primary: str):
    looks = dressed(OWN, proposed(primary)).value
    assert looks is not None
    steps = [lightness(one) for one in looks.ramp]
    assert all(lighter - darker > 0.08 for lighter, darker in pairwise(steps))


def test_packgens_own_colours_make_packgens_own_ramp_again():
    looks = dressed(OWN, Brand("1F3F57", "0B6E75")).value
    assert looks is not None
    apart = [
        abs(int(a[i : i + 2], 16) - int(b[i : i + 2], 16))
        for a, b in zip(looks.ramp, OWN.ramp, strict=True)
        for i in (0, 2, 4)
    ]
    assert max(apart) <= 1
    assert (looks.ink, looks.accent) == (OWN.ink, OWN.accent)


def test_with_nothing_set_the_looks_are_packgens_own():
    assert dressed(OWN, Brand()).value == OWN


def test_a_first_colour_alone_is_the_accent_too():
    looks = dressed(OWN, Brand("1B5E3A")).value
    assert looks is not None
    assert (looks.ink, looks.accent) == ("1B5E3A", "1B5E3A")


def test_an_accent_alone_leaves_the_rest_as_it_was():
    assert dressed(OWN, Brand(accent="9C3D00")).value == replace(OWN, accent="9C3D00")


# ---------------------------------------------------------------- colours that do not


@given(COLOURS, COLOURS)
@settings(max_examples=60, deadline=None)
def test_what_is_proposed_is_accepted(primary: str, accent: str):
    assert [p for p in dressed(OWN, proposed(primary, accent)).problems if p.is_error] == []


def test_a_pale_yellow_is_refused_with_its_ratio_and_the_nearest_that_passes():
    (told,) = dressed(OWN, Brand("F7E99A")).problems
    assert told.code == "brand.contrast"
    values = values_of(told)
    assert values["ratio"] == "1,2"
    assert contrast("F7E99A", "FFFFFF") == pytest.approx(1.23, abs=0.01)
    nearest = values["nearest"].lstrip("#")
    assert contrast(nearest, "FFFFFF") >= TEXT
    red, green, blue = (int(nearest[at : at + 2], 16) for at in (0, 2, 4))
    assert red > green > blue  # still a yellow


def test_a_colour_that_only_the_panels_are_too_dark_for_is_told_so():
    assert contrast("0078D4", "FFFFFF") > TEXT
    assert codes(Brand("0078D4")) == [("brand.contrast_panel", "brand.primary")]
    assert codes(Brand("1B5E3A", "0078D4")) == [("brand.contrast_panel", "brand.accent")]


def test_both_colours_are_judged_at_once():
    assert codes(Brand("F7E99A", "F0A030")) == [("brand.contrast", "brand.primary"), ("brand.contrast", "brand.accent")]


def test_two_colours_that_look_alike_are_only_pointed_out():
    found = dressed(OWN, Brand("1B5E3A", "1C603B"))
    assert [(p.code, p.is_error) for p in found.problems] == [("brand.alike", False)]
    assert found.value is not None


def test_a_ratio_is_never_rounded_up_to_one_that_passes():
    grey = "777777"
    assert 4.4 < contrast(grey, "FFFFFF") < TEXT
    (told,) = dressed(OWN, Brand(grey)).problems
    assert values_of(told)["ratio"] == "4,4"


def test_a_font_that_does_not_come_with_office_is_pointed_out():
    assert [p.code for p in dressed(OWN, Brand(font="Fjordvik Sans")).problems] == ["brand.font_rare"]
    assert codes(Brand(font="arial")) == []


def test_a_refusal_says_where_the_colour_stands_and_what_to_do():
    place = Place(file="municipality.yaml", line=4)
    (told,) = dressed(OWN, Brand("F7E99A", places={"primary": place})).problems
    assert told.place == place
    words = messages.load(resources.CONTENT, "nb").tell(told)
    assert "#F7E99A" in words.message
    assert values_of(told)["nearest"] in words.hint


# ---------------------------------------------------------------- settings


def read_settings(folder: Path, *lines: str):
    (folder / "municipality.yaml").write_text("\n".join(("schema: 1", "brand:", *lines)), encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize("written", ["'#0b6e75'", "0B6E75", "0b6e75"])
def test_a_colour_is_read_with_and_without_its_sign(tmp_path: Path, written: str):
    found = read_settings(tmp_path, f"  primary: {written}")
    assert found.problems == ()
    assert found.value is not None
    assert found.value.brand.primary == "0B6E75"
    assert found.value.brand.places["primary"].line == 3


def test_a_short_colour_is_the_long_one(tmp_path: Path):
    found = read_settings(tmp_path, "  accent: '#07a'")
    assert found.value is not None
    assert found.value.brand.accent == "0077AA"


@pytest.mark.parametrize("written", ["grønn", "0B6E7", "rgb(1,2,3)", "GGGGGG"])
def test_what_is_no_colour_is_refused(tmp_path: Path, written: str):
    assert [p.code for p in read_settings(tmp_path, f"  primary: {written}").problems] == ["fields.not_colour"]


def test_a_colour_that_yaml_takes_for_a_comment_is_pointed_out(tmp_path: Path):
    found = read_settings(tmp_path, "  primary: #0B6E75", "  font: Arial")
    assert [(p.code, p.place.line) for p in found.problems] == [("settings.colour_empty", 3)]


def test_a_logo_must_be_in_the_folder(tmp_path: Path):
    assert [p.code for p in read_settings(tmp_path, "  logo: ../logo.png").problems] == ["settings.path_outside"]


# ---------------------------------------------------------------- the font, everywhere


def texts_of(data: bytes) -> dict[str, str]:
    """Each part of an Office file as text, those of the workbooks inside it too."""
    with ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    inner = {f"{n}/{k}": v for n, d in parts.items() if n.endswith(".xlsx") for k, v in texts_of(d).items()}
    return inner | {name: blob.decode("utf-8") for name, blob in parts.items() if name.endswith((".xml", ".rels"))}


@pytest.mark.parametrize("made", branded.office_files(replace(OWN, font="Georgia")).items(), ids=lambda one: one[0])
def test_another_font_is_named_everywhere(made: tuple[str, bytes]):
    parts = texts_of(made[1])
    assert [name for name, text in parts.items() if "Calibri" in text or "Carlito" in text] == []
    assert any("Georgia" in text for text in parts.values())
