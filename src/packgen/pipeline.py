"""The whole story: a municipality's folder → what is wrong with it, or every unit's pack in ``output/``.

`gather` reads and judges everything and writes nothing. `build` takes what was gathered and makes the files, unit by
unit. In between lies the line that matters: no file is written before every input has been read and found right.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rapidfuzz import process

from packgen import (
    crew,
    files,
    index_page,
    own_looks,
    packs,
    pdf_copies,
    places,
    printing,
    resources,
    sending,
    settings,
    surveys,
    unit_records,
    units,
    upgrade,
    wording,
)
from packgen.allowed import Allowed
from packgen.crew import Workers
from packgen.exchange import made_from
from packgen.files import Entry, Rights
from packgen.model import Language, Municipality, Unit, UnitTree
from packgen.packs import Looks
from packgen.places import Ground
from packgen.problems import Outcome, Place, Problem, error, in_order, warning
from packgen.render.sheets import fonts
from packgen.render.sheets.fonts import Fonts
from packgen.store import Store
from packgen.surveys import Gathered
from packgen.unit_packs import BESIDE, PDF, Done, Work, rights
from packgen.wording import OwnWords, Words


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked for: which municipality, which results, which units and documents, in which language."""

    municipality: Path
    results: Path | None = None
    units: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    language: Language | None = None
    large_print: bool = False


def gather(request: Request, words: Words) -> Outcome[Gathered]:
    """Read a municipality's folder, judge what may be shown, and report every problem; write nothing."""
    loaded = settings.load(request.municipality)
    if loaded.value is None:
        return Outcome(None, loaded.problems)
    municipality = loaded.value
    listed = units.load(municipality)
    rounds, problems = surveys.read(municipality, listed.value, request.results)
    problems = [*loaded.problems, *listed.problems, *problems]
    if not municipality.rounds:
        problems.append(error("pipeline.no_rounds", Place(file=str(settings.file_of(request.municipality)))))
    if any(p.is_error for p in problems) or not rounds:
        return Outcome(None, in_order(problems))
    now, late = surveys.beside_released(municipality, rounds[-1])
    problems.extend(late)
    records, wrong = unit_records.read(municipality, now.tree)
    problems.extend(wrong)
    chosen, unknown = _chosen(now.tree, request.units)
    problems.extend(unknown)
    letters = _fonts(municipality)
    own = wording.read_own(municipality, now.tree, words)
    looks = own_looks.read(municipality, resources.TEMPLATES)
    problems.extend(
        (*letters.problems, *own.problems, *looks.problems, *_stale(own.value, words, municipality.allowed))
    )
    every = own.value.everywhere if own.value is not None else words
    problems.extend(_unknown_documents(every, request.documents))
    problems.extend(_unknown_tools(every, municipality))
    gathered = Gathered(
        municipality,
        now,
        tuple(s for s in rounds[:-1] if s.results is not None),
        chosen,
        request.documents,
        request.language,
        is_whole=not request.units,
        large_print=request.large_print or municipality.large_print,
        fonts=letters.value or fonts.lato(),
        looks=looks.value,
        own=own.value,
        records=records,
    )
    problems.extend(packs.cannot_make(gathered, words))
    return Outcome(gathered, in_order(problems))


def _chosen(tree: UnitTree, names: tuple[str, ...]) -> tuple[tuple[Unit, ...], tuple[Problem, ...]]:
    """Return the units of these names or ids (all when none is named)."""
    if not names:
        return tree.units, ()
    problems: list[Problem] = []
    chosen: list[Unit] = []
    for name in names:
        found = [u for u in tree.units if u.id == name] or [
            u for u in tree.units if u.name.casefold() == name.casefold()
        ]
        if len(found) == 1:
            chosen.append(found[0])
        elif found:
            problems.append(error("pipeline.unit_name_twice", name=name, ids=", ".join(u.id for u in found)))
        else:
            problems.append(error("pipeline.unknown_unit", name=name, nearest=_nearest(name, tree)))
    return tuple(chosen), tuple(problems)


def _nearest(name: str, tree: UnitTree) -> str:
    found = process.extractOne(name, [u.name for u in tree.units])
    return found[0] if found else ""


def _unknown_documents(words: Words, wanted: tuple[str, ...]) -> tuple[Problem, ...]:
    known = [m.id for m in words.makeups]
    return tuple(
        error("pipeline.unknown_document", name=name, known=", ".join(known)) for name in wanted if name not in known
    )


def _unknown_tools(words: Words, municipality: Municipality) -> tuple[Problem, ...]:
    """Return an error for every tool in the settings that there is no sheet or card of."""
    place = Place(file=str(settings.file_of(Path(municipality.folder))))
    return unknown_tools(words, municipality.printed.tools, place)


def unknown_tools(words: Words, wanted: Iterable[str], place: Place = Place()) -> tuple[Problem, ...]:  # noqa: B008 - frozen
    """Return an error for every tool that there is no sheet or card of, with those there are."""
    known = [printing.tool_of(m) for m in words.makeups if m.is_printed]
    return tuple(
        error("pipeline.unknown_tool", place, name=name, known=", ".join(known)) for name in wanted if name not in known
    )


def _stale(own: OwnWords | None, words: Words, allowed: Allowed) -> Iterable[Problem]:
    """Yield a warning for every text of a municipality's own whose text of packgen's has changed since."""
    for level in own.all_levels if own is not None else ():
        notes = made_from.read(level.folder, allowed) if level.folder is not None else Outcome(None)
        yield from notes.problems
        for language, layer in level.texts.items():
            yield from upgrade.stale(layer, words.texts[language], (notes.value or {}).get(language, {}))


def _fonts(municipality: Municipality) -> Outcome[Fonts]:
    """Return the municipality's own fonts, packgen's where it has none, and what is wrong with its folder."""
    if not municipality.printed.fonts:
        return Outcome(fonts.lato())
    return fonts.own(Path(municipality.folder) / municipality.printed.fonts, municipality.allowed)


# ---------------------------------------------------------------- writing

INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build left behind: where, counts for the table, what to tell about files kept.

    ``unchanged`` are units whose files were there already, made of the same.
    """

    root: str
    units: int
    packs: int
    documents: int
    hidden: int
    unchanged: int
    look_first: str
    problems: tuple[Problem, ...]


class Steps:
    """Is told how far a build has come; this one tells nobody."""

    def unit(self, unit: Unit) -> None:
        """Take note that a unit is done."""

    def pdf(self, made: int, of: int) -> None:
        """Take note of how many PDFs are made of how many."""


_NOBODY = Steps()
_HERE = crew.Crew(1)


def build(
    gathered: Gathered,
    words: Words,
    looks: Looks,
    out: Path | str,
    steps: Steps = _NOBODY,
    *,
    office: str | None = None,
    workers: Workers = _HERE,
    shapes: Path | None = None,
) -> Outcome[Built]:
    """Make the packs of the chosen units below ``out`` and write them, unit by unit; report what was kept.

    ``out`` is a folder, or an URL such as ``s3://bucket/packs``. Units whose files lie there already, made of the same,
    are left alone. With ``office`` (the program of LibreOffice) each Word and PowerPoint file has a PDF beside it.
    ``workers`` share the units. ``shapes`` is a folder where compiled shapes of documents are kept for the next build.
    """
    at = places.ground(gathered, out)
    if at.value is None:
        return Outcome(None, at.problems)
    taken, work = at.value, Work(gathered, words, looks, at.value.store, office, shapes)
    return places.alone(taken, lambda: _build(work, steps, workers, taken))


def _build(work: Work, steps: Steps, workers: Workers, at: Ground) -> Outcome[Built]:
    gathered, store, may = work.gathered, work.store, rights(work.gathered)
    refused = _refused(store, may)
    if refused:
        return Outcome(None, refused)
    surveys.keep_release(gathered)  # before anything can be handed out
    told: list[Problem] = list(_of_others(gathered, store, may))
    documents = unchanged = 0
    for unit, done in _each(work, workers):
        documents += done.files
        unchanged += done.unchanged
        told.extend(done.problems)
        steps.unit(unit)
        at.still_ours()
    if gathered.is_whole:
        done = work.hands().shared()
        documents += done.files
        told.extend(done.problems)
    if work.office is not None:
        made, problems = _copies(work, steps)
        documents += made
        told.extend(problems)
    told.extend(_write_list(gathered, work.words, store))
    write_index(gathered, work.words, work.looks, store)
    hidden = sum(1 for d in gathered.now.disclosure.decisions.values() if not d.shown)
    numbers = (len(gathered.now.tree.units), len(gathered.chosen), documents + 1, hidden, unchanged)
    return Outcome(Built(store.place(""), *numbers, store.place(INDEX), in_order(told)), ())


def _each(work: Work, workers: Workers) -> Iterator[tuple[Unit, Done]]:
    """Yield each unit with what became of it; what workers cannot write themselves is written here."""
    gathered = work.gathered
    if workers.reach(work.store):
        yield from workers.each(work.begin, gathered.chosen)
        return
    hands = work.hands()
    waiting: list[Unit] = []
    for unit in gathered.chosen:
        known, is_current = hands.known(unit.id, hands.prints.unit(unit))
        if is_current:
            yield unit, Done(unit.id, len(known.entries), unchanged=True)
        else:
            waiting.append(unit)
    for unit, made in workers.each(work.begin_making, waiting):
        yield unit, hands.put(unit.id, hands.prints.unit(unit), partial(tuple, made))


def _refused(store: Store, may: Rights) -> tuple[Problem, ...]:
    return tuple(
        problem for known in files.every_known(store) for problem in files.no_longer_allowed(store, known, may)
    )


def refused(store: Store, gathered: Gathered) -> tuple[Problem, ...]:
    """Return an error for every edited file in a round's folder that holds figures which may not be shown any more."""
    return _refused(store, rights(gathered))


def _of_others(gathered: Gathered, store: Store, may: Rights) -> Iterator[Problem]:
    """Take away files of units not asked for that may not be shown any more, and all of units that are gone."""
    chosen = {unit.id for unit in gathered.chosen} | ({files.SHARED_UNIT} if gathered.is_whole else set())
    present = {unit.id for unit in gathered.now.tree.units} | {files.SHARED_UNIT}
    for known in files.every_known(store):
        if known.unit in chosen:
            continue
        kept = {path: one for path, one in known.entries.items() if known.unit in present and may.allow(one)}
        if len(kept) < len(known.entries):
            yield from files.settle(store, known, kept, "")


def _copies(work: Work, steps: Steps) -> tuple[int, tuple[Problem, ...]]:
    """Lay PDFs beside the files of the units asked for; return how many, and what went wrong.

    What is printed is left out: it is made as PDF in the first place.
    """
    gathered, store, asked = work.gathered, work.store, work.gathered.documents
    printed = frozenset(m.id for m in gathered.words_everywhere(work.words).makeups if m.is_printed)
    shared = (files.SHARED_UNIT,) if gathered.is_whole else ()
    units = (*(unit.id for unit in gathered.chosen), *shared)

    def is_source(entry: Entry) -> bool:
        return entry.document not in printed | BESIDE and (not asked or entry.document in asked)

    told: list[Problem] = []
    count = 0
    for one in pdf_copies.make(store, units, is_source, work.office or "", steps.pdf):
        known, count = one.known, count + len(one.written)
        told.extend((*one.problems, *(files.lies_beside(store, copy) for copy in one.written if copy.beside)))
        kept = {
            path: entry for path, entry in known.entries.items() if not (pdf_copies.is_copy(entry) and is_source(entry))
        }
        made_of = known.made_of.removesuffix(PDF)
        whole = made_of + PDF if made_of and not one.problems else made_of
        told.extend(files.settle(store, known, kept | files.entries_of(known, one.written), whole))
    return count, tuple(told)


def _write_list(gathered: Gathered, words: Words, store: Store) -> tuple[Problem, ...]:
    """Write the sending list over all files that lie in a round's folder; return what is to be told of it."""
    made = sending.make_list(gathered, words, lambda unit: files.read_known(store, unit).entries.values())
    known = files.read_known(store)
    _, told = files.lay(
        store, known, (made,), lambda one, _: one.document != sending.DOCUMENT, known.made_of, if_locked=known.made_of
    )
    return told


def write_index(gathered: Gathered, words: Words, looks: Looks, store: Store) -> None:
    """Write the page that HR opens first, over all files that lie in a round's folder."""
    now, texts = gathered.now, gathered.words_everywhere(words).texts[gathered.own_language]

    def entries(unit: str) -> Iterable[Entry]:
        return files.read_known(store, unit).entries.values()

    page = index_page.make(looks.index, gathered.municipality, now.round, now.tree, now.disclosure, texts, entries)
    store.write(INDEX, page)


# ---------------------------------------------------------------- comparing


def compare(
    gathered: Gathered, words: Words, looks: Looks, out: Path | str, steps: Steps = _NOBODY, workers: Workers = _HERE
) -> tuple[Problem, ...]:
    """Return how what lies below ``out`` differs from what a build of all documents would leave; write nothing."""
    at = places.ground(gathered, out)
    if at.value is None:
        return at.problems
    store = at.value.store
    work = Work(gathered, words, looks, store)
    told: list[Problem] = []
    try:
        for unit, done in workers.each(work.begin_comparing, gathered.chosen):
            told.extend(done.problems)
            steps.unit(unit)
        if gathered.is_whole:
            hands = work.hands()
            name = gathered.municipality.name
            told.extend(hands.compared(files.SHARED_UNIT, hands.prints.shared(), name).problems)
            told.extend(_left_over(gathered, store))
    except files.ManifestError as fault:
        told.append(error("files.manifest_broken", Place(file=fault.path)))
    return in_order(told)


def _left_over(gathered: Gathered, store: Store) -> Iterator[Problem]:
    """Yield a warning for every unit that has files and is in no list any more."""
    present = {unit.id for unit in gathered.now.tree.units} | {files.SHARED_UNIT}
    for known in files.every_known(store):
        if known.unit not in present:
            yield warning("files.left_over", unit=known.unit)
