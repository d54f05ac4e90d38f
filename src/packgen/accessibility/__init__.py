"""What a person who cannot see the page needs in a finished file, and contrast for those who see it badly.

WCAG 2.1 AA holds for public bodies, and EN 301 549 says what it means for documents. Each rule takes an opened file and
yields what is missing as warnings; `check` holds a finished file to all of them. Nothing here knows who made the file.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from packgen.accessibility import alternatives, decks, documents, language, printed, structure
from packgen.accessibility.parts import Office, opened
from packgen.problems import Problem

__all__ = ["PDF", "RULES", "Rule", "check", "rules_of"]

PDF = "pdf"
"""The rule of what is printed: a PDF is held to it alone."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is looked for: its name, what looks, and in which files (endings)."""

    id: str
    look: Callable[[Office], Iterator[Problem]]
    endings: tuple[str, ...] = ("docx", "pptx")


RULES = (
    Rule("properties", language.properties),
    Rule("language", language.language_of_text),
    Rule("one_language", language.one_language),
    Rule("slide_titles", structure.slide_titles, ("pptx",)),
    Rule("headings", structure.headings, ("docx",)),
    Rule("header_rows", structure.header_rows),
    Rule("alternatives", alternatives.alternatives),
    Rule("figures", alternatives.figures_in_words),
    Rule("loose_text", structure.loose_text, ("pptx",)),
    Rule("contrast", documents.contrast_in_documents, ("docx",)),
    Rule("contrast", decks.contrast_on_slides, ("pptx",)),
)


def check(data: bytes, file: str) -> Mapping[str, tuple[Problem, ...]]:
    """Return what is wrong with a finished file by rule (nothing wrong: an empty tuple), for all rules of its kind.

    ``file`` is what it is called; its ending tells its kind, and other kinds have no rules. A file that may not be
    opened is told under every rule: it was held to none.
    """
    ending = file.rpartition(".")[2]
    if ending == PDF:
        return {PDF: tuple(printed.check(data, file))}
    rules = rules_of(ending)
    if not rules:
        return {}
    office = opened(data, file)
    if office.value is None:
        return {rule.id: office.problems for rule in rules}
    return {rule.id: tuple(rule.look(office.value)) for rule in rules}


def rules_of(ending: str) -> tuple[Rule, ...]:
    """Return the rules of files with such an ending."""
    return tuple(rule for rule in RULES if ending in rule.endings)
