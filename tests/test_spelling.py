"""Every word that people read is spelt as the dictionary of its written standard has it, or stands in our own list.

Our lists (``content/words``) hold words that the dictionaries lack: terms of the field, long compounds, and names.
"""

from collections.abc import Iterable

import pytest

from packgen import resources
from packgen.model import Language
from packgen.problems import values_of
from packgen.proofreading import hunspell, material, spelling

pytestmark = pytest.mark.office("hunspell")


@pytest.fixture(scope="module")
def read() -> material.Material:
    return material.read(resources.CONTENT).value


def unknown(words: Iterable[str], language: Language) -> set[str]:
    return set(hunspell.misspelt(words, language) or ())


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_word_is_known(read: material.Material, language: Language):
    found = spelling.check(read, language, hunspell.misspelt)
    assert {values_of(problem)["word"]: values_of(problem).get("key") for problem in found} == {}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_our_own_list_holds_only_words_that_are_used(read: material.Material, language: Language):
    used = {word.lower() for word in spelling.words_used(read, language)}
    assert read.own_words[language] - used == set(), f"take these out of content/words/{language}.txt"


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_our_own_list_holds_only_words_that_the_dictionary_lacks(read: material.Material, language: Language):
    own = read.own_words[language]
    assert own - unknown(own, language) == set(), f"take these out of content/words/{language}.txt"


@pytest.mark.parametrize(
    ("language", "text", "faults"),
    [
        ("nb", "Vi begynner på møtet nå", set()),
        ("nb", "Vi begynnner på møttet {{ unit.name }}", {"begynnner", "møttet"}),
        ("nn", "Eg veit ikkje kva {{ t.unit.the }} gjer", set()),
        ("nn", "Jeg vet ikke hva vi gjør", {"Jeg", "ikke", "hva"}),
    ],
)
def test_a_misspelt_word_is_found(language: Language, text: str, faults: set[str]):
    assert unknown((word for _, word in spelling.spelt(text)), language) == faults


def test_a_misspelt_word_comes_with_proposals():
    assert "begynner" in hunspell.misspelt(["begynnner"], "nb")["begynnner"]


def test_a_word_that_looks_like_a_command_of_hunspell_is_a_word():
    assert set(hunspell.misspelt(["!", "#", "@skule", "+møte", "&begynnner"], "nb") or ()) <= {"skule", "begynnner"}
