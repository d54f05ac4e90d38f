"""packgen's rules of accessibility as rules for finished files: each says in English what is missing.

packgen's own template is held to more than others: its styles say their language too.
"""

from collections.abc import Callable, Iterator

from office import Office, every, facts

from packgen import accessibility, messages, resources
from packgen.accessibility import alternatives as _alternatives
from packgen.accessibility import decks, documents, language, structure
from packgen.problems import Problem

_ENGLISH = messages.load(resources.CONTENT, "en")
Rule = Callable[[Office], Iterator[str]]
language_of = language.language_of


def _said(look: Callable[[Office], Iterator[Problem]]) -> Rule:
    """Return a rule that says in English what another finds."""

    def rule(office: Office) -> Iterator[str]:
        yield from (_ENGLISH.tell(problem).message for problem in look(office))

    rule.__name__ = look.__name__
    return rule


_RULES = {rule.look: _said(rule.look) for rule in accessibility.RULES}

properties = _RULES[language.properties]
language_of_text = _RULES[language.language_of_text]
one_language = _RULES[language.one_language]
slide_titles = _RULES[structure.slide_titles]
headings = _RULES[structure.headings]
header_rows = _RULES[structure.header_rows]
loose_text = _RULES[structure.loose_text]
alternatives = _RULES[_alternatives.alternatives]
figures_in_words = _RULES[_alternatives.figures_in_words]
contrast_in_documents = _RULES[documents.contrast_in_documents]
contrast_on_slides = _RULES[decks.contrast_on_slides]


def language_of_styles(office: Office) -> Iterator[str]:
    """Every style that says how text looks says its language as well."""
    for style in every(office.xml["word/styles.xml"], "w:style[w:rPr][not(w:rPr/w:lang/@w:val)]"):
        yield f"the style {''.join(facts(style, '@w:styleId'))} has no language"


DOCUMENTS = (*(_RULES[rule.look] for rule in accessibility.rules_of("docx")), language_of_styles)
DECKS = tuple(_RULES[rule.look] for rule in accessibility.rules_of("pptx"))
RULES = tuple(dict.fromkeys((*DOCUMENTS, *DECKS)))
