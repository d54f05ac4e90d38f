"""What was released of a round before, and whether today's figures may be shown beside it.

A second results file of a round mostly has a few late answers. Whoever has both packs can subtract: so what came in
between must, wherever the difference can be worked out, be nobody or at least as many as the limit. The same goes for
units that were shown then and not now, or now and not then. Only numbers of units that were shown are kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from packgen.allowed import USUAL, Allowed
from packgen.model import Classes, Disclosure, Results, Round, UnitTree
from packgen.privacy.decisions import FIVE_CLASSES_FROM
from packgen.problems import Outcome, Place, Problem, error, in_order
from packgen.yaml_source import Limits, load

_SCHEMA = 1
_FIVE = 5
_EACH = 20
"""Values that a unit has in all its snapshots, with all above it: five snapshots of twenty thousand units."""


@dataclass(frozen=True, slots=True)
class ReleasedUnit:
    """A unit that was shown: its n (None = unknown), how many classes, and all units above it, nearest first."""

    answered: int | None
    classes: Classes
    above: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one build released: the limit that it kept, and the units shown."""

    limit: int
    units: Mapping[str, ReleasedUnit]


@dataclass(frozen=True, slots=True)
class Release:
    """All that has been released of a round, oldest first."""

    round: str
    snapshots: tuple[Snapshot, ...]


def release_of(tree: UnitTree, results: Results, disclosure: Disclosure) -> Release:
    """Return what a build with this decision releases."""
    units = {
        decision.unit: ReleasedUnit(
            results.units[decision.unit].answered, decision.classes, tuple(u.id for u in tree.ancestors(decision.unit))
        )
        for decision in disclosure.decisions.values()
        if decision.shown
    }
    return Release(disclosure.round, (Snapshot(disclosure.limit, units),))


def added(previous: Release | None, now: Release, round_: Round) -> Release:
    """Return all that is released of a round once ``now`` is out: only ``now`` where the rest never was given out."""
    if previous is None or round_.replaces_unreleased:
        return now
    return replace(now, snapshots=tuple(s for s in previous.snapshots if s not in now.snapshots) + now.snapshots)


def compare(previous: Release, now: Release, round_: Round) -> tuple[Problem, ...]:
    """Return why ``now`` may not be shown beside what was released; nothing where the settings say it never was."""
    if round_.replaces_unreleased:
        return ()
    if previous.round != now.round:
        return (error("privacy.release_of_another_round", released=previous.round, round=now.round),)
    return in_order(
        problem for then in previous.snapshots for after in now.snapshots for problem in _problems(then, after)
    )


def narrow(previous: Release, now: Release, disclosure: Disclosure, round_: Round) -> Disclosure:
    """Return the decision with three classes instead of five where the distributions of late answers would come out.

    Late answers of 5 to 9 people may be worked out as means and in three classes (the limit), but not in five.
    """
    if round_.replaces_unreleased:
        return disclosure
    pairs = [(then, after) for then in previous.snapshots for after in now.snapshots]
    if not any(_late_in_five(then, after) for then, after in pairs):
        return disclosure
    decisions = {
        unit: replace(decision, classes=3) if decision.classes == _FIVE else decision
        for unit, decision in disclosure.decisions.items()
    }
    return replace(disclosure, decisions=decisions)


# ---------------------------------------------------------------- comparing two snapshots


def _problems(then: Snapshot, now: Snapshot) -> Iterator[Problem]:
    two = _Two(then.units, now.units, now.limit)
    found = (*two.late(), *two.late_in_rests(), *two.changed())
    yield from found or (error("privacy.late_in_five_classes", unit=u) for u in _late_in_five(then, now))


def _late_in_five(then: Snapshot, now: Snapshot) -> tuple[str, ...]:
    """Return the units whose late answers would come out in five classes, in a group too small for that."""
    two = _Two(_with_five(then), _with_five(now), max(now.limit, FIVE_CLASSES_FROM))
    found = (*two.late(), *two.late_in_rests(), *two.changed())
    return tuple(dict.fromkeys(dict(problem.values)["unit"] for problem in found))


def _with_five(snapshot: Snapshot) -> Mapping[str, ReleasedUnit]:
    return {unit_id: unit for unit_id, unit in snapshot.units.items() if unit.classes == _FIVE}


class _Two:
    """Two sets of shown units, seen as one tree.

    Units shown both times cut that tree into *regions*: a unit with all below it, down to the next ones shown both
    times. (What is above them all is a region as well, with no owner and no number.) How many came in late is known of
    each region, and they are a group that can be worked out.
    """

    def __init__(self, then: Mapping[str, ReleasedUnit], now: Mapping[str, ReleasedUnit], limit: int) -> None:
        self._then, self._now, self._limit = then, now, limit
        self._both = [unit_id for unit_id in now if unit_id in then]
        common = frozenset(self._both)
        self._owners = {u: self._nearest(u, common) for u in (*now, *(u for u in then if u not in now))}
        self._late = {u: self._difference(u) for u in self._both}
        rests = dict(self._late)
        for unit_id in self._both:
            owner = self._owners[unit_id]
            if owner is not None:
                rests[owner] -= self._late[unit_id]
        self._late_rests = rests

    def late(self) -> Iterator[Problem]:
        """Yield the units whose late answers are fewer than the limit."""
        for unit_id, late in self._late.items():
            if 0 < abs(late) < self._limit:
                yield error("privacy.late_answers", unit=unit_id, limit=self._limit)

    def late_in_rests(self) -> Iterator[Problem]:
        """Yield the units whose late answers outside the shown units below are fewer than the limit."""
        for unit_id, late in self._late_rests.items():
            if 0 < abs(late) < self._limit and late != self._late[unit_id]:
                yield error("privacy.late_answers_beside", unit=unit_id, limit=self._limit)

    def changed(self) -> Iterator[Problem]:
        """Yield the units that are newly shown where that, with what was shown then, may give a small group."""
        regions: dict[str | None, list[str]] = {}
        for unit_id in self._now:
            if unit_id not in self._then:
                regions.setdefault(self._owners[unit_id], []).append(unit_id)
        for owner, new in regions.items():
            gone = [u for u in self._then if u not in self._now and self._owners[u] == owner]
            if owner is None:
                related = [u for u in new if any(self._is_above(u, g) or self._is_above(g, u) for g in gone)]
            elif self._late_rests[owner]:
                # Whose the late answers are is not known; if the new unit's, what it had before would come out.
                related = new
            else:
                related = self._small(owner, new, gone) if gone else []
            yield from (error("privacy.newly_shown", unit=u, limit=self._limit) for u in related)

    def _small(self, owner: str, new: list[str], gone: list[str]) -> list[str]:
        """Return what leaves a small group when all units of a region are put together that were shown at any time.

        Nobody in the region answered late, so its groups are the same people both times: numbers are those of then.
        """
        border = [u for u in self._both if self._owners[u] == owner]
        numbers = {u: self._then[u].answered for u in (owner, *gone, *border)}
        for unit_id in new:
            now, late = self._now[unit_id].answered, sum(self._late[u] for u in border if self._is_above(unit_id, u))
            numbers[unit_id] = None if now is None else now - late
        rests = {u: n for u, n in numbers.items() if n is not None}
        if len(rests) < len(numbers):
            return new
        among = frozenset(numbers)
        for unit_id in (*new, *gone, *border):
            above = self._nearest(unit_id, among)
            if above is not None:
                rests[above] -= numbers[unit_id] or 0
        return [u for u in (owner, *new, *gone) if rests[u] < 0 or 0 < rests[u] < self._limit]

    def _is_above(self, unit_id: str, other: str) -> bool:
        return unit_id in self._unit(other).above

    def _unit(self, unit_id: str) -> ReleasedUnit:
        return self._now[unit_id] if unit_id in self._now else self._then[unit_id]

    def _nearest(self, unit_id: str, among: frozenset[str]) -> str | None:
        return next((above for above in self._unit(unit_id).above if above in among), None)

    def _difference(self, unit_id: str) -> int:
        """Return how many more have answered; nobody where a number is unknown, for then nobody can subtract."""
        then, now = self._then[unit_id].answered, self._now[unit_id].answered
        return 0 if then is None or now is None else now - then


# ---------------------------------------------------------------- kept in the municipality's folder


def release_to_dict(release: Release) -> dict[str, Any]:
    """Return a release as plain values, ready for YAML. An unknown n is left out."""
    return {
        "schema": _SCHEMA,
        "round": release.round,
        "snapshots": [
            {"limit": snapshot.limit, "units": {u: _unit_to_dict(unit) for u, unit in snapshot.units.items()}}
            for snapshot in release.snapshots
        ],
    }


def _unit_to_dict(unit: ReleasedUnit) -> dict[str, Any]:
    known = {} if unit.answered is None else {"n": unit.answered}
    return {**known, "classes": unit.classes, "above": list(unit.above)}


def release_from(data: bytes, file: str, allowed: Allowed = USUAL) -> Outcome[Release]:
    """Read what `release_to_dict` gave, as YAML."""
    loaded = load(data, file, replace(Limits.of_units(allowed, _EACH), depth=8))
    if loaded.value is None or not loaded.ok:
        return Outcome(None, loaded.problems)
    return release_from_dict(loaded.value.value, file)


def release_from_dict(plain: object, file: str = "") -> Outcome[Release]:
    """Read what `release_to_dict` gave; numbers may be text. A problem where somebody has changed its form."""
    try:
        return Outcome(_release(plain))
    except (KeyError, TypeError, ValueError, AttributeError):
        return Outcome(None, (error("privacy.release_unreadable", Place(file=file)),))


def _release(plain: Any) -> Release:  # noqa: ANN401 - anything that YAML may hold
    if int(plain["schema"]) != _SCHEMA:
        raise ValueError(plain["schema"])
    return Release(str(plain["round"]), tuple(_snapshot(snapshot) for snapshot in _list(plain["snapshots"])))


def _snapshot(plain: Any) -> Snapshot:  # noqa: ANN401 - anything that YAML may hold
    units = plain["units"] or {}
    return Snapshot(int(plain["limit"]), {str(unit_id): _unit(unit) for unit_id, unit in units.items()})


def _unit(plain: Any) -> ReleasedUnit:  # noqa: ANN401 - anything that YAML may hold
    classes: dict[int, Classes] = {0: 0, 3: 3, 5: 5}
    answered = int(plain["n"]) if "n" in plain else None
    return ReleasedUnit(answered, classes[int(plain["classes"])], tuple(str(a) for a in _list(plain["above"])))


def _list(plain: Any) -> Iterable[Any]:  # noqa: ANN401 - anything that YAML may hold
    if not plain:
        return ()
    if not isinstance(plain, list):
        raise TypeError(plain)
    return plain
