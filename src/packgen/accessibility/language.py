"""What tells a screen reader which file it reads, and in which voice."""

import re
from collections.abc import Iterator

from packgen.accessibility.parts import SLIDE, Element, Office, every, fact, facts, q, tag, words
from packgen.problems import Problem, warning

LANGUAGES = {"nb-NO", "nn-NO"}
_CORE, _STYLES, _SETTINGS = "docProps/core.xml", "word/styles.xml", "word/settings.xml"
_ONLY_IN_TEMPLATE = re.compile(r"theme/|slideLayouts/|slideMasters/|notesMasters/|handoutMasters/|glossary/")
"""Parts whose words people meet only when they edit the template."""


def language_of(office: Office) -> str:
    """Return the language that a file says it is in, and nothing where it does not."""
    return "".join(facts(office.part(_CORE), "//dc:language/text()"))


def properties(office: Office) -> Iterator[Problem]:
    """Look for a title, an author and one of the two written standards in the file's properties."""
    core = office.part(_CORE)
    if not "".join(facts(core, "//dc:title/text()")).strip():
        yield warning("accessibility.no_title", office.place)
    if not "".join(facts(core, "//dc:creator/text()")).strip():
        yield warning("accessibility.no_author", office.place)
    if language_of(office) not in LANGUAGES:
        yield warning("accessibility.unknown_language", office.place, language=language_of(office) or "–")


# ---------------------------------------------------------------- every text has a language


def language_of_text(office: Office) -> Iterator[Problem]:
    """Every run bears its language, and so do charts and where somebody will type."""
    for root in office.stories.values():
        for run in every(root, "//w:r[w:t or w:tab or w:br or w:fldChar or w:instrText][not(w:rPr/w:lang/@w:val)]"):
            yield warning("accessibility.text_without_language", office.place, text=words(run, 30) or "–")
    if office.is_word and not _language_of_new_text(office):
        yield warning("accessibility.document_without_language", office.place)
    for name, root in _drawn(office):
        path = "//a:rPr[not(@lang)] | //a:endParaRPr[not(@lang)] | //a:r[not(a:rPr)] | //a:fld[not(a:rPr)]"
        path += " | //a:br[not(a:rPr)] | //p:txBody/a:p[not(a:endParaRPr)] | //a:tc//a:p[not(a:endParaRPr)]"
        for element in every(root, path):
            place = office.slide_number(name)
            yield warning("accessibility.slide_without_language", office.place, slide=place, text=_said(element))
        if every(root, "//c:txPr//a:defRPr[not(@lang)] | /c:chartSpace[not(c:lang)]"):
            yield warning("accessibility.chart_without_language", office.place)


def _language_of_new_text(office: Office) -> bool:
    """Tell whether what somebody writes in a document has a language from the start."""
    usual = fact(office.part(_STYLES), "w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val")
    return bool(usual and fact(office.part(_SETTINGS), "w:themeFontLang/@w:val"))


def _drawn(office: Office) -> Iterator[tuple[str, Element]]:
    """Yield the parts with drawn text that people meet: slides, notes, charts."""
    for ending in (SLIDE, "notesSlide+xml", "chart+xml"):
        yield from office.of_type(ending).items()


def _said(element: Element) -> str:
    """Return the text that something in or around a run belongs to."""
    whole = element.getparent() if tag(element) in {"a:rPr", "a:endParaRPr"} else element
    return words(whole if whole is not None else element, 30) or "–"


# ---------------------------------------------------------------- and it is the same one


def one_language(office: Office) -> Iterator[Problem]:
    """Text, styles and charts are all in the language that the file says it is in."""
    own = language_of(office)
    for name, root in office.xml.items():
        if _ONLY_IN_TEMPLATE.search(name):
            continue
        first: dict[str, Element] = {}
        for bearer in _bearers(office, name, root):
            first.setdefault(bearer.get("lang") or bearer.get("val") or bearer.get(q("w:val")) or "", bearer)
        for language in first.keys() - {own}:
            said = _text_around(first[language]) or name
            yield warning("accessibility.two_languages", office.place, own=own or "–", other=language, text=said)


def _bearers(office: Office, name: str, root: Element) -> list[Element]:
    """Return the elements of a part that say a language; of styles only those in use."""
    if name != _STYLES:
        path = "//*[@lang] | //c:lang[@val] | //w:lang[@w:val] | //w:themeFontLang[@w:val] | //w:lid[@w:val]"
        return every(root, path)
    in_use = {i for story in office.stories.values() for i in facts(story, "//w:pStyle/@w:val | //w:rStyle/@w:val")}
    styles = [style for style in every(root, "w:style") if fact(style, "@w:styleId") in in_use]
    usual = every(root, "w:docDefaults//w:lang[@w:val]")
    return usual + [lang for style in styles for lang in every(style, ".//w:lang[@w:val]")]


def _text_around(element: Element) -> str:
    """Return the text of the run or paragraph that an element says something of, or the name of its style."""
    for around in element.iterancestors():
        if tag(around) == "w:style":
            return fact(around, "w:name/@w:val")
        if tag(around) in {"w:r", "a:r", "a:p", "w:p", "w:sdt"} and words(around):
            return words(around, 30)
    return ""
