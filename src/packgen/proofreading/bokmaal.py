"""Bokmål: nynorsk forms, stiff and old words, and two spellings of one word («frem» and «fram»)."""

from collections import Counter
from collections.abc import Iterator, Sequence

from packgen.content.text import capital
from packgen.model import Language
from packgen.problems import Problem, warning
from packgen.proofreading.material import Material
from packgen.proofreading.prose import Passage, Word, bare, words
from packgen.proofreading.slips import heavy, slips


def check(material: Material) -> Iterator[Problem]:
    """Return a warning for every slip, stiff word and mixed spelling of the bokmål texts."""
    yield from slips(material, "nb")
    yield from heavy(material, "nb")
    yield from mixed(material, "nb")


def mixed(material: Material, language: Language) -> Iterator[Problem]:
    """Return a warning for each word that is spelt in the rarer of two ways: both are right, but not beside each other.

    The two are the first letters of words («frem», «fram»), save for words that have one spelling only («fremmed»).
    """
    for pair in material.rule(language, "one_spelling"):
        forms, others = pair["forms"], tuple(pair.get("except", ()))
        found = [(form, *each) for each in _all(material, language) if (form := _form(each[1], forms, others))]
        counts = Counter(form for form, _, _ in found)
        usual = max(forms, key=lambda form: counts[form])
        for form, passage, word in found:
            if form != usual:
                yield warning(
                    "texts.mixed",
                    passage.at(word.offset),
                    key=passage.key,
                    word=word.text,
                    proposal=_as(usual, word.text, form),
                )


def _all(material: Material, language: Language) -> Iterator[tuple[Passage, Word]]:
    for passage in material.all_passages(language):
        for word in words(bare(passage.text)):
            yield passage, word


def _form(word: Word, forms: Sequence[str], others: tuple[str, ...]) -> str:
    """Return which of the spellings a word begins with, nothing where it has none."""
    small = word.text.casefold()
    return "" if small.startswith(others) else next((form for form in forms if small.startswith(form)), "")


def _as(usual: str, word: str, form: str) -> str:
    """Return the word as the usual spelling has it."""
    return (capital(usual) if word[0].isupper() else usual) + word[len(form) :]
