"""What a file is that somebody has sent: a form in Word or Excel, a deck, something else.

A form of an appraisal interview, filled in or blank, is refused: what stands in it belongs to the two who talked, and
nothing of it is read but what says which form it is.
"""

from typing import Literal

from lxml import etree

from packgen import archive
from packgen.allowed import USUAL, Allowed
from packgen.collecting import word_form, workbook_form
from packgen.collecting.form_words import APPRAISALS, FormWords
from packgen.collecting.package import Package, opened
from packgen.problems import Outcome, Place, error
from packgen.record_form import FIELDS, find_id

Kind = Literal["word_form", "workbook_form", "deck", "other"]

ENDINGS = (
    *("docx", "docm", "dotx", "doc", "odt"),
    *("xlsx", "xlsm", "xlsb", "xls", "ods"),
    *("pptx", "pptm", "ppt", "odp"),
)
"""Endings of files that may be forms, good or bad; of others only those without any ending are opened."""
_PASSING = ("~$", ".")
"""How the names of files begin that programs and systems leave behind."""
_FEWEST = 5
"""So many numbers of fields make a form that has lost its id."""
_KEYS = frozenset(field.key for fields in FIELDS.values() for field in fields)


def kind(data: bytes, file: str, words: FormWords, allowed: Allowed = USUAL) -> Outcome[Kind]:
    """Return what a file is; an error where it may not be opened, or is a form of an appraisal interview."""
    name = file.replace("\\", "/").rpartition("/")[2]
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if name.startswith(_PASSING) or ending not in (*ENDINGS, ""):
        return Outcome("other")
    unsafe = archive.check(data, file, archive.Limits.of(allowed))
    if unsafe:
        return Outcome(None, unsafe)
    package = opened(data)
    if package.medium == "word":
        return _word(package, file, words)
    if package.medium == "workbook":
        return _workbook(data, file)
    return Outcome("deck" if package.medium == "deck" else "other")


def _word(package: Package, file: str, words: FormWords) -> Outcome[Kind]:
    root = next(package.roots(package.main), None)
    if root is None:
        return Outcome(None, (error("collect.broken", Place(file=file)),))
    if _is_appraisal(package.title, root, words):
        return Outcome(None, (error("collect.appraisal", Place(file=file)),))
    found = word_form.found(package, root, file, words)
    marks = {entry.number for entry in found.entries if entry.number}
    is_form = any(map(find_id, found.lines)) or len(marks) >= _FEWEST or _KEYS & word_form.tags(root)
    return Outcome("word_form" if is_form else "other")


def _workbook(data: bytes, file: str) -> Outcome[Kind]:
    sheets = workbook_form.opened(data, file)
    if sheets is None:
        return Outcome(None, (error("collect.broken", Place(file=file)),))
    is_form = any(map(find_id, workbook_form.lines(sheets))) or len(workbook_form.numbers(sheets)) >= _FEWEST
    return Outcome("workbook_form" if is_form else "other")


def _is_appraisal(title: str, root: etree._Element, words: FormWords) -> bool:
    """Tell whether a document is a form of an appraisal interview: by its title, its fields' tags, or its headings."""
    tagged = any(tag.partition(".")[0] in APPRAISALS for tag in word_form.tags(root))
    return tagged or words.is_appraisal(title.partition(" – ")[0], word_form.paragraphs(root))
