"""Layout: a page for one factor (a slide of KS' report, or a sheet of its own), named by a text beside the figures.

Its figures are the five shares of the distribution, or the means of unit, municipality and country for this factor.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from packgen.results import lines
from packgen.results.cells import Cell, Sheet
from packgen.results.names import FactorHeading, answer_in, country_in, factor_in, field_in, is_country_of_service
from packgen.results.records import ANSWERS, Found, Kind, Who
from packgen.results.tables import Headings
from packgen.results.whose import Context, by_name

_MOST_BARS = 3
_PARTING = re.compile(r"\s+[–—|-]\s+")
_ALL = range(1, ANSWERS + 1)


@dataclass(frozen=True, slots=True)
class _Answers:
    """A row of headings that are the five answers: its row, and the column of each answer."""

    row: int
    columns: dict[int, int]


def read(sheet: Sheet, named: Headings, context: Context) -> Found:
    """Return what a page says of its one factor; nothing when it names no factor, or several.

    ``named`` are the factors that texts of its cells name (`tables.headings`).
    """
    factor = _factor(sheet, named)
    if factor == 0:
        return Found()
    for one in (sheet, sheet.turn()):
        answers = _answers(one)
        if answers is not None:
            return _distributions(one, answers, factor, context)
    return _bars(sheet, factor, context)


def _factor(sheet: Sheet, named: Headings) -> int:
    """Return the one factor that the page names: as a text of its own, else as part of one; 0 when it is not clear.

    Where several are named, the page is about the one in its first text.
    """
    texts = (*sheet.all_texts(), sheet.name)
    around = {text: factor_in(text) for text in (*sheet.texts, sheet.name)}
    whole = [around[text] if text in around else named.get(text) for text in texts]
    return _clear(whole, whole[0]) or _clear(_of_parts(texts, whole), whole[0])


def _clear(headings: Iterable[FactorHeading | None], first: FactorHeading | None) -> int:
    found = [heading.factor for heading in headings if heading and _is_sure(heading)]
    return found[0] if len(set(found)) == 1 or (found and first and first.factor == found[0]) else 0


def _of_parts(texts: Iterable[str], whole: Iterable[FactorHeading | None]) -> Iterator[FactorHeading | None]:
    """Yield what the parts of each text name; a text of one part is not looked at once more, sheets can be large."""
    for text, heading in zip(texts, whole, strict=True):
        if _PARTING.search(text):
            yield from map(factor_in, _PARTING.split(text))
        else:
            yield heading


def _is_sure(heading: FactorHeading) -> bool:
    return heading.certain and not heading.clash


# ---------------------------------------------------------------- five shares


def _answers(sheet: Sheet) -> _Answers | None:
    for row, cells in sheet.rows.items():
        columns = {answer: column for column, cell in cells.items() if (answer := answer_in(cell.text))}
        if all(answer in columns for answer in _ALL):
            return _Answers(row, columns)
    return None


def _distributions(sheet: Sheet, answers: _Answers, factor: int, context: Context) -> Found:
    """Return the distribution of each line below the answers; the country's is not kept, for nothing shows it."""
    found = Found()
    below = [row for row in sheet.rows if row > answers.row and _numbers(sheet, row, answers)]
    for row in below:
        label = _name(sheet, row, answers)
        who = by_name("" if label is None else label.text, context)
        is_named = who.kind == "municipality" or context.directory.knows(who.name)
        if len(below) == 1 and not is_named:
            who = Who("here")
        if who.kind in ("national", "own_service"):
            continue
        place = sheet.place(row, min(answers.columns.values()))
        slots = tuple(lines.slot(sheet, row, answers.columns[answer]) for answer in _ALL)
        record, problems = lines.record(who, place, place, {}, {factor: slots}, {})
        found += Found((replace(record, alone=True),), problems)
    return found


def _numbers(sheet: Sheet, row: int, answers: _Answers) -> bool:
    return any(cell.number is not None for column in answers.columns.values() if (cell := sheet.at(row, column)))


def _name(sheet: Sheet, row: int, answers: _Answers) -> Cell | None:
    """Return the name of a row: in the column headed as that of units, else the nearest text before the figures."""
    columns = [column for column, cell in sheet.rows[answers.row].items() if field_in(cell.text) == "unit"]
    return sheet.at(row, columns[0]) if columns else _label(sheet, row, min(answers.columns.values()))


def _label(sheet: Sheet, row: int, before: int) -> Cell | None:
    """Return the text nearest before the figures of a row."""
    texts = [cell for column, cell in sheet.rows[row].items() if column < before and cell.number is None]
    return texts[-1] if texts else None


# ---------------------------------------------------------------- three means


def _bars(sheet: Sheet, factor: int, context: Context) -> Found:
    """Return the means of a page with one figure each for unit, municipality and country; nothing of other pages."""
    bars = list(_labelled(sheet)) or list(_labelled(sheet.turn()))
    if not 0 < len(bars) <= _MOST_BARS:
        return Found()
    found = Found()
    for position, (label, slot) in enumerate(bars):
        who = _bar(label, position, [one for one, _ in bars], context)
        record, problems = lines.record(who, slot.place, slot.place, {factor: slot}, {}, {})
        found += Found((replace(record, alone=True),), problems)
    return found


def _labelled(sheet: Sheet) -> Iterator[tuple[str, lines.Slot]]:
    """Yield label and figure of each row, where all rows with a label have exactly one figure, a mean."""
    pairs = []
    for row, cells in sheet.rows.items():
        numbers = [column for column, cell in cells.items() if cell.number is not None]
        if not numbers:
            continue
        label = _label(sheet, row, numbers[0])
        cell = cells[numbers[0]]
        if len(numbers) > 1 or label is None or cell.number is None or not lines.LOWEST <= cell.number <= lines.HIGHEST:
            return
        pairs.append((label.text, lines.slot(sheet, row, numbers[0])))
    yield from pairs


def _bar(label: str, position: int, labels: list[str], context: Context) -> Who:
    """Return whose a bar is; KS draws the unit first, then the municipality, then the country for the service."""
    who = by_name(label, context)
    last = position == _MOST_BARS - 1 and by_name(labels[1], context).kind == "municipality"
    if last and who.kind not in ("national", "own_service"):
        kind: Kind = "own_service" if is_country_of_service(label) else "national"
        return Who(kind, label, service=country_in(label) or label)
    return who
