"""A round's results: files → every unit's figures, or everything that is wrong with them.

`gather` is the whole story. One module for each layout of tables (`ks_table`, `unit_rows`, `unit_columns`,
`factor_lines`, `factor_page`, `form`), one for each kind of file (`workbook`, `delimited`, `slides`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from pathlib import Path

from packgen.identity import same_name
from packgen.model import Municipality, Results, Round, Score, Unit, UnitResult, UnitTree
from packgen.problems import Outcome, Place, Problem, error, in_order
from packgen.results import checks, joining, merging, recognise, sources
from packgen.results.directory import directory
from packgen.results.joining import Joined
from packgen.results.merging import Merged
from packgen.results.names import key
from packgen.results.records import TEN, Record, Shares
from packgen.results.sources import Source
from packgen.results.tables import is_letter
from packgen.results.whose import Context

__all__ = ["Survey", "gather"]


@dataclass(frozen=True, slots=True)
class Survey:
    """One round's figures and the units they belong to, and the earlier rounds that the same files tell of.

    ``earlier_trees`` are the units as they were, one tree for each of ``earlier``: units that are no more included.
    """

    tree: UnitTree
    results: Results
    earlier: tuple[Results, ...] = ()
    earlier_trees: tuple[UnitTree, ...] = ()


def gather(
    paths: tuple[Path, ...], municipality: Municipality, round_: Round, listed: UnitTree | None
) -> Outcome[Survey]:
    """Read a round's results from files and folders and join them with the listed units.

    Without a list the units are those that the files name. Every problem of every file comes at once; with an error
    among them there is no value.
    """
    context = Context(municipality, round_, directory(municipality, listed.units if listed else ()))
    read = sources.read(paths, municipality.allowed)
    problems = list(read.problems)
    records: list[Record] = []
    for source in read.value or ():
        found = recognise.read(source, context)
        records.extend(found.records)
        problems.extend(found.problems)
    problems.extend(_unmet(read.value or (), round_))
    survey = _survey(tuple(records), context, listed, problems)
    failed = any(problem.is_error for problem in problems)
    return Outcome(None if failed else survey, in_order(problems))


def _unmet(read: tuple[Source, ...], round_: Round) -> Iterator[Problem]:
    """Yield an error for each column that the municipality has named and no file has."""
    seen = {key(text) for source in read for sheet in source.sheets for text in sheet.all_texts()}
    for setting in fields(round_.columns):
        name = getattr(round_.columns, setting.name)
        if read and name and key(name) not in seen and not is_letter(name):
            yield error("results.named_column_missing", Place(file=read[0].file), setting=setting.name, name=name)


def _survey(
    records: tuple[Record, ...], context: Context, listed: UnitTree | None, problems: list[Problem]
) -> Survey | None:
    """Return everything joined, merged and checked."""
    now = tuple(record for record in records if not record.who.round)
    joined = _joined(now, context, listed)
    tree, results = _results(context.round.id, now, joined, problems)
    if not results.units and not any(problem.is_error for problem in problems):
        problems.append(error("results.no_figures", Place(file=_files(records))))
    earlier = [_earlier(one.id, records, tree, context, problems) for one in context.municipality.rounds]
    told = [(was, figures) for was, figures in earlier if figures.units]
    return Survey(tree, results, tuple(figures for _, figures in told), tuple(was for was, _ in told))


def _files(records: tuple[Record, ...]) -> str:
    return next((record.place.file for record in records), "")


def _joined(records: tuple[Record, ...], context: Context, listed: UnitTree | None) -> Joined:
    ours = tuple(record for record in records if record.who.kind in ("unit", "municipality"))
    if listed is None:
        return joining.without_list(ours, context)
    rounds = context.municipality.rounds
    past = bool(rounds) and rounds[-1].id != context.round.id
    return joining.with_list(ours, listed, context, past=past)


def _earlier(
    round_id: str, records: tuple[Record, ...], tree: UnitTree, context: Context, problems: list[Problem]
) -> tuple[UnitTree, Results]:
    """Return what the files tell of one earlier round."""
    then = tuple(record for record in records if record.who.round == round_id)
    ours = tuple(record for record in then if record.who.kind in ("unit", "municipality"))
    return _results(round_id, then, joining.with_list(ours, tree, context, past=True), problems)


def _results(
    round_id: str, records: tuple[Record, ...], joined: Joined, problems: list[Problem]
) -> tuple[UnitTree, Results]:
    """Return one round's figures, and note everything that is wrong between them."""
    problems.extend(joined.problems)
    merged = merging.by_unit(joined.records, joined.tree, problems)
    country = merging.by_service((record for record in records if record.who.kind == "national"), problems)
    problems.extend(checks.problems(merged, joined.tree))
    tree = UnitTree(tuple(_spelled(unit, country) for unit in joined.tree.units))
    units = {unit.id: _unit_result(unit, merged[unit.id]) for unit in tree.units if unit.id in merged}
    national = {service: _means(one) for service, one in country.items()}
    whole = {service: means for service, means in national.items() if means is not None}
    return tree, Results(round_id, units if merging.counted(merged) else {}, whole)


def _spelled(unit: Unit, country: dict[str, Merged]) -> Unit:
    """Return the unit with its kind of service spelled as the country's means are."""
    spelling = next((service for service in country if same_name(service) == same_name(unit.service)), unit.service)
    return unit if spelling == unit.service else replace(unit, service=spelling)


def _unit_result(unit: Unit, merged: Merged) -> UnitResult:
    means = _means(merged)
    scores = None if means is None else tuple(Score(means[f - 1], _values(merged.shares.get(f))) for f in TEN)
    return UnitResult(
        unit=unit.id,
        invited=unit.invited if merged.invited is None else int(merged.invited.value),
        answered=unit.answered if merged.answered is None else int(merged.answered.value),
        scores=scores,
    )


def _means(merged: Merged) -> tuple[Decimal, ...] | None:
    """Return the ten means; None when they are not all there."""
    if any(factor not in merged.means for factor in TEN):
        return None
    return tuple(merged.means[factor].value for factor in TEN)


def _values(shares: Shares | None) -> tuple[Decimal, Decimal, Decimal, Decimal, Decimal] | None:
    if shares is None:
        return None
    first, second, third, fourth, fifth = (share.value for share in shares)
    return first, second, third, fourth, fifth
