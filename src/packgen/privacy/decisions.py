"""Which units may be shown, beside whom, in how much detail, and why: the decision that every file obeys."""

from collections.abc import Iterator
from typing import Any

from packgen.model import Classes, Decision, Disclosure, Results, Round, UnitTree
from packgen.privacy.best_set import best_set
from packgen.privacy.people import People, count
from packgen.problems import Outcome, Problem, error, in_order, warning

LOWEST_LIMIT = 3
"""No municipality may go below this, whatever its settings say."""

FIVE_CLASSES_FROM = 10
"""People that a group must have before its answers are shown in all five classes."""

_SEVERAL = 2


def decide(tree: UnitTree, results: Results, round_: Round) -> Outcome[Disclosure]:
    """Return what may be shown of one round, and what is wrong with showing it.

    There is always a value, and it is safe whatever the problems: what is not known to be safe is hidden. Means and
    distributions play no part in it, only numbers of people and whether there are figures at all.
    """
    people, limit = count(tree, results), _limit(round_)
    units = range(len(people.ids))
    reasons = [_reason_to_hide(people, results, round_, unit) for unit in units]
    shown = best_set(people, limit, [not reason for reason in reasons])
    five = _five_classes(people, round_, shown)
    _make_sure(people, limit, shown)
    above = _shown_above(people, shown)
    decisions = {
        people.ids[unit]: _shown(people, unit, above[unit], 5 if unit in five else 3)
        if unit in shown
        else _hidden(people, unit, reasons[unit] or "residual")
        for unit in units
    }
    problems = in_order(_problems(tree, results, round_, people))
    return Outcome(Disclosure(round_.id, limit, decisions), problems)


def fallback_source(tree: UnitTree, disclosure: Disclosure, unit_id: str) -> str | None:
    """Return the nearest shown unit above a unit, whose means stand in its fallback pack; None when there is none."""
    return next((above.id for above in tree.ancestors(unit_id) if disclosure.decisions[above.id].shown), None)


def log(tree: UnitTree, disclosure: Disclosure, round_: Round) -> dict[str, Any]:
    """Return the log that a data-protection officer reads: plain values, ready for JSON, no number of a hidden unit."""
    del round_  # the limit that was kept is the disclosure's
    return {"limit": disclosure.limit, "units": [_entry(tree, disclosure, unit.id) for unit in tree.units]}


def _entry(tree: UnitTree, disclosure: Disclosure, unit_id: str) -> dict[str, Any]:
    unit, decision = tree.get(unit_id), disclosure.decisions[unit_id]
    return {
        "id": unit.id,
        "name": unit.name,
        "parent": unit.parent,
        "n": decision.answered,
        "shown": decision.shown,
        "reason": decision.reason,
        "comparators": list(decision.comparators),
        "distribution": decision.classes,
    }


# ---------------------------------------------------------------- unit by unit


def _limit(round_: Round) -> int:
    return max(round_.limit, LOWEST_LIMIT)


def _reason_to_hide(people: People, results: Results, round_: Round, unit: int) -> str:
    """Return why a unit may not be shown whatever else is, or nothing where it may."""
    result, answered, most = results.units.get(people.ids[unit]), people.answered[unit], people.most[unit]
    if result is None:
        return "no_results"
    if result.scores is None:
        return "blank_in_source"
    if people.tops[unit] in people.overlapping:
        return "overlap"
    if answered is None and not round_.released_under_limit:
        return "not_released"
    if answered is not None and answered < _limit(round_):
        return "below_limit"
    return "residual" if most is not None and most < _limit(round_) else ""


def _five_classes(people: People, round_: Round, shown: frozenset[int]) -> frozenset[int]:
    """Return the units that may show all five classes: the best set again, among the shown, with 10 for the limit."""
    least = max(_limit(round_), FIVE_CLASSES_FROM)

    def is_large(unit: int) -> bool:
        most = people.most[unit]
        is_stated = people.answered[unit] is not None or round_.released_n_at_least_10
        return unit in shown and is_stated and (most is None or most >= least)

    return best_set(people, least, [is_large(unit) for unit in range(len(people.ids))])


def _shown_above(people: People, shown: frozenset[int]) -> list[tuple[str, ...]]:
    """Return the ids of the shown units above each unit, nearest first."""
    found: list[tuple[str, ...]] = [()] * len(people.ids)
    for unit in people.downwards:
        parent = people.parents[unit]
        if parent is not None:
            found[unit] = (people.ids[parent], *found[parent]) if parent in shown else found[parent]
    return found


def _shown(people: People, unit: int, above: tuple[str, ...], classes: Classes) -> Decision:
    answered = people.answered[unit]
    reason = "released" if answered is None else "shown"
    return Decision(people.ids[unit], shown=True, reason=reason, answered=answered, comparators=above, classes=classes)


def _hidden(people: People, unit: int, reason: str) -> Decision:
    """Return the decision to hide a unit: it bears no number."""
    return Decision(people.ids[unit], shown=False, reason=reason, answered=None, comparators=(), classes=0)


def _make_sure(people: People, limit: int, shown: frozenset[int]) -> None:
    """Stop where a unit and the nearest shown unit above it differ by a group below the limit.

    The rule implies that this cannot be; it is what a reader of one pack could work out first, so it is not left to a
    proof. (Units further above differ by sums of such groups.)
    """
    nearest: list[int | None] = [None] * len(people.ids)
    for unit in people.downwards:
        parent = people.parents[unit]
        if parent is not None:
            nearest[unit] = parent if parent in shown else nearest[parent]
        above, own = nearest[unit], people.answered[unit]
        whole = None if above is None else people.answered[above]
        if unit in shown and own is not None and whole is not None and 0 < whole - own < limit:
            raise RuntimeError(f"{people.ids[unit]} and the unit above it differ by fewer than {limit} people")


# ---------------------------------------------------------------- what is wrong


def _problems(tree: UnitTree, results: Results, round_: Round, people: People) -> Iterator[Problem]:
    """Yield what must be mended before anything may be shown, and what should be looked at."""
    if round_.limit < LOWEST_LIMIT:
        yield error("privacy.limit_too_low", round=round_.id, limit=round_.limit, lowest=LOWEST_LIMIT)
    yield from _not_released(tree, results, round_, people)
    yield from _contradicted(tree, results, round_, people)
    yield from _second_cuts(tree, people)
    yield from _several_tops(tree, people)


def _without_n(results: Results, people: People) -> list[int]:
    """Return the units that have figures and no number of answers."""
    return [
        unit
        for unit, unit_id in enumerate(people.ids)
        if people.answered[unit] is None and unit_id in results.units and results.units[unit_id].scores is not None
    ]


def _not_released(tree: UnitTree, results: Results, round_: Round, people: People) -> Iterator[Problem]:
    unknown = _without_n(results, people)
    if unknown and not round_.released_under_limit:
        names = _names(tree, people, unknown)
        yield error("privacy.not_released", round=round_.id, count=len(unknown), units=names, limit=round_.limit)


def _contradicted(tree: UnitTree, results: Results, round_: Round, people: People) -> Iterator[Problem]:
    """Yield the units of which it is stated that enough people answered, while the numbers beside leave too few."""
    if not round_.released_under_limit:
        return
    for unit in _without_n(results, people):
        room = people.room[unit]
        if room is not None and room < _limit(round_) and people.tops[unit] not in people.overlapping:
            name = tree.get(people.ids[unit]).name
            yield error("privacy.statement_contradicted", round=round_.id, unit=name, limit=_limit(round_))


def _second_cuts(tree: UnitTree, people: People) -> Iterator[Problem]:
    """Yield the units whose children have more people together: somebody is counted twice, so this is no tree."""
    for unit, below in enumerate(people.children):
        if sum(people.surely[c] for c in below) > people.surely[unit]:
            name = tree.get(people.ids[unit]).name
            yield error("privacy.second_cut", unit=name, children=_names(tree, people, below))


def _several_tops(tree: UnitTree, people: People) -> Iterator[Problem]:
    """Yield what is doubtful about units with nothing above them: whether one is the sum of the others, or overlaps."""
    tops = [unit for unit, parent in enumerate(people.parents) if parent is None]
    if len(tops) < _SEVERAL:
        return
    total = _total_of_others(people, tops)
    if total is not None:
        yield error("privacy.total_without_children", unit=tree.get(people.ids[total]).name)
    else:
        yield warning("privacy.several_tops", count=len(tops), units=_names(tree, people, tops))


def _total_of_others(people: People, tops: list[int]) -> int | None:
    """Return the top with as many people as all the others (two or more) together: no doubt their sum."""
    numbers = [people.answered[t] or 0 for t in tops]
    is_sum = len(tops) > _SEVERAL and all(numbers) and 2 * max(numbers) == sum(numbers)
    return tops[numbers.index(max(numbers))] if is_sum else None


def _names(tree: UnitTree, people: People, units: list[int] | tuple[int, ...]) -> str:
    """Return the first three names, and an ellipsis for the rest."""
    named = ", ".join(f"«{tree.get(people.ids[unit]).name}»" for unit in units[:3])
    return f"{named} …" if len(units) > 3 else named  # noqa: PLR2004 - the three just named
