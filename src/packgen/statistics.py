"""Rounding, margins and the look of numbers: all in decimal arithmetic, from the text of the input.

Binary floats round 4.25 to 4.2; here half goes up. The written form of numbers is the same in both written standards.
"""

import math
from collections.abc import Callable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from functools import cache

from packgen.model import Verdict

SPREAD = Decimal("0.8")
"""The spread of answers that every margin counts with: one from the distribution would carry it into staff files."""

LEAST_MARGIN = Decimal("0.1")
"""No margin is printed smaller than this: means themselves have one decimal."""

LEAST_DIFFERENCE = Decimal("0.2")
"""The rule of thumb: less than this is no difference, whatever the margin."""

NO_BREAK_SPACE = "\u00a0"
EN_DASH = "\u2013"
MINUS = "\u2212"

_TENTH = Decimal("0.1")
_ONE = Decimal(1)
_FEWEST = 2  # one person has no spread
_EXACT = Context(prec=28)  # the same digits whatever context the caller has set


# ---------------------------------------------------------------- rounding


def one_decimal(value: Decimal) -> Decimal:
    """Return the value with one decimal, half up (away from zero): 4.25 gives 4.3."""
    return value.quantize(_TENTH, ROUND_HALF_UP)


def whole(value: Decimal) -> int:
    """Return the value as a whole number, half up: 12.5 gives 13."""
    return int(value.quantize(_ONE, ROUND_HALF_UP))


# ---------------------------------------------------------------- uncertainty


def margin(answered: int | None, invited: int | None) -> Decimal | None:
    """Return ME of a mean over ``answered`` of ``invited`` people, unrounded; None where it cannot be known.

    ME = t(0.975; n-1) · 0.8/√n · √((N-n)/(N-1)): the half width of a 95 % interval with the correction for a group
    that is finite and mostly answers. n and N are people, never answers.
    """
    if answered is None or invited is None or not _FEWEST <= answered <= invited:
        return None
    n, everyone = Decimal(answered), Decimal(invited)
    missing = _EXACT.divide(everyone - n, everyone - 1)
    error = _EXACT.divide(SPREAD, _EXACT.sqrt(n))
    return _EXACT.multiply(_EXACT.multiply(t_quantile(answered - 1), error), _EXACT.sqrt(missing))


def combined(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """Return the margin of the difference between two rounds, √(ME₁² + ME₂²); None when one is unknown."""
    if one is None or other is None:
        return None
    return _EXACT.sqrt(_EXACT.add(_EXACT.multiply(one, one), _EXACT.multiply(other, other)))


def printable(margin_of_error: Decimal | None) -> Decimal | None:
    """Return the margin as it may be drawn or printed: never below 0.1."""
    return None if margin_of_error is None else max(margin_of_error, LEAST_MARGIN)


def threshold(margin_of_error: Decimal | None) -> Decimal | None:
    """Return the least difference of one decimal that is outside the uncertainty: above ME, and 0.2 or more."""
    if margin_of_error is None:
        return None
    above = margin_of_error.quantize(_TENTH, ROUND_FLOOR) + _TENTH
    return max(above, LEAST_DIFFERENCE)


def verdict(difference: Decimal, margin_of_error: Decimal | None) -> Verdict:
    """Judge a difference of unrounded means: outside the uncertainty is 0.2 or more *and* more than ME."""
    if abs(difference) < LEAST_DIFFERENCE:
        return "none"
    if margin_of_error is None:
        return "unknown"
    return "outside" if abs(difference) > margin_of_error else "inside"


# ---------------------------------------------------------------- Student's t

_TAIL = 0.95  # between -t and t: 0.975 below t
_SERIES_ENDS = 200  # the exact series up to here, the expansion beyond: they agree to the sixth decimal long before
_NORMAL = 1.959963984540054  # the 0.975 quantile of the normal distribution, which t nears
_MILLIONTH = Decimal("0.000001")  # hides the last bits, in which mathematics libraries differ


@cache
def t_quantile(freedom: int) -> Decimal:
    """Return t(0.975; ν) for ν ≥ 1 degrees of freedom, to six decimals.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions: the finite series 26.7.3 and 26.7.4 for the area
    between -t and t, solved by bisection; for large ν the expansion 26.7.5 in powers of 1/ν.
    """
    if freedom < 1:
        raise ValueError(f"no t distribution with {freedom} degrees of freedom")
    value = _solved(lambda t: _area(t, freedom)) if freedom < _SERIES_ENDS else _expansion(freedom)
    return Decimal(repr(value)).quantize(_MILLIONTH, ROUND_HALF_UP)


def _solved(area: Callable[[float], float]) -> float:
    """Return t with this area 0.95 between -t and t; t(0.975; 1) = 12.7 is the largest there is."""
    low, high = 0.0, 16.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if area(middle) < _TAIL else (low, middle)
    return low


def _area(t: float, freedom: int) -> float:
    """Return the area between -t and t (26.7.3 for odd ν, 26.7.4 for even)."""
    angle = math.atan(t / math.sqrt(freedom))
    term = math.cos(angle) if freedom % 2 else 1.0
    terms = []
    for power in range(1 + freedom % 2, freedom, 2):
        terms.append(term)
        term *= math.cos(angle) ** 2 * power / (power + 1)
    series = math.sin(angle) * math.fsum(terms)
    return 2 / math.pi * (angle + series) if freedom % 2 else series


def _expansion(freedom: int) -> float:
    """Return t from the normal quantile x (26.7.5)."""
    x = _NORMAL
    terms = (
        x,
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return math.fsum(term / freedom**power for power, term in enumerate(terms))


# ---------------------------------------------------------------- how numbers are written


def decimal_text(value: Decimal) -> str:
    """Return the number with its own decimals and a decimal comma: «4,2»; a negative one with a minus sign."""
    text = f"{abs(value):f}".replace(".", ",")
    return MINUS + text if value < 0 else text


def percent_text(value: Decimal) -> str:
    """Return a share of a hundred with a no-break space before the sign: «45 %», «45,1 %»."""
    return f"{decimal_text(value)}{NO_BREAK_SPACE}%"


def range_text(low: Decimal, high: Decimal) -> str:
    """Return a range with an en dash: «3–8»; one number where both ends are the same."""
    return decimal_text(low) if low == high else f"{decimal_text(low)}{EN_DASH}{decimal_text(high)}"
