"""A municipality's rounds as surveys: their results, what may be shown of each, and what was released before."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from packgen import filenames, privacy, results
from packgen.blocks import Logo
from packgen.model import Disclosure, Language, Meeting, Municipality, Results, Round, Unit, UnitTree
from packgen.own_looks import OwnLooks
from packgen.problems import Outcome, Problem
from packgen.record import Records
from packgen.render.sheets.fonts import Fonts, lato
from packgen.store import write_whole
from packgen.wording import OwnWords, Words

RELEASED = "released"
"""The folder in the municipality's own folder where what was released is kept, one file a round."""


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
    is_whole: bool = True
    """Whether packs of all units were asked for, and with them what they share."""
    fonts: Fonts = field(default_factory=lato)
    """The fonts of what is printed: the municipality's own, else packgen's."""
    looks: OwnLooks | None = None
    """The municipality's own looks; None for packgen's as they are."""
    own: OwnWords | None = None
    """The municipality's own words; None for packgen's as they are."""

    def words_of(self, unit: Unit | None, packgens: Words) -> Words:
        """Return the words of a unit's documents, those of the municipality's without one."""
        return self.own.of(unit) if self.own is not None else packgens

    def words_everywhere(self, packgens: Words) -> Words:
        """Return the words of what lists all documents, also those that only some units have."""
        return self.own.everywhere if self.own is not None else packgens

    records: Records = field(default_factory=Records)
    """What the units have decided in their meetings, in this round and the one before."""
    large_print: bool = False
    """Whether the documents that have a large print are made in it as well."""

    @property
    def logo(self) -> Logo | None:
        """Return the municipality's logo, if it has one."""
        return self.looks.logo if self.looks is not None else None

    @property
    def own_language(self) -> Language:
        """The written standard of what is for the whole municipality."""
        return self.language or self.municipality.language

    @property
    def languages(self) -> tuple[Language, ...]:
        """Return the written standards in use: the municipality's own and those of its units."""
        used = {self.own_language, *(self.language_of(unit) for unit in self.now.tree.units)}
        return tuple(sorted(used))

    @property
    def top(self) -> Unit:
        """Return the whole municipality as a unit: the one at the top of the tree, or a unit without figures."""
        roots = self.now.tree.children(None)
        if len(roots) != 1:
            return Unit("", self.municipality.name)
        return replace(roots[0], meeting_one=Meeting(), meeting_two=Meeting())  # its own meetings are in its own pack

    def language_of(self, unit: Unit) -> Language:
        """Return the written standard of a unit's pack: the one asked for, the unit's own, or the municipality's."""
        return self.language or unit.language or self.municipality.language


def read(
    municipality: Municipality, listed: UnitTree | None, results_instead: Path | None
) -> tuple[tuple[Survey, ...], list[Problem]]:
    """Return every round's survey, oldest first, those that only a form tells of too, and all that is wrong."""
    problems: list[Problem] = []
    found: dict[str, Survey] = {}
    told: dict[str, Survey] = {}
    for round_ in municipality.rounds:
        instead = results_instead if round_ is municipality.rounds[-1] else None
        outcome = _read_round(municipality, round_, listed, instead)
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


def _read_round(
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


def beside_released(municipality: Municipality, now: Survey) -> tuple[Survey, tuple[Problem, ...]]:
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
    return privacy.release_from(path.read_bytes(), str(path), municipality.allowed) if path.exists() else Outcome(None)


def _release_path(municipality: Municipality, round_: Round) -> Path:
    return Path(municipality.folder) / RELEASED / f"{filenames.folder_name(round_.id)}.yaml"


def keep_release(gathered: Gathered) -> None:
    """Note what was released in the municipality's own folder, for the next snapshot of the same round."""
    now = gathered.now
    if now.results is None:
        return
    release = privacy.release_of(now.tree, now.results, now.disclosure)
    release = privacy.added(_released(gathered.municipality, now.round).value, release, now.round)
    text = yaml.safe_dump(privacy.release_to_dict(release), allow_unicode=True, sort_keys=False)
    write_whole(_release_path(gathered.municipality, now.round), text.encode())
