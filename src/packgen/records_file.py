"""A unit's record as a file that people read and correct: ``records/<unit>/<round>.yaml`` ↔ `Record`.

Field names are those of `packgen.record`. Everything that may be empty may be left out. Texts may be long; an answer
may have several lines.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from packgen import clean, filenames, yaml_source, yaml_text
from packgen.allowed import USUAL, Allowed
from packgen.fields import DAY, TEXT, VERSION, At, Kind, one_of, whole
from packgen.model import FACTORS
from packgen.problems import Outcome, Problem, T, error
from packgen.record import (
    DEGREES,
    HALVES,
    QUESTIONS,
    SQUARES,
    STATUSES,
    WAYS,
    WHOSE,
    AnalysisSession,
    Chosen,
    Count,
    FollowUp,
    Goal,
    Idea,
    LeadersOwn,
    Measure,
    Reason,
    Record,
    RoadmapSession,
    Source,
    StatusChange,
)
from packgen.record_form import CODES
from packgen.schema import Section, Setting
from packgen.schema import read as read_schema

FOLDER = "records"
"""The folder in the municipality's own folder where records lie, one folder a unit."""
ENDING = ".yaml"
SCHEMA = 1
LONGEST_TEXT = 1_000
LONGEST_ANSWER = 10_000
"""Characters of one text, and of one answer of several lines: what a field of a form may hold."""


def _several_lines(written: str) -> tuple[str, bool]:
    read = [clean.line(line) for line in clean.lines(written)]
    return "\n".join(line for line, _ in read if line), any(changed for _, changed in read)


def _measure_id(written: str, at: At) -> str | Problem:
    if not re.fullmatch(r"[tT][1-9][0-9]{0,2}", written):
        return error("records.not_id", at.place, value=written)
    return written.casefold()


_LONG: Kind[str] = Kind("text", TEXT.read, longest=LONGEST_TEXT)
_ANSWER: Kind[str] = Kind("text", TEXT.read, longest=LONGEST_ANSWER, clean=_several_lines)
_FACTOR = whole(1, len(FACTORS))
_SOME = whole(0, 99)
_NUMBER = whole(1, 99)
_ID: Kind[str] = Kind("id", _measure_id)

FIELDS: tuple[Setting, ...] = (
    Setting("schema", VERSION, required=True),
    Setting("unit", TEXT, required=True),
    Setting("round", TEXT, required=True),
    Setting("analysis[].session", _NUMBER, 1),
    Setting("analysis[].date", DAY),
    Setting("analysis[].groups", _SOME, 0),
    Setting("analysis[].tally[].factor", _FACTOR, required=True),
    Setting("analysis[].tally[].content", _SOME, 0),
    Setting("analysis[].tally[].improve", _SOME, 0),
    Setting("analysis[].reasons[].factor", whole(0, len(FACTORS)), 0),
    Setting("analysis[].reasons[].half", one_of(*HALVES), required=True),
    Setting("analysis[].reasons[].text", _LONG, required=True),
    Setting("chosen[].factor", _FACTOR, required=True),
    Setting("chosen[].way", one_of(*WAYS), required=True),
    Setting("leaders_own[].factor", _FACTOR, required=True),
    Setting("leaders_own[].commits", _LONG),
    Setting("roadmap[].session", _NUMBER, 1),
    Setting("roadmap[].date", DAY),
    Setting("roadmap[].goals[].factor", _FACTOR, required=True),
    Setting("roadmap[].goals[].text", _LONG),
    Setting("roadmap[].goals[].target", _LONG),
    Setting("roadmap[].goals[].staff", _LONG, many=True),
    Setting("roadmap[].goals[].leader", _LONG, many=True),
    Setting("roadmap[].goals[].organisation", _LONG, many=True),
    Setting("roadmap[].ideas[].text", _LONG, required=True),
    Setting("roadmap[].ideas[].square", one_of(*(square for square in SQUARES if square))),
    Setting("measures[].id", _ID, required=True),
    Setting("measures[].factor", _FACTOR, required=True),
    Setting("measures[].text", _LONG, required=True),
    Setting("measures[].responsible", _LONG),
    Setting("measures[].deadline", DAY),
    Setting("measures[].source", TEXT),
    Setting("measures[].changes[].date", DAY, required=True),
    Setting("measures[].changes[].status", one_of(*STATUSES), required=True),
    Setting("measures[].changes[].note", _LONG),
    Setting("follow_ups[].number", _NUMBER, required=True),
    Setting("follow_ups[].date", DAY),
    Setting("follow_ups[].degrees[].factor", _FACTOR, required=True),
    Setting("follow_ups[].degrees[].degree", one_of(*DEGREES), required=True),
    Setting("follow_ups[].answers", _ANSWER, many=True, blanks=True),
    Setting("collected[].kind", one_of(*CODES), required=True),
    Setting("collected[].number", _NUMBER, required=True),
    Setting("collected[].digest", TEXT, required=True),
)
"""Every field of a record, in the order of the file."""


# ---------------------------------------------------------------- reading


def read(data: bytes, file: str, allowed: Allowed = USUAL) -> Outcome[Record]:
    """Read a record; no value where something is wrong, and then everything that is, with its line."""
    source = yaml_source.load(data, file, yaml_source.Limits.of(allowed))
    if source.value is None:
        return Outcome(None, source.problems)
    top, told = read_schema(source.value, FIELDS)
    problems = [*source.problems, *told]
    if any(problem.is_error for problem in problems):
        return Outcome(None, tuple(problems))
    problems += [*_misplaced(top, PurePath(file)), *_repeated(top), *_too_many_answers(top)]
    wrong = any(problem.is_error for problem in problems)
    return Outcome(None if wrong else _record(top), tuple(problems))


def _misplaced(top: Section, file: PurePath) -> Iterator[Problem]:
    """Yield an error where unit or round are not those that the file's folder and name say."""
    unit, round_ = filenames.unit_folder(top["unit"]), filenames.folder_name(top["round"])
    if unit != file.parent.name:
        yield error("records.unit_elsewhere", top.place("unit"), unit=top["unit"], folder=file.parent.name)
    if round_ != file.stem:
        yield error("records.round_elsewhere", top.place("round"), round=top["round"], file=file.name)


_ONCE = (
    ("analysis", "session"),
    ("roadmap", "session"),
    ("chosen", "factor"),
    ("leaders_own", "factor"),
    ("measures", "id"),
    ("follow_ups", "number"),
)
"""Lists of the file, and the field that stands only once in each."""
_ONCE_INSIDE = (
    ("analysis", "tally", "factor"),
    ("roadmap", "goals", "factor"),
    ("follow_ups", "degrees", "factor"),
)


def _repeated(top: Section) -> Iterator[Problem]:
    """Yield an error for every value that may stand once and stands again."""
    for name, field in _ONCE:
        yield from _again(name, top[name], field)
    for name, inner, field in _ONCE_INSIDE:
        for section in top[name]:
            yield from _again(inner, section[inner], field)
    chosen = {section["factor"] for section in top["chosen"]}
    for section in top["leaders_own"]:
        if section["factor"] in chosen:
            yield error("records.own_is_chosen", section.place("factor"), factor=section["factor"])


def _again(name: str, sections: Iterable[Section], field: str) -> Iterator[Problem]:
    first: dict[object, int | None] = {}
    for section in sections:
        value, place = section[field], section.place(field)
        if value in first:
            yield error("records.twice", place, field=f"{name}.{field}", value=value, first_line=first[value] or "–")
        first.setdefault(value, place.line)


def _too_many_answers(top: Section) -> Iterator[Problem]:
    for section in top["follow_ups"]:
        if len(section["answers"]) > QUESTIONS:
            yield error("records.too_many_answers", section.place("answers"), most=QUESTIONS)


def _record(top: Section) -> Record:
    return Record(
        top["unit"],
        top["round"],
        tuple(
            AnalysisSession(s["session"], s["date"], s["groups"], _each(Count, s["tally"]), _each(Reason, s["reasons"]))
            for s in top["analysis"]
        ),
        _each(Chosen, top["chosen"]),
        _each(LeadersOwn, top["leaders_own"]),
        tuple(
            RoadmapSession(s["session"], s["date"], _each(Goal, s["goals"]), _each(Idea, s["ideas"]))
            for s in top["roadmap"]
        ),
        tuple(Measure(**{**s.values, "changes": _each(StatusChange, s["changes"])}) for s in top["measures"]),
        tuple(
            FollowUp(s["number"], s["date"], tuple((d["factor"], d["degree"]) for d in s["degrees"]), _answers(s))
            for s in top["follow_ups"]
        ),
        _each(Source, top["collected"]),
    )


def _each(kind: type[T], sections: Iterable[Section]) -> tuple[T, ...]:
    """Return a value of a kind for each section: its fields are called as the file's."""
    return tuple(kind(**section.values) for section in sections)


def _answers(section: Section) -> tuple[str, ...]:
    """Return all answers in the order of the questions, none where nothing was answered."""
    answers = section["answers"]
    return (*answers, *[""] * (QUESTIONS - len(answers))) if any(answers) else ()


# ---------------------------------------------------------------- writing


def write(record: Record, head: str) -> bytes:
    """Return a record as its file: ``head`` as comment, then what there is in a fixed order; empty fields left out."""
    lines = [
        *(yaml_text.comment(head) if head.strip() else ()),
        f"schema: {SCHEMA}",
        *_named("unit", record.unit),
        *_named("round", record.round),
    ]
    for name, items in _lists(record).items():
        if items:
            lines += ["", f"{name}:"]
            lines += [line for item in items for line in _item(item, 2)]
    return ("\n".join(lines) + "\n").encode()


def head_of(data: bytes) -> str:
    """Return the comment at the top of a file, as it stands after its marks; empty where there is none."""
    found: list[str] = []
    for line in data.decode("utf-8-sig", "replace").splitlines():
        if not line.startswith("#"):
            break
        found.append(line.removeprefix("#").removeprefix(" ").rstrip())
    return "\n".join(found)


_Item = Mapping[str, Any]


class _Short(dict[str, Any]):
    """A mapping that stands on one line."""


def _lists(record: Record) -> dict[str, list[_Item]]:
    """Return the lists of the file by name: their items as mappings, in the order of the schema."""
    return {
        "analysis": [
            {
                "session": one.number,
                "date": one.date,
                "groups": one.groups,
                "tally": [_Short(factor=c.factor, content=c.content, improve=c.improve) for c in one.tally],
                "reasons": [_Short(factor=r.factor, half=r.half, text=r.text) for r in one.reasons],
            }
            for one in record.analysis
        ],
        "chosen": [_Short(factor=one.factor, way=one.way) for one in record.chosen],
        "leaders_own": [_Short(factor=one.factor, commits=one.commits) for one in record.leaders_own],
        "roadmap": [
            {
                "session": one.number,
                "date": one.date,
                "goals": [_goal(goal) for goal in one.goals],
                "ideas": [_Short(square=idea.square, text=idea.text) for idea in one.ideas],
            }
            for one in record.roadmap
        ],
        "measures": [_measure(one) for one in record.measures],
        "follow_ups": [
            {
                "number": one.number,
                "date": one.date,
                "degrees": [_Short(factor=factor, degree=degree) for factor, degree in one.degrees],
                "answers": list(one.answers),
            }
            for one in record.follow_ups
        ],
        "collected": [_Short(kind=one.kind, number=one.number, digest=one.digest) for one in record.collected],
    }


def _goal(goal: Goal) -> _Item:
    signs: dict[str, list[str]] = {who: list(goal.signs(who)) for who in WHOSE}
    return {"factor": goal.factor, "text": goal.text, "target": goal.target, **signs}


def _measure(one: Measure) -> _Item:
    return {
        "id": one.id,
        "factor": one.factor,
        "text": one.text,
        "responsible": one.responsible,
        "deadline": one.deadline,
        "source": one.source,
        "changes": [_Short(date=c.date, status=c.status, note=c.note) for c in one.changes],
    }


def _item(item: _Item, indent: int) -> Iterator[str]:
    """Yield a mapping of a list as lines, its dash first."""
    pad = " " * indent
    if isinstance(item, _Short):
        yield f"{pad}- {{{', '.join(line for name, value in item.items() for line in _named(name, value))}}}"
        return
    lines = [line for name, value in item.items() for line in _named(name, value)]
    for number, line in enumerate(lines):
        yield f"{pad}{'  ' if number else '- '}{line}"


def _named(name: str, value: object) -> Iterator[str]:
    """Yield a field as lines from its own indentation; nothing for an empty one."""
    if isinstance(value, list):
        if any(value):
            yield f"{name}:"
        for one in value if any(value) else ():
            yield from _item(one, 2) if isinstance(one, Mapping) else (f"  - {yaml_text.one_line(one)}",)
    elif value:  # also a reason's factor 0, which is what a reason without factor has
        yield f"{name}: {_scalar(name, value)}"


_PLAIN = frozenset({"date", "deadline", "half", "way", "square", "status", "degree", "kind", "id", "source", "unit"})
"""Fields whose words stand as they are: codes, days and ids."""


def _scalar(name: str, value: object) -> str:
    written = str(value)
    is_plain = isinstance(value, int) or (name in _PLAIN and re.fullmatch(r"[A-Za-z0-9_.-]+", written))
    return written if is_plain else yaml_text.one_line(written)
