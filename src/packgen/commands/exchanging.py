"""The commands that take texts out to Excel or Word and bring them in again."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import click
from rapidfuzz import process
from rich.text import Text

from packgen import archive, resources, settings
from packgen.allowed import USUAL, Allowed
from packgen.commands.reading import read_looks, read_words
from packgen.content import makeup, overrides
from packgen.content.layers import NO_LAYER, Layer
from packgen.desk import DONE, PROBLEMS, Desk, stops, tell
from packgen.exchange import export_docx, export_xlsx, folder, judging, made_from, read_back
from packgen.exchange.chapters import NOBODY, Book, book
from packgen.exchange.judging import Change, Now
from packgen.exchange.rows import Row, of_documents, rows
from packgen.model import Language
from packgen.problems import Outcome, Place, Problem, error
from packgen.proofreading.material import read_rules
from packgen.render import word
from packgen.store import LockedError, write_whole
from packgen.wording import Words
from packgen.yaml_source import Yaml

ENDINGS = (".xlsx", ".docx")


@dataclass(frozen=True, slots=True)
class _Own:
    """A municipality's texts in one written standard: its name, its layer, and the make-up of its documents."""

    name: str
    layer: Layer
    documents: Yaml


def export(
    at: Desk, file: Path, municipality: Path | None, language: Language | None, documents: tuple[str, ...]
) -> int:
    """Write all texts, or those of some documents, to a new Excel or Word file; return the exit code."""
    if file.suffix.lower() not in ENDINGS:
        raise click.UsageError(at.speech.say("usage_error.ending", name=file.name, endings=", ".join(ENDINGS)))
    words = read_words(at)
    place = municipality or here()
    own = _read_own(place, language, words) if place else Outcome(_Own(NOBODY, NO_LAYER, words.nodes))
    chosen = language or _language(place) or at.speech.written
    problems = [*own.problems, *_exists(file)]
    made: Book | None = None
    if own.value is not None:
        problems += _unknown(documents, words, own.value)
        made = _book(own.value, chosen, documents, words)
    tell(at, problems)
    if stops(problems, strict=False) or made is None:
        return PROBLEMS
    write_whole(file, _bytes(made, file))
    count = sum(len(chapter.rows) for chapter in made.chapters)
    at.out.print(Text(at.speech.say("done.exported", file=file, count=count)))
    return DONE


def here() -> Path | None:
    """Return the folder that we stand in, where it is a municipality's."""
    return Path() if settings.files_in(Path()) else None


def _language(place: Path | None) -> Language | None:
    loaded = settings.load(place).value if place else None
    return loaded.language if loaded else None


def _allowed(place: Path) -> Allowed:
    """Return how much a municipality lets in; the usual where its settings cannot be read, which is told later."""
    loaded = settings.load(place)
    return loaded.value.allowed if loaded.value is not None else USUAL


def _read_own(place: Path, language: Language | None, words: Words) -> Outcome[_Own]:
    """Return a municipality's texts in a written standard, its own without one."""
    loaded = settings.load(place)
    if loaded.value is None or not loaded.ok:
        return Outcome(None, loaded.problems)
    layer = folder.read_layer(place, language or loaded.value.language, words, loaded.value.allowed)
    if layer.value is None or not layer.ok:
        return Outcome(None, layer.problems)
    return Outcome(_Own(loaded.value.name, *layer.value), layer.problems)


def _exists(file: Path) -> list[Problem]:
    """Return an error where there is a file already: somebody may have written in it."""
    return [error("exchange.exists", Place(file=str(file)))] if file.exists() else []


def _unknown(documents: tuple[str, ...], words: Words, own: _Own) -> list[Problem]:
    known = sorted({*own.documents.value, *words.texts["nb"].nodes} - {makeup.MEETINGS})
    found = [(name, process.extractOne(name, known)) for name in documents if name not in known]
    return [error("exchange.unknown_document", id=name, nearest=near[0] if near else "–") for name, near in found]


def _book(own: _Own, language: Language, documents: tuple[str, ...], words: Words) -> Book:
    texts = words.texts[language]
    found = rows(texts, own.layer, own.documents)
    if documents:
        found = of_documents(found, documents, texts, own.documents)
    return book(found, overrides.texts(texts, own.layer), own.documents, own.name)


def _bytes(made: Book, file: Path) -> bytes:
    if file.suffix.lower() == ".xlsx":
        return export_xlsx.write(made)
    looks = read_looks()
    return word.render(export_docx.document(made), looks.theme, looks.word)


# ---------------------------------------------------------------- back again


def bring_in(at: Desk, file: Path, municipality: Path | None) -> int:
    """Read a file of texts, check it, and write what it changes to the municipality's folder; return the exit code."""
    words, place = read_words(at), municipality or here()
    if place is None:
        raise click.UsageError(at.speech.say("usage_error.no_municipality"))
    heads = read_back.Heads.of([texts.nodes["exchange"] for texts in words.texts.values()])
    allowed = _allowed(place)
    with file.open("rb") as opened:
        data = opened.read(archive.Limits.of(allowed).size + 1)
    back = read_back.read(data, str(file), heads, allowed)
    made = _changes(back.value, file, place, words) if back.value else Outcome[_Made](None)
    problems = (*back.problems, *made.problems)
    tell(at, problems)
    if stops(problems, strict=False) or made.value is None:
        at.err.print(at.speech.say("problem.nothing_written"))
        return PROBLEMS
    return _keep(at, made.value)


@dataclass(frozen=True, slots=True)
class _Made:
    """Files to write, and how many texts are new or another, and how many are packgen's again."""

    files: Mapping[Path, bytes]
    written: int
    removed: int


def _changes(back: read_back.ReadBack, file: Path, place: Path, words: Words) -> Outcome[_Made]:
    if back.mark.language not in get_args(Language):
        return Outcome(None, (error("exchange.no_mark", Place(file=str(file))),))
    language: Language = "nn" if back.mark.language == "nn" else "nb"
    own = _read_own(place, language, words)
    notes = made_from.read(place, _allowed(place))
    if own.value is None or notes.value is None:
        return Outcome(None, (*own.problems, *notes.problems))
    found = rows(words.texts[language], own.value.layer, own.value.documents)
    now = _now(own.value.name, found, language, words)
    odd = tuple(judging.judge_mark(back.mark, now, str(file)))
    judged = judging.judge(back, now)
    problems = (*own.problems, *odd, *judged.problems)
    if judged.value is None or any(problem.is_error for problem in problems):
        return Outcome(None, problems)
    made = _files(judged.value, place, language, words, notes.value)
    return Outcome(made.value, (*problems, *made.problems))


def _now(name: str, found: tuple[Row, ...], language: Language, words: Words) -> Now:
    rules = read_rules(resources.CONTENT, language)
    return Now(name, judging.by_key(found), words.texts[language], words.minutes, rules)


def _files(
    changes: tuple[Change, ...], place: Path, language: Language, words: Words, notes: made_from.Notes
) -> Outcome[_Made]:
    """Return the files that these changes make, none where there is no change."""
    said = words.texts[language].nodes["exchange"]["files"]
    wanted = {change.path: change.text for change in changes}
    made = folder.with_changes(place, language, wanted, said["own"], words.texts[language].nodes)
    if made.value is None:
        return Outcome(None, made.problems)
    bases = {change.key: None if change.text is None else change.packgens for change in changes}
    found = dict(made.value)
    if changes:
        noted = made_from.noted(notes, language, bases)
        found[place / made_from.MADE_FROM] = made_from.file_of(noted, said["made_from"])
    removed = sum(change.text is None for change in changes)
    return Outcome(_Made(found, len(changes) - removed, removed), made.problems)


def _keep(at: Desk, made: _Made) -> int:
    if not write_all(at, made.files):
        return PROBLEMS
    said = "done.imported" if made.files else "done.nothing_new"
    at.out.print(Text(at.speech.say(said, written=made.written, removed=made.removed)))
    for file in made.files:
        at.out.print(Text(f"  {file}"))
    return DONE


def write_all(at: Desk, found: Mapping[Path, bytes]) -> bool:
    """Write files whole, one that holds nothing any more away; tell of one that cannot be written."""
    try:
        for file, data in found.items():
            if data.strip():
                write_whole(file, data)
            else:
                file.unlink(missing_ok=True)
    except LockedError as fault:
        tell(at, (error("exchange.not_writable", Place(file=str(fault.path))),))
        return False
    return True
