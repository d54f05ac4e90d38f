"""A municipality's settings in an Excel file → the same tree as their YAML gives, with places that name sheet and cell.

The sheets come of the schema: one of plain settings, key beside value, and one for each list. Every sheet says its keys
(``rounds.limit``) as the page on settings does, so sheets may be renamed and moved. Nothing is checked here but what
only Excel can get wrong; the schema reads the tree as it reads YAML.
"""

import datetime as dt
import io
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from rapidfuzz import process

from packgen import archive
from packgen.identity import same_name
from packgen.problems import Outcome, Place, Problem, error
from packgen.schema import Setting
from packgen.yaml_source import Path, Yaml

FILE_NAMES = ("innstillinger.xlsx", "innstillingar.xlsx")
UNIT_SHEETS = ("Enheter", "Einingar")
"""What the sheet of units is called, in either written standard."""
VALUE_HEAD = "verdi"
"""The heading over the values of plain settings, in both written standards."""
GLOSS = " – "
"""Between a word of a choice and what it means: «digital – på skjerm»."""
CHOICES = frozenset({"one_of", "language", "yes_no"})
"""The kinds that are chosen from a list."""
_FEWEST_KEYS = 2
_NEAR = 60


# ---------------------------------------------------------------- which sheets there are


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: where its settings stand (``rounds[]``, ``rounds[].dates``; empty for the plain ones), and they.

    ``refers`` are the fields that say which records a row belongs to, the outermost first.
    """

    path: str
    settings: tuple[Setting, ...]
    refers: tuple[Setting, ...] = ()

    @property
    def columns(self) -> tuple[Setting, ...]:
        """The settings with a column of their own, references first."""
        return (*self.refers, *self.settings)

    @property
    def is_list(self) -> bool:
        """Whether each row is a record of its own; else a row adds to one that another sheet has."""
        return self.path.endswith("[]")


def key_of(setting: Setting) -> str:
    """Return the name that a sheet knows a setting by: ``rounds.dates.training``."""
    return _plain_path(setting.path)


def tables(schema: Sequence[Setting]) -> tuple[Table, ...]:
    """Return the sheets of a schema: plain settings, then lists. The last list, rounds, is what everybody fills in."""
    groups: dict[str, list[Setting]] = {"": []}
    for setting in schema:
        groups.setdefault(_table_path(setting.path), []).append(setting)
    lists = [path for path in groups if path]
    tops = list(dict.fromkeys(path.split("[]")[0] for path in lists))
    ordered = sorted(lists, key=lambda path: -tops.index(path.split("[]")[0]))
    return tuple(Table(path, tuple(groups[path]), _refers(path, groups)) for path in ("", *ordered))


def _table_path(path: str) -> str:
    return path.rpartition(".")[0] if "[]" in path else ""


def _refers(path: str, groups: Mapping[str, Sequence[Setting]]) -> tuple[Setting, ...]:
    """Return what tells the records of each list around a table apart: its first field that must stand."""
    around = [path[: match.end()] for match in re.finditer(r"\[\]", path) if match.end() < len(path)]
    return tuple(next((s for s in groups[one] if s.required), groups[one][0]) for one in around)


# ---------------------------------------------------------------- room for more


@dataclass(frozen=True, slots=True)
class FreeRow:
    """Where a new record of a list goes: the sheet's title, the row, and each key's column, all from 1."""

    sheet: str
    row: int
    columns: Mapping[str, int]


def free_row(data: bytes, path: str, schema: Sequence[Setting]) -> FreeRow | None:
    """Return the row below all that stands in the sheet of a list, in a workbook that can be read; None without it."""
    planned = tables(schema)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out
        sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    for grid in (_Grid.of(sheet, "") for sheet in sheets):
        table = _table_of(grid, planned)
        if table is not None and table.path == path:
            keys = _key_cells(grid, table)
            columns = {key: column for (_, column), key in keys.items()}
            row = max(row for row, column in grid.cells if column in columns.values())
            return FreeRow(grid.sheet.title, row + 1, columns)
    return None


# ---------------------------------------------------------------- reading


def read(data: bytes, file: str, schema: Sequence[Setting]) -> Outcome[Yaml]:
    """Return what a workbook says, or why it cannot be opened or holds no settings; all problems at once."""
    unsafe = archive.check(data, file)
    if unsafe:
        return Outcome(None, unsafe)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out
            sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    except Exception:  # noqa: BLE001 - openpyxl raises whatever it stumbles over in a broken file
        return Outcome(None, (error("settings_form.broken", Place(file=file)),))
    planned = tables(schema)
    grids = [_Grid.of(sheet, file) for sheet in sheets]
    found = [(table, grid) for grid in grids if (table := _table_of(grid, planned)) is not None]
    if not found:
        names = ", ".join(f"«{sheet.title}»" for sheet in sheets) or "–"
        return Outcome(None, (error("settings_form.no_settings", Place(file=file), sheets=names),))
    reader = _Reader(file, {key_of(setting): setting for setting in schema})
    for table, grid in sorted(found, key=lambda pair: planned.index(pair[0])):
        reader.sheet(table, grid)
    reader.unit_list(sheets)
    return Outcome(Yaml(reader.top, reader.places), tuple(reader.problems))


@dataclass(frozen=True, slots=True)
class _Grid:
    """One sheet's filled cells by row and column, and where people find them."""

    sheet: Worksheet
    file: str
    cells: Mapping[tuple[int, int], Any]

    @classmethod
    def of(cls, sheet: Worksheet, file: str) -> "_Grid":
        """Take the sparse cells themselves: walking all rows would also visit every empty one up to the farthest."""
        found = sheet._cells.items()  # noqa: SLF001 - see above
        filled = ((at, cell) for at, cell in found if cell.value is not None and str(cell.value).strip())
        return cls(sheet, file, dict(sorted(filled, key=lambda one: one[0])))

    def place(self, row: int, column: int) -> Place:
        return Place(file=self.file, sheet=self.sheet.title, cell=self.sheet.cell(row, column).coordinate)


def _table_of(grid: _Grid, planned: Sequence[Table]) -> Table | None:
    """Return the table that a sheet holds, known by its keys; None for a sheet of something else."""
    best, most = None, _FEWEST_KEYS - 1
    for table in planned:
        count = len(_key_cells(grid, table))
        if count > most:
            best, most = table, count
    return best


def _key_cells(grid: _Grid, table: Table) -> Mapping[tuple[int, int], str]:
    """Return the cells of one line that hold most of a table's keys: a column of the plain ones, else a row."""
    keys = {key_of(setting) for setting in table.columns}
    along = 0 if table.path else 1
    hits = {at: text for at, cell in grid.cells.items() if (text := str(cell.value).strip()) in keys}
    if not hits:
        return {}
    line, _ = Counter(at[along] for at in hits).most_common(1)[0]
    return {at: text for at, text in hits.items() if at[along] == line}


@dataclass(slots=True)
class _Reader:
    """Puts what sheets say into one tree, and collects what is wrong on the way."""

    file: str
    known: Mapping[str, Setting]
    top: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.places[()] = Place(file=self.file)

    def sheet(self, table: Table, grid: _Grid) -> None:
        """Read one sheet."""
        if table.path:
            self.table(table, grid)
        else:
            self.plain(table, grid)

    # ------------------------------------------------------------ plain settings

    def plain(self, table: Table, grid: _Grid) -> None:
        """Read the sheet with a setting in each row: key and value."""
        first, column = min(_key_cells(grid, table))
        cells = grid.cells
        heads = [at for at, cell in cells.items() if at[0] < first and same_name(str(cell.value)) == VALUE_HEAD]
        if not heads:
            self.problems.append(error("settings_form.no_values", Place(file=self.file, sheet=grid.sheet.title)))
            return
        top, values = heads[-1]
        for row in sorted({row for row, _ in cells if row > top}):
            key, value = cells.get((row, column)), cells.get((row, values))
            if key is not None:
                self.one(str(key.value).strip(), value, grid.place(row, values), grid.place(row, column))
            elif value is not None:
                self.problems.append(error("settings_form.no_key", grid.place(row, values), value=_shown(value)))

    def one(self, key: str, cell: Any, at: Place, key_at: Place) -> None:  # noqa: ANN401 - openpyxl's cell, or None
        """Take one plain setting."""
        path, setting = self.path_of(key, "")
        self.places.setdefault(path[:-1], at)
        if setting is None:
            self.unknown(key, path, key_at)
        elif cell is not None:
            self.cell(path, setting, cell, at)
        elif setting.required:
            self.places.setdefault(path, at)

    def path_of(self, key: str, list_path: str) -> tuple[Path, Setting | None]:
        """Return where a key stands below a record of a list (below the top without one), and its setting if it has.

        An unknown key stands in the section that it names, if there is one here; else as it is.
        """
        setting, rest = self.known.get(key), key.removeprefix(f"{_plain_path(list_path)}.")
        if setting is not None and _list_of(setting.path) == list_path:
            return tuple(rest.split(".")), setting
        section = key.rpartition(".")[0]
        here = any(_section_of(one.path) == section and _list_of(one.path) == list_path for one in self.known.values())
        return tuple(rest.split(".")) if here and section else (rest,), None

    def unknown(self, key: str, path: Path, at: Place) -> None:
        """Leave a key that is no setting here to the schema, which knows the nearest; a section is told of here."""
        if any(known.startswith(f"{key}.") for known in self.known):
            self.problems.append(error("settings_form.is_section", at, field=key))
        else:
            self.below(path[:-1])[path[-1]] = "–"
            self.places[path] = at

    # ------------------------------------------------------------ lists

    def table(self, table: Table, grid: _Grid) -> None:
        """Read a sheet with a row of keys over the rows of a list."""
        keys = _key_cells(grid, table)
        cells, head = grid.cells, min(keys)[0]
        columns = {at[1]: str(cell.value).strip() for at, cell in cells.items() if at[0] == head}
        self.refuse_merged(grid, head)
        for row in sorted({row for row, column in cells if row > head and column in columns}):
            filled = {key: cells[row, column] for column, key in columns.items() if (row, column) in cells}
            where = {key: grid.place(row, column) for column, key in columns.items()}
            heads = {key: grid.place(head, column) for column, key in columns.items()}
            self.row(table, filled, where, heads)

    def row(
        self, table: Table, filled: Mapping[str, Any], where: Mapping[str, Place], heads: Mapping[str, Place]
    ) -> None:
        """Take one row: a record of its own, or more of one that stands on another sheet."""
        first = where[next(iter(filled))]
        referring = {key_of(setting) for setting in table.refers}
        adds = table.is_list or not referring.issuperset(filled)
        record = self.referred(table, filled, where) if adds else None
        if record is None:
            return
        if table.is_list:
            record = self.new_record((*record, *_steps(table.path.split("[]")[-2])), first)
        for key in (key for key in where if key not in referring):
            below, setting = self.path_of(key, _list_of(table.path))
            path = (*record, *below)
            if setting is None and key in filled:
                self.unknown(key, path, heads[key])
            elif setting is not None and key in filled:
                self.places.setdefault(path[:-1], first)
                self.cell(path, setting, filled[key], where[key])
            elif setting is not None and setting.required:
                self.places.setdefault(path, where[key])

    def new_record(self, items_at: Path, at: Place) -> Path:
        """Add a record to a list, and return where it stands."""
        items: list[Any] = self.below(items_at[:-1]).setdefault(items_at[-1], [])
        items.append({})
        record = (*items_at, len(items) - 1)
        self.places.setdefault(items_at, at)
        self.places[record] = at
        return record

    def referred(self, table: Table, filled: Mapping[str, Any], where: Mapping[str, Place]) -> Path | None:
        """Return the record that a row belongs to, the top for a list of its own; None, and told, where it has none."""
        record: Path = ()
        for setting, step in zip(table.refers, table.path.split("[]"), strict=False):
            key, own = key_of(setting), setting.path.rpartition("[].")[2]
            at = where.get(key, where[next(iter(filled))])
            if key not in filled:
                self.problems.append(error("settings_form.no_reference", at, field=key))
                return None
            text = self.text(setting, filled[key], at)
            if text is None:
                return None
            around = (*record, *_steps(step))
            items = self.below(around[:-1]).get(around[-1], [])
            known = [str(item.get(own, "")) for item in items]
            found = [i for i, name in enumerate(known) if same_name(name) == same_name(text)]
            if len(found) != 1:
                self.problems.append(_not_one(text, len(found), known, at, key))
                return None
            record = (*around, found[0])
        return record

    def refuse_merged(self, grid: _Grid, head: int) -> None:
        """Tell of each merged area among the rows: what its other cells should say cannot be known."""
        self.problems.extend(
            error("settings_form.merged", grid.place(area.min_row, area.min_col), area=area.coord)
            for area in grid.sheet.merged_cells.ranges
            if area.max_row > head
        )

    # ------------------------------------------------------------ values

    def below(self, path: Path) -> Any:  # noqa: ANN401 - a node of the tree
        """Return what stands at a path; sections on the way are made."""
        node: Any = self.top
        for step in path:
            node = node[step] if isinstance(step, int) else node.setdefault(step, {})
        return node

    def cell(self, path: Path, setting: Setting, cell: Any, at: Place) -> None:  # noqa: ANN401 - openpyxl's cell
        """Take the value of a known setting from its cell."""
        text = self.text(setting, cell, at)
        if text is None:
            return
        if not setting.many:
            self.put(path, text, at)
            return
        parts = [part.strip() for part in (text.split("\n") if "\n" in text else text.split(";"))]
        several = [part for part in parts if part]
        self.put(path, several, at)
        self.places |= {(*path, i): at for i in range(len(several))}

    def text(self, setting: Setting, cell: Any, at: Place) -> str | None:  # noqa: ANN401 - openpyxl's cell
        """Return a cell's value as somebody would write it in YAML; None, and told, where it has none to use."""
        value, name = cell.value, key_of(setting)
        if cell.data_type == "f":
            self.problems.append(error("settings_form.formula", at, field=name))
        elif cell.data_type == "e":
            self.problems.append(error("settings_form.error_value", at, field=name, value=value))
        elif isinstance(value, dt.date | dt.time | dt.timedelta):
            if setting.kind.name == "day" and isinstance(value, dt.date):
                return str(value).removesuffix(" 00:00:00")
            self.problems.append(error("settings_form.made_a_date", at, field=name, value=value))
        else:
            text = _plain(value)
            return text.partition(GLOSS)[0] if setting.kind.name in CHOICES else text
        return None

    def put(self, path: Path, value: str | list[str], at: Place) -> None:
        """Set a value; one that stood before is told of."""
        section = self.below(path[:-1])
        name = ".".join(step for step in path if isinstance(step, str))
        if path[-1] in section:
            first = self.places[path]
            where = ", ".join(part for part in (first.sheet, first.cell) if part)
            self.problems.append(error("settings_form.twice", at, field=name, first=where))
            return
        section[path[-1]] = value
        self.places[path] = at

    # ------------------------------------------------------------ the unit list

    def unit_list(self, sheets: Iterable[Worksheet]) -> None:
        """Let a filled sheet of units be the unit list, unless the settings name another file as well."""
        filled = [s for s in sheets if s.title in UNIT_SHEETS and s.sheet_state == "visible" and _has_rows(s)]
        if not filled:
            return
        own = re.split(r"[/\\]", self.file)[-1]
        named = str(self.top.get("units", own))
        if named.casefold() != own.casefold():
            place, sheet = self.places["units",], filled[0].title
            self.problems.append(error("settings_form.units_twice", place, path=named, sheet=sheet))
            return
        self.top["units"] = own
        self.places.setdefault(("units",), Place(file=self.file, sheet=filled[0].title))


def _not_one(text: str, times: int, known: Sequence[str], at: Place, key: str) -> Problem:
    """Return the problem of a row that belongs to no record, or to one of several."""
    if times:
        return error("settings_form.reference_twice", at, field=key, value=text, times=times)
    nearest = process.extractOne(text, [one for one in known if one], score_cutoff=_NEAR)
    if nearest:
        return error("settings_form.reference_near", at, field=key, value=text, nearest=nearest[0])
    return error("settings_form.reference_unknown", at, field=key, value=text, known=", ".join(known) or "–")


def _list_of(path: str) -> str:
    """Return the innermost list that a path is in, ``rounds[]``; empty for none."""
    return path[: path.rindex("[]") + 2] if "[]" in path else ""


def _section_of(path: str) -> str:
    return _plain_path(path).rpartition(".")[0]


def _plain_path(path: str) -> str:
    return path.replace("[]", "")


def _steps(path: str) -> tuple[str, ...]:
    return tuple(step for step in path.split(".") if step)


def _has_rows(sheet: Worksheet) -> bool:
    return any(at[0] > 1 and cell.value is not None for at, cell in _cells(sheet))


def _cells(sheet: Worksheet) -> Iterator[tuple[tuple[int, int], Any]]:
    yield from sheet._cells.items()  # noqa: SLF001 - the sparse cells, as in a grid


def _plain(value: Any) -> str:  # noqa: ANN401 - what a cell held
    """Return a text or number as people write it: 5.0 is «5»."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}"
    return str(value).strip(" ")


def _shown(cell: Any) -> str:  # noqa: ANN401 - openpyxl's cell
    return _plain(cell.value)
