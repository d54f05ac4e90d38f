"""YAML as people write it: strings stay strings, and every slip has its line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packgen.problems import Place
from packgen.yaml_source import Limits, load


def codes(text: str | bytes, **limits: int) -> list[tuple[str, int | None]]:
    data = text.encode() if isinstance(text, str) else text
    return [(p.code, p.place.line) for p in load(data, "f.yaml", Limits(**limits)).problems]


@pytest.mark.parametrize(
    "written", ["no", "yes", "ja", "0123", "12:30", "2026-03-12", "1e3", "~", "null", "0x1F", "4.20"]
)
def test_a_plain_value_stays_the_text_that_was_written(written):
    assert load(f"a: {written}\n".encode(), "f").value.value == {"a": written}


def test_an_empty_value_is_the_empty_string():
    assert load(b"a:\nb: ''\nc: [x, '']\n", "f").value.value == {"a": "", "b": "", "c": ["x", ""]}


def test_an_empty_file_is_the_empty_string():
    assert load(b"# nothing yet\n", "f").value.value == ""


def test_a_text_is_placed_where_it_starts_and_a_section_where_its_key_stands():
    places = load(b"rounds:\n  - id: 2026\n    dates:\n      results: 24.3.2026\n", "m.yaml").value.places
    assert places[("rounds", 0, "id")] == Place(file="m.yaml", line=2, column=9)
    assert places[("rounds", 0, "dates", "results")] == Place(file="m.yaml", line=4, column=16)
    assert places[("rounds", 0, "dates")] == Place(file="m.yaml", line=3, column=5)
    assert places[("rounds",)] == Place(file="m.yaml", line=1, column=1)


def test_a_byte_order_mark_is_no_part_of_the_first_key():
    assert load(b"\xef\xbb\xbfnavn: \xc3\xa6\xc3\xb8\xc3\xa5\n", "f").value.value == {"navn": "æøå"}


def test_windows_line_ends_count_as_lines():
    assert codes("a: 1\r\na: 2\r\n") == [("yaml.repeated_key", 2)]


def test_all_repeated_keys_aliases_and_tags_are_told_at_once():
    text = "a: &x 1\nb: *x\na: 2\nc: !!int 3\nd: !python/name:os.system x\n"
    assert codes(text) == [
        ("yaml.anchor", 1),
        ("yaml.alias", 2),
        ("yaml.repeated_key", 3),
        ("yaml.tag", 4),
        ("yaml.tag", 5),
    ]


def test_the_alias_bomb_stays_small():
    bomb = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10))
    outcome = load(bomb.encode(), "f")
    assert not outcome.ok
    assert {p.code for p in outcome.problems} == {"yaml.anchor", "yaml.alias"}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: b: c\n", "yaml.colon_in_text", 1),
        ("a:\n\t- b\n", "yaml.tab", 2),
        ("x: 1\na: @b\n", "yaml.needs_quotes", 2),
        ("x: 1\na: 'b\nc: d\n", "yaml.quote_not_closed", 2),
        ("a: [1, 2\nb: c\n", "yaml.syntax", 2),
        ("a:\n  b: 1\n c: 2\n", "yaml.syntax", 3),
        ("a: {{ unit.name }}\n", "yaml.key_not_text", 1),
        ("a: 1\n---\nb: 2\n", "yaml.several_documents", 2),
    ],
)
def test_a_slip_in_writing_is_told_with_its_line(text, code, line):
    assert codes(text) == [(code, line)]


def test_what_is_not_utf8_is_told_with_its_line():
    assert codes("a: 1\nb: Å".encode("cp1252")) == [("yaml.not_utf8", 2)]
    assert codes("a: 1\n".encode("utf-16")) == [("yaml.not_utf8", 1)]


def test_a_control_character_is_told_with_line_and_column():
    (problem,) = load(b"a: 1\nb: x\x02y\n", "f").problems
    assert (problem.code, problem.place.line, problem.place.column) == ("yaml.control_character", 2, 5)
    assert dict(problem.values) == {"character": "U+0002"}


def test_big_deep_and_many_are_refused():
    assert codes("a: 1\n", size=4) == [("yaml.too_big", None)]
    assert codes("[" * 1000) == [("yaml.too_deep", 1)]
    assert codes("- 1\n- 2\n- 3\n", nodes=3) == [("yaml.too_many_values", 3)]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=80), st.text("a:-[]{}&*!|>'\"%@#?, \n\t", max_size=60).map(str.encode)))
def test_whatever_the_bytes_there_is_a_value_or_a_problem(data):
    outcome = load(data, "f")
    assert (outcome.value is None) <= bool(outcome.problems)
