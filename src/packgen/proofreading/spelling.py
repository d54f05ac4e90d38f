"""Spelling: every word stands in the dictionary of its written standard, or in our own list.

Our lists (``content/words``) hold words that the dictionaries lack: terms of the field, long compounds, and names.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from packgen.model import Language
from packgen.problems import Place, Problem, warning
from packgen.proofreading.hunspell import DICTIONARIES
from packgen.proofreading.material import Material
from packgen.proofreading.prose import VALUE, bare

Speller = Callable[[frozenset[str], Language], Mapping[str, tuple[str, ...]] | None]

_ENDING = re.compile(r"(?<=\w)-(?:a|en|et|ar|er|ane|ene)\b")
"""An ending after an abbreviation («id-en»)."""
_PIECE = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+")
_LANGUAGE_NAMES: Mapping[Language, str] = {"nb": "bokmål", "nn": "nynorsk"}


def check(material: Material, language: Language, speller: Speller) -> Iterator[Problem]:
    """Return a warning for every unknown word with proposals, or one where there is no dictionary to look in."""
    own = material.own_words[language]
    asked = frozenset(word for word in words_used(material, language) if word not in own and word.lower() not in own)
    unknown = speller(asked, language)
    if unknown is None:
        place = Place(file=f"content/{language}")
        yield warning("texts.no_dictionary", place, language=_LANGUAGE_NAMES[language], name=DICTIONARIES[language])
        return
    for passage in material.all_passages(language):
        for offset, word in spelt(passage.text):
            if word in unknown:
                proposals = ", ".join(unknown[word]) or "–"
                yield warning(
                    "texts.misspelt", passage.at(offset), key=passage.key, word=word, proposal=proposals, list=language
                )


def words_used(material: Material, language: Language) -> frozenset[str]:
    """Return all words of a written standard, as they are spelt."""
    return frozenset(word for passage in material.all_passages(language) for _, word in spelt(passage.text))


def spelt(text: str) -> Iterator[tuple[int, str]]:
    """Return the words to look up with their offsets.

    What is glued to a value, code, single letters, words all in capitals and endings after a hyphen are left out.
    """
    bared = _ENDING.sub(lambda found: " " * len(found[0]), bare(text))
    for piece in _PIECE.finditer(bared):
        if VALUE not in piece[0]:
            for found in _WORD.finditer(piece[0]):
                if len(found[0]) > 1 and not found[0].isupper():
                    yield piece.start() + found.start(), found[0]
