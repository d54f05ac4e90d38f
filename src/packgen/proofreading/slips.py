"""What both written standards are proof-read for: slips from the other one, and words that have a plainer one."""

from collections.abc import Iterator

from packgen.model import Language
from packgen.problems import Place, Problem, warning
from packgen.proofreading import wordlist
from packgen.proofreading.material import Material


def slips(material: Material, language: Language) -> Iterator[Problem]:
    """Return a warning for every word that belongs to the other written standard, or to an older one."""
    for place, told in _found(material, language, "slips"):
        yield warning("texts.slip", place, **told)


def heavy(material: Material, language: Language) -> Iterator[Problem]:
    """Return a warning for every stiff or heavy word that has a plainer one."""
    for place, told in _found(material, language, "heavy"):
        yield warning("texts.heavy", place, **told)


def _found(material: Material, language: Language, rule: str) -> Iterator[tuple[Place, dict[str, str]]]:
    """Return every word that a list of the rules has: where, and what there is to tell of it."""
    listed = wordlist.read(material.rule(language, rule))
    for passage in material.all_passages(language):
        for hit in listed.hits(passage):
            told = {"key": passage.key, "word": hit.word, "proposal": hit.proposal, "reason": hit.reason}
            yield passage.at(hit.offset), told
