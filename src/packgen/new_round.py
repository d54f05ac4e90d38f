"""The next round of a municipality: what its settings and unit list become, as bytes that were read back before.

Only what a new round asks for is touched: an entry in the list of rounds, and the dates and times of meetings that are
over. Everything else in the files stays as people wrote it. Nothing here writes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from packgen import archive, clean, filenames, identity, settings, settings_workbook, units, workbook_cells, yaml_text
from packgen.allowed import MOST
from packgen.model import Language, Municipality, Round, RoundDates, Unit, UnitTree
from packgen.problems import Outcome, Place, Problem, error, in_order, warning
from packgen.workbook_cells import CannotEditError

KEPT = ("limit", "columns")
"""The settings of a round that hold for the next as well. Statements on one round's results do not."""
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_PLAIN = re.compile(r"[A-Za-zÆØÅæøå0-9](?:[\wÆØÅæøå.,/()-]| (?=[\wÆØÅæøå(]))*")
"""Texts that YAML takes as they are."""
_WHEN = ("meeting_one", "meeting_two")


@dataclass(frozen=True, slots=True)
class NewRound:
    """What a new round changes: whole files by path (the settings last), the rounds, and how many meetings had dates.

    ``before`` holds the same files as they are now. ``units_file`` is empty where no unit list changes.
    """

    municipality: Municipality
    round: Round
    files: Mapping[Path, bytes]
    before: Mapping[Path, bytes]
    settings_file: Path
    units_file: str
    meetings: int

    @property
    def earlier(self) -> Round:
        """The round before the new one."""
        return self.municipality.rounds[-1]


class _CannotAddError(Exception):
    """Settings whose shape leaves no room for a round."""


def make(folder: Path, written: str, comment: Mapping[Language, str]) -> Outcome[NewRound]:
    """Return the next round of a municipality, or everything that stands in its way.

    ``written`` is the id as somebody wrote it; ``comment`` has, by written standard, what to say in the new entry of a
    YAML file, with ``{earlier}`` for the round before.
    """
    loaded = settings.load(folder)
    if loaded.value is None or not loaded.ok:
        return Outcome(None, loaded.problems)
    own, place = loaded.value, Place(file=str(settings.file_of(folder)))
    refused = _refused(own, written, place)
    listed = units.load(own)
    problems = (*loaded.problems, *listed.problems, *refused)
    if any(problem.is_error for problem in problems):
        return Outcome(None, in_order(problems))
    made = _Maker(own, folder, settings.file_of(folder), comment).make(clean.line(written)[0], listed.value)
    return Outcome(made.value, in_order((*problems, *made.problems)))


def _refused(own: Municipality, written: str, place: Place) -> tuple[Problem, ...]:
    """Return why there can be no round with an id, and what is odd about one."""
    name = clean.line(written)[0]
    if not own.rounds:
        return (error("round.none", place),)
    if not name:
        return (error("round.no_id", place),)
    taken = [one.id for one in own.rounds if _folder(one.id) == _folder(name)]
    if taken:
        return (error("round.exists", place, id=taken[0]),)
    last = own.rounds[-1]
    years = [_YEAR.search(one) for one in (last.id, name)]
    if years[0] and years[1] and years[1][0] < years[0][0]:
        return (error("round.earlier", place, id=name, last=last.id),)
    return () if last.results else (warning("round.no_results", place, last=last.id),)


def _folder(round_id: str) -> str:
    """Return what two ids of rounds may not share: the folder that records and packs lie in."""
    return filenames.folder_name(identity.slug((round_id,)))


# ---------------------------------------------------------------- both files


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the new files of one municipality and reads them back."""

    own: Municipality
    folder: Path
    settings_file: Path
    comment: Mapping[Language, str]

    def make(self, name: str, tree: UnitTree | None) -> Outcome[NewRound]:
        """Return the round, or what stands in its way."""
        listed = self.folder / self.own.units_file if self.own.units_file and tree is not None else None
        open_now = tuple(p for file in dict.fromkeys((self.settings_file, listed)) if file for p in _open_now(file))
        if open_now:
            return Outcome(None, open_now)
        before = {file: file.read_bytes() for file in (listed, self.settings_file) if file}
        files = dict(before)
        try:
            files[self.settings_file] = self.with_round(files[self.settings_file], name)
        except (CannotEditError, _CannotAddError, YAMLError):
            return self.cannot(self.settings_file)
        places = units.planned(self.own, before[listed]) if listed else ()
        try:
            if listed:
                files[listed] = _emptied(files[listed], places)
        except CannotEditError:
            return self.cannot(listed or self.settings_file)
        made = NewRound(
            self.own,
            self.round(name),
            {file: data for file, data in files.items() if data != before[file]},
            before,
            self.settings_file,
            self.own.units_file if places else "",
            sum(1 for unit in tree.units for one in _WHEN if _has_date(unit, one)) if tree else 0,
        )
        fault = self.read_back(made, files, listed, tree)
        return Outcome(None, (fault,)) if fault else Outcome(made)

    def cannot(self, file: Path) -> Outcome[NewRound]:
        return Outcome(None, (error("round.cannot_write", Place(file=str(file)), name=file.name),))

    def round(self, name: str) -> Round:
        """Return the new round as it is read from the settings."""
        last = self.own.rounds[-1]
        plain = Round(name, self.name_of(name) or f"10-FAKTOR {name}", name)
        return replace(plain, limit=last.limit, columns=last.columns, dates=RoundDates())

    def name_of(self, name: str) -> str:
        """Return what a round is called where the one before has a name of its own with its id in it; else nothing."""
        last = self.own.rounds[-1]
        is_own = last.name != f"10-FAKTOR {last.id}"
        return last.name.replace(last.id, name) if is_own and last.id in last.name else ""

    def with_round(self, data: bytes, name: str) -> bytes:
        """Return the settings with the new round in them."""
        source = settings.source_of(self.settings_file, data).value
        if source is None:
            raise _CannotAddError
        last = source.value["rounds"][-1]
        named = self.name_of(name)
        entry = {"id": name, **({"name": named} if named else {}), **{key: last[key] for key in KEPT if last.get(key)}}
        if self.settings_file.name == settings.FILE_NAME:
            said = self.comment[self.own.language].format(earlier=self.own.rounds[-1].id)
            return _in_yaml(data, entry, said)
        return _in_workbook(data, entry)

    def read_back(
        self, made: NewRound, files: Mapping[Path, bytes], listed: Path | None, tree: UnitTree | None
    ) -> Problem | None:
        """Return what is wrong if the new files do not say what the old ones did, with the new round."""
        read = settings.of_bytes(self.folder, self.settings_file.name, files[self.settings_file])
        expected = replace(self.own, rounds=(*self.own.rounds, made.round))
        if not read.ok or read.value != expected:
            return self.cannot(self.settings_file).problems[0]
        if listed is None or tree is None:
            return None
        again = units.of_bytes(self.own, files[listed])
        wanted = UnitTree(tuple(_without_dates(unit) for unit in tree.units))
        return None if again.ok and again.value == wanted else self.cannot(listed).problems[0]


def _has_date(unit: Unit, meeting: str) -> bool:
    planned = getattr(unit, meeting)
    return bool(planned.date or planned.start)


def _without_dates(unit: Unit) -> Unit:
    one, two = (replace(meeting, date="", start="") for meeting in (unit.meeting_one, unit.meeting_two))
    return replace(unit, meeting_one=one, meeting_two=two)


def _open_now(file: Path) -> tuple[Problem, ...]:
    """Return an error where another program has a file open: it leaves a file of its own beside, or locks it."""
    signs = (file.with_name(f"~${file.name}"), file.with_name(f".~lock.{file.name}#"))  # of Excel and of LibreOffice
    try:
        with file.open("r+b"):
            is_locked = any(one.exists() for one in signs)
    except PermissionError:
        is_locked = True
    return (error("round.open_elsewhere", Place(file=str(file)), name=file.name),) if is_locked else ()


# ---------------------------------------------------------------- settings in YAML


def _in_yaml(data: bytes, entry: Mapping[str, Any], comment: str) -> bytes:
    """Return the settings with an entry after the last round, written as that one is."""
    head = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    source = data.decode("utf-8-sig")
    root: Node = YAML(typ="safe", pure=True).compose(source)
    rounds = _child(root, "rounds")
    if not isinstance(rounds, SequenceNode) or not rounds.value or not isinstance(rounds.value[-1], MappingNode):
        raise _CannotAddError
    last, newline = rounds.value[-1], "\r\n" if "\r\n" in source else "\n"
    if rounds.flow_style:
        at, new = last.end_mark.index, f", {_in_braces(entry)}"
    else:
        lead = _dashed(rounds, last)
        lines = [f"{lead}{_in_braces(entry)}"] if last.flow_style else list(_lines(entry, lead, comment))
        at = _after(source, last, rounds.start_mark.column)
        new = "".join(f"{line}{newline}" for line in lines)
        new = new if source[:at].endswith("\n") else newline + new
    return head + (source[:at] + new + source[at:]).encode()


def _child(node: Node | None, key: str) -> Node | None:
    pairs = node.value if isinstance(node, MappingNode) else ()
    return next((child for name, child in pairs if name.value == key), None)


def _dashed(rounds: SequenceNode, last: MappingNode) -> str:
    """Return what a new record begins with: the dash where the others have it, and as much space after it."""
    dash, first = rounds.start_mark.column, last.start_mark.column
    return f"{' ' * dash}-{' ' * max(first - dash - 1, 1)}"


def _lines(entry: Mapping[str, Any], lead: str, comment: str) -> list[str]:
    """Return a record as lines, a comment last."""
    pad = " " * len(lead)
    found: list[str] = []
    for name, value in entry.items():
        start = pad if found else lead
        if isinstance(value, Mapping):
            found.append(f"{start}{name}:")
            found += [f"{pad}  {key}: {_scalar(text)}" for key, text in value.items() if text]
        else:
            found.append(f"{start}{name}: {_scalar(value)}")
    return [*found, f"{pad}# {comment}"]


def _in_braces(value: Any) -> str:  # noqa: ANN401 - a text, or a mapping of them
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_in_braces(one)}" for key, one in value.items() if one) + "}"
    return value if re.fullmatch(r"\w+", value) else yaml_text.one_line(value)


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else yaml_text.one_line(text)


def _after(source: str, last: MappingNode, dash: int) -> int:
    """Return where the lines of the last round end: after its values, and the comments that belong to it."""
    at = _line_end(source, _end(last))
    while at < len(source):
        line = source[at : _line_end(source, at)]
        said = line.lstrip(" ")
        indent = len(line) - len(said)
        inside = indent or len(said[1:]) - len(said[1:].lstrip(" "))
        if not said.startswith("#") or inside <= dash:
            break
        at = _line_end(source, at)
    return at


def _end(node: Node) -> int:
    """Return where the last thing ends that a node says; blank lines and comments after it are not its own."""
    if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
        pairs = [one for pair in node.value for one in pair] if isinstance(node, MappingNode) else node.value
        return max(_end(one) for one in pairs)
    end = int(node.end_mark.index)
    return end if end > node.start_mark.index else 0  # nothing stands there, and its place is that of what follows


def _line_end(source: str, at: int) -> int:
    found = source.find("\n", at)
    return len(source) if found < 0 else found + 1


# ---------------------------------------------------------------- settings in Excel


def _in_workbook(data: bytes, entry: Mapping[str, Any]) -> bytes:
    """Return the workbook with a row for the round, and one for its names of columns where the last has some."""
    made = _with_row(data, "rounds[]", {f"rounds.{key}": value for key, value in entry.items() if key != "columns"})
    own = {f"rounds.columns.{key}": text for key, text in entry.get("columns", {}).items()}
    return _with_row(made, "rounds[].columns", {"rounds.id": entry["id"], **own}) if own else made


def _with_row(data: bytes, path: str, values: Mapping[str, str]) -> bytes:
    row = settings_workbook.free_row(data, path, settings.SETTINGS)
    if row is None or not row.columns.keys() >= values.keys():
        raise _CannotAddError
    numbers = {settings_workbook.key_of(one) for one in settings.SETTINGS if one.kind.name == "whole"}
    cells = {
        (row.row, row.columns[key]): int(text) if key in numbers and text.isdigit() else text
        for key, text in values.items()
    }
    return workbook_cells.edited(data, row.sheet, cells)


# ---------------------------------------------------------------- the unit list


def _emptied(data: bytes, places: tuple[Place, ...]) -> bytes:
    """Return a unit list with nothing where these values stand."""
    if not archive.check(data, "", archive.Limits.of(MOST)):
        by_sheet: dict[str, list[str]] = {}
        for place in places:
            by_sheet.setdefault(place.sheet or "", []).append(place.cell or "")
        for sheet, cells in by_sheet.items():
            data = workbook_cells.edited(data, sheet, {workbook_cells.cell(one): None for one in cells})
        return data
    return _blanked(data, {((place.line or 0) - 1, (place.column or 0) - 1) for place in places})


def _blanked(data: bytes, places: set[tuple[int, int]]) -> bytes:
    """Return YAML with the values that begin at these lines and columns taken out, their names left."""
    head = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    source = data.decode("utf-8-sig")
    spans = [(n.start_mark.index, n.end_mark.index) for n in _scalars(YAML(typ="safe", pure=True).compose(source))
             if (n.start_mark.line, n.start_mark.column) in places]  # fmt: skip
    for start, end in sorted(spans, reverse=True):
        is_last = not source[end : _line_end(source, end)].strip()
        source = (source[:start].rstrip(" ") if is_last else source[:start]) + source[end:]
    return head + source.encode()


def _scalars(node: Node) -> list[Node]:
    """Return all values and keys below a node."""
    if isinstance(node, MappingNode):
        return [one for pair in node.value for child in pair for one in _scalars(child)]
    if isinstance(node, SequenceNode):
        return [one for child in node.value for one in _scalars(child)]
    return [node]
