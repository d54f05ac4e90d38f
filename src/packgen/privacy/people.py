"""How many people each unit stands for in the residual rule, also where numbers are missing.

Works on positions in the tree's order, never on the call stack: trees may be thousands of units deep.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from packgen.model import Results, UnitTree


@dataclass(frozen=True, slots=True)
class People:
    """The numbers of one round, by position in the tree's order.

    ``answered`` is n as given, None when unknown. ``counted`` is n, or of a unit without n the sum of its children
    (a child without n as 1). ``surely`` is the same with such a child as 0: fewer there cannot be. ``own`` are the
    people counted on a unit and on none of its children. ``most`` is the largest n that the numbers above and beside
    leave a unit without n, None where nothing above is known; ``room`` is the same when every other unit without n
    counts as nobody. ``overlapping`` are the tops of trees in which children together have more people than their
    parent: groups that are no tree.
    """

    ids: tuple[str, ...]
    parents: tuple[int | None, ...]
    children: tuple[tuple[int, ...], ...]
    downwards: tuple[int, ...]
    """All positions, every parent before its children; read backwards, every child before its parent."""
    tops: tuple[int, ...]
    """The top of the tree that each unit stands in."""
    answered: tuple[int | None, ...]
    counted: tuple[int, ...]
    surely: tuple[int, ...]
    own: tuple[int, ...]
    most: tuple[int | None, ...]
    room: tuple[int | None, ...]
    overlapping: frozenset[int]


def count(tree: UnitTree, results: Results) -> People:
    """Return the numbers of one round; ValueError when the units are no tree (reading them has checked that)."""
    ids = tuple(u.id for u in tree.units)
    parents = _parents(tree, ids)
    children = _children(parents)
    downwards = tuple(_downwards(parents, children))
    if len(downwards) < len(ids):
        raise ValueError("units that are their own parents")
    answered = tuple(_answered(results, unit_id) for unit_id in ids)
    tops = _tops(parents, downwards)
    surely = _sums(answered, children, downwards, 0)
    least = _sums(answered, children, downwards, 1)
    counted = _thinned(answered, parents, children, downwards, least, surely)
    below = [sum(surely[c] for c in children[v]) for v in range(len(ids))]
    return People(
        ids,
        parents,
        children,
        downwards,
        tops,
        answered,
        counted,
        surely,
        tuple(max(0, counted[v] - sum(counted[c] for c in children[v])) for v in range(len(ids))),
        _rooms(answered, parents, children, downwards, least),
        _rooms(answered, parents, children, downwards, surely),
        frozenset(tops[v] for v in range(len(ids)) if surely[v] < below[v]),
    )


def _answered(results: Results, unit_id: str) -> int | None:
    result = results.units.get(unit_id)
    return None if result is None else result.answered


def _parents(tree: UnitTree, ids: tuple[str, ...]) -> tuple[int | None, ...]:
    position = {unit_id: i for i, unit_id in enumerate(ids)}
    if len(position) < len(ids):
        raise ValueError("two units with one id")
    unknown = {u.parent for u in tree.units if u.parent is not None} - position.keys()
    if unknown:
        raise ValueError(f"parents that are no units: {sorted(unknown)}")
    return tuple(None if u.parent is None else position[u.parent] for u in tree.units)


def _children(parents: tuple[int | None, ...]) -> tuple[tuple[int, ...], ...]:
    found: list[list[int]] = [[] for _ in parents]
    for child, parent in enumerate(parents):
        if parent is not None:
            found[parent].append(child)
    return tuple(tuple(below) for below in found)


def _downwards(parents: tuple[int | None, ...], children: tuple[tuple[int, ...], ...]) -> Iterator[int]:
    """Yield every unit that hangs on a top, depth first: little is left open when it is read backwards."""
    waiting = [top for top, parent in enumerate(parents) if parent is None][::-1]
    while waiting:
        unit = waiting.pop()
        yield unit
        waiting.extend(reversed(children[unit]))


def _tops(parents: tuple[int | None, ...], downwards: tuple[int, ...]) -> tuple[int, ...]:
    tops = list(range(len(parents)))
    for unit in downwards:
        parent = parents[unit]
        tops[unit] = unit if parent is None else tops[parent]
    return tuple(tops)


def _sums(
    answered: tuple[int | None, ...], children: tuple[tuple[int, ...], ...], downwards: tuple[int, ...], unknown: int
) -> tuple[int, ...]:
    """Return n, or the sum of the children; ``unknown`` stands for a unit with neither."""
    found = [0] * len(answered)
    for unit in reversed(downwards):
        given = answered[unit]
        if given is not None:
            found[unit] = given
        else:
            found[unit] = sum(found[c] for c in children[unit]) if children[unit] else unknown
    return tuple(found)


def _thinned(
    answered: tuple[int | None, ...],
    parents: tuple[int | None, ...],
    children: tuple[tuple[int, ...], ...],
    downwards: tuple[int, ...],
    least: tuple[int, ...],
    surely: tuple[int, ...],
) -> tuple[int, ...]:
    """Return ``least``, but ``surely`` where a known number above has no room for one person in each unknown unit."""
    counted = list(least)
    is_thin = [False] * len(answered)
    for unit in downwards:
        given, parent = answered[unit], parents[unit]
        if given is not None:
            is_thin[unit] = sum(least[c] for c in children[unit]) > given
        elif parent is not None and is_thin[parent]:
            is_thin[unit] = True
            counted[unit] = surely[unit]
    return tuple(counted)


def _rooms(
    answered: tuple[int | None, ...],
    parents: tuple[int | None, ...],
    children: tuple[tuple[int, ...], ...],
    downwards: tuple[int, ...],
    counted: tuple[int, ...],
) -> tuple[int | None, ...]:
    """Return n, or what the nearest known number above leaves when the units beside have what is ``counted``."""
    rooms: list[int | None] = list(answered)
    beside = [sum(counted[c] for c in below) for below in children]
    for unit in downwards:
        parent = parents[unit]
        if answered[unit] is None and parent is not None:
            above = rooms[parent]
            rooms[unit] = None if above is None else above - (beside[parent] - counted[unit])
    return tuple(rooms)
