"""One unit's pack, and what all units share: what it may show, composed with its words and rendered to finished files.

Nothing here writes.
"""

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
from packgen.files import SHARED_UNIT, Made
from packgen.model import Disclosure, Edition, Language, Round, Unit, View
from packgen.problems import Outcome, Problem, warning
from packgen.render import slides, word
from packgen.surveys import Gathered, Survey
from packgen.theme import Theme

LANGUAGES: tuple[Language, ...] = ("nb", "nn")


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


def read_words(content: Path, *, drafts: bool = False) -> Outcome[Words]:
    """Read all texts and make-up, and everything that is wrong with them; drafts only where they are asked for."""
    nb, nn = (all_texts.load(content, language, drafts=drafts) for language in LANGUAGES)
    made, minutes = makeups.load(content), makeups.load_minutes(content)
    problems = [p for outcome in (nb, nn, made, minutes) for p in outcome.problems]
    if nb.value is None or nn.value is None or made.value is None or minutes.value is None:
        return Outcome(None, tuple(problems))
    problems.extend(all_texts.differences(nb.value, nn.value))
    return Outcome(Words({"nb": nb.value, "nn": nn.value}, made.value, minutes.value), tuple(problems))


def judgements(words: Words) -> tuple[Problem, ...]:
    """Return a warning for every text, in either written standard, that judges a result."""
    return tuple(problem for texts in words.texts.values() for problem in neutrality.lint(texts))


def drafts_in_use(words: Words) -> tuple[Problem, ...]:
    """Return a warning for each written standard some of whose texts are drafts, with how many."""
    return tuple(
        warning("texts.drafts_in_use", language=language, count=len(texts.drafts))
        for language, texts in words.texts.items()
        if texts.drafts
    )


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
    if decision is None:
        return "fallback", None
    if decision.shown:
        return "shown", unit.id
    return "fallback", privacy.fallback_source(now.tree, now.disclosure, unit.id)


# ---------------------------------------------------------------- making one unit's pack


def make_pack(gathered: Gathered, unit: Unit, words: Words, looks: Looks) -> tuple[Made, ...]:
    """Return the finished files of one unit, paths from the round's folder. A pure function of its values."""
    return _make_all(gathered, unit, makeups_of(gathered, unit, words), filenames.unit_folder(unit.id), words, looks)


def makeups_of(gathered: Gathered, unit: Unit, words: Words) -> tuple[Makeup, ...]:
    """Return what a unit gets: every document of a unit that is for all, or for its own form of the meetings."""
    form = unit.meeting_form or gathered.municipality.meeting_form
    return tuple(m for m in words.makeups if m.scope == "unit" and (not m.forms or form in m.forms))


def make_shared(gathered: Gathered, words: Words, looks: Looks) -> tuple[Made, ...]:
    """Return the files that are made once for the municipality, in each written standard that its units use."""
    shared = tuple(m for m in words.makeups if m.scope == "municipality")
    found: list[Made] = []
    for language in gathered.languages:
        folder = f"{filenames.SHARED}/{words.texts[language].node('documents.written_standard')}"
        found.extend(_make_all(gathered, replace(gathered.top, language=language), shared, folder, words, looks))
    return tuple(replace(file, unit=SHARED_UNIT) for file in found)


def _make_all(
    gathered: Gathered, unit: Unit, made: tuple[Makeup, ...], folder: str, words: Words, looks: Looks
) -> tuple[Made, ...]:
    """Return the files of these documents for one unit, those that were asked for, below a folder."""
    texts, round_ = words.texts[gathered.language_of(unit)], gathered.now.round
    paths = {m.id: _path(m, unit, round_, folder, texts) for m in made}
    listed = tuple(file for m in made if m.id != "start_here" for file in _listed(m, texts))
    chosen = [m for m in made if not gathered.documents or m.id in gathered.documents]
    scenes = {e: _scene(gathered, unit, e, words, listed) for e in {m.edition for m in chosen}}
    return tuple(_make(gathered, m, scenes[m.edition], looks, paths[m.id]) for m in chosen)


def _listed(makeup: Makeup, texts: Texts) -> tuple[compose.PackFile, ...]:
    """Return a document as «Start her» lists it; before the invitation stands the draft that carries it."""
    edition = makeup.edition.value
    folder = texts.node(f"documents.editions.{edition}.folder")
    own = compose.PackFile(makeup.id, texts.node(f"documents.{makeup.id}.file"), folder)
    if makeup.id != "invitation":
        return (own,)
    return compose.PackFile("email_staff", texts.node("documents.email_staff.file"), folder), own


def _scene(
    gathered: Gathered, unit: Unit, edition: Edition, words: Words, listed: tuple[compose.PackFile, ...]
) -> compose.Scene:
    """Return the scene of all documents of one edition: what it may show is worked out once."""
    view = view_of(gathered, unit, edition)
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


def _path(makeup: Makeup, unit: Unit, round_: Round, folder: str, texts: Texts) -> str:
    """Return where a document lies: folder of the audience, then document, unit and round."""
    ending = "pptx" if makeup.medium == "slides" else "docx"
    name = filenames.file_name((texts.node(f"documents.{makeup.id}.file"), unit.name, round_.id), ending)
    audience = texts.node(f"documents.editions.{makeup.edition.value}.folder")
    return "/".join((folder, *(() if makeup.id == "start_here" else (audience,)), name))
