"""Small surveys for the tests of privacy, and what can be worked out from shown groups, by exact linear algebra."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from packgen.model import Results, Round, Score, Unit, UnitResult, UnitTree

ROUND = Round("2026", "10-FAKTOR 2026", "2026")
SCORES = tuple(Score(Decimal("4.0")) for _ in range(10))

Spec = Sequence[tuple[str, str | None, int | None]]
"""Units as (id, parent, n)."""


def survey(spec: Spec, blank: Sequence[str] = (), absent: Sequence[str] = ()) -> tuple[UnitTree, Results]:
    """Return a tree and its results: figures for all but the blank, nothing at all for the absent."""
    tree = UnitTree(tuple(Unit(unit_id, unit_id.title(), parent) for unit_id, parent, _ in spec))
    units = {
        unit_id: UnitResult(unit_id, None, n, None if unit_id in blank else SCORES)
        for unit_id, _, n in spec
        if unit_id not in absent
    }
    return tree, Results("2026", units)


def drawn(text: str) -> Spec:
    """Return the units of a drawing such as ``M30 [A12 [A1·6 A2·6] B3]``: name, n, children in brackets."""
    spec: list[tuple[str, str | None, int | None]] = []
    above: list[str] = []
    for word in text.replace("[", " [ ").replace("]", " ] ").split():
        if word == "[":
            above.append(spec[-1][0])
        elif word == "]":
            above.pop()
        else:
            name, n = word.split("·") if "·" in word else (word[0], word[1:])
            spec.append((name, above[-1] if above else None, int(n)))
    return spec


@st.composite
def trees(draw: st.DrawFn, largest: int = 9, tops: int = 1) -> tuple[list[int | None], list[int]]:
    """Draw parents (by position, parents first) and the people on each unit itself."""
    size = draw(st.integers(1, largest))
    parents = [draw(st.none() if i < tops else st.integers(0, i - 1)) for i in range(size)]
    inner = {p for p in parents if p is not None}
    own = [draw(st.integers(0, 6) if i in inner else st.integers(0, 14)) for i in range(size)]
    return parents, own


def totals(parents: Sequence[int | None], own: Sequence[int]) -> list[int]:
    """Return the people of each unit and everything below it."""
    found = list(own)
    for i in reversed(range(len(own))):
        parent = parents[i]
        if parent is not None:
            found[parent] += found[i]
    return found


def below(parents: Sequence[int | None], top: int) -> frozenset[int]:
    """Return a unit and everything below it."""
    found = {top}
    for i, parent in enumerate(parents):
        if parent in found:
            found.add(i)
    return frozenset(found)


def smallest_recoverable(sizes: Mapping[int, int], groups: Sequence[frozenset[int]], limit: int) -> list[int] | None:
    """Return parts that together have 1 … limit-1 people and are a rational combination of the groups, or None.

    ``sizes`` are the people in each part; a group is a set of parts. Parts without people do not count.
    """
    parts = [p for p in sizes if sizes[p] > 0]
    rows = [[Fraction(int(p in group)) for p in parts] for group in groups]
    kernel = _kernel(rows, len(parts))
    for chosen in _small(parts, sizes, limit):
        vector = [int(p in chosen) for p in parts]
        if all(sum(a * b for a, b in zip(vector, z, strict=True)) == 0 for z in kernel):
            return chosen
    return None


def _small(parts: Sequence[int], sizes: Mapping[int, int], limit: int) -> Iterator[list[int]]:
    """Yield every set of parts with 1 … limit-1 people."""
    waiting: list[tuple[int, list[int], int]] = [(0, [], 0)]
    while waiting:
        start, chosen, people = waiting.pop()
        if chosen:
            yield chosen
        for i in range(start, len(parts)):
            more = people + sizes[parts[i]]
            if more < limit:
                waiting.append((i + 1, [*chosen, parts[i]], more))


def _kernel(rows: list[list[Fraction]], width: int) -> list[list[Fraction]]:
    """Return a basis of all z with row · z = 0: what is orthogonal to every z is a combination of the rows."""
    rows, pivots = [list(r) for r in rows], []
    for column in range(width):
        found = next((r for r in range(len(pivots), len(rows)) if rows[r][column]), None)
        if found is None:
            continue
        at = len(pivots)
        rows[at], rows[found] = rows[found], rows[at]
        rows[at] = [x / rows[at][column] for x in rows[at]]
        for r in range(len(rows)):
            if r != at and rows[r][column]:
                rows[r] = [x - rows[r][column] * y for x, y in zip(rows[r], rows[at], strict=True)]
        pivots.append(column)
    kernel = []
    for free in (c for c in range(width) if c not in pivots):
        z = [Fraction(0)] * width
        z[free] = Fraction(1)
        for row, pivot in zip(rows, pivots, strict=False):
            z[pivot] = -row[free]
        kernel.append(z)
    return kernel
