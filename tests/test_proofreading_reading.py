"""How heavy a text is to read, and abbreviations that nobody has explained."""

from pathlib import Path

import pytest
from proofs import one, places, read, said

from packgen.problems import values_of
from packgen.proofreading import abbreviations, length
from packgen.proofreading.prose import as_read

EASY = "Vi ser på tallene i dag. " * 8
HEAVY = "Medarbeiderundersøkelsens gjennomsnittsverdier representerer organisasjonens utviklingsmuligheter. " * 8


def test_lix_is_words_to_a_sentence_and_per_cent_of_long_words():
    assert length.lix("Dette er ti ord. " * 10) == 4  # 40 words, 10 sentences, no word of seven letters
    assert length.lix("Dette er fire vanskeligere. " * 10) == 4 + 25


def test_a_short_text_has_no_lix():
    assert length.lix("Organisasjonsutviklingsprosjekter " * 29) is None
    assert length.lix("Organisasjonsutviklingsprosjekter " * 30) == 30 + 100


def test_a_heavy_text_is_pointed_out_by_the_limit_given(tmp_path: Path):
    heavy = one(tmp_path, "nb", HEAVY)
    (found,) = length.check(heavy, "nb", 45)
    assert (found.code, values_of(found)["lix"]) == ("texts.heavy_to_read", "105")
    assert list(length.check(heavy, "nb", 105)) == []
    assert list(length.check(one(tmp_path, "nb", EASY), "nb", 25)) == []


def test_a_sentence_of_more_than_thirty_words_is_pointed_out_where_it_starts(tmp_path: Path):
    found = list(length.check(one(tmp_path, "nb", f"Kort.\nFørst. {'og så ' * 16}slutt."), "nb", 80))
    assert [(p.code, values_of(p)["words"]) for p in found] == [("texts.long_sentence", "33")]
    assert places(found) == [("content/nb/x.yaml", 3, 10)]


def test_a_list_is_no_long_sentence(tmp_path: Path):
    lines = "\n".join(f"- det er et punkt nummer {n} i listen" for n in range(10))
    assert list(length.check(one(tmp_path, "nb", lines), "nb", 80)) == []


def test_of_a_choice_one_alternative_is_counted():
    text = "Vi {% if choose.max == 1 %}velger én{% else %}velger mange{% endif %} i dag"
    assert as_read(text).split() == ["Vi", "velger", "én", "i", "dag"]
    assert len(as_read(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "Spør en tillitsvalgt (TV) først. Så svarer TV.",
        "TV er en tillitsvalgt.",
        "KS og HR har PDF og QR. {{ municipality.name }} har AB-skjema.",
        "XYZ (noe vi har funnet på) er her.",
        "IGP – individ, gruppe, plenum",
    ],
)
def test_an_abbreviation_that_is_known_or_explained_stands(tmp_path: Path, text: str):
    assert said(abbreviations.check(one(tmp_path, "nb", text), "nb")) == []


@pytest.mark.parametrize(
    ("text", "word", "proposal"),
    [
        ("Spør TV først, og så TV igjen.", "TV", "tillitsvalgt (TV)"),
        ("Ta opp saken i AMU.", "AMU", "arbeidsmiljøutvalg (AMU)"),
        ("Alle kjenner XYZ.", "XYZ", "… (XYZ)"),
    ],
)
def test_an_abbreviation_that_nobody_explains_is_told_once(tmp_path: Path, text: str, word: str, proposal: str):
    assert said(abbreviations.check(one(tmp_path, "nb", text), "nb")) == [("unexplained", word, proposal)]


def test_an_explanation_counts_for_its_file_only(tmp_path: Path):
    files = {"nb/x.yaml": "a: tillitsvalgt (TV)\nb: TV kommer\n", "nb/y.yaml": "a: TV kommer\n"}
    assert places(abbreviations.check(read(tmp_path, files), "nb")) == [("content/nb/y.yaml", 1, 4)]
