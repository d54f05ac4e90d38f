"""Values at the edge: what people write becomes one type, or a problem that says what was expected."""

import pytest

from packgen.fields import (
    CLOCK,
    DAY,
    EMAILS,
    LANGUAGE,
    LONGEST,
    TEXT,
    VERSION,
    WEB,
    YES_NO,
    At,
    Kind,
    one_of,
    value,
    whole,
)
from packgen.problems import Place, values_of

AT = At("felt", Place(file="f.yaml", line=3))


def read(kind: Kind, written: str) -> object:
    return value(kind, written, AT)[0]


def refusal(kind: Kind, written: str) -> str:
    found, problems = value(kind, written, AT)
    assert found is None
    (problem,) = problems
    assert problem.place == AT.place
    return problem.code


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        (TEXT, "  Fjord \t skule ", "Fjord skule"),
        (whole(1, 3), "3", 3),
        (whole(1, 99), "07", 7),
        (YES_NO, "ja", True),
        (YES_NO, "true", True),
        (YES_NO, "Nei", False),
        (YES_NO, "false", False),
        (DAY, "12.3.2026", "2026-03-12"),
        (DAY, "2026-03-12", "2026-03-12"),
        (DAY, "29/02/2028", "2028-02-29"),
        (CLOCK, "8.30", "08:30"),
        (CLOCK, "08:30", "08:30"),
        (CLOCK, "08:30:00", "08:30"),
        (CLOCK, "kl. 9", "09:00"),
        (LANGUAGE, "Bokmål", "nb"),
        (LANGUAGE, "nn", "nn"),
        (EMAILS, "a@b.no", "a@b.no"),
        (EMAILS, "a@b.no, c@d.kommune.no;", "a@b.no; c@d.kommune.no"),
        (WEB, "https://www.fjordvik.no/10-faktor?a=b", "https://www.fjordvik.no/10-faktor?a=b"),
        (WEB, "mailto:hr@fjordvik.no", "mailto:hr@fjordvik.no"),
        (one_of("present", "older"), "Older", "older"),
        (VERSION, "1", 1),
    ],
)
def test_what_people_write_is_read(kind, written, expected):
    assert value(kind, written, AT) == (expected, ())


@pytest.mark.parametrize(
    ("kind", "written", "code"),
    [
        (whole(1, 3), "4", "fields.not_whole"),
        (whole(1, 3), "2,5", "fields.not_whole"),
        (whole(1, 3), "-1", "fields.not_whole"),
        (whole(1, 3), "٣", "fields.not_whole"),
        (whole(1, 3), "9" * 50, "fields.not_whole"),
        (YES_NO, "kanskje", "fields.not_yes_no"),
        (DAY, "31.2.2026", "fields.not_day"),
        (DAY, "mars", "fields.not_day"),
        (DAY, "12.3.26", "fields.not_day"),
        (DAY, "0000-01-01", "fields.not_day"),
        (CLOCK, "24.00", "fields.not_clock"),
        (CLOCK, "8.3", "fields.not_clock"),
        (LANGUAGE, "svensk", "fields.not_language"),
        (EMAILS, "kari.fjordvik.no", "fields.not_email"),
        (EMAILS, "a@b.no; kari", "fields.not_email"),
        (EMAILS, "a@b@c.no", "fields.not_email"),
        (WEB, "http://fjordvik.no", "fields.not_web"),
        (WEB, "javascript:alert(1)", "fields.not_web"),
        (WEB, "https://", "fields.not_web"),
        (one_of("present", "older"), "ny", "fields.not_one_of"),
        (VERSION, "2", "fields.not_schema"),
        (TEXT, "x" * (LONGEST + 1), "fields.too_long"),
    ],
)
def test_what_is_of_another_kind_is_refused(kind, written, code):
    assert refusal(kind, written) == code


def test_an_empty_value_is_none_and_no_problem():
    assert value(whole(1, 3), " \t", AT) == (None, ())


def test_invisible_characters_are_taken_away_with_a_warning():
    found, (problem,) = value(TEXT, "Fj\u202eord", AT)
    assert found == "Fjord"
    assert not problem.is_error
    assert (problem.code, values_of(problem)) == ("fields.cleaned", {"field": "felt", "value": "Fjord"})
