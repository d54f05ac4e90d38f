"""One unit's pack: what it may show, composed with its words and rendered to finished files. Nothing here writes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from packgen import compose, filenames, privacy, theme
from packgen.content import makeup as makeups
from packgen.content import neutrality
from packgen.content import texts as all_texts
from packgen.content.makeup import Makeup, Minutes
from packgen.content.texts import Texts
from packgen.contents_pages import PageNumbers
from packgen.files import Made
from packgen.model import Disclosure, Edition, Language, Unit, View
from packgen.problems import Outcome, Problem
from packgen.render import slides, word
from packgen.surveys import Gathered, Survey
from packgen.theme import Theme


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


def read_words(content: Path) -> Outcome[Words]:
    """Read all texts and make-up, and everything that is wrong with them."""
    nb, nn = all_texts.load(content, "nb"), all_texts.load(content, "nn")
    made, minutes = makeups.load(content), makeups.load_minutes(content)
    problems = [p for outcome in (nb, nn, made, minutes) for p in outcome.problems]
    if nb.value is None or nn.value is None or made.value is None or minutes.value is None:
        return Outcome(None, tuple(problems))
    problems.extend(all_texts.differences(nb.value, nn.value))
    return Outcome(Words({"nb": nb.value, "nn": nn.value}, made.value, minutes.value), tuple(problems))


def judgements(words: Words) -> tuple[Problem, ...]:
    """Return a warning for every text, in either written standard, that judges a result."""
    return tuple(problem for texts in words.texts.values() for problem in neutrality.lint(texts))


def read_looks(templates: Path, content: Path) -> Looks:
    """Read packgen's own templates."""
    return Looks(
        theme.load(templates / "theme.yaml"),
        (templates / "word.docx").read_bytes(),
        (templates / "slides.pptx").read_bytes(),
        templates / "index.html",
        PageNumbers.read(templates / "contents_pages.json", content, templates / "word.docx"),
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
    return View(
        municipality=gathered.municipality,
        round=now.round,
        unit=unit,
        parent=tree.get(unit.parent) if unit.parent else None,
        language=gathered.language_of(unit),
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
    scenes = {edition: _scene(gathered, unit, edition, words, names) for edition in {m.edition for m in chosen}}
    return tuple(_make(gathered, m, scenes[m.edition], looks, names[m.id].path) for m in chosen)


def _scene(
    gathered: Gathered, unit: Unit, edition: Edition, words: Words, names: Mapping[str, compose.PackFile]
) -> compose.Scene:
    """Return the scene of all documents of one edition: what it may show is worked out once."""
    view = view_of(gathered, unit, edition)
    listed = tuple(file for file in names.values() if file.document != "start_here")
    return compose.scene(words.texts[view.language], words.minutes, {m.id: m for m in words.makeups}, view, listed)


def _make(gathered: Gathered, makeup: Makeup, scene: compose.Scene, looks: Looks, path: str) -> Made:
    view = scene.view
    return Made(
        path=path,
        data=_render(makeup, scene, looks),
        unit=view.unit.id,
        document=makeup.id,
        edition=makeup.edition.value,
        language=view.language,
        shows=_shows(view, gathered.now.disclosure),
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
    texts = words.texts[gathered.language_of(unit)]
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
