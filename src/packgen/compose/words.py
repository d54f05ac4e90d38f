"""The words of one pack: texts by key, filled with the values of one unit."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, Protocol, TypeVar

from packgen.blocks import Block, Text
from packgen.content import text as words_to_blocks
from packgen.content.makeup import Minutes
from packgen.content.text import Frozen
from packgen.content.texts import Texts
from packgen.model import FACTORS, Factor, Language, Meeting, Municipality, Round, RoundDates, View

T = TypeVar("T")
LINKS = ("survey", "poll", "pages")
"""The links that texts may name; a municipality may have others, which documents show with all links."""


class Shared(Protocol):
    """Gives what is made of some objects alone, made now or before."""

    def __call__(self, key: Hashable, of: tuple[object, ...], make: Callable[[], T]) -> T:
        """Return what ``make`` gives of these objects; ``key`` tells it from what else is made of them."""


@dataclass(frozen=True, slots=True)
class Words:
    """Texts of one written standard and the plain values that their Jinja may use."""

    texts: Texts
    values: Mapping[str, Any]
    kept: dict[tuple[str, str], Any] | None = None
    """Texts made before of nothing but what is the same for all units, by what was made and key."""

    @property
    def language(self) -> Language:
        """The written standard of these words."""
        return self.texts.language

    def having(self, **values: object) -> "Words":
        """Return the same words with more values."""
        kept = self.kept if _SAME.isdisjoint(values) else None
        return Words(self.texts, self.values | words_to_blocks.frozen(values), kept)

    def has(self, key: str) -> bool:
        """Tell whether there is anything at a key."""
        return self.texts.has(key)

    def node(self, key: str) -> Any:  # noqa: ANN401 - a string, list or dict by its block word
        """Return the raw node at a key (KeyError when there is none)."""
        return self.texts.node(key)

    def string(self, key: str) -> str:
        """Return the text at a key as plain letters."""
        known = (self.texts.made if self.kept is None else self.kept).get(("string", key))
        return known if known is not None else self._made("string", words_to_blocks.string, key)

    def inline(self, key: str) -> Text:
        """Return the text at a key as one paragraph's runs."""
        known = (self.texts.made if self.kept is None else self.kept).get(("inline", key))
        return known if known is not None else self._made("inline", words_to_blocks.inline, key)

    def blocks(self, key: str) -> tuple[Block, ...]:
        """Return the text at a key as blocks."""
        known = (self.texts.made if self.kept is None else self.kept).get(("blocks", key))
        return known if known is not None else self._made("blocks", words_to_blocks.blocks, key)

    def inlines(self, key: str) -> tuple[Text, ...]:
        """Return the list of texts at a key, each as one paragraph's runs."""
        known = (self.texts.made if self.kept is None else self.kept).get(("inlines", key))
        return known if known is not None else self._made("inlines", _each_inline, key)

    def _made(self, kind: str, make: Callable[[Any, Language, Mapping[str, Any]], T], key: str) -> T:
        """Return what is made of the text at a key; kept where it is the same for all units."""
        source = self.texts.node(key)
        found = make(source, self.texts.language, self.values)
        if self.kept is None:
            if "{" not in (source if isinstance(source, str) else "".join(source)):
                self.texts.made[kind, key] = found
        elif _SAME.issuperset(words_to_blocks.names(source, self.texts.language)):
            self.kept[kind, key] = found
        return found


def _each_inline(sources: Iterable[str], language: Language, values: Mapping[str, Any]) -> tuple[Text, ...]:
    return tuple(words_to_blocks.inline(source, language, values) for source in sources)


def words_of(texts: Texts, minutes: Minutes, view: View, shared: Shared | None = None) -> Words:
    """Return the words of one unit's pack, with every value that texts may use.

    ``shared`` keeps what is the same for all units from one to the next.
    """
    municipality, round_ = view.municipality, view.round
    key, of = ("values", texts.language), (texts, minutes, municipality, round_)
    make = partial(_same_for_all, texts, minutes, municipality, round_)
    same, kept = shared(key, of, make) if shared is not None else make()
    bare = Words(texts, {})
    return Words(texts, {**same, "meeting": _NO_MEETING}, kept).having(
        unit={"name": view.unit.name, "parent": view.parent.name if view.parent else ""},
        source={"name": view.figures.name if view.figures else ""},
        meeting_one=_meeting(bare, view.unit.meeting_one),
        meeting_two=_meeting(bare, view.unit.meeting_two),
        form=municipality.form_of(view.unit),
        state=view.state,
        worked_on=_worked_on(bare, view),
        earlier_round=view.earlier_round,
    )


_NO_MEETING = Frozen({"date": "", "place": "", "start": ""})
_NO_FACTOR = Frozen({"number": "", "name": "", "id": "", "goal": ""})
_SAME = frozenset(
    {"municipality", "round", "limit", "contact", "dates", "programme", "links", "choose", "t", "f", "minutes"}
)
"""The names of the values that are the same for all units."""


def _same_for_all(
    texts: Texts, minutes: Minutes, municipality: Municipality, round_: Round
) -> tuple[Mapping[str, Any], dict[tuple[str, str], Any]]:
    """Return the values that texts for all units may use in a round, and where texts of nothing else are kept."""
    bare = Words(texts, {})
    choice, programme, contact = municipality.choice, municipality.programme, municipality.contact
    values = bare.having(
        municipality={"name": municipality.name},
        round={"name": round_.name, "period": round_.period, "id": round_.id},
        limit=round_.limit,
        contact={"name": contact.name, "email": contact.email, "phone": contact.phone},
        dates={field.name: date_text(bare, getattr(round_.dates, field.name)) for field in fields(RoundDates)},
        programme={"date": date_text(bare, programme.date), "place": programme.place},
        links=_links(municipality),
        choose={
            "keep": choice.keep,
            "improve": choice.improve,
            "min": choice.work_on_min,
            "max": choice.work_on_max,
            "work_on": _range(choice.work_on_min, choice.work_on_max, bare),
        },
        t={name: dict(forms) for name, forms in texts.node("terms").items()},
        f={factor.id: factor_name(bare, municipality, factor) for factor in FACTORS},
        minutes=_minutes(minutes),
    ).values
    return values, {}


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


def for_all_pages(words: Words) -> Words:
    """Return the words for what is said alike on all pages of a unit, whatever factor or meeting they are about."""
    return words.having(factor=_NO_FACTOR, goal="", meeting=_NO_MEETING)


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
