"""The whole story: a municipality's folder → what is wrong with it, or every unit's pack in ``output/``.

`gather` reads and judges everything and writes nothing. `build` takes what was gathered and makes the files, unit by
unit. In between lies the line that matters: no file is written before every input has been read and found right.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from filelock import Timeout
from rapidfuzz import process

from packgen import compose, filenames, files, index_page, privacy, results, settings, units
from packgen.content import makeup as makeups
from packgen.content import texts as all_texts
from packgen.content.makeup import Makeup, Minutes
from packgen.content.texts import Texts
from packgen.contents_pages import PageNumbers
from packgen.files import Made
from packgen.model import (
    Disclosure,
    Edition,
    Language,
    Municipality,
    Results,
    Round,
    Unit,
    UnitTree,
    View,
)
from packgen.problems import Outcome, Place, Problem, error, in_order
from packgen.render import slides, word
from packgen.theme import Theme

RELEASED = "released"
"""The folder in the municipality's own folder where what was released is kept, one file a round."""


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked for: which municipality, which results, which units and documents, in which language."""

    municipality: Path
    results: Path | None = None
    units: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Content as read once: texts of both written standards, make-up of the documents, minutes."""

    texts: Mapping[Language, Texts]
    makeups: tuple[Makeup, ...]
    minutes: Minutes


@dataclass(frozen=True, slots=True)
class Looks:
    """Templates as read once."""

    theme: Theme
    word: bytes
    slides: bytes
    index: Path
    pages: PageNumbers


@dataclass(frozen=True, slots=True)
class Survey:
    """One round as it came in and what may be shown of it. ``results`` is None before there are any."""

    round: Round
    tree: UnitTree
    results: Results | None
    disclosure: Disclosure


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that packs are made from: settings, the round's survey, earlier surveys, the units asked for."""

    municipality: Municipality
    now: Survey
    earlier: tuple[Survey, ...]
    chosen: tuple[Unit, ...]
    documents: tuple[str, ...]
    language: Language | None


# ---------------------------------------------------------------- reading: nothing below here writes


def read_words(content: Path) -> Outcome[Words]:
    """Read all texts and make-up, and everything that is wrong with them."""
    nb, nn = all_texts.load(content, "nb"), all_texts.load(content, "nn")
    made, minutes = makeups.load(content), makeups.load_minutes(content)
    problems = [p for outcome in (nb, nn, made, minutes) for p in outcome.problems]
    if nb.value is None or nn.value is None or made.value is None or minutes.value is None:
        return Outcome(None, tuple(problems))
    problems.extend(all_texts.differences(nb.value, nn.value))
    return Outcome(Words({"nb": nb.value, "nn": nn.value}, made.value, minutes.value), tuple(problems))


def read_looks(templates: Path, content: Path) -> Looks:
    """Read packgen's own templates."""
    return Looks(
        Theme(),
        (templates / "word.docx").read_bytes(),
        (templates / "slides.pptx").read_bytes(),
        templates / "index.html",
        PageNumbers.read(templates / "contents_pages.json", content, templates / "word.docx"),
    )


def gather(request: Request, words: Words) -> Outcome[Gathered]:
    """Read a municipality's folder, judge what may be shown, and report every problem; write nothing."""
    loaded = settings.load(request.municipality)
    if loaded.value is None:
        return Outcome(None, loaded.problems)
    municipality = loaded.value
    listed = units.load(municipality)
    surveys, problems = _surveys(municipality, listed.value, request)
    problems = [*loaded.problems, *listed.problems, *problems]
    if not municipality.rounds:
        problems.append(error("pipeline.no_rounds", Place(file=str(request.municipality / settings.FILE_NAME))))
    if any(p.is_error for p in problems) or not surveys:
        return Outcome(None, in_order(problems))
    now, late = _beside_released(municipality, surveys[-1])
    problems.extend(late)
    chosen, unknown = _chosen(now.tree, request.units)
    problems.extend(unknown)
    problems.extend(_unknown_documents(words, request.documents))
    return Outcome(
        Gathered(
            municipality,
            now,
            tuple(s for s in surveys[:-1] if s.results is not None),
            chosen,
            request.documents,
            request.language,
        ),
        in_order(problems),
    )


def _surveys(
    municipality: Municipality, listed: UnitTree | None, request: Request
) -> tuple[tuple[Survey, ...], list[Problem]]:
    """Return every round's survey, oldest first, those that only a form tells of too, and all that is wrong."""
    problems: list[Problem] = []
    found: dict[str, Survey] = {}
    told: dict[str, Survey] = {}
    for round_ in municipality.rounds:
        instead = request.results if round_ is municipality.rounds[-1] else None
        outcome = _read(municipality, round_, listed, instead)
        problems.extend(outcome.problems)
        if outcome.value is not None:
            now, *before = outcome.value
            found[round_.id] = now
            told |= {one.round.id: one for one in before}
    surveys = [_fuller(found.get(r.id), told.get(r.id)) for r in municipality.rounds]
    return tuple(s for s in surveys if s is not None), problems


def _fuller(own: Survey | None, told: Survey | None) -> Survey | None:
    """Return a round's survey from its own files; where it has none, what another round's form tells of it."""
    return told if own is not None and own.results is None and told is not None else own


def _read(
    municipality: Municipality, round_: Round, listed: UnitTree | None, instead: Path | None
) -> Outcome[tuple[Survey, ...]]:
    """Read one round's results (or those of ``instead``): its survey first, then those of rounds the files tell of."""
    folder = Path(municipality.folder)
    paths = (instead,) if instead is not None else tuple(folder / name for name in round_.results)
    if not paths:
        tree = listed or UnitTree((Unit(municipality.id, municipality.name),))
        return Outcome((Survey(round_, tree, None, Disclosure(round_.id, round_.limit, {})),))
    read = results.gather(paths, municipality, round_, listed)
    if read.value is None:
        return Outcome(None, read.problems)
    rounds = {r.id: r for r in municipality.rounds}
    parts = [(round_, read.value.tree, read.value.results)]
    parts += [
        (rounds[one.round], tree, one) for one, tree in zip(read.value.earlier, read.value.earlier_trees, strict=True)
    ]
    decided = [(one, tree, figures, privacy.decide(tree, figures, one)) for one, tree, figures in parts]
    problems = (*read.problems, *(p for *_, outcome in decided for p in outcome.problems))
    surveys = tuple(
        Survey(one, tree, figures, outcome.value)
        for one, tree, figures, outcome in decided
        if outcome.value is not None
    )
    return Outcome(surveys, problems)


def _beside_released(municipality: Municipality, now: Survey) -> tuple[Survey, tuple[Problem, ...]]:
    """Return the survey as it may stand beside what this round has released before, and what stands in the way."""
    released = _released(municipality, now.round)
    if now.results is None or released.value is None:
        return now, released.problems
    release = privacy.release_of(now.tree, now.results, now.disclosure)
    narrowed = replace(now, disclosure=privacy.narrow(released.value, release, now.disclosure, now.round))
    release = privacy.release_of(now.tree, now.results, narrowed.disclosure)
    return narrowed, privacy.compare(released.value, release, now.round)


def _released(municipality: Municipality, round_: Round) -> Outcome[privacy.Release]:
    """Read what was released of a round before; no value and no problem where nothing was."""
    path = _release_path(municipality, round_)
    return privacy.release_from(path.read_bytes(), str(path)) if path.exists() else Outcome(None)


def _release_path(municipality: Municipality, round_: Round) -> Path:
    return Path(municipality.folder) / RELEASED / f"{filenames.folder_name(round_.id)}.yaml"


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


# ---------------------------------------------------------------- what one unit may show


def view_of(gathered: Gathered, unit: Unit, edition: Edition) -> View:
    """Return what one unit's documents of one edition are made from."""
    now, tree = gathered.now, gathered.now.tree
    state, source = _source(now, unit)
    figures = None
    if now.results is not None and source is not None:
        figures = privacy.figures(
            tree,
            now.results,
            now.disclosure,
            source,
            edition if state == "shown" else Edition.STAFF,
            now.round,
            tuple((s.round, s.tree, s.results, s.disclosure) for s in gathered.earlier if s.results is not None),
        )
        if figures is not None and state == "fallback":
            figures = privacy.means_only(figures)
    parents = {u.id: u for u in tree.units}
    return View(
        municipality=gathered.municipality,
        round=now.round,
        unit=unit,
        parent=parents[unit.parent] if unit.parent else None,
        language=gathered.language or unit.language or gathered.municipality.language,
        edition=edition,
        state=state,
        figures=figures,
    )


def _source(now: Survey, unit: Unit) -> tuple[Any, str | None]:
    """Return the state of a unit's pack, and the unit whose figures stand in it (None for none)."""
    if now.results is None:
        return "preparation", None
    decision = now.disclosure.decisions.get(unit.id)
    if decision is not None and decision.shown:
        return "shown", unit.id
    return "fallback", privacy.fallback_source(now.tree, now.disclosure, unit.id)


# ---------------------------------------------------------------- making one unit's pack


def make_pack(gathered: Gathered, unit: Unit, words: Words, looks: Looks) -> tuple[Made, ...]:
    """Return the finished files of one unit, paths from the round's folder. A pure function of its values."""
    chosen = [m for m in words.makeups if not gathered.documents or m.id in gathered.documents]
    names = _file_names(gathered, unit, words)
    return tuple(_make(gathered, unit, m, words, looks, names) for m in chosen)


def _make(
    gathered: Gathered, unit: Unit, makeup: Makeup, words: Words, looks: Looks, names: Mapping[str, compose.PackFile]
) -> Made:
    view = view_of(gathered, unit, makeup.edition)
    scene = compose.scene(
        words.texts[view.language],
        words.minutes,
        {m.id: m for m in words.makeups},
        view,
        tuple(file for file in names.values() if file.document != "start_here"),
    )
    shows = _shows(view, gathered.now.disclosure)
    return Made(
        path=names[makeup.id].path,
        data=_render(makeup, scene, looks),
        unit=unit.id,
        document=makeup.id,
        edition=makeup.edition.value,
        language=view.language,
        shows=shows,
        distribution=max(map(len, view.figures.shares)) if view.figures and view.figures.shares else 0,
    )


def _render(makeup: Makeup, scene: compose.Scene, looks: Looks) -> bytes:
    if makeup.medium == "slides":
        return slides.render(compose.compose_deck(makeup, scene), looks.theme, looks.slides)
    document = compose.compose_document(makeup, scene)
    return word.render(replace(document, contents_pages=looks.pages.of(document)), looks.theme, looks.word)


def _shows(view: View, disclosure: Disclosure) -> tuple[str, ...]:
    """Return the ids of all units whose figures stand in documents of this view."""
    if view.figures is None:
        return ()
    return (view.figures.unit, *disclosure.decisions[view.figures.unit].comparators)


def _file_names(gathered: Gathered, unit: Unit, words: Words) -> dict[str, compose.PackFile]:
    """Return each document's name and path: folder of the audience, then document, unit and round."""
    language = gathered.language or unit.language or gathered.municipality.language
    texts = words.texts[language]
    folder = filenames.folder_name(unit.id)
    found: dict[str, compose.PackFile] = {}
    for makeup in words.makeups:
        ending = "pptx" if makeup.medium == "slides" else "docx"
        parts = (texts.node(f"documents.{makeup.id}.file"), unit.name, gathered.now.round.id)
        audience = texts.node(f"documents.editions.{makeup.edition.value}.folder")
        inside = () if makeup.id == "start_here" else (audience,)
        name = filenames.file_name(parts, ending)
        found[makeup.id] = compose.PackFile(
            makeup.id, texts.node(f"documents.{makeup.id}.name"), "/".join((folder, *inside, name))
        )
    return found


# ---------------------------------------------------------------- writing


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


def build(
    gathered: Gathered, words: Words, looks: Looks, out: Path, on_unit: Callable[[Unit], None] = lambda _: None
) -> Outcome[Built]:
    """Make the packs of the chosen units below ``out`` and write them, unit by unit; report what was kept."""
    root = root_of(gathered, out)
    try:
        with files.lock(root):
            return _build(gathered, words, looks, root, on_unit)
    except Timeout:
        return Outcome(None, (error("files.busy", folder=root),))
    except files.LockedError as fault:
        return Outcome(None, (error("files.locked", Place(file=str(fault.path))),))


def root_of(gathered: Gathered, out: Path) -> Path:
    """Return the folder of a round's packs: municipality and round below ``out``."""
    return out / filenames.folder_name(gathered.municipality.id) / filenames.folder_name(gathered.now.round.id)


def _build(
    gathered: Gathered, words: Words, looks: Looks, root: Path, on_unit: Callable[[Unit], None]
) -> Outcome[Built]:
    known = files.read_known(root)
    shown, classes = _allowed(gathered.now.disclosure)
    refused = files.no_longer_allowed(root, known, shown, classes)
    if refused:
        return Outcome(None, refused)
    written: list[files.Written] = []
    for unit in gathered.chosen:
        written.extend(files.write_unit(root, make_pack(gathered, unit, words, looks), known))
        on_unit(unit)
    kept = _kept(gathered, known, written, shown, classes)
    told = [
        *(files.lies_beside(root, w) for w in written if w.beside),
        *files.remove(root, known.entries.keys() - kept.keys(), known),
    ]
    files.write_manifest(root, kept.values())
    files.write_whole(root / "index.html", _index(gathered, words, looks, kept.values()))
    _keep_release(gathered)
    hidden = sum(1 for d in gathered.now.disclosure.decisions.values() if not d.shown)
    numbers = (len(gathered.now.tree.units), len(gathered.chosen), len(written), hidden)
    return Outcome(Built(root, *numbers, root / "index.html", in_order(told)), ())


def _index(gathered: Gathered, words: Words, looks: Looks, entries: Iterable[files.Entry]) -> bytes:
    now, texts = gathered.now, words.texts[_own(gathered)]
    return index_page.make(looks.index, gathered.municipality, now.round, now.tree, now.disclosure, texts, entries)


def _own(gathered: Gathered) -> Language:
    return gathered.language or gathered.municipality.language


def _allowed(disclosure: Disclosure) -> tuple[frozenset[str], dict[str, int]]:
    shown = frozenset(d.unit for d in disclosure.decisions.values() if d.shown)
    return shown, {d.unit: d.classes for d in disclosure.decisions.values()}


def _kept(
    gathered: Gathered,
    known: files.Known,
    written: Iterable[files.Written],
    shown: frozenset[str],
    classes: Mapping[str, int],
) -> dict[str, files.Entry]:
    """Return the manifest's entries after this run: files written, edited ones beside, and what was not asked for."""
    kept: dict[str, files.Entry] = {}
    chosen, present = {u.id for u in gathered.chosen}, {u.id for u in gathered.now.tree.units}
    for path, entry in known.entries.items():
        asked = entry.unit in chosen and (not gathered.documents or entry.document in gathered.documents)
        if not asked and entry.unit in present and files.is_allowed(entry, shown, classes):
            kept[path] = entry
    for one in written:
        if one.beside and one.beside in known.entries:
            kept[one.beside] = known.entries[one.beside]
        kept[one.entry.path] = one.entry
    return kept


def _keep_release(gathered: Gathered) -> None:
    """Note what was released in the municipality's own folder, for the next snapshot of the same round."""
    now = gathered.now
    if now.results is None:
        return
    release = privacy.release_of(now.tree, now.results, now.disclosure)
    release = privacy.added(_released(gathered.municipality, now.round).value, release, now.round)
    text = yaml.safe_dump(privacy.release_to_dict(release), allow_unicode=True, sort_keys=False)
    files.write_whole(_release_path(gathered.municipality, now.round), text.encode())
