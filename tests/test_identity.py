"""A unit's id comes from the names on its path, the same on every machine, and fits everywhere ids stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen.identity import LONGEST, is_slug, same_name, slug, steps, unit_id


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
    found = slug(path)
    assert is_slug(found)
    assert found == expected


def test_hyphens_in_names_and_between_steps_are_told_apart():
    assert slug(("A-B", "C")) != slug(("A", "B-C"))


def test_a_long_path_keeps_the_unit_s_own_name_and_stays_unique():
    common = ["Sektor for helse, omsorg, velferd og inkludering"] * 3
    one = slug([*common, "Heimeteneste aust"])
    other = slug(["Anna " + common[0], *common[1:], "Heimeteneste aust"])
    assert len(one) <= LONGEST
    assert one.startswith("sektor-for-helse-omsorg-velferd-og-inkludering--heimeteneste-aust-")
    assert one != other


def test_a_long_name_is_cut_between_words():
    name = "Interkommunalt kompetansesenter for habilitering, rehabilitering og velferdsteknologi, øst"
    assert slug(("Helse", name)).startswith("interkommunalt-kompetansesenter-for-habilitering-rehabilitering-og-")
    assert slug(("Helse", name)) != slug(("Helse", name + " 2"))
    assert is_slug(slug(("x" * 200,)))


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_whatever_the_names_the_id_is_one(path):
    assert is_slug(slug(path))


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


@pytest.mark.parametrize(
    ("written", "expected"), [("H1", "h1"), (" 0123 ", "0123"), ("a--b", "a--b"), ("HO 12/3", "ho-12-3"), ("Ås", "aas")]
)
def test_a_written_id_has_the_form_of_all_ids(written, expected):
    assert unit_id(written) == expected
    assert unit_id(unit_id(written)) == expected
