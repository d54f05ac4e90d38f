"""Records → units: which listed unit each record is about, or, without a unit list, which units there are.

Nothing is guessed: a name that no unit has, or that two have, is a problem that names the nearest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from packgen import identity
from packgen.identity import same_name, slug, steps
from packgen.model import Language, Unit, UnitTree
from packgen.problems import Place, Problem, error, warning
from packgen.results.directory import MOST_PROPOSALS, Directory, directory
from packgen.results.names import is_municipality
from packgen.results.records import Record, Who
from packgen.results.whose import Context

"""Levels below each other at most, as in a unit list."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The units, and each record with the id of its unit."""

    tree: UnitTree
    records: tuple[tuple[str, Record], ...]
    problems: tuple[Problem, ...]


# ---------------------------------------------------------------- with a unit list


def with_list(records: Iterable[Record], tree: UnitTree, context: Context, *, past: bool) -> Joined:
    """Return the records with the ids of listed units; what the list leaves open of a unit is filled from them.

    In a ``past`` round a unit may have been that is no more: it joins the tree under its own id. The list's numbers of
    people are not those of a past round, and units that it does not tell of are left out.
    """
    units = [replace(unit, invited=None, answered=None) for unit in tree.units] if past else tree.units
    joiner = _Joiner(context, list(units), past=past)
    found = [(unit_id, record) for record in records if (unit_id := joiner.unit_of(record)) is not None]
    whole = UnitTree(tuple(map(joiner.whole, joiner.units)))
    then = _that_were(whole, {unit_id for unit_id, _ in found}) if past else whole
    return Joined(then, tuple(found), tuple(joiner.problems))


def _that_were(tree: UnitTree, told: set[str]) -> UnitTree:
    """Return the units that a past round tells of and those above them: others may not have been yet."""
    kept = told | {above.id for unit_id in told for above in tree.ancestors(unit_id)}
    return UnitTree(tuple(unit for unit in tree.units if unit.id in kept))


@dataclass(slots=True)
class _Joiner:
    """Finds units one record after the other; the list of units and of problems grow on the way."""

    context: Context
    units: list[Unit]
    past: bool
    problems: list[Problem] = field(default_factory=list)
    filled: dict[str, Unit] = field(default_factory=dict)
    unknown: int = 0
    _directory: Directory | None = None

    @property
    def directory(self) -> Directory:
        if self._directory is None:
            self._directory = directory(self.context.municipality, self.units)
        return self._directory

    def unit_of(self, record: Record) -> str | None:
        """Return the id of the unit that a record is about; None, and a problem, when it cannot be told."""
        if record.who.kind == "municipality":
            return self.root()
        who = record.who
        found = self.directory.find(who.id, who.name, who.parent)
        if len(found) == 1:
            self.compare(found[0], record)
            return found[0].id
        if found or (self.directory.find("", who.name) and not who.id and not self.past):
            self.problems.append(self.unclear(record, found))
            return None
        if self.past:
            return self.former(record)
        self.unknown += 1
        nearest = self.directory.nearest(who.name or who.id) if self.unknown <= MOST_PROPOSALS else ""
        if nearest:
            self.problems.append(error("results.unknown_unit_near", record.place, unit=_named(who), nearest=nearest))
        else:
            self.problems.append(error("results.unknown_unit", record.place, unit=_named(who)))
        return None

    def unclear(self, record: Record, found: tuple[Unit, ...]) -> Problem:
        """Return why a name does not tell which unit is meant: several have it, or none under this parent."""
        who = record.who
        if not found:
            return error("results.unit_not_under", record.place, unit=_named(who), parent=who.parent)
        ids = ", ".join(unit.id for unit in found)
        return error("results.unit_unclear", record.place, unit=_named(who), ids=ids)

    def root(self) -> str:
        """Return the id of the municipality itself; it is set above the listed units when it is not among them."""
        known = self.directory.root()
        if known is not None:
            return known.id
        municipality = self.context.municipality
        above = Unit(municipality.id, municipality.name)
        lifted = [unit if unit.parent else replace(unit, parent=above.id) for unit in self.units]
        self.change([above, *lifted])
        return above.id

    def change(self, units: list[Unit]) -> None:
        self.units, self._directory = units, None

    def compare(self, listed: Unit, record: Record) -> None:
        """Note where the record says something else of a unit than the list; fill in what the list leaves open."""
        who, unit = record.who, self.filled.get(listed.id, listed)
        spellings = {same_name(name) for name in (who.name, *steps(who.name)[-1:])}
        if who.id and who.name and same_name(unit.name) not in spellings:
            self.problems.append(
                warning("results.name_differs", record.place, id=unit.id, name=who.name, listed=unit.name)
            )
        if who.parent and not self.past and not self.directory.lies_under(listed, who.parent):
            self.problems.append(error("results.unit_not_under", record.place, unit=unit.name, parent=who.parent))
        if who.service and unit.service and same_name(who.service) != same_name(unit.service):
            self.problems.append(
                error("results.service_differs", record.place, unit=unit.name, service=who.service, listed=unit.service)
            )
        filled = replace(unit, service=unit.service or who.service, language=unit.language or who.language)
        self.filled[unit.id] = filled

    def whole(self, unit: Unit) -> Unit:
        """Return a unit with what the records have filled in."""
        filled = self.filled.get(unit.id, unit)
        return replace(unit, service=filled.service, language=filled.language)

    def former(self, record: Record) -> str:
        """Return the id of a unit that was, after setting it into the tree: below its parent then, or its heir's."""
        who = record.who
        above = self.directory.find(who.parent, who.parent) if who.parent else ()
        parent = above[0] if len(above) == 1 else None
        names = (*(one.name for one in self.path(parent)), who.name or who.id)
        unit_id = _id(who.id) or slug(names)
        heirs = [unit for unit in self.units if unit_id in unit.was]
        if parent is None and heirs:
            below: str | None = heirs[0].parent
        else:
            below = parent.id if parent is not None else next((u.id for u in (self.directory.root(),) if u), None)
        self.change([*self.units, Unit(unit_id, who.name or who.id, below, who.service, who.language)])
        return unit_id

    def path(self, unit: Unit | None) -> tuple[Unit, ...]:
        """Return the units from below the municipality down to this one."""
        if unit is None:
            return ()
        root = self.directory.root()
        return tuple(one for one in (*reversed(self.directory.tree.ancestors(unit.id)), unit) if one != root)


# ---------------------------------------------------------------- without one


@dataclass(slots=True)
class _Draft:
    """What the records tell of one unit before the tree stands."""

    id: str
    name: str
    parent: str
    service: str
    language: Language | None
    place: Place
    records: list[int]
    parents: dict[Place, str]


def without_list(records: tuple[Record, ...], context: Context) -> Joined:
    """Return the units that the records name, set in a tree by what they say of their parents.

    Where the municipality itself has figures, units without a parent lie below it.
    """
    problems: list[Problem] = []
    whole = _whole(records, context)
    drafts = _drafts(records, whole, problems)
    grown = _Grown(context, drafts, _root_of([records[number].who for number in whole], drafts, context), problems)
    units = grown.units()
    ids = dict(zip(whole, [grown.root.id] * len(whole), strict=True)) if grown.root else {}
    for draft, unit_id in zip(drafts, grown.ids, strict=True):
        ids |= dict.fromkeys(draft.records, unit_id)
    found = tuple((ids[number], record) for number, record in enumerate(records) if number in ids)
    return Joined(UnitTree(units), found, tuple(problems))


def _whole(records: tuple[Record, ...], context: Context) -> list[int]:
    """Return which records are about the municipality itself: by its name, or by the id that it has there."""
    named = {record.who.id.casefold() for record in records if record.who.kind == "municipality"} - {""}
    ids = named | {context.municipality.id}
    return [
        number
        for number, record in enumerate(records)
        if record.who.kind == "municipality" or record.who.id.casefold() in ids
    ]


def _drafts(records: tuple[Record, ...], whole: list[int], problems: list[Problem]) -> list[_Draft]:
    """Return one draft for each unit, in order; records join by id, then by name and parent, then by name alone."""
    apart = set(whole)
    numbered = [(number, record) for number, record in enumerate(records) if number not in apart]
    drafts = _Drafts(problems)
    for number, record in sorted(numbered, key=lambda one: (not one[1].who.id, not one[1].who.parent)):
        drafts.add(number, record)
    return sorted(drafts.all, key=lambda draft: min(draft.records))


_MOST_ALIKE = 1_000
"""Units of one name, among which a line without id and parent is not looked for: nobody could tell which it means."""


@dataclass(slots=True)
class _Drafts:
    """All drafts so far, and where to look for the one that a record is about."""

    problems: list[Problem]
    all: list[_Draft] = field(default_factory=list)
    by_mark: dict[tuple[str, ...], dict[int, _Draft]] = field(default_factory=dict)

    def near(self, who: Who) -> list[_Draft]:
        """Return the drafts that a record of this unit may join.

        Those with ids come before those without, so one with an id is only found by that. Thousands may share a name
        («Avdeling 1»), so whoever tells the parent is looked for under it, and under those that tell none.
        """
        name, parent = same_name(who.name), same_name(who.parent)
        if who.id:
            marks: list[tuple[str, ...]] = [("id", who.id.casefold())]
        else:
            marks = [("name", name, parent), ("name", name, "")] if parent else [("name", name)]
        return list({key: one for mark in marks for key, one in self.by_mark.get(mark, {}).items()}.values())

    def add(self, number: int, record: Record) -> None:
        """Join a record to the unit that it is about, or begin a new one."""
        who, near = record.who, self.near(record.who)
        fitting = near if len(near) > _MOST_ALIKE else [draft for draft in near if _fits(draft, record)]
        if len(fitting) > 1:
            ids = ", ".join(draft.id or f"{draft.parent} / {draft.name}" for draft in fitting[:10])
            self.problems.append(error("results.unit_unclear", record.place, unit=_named(who), ids=ids))
            return
        if fitting:
            _merge(fitting[0], number, record, self.problems)
        else:
            parents = {record.table: who.parent}
            draft = _Draft(who.id, who.name, who.parent, who.service, who.language, record.place, [number], parents)
            self.all.append(draft)
            fitting = [draft]
        name = same_name(who.name)
        marks = (("id", who.id.casefold()), ("name", name), ("name", name, same_name(who.parent)))
        for mark in (mark for mark in marks if mark[1]):
            self.by_mark.setdefault(mark, {})[id(fitting[0])] = fitting[0]


def _marks(who: Who) -> tuple[tuple[str, str], ...]:
    """Return what a unit can be found by: its id, its name."""
    marks = (("id", who.id.casefold()), ("name", same_name(who.name)))
    return tuple(mark for mark in marks if mark[1])


def _fits(draft: _Draft, record: Record) -> bool:
    """Tell whether a record may be about this unit; two rows of one table with unlike parents are two units."""
    who = record.who
    if who.id and draft.id:
        return who.id.casefold() == draft.id.casefold()
    if same_name(who.name) != same_name(draft.name):
        return False
    if record.table in draft.parents and same_name(draft.parents[record.table]) != same_name(who.parent):
        return False
    return not who.parent or not draft.parent or same_name(who.parent) == same_name(draft.parent)


def _merge(draft: _Draft, number: int, record: Record, problems: list[Problem]) -> None:
    """Add what another record tells of the same unit; what contradicts is a problem."""
    who = record.who
    draft.records.append(number)
    draft.parents.setdefault(record.table, who.parent)
    if who.name and draft.name and same_name(who.name) != same_name(draft.name):
        problems.append(error("results.id_of_two", record.place, id=who.id, name=who.name, other=draft.name))
    if who.parent and draft.parent and same_name(who.parent) != same_name(draft.parent):
        problems.append(error("results.unit_not_under", record.place, unit=_named(who), parent=who.parent))
    if who.service and draft.service and same_name(who.service) != same_name(draft.service):
        problems.append(
            error("results.service_differs", record.place, unit=draft.name, service=who.service, listed=draft.service)
        )
    draft.id, draft.name, draft.parent = draft.id or who.id, draft.name or who.name, draft.parent or who.parent
    draft.service, draft.language = draft.service or who.service, draft.language or who.language


def _root_of(whole: list[Who], drafts: list[_Draft], context: Context) -> Unit | None:
    """Return the municipality as a unit, when some record or some unit's parent names it."""
    municipality = context.municipality
    named = any(draft.parent and is_municipality(draft.parent, municipality.name) for draft in drafts)
    if not whole and not named:
        return None
    own = next((who.id for who in whole if who.id), "")
    service = next((who.service for who in whole if who.service), "")
    language = next((who.language for who in whole if who.language), None)
    return Unit(_id(own) or municipality.id, municipality.name, None, service, language)


@dataclass(slots=True)
class _Grown:
    """Drafts set in a tree: parents found, ids made, parents before children."""

    context: Context
    drafts: list[_Draft]
    root: Unit | None
    problems: list[Problem]
    above: list[int | None] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    first_of_id: set[int] = field(default_factory=set)
    by_mark: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    unknown: int = 0

    def units(self) -> tuple[Unit, ...]:
        """Return the units in order, the municipality first."""
        for number, draft in enumerate(self.drafts):
            for mark in _marks(Who("unit", draft.name, draft.id)):
                self.by_mark.setdefault(mark, []).append(number)
        self.above = [self.parent_of(number) for number in range(len(self.drafts))]
        self.break_circles()
        self.ids = [_id(draft.id) or slug(self.path(number)) for number, draft in enumerate(self.drafts)]
        self.refuse_doubles()
        top = () if self.root is None else (self.root,)
        return (*top, *self.below(None))

    def parent_of(self, number: int) -> int | None:
        """Return which draft is this one's parent; None when the municipality is, or none is told."""
        draft = self.drafts[number]
        if not draft.parent or self.is_root(draft.parent):
            return None
        found = [other for other in self.named(draft.parent) if other != number]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(self.drafts[other].id or self.drafts[other].name for other in found)
            self.problems.append(error("results.unit_unclear", draft.place, unit=draft.parent, ids=ids))
        else:
            unit, nearest = draft.name or draft.id, self.nearest(draft.parent)
            self.problems.append(
                error("results.unknown_parent", draft.place, unit=unit, parent=draft.parent, nearest=nearest)
            )
        return None

    def nearest(self, parent: str) -> str:
        """Return the name that an unknown parent may have been meant to be; a dash when there is none."""
        self.unknown += 1
        if self.unknown > MOST_PROPOSALS:
            return "–"
        units = (Unit(str(i), one.name) for i, one in enumerate(self.drafts))
        return directory(self.context.municipality, units).nearest(parent) or "–"

    def is_root(self, parent: str) -> bool:
        if self.root is not None and parent.casefold() == self.root.id.casefold():
            return True
        return is_municipality(parent, self.context.municipality.name)

    def named(self, text: str) -> list[int]:
        """Return the drafts that a text can mean: by id, by name, or by a path that ends in parent and name."""
        if found := self.by_mark.get(("id", text.casefold()), []) or self.by_mark.get(("name", same_name(text)), []):
            return found
        names = tuple(map(same_name, steps(text)))
        if len(names) < 2:  # noqa: PLR2004 - one name is no path
            return []
        last = self.by_mark.get(("name", names[-1]), [])
        return [number for number in last if _last_step(self.drafts[number].parent) == names[-2]]

    def break_circles(self) -> None:
        """Note units that lie below themselves or under too many others, and let them have no parent."""
        deepest = self.context.municipality.allowed.levels
        for number in range(len(self.drafts)):
            seen = [number]
            while (up := self.above[seen[-1]]) is not None:
                draft = self.drafts[up if up in seen else number]
                if up in seen:
                    self.problems.append(error("results.unit_in_circle", draft.place, unit=draft.name or draft.id))
                    self.above[up] = None
                    break
                if len(seen) == deepest:
                    unit = draft.name or draft.id
                    self.problems.append(error("results.too_deep", draft.place, unit=unit, deepest=deepest))
                    self.above[number] = None
                    break
                seen.append(up)

    def path(self, number: int) -> tuple[str, ...]:
        """Return the names from below the municipality down to this unit."""
        names: list[str] = []
        one: int | None = number
        while one is not None:
            names.insert(0, self.drafts[one].name or self.drafts[one].id)
            one = self.above[one]
        return tuple(names)

    def refuse_doubles(self) -> None:
        """Note units whose ids come out the same; only the first of them joins the tree."""
        names = {} if self.root is None else {self.root.id: self.root.name}
        for number, (draft, unit_id) in enumerate(zip(self.drafts, self.ids, strict=True)):
            if unit_id in names:
                self.problems.append(
                    error("results.id_of_two", draft.place, id=unit_id, name=draft.name, other=names[unit_id])
                )
            else:
                self.first_of_id.add(number)
            names.setdefault(unit_id, draft.name)

    def below(self, parent: int | None) -> Iterator[Unit]:
        """Yield the units below a draft (None: at the top), each before those below it."""
        top = None if self.root is None else self.root.id
        stack = [number for number in reversed(range(len(self.drafts))) if self.above[number] == parent]
        children: dict[int, list[int]] = {}
        for number in reversed(range(len(self.drafts))):
            if (up := self.above[number]) is not None:
                children.setdefault(up, []).append(number)
        while stack:
            number = stack.pop()
            draft, up = self.drafts[number], self.above[number]
            above = top if up is None else self.ids[up]
            if number in self.first_of_id:
                yield Unit(self.ids[number], draft.name or draft.id, above, draft.service, draft.language)
            stack.extend(children.get(number, ()))


def _last_step(path: str) -> str:
    """Return the last name of a path, in the form that names are compared in."""
    return same_name(steps(path)[-1]) if steps(path) else ""


def _id(text: str) -> str:
    """Return a written id as a unit's id; empty when none is written."""
    if not text:
        return ""
    return identity.unit_id(text)


def _named(who: Who) -> str:
    return who.name or who.id
