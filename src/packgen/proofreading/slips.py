"""What both written standards are proof-read for: slips from the other one, and words that have a plainer one."""

from collections.abc import Iterator

from packgen.model import Language
from packgen.problems import Problem, warning
from packgen.proofreading import wordlist
from packgen.proofreading.material import Material


def slips(material: Material, language: Language) -> Iterator[Problem]:
    """Return a warning for every word that belongs to the other written standard, or to an older one."""
    found = wordlist.read(material.rule(language, "slips"))
    for passage in material.all_passages(language):
        for hit in found.hits(passage):
            yield warning(
                "texts.slip",
                passage.at(hit.offset),
                key=passage.key,
                word=hit.word,
                proposal=hit.proposal,
                reason=hit.reason,
            )


def heavy(material: Material, language: Language) -> Iterator[Problem]:
    """Return a warning for every stiff or heavy word that has a plainer one."""
    found = wordlist.read(material.rule(language, "heavy"))
    for passage in material.all_passages(language):
        for hit in found.hits(passage):
            yield warning(
                "texts.heavy",
                passage.at(hit.offset),
                key=passage.key,
                word=hit.word,
                proposal=hit.proposal,
                reason=hit.reason,
            )
