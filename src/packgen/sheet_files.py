"""Sheets and cards made on their own, outside a build: in a folder of the caller's, with a unit's name if asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from packgen import filenames, files, packs, places
from packgen.files import Made
from packgen.model import PrintChoice, Unit
from packgen.packs import Looks
from packgen.pipeline import unknown_tools
from packgen.problems import Outcome, Problem, in_order
from packgen.store import LocalStore
from packgen.surveys import Gathered
from packgen.wording import Words


@dataclass(frozen=True, slots=True)
class SheetsMade:
    """What was made: the folder, how many files, what to tell."""

    root: Path
    count: int
    problems: tuple[Problem, ...]


def make(
    gathered: Gathered, words: Words, looks: Looks, out: Path, tools: tuple[str, ...], choice: PrintChoice
) -> Outcome[SheetsMade]:
    """Write the sheets and cards of these tools (all when none is named) below the municipality's folder in ``out``.

    Of the chosen units with their names, or once in each written standard in use where all were chosen. Files that
    somebody has edited stay; the new ones lie beside them.
    """
    unknown = unknown_tools(words, tools)
    if unknown:
        return Outcome(None, unknown)
    store = LocalStore(out / filenames.folder_name(gathered.municipality.id))
    asked = replace(gathered, municipality=replace(gathered.municipality, printed=replace(choice, tools=tools)))
    return places.alone(store, lambda: _make(asked, words, looks, store))


def _make(gathered: Gathered, words: Words, looks: Looks, store: LocalStore) -> Outcome[SheetsMade]:
    known = files.read_known(store)
    made = tuple(_all(gathered, words, looks))
    written, told = files.lay(store, known, made, lambda one, _: store.size(one.path) is not None, made_of="")
    return Outcome(SheetsMade(store.root, len(written), in_order(told)))


def _all(gathered: Gathered, words: Words, looks: Looks) -> Iterable[Made]:
    tools = packs.printed_makeups(gathered.words_of(None, words))
    if gathered.is_whole:
        for language in gathered.languages:
            folder = str(words.texts[language].node("documents.written_standard"))
            yield from packs.make_printed(gathered, language, tools, folder, words, looks)
    for unit in () if gathered.is_whole else gathered.chosen:
        yield from _of_unit(gathered, unit, words, looks)


def _of_unit(gathered: Gathered, unit: Unit, words: Words, looks: Looks) -> tuple[Made, ...]:
    """Return a unit's sheets, those that hold what it has decided too; cards are of its own form of the meetings."""
    folder, language = filenames.unit_folder(unit.id), gathered.language_of(unit)
    own = gathered.words_of(unit, words)
    tools = (*packs.printed_makeups(own), *packs.own_printed_makeups(gathered, unit, own))
    return packs.make_printed(gathered, language, tools, folder, words, looks, unit)
