"""A lint: no text judges a result. Words of judgement are pointed out where they stand next to words for figures.

The word lists stand in ``content/<language>/neutrality.yaml``, as whole words. A sentence that says what *not* to do
(«ikke si at et tall er bra») may use them. Texts around figures (``figures.*``) may not hold one at all.
"""

import re
from collections.abc import Iterator

from packgen.content.texts import Path_, Texts, key_of
from packgen.problems import Place, Problem, warning

_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")
_WORD = re.compile(r"\w+")
_STRICT = "figures"
_NO_TEXTS = frozenset({"neutrality", "cli", "settings"})


def lint(texts: Texts) -> tuple[Problem, ...]:
    """Return a warning for every sentence that judges a result, with its place and the word."""
    return tuple(
        problem
        for path, source in texts.leaves()
        for problem in of_text(path, source, texts.place(key_of(path)), texts)
    )


def of_text(path: Path_, source: str, place: Place, texts: Texts) -> Iterator[Problem]:
    """Return a warning for every sentence of one text that judges a result; ``texts`` hold the words to look for."""
    key = key_of(path)
    if path[0] in _NO_TEXTS or key in _list(texts, "exceptions"):
        return
    for sentence in _SENTENCE.split(source):
        for word in _judging(sentence, texts, strict=path[0] == _STRICT):
            yield warning("content.judges_a_result", place, key=key, word=word, sentence=sentence.strip())


def _judging(sentence: str, texts: Texts, *, strict: bool) -> Iterator[str]:
    words = [word.casefold() for word in _WORD.findall(sentence)]
    judging = _list(texts, "judging")
    near = strict or any(word.startswith(_list(texts, "figures")) for word in words)
    warns = not strict and any(word in _list(texts, "negations") for word in words)
    if near and not warns:
        yield from (word for word in words if word in judging)
        yield from (phrase for phrase in _list(texts, "phrases") if phrase in " ".join(words))


def _list(texts: Texts, name: str) -> tuple[str, ...]:
    return tuple(texts.node(f"neutrality.{name}").split(", "))
