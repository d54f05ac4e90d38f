"""The three forms that a unit's secretary fills in → headings, help and tables of fields, filled with what is known.

Which fields there are, their keys and numbers stand in `packgen.record_form`; here is which of them one unit's form
has, and where. Facts that whoever reads a filled form may count on:

- A field's tag is exactly its key (``tally.3.improve``), its number is that of the catalogue, and it stands alone in a
  cell of a table. In Word the number stands before it: number, colon, no-break space, content (``33: what was
  written``), where a field takes several lines in a paragraph of its own (``33:``, then a paragraph for each line in a
  block-level control). An empty field shows its prompt (`record_forms.prompts`, in the written standard of the form).
  No field is in two places of a form.
- The first table after the box of instructions says whose form it is, a row for each: unit's name, round's name, the
  number of a follow-up, form id. Label in the first cell, value in the second, plain text without any field; the id is
  `str(FormId)`. Rows for the first fields follow in the same table.
- Days are ``dd.mm.yyyy``; numbers are digits; several texts (``lines``) stand one a line; choices are words: a factor
  «3. Autonomi» in the names of the municipality, else `record_words` (way, status, degree).
- Slots that are not needed are left out: factors beyond what the unit may work on and has chosen, measures beyond
  `ROWS` and `NEW_ROWS` more than the record has. What is left out is no empty field.
- ``form_one`` and ``form_two`` are about one session. They show the record's first one, for correction; where meetings
  are held in shifts, the one that comes next. The plan in ``form_two`` shows the measures that came with this
  session's form or were written by hand, none that came with a follow-up or with another session.
- ``form_follow_up`` is always the next one: no degree, answer or status is filled in beforehand.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from packgen import filenames
from packgen.blocks import Block, Cell, Column, Field, Heading, NewPage, Paragraph, Table, Text, plain, text
from packgen.compose.record_words import (
    day,
    degree_word,
    factor_label,
    half_word,
    said,
    said_list,
    square_word,
    status_word,
    way_word,
)
from packgen.compose.scene import Scene
from packgen.compose.words import Words, for_factor
from packgen.content.makeup import Item
from packgen.model import FACTORS
from packgen.record import (
    DEGREES,
    HALVES,
    QUESTIONS,
    SQUARES,
    STATUSES,
    WAYS,
    WHOSE,
    AnalysisSession,
    Measure,
    Record,
    RoadmapSession,
)
from packgen.record_form import (
    BY_KEY,
    FACTOR_NUMBERS,
    GOAL_PARTS,
    MEASURE_PARTS,
    MEASURE_ROWS,
    OWN_SLOTS,
    SLOTS,
    UNPLACED,
    FieldKind,
    FormId,
    FormKind,
)

ROWS = 8
"""Rows for measures in the form of meeting 2, at least."""
NEW_ROWS = 4
"""Rows for new measures in the form of a follow-up, and beyond those that the form of meeting 2 has already."""
_LONGEST_TITLE = 64
"""Letters that Word takes in the title of a control."""
_KINDS: Mapping[FieldKind, str] = {"day": "date", "number": "number", "text": "text", "lines": "rich"}
_ROW_MM, _LINES_MM = 8.0, 16.0
_Session = TypeVar("_Session", AnalysisSession, RoadmapSession)


# ---------------------------------------------------------------- a form


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of one unit: its kind, the words it speaks in, and what is known by the keys of its fields."""

    kind: FormKind
    scene: Scene
    known: Mapping[str, str]

    @property
    def words(self) -> Words:
        return self.scene.words

    def key(self, name: str) -> str:
        """Return the key of this form's texts."""
        return f"record_forms.{self.kind}.{name}"

    def cell(self, key: str, title: str, prompt: str = "") -> Cell:
        """Return the cell of a field: its number before it, what is known in it."""
        field = BY_KEY[self.kind][key]
        words = self.words
        return Cell(
            field=Field(
                _KINDS.get(field.kind, "choice"),  # type: ignore[arg-type] # kinds of fields by construction
                key,
                title[:_LONGEST_TITLE],
                words.string(f"record_forms.prompts.{prompt or field.kind}"),
                _options(field.kind, words),
                multiline=field.kind == "lines",
                value=self.known.get(key, ""),
                number=field.number,
            )
        )

    def heading(self, name: str) -> tuple[Block, ...]:
        """Return the heading of a stretch of the form and its help."""
        shown: list[Block] = [Heading(2, self.words.inline(self.key(f"{name}.title")), "")]
        if self.words.has(self.key(f"{name}.help")):
            shown += self.words.blocks(self.key(f"{name}.help"))
        return tuple(shown)

    def table(
        self, key: str, rows: Iterable[tuple[Cell, ...]], weights: tuple[float, ...], row_mm: float = _ROW_MM
    ) -> Table:
        """Return a table of fields from a node {title, summary, head?}; its first column says what each row is."""
        words = self.words
        heads = words.inlines(f"{key}.head") if words.has(f"{key}.head") else ((),) * len(weights)
        columns = tuple(Column(head, weight) for head, weight in zip(heads, weights, strict=True))
        titles = words.string(f"{key}.title"), words.string(f"{key}.summary")
        return Table("form", columns, tuple(rows), *titles, row_mm=row_mm, first_is_head=True)


_CHOICES: Mapping[FieldKind, Callable[[Words], Iterable[str]]] = {
    "factor": lambda words: (factor_label(words, number) for number in FACTOR_NUMBERS),
    "way": lambda words: (way_word(words, way) for way in WAYS),
    "status": lambda words: (status_word(words, status) for status in STATUSES),
    "degree": lambda words: (degree_word(words, degree) for degree in DEGREES),
}


def _options(kind: FieldKind, words: Words) -> tuple[str, ...]:
    """Return the words that a choice is made between; nothing for other fields."""
    return tuple(_CHOICES[kind](words)) if kind in _CHOICES else ()


def _label(words: Text | str, more: tuple[Block, ...] = ()) -> Cell:
    return Cell(text(words) if isinstance(words, str) else words, more=more, strong=True)


def _numbered(form: _Form, key: str, tag: str, row: int, prompts: Mapping[str, str]) -> tuple[Cell, ...]:
    """Return a row that begins with its number: a field for each part, called as the head of its column."""
    heads = form.words.inlines(f"{key}.head")[1:]
    fields = zip(prompts.items(), heads, strict=True)
    title = f"{form.words.string(f'{key}.title')} {row}"
    named = ((part, f"{title}, {plain(head)}", prompt) for (part, prompt), head in fields)
    return (_label(str(row)), *(form.cell(f"{tag}.{row}.{part}", title, prompt) for part, title, prompt in named))


def _head(form: _Form, fields: Iterable[str], number: int = 0) -> Table:
    """Return whose form it is as plain text (unit, round, number of the follow-up, form id), then the first fields."""
    view, words, key = form.scene.view, form.words, "record_forms.head"
    municipality, round_ = (filenames.folder_name(one.id) for one in (view.municipality, view.round))
    own = FormId(municipality, round_, filenames.unit_folder(view.unit.id), form.kind, number)
    rows = [("unit", view.unit.name), ("round", view.round.name), ("id", str(own))]
    if number:
        rows.insert(2, ("number", str(number)))
    cells = [(_label(words.inline(f"{key}.{name}")), Cell(text(value))) for name, value in rows]
    cells += [
        (_label(words.inline(f"{key}.{name}")), form.cell(name, words.string(f"{key}.{name}"))) for name in fields
    ]
    return form.table(key, cells, (1.0, 2.6), 0.0)


# ---------------------------------------------------------------- meeting 1


def _form_one(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return the form of meeting 1: what was chosen, what the leader takes on in addition, tally and reasons."""
    record = _record(scene)
    session = _session(scene, record.analysis, AnalysisSession)
    form = _Form("one", scene, _known_one(session))
    return (
        _head(form, ("date", "session", "groups")),
        *form.heading("chosen"),
        _chosen(form, record),
        *form.heading("own"),
        _own(form, record),
        NewPage(),
        *form.heading("tally"),
        _tally(form),
        *form.heading("reasons"),
        _reasons(form),
    )


def _known_one(session: AnalysisSession) -> dict[str, str]:
    known = {"date": session.date, "session": str(session.number), "groups": str(session.groups or "")}
    for count in session.tally:
        known[f"tally.{count.factor}.content"] = str(count.content)
        known[f"tally.{count.factor}.improve"] = str(count.improve)
    for reason in session.reasons:
        key = f"reasons.{reason.factor}.{reason.half}"
        known[key] = "\n".join((known[key], reason.text)) if key in known else reason.text
    return known


def _tally(form: _Form) -> Table:
    rows = ((_label(name), *_halves(form, f"tally.{n}", name)) for n, name in _factors(form.words))
    return form.table(form.key("tally"), rows, (2.0, 1.0, 1.0), 0.0)


def _halves(form: _Form, key: str, name: str, title: str = "", prompt: str = "") -> tuple[Cell, ...]:
    """Return the two cells of a factor, one for each half of the cross; ``title`` opens what they are called."""
    words = ((half, f"{title}{half_word(form.words, half)}: {name}") for half in HALVES)
    return tuple(form.cell(f"{key}.{half}", called, prompt) for half, called in words)


def _reasons(form: _Form) -> Table:
    """Return room for reasons: a row for each factor, and one for what belongs to no factor alone."""
    named = (*_factors(form.words), (0, form.words.string(form.key("reasons.other"))))
    title = f"{form.words.string(form.key('reasons.title'))}, "
    rows = ((_label(name), *_halves(form, f"reasons.{n}", name, title, "reasons")) for n, name in named)
    return form.table(form.key("reasons"), rows, (1.45, 2.0, 2.0), _LINES_MM)


def _chosen(form: _Form, record: Record) -> Table:
    known: dict[str, str] = {}
    for slot, one in zip(SLOTS, record.chosen, strict=False):
        label = factor_label(form.words, one.factor)
        known |= {f"chosen.{slot}.factor": label, f"chosen.{slot}.way": way_word(form.words, one.way)}
    form = replace(form, known={**form.known, **known})
    key, prompts = form.key("chosen"), {"factor": "", "way": ""}
    rows = (_numbered(form, key, "chosen", slot, prompts) for slot in _slots(form.scene, len(record.chosen)))
    return form.table(key, rows, (0.35, 2.0, 2.0))


def _own(form: _Form, record: Record) -> Table:
    known: dict[str, str] = {}
    for slot, one in zip(OWN_SLOTS, record.leaders_own, strict=False):
        known |= {f"own.{slot}.factor": factor_label(form.words, one.factor), f"own.{slot}.commits": one.commits}
    form = replace(form, known={**form.known, **known})
    key, prompts = form.key("own"), {"factor": "", "commits": "commits"}
    slots = OWN_SLOTS[: max(1, len(record.leaders_own))]
    rows = (_numbered(form, key, "own", slot, prompts) for slot in slots)
    return form.table(key, rows, (0.35, 2.0, 3.2))


# ---------------------------------------------------------------- meeting 2


def _form_two(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return the form of meeting 2: goal and signs of each factor, free ideas, and the plan."""
    record = _record(scene)
    session = _session(scene, record.roadmap, RoadmapSession)
    worked_on = tuple(dict.fromkeys((*record.worked_on, *(goal.factor for goal in session.goals))))
    measures = tuple(m for m in record.measures if m.source in ("", f"two.{session.number}"))
    if session.number not in {one.number for one in record.roadmap} and record.roadmap:
        measures = ()
    form = _Form("two", scene, _known_two(scene.words, session, worked_on, measures))
    return (
        _head(form, ("date", "session")),
        NewPage(),
        *form.heading("goals"),
        *(block for slot in _slots(scene, len(worked_on)) for block in _goal(form, slot, worked_on)),
        *form.heading("ideas"),
        _ideas(form),
        *form.heading("plan"),
        _measures(form, max(ROWS, len(measures) + NEW_ROWS)),
    )


def _known_two(
    words: Words, session: RoadmapSession, worked_on: tuple[int, ...], measures: tuple[Measure, ...]
) -> dict[str, str]:
    known = {"date": session.date, "session": str(session.number)}
    by_factor = {goal.factor: goal for goal in session.goals}
    for slot, factor in zip(SLOTS, worked_on, strict=False):
        known[f"goal.{slot}.factor"] = factor_label(words, factor)
        if factor in by_factor:
            goal = by_factor[factor]
            known |= {f"goal.{slot}.text": goal.text, f"goal.{slot}.target": goal.target}
            known |= {f"goal.{slot}.{who}": "\n".join(goal.signs(who)) for who in WHOSE}
    for square in SQUARES:
        ideas = (idea.text for idea in session.ideas if idea.square == square)
        known[f"ideas.{square or UNPLACED}"] = "\n".join(ideas)
    return known | _known_measures(words, measures)


def _known_measures(words: Words, measures: tuple[Measure, ...]) -> dict[str, str]:
    known: dict[str, str] = {}
    for row, measure in zip(MEASURE_ROWS, measures, strict=False):
        said = (factor_label(words, measure.factor), measure.text, measure.responsible, measure.deadline)
        known |= {f"measure.{row}.{part}": value for part, value in zip(MEASURE_PARTS, said, strict=True)}
    return known


def _goal(form: _Form, slot: int, worked_on: tuple[int, ...]) -> tuple[Block, ...]:
    """Return the fields of one factor, with packgen's goal as help where the factor is known."""
    words, key = form.words, form.key("goal")
    title = words.having(slot=slot).inline(f"{key}.slot")
    help_words: tuple[Block, ...] = ()
    if slot <= len(worked_on):
        factor = FACTORS[worked_on[slot - 1] - 1]
        title = text(factor_label(words, factor.number))
        help_words = for_factor(words, factor).blocks(f"{key}.help")
    labels = {part: words.string(f"{key}.{part}") for part in GOAL_PARTS}
    prompts = {"target": "target"} | dict.fromkeys(map(str, WHOSE), "signs")
    rows = tuple(
        (_label(label), form.cell(f"goal.{slot}.{part}", f"{label} {slot}", prompts.get(part, "")))
        for part, label in labels.items()
    )
    return (Heading(3, title, ""), *help_words, form.table(key, rows, (1.0, 2.6)))


def _ideas(form: _Form) -> Table:
    named = ((square or UNPLACED, square_word(form.words, square)) for square in SQUARES)
    title = form.words.string(form.key("ideas.title"))
    rows = ((_label(word), form.cell(f"ideas.{name}", f"{title}, {word}", "ideas")) for name, word in named)
    return form.table(form.key("ideas"), rows, (1.0, 2.6), _LINES_MM)


def _measures(form: _Form, count: int) -> Table:
    """Return numbered rows for measures."""
    key = "record_forms.measures"
    prompts = dict(zip(MEASURE_PARTS, ("", "measure", "responsible", ""), strict=True))
    rows = (_numbered(form, key, "measure", row, prompts) for row in MEASURE_ROWS[:count])
    return form.table(key, rows, (0.75, 2.3, 3.5, 2.2, 2.0), 12.0)


# ---------------------------------------------------------------- follow-ups


def _form_follow_up(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return the form of the next follow-up: signs, the six questions, how each measure goes, and new measures."""
    record = _record(scene)
    number = len(record.follow_ups) + 1
    form = _Form("follow_up", scene, {})
    degrees, statuses = _degrees(form, record), _statuses(form, record)
    return (
        _head(form, ("date",), number),
        *((*form.heading("degrees"), degrees) if degrees.rows else ()),
        *form.heading("questions"),
        _questions(form),
        *((*form.heading("statuses"), statuses) if statuses.rows else ()),
        *form.heading("new"),
        _measures(form, NEW_ROWS),
    )


def _degrees(form: _Form, record: Record) -> Table:
    """Return each factor that is worked on with its goal and its signs, and how often they are seen."""
    rows, head = [], form.words.string(f"{form.key('degrees')}.head.1")
    for factor in record.worked_on:
        goal, label = record.goal(factor), factor_label(form.words, factor)
        signs = tuple(sign for who in WHOSE for sign in goal.signs(who))
        shown: tuple[Block, ...] = (*((Paragraph(said(goal.text)),) if goal.text else ()), *said_list(signs))
        rows.append((_label(label, shown), form.cell(f"degree.{factor}", f"{head}: {label}")))
    return form.table(form.key("degrees"), rows, (3.0, 1.2))


def _questions(form: _Form) -> Table:
    words = form.words
    first = words.inlines("tools.follow_up_sheet.sheet.first")
    title = words.string("tools.follow_up_sheet.sheet.fields.answer.title")
    rows = ((_label(first[n - 1]), form.cell(f"answer.{n}", f"{title} {n}", "answer")) for n in range(1, QUESTIONS + 1))
    return form.table(form.key("questions"), rows, (1.0, 2.0), _LINES_MM)


def _statuses(form: _Form, record: Record) -> Table:
    """Return each measure as it was agreed and as it stands, and room for what has become of it."""
    known = BY_KEY["follow_up"]
    heads = [form.words.string(f"{form.key('statuses')}.head.{n}") for n in (1, 2)]
    rows = tuple(
        (
            _label(said(measure.text), (Paragraph(text(_agreed(form.words, measure)), "note"),)),
            form.cell(f"status.{measure.id}.status", f"{heads[0]} {measure.id}"),
            form.cell(f"status.{measure.id}.note", f"{heads[1]} {measure.id}", "note"),
        )
        for measure in record.measures
        if f"status.{measure.id}.status" in known
    )
    return form.table(form.key("statuses"), rows, (2.4, 1.2, 2.0))


def _agreed(words: Words, measure: Measure) -> str:
    """Return what is agreed of a measure on one line: factor, who, by when, where it stands."""
    key = "record_forms.follow_up.agreed"
    until = words.having(day=day(words, measure.deadline)).string(f"{key}.deadline") if measure.deadline else ""
    now = words.having(status=status_word(words, measure.status)).string(f"{key}.status")
    parts = (factor_label(words, measure.factor), measure.responsible, until, now)
    return " · ".join(part for part in parts if part)


# ---------------------------------------------------------------- what the unit has so far


def _record(scene: Scene) -> Record:
    return scene.view.record or Record(scene.view.unit.id, scene.view.round.id)


def _session(scene: Scene, held: tuple[_Session, ...], new: type[_Session]) -> _Session:
    """Return the session that a form is about: the first one held, or in shifts the one that comes next."""
    if held and scene.view.municipality.form_of(scene.view.unit) != "shifts":
        return held[0]
    return new(max((one.number for one in held), default=0) + 1)


def _slots(scene: Scene, known: int) -> range:
    """Return slots for factors: as many as the unit may work on, and for all that are known."""
    return SLOTS[: max(scene.view.municipality.choice.work_on_max, known)]


def _factors(words: Words) -> tuple[tuple[int, str], ...]:
    return tuple((number, factor_label(words, number)) for number in FACTOR_NUMBERS)


RECORD_FORMS: Mapping[str, Callable[[Item, Scene], tuple[Block, ...]]] = {
    "form_one": _form_one,
    "form_two": _form_two,
    "form_follow_up": _form_follow_up,
}
"""What the block word ``record`` makes of a form's name."""
