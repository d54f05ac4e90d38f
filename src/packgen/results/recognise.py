"""Which layout a sheet has, and the records it gives: the layouts are tried from the most to the least particular."""

from dataclasses import replace

from packgen.problems import Place, Problem, error
from packgen.results import factor_lines, factor_page, form, ks_table, tables, unit_columns, unit_rows
from packgen.results.cells import Sheet
from packgen.results.names import key, years_in
from packgen.results.records import Found, Record, Who
from packgen.results.sources import Source
from packgen.results.tables import Headings, Table
from packgen.results.whose import Context, of_sheet

_SEEN_SHEETS = 4
_SEEN_TEXTS = 8
_SEEN_LENGTH = 30


def read(source: Source, context: Context) -> Found:
    """Return everything that a file holds, with the units it does not name beside their figures filled in."""
    own = form.is_form(source.sheets)
    found = Found(problems=form.version_problems(source.sheets))
    for one in source.sheets:
        units = form.units(one, context) if own and not _tables(one, tables.headings(one), context)[0] else None
        found += sheet(one, context) if units is None else units
    if not found.records and not found.problems:
        place = Place(file=source.file)
        empty = error("results.no_figures", place)
        found += Found(problems=(empty if own else error("results.not_recognised", place, seen=_seen(source.sheets)),))
    return _settled(found, source, context) + Found(problems=_other_period(source, context))


def sheet(one: Sheet, context: Context) -> Found:
    """Return the records of one sheet; nothing when no layout fits it."""
    top = factor_lines.head(one)
    if top is not None:
        return factor_lines.read(one, top, context)
    factors = tables.headings(one)
    across, wrong_across = _tables(one, factors, context)
    down, wrong_down = _tables(one.turn(), factors, context)
    found = Found()
    if across and tables.factors_found(across) >= tables.factors_found(down):
        wrong = wrong_across
        for table in across:
            found += unit_rows.read(table, context)
    elif down:
        wrong = wrong_down
        for table in down:
            found += _turned(table, context)
    else:
        return factor_page.read(one, factors, context) + Found(problems=wrong_across or wrong_down)
    return found + Found(problems=wrong) if found.records or found.problems else Found()


def _tables(one: Sheet, factors: Headings, context: Context) -> tuple[tuple[Table, ...], tuple[Problem, ...]]:
    return tables.find(one, factors, context.round.columns, context.municipality.allowed)


def _turned(table: Table, context: Context) -> Found:
    """Return the records of a table with a row for each factor."""
    lines = unit_columns.value_lines(table)
    if not lines:
        return Found()
    names = unit_columns.heading_row(table, lines)
    if unit_columns.is_of_answers(table, lines, names):
        return unit_columns.read_answers(table, lines, names)
    roles = ks_table.roles(table, unit_columns.with_headings(table, lines, names), names, context)
    if roles is not None:
        return ks_table.read(table, roles, names, context)
    return unit_columns.read(table, lines, names, context)


# ---------------------------------------------------------------- the unit that a file is about


def _settled(found: Found, source: Source, context: Context) -> Found:
    """Give records of «this unit» and of «its kind of service» the names that the file gives elsewhere."""
    problems: list[Problem] = []
    sheets = {record.place.sheet for record in found.records if record.who.kind == "here"}
    whose = {name: _whose(name, source, context) for name in sheets}
    named = tuple(_from_sheet(record, whose.get(record.place.sheet)) for record in found.records)
    service = _service(named, context)
    subject = _subject(named)
    records: list[Record] = []
    for record in named:
        who = record.who
        if who.kind == "here" and subject is not None:
            who = replace(subject, round=who.round)
        elif who.kind == "here":
            problems.append(error("results.unit_not_named", record.place, text=who.name))
            continue
        elif who.kind == "own_service" and service:
            who = replace(who, kind="national", service=service)
        elif who.kind == "own_service":
            problems.append(error("results.service_not_named", record.place, text=who.name))
            continue
        records.append(replace(record, who=who))
    return Found(tuple(records), (*found.problems, *problems))


def _whose(name: str, source: Source, context: Context) -> Who | None:
    """Return the unit that a sheet, or the file, is called after; None when neither is."""
    sheet_ = next((one for one in source.sheets if one.name == name), None)
    texts = sheet_.texts if sheet_ is not None else ()
    return of_sheet((*texts, *_titles(sheet_)), name, source.file, "", context)


def _from_sheet(record: Record, whose: Who | None) -> Record:
    """Name a record of «this unit» after the unit of its sheet."""
    if record.who.kind != "here" or whose is None:
        return record
    return replace(record, who=replace(whose, round=record.who.round))


def _titles(sheet_: Sheet | None) -> tuple[str, ...]:
    """Return the texts that stand alone in their row: titles and notes."""
    if sheet_ is None:
        return ()
    return tuple(next(iter(cells.values())).text for cells in sheet_.rows.values() if len(cells) == 1)


def _subject(records: tuple[Record, ...]) -> Who | None:
    """Return the one unit whose figures the file holds, else the municipality when only its are there.

    Where unnamed figures stand beside the municipality's in one table, they are not the municipality's.
    """
    units = {(r.who.id, key(r.who.name)): r.who for r in records if r.who.kind == "unit"}
    if len(units) == 1:
        return next(iter(units.values()))
    whole = {record.place.sheet: record.who for record in records if record.who.kind == "municipality"}
    unnamed = [record for record in records if record.who.kind == "here" and len(record.covers) > 1]
    beside = any(record.place.sheet in whole for record in unnamed)
    return None if units or beside else next(iter(whole.values()), None)


def _service(records: tuple[Record, ...], context: Context) -> str:
    """Return the one kind of service that the file, or else the unit list, gives the file's unit; else empty."""
    services = {r.who.service for r in records if r.who.kind in ("unit", "municipality", "national") and r.who.service}
    if not services:
        whose = [record.who for record in records if record.who.kind == "unit"]
        services = {unit.service for who in whose for unit in context.directory.find(who.id, who.name)} - {""}
    return services.pop() if len(services) == 1 else ""


# ---------------------------------------------------------------- what the file says of itself


def _other_period(source: Source, context: Context) -> tuple[Problem, ...]:
    """Return an error when the file says that it is of another year than the round's («PERIODE : 2021»)."""
    round_ = context.round
    wanted = years_in(f"{round_.id} {round_.name} {round_.period}")
    problems = []
    for one in source.sheets:
        for text in one.all_texts():
            years = years_in(text) if key(text).startswith("periode") else frozenset()
            if years and wanted and not years & wanted:
                place = Place(file=source.file, sheet=one.name)
                problems.append(error("results.other_period", place, text=text, period=round_.period or round_.id))
    return tuple(dict.fromkeys(problems))


def _seen(sheets: tuple[Sheet, ...]) -> str:
    """Return what stands first on each sheet, for a person to recognise it by."""
    shown = []
    for one in sheets[:_SEEN_SHEETS]:
        texts = [f"«{text[:_SEEN_LENGTH]}»" for text in one.all_texts()[:_SEEN_TEXTS] if text]
        shown.append(f"{one.name}: {', '.join(texts)}" if one.name else ", ".join(texts))
    more = ["…"] if len(sheets) > _SEEN_SHEETS else []
    return "; ".join(text for text in (*shown, *more) if text) or "–"
