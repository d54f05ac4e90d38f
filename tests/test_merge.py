"""Merging is rendering: whatever a unit is called and whatever its figures are, the same bytes come out."""

from collections import Counter
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache

import invented
import pytest
import sample_records
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_record_forms import form

from packgen import compose
from packgen.blocks import Chart, Document, Field, Paragraph, Run, Section, Series
from packgen.compose.memory import Memory
from packgen.merge.leaves import OtherShapeError, differences, leaf, with_slots
from packgen.merge.merger import Merger
from packgen.merge.shape import LeakError, compile_shape
from packgen.model import Results, Score, Unit, UnitResult, UnitTree
from packgen.packs import _scene as scene_of
from packgen.record_form import FormKind
from packgen.render import form_workbook, package, slides, word
from packgen.render.chart import Frame
from packgen.render.traced import Trace, tracing
from packgen.render.word.drawing import Gallery
from packgen.render.zipped import entry
from packgen.theme import Theme

HOSTILE = (
    "{{7*7}}", "**Avdeling A**", "<w:t>x</w:t>", "]]>", "a & b", 'Den "gamle" skolen', "Øst\u00a0og vest", "Å'en",
    "\U0001f600 Solbakken", "\u202eakkab", "\ufeffX", "A–B", 'w:val="1"', "&amp;", "%s", "\\1", "{0}",
    invented.LONGEST, "X", "Avd. 1", "IKT", "Fjord- og fjellavdelinga",
)  # fmt: skip
NAMES = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=90
    )
    .map(str.strip)
    .filter(bool),
)
MEANS = st.integers(10, 50).map(lambda tenths: Decimal(tenths) / 10)


Drawn = tuple[str, tuple[Decimal, ...], int, int, bool]
"""A unit's name, its means, how many answered of how many invited, and whether its distribution is known."""


@st.composite
def figures(draw: st.DrawFn) -> Drawn:
    answered = draw(st.integers(5, 60))
    means = tuple(draw(st.lists(MEANS, min_size=10, max_size=10)))
    return draw(NAMES), means, answered, answered + draw(st.integers(0, 9)), draw(st.booleans())


@cache
def merger() -> tuple[Merger, Memory, Counter]:
    told: Counter = Counter()
    return Merger(told=lambda what: told.update([what])), Memory(), told


def documents(drawn: Drawn) -> list:
    """Return every document of a unit with this name and these figures, with its make-up."""
    name, means, answered, invited, has_shares = drawn
    units = tuple(replace(u, name=name) if u.id == "veg" else u for u in invented.TREE.units)
    found = invented.results(shares=invented.SHARES if has_shares else None)
    scores = tuple(Score(mean, found.units["trinn"].scores[i].distribution) for i, mean in enumerate(means))
    own = UnitResult("veg", invited, answered, scores)
    top = replace(found.units["provevik"], answered=400, invited=500)
    found = Results(found.round, {**found.units, "veg": own, "provevik": top}, found.national)
    tree = UnitTree(units)
    survey = replace(invented._survey(invented.ROUND, found), tree=tree)
    given_ = replace(invented.gathered(found), now=survey, chosen=units)
    return composed(given_, tree.get("veg"))


def composed(given_, unit: Unit) -> list:
    words = invented.words()
    memory = merger()[1]
    made = []
    for makeup in words.makeups:
        if makeup.scope == "unit" and makeup.medium in ("word", "slides"):
            scene = replace(scene_of(given_, unit, makeup.edition, words, ()), memory=memory)
            made.append((makeup, compose.COMPOSERS[makeup.medium](makeup, scene)))
    return made


def render(medium: str):
    looks = invented.looks()
    if medium == "slides":
        return lambda deck: slides.made(deck, looks.theme, looks.slides)
    return lambda document: word.made(document, looks.theme, looks.word)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(figures())
def test_every_document_of_a_unit_is_merged_to_the_bytes_that_it_is_rendered_to(drawn):
    made, _, _ = merger()
    for makeup, document in documents(drawn):
        merged = made.file(makeup.id, document, render(makeup.medium))
        assert merged == package.to_bytes(render(makeup.medium)(document)), makeup.id


def test_most_documents_are_merged_and_none_refuses_to_be_compiled():
    made, _, told = merger()
    base = tuple(Decimal(n) / 10 for n in range(38, 48))
    for number in range(12):
        drawn = (f"Avdeling {number}", base[number % 3 :] + base[: number % 3], 20 + number, 30 + number, True)
        for makeup, document in documents(drawn):
            made.file(makeup.id, document, render(makeup.medium))
    assert not [key for key, kind in made.kinds.items() if kind.leaks]
    assert told["merged"] > told["direct"] + told["compiled"]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(figures())
def test_a_memory_of_pages_changes_nothing(drawn):
    with_memory = documents(drawn)
    merger()[1].kept.clear()
    assert [document for _, document in documents(drawn)] == [document for _, document in with_memory]


# ---------------------------------------------------------------- forms

WRITTEN = st.one_of(
    NAMES,
    st.sampled_from(
        ("=1+1", "+47 1", "-1", "@a", "0123", "1:", "_x0041_", "a & b && c", "&P", "ord " * 90, "to\nlinjer")
    ),
)
FILLED = {
    "date": st.dates().map(str),
    "number": st.integers(0, 99_999).map(str),
}


def varied(value, name: str, draw):
    """Return any part of a form with another unit's name in it, and something else in what is filled in."""
    if isinstance(value, Field):
        written = draw(FILLED.get(value.kind, WRITTEN)) if value.value else ""
        options = tuple(f"{one}{name[:9]}" for one in value.options)
        return replace(value, value=written, options=options)
    if isinstance(value, str):
        return value.replace(invented.LONGEST, name)
    if isinstance(value, tuple):
        return tuple(varied(one, name, draw) for one in value)
    if is_dataclass(value):
        return type(value)(*(varied(getattr(value, one.name), name, draw) for one in fields(value)))
    return value


def in_excel(document: Document) -> package.Package:
    return form_workbook.made(document, invented.looks().theme)


@cache
def full(kind: FormKind) -> Document:
    return form(kind, sample_records.record("lang"))


@pytest.mark.parametrize("kind", ["one", "two", "follow_up"])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_every_form_is_merged_to_the_bytes_that_it_is_rendered_to(kind, data):
    made, _, _ = merger()
    document = varied(full(kind), data.draw(NAMES), data.draw)
    for key, rendering in ((f"{kind}.docx", render("word")), (f"{kind}.xlsx", in_excel)):
        assert made.file(key, document, rendering) == package.to_bytes(rendering(document)), key


@pytest.mark.parametrize("kind", ["one", "two", "follow_up"])
@pytest.mark.parametrize("program", ["word", "excel"])
def test_forms_are_merged_whatever_is_written_in_them(kind, program):
    told: Counter = Counter()
    made = Merger(told=lambda what: told.update([what]))
    rendering = in_excel if program == "excel" else render("word")
    for number in range(8):
        document = varied(full(kind), f"Avdeling {number}", lambda strategy, n=number: FIXED[strategy](n))
        made.file(kind, document, rendering)
    assert not made.kinds[kind].leaks
    assert told["merged"] == 8 - made.patience


FIXED = {
    WRITTEN: "Vi sier fra om {}".format,
    FILLED["date"]: lambda n: f"2026-04-{n + 10}",
    FILLED["number"]: str,
}


BARS = (
    (("Uenig", "0.0"), ("Litt enig", "2.4"), ("Enig", "97.6")),
    (("Svært uenig", "1"), ("Uenig", "1.5"), ("Verken eller", "0"), ("Enig", "60.0"), ("Svært enig & glad", "37.5")),
    (("Uenig", "33"), ("Litt enig", "33.0"), ("Enig", "34.00")),
)


def with_bar(classes: tuple[tuple[str, str], ...]) -> Document:
    series = tuple(Series(name, (Decimal(share),)) for name, share in classes)
    chart = Chart("shares", "Fordeling", ("",), series, "Slik fordelte svarene seg.", 30.0)
    return Document("x", "nb", "", "", "", "", "", "", ("", ""), (Section((chart,)),))


@pytest.mark.parametrize("known", BARS)
def test_bars_of_any_classes_and_shares_are_one_shape(known):
    def drawn(document: Document) -> package.Package:
        gallery = Gallery(Theme(), "nb")
        gallery.draw(document.sections[0].blocks[0], Frame())
        charts, root = gallery.parts, tuple(gallery.relationships)
        return package.Package(tuple(charts), root)

    documents = [with_bar(bar) for bar in BARS]
    paths = frozenset(differences(documents[0], documents[1]))
    shape = compile_shape(with_bar(known), paths, drawn, entry)
    assert [shape.merged(one) for one in documents] == [package.to_bytes(drawn(one)) for one in documents]


# ---------------------------------------------------------------- leaves


def test_differences_are_texts_and_numbers_by_their_paths():
    one = (Paragraph((Run("Heimen"), Run(" er her"))), Decimal("4.2"))
    other = (Paragraph((Run("Bråten"), Run(" er her"))), Decimal("4.3"))
    found = differences(one, other)
    assert sorted(found.values(), key=str) == [Decimal("4.3"), "Bråten"]
    assert [leaf(one, path) for path in sorted(found)] == ["Heimen", Decimal("4.2")]


@pytest.mark.parametrize(
    "other",
    [
        (Paragraph((Run("Heimen"),)), Paragraph(())),
        (Paragraph((Run("Heimen"), Run("to"))),),
        (Paragraph((Run("Heimen", bold=True),)),),
        (Paragraph((Run("Heimen"),), "note"),),
        (Paragraph((Run(""),)),),
        (Paragraph((Run("to\nlinjer"),)),),
        (Paragraph((Run(" Heimen"),)),),
        (Paragraph((Run("\uf8f0\U000f0000\uf8f1"),)),),
        ("Heimen",),
    ],
)
def test_more_than_leaves_is_another_shape(other):
    with pytest.raises(OtherShapeError):
        differences((Paragraph((Run("Heimen"),)),), other)


def test_slots_are_opened_where_their_paths_lead():
    document = (Paragraph((Run("Heimen"), Run(" er her"))),)
    ((path, _),) = differences(document, (Paragraph((Run("Bråten"), Run(" er her"))),)).items()
    trace = Trace(["Heimen"])
    with tracing(trace):
        opened = with_slots(document, {path: 0}, trace)
    assert opened[0].text == (Run(trace.token(0)), Run(" er her"))


def test_a_renderer_that_counts_letters_on_its_own_is_found_out():
    def counting(document: Document) -> package.Package:
        words = document.sections[0].blocks[0].text[0].text
        blob = f"<a>{'long' if len(words) > 12 else 'short'} {words}</a>".encode()
        return package.Package(
            (package.Part("/a.xml", "text/xml", blob),), (package.Relationship("rId1", "x", "/a.xml"),)
        )

    document = Document("x", "nb", "", "", "", "", "", "", ("", ""), (Section((Paragraph((Run("Heimen"),)),)),))
    ((path, _),) = differences(document, replace(document, sections=(Section((Paragraph((Run("Bråten"),)),)),))).items()
    with pytest.raises(LeakError):
        compile_shape(document, frozenset({path}), counting, entry)
