"""No group below the limit can be worked out, the best set is found, and everything hidden is hidden for a reason."""

import itertools
import json
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from privacy_facts import ROUND, below, drawn, smallest_recoverable, survey, totals, trees

from packgen import privacy
from packgen.model import Unit, UnitTree
from packgen.problems import Severity

RELEASED = replace(ROUND, released_under_limit=True)


def decided(spec, round_=ROUND, **kinds):
    return privacy.decide(*survey(spec, **kinds), round_)


def shown(outcome):
    return [d.unit for d in outcome.value.decisions.values() if d.shown]


def classes(outcome):
    return {d.unit: d.classes for d in outcome.value.decisions.values()}


def reasons(outcome):
    return {d.unit: d.reason for d in outcome.value.decisions.values()}


def codes(outcome):
    return [p.code for p in outcome.problems]


# ---------------------------------------------------------------- vectors


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ("M30 [A12 B10 C5 D3]", "M A B"),
        ("M15 [A12 [A1·6 A2·6] B3]", "M A2"),
        ("P14 [C10]", "P"),
        ("M32 [A11 [A1·9 A2·2] B15 [B1·7 B2·8] C6]", "M A B B1 B2 C"),
        ("M17 [A8 B9]", "M A B"),
        ("K41 [S20 [a10 b8] T19 [c9 d8]]", "K a b c d"),
    ],
)
def test_the_best_set_under_the_residual_rule_is_shown(tree, expected):
    assert shown(decided(drawn(tree))) == expected.split()


@pytest.mark.parametrize(
    ("tree", "five"),
    [
        ("M30 [A12 B10 C5 D3]", "M A"),  # M without A and B would be 8 people in five classes
        ("M40 [A12 B10 C18]", "M A B C"),
        ("M25 [A12 B13]", "M A B"),
        ("M25 [A12 B9 C4]", "M A"),
        ("M9 [A9]", ""),
    ],
)
def test_five_classes_obey_the_same_rule_with_ten_for_the_limit(tree, five):
    assert [u for u, c in classes(decided(drawn(tree))).items() if c == 5] == five.split()


def test_shown_units_without_five_classes_have_three_and_hidden_ones_none():
    assert classes(decided(drawn("M30 [A12 B10 C5 D3]"))) == {"M": 5, "A": 5, "B": 3, "C": 0, "D": 0}


def test_a_unit_stands_beside_the_shown_units_above_it_nearest_first():
    outcome = decided(drawn("K44 [S20 [a10 b8] T21 [c21 [d10 e11]]]"))
    assert outcome.value.decisions["a"].comparators == ("K",)
    assert outcome.value.decisions["d"].comparators == ("c", "T", "K")
    assert outcome.value.decisions["K"].comparators == ()


# ---------------------------------------------------------------- random trees


def ids_of(size):
    return [f"u{i}" for i in range(size)]


def spec_of(parents, numbers):
    ids = ids_of(len(parents))
    return [(ids[i], None if p is None else ids[p], numbers[i]) for i, p in enumerate(parents)]


@settings(max_examples=300, deadline=None)
@given(trees(largest=11, tops=2), st.integers(3, 7), st.data())
def test_no_group_below_the_limit_is_a_combination_of_shown_groups(tree, limit, data):
    parents, own = tree
    blank = data.draw(st.sets(st.sampled_from(ids_of(len(parents))), max_size=2))
    outcome = decided(spec_of(parents, totals(parents, own)), replace(ROUND, limit=limit), blank=blank)
    sizes = dict(enumerate(own))
    for least, kinds in ((limit, {3, 5}), (10, {5})):
        groups = [below(parents, int(d.unit[1:])) for d in outcome.value.decisions.values() if d.classes in kinds]
        assert smallest_recoverable(sizes, groups, least) is None


def best_by_trying_all(parents, numbers, limit, may_show):
    """Return the best set out of all that obey the rule, by its definition."""
    size, ids = len(parents), ids_of(len(parents))
    leaves = [i for i in range(size) if i not in parents]

    def nearest(unit, chosen):
        above = parents[unit]
        while above is not None and above not in chosen:
            above = parents[above]
        return above

    def obeys(chosen):
        rests = {u: numbers[u] for u in chosen}
        for u in chosen:
            above = nearest(u, chosen)
            if above is not None:
                rests[above] -= numbers[u]
        return all(r == 0 or r >= limit for r in rests.values())

    def worth(chosen):
        return (
            sum(parents[u] is None for u in chosen),
            sum(u in leaves for u in chosen),
            len(chosen),
            sum(numbers[u] for u in chosen),
            [i not in {ids[u] for u in chosen} for i in sorted(ids)],
        )

    candidates = [u for u in range(size) if may_show[u]]
    sets = (frozenset(c) for r in range(len(candidates) + 1) for c in itertools.combinations(candidates, r))
    return max((c for c in sets if obeys(c)), key=worth)


@settings(max_examples=250, deadline=None)
@given(trees(largest=8, tops=2), st.integers(3, 6), st.data())
def test_no_other_set_that_obeys_the_rule_is_better(tree, limit, data):
    parents, own = tree
    ids, numbers = ids_of(len(parents)), totals(parents, own)
    blank = data.draw(st.sets(st.sampled_from(ids), max_size=2))
    outcome = decided(spec_of(parents, numbers), replace(ROUND, limit=limit), blank=blank)
    may_show = [n >= limit and i not in blank for i, n in zip(ids, numbers, strict=True)]
    best = best_by_trying_all(parents, numbers, limit, may_show)
    assert shown(outcome) == [ids[u] for u in sorted(best)]
    large = [u in best and numbers[u] >= 10 for u in range(len(ids))]
    five = best_by_trying_all(parents, numbers, 10, large)
    assert [u for u, c in classes(outcome).items() if c == 5] == [ids[u] for u in sorted(five)]


@settings(max_examples=200, deadline=None)
@given(trees(largest=10, tops=2), st.integers(3, 6))
def test_a_unit_and_every_comparator_are_the_same_people_or_differ_by_the_limit_or_more(tree, limit):
    parents, own = tree
    numbers = totals(parents, own)
    outcome = decided(spec_of(parents, numbers), replace(ROUND, limit=limit))
    for decision in outcome.value.decisions.values():
        differences = [numbers[int(c[1:])] - numbers[int(decision.unit[1:])] for c in decision.comparators]
        assert all(d == 0 or d >= limit for d in differences)
        assert decision.shown or not (decision.comparators or decision.classes or decision.answered)


@settings(max_examples=100, deadline=None)
@given(trees(largest=9), st.randoms(use_true_random=False))
def test_the_order_of_the_units_in_the_list_decides_nothing(tree, random):
    parents, own = tree
    spec = spec_of(parents, totals(parents, own))
    mixed = random.sample(spec, len(spec))
    assert set(shown(decided(spec))) == set(shown(decided(mixed)))


# ---------------------------------------------------------------- unknown n


def test_figures_without_n_are_refused_until_the_municipality_says_that_they_are_released():
    outcome = decided([("m", None, None), ("a", "m", None)])
    assert codes(outcome) == ["privacy.not_released"]
    assert outcome.problems[0].severity is Severity.ERROR
    assert reasons(outcome) == {"m": "not_released", "a": "not_released"}
    assert shown(outcome) == []


def test_released_figures_without_n_are_shown_with_three_classes():
    outcome = decided([("m", None, None), ("a", "m", None)], RELEASED)
    assert codes(outcome) == []
    assert reasons(outcome) == {"m": "released", "a": "released"}
    assert classes(outcome) == {"m": 3, "a": 3}
    assert outcome.value.decisions["a"].comparators == ("m",)


def test_five_classes_without_n_need_a_statement_of_their_own():
    outcome = decided([("m", None, None), ("a", "m", None)], replace(RELEASED, released_n_at_least_10=True))
    assert classes(outcome) == {"m": 5, "a": 5}


def test_a_blank_unit_without_n_counts_as_one_so_others_hide_with_it():
    spec = [("m", None, None), *((f"u{i}", "m", None) for i in range(9))]
    assert shown(decided(spec, RELEASED, blank=["u8"])) == ["m", "u4", "u5", "u6", "u7"]
    assert shown(decided(spec, RELEASED, absent=["u8"])) == ["m", "u4", "u5", "u6", "u7"]


def test_a_released_unit_without_n_may_stand_alone_above_small_blank_ones():
    outcome = decided([("m", None, None), ("a", "m", None), ("b", "m", None)], RELEASED, blank=["a", "b"])
    assert shown(outcome) == ["m"]


def test_a_known_number_above_says_nothing_about_who_is_left_beside_a_shown_unit_without_n():
    # 30 minus an unknown number may be 1 to 4: only the blank unit, as 1, is sure to be left.
    assert shown(decided([("m", None, 30), ("a", "m", None), ("b", "m", None)], RELEASED, blank=["b"])) == ["m"]
    # Where the shown units have a number, what is left is known: 30 - 20.
    outcome = decided([("m", None, 30), ("a", "m", 20), ("b", "m", None)], RELEASED, blank=["b"])
    assert shown(outcome) == ["m", "a"]


def test_units_without_n_are_not_more_people_than_the_number_above_them():
    spec = [("m", None, 20), ("a", "m", 16), ("p", "m", 4), *((f"x{i}", "p", None) for i in range(6))]
    outcome = decided(spec, absent=[f"x{i}" for i in range(6)])
    assert shown(outcome) == ["m"]
    assert codes(outcome) == []


def test_a_statement_that_the_numbers_beside_contradict_is_an_error():
    outcome = decided([("m", None, 30), ("a", "m", 26), ("b", "m", None)], RELEASED)
    assert codes(outcome) == ["privacy.statement_contradicted"]
    assert dict(outcome.problems[0].values)["unit"] == "B"
    assert shown(outcome) == ["m"]


def test_units_that_nobody_answered_in_for_certain_contradict_nothing():
    outcome = decided([("m", None, 0), ("a", "m", None), ("b", "m", None)], absent=["a", "b"])
    assert codes(outcome) == []


@settings(max_examples=300, deadline=None)
@given(trees(largest=10), st.integers(3, 6), st.data())
def test_where_some_numbers_are_unknown_no_group_that_is_there_comes_out(tree, limit, data):
    parents, own = tree
    size = len(parents)
    unknown = data.draw(st.sets(st.integers(0, size - 1)))
    blank = data.draw(st.sets(st.integers(0, size - 1), max_size=2))
    # What the rule takes on trust: whoever is not in a unit with a number is in one without, and there is one in each.
    own = [
        0 if i in parents and (i in unknown or any(parents[u] == i for u in unknown)) else own[i] for i in range(size)
    ]
    own = [max(1, o) if i in unknown and i not in parents else o for i, o in enumerate(own)]
    numbers = totals(parents, own)
    blank |= {u for u in unknown if numbers[u] < limit}
    ids = ids_of(size)
    spec = spec_of(parents, [None if i in unknown else n for i, n in enumerate(numbers)])
    outcome = decided(spec, replace(RELEASED, limit=limit), blank=[ids[b] for b in blank])
    groups = [below(parents, int(u[1:])) for u in shown(outcome)]
    assert smallest_recoverable(dict(enumerate(own)), groups, limit) is None


@settings(max_examples=150, deadline=None)
@given(trees(largest=8), st.integers(3, 6), st.data())
def test_without_any_number_the_rule_runs_on_sums_of_units(tree, limit, data):
    parents, _ = tree
    size, ids = len(parents), ids_of(len(parents))
    blank = data.draw(st.sets(st.sampled_from(ids), max_size=3))
    outcome = decided(spec_of(parents, [None] * size), replace(RELEASED, limit=limit), blank=blank)
    units = totals(parents, [int(i not in parents) for i in range(size)])
    found = {int(u[1:]) for u in shown(outcome)}
    for unit in found:
        inside = below(parents, unit) - {unit}
        nearest = [u for u in found & inside if not any(u in below(parents, v) - {v} for v in found & inside)]
        rest = units[unit] - sum(units[u] for u in nearest)
        assert not nearest or rest == 0 or rest >= limit
    assert ("u0" in blank) != (0 in found)


# ---------------------------------------------------------------- reasons, problems, the log


def test_every_hidden_unit_says_why():
    spec = [("m", None, 30), ("a", "m", 12), ("b", "m", 6), ("c", "m", 3), ("d", "m", 5), ("e", "m", None)]
    outcome = decided(spec, blank=["d"], absent=["e"])
    assert reasons(outcome) == {
        "m": "shown",
        "a": "shown",
        "b": "shown",
        "c": "below_limit",
        "d": "blank_in_source",
        "e": "no_results",
    }
    assert reasons(decided(drawn("M15 [A12 [A1·6 A2·6] B3]"))) == {
        "M": "shown",
        "A": "residual",
        "A1": "residual",
        "A2": "shown",
        "B": "below_limit",
    }


def test_a_second_cut_across_the_tree_is_refused_and_nothing_of_it_is_shown():
    outcome = decided(drawn("M30 [A18 B12 N16 S14]"))
    assert codes(outcome) == ["privacy.second_cut"]
    assert outcome.problems[0].severity is Severity.ERROR
    assert dict(outcome.problems[0].values) == {"unit": "M", "children": "«A», «B», «N» …"}
    assert shown(outcome) == []
    assert set(reasons(outcome).values()) == {"overlap"}


def test_a_second_cut_does_not_hide_a_tree_beside_it():
    outcome = decided([*drawn("M10 [A8 B8]"), *drawn("K20 [C9 D11]")])
    assert shown(outcome) == ["K", "C", "D"]


def test_several_tops_are_each_a_tree_of_their_own_with_a_warning():
    outcome = decided([("a", None, 12), ("b", None, 4), ("c", None, 7)])
    assert shown(outcome) == ["a", "c"]
    assert codes(outcome) == ["privacy.several_tops"]
    assert outcome.problems[0].severity is Severity.WARNING


def test_a_top_that_is_the_sum_of_the_others_must_be_put_above_them():
    outcome = decided([("a", None, 12), ("k", None, 23), ("b", None, 4), ("c", None, 7)])
    assert codes(outcome) == ["privacy.total_without_children"]
    assert dict(outcome.problems[0].values) == {"unit": "K"}


def test_no_limit_goes_below_three():
    outcome = decided(drawn("M9 [A2 B7]"), replace(ROUND, limit=1))
    assert codes(outcome) == ["privacy.limit_too_low"]
    assert outcome.value.limit == 3
    assert shown(outcome) == ["M"]


@pytest.mark.parametrize(
    ("spec", "complaint"),
    [
        ([("a", "b", 9), ("b", "a", 9)], "their own parents"),
        ([("a", None, 9), ("a", None, 8)], "one id"),
        ([("a", "x", 9)], "no units"),
    ],
)
def test_units_that_are_no_tree_are_a_mistake_of_the_caller(spec, complaint):
    with pytest.raises(ValueError, match=complaint):
        decided(spec)


def test_the_log_is_plain_and_holds_no_number_of_a_hidden_unit():
    tree, results = survey(drawn("M30 [A12 B10 C5 D3]"))
    disclosure = privacy.decide(tree, results, ROUND).value
    log = json.loads(json.dumps(privacy.log(tree, disclosure, ROUND)))
    assert log["limit"] == 5
    keys = ("id", "name", "parent", "n", "shown", "reason", "comparators", "distribution")
    assert log["units"] == [
        dict(zip(keys, values, strict=True))
        for values in (
            ("M", "M", None, 30, True, "shown", [], 5),
            ("A", "A", "M", 12, True, "shown", ["M"], 5),
            ("B", "B", "M", 10, True, "shown", ["M"], 3),
            ("C", "C", "M", None, False, "residual", [], 0),
            ("D", "D", "M", None, False, "below_limit", [], 0),
        )
    ]


def test_a_hidden_unit_falls_back_on_the_nearest_shown_unit_above():
    tree, results = survey(drawn("K41 [S20 [a10 b8] T19 [c9 d4 e6]]"))
    disclosure = privacy.decide(tree, results, ROUND).value
    assert not disclosure.decisions["T"].shown
    assert privacy.fallback_source(tree, disclosure, "d") == "K"
    assert privacy.fallback_source(tree, disclosure, "S") == "K"
    assert privacy.fallback_source(tree, disclosure, "K") is None


# ---------------------------------------------------------------- large and deep


def test_twenty_thousand_units_are_decided_in_seconds():
    spec = [("k", None, 0)] + [(f"u{i:05}", "k" if i < 40 else f"u{i // 8:05}", i % 13) for i in range(8, 20_000)]
    known = {unit_id for unit_id, _, _ in spec}
    spec = [(u, p if p in known or p is None else "k", n) for u, p, n in spec]
    numbers = {u: n for u, _, n in spec}
    for unit_id, parent, _ in reversed(spec):
        if parent is not None:
            numbers[parent] += numbers[unit_id]
    tree, results = survey([(u, p, numbers[u]) for u, p, _ in spec])
    start = time.perf_counter()
    outcome = privacy.decide(tree, results, ROUND)
    assert time.perf_counter() - start < 20
    assert len(shown(outcome)) > 5_000


def test_a_tree_three_thousand_levels_deep_is_decided():
    spec = [(f"u{i:04}", None if i == 0 else f"u{i - 1:04}", 9_000 - 3 * i) for i in range(3_000)]
    found = [int(u[1:]) for u in shown(decided(spec))]
    assert len(found) == 1_500
    assert {b - a for a, b in itertools.pairwise(found)} == {2}


def test_looking_up_units_in_a_tree_takes_no_search():
    tree = UnitTree(tuple(Unit(f"u{i}", "x", None if i == 0 else f"u{i - 1}") for i in range(5)))
    assert tree.get("u3").parent == "u2"
    assert tree.has("u4")
    assert not tree.has("u5")
    assert [u.id for u in tree.ancestors("u3")] == ["u2", "u1", "u0"]
    assert [u.id for u in tree.children("u1")] == ["u2"]
    assert [u.id for u in tree.children(None)] == ["u0"]
