"""Layout: a row for each unit and a column for each factor, with what else is told of a unit in columns beside them."""

from packgen.model import Language
from packgen.problems import Place, Problem, error
from packgen.results import lines
from packgen.results.cells import Cell, is_blank
from packgen.results.names import Field, country_in, is_footer, language_in
from packgen.results.records import Found, Record, Who
from packgen.results.tables import Table
from packgen.results.whose import Context, of_line, round_named


def read(table: Table, context: Context) -> Found:
    """Return a record for each row of figures; a row below the table that only says something is passed over."""
    names = name_column(table)
    national = _is_national(table)
    records: list[Record] = []
    problems: list[Problem] = []
    last: int | None = None
    for row in table.rows:
        if not _is_line(table, row, names, last, context):
            continue
        last = row
        who, wrong = (_service(table, row, names), ()) if national else _who(table, row, names, context)
        problems.extend(wrong)
        if who is not None:
            record, wrong = lines.read(table, row, who, _place(table, row, names))
            records.append(record)
            problems.extend(wrong)
    return Found(tuple(records), tuple(problems))


def name_column(table: Table) -> int | None:
    """Return the column of the units' names: by its heading, else the nearest column of text before the factors."""
    if "unit" in table.fields:
        return table.fields["unit"]
    if "id" in table.fields and "parent" in table.fields:
        return None
    taken = {column for field, column in table.fields.items() if field != "service"}
    texts = {
        column
        for row in table.rows
        if table.figures(row)
        for column, cell in table.sheet.rows[row].items()
        if table.left <= column < table.first and column not in taken and cell.text and cell.number is None
    }
    service = table.fields.get("service")
    return max(texts - {service}, default=None if "id" in table.fields or not texts else service)


def text_at(table: Table, row: int, field: Field) -> str:
    """Return what a row tells in the column of a field; empty when it tells nothing or there is no such column."""
    column = table.fields.get(field)
    cell = None if column is None else table.sheet.at(row, column)
    return "" if cell is None or is_blank(cell) else cell.text


def has_figures(cells: tuple[Cell, ...]) -> bool:
    """Tell whether some cell holds a number, or a sign that one was left out, or what should have been one."""
    return any(cell.number is not None or cell.fault or is_blank(cell) for cell in cells)


def _is_line(table: Table, row: int, names: int | None, last: int | None, context: Context) -> bool:
    """Tell whether a row is a unit's, not a note: ``last`` is the last row that was one."""
    figures = table.figures(row)
    if has_figures(figures):
        return True
    cell = None if names is None else table.sheet.at(row, names)
    name = "" if cell is None else cell.text
    known = context.directory.knows(name) or bool(context.directory.find(text_at(table, row, "id"), ""))
    if known:
        return not figures or last is not None
    if last is None or row > last + 1:
        return False
    return bool(figures) or (bool(name) and not is_footer(name))


def _place(table: Table, row: int, names: int | None) -> Place:
    """Return where the row's unit is named."""
    column = table.fields.get("id") if names is None else names
    return table.sheet.place(row, table.first if column is None else column)


def _who(table: Table, row: int, names: int | None, context: Context) -> tuple[Who | None, tuple[Problem, ...]]:
    """Return whose row this is, and what is wrong with how it says so."""
    name = "" if names is None or (cell := table.sheet.at(row, names)) is None else cell.text
    unit_id = text_at(table, row, "id")
    if not name and not unit_id:
        if names is None and "id" not in table.fields:
            return Who("here"), ()
        return None, (error("results.row_without_unit", _place(table, row, names)),)
    problems: list[Problem] = []
    who = of_line(name, unit_id, context)
    service = text_at(table, row, "service")
    return Who(
        kind="national" if who.kind == "own_service" and service else who.kind,
        name=name,
        id=unit_id,
        parent=text_at(table, row, "parent"),
        service=service or who.service,
        language=_language(table, row, problems),
        round=_round(table, row, context, problems) or who.round,
    ), tuple(problems)


def _language(table: Table, row: int, problems: list[Problem]) -> Language | None:
    text = text_at(table, row, "language")
    language = language_in(text) if text else None
    if text and language is None:
        problems.append(error("results.unknown_language", table.sheet.place(row, table.fields["language"]), text=text))
    return language


def _round(table: Table, row: int, context: Context, problems: list[Problem]) -> str:
    """Return the id of the round that a row is of; empty for the one that is read."""
    text = text_at(table, row, "round")
    found = round_named(text, context) if text else context.round.id
    if found is None:
        problems.append(error("results.unknown_round", table.sheet.place(row, table.fields["round"]), text=text))
    return "" if found is None or found == context.round.id else found


def _is_national(table: Table) -> bool:
    """Tell whether the rows are kinds of service with the country's means: the sheet or its title says so."""
    if "service" not in table.fields or "id" in table.fields or "unit" in table.fields:
        return False
    return any(country_in(text) is not None for text in (table.sheet.name, *table.above))


def _service(table: Table, row: int, names: int | None) -> Who:
    """Return the country for the kind of service that a row names: «Alle» and nothing mean all of them."""
    column = table.fields["service"] if names is None else names
    cell = table.sheet.at(row, column)
    text = "" if cell is None else cell.text
    of_country = country_in(text)
    service = text if of_country is None else of_country
    return Who("national", name=text, service="" if service.casefold() in {"alle", "all"} else service)
