"""What the words of a filled form mean: prompts, choices, names of factors and months in both written standards.

Whoever reads a form, of whatever medium, gives what stands in a field to `canonical` and gets the value as
`packgen.record` has it, or a problem that says what was expected.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from packgen import clean, fields
from packgen.content.texts import Texts
from packgen.model import FACTORS
from packgen.problems import Place, Problem, error, warning
from packgen.record import DEGREES, QUESTIONS, STATUSES, WAYS
from packgen.record_form import (
    FIELDS,
    GOAL_PARTS,
    MEASURE_PARTS,
    MEASURE_ROWS,
    OWN_SLOTS,
    SLOTS,
    FieldKind,
    FormField,
)
from packgen.results import names

LONGEST: Mapping[FieldKind, int] = {"text": 1_000, "lines": 10_000}
"""Characters that a field may hold; a few words of anything else."""
_SHORT = 200
MOST = 99
"""The highest number of groups, or of groups that named a factor."""

_CHOICES: Mapping[FieldKind, tuple[str, tuple[str, ...]]] = {
    "way": ("ways", WAYS),
    "status": ("statuses", STATUSES),
    "degree": ("degrees", DEGREES),
}
"""Where in ``labels.record`` the words of a choice stand, and its codes."""
APPRAISALS = ("appraisal_preparation", "appraisal_agreement")
"""The documents of the appraisal interview. Filled in they are personal data: no program reads them."""
_MARKS = 3
"""So many lines of an appraisal form are no chance."""
_SHOWN = 60
"""Characters of what somebody wrote that a message shows."""


@dataclass(frozen=True, slots=True)
class FormWords:
    """The words of forms in every written standard and layer.

    ``prompts`` are what empty fields say; ``choices`` codes by the word of an option, in small letters; ``shown`` the
    options as people see them; ``factors`` numbers by name; ``months`` numbers by name. ``names`` are what people call
    fields, by key, in one written standard. ``appraisals`` are the titles of the appraisal forms,
    ``appraisal_marks`` for each of them lines that only it has; ``units`` the labels that a unit's name stands beside.
    """

    prompts: frozenset[str]
    choices: Mapping[FieldKind, Mapping[str, str]]
    shown: Mapping[FieldKind, str]
    factors: Mapping[str, int]
    months: Mapping[str, int]
    names: Mapping[str, str]
    appraisals: frozenset[str]
    appraisal_marks: tuple[frozenset[str], ...]
    units: frozenset[str]

    def name(self, field: FormField) -> str:
        """Return what people call a field: «Kjennetegn hos lederen 2»."""
        return self.names.get(field.key, field.key)

    def is_appraisal(self, title: str, lines: Iterable[str]) -> bool:
        """Tell whether a document is a form of an appraisal interview, by its title or several of its lines."""
        plain = frozenset(map(_plain, lines))
        return _plain(title) in self.appraisals or any(len(own & plain) >= _MARKS for own in self.appraisal_marks)

    def is_unit(self, label: str) -> bool:
        """Tell whether a label says that a unit's name stands beside it."""
        return _plain(label) in self.units

    def is_prompt(self, text: str) -> bool:
        """Tell whether a text is only what an empty field says."""
        return _plain(text) in self.prompts


def of(own: Texts, *others: Texts) -> FormWords:
    """Return the words of forms; ``own`` in the language of problems, all others that a form may be written in."""
    every = (own, *others)
    labels = [texts.nodes["labels"] for texts in every]
    return FormWords(
        prompts=frozenset(_plain(text) for texts in every for text in _prompts(texts.nodes.get("record_forms", {}))),
        choices={kind: dict(_options(kind, labels)) for kind in _CHOICES},
        shown={kind: ", ".join(labels[0]["record"][name].values()) for kind, (name, _) in _CHOICES.items()},
        factors={name: number for texts in every for name, number in _factors(texts)},
        months={month: n for one in labels for n, month in enumerate(one["months"], start=1)},
        names=dict(_names(own)),
        appraisals=frozenset(_plain(texts.node(f"documents.{name}.name")) for texts in every for name in APPRAISALS),
        appraisal_marks=tuple(_marks(texts, name) for texts in every for name in APPRAISALS),
        units=frozenset(_plain(text) for texts in every for text in _units(texts)),
    )


# ---------------------------------------------------------------- words of the forms


def _names(texts: Texts) -> Iterator[tuple[str, str]]:
    """Yield what people call each field, as its title in the form says it."""
    for row in range(1, len(MEASURE_ROWS) + 1):
        heads = texts.node("record_forms.measures.head")[1:]
        yield from ((f"measure.{row}.{part}", f"{head} {row}") for part, head in zip(MEASURE_PARTS, heads, strict=True))
    yield from _names_one(texts)
    yield from _names_two(texts)
    yield from _names_follow_up(texts)


def _names_one(texts: Texts) -> Iterator[tuple[str, str]]:
    one, halves = texts.node("record_forms.one"), texts.node("labels.record.halves")
    head = texts.node("record_forms.head")
    yield from ((name, head[name]) for name in ("date", "session", "groups"))
    for number, factor in ((0, one["reasons"]["other"]), *_labels(texts)):
        for half, word in halves.items():
            yield f"tally.{number}.{half}", f"{word}: {factor}"
            yield f"reasons.{number}.{half}", f"{one['reasons']['title']}, {word}: {factor}"
    for name, slots, parts in (("chosen", SLOTS, ("factor", "way")), ("own", OWN_SLOTS, ("factor", "commits"))):
        for slot in slots:
            for part, head in zip(parts, one[name]["head"][1:], strict=True):
                yield f"{name}.{slot}.{part}", f"{one[name]['title']} {slot}, {head}"


def _names_two(texts: Texts) -> Iterator[tuple[str, str]]:
    goal = texts.node("record_forms.two.goal")
    yield from ((f"goal.{slot}.{part}", f"{goal[part]} {slot}") for slot in SLOTS for part in GOAL_PARTS)
    ideas = texts.node("record_forms.two.ideas.title")
    squares = texts.node("labels.record.squares").items()
    yield from ((f"ideas.{square}", f"{ideas}, {word}") for square, word in squares)


def _names_follow_up(texts: Texts) -> Iterator[tuple[str, str]]:
    form = texts.node("record_forms.follow_up")
    yield from ((f"degree.{number}", f"{form['degrees']['head'][1]}: {factor}") for number, factor in _labels(texts))
    yield from ((f"answer.{n}", f"{form['questions']['head'][1]} {n}") for n in range(1, QUESTIONS + 1))
    for field in FIELDS["follow_up"]:
        if field.key.startswith("status."):
            _, measure, part = field.key.split(".")
            yield field.key, f"{form['statuses']['head'][1 if part == 'status' else 2]} {measure}"


def _labels(texts: Texts) -> tuple[tuple[int, str], ...]:
    """Return the factors' numbers, and with names as they are called now."""
    found = texts.nodes["factors"]
    return tuple((one.number, f"{one.number}. {found[one.id]['names']['present']}") for one in FACTORS)


def _prompts(node: Any) -> Iterator[str]:  # noqa: ANN401 - see Texts.node
    """Yield the texts under a node whose key is ``prompt`` or that stand in ``prompts``."""
    for path, text in Texts("nb", {"": node}, {}).leaves():
        if "prompt" in path[-1:] or "prompts" in path[-2:]:
            yield text


def _options(kind: FieldKind, labels: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    name, codes = _CHOICES[kind]
    for code in codes:
        yield code, code
        yield from ((_plain(one["record"][name][code]), code) for one in labels)


def _factors(texts: Texts) -> Iterator[tuple[str, int]]:
    for factor in FACTORS:
        for name in texts.nodes["factors"][factor.id]["names"].values():
            yield names.key(name), factor.number


def _marks(texts: Texts, name: str) -> frozenset[str]:
    """Return the lines that an appraisal form is known by: its headings, what it says of privacy, who it is about."""
    node = texts.nodes[name]
    found = [*node["chapter"].values(), *(text for key, text in node.items() if key.endswith(("_title", "_note")))]
    found += [node["private"]["title"]] if "private" in node else node["who"]["head"]
    return frozenset(map(_plain, found))


def _units(texts: Texts) -> Iterator[str]:
    yield texts.nodes["terms"]["unit"]["a"]


def _plain(text: str) -> str:
    """Return a text for comparison: clean, on one line, in small letters."""
    return clean.line(text)[0].casefold().rstrip(" .:")


# ---------------------------------------------------------------- what stands in a field


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote in a field, with line breaks as they are, and where."""

    field: FormField
    text: str
    place: Place


def canonical(written: Written, words: FormWords) -> tuple[str, tuple[Problem, ...]]:
    """Return a field's value as records have it, empty where nobody filled it in or it is wrong, and what to tell.

    Days are ISO, numbers digits, factors their numbers, choices codes; ``lines`` one a line, texts on one line.
    """
    field, name = written.field, label(written.field, words)
    longest = LONGEST.get(field.kind, _SHORT)
    if len(written.text) > longest:
        told = error("collect.too_long", written.place, field=name, length=len(written.text), longest=longest)
        return "", (told,)
    if words.is_prompt(written.text):
        return "", ()
    cleaned = [clean.line(line) for line in clean.lines(written.text)]
    text = ("\n" if field.kind == "lines" else " ").join(line for line, _ in cleaned if line)
    changed = any(took for _, took in cleaned)
    told_clean = (warning("fields.cleaned", written.place, field=name, value=_short(text)),) if changed else ()
    found = _read(Written(field, text, written.place), name, words) if text else ""
    return ("", (*told_clean, found)) if isinstance(found, Problem) else (found, told_clean)


def label(field: FormField, words: FormWords) -> str:
    """Return a field's number and name, as problems call it: «12: Fornøyd med, faktor 2»."""
    return f"{field.number}: {words.name(field)}"


def _read(written: Written, name: str, words: FormWords) -> str | Problem:
    kind = written.field.kind
    if kind == "text":
        return written.text
    if kind == "lines":
        return "\n".join(line for line in map(_item, written.text.split("\n")) if line)
    return _one_word(written, name, words) if written.text.strip(_DASHES) else ""


def _one_word(written: Written, name: str, words: FormWords) -> str | Problem:
    """Read what is no free text: a number, a day, a factor, a choice."""
    readers = {"number": _number, "day": _day, "factor": _factor}
    return readers.get(written.field.kind, _option)(written, name, words)


def _option(written: Written, name: str, words: FormWords) -> str | Problem:
    code = words.choices[written.field.kind].get(_plain(written.text))
    allowed = words.shown[written.field.kind]
    return code or error("collect.not_option", written.place, field=name, value=_short(written.text), allowed=allowed)


_DASHES = " -\u2010\u2011\u2012\u2013\u2014\u2212"
_BULLET = re.compile("(?:[\u2022\u25aa\u25e6\u2023\u25cf\u25cb\u00b7] *|[-*\u2013\u2014] +)+")
_STROKES = re.compile("[|Il/\\\\\u00a6\u01c0\u2758 ]+")


def _item(line: str) -> str:
    """Return a line without the mark that somebody has put before it to make a list."""
    return _BULLET.sub("", line, count=1) if _BULLET.match(line) else line


def _number(written: Written, name: str, _: FormWords) -> str | Problem:
    """Read digits, or strokes as groups are counted on a wall: «||||» is 4."""
    text, lowest = written.text, 1 if written.field.key == "session" else 0
    strokes = len(text.replace(" ", "")) if _STROKES.fullmatch(text) else None
    value = strokes if strokes is not None else int(text) if re.fullmatch("[0-9]{1,4}", text) else -1
    if lowest <= value <= MOST:
        return str(value)
    return error("collect.not_number", written.place, field=name, value=_short(text), lowest=lowest, highest=MOST)


_LONG_DAY = re.compile(r"(?P<d>[0-9]{1,2})\.? ?(?P<m>[^\W\d_]+)\.? (?P<y>[0-9]{4})")
_SHORT_YEAR = re.compile(r"([0-9]{1,2}[./][0-9]{1,2}[./])([0-9]{2})")


def _day(written: Written, name: str, words: FormWords) -> str | Problem:
    """Read «12.3.2026», «12.03.26», «12. mars 2026» or «2026-03-12» as an ISO day."""
    text = written.text
    if match := _LONG_DAY.fullmatch(text):
        month = words.months.get(match["m"].casefold(), 0)
        text = f"{match['d']}.{month}.{match['y']}"
    elif match := _SHORT_YEAR.fullmatch(text):
        text = f"{match[1]}20{match[2]}"
    found = fields.DAY.read(text, fields.At(name, written.place))
    return (
        error("fields.not_day", written.place, field=name, value=_short(written.text))
        if isinstance(found, Problem)
        else found
    )


_NUMBERED = re.compile(r"(?P<number>10|[1-9])(?:[.):]? +(?P<name>\D+)|[.):]?)")


def _factor(written: Written, name: str, words: FormWords) -> str | Problem:
    """Read «3», «3. Autonomi», or any name of a factor; a number with anything else beside it is an error."""
    numbered = _NUMBERED.fullmatch(written.text)
    said = (numbered["name"] or "") if numbered else written.text
    number, named = int(numbered["number"]) if numbered else 0, _named(said, words)
    if number and named and number != named:
        return error("collect.factor_clash", written.place, field=name, value=_short(written.text))
    if (said and not named) or not number + named:
        return error("collect.not_factor", written.place, field=name, value=_short(written.text))
    return str(number or named)


def _named(name: str, words: FormWords) -> int:
    """Return the number of the factor that a name means, here or in any documents in use; 0 for none."""
    if own := words.factors.get(names.key(name)):
        return own
    found = names.factor_in(name) if name else None
    return found.factor if found and found.certain and not found.clash and not found.answer else 0


def _short(text: str) -> str:
    """Return what a message may show of a text: one line, not endless."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
