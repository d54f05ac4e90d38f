"""What may be printed of a unit: rounded, bounded, merged, judged, and untouched by anything that is hidden."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from privacy_facts import ROUND, drawn, survey, totals, trees

from packgen import privacy
from packgen.model import Edition, Mean, Results, Round, Score, Share, Unit, UnitResult, UnitTree

RELEASED = replace(ROUND, released_under_limit=True)
FLAT = ("4.0",) * 10


def scores(means=FLAT, distribution=None):
    shares = None if distribution is None else tuple(Decimal(s) for s in distribution)
    return tuple(Score(Decimal(mean), shares) for mean in means)


def with_scores(results, **of_units):
    units = {u: replace(r, scores=of_units[u]) if u in of_units else r for u, r in results.units.items()}
    return replace(results, units=units)


def printed(tree, results, unit, edition=Edition.LEADER, round_=ROUND, earlier=()):
    disclosure = privacy.decide(tree, results, round_).value
    return privacy.figures(tree, results, disclosure, unit, edition, round_, earlier)


def single(answered, invited=None, round_=ROUND, edition=Edition.LEADER, **given):
    """Return the figures of a unit that stands alone."""
    tree = UnitTree((Unit("m", "M"),))
    results = Results("2026", {"m": UnitResult("m", invited, answered, scores(**given))})
    return printed(tree, results, "m", edition, round_)


# ---------------------------------------------------------------- means and comparators


def test_means_have_one_decimal_rounded_half_up():
    figures = single(30, means=("4.25", "4.24", "3.95", *FLAT[3:]))
    assert [m.value for m in figures.means[:3]] == [Decimal("4.3"), Decimal("4.2"), Decimal("4.0")]
    assert {m.bound for m in figures.means} == {""}


@pytest.mark.parametrize(
    ("mean", "expected"),
    [
        ("5.0", Mean(Decimal("4.9"), "at_least")),
        ("4.95", Mean(Decimal("4.9"), "at_least")),
        ("4.9", Mean(Decimal("4.9"), "at_least")),  # or «4.9 or higher» would say that it is 5.0
        ("4.84", Mean(Decimal("4.8"))),
        ("1.0", Mean(Decimal("1.1"), "at_most")),
        ("1.1", Mean(Decimal("1.1"), "at_most")),
        ("1.2", Mean(Decimal("1.2"))),
    ],
)
def test_a_mean_that_would_give_every_answer_away_is_bounded(mean, expected):
    assert single(7, means=(mean, *FLAT[1:])).means[0] == expected


def test_a_hidden_unit_has_no_figures():
    tree, results = survey(drawn("M30 [A12 B10 C5 D3]"))
    assert printed(tree, results, "C") is None
    assert printed(tree, results, "D") is None


def test_figures_of_one_round_are_not_printed_under_the_decision_of_another():
    tree, results = survey(drawn("M30"))
    disclosure = privacy.decide(tree, results, ROUND).value
    with pytest.raises(ValueError, match="2024"):
        privacy.figures(tree, results, disclosure, "M", Edition.STAFF, Round("2024", "x", "2024"))


def test_comparators_are_the_shown_units_above_the_municipality_and_the_country():
    tree, results = survey(drawn("M90 [S40 [T30 [a15 b15] c10] D50]"))
    tree = UnitTree(tuple(replace(u, service="school") if u.id == "a" else u for u in tree.units))
    national = {"": tuple(Decimal("4.1") for _ in range(10)), "school": tuple(Decimal("4.25") for _ in range(10))}
    results = replace(with_scores(results, S=scores(("3.9",) * 10), T=scores(("3.8",) * 10)), national=national)
    found = [(c.kind, c.name, c.means[0].value) for c in printed(tree, results, "a").comparators]
    assert found == [
        ("parent", "T", Decimal("3.8")),
        ("parent", "S", Decimal("3.9")),
        ("municipality", "M", Decimal("4.0")),
        ("national_service", "school", Decimal("4.3")),
    ]
    other = printed(tree, results, "b").comparators[-1]
    assert (other.kind, other.name, other.means[0].value) == ("national", "", Decimal("4.1"))


def test_a_service_without_national_means_stands_beside_the_whole_country():
    tree = UnitTree((Unit("m", "M", service="port"),))
    results = Results("2026", {"m": UnitResult("m", None, 9, scores())}, {"": tuple(Decimal(4) for _ in range(10))})
    assert [c.kind for c in printed(tree, results, "m").comparators] == ["national"]
    assert printed(tree, replace(results, national={}), "m").comparators == ()


def test_a_hidden_unit_is_nobody_s_comparator():
    tree, results = survey(drawn("K41 [S20 [a10 b8] T19 [c9 d8]]"))
    assert [c.name for c in printed(tree, results, "a").comparators] == ["K"]


def test_the_same_figures_stand_there_once():
    tree, results = survey(drawn("M40 [S40 [a15 b25]]"))
    assert [(c.kind, c.name) for c in printed(tree, results, "a").comparators] == [("municipality", "M")]


def test_one_top_among_several_is_no_municipality():
    tree, results = survey([*drawn("S40 [a15 b25]"), ("T", None, 20)])
    assert [(c.kind, c.name) for c in printed(tree, results, "a").comparators] == [("parent", "S")]


# ---------------------------------------------------------------- response, margins, differences


def test_response_margin_and_threshold_follow_from_answered_and_invited():
    figures = single(7, 10)
    assert (figures.answered, figures.invited, figures.response_percent) == (7, 10, 70)
    assert round(figures.margin, 2) == Decimal("0.43")
    assert figures.threshold == Decimal("0.5")


def test_without_the_number_invited_there_is_neither_response_nor_margin():
    figures = single(7)
    assert (figures.response_percent, figures.margin, figures.threshold) == (None, None, None)


def test_no_margin_is_smaller_than_a_tenth():
    assert single(12, 12).margin == Decimal("0.1")
    assert single(12, 12).threshold == Decimal("0.2")


def test_differences_are_judged_from_unrounded_means_against_the_margin():
    tree = UnitTree((Unit("m", "M"), Unit("a", "A", "m")))
    units = {
        "m": UnitResult("m", None, 60, scores(("4.00",) * 10)),
        "a": UnitResult("a", 30, 24, scores(("4.19", "4.20", "4.15", "3.80", *FLAT[4:]))),
    }
    figures = printed(tree, Results("2026", units), "a")
    assert [d[0].verdict for d in figures.differences[:5]] == ["none", "outside", "none", "outside", "none"]
    assert [d[0].comparator for d in figures.differences] == [0] * 10
    units["a"] = replace(units["a"], invited=40)  # ME = 0.21
    figures = printed(tree, Results("2026", units), "a")
    assert [d[0].verdict for d in figures.differences[:4]] == ["none", "inside", "none", "inside"]
    units["a"] = replace(units["a"], invited=None)
    figures = printed(tree, Results("2026", units), "a")
    assert [d[0].verdict for d in figures.differences[:4]] == ["none", "unknown", "none", "unknown"]


def test_a_difference_says_no_more_of_a_bounded_mean_than_is_printed():
    tree = UnitTree((Unit("m", "M"), Unit("a", "A", "m")))
    units = {"m": UnitResult("m", None, 60, scores(("4.8",) * 10)), "a": UnitResult("a", 30, 30, scores(("5.0",) * 10))}
    assert printed(tree, Results("2026", units), "a").differences[0][0].verdict == "none"


# ---------------------------------------------------------------- distributions

FIVE = ("2.5", "7.5", "20.4", "44.6", "25")


def texts(figures):
    return [s.text.replace("\u00a0", " ") for s in figures.shares[0]]


def test_few_people_have_three_classes_many_have_five():
    assert texts(single(9, distribution=FIVE)) == ["10 %", "20 %", "70 %"]
    assert texts(single(10, distribution=FIVE)) == ["3 %", "8 %", "20 %", "45 %", "25 %"]


def test_from_a_hundred_people_on_percents_have_a_decimal():
    assert texts(single(99, distribution=FIVE))[2] == "20 %"
    assert texts(single(100, distribution=FIVE)) == ["2,5 %", "7,5 %", "20,4 %", "44,6 %", "25,0 %"]


def test_chart_values_are_what_is_printed():
    assert [s.value for s in single(12, distribution=FIVE).shares[0]] == [3, 8, 20, 45, 25]


def test_classes_are_merged_before_they_are_rounded():
    assert texts(single(9, distribution=("2.4", "2.4", "45.2", "25", "25")))[0] == "5 %"


def test_unknown_n_has_three_classes_and_whole_percents():
    assert texts(single(None, round_=RELEASED, distribution=FIVE)) == ["10 %", "20 %", "70 %"]


@pytest.mark.parametrize("answered", [12, 19, None])
def test_a_class_above_ninety_percent_of_few_is_no_more_than_that(answered):
    round_ = replace(RELEASED, released_n_at_least_10=True)
    figures = single(answered, round_=round_, distribution=("0", "0", "0", "9.6", "90.4"))
    under = Share("10\u00a0%", Decimal(10), "under")
    assert figures.shares[0] == (under, under, under, under, Share("90\u00a0%", Decimal(90), "over"))


def test_ninety_percent_is_printed_and_so_is_more_of_many():
    assert texts(single(12, distribution=("0", "0", "0", "10", "90"))) == ["0 %", "0 %", "0 %", "10 %", "90 %"]
    assert texts(single(20, distribution=("0", "0", "0", "5", "95"))) == ["0 %", "0 %", "0 %", "5 %", "95 %"]


def test_merged_classes_are_bounded_by_their_sum():
    assert [s.bound for s in single(9, distribution=("0", "0", "4", "48", "48")).shares[0]] == [
        "under",
        "under",
        "over",
    ]


def test_all_answers_in_one_class_are_never_printed_whatever_the_number():
    assert [s.bound for s in single(400, distribution=("0", "0", "0", "0", "100")).shares[0]][-1] == "over"
    assert [s.bound for s in single(50, distribution=("0", "0", "0", "0.4", "99.6")).shares[0]][-1] == "over"


def test_all_staff_get_no_distribution_the_others_do():
    assert single(12, edition=Edition.STAFF, distribution=FIVE).shares is None
    assert single(12, edition=Edition.REPRESENTATIVES, distribution=FIVE).shares is not None
    assert single(12, edition=Edition.LEADER, distribution=FIVE).shares is not None


def test_factors_without_a_distribution_have_an_empty_one_and_none_at_all_is_none():
    tree = UnitTree((Unit("m", "M"),))
    mixed = (Score(Decimal(4), tuple(Decimal(20) for _ in range(5))), *scores()[1:])
    figures = printed(tree, Results("2026", {"m": UnitResult("m", None, 12, mixed)}), "m")
    assert [len(s) for s in figures.shares] == [5, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert single(12).shares is None


# ---------------------------------------------------------------- earlier rounds


def earlier_round(year, spec, mean="3.9", limit=5, *, tree=True, **kinds):
    round_ = Round(year, f"10-FAKTOR {year}", year, limit=limit)
    units, results = survey(spec, **kinds)
    shown = {u: replace(r, scores=r.scores and scores((mean,) * 10)) for u, r in results.units.items()}
    results = Results(year, shown)
    return round_, units if tree else None, results, privacy.decide(units, results, round_).value


def now(spec, **was):
    tree, results = survey(spec)
    return UnitTree(tuple(replace(u, was=was.get(u.id, ())) for u in tree.units)), results


def periods(figures):
    return [p.period for p in figures.trend]


def test_a_trend_has_the_earlier_rounds_oldest_first():
    rounds = (
        earlier_round("2022", drawn("M40 [A15 B25]"), "3.7"),
        earlier_round("2024", drawn("M40 [A15 B25]"), "3.9"),
    )
    figures = printed(*survey(drawn("M40 [A15 B25]")), "A", earlier=rounds)
    assert [(p.round, p.period, p.means[0].value) for p in figures.trend] == [
        ("2022", "2022", Decimal("3.7")),
        ("2024", "2024", Decimal("3.9")),
    ]
    assert not figures.trend_broken


def test_what_was_hidden_then_is_hidden_now():
    rounds = (earlier_round("2022", drawn("M40 [A4 B25]")), earlier_round("2024", drawn("M40 [A15 B25]"), blank=["A"]))
    figures = printed(*survey(drawn("M40 [A15 B25]")), "A", earlier=rounds)
    assert figures.trend == ()
    assert not figures.trend_broken


def test_an_earlier_round_keeps_its_own_limit():
    rounds = (earlier_round("2022", drawn("M40 [A4 B25]"), limit=3),)
    assert periods(printed(*survey(drawn("M40 [A15 B25]")), "A", earlier=rounds)) == ["2022"]


def test_a_renamed_unit_keeps_its_line():
    rounds = (earlier_round("2022", drawn("M40 [x15 B25]")), earlier_round("2024", drawn("M40 [y15 B25]"), tree=False))
    figures = printed(*now(drawn("M40 [A15 B25]"), A=("y", "x")), "A", earlier=rounds)
    assert periods(figures) == ["2022", "2024"]


@pytest.mark.parametrize(
    ("then", "was"),
    [
        ("M40 [x8 y7 B25]", {"A": ("x", "y")}),  # two merged into a new one
        ("M40 [A8 y7 B25]", {"A": ("y",)}),  # one taken into another
        ("M40 [x40]", {"A": ("x",), "B": ("x",)}),  # split in two new ones
        ("M40 [A40]", {"B": ("A",)}),  # one goes on under its name, a part has left
        ("M40 [x15 B25]", {"A": ("x", "z")}),  # z has no results: perhaps merged
    ],
)
def test_a_merger_or_a_split_breaks_the_line(then, was):
    figures = printed(*now(drawn("M40 [A15 B25]"), **was), "A", earlier=(earlier_round("2024", drawn(then)),))
    assert figures.trend == ()
    assert figures.trend_broken


def test_the_line_goes_on_from_the_first_round_after_a_merger():
    rounds = (earlier_round("2022", drawn("M40 [x8 y7 B25]")), earlier_round("2024", drawn("M40 [A15 B25]")))
    figures = printed(*now(drawn("M40 [A15 B25]"), A=("x", "y")), "A", earlier=rounds)
    assert periods(figures) == ["2024"]
    assert figures.trend_broken


def test_a_new_unit_has_no_trend_and_nothing_is_broken():
    figures = printed(*survey(drawn("M40 [A15 B25]")), "A", earlier=(earlier_round("2024", drawn("M25 [B25]")),))
    assert figures.trend == ()
    assert not figures.trend_broken


def test_changes_between_rounds_are_judged_with_the_uncertainty_of_both():
    tree = UnitTree((Unit("m", "M"),))
    then, before = Round("2024", "x", "2024"), Results("2024", {"m": UnitResult("m", 30, 24, scores(("3.8",) * 10))})
    earlier = ((then, tree, before, privacy.decide(tree, before, then).value),)
    # ME is 0.154 each: 0.217 together
    units = {"m": UnitResult("m", 30, 24, scores(("4.02", "4.01", "3.9", *FLAT[3:])))}
    figures = printed(tree, Results("2026", units), "m", earlier=earlier)
    assert figures.trend[0].verdicts[:3] == ("outside", "inside", "none")


# ---------------------------------------------------------------- nothing hidden shines through


def all_figures(tree, results, round_, earlier=(), editions=tuple(Edition)):
    disclosure = privacy.decide(tree, results, round_).value
    return {
        (unit.id, edition): privacy.figures(tree, results, disclosure, unit.id, edition, round_, earlier)
        for unit in tree.units
        for edition in editions
    }


def surveys(draw, parents, own):
    ids = [f"u{i}" for i in range(len(parents))]
    spec = [
        (ids[i], None if p is None else ids[p], n)
        for i, (p, n) in enumerate(zip(parents, totals(parents, own), strict=True))
    ]
    tree, results = survey(spec)
    return tree, replace(results, units={u: drawn_result(draw, r) for u, r in results.units.items()})


def drawn_result(draw, result):
    means = [Decimal(draw(st.integers(100, 500))) / 100 for _ in range(10)]
    found = []
    for mean in means:
        cuts = sorted(draw(st.integers(0, 1000)) for _ in range(4))
        shares = tuple(Decimal(b - a) / 10 for a, b in zip([0, *cuts], [*cuts, 1000], strict=True))
        found.append(Score(mean, shares))
    return replace(result, scores=tuple(found), invited=(result.answered or 0) + draw(st.integers(0, 9)))


@settings(max_examples=40, deadline=None)
@given(trees(largest=6), st.data())
def test_other_figures_of_hidden_units_change_nothing_that_is_printed(tree, data):
    parents, own = tree
    units, results = surveys(data.draw, parents, own)
    then = Round("2024", "x", "2024")
    before = replace(results, round="2024")

    def printed_of(results, before):
        earlier = ((then, units, before, privacy.decide(units, before, then).value),)
        return all_figures(units, results, ROUND, earlier)

    hidden = [d.unit for d in privacy.decide(units, results, ROUND).value.decisions.values() if not d.shown]
    changed = {u: drawn_result(data.draw, r) if u in hidden else r for u, r in results.units.items()}
    first = printed_of(results, before)
    second = printed_of(replace(results, units=changed), replace(before, units=changed))
    assert first == second


@settings(max_examples=30, deadline=None)
@given(trees(largest=6), st.data())
def test_other_distributions_change_nothing_for_all_staff(tree, data):
    parents, own = tree
    units, results = surveys(data.draw, parents, own)
    changed = {}
    for unit_id, result in results.units.items():
        other = drawn_result(data.draw, result).scores
        new = tuple(replace(a, distribution=b.distribution) for a, b in zip(result.scores, other, strict=True))
        changed[unit_id] = replace(result, scores=new)
    after = all_figures(units, replace(results, units=changed), ROUND, editions=[Edition.STAFF])
    assert all_figures(units, results, ROUND, editions=[Edition.STAFF]) == after


def test_a_fallback_pack_has_the_means_and_nothing_that_counts_people():
    tree, results = survey(drawn("M40 [A15 B25]"))
    results = with_scores(results, A=scores(distribution=FIVE))
    results = replace(results, units={u: replace(r, invited=50) for u, r in results.units.items()})
    source = printed(tree, results, "A", earlier=(earlier_round("2024", drawn("M40 [A15 B25]")),))
    only = privacy.means_only(source)
    assert (only.unit, only.name, only.means, only.comparators) == ("A", "A", source.means, source.comparators)
    assert (only.answered, only.invited, only.response_percent, only.margin, only.threshold) == (None,) * 5
    assert (only.shares, only.trend, only.trend_broken, set(only.differences)) == (None, (), False, {()})
