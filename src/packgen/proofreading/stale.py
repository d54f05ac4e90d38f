"""Translations whose original has changed since they were made.

``content/sources/<language>.yaml`` notes for a text the first twelve letters of the SHA-256 of the text in the other
written standard that it was made from. A text that is not named there is not checked.
"""

import hashlib
from collections.abc import Iterator, Mapping

from packgen.content.texts import Texts, key_of
from packgen.model import Language
from packgen.problems import Problem, warning
from packgen.proofreading.material import Material

_LETTERS = 12


def check(material: Material, language: Language) -> Iterator[Problem]:
    """Return a warning for every text of a written standard whose source has changed."""
    other: Language = "nb" if language == "nn" else "nn"
    today = fingerprints(material.texts[other])
    for passage in material.passages(language):
        noted = material.sources[language].get(passage.key)
        now = today.get(passage.key)
        if noted and now and noted != now:
            yield warning("texts.stale", passage.at(), key=passage.key, other=other, fingerprint=now, language=language)


def fingerprints(texts: Texts) -> Mapping[str, str]:
    """Return the fingerprint of every text by its key."""
    return {key_of(path): fingerprint(text) for path, text in texts.leaves()}


def fingerprint(text: str) -> str:
    """Return the first twelve letters of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:_LETTERS]
