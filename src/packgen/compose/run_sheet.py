"""The one-page sheets that list something of the pack itself: a meeting's run sheet and the list of files."""

from packgen.blocks import Block, Cell, Column, Table, text
from packgen.compose.scene import Scene
from packgen.compose.slides_shown import numbers_by_item
from packgen.compose.words import clock
from packgen.model import Meeting


def meeting_of(meeting: str, scene: Scene) -> Meeting:
    """Return the unit's own plan for a meeting (all empty when it has none)."""
    return scene.view.unit.meeting_one if meeting == "meeting_one" else scene.view.unit.meeting_two


def compose_run_sheet(meeting: str, scene: Scene) -> tuple[Block, ...]:
    """Return the table of a meeting: clock times (or minutes from the start), slide numbers, what, minutes."""
    words, start = scene.words, meeting_of(meeting, scene).start
    numbers = numbers_by_item(scene.makeups[meeting], scene)
    rows, at = [], 0
    for item in scene.minutes.meetings[meeting]:
        minutes = scene.minutes.of_item(meeting, item.id)
        first, last = numbers.get(item.id, (0, 0))
        slides = "" if not first else str(first) if first == last else f"{first}–{last}"
        rows.append(
            (
                Cell(text(_time(start, at)), strong=True),
                Cell(text(slides)),
                Cell(words.inline(f"meetings.{meeting}.items.{item.id}")),
                Cell(text(str(minutes) if minutes else "–")),
            )
        )
        at += minutes
    heads = words.inlines("labels.run_sheet.head_clock" if start else "labels.run_sheet.head_minutes")
    weights = (1.1, 1.0, 4.6, 0.9)
    columns = tuple(Column(head, weight) for head, weight in zip(heads, weights, strict=True))
    table = Table(
        "plain",
        columns,
        tuple(rows),
        words.string("labels.run_sheet.title"),
        words.string("labels.run_sheet.summary"),
        first_is_head=True,
    )
    return (table,)


def _time(start: str, after: int) -> str:
    """Return the clock time so many minutes after the start; without a start, the minutes themselves."""
    if not start:
        return str(after)
    hours, minutes = (int(part) for part in start.split(":"))
    total = hours * 60 + minutes + after
    return clock(f"{total // 60 % 24:02}:{total % 60:02}")


def compose_file_list(scene: Scene) -> tuple[Block, ...]:
    """Return the files of the pack in order of use: where, when, and what to print."""
    words = scene.words
    heads = words.inlines("labels.file_list.head")
    columns = tuple(Column(head, weight) for head, weight in zip(heads, (2.4, 3.4, 2.4), strict=True))
    rows = tuple(
        (
            Cell(text(file.name), strong=True),
            Cell(words.inline(f"documents.{file.document}.use")),
            Cell(words.inline(f"documents.{file.document}.print")),
        )
        for file in scene.files
    )
    title, summary = words.string("labels.file_list.title"), words.string("labels.file_list.summary")
    return (Table("plain", columns, rows, title, summary, first_is_head=True),)
