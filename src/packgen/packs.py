"""One unit's pack, and what all units share: what it may show, composed with its words and rendered to finished files.

Nothing here writes.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from packgen import compose, filenames, printing, privacy, shapes, theme
from packgen.blocks import Document
from packgen.compose.memory import Memory
from packgen.content.makeup import Makeup, Medium
from packgen.content.text import TextError
from packgen.content.texts import Texts
from packgen.contents_pages import PageNumbers
from packgen.files import SHARED_UNIT, Made, digest
from packgen.merge.merger import Merger
from packgen.model import Disclosure, Edition, Language, Round, Unit, View
from packgen.printing import PrintLooks
from packgen.problems import Place, Problem, error
from packgen.render import calendar_file, form_workbook, package, slides, word
from packgen.render.package import Package
from packgen.render.sheets import fonts
from packgen.surveys import Gathered, Survey
from packgen.theme import Theme
from packgen.wording import Words

_ENDINGS: Mapping[Medium, str] = {"slides": "pptx", "calendar": "ics"}
"""The endings of what is no Word file."""


@dataclass(frozen=True, slots=True)
class Looks:
    """Templates as read once."""

    theme: Theme
    word: bytes
    word_large: bytes
    slides: bytes
    index: Path
    pages: PageNumbers
    printed: PrintLooks


def read_looks(templates: Path, content: Path) -> Looks:
    """Read packgen's own templates."""
    looks = theme.load(templates / "theme.yaml")
    return Looks(
        looks,
        (templates / "word.docx").read_bytes(),
        (templates / "word_large.docx").read_bytes(),
        (templates / "slides.pptx").read_bytes(),
        templates / "index.html",
        PageNumbers.read(
            templates / "contents_pages.json", content, templates / "word.docx", templates / "word_large.docx"
        ),
        printing.read_looks(templates, looks, fonts.lato()),
    )


@dataclass(slots=True)
class Press:
    """What is kept from one unit's pack to the next of the same municipality, for speed.

    The files are the same without it.
    """

    merger: Merger = field(default_factory=Merger)
    _memories: dict[int, tuple[Words, Memory]] = field(default_factory=dict)

    @classmethod
    def with_shapes(cls, folder: Path | None, words: Words) -> "Press":
        """Return a press that shares its compiled shapes with others by a folder, with nobody for None.

        ``words`` are packgen's own, with no layer over them.
        """
        return cls(Merger(kept=shapes.keeping(folder, words)))

    def memory(self, words: Words) -> Memory:
        """Return the pages that were composed with these words."""
        return self._memories.setdefault(id(words), (words, Memory()))[1]


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
        record=gathered.records.of(unit.id),
        earlier=gathered.records.before(unit.id),
        earlier_round=gathered.records.earlier_round,
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


def make_pack(
    gathered: Gathered, unit: Unit, words: Words, looks: Looks, press: Press | None = None
) -> tuple[Made, ...]:
    """Return the finished files of one unit, paths from the round's folder. A pure function of its values.

    With a ``press`` they are made from what was made before; without one each is rendered directly.
    """
    own = gathered.words_of(unit, words)
    looks = _paged(dressed(looks, gathered), own, words)
    folder = filenames.unit_folder(unit.id)
    made = _make_all(gathered, unit, makeups_of(gathered, unit, own), folder, own, looks, press)
    return (*made, *_make_own_printed(gathered, unit, folder, words, looks))


def dressed(looks: Looks, gathered: Gathered) -> Looks:
    """Return packgen's looks in a municipality's colours, font and templates; pages were measured with packgen's."""
    own = gathered.looks
    if own is None:
        return replace(looks, printed=replace(looks.printed, fonts=gathered.fonts))
    return Looks(
        own.theme,
        own.word or looks.word,
        own.word_large or looks.word_large,
        own.slides or looks.slides,
        looks.index,
        looks.pages if own.word is None and own.theme.font == looks.theme.font else PageNumbers({}),
        replace(looks.printed, fonts=gathered.fonts, theme=own.theme),
    )


def _paged(looks: Looks, own: Words, packgens: Words) -> Looks:
    """Return looks without page numbers where words are not packgen's own: theirs were measured with those."""
    return looks if own is packgens else replace(looks, pages=PageNumbers({}))


def makeups_of(gathered: Gathered, unit: Unit, words: Words) -> tuple[Makeup, ...]:
    """Return what a unit gets: its documents for all forms of the meetings or its own, as far as it has come."""
    form = gathered.municipality.form_of(unit)
    decided = _decided(gathered, unit)
    return tuple(
        m
        for m in words.makeups
        if m.scope == "unit" and not m.is_printed and (not m.forms or form in m.forms) and compose.has_come(m, decided)
    )


def _decided(gathered: Gathered, unit: Unit) -> Mapping[str, bool]:
    """Return what a unit has decided in its meetings."""
    return compose.recorded(_without_figures(gathered, unit, gathered.language_of(unit), Edition.STAFF))


def cannot_make(gathered: Gathered, packgens: Words) -> tuple[Problem, ...]:
    """Return an error for every document that a municipality's own words do not add up to.

    One unit of each kind is tried with each set of layers; packgen's own words are held by tests.
    """
    if gathered.own is None:
        return ()
    units: dict[Hashable, Unit] = {}
    for unit in (gathered.top, *gathered.now.tree.units):
        words = gathered.own.of(unit)
        if words is not packgens:
            units.setdefault((id(words), _kind(gathered, unit)), unit)
    memories = {id(words): Memory() for words in map(gathered.own.of, units.values())}
    told = (
        problem
        for unit in units.values()
        for words in (gathered.own.of(unit),)
        for problem in _trial(gathered, unit, words, memories[id(words)])
    )
    return tuple(dict.fromkeys(told))


def _kind(gathered: Gathered, unit: Unit) -> Hashable:
    """Return what decides which texts a unit's documents take: what it may show, has decided, and how it meets."""
    decision = gathered.now.disclosure.decisions.get(unit.id)
    shown = (_source(gathered.now, unit)[0], decision.classes if decision is not None else None)
    decided = tuple(_decided(gathered, unit).values())
    return gathered.language_of(unit), shown, decided, gathered.municipality.form_of(unit)


def _trial(gathered: Gathered, unit: Unit, words: Words, memory: Memory) -> Iterator[Problem]:
    """Compose every document of a unit's words and throw it away; yield what stood in the way."""
    editions = {m.edition for m in words.makeups}
    scenes = {edition: _scene(gathered, unit, edition, words, (), memory) for edition in editions}
    for makeup in words.makeups:
        try:
            compose.COMPOSERS[makeup.medium](makeup, scenes[makeup.edition])
        except (LookupError, TextError, TypeError, ValueError) as fault:
            place = words.nodes.places.get((makeup.id,), Place())
            yield error("layers.cannot_make", place, document=makeup.id, said=str(fault).strip("'\""))


def make_shared(gathered: Gathered, words: Words, looks: Looks) -> tuple[Made, ...]:
    """Return the files that are made once for the municipality, in each written standard that its units use."""
    looks = _paged(dressed(looks, gathered), gathered.words_of(None, words), words)
    words = gathered.words_of(None, words)
    shared = tuple(m for m in words.makeups if m.scope == "municipality" and not m.is_printed)
    found: list[Made] = []
    for language in gathered.languages:
        folder = f"{filenames.SHARED}/{words.texts[language].node('documents.written_standard')}"
        found.extend(_make_all(gathered, replace(gathered.top, language=language), shared, folder, words, looks))
        tools = _asked_for(gathered, printed_makeups(words))
        found.extend(make_printed(gathered, language, tools, folder, words, looks))
    return tuple(replace(file, unit=SHARED_UNIT) for file in found)


# ---------------------------------------------------------------- what is printed


def printed_makeups(words: Words) -> tuple[Makeup, ...]:
    """Return the make-up of every sheet and card that all units share."""
    return tuple(m for m in words.makeups if m.is_printed and m.scope == "municipality")


def own_printed_makeups(gathered: Gathered, unit: Unit, words: Words) -> tuple[Makeup, ...]:
    """Return the make-up of every sheet that holds what a unit has decided, as far as it has come."""
    decided = _decided(gathered, unit)
    return tuple(m for m in words.makeups if m.is_printed and m.scope == "unit" and compose.has_come(m, decided))


def _asked_for(gathered: Gathered, makeups: tuple[Makeup, ...]) -> tuple[Makeup, ...]:
    return tuple(m for m in makeups if not gathered.documents or m.id in gathered.documents)


def _make_own_printed(gathered: Gathered, unit: Unit, folder: str, words: Words, looks: Looks) -> tuple[Made, ...]:
    """Return the sheets that hold what a unit has decided, with its name on them."""
    makeups = _asked_for(gathered, own_printed_makeups(gathered, unit, gathered.words_of(unit, words)))
    choice = gathered.municipality.printed
    if not any(printing.tool_of(m) in choice.tools for m in makeups):  # a choice among shared sheets is none of these
        gathered = replace(gathered, municipality=replace(gathered.municipality, printed=replace(choice, tools=())))
    made = make_printed(gathered, gathered.language_of(unit), makeups, folder, words, looks, unit)
    return tuple(replace(file, unit=unit.id) for file in made)


def make_printed(
    gathered: Gathered,
    language: Language,
    tools: tuple[Makeup, ...],
    folder: str,
    words: Words,
    looks: Looks,
    unit: Unit | None = None,
) -> tuple[Made, ...]:
    """Return the sheets and cards of a written standard below a folder, of the tools that settings choose among these.

    With ``unit`` its name is printed on the sheets, and only its own form of the meetings is of use. No figure can be
    on them: they are made from a view without any.
    """
    words = gathered.words_of(unit, words)
    texts, choice = words.texts[language], gathered.municipality.printed
    chosen = tuple(m for m in tools if not choice.tools or printing.tool_of(m) in choice.tools)
    sharing = (unit,) if unit else gathered.now.tree.units
    forms = tuple(dict.fromkeys(gathered.municipality.form_of(one) for one in sharing))
    printed = dressed(looks, gathered).printed
    found: list[Made] = []
    for makeup in chosen:
        view = _without_figures(gathered, unit or gathered.top, language, makeup.edition)
        scene = compose.scene(
            texts, words.minutes, {m.id: m for m in words.makeups}, view, forms=forms, logo=gathered.logo
        )
        for one in printing.make(makeup, scene, texts, printed, choice, unit.name if unit else ""):
            path = _print_path(makeup, one, folder, (unit or gathered.top).name, gathered.now.round, texts)
            edition = makeup.edition.value
            found.append(Made(path, one.data, SHARED_UNIT, makeup.id, edition, language, problems=one.problems))
    return tuple(found)


def _without_figures(gathered: Gathered, unit: Unit, language: Language, edition: Edition) -> View:
    state: Literal["shown", "preparation"] = "preparation" if gathered.now.results is None else "shown"
    records = gathered.records
    return View(
        gathered.municipality,
        gathered.now.round,
        unit,
        None,
        language,
        edition,
        state,
        None,
        records.of(unit.id),
        records.before(unit.id),
        records.earlier_round,
    )


def _print_path(makeup: Makeup, one: printing.Printed, folder: str, name: str, round_: Round, texts: Texts) -> str:
    audience = texts.node(f"documents.editions.{makeup.edition.value}.folder")
    file = filenames.file_name((one.name, name, round_.id), one.ending)
    return "/".join((folder, audience, texts.node("print.folder"), file))


def _make_all(
    gathered: Gathered,
    unit: Unit,
    made: tuple[Makeup, ...],
    folder: str,
    words: Words,
    looks: Looks,
    press: Press | None = None,
) -> tuple[Made, ...]:
    """Return the files of these documents for one unit, those that were asked for, below a folder."""
    texts, round_ = words.texts[gathered.language_of(unit)], gathered.now.round
    every = sorted((*made, *own_printed_makeups(gathered, unit, words)), key=lambda m: (m.order, m.id))
    listed = tuple(file for m in every if m.id != "start_here" for file in _listed(m, texts))
    chosen = [m for m in made if not gathered.documents or m.id in gathered.documents]
    memory = press.memory(words) if press else None
    scenes = {e: _scene(gathered, unit, e, words, listed, memory) for e in {m.edition for m in chosen}}
    merger = press.merger if press else None
    prints = ((m, large) for m in chosen for large in (False, True) if not large or _in_large_print(gathered, m))
    return tuple(
        file
        for m, large in prints
        for path in (_path(m, unit, round_, folder, texts, large=large),)
        for file in _make(gathered, m, scenes[m.edition], looks, path, merger, large=large)
    )


def _in_large_print(gathered: Gathered, makeup: Makeup) -> bool:
    return gathered.large_print and makeup.large_print


def _listed(makeup: Makeup, texts: Texts) -> tuple[compose.PackFile, ...]:
    """Return a document as «Start her» lists it; before the invitation stands the draft that carries it."""
    edition = makeup.edition.value
    folder = texts.node("print.folder" if makeup.is_printed else f"documents.editions.{edition}.folder")
    own = compose.PackFile(makeup.id, texts.node(f"documents.{makeup.id}.file"), folder)
    if makeup.id != "invitation":
        return (own,)
    return compose.PackFile("email_staff", texts.node("documents.email_staff.file"), folder), own


def _scene(
    gathered: Gathered,
    unit: Unit,
    edition: Edition,
    words: Words,
    listed: tuple[compose.PackFile, ...],
    memory: Memory | None = None,
) -> compose.Scene:
    """Return the scene of all documents of one edition: what it may show is worked out once."""
    view = view_of(gathered, unit, edition)
    texts, makeups = words.texts[view.language], {m.id: m for m in words.makeups}
    return compose.scene(texts, words.minutes, makeups, view, listed, logo=gathered.logo, memory=memory)


def _make(
    gathered: Gathered,
    makeup: Makeup,
    scene: compose.Scene,
    looks: Looks,
    path: str,
    merger: Merger | None = None,
    *,
    large: bool,
) -> tuple[Made, ...]:
    """Return the files of a document: one, and of a form the same form in Excel after it: either may be filled in."""
    view = scene.view
    data, *in_excel = _render(makeup, scene, looks, merger, large=large)
    made = Made(
        path=path,
        data=data,
        unit=view.unit.id,
        document=makeup.id,
        edition=makeup.edition.value,
        language=view.language,
        shows=_shows(view, gathered.now.disclosure),
        distribution=max(map(len, view.figures.shares)) if view.figures and view.figures.shares else 0,
        large_print=large,
    )
    beside = f"{path.removesuffix('.docx')}.xlsx"
    return (made, *(replace(made, path=beside, data=sheet, made_from=digest(data)) for sheet in in_excel))


def _render(
    makeup: Makeup, scene: compose.Scene, looks: Looks, merger: Merger | None = None, *, large: bool
) -> tuple[bytes, ...]:
    """Return the file of a document, and of a form its file in Excel after it."""
    if makeup.medium == "slides":
        deck = compose.compose_deck(makeup, scene)
        key = (makeup.id, deck.language, _digest(looks.slides), looks.theme, large)
        return (_pressed(key, deck, lambda one: slides.made(one, looks.theme, looks.slides), merger),)
    if makeup.medium == "calendar":
        return (calendar_file.render(compose.compose_calendar(makeup, scene)),)
    document = compose.compose_document(makeup, scene)
    in_word = _in_word(makeup, document, looks, merger, large=large)
    return (in_word, _in_excel(makeup, document, looks, merger)) if makeup.medium == "form" else (in_word,)


def _in_word(makeup: Makeup, document: Document, looks: Looks, merger: Merger | None, *, large: bool) -> bytes:
    if large:
        document = compose.large_print(document)
    template = looks.word_large if large else looks.word
    document = replace(document, contents_pages=looks.pages.of(document))
    key = (makeup.id, document.language, _digest(template), looks.theme, large)
    return _pressed(key, document, lambda one: word.made(one, looks.theme, template), merger)


def _in_excel(makeup: Makeup, form: Document, looks: Looks, merger: Merger | None) -> bytes:
    key = (makeup.id, form.language, form_workbook.SHEET, looks.theme)
    return _pressed(key, form, lambda one: form_workbook.made(one, looks.theme), merger)


@lru_cache(maxsize=16)
def _digest(template: bytes) -> str:
    return digest(template)


def _pressed(key: Hashable, document: Any, made: Callable[[Any], Package], merger: Merger | None) -> bytes:  # noqa: ANN401 - a document or deck
    """Return a document's file, from what was compiled before where there is a merger."""
    return merger.file(key, document, made) if merger else package.to_bytes(made(document))


def _shows(view: View, disclosure: Disclosure) -> tuple[str, ...]:
    """Return the ids of all units whose figures stand in documents of this view."""
    if view.figures is None:
        return ()
    return (view.figures.unit, *disclosure.decisions[view.figures.unit].comparators)


def _path(makeup: Makeup, unit: Unit, round_: Round, folder: str, texts: Texts, *, large: bool) -> str:
    """Return where a document lies: folder of the audience, then document, unit and round, and its large print."""
    last = f"{round_.id} - {texts.node('labels.large_print')}" if large else round_.id
    ending = _ENDINGS.get(makeup.medium, "docx")
    name = filenames.file_name((texts.node(f"documents.{makeup.id}.file"), unit.name, last), ending)
    audience = texts.node(f"documents.editions.{makeup.edition.value}.folder")
    return "/".join((folder, *(() if makeup.id == "start_here" else (audience,)), name))
