"""Filled forms in folders → the units' records in the municipality's folder: all of them or, where one is wrong, none.

`read` finds and reads everything and writes nothing; `keep` writes the records that are new.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from packgen import archive, resources, unit_records
from packgen.allowed import Allowed
from packgen.collecting import deck_form, form_words, merging, persons, recognise, word_form, workbook_form
from packgen.collecting.filled import Filled
from packgen.collecting.form_words import FormWords
from packgen.collecting.merging import Frame, Merged
from packgen.content.texts import Texts
from packgen.model import FACTORS, Language
from packgen.problems import Outcome, Place, Problem, error, in_order
from packgen.record import Record, Records
from packgen.records_file import head_of, write
from packgen.store import write_whole
from packgen.surveys import Gathered
from packgen.wording import Words

ENDINGS = frozenset(f".{ending}" for ending in recognise.ENDINGS)
"""Files that are looked at in a folder, also those that are refused, as a form may come back in another format.

A file that somebody names is looked at whatever it is called.
"""
_LEFT_BEHIND = ("~$", ".")
"""How the names of files begin that programs and systems leave in folders."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What there was in the folders: units with forms, how many files were no forms of ours."""

    units: tuple[Merged, ...]
    passed: int

    @property
    def records(self) -> Mapping[str, Record]:
        """Return the records that are new or another, by unit."""
        return {one.unit.id: one.after for one in self.units if one.is_new}


def read(paths: Sequence[Path], gathered: Gathered, words: Words, language: Language, day: str) -> Outcome[Collected]:
    """Read the forms in these files and folders and merge them with the records; no value where anything is wrong.

    ``language`` is that of the problems, ``day`` the ISO day that deadlines of new measures are held against.
    """
    found = _files(paths)
    spoken = _form_words(gathered, words, language)
    forms: list[Filled] = []
    problems: list[Problem] = []
    passed = 0
    for path in found:
        outcome = _forms(path, spoken, gathered.municipality.allowed)
        problems += outcome.problems
        forms += outcome.value or ()
        passed += outcome.value == ()
    named = frozenset(str(path) for path in paths if path.is_file())
    frame = Frame(gathered.municipality, gathered.now.round, gathered.now.tree, gathered.records.now, day, named)
    merged = merging.merge(forms, frame)
    problems += [*merged.problems, *persons.pointed_out(_new(forms, merged.value), _given_names(gathered, words))]
    if not forms and not problems:
        problems.append(error("collect.nothing", Place(file=str(paths[0]))))
    wrong = merged.value is None or any(problem.is_error for problem in problems)
    return Outcome(None if wrong else Collected(merged.value or (), passed), in_order(problems))


def with_records(gathered: Gathered, collected: Collected) -> Gathered:
    """Return what packs of the units with forms are made from: with their new records, and no other units."""
    now = {**gathered.records.now, **collected.records}
    records = Records(now, gathered.records.earlier, gathered.records.earlier_round)
    units = tuple(one.unit for one in collected.units if one.taken or one.known)
    return replace(gathered, records=records, chosen=units, is_whole=False)


def keep(gathered: Gathered, collected: Collected, head: str) -> tuple[Path, ...]:
    """Write the records that are new or another, and return their files.

    ``head`` is the comment at the top of a new one; what people have written at the top of theirs stays.
    """
    written = []
    for record in collected.records.values():
        path = unit_records.path_of(gathered.municipality, record.unit, record.round)
        above = head_of(path.read_bytes()) if path.is_file() else ""
        write_whole(path, write(record, above or head))
        written.append(path)
    return tuple(written)


# ---------------------------------------------------------------- files


def _files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files that were named, and those in the folders that may be forms, each once and in order."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            below = (file for file in sorted(path.rglob("*")) if _may_be_form(file, path))
            found.update(dict.fromkeys(below))
        else:
            found[path] = None
    return tuple({path.resolve(): path for path in reversed(found)}.values())[::-1]


def _may_be_form(file: Path, folder: Path) -> bool:
    steps = file.relative_to(folder).parts
    return (
        file.suffix.casefold() in ENDINGS
        and not any(step.startswith(_LEFT_BEHIND) for step in steps)
        and file.is_file()
    )


def _forms(path: Path, words: FormWords, allowed: Allowed) -> Outcome[tuple[Filled, ...]]:
    """Return the forms in a file, none where it is something else, no value where it is wrong."""
    try:
        with path.open("rb") as file:
            data = file.read(archive.Limits.of(allowed).size + 1)
    except OSError:
        return Outcome(None, (error("collect.unreadable", Place(file=str(path))),))
    kind = recognise.kind(data, str(path), words, allowed)
    if kind.value == "word_form":
        return _one(word_form.read(data, str(path), words, allowed), kind.problems)
    if kind.value == "workbook_form":
        return _one(workbook_form.read(data, str(path), words, allowed), kind.problems)
    if kind.value == "deck":
        return _deck(data, path, words, allowed)
    return Outcome(() if kind.value else None, kind.problems)


def _one(outcome: Outcome[Filled], told: Iterable[Problem]) -> Outcome[tuple[Filled, ...]]:
    return Outcome((outcome.value,) if outcome.value is not None else None, (*told, *outcome.problems))


def _deck(data: bytes, path: Path, words: FormWords, allowed: Allowed) -> Outcome[tuple[Filled, ...]]:
    """Return what stands in a deck's tables; a deck without any of ours is something else."""
    outcome = deck_form.read(data, str(path), words, allowed)
    if outcome.value is None and [problem.code for problem in outcome.problems] == ["collect.no_id"]:
        return Outcome(())
    return outcome


# ---------------------------------------------------------------- words


def _form_words(gathered: Gathered, words: Words, language: Language) -> FormWords:
    """Return the words that forms may be written in: packgen's and those of all layers, in both written standards."""
    made = [words, *(gathered.own.made.values() if gathered.own is not None else ())]
    texts = {id(one): one for each in reversed(made) for one in each.texts.values()}
    own = gathered.words_everywhere(words).texts[language]
    return form_words.of(own, *texts.values())


def _given_names(gathered: Gathered, words: Words) -> persons.GivenNames:
    """Return given names, and what is never a person: units, the municipality, factors."""
    texts = words.texts.values()
    factors = [name for one in texts for factor in FACTORS for name in _names_of(one, factor.id)]
    units = [unit.name for unit in gathered.now.tree.units]
    text = (resources.CONTENT / persons.FILE).read_text("utf-8")
    return persons.read_names(text, (*units, gathered.municipality.name, *factors))


def _names_of(texts: Texts, factor: str) -> Iterable[str]:
    names: Mapping[str, str] = texts.nodes["factors"][factor]["names"]
    return names.values()


def _new(forms: Iterable[Filled], merged: Iterable[Merged] | None) -> Iterable[Filled]:
    """Return the forms that were not collected before; all of them where they could not be merged."""
    if merged is None:
        return forms
    taken = {file for one in merged for file in one.taken}
    return [form for form in forms if form.file in taken]
