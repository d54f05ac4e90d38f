"""The days ahead that a unit's record gives: deadlines, times to look at the plan, the evaluation of the round."""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from packgen.model import View
from packgen.record import Measure, Record

FOLLOW_UPS = 4
"""How many times to look at the plan are proposed after meeting 2; with three months between, that is a year."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day (ISO) by which a measure is to be done."""

    day: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class Look:
    """A day (ISO) to look at the plan together: the first time after meeting 2 has number 1."""

    day: str
    number: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The day (ISO) on which the municipality evaluates the round."""

    day: str


Day = Deadline | Look | Evaluation


def days_ahead(view: View) -> tuple[Day, ...]:
    """Return what a unit with a plan has ahead, in order of time; nothing before there is a plan.

    Nothing is reckoned from today: a measure that is done or stopped and a follow-up that was held have no day, and
    dates are those of the record, the unit list and the settings.
    """
    record = view.record
    if record is None or not record.measures:
        return ()
    found: list[Day] = [
        Deadline(m.deadline, m) for m in record.measures if m.deadline and m.status in ("planned", "started")
    ]
    found += _looks(record, record.held_two or view.unit.meeting_two.date, view.municipality.follow_up_months)
    if view.round.dates.evaluation:
        found.append(Evaluation(view.round.dates.evaluation))
    return tuple(sorted(found, key=lambda one: one.day))


def _looks(record: Record, held: str, months: int) -> Iterator[Look]:
    """Yield the times to look at the plan that are left, so many months apart after meeting 2, never in a weekend."""
    if not held:
        return
    done = {one.number for one in record.follow_ups}
    for number in range(1, FOLLOW_UPS + 1):
        if number not in done:
            yield Look(_weekday(months_after(dt.date.fromisoformat(held), number * months)).isoformat(), number)


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or the last of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def _weekday(day: dt.date) -> dt.date:
    """Return the day itself, or the Monday after where it falls in a weekend."""
    return day + dt.timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)  # noqa: PLR2004 - Friday


def last_changed(record: Record) -> str:
    """Return the last day (ISO) that a record knows of, empty where it has no dates."""
    sessions = (record.held_one, record.held_two)
    changes = [change.date for measure in record.measures for change in measure.changes]
    return max((*sessions, *changes, *(one.date for one in record.follow_ups)), default="")
