"""The plan of a unit → blocks: what it works on, goals, signs, measures to fill in further, when it looks at them."""

from packgen.blocks import Block, Box, Cell, Column, Field, Heading, List, Paragraph, Run, Table, Text, text
from packgen.compose.days import Look, days_ahead
from packgen.compose.record_words import (
    day,
    factor_label,
    in_hand,
    last_change,
    said,
    said_list,
    status_word,
    way_word,
    who_word,
)
from packgen.compose.scene import Scene, recorded
from packgen.compose.words import Words, for_factor
from packgen.content.makeup import Item
from packgen.model import FACTORS
from packgen.record import STATUSES, WHOSE, Measure, Record

EMPTY_ROWS = 2
"""Rows for measures that a unit adds."""
NAMED, NAMED_ROWS = 4, 2
"""Measures that an agreement names, all in all, and rows for them; the plan has them all."""


def _record(scene: Scene) -> Record:
    return scene.view.record or Record("", "")


def _table(key: str, scene: Scene, columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...]) -> Table:
    """Return a table of text with its row heads in the first column."""
    title, summary = scene.words.string(f"{key}.title"), scene.words.string(f"{key}.summary")
    return Table("plain", columns, rows, title, summary, first_is_head=True)


def _columns(key: str, scene: Scene, weights: tuple[float, ...]) -> tuple[Column, ...]:
    heads = scene.words.inlines(f"{key}.head")
    return tuple(Column(head, weight) for head, weight in zip(heads, weights, strict=True))


# ---------------------------------------------------------------- what the unit works on


def compose_overview(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return a table of the factors that the unit works on: how, and towards which goal."""
    record, words = _record(scene), scene.words
    ways = {one.factor: way_word(words, one.way) for one in record.chosen}
    rows = tuple(
        (
            Cell(text(factor_label(words, number)), strong=True),
            Cell(text(ways.get(number, ""))),
            Cell(text(record.goal(number).text or "–")),
        )
        for number in record.worked_on
    )
    key = "action_plan.overview"
    return (_table(key, scene, _columns(key, scene, (3, 1.4, 5)), rows),) if rows else ()


def compose_more(item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return what the leader takes on in addition, and measures for any other factor; nothing where there is neither.

    Measures of a factor that the unit has since left are told too: a plan loses nothing.
    """
    record, words = _record(scene), scene.words
    commits = {own.factor: own.commits for own in record.leaders_own}
    others = dict.fromkeys([*commits, *(measure.factor for measure in record.measures)])
    found: list[Block] = []
    for number in (number for number in others if number not in record.worked_on):
        found.append(Heading(3, text(factor_label(words, number)), ""))
        if number in commits:
            found.append(Paragraph(words.inline("action_plan.more.leader")))
        if commits.get(number):
            found.append(Paragraph(said(commits[number]), "quote"))
        if record.measures_of(number):
            found.append(_measures(number, scene, item, empty=0))
    return (Heading(2, words.inline("action_plan.more.title"), ""), *found) if found else ()


def compose_days(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return the days on which the unit looks at its plan, to tick; one to be set where none is known."""
    days = tuple(one.day for one in days_ahead(scene.view) if isinstance(one, Look))
    if not days:
        return scene.words.blocks("action_plan.no_days")
    return (List(tuple(text(day(scene.words, one)) for one in days), "check"),)


# ---------------------------------------------------------------- one factor


def compose_goal(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return the goal of the factor at hand in the group's own words, and its target figure, where it has them."""
    words, goal = scene.words, _record(scene).goal(in_hand(scene))
    found: list[Block] = [Paragraph(said(goal.text), "question")] if goal.text else []
    if goal.target:
        found.append(Paragraph(_labelled("labels.record.target", goal.target, words)))
    return tuple(found)


def _labelled(key: str, value: str, words: Words) -> Text:
    return Run(f"{words.string(key)}: ", bold=True), Run(value)


def compose_signs(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return the signs of the factor at hand, a column for each that has any; nothing before it has."""
    words, goal = scene.words, _record(scene).goal(in_hand(scene))
    filled = tuple(who for who in WHOSE if goal.signs(who))
    if not filled:
        return ()
    columns = tuple(Column(text(who_word(words, who))) for who in filled)
    cells = tuple(Cell(more=said_list(goal.signs(who))) for who in filled)
    title, summary = words.string("action_plan.signs.title"), words.string("action_plan.signs.summary")
    return (Table("plain", columns, (cells,), title, summary),)


def compose_measures(item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return the measures of the factor at hand as a form to go on with, and empty rows to add some."""
    return (_measures(in_hand(scene), scene, item, empty=EMPTY_ROWS),)


def _measures(number: int, scene: Scene, item: Item, empty: int) -> Table:
    key = "action_plan.measures"
    measures = _record(scene).measures_of(number)
    rows = tuple(_measure_row(measure, scene) for measure in measures)
    more = tuple(_measure_row(Measure(f"new{row}", number, ""), scene, is_new=True) for row in range(1, empty + 1))
    return Table(
        "form",
        _columns(key, scene, (4.2, 2.2, 1.9, 1.7, 3.0)),
        (*rows, *more),
        for_factor(scene.words, FACTORS[number - 1]).string(f"{key}.title"),
        scene.words.string(f"{key}.summary"),
        row_mm=float(item.options.get("row_mm", 10)),
    )


def _measure_row(measure: Measure, scene: Scene, *, is_new: bool = False) -> tuple[Cell, ...]:
    """Return the fields of a measure; an empty row has none of its own words and no status yet."""
    words = scene.words
    statuses = tuple(status_word(words, one) for one in STATUSES)
    seen = ". ".join(part for part in (last_change(words, measure), _last_note(measure)) if part)
    values = (measure.text, measure.responsible, measure.deadline, status_word(words, measure.status), seen)

    def field(place: int, name: str, kind: str, options: tuple[str, ...] = ()) -> Cell:
        key = f"action_plan.measures.fields.{name}"
        value = "" if is_new else values[place]
        made = Field(
            kind,  # type: ignore[arg-type] # one of the kinds, by the calls below
            f"{scene.path}.{measure.id}.{name}",
            words.string(f"{key}.title"),
            words.string(f"{key}.prompt"),
            options,
            multiline=name in ("measure", "seen"),
            value=value,
        )
        return Cell(field=made)

    return (
        field(0, "measure", "text"),
        field(1, "responsible", "text"),
        field(2, "deadline", "date"),
        field(3, "status", "choice", statuses),
        field(4, "seen", "text"),
    )


def _last_note(measure: Measure) -> str:
    return max(measure.changes, key=lambda change: change.date).note if measure.changes else ""


# ---------------------------------------------------------------- in other documents


def compose_agreement(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return the unit's factors, each with the first of its measures that are not done or left; never a figure."""
    record, words = _record(scene), scene.words
    rows = [(factor_label(words, number), _going(record, number)) for number in record.worked_on]
    if len(rows) > NAMED_ROWS:  # the page has no room for more
        labels, going = zip(*rows, strict=True)
        rows = [(", ".join(labels), tuple(one for some in going for one in some))]
    cells = tuple((Cell(text(label), strong=True), Cell(text("; ".join(going) or "–"))) for label, going in rows)
    key = "appraisal_agreement.unit"
    return (_table(key, scene, _columns(key, scene, (5, 10)), cells),)


def _going(record: Record, number: int) -> tuple[str, ...]:
    """Return some measures of a factor, fewer of each the more factors there are."""
    going = [one.text for one in record.measures_of(number) if one.status in ("planned", "started")]
    return tuple(one.rstrip(".") for one in going[: max(1, NAMED // len(record.worked_on))])


def compose_next_step(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return a box of what comes next by how far the unit has come; nothing before it has decided anything."""
    held = recorded(scene.view)
    stages = ("followed_up", "plan", "goals", "chosen", "tally", "earlier")
    stage = next((one for one in stages if held[one]), "")
    if not stage:
        return ()
    key = f"start_here.next.{stage}"
    return (Box("task", scene.words.inline(f"{key}.title"), scene.words.blocks(f"{key}.text")),)
