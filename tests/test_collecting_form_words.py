"""What stands in a field becomes what records hold, or a problem, and stays so however often it is read."""

import pytest
from form_files import words
from hypothesis import given, settings
from hypothesis import strategies as st

from packgen.collecting.form_words import LONGEST, Written, canonical
from packgen.problems import Place
from packgen.record_form import BY_KEY

KEYS = {
    **{key: BY_KEY["one"][key] for key in ("date", "session", "tally.3.improve", "reasons.3.content", "own.1.commits")},
    **{key: BY_KEY["one"][key] for key in ("chosen.1.factor", "chosen.1.way")},
    **{key: BY_KEY["follow_up"][key] for key in ("degree.3", "status.t1.status")},
}


def read(key: str, text: str) -> str:
    return canonical(Written(KEYS[key], text, Place(file="x")), words())[0]


@pytest.mark.parametrize(
    ("key", "text", "meant"),
    [
        ("date", "1. juni 2026", "2026-06-01"),
        ("date", "01/06/2026", "2026-06-01"),
        ("date", "2026-06-01", "2026-06-01"),
        ("tally.3.improve", "IIII", "4"),
        ("tally.3.improve", "///", "3"),
        ("tally.3.improve", "007", "7"),
        ("tally.3.improve", "Antall", ""),
        ("chosen.1.factor", "Sjølvstende", "3"),
        ("chosen.1.factor", "mestringsorientert leiing", "5"),
        ("chosen.1.factor", "10. Nytteorientert motivasjon", "10"),
        ("chosen.1.way", "TA VARE PÅ", "keep"),
        ("chosen.1.way", "Betre", "improve"),
        ("degree.3", "av og til", "sometimes"),
        ("status.t1.status", "Gjennomført", "done"),
        ("reasons.3.content", "• Vi ler\n*  Vi spør\n\n– Vi hører etter", "Vi ler\nVi spør\nVi hører etter"),
        ("own.1.commits", "Skriv her", ""),
        ("own.1.commits", "Jeg\r\nspør  mer", "Jeg spør mer"),
    ],
)
def test_what_people_write_is_read_as_they_meant_it(key: str, text: str, meant: str):
    assert read(key, text) == meant


@settings(max_examples=150, deadline=None)
@given(key=st.sampled_from(sorted(KEYS)), text=st.text(max_size=60))
def test_what_was_read_once_reads_the_same_again(key: str, text: str):
    once = read(key, text)
    assert read(key, once) == once


@pytest.mark.parametrize("key", sorted(KEYS))
def test_a_very_long_text_is_told_and_never_read(key: str):
    field = KEYS[key]
    value, problems = canonical(Written(field, "a/" * 50_000, Place(file="x")), words())
    assert value == ""
    assert [problem.code for problem in problems] == ["collect.too_long"]
    assert dict(problems[0].values)["longest"] == str(LONGEST.get(field.kind, 200))


def test_every_field_has_a_name():
    assert [
        field.key for fields in BY_KEY.values() for field in fields.values() if words().name(field) == field.key
    ] == []
