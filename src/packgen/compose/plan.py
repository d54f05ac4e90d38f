"""The plan around the meetings → blocks: the dates of the round, the links, the networks of leaders."""

from dataclasses import dataclass

from packgen.blocks import Block, Cell, Column, Link, Table, Timeline, TimelineEvent, text
from packgen.compose.scene import Scene
from packgen.compose.words import date_text, span_text
from packgen.content.makeup import Item
from packgen.model import NetworkGroup


@dataclass(frozen=True, slots=True)
class Dated:
    """Something on a day or over some days, by the key of its label; ISO days, the same twice for one day."""

    key: str
    start: str
    end: str


def round_dates(scene: Scene) -> tuple[Dated, ...]:
    """Return what is dated in the round, in order of time; in a unit's own document its meetings too."""
    dates, unit = scene.view.round.dates, scene.view.unit
    spans = [
        Dated("training", dates.training, dates.training),
        Dated("information", dates.information_start, dates.information_end),
        Dated("answering", dates.answering_start, dates.answering_end),
        Dated("analysis_day", dates.analysis_day, dates.analysis_day),
        Dated("results", dates.results, dates.results),
        Dated("meeting_one", unit.meeting_one.date, unit.meeting_one.date),
        Dated("meeting_two", unit.meeting_two.date, unit.meeting_two.date),
        Dated("follow_up", dates.follow_up, dates.follow_up),
        Dated("evaluation", dates.evaluation, dates.evaluation),
    ]
    known = [Dated(one.key, one.start or one.end, one.end or one.start) for one in spans if one.start or one.end]
    return tuple(sorted(known, key=lambda one: one.start))


def compose_dates(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return a table of the round's dates; nothing where none is set."""
    words, found = scene.words, round_dates(scene)
    if not found:
        return ()
    heads = words.inlines("labels.dates.head")
    rows = tuple(
        (Cell(text(span_text(words, one.start, one.end)), strong=True), Cell(words.inline(f"labels.dates.{one.key}")))
        for one in found
    )
    columns = tuple(Column(head, weight) for head, weight in zip(heads, (2.8, 5.0), strict=True))
    title, summary = words.string("labels.dates.title"), words.string("labels.dates.summary")
    return (Table("plain", columns, rows, title, summary, first_is_head=True),)


def compose_timeline(_item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return the round drawn over time; nothing where fewer than two dates are set."""
    words, found = scene.words, round_dates(scene)
    if len(found) < 2:  # noqa: PLR2004 - one day is no span of time
        return ()
    events = tuple(TimelineEvent(words.string(f"labels.dates.{one.key}"), one.start, one.end) for one in found)
    said = "; ".join(
        f"{event.label}: {span_text(words, one.start, one.end)}" for event, one in zip(events, found, strict=True)
    )
    alt = words.having(said=said).string("labels.dates.alt")
    return (Timeline(words.string("labels.dates.title"), alt, events, tuple(words.node("labels.months"))),)


def compose_links(item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return the municipality's link of this id, or ``all`` its links, as text with a QR code."""
    links = scene.view.municipality.links
    return tuple(
        Link(text(link.text), link.url, scene.words.having(link=link.text).string("labels.link.alt"))
        for link in links
        if item.key in ("all", link.id)
    )


def compose_networks(item: Item, scene: Scene) -> tuple[Block, ...]:
    """Return a table of the networks of leaders: name, members, dates; nothing where there are none."""
    key, words = scene.key(item.key), scene.words
    networks = scene.view.municipality.programme.networks
    if not networks:
        return ()
    weights = tuple(float(weight) for weight in item.options.get("weights", ("2", "3", "4")))
    columns = tuple(Column(head, weight) for head, weight in zip(words.inlines(f"{key}.head"), weights, strict=True))
    rows = tuple(_network(group, scene) for group in networks)
    title, summary = words.string(f"{key}.title"), words.string(f"{key}.summary")
    return (Table("plain", columns, rows, title, summary, first_is_head=True),)


def _network(group: NetworkGroup, scene: Scene) -> tuple[Cell, ...]:
    words = scene.words
    meetings = "; ".join(
        f"{date_text(words, one.date)} ({words.string(f'labels.network.{one.form}')})" for one in group.meetings
    )
    return Cell(text(group.name), strong=True), Cell(text(", ".join(group.members))), Cell(text(meetings))
