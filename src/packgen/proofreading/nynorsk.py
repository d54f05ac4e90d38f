"""Nynorsk: bokmål forms, heavy words, and infinitives that end in -a where ours end in -e."""

import re
from collections.abc import Iterator

from packgen.problems import Problem, warning
from packgen.proofreading.material import Material
from packgen.proofreading.prose import bare
from packgen.proofreading.slips import heavy, slips

_A_INFINITIVE = re.compile(
    r"(?<![\w\0])å\s+(?:(?:ikkje|alltid|berre|òg|også)\s+)?([^\W\d_]+a)(?![\w\0-])", re.IGNORECASE
)
_VOWELS = re.compile("[aeiouyæøåéò]+", re.IGNORECASE)
_SHORT = re.compile(r"(?:ta|dra|ha|la|bla|ga|tilta|ra|fra)$", re.IGNORECASE)
_LEADS = re.compile(
    r"(?:an|av|bort|del|etter|for|fore|fram|fri|gjen|hand|heim|imøte|inn|inne|ivare|med|mot|ned|om|opp|over|på|rå|saman"
    r"|sam|til|tilbake|und|unna|unn|ut|utover|vare|ved|vidare|åt)+",
    re.IGNORECASE,
)


def check(material: Material) -> Iterator[Problem]:
    """Return a warning for every slip, heavy word and a-infinitive of the nynorsk texts."""
    yield from slips(material, "nn")
    yield from heavy(material, "nn")
    yield from infinitives(material)


def infinitives(material: Material) -> Iterator[Problem]:
    """Return a warning for every infinitive in -a («å skriva»): our nynorsk has them in -e throughout."""
    for passage in material.all_passages("nn"):
        for found in _A_INFINITIVE.finditer(bare(passage.text)):
            word = found[1]
            if not _ends_in_a_anyhow(word):
                yield warning(
                    "texts.infinitive", passage.at(found.start(1)), key=passage.key, word=word, proposal=f"{word[:-1]}e"
                )


def _ends_in_a_anyhow(word: str) -> bool:
    """Tell whether a verb ends in -a in every infinitive: of one syllable («ta»), or made of one («ivareta»)."""
    if len(_VOWELS.findall(word)) == 1:
        return True
    short = _SHORT.search(word)
    return bool(short and _LEADS.fullmatch(word[: short.start()]))
