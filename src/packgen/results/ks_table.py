"""Layout: KS' table of one unit: a row for each factor; columns for the unit, the municipality, the country's service.

The headings are names that differ from table to table, so the columns are told apart by their position. The table is
read turned: its lines are the sheet's columns.
"""

from dataclasses import dataclass, replace

from packgen.model import ColumnNames
from packgen.results import lines
from packgen.results.names import (
    country_in,
    is_country_of_service,
    is_here,
    is_municipality,
    is_no_unit,
    says_table_of_unit,
)
from packgen.results.records import Found, Who
from packgen.results.tables import Table, means_column
from packgen.results.unit_columns import heading
from packgen.results.whose import Context, by_name, mentions_municipality, of_sheet

_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Roles:
    """The lines of the table by what they hold; None for what it lacks."""

    unit: int | None
    municipality: int | None
    national: int | None


def roles(table: Table, rows: tuple[int, ...], names: int | None, context: Context) -> Roles | None:
    """Return which line is which when this is KS' table (or the municipality has named its columns); else None."""
    named = _named(table, rows, names, context.round.columns)
    if named is not None:
        return named
    kept = tuple(row for row in rows if not is_no_unit(heading(table, row, names)))
    says = any(says_table_of_unit(text) for text in table.sheet.all_texts())
    second = len(kept) > 1 and is_municipality(heading(table, kept[1], names), context.municipality.name)
    if not kept or len(kept) > _COLUMNS or not (says or (second and len(kept) == _COLUMNS)):
        return None
    first, middle, last = (*kept, None, None)[:_COLUMNS]
    return Roles(first, middle, last)


def _named(table: Table, rows: tuple[int, ...], names: int | None, columns: ColumnNames) -> Roles | None:
    """Return the lines that the municipality names in its settings; None when it names neither of two of them."""

    def line(name: str) -> int | None:
        return next((row for row in rows if means_column(name, heading(table, row, names), row)), None)

    unit, municipality, national = line(columns.unit), line(columns.municipality), line(columns.national)
    if unit is None or (municipality is None and national is None):
        return None
    return Roles(unit, municipality, national)


def read(table: Table, of: Roles, names: int | None, context: Context) -> Found:
    """Return the records of unit, municipality and country; a unit without a name of its own is looked for."""
    national = None if of.national is None else _national(heading(table, of.national, names))
    service = "" if national is None else national.service
    found = Found()
    if of.unit is not None:
        found += _line(table, of.unit, names, _unit(table, of, names, service, context))
    if of.municipality is not None:
        found += _line(table, of.municipality, names, Who("municipality", heading(table, of.municipality, names)))
    if of.national is not None and national is not None:
        found += _line(table, of.national, names, national)
    return found


def _line(table: Table, row: int, names: int | None, who: Who) -> Found:
    """Return one column of the table: unit and municipality may be one and the same."""
    place = table.sheet.place(row, table.first if names is None else names)
    record, problems = lines.read(table, row, who, place)
    return Found((replace(record, alone=True),), problems)


def _national(text: str) -> Who:
    """Return the country for the kind of service that the third column's heading names."""
    if is_country_of_service(text) or is_here(text):
        return Who("own_service", text)
    of_country = country_in(text)
    return Who("national", text, service=text if of_country is None else of_country)


def _unit(table: Table, of: Roles, names: int | None, service: str, context: Context) -> Who:
    """Return whose the first column is.

    Where its heading is the survey's own name, the unit is named elsewhere: above the table, by the sheet or by the
    file; or it is the municipality, when the two have the same figures.
    """
    text = heading(table, of.unit or 0, names)
    who = by_name(text, context)
    if who.kind == "here":
        sheet = table.sheet
        found = of_sheet(table.above, sheet.name, sheet.file, service, context)
        if found is None and _is_whole(table, of, context):
            found = Who("municipality", text)
        who = who if found is None else replace(found, round=who.round)
    elif who.kind != "municipality":
        who = Who("unit", text)
    return replace(who, service=service)


def _is_whole(table: Table, of: Roles, context: Context) -> bool:
    """Tell whether the unit is the municipality: both columns are equal, or there is one and the title says so."""
    if of.unit is None or of.municipality is None:
        return mentions_municipality(table.above, context)
    first, second = (
        [cell and cell.number for column in table.means.values() for cell in (table.sheet.at(row, column),)]
        for row in (of.unit, of.municipality)
    )
    return first == second
