"""The records of a municipality's units, read from its folder: those of this round, and those of the round before."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from rapidfuzz import process

from packgen import filenames, records_file, yaml_source
from packgen.model import Municipality, Round, Unit, UnitTree
from packgen.problems import Outcome, Place, Problem, error, warning
from packgen.record import Record, Records


def path_of(municipality: Municipality, unit_id: str, round_id: str) -> Path:
    """Return the file of a unit's record of a round."""
    folder = Path(municipality.folder) / records_file.FOLDER / filenames.unit_folder(unit_id)
    return folder / f"{filenames.folder_name(round_id)}{records_file.ENDING}"


def read(municipality: Municipality, tree: UnitTree) -> tuple[Records, tuple[Problem, ...]]:
    """Return the records of the last round's units and their records of the round before, and all that is wrong."""
    if not municipality.rounds:
        return Records(), ()
    *before, now = municipality.rounds
    found, problems = _of_round(municipality, now)
    by_folder = {filenames.unit_folder(unit.id): unit for unit in tree.units}
    problems += [_no_unit(path, by_folder) for path in found if path.parent.name not in by_folder]
    problems += _no_round(municipality)
    units = {by_folder[path.parent.name]: one for path, one in found.items() if path.parent.name in by_folder}
    present = {unit.id: replace(one, unit=unit.id) for unit, one in units.items()}
    if not before:
        return Records(present), tuple(problems)
    earlier, told = _of_round(municipality, before[-1])
    return Records(present, _carried_on(earlier, tree), before[-1].name), (*problems, *told)


def read_one(municipality: Municipality, unit: Unit, round_: Round) -> Outcome[Record]:
    """Return the record of one unit; neither value nor problem where it has none yet."""
    path = path_of(municipality, unit.id, round_.id)
    outcome = _read(path, municipality) if path.is_file() else Outcome[Record](None)
    value = outcome.value
    return Outcome(value and replace(value, unit=unit.id, round=round_.id), outcome.problems)


def _of_round(municipality: Municipality, round_: Round) -> tuple[dict[Path, Record], list[Problem]]:
    """Return the records of a round by their files, whichever units there are now, and what is wrong with them."""
    folder, name = Path(municipality.folder) / records_file.FOLDER, filenames.folder_name(round_.id)
    found: dict[Path, Record] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob(f"*/{name}{records_file.ENDING}")):
        outcome = _read(path, municipality)
        problems += outcome.problems
        if outcome.value is not None:
            found[path] = replace(outcome.value, round=round_.id)
    return found, problems


def _read(path: Path, municipality: Municipality) -> Outcome[Record]:
    try:
        with path.open("rb") as file:
            data = file.read(yaml_source.Limits.of(municipality.allowed).size + 1)
    except OSError:
        return Outcome(None, (error("records.unreadable", Place(file=str(path))),))
    return records_file.read(data, str(path), municipality.allowed)


def _no_unit(path: Path, by_folder: Mapping[str, Unit]) -> Problem:
    nearest = _nearest(path.parent.name, by_folder)
    return warning("records.no_unit", Place(file=str(path)), folder=path.parent.name, nearest=nearest)


def _nearest(name: str, by_folder: Mapping[str, Unit]) -> str:
    found = process.extractOne(name, list(by_folder))
    return found[0] if found else "–"


def _no_round(municipality: Municipality) -> Iterator[Problem]:
    """Yield a warning for every record that is called as no round of the settings."""
    known = {filenames.folder_name(round_.id) for round_ in municipality.rounds}
    for path in sorted((Path(municipality.folder) / records_file.FOLDER).glob(f"*/*{records_file.ENDING}")):
        if path.stem not in known:
            rounds = ", ".join(round_.id for round_ in municipality.rounds)
            yield warning("records.no_round", Place(file=str(path)), name=path.name, rounds=rounds)


def _carried_on(earlier: Mapping[Path, Record], tree: UnitTree) -> dict[str, Record]:
    """Return earlier records by the id of the unit that carries on; none of units that were merged or split.

    A merged unit would have to answer for two groups' decisions, and a split one's would be two units' at once.
    """
    candidates: dict[str, list[Record]] = {}
    for record in earlier.values():
        heirs = tree.heirs(record.unit)
        for heir in heirs if len(heirs) == 1 else ():
            candidates.setdefault(heir.id, []).append(replace(record, unit=heir.id))
    return {unit: found[0] for unit, found in candidates.items() if len(found) == 1 and not _is_merged(unit, tree)}


def _is_merged(unit: str, tree: UnitTree) -> bool:
    return len(tree.get(unit).was) > 1
