"""Rows of a unit list → the unit tree: parents found, ids given, and everything that is wrong between rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from packgen import identity
from packgen.identity import same_name
from packgen.model import Meeting, Municipality, Unit, UnitTree
from packgen.problems import Outcome, Place, Problem, error
from packgen.results.names import is_municipality
from packgen.units.drafts import Draft

_NEAR = 70
"""How alike (of 100) an unknown parent must be to a name in the list before that is proposed."""
_MOST_PROPOSALS = 100
"""How many unknown parents are held against all names: where there are more, it is another list."""

"""Levels below each other at most: no organisation has more, and a slip in the file can make thousands."""


def build(drafts: Sequence[Draft], municipality: Municipality) -> Outcome[UnitTree]:
    """Return the tree, parents before children, else in the file's order; no value where a row is wrong."""
    named = [draft for draft in drafts if draft.text("name")]
    problems = [error("units.name_missing", draft.place) for draft in drafts if not draft.text("name")]
    problems.extend(_too_many_answers(named))
    parents = _Parents(named, municipality)
    found = parents.found()
    problems.extend(parents.problems(found))
    circles = _circles(found)
    problems.extend(_circle(named, circle) for circle in circles)
    problems.extend(_too_deep(named, found, municipality.allowed.levels) if not circles else ())
    if problems:
        return Outcome(None, tuple(problems))
    ids = _ids(named, found, municipality)
    problems.extend(_same_names(named, found))
    problems.extend(_same_ids(named, ids))
    if problems:
        return Outcome(None, tuple(problems))
    units = tuple(_unit(named[row], ids, found[row], row) for row in _parents_first(found))
    return Outcome(UnitTree(units))


# ---------------------------------------------------------------- parents


@dataclass(frozen=True, slots=True)
class _Parents:
    """Finds which row each row's parent is: by id, by name where it is the only one, or by path of names."""

    rows: Sequence[Draft]
    municipality: Municipality

    def found(self) -> dict[int, int | None]:
        """Return the parent's row by row, None for the top; rows whose parent was not found are left out."""
        by_id = {identity.unit_id(d.text("id")): row for row, d in enumerate(self.rows) if d.text("id")}
        by_name = self.by_name()
        found: dict[int, int | None] = {}
        for row, draft in enumerate(self.rows):
            text = draft.text("parent")
            same = _others(by_name.get(same_name(text), ()), row)
            if not text or (not same and self.is_top(text, by_id)):
                found[row] = None
            elif by_id.get(identity.unit_id(text), row) != row:
                found[row] = by_id[identity.unit_id(text)]
            elif len(same) == 1:
                found[row] = same[0]
        for _ in range(self.municipality.allowed.levels):  # a path may need the parents that another path tells
            told = dict(self.by_path(by_name, found))
            if not told:
                break
            found |= told
        return found

    def by_name(self) -> Mapping[str, Sequence[int]]:
        rows: dict[str, list[int]] = {}
        for row, draft in enumerate(self.rows):
            rows.setdefault(same_name(draft.text("name")), []).append(row)
        return rows

    def is_top(self, text: str, by_id: Mapping[str, int]) -> bool:
        """Tell whether a text means the municipality, in a list where the municipality is no row."""
        return identity.unit_id(text) not in by_id and is_municipality(text, self.municipality.name)

    def by_path(
        self, by_name: Mapping[str, Sequence[int]], found: Mapping[int, int | None]
    ) -> Iterator[tuple[int, int]]:
        """Yield the parents that a written path tells, as far as the rows above them are known by now."""
        written = ((row, self.steps(self.rows[row].text("parent"), by_name)) for row in range(len(self.rows)))
        waiting = {row: names for row, names in written if names and row not in found}
        for length in sorted(set(map(len, waiting.values()))):
            known, unknown = self.chains(found, length)
            for row, names in ((row, names) for row, names in waiting.items() if len(names) == length):
                fits, open_ = _others(known.get(names, ()), row), unknown.get(names[-1], set())
                if len(fits) == 1 and len(open_) == (row in open_):
                    yield row, fits[0]

    def chains(
        self, found: Mapping[int, int | None], length: int
    ) -> tuple[Mapping[tuple[str, ...], Sequence[int]], Mapping[str, set[int]]]:
        """Return rows by the names of so many steps down to them, and by their own name those of unknown steps."""
        known: dict[tuple[str, ...], list[int]] = {}
        unknown: dict[str, set[int]] = {}
        for row, draft in enumerate(self.rows):
            chain = self.chain(row, found, length)
            if chain is None:
                unknown.setdefault(same_name(draft.text("name")), set()).add(row)
            else:
                known.setdefault(chain, []).append(row)
        return known, unknown

    def steps(self, text: str, by_name: Mapping[str, Sequence[int]]) -> tuple[str, ...]:
        """Return the names of a written path; a municipality that is no row is left out at its start."""
        written = identity.steps(text)
        names = tuple(map(same_name, written))
        if len(names) < 2:  # noqa: PLR2004 - one name is no path
            return ()
        above = names[0] not in by_name and is_municipality(written[0], self.municipality.name)
        return names[1:] if above else names

    def chain(self, row: int, found: Mapping[int, int | None], length: int) -> tuple[str, ...] | None:
        """Return the names from some rows above down to this one; None while they are not all known."""
        names: list[str] = []
        at: int | None = row
        while at is not None and len(names) < length:
            names.append(same_name(self.rows[at].text("name")))
            if len(names) < length and at not in found:
                return None
            at = found.get(at)
        return tuple(reversed(names))

    def problems(self, found: Mapping[int, int | None]) -> Iterator[Problem]:
        """Yield an error for each row whose parent was not found."""
        by_name = self.by_name()
        lost = [draft for row, draft in enumerate(self.rows) if row not in found]
        for number, draft in enumerate(lost):
            yield self.not_found(draft, draft.text("parent"), by_name, propose=number < _MOST_PROPOSALS)

    def not_found(self, draft: Draft, text: str, by_name: Mapping[str, Sequence[int]], *, propose: bool) -> Problem:
        place, name = draft.at("parent"), draft.text("name")
        last = (identity.steps(text) or (text,))[-1]
        alike = [by_name[one] for one in {same_name(text), same_name(last)} if one in by_name]
        times = sum(map(len, alike))
        if times == 1 and self.rows[alike[0][0]] is draft:
            return error("units.own_parent", place, name=name)
        if times > 1:
            return error("units.parent_ambiguous", place, parent=text, name=name, times=times)
        names = list(by_name) if propose else []
        near = process.extractOne(same_name(text), names, scorer=fuzz.ratio, score_cutoff=_NEAR)
        if near and self.rows[by_name[near[0]][0]] is not draft:
            nearest = self.rows[by_name[near[0]][0]].text("name")
            return error("units.parent_unknown_near", place, parent=text, name=name, nearest=nearest)
        return error("units.parent_unknown", place, parent=text, name=name)


def _others(rows: Sequence[int], row: int) -> Sequence[int]:
    """Return which of these rows are others than this one; of more than two, all, for there are several anyway."""
    return rows if len(rows) > 2 else [other for other in rows if other != row]  # noqa: PLR2004 - as it says


def _circles(found: Mapping[int, int | None]) -> Sequence[tuple[int, ...]]:
    """Return each circle of rows that are above each other, once, from its first row upwards."""
    circles = []
    done: set[int] = set()
    for start in sorted(found):
        way: list[int] = []
        at: int | None = start
        while at is not None and at not in done:
            done.add(at)
            way.append(at)
            at = found.get(at)
        if at in way:
            circles.append(tuple(way[way.index(at) :]))
    return circles


def _circle(rows: Sequence[Draft], circle: Sequence[int]) -> Problem:
    names = " → ".join(rows[row].text("name") for row in (*circle, circle[0]))
    return error("units.circle", rows[circle[0]].at("parent"), names=names)


def _parents_first(found: Mapping[int, int | None]) -> Iterator[int]:
    """Yield rows in the order of the file, except that a row waits for its parent's."""
    done: set[int] = set()
    for row in sorted(found):
        way: list[int] = []
        at: int | None = row
        while at is not None and at not in done:
            way.append(at)
            done.add(at)
            at = found.get(at)
        yield from reversed(way)


def _too_deep(rows: Sequence[Draft], found: Mapping[int, int | None], deepest: int) -> Iterator[Problem]:
    """Yield an error for the first row that lies too far down."""
    depths: dict[int, int] = {}
    for row in _parents_first(found):
        above = found.get(row)
        depths[row] = 1 if above is None else depths.get(above, 0) + 1
        if depths[row] > deepest:
            yield error("units.too_deep", rows[row].at("parent"), name=rows[row].text("name"), deepest=deepest)
            return


# ---------------------------------------------------------------- checks between rows


def _same_names(rows: Sequence[Draft], found: Mapping[int, int | None]) -> Iterator[Problem]:
    """Yield an error for each row named as one before it under the same parent."""
    first: dict[tuple[int | None, str], Draft] = {}
    for row, draft in enumerate(rows):
        known = first.setdefault((found[row], same_name(draft.text("name"))), draft)
        if known is not draft:
            yield error("units.same_name", draft.at("name"), name=draft.text("name"), first=_where(known.at("name")))


def _same_ids(rows: Sequence[Draft], ids: Sequence[str]) -> Iterator[Problem]:
    """Yield an error for each id that stood before, written or made of the names."""
    first: dict[str, int] = {}
    for row, (draft, unit_id) in enumerate(zip(rows, ids, strict=True)):
        known = first.setdefault(unit_id, row)
        if known == row:
            continue
        one, other = draft.text("name"), rows[known].text("name")
        if draft.text("id"):
            first_at = _where(rows[known].at("id"))
            yield error("units.same_id", draft.at("id"), id=draft.text("id"), name=one, other=other, first=first_at)
        else:
            yield error("units.same_id_of_names", draft.at("name"), id=unit_id, name=one, other=other)


def _too_many_answers(rows: Sequence[Draft]) -> Iterator[Problem]:
    for draft in rows:
        invited, answered = draft.values.get("invited"), draft.values.get("answered")
        if invited is not None and answered is not None and answered > invited:
            name = draft.text("name")
            yield error("units.too_many_answers", draft.at("answered"), name=name, answered=answered, invited=invited)


def _where(place: Place) -> str:
    return place.cell or str(place.line or "–")


# ---------------------------------------------------------------- units


def _ids(rows: Sequence[Draft], found: Mapping[int, int | None], municipality: Municipality) -> Sequence[str]:
    """Return each row's id: the written one, else one made of the names from below the municipality down."""
    tops = [row for row in found if found[row] is None and is_municipality(rows[row].text("name"), municipality.name)]
    top = tops[0] if len(tops) == 1 else None
    ids = []
    for row, draft in enumerate(rows):
        if draft.text("id"):
            ids.append(identity.unit_id(draft.text("id")))
        else:
            ids.append(municipality.id if row == top else identity.slug(_path(rows, found, row, top)))
    return ids


def _path(rows: Sequence[Draft], found: Mapping[int, int | None], row: int, top: int | None) -> tuple[str, ...]:
    """Return the names from below the municipality's own row, where there is one, down to this row."""
    names: list[str] = []
    at: int | None = row
    while at is not None and at != top:
        names.append(rows[at].text("name"))
        at = found[at]
    return tuple(reversed(names))


def _unit(draft: Draft, ids: Sequence[str], parent: int | None, row: int) -> Unit:
    values = draft.values
    return Unit(
        id=ids[row],
        name=draft.text("name"),
        parent=None if parent is None else ids[parent],
        service=draft.text("service"),
        language=values.get("language"),
        leader_email=draft.text("leader_email"),
        representative_email=draft.text("representative_email"),
        safety_email=draft.text("safety_email"),
        invited=values.get("invited"),
        answered=values.get("answered"),
        meeting_one=_meeting(draft, "meeting_one"),
        meeting_two=_meeting(draft, "meeting_two"),
        meeting_form=values.get("meeting_form"),
        was=tuple(identity.unit_id(name) for name in values.get("was") or ()),
    )


def _meeting(draft: Draft, which: str) -> Meeting:
    return Meeting(draft.text(f"{which}.date"), draft.text(f"{which}.start"), draft.text(f"{which}.place"))
