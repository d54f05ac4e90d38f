"""The whole story: a municipality's folder → what is wrong with it, or every unit's pack in ``output/``.

`gather` reads and judges everything and writes nothing. `build` takes what was gathered and makes the files, unit by
unit. In between lies the line that matters: no file is written before every input has been read and found right.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from filelock import Timeout
from rapidfuzz import process

from packgen import (
    crew,
    filenames,
    files,
    index_page,
    own_looks,
    packs,
    pdf_copies,
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
from packgen.exchange import made_from
from packgen.model import Language, Municipality, Unit, UnitTree
from packgen.packs import Looks, make_pack, make_shared
from packgen.problems import Outcome, Place, Problem, T, error, in_order
from packgen.render.sheets import fonts
from packgen.render.sheets.fonts import Fonts
from packgen.surveys import Gathered
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
    problems.extend((*letters.problems, *own.problems, *looks.problems, *_stale(own.value, words)))
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


def _stale(own: OwnWords | None, words: Words) -> Iterable[Problem]:
    """Yield a warning for every text of a municipality's own whose text of packgen's has changed since."""
    for level in own.all_levels if own is not None else ():
        notes = made_from.read(level.folder) if level.folder is not None else Outcome(None)
        yield from notes.problems
        for language, layer in level.texts.items():
            yield from upgrade.stale(layer, words.texts[language], (notes.value or {}).get(language, {}))


def _fonts(municipality: Municipality) -> Outcome[Fonts]:
    """Return the municipality's own fonts, packgen's where it has none, and what is wrong with its folder."""
    if not municipality.printed.fonts:
        return Outcome(fonts.lato())
    return fonts.own(Path(municipality.folder) / municipality.printed.fonts)


# ---------------------------------------------------------------- writing

BESIDE_PACKS = frozenset({"overview", "overview_meetings", "overview_measures", "overview_rounds"})
"""Documents that a command of their own makes: a build lets them lie while they show nothing that is hidden now."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build left behind: the round's folder, counts for the table, what to tell about files kept."""

    root: Path
    units: int
    packs: int
    documents: int
    hidden: int
    look_first: Path
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """Whom to tell how far a build has come: each unit that is done, and how many PDFs of how many."""

    unit: Callable[[Unit], None] = lambda _: None
    pdf: Callable[[int, int], None] = lambda _made, _of: None


def build(
    gathered: Gathered,
    words: Words,
    looks: Looks,
    out: Path,
    steps: Steps = Steps(),
    *,
    office: str | None = None,
    jobs: int = 1,
) -> Outcome[Built]:
    """Make the packs of the chosen units below ``out`` and write them, unit by unit; report what was kept.

    With ``office`` (the program of LibreOffice) each Word and PowerPoint file has a PDF beside it. ``jobs`` is how many
    processes share the units.
    """
    root = root_of(gathered, out)
    return alone(root, lambda: _build(gathered, words, looks, root, steps, office, jobs))


def alone(root: Path, work: Callable[[], Outcome[T]]) -> Outcome[T]:
    """Return what work gives that writes below a round's folder, while no other run does; else why it could not."""
    try:
        with files.lock(root):
            return work()
    except Timeout:
        return Outcome(None, (error("files.busy", folder=root),))
    except files.LockedError as fault:
        return Outcome(None, (error("files.locked", Place(file=str(fault.path))),))
    except files.ManifestError as fault:
        return Outcome(None, (error("files.manifest_broken", Place(file=str(fault.path))),))
    except crew.LostError:
        return Outcome(None, (error("files.lost_processes", folder=root),))


def root_of(gathered: Gathered, out: Path) -> Path:
    """Return the folder of a round's packs: municipality and round below ``out``."""
    return out / filenames.folder_name(gathered.municipality.id) / filenames.folder_name(gathered.now.round.id)


@dataclass(frozen=True, slots=True)
class _Work:
    """The work of making units' packs and writing them, as each process is handed it."""

    gathered: Gathered
    words: Words
    looks: Looks
    root: Path
    known: files.Known

    def begin(self) -> Callable[[Unit], tuple[files.Written, ...]]:
        """Return what makes and writes a unit's pack, with a press of its own."""
        press = packs.Press()

        def make(unit: Unit) -> tuple[files.Written, ...]:
            pack = make_pack(self.gathered, unit, self.words, self.looks, press)
            drafts = sending.drafts(self.gathered, unit, self.words, pack)
            return files.write_unit(self.root, (*pack, *drafts), self.known)

        return make


def _build(
    gathered: Gathered, words: Words, looks: Looks, root: Path, steps: Steps, office: str | None, jobs: int
) -> Outcome[Built]:
    known = files.read_known(root)
    shown, classes = allowed(gathered)
    refused = files.no_longer_allowed(root, known, shown, classes)
    if refused:
        return Outcome(None, refused)
    written: list[files.Written] = []
    work = _Work(gathered, words, looks, root, known)
    for unit, files_of_unit in crew.each(work.begin, gathered.chosen, jobs):
        written.extend(files_of_unit)
        steps.unit(unit)
    shared = make_shared(gathered, words, looks) if gathered.is_whole else ()
    written.extend(files.write_unit(root, shared, known))
    copies, lost = _copies(root, gathered.words_everywhere(words), written, known, steps, office)
    kept = _kept(gathered, known, (*written, *copies), shown, classes)
    listed = files.write_unit(root, (sending.make_list(gathered, words, kept.values()),), known)
    written.extend(listed)
    kept |= _entries(known, listed)
    told = [
        *lost,
        *(problem for made in shared for problem in made.problems),
        *(files.lies_beside(root, w) for w in (*written, *copies) if w.beside),
        *files.remove(root, known.entries.keys() - kept.keys(), known),
    ]
    files.write_manifest(root, kept.values())
    write_index(gathered, words, looks, root, kept.values())
    surveys.keep_release(gathered)
    hidden = sum(1 for d in gathered.now.disclosure.decisions.values() if not d.shown)
    numbers = (len(gathered.now.tree.units), len(gathered.chosen), len(written), hidden)
    return Outcome(Built(root, *numbers, root / "index.html", in_order(told)), ())


def write_index(gathered: Gathered, words: Words, looks: Looks, root: Path, entries: Iterable[files.Entry]) -> None:
    """Write the page that HR opens first, over all files that lie in a round's folder."""
    now, texts = gathered.now, gathered.words_everywhere(words).texts[gathered.own_language]
    page = index_page.make(looks.index, gathered.municipality, now.round, now.tree, now.disclosure, texts, entries)
    files.write_whole(root / "index.html", page)


def _copies(
    root: Path, words: Words, written: Iterable[files.Written], known: files.Known, steps: Steps, office: str | None
) -> tuple[tuple[files.Written, ...], tuple[Problem, ...]]:
    """Return the PDFs that were laid beside files just written (none without LibreOffice), and what went wrong.

    What is printed is left out: it is made as PDF in the first place.
    """
    if office is None:
        return (), ()
    printed = {m.id for m in words.makeups if m.is_printed}
    sources = [one.entry for one in written if one.entry.document not in printed]
    made = pdf_copies.make(root, sources, office, known, steps.pdf)
    return made.value or (), made.problems


def allowed(gathered: Gathered) -> tuple[frozenset[str], dict[str, int]]:
    """Return the units that may be shown, and in how many classes; what all units share stands with the top."""
    decisions = gathered.now.disclosure.decisions
    classes: dict[str, int] = {d.unit: d.classes for d in decisions.values()}
    shown = frozenset(d.unit for d in decisions.values() if d.shown)
    return shown, {**classes, files.SHARED_UNIT: classes.get(gathered.top.id, 0)}


def _kept(
    gathered: Gathered,
    known: files.Known,
    written: Iterable[files.Written],
    shown: frozenset[str],
    classes: Mapping[str, int],
) -> dict[str, files.Entry]:
    """Return the manifest's entries after this run: files written, edited ones beside, and what was not asked for."""
    shared = frozenset({files.SHARED_UNIT})
    chosen = {u.id for u in gathered.chosen} | (shared if gathered.is_whole else frozenset())
    present = {u.id for u in gathered.now.tree.units} | shared
    kept: dict[str, files.Entry] = {}
    for path, entry in known.entries.items():
        asked = entry.unit in chosen and (not gathered.documents or entry.document in gathered.documents)
        asked = asked and entry.document not in BESIDE_PACKS
        if not asked and entry.unit in present and files.is_allowed(entry, shown, classes):
            kept[path] = entry
    return kept | _entries(known, written)


def _entries(known: files.Known, written: Iterable[files.Written]) -> dict[str, files.Entry]:
    """Return the entries of files just written, and of the edited ones that they lie beside."""
    found: dict[str, files.Entry] = {}
    for one in written:
        if one.beside and one.beside in known.entries:
            found[one.beside] = known.entries[one.beside]
        found[one.entry.path] = one.entry
    return found
