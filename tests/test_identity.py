"""A unit's id comes from the names on its path, the same on every machine, and fits everywhere ids stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen.identity import (
    LONGEST,
    LONGEST_FILE,
    file_name,
    folder_names,
    is_slug,
    nearest,
    same_name,
    slug,
    steps,
    unit_id,
)
from packgen.model import Unit, UnitTree


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("Oppvekst", "Fjord skule"), "oppvekst--fjord-skule"),
        (("Ærfugl Østre Åsen",), "aerfugl-oestre-aasen"),
        (("A\u030as",), "aas"),
        (("Heimeteneste nord/sør & natt",), "heimeteneste-nord-soer-og-natt"),
        (("Café «Blå» (50 %)",), "cafe-blaa-50"),
        (("Čáhcesuolu", "Ŋuorti"), "cahcesuolu--nuorti"),
        (("日本",), "u-cf2abf0c"),
        (("..", "CON"), "u-5ec1f7e7--con"),
    ],
)
def test_an_id_has_only_small_letters_digits_and_hyphens(path, expected):
    found = unit_id(path)
    assert is_slug(found)
    assert found == expected


def test_hyphens_in_names_and_between_steps_are_told_apart():
    assert unit_id(("A-B", "C")) != unit_id(("A", "B-C"))


def test_a_long_path_keeps_the_unit_s_own_name_and_stays_unique():
    common = ["Sektor for helse, omsorg, velferd og inkludering"] * 3
    one, other = (
        unit_id([*common, "Heimeteneste aust"]),
        unit_id(["Anna " + common[0], *common[1:], "Heimeteneste aust"]),
    )
    assert len(one) <= LONGEST
    assert "heimeteneste-aust" in one
    assert one != other


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_whatever_the_names_the_id_is_one(path):
    assert is_slug(unit_id(path))


def test_spellings_of_one_name_are_the_same():
    assert same_name("Fjord  Skule – avd. A") == same_name("fjord skule - AVD. A")
    assert same_name("Å") == same_name("A\u030a")
    assert same_name("Fjord skule") != same_name("Fjord skole")


def test_a_written_path_is_parted_at_slashes_with_spaces_only():
    assert steps("Oppvekst / Fjord skule/SFO") == ("Oppvekst", "Fjord skule/SFO")
    assert steps(" Oppvekst > Fjord skule › 1. trinn ") == ("Oppvekst", "Fjord skule", "1. trinn")
    assert steps("") == ()


@pytest.mark.parametrize("text", ["", "A", "a b", "../x", "-a", "a-", "æ", "a" * 81])
def test_what_cannot_be_an_id(text):
    assert not is_slug(text)


def test_a_text_of_one_word_is_a_slug():
    assert slug("10-FAKTOR 2026") == "10-faktor-2026"


def test_the_unit_somebody_meant_is_the_nearest():
    tree = UnitTree((Unit("a", "Fjord skule"), Unit("b", "Ås barnehage")))
    assert nearest("fjord skole", tree) == "Fjord skule"
    assert nearest("x", UnitTree(())) == ""


def test_a_folder_is_the_id_where_it_can_be_and_never_the_same_twice():
    folders = folder_names(("aas-skule", "1201", "HO 12/3", "ho-12-3", "con", "felles", "../x"))
    assert folders["aas-skule"] == "aas-skule"
    assert folders["1201"] == "1201"
    assert len({name.casefold() for name in folders.values()}) == 7
    assert all(is_slug(name) for name in folders.values())
    assert not {"con", "felles"} & set(folders.values())


def test_a_folder_does_not_depend_on_the_order_of_units():
    assert folder_names(("A b", "a-b", "c")) == folder_names(("c", "a-b", "A b"))


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("Håndbok - Ås skule/SFO & natt - 2026", "Håndbok - Ås skule SFO & natt - 2026.docx"),
        ('a<b>:"c"\\d|e?f*g#h%', "a b c d e f g h.docx"),
        ("~$ x...", "$ x.docx"),
        ("con", "con_.docx"),
        ("x\u202egpj", "xgpj.docx"),
        ("../../x", "x.docx"),
        ("", "_.docx"),
    ],
)
def test_a_file_s_name_is_one_that_windows_and_sharepoint_take(stem, expected):
    assert file_name(stem, "docx") == expected


def test_a_long_file_name_keeps_its_document_and_its_round():
    name = file_name(f"Avdelingsmøte 1 - {'Å' * 120} - 2026", "pptx")
    assert len(name) <= LONGEST_FILE
    assert name.startswith("Avdelingsmøte 1 - Å")
    assert name.endswith("Å - 2026.pptx")
