"""YAML as people write it: every value stays the text that was written, and everything knows its line.

Reads events, never objects, so nothing in a file can make Python build anything. YAML's own surprises are gone (``no``
is a word and ``0123`` a text) or refused with a line: repeated keys (one value would be lost), aliases (a few hundred
bytes can stand for gigabytes) and tags.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from packgen.allowed import MB, Allowed
from packgen.problems import Outcome, Place, Problem, error

Path = tuple[str | int, ...]
"""Where a value stands: keys and indexes (from 0) from the top of the file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How big a file may be: bytes, lists and mappings inside each other, values and keys in all.

    ``setting`` is what a municipality raises to have more.
    """

    size: int = 2_000_000
    depth: int = 32
    nodes: int = 100_000
    setting: str = "limits.text_mb"

    @classmethod
    def of(cls, allowed: Allowed) -> "Limits":
        """Return what a municipality's limits mean for a file that people write texts in."""
        return cls(size=allowed.text_mb * MB, nodes=allowed.text_mb * MB // 20)

    @classmethod
    def of_units(cls, allowed: Allowed, each: int) -> "Limits":
        """Return what they mean for a file with so many values for each unit; never less than for a text."""
        text, setting = cls.of(allowed), "limits.units"
        return cls(max(text.size, 400 * allowed.units), nodes=max(text.nodes, each * allowed.units), setting=setting)


@dataclass(frozen=True, slots=True)
class Yaml:
    """A file's content: ``value`` is a `str`, `list` or `dict` of these; an empty value is ``""``.

    ``places`` has the line and column of every value: a text's own, and of a list or mapping those of its key.
    """

    value: Any
    places: Mapping[Path, Place]


# The reader written in C where PyYAML has it: ten times as fast, same events.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What YAML 1.1 does not count as text (its c-printable), and lone halves of surrogate pairs.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def load(data: bytes, file: str, limits: Limits = Limits()) -> Outcome[Yaml]:
    """Read a UTF-8 file. All problems of meaning at once; of writing (``yaml.syntax`` …) the first, with no value."""
    if len(data) > limits.size:
        return _failed(_too_big(file, limits))
    text = _decoded(data, file)
    if isinstance(text, Problem):
        return _failed(text)
    builder = _Builder(file, limits)
    try:
        value = builder.document(yaml.parse(text, Loader=_LOADER))
    except _Stop as stop:
        return Outcome(None, (*builder.problems, stop.problem))
    except yaml.YAMLError as wrong:
        return Outcome(None, (*builder.problems, _syntax(wrong, text, file)))
    return Outcome(Yaml(value, builder.places), tuple(builder.problems))


def _too_big(file: str, limits: Limits) -> Problem:
    return error("yaml.too_big", Place(file=file), limit_kb=limits.size // 1000, setting=limits.setting)


def _failed(problem: Problem) -> Outcome[Yaml]:
    return Outcome(None, (problem,))


def _decoded(data: bytes, file: str) -> str | Problem:
    """Return the file as text without a byte-order mark, or why it is not UTF-8 text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        return error("yaml.not_utf8", Place(file=file, line=data.count(b"\n", 0, wrong.start) + 1))
    if bad := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        column = bad.start() - text.rfind("\n", 0, bad.start())
        return error(
            "yaml.control_character", Place(file=file, line=line, column=column), character=f"U+{ord(bad[0]):04X}"
        )
    return text


class _Stop(Exception):  # noqa: N818 - not an error of ours: ends the reading with a problem
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(slots=True)
class _Builder:
    """Turns events into a value; collects problems and places on the way."""

    file: str
    limits: Limits
    problems: list[Problem] = field(default_factory=list)
    places: dict[Path, Place] = field(default_factory=dict)
    nodes: int = 0

    def document(self, events: Iterator[Any]) -> Any:  # noqa: ANN401 - see Yaml.value
        """Return the value of the only document; ``""`` when the file holds none."""
        value: Any = ""
        documents = 0
        self.places[()] = Place(file=self.file)
        for event in events:
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                raise _Stop(error("yaml.several_documents", self.at(event)))
            if isinstance(event, yaml.NodeEvent):
                value = self.node(event, events, (), self.at(event))
        return value

    def node(self, event: Any, events: Iterator[Any], path: Path, key: Place) -> Any:  # noqa: ANN401 - PyYAML's events
        """Return the value that starts with this event; ``key`` is where its key or dash stands."""
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            raise _Stop(
                error("yaml.too_many_values", self.at(event), limit=self.limits.nodes, setting=self.limits.setting)
            )
        if len(path) > self.limits.depth:
            raise _Stop(error("yaml.too_deep", self.at(event), limit=self.limits.depth))
        self.refuse_marks(event)
        if isinstance(event, yaml.MappingStartEvent):
            self.places[path] = key
            return self.mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            self.places[path] = key
            return self.sequence(events, path)
        self.places[path] = self.at(event)
        return event.value if isinstance(event, yaml.ScalarEvent) else ""

    def mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        """Return a mapping; of a repeated key, the last value."""
        found: dict[str, Any] = {}
        lines: dict[str, int | None] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            place = self.at(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _Stop(error("yaml.key_not_text", place))
            self.refuse_marks(event)
            name = event.value
            if name in found:
                self.problems.append(error("yaml.repeated_key", place, key=name, first_line=lines[name]))
            lines[name] = place.line
            found[name] = self.node(next(events), events, (*path, name), place)
        return found

    def sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        """Return a list."""
        found: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            found.append(self.node(event, events, (*path, len(found)), self.at(event)))
        return found

    def refuse_marks(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events
        """Note an alias, an anchor, a tag or a control character: nothing in our files needs them."""
        if isinstance(event, yaml.AliasEvent):
            self.problems.append(error("yaml.alias", self.at(event), name=event.anchor))
        elif event.anchor is not None:
            self.problems.append(error("yaml.anchor", self.at(event), name=event.anchor))
        if bad := _UNPRINTABLE.search(getattr(event, "value", "")):  # written with an escape, «\x1b»
            character = f"U+{ord(bad[0]):04X}"
            self.problems.append(error("yaml.control_character", self.at(event), character=character))
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.problems.append(error("yaml.tag", self.at(event), tag=tag))

    def at(self, event: Any) -> Place:  # noqa: ANN401 - PyYAML's events
        """Return where an event starts, counted from 1."""
        return Place(file=self.file, line=event.start_mark.line + 1, column=event.start_mark.column + 1)


def _syntax(wrong: yaml.YAMLError, text: str, file: str) -> Problem:
    """Return the reader's complaint as the slip that most often lies behind it."""
    if not isinstance(wrong, yaml.MarkedYAMLError):
        return error("yaml.syntax", Place(file=file))
    mark = wrong.problem_mark or wrong.context_mark
    place = Place(file=file, line=mark.line + 1, column=mark.column + 1) if mark else Place(file=file)
    said = wrong.problem or ""
    if "mapping values are not allowed" in said:
        return error("yaml.colon_in_text", place)
    if "unexpected end of stream" in said and wrong.context_mark:
        return error("yaml.quote_not_closed", Place(file=file, line=wrong.context_mark.line + 1))
    if "cannot start any token" in said and mark:
        return _odd_start(text, mark.line, mark.column, place)
    return error("yaml.syntax", place)


def _odd_start(text: str, line: int, column: int, place: Place) -> Problem:
    """Return the problem of a character that no value can start with: mostly a tab, or one that needs quotes."""
    rows = text.splitlines()
    character = rows[line][column : column + 1] if line < len(rows) else ""
    if character in {"\t", ""}:
        return error("yaml.tab", place)
    return error("yaml.needs_quotes", place, character=character)
