"""Whose figures a line or a sheet holds: from its heading, the texts above it, the sheet's or the file's name."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from packgen.model import Municipality, Round
from packgen.results.directory import Directory
from packgen.results.names import (
    country_in,
    factor_in,
    is_country_of_service,
    is_footer,
    is_here,
    is_municipality,
    key,
    years_in,
)
from packgen.results.records import Who

_PARTING = (" – ", " — ", " - ", " | ", ": ", " · ", ", ", " / ")


@dataclass(frozen=True, slots=True)
class Context:
    """What is known before the files are read: the municipality, the round that is read, the listed units."""

    municipality: Municipality
    round: Round
    directory: Directory


def by_name(text: str, context: Context) -> Who:
    """Return whom a heading means: a unit, the municipality, the country, or (unnamed) the sheet's own unit."""
    listed = context.directory.find("", text) if text else ()
    if listed and listed != (context.directory.root(),):
        return Who("unit", name=text)
    if listed or is_municipality(text, context.municipality.name):
        return Who("municipality", name=text)
    if is_country_of_service(text):
        return Who("own_service", name=text)
    service = country_in(text)
    if service is not None:
        return Who("national", name=text, service=service)
    if is_here(text):
        return Who("here", name=text, round=round_in(text, context))
    return Who("unit", name=text)


def of_line(name: str, unit_id: str, context: Context) -> Who:
    """Return whom a line with a name, an id, or both is about; a listed id decides before the name."""
    known = context.directory.find(unit_id, "") if unit_id else ()
    if known:
        return Who("municipality" if known == (context.directory.root(),) else "unit", name, unit_id)
    return replace(by_name(name, context) if name else Who("unit"), id=unit_id)


def round_in(text: str, context: Context) -> str:
    """Return the id of the earlier round whose year a heading names; empty for the round that is read."""
    years = years_in(text)
    if not years or years & _years(context.round):
        return ""
    return next((one.id for one in context.municipality.rounds if years & _years(one)), "")


def _years(round_: Round) -> frozenset[str]:
    return years_in(f"{round_.id} {round_.period} {round_.name}")


def round_named(text: str, context: Context) -> str | None:
    """Return the id of the round that a cell names by id, name, period or year; None when there is none."""
    for one in (context.round, *context.municipality.rounds):
        if key(text) in {key(one.id), key(one.name), key(one.period)} - {""}:
            return one.id
    years = years_in(text)
    rounds = (context.round, *context.municipality.rounds)
    return next((one.id for one in rounds if years and years <= _years(one)), None)


def of_sheet(above: Iterable[str], sheet: str, file: str, service: str, context: Context) -> Who | None:
    """Return the unit that a sheet is about: named above its table, by the sheet or by the file; None when unnamed.

    ``service`` is the kind of service in the table's heading: KS' reports are headed by the unit and its service.
    """
    texts = tuple(above)
    if not context.directory.is_empty:
        for text in (*(_without_service(text, service) for text in texts), sheet, Path(file).stem):
            root = context.directory.root()
            units = [unit for unit in context.directory.mentioned(text) if unit != root]
            if len(units) == 1:
                return Who("unit", id=units[0].id, name=units[0].name)
        return None
    for text in texts:
        name = _unit_before_service(text, service, context)
        if name:
            return Who("unit", name=name)
    return None


def _parts(text: str) -> list[str]:
    parts = [text]
    for mark in _PARTING:
        parts = [one.strip() for part in parts for one in part.split(mark)]
    return [part for part in parts if part]


def _without_service(text: str, service: str) -> str:
    """Return a heading without its last part, where that is the kind of service and not the unit."""
    parts = _parts(text)
    if len(parts) > 1 and service and key(parts[-1]) == key(service):
        return " – ".join(parts[:-1])
    return text


def _unit_before_service(text: str, service: str, context: Context) -> str:
    """Return the unit's name from a heading of the form «unit – service»; empty when it has another form."""
    parts = _parts(text)
    if len(parts) < 2 or not service or key(parts[-1]) != key(service):  # noqa: PLR2004 - unit and service
        return ""
    names = [part for part in parts[:-1] if not is_here(part) and not is_footer(part) and factor_in(part) is None]
    units = [name for name in names if not is_municipality(name, context.municipality.name)]
    return units[-1] if units else ""


def mentions_municipality(texts: Iterable[str], context: Context) -> bool:
    """Tell whether a text, or a part of one, is the municipality's name."""
    return any(is_municipality(part, context.municipality.name) for text in texts for part in (text, *_parts(text)))
