"""Rounding is half up in decimals; margins are as the textbook has them; numbers look Norwegian."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen.statistics import (
    combined,
    decimal_text,
    margin,
    one_decimal,
    percent_text,
    printable,
    range_text,
    t_quantile,
    threshold,
    verdict,
    whole,
)


@pytest.mark.parametrize(
    ("given_text", "rounded"),
    [("4.25", "4.3"), ("4.249", "4.2"), ("4.35", "4.4"), ("0.05", "0.1"), ("4", "4.0"), ("-0.15", "-0.2")],
)
def test_half_goes_up_in_the_decimals_that_were_written(given_text, rounded):
    assert str(one_decimal(Decimal(given_text))) == rounded


@pytest.mark.parametrize(("given_text", "rounded"), [("12.5", 13), ("0.5", 1), ("99.49", 99), ("2.5", 3)])
def test_whole_percents_round_half_up(given_text, rounded):
    assert whole(Decimal(given_text)) == rounded


@pytest.mark.parametrize(("answered", "invited", "expected"), [(7, 10, "0.43"), (24, 30, "0.15")])
def test_the_margin_matches_the_checks(answered, invited, expected):
    assert round(margin(answered, invited), 2) == Decimal(expected)


def test_the_margin_matches_the_check_with_a_spread_of_four():
    assert round(margin(16, 80) / Decimal("0.8") * 4, 3) == Decimal("1.918")


# Table 26.10 of Abramowitz and Stegun, and what any statistics package gives for the larger ones.
@pytest.mark.parametrize(
    ("freedom", "expected"),
    [
        (1, "12.706205"), (2, "4.302653"), (3, "3.182446"), (4, "2.776445"), (5, "2.570582"), (6, "2.446912"),
        (9, "2.262157"), (10, "2.228139"), (15, "2.131450"), (20, "2.085963"), (23, "2.068658"), (30, "2.042272"),
        (60, "2.000298"), (120, "1.979930"), (1000, "1.962339"),
    ],
)  # fmt: skip
def test_the_quantile_of_t_is_exact_to_six_decimals(freedom, expected):
    assert t_quantile(freedom) == Decimal(expected)


def test_the_quantile_of_t_falls_evenly_where_series_and_expansion_meet():
    steps = [t_quantile(v) - t_quantile(v + 1) for v in range(190, 210)]
    assert all(Decimal("0.000050") < step < Decimal("0.000070") for step in steps)


def test_there_is_no_t_without_degrees_of_freedom():
    with pytest.raises(ValueError, match="0 degrees"):
        t_quantile(0)


@pytest.mark.parametrize(("answered", "invited"), [(None, 10), (7, None), (1, 5), (0, 5), (11, 10)])
def test_there_is_no_margin_without_people_and_those_invited(answered, invited):
    assert margin(answered, invited) is None


def test_when_all_have_answered_the_margin_is_nothing_but_prints_as_a_tenth():
    assert margin(12, 12) == 0
    assert printable(margin(12, 12)) == Decimal("0.1")
    assert printable(Decimal("0.43")) == Decimal("0.43")
    assert printable(None) is None


@pytest.mark.parametrize(
    ("margin_of_error", "least"),
    [("0.4271", "0.5"), ("0.1536", "0.2"), ("0", "0.2"), ("0.2001", "0.3"), ("0.15", "0.2")],
)
def test_the_threshold_is_the_margin_rounded_up_and_never_below_two_tenths(margin_of_error, least):
    assert threshold(Decimal(margin_of_error)) == Decimal(least)


def test_without_a_margin_there_is_no_threshold():
    assert threshold(None) is None


@given(st.integers(2, 400), st.integers(0, 400))
def test_a_difference_as_large_as_the_threshold_is_always_outside(answered, missing):
    error = margin(answered, answered + missing)
    assert verdict(threshold(error), error) == "outside"


@pytest.mark.parametrize(
    ("difference", "margin_of_error", "expected"),
    [
        ("0.19", "0.1", "none"),
        ("-0.19", None, "none"),
        ("0.2", "0.2", "inside"),
        ("0.2", "0.19", "outside"),
        ("-0.5", "0.43", "outside"),
        ("-0.4", "0.43", "inside"),
        ("0.2", None, "unknown"),
    ],
)
def test_a_difference_is_outside_only_when_two_tenths_or_more_and_above_the_margin(
    difference, margin_of_error, expected
):
    error = None if margin_of_error is None else Decimal(margin_of_error)
    assert verdict(Decimal(difference), error) == expected


def test_two_rounds_add_their_margins_as_squares():
    assert combined(Decimal("0.3"), Decimal("0.4")) == Decimal("0.5")
    assert combined(None, Decimal("0.4")) is None
    assert combined(Decimal("0.3"), None) is None


def test_numbers_have_a_decimal_comma_and_percents_a_space_that_does_not_break():
    assert decimal_text(Decimal("4.2")) == "4,2"
    assert decimal_text(Decimal(12)) == "12"
    assert decimal_text(Decimal("-0.3")) == "\u22120,3"
    assert percent_text(Decimal(45)) == "45\u00a0%"
    assert percent_text(Decimal("45.1")) == "45,1\u00a0%"


def test_ranges_have_an_en_dash():
    assert range_text(Decimal(3), Decimal(8)) == "3\u20138"
    assert range_text(Decimal("3.9"), Decimal("4.3")) == "3,9\u20134,3"
    assert range_text(Decimal(2), Decimal(2)) == "2"
