"""The columns of a unit list: what each holds, and the headings that people give it in either written standard."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from rapidfuzz import fuzz, process

from packgen.fields import CLOCK, DAY, EMAILS, LANGUAGE, TEXT, VERSION, At, Kind, whole
from packgen.model import MeetingForm
from packgen.problems import Problem, error
from packgen.results import names
from packgen.schema import Setting

MOST_PEOPLE = 999_999
_NEAR = 85
"""How alike (of 100) an unknown heading must be to a known one before we say so."""

MEETING_FORMS: Mapping[str, MeetingForm] = {
    **{form: form for form in get_args(MeetingForm)},
    **dict.fromkeys(("to møter", "to møte", "to avdelingsmøter", "to avdelingsmøte"), "two_meetings"),
    **dict.fromkeys(("ett langt møte", "eitt langt møte", "langt møte"), "long_meeting"),
    **dict.fromkeys(("en liten gruppe", "ei lita gruppe", "liten gruppe", "lita gruppe"), "small_group"),
    **dict.fromkeys(("videomøte", "videomøter", "på video"), "video"),
    **dict.fromkeys(("vakter", "skift", "turnus", "økter", "vakter og økter"), "shifts"),
    **dict.fromkeys(("vegg", "på veggen"), "wall"),
}
"""The forms of the meetings by every word for them."""


def _meeting_form(written: str, at: At) -> MeetingForm | Problem:
    found = MEETING_FORMS.get(written.casefold())
    allowed = ", ".join(sorted(set(MEETING_FORMS.values())))
    return found or error("fields.not_one_of", at.place, field=at.field, value=written, allowed=allowed)


_FORM_KIND: Kind[MeetingForm] = Kind("one_of", _meeting_form, "two_meetings")
_PEOPLE = whole(0, MOST_PEOPLE)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its path in YAML and in `Unit`, its kind, its width in the form, and other headings for it."""

    path: str
    kind: Kind[Any]
    width: int
    headings: tuple[str, ...] = ()


COLUMNS: tuple[Column, ...] = (
    Column("id", TEXT, 26),
    Column("name", TEXT, 38),
    Column("parent", TEXT, 34),
    Column("service", TEXT, 22),
    Column("language", LANGUAGE, 11),
    Column("meeting_form", _FORM_KIND, 16, ("møteform", "form på møta", "form på møtene", "form på avdelingsmøta")),
    Column("leader_email", EMAILS, 30),
    Column("representative_email", EMAILS, 30),
    Column("safety_email", EMAILS, 30),
    Column("invited", _PEOPLE, 11),
    Column("answered", _PEOPLE, 9, ("svara", "har svara")),
    Column("meeting_one.date", DAY, 14),
    Column("meeting_one.start", CLOCK, 13),
    Column("meeting_one.place", TEXT, 24),
    Column("meeting_two.date", DAY, 14),
    Column("meeting_two.start", CLOCK, 13),
    Column("meeting_two.place", TEXT, 24),
    Column(
        "was",
        TEXT,
        24,
        (
            *("var", "var før", "tidlegare", "tidligere", "tidlegare id", "tidligere id", "id før", "før"),
            *("id i førre runde", "id i forrige runde", "tidlegare einingar", "tidligere enheter"),
        ),
    ),
)

SCHEMA: tuple[Setting, ...] = (
    Setting("schema", VERSION, required=True),
    *(Setting(f"units[].{column.path}", column.kind, default=None, many=column.path == "was") for column in COLUMNS),
)
"""The same columns as the fields of a unit list in YAML."""

_SHARED: Mapping[str, str] = {
    "unit": "name",
    **{name: name for name in ("id", "parent", "service", "language", "invited", "answered")},
}
"""Columns that results have too, under headings that their reader knows."""

_BY_HEADING = {heading: column.path for column in COLUMNS for heading in column.headings}
_MAIL = re.compile(r"e-?post|mail|adress")
_WHO = (
    ("representative_email", re.compile(r"tillits|\btv\b")),
    ("safety_email", re.compile(r"vern|\bvo\b")),
    ("leader_email", re.compile(r"leder|leiar")),
)
_MEETING = re.compile(
    r"(?:avdelings)?møte ?(?:nr\.? ?)?(?P<after>[12]|ein\b|en\b|to\b)"
    r"|(?P<before>[12]|første|fyrste|andre)\.? ?(?:avdelings)?møtet?"
)
_SECOND = frozenset({"2", "to", "andre"})
_FILLER = re.compile(r"\b(?:for|på|i|til|av|det|og)\b|[^a-zæøå ]")
_DETAIL: Mapping[str, str] = (
    dict.fromkeys(("", "dato", "dag", "når"), "date")
    | dict.fromkeys(
        ("start", "starter", "startar", "kl", "klokkeslett", "klokka", "klokken", "tid", "tidspunkt"), "start"
    )
    | dict.fromkeys(("sted", "stad", "rom", "møterom", "lokale", "plass", "hvor", "kor"), "place")
)


def column_in(heading: str) -> str | None:
    """Return the path of the column that a heading means, None when it means none of ours."""
    name = names.key(heading)
    if name in _BY_HEADING:
        return _BY_HEADING[name]
    if _MAIL.search(name):
        return next((path for path, who in _WHO if who.search(name)), None)
    return _meeting_column(name) or _SHARED.get(names.field_in(heading) or "")


def _meeting_column(name: str) -> str | None:
    """Return the column of a heading such as «Møte 1 stad» or «Klokkeslett 2. avdelingsmøte»."""
    match = _MEETING.search(name)
    if match is None:
        return None
    rest = " ".join(_FILLER.sub(" ", name[: match.start()] + " " + name[match.end() :]).split())
    detail = _DETAIL.get(rest)
    meeting = "meeting_two" if (match["after"] or match["before"]) in _SECOND else "meeting_one"
    return f"{meeting}.{detail}" if detail else None


def nearest(heading: str, known: tuple[str, ...]) -> str:
    """Return the known heading that a slip of the pen may have meant; empty when none is near."""
    by_key = {names.key(word): word for word in known}
    found = process.extractOne(names.key(heading), list(by_key), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return by_key[found[0]] if found else ""
