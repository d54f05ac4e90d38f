"""The tables of a deck that were filled in during a meeting → what they say, one form for each slide.

A slide is known by the id in its table's name, and where a program has changed that, by the id in its notes. Tables are
read by place and by what stands in their first column and row, so that rows may be added. What a slide's table is, its
id says: ``…/M1.tally/41``.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from packgen import archive, clean
from packgen.allowed import USUAL, Allowed
from packgen.collecting.filled import Filled, Value
from packgen.collecting.form_words import FormWords, Written, canonical
from packgen.problems import Outcome, Place, Problem, error
from packgen.record import HALVES, WHOSE
from packgen.record_form import BY_KEY, MEASURE_ROWS, SLOTS, FormField, FormId, find_id

PARTS = ("tally", "chosen", "cross", "vision", "matrix", "plan")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell of a table, line by line, and whether it begins in bold, as heads do."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class SlideTable:
    """A table with an id: its slide, its cells, the line of text above it, what the notes say."""

    form: FormId
    place: Place
    rows: tuple[tuple[Cell, ...], ...]
    above: str
    notes: str

    @property
    def part(self) -> str:
        """What the table is."""
        return self.form.part.partition(".")[0]

    @property
    def factor(self) -> str:
        """The number of the factor that the slide is about, empty for none."""
        return self.form.part.partition(".")[2]


Cells = Iterator[tuple[str, str]]
"""Keys of the form with what stands in their cells."""


def read(data: bytes, file: str, words: FormWords, allowed: Allowed = USUAL) -> Outcome[tuple[Filled, ...]]:
    """Read every filled-in table of a deck; everything that is wrong with them at once.

    A slide that was duplicated and is the same twice is given once; where the two differ, both are given.
    """
    unsafe = archive.check(data, file, archive.Limits.of(allowed))
    if unsafe:
        return Outcome(None, unsafe)
    try:
        found, unit = _opened(data, file)
    except Exception:  # noqa: BLE001 - python-pptx raises whatever it stumbles over in a broken file
        return Outcome(None, (error("collect.broken", Place(file=file)),))
    tables = [one for one in found if isinstance(one, SlideTable)]
    problems = [one for one in found if isinstance(one, Problem)]
    if not found:
        return Outcome(None, (error("collect.no_id", Place(file=file)),))
    forms: list[Filled] = []
    for table, first in _numbered(tables):
        values, present, told = _values(table, first, words)
        problems += told
        forms.append(Filled(table.form, unit, file, "deck", values, present))
    if any(problem.is_error for problem in problems):
        return Outcome(None, tuple(problems))
    return Outcome(_in_one_session(_once(forms)), tuple(problems))


# ---------------------------------------------------------------- the deck


def _opened(data: bytes, file: str) -> tuple[list[SlideTable | Problem], str]:
    """Return the tables that have an id, in the order of their slides, and the unit's name as the slides print it."""
    found: list[SlideTable | Problem] = []
    unit = ""
    for number, slide in enumerate(Presentation(io.BytesIO(data)).slides, start=1):
        place = Place(file=file, sheet=f"lysark {number}")
        shapes = tuple(slide.shapes)
        found += _tables(shapes, _notes(slide), place)
        unit = unit or _unit(shapes)
    return found, unit


def _notes(slide: Any) -> str:  # noqa: ANN401 - python-pptx has no types
    if not slide.has_notes_slide or slide.notes_slide.notes_text_frame is None:
        return ""
    return str(slide.notes_slide.notes_text_frame.text)


def _tables(shapes: Sequence[Any], notes: str, place: Place) -> Iterator[SlideTable | Problem]:
    """Yield the tables of a slide that are part of a form; a wrong id is a problem."""
    tables = [shape for shape in shapes if getattr(shape, "has_table", False)]
    named = [(shape, found) for shape in tables if (found := find_id(_names(shape)))]
    if not named and tables and (in_notes := find_id(notes)):
        named = [(max(tables, key=_size), in_notes)]
    for shape, (form, agrees) in named:
        if not agrees:
            yield error("collect.id_check", place, id=form)
        elif form.part.partition(".")[0] in PARTS:
            yield SlideTable(form, place, _rows(shape.table), _above(shape, shapes), notes)


def _names(shape: Any) -> str:  # noqa: ANN401 - python-pptx has no types
    named = shape._element.nvGraphicFramePr.cNvPr  # noqa: SLF001 - python-pptx gives the name alone
    return f"{named.get('name', '')} {named.get('title', '')} {named.get('descr', '')}"


def _size(shape: Any) -> int:  # noqa: ANN401 - python-pptx has no types
    return len(shape.table.rows) * len(shape.table.columns)


def _rows(table: Any) -> tuple[tuple[Cell, ...], ...]:  # noqa: ANN401 - python-pptx has no types
    return tuple(tuple(_cell(cell) for cell in row.cells) for row in table.rows)


def _cell(cell: Any) -> Cell:  # noqa: ANN401 - python-pptx has no types
    if cell.is_spanned:
        return Cell("")
    runs = [run for paragraph in cell.text_frame.paragraphs for run in paragraph.runs if run.text.strip()]
    return Cell(cell.text_frame.text.replace("\v", "\n"), bool(runs) and runs[0].font.bold is True)


def _above(table: Any, shapes: Sequence[Any]) -> str:  # noqa: ANN401 - python-pptx has no types
    """Return the text between a slide's title and its table, where the goal stands."""
    texts = [
        shape.text_frame.text
        for shape in shapes
        if shape.has_text_frame and _kind(shape) not in _NOT_ABOVE and (shape.top or 0) < (table.top or 0)
    ]
    return " ".join(texts)


_NOT_ABOVE = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


def _kind(shape: Any) -> Any:  # noqa: ANN401 - python-pptx has no types
    return shape.placeholder_format.type if shape.is_placeholder else None


def _unit(shapes: Iterable[Any]) -> str:
    """Return the unit's name from a slide's footer: what stands before the round."""
    footers = (one.text_frame.text for one in shapes if one.has_text_frame and _kind(one) == PP_PLACEHOLDER.FOOTER)
    return next((clean.line(text)[0].rpartition(" · ")[0] for text in footers if " · " in text), "")


# ---------------------------------------------------------------- which goal, which row of the plan


def _numbered(tables: Sequence[SlideTable]) -> Iterator[tuple[SlideTable, int]]:
    """Yield each table with the number of its first goal or measure; 1 for what has no number.

    Slides for factors of their own follow each other. Two with one id have the same numbers, so that it shows where
    they disagree; but a blank vision sheet is duplicated for each factor, and every one is a goal of its own.
    """
    starts: dict[str, int] = {}
    after = {"vision": 1, "plan": 1}
    for number, table in enumerate(tables):
        part = f"vision {number}" if table.form.part == "vision" else table.form.part
        if table.part in after and part not in starts:
            starts[part] = after[table.part]
            after[table.part] += 1 if table.part == "vision" else _filled_rows(table, tables)
        yield table, starts.get(part, 1)


def _filled_rows(table: SlideTable, tables: Sequence[SlideTable]) -> int:
    """Return how many rows are written in, on the slide with this id that has most."""
    same = [one for one in tables if one.form == table.form]
    rows = ([[cell.text for cell in row] for row in one.rows[1:]] for one in same)
    return max(sum(any(t.strip() for t in row) and not _is_session(row) for row in one) for one in rows)


# ---------------------------------------------------------------- what the cells say


def _values(table: SlideTable, first: int, words: FormWords) -> tuple[dict[str, Value], frozenset[str], list[Problem]]:
    """Return a table's values by key, the keys that it has room for, and what is wrong."""
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    present: set[str] = set()
    for key, text in _READERS[table.part](table, first, words):
        field = BY_KEY[table.form.kind].get(key)
        if field is None:
            problems.append(_no_field(table, key))
            continue
        present.add(key)
        said, told = canonical(Written(field, text, table.place), words)
        problems += told
        if said:
            problems += _joined(values, field, Value(said, table.place))
    return values, frozenset(present), list(dict.fromkeys(problems))


def _joined(values: dict[str, Value], field: FormField, value: Value) -> Iterator[Problem]:
    """Put a value in its place: lines add up; anything else that is there twice must be the same."""
    before = values.get(field.key)
    if before is None or field.kind == "lines":
        values[field.key] = replace(value, text=f"{before.text}\n{value.text}") if before else value
    elif before.text != value.text:
        yield error("collect.twice", value.place, field=field.key, one=before.text[:60], other=value.text[:60])


def _no_field(table: SlideTable, key: str) -> Problem:
    """Return what is wrong with a row that the form has no field for: a count of no factor, or one row too many."""
    if table.part == "tally":
        return error("collect.not_factor", table.place, field=table.form.part, value=key.split(".")[1])
    most = len(MEASURE_ROWS) if table.part == "plan" else len(SLOTS)
    return error("collect.too_many_rows", table.place, most=most)


def _factor_of(text: str, words: FormWords) -> str:
    """Return the number of the factor that a text is or begins with («3. Autonomi: …», «Faktor 3»), empty for none."""
    known = BY_KEY["one"]["chosen.1.factor"]
    said = clean.line(text)[0]
    begins = _NUMBERED.match(said)
    for one in (said, begins["number"] if begins else ""):
        number, told = canonical(Written(known, one, Place()), words) if len(one) < _SHORT else ("", ())
        if number and not told:
            return number
    return ""


_SHORT = 200
_NUMBERED = re.compile(r"(?i)(?:faktor\s+)?(?P<number>10|[1-9])(?:[.):]|\s*[–-]\s|$)")


def _tally(table: SlideTable, _first: int, words: FormWords) -> Cells:
    """Yield the counts by the factor in the first column, and session and groups from the row that has none."""
    last = len(table.rows) - 1
    for number, row in enumerate(table.rows[1:], start=1):
        counts = [cell.text for cell in row[1:3]]
        factor = _factor_of(row[0].text, words)
        if not factor and number == last:
            yield from zip(("session", "groups"), map(_after_label, counts), strict=False)
        elif factor or any(text.strip() for text in counts):
            label = factor or row[0].text.replace(".", "").strip()[:20]
            yield from zip((f"tally.{label}.{half}" for half in HALVES), counts, strict=False)


def _after_label(text: str) -> str:
    """Return what was written after a label: «2» of «Økt: 2»."""
    _, colon, after = text.partition(":")
    digits = re.search("[0-9]+", text)
    return after.strip() if colon else digits[0] if digits else ""


def _chosen(table: SlideTable, _first: int, words: FormWords) -> Cells:
    """Yield each chosen factor, how it is worked on, and why as a reason in the half of the cross that it is from."""
    rows = [[cell.text for cell in row] for row in table.rows[1:]]
    for number, row in enumerate((row for row in rows if any(text.strip() for text in row)), start=1):
        way = row[1] if len(row) > _TWO else ""
        yield f"chosen.{number}.factor", row[0]
        yield f"chosen.{number}.way", way
        factor = _factor_of(row[0], words)
        if factor and row[-1].strip():
            yield f"reasons.{factor}.{_half(way, words)}", row[-1]
    yield from ((f"chosen.{number}.factor", "") for number in range(1, min(len(rows), len(SLOTS)) + 1))


_TWO = 2


def _half(way: str, words: FormWords) -> str:
    code, _ = canonical(Written(BY_KEY["one"]["chosen.1.way"], way, Place()), words)
    return "content" if code == "keep" else "improve"


def _cross(table: SlideTable, _first: int, _words: FormWords) -> Cells:
    """Yield what stands in the two cells at the right: why groups are content, and why it is important to improve."""
    for half, rows in zip(HALVES, _written(table.rows, 1), strict=False):
        yield f"reasons.0.{half}", _lines(row[-1] for row in rows)


def _matrix(table: SlideTable, _first: int, _words: FormWords) -> Cells:
    """Yield the ideas of each square of the matrix."""
    for effect, rows in zip(("large", "small"), _written(table.rows, 2), strict=False):
        for place, ease in ((-2, "hard"), (-1, "easy")):
            yield f"ideas.{effect}_{ease}", _lines(row[place] for row in rows)


def _written(rows: Sequence[Sequence[Cell]], first: int) -> list[list[Sequence[Cell]]]:
    """Return the rows to write in, under each of the two rows of heads; rows that somebody added too."""
    usual = len(rows) == first + _TWO + 1
    halves: list[list[Sequence[Cell]]] = []
    for number, row in enumerate(rows[first - 1 :]):
        is_head = number % _TWO == 0 if usual else row[-1].bold
        if is_head:
            halves.append([])
        elif halves:
            halves[-1].append(row)
    return halves


def _vision(table: SlideTable, first: int, words: FormWords) -> Cells:
    """Yield the signs of the three columns; with them the factor, and the goal where somebody has changed it."""
    wide = min(len(row) for row in table.rows)
    columns = {who: _lines(row[place] for row in table.rows[1:]) for place, who in enumerate(WHOSE) if place < wide}
    goal = _goal(table)
    for who, text in columns.items():
        yield f"goal.{first}.{who}", text
    yield f"goal.{first}.text", goal
    if goal or any(text.strip() for text in columns.values()):
        yield f"goal.{first}.factor", table.factor or _factor_of(goal, words)


def _goal(table: SlideTable) -> str:
    """Return the goal above the table, empty where it is the one that the slide came with: the notes quote that one."""
    goal, notes = clean.line(table.above.partition(":")[2])[0], clean.line(table.notes)[0]
    came = f"«{goal.removesuffix('…').strip()}" if goal.endswith("…") else f"«{goal}»"
    return "" if came in notes else goal


def _plan(table: SlideTable, first: int, words: FormWords) -> Cells:
    """Yield the measures, each with its factor: the slide's, or the one that stands in the column of goals."""
    places = _plan_columns([cell.text for cell in table.rows[0]])
    rows = [[cell.text for cell in row] for row in table.rows[1:]]
    for row in rows:
        if _is_session(row):
            yield "session", _after_label(row[0]) or "".join(row[1:])
    written = (row for row in rows if any(text.strip() for text in row) and not _is_session(row))
    for number, row in enumerate(written, start=first):
        said = {name: row[place] for name, place in places.items() if place < len(row)}
        factor = table.factor or _factor_of(said.pop("goal", ""), words)
        said.pop("goal", "")
        yield from ((f"measure.{number}.{name}", text) for name, text in said.items())
        if any(text.strip() for text in said.values()):
            yield f"measure.{number}.factor", factor


def _is_session(row: Sequence[str]) -> bool:
    """Return whether a row of a plan tells which session it is from: the label is one word in both standards."""
    return row[0].strip().casefold().startswith("økt:")


_PLAN_STEMS: Mapping[str, str] = {"tiltak": "text", "ansvarl": "responsible", "frist": "deadline", "mål": "goal"}
_PLAN_PLACES: Mapping[int, Mapping[str, int]] = {
    3: {"text": 0, "responsible": 1, "deadline": 2},
    4: {"text": 0, "responsible": 2, "deadline": 3},
    5: {"goal": 0, "text": 2, "responsible": 3, "deadline": 4},
}
"""Which columns a plan has by their number, where their heads are other words than ours."""


def _plan_columns(heads: Sequence[str]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        name = next((name for stem, name in _PLAN_STEMS.items() if head.strip().casefold().startswith(stem)), "")
        if name:
            found.setdefault(name, place)
    return found if {"text", "responsible", "deadline"} <= found.keys() else _PLAN_PLACES.get(len(heads), {})


def _lines(cells: Iterable[Cell]) -> str:
    return "\n".join(cell.text for cell in cells if cell.text.strip())


_READERS: Mapping[str, Callable[[SlideTable, int, FormWords], Cells]] = {
    "tally": _tally,
    "chosen": _chosen,
    "cross": _cross,
    "vision": _vision,
    "matrix": _matrix,
    "plan": _plan,
}


# ---------------------------------------------------------------- slides that belong together


def _once(forms: Iterable[Filled]) -> Iterator[Filled]:
    """Yield each form once: what was duplicated and not changed says nothing more."""
    seen: set[tuple[FormId, frozenset[tuple[str, str]]]] = set()
    for form in forms:
        said = (form.form, frozenset((key, value.text) for key, value in form.values.items()))
        if said not in seen:
            seen.add(said)
            yield form


def _in_one_session(forms: Iterable[Filled]) -> tuple[Filled, ...]:
    """Return the forms, each with the session that one of its meeting says: a deck is saved after one session."""
    found = tuple(forms)
    sessions = {form.form.kind: form.values["session"] for form in found if "session" in form.values}
    return tuple(_held(form, sessions.get(form.form.kind)) for form in found)


def _held(form: Filled, session: Value | None) -> Filled:
    return replace(form, values={"session": session, **form.values}) if session and form.values else form
