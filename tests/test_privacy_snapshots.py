"""Two results files of one round, both given out, say nothing together about a group below the limit."""

from dataclasses import replace

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from privacy_facts import ROUND, below, drawn, smallest_recoverable, survey, totals, trees

from packgen import privacy
from packgen.privacy import Release, ReleasedUnit, Snapshot

RELEASED = replace(ROUND, released_under_limit=True)


def decided(spec, round_=ROUND, **kinds):
    tree, results = survey(spec, **kinds)
    return tree, results, privacy.decide(tree, results, round_).value


def released(spec, round_=ROUND, **kinds):
    return privacy.release_of(*decided(spec, round_, **kinds))


def problems(then, now, round_=ROUND):
    found = privacy.compare(released(drawn(then)), released(drawn(now)), round_)
    return [(p.code.removeprefix("privacy."), dict(p.values)["unit"]) for p in found]


def test_a_release_holds_only_the_units_shown_with_their_numbers():
    assert released(drawn("M30 [A12 B10 C5 D3]")) == Release(
        "2026",
        (
            Snapshot(
                5, {"M": ReleasedUnit(30, 5, ()), "A": ReleasedUnit(12, 5, ("M",)), "B": ReleasedUnit(10, 3, ("M",))}
            ),
        ),
    )


def test_the_same_results_again_are_no_problem():
    assert problems("M30 [A12 B10 C5 D3]", "M30 [A12 B10 C5 D3]") == []


def test_a_few_late_answers_are_refused():
    assert problems("M40 [A15 B25]", "M41 [A16 B25]") == [("late_answers", "A"), ("late_answers", "M")]


def test_answers_taken_out_are_as_telling_as_late_ones():
    assert problems("M40 [A15 B25]", "M38 [A13 B25]") == [("late_answers", "A"), ("late_answers", "M")]


def test_as_many_late_answers_as_the_limit_are_accepted():
    assert problems("M80 [A30 B50]", "M90 [A40 B50]") == []


def test_late_answers_outside_the_shown_units_are_counted_too():
    # 18 more in M, 15 of them in A: 3 are in what is hidden, which nobody's own number shows.
    assert problems("M66 [A30 B26 C4]", "M84 [A45 B26 C4]") == [("late_answers_beside", "M")]


def test_first_results_that_were_never_given_out_are_left_alone():
    assert problems("M40 [A15 B25]", "M41 [A16 B25]", replace(ROUND, replaces_unreleased=True)) == []


def test_a_unit_that_late_answers_have_lifted_over_the_limit_is_refused():
    # All 12 are in C: what C has now minus what M has got more is the 4 that C had before.
    assert problems("M42 [A25 B11 C4]", "M54 [A25 B11 C16]") == [("newly_shown", "C")]


def test_more_units_of_unchanged_results_may_be_shown():
    then = released(drawn("M40 [A15 B25]"), absent=["B"])
    assert list(then.snapshots[0].units) == ["M", "A"]
    assert privacy.compare(then, released(drawn("M40 [A15 B25]")), ROUND) == ()


def test_a_unit_shown_instead_of_another_is_refused():
    # Then A and B of M; now A and C: with both files, D alone is left.
    then = released(drawn("M30 [A12 B10 C5 D3]"))
    now = released(drawn("M30 [A12 B10 C5 D3]"), blank=["B"])
    assert list(now.snapshots[0].units) == ["M", "A", "C"]
    assert [dict(p.values)["unit"] for p in privacy.compare(then, now, ROUND)] == ["M"]


def test_a_new_unit_below_one_that_is_gone_is_refused_where_nothing_above_was_shown_both_times():
    # M now is 7: minus A then (3) and B now (3, all late) leaves the one on M itself.
    round_ = replace(ROUND, limit=3)
    then = released(drawn("M4 [A3 [C2 B0]]"), round_, blank=["M"])
    now = released(drawn("M7 [A6 [C2 B3]]"), round_)
    assert (list(then.snapshots[0].units), list(now.snapshots[0].units)) == (["A"], ["M", "B"])
    assert {p.code for p in privacy.compare(then, now, round_)} == {"privacy.newly_shown"}


def test_results_without_n_may_be_added_to():
    ids = [("m", None, None), *((f"u{i}", "m", None) for i in range(12))]
    then = released(ids, RELEASED, absent=[f"u{i}" for i in range(6)])
    now = released(ids, RELEASED)
    assert privacy.compare(then, now, RELEASED) == ()
    swapped = released(ids, RELEASED, absent=[f"u{i}" for i in range(6, 12)])
    assert {p.code for p in privacy.compare(then, swapped, RELEASED)} == {"privacy.newly_shown"}


def test_a_release_of_another_round_is_not_compared_in_silence():
    (problem,) = privacy.compare(replace(released(drawn("M30")), round="2024"), released(drawn("M30")), ROUND)
    assert problem.code == "privacy.release_of_another_round"


# ---------------------------------------------------------------- distributions of late answers


def test_late_answers_below_ten_are_not_shown_in_five_classes():
    then = released(drawn("M80 [A30 B50]"))
    tree, results, disclosure = decided(drawn("M87 [A37 B50]"))
    now = privacy.release_of(tree, results, disclosure)
    assert {p.code for p in privacy.compare(then, now, ROUND)} == {"privacy.late_in_five_classes"}
    narrowed = privacy.narrow(then, now, disclosure, ROUND)
    assert {u: d.classes for u, d in narrowed.decisions.items()} == {"M": 3, "A": 3, "B": 3}
    assert privacy.compare(then, privacy.release_of(tree, results, narrowed), ROUND) == ()


def test_ten_late_answers_keep_five_classes():
    then = released(drawn("M80 [A30 B50]"))
    tree, results, disclosure = decided(drawn("M90 [A40 B50]"))
    assert privacy.narrow(then, privacy.release_of(tree, results, disclosure), disclosure, ROUND) == disclosure


def test_nothing_is_narrowed_beside_results_that_were_never_given_out():
    round_ = replace(ROUND, replaces_unreleased=True)
    tree, results, disclosure = decided(drawn("M87 [A37 B50]"))
    now = privacy.release_of(tree, results, disclosure)
    assert privacy.narrow(released(drawn("M80 [A30 B50]")), now, disclosure, round_) == disclosure


# ---------------------------------------------------------------- everything released is remembered


def test_all_snapshots_of_a_round_are_kept_and_compared():
    one, two = released(drawn("M80 [A30 B50]")), released(drawn("M90 [A40 B50]"))
    both = privacy.added(privacy.added(None, one, ROUND), two, ROUND)
    assert both.snapshots == (*one.snapshots, *two.snapshots)
    assert privacy.added(both, two, ROUND) == both
    back = released(drawn("M82 [A32 B50]"))
    assert "privacy.late_answers" in {p.code for p in privacy.compare(both, back, ROUND)}
    assert privacy.compare(privacy.added(None, two, ROUND), back, ROUND)[0].code == "privacy.late_in_five_classes"


def test_a_first_file_that_was_never_given_out_is_forgotten():
    one, two = released(drawn("M40 [A15 B25]")), released(drawn("M41 [A16 B25]"))
    assert privacy.added(one, two, replace(ROUND, replaces_unreleased=True)) == two


@settings(max_examples=60, deadline=None)
@given(trees(largest=8, tops=2), st.booleans())
def test_what_is_written_is_read_back(tree, is_known):
    parents, own = tree
    ids = [f"u{i}" for i in range(len(parents))]
    numbers = totals(parents, own) if is_known else [None] * len(own)
    spec = [(ids[i], None if p is None else ids[p], numbers[i]) for i, p in enumerate(parents)]
    release = privacy.added(released(spec, RELEASED), released(drawn("M30")), RELEASED)
    plain = privacy.release_to_dict(release)
    assert plain["schema"] == 1
    assert privacy.release_from_dict(plain).value == release
    text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)
    assert privacy.release_from(text.encode(), "2026.yaml").value == release


@pytest.mark.parametrize(
    "text",
    [
        "schema: 2\nround: x\nsnapshots: []\n",
        "round: x\n",
        "schema: 1\nround: x\nsnapshots: 12\n",
        "schema: 1\nround: x\nsnapshots: [{limit: five, units: {}}]\n",
        "schema: 1\nround: x\nsnapshots: [{limit: 5, units: {a: {n: 7, classes: 4, above: []}}}]\n",
        "schema: 1\nround: x\nsnapshots: [{limit: 5, units: {a: {n: 7, classes: 3, above: m}}}]\n",
        "- a\n",
    ],
)
def test_a_release_that_somebody_has_changed_is_a_problem_with_its_file(text):
    outcome = privacy.release_from(text.encode(), "2026.yaml")
    assert outcome.value is None
    assert [(p.code, p.place.file) for p in outcome.problems] == [("privacy.release_unreadable", "2026.yaml")]


def test_a_release_that_is_no_yaml_is_a_problem_too():
    outcome = privacy.release_from(b"schema: [", "2026.yaml")
    assert outcome.value is None
    assert outcome.problems


# ---------------------------------------------------------------- proof


@settings(max_examples=600, deadline=None)
@given(trees(largest=7), st.integers(3, 5), st.data())
def test_no_group_below_the_limit_is_a_combination_of_what_two_snapshots_show(tree, limit, data):
    """Parts are the early people (0 …) and the late ones (100 …) of each unit itself."""
    parents, early = tree
    size = len(parents)
    late = [data.draw(st.sampled_from([0, 0, 0, 0, limit, limit + 2, 12, 1])) for _ in range(size)]
    ids = [f"u{i}" for i in range(size)]
    gone = [data.draw(st.sets(st.sampled_from(ids), max_size=2)) for _ in range(2)]
    round_ = replace(ROUND, limit=limit)

    def spec(own):
        numbers = totals(parents, own)
        return [(ids[i], None if p is None else ids[p], numbers[i]) for i, p in enumerate(parents)]

    then = released(spec(early), round_, blank=gone[0])
    now = released(spec([a + b for a, b in zip(early, late, strict=True)]), round_, blank=gone[1])
    found = {p.code for p in privacy.compare(then, now, round_)}
    assume(not found - {"privacy.late_in_five_classes"})
    sizes = {**dict(enumerate(early)), **{100 + i: n for i, n in enumerate(late)}}

    def groups(kinds):
        first = [below(parents, int(u[1:])) for u, r in then.snapshots[0].units.items() if r.classes in kinds]
        second = [below(parents, int(u[1:])) for u, r in now.snapshots[0].units.items() if r.classes in kinds]
        return [*first, *(g | {100 + i for i in g} for g in second)]

    assert smallest_recoverable(sizes, groups({3, 5}), limit) is None
    if not found:
        assert smallest_recoverable(sizes, groups({5}), 10) is None
