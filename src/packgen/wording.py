"""The words that documents are made from: packgen's own, and what a municipality lays over them.

Layers go packgen ← settings (terms, names of factors) ← municipality ← kind of service ← unit. What differs between two
units is only what their layers say; units with the same layers share one set of words.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from rapidfuzz import process

from packgen import identity, settings
from packgen.allowed import Allowed
from packgen.content import makeup as makeups
from packgen.content import neutrality, overrides
from packgen.content import texts as all_texts
from packgen.content.layers import NO_LAYER, Edit, Layer, merge
from packgen.content.makeup import Makeup, Minutes
from packgen.content.overrides import Standing
from packgen.content.texts import Texts, key_of
from packgen.model import FACTORS, Language, Municipality, Unit, UnitTree
from packgen.problems import Outcome, Place, Problem, error, warning
from packgen.proofreading import overridden
from packgen.yaml_source import Yaml

LANGUAGES: tuple[Language, ...] = ("nb", "nn")
_NOTHING = Yaml({}, {})
SERVICES, UNITS = "services", "units"
"""The folders of layers in a municipality's folder."""


@dataclass(frozen=True, slots=True)
class Words:
    """Texts of both written standards, make-up of the documents (as made and as nodes by id), minutes."""

    texts: Mapping[Language, Texts]
    makeups: tuple[Makeup, ...]
    minutes: Minutes
    nodes: Yaml


def read(content: Path, *, drafts: bool = False) -> Outcome[Words]:
    """Read packgen's texts and make-up, and everything that is wrong with them; drafts only where asked for."""
    nb, nn = (all_texts.load(content, language, drafts=drafts) for language in LANGUAGES)
    nodes = makeups.load_nodes(content)
    made, minutes = makeups.of_nodes(nodes.value or _NOTHING), makeups.minutes_of_nodes(nodes.value or _NOTHING)
    problems = [p for outcome in (nb, nn, nodes, made, minutes) for p in outcome.problems]
    if nb.value is None or nn.value is None or made.value is None or minutes.value is None or nodes.value is None:
        return Outcome(None, tuple(problems))
    problems.extend(all_texts.differences(nb.value, nn.value))
    texts: dict[Language, Texts] = {"nb": nb.value, "nn": nn.value}
    return Outcome(Words(texts, made.value, minutes.value, nodes.value), tuple(problems))


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


# ---------------------------------------------------------------- layers of a municipality


@dataclass(frozen=True, slots=True)
class Level:
    """One layer: what it is called when people ask where a text comes from, its texts and its make-up."""

    name: str
    texts: Mapping[Language, Layer]
    documents: Layer = field(default_factory=lambda: NO_LAYER)
    folder: Path | None = None
    """Where it lies; None for what settings say."""

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return not self.documents and not any(self.texts.values())


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A municipality's words: packgen's, its levels for all, for a kind of service and for a unit, and what they make.

    ``made`` has the words of every pair of a kind of service and a unit that has layers of its own.
    """

    base: Words
    common: tuple[Level, ...]
    services: Mapping[str, Level]
    units: Mapping[str, Level]
    made: Mapping[tuple[str, str], Words]

    @property
    def all_levels(self) -> tuple[Level, ...]:
        """Return every layer there is."""
        return (*self.common, *self.services.values(), *self.units.values())

    def of(self, unit: Unit | None) -> Words:
        """Return the words of a unit; of the whole municipality without one."""
        return self.made[self.pair_of(unit)]

    def levels(self, unit: Unit | None) -> tuple[Level, ...]:
        """Return the layers that make a unit's words, the lowest first."""
        service, own = self.pair_of(unit)
        above = (self.services.get(service), self.units.get(own))
        return (*self.common, *(level for level in above if level is not None))

    def pair_of(self, unit: Unit | None) -> tuple[str, str]:
        """Return the kind of service and the unit whose layers are a unit's, each empty where there is none."""
        if unit is None:
            return "", ""
        service = _slug(unit.service)
        return service if service in self.services else "", unit.id if unit.id in self.units else ""

    @property
    def everywhere(self) -> Words:
        """Return the municipality's words with the names of documents that only some units have."""
        words = self.made["", ""]
        texts = {
            lang: _with_names(one, [w.texts[lang] for w in self.made.values()]) for lang, one in words.texts.items()
        }
        every = {m.id: m for other in self.made.values() for m in other.makeups} | {m.id: m for m in words.makeups}
        return replace(words, texts=texts, makeups=tuple(sorted(every.values(), key=lambda m: (m.order, m.id))))


def _with_names(texts: Texts, others: list[Texts]) -> Texts:
    names = {key: node for other in others for key, node in other.nodes["documents"].items()}
    return replace(texts, nodes={**texts.nodes, "documents": {**names, **texts.nodes["documents"]}})


def where(base: Words, own: OwnWords | None, key: str, unit: Unit | None, language: Language) -> tuple[Standing, ...]:
    """Return what each layer has at a key of a text, else of the make-up, the lowest first; nothing for no such key."""
    texts = base.texts[language]
    levels = own.levels(unit) if own is not None else ()
    layers = [(level.name, level.texts.get(language, NO_LAYER)) for level in levels]
    found = overrides.where(key, Yaml(texts.nodes, texts.places), layers)
    return found or overrides.where(key, base.nodes, [(level.name, level.documents) for level in levels])


def unknown_key(base: Words, key: str, language: Language) -> Problem:
    """Return the error of a key that there is no text or part of, with the nearest one."""
    known = [
        key_of(tuple(step + 1 if isinstance(step, int) else step for step in path))
        for path, _ in base.texts[language].leaves()
    ]
    nearest = process.extractOne(key, known)
    return error("layers.unknown_key", key=key, nearest=nearest[0] if nearest else "–")


def read_own(municipality: Municipality, tree: UnitTree, base: Words) -> Outcome[OwnWords]:
    """Read all layers of a municipality's folder and make the words of every unit; all problems at once."""
    reader = _Reader(base, Path(municipality.folder), [], municipality.allowed)
    common = (reader.settings(municipality), reader.level(reader.folder, municipality.name, ()))
    services = dict(reader.of_services({_slug(u.service): u.service for u in tree.units if u.service}, common))
    units = dict(reader.of_units(tree, common, services))
    found = OwnWords(base, tuple(level for level in common if not level.is_empty), services, units, {})
    made = {found.pair_of(unit): found.levels(unit) for unit in (None, *tree.units)}
    words = {pair: reader.words(levels) for pair, levels in made.items()}
    problems = tuple(reader.problems)
    whole = {pair: one for pair, one in words.items() if one is not None}
    return Outcome(replace(found, made=whole) if len(whole) == len(words) else None, problems)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the layers of one municipality's folder and collects what is wrong with them."""

    base: Words
    folder: Path
    problems: list[Problem]
    allowed: Allowed

    def settings(self, municipality: Municipality) -> Level:
        """Return what settings say of terms and names of factors as a layer."""
        file = settings.file_of(self.folder)
        place = Place(file=str(file))
        known = self.base.texts["nb"].nodes["terms"]
        edits: dict[Language, dict[tuple[str, ...], Edit]] = {language: {} for language in LANGUAGES}
        for term in municipality.terms:
            if term.id not in known:
                nearest = _nearest(term.id, known)
                self.problems.append(error("layers.unknown_term", place, term=term.id, nearest=nearest))
                continue
            for form, word in term.forms:
                edits[term.language]["terms", term.id, form] = _instead(word, place)
        for factor in FACTORS:
            for own in (name for name in municipality.own_factor_names if name.number == factor.number):
                path = ("factors", factor.id, "names", municipality.factor_names)
                edits["nb"] |= {path: _instead(own.nb, place)} if own.nb else {}
                edits["nn"] |= {path: _instead(own.nn, place)} if own.nn else {}
        return Level(file.name, edits)

    def level(self, folder: Path, name: str, lower: tuple[Level, ...]) -> Level:
        """Return the layer of one folder, read against packgen's own and the layers below it."""
        below = _merged(lower)
        read = overrides.documents_layer(folder, self.base.nodes, below.documents, self.allowed)
        self.problems.extend(read.problems)
        documents = read.value or NO_LAYER
        own = overrides.new_documents(self.base.nodes, merge(below.documents, documents))
        texts: dict[Language, Layer] = {}
        for language in LANGUAGES:
            base = self.base.texts[language]
            outcome = overrides.texts_layer(folder, language, base, below.texts[language], own, self.allowed)
            self.problems.extend(outcome.problems)
            texts[language] = outcome.value or NO_LAYER
            self.problems.extend(overridden.check(texts[language], base, self.base.minutes))
        return Level(name, texts, documents, folder)

    def of_services(self, known: Mapping[str, str], lower: tuple[Level, ...]) -> Iterator[tuple[str, Level]]:
        """Return the layer of every kind of service, by its folder; an unknown one is told with the nearest."""
        for folder in _folders(self.folder / SERVICES):
            if folder.name in known:
                yield folder.name, self.level(folder, known[folder.name], lower)
                continue
            place, nearest = Place(file=str(folder)), _nearest(folder.name, known)
            self.problems.append(error("layers.unknown_services", place, name=folder.name, nearest=nearest))

    def of_units(
        self, tree: UnitTree, common: tuple[Level, ...], services: Mapping[str, Level]
    ) -> Iterator[tuple[str, Level]]:
        """Return the layers of units, each read against those of its kind of service."""
        known = {unit.id: unit for unit in tree.units}
        for folder in _folders(self.folder / UNITS):
            if folder.name in known:
                unit = known[folder.name]
                service = services.get(_slug(unit.service))
                yield unit.id, self.level(folder, unit.name, (*common, *((service,) if service else ())))
                continue
            place, nearest = Place(file=str(folder)), _nearest(folder.name, known)
            self.problems.append(error("layers.unknown_units", place, name=folder.name, nearest=nearest))

    def words(self, levels: tuple[Level, ...]) -> Words | None:
        """Return packgen's words with layers over them; packgen's own where there are none."""
        whole = _merged(levels)
        if whole.is_empty:
            return self.base
        made = overrides.documents(self.base.nodes, whole.documents)
        self.problems.extend(made.problems)
        if made.value is None:
            return None
        texts = {language: overrides.texts(self.base.texts[language], whole.texts[language]) for language in LANGUAGES}
        nodes = overrides.document_nodes(self.base.nodes, whole.documents)
        return Words(texts, *made.value, nodes)


def _merged(levels: tuple[Level, ...]) -> Level:
    texts: dict[Language, Layer] = dict.fromkeys(LANGUAGES, NO_LAYER)
    documents: Layer = NO_LAYER
    for level in levels:
        texts = {language: merge(texts[language], level.texts.get(language, NO_LAYER)) for language in LANGUAGES}
        documents = merge(documents, level.documents)
    return Level("", texts, documents)


def _nearest(name: str, known: Iterable[str]) -> str:
    found = process.extractOne(name, sorted(known))
    return found[0] if found else "–"


def _instead(word: str, place: Place) -> Edit:
    return Edit(instead=Yaml(word, {(): place}), place=place)


def _folders(folder: Path) -> list[Path]:
    return sorted(one for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []


def _slug(service: str) -> str:
    return identity.slug((service,)) if service else ""
