"""A unit's calendar: what stands in it by the record alone, and a file by RFC 5545, read back by icalendar."""

import datetime as dt
from dataclasses import replace

import icalendar
import invented
import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen import packs
from packgen.blocks import Calendar, Event
from packgen.compose.days import days_ahead, months_after
from packgen.model import View
from packgen.record import AnalysisSession, FollowUp, Measure, Record, Records, RoadmapSession, StatusChange
from packgen.render import calendar_file
from packgen.sending import drafts

TIDY = Measure("t1", 3, "Vi går gjennom hvem som gjør hva", "leder", "2026-06-01")
DONE = Measure("t2", 3, "Ferdig", "alle", "2026-06-02", (StatusChange("2026-05-20", "done", "Det virket."),))
STOPPED = Measure("t3", 9, "Stanset", "alle", "2026-06-03", (StatusChange("2026-05-11", "stopped"),))
STARTED = Measure("t4", 9, "I gang", "", "2026-05-29", (StatusChange("2026-05-12", "started"),))
UNDATED = Measure("t5", 9, "En gang", "alle")
RECORD = Record(
    "lang",
    "2026",
    analysis=(AnalysisSession(date="2026-04-14"),),
    roadmap=(RoadmapSession(date="2026-04-28"),),
    measures=(TIDY, DONE, STOPPED, STARTED, UNDATED),
)


def made(record: Record | None = RECORD, language: str | None = None, **settings: int) -> dict[str, bytes]:
    """Return the calendars in a unit's pack by path."""
    given = invented.gathered(invented.results(), language)
    records = Records({record.unit: record} if record else {})
    given = replace(given, records=records, documents=("calendar",))
    given = replace(given, municipality=replace(given.municipality, **settings))
    pack = packs.make_pack(given, given.now.tree.get("lang"), invented.words(), invented.looks())
    return {one.path: one.data for one in pack if one.document == "calendar"}


def events(data: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def days(data: bytes) -> dict[str, dt.date]:
    return {str(event["uid"]).rpartition("/")[2]: event.decoded("dtstart") for event in events(data)}


def one(record: Record = RECORD, **settings: int) -> bytes:
    (data,) = made(record, **settings).values()
    return data


# ---------------------------------------------------------------- what stands in it


def test_deadlines_follow_ups_and_the_evaluation_stand_in_order_of_time():
    assert days(one()) == {
        "t4@packgen": dt.date(2026, 5, 29),
        "t1@packgen": dt.date(2026, 6, 1),
        "follow-up-1@packgen": dt.date(2026, 7, 28),
        "evaluation@packgen": dt.date(2026, 10, 15),
        "follow-up-2@packgen": dt.date(2026, 10, 28),
        "follow-up-3@packgen": dt.date(2027, 1, 28),
        "follow-up-4@packgen": dt.date(2027, 4, 28),
    }
    assert list(days(one()).values()) == sorted(days(one()).values())


def test_a_measure_that_is_done_or_stopped_has_no_day():
    assert {"t2@packgen", "t3@packgen"}.isdisjoint(days(one()))


def test_a_follow_up_that_was_held_is_not_proposed_again():
    held = replace(RECORD, follow_ups=(FollowUp(1, "2026-08-20"), FollowUp(2, "2026-11-01")))
    assert [name for name in days(one(held)) if name.startswith("follow")] == [
        "follow-up-3@packgen",
        "follow-up-4@packgen",
    ]


def test_the_municipality_says_how_many_months_there_are_between():
    found = days(one(follow_up_months=1))
    assert [found[f"follow-up-{n}@packgen"] for n in (1, 2, 3, 4)] == [
        dt.date(2026, 5, 28),
        dt.date(2026, 6, 29),  # the 28th is a Sunday
        dt.date(2026, 7, 28),
        dt.date(2026, 8, 28),
    ]


def test_without_a_date_of_meeting_two_that_of_the_unit_list_is_used():
    assert days(one(replace(RECORD, roadmap=())))["follow-up-1@packgen"] == dt.date(2026, 7, 14)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-12-01", 12, "2027-12-01"),
    ],
)
def test_a_month_that_is_too_short_gives_its_last_day(day: str, months: int, expected: str):
    assert months_after(dt.date.fromisoformat(day), months).isoformat() == expected


def test_a_unit_without_a_plan_has_no_calendar():
    assert made(None) == {}
    assert made(replace(RECORD, measures=())) == {}


def test_a_plan_without_any_day_has_no_calendar():
    given = invented.gathered(invented.results())
    unit = replace(given.now.tree.get("veg"), id="veg")
    bare = replace(given.now.round, dates=type(given.now.round.dates)())
    record = Record("veg", "2026", measures=(UNDATED, DONE))
    view = View(given.municipality, bare, unit, None, "nb", "staff", "shown", None, record)
    assert days_ahead(view) == ()
    dated = replace(record, measures=(TIDY,))
    assert [type(day).__name__ for day in days_ahead(replace(view, record=dated))] == ["Deadline"]


def test_a_deadline_says_the_measure_who_sees_to_it_and_the_factor():
    event = next(e for e in events(one()) if e["uid"].endswith("/t1@packgen"))
    assert event["summary"] == "Frist: Vi går gjennom hvem som gjør hva"
    assert str(event["description"]).splitlines()[:2] == ["Ansvarlig: leder", "Faktor: 3. Autonomi"]
    assert "Ansvarlig" not in next(e for e in events(one()) if e["uid"].endswith("/t4@packgen"))["description"]


def test_it_is_in_the_written_standard_of_the_unit():
    (nn,) = made(language="nn").values()
    texts = [str(event["summary"]) for event in events(nn)]
    assert "Oppfølging 1: Sjå på planen saman" in texts
    assert {event["summary"].params["LANGUAGE"] for event in events(nn)} == {"nn-NO"}


# ---------------------------------------------------------------- the file


def test_it_lies_with_what_all_staff_may_see():
    (path,) = made()
    folder, audience, name = path.split("/")
    assert (folder, audience) == ("lang", "alle")
    assert name.startswith("Kalender - ")
    assert name.endswith(" - 2026.ics")


def test_a_week_before_in_the_morning_there_is_a_reminder():
    for event in events(one()):
        alarms = event.walk("VALARM")
        assert len(alarms) == (0 if event["uid"].endswith("evaluation@packgen") else 1)
        for alarm in alarms:
            assert alarm["action"] == "DISPLAY"
            assert alarm.decoded("trigger") == dt.timedelta(days=-7, hours=8)


def check_rfc(data: bytes) -> None:
    """Hold a file to the facts of RFC 5545 that calendars stumble over."""
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    data.decode("utf-8")
    assert data.count(b"\r\nBEGIN:VEVENT\r\n") == len(events(data)) > 0
    assert data.count(b"BEGIN:VCALENDAR\r\n") == 1
    read = icalendar.Calendar.from_ical(data)
    assert (read["version"], bool(read["prodid"])) == ("2.0", True)
    assert len({str(event["uid"]) for event in events(data)}) == len(events(data))
    for event in events(data):
        assert event.decoded("dtstamp").tzinfo is not None
        assert event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(days=1)
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert event.errors == []


def test_the_file_keeps_the_rules():
    check_rfc(one())


def test_the_stamp_is_the_last_day_of_the_record_and_never_today():
    assert {e.decoded("dtstamp") for e in events(one())} == {dt.datetime(2026, 5, 20, tzinfo=dt.UTC)}
    bare = Record("lang", "2026", measures=(TIDY,))
    assert {e.decoded("dtstamp") for e in events(one(bare))} == {dt.datetime(2026, 6, 1, tzinfo=dt.UTC)}


def test_the_ids_stay_when_a_deadline_moves():
    moved = replace(RECORD, measures=(replace(TIDY, deadline="2026-09-01"), *RECORD.measures[1:]))
    assert days(one(moved)).keys() == days(one()).keys()
    assert days(one(moved))["t1@packgen"] == dt.date(2026, 9, 1)
    assert b"UID:provevik/2026/lang/t1@packgen\r\n" in one()


def test_the_same_record_gives_the_same_bytes():
    assert one() == one()


def test_nobodys_address_is_in_it():
    given = invented.gathered(invented.results())
    assert b"ATTENDEE" not in one()
    assert b"ORGANIZER" not in one()
    assert b"MAILTO" not in one().upper()
    assert given.municipality.contact.email.encode() not in one()


NASTY = 'Rydde, sortere; «kaste»\\n\r\nEND:VEVENT\r\nBEGIN:VCALENDAR\x00 {{ 7*7 }} **a**: "b" \u2028 æøå 🙂'


def test_a_measure_cannot_write_itself_out_of_its_event():
    data = one(replace(RECORD, measures=(replace(TIDY, text=NASTY, responsible=NASTY),)))
    check_rfc(data)
    event = next(e for e in events(data) if e["uid"].endswith("/t1@packgen"))
    assert str(event["summary"]) == (
        'Frist: Rydde, sortere; «kaste»\\n END:VEVENT BEGIN:VCALENDAR {{ 7*7 }} **a**: "b" æøå 🙂'
    )


ANYTHING = st.text(st.characters(codec="utf-8"), max_size=200)


@given(ANYTHING, ANYTHING, st.dates(dt.date(1980, 1, 1), dt.date(2200, 1, 1)), st.integers(0, 30))
def test_any_text_and_day_come_back(title: str, about: str, day: dt.date, remind: int):
    event = Event("a/b/c/t1", day.isoformat(), title, about, remind_days=remind)
    data = calendar_file.render(Calendar("calendar", "nb", title, "K", "2026-01-01", (event,)))
    check_rfc(data)
    (read,) = events(data)
    assert read.decoded("dtstart") == day
    assert len(read.walk("VALARM")) == bool(remind)


def test_a_calendar_without_days_is_no_file():
    with pytest.raises(ValueError, match="no events"):
        calendar_file.render(Calendar("calendar", "nb", "T", "K", "", ()))


def test_the_leaders_draft_carries_it_as_a_calendar():
    given = replace(invented.gathered(invented.results()), records=Records({"lang": RECORD}))
    unit = given.now.tree.get("lang")
    pack = packs.make_pack(replace(given, documents=("calendar",)), unit, invented.words(), invented.looks())
    found = drafts(given, unit, invented.words(), pack)
    (leaders,) = [one for one in found if one.document == "email_leader"]
    assert b"Content-Type: text/calendar" in leaders.data
