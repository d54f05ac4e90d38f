"""The figures of one unit that a document of one edition may print: rounded, bounded, judged, and nothing else.

Only the results of units that are shown are ever looked up here, each in its own round.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from packgen.model import (
    Classes,
    Comparator,
    Difference,
    Disclosure,
    Edition,
    Figures,
    Mean,
    Results,
    Round,
    Score,
    Share,
    TrendPoint,
    Unit,
    UnitResult,
    UnitTree,
    Verdict,
)
from packgen.statistics import combined, margin, one_decimal, percent_text, printable, threshold, verdict, whole

Earlier = tuple[Round, UnitTree | None, Results, Disclosure]
"""An earlier round under its own decision; its tree where it is known."""

HIGHEST, LOWEST = Decimal("4.9"), Decimal("1.1")
"""Means beyond these are not told apart: 5.0 and 1.0 would say what every single person answered."""

OVER, UNDER = Decimal(90), Decimal(10)
"""What is drawn for a class that nearly everybody chose, and for all the others together."""

FEW = 20
"""Below so many people a class above 90 % is printed as no more than that."""

MANY = 100
"""From so many people on percents have a decimal."""

_ALL = Decimal(100)
_THREE = 3


def figures(
    tree: UnitTree,
    results: Results,
    disclosure: Disclosure,
    unit_id: str,
    edition: Edition,
    round_: Round,
    earlier: tuple[Earlier, ...] = (),
) -> Figures | None:
    """Return what may be printed of a unit in one edition; None when it is hidden.

    ``earlier`` are the rounds before, oldest first, each with its own decision. ValueError when the decision was made
    for another round.
    """
    if disclosure.round != round_.id:
        raise ValueError(f"decided for round {disclosure.round}, asked for {round_.id}")
    decision = disclosure.decisions.get(unit_id)
    if decision is None or not decision.shown:
        return None
    unit, own = tree.get(unit_id), results.units[unit_id]
    error = margin(own.answered, own.invited)
    compared = tuple(_compared(tree, results, disclosure, unit))
    trend, is_broken = _trend(tree, unit, own, earlier)
    return Figures(
        unit=unit_id,
        name=unit.name,
        answered=own.answered,
        invited=own.invited,
        response_percent=_response(own),
        means=tuple(_mean(mean) for mean in _means(own)),
        comparators=tuple(comparator for comparator, _ in compared),
        differences=_differences(own, tuple(means for _, means in compared), error),
        shares=_shares(own, decision.classes) if edition is not Edition.STAFF else None,
        trend=trend,
        trend_broken=is_broken,
        margin=printable(error),
        threshold=threshold(error),
    )


def means_only(source: Figures) -> Figures:
    """Return what a fallback pack shows of the unit above: means and comparators, and nothing that counts people."""
    return replace(
        source,
        answered=None,
        invited=None,
        response_percent=None,
        differences=tuple(() for _ in source.means),
        shares=None,
        trend=(),
        trend_broken=False,
        margin=None,
        threshold=None,
    )


# ---------------------------------------------------------------- means


def _scores(result: UnitResult) -> tuple[Score, ...]:
    """Return the scores of a shown unit."""
    if result.scores is None:
        raise ValueError(f"{result.unit} is shown and has no figures")
    return result.scores


def _means(result: UnitResult) -> tuple[Decimal, ...]:
    return tuple(score.mean for score in _scores(result))


def _mean(mean: Decimal) -> Mean:
    """Return a mean as printed. What would print as 4.9 is bounded too, or «4.9 or higher» would mean 5.0."""
    rounded = one_decimal(mean)
    if rounded >= HIGHEST:
        return Mean(HIGHEST, "at_least")
    return Mean(LOWEST, "at_most") if rounded <= LOWEST else Mean(rounded)


def _judged(mean: Decimal) -> Decimal:
    """Return the mean that differences are worked out from: unrounded, but no more of a bounded one than is printed."""
    printed = _mean(mean)
    return printed.value if printed.bound else mean


def _response(result: UnitResult) -> int | None:
    if not result.invited or result.answered is None or result.answered > result.invited:
        return None
    return whole(_ALL * result.answered / result.invited)


# ---------------------------------------------------------------- comparators

_Compared = tuple[Comparator, tuple[Decimal, ...]]
"""A comparator as printed, and the means that differences to it are worked out from."""


def _compared(tree: UnitTree, results: Results, disclosure: Disclosure, unit: Unit) -> Iterator[_Compared]:
    """Yield the shown units above, nearest first, then the country for the unit's service, or else for all."""
    above = [(tree.get(a), _means(results.units[a])) for a in disclosure.decisions[unit.id].comparators]
    for place, (one, means) in enumerate(above):
        nearer, further = above[:place], above[place + 1 :]
        is_doubled = means in [m for _, m in nearer] or means in [m for a, m in further if _is_municipality(tree, a)]
        printed, judged = tuple(_mean(mean) for mean in means), tuple(_judged(mean) for mean in means)
        if _is_municipality(tree, one):
            yield Comparator("municipality", one.name, printed), judged
        elif not is_doubled:
            yield Comparator("parent", one.name, printed), judged
    service = unit.service if unit.service in results.national else ""
    if service in results.national:
        national = results.national[service]
        printed = tuple(Mean(one_decimal(mean)) for mean in national)
        yield Comparator("national_service" if service else "national", service, printed), national


def _is_municipality(tree: UnitTree, unit: Unit) -> bool:
    """Tell whether a unit is the top of the only tree there is."""
    return unit.parent is None and len(tree.children(None)) == 1


def _differences(
    own: UnitResult, compared: tuple[tuple[Decimal, ...], ...], error: Decimal | None
) -> tuple[tuple[Difference, ...], ...]:
    """Return each factor's difference to each comparator; comparators count as exact."""
    return tuple(
        tuple(
            Difference(number, verdict(_judged(mean) - means[factor], error)) for number, means in enumerate(compared)
        )
        for factor, mean in enumerate(_means(own))
    )


# ---------------------------------------------------------------- distributions


def _shares(result: UnitResult, classes: Classes) -> tuple[tuple[Share, ...], ...] | None:
    """Return ten distributions in three or five classes; None where the ladder or the input has none."""
    given = [score.distribution for score in _scores(result)]
    if not classes or not any(given):
        return None
    return tuple(_printed_shares(_merged(one, classes), result.answered) if one else () for one in given)


def _merged(five: tuple[Decimal, ...], classes: Classes) -> tuple[Decimal, ...]:
    """Return the shares in as many classes as may be shown: all five, or disagree, neither, agree."""
    return (five[0] + five[1], five[2], five[3] + five[4]) if classes == _THREE else five


def _printed_shares(shares: tuple[Decimal, ...], answered: int | None) -> tuple[Share, ...]:
    """Return the shares as printed; where nearly all answers are in one class, no more than that."""
    rounded = [_percent(share, answered) for share in shares]
    top = max(range(len(shares)), key=lambda i: shares[i])
    is_few = answered is None or answered < FEW
    if (is_few and shares[top] > OVER) or rounded[top] >= _ALL:
        return tuple(_bounded(is_top=i == top) for i in range(len(shares)))
    return tuple(Share(percent_text(share), share) for share in rounded)


def _percent(share: Decimal, answered: int | None) -> Decimal:
    return one_decimal(share) if answered is not None and answered >= MANY else Decimal(whole(share))


def _bounded(*, is_top: bool) -> Share:
    value = OVER if is_top else UNDER
    return Share(percent_text(value), value, "over" if is_top else "under")


# ---------------------------------------------------------------- earlier rounds


def _trend(
    tree: UnitTree, unit: Unit, own: UnitResult, earlier: tuple[Earlier, ...]
) -> tuple[tuple[TrendPoint, ...], bool]:
    """Return a unit's points in the rounds before, oldest first, and whether a merger or a split cuts the line.

    A point is there only if the unit, under the id it had then, was shown under the rules of that round.
    """
    points: list[TrendPoint] = []
    for round_, then, results, disclosure in reversed(earlier):
        sources = tuple(name for name in _names(unit) if _is_present(name, then, results))
        if not sources:
            continue
        if _is_another(tree, unit, sources, earlier):
            return tuple(reversed(points)), True
        decision = disclosure.decisions.get(sources[0])
        if decision is not None and decision.shown:
            points.append(_point(round_, own, results.units[sources[0]]))
    return tuple(reversed(points)), False


def _names(unit: Unit) -> tuple[str, ...]:
    """Return the ids that a unit has or had."""
    return tuple(dict.fromkeys((unit.id, *unit.was)))


def _is_present(unit_id: str, tree: UnitTree | None, results: Results) -> bool:
    """Tell whether there was a unit with this id in a round."""
    return unit_id in results.units or (tree is not None and tree.has(unit_id))


def _is_another(tree: UnitTree, unit: Unit, sources: tuple[str, ...], earlier: tuple[Earlier, ...]) -> bool:
    """Tell whether the group was another one: several then (a merger), several now (a split), or nobody can tell.

    Several names in ``was`` are a unit renamed more than once if each was alone in its round; one that was in no round
    may have been merged into this unit.
    """
    is_known = all(any(_is_present(name, then, results) for _, then, results, _ in earlier) for name in unit.was)
    return len(sources) > 1 or len(tree.heirs(sources[0])) > 1 or not is_known


def _point(round_: Round, now: UnitResult, then: UnitResult) -> TrendPoint:
    error = combined(margin(now.answered, now.invited), margin(then.answered, then.invited))
    verdicts: tuple[Verdict, ...] = tuple(
        verdict(_judged(new) - _judged(old), error) for new, old in zip(_means(now), _means(then), strict=True)
    )
    return TrendPoint(round_.id, round_.period, tuple(_mean(mean) for mean in _means(then)), verdicts)
