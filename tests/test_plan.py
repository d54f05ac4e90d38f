"""The plan around the meetings: dates, links, networks, and the words of days."""

from dataclasses import replace

import pytest
from invented import BARE, MUNICIPALITY, ROUND, words

from packgen import compose
from packgen.blocks import Link, Table, Timeline, plain
from packgen.compose.items import compose_items
from packgen.compose.plan import round_dates
from packgen.compose.words import clock_after, span_text
from packgen.content.makeup import Item
from packgen.model import Edition, Meeting, RoundDates, Unit, View
from packgen.problems import Place

AT = Meeting("2026-04-14", "08:30", "Møterom 2")


def scene(language="nb", municipality=MUNICIPALITY, dates=ROUND.dates, unit=None) -> compose.Scene:
    unit = unit or Unit("u", "Solbakken", meeting_one=AT)
    view = View(municipality, replace(ROUND, dates=dates), unit, None, language, Edition.STAFF, "preparation", None)
    return compose.scene(words().texts[language], words().minutes, {}, view)


def made(word: str, key: str, at: compose.Scene, **options):
    return compose_items([Item(word, key, options, (), for_each=False, place=Place())], at)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-03-06", "2026-03-20", "6.–20.\u00a0mars 2026"),
        ("2026-02-11", "2026-03-05", "11.\u00a0februar – 5.\u00a0mars 2026"),
        ("2026-12-28", "2027-01-08", "28.\u00a0desember 2026 – 8.\u00a0januar 2027"),
        ("2026-03-06", "2026-03-06", "6.\u00a0mars 2026"),
        ("2026-03-06", "", "6.\u00a0mars 2026"),
        ("", "", ""),
    ],
)
def test_a_span_of_days_is_written_as_people_do(start: str, end: str, said: str):
    assert span_text(scene().words, start, end) == said


@pytest.mark.parametrize(
    ("start", "after", "said"), [("08:30", 60, "09.30"), ("08:30", 0, "08.30"), ("23:50", 20, "00.10")]
)
def test_a_clock_so_many_minutes_later(start: str, after: int, said: str):
    assert clock_after(start, after) == said


def test_dates_stand_in_order_of_time_with_the_units_own_meetings():
    keys = [one.key for one in round_dates(scene())]
    assert keys == [
        "training", "information", "answering", "analysis_day", "results", "meeting_one", "follow_up", "evaluation",
    ]  # fmt: skip


def test_a_table_of_dates_says_when_and_what():
    (table,) = made("dates", "round", scene())
    assert isinstance(table, Table)
    rows = [tuple(plain(cell.text) for cell in row) for row in table.rows]
    assert ("6.–20.\u00a0mars 2026", "Vi svarer på undersøkelsen") in rows
    assert ("14.\u00a0april 2026", "Avdelingsmøte 1") in rows


def test_without_dates_there_is_no_table_and_no_timeline():
    bare = scene(dates=RoundDates(), unit=Unit("u", "Solbakken"))
    assert made("dates", "round", bare) == ()
    assert made("timeline", "round", bare) == ()


def test_one_date_is_no_timeline():
    bare = scene(dates=RoundDates(results="2026-03-25"), unit=Unit("u", "Solbakken"))
    assert made("timeline", "round", bare) == ()


def test_a_timelines_alternative_text_says_every_date():
    (timeline,) = made("timeline", "round", scene("nn"))
    assert isinstance(timeline, Timeline)
    assert "Vi svarer på undersøkinga: 6.–20.\u00a0mars 2026" in timeline.alt
    assert all(event.label in timeline.alt for event in timeline.events)


def test_links_are_those_of_the_municipality():
    (link,) = made("links", "survey", scene())
    assert isinstance(link, Link)
    assert link.address == "https://undersokelse.provevik.example/10-faktor"
    assert plain(link.text) == "Undersøkelsen"
    assert len(made("links", "all", scene())) == 3
    assert made("links", "survey", scene(municipality=BARE)) == ()


def test_networks_stand_in_a_table_with_members_and_dates():
    key = "leader_programme.tables.networks"
    (table,) = made("network_groups", key, scene(), weights=["2", "5", "6"])
    assert isinstance(table, Table)
    first = [plain(cell.text) for cell in table.rows[0]]
    assert first[0] == "Fjell"
    assert first[1].startswith("rektor, leder hjemmetjenesten")
    assert "10.\u00a0november 2026 (digitalt)" in first[2]
    assert made("network_groups", key, scene(municipality=BARE)) == ()


@pytest.mark.parametrize(
    ("condition", "full", "bare"),
    [
        ("link_survey", True, False),
        ("link_poll", True, False),
        ("no_link_poll", False, True),
        ("networks", True, False),
        ("no_networks", False, True),
        ("dates", True, False),
        ("no_dates", False, True),
        ("no_distribution", True, True),
        ("no_source", False, False),
    ],
)
def test_conditions_on_settings_hold_where_the_municipality_has_them(condition: str, *, full: bool, bare: bool):
    assert scene().holds((condition,)) is full
    assert scene(municipality=BARE, dates=RoundDates()).holds((condition,)) is bare


def test_the_plan_of_a_day_has_clocks_and_only_long_pauses():
    (agenda,) = made("agenda", "analysis_day", scene(), start="08:30")
    assert agenda.starts == ("08.30", "09.30", "10.30", "11.30", "12.15", "13.15", "14.15", "15.00")
    assert len(agenda.items) == len(agenda.starts)
