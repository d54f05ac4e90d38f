"""The one-page sheets that list something of the pack itself: a meeting's run sheet and the list of files."""

from collections.abc import Iterator
from decimal import Decimal

from packgen.blocks import Block, Cell, Column, Table, Text, text
from packgen.compose.scene import Scene
from packgen.compose.slides_shown import Shown, hidden_numbers, numbers_by_item, slides_in
from packgen.compose.words import clock_after
from packgen.content.makeup import Makeup, MeetingItem
from packgen.model import FACTORS, Meeting
from packgen.statistics import range_text


def meeting_of(document: str, scene: Scene) -> Meeting:
    """Return the unit's own plan for the meeting that a document is about (all empty when it has none)."""
    return planned(scene.makeups[document], scene)


def planned(makeup: Makeup, scene: Scene) -> Meeting:
    """Return the unit's own plan for the meeting that a make-up is about (all empty when it is about none)."""
    if makeup.meeting is None:
        return Meeting()
    return scene.view.unit.meeting_one if makeup.meeting == "meeting_one" else scene.view.unit.meeting_two


def compose_run_sheet(meeting: str, scene: Scene) -> tuple[Block, ...]:
    """Return the table of a meeting: clock times (or minutes from the start), slide numbers, what, minutes.

    Each item of the agenda has a row, and each main one a row for each of its slides that takes time. Last come the
    hidden slides, so that the leader finds them.
    """
    words, start = scene.words, meeting_of(meeting, scene).start
    heads = words.inlines("labels.run_sheet.head_clock" if start else "labels.run_sheet.head_minutes")
    weights = (1.1, 1.0, 4.6, 0.9)
    slides = tuple(slides_in(scene.makeups[meeting], scene))
    numbers = numbers_by_item(slides)
    rows: list[_Row] = []
    for at, item in scene.minutes.starts(meeting):
        rows.append(_item(meeting, item, at, numbers.get(item.id, (0, 0)), scene))
        if item.main:
            rows.extend(_steps(slides, item, at, start))
    first, last = hidden_numbers(slides)
    if first:
        rows.append(
            (
                text(""),
                text(range_text(Decimal(first), Decimal(last))),
                words.inline(f"labels.run_sheet.hidden{'' if last - first + 1 == len(FACTORS) else '_others'}"),
                text(""),
            )
        )
    table = Table(
        "plain",
        tuple(Column(head, weight) for head, weight in zip(heads, weights, strict=True)),
        tuple((Cell(row[0], strong=True), *(Cell(cell) for cell in row[1:])) for row in rows),
        words.string("labels.run_sheet.title"),
        words.string("labels.run_sheet.summary"),
        first_is_head=True,
    )
    return (table,)


_Row = tuple[Text, Text, Text, Text]


def _item(meeting: str, item: MeetingItem, at: int, numbers: tuple[int, int], scene: Scene) -> _Row:
    """Return the row of an agenda item that begins so many minutes after the start, with its slides' numbers."""
    minutes = scene.minutes.of_item(meeting, item.id)
    first, last = numbers
    slides = range_text(Decimal(first), Decimal(last)) if first else ""
    return (
        text(_time(meeting_of(meeting, scene).start, at)),
        text(slides),
        scene.words.inline(f"meetings.{meeting}.items.{item.id}"),
        text(str(minutes) if minutes else "–"),
    )


def _steps(shown: tuple[Shown, ...], item: MeetingItem, at: int, start: str) -> Iterator[_Row]:
    """Yield a row for each shown slide of an item that takes time, by its title.

    The slides of chosen factors, which groups work on side by side, are one row.
    """
    slides = [(n, slide, here) for n, (_, slide, here) in enumerate(shown, start=1)]
    for number, slide, here in slides:
        if slide.item == item.id and slide.minutes and not slide.hidden:
            last = max(n for n, other, _ in slides if other.id == slide.id) if slide.for_each == "chosen" else number
            title = "all" if last > number else "title"
            yield (
                text(_time(start, at)),
                text(range_text(Decimal(number), Decimal(last)) if last > number else str(number)),
                here.words.inline(f"{here.key(slide.key)}.{title}"),
                text(str(slide.minutes)),
            )
            at += slide.minutes


def _time(start: str, after: int) -> str:
    """Return the clock time so many minutes after the start; without a start, the minutes themselves."""
    if not start:
        return str(after)
    return clock_after(start, after)


def compose_file_list(scene: Scene) -> tuple[Block, ...]:
    """Return the files of the pack in order of use: where, when, and what to print."""
    words = scene.words
    heads = words.inlines("labels.file_list.head")
    columns = tuple(Column(head, weight) for head, weight in zip(heads, (2.9, 0.9, 3.2, 2.4), strict=True))
    rows = tuple(
        (
            Cell(text(file.name), strong=True),
            Cell(text(file.folder)),
            Cell(words.inline(f"documents.{file.document}.use")),
            Cell(words.inline(f"documents.{file.document}.print")),
        )
        for file in scene.files
    )
    title, summary = words.string("labels.file_list.title"), words.string("labels.file_list.summary")
    return (Table("plain", columns, rows, title, summary, first_is_head=True),)
