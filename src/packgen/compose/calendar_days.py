"""Make-up + scene → a calendar in document words: a unit's plan as whole days, each with what it is about."""

from packgen import filenames
from packgen.blocks import Calendar, Event
from packgen.compose.days import Day, Deadline, Look, days_ahead, last_changed
from packgen.compose.scene import Scene
from packgen.compose.words import Words, for_factor
from packgen.content.makeup import Makeup
from packgen.model import FACTORS, View
from packgen.record import Record

REMIND = 7
"""Days before a deadline or a follow-up on which the calendar says so."""


def compose_calendar(makeup: Makeup, scene: Scene) -> Calendar:
    """Return the calendar of the scene's unit; without events before there is a plan."""
    words, view = scene.words, scene.view
    days = days_ahead(view)
    record = view.record or Record("", "")
    return Calendar(
        id=makeup.id,
        language=words.language,
        title=f"{view.round.name} – {view.unit.name}",
        author=view.municipality.name,
        written=last_changed(record) or min((one.day for one in days), default=""),
        events=tuple(_event(one, words, _ids(view)) for one in days),
    )


def _ids(view: View) -> str:
    """Return what the ids of a unit's events begin with: who, when and where."""
    names = (view.municipality.id, view.round.id)
    return "/".join((*(filenames.folder_name(name) for name in names), filenames.unit_folder(view.unit.id)))


def _event(day: Day, words: Words, start: str) -> Event:
    if isinstance(day, Deadline):
        return _deadline(day, words, f"{start}/{day.measure.id}")
    if isinstance(day, Look):
        said = words.having(number=day.number)
        title, about = said.string("calendar.look.title"), said.string("calendar.look.about")
        return Event(f"{start}/follow-up-{day.number}", day.day, title, about, REMIND)
    title, about = words.string("calendar.evaluation.title"), words.string("calendar.evaluation.about")
    return Event(f"{start}/evaluation", day.day, title, about)


def _deadline(day: Deadline, words: Words, name: str) -> Event:
    measure = day.measure
    said = for_factor(words, FACTORS[measure.factor - 1]) if measure.factor else words
    lines = [said.having(responsible=measure.responsible).string("calendar.deadline.responsible")]
    lines = lines if measure.responsible else []
    lines += [said.string("calendar.deadline.factor")] if measure.factor else []
    title = said.having(measure=measure.text).string("calendar.deadline.title")
    return Event(name, day.day, title, "\n".join((*lines, said.string("calendar.deadline.about"))), REMIND)
