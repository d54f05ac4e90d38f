"""Proof-reading of all texts by machine: one module for each check, each finding a problem with its place.

`check` reads the content and runs them all. The word lists and the exceptions are content too
(``content/proofreading``, ``content/words``); only the rules that need thought are code.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from packgen.content import makeup, neutrality
from packgen.content.makeup import Minutes
from packgen.model import Language
from packgen.problems import Place, Problem, error, in_order
from packgen.proofreading import (
    abbreviations,
    bokmaal,
    exceptions,
    hunspell,
    length,
    material,
    nynorsk,
    parity,
    placeholders,
    spelling,
    stale,
)
from packgen.proofreading.material import LANGUAGES, Material
from packgen.proofreading.spelling import Speller

LIX_LIMIT = 45
COMPARED_AT: Language = "nn"
"""The written standard whose rules hold the exceptions from the two saying the same."""


def check(
    content: Path,
    *,
    languages: tuple[Language, ...] = LANGUAGES,
    lix_limit: int = LIX_LIMIT,
    drafts: bool = False,
    speller: Speller = hunspell.misspelt,
) -> tuple[Problem, ...]:
    """Return everything that there is to say on the texts of a content folder, in order of place."""
    if not (content / "documents" / "meetings.yaml").is_file():
        return (error("texts.no_content", Place(file=str(content))),)
    read, planned = material.read(content, drafts=drafts), makeup.load_minutes(content)
    problems = [*read.problems, *planned.problems]
    if read.value is not None and planned.value is not None:
        problems += exceptions.without(parity.check(read.value, languages[-1]), _made_for(read.value, COMPARED_AT))
        for language in languages:
            found = findings(read.value, planned.value, language, lix_limit, speller)
            problems += exceptions.without(found, _made_for(read.value, language))
    return in_order(problems)


def findings(
    read: Material, minutes: Minutes, language: Language, lix_limit: int, speller: Speller
) -> Iterator[Problem]:
    """Return what there is to say on one written standard, exceptions included; of one word, the best advice only."""
    words = tuple(nynorsk.check(read) if language == "nn" else bokmaal.check(read))
    told = {problem.place for problem in words}
    yield from words
    yield from (problem for problem in spelling.check(read, language, speller) if problem.place not in told)
    yield from placeholders.check(read, minutes, language)
    yield from length.check(read, language, lix_limit)
    yield from abbreviations.check(read, language)
    yield from neutrality.lint(read.texts[language]) if read.texts[language].nodes.get("neutrality") else ()
    yield from stale.check(read, language)


def _made_for(read: Material, language: Language) -> Iterable[Mapping[str, str]]:
    made: Iterable[Mapping[str, str]] = read.rule(language, "exceptions")
    return made
