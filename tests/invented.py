"""An invented municipality as values: every state that a pack can be in, the longest names, units that must be hidden.

The figures of hidden units are such that nobody else has them, so that a file that prints one gives itself away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any, get_args

import sample_records

from packgen import privacy, resources, sending
from packgen.content.makeup import RECORDED, Makeup
from packgen.files import Made
from packgen.model import (
    Choice,
    Contact,
    Language,
    LeaderProgramme,
    Link,
    Meeting,
    MeetingForm,
    Municipality,
    NetworkGroup,
    NetworkMeeting,
    Results,
    Round,
    RoundDates,
    Score,
    Unit,
    UnitResult,
    UnitTree,
)
from packgen.packs import Looks, make_pack, make_shared, read_looks
from packgen.record import Records
from packgen.surveys import Gathered, Survey
from packgen.wording import Words
from packgen.wording import read as read_words

AFTER_MEETING_ONE: Mapping[str, Any] = {"roadmap": (), "measures": (), "follow_ups": (), "leaders_own": ()}

LONGEST = "Interkommunalt kompetansesenter for habilitering, rehabilitering og velferdsteknologi, øst"
PARENT = "Kommunalområde for helse, omsorg, inkludering og livsmestring"
assert len(LONGEST) == 90

MEANS = ("4.21", "4.18", "4.34", "4.16", "3.92", "4.13", "3.74", "4.28", "4.07", "4.62")
HIDDEN_MEANS = {"skole": "2.37", "natt": "2.14", "sfo": "1.86", "vakt": "1.63"}
"""Printed 2,4 · 2,1 · 1,9 · 1,6. «Skole» has 67 answers and is hidden for the sake of «sfo», which has 3."""
SHARES = {"4": ("0.5", "3.3", "11.6", "45.1", "39.5"), "3": ("4.1", "9.3", "13.6", "40.4", "32.6")}
OTHER_SHARES = {"4": ("1.5", "2.3", "10.6", "46.1", "39.5"), "3": ("5.1", "8.3", "12.6", "41.4", "32.6")}

_AT = Meeting("2026-04-14", "08:30", "Store møterom på helsehuset, 2. etasje")
_UNITS = (
    Unit("provevik", "Prøvevik kommune"),
    Unit("helse", PARENT, "provevik", "Helse"),
    Unit("lang", LONGEST, "helse", "Helse", meeting_one=_AT, meeting_two=_AT),
    Unit("heimen", "Øvre Årvoll bu- og omsorgssenter", "helse", "Sykehjem", "nn"),
    Unit("natt", "Nattjenesten", "helse", "Sykehjem"),
    Unit("skole", "Prøvevik skole", "provevik", "Grunnskole"),
    Unit("trinn", "Barnetrinnet", "skole", "Grunnskole"),
    Unit("sfo", "SFO", "skole", "Grunnskole"),
    Unit("veg", "Veg/park & anlegg", "provevik", "Teknisk"),
    Unit("vakt", "Vaktsentralen", "provevik", ""),
)
_PEOPLE = {
    "provevik": (190, 164), "helse": (72, 58), "lang": (30, 24), "heimen": (33, 27), "natt": (5, 4),
    "skole": (77, 67), "trinn": (71, 64), "sfo": (6, 3), "veg": (9, 7), "vakt": (3, 2),
}  # fmt: skip
_SERVICES = {"Helse": "4.3", "Sykehjem": "4.4", "Grunnskole": "4.5", "Teknisk": "4.0", "": "4.2"}

TREE = UnitTree(_UNITS)
ROUND = Round(
    "2026",
    "10-FAKTOR 2026",
    "2026",
    dates=RoundDates(
        training="2026-02-10",
        information_start="2026-02-11",
        information_end="2026-03-05",
        answering_start="2026-03-06",
        answering_end="2026-03-20",
        analysis_day="2026-03-24",
        results="2026-03-25",
        follow_up="2026-04-27",
        evaluation="2026-10-15",
    ),
)
EARLIER = Round("2024", "10-FAKTOR 2024", "2024")
MUNICIPALITY = Municipality(
    "x",
    "provevik",
    "Prøvevik kommune",
    "nb",
    choice=Choice(2, 2, 1, 2),
    contact=Contact("Personalavdelingen", "hr@provevik.example", "00 00 00 00"),
    rounds=(EARLIER, ROUND),
    links=(
        Link("survey", "Undersøkelsen", "https://undersokelse.provevik.example/10-faktor"),
        Link("poll", "Avstemning på samlingen", "https://avstemning.provevik.example/4711"),
        Link("pages", "10-FAKTOR på intranettet", "https://intranett.provevik.example/10-faktor"),
    ),
    programme=LeaderProgramme(
        "2026-09-08",
        "Kulturhuset, store sal",
        tuple(
            NetworkGroup(
                name,
                ("rektor", "leder hjemmetjenesten", "avdelingsleder", "teknisk sjef"),
                (
                    NetworkMeeting("2026-10-06"),
                    NetworkMeeting("2026-11-10", "digital"),
                    NetworkMeeting("2027-01-12"),
                    NetworkMeeting("2027-03-09", "digital"),
                ),
            )
            for name in ("Fjell", "Fjord", "Dal")
        ),
    ),
)
BARE = replace(MUNICIPALITY, links=(), programme=LeaderProgramme(), contact=Contact())
"""The same municipality with nothing in its settings that need not be there."""


def results(
    *,
    hidden: Mapping[str, str] = HIDDEN_MEANS,
    shares: Mapping[str, tuple[str, ...]] | None = SHARES,
    people: Mapping[str, tuple[int, int]] | None = None,
    round_: Round = ROUND,
) -> Results:
    """Return the results of a round; hidden units have one mean for all factors, ``people`` changes numbers of them."""
    counted = {**_PEOPLE, **(people or {})}
    units = {}
    for unit in _UNITS:
        means = (hidden[unit.id],) * 10 if unit.id in hidden else MEANS
        scores = tuple(Score(Decimal(m), _five(shares["4" if m[0] == "4" else "3"]) if shares else None) for m in means)
        units[unit.id] = UnitResult(unit.id, *counted[unit.id], scores)
    return Results(round_.id, units, {name: (Decimal(mean),) * 10 for name, mean in _SERVICES.items()})


def _five(shares: tuple[str, ...]) -> tuple[Decimal, Decimal, Decimal, Decimal, Decimal]:
    one, two, three, four, five = map(Decimal, shares)
    return one, two, three, four, five


def gathered(found: Results | None, language: Language | None = None, earlier: Results | None = None) -> Gathered:
    """Return what packs are made from, as `pipeline.gather` would; ``found`` is None weeks before the results."""
    past = () if earlier is None else (_survey(EARLIER, earlier),)
    return Gathered(MUNICIPALITY, _survey(ROUND, found), past, _UNITS, (), language)


def _survey(round_: Round, found: Results | None) -> Survey:
    if found is None:
        return Survey(round_, TREE, None, privacy.decide(TREE, Results(round_.id, {}), round_).value)  # type: ignore[arg-type]
    decided = privacy.decide(TREE, found, round_).value
    assert decided is not None
    return Survey(round_, TREE, found, decided)


@cache
def words() -> Words:
    """Return packgen's own content."""
    found = read_words(resources.CONTENT)
    assert found.value is not None, found.problems
    return found.value


@cache
def looks() -> Looks:
    """Return packgen's own templates."""
    return read_looks(resources.TEMPLATES, resources.CONTENT)


def packs(given: Gathered, units: Iterable[str] | None = None) -> dict[str, Made]:
    """Return the finished files of these units by path; of all units, and what they share, when none is named."""
    wanted = [TREE.get(name) for name in units] if units is not None else list(_UNITS)
    found = [made for unit in wanted for made in _handed_out(given, unit)]
    shared = make_shared(given, words(), looks()) if units is None else ()
    return {made.path: made for made in (*found, *shared)}


def is_without_record(makeup: Makeup) -> bool:
    """Tell whether a unit gets a document before its first meeting."""
    return not makeup.when or any(name.startswith("no_") for name in makeup.when)


def _handed_out(given: Gathered, unit: Unit) -> tuple[Made, ...]:
    """Return a unit's pack and the drafts that carry it."""
    pack = make_pack(given, unit, words(), looks())
    return (*pack, *sending.drafts(given, unit, words(), pack))


# ---------------------------------------------------------------- one unit in every state, with the longest name

STATES = (
    "shown",
    "with distributions and trend",
    "fallback",
    "fallback without figures",
    "preparation",
    "three factors",
    "recorded",
    "chosen",
)
RECORDS_IN: Mapping[str, Records] = {
    "recorded": Records(
        {"lang": sample_records.record("lang", ROUND.id)},
        {"lang": sample_records.earlier("lang", EARLIER.id)},
        EARLIER.name,
    ),
    "chosen": Records({"lang": replace(sample_records.record("lang", ROUND.id), **AFTER_MEETING_ONE)}),
}
"""What the unit has decided: everything, and a round before; no more than which factors it works on."""


def speaks_of_a_record(node: object) -> bool:
    """Tell whether a make-up, or anything in it, asks what a unit has decided."""
    if isinstance(node, tuple):
        return any(map(speaks_of_a_record, node))
    if isinstance(node, Mapping):
        return speaks_of_a_record(tuple(node.values()))
    if not is_dataclass(node):
        return False
    asks = {*getattr(node, "when", ()), getattr(node, "for_each", "")} & {*RECORDED}
    parts = tuple(getattr(node, field.name) for field in fields(node))
    return bool(asks) or getattr(node, "word", "") == "record" or speaks_of_a_record(parts)


@cache
def pack(state: str, language: Language) -> dict[str, Made]:
    """Return the pack of the unit with the longest name, in one state and one written standard, by document.

    Sheets and cards are the same in every state; ``test_printed.py`` holds them.
    """
    given = gathered(None if state == "preparation" else _in_state(state), language, _past(state))
    if state == "three factors":
        bare = replace(BARE, choice=Choice(3, 3, 1, 3), factor_names="older")
        given = replace(given, municipality=bare, now=replace(given.now, round=replace(ROUND, dates=RoundDates())))
    if state in RECORDS_IN:
        forms: tuple[MeetingForm, ...] = get_args(MeetingForm) if state == "recorded" else ("two_meetings",)
        return _recorded(replace(given, records=RECORDS_IN[state]), forms)
    files = [made for form in get_args(MeetingForm) for made in _in_form(given, form)]
    shared = (made for made in make_shared(given, words(), looks()) if not made.document.startswith("print_"))
    return _by_document((*files, *shared))


def _recorded(given: Gathered, forms: tuple[MeetingForm, ...]) -> dict[str, Made]:
    """Return only what a record changes: the rest is as it is without one."""
    wanted = [m for m in words().makeups if m.scope == "unit" and not m.is_printed and speaks_of_a_record(m)]
    found: list[Made] = []
    for form in forms:
        own = tuple(m.id for m in wanted if (form in m.forms if m.forms else form == "two_meetings"))
        municipality = replace(given.municipality, meeting_form=form)
        one = replace(given, municipality=municipality, documents=own)
        found.extend(make_pack(one, TREE.get("lang"), words(), looks()) if own else ())
    return _by_document(found)


def _by_document(files: Iterable[Made]) -> dict[str, Made]:
    """Return Office files by document; a form's own in Excel is called so, and a calendar is no Office file."""
    named = {"docx": "{}", "pptx": "{}", "xlsx": "{} in Excel"}
    endings = ((made, made.path.rpartition(".")[2]) for made in files)
    return {named[ending].format(made.document): made for made, ending in endings if ending in named}


LARGE_STATES = (
    *("with distributions and trend", "shown", "fallback", "fallback without figures", "preparation"),
    "recorded",
)


@cache
def large_prints(state: str, language: Language) -> dict[str, Made]:
    """Return what that unit's pack has in large print, by document."""
    return {document: large for document, (_, large) in in_both_prints(state, language).items()}


@cache
def in_both_prints(state: str, language: Language) -> dict[str, tuple[Made, Made]]:
    """Return each document that there is in large print as it usually is and in large print."""
    given = gathered(None if state == "preparation" else _in_state(state), language, _past(state))
    wanted = [m for m in words().makeups if m.large_print]
    if state in RECORDS_IN:
        given = replace(given, records=RECORDS_IN[state])
        wanted = [m for m in wanted if speaks_of_a_record(m)]
    given = replace(given, documents=tuple(m.id for m in wanted), large_print=True)
    pack = make_pack(given, TREE.get("lang"), words(), looks())
    large = {made.document: made for made in pack if made.large_print}
    return {made.document: (made, large[made.document]) for made in pack if not made.large_print}


def _in_form(given: Gathered, form: MeetingForm) -> tuple[Made, ...]:
    """Return the pack in the usual form of the meetings; in another form only what that form alone has."""
    own = tuple(m.id for m in words().makeups if form in m.forms) if form != "two_meetings" else ()
    municipality = replace(given.municipality, meeting_form=form)
    return make_pack(replace(given, municipality=municipality, documents=own), TREE.get("lang"), words(), looks())


def _past(state: str) -> Results | None:
    return results(round_=EARLIER) if state == "with distributions and trend" else None


def _in_state(state: str) -> Results:
    if state == "fallback":
        return results(people={"lang": (4, 3)})
    if state == "fallback without figures":
        return results(people={unit.id: (4, 3) for unit in _UNITS})
    if state == "three factors":
        return results(people={"lang": (9, 7)})
    return results() if state == "with distributions and trend" else results(shares=None)
