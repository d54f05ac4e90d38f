"""`Calendar` → an iCalendar file (RFC 5545) that Outlook and others open; the same calendar, the same bytes."""

import datetime as dt
import re

import icalendar

from packgen.blocks import Calendar, Event

PRODUCT = "-//packgen//packgen//NO"
_MORNING = dt.timedelta(hours=8)
"""After midnight, when a reminder shows: nobody wants it at night."""
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def render(calendar: Calendar) -> bytes:
    """Return the file. ValueError where there is nothing in it: a calendar without a component is none."""
    if not calendar.events:
        raise ValueError(f"no events in {calendar.id}")
    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", icalendar.vText(_one_line(calendar.title)))
    for event in calendar.events:
        made.add_component(_event(event, calendar))
    written: bytes = made.to_ical()
    return written


def _event(event: Event, calendar: Calendar) -> icalendar.Event:
    """Return a whole day that keeps nobody busy."""
    day = dt.date.fromisoformat(event.day)
    written = dt.datetime.combine(dt.date.fromisoformat(calendar.written), dt.time(), dt.UTC)
    spoken = {"LANGUAGE": f"{calendar.language}-NO"}
    made = icalendar.Event()
    made.add("uid", f"{event.id}@packgen")
    made.add("dtstamp", written)
    made.add("dtstart", day)
    made.add("dtend", day + dt.timedelta(days=1))
    made.add("summary", _one_line(event.title), parameters=spoken)
    if event.about:
        made.add("description", _plain(event.about), parameters=spoken)
    made.add("transp", "TRANSPARENT")
    if event.remind_days:
        made.add_component(_reminder(event))
    return made


def _reminder(event: Event) -> icalendar.Alarm:
    made = icalendar.Alarm()
    made.add("action", "DISPLAY")
    made.add("description", _one_line(event.title))
    made.add("trigger", _MORNING - dt.timedelta(days=event.remind_days))
    return made


def _one_line(text: str) -> str:
    return " ".join(_plain(text).split())


def _plain(text: str) -> str:
    """Return a text without what no file of this kind can hold; its lines end as lines do there."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text))
