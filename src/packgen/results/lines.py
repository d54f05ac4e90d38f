"""One line of a table → a record: every figure read and judged by itself, with its place.

Checks here are those that one line decides: scale, numbers, wholeness, percents that sum to 100.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from packgen.problems import Place, Problem, error
from packgen.results.cells import Cell, Sheet, is_blank, is_fewer_than, shown
from packgen.results.records import ANSWERS, Figure, Record, Shares, Who
from packgen.results.tables import Table

LOWEST, HIGHEST = Decimal(1), Decimal(5)
_MOST_PEOPLE = 1_000_000
_WHOLE = Decimal(100)
_SUM_SLACK = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a figure stands, whether or not anything stands there."""

    cell: Cell | None
    place: Place


def slot(sheet: Sheet, row: int, column: int) -> Slot:
    """Return what stands in a cell of a sheet; of a merged area, only its first cell counts."""
    cell = sheet.at(row, column)
    return Slot(None if cell is not None and cell.spread else cell, sheet.place(row, column))


def read(table: Table, row: int, who: Who, place: Place) -> tuple[Record, tuple[Problem, ...]]:
    """Return a row of a table as a record, and everything wrong with its figures."""
    means = {factor: slot(table.sheet, row, column) for factor, column in table.means.items()}
    shares = {
        factor: tuple(slot(table.sheet, row, table.shares[factor, answer]) for answer in range(1, ANSWERS + 1))
        for factor in sorted({factor for factor, _ in table.shares})
        if all((factor, answer) in table.shares for answer in range(1, ANSWERS + 1))
    }
    people = {
        field: slot(table.sheet, row, table.fields[field]) for field in ("invited", "answered") if field in table.fields
    }
    return record(who, place, table.place, means, shares, people)


def record(
    who: Who,
    place: Place,
    table: Place,
    means: Mapping[int, Slot],
    shares: Mapping[int, tuple[Slot, ...]],
    people: Mapping[str, Slot],
) -> tuple[Record, tuple[Problem, ...]]:
    """Return figures as a record, and everything wrong with them; a figure that is wrong is left out of it."""
    problems: list[Problem] = []
    read_means = _means(means, who, problems)
    read_shares = {factor: five for factor, slots in shares.items() if (five := _shares(slots, factor, problems))}
    counts = {name: _count(one, read_means, problems) for name, one in people.items()}
    return (
        Record(
            who=who,
            place=place,
            table=table,
            covers=frozenset(means),
            means=read_means,
            shares=read_shares,
            invited=counts.get("invited"),
            answered=counts.get("answered"),
            blank=bool(means) and not read_means and not problems,
            broken=bool(problems),
        ),
        tuple(problems),
    )


# ---------------------------------------------------------------- means


def _means(slots: Mapping[int, Slot], who: Who, problems: list[Problem]) -> dict[int, Figure]:
    """Return the means by factor; some blank among others is an error, all blank is a unit that the source hides."""
    blank = [factor for factor, one in slots.items() if is_blank(one.cell)]
    if len(blank) == len(slots):
        return {}
    problems.extend(
        error("results.partly_blank", slots[factor].place, unit=who.name or who.id, factor=factor) for factor in blank
    )
    found: dict[int, Figure] = {}
    for factor, one in slots.items():
        if one.cell is not None and factor not in blank:
            number = _number(one.cell, one.place, problems, percent=False)
            if number is not None and LOWEST <= number <= HIGHEST:
                found[factor] = Figure(number, one.place)
            elif number is not None:
                problems.append(error("results.mean_outside_scale", one.place, mean=shown(number), factor=factor))
    return found


def _number(cell: Cell, place: Place, problems: list[Problem], *, percent: bool) -> Decimal | None:
    """Return a cell's number, or note why there is none."""
    if cell.fault == "formula":
        problems.append(error("results.formula_without_value", place))
    elif cell.fault == "date":
        problems.append(error("results.date_not_number", place, date=cell.text))
    elif cell.fault == "excel":
        problems.append(error("results.excel_error", place, text=cell.text))
    elif cell.number is None or (cell.percent and not percent):
        problems.append(error("results.not_a_number", place, text=_short(cell.text)))
    else:
        return cell.number
    return None


def _short(text: str) -> str:
    longest = 60
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


# ---------------------------------------------------------------- distributions


def _shares(slots: tuple[Slot, ...], factor: int, problems: list[Problem]) -> Shares | None:
    """Return five shares in percent, None where they were left out or are wrong."""
    blank = [is_blank(one.cell) for one in slots]
    if all(blank):
        return None
    if any(blank):
        first = slots[blank.index(True)].place
        problems.append(error("results.share_missing", first, factor=factor))
        return None
    numbers = [_number(one.cell, one.place, problems, percent=True) for one in slots if one.cell is not None]
    if any(number is None for number in numbers):
        return None
    values = _in_percent([number for number in numbers if number is not None])
    wrong = [one for one, value in zip(slots, values, strict=True) if not 0 <= value <= _WHOLE]
    problems.extend(error("results.share_outside", one.place, factor=factor) for one in wrong)
    if wrong:
        return None
    total = sum(values, Decimal(0))
    if abs(total - _WHOLE) > _slack(values, len(values)):
        problems.append(error("results.shares_sum", slots[0].place, factor=factor, sum=shown(total)))
        return None
    first_, second, third, fourth, fifth = (Figure(v, one.place) for one, v in zip(slots, values, strict=True))
    return first_, second, third, fourth, fifth


def _in_percent(values: list[Decimal]) -> list[Decimal]:
    """Return shares in percent: five that sum to about 1 are fractions of the whole."""
    nearly_one = abs(sum(values, Decimal(0)) - 1) <= Decimal("0.03")
    return [value * _WHOLE for value in values] if nearly_one else values


def decimals(values: Iterable[Decimal]) -> int:
    """Return how many decimals the most exact of these numbers has."""
    exponents = (value.as_tuple().exponent for value in values)
    return max((-exponent for exponent in exponents if isinstance(exponent, int) and exponent < 0), default=0)


def half_unit(values: Iterable[Decimal]) -> Decimal:
    """Return how far rounding can have moved each of these numbers: half of their last decimal."""
    return Decimal("0.5").scaleb(-decimals(values))


def _slack(values: list[Decimal], count: int) -> Decimal:
    """Return how far the sum of rounded shares may lie from 100."""
    rounding = half_unit(values) * count
    return max(rounding, _SUM_SLACK)


# ---------------------------------------------------------------- people


def _count(one: Slot, means: Mapping[int, Figure], problems: list[Problem]) -> Figure | None:
    """Return a number of people; one that is held back («<5») may stand only where the means are held back too."""
    if one.cell is not None and is_fewer_than(one.cell) and means:
        problems.append(error("results.count_held_back", one.place, text=one.cell.text))
    if one.cell is None or is_blank(one.cell):
        return None
    number = _number(one.cell, one.place, problems, percent=False)
    if number is None:
        return None
    if number < 0 or number > _MOST_PEOPLE or number != number.to_integral_value():
        problems.append(error("results.not_people", one.place, text=one.cell.text))
        return None
    return Figure(number, one.place)
