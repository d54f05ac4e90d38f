"""The words of one pack: texts by key, filled with the values of one unit."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from packgen.blocks import Block, Text
from packgen.content import text as words_to_blocks
from packgen.content.makeup import Minutes
from packgen.content.texts import Texts
from packgen.model import FACTORS, Factor, Language, Meeting, Municipality, RoundDates, View

LINKS = ("survey", "poll", "pages")
"""The links that texts may name; a municipality may have others, which documents show with all links."""


@dataclass(frozen=True, slots=True)
class Words:
    """Texts of one written standard and the plain values that their Jinja may use."""

    texts: Texts
    values: Mapping[str, Any]

    @property
    def language(self) -> Language:
        """The written standard of these words."""
        return self.texts.language

    def having(self, **values: object) -> "Words":
        """Return the same words with more values."""
        return Words(self.texts, self.values | words_to_blocks.frozen(values))

    def has(self, key: str) -> bool:
        """Tell whether there is anything at a key."""
        try:
            return bool(self.texts.node(key))
        except KeyError:
            return False

    def node(self, key: str) -> Any:  # noqa: ANN401 - a string, list or dict by its block word
        """Return the raw node at a key (KeyError when there is none)."""
        return self.texts.node(key)

    def string(self, key: str) -> str:
        """Return the text at a key as plain letters."""
        return words_to_blocks.string(self.node(key), self.language, self.values)

    def inline(self, key: str) -> Text:
        """Return the text at a key as one paragraph's runs."""
        return words_to_blocks.inline(self.node(key), self.language, self.values)

    def blocks(self, key: str) -> tuple[Block, ...]:
        """Return the text at a key as blocks."""
        return words_to_blocks.blocks(self.node(key), self.language, self.values)

    def inlines(self, key: str) -> tuple[Text, ...]:
        """Return the list of texts at a key, each as one paragraph's runs."""
        return tuple(words_to_blocks.inline(source, self.language, self.values) for source in self.node(key))


def words_of(texts: Texts, minutes: Minutes, view: View) -> Words:
    """Return the words of one unit's pack, with every value that texts may use."""
    bare = Words(texts, {})
    terms = {name: dict(forms) for name, forms in texts.node("terms").items()}
    choice = view.municipality.choice
    return bare.having(
        municipality={"name": view.municipality.name},
        unit={"name": view.unit.name, "parent": view.parent.name if view.parent else ""},
        round={"name": view.round.name, "period": view.round.period, "id": view.round.id},
        limit=view.round.limit,
        source={"name": view.figures.name if view.figures else ""},
        contact={
            "name": view.municipality.contact.name,
            "email": view.municipality.contact.email,
            "phone": view.municipality.contact.phone,
        },
        meeting={"date": "", "place": "", "start": ""},
        meeting_one=_meeting(bare, view.unit.meeting_one),
        meeting_two=_meeting(bare, view.unit.meeting_two),
        form=view.municipality.form_of(view.unit),
        dates={field.name: date_text(bare, getattr(view.round.dates, field.name)) for field in fields(RoundDates)},
        programme={
            "date": date_text(bare, view.municipality.programme.date),
            "place": view.municipality.programme.place,
        },
        links=_links(view.municipality),
        choose={
            "keep": choice.keep,
            "improve": choice.improve,
            "min": choice.work_on_min,
            "max": choice.work_on_max,
            "work_on": _range(choice.work_on_min, choice.work_on_max, bare),
        },
        t=terms,
        f={factor.id: factor_name(bare, view.municipality, factor) for factor in FACTORS},
        minutes=_minutes(minutes),
        state=view.state,
        worked_on=_worked_on(bare, view),
        earlier_round=view.earlier_round,
    )


def _worked_on(words: Words, view: View) -> dict[str, object]:
    """Return how many factors the unit works on and their names as one text («3. Autonomi og 10. …»)."""
    numbers = view.record.worked_on if view.record is not None else ()
    names = [f"{number}. {factor_name(words, view.municipality, FACTORS[number - 1])}" for number in numbers]
    *first, last = names or [""]
    joined = f"{', '.join(first)} {words.string('labels.and')} {last}" if first else last
    return {"count": len(names), "names": joined}


def factor_name(words: Words, municipality: Municipality, factor: Factor) -> str:
    """Return a factor's name in the municipality's name set."""
    return words.string(f"factors.{factor.id}.names.{municipality.factor_names}")


def for_factor(words: Words, factor: Factor) -> Words:
    """Return the words inside ``for_each: factor``."""
    goal = words.string(f"factors.{factor.id}.goal")
    name = words.values["f"][factor.id]
    return words.having(factor={"number": factor.number, "name": name, "id": factor.id, "goal": goal})


def for_meeting(words: Words, meeting: Meeting) -> Words:
    """Return the words of a document about one meeting."""
    return words.having(meeting=_meeting(words, meeting))


def _meeting(words: Words, meeting: Meeting) -> dict[str, str]:
    return {"date": date_text(words, meeting.date), "place": meeting.place, "start": clock(meeting.start)}


def _links(municipality: Municipality) -> dict[str, dict[str, str]]:
    """Return the links that texts may name, empty where the municipality has none."""
    found = {link.id: {"text": link.text, "url": link.url} for link in municipality.links}
    return {name: found.get(name, {"text": "", "url": ""}) for name in LINKS}


def date_text(words: Words, iso: str) -> str:
    """Return an ISO day as people write it («12. mars 2026»), nothing for nothing."""
    if not iso:
        return ""
    year, month, day = (int(part) for part in iso.split("-"))
    return f"{day}.\u00a0{words.node('labels.months')[month - 1]} {year}"


def span_text(words: Words, start: str, end: str) -> str:
    """Return a span of ISO days as people do: «6.–20. mars 2026», «11. februar – 5. mars 2026»; one day as it is."""
    if not start or not end or start == end:
        return date_text(words, start or end)
    last = date_text(words, end)
    if start[:7] == end[:7]:
        return f"{int(start[8:])}.–{last}"
    first = date_text(words, start)
    return f"{first[:-5] if start[:4] == end[:4] else first} – {last}"


def clock(start: str) -> str:
    """Return ``08:30`` as Norwegians write it, «08.30»."""
    return start.replace(":", ".")


def clock_after(start: str, minutes: int) -> str:
    """Return the clock so many minutes after ``08:30``, as Norwegians write it."""
    hour, minute = (int(part) for part in start.split(":"))
    total = hour * 60 + minute + minutes
    return clock(f"{total // 60 % 24:02}:{total % 60:02}")


def _range(low: int, high: int, words: Words) -> str:
    """Return how many in words: «to», «én eller to», «én til tre»."""
    first, last = (words_to_blocks.number_word(number, words.language) for number in (low, high))
    if low == high:
        return first
    return f"{first} {words.string('labels.or' if high == low + 1 else 'labels.to')} {last}"


def _minutes(minutes: Minutes) -> dict[str, dict[str, int]]:
    activities = {name: {**steps, "total": minutes.of_activity(name)} for name, steps in minutes.activities.items()}
    meetings = {
        name: {item.id: minutes.of_item(name, item.id) for item in items} | {"total": minutes.of_meeting(name)}
        for name, items in minutes.meetings.items()
    }
    return activities | meetings
