"""What a unit decided → sheets for its own wall: the roadmap of a factor and the poster of its everyday."""

from packgen.blocks import Block, Cell, Column, Panels, Paragraph, Run, Table, Text, text
from packgen.compose.record_words import day, in_hand, said, said_list, who_word
from packgen.compose.scene import Scene
from packgen.content.makeup import Item
from packgen.record import WHOSE, Goal, Measure, Record


def _goal(scene: Scene) -> tuple[Record, Goal]:
    record = scene.view.record or Record("", "")
    return record, record.goal(in_hand(scene))


def _is_decided(goal: Goal) -> bool:
    return bool(goal.text or goal.target or any(goal.signs(who) for who in WHOSE))


def compose_roadmap(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return goal, signs in three columns and measures of the factor at hand; nothing before it has any."""
    record, goal = _goal(scene)
    measures = record.measures_of(goal.factor)
    if not measures and not _is_decided(goal):
        return ()
    return (*_goal_lines(goal, scene, "lead"), *_signs(goal, scene), *_measures(measures, scene))


def compose_poster(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return the goal of the factor at hand, large, and the signs in columns; nothing before they are decided."""
    _, goal = _goal(scene)
    if not _is_decided(goal):
        return ()
    heading = Paragraph(scene.words.inline("print.vision_poster.title"), "lead")
    return (heading, *_goal_lines(goal, scene, "question"), *_signs(goal, scene))


def _goal_lines(goal: Goal, scene: Scene, style: str) -> tuple[Block, ...]:
    words = scene.words
    found: list[Block] = []
    if goal.text:
        found.append(Paragraph(said(goal.text), style))  # type: ignore[arg-type] # a style, by its callers
    if goal.target:
        label: Text = (Run(f"{words.string('labels.record.target')}: ", bold=True), Run(goal.target))
        found.append(Paragraph(label))
    return tuple(found)


def _signs(goal: Goal, scene: Scene) -> tuple[Block, ...]:
    """Return the columns that have signs in them."""
    items = tuple((text(who_word(scene.words, who)), said_list(goal.signs(who))) for who in WHOSE if goal.signs(who))
    return (Panels(items),) if items else ()


def _measures(measures: tuple[Measure, ...], scene: Scene) -> tuple[Block, ...]:
    if not measures:
        return ()
    words = scene.words
    heads = ("measure", "responsible", "deadline")
    columns = tuple(
        Column(words.inline(f"labels.record.{head}"), weight) for head, weight in zip(heads, (5, 2.4, 1.8), strict=True)
    )
    rows = tuple(
        (Cell(said(one.text), strong=True), Cell(said(one.responsible)), Cell(text(day(words, one.deadline))))
        for one in measures
    )
    title = words.string("action_plan.measures.title")
    summary = words.string("action_plan.measures_summary")
    return (Table("plain", columns, rows, title, summary, first_is_head=True),)
