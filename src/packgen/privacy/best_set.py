"""The best set of units to show: no group below the limit can be added and subtracted out of it.

Shown groups of one tree are nested or disjoint, so what can be worked out from them is a union of residual groups: a
shown unit without the shown units below it. The rule is that each of them is empty or has at least ``limit`` people.
"""

from collections.abc import Sequence

from packgen.privacy.people import People

State = int
"""What a subtree means to the units above: 2 · (people not covered by a shown unit, at most the limit) + is vague.

A subtree is *vague* when a shown unit without n hangs in it below units without n only: a known number above then says
nothing about how many are not covered, for the shown unit may hold any part of it.
"""
Table = dict[State, int]
"""The best value of each state that a subtree can be left in. A value is one integer; see `_Scale`."""


class _Scale:
    """Values as single integers, compared from the left: leaf units, units, people, then a bit for each hidden unit.

    The hidden unit with the lowest id has the highest bit: of two sets that are equal in all else the greater value
    hides the lowest ids. And the bits of the final value *are* the set, so nothing has to be traced back.
    """

    def __init__(self, people: People) -> None:
        size = len(people.ids)
        self._size = size
        self._units = sum(people.counted).bit_length() + size
        self._leaves = self._units + size.bit_length()
        self._bits = [0] * size
        for rank, unit in enumerate(sorted(range(size), key=people.ids.__getitem__)):
            self._bits[unit] = 1 << (size - 1 - rank)
        self._people = people

    def shown(self, unit: int) -> int:
        """Return what showing a unit adds."""
        is_leaf = not self._people.children[unit]
        return (is_leaf << self._leaves) + (1 << self._units) + (self._people.counted[unit] << self._size)

    def hidden(self, unit: int) -> int:
        """Return what hiding a unit adds."""
        return self._bits[unit]

    def units_shown(self, value: int) -> frozenset[int]:
        """Return the units that a value shows."""
        return frozenset(unit for unit, bit in enumerate(self._bits) if not value & bit)


def best_set(people: People, limit: int, may_show: Sequence[bool]) -> frozenset[int]:
    """Return the positions to show, out of those that ``may_show``.

    Every top that may be shown is. Then, in this order: most units without children, most units, most people; ties
    hide the lowest ids. Exact, by dynamic programming from the leaves up: a unit's table is complete when all units
    below it have been joined into it.
    """
    scale = _Scale(people)
    joined: dict[int, Table] = {}
    total = 0
    for unit in reversed(people.downwards):
        below = joined.pop(unit, {0: 0})
        shown = _if_shown(people, limit, unit, below, scale) if may_show[unit] else {}
        parent = people.parents[unit]
        if parent is None:
            total += max((shown or _if_hidden(people, limit, unit, below, scale)).values())
            continue
        hidden = _if_hidden(people, limit, unit, below, scale)
        table = _better(shown, hidden)
        joined[parent] = _join(joined[parent], table, limit) if parent in joined else table
    return scale.units_shown(total)


def _uncovered(people: People, limit: int, unit: int, state: State) -> int:
    """Return how many people of a unit no shown unit below it covers, at most the limit."""
    count, is_vague = state >> 1, state & 1
    if is_vague and people.answered[unit] is not None:
        return count
    return min(limit, count + people.own[unit])


def _if_hidden(people: People, limit: int, unit: int, below: Table, scale: _Scale) -> Table:
    bit, is_known = scale.hidden(unit), people.answered[unit] is not None
    found: Table = {}
    for state, value in below.items():
        after = _uncovered(people, limit, unit, state) << 1 | (0 if is_known else state & 1)
        found[after] = max(value + bit, found.get(after, -1))
    return found


def _if_shown(people: People, limit: int, unit: int, below: Table, scale: _Scale) -> Table:
    """Return the one state above a shown unit, or nothing where no set below it obeys the rule."""
    is_known = people.answered[unit] is not None
    values = [v for state, v in below.items() if _obeys(people, limit, unit, _uncovered(people, limit, unit, state))]
    return {(0 if is_known else 1): max(values) + scale.shown(unit)} if values else {}


def _obeys(people: People, limit: int, unit: int, uncovered: int) -> bool:
    """Tell whether a unit may be shown above what is shown below it.

    A unit without n whose people are all uncovered has no shown unit below: it stands alone, released under the limit.
    """
    stands_alone = people.answered[unit] is None and uncovered == people.counted[unit]
    return uncovered == 0 or uncovered >= limit or stands_alone


def _better(one: Table, other: Table) -> Table:
    return {state: max(one.get(state, -1), other.get(state, -1)) for state in one.keys() | other.keys()}


def _join(one: Table, other: Table, limit: int) -> Table:
    """Return the table of two subtrees side by side."""
    found: Table = {}
    for left, left_value in one.items():
        for right, right_value in other.items():
            state = min(limit, (left >> 1) + (right >> 1)) << 1 | (left | right) & 1
            value = left_value + right_value
            if value > found.get(state, -1):
                found[state] = value
    return found
