"""Both written standards say the same, texts ask for values that there are, and stale translations are told."""

import ast
from pathlib import Path

import pytest
from proofs import places, read, said
from test_content import DOCUMENTS, MINUTES, TEXTS, view

from packgen import compose, resources
from packgen.compose.words import for_factor
from packgen.content.makeup import Minutes, load_minutes
from packgen.model import FACTORS
from packgen.problems import values_of
from packgen.proofreading import exceptions, parity, placeholders, stale

NO_MINUTES = Minutes({}, {})


def codes(folder: Path, nb: str, nn: str) -> list[str]:
    files = {"nb/x.yaml": nb, "nn/x.yaml": nn, "nb/terms.yaml": "a: b\n", "nn/terms.yaml": "a: b\n"}
    return [problem.code for problem in parity.check(read(folder, files))]


@pytest.mark.parametrize(
    ("nb", "nn", "code"),
    [
        ("a: x\nb: y\n", "a: x\n", "content.only_in_one"),
        ("a: [x, y]\n", "a: [x]\n", "content.only_in_one"),
        ('a: "Hei {{ unit.name }}"\n', "a: Hei\n", "texts.other_values"),
        ("a: Hei {navn}\n", "a: Hei {name}\n", "texts.other_values"),
        ("a: Bruk 20 minutter\n", "a: Bruk 30 minutt\n", "texts.other_numbers"),
        ("a: |\n  ## Hei\n\n  Her\n", "a: |\n  **Hei**\n\n  Her\n", "texts.other_shape"),
        ("a: |\n  - en\n", "a: |\n  1. ein\n", "texts.other_shape"),
        ("a: |\n  Det er **viktig**.\n", "a: |\n  Det er viktig.\n", "texts.other_shape"),
    ],
)
def test_what_differs_between_the_two_is_told(tmp_path: Path, nb: str, nn: str, code: str):
    assert codes(tmp_path, nb, nn) == [code]


@pytest.mark.parametrize(
    ("nb", "nn"),
    [
        ('a: "{{ t.unit.the|cap }} har 5 minutter"\n', 'a: "5 minutt har {{ t.unit.a }}"\n'),
        ("a: |\n  - en\n  - to\n", "a: |\n  - ein og to\n"),
        ("a: **en** og **to**\n".replace("**", "__"), "a: __ein__ og to\n"),
        (
            'a: "{% if choose.max == 1 %}den{% else %}de{% endif %} {{ unit.name }}"\n',
            'a: "det for {{ unit.name }}"\n',
        ),
        ("s:\n  a: Bruk 5 minutter\n  b: Nå\n", "s:\n  a: No\n  b: Bruk 5 minutt\n"),
    ],
)
def test_each_may_say_it_in_its_own_words(tmp_path: Path, nb: str, nn: str):
    assert codes(tmp_path, nb, nn) == []


def test_what_differs_stands_in_the_nynorsk_file_with_what_is_where(tmp_path: Path):
    files = {"nb/x.yaml": "a: Bruk 20\n", "nn/x.yaml": "# topp\na: Bruk 30\n"}
    (found,) = parity.check(read(tmp_path, files))
    assert places([found]) == [("content/nn/x.yaml", 2, 4)]
    assert (values_of(found)["here"], values_of(found)["there"]) == ("30", "20")


# ---------------------------------------------------------------- values


def unknown(folder: Path, text: str, name: str = "x") -> list[tuple[str, str, str]]:
    terms = "unit: {a: enhet, the: enheten}\n"
    material = read(folder, {"nb/terms.yaml": terms, f"nb/{name}.yaml": f"a: |\n  Hei\n  {text}\n"})
    return said(placeholders.check(material, NO_MINUTES, "nb"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ unti.name }}", ("unknown_value", "unti.name", "unit.name")),
        ("{{ t.unit.then }}", ("unknown_value", "t.unit.then", "t.unit.the")),
        ("{% if chose %}x{% endif %}", ("unknown_value", "chose", "choose")),
        ("{{ said }}", ("unknown_value", "said", "unit")),
        ("{{ limit|word }}", ("unknown_filter", "word", "")),
        ("{{ unit.name }", ("broken_jinja", "", "")),
        ("{% if limit %}x", ("broken_jinja", "", "")),
    ],
)
def test_a_value_that_there_is_none_of_is_told(tmp_path: Path, text: str, found: tuple[str, str, str]):
    (problem,) = unknown(tmp_path, text)
    assert (problem[0], problem[1]) == found[:2]
    assert found[2] in problem[2] or found[0] == "unknown_value"


@pytest.mark.parametrize(
    "text",
    [
        "{{ unit.name }}, {{ t.unit.the|cap }} og {{ limit|words }}",
        "{% if choose.max == 1 %}{{ f.role_clarity }}{% endif %}",
        "{% set x = limit %}{{ x }} {{ factor.name }}",
    ],
)
def test_known_values_stand(tmp_path: Path, text: str):
    assert unknown(tmp_path, text) == []


def test_some_values_belong_to_one_file(tmp_path: Path):
    assert unknown(tmp_path, "{{ comparators }}", "figures") == []


def test_an_unknown_value_stands_at_its_line(tmp_path: Path):
    material = read(tmp_path, {"nb/x.yaml": "a: |\n  Hei\n  og {{ unti.name }}\n"})
    assert places(placeholders.check(material, NO_MINUTES, "nb")) == [("content/nb/x.yaml", 3, 9)]


def names(values: dict, before: str = "") -> set[str]:
    """Return every name that values have: roots, and what stands below them."""
    found = set()
    for name, value in values.items():
        found |= {before + name} | (names(value, f"{before}{name}.") if isinstance(value, dict) else set())
    return found


def test_the_known_names_are_those_that_texts_get():
    """When this fails: `words_of` gives other values now; write them in `placeholders.VALUES`."""
    handbook = view("nb", "shown", DOCUMENTS["handbook"].edition)
    given = compose.scene(TEXTS["nb"], MINUTES.value, DOCUMENTS, handbook, ()).words
    factor = {"factor": for_factor(given, FACTORS[0]).values["factor"]}
    known = placeholders.known_names(TEXTS["nb"], load_minutes(resources.CONTENT).value)
    leaves = {name for name in names({**given.values, **factor}) if name in known or "." not in name}
    deep = {name for name in names({**given.values, **factor}) if not any(k.startswith(f"{name}.") for k in known)}
    assert deep - known == set()
    assert {name for name in known if name not in names({**given.values, **factor})} == set()
    assert leaves


def test_the_values_of_single_files_are_those_that_compose_adds():
    """When this fails: a call of `having` gives another value now; write it in `placeholders.OWN`."""
    source = Path(compose.__file__).parents[1]
    given = {
        keyword.arg
        for file in sorted(source.rglob("*.py"))
        if file.parts[-2:] != ("compose", "words.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "having"
        for keyword in node.keywords
        if keyword.arg is not None  # values handed on, which stand elsewhere
    }
    assert frozenset().union(*placeholders.OWN.values()) == given


# ---------------------------------------------------------------- stale, exceptions


def test_a_translation_whose_original_has_changed_is_stale(tmp_path: Path):
    old = stale.fingerprint("Gammel tekst")
    files = {"nb/x.yaml": "a: Ny tekst\nb: Ny\n", "nn/x.yaml": "a: Gammal tekst\nb: Ny\n"}
    material = read(tmp_path, {**files, "sources/nn.yaml": f"x.a: {old}\n"})
    (found,) = stale.check(material, "nn")
    assert places([found]) == [("content/nn/x.yaml", 1, 4)]
    assert values_of(found)["fingerprint"] == stale.fingerprint("Ny tekst")
    assert list(stale.check(material, "nb")) == []


def test_a_translation_of_todays_original_is_not_stale(tmp_path: Path):
    files = {"nb/x.yaml": "a: Tekst\n", "nn/x.yaml": "a: Tekst\n"}
    noted = f"x.a: {stale.fingerprint('Tekst')}\nx.gone: 000000000000\n"
    assert list(stale.check(read(tmp_path, {**files, "sources/nn.yaml": noted}), "nn")) == []


def test_an_exception_takes_out_its_rule_key_and_word_only(tmp_path: Path):
    files = {"nb/x.yaml": "a: Bruk 20\nb: Bruk 5\n", "nn/x.yaml": "a: Bruk 30\nb: Bruk 6\n"}
    found = tuple(parity.check(read(tmp_path, files)))
    assert len(exceptions.without(found, [{"rule": "other_numbers", "key": "x.a", "reason": "r"}])) == 1
    assert len(exceptions.without(found, [{"rule": "other_numbers", "key": "x.*", "reason": "r"}])) == 0
    assert len(exceptions.without(found, [{"rule": "other_values", "key": "x.*", "reason": "r"}])) == 2
    assert len(exceptions.without(found, [{"rule": "other_numbers", "key": "x.*", "word": "w"}])) == 2
