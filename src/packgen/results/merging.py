"""All records of one unit → one result, and of one kind of service → one set of national means.

What two sources say of the same figure must agree; what is whole only together (tables on two slides, means and
distributions on two sheets) is put together here, and what still lacks then is a problem.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from packgen.identity import same_name
from packgen.model import UnitTree
from packgen.problems import Place, Problem, error
from packgen.results import lines
from packgen.results.cells import shown
from packgen.results.records import TEN, Figure, Record, Shares


@dataclass(slots=True)
class Merged:
    """The figures of one unit (or of one kind of service in the country), from all records of it."""

    name: str
    places: list[Place] = field(default_factory=list)
    tables: dict[Place, Place] = field(default_factory=dict)
    covers: frozenset[int] = frozenset()
    means: dict[int, Figure] = field(default_factory=dict)
    shares: dict[int, Shares] = field(default_factory=dict)
    invited: Figure | None = None
    answered: Figure | None = None
    table: Place | None = None
    blank: Place | None = None
    broken: bool = False


def by_unit(records: Iterable[tuple[str, Record]], tree: UnitTree, problems: list[Problem]) -> dict[str, Merged]:
    """Return the figures of each unit, and note every contradiction and everything that lacks."""
    found: dict[str, Merged] = {}
    for unit_id, record in records:
        merged = found.setdefault(unit_id, Merged(tree.get(unit_id).name))
        _refuse_twice(merged, record, problems)
        _add(merged, record, problems)
    for merged in found.values():
        problems.extend(_lacks(merged))
    return found


def by_service(records: Iterable[Record], problems: list[Problem]) -> dict[str, Merged]:
    """Return the country's means by kind of service (empty: all), each in its first spelling."""
    found: dict[str, tuple[str, Merged]] = {}
    for record in (record for record in records if not record.blank):
        service = record.who.service
        _, merged = found.setdefault(same_name(service), (service, Merged(record.who.name or service)))
        _add(merged, record, problems)
    for _, merged in found.values():
        problems.extend(_lacks(merged))
    return {service: merged for service, merged in found.values() if merged.means}


def _refuse_twice(merged: Merged, record: Record, problems: list[Problem]) -> None:
    """Note a unit that stands twice in one table."""
    table = record.table
    if table in merged.tables and not record.alone:
        first = merged.tables[table].cell
        problems.append(error("results.unit_twice", record.place, unit=merged.name, first=first))
    merged.tables.setdefault(table, record.place)


def _add(merged: Merged, record: Record, problems: list[Problem]) -> None:
    for factor, mean in record.means.items():
        known = merged.means.get(factor)
        if known is not None and not _agree(known.value, mean.value, at_least=1):
            problems.append(_contradiction(merged, factor, known, mean))
        merged.means[factor] = mean if known is None else _finer(known, mean)
    for factor, shares in record.shares.items():
        known_shares = merged.shares.get(factor)
        if known_shares is not None and (at := _differs(known_shares, shares)) is not None:
            problems.append(_contradiction(merged, factor, known_shares[at], shares[at]))
        merged.shares[factor] = shares if known_shares is None else _finer_shares(known_shares, shares)
    merged.invited = _people(merged, merged.invited, record.invited, problems)
    merged.answered = _people(merged, merged.answered, record.answered, problems)
    merged.places.append(record.place)
    merged.covers |= record.covers
    merged.table = merged.table or (record.table if record.means else None)
    merged.blank = merged.blank or (record.place if record.blank else None)
    merged.broken = merged.broken or record.broken


def _contradiction(merged: Merged, factor: int, first: Figure, second: Figure) -> Problem:
    return error(
        "results.contradiction", second.place, unit=merged.name, factor=factor,
        first=shown(first.value), second=shown(second.value), where=told(first.place),
    )  # fmt: skip


def _people(merged: Merged, first: Figure | None, second: Figure | None, problems: list[Problem]) -> Figure | None:
    if first is not None and second is not None and first.value != second.value:
        one, other, where = shown(first.value), shown(second.value), told(first.place)
        problems.append(
            error("results.people_contradict", second.place, unit=merged.name, first=one, second=other, where=where)
        )
    return second if first is None else first


def _agree(one: Decimal, other: Decimal, *, at_least: int) -> bool:
    """Tell whether two numbers are one number with different decimals: 4.198 and 4.2 are."""
    places = max(min(lines.decimals([one]), lines.decimals([other])), at_least)
    unit = Decimal(1).scaleb(-places)
    return one.quantize(unit, ROUND_HALF_UP) == other.quantize(unit, ROUND_HALF_UP)


def _differs(one: Shares, other: Shares) -> int | None:
    """Return the first answer whose shares are not the same number with different decimals; None when all are."""
    places = min(lines.decimals(figure.value for figure in shares) for shares in (one, other))
    unit = Decimal(1).scaleb(-places)
    for at, (first, second) in enumerate(zip(one, other, strict=True)):
        if first.value.quantize(unit, ROUND_HALF_UP) != second.value.quantize(unit, ROUND_HALF_UP):
            return at
    return None


def _finer(one: Figure, other: Figure) -> Figure:
    return other if lines.decimals([other.value]) > lines.decimals([one.value]) else one


def _finer_shares(one: Shares, other: Shares) -> Shares:
    first, second = (lines.decimals(figure.value for figure in shares) for shares in (one, other))
    return other if second > first else one


def _lacks(merged: Merged) -> Iterable[Problem]:
    """Yield what one unit lacks when everything is put together."""
    if merged.broken:
        return
    missing = [factor for factor in TEN if factor not in merged.means]
    if merged.blank is not None and (merged.means or merged.shares):
        yield error("results.hidden_and_shown", merged.blank, unit=merged.name)
    elif merged.means and missing:
        yield error("results.factors_missing", merged.table or merged.places[0], factors=", ".join(map(str, missing)))
    elif merged.shares and not merged.means:
        place = next(iter(merged.shares.values()))[0].place
        yield error("results.shares_without_means", place, unit=merged.name)


def told(place: Place) -> str:
    """Return a place as words in a sentence: file, sheet and cell."""
    return ", ".join(part for part in (Path(place.file).name, place.sheet, place.cell) if part)


def counted(merged: Mapping[str, Merged]) -> bool:
    """Tell whether any unit has means."""
    return any(one.means for one in merged.values())
