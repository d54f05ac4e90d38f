"""The texts that say the same to everyone: packgen's own words, with no value of anybody's in them."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import product
from typing import Any, get_args

from packgen.compose.words import Words, for_factor, words_of
from packgen.content import text
from packgen.content.makeup import Minutes
from packgen.content.texts import Texts
from packgen.model import FACTORS, Edition, MeetingForm, Municipality, Round, Unit, View

_LETTERS = re.compile(r"[^\W\d_]{2}")
_SETTLED = ("t", "f", "minutes", "limit", "choose")
"""Values that packgen's own words and settings give; any other is somebody's."""
_CHOICES = {"factor": FACTORS, "form": get_args(MeetingForm), "state": ("shown", "fallback", "preparation")}
"""Values of which there are few, the same for everyone."""


def unvarying(texts: Texts, minutes: Minutes) -> frozenset[str]:
    """Return every text of a written standard that documents print alike for everyone, as letters and as runs.

    ``texts`` are packgen's own, with no layer over them. What uses a unit, a round, a municipality or a figure is not
    among them, nor is anything without letters.
    """
    found: set[str] = set()
    for words in _words(texts, minutes):
        found.update(f"{one.number}. {words.values['f'][one.id]}" for one in FACTORS)
        for _, source in texts.leaves():
            found.update(_said(source, words))
    return frozenset(one for one in found if _LETTERS.search(one))


def _words(texts: Texts, minutes: Minutes) -> Iterator[Words]:
    """Yield packgen's words with each set of names of the factors, with no value but those that are settled."""
    for names in ("present", "older"):
        nobody = Municipality("", "", "", texts.language, factor_names=names)
        view = View(nobody, Round("", "", ""), Unit("", ""), None, texts.language, Edition.STAFF, "preparation", None)
        every = words_of(texts, minutes, view).values
        yield Words(texts, {}).having(**{name: every[name] for name in _SETTLED})


def _said(source: str, words: Words) -> Iterator[str]:
    """Yield all that a text may say; nothing for one that uses a value of somebody's, which these words lack."""
    chosen = [name for name in _CHOICES if "{" in source and name in source]
    try:
        for values in product(*(_CHOICES[name] for name in chosen)):
            here = dict(zip(chosen, values, strict=True))
            factor = here.pop("factor", None)
            said = (for_factor(words, factor) if factor else words).having(**here)
            for make in (text.string, text.inline, text.blocks):
                yield from _letters(make(source, words.language, said.values))
    except text.TextError:
        return


def _letters(value: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a document
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _letters(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _letters(getattr(value, one.name))
