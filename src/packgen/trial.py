"""A trial pack: finished files made in memory and held to the rules of accessibility, and the report on them.

A municipality's own templates, colours and texts can take from a file what a reader of the screen needs. So some packs
are made as a build would make them, and nothing is written.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from packgen import __version__, accessibility, compose, contrast, packs
from packgen.compose import Checked
from packgen.files import Made
from packgen.model import Edition, MeetingForm, Unit, View
from packgen.packs import Looks
from packgen.problems import Problem, in_order, warning
from packgen.render import word
from packgen.surveys import Gathered
from packgen.wording import Words

_TOLD = 3
"""So many remarks of one kind are told of a document; of the others only how many there are."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One finished file and what was found in it, by rule."""

    made: Made
    found: Mapping[str, tuple[Problem, ...]]


def make(gathered: Gathered, words: Words, looks: Looks) -> tuple[Tried, ...]:
    """Make some packs and what all units share, and hold each file to the rules.

    Of other forms of the meetings only the documents that they alone have are made. Where nothing is a municipality's
    own one pack is enough: packgen's own words and looks are held by tests.
    """
    if _is_untouched(gathered, words):
        gathered = replace(gathered, language=gathered.own_language, chosen=gathered.chosen[:1])
    made: dict[str, Made] = {}
    forms: set[MeetingForm] = set()
    for unit in units_to_try(gathered):
        made |= {one.path: one for one in packs.make_pack(gathered, unit, words, looks)}
        forms.add(gathered.municipality.form_of(unit))
    for unit in _firsts(gathered, lambda unit: {gathered.municipality.form_of(unit)} - forms):
        only = tuple(m.id for m in packs.makeups_of(gathered, unit, gathered.words_of(unit, words)) if m.forms)
        made |= {one.path: one for one in packs.make_pack(replace(gathered, documents=only), unit, words, looks)}
    made |= {one.path: one for one in packs.make_shared(gathered, words, looks) if gathered.is_whole}
    return tuple(Tried(one, accessibility.check(one.data, one.path)) for one in made.values())


def units_to_try(gathered: Gathered) -> tuple[Unit, ...]:
    """Return units with every set of own words, and shown and hidden ones in every written standard."""
    decisions = gathered.now.disclosure.decisions

    def traits(unit: Unit) -> set[object]:
        own = id(gathered.own.of(unit)) if gathered.own is not None else 0
        return {own, (gathered.language_of(unit), unit.id in decisions and decisions[unit.id].shown)}

    return _firsts(gathered, traits)


def _firsts(gathered: Gathered, traits: Callable[[Unit], Collection[object]]) -> tuple[Unit, ...]:
    """Return the units that have a trait which none before them had."""
    known: set[object] = set()
    found: list[Unit] = []
    for unit in gathered.chosen:
        if not known.issuperset(own := traits(unit)):
            found.append(unit)
            known.update(own)
    return tuple(found)


def _is_untouched(gathered: Gathered, words: Words) -> bool:
    """Tell whether a municipality has neither words nor looks of its own."""
    units = (None, *gathered.chosen)
    return gathered.looks is None and all(gathered.words_of(unit, words) is words for unit in units)


def problems(tried: Iterable[Tried]) -> tuple[Problem, ...]:
    """Return what people should be told: what several packs have alike once, and of many of a kind the first few."""
    alike: dict[tuple[str, str, str], list[Problem]] = {}
    for one, remarks in _remarks(tried):
        for problem in dict.fromkeys(problem for found in remarks.values() for problem in found):
            alike.setdefault((one.made.document, _ending(one), problem.code), []).append(problem)
    return in_order(told for remarks in alike.values() for told in _told(remarks))


def _told(alike: list[Problem]) -> Iterator[Problem]:
    yield from alike[:_TOLD]
    if len(alike) > _TOLD:
        yield warning("accessibility.more", alike[0].place, count=len(alike) - _TOLD)


def _remarks(tried: Iterable[Tried]) -> Iterator[tuple[Tried, Mapping[str, tuple[Problem, ...]]]]:
    """Yield each file with what was not found in the same document of another pack before, by rule."""
    known: set[tuple[object, ...]] = set()
    for one in tried:
        own = {p: (one.made.document, _ending(one), p.code, p.values) for found in one.found.values() for p in found}
        yield one, {rule: tuple(p for p in found if own[p] not in known) for rule, found in one.found.items()}
        known |= {*own.values()}


def _ending(tried: Tried) -> str:
    return tried.made.path.rpartition(".")[2]


# ---------------------------------------------------------------- the report


def checked(tried: Iterable[Tried]) -> tuple[Checked, ...]:
    """Return for each rule how many files were held to it, and how many different remarks there are."""
    held = [(rule, len(set(found))) for _, remarks in _remarks(tried) for rule, found in remarks.items()]
    rules = dict.fromkeys((*(rule.id for rule in accessibility.RULES), accessibility.PDF))
    counted = ((rule, [remarks for name, remarks in held if name == rule]) for rule in rules)
    return tuple(Checked(rule, len(remarks), sum(remarks)) for rule, remarks in counted if remarks)


def report(gathered: Gathered, tried: Iterable[Tried], words: Words, looks: Looks) -> bytes:
    """Return the report on a municipality's packs as a Word document of one page, in its written standard.

    It is drawn in the municipality's colours on packgen's own template: another might not leave it one page.
    """
    own, language = gathered.words_of(None, words), gathered.own_language
    view = View(
        gathered.municipality, gathered.now.round, gathered.top, None, language, Edition.LEADER, "preparation", None
    )
    makeups = {makeup.id: makeup for makeup in own.makeups}
    scene = compose.scene(own.texts[language], own.minutes, makeups, view, logo=gathered.logo)
    text, large = (f"{number:g}".replace(".", ",") for number in (contrast.TEXT, contrast.LARGE_TEXT))
    document = compose.accessibility_report(scene, checked(tried), least=(text, large), version=__version__)
    return word.render(document, packs.dressed(looks, gathered).theme, looks.word)
