"""What a YAML file may say, as a table: one row a field, which both reads the file and explains it.

Nothing passes unread: an unknown field is an error with the nearest known name, and every problem of a file comes at
once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rapidfuzz import process

from packgen import clean, fields
from packgen.fields import At, Kind
from packgen.problems import Place, Problem, error
from packgen.yaml_source import Path, Yaml

MOST_RECORDS = 1_000
"""Records in one list, of all but units."""
_NEAR = 60
"""How alike (of 100) an unknown name must be to a known one before it is proposed."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of a schema: where it stands (``rounds[].dates.results``: a list of rounds), its kind and its default.

    ``many`` takes one value or a list of them, and gives a tuple; with ``blanks`` an empty one keeps its place, as the
    default. ``given`` names in docs a default that is worked out.
    """

    path: str
    kind: Kind[Any]
    default: object = ""
    required: bool = False
    many: bool = False
    given: str = ""
    blanks: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """What one section of a file says: a value for every row of the schema, by its path from here.

    A list of sections stands under its name as a tuple of `Section`.
    """

    values: Mapping[str, Any]
    path: Path
    source: Yaml

    def __getitem__(self, path: str) -> Any:  # noqa: ANN401 - the schema says which type
        return self.values[path]

    def place(self, path: str = "", index: int | None = None) -> Place:
        """Return where a value (or one of its list) stands; of one that is not written, where its section does."""
        steps = (*self.path, *(path.split(".") if path else ()), *(() if index is None else (index,)))
        return place(self.source, steps)


def place(source: Yaml, path: Path) -> Place:
    """Return where a path stands in a file, or the nearest thing around it."""
    while path and path not in source.places:
        path = path[:-1]
    return source.places.get(path, Place())


def read(source: Yaml, schema: Iterable[Setting], most: int = MOST_RECORDS) -> tuple[Section, tuple[Problem, ...]]:
    """Read a whole file by its schema: every value in its type or its default, and everything that is wrong.

    ``most`` is how many records a list may have.
    """
    reader = _Reader(source, tuple(schema), [], most)
    rows = [(tuple(setting.path.split(".")), setting) for setting in reader.schema]
    return reader.section(source.value, (), rows), tuple(reader.problems)


_Rows = Sequence[tuple[tuple[str, ...], Setting]]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Walks a file along its schema and collects what is wrong."""

    source: Yaml
    schema: tuple[Setting, ...]
    problems: list[Problem]
    most: int

    def section(self, node: Any, path: Path, rows: _Rows) -> Section:  # noqa: ANN401 - whatever YAML held
        values: dict[str, Any] = {}
        self.fill(values, "", node, path, rows)
        return Section(values, path, self.source)

    def fill(self, values: dict[str, Any], prefix: str, node: Any, path: Path, rows: _Rows) -> None:  # noqa: ANN401
        """Read one level; sections inside it go into the same values under longer paths."""
        found = self.mapping(node, path)
        grouped = [
            (step, [(steps[1:], row) for steps, row in group]) for step, group in groupby(rows, lambda r: r[0][0])
        ]
        self.refuse_unknown(found, path, [step.removesuffix("[]") for step, _ in grouped])
        for step, below in grouped:
            name = step.removesuffix("[]")
            child, inside = found.get(name, ""), (*path, name)
            if step.endswith("[]"):
                items = enumerate(self.items(child, inside))
                values[prefix + name] = tuple(self.section(item, (*inside, i), below) for i, item in items)
            elif below[0][0]:
                self.fill(values, f"{prefix}{name}.", child, inside, below)
            else:
                values[prefix + name] = self.leaf(below[0][1], child, inside)

    def mapping(self, node: Any, path: Path) -> Mapping[str, Any]:  # noqa: ANN401 - whatever YAML held
        if isinstance(node, Mapping):
            return node
        if node != "":
            self.problems.append(error("fields.not_section", self.at(path), field=_shown(path)))
        return {}

    def items(self, node: Any, path: Path) -> Sequence[Any]:  # noqa: ANN401 - whatever YAML held
        if isinstance(node, list) and len(node) > self.most:
            self.problems.append(error("fields.too_many", self.at(path), field=_shown(path), limit=self.most))
            return ()
        if isinstance(node, list):
            return node
        if node != "":
            self.problems.append(error("fields.not_list", self.at(path), field=_shown(path)))
        return ()

    def leaf(self, setting: Setting, node: Any, path: Path) -> Any:  # noqa: ANN401 - the kind says which type
        if setting.many:
            nodes = node if isinstance(node, list) else [node]
            inside = [(*path, i) for i in range(len(nodes))] if isinstance(node, list) else [path]
            found = [self.one(setting, each, where) for each, where in zip(nodes, inside, strict=True)]
            if setting.blanks and isinstance(node, list):
                return tuple(setting.default if each is None else each for each in found)
            return tuple(each for each in found if each is not None)
        read_as = self.one(setting, node, path)
        if read_as is None and setting.required and node == "":
            self.problems.append(error("fields.missing", self.at(path), field=_shown(path)))
        return setting.default if read_as is None else read_as

    def one(self, setting: Setting, node: Any, path: Path) -> Any:  # noqa: ANN401 - the kind says which type
        if node == "":
            return None
        if not isinstance(node, str):
            self.problems.append(error("fields.not_one_value", self.at(path), field=_shown(path)))
            return None
        read_as, told = fields.value(setting.kind, node, At(_shown(path), self.at(path)))
        self.problems.extend(told)
        return read_as

    def refuse_unknown(self, found: Mapping[str, Any], path: Path, known: Sequence[str]) -> None:
        for name in found:
            if name not in known:
                self.problems.append(self.unknown(name, path, known))

    def unknown(self, name: str, path: Path, known: Sequence[str]) -> Problem:
        """Return an unknown field with the best advice there is: another place, the nearest name, or all names."""
        where, field = self.at((*path, name)), clean.line(name)[0][: fields.LONGEST]
        elsewhere = [row.path for row in self.schema if row.path.rpartition(".")[2] == name]
        if elsewhere:
            return error("fields.misplaced", where, field=field, path=elsewhere[0].replace("[]", ""))
        nearest = process.extractOne(name.casefold(), known, score_cutoff=_NEAR)
        if nearest:
            return error("fields.unknown_near", where, field=field, nearest=nearest[0])
        return error("fields.unknown", where, field=field, known=", ".join(known))

    def at(self, path: Path) -> Place:
        return place(self.source, path)


def _shown(path: Path) -> str:
    """Return a path as people write it: ``rounds.limit``; of the whole file, a dash."""
    return ".".join(step for step in path if isinstance(step, str)) or "–"
