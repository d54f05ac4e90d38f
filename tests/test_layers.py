"""Layers of edits: a monoid over packgen's own tree, whose numbers and ids keep their meaning whatever others add."""

from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from packgen.content.layers import NO_LAYER, Edit, Layer, apply, merge, spot
from packgen.problems import Place
from packgen.yaml_source import Yaml, load

STEPS = ("a", "b", "c", "1", "2", "3")
WORDS = st.sampled_from(["x", "y", "z", "En tekst"])
IDS = st.sampled_from(["a", "b", "c"])


def named(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    items = st.lists(st.tuples(IDS, children), min_size=1, max_size=3, unique_by=lambda pair: pair[0])
    return items.map(lambda pairs: [{"id": name, "b": node} for name, node in pairs])


NODES = st.recursive(
    WORDS,
    lambda children: st.one_of(
        st.lists(children, max_size=3),
        st.dictionaries(st.sampled_from(["a", "b", "c"]), children, max_size=3),
        named(children),
    ),
    max_leaves=8,
)
TREES = NODES.map(lambda node: Yaml(node, {}))
PIECES = st.lists(TREES, max_size=2).map(tuple)
EDITS = st.builds(
    lambda decided, before, after, line: Edit(
        decided if isinstance(decided, Yaml) else None, decided is True, before, after, Place(line=line)
    ),
    st.one_of(st.none(), st.just(value=True), TREES),
    PIECES,
    PIECES,
    st.integers(1, 99),
)
PATHS = st.lists(st.sampled_from(STEPS), min_size=1, max_size=4).map(tuple)
LAYERS = st.dictionaries(PATHS, EDITS, max_size=5)


def read(source: str) -> Yaml:
    return load(source.encode(), "f.yaml").value


def said(node: Any) -> Yaml:
    return Yaml(node, {})


def made(tree: Any, layer: Layer, **how: bool) -> Any:
    return apply(said(tree), layer, **how).value


def apart(one: Layer, other: Layer) -> bool:
    return not any(a[: len(b)] == b or b[: len(a)] == a for a, b in product(one, other))


# ---------------------------------------------------------------- what holds of all layers


@given(LAYERS, LAYERS, LAYERS)
def test_it_does_not_matter_which_layers_are_merged_first(a: Layer, b: Layer, c: Layer):
    assert merge(merge(a, b), c) == merge(a, merge(b, c))


@given(LAYERS)
def test_an_empty_layer_changes_no_layer(layer: Layer):
    assert merge(layer, NO_LAYER) == layer
    assert merge(NO_LAYER, layer) == layer


@given(TREES)
def test_without_edits_the_tree_is_packgens_own(tree: Yaml):
    assert apply(tree, NO_LAYER) is tree
    assert apply(tree, {("not", "there"): Edit(removed=True)}).value == tree.value


@given(TREES, LAYERS, LAYERS)
def test_layers_that_do_not_meet_can_come_in_either_order(tree: Yaml, a: Layer, b: Layer):
    b = {path: edit for path, edit in b.items() if apart({path: edit}, a)}
    assert apply(tree, merge(a, b)).value == apply(tree, merge(b, a)).value


@given(TREES, LAYERS)
def test_a_layer_of_anything_over_anything_gives_a_tree(tree: Yaml, layer: Layer):
    assert isinstance(apply(tree, layer).value, str | list | dict)
    assert isinstance(apply(tree, layer, keep_keys=False).value, str | list | dict)


@given(st.lists(WORDS, min_size=1, max_size=5), st.data())
def test_numbers_mean_packgens_own_list_whatever_others_add(items: list[str], data: st.DataObject):
    number = data.draw(st.integers(1, len(items)))
    around = st.lists(st.just(said("added")), max_size=3).map(tuple)
    numbers = st.integers(1, len(items)).map(lambda n: ("a", str(n)))
    adds = data.draw(st.dictionaries(numbers, st.builds(lambda b, a: Edit(before=b, after=a), around, around)))
    upper = {("a", str(number)): Edit(said("own"))}
    found = made({"a": items}, merge(adds, upper))["a"]
    expected = ["own" if index + 1 == number else item for index, item in enumerate(items)]
    assert [item for item in found if item != "added"] == expected
    assert len(found) - len(items) == sum(len(edit.before) + len(edit.after) for edit in adds.values())


@given(st.dictionaries(PATHS, TREES, min_size=1, max_size=4), LAYERS)
def test_what_the_upper_layer_replaces_is_as_the_upper_layer_says(nodes: dict, lower: Layer):
    path, node = next(iter(nodes.items()))
    merged = merge(lower, {path: Edit(node)})
    assert merged[path].instead == node
    assert not [below for below in merged if len(below) > len(path) and below[: len(path)] == path]


@given(LAYERS, LAYERS)
def test_additions_of_both_layers_survive_where_nothing_around_them_is_replaced(a: Layer, b: Layer):
    merged = merge(a, b)
    for path, edit in a.items():
        if not any(path[: len(above)] == above and len(above) < len(path) and b[above].replaces for above in b):
            assert set(map(repr, edit.before + edit.after)) <= set(map(repr, merged[path].before + merged[path].after))


# ---------------------------------------------------------------- one thing each


def test_a_text_is_replaced_and_removed_and_gets_paragraphs():
    tree = {"a": "En.\n", "b": "To."}
    assert made(tree, {("a",): Edit(said("Ny."))}) == {"a": "Ny.", "b": "To."}
    assert made(tree, {("a",): Edit(removed=True)}) == {"a": "", "b": "To."}
    assert made(tree, {("a",): Edit(removed=True)}, keep_keys=False) == {"b": "To."}
    added = Edit(before=(said("Før."),), after=(said("Etter."), said("Sist.")))
    assert made(tree, {("a",): added})["a"] == "Før.\n\nEn.\n\nEtter.\n\nSist."


def test_a_removed_list_is_empty_and_a_removed_section_says_nothing():
    tree = {"box": {"title": "T", "rows": [["1"]]}, "list": ["x"]}
    layer = {("box",): Edit(removed=True), ("list",): Edit(removed=True)}
    assert made(tree, layer) == {"box": {"title": "", "rows": []}, "list": []}


def test_items_get_siblings_and_lists_get_items_at_their_ends():
    layer = {
        ("a", "1"): Edit(after=(said("1b"),)),
        ("a", "2"): Edit(removed=True, before=(said("1c"),)),
        ("a",): Edit(before=(said("0"),), after=(said("9"),)),
    }
    assert made({"a": ["1", "2", "3"]}, layer) == {"a": ["0", "1", "1b", "1c", "3", "9"]}


def test_an_item_that_is_a_list_gets_siblings_and_no_items():
    assert made([["a"], ["b"]], {("1",): Edit(after=(said(["n"]),))}) == [["a"], ["n"], ["b"]]
    assert made([["a"], ["b"]], {("1", "1"): Edit(after=(said("n"),))}) == [["a", "n"], ["b"]]


def test_a_missing_key_is_added_only_by_what_stands_in_its_stead():
    assert made({"a": "x"}, {("b",): Edit(said("y"))}) == {"a": "x", "b": "y"}
    assert made({"a": "x"}, {("b",): Edit(after=(said("y"),)), ("c", "d"): Edit(said("z"))}) == {"a": "x"}


PARTS = {"parts": [{"id": "one", "t": "1"}, {"id": "two", "t": "2"}]}


def test_parts_are_known_by_id():
    layer = {("parts", "two", "t"): Edit(said("to")), ("parts", "one"): Edit(after=(said({"id": "new", "t": "n"}),))}
    assert [(p["id"], p["t"]) for p in made(PARTS, layer)["parts"]] == [("one", "1"), ("new", "n"), ("two", "to")]


def test_an_upper_layer_edits_a_part_that_a_lower_one_added():
    lower = {("parts", "one"): Edit(after=(said({"id": "new", "t": "n"}),))}
    upper = {
        ("parts", "new", "t"): Edit(said("ny")),
        ("parts", "new"): Edit(after=(said({"id": "newer", "t": "m"}),)),
    }
    found = [(p["id"], p["t"]) for p in made(PARTS, merge(lower, upper))["parts"]]
    assert found == [("one", "1"), ("new", "ny"), ("newer", "m"), ("two", "2")]
    gone = merge(lower, {("parts", "new"): Edit(removed=True)})
    assert [p["id"] for p in made(PARTS, gone)["parts"]] == ["one", "two"]


def test_parts_that_add_each_other_end():
    ring = {
        ("parts", "one"): Edit(after=(said({"id": "x"}),)),
        ("parts", "x"): Edit(after=(said({"id": "y"}),)),
        ("parts", "y"): Edit(after=(said({"id": "x"}),)),
    }
    assert [p["id"] for p in made(PARTS, ring)["parts"]] == ["one", "x", "y", "x", "two"]


def test_the_upper_layers_additions_stand_nearest():
    lower = {("2",): Edit(before=(said("l"),), after=(said("l"),))}
    upper = {("2",): Edit(said("U"), before=(said("u"),), after=(said("u"),))}
    assert made(["1", "2"], merge(lower, upper)) == ["1", "l", "u", "U", "u", "l"]


def test_an_upper_edit_goes_into_what_a_lower_layer_put_there():
    lower = {("a",): Edit(said({"title": "T", "rows": ["r", "s"]}))}
    upper = {("a", "rows", "2"): Edit(said("ny"))}
    assert made({"a": {"title": "x"}}, merge(lower, upper)) == {"a": {"title": "T", "rows": ["r", "ny"]}}


def test_an_upper_layer_brings_back_what_a_lower_one_removed():
    assert made({"a": "x"}, merge({("a",): Edit(removed=True)}, {("a",): Edit(said("y"))})) == {"a": "y"}
    assert made({"a": {"b": "x"}}, merge({("a",): Edit(removed=True)}, {("a", "b"): Edit(said("y"))})) == {
        "a": {"b": ""}
    }


def test_what_can_be_addressed_is_packgens_own_and_what_lower_layers_put_there():
    lower = {
        ("parts", "one"): Edit(before=(said({"id": "new"}),), removed=True),
        ("list",): Edit(said(["x"]), after=(said("y"),)),
        ("own",): Edit(said("z")),
    }
    top = spot(said({**PARTS, "list": ["a", "b", "c"]}), lower).steps()
    assert set(top) == {"parts", "list", "own"}
    assert list(top["parts"].steps()) == ["new", "one", "two"]
    assert list(top["list"].steps()) == ["1"]


def test_everything_knows_its_place_afterwards():
    base = read("parts:\n  - id: one\n    body: [a, b]\n  - id: two\n    body: [c]\n")
    own = Yaml({"id": "new", "body": ["n"]}, {(): Place("own", line=7), ("body", 0): Place("own", line=9)})
    tree = apply(
        base,
        {
            ("parts", "one"): Edit(after=(own,)),
            ("parts", "two", "body", "1"): Edit(Yaml("C", {(): Place("own", line=3)})),
            ("parts", "one", "body", "1"): Edit(removed=True),
        },
    )
    assert tree.value["parts"][1]["id"] == "new"
    lines = {path: (place.file, place.line) for path, place in tree.places.items()}
    assert lines["parts", 0, "body", 0] == ("f.yaml", 3)
    assert lines["parts", 1] == ("own", 7)
    assert lines["parts", 1, "body", 0] == ("own", 9)
    assert lines["parts", 2] == ("f.yaml", 4)
    assert lines["parts", 2, "body", 0] == ("own", 3)
    assert ("parts", 0, "body", 1) not in lines


def test_an_addition_does_not_undo_what_a_lower_layer_replaced_or_removed():
    added = {("1",): Edit(after=(said("u"),))}
    assert made(["1", "2"], merge({("1",): Edit(said("L"))}, added)) == ["L", "u", "2"]
    assert made(["1", "2"], merge({("1",): Edit(removed=True)}, added)) == ["u", "2"]


def test_an_edit_is_packgens_own_parts_even_where_an_added_one_has_its_id():
    layer = {("parts", "one"): Edit(before=(said({"id": "two", "t": "x"}),)), ("parts", "two", "t"): Edit(said("y"))}
    assert [p["t"] for p in made(PARTS, layer)["parts"]] == ["x", "1", "y"]


def test_an_item_that_is_edited_inside_still_gets_siblings_and_no_items():
    layer = {("1",): Edit(after=(said(["n"]),)), ("1", "1"): Edit(said("A"))}
    assert made([["a"], ["b"]], layer) == [["A"], ["n"], ["b"]]
