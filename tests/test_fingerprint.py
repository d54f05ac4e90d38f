"""A fingerprint changes where a unit's files do, and nowhere else: held against packs that are made.

Most packs here are composed and not rendered: a file's bytes are what its document says, which is quick to compare. The
last of the tests of changes render theirs.
"""

import ast
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

import invented
import pytest
import sample_records
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_architecture import imported, modules, top
from test_architecture import own as own_packages

from packgen import fingerprint, own_code, packs, privacy, sending
from packgen.blocks import Logo, LogoImage
from packgen.content.texts import Texts
from packgen.fingerprint import LEFT_OUT, digest, fingerprints
from packgen.merge.merger import Merger
from packgen.model import (
    Brand,
    ColumnNames,
    Contact,
    Edition,
    FactorName,
    Link,
    Meeting,
    Municipality,
    OwnTemplates,
    PrintChoice,
    Results,
    Round,
    Score,
    Term,
    Unit,
    UnitTree,
    View,
)
from packgen.own_looks import OwnLooks
from packgen.packs import Looks, Press
from packgen.problems import Place
from packgen.record import Record, Source
from packgen.render.sheets import fonts, typesetting
from packgen.render.sheets.fonts import Family, Fonts
from packgen.surveys import Gathered, Survey
from packgen.theme import Theme
from packgen.wording import OwnWords, Words

Change = Callable[[Gathered], Gathered]

NAMES = ("provevik", "helse", "lang", "heimen", "natt")
"""The municipality, an area, two units that are shown below it, and one that is hidden and shows the area's figures."""
ALL = frozenset(NAMES)
IN_BOKMAL = ALL - {"heimen"}
BELOW = frozenset({"helse", "lang", "heimen", "natt"})
UNITS = tuple(unit for unit in invented.TREE.units if unit.id in NAMES)


def results(round_: Round) -> Results:
    found = invented.results(round_=round_, people={"helse": (99, 76), "natt": (5, 3)})
    return replace(found, units={name: found.units[name] for name in NAMES})


def survey(round_: Round, found: Results, units: tuple[Unit, ...] = UNITS) -> Survey:
    tree = UnitTree(units)
    decided = privacy.decide(tree, found, round_).value
    assert decided is not None
    return Survey(round_, tree, found, decided)


@cache
def before() -> Gathered:
    """What everything is compared with: results of two rounds, distributions, and one unit that has held its meetings.

    Its drafts carry no files, so that one changed file is one changed file.
    """
    now, past = (survey(round_, results(round_)) for round_ in (invented.ROUND, invented.EARLIER))
    municipality = replace(invented.MUNICIPALITY, drafts_attach=False)
    return Gathered(municipality, now, (past,), UNITS, (), None, records=invented.RECORDS_IN["recorded"])


# ---------------------------------------------------------------- changes


def set_up(**values: Any) -> Change:
    return lambda g: replace(g, municipality=replace(g.municipality, **values))


def asked(**values: Any) -> Change:
    return lambda g: replace(g, **values)


def of_round(**values: Any) -> Change:
    return lambda g: replace(g, now=replace(g.now, round=replace(g.now.round, **values)))


def of_unit(which: str, **values: Any) -> Change:
    def change(g: Gathered) -> Gathered:
        units = tuple(replace(u, **values) if u.id == which else u for u in g.now.tree.units)
        return replace(g, now=survey(g.now.round, g.now.results, units), chosen=units)

    return change


def of_figures(name: str, earlier: bool = False, **values: Any) -> Change:  # noqa: FBT001, FBT002 - which round
    """Change what the results say of a unit; ``mean`` is that of its first factor."""

    def change(g: Gathered) -> Gathered:
        past = g.earlier[0] if earlier else g.now
        own = past.results.units[name]
        first, *rest = own.scores
        scores = (replace(first, mean=Decimal(values.get("mean", first.mean))), *rest)
        counted = {key: value for key, value in values.items() if key != "mean"}
        units = {**past.results.units, name: replace(own, scores=scores, **counted)}
        made = survey(past.round, replace(past.results, units=units), past.tree.units)
        return replace(g, earlier=(made,)) if earlier else replace(g, now=made)

    return change


def of_country(service: str, mean: str) -> Change:
    def change(g: Gathered) -> Gathered:
        national = {**g.now.results.national, service: (Decimal(mean),) * 10}
        return replace(g, now=survey(g.now.round, replace(g.now.results, national=national), UNITS))

    return change


def of_records(**values: Any) -> Change:
    return lambda g: replace(g, records=replace(g.records, **values))


def of_record(**values: Any) -> Change:
    return of_records(now={"lang": replace(invented.RECORDS_IN["recorded"].now["lang"], **values)})


FIGURES: Mapping[str, tuple[Change, frozenset[str]]] = {
    "a unit's mean": (of_figures("lang", mean="4.31"), frozenset({"lang"})),
    "a mean by less than is printed": (of_figures("lang", mean="4.211"), frozenset()),
    "how many answered": (of_figures("lang", answered=25), frozenset({"lang"})),
    "how many were invited": (of_figures("lang", invited=36), frozenset({"lang"})),
    "a mean of the area": (of_figures("helse", mean="3.2"), BELOW),
    "a mean of the municipality": (of_figures("provevik", mean="3.2"), ALL),
    "a mean of a unit beside": (of_figures("heimen", mean="3.2"), frozenset({"heimen"})),
    "a mean that is hidden": (of_figures("natt", mean="3.2"), frozenset()),
    "a mean of the round before": (of_figures("lang", earlier=True, mean="3.2"), frozenset({"lang"})),
    "a mean of the country": (of_country("Sykehjem", "3.2"), frozenset({"heimen"})),
    "no results yet": (
        lambda g: replace(g, now=replace(g.now, results=None, disclosure=replace(g.now.disclosure, decisions={}))),
        ALL,
    ),
    "too few answers to be shown": (of_figures("lang", answered=4, invited=30), frozenset({"lang"})),
}
PEOPLE: Mapping[str, tuple[Change, frozenset[str]]] = {
    "the unit's name": (of_unit("lang", name="Langvik"), frozenset({"lang"})),
    "the area's name": (of_unit("helse", name="Helse og mestring"), BELOW),
    "the name of a unit that is hidden": (of_unit("natt", name="Nattpatruljen"), frozenset({"natt"})),
    "the leader's address": (of_unit("lang", leader_email="ny@x.example"), frozenset({"lang"})),
    "the representative's address": (of_unit("heimen", representative_email="tv@x.example"), frozenset({"heimen"})),
    "the safety representative's address": (of_unit("heimen", safety_email="vo@x.example"), frozenset({"heimen"})),
    "space around no address": (of_unit("lang", leader_email=" ; "), frozenset()),
    "the day of a meeting": (of_unit("heimen", meeting_one=Meeting("2026-04-20", "09:00")), frozenset({"heimen"})),
    "the place of the second meeting": (of_unit("natt", meeting_two=Meeting(place="Stua")), frozenset({"natt"})),
    "a form of the meetings": (of_unit("heimen", meeting_form="shifts"), frozenset({"heimen"})),
    "the usual form, said of a unit": (of_unit("heimen", meeting_form="two_meetings"), frozenset()),
    "a written standard": (of_unit("natt", language="nn"), frozenset({"natt"})),
    "the usual standard, said of a unit": (of_unit("natt", language="nb"), frozenset()),
    "a kind of service that the country has": (of_unit("heimen", service="Helse"), frozenset({"heimen"})),
    "an id it had": (of_unit("heimen", was=("sjukeheimen",)), frozenset({"heimen"})),
    "how many the unit list says there are": (of_unit("heimen", invited=99, answered=98), frozenset()),
}
RECORDED: Mapping[str, tuple[Change, frozenset[str]]] = {
    "a measure": (of_record(measures=()), frozenset({"lang"})),
    "what was chosen": (of_record(chosen=()), frozenset({"lang"})),
    "which forms were read": (of_record(collected=(Source("one", 9, "0" * 64),)), frozenset()),
    "a record of another unit": (
        of_records(now={**invented.RECORDS_IN["recorded"].now, "natt": sample_records.record("natt", "2026")}),
        frozenset({"natt"}),
    ),
    "a record of the round before": (of_records(earlier={}), frozenset({"lang"})),
    "a record of no unit": (
        of_records(now={**invented.RECORDS_IN["recorded"].now, "borte": sample_records.record("borte", "2026")}),
        frozenset(),
    ),
}
SETTINGS: Mapping[str, tuple[Change, frozenset[str]]] = {
    "the municipality's name": (set_up(name="Vika kommune"), ALL),
    "the municipality's id": (set_up(id="vika"), ALL),
    "a link": (set_up(links=(*invented.MUNICIPALITY.links[:2], Link("pages", "Sidene", "https://x.example"))), ALL),
    "whom to ask": (set_up(contact=Contact("HR", "hr@x.example", "1")), ALL),
    "how many factors to choose": (set_up(choice=replace(invented.MUNICIPALITY.choice, keep=3)), ALL),
    "the names of factors": (set_up(factor_names="older"), ALL),
    "months between looks at the plan": (set_up(follow_up_months=4), frozenset({"lang"})),
    "the form of the meetings": (set_up(meeting_form="wall"), ALL),
    "files in the drafts": (set_up(drafts_attach=True), ALL),
    "the municipality's written standard": (set_up(language="nn"), IN_BOKMAL),
    "the size of sheets": (set_up(printed=PrintChoice(size="A2")), frozenset({"lang"})),
    "parts to glue together": (set_up(printed=PrintChoice(tiles="A4")), frozenset({"lang"})),
    "a tool of a unit's own": (set_up(printed=PrintChoice(tools=("unit_roadmap",))), frozenset({"lang"})),
    "a tool that is shared": (set_up(printed=PrintChoice(tools=("reflection_cards",))), frozenset()),
    "the round's name": (of_round(name="10-FAKTOR våren 2026"), ALL),
    "the round's period": (of_round(period="våren 2026"), ALL),
    "the round's limit": (of_round(limit=6), ALL),
    "the round's dates": (of_round(dates=replace(invented.ROUND.dates, analysis_day="2026-03-31")), ALL),
    "one written standard for all": (asked(language="nb"), frozenset({"heimen"})),
    "large print": (asked(large_print=True), ALL),
    "one document": (asked(documents=("handbook",)), ALL),
    "some units": (asked(chosen=UNITS[:1], is_whole=False), frozenset()),
}
REACH_NO_FILE: Mapping[str, Mapping[str, Any]] = {
    "municipality": {
        "folder": "elsewhere",
        "rounds": (invented.ROUND,),
        "units_file": "enheter.xlsx",
        "lix_limit": 40,
        "large_print": True,
        "terms": (Term("unit", "nb", (("one", "avdeling"),)),),
        "own_factor_names": (FactorName(1, "Glød"),),
        "brand": Brand(primary="AA0000"),
        "templates": OwnTemplates(word="mal.docx"),
    },
    "round": {
        "results": ("andre.csv",),
        "released_under_limit": True,
        "released_n_at_least_10": True,
        "replaces_unreleased": True,
        "columns": ColumnNames(unit="Avdeling"),
    },
}
"""Settings that count only by what they lead to: terms by words, colours by looks, and so on."""
EVERY = {**FIGURES, **PEOPLE, **RECORDED, **SETTINGS}


# ---------------------------------------------------------------- what is made, and its fingerprints


Told = tuple[Any, ...]
"""All that is kept of a file: where it lies, what the manifest says of it, the digest of its bytes."""


def told(made: Iterable[packs.Made]) -> tuple[Told, ...]:
    return tuple((replace(one, data=b""), sha256(one.data).hexdigest()) for one in made)


def made(given_: Gathered, words: Words, looks: Looks, press: Press) -> dict[str, tuple[Told, ...]]:
    found = {}
    for unit in given_.now.tree.units:
        pack = packs.make_pack(given_, unit, words, looks, press)
        found[unit.id] = told((*pack, *sending.drafts(given_, unit, words, pack)))
    return found


def prints(given_: Gathered, words: Words, looks: Looks) -> dict[str, str]:
    found = fingerprints(given_, words, looks)
    return {unit.id: found.unit(unit) for unit in given_.now.tree.units}


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name for name in one if one[name] != other[name])


@pytest.fixture
def composed_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file hold what its document says instead of Office XML, and a PDF what is on its pages."""
    monkeypatch.setattr(packs, "_pressed", lambda key, document, *_: repr((key, document)).encode())
    monkeypatch.setattr(packs.form_workbook, "render", lambda *given_: repr(given_).encode())
    monkeypatch.setattr(typesetting, "to_pdf", lambda *given_: repr(given_).encode())


PRESS = Press()
"""Keeps pages that were composed before; of these words alone."""


@cache
def composed_before() -> dict[str, tuple[Told, ...]]:
    return made(before(), invented.words(), invented.looks(), PRESS)


@cache
def prints_before() -> dict[str, str]:
    return prints(before(), invented.words(), invented.looks())


@pytest.mark.usefixtures("composed_only")
@pytest.mark.parametrize("name", EVERY)
def test_fingerprints_change_where_files_do(name: str):
    change, expected = EVERY[name]
    changed = change(before())
    files = made(changed, invented.words(), invented.looks(), PRESS)
    own = prints(changed, invented.words(), invented.looks())
    assert differing(composed_before(), files) == expected
    assert differing(prints_before(), own) == expected


MORE_THAN_FILES: Mapping[str, tuple[Change, frozenset[str], frozenset[str]]] = {
    "the name of the unit at the top": (of_unit("provevik", name="Prøvevik"), frozenset({"provevik", "helse"}), ALL),
    "the name of the round before": (of_records(earlier_round="10-FAKTOR høsten 2024"), frozenset({"lang"}), ALL),
    "networks of leaders": (set_up(programme=invented.BARE.programme), frozenset(), ALL),
}
"""Changes that reach fewer files than fingerprints: texts may name these values anywhere."""


@pytest.mark.usefixtures("composed_only")
@pytest.mark.parametrize("name", MORE_THAN_FILES)
def test_what_any_text_may_name_counts_for_all(name: str):
    change, files, own = MORE_THAN_FILES[name]
    changed = change(before())
    assert differing(composed_before(), made(changed, invented.words(), invented.looks(), PRESS)) == files
    assert differing(prints_before(), prints(changed, invented.words(), invented.looks())) == own


@pytest.mark.usefixtures("composed_only")
def test_what_is_counted_by_what_it_leads_to_reaches_no_file_itself():
    changed = of_round(**REACH_NO_FILE["round"])(set_up(**REACH_NO_FILE["municipality"])(before()))
    assert made(changed, invented.words(), invented.looks(), PRESS) == composed_before()
    assert prints(changed, invented.words(), invented.looks()) == prints_before()


NUMBERS = st.fixed_dictionaries(
    {},
    optional={
        "mean": st.integers(100, 500).map(lambda hundredths: Decimal(hundredths) / 100),
        "answered": st.integers(3, 24),
        "invited": st.integers(24, 40),
    },
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1).filter(str.strip),
        "leader_email": st.sampled_from(("", "a@x.example", " a@x.example ;")),
        "meeting_two": st.builds(Meeting, st.sampled_from(("", "2026-05-05")), place=st.sampled_from(("", "Salen"))),
        "language": st.sampled_from((None, "nb", "nn")),
        "service": st.sampled_from(("", "Helse", "Sykehjem", "Annet")),
    },
)


@pytest.mark.usefixtures("composed_only")
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(NAMES), NUMBERS, st.sampled_from(("now", "then")), st.sampled_from(NAMES), FACTS)
def test_fingerprints_change_where_files_do_whatever_changes(
    counted: str, numbers: Mapping[str, Any], when: str, named: str, facts: Mapping[str, Any]
):
    changed = of_unit(named, **facts)(of_figures(counted, when == "then", **numbers)(before()))
    files = differing(composed_before(), made(changed, invented.words(), invented.looks(), PRESS))
    own = differing(prints_before(), prints(changed, invented.words(), invented.looks()))
    assert own == files if named != "provevik" else own >= files  # see MORE_THAN_FILES


# ---------------------------------------------------------------- words and looks


def with_text(words: Words, language: str, document: str, **texts: str) -> Words:
    own = words.texts[language]
    nodes = {**own.nodes, document: {**own.nodes[document], **texts}}
    return replace(words, texts={**words.texts, language: replace(own, nodes=nodes)})


def own_words(base: Words, unit: Words) -> OwnWords:
    """A municipality one of whose units has words of its own."""
    return OwnWords(base, (), {}, {"natt": None}, {("", ""): base, ("", "natt"): unit})


def words_changed() -> Words:
    return with_text(invented.words(), "nb", "labels", large_print="Ekstra stor skrift")


def test_a_word_counts_in_its_written_standard():
    own = prints(before(), words_changed(), invented.looks())
    assert differing(prints_before(), own) == IN_BOKMAL
    other = with_text(invented.words(), "nn", "labels", large_print="Ekstra stor skrift")
    assert differing(prints_before(), prints(before(), other, invented.looks())) == {"heimen"}
    in_one = replace(before(), language="nb")
    both = (prints(in_one, words, invented.looks()) for words in (invented.words(), other))
    assert not differing(*both)


def test_a_document_made_of_other_parts_counts_for_all():
    first, *rest = invented.words().makeups
    other = replace(invented.words(), makeups=(replace(first, compact=not first.compact), *rest))
    assert differing(prints_before(), prints(before(), other, invented.looks())) == ALL


def test_where_a_text_stands_does_not_count():
    words = invented.words()
    texts = {
        language: replace(one, places=dict.fromkeys(one.places, Place("elsewhere.yaml", line=7)), drafts=frozenset())
        for language, one in words.texts.items()
    }
    moved = replace(words, texts=texts, nodes=replace(words.nodes, places={}))
    assert prints(before(), moved, invented.looks()) == prints_before()


def test_what_was_looked_up_does_not_count():
    words = invented.words()
    texts = {language: replace(one) for language, one in words.texts.items()}
    fresh = replace(words, texts=texts)
    texts["nb"].node("labels.months")
    assert prints(before(), fresh, invented.looks()) == prints_before()


def test_words_of_one_unit_count_for_it_alone():
    words = invented.words()
    given_ = [replace(before(), own=own_words(words, unit)) for unit in (words, words_changed())]
    assert prints(given_[0], words, invented.looks()) == prints_before()
    assert differing(prints_before(), prints(given_[1], words, invented.looks())) == {"natt"}


@pytest.mark.usefixtures("composed_only")
def test_words_of_ones_own_have_no_page_numbers():
    words = invented.words()
    given_ = [replace(before(), own=own_words(words, unit)) for unit in (words, replace(words))]
    expected = differing(*(made(one, words, invented.looks(), Press()) for one in given_))
    assert differing(*(prints(one, words, invented.looks()) for one in given_)) == expected == {"natt"}


LOGO = Logo(LogoImage(b"", 100, 50), None, "Vår logo")


def dressed(**values: Any) -> Change:
    looks = OwnLooks(invented.looks().theme, None, None, None, None)
    return asked(looks=replace(looks, **values))


LOOKS: Mapping[str, tuple[Change, frozenset[str]]] = {
    "looks that are packgen's": (dressed(), frozenset()),
    "a colour": (dressed(theme=replace(invented.looks().theme, accent="AA3300")), ALL),
    "a logo": (dressed(logo=LOGO), ALL),
    "another template": (dressed(word=b"a"), ALL),
    "another template of slides": (dressed(slides=b"a"), ALL),
    "a template of large print that is not asked for": (dressed(word_large=b"a"), frozenset()),
    "the same fonts": (asked(fonts=fonts.lato()), frozenset()),
}


@pytest.mark.parametrize("name", LOOKS)
def test_looks_count_where_they_are_drawn_with(name: str):
    change, expected = LOOKS[name]
    assert differing(prints_before(), prints(change(before()), invented.words(), invented.looks())) == expected


def test_a_template_of_large_print_counts_where_it_is_asked_for():
    large = replace(before(), large_print=True)
    one, other = (
        prints(change(large), invented.words(), invented.looks()) for change in (dressed(), dressed(word_large=b"a"))
    )
    assert differing(one, other) == ALL


def test_page_numbers_and_templates_of_packgens_count():
    looks = invented.looks()
    others = (
        replace(looks, pages=replace(looks.pages, shapes={**looks.pages.shapes, "handbook": (1, 2)})),
        replace(looks, word=looks.word + b"\0"),
        replace(looks, slides=looks.slides + b"\0"),
        replace(looks, theme=replace(looks.theme, band="FFFFFF")),
    )
    for other in others:
        assert differing(prints_before(), prints(before(), invented.words(), other)) == ALL
    assert prints(before(), invented.words(), replace(looks, index=Path("elsewhere"))) == prints_before()


def test_what_sheets_are_printed_with_counts_for_units_that_have_sheets():
    looks = invented.looks()
    for name in ("template", "slides"):
        printed = replace(looks.printed, **{name: b"other"})
        own = prints(before(), invented.words(), replace(looks, printed=printed))
        assert differing(prints_before(), own) == {"lang"}


def a_font(folder: Path, data: bytes) -> Fonts:
    folder.mkdir()
    file = folder / "Own-Regular.ttf"
    file.write_bytes(data)
    return Fonts((Family("Own", folder, (400, 400), ((file, file), (file, file))), *fonts.lato().families))


def test_fonts_count_by_what_they_hold(tmp_path: Path):
    own = [a_font(tmp_path / name, data) for name, data in (("a", b"1"), ("b", b"1"), ("c", b"2"))]
    given_ = [prints(replace(before(), fonts=one), invented.words(), invented.looks()) for one in own]
    assert differing(prints_before(), given_[0]) == {"lang"}
    assert given_[0] == given_[1]
    assert differing(given_[1], given_[2]) == {"lang"}
    (tmp_path / "b" / "Own-Heavy.OTF").write_bytes(b"3")
    assert differing(given_[1], prints(replace(before(), fonts=own[1]), invented.words(), invented.looks())) == {"lang"}


# ---------------------------------------------------------------- what all units share


SHARED = ("progress_plan", "analysis_day", "leader_programme", "print_agenda")


def shared_files(given_: Gathered) -> tuple[Told, ...]:
    return told(packs.make_shared(replace(given_, documents=SHARED), invented.words(), invented.looks()))


def shared_print(given_: Gathered) -> str:
    return fingerprints(replace(given_, documents=SHARED), invented.words(), invented.looks()).shared()


OF_ALL: Mapping[str, tuple[Change, bool]] = {
    "nothing": (asked(), False),
    "the municipality's name": (SETTINGS["the municipality's name"][0], True),
    "networks of leaders": (set_up(programme=invented.BARE.programme), True),
    "the round's dates": (SETTINGS["the round's dates"][0], True),
    "the size of sheets": (SETTINGS["the size of sheets"][0], True),
    "a choice of other tools": (set_up(printed=PrintChoice(tools=("agenda",))), False),
    "a choice without them": (set_up(printed=PrintChoice(tools=("igp",))), True),
    "the first form of the meetings": (of_unit("heimen", meeting_form="wall"), True),
    "the last unit in nynorsk": (of_unit("heimen", language="nb"), True),
    "one more unit in nynorsk": (of_unit("natt", language="nn"), False),
    "a unit's name": (PEOPLE["the unit's name"][0], False),
    "a unit's mean": (FIGURES["a unit's mean"][0], False),
    "a unit's record": (RECORDED["a measure"][0], False),
    "a unit's address": (PEOPLE["the leader's address"][0], False),
    "some units": (SETTINGS["some units"][0], False),
    "the name of the whole": (of_unit("provevik", name="Prøvevik"), True),
}


@pytest.mark.usefixtures("composed_only")
@pytest.mark.parametrize("name", OF_ALL)
def test_what_all_units_share_has_its_own(name: str):
    change, is_other = OF_ALL[name]
    assert (shared_files(change(before())) != shared_files(before())) is is_other
    assert (shared_print(change(before())) != shared_print(before())) is is_other


# ---------------------------------------------------------------- really made


def test_fingerprints_change_where_bytes_do():
    units = tuple(unit for unit in UNITS if unit.id in {"heimen", "natt"})
    press, words, looks = Press(Merger(patience=99)), invented.words(), invented.looks()

    def really_made(given_: Gathered) -> dict[str, tuple[Told, ...]]:
        packs_ = {u.id: packs.make_pack(given_, given_.now.tree.get(u.id), words, looks, press) for u in units}
        return {
            name: told((*pack, *sending.drafts(given_, given_.now.tree.get(name), words, pack)))
            for name, pack in packs_.items()
        }

    first = really_made(before())
    for name in ("a mean of a unit beside", "a mean by less than is printed", "the place of the second meeting"):
        change, expected = EVERY[name]
        assert differing(first, really_made(change(before()))) == expected
        assert differing(prints_before(), prints(change(before()), words, looks)) == expected


# ---------------------------------------------------------------- nothing goes uncounted


def dataclasses_in(value: object) -> Iterator[Any]:
    """Yield every value of a dataclass in a value, less what does not count."""
    if is_dataclass(value):
        yield value
        for name in fingerprint.counted(type(value)):
            yield from dataclasses_in(getattr(value, name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from dataclasses_in(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from dataclasses_in(item)


def with_another(value: Any, name: str) -> Any:
    """Return a copy of a value in which one field says something that it never says."""
    other = copy(value)
    object.__setattr__(other, name, "something else")
    return other


def what_counts() -> tuple[Any, ...]:
    view = packs.view_of(before(), before().now.tree.get("lang"), Edition.LEADER)
    assert view.figures is not None
    assert view.figures.shares
    assert view.figures.trend
    words, looks = invented.words(), invented.looks()
    return (
        view,
        view.unit,
        view.municipality,
        view.round,
        words,
        words.texts["nb"],
        looks,
        looks.pages,
        looks.printed.theme,
        LOGO,
    )


def of_each_kind() -> Mapping[type, Any]:
    return {type(one): one for value in what_counts() for one in dataclasses_in(value)}


def test_every_field_counts_or_is_left_out_for_a_reason():
    found = of_each_kind()
    assert found.keys() >= {Municipality, Round, Unit, View, Record, Score} - {Score} | {
        Words,
        Texts,
        Looks,
        Theme,
        Logo,
    }
    for kind, value in found.items():
        left_out = LEFT_OUT.get(kind, {})
        for one in fields(kind):
            changes = digest(with_another(value, one.name)) != digest(value)
            assert changes is (one.name not in left_out), f"{kind.__name__}.{one.name}"


def test_what_is_left_out_is_there_and_met():
    met = {*of_each_kind(), Family}
    for kind, reasons in LEFT_OUT.items():
        assert kind in met, kind
        assert reasons.keys() <= {one.name for one in fields(kind)}
        assert all(reasons.values())


def leaves(value: Any, rebuilt: Callable[[Any], Any]) -> Iterator[tuple[Any, Callable[[Any], Any]]]:
    """Yield every text and number in a value that counts, with what gives the value with another in its place."""
    if is_dataclass(value):
        for name in fingerprint.counted(type(value)):
            yield from leaves(getattr(value, name), lambda new, name=name: rebuilt(replace(value, **{name: new})))
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from leaves(item, lambda new, n=n: rebuilt((*value[:n], new, *value[n + 1 :])))
    else:
        yield value, rebuilt


def another(leaf: Any) -> Any:
    match leaf:
        case Enum():
            return next(one for one in type(leaf) if one is not leaf)
        case bool() | None:
            return leaf is not True
        case int() | Decimal():
            return leaf + 1
        case _:
            return f"{leaf}!"


def test_every_leaf_of_a_view_counts():
    own = fingerprints(before(), invented.words(), invented.looks())
    view = packs.view_of(before(), before().now.tree.get("lang"), Edition.LEADER)
    base, count = digest(own._of(view)), 0
    for leaf, rebuilt in leaves(view, lambda new: new):
        assert digest(rebuilt(another(leaf))) != digest(view)
        count += 1
    assert count > 400
    assert base != digest(own._of(replace(view, parent=replace(view.parent, name="Et annet område"))))


@pytest.mark.parametrize("what", ["municipality", "round"])
def test_every_leaf_of_the_settings_counts_for_all_units(what: str):
    value = before().municipality if what == "municipality" else before().now.round
    change = (lambda new: replace(before(), municipality=new)) if what == "municipality" else in_round
    for leaf, rebuilt in leaves(value, lambda new: new):
        own = fingerprints(change(rebuilt(another(leaf))), invented.words(), invented.looks())
        assert own.settings != fingerprints(before(), invented.words(), invented.looks()).settings, leaf


def in_round(round_: Round) -> Gathered:
    return replace(before(), now=replace(before().now, round=round_))


@pytest.mark.parametrize("unit", invented.TREE.units, ids=lambda unit: unit.id)
def test_leaders_see_all_that_anybody_sees(unit: Unit):
    states = ("shown", "with distributions and trend", "fallback", "fallback without figures", "three factors")
    for state in states:
        given_ = invented.gathered(invented._in_state(state), None, invented._past(state))
        staff, representatives, leader = (packs.view_of(given_, unit, edition) for edition in Edition)
        assert replace(representatives, edition=Edition.LEADER) == leader
        figures = leader.figures and replace(leader.figures, shares=None)
        assert replace(staff, edition=Edition.LEADER) == replace(leader, figures=figures)


@pytest.mark.parametrize(
    "value",
    [object(), {1, 2}, 1.5, Path("a"), len, b"".join, bytearray(b"a")],
    ids=lambda value: type(value).__name__,
)
def test_a_type_that_nobody_has_thought_of_is_an_error(value: object):
    with pytest.raises(TypeError, match=type(value).__name__):
        digest((value,))


def test_values_that_look_alike_differ():
    alike = (
        *("1", 1, True, Decimal(1), Decimal("1.0"), b"1", None, "None", "True", "", "s1:1"),
        *((), ((),), ("1",), (1,), ("", ""), ("1", "2"), ("12", ""), ("12",), {}, {"1": "2"}, {"2": "1"}),
        *(
            frozenset(),
            frozenset({"1"}),
            frozenset({1}),
            frozenset({"1", "2"}),
            Edition.STAFF,
            "staff",
            "Edition.STAFF",
        ),
        *(Meeting("a"), Meeting("", "a"), ("a", "", ""), Meeting(place="a")),
    )
    assert len({digest(value) for value in alike}) == len(alike)
    assert digest(frozenset("abcdef")) == digest(frozenset("fedcba"))
    assert digest(["1"]) == digest(("1",))


# ---------------------------------------------------------------- the code, and other processes


def test_the_code_counts_whatever_line_ends_and_folder(tmp_path: Path):
    for name, text in (("a", b"x = 1\ny = 2\n"), ("b", b"x = 1\r\ny = 2\r\n"), ("c", b"x = 1\ny = 3\n")):
        (tmp_path / name / "below").mkdir(parents=True)
        (tmp_path / name / "below" / "one.py").write_bytes(text)
    one, same, other = (own_code.code_of(tmp_path / name) for name in "abc")
    assert one == same != other
    (tmp_path / "a" / "_data").mkdir()
    (tmp_path / "a" / "_data" / "make_templates.py").write_bytes(b"z = 3")
    assert own_code.code_of(tmp_path / "a") == one
    (tmp_path / "a" / "below" / "one.py").rename(tmp_path / "a" / "one.py")
    assert own_code.code_of(tmp_path / "a") != one


def test_another_version_of_a_library_counts(monkeypatch: pytest.MonkeyPatch):
    versions, usual = own_code.metadata.version, prints_before()
    fingerprint.made_by.cache_clear()
    monkeypatch.setattr(own_code.metadata, "version", lambda name: "99" if name == "lxml" else versions(name))
    try:
        assert differing(usual, prints(before(), invented.words(), invented.looks())) == ALL
    finally:
        fingerprint.made_by.cache_clear()


HAVE_NO_HAND_IN_FILES = {"filelock", "platformdirs", "rapidfuzz"}


def test_every_library_that_makes_files_counts():
    top_level = metadata.packages_distributions()
    uses: dict[str, set[str]] = {}
    for path in modules():
        uses.setdefault(top(path), set()).update(imported(ast.parse(path.read_text("utf-8"))))
    behind, waiting = set(), {"packs", "sending"}
    while waiting:
        behind |= waiting
        waiting = {name for one in waiting for name in own_packages(uses[one])} - behind
    names = {name.split(".")[0] for one in behind for name in uses[one]} - {"packgen"}
    libraries = {library.lower() for name in names for library in top_level.get(name, ())}
    assert libraries - HAVE_NO_HAND_IN_FILES <= {*own_code.LIBRARIES}
    assert {"lxml", "openpyxl", "typst", "isal"} <= libraries


SCRIPT = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_fingerprint import in_this_process
print(*in_this_process())
"""


def in_this_process() -> list[str]:
    words = invented.words()
    one = replace(before(), documents=("handbook", "start_here", "action_plan"), own=own_words(words, words_changed()))
    both = [fingerprints(given_, words, invented.looks()) for given_ in (before(), one)]
    return [own.unit(unit) for own in both for unit in UNITS] + [own.shared() for own in both]


def test_every_process_works_out_the_same(tmp_path: Path):
    def elsewhere(seed: str) -> list[str]:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Auckland", "LC_ALL": "C"}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.split()

    found = in_this_process()
    assert len(set(found)) == len(found) == 2 * len(UNITS) + 2
    assert all(len(one) == 32 for one in found)
    assert found == elsewhere("1") == elsewhere("20260321")


def test_what_is_sent_to_another_process_gives_the_same():
    there = pickle.loads(pickle.dumps((before(), invented.words(), invented.looks())))  # noqa: S301 - our own
    assert prints(*there) == prints_before()
    ready = pickle.loads(pickle.dumps(fingerprints(before(), invented.words(), invented.looks())))  # noqa: S301 - our own
    assert {unit.id: ready.unit(unit) for unit in UNITS} == prints_before()
