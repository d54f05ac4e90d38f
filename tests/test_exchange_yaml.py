"""Texts into YAML that people have written in: what changes is touched, and nothing else."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packgen import yaml_text
from packgen.exchange.shown import came_back, same, shown
from packgen.exchange.write_back import CannotWriteError, edited
from packgen.yaml_source import load

FILE = """\
# Våre tekster
schema: 1
cover:
  title: "A"   # hvorfor
  # over teksten
  text: |  # blokk
    en

    to

  # før neste
  plain: foo
    bar
  single: 'det''s'
  empty:
  flow: {a: "b", c: [d]}
list:
  1: x
  3: {remove: yes}
last: >
  brettet
# slutt
"""

SIGNS = "a Å - 1. # : = +1 @ ' \" \\ **b** | > 😀 é null yes 0123 --- ... % &a *a ! [ ] { } , ? ` ~".split()  # noqa: SIM905 - forty short words
pieces = st.sampled_from(
    (*SIGNS, " ", "  ", "\n", "\n\n", "- ", ": ", " #", "\t", "\u00a0", "{{ unit.name }}", "{% if x %}")
)
texts = st.lists(pieces, min_size=1, max_size=12).map("".join).map(lambda t: came_back(t)[0]).filter(str.strip)
keys = st.sampled_from(
    ["cover", "title", "text", "list", "1", "2", "plain", "empty", "flow", "a", "single", "ny", "last"]
)
paths = st.sampled_from(
    [
        ("cover", "title"),
        ("cover", "text"),
        ("cover", "plain"),
        ("cover", "single"),
        ("cover", "empty"),
        ("cover", "flow", "a"),
        ("cover", "flow", "new"),
        ("cover", "new", "below"),
        ("list", "1"),
        ("list", "2"),
        ("last",),
        ("new", "1", "2"),
    ]
)


def value(data: bytes) -> Any:
    outcome = load(data, "x.yaml")
    assert not outcome.problems, data.decode()
    assert outcome.value is not None
    return outcome.value.value


def at(node: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        node = node[step]
    return node


def test_a_changed_text_leaves_every_other_line_as_it_was():
    made = edited(FILE.encode(), {("cover", "title"): "B"}).decode()
    assert made == FILE.replace('"A"', '"B"')


def test_quotes_stay_of_the_kind_they_were():
    assert "  single: 'så ''fint'''\n" in edited(FILE.encode(), {("cover", "single"): "så 'fint'"}).decode()


def test_a_block_stays_a_block_with_the_comment_behind_its_head():
    made = edited(FILE.encode(), {("cover", "text"): "- ny\n- tekst"}).decode()
    assert "  text: |  # blokk\n    - ny\n    - tekst\n\n  # før neste\n" in made


def test_a_text_of_several_lines_goes_below_its_key():
    made = edited(FILE.encode(), {("list", "1"): "en\n\nto"}).decode()
    assert "list:\n  1: |\n    en\n\n    to\n  3: {remove: yes}\n" in made


def test_several_lines_before_a_comment_stand_in_quotes_so_that_the_comment_stays():
    made = edited(FILE.encode(), {("cover", "title"): "en\nto"}).decode()
    assert '  title: "en\\nto"   # hvorfor\n' in made


def test_an_empty_value_is_filled_in_on_its_own_line():
    assert '  empty: "x"\n  flow:' in edited(FILE.encode(), {("cover", "empty"): "x"}).decode()


def test_braces_are_kept():
    made = edited(FILE.encode(), {("cover", "flow", "a"): "n", ("cover", "flow", "new"): "z"}).decode()
    assert '  flow: {a: "n", c: [d], new: "z"}\n' in made


def test_new_keys_come_last_in_their_mapping_before_the_comment_of_what_follows():
    made = edited(FILE.encode(), {("list", "2"): "y", ("ny", "dypt"): "z"}).decode()
    assert '  3: {remove: yes}\n  2: "y"\nlast: >\n' in made
    assert made.endswith('  brettet\nny:\n  dypt: "z"\n# slutt\n')


def test_a_removed_key_takes_its_line_and_no_comment_along():
    made = edited(FILE.encode(), {("cover", "text"): None}).decode()
    assert made == FILE.replace("  text: |  # blokk\n    en\n\n    to\n", "")


def test_a_mapping_that_is_emptied_goes_and_its_comments_stay():
    gone = {("cover", key): None for key in ("title", "text", "plain", "single", "empty", "flow")}
    made = edited(FILE.encode(), gone).decode()
    assert "cover" not in value(made.encode())
    assert "# over teksten" in made
    assert "# før neste" in made


def test_lines_that_end_as_windows_ends_them_do_so_still():
    made = edited(FILE.replace("\n", "\r\n").encode(), {("list", "1"): "en\nto", ("ny",): "x"})
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert same(at(value(made), ("list", "1")), "en\nto")


def test_a_byte_order_mark_stays():
    made = edited(b"\xef\xbb\xbfa: b\n", {("a",): "c"})
    assert made == b'\xef\xbb\xbfa: "c"\n'


def test_a_new_file_says_whose_it_is():
    made = edited(b"", {("cover", "title"): "X", ("cover", "lines", "2"): "Y"}, "Våre\ntekster").decode()
    assert made == '# Våre\n# tekster\n\ncover:\n  title: "X"\n  lines:\n    2: "Y"\n'


def test_a_file_of_comments_gets_the_texts_below_them():
    assert edited(b"# bare dette", {("a",): "x"}) == b'# bare dette\na: "x"\n'


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("a: [b]\n", ("a", "1")),
        ("- a\n", ("a",)),
        ("a: b\n", ("a", "c")),
        ("a: &x b\n", ("a",)),
        ("a: b\na: c\n", ("a",)),
    ],
)
def test_what_leaves_no_room_for_a_change_is_not_touched(source: str, path: tuple[str, ...]):
    with pytest.raises(CannotWriteError):
        edited(source.encode(), {path: "x"})


@given(st.dictionaries(paths, st.one_of(texts, st.none()), max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_change_says_what_it_should_and_every_comment_stays(changes: dict[tuple[str, ...], str | None]):
    made = edited(FILE.encode(), changes)
    found = value(made)
    for path, text in changes.items():
        if text is not None:
            assert at(found, path).strip("\n") == text.strip("\n")
    for comment in ("# Våre tekster", "# over teksten", "# før neste", "# slutt"):
        assert comment in made.decode()


@given(st.dictionaries(paths, texts, max_size=6))
@settings(max_examples=100, deadline=None)
def test_what_is_put_in_and_taken_away_again_leaves_what_was_there(changes: dict[tuple[str, ...], str]):
    once = edited(b"# slik\n", changes)
    assert value(edited(once, dict.fromkeys(changes))) in ({}, "")


@given(
    st.recursive(
        texts, lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(keys, inner, min_size=1)
    )
)
@settings(max_examples=150, deadline=None)
def test_every_node_is_written_as_it_is_read(node: Any):
    def bare(one: Any) -> Any:
        if isinstance(one, dict):
            return {name: bare(child) for name, child in one.items()}
        return [bare(child) for child in one] if isinstance(one, list) else one.strip("\n")

    assert bare(value(yaml_text.file({"n": node}, "om dette"))["n"]) == bare(node)


@given(texts)
@settings(max_examples=150, deadline=None)
def test_a_text_shown_twice_is_shown_once(text: str):
    assert shown(shown(text)) == shown(text)
    assert same(text, shown(text))
