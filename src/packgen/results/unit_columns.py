"""Layout: a row for each factor and a column for each unit.

The table is read turned: its rows are the sheet's columns.
"""

from packgen.problems import Problem, error
from packgen.results import lines
from packgen.results.cells import Cell, is_blank
from packgen.results.names import answer_in, is_footer, is_here, is_no_unit, language_in
from packgen.results.records import Found, Record, Who
from packgen.results.tables import Table
from packgen.results.unit_rows import has_figures, text_at
from packgen.results.whose import Context, by_name


def heading_row(table: Table, rows: tuple[int, ...]) -> int | None:
    """Return the (turned) column with the headings of these lines: called «enhet», else the nearest with names in it.

    A line of headings that all say «snitt» or the like is passed over for the one above it.
    """
    if "unit" in table.fields and any(_text(table, row, table.fields["unit"]) for row in rows):
        return table.fields["unit"]
    nearest = None
    for column in range(table.first - 1, max(table.left, table.first - 12) - 1, -1):
        texts = [text for row in rows if (text := _text(table, row, column))]
        if not texts or column in (table.fields.get("id"), table.fields.get("parent"), table.fields.get("service")):
            continue
        if len(texts) > 1 and len(set(texts)) == 1 and not is_here(texts[0]):
            continue  # a title across the columns names none of them
        nearest = nearest or column
        if not all(is_here(text) for text in texts) or len(rows) == 1:
            return column
    return nearest


def heading(table: Table, row: int, column: int | None) -> str:
    """Return a line's heading, empty when it has none."""
    return "" if column is None else _text(table, row, column)


def value_lines(table: Table) -> tuple[int, ...]:
    """Return the lines that hold figures, or signs that they were left out."""
    return tuple(row for row in table.rows if has_figures(table.figures(row)))


def is_of_answers(table: Table, rows: tuple[int, ...], names: int | None) -> bool:
    """Tell whether the lines are the five answers of the scale: the distributions of the sheet's own unit."""
    return {1, 2, 3, 4, 5} <= {answer_in(heading(table, row, names)) for row in rows}


def read(table: Table, rows: tuple[int, ...], names: int | None, context: Context) -> Found:
    """Return a record for each column of a unit, of the municipality or of the country."""
    records: list[Record] = []
    problems: list[Problem] = []
    for row in (*rows, *_blank_lines(table, rows, names, context)):
        text = heading(table, row, names)
        if is_no_unit(text) and not context.directory.knows(text):
            continue
        if not text and len(rows) > 1:
            problems.append(error("results.column_without_unit", table.sheet.place(row, table.first - 1)))
            continue
        place = table.sheet.place(row, table.first if names is None else names)
        record, wrong = lines.read(table, row, _who(table, row, text, context, problems), place)
        records.append(record)
        problems.extend(wrong)
    return Found(tuple(records), tuple(problems))


def read_answers(table: Table, rows: tuple[int, ...], names: int | None) -> Found:
    """Return the distributions (and the means, where a line holds them) of the sheet's own unit."""
    by_answer = {answer: row for row in reversed(rows) if (answer := answer_in(heading(table, row, names)))}
    others = [row for row in rows if row not in by_answer.values()]
    means = next((row for row in others if is_here(heading(table, row, names))), None)
    record, problems = lines.record(
        Who("here"),
        table.place,
        table.place,
        {} if means is None else {f: lines.slot(table.sheet, means, c) for f, c in table.means.items()},
        {
            factor: tuple(lines.slot(table.sheet, by_answer[answer], column) for answer in range(1, 6))
            for factor, column in table.means.items()
        },
        {},
    )
    return Found((record,), problems)


def with_headings(table: Table, rows: tuple[int, ...], names: int | None) -> tuple[int, ...]:
    """Return these lines, and those before the last of them with a heading but no figure: of a hidden unit."""
    before = (row for row in table.rows if row < rows[-1] and row not in rows)
    blank = [row for row in before if heading(table, row, names) and not table.figures(row)]
    return tuple(sorted((*rows, *blank)))


def _blank_lines(table: Table, rows: tuple[int, ...], names: int | None, context: Context) -> tuple[int, ...]:
    """Return the lines without any figure that are a unit's all the same: between the others, or listed."""
    return tuple(
        row
        for row in table.rows
        if row not in rows
        and not table.figures(row)
        and (text := heading(table, row, names))
        and (context.directory.knows(text) or (rows and row < rows[-1] and not is_footer(text)))
    )


def _text(table: Table, row: int, column: int) -> str:
    cell = table.sheet.at(row, column)
    return "" if cell is None or _is_figure(cell) else cell.text


def _is_figure(cell: Cell) -> bool:
    """Tell whether a cell holds a measured number, which is no heading; a year or a code may be one."""
    return is_blank(cell) or (cell.number is not None and cell.number != cell.number.to_integral_value())


def _who(table: Table, row: int, text: str, context: Context, problems: list[Problem]) -> Who:
    service, language = text_at(table, row, "service"), text_at(table, row, "language")
    if language and language_in(language) is None:
        place = table.sheet.place(row, table.fields["language"])
        problems.append(error("results.unknown_language", place, text=language))
    who = by_name(text, context)
    kind = "national" if who.kind == "own_service" and service else who.kind
    return Who(
        kind=kind,
        name=text,
        id=text_at(table, row, "id"),
        parent=text_at(table, row, "parent"),
        service=service or who.service,
        language=language_in(language),
        round=who.round,
    )
