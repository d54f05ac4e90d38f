"""How heavy a text is to read: its LIX, and sentences that are too long.

LIX = O/M + 100·L/O: words to a sentence, and per cent of words with more than six letters (Carl-Hugo Björnsson,
«Läsbarhet», 1968). Below 35 reads easily, 45 to 55 is as heavy as a report. Here a sentence also ends where a line
does, so that a list is read as one.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal

from packgen.model import Language
from packgen.problems import Problem, warning
from packgen.proofreading.material import Material
from packgen.proofreading.prose import as_read, sentences

FEWEST_WORDS = 30
"""A shorter text has no LIX that means anything."""
LONGEST_SENTENCE = 30
_LONG_WORD = 7


def check(material: Material, language: Language, limit: int) -> Iterator[Problem]:
    """Return a warning for every text whose LIX is above the limit, and every sentence beyond thirty words."""
    for passage in material.passages(language):
        read = as_read(passage.text)
        value = lix(read)
        if value is not None and value > limit:
            yield warning("texts.heavy_to_read", passage.at(), key=passage.key, lix=value, limit=limit)
        for offset, words in sentences(read):
            if len(words) > LONGEST_SENTENCE:
                start = " ".join(words[:5]).replace("\0", "…")
                yield warning(
                    "texts.long_sentence",
                    passage.at(offset),
                    key=passage.key,
                    words=len(words),
                    limit=LONGEST_SENTENCE,
                    sentence=start,
                )


def lix(bared: str) -> int | None:
    """Return the LIX of a bare text as a whole number, None for one too short to have any."""
    said = [words for _, words in sentences(bared)]
    words = [word for sentence in said for word in sentence]
    if len(words) < FEWEST_WORDS:
        return None
    long = sum(len(word) >= _LONG_WORD for word in words)
    exact = Decimal(len(words)) / len(said) + Decimal(100 * long) / len(words)
    return int(exact.quantize(Decimal(1), ROUND_HALF_EVEN))
