"""A document with nothing of anybody's in it: what may be compiled and kept where others can read it.

`blank` puts filler in the place of every text that is not among texts known beforehand to say the same to everyone, and
one number in the place of every number. What is left of the document at hand is how it is built (which blocks, how
many, which of the known texts) and how long its texts are, about: a filler has the number of letters to the nearest
five, and its longest word to the nearest four; a short text with digits keeps its digits' and letters' places.
"""

import re
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from itertools import cycle, islice
from typing import Any

from packgen.blocks import BigNumbers, Chart, Deck, Document, Field, Heading, Series, Slide
from packgen.merge import leaves
from packgen.merge.leaves import WHOLE, Path
from packgen.render.chart import shown

NUMBER = Decimal("3.0")
"""What stands in the place of every number but 0."""
_SHORT = 14
_CLASSES = ("eta", "son", "ate")
_LETTERS = "etasoni"
"""Letters of about the width of all, in the order of how often Norwegian uses them."""
_WORD = 5
_DAY, _A_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "2000-01-01"
"""A day stays a day: a form counts with it."""
_DIGIT = re.compile(r"\d")
_SIGN = re.compile("[^0 \u00a0.,:%/()–-]")
_WORDS = re.compile("[a-zæøå]+")
_NAME = re.compile("[a-zæøå0-9_.]+")
_IDENTIFIERS = frozenset(
    {
        (Document, "id"),
        (Document, "contents_pages"),
        (Heading, "id"),
        (Deck, "id"),
        (Slide, "id"),
        (Field, "tag"),
        (Chart, "number_format"),
        (BigNumbers, "marks"),
    }
)
"""Fields that no reader sees: what they say was made up by the program and its make-up."""
_PAIRS = frozenset({(Document, "fillings"), (Slide, "regions")})
"""Fields of pairs, the first of each a name of that kind."""


class ValuesError(Exception):
    """A document with a value where nothing else can stand."""


@dataclass(frozen=True, slots=True)
class Known:
    """What says the same to everyone: whole texts, and words that identifiers are made of."""

    texts: frozenset[str]
    words: frozenset[str]


def blank(document: Any, known: Known) -> tuple[Any, frozenset[Path]]:  # noqa: ANN401 - a document or deck
    """Return a document with nothing of anybody's in it, and the paths of all that was left out.

    Raises `ValuesError` where something cannot be left out: a picture of values, a text that lays itself out.
    """
    paths: set[Path] = set()
    return _Blank(known, paths).value(document, ()), frozenset(paths)


@dataclass(frozen=True, slots=True)
class _Blank:
    known: Known
    paths: set[Path]

    def value(self, value: Any, path: Path) -> Any:  # noqa: ANN401 - any part of a document
        if isinstance(value, str):
            return self.text(value, path)
        if isinstance(value, Decimal):
            self.paths.add(path)
            return NUMBER if value else value
        if isinstance(value, tuple):
            return tuple(self.value(one, (*path, number)) for number, one in enumerate(value))
        plan = leaves.plan_of(type(value))
        return value if plan is None else self.block(value, plan, path)

    def text(self, value: str, path: Path) -> str:
        if not value or value in self.known.texts:
            return value
        if not leaves.may_be_slot(value):
            raise ValuesError
        self.paths.add(path)
        start = value[: len(value) - len(value.lstrip(" "))]
        return start + filler(value.strip(" ")) + value[len(value.rstrip(" ")) :]

    def block(self, value: Any, plan: leaves.Plan, path: Path) -> Any:  # noqa: ANN401 - see above
        kind = type(value)
        if kind in WHOLE:
            raise ValuesError
        made = []
        for number, name, free in plan:
            own, here = getattr(value, name), (*path, number)
            if (kind, name) in _IDENTIFIERS:
                made.append(self.identifier(own))
            elif name == "series" and leaves.is_bar(value):
                self.paths.add(here)
                made.append(_bar(len(value.categories)))
            elif (kind, name) in _PAIRS:
                made.append(tuple(self.pair(pair, (*here, n)) for n, pair in enumerate(own)))
            else:
                made.append(self.value(own, here) if free else own)
        found = kind(**dict(zip((one.name for one in fields(kind)), made, strict=True)))
        return _labelled(value, found) if kind is Chart else found

    def pair(self, value: tuple[str, Any], path: Path) -> tuple[str, Any]:
        name, rest = value
        return self.identifier(name), self.value(rest, (*path, 1))

    def identifier(self, value: Any) -> Any:  # noqa: ANN401 - a text or several
        """Return an identifier as it is: it must be made of known words and small numbers."""
        if isinstance(value, tuple):
            return tuple(map(self.identifier, value))
        if not isinstance(value, str):
            return value
        if value and not (_NAME.fullmatch(value) and self.known.words.issuperset(_WORDS.findall(value))):
            raise ValuesError
        return value


def _bar(categories: int) -> leaves.Bar:
    """Return what a blank bar of shares is drawn from."""
    return tuple(Series(name, (NUMBER,) * categories) for name in _CLASSES)


def _labelled(chart: Chart, other: Chart) -> Chart:
    """Return a blank chart whose labels say its numbers where those of the chart do."""
    if leaves.is_bar(chart):
        return other
    pairs = zip(chart.series, other.series, strict=True)
    return replace(other, series=tuple(_with_labels(one, new, chart.number_format) for one, new in pairs))


def _with_labels(series: Series, other: Series, number_format: str) -> Series:
    values = zip(series.labels, other.labels, series.values, other.values, strict=bool(series.labels))
    return replace(other, labels=tuple(_label(*row, number_format) for row in values))


def _label(label: str, filled: str, value: Decimal | None, other: Decimal | None, number_format: str) -> str:
    if value is None or other is None or label != shown(value, number_format):
        return filled
    return shown(other, number_format)


def filler(text: str) -> str:
    """Return letters that lay themselves out about as a text does and say nothing of it but how long it is."""
    if _DAY.fullmatch(text):
        return _A_DAY
    if len(text) <= _SHORT and any(letter.isdigit() for letter in text):
        return _SIGN.sub("n", _DIGIT.sub("0", text))
    longest = _rounded(max(map(len, text.split(" "))), _WORD - 1)
    letters = cycle(_LETTERS)
    more = (_rounded(len(text), _WORD) - longest) // (_WORD + 1)
    return " ".join("".join(islice(letters, length)) for length in (longest, *[_WORD] * more))


def _rounded(number: int, step: int) -> int:
    return -(-number // step) * step
