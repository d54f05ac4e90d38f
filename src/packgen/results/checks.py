"""What must hold between figures of one round: mean and distribution, answered and invited, children and parent."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from packgen.model import Unit, UnitTree
from packgen.problems import Problem, error
from packgen.results import lines
from packgen.results.cells import shown
from packgen.results.merging import Merged, told
from packgen.results.records import Figure

_TENTH = Decimal("0.05")
_TWO = Decimal("0.01")


def problems(merged: Mapping[str, Merged], tree: UnitTree) -> Iterator[Problem]:
    """Yield every disagreement between figures of the same round."""
    for one in merged.values():
        yield from _means(one)
        yield from _answered(one)
    yield from _children(merged, tree)
    yield from _listed(merged, tree)


def _means(one: Merged) -> Iterator[Problem]:
    """Yield means that are not the weighted sum of their shares, within the rounding of both."""
    for factor, shares in one.shares.items():
        mean = one.means.get(factor)
        if mean is None:
            continue
        values = [share.value for share in shares]
        worked_out = sum((answer * value for answer, value in enumerate(values, start=1)), Decimal(0)) / 100
        slack = _TENTH + lines.half_unit(values) * sum(range(1, len(values) + 1)) / 100
        if abs(mean.value - worked_out) > slack:
            yield error(
                "results.mean_against_shares", mean.place, factor=factor, mean=shown(mean.value),
                worked_out=shown(worked_out.quantize(_TWO)), where=told(shares[0].place),
            )  # fmt: skip


def _answered(one: Merged) -> Iterator[Problem]:
    if one.answered is not None and one.invited is not None and one.answered.value > one.invited.value:
        yield error(
            "results.more_answered_than_invited", one.answered.place, unit=one.name,
            answered=shown(one.answered.value), invited=shown(one.invited.value),
        )  # fmt: skip


def _children(merged: Mapping[str, Merged], tree: UnitTree) -> Iterator[Problem]:
    """Yield units with fewer people than there are right below them: those are among its own."""
    sums: dict[str, Decimal] = {}
    for unit in reversed(tree.units):
        below = sum((sums.get(child.id, Decimal(0)) for child in tree.children(unit.id)), Decimal(0))
        own = _answers(merged, unit)
        if own is not None and below > own.value:
            yield error(
                "results.children_above_parent", own.place, unit=unit.name, parent=shown(own.value), sum=shown(below)
            )
        sums[unit.id] = below if own is None else own.value


def _answers(merged: Mapping[str, Merged], unit: Unit) -> Figure | None:
    one = merged.get(unit.id)
    return None if one is None else one.answered


def _listed(merged: Mapping[str, Merged], tree: UnitTree) -> Iterator[Problem]:
    """Yield numbers of people that are not those of the unit list."""
    for unit in tree.units:
        one = merged.get(unit.id)
        if one is None:
            continue
        for figure, listed in ((one.invited, unit.invited), (one.answered, unit.answered)):
            if figure is not None and listed is not None and figure.value != listed:
                yield error(
                    "results.people_differ_from_list", figure.place, unit=unit.name,
                    found=shown(figure.value), listed=listed,
                )  # fmt: skip
