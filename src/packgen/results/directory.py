"""The units that are known before results are read: by id, by name, by path, and where a text mentions one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from packgen import identity
from packgen.identity import same_name, steps
from packgen.model import Municipality, Unit, UnitTree
from packgen.results.names import is_municipality

_NEAR_ENOUGH = 55

MOST_PROPOSALS = 100
"""How many unknown names of a run are held against all known ones: where all are unknown, the whole list is another."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Look-up in a unit tree (an empty one when there is no unit list)."""

    municipality: Municipality
    tree: UnitTree
    by_id: Mapping[str, Unit]
    by_name: Mapping[str, tuple[Unit, ...]]

    @property
    def is_empty(self) -> bool:
        """True when there is no unit list."""
        return not self.tree.units

    def root(self) -> Unit | None:
        """Return the listed unit that is the municipality itself, None when it is not listed."""
        roots = self.tree.children(None)
        named = [unit for unit in roots if is_municipality(unit.name, self.municipality.name)]
        return named[0] if len(named) == 1 else None

    def find(self, unit_id: str, name: str, parent: str = "") -> tuple[Unit, ...]:
        """Return the units that id, name (or path) and parent can mean: none, the one, or several."""
        if unit_id and (unit := self.by_id.get(identity.unit_id(unit_id))) is not None:
            return (unit,)
        if unit_id and not name:
            return ()
        found = self.by_name.get(same_name(name), ()) or self._by_path(steps(name))
        if len(found) > 1 and parent:
            return tuple(unit for unit in found if self.lies_under(unit, parent))
        return found

    def knows(self, name: str) -> bool:
        """Tell whether some unit has this name or path."""
        return bool(name) and bool(self.find("", name))

    def lies_under(self, unit: Unit, parent: str) -> bool:
        """Tell whether a text (id, name or path) means the unit's parent."""
        above = self.tree.ancestors(unit.id)
        if not above:
            return is_municipality(parent, self.municipality.name)
        nearest = above[0]
        if identity.unit_id(parent) == nearest.id or same_name(parent) == same_name(nearest.name):
            return True
        if nearest.parent is None and is_municipality(parent, self.municipality.name):
            return is_municipality(nearest.name, self.municipality.name)
        return nearest in self._by_path(steps(parent))

    def _by_path(self, names: tuple[str, ...]) -> tuple[Unit, ...]:
        """Return the units whose path ends in these names."""
        if len(names) < 2:  # noqa: PLR2004 - one name is no path
            return ()
        wanted = tuple(map(same_name, names))
        return tuple(unit for unit in self.by_name.get(wanted[-1], ()) if self._path(unit)[-len(wanted) :] == wanted)

    def _path(self, unit: Unit) -> tuple[str, ...]:
        return tuple(same_name(one.name) for one in (*reversed(self.tree.ancestors(unit.id)), unit))

    def mentioned(self, text: str) -> tuple[Unit, ...]:
        """Return the units whose whole name stands in a text; of names inside each other, the longest only."""
        plain = f" {_words(text)} "
        found = [(name, units) for name, units in self.by_name.items() if _words(name) and f" {_words(name)} " in plain]
        longest = [
            (name, units)
            for name, units in found
            if not any(name != other and f" {_words(name)} " in f" {_words(other)} " for other, _ in found)
        ]
        return tuple(unit for _, units in longest for unit in units)

    def nearest(self, name: str) -> str:
        """Return the name of the unit that looks most like this one; the empty text when none does."""
        names = {same_name(unit.name): unit.name for unit in self.tree.units}
        near = process.extractOne(same_name(name), names.keys(), scorer=fuzz.WRatio, score_cutoff=_NEAR_ENOUGH)
        return names[near[0]] if near else ""


def directory(municipality: Municipality, units: Iterable[Unit]) -> Directory:
    """Return the look-up for these units."""
    tree = UnitTree(tuple(units))
    by_name: dict[str, list[Unit]] = {}
    for unit in tree.units:
        by_name.setdefault(same_name(unit.name), []).append(unit)
    by_id = {unit.id.casefold(): unit for unit in tree.units}
    return Directory(municipality, tree, by_id, {name: tuple(found) for name, found in by_name.items()})


def _words(text: str) -> str:
    """Return the words of a text with single spaces, as a file name and a heading may both write them."""
    return " ".join(re.findall(r"\w+", same_name(text).replace("_", " ")))
