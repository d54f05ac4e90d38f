"""The make-up of documents: which parts in which order, minutes and table shapes, with no words beside them.

``content/documents/*.yaml`` → `Makeup`. Every block word and its options stand in `WORDS`; anything else is an error
with the nearest known name, so that a municipality that moves parts about learns at once where it slipped.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal, get_args

from rapidfuzz import process

from packgen.blocks import SlideKind
from packgen.model import Edition, MeetingForm
from packgen.problems import Outcome, Place, Problem, error
from packgen.yaml_source import Path as Path_
from packgen.yaml_source import Yaml
from packgen.yaml_source import load as load_yaml

Medium = Literal["word", "slides", "sheet", "cards", "form", "calendar"]
"""``form`` is a Word document that also comes as an Excel file, to be filled in and read back.

``calendar`` is a file of days, for a calendar.
"""
Each = Literal["", "factor", "chosen", "others"]
"""What there is one of for: nothing, each of the ten factors, each that the unit has chosen, or each of the others."""
SlideForm = Literal["", "tally", "chosen", "cross", "vision", "matrix", "plan"]
"""The part of a meeting's form that a slide's table is."""
Scope = Literal["unit", "municipality"]
PlannedMeeting = Literal["meeting_one", "meeting_two"]
State = Literal[
    "shown",
    "fallback",
    "source",
    "no_source",
    "preparation",
    "figures",
    "distribution",
    "trend",
    "trend_line",
    "trend_broken",
    "dates",
    "networks",
    "link_survey",
    "link_poll",
    "link_pages",
    "no_distribution",
    "no_dates",
    "no_networks",
    "no_link_poll",
    "chosen",
    "tally",
    "reasons",
    "loose_reasons",
    "goals",
    "plan",
    "followed_up",
    "leaders_own",
    "earlier",
    "days",
    "no_chosen",
    "no_tally",
    "no_goals",
    "no_plan",
    "no_earlier",
]
"""What a part, a slide or a block word may ask for; ``no_…`` is where the rest of the word does not hold."""
RECORDED = (
    *("chosen", "tally", "reasons", "goals", "plan", "followed_up", "leaders_own", "earlier", "days"),
    *("no_chosen", "no_tally", "no_goals", "no_plan", "no_earlier"),
)
"""The conditions that speak of what a unit has decided in its meetings."""
PHASES = ("preparation", "carrying_out", "analysis", "follow_up", "evaluation")

_COMMON = frozenset({"when", "for_each", "id"})
_NUMBERS = frozenset({"level", "lines", "rows"})
_LISTS = frozenset({"weights", "entries", "minutes", "parts"})
_SIZE = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4})?")
_TABLE = frozenset({"weights", "rows", "row_mm", "first_is_head"})
WORDS: Mapping[str, frozenset[str]] = {
    "text": frozenset(),
    "heading": frozenset({"level"}),
    "lead": frozenset(),
    "quote": frozenset(),
    "question": frozenset(),
    "note": frozenset(),
    "label": frozenset(),
    "say": frozenset(),
    "aim": frozenset(),
    "leader": frozenset(),
    "tip": frozenset(),
    "task": frozenset(),
    "columns": frozenset(),
    "reflection": frozenset({"lines"}),
    "lines": frozenset(),
    "bullets": frozenset(),
    "checklist": frozenset(),
    "table": frozenset({"weights", "first_is_head"}),
    "writing": _TABLE | {"last"},
    "factor_rows": frozenset({"row_mm", "weights", "last"}),
    "factor_table": frozenset({"row_mm", "weights"}),
    "quadrants": frozenset(),
    "steps": frozenset({"minutes"}),
    "agenda": frozenset({"start"}),
    "fields": frozenset({"entries", "row_mm", "weights"}),
    "form": frozenset({"entries", "rows", "row_mm", "weights"}),
    "figures": frozenset(),
    "signs": frozenset(),
    "run_sheet": frozenset(),
    "file_list": frozenset(),
    "links": frozenset(),
    "dates": frozenset(),
    "timeline": frozenset(),
    "network_groups": frozenset({"weights"}),
    "panels": frozenset({"parts"}),
    "new_page": frozenset(),
    "record": frozenset({"rows", "row_mm", "weights"}),
}
"""Each block word, with the options that may stand beside it (`_COMMON` may stand beside all)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One block word with what stands at it: a key, a number or a name, its options and its conditions."""

    word: str
    key: str
    options: Mapping[str, Any]
    when: tuple[str, ...]
    for_each: Each
    place: Place


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a Word document: a cover, the contents, a chapter, or pages without a chapter heading.

    ``depth`` is how many levels of headings the contents list.
    """

    id: str
    kind: Literal["cover", "contents", "chapter", "pages"]
    key: str
    landscape: bool
    when: tuple[str, ...]
    for_each: Each
    body: tuple[Item, ...]
    place: Place
    depth: Literal[1, 2] = 2


@dataclass(frozen=True, slots=True)
class SlideMakeup:
    """A slide: its kind, the agenda item and minutes it takes, its text node and the regions built from items.

    ``form`` is the part of the meeting's form that its table is (`packgen.record_form`), empty for none. ``takes_from``
    names the slide that gives up the minutes of this one, where this one is shown.
    """

    id: str
    kind: SlideKind
    item: str
    minutes: int
    key: str
    hidden: bool
    when: tuple[str, ...]
    for_each: Each
    regions: Mapping[str, tuple[Item, ...]]
    place: Place
    form: SlideForm = ""
    takes_from: str = ""


@dataclass(frozen=True, slots=True)
class DeckPart:
    """A named section of a deck."""

    id: str
    title: str
    slides: tuple[SlideMakeup, ...]


@dataclass(frozen=True, slots=True)
class SheetMakeup:
    """A printed sheet: the key of its title, its blocks, which meeting it is for, and for which forms of it."""

    id: str
    title: str
    landscape: bool
    meeting: PlannedMeeting | None
    forms: tuple[MeetingForm, ...]
    when: tuple[str, ...]
    for_each: Each
    body: tuple[Item, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class CardSideMakeup:
    """One side of a card: keys of its number, title and last line (empty for none), and its blocks."""

    number: str
    title: str
    foot: str
    body: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class CardMakeup:
    """A card, printed ``copies`` times, where the form of the meetings is one of ``forms`` (empty = all)."""

    id: str
    copies: int
    forms: tuple[MeetingForm, ...]
    for_each: Each
    front: CardSideMakeup
    back: CardSideMakeup


@dataclass(frozen=True, slots=True)
class Makeup:
    """What one document is made of: ``parts`` for Word, ``sections`` for slides, ``sheets`` or ``cards`` for print.

    ``scope``: one for each unit, or one for the municipality and written standard. ``forms``: the meeting forms of the
    units that get it (empty = all). ``meeting``: which of the unit's two planned meetings it is about, if any.
    ``send_to``: who gets it besides the leader, who gets everything. ``large_print``: whether it can be had at 18 pt.
    ``when``: conditions of which one must hold for the unit to get it at all (empty = always).
    """

    id: str
    medium: Medium
    edition: Edition
    phase: str
    order: int
    compact: bool
    parts: tuple[Part, ...]
    sections: tuple[DeckPart, ...]
    scope: Scope = "unit"
    forms: tuple[MeetingForm, ...] = ()
    meeting: PlannedMeeting | None = None
    send_to: tuple[Edition, ...] = ()
    sheets: tuple[SheetMakeup, ...] = ()
    cards: tuple[CardMakeup, ...] = ()
    large_print: bool = False
    when: tuple[str, ...] = ()

    @property
    def is_printed(self) -> bool:
        """Whether this is print: sheets or cards."""
        return self.medium in ("sheet", "cards")


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes of activities by step, and of meetings by item (with the activities that fill an item)."""

    activities: Mapping[str, Mapping[str, int]]
    meetings: Mapping[str, tuple["MeetingItem", ...]]

    def of_activity(self, name: str) -> int:
        """Return all minutes of an activity."""
        return sum(self.activities[name].values())

    def of_item(self, meeting: str, item: str) -> int:
        """Return the minutes of an agenda item: its own, or those of its activities."""
        found = next(i for i in self.meetings[meeting] if i.id == item)
        return found.minutes + sum(self.of_activity(name) for name in found.activities)

    def starts(self, meeting: str) -> tuple[tuple[int, "MeetingItem"], ...]:
        """Return each item of a meeting with the minutes from its start to the item."""
        items = self.meetings[meeting]
        lengths = [self.of_item(meeting, item.id) for item in items]
        return tuple(zip(accumulate(lengths, initial=0), items, strict=False))

    def of_meeting(self, meeting: str) -> int:
        """Return the minutes of a whole meeting."""
        return sum(self.of_item(meeting, item.id) for item in self.meetings[meeting])


@dataclass(frozen=True, slots=True)
class MeetingItem:
    """One item of a meeting's agenda; ``main`` ones are drawn dark and told step by step, a ``pause`` is a break."""

    id: str
    minutes: int
    activities: tuple[str, ...]
    main: bool
    pause: bool = False


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the make-up of one document and collects what is wrong with it.

    ``source`` holds all documents by id; paths are from the top of this ``document``.
    """

    source: Yaml
    document: str
    problems: list[Problem]

    def place(self, *path: str | int) -> Place:
        steps: Path_ = (self.document, *path)
        while steps and steps not in self.source.places:
            steps = steps[:-1]
        return self.source.places.get(steps, Place())

    def wrong(self, code: str, path: tuple[str | int, ...], **values: object) -> None:
        self.problems.append(error(f"content.{code}", self.place(*path), **values))

    def only(self, node: Mapping[str, Any], allowed: frozenset[str], path: tuple[str | int, ...]) -> None:
        for name in node.keys() - allowed:
            nearest = process.extractOne(name, sorted(allowed))
            self.wrong("unknown_field", (*path, name), field=name, nearest=nearest[0] if nearest else "")

    def number(self, value: Any, path: tuple[str | int, ...]) -> int:  # noqa: ANN401 - whatever YAML held
        if isinstance(value, str) and value.isdigit():
            return int(value)
        self.wrong("not_a_number", path, value=value)
        return 0

    def mapping(self, node: Any, path: tuple[str | int, ...]) -> Mapping[str, Any]:  # noqa: ANN401 - whatever YAML held
        """Return a mapping, an empty one (and a problem) in place of anything else; of nothing, nothing."""
        if isinstance(node, Mapping):
            return node
        if node:
            self.wrong("not_a_section", path)
        return {}

    def sections(
        self, node: Mapping[str, Any], name: str, path: tuple[str | int, ...]
    ) -> Iterator[tuple[Mapping[str, Any], tuple[str | int, ...]]]:
        """Return each mapping of a list with its path; anything else is a problem."""
        found = node.get(name) or []
        if not isinstance(found, list):
            self.wrong("not_a_list", (*path, name))
            return
        for index, child in enumerate(found):
            inside = (*path, name, index)
            if isinstance(child, Mapping):
                yield child, inside
            else:
                self.wrong("not_a_section", inside)

    def text(self, node: Mapping[str, Any], name: str, path: tuple[str | int, ...], default: str = "") -> str:
        value = node.get(name, default)
        if isinstance(value, str):
            return value
        self.wrong("not_a_text", (*path, name), field=name)
        return default

    def flag(self, node: Mapping[str, Any], name: str, path: tuple[str | int, ...]) -> bool:
        return self.one_of(self.text(node, name, path, "false"), ("false", "true"), (*path, name)) == "true"

    def each(self, node: Mapping[str, Any], path: tuple[str | int, ...]) -> Each:
        """Return what there is one for each of."""
        wanted = self.text(node, "for_each", path)
        return self.one_of(wanted, ("factor", "chosen", "others"), (*path, "for_each")) if wanted else ""  # type: ignore[return-value] # checked there

    def names(self, value: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever YAML held
        if isinstance(value, list):
            return tuple(str(v) for v in value)
        return (str(value),) if value else ()

    def one_of(self, value: str, known: tuple[str, ...], path: tuple[str | int, ...]) -> str:
        if value not in known:
            nearest = process.extractOne(value, known)
            self.wrong("unknown_word", path, word=value, nearest=nearest[0] if nearest else "")
            return known[0]
        return value

    def when(self, node: Mapping[str, Any], path: tuple[str | int, ...]) -> tuple[str, ...]:
        return tuple(self.one_of(w, get_args(State), (*path, "when")) for w in self.names(node.get("when", "")))

    def items(self, nodes: Any, path: tuple[str | int, ...]) -> tuple[Item, ...]:  # noqa: ANN401 - whatever YAML held
        if not isinstance(nodes, list):
            self.wrong("not_a_list", path)
            return ()
        return tuple(item for i, node in enumerate(nodes) if (item := self.item(node, (*path, i))))

    def item(self, node: Any, path: tuple[str | int, ...]) -> Item | None:  # noqa: ANN401 - whatever YAML held
        words = [name for name in node if name in WORDS] if isinstance(node, Mapping) else []
        words = [w for w in words if not any(w in WORDS[other] for other in words if other != w)]
        if len(words) != 1:
            self.wrong("no_block_word", path, found=", ".join(node) if isinstance(node, Mapping) else str(node))
            return None
        word = words[0]
        self.only(node, WORDS[word] | _COMMON | {word}, path)
        options = {name: self.option(name, node[name], (*path, name)) for name in node if name in WORDS[word]}
        key = self.text(node, word, path)
        if word == "lines":
            self.number(key, (*path, word))
        return Item(word, key, options, self.when(node, path), self.each(node, path), self.place(*path))

    def option(self, name: str, value: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - whatever YAML held
        """Return an option as it was written; what is of another kind than composing expects is a problem."""
        if name in _LISTS and not isinstance(value, list):
            self.wrong("not_a_list", path)
            return []
        if name in _NUMBERS and not (name == "rows" and value == "choose"):  # as many as the unit works on
            self.number(value, path)
        for index, each in enumerate(value) if name in _LISTS else [("", value)]:
            inside = (*path, index) if name in _LISTS else path
            if name == "entries" and not (isinstance(each, Mapping) and each.get("id")):
                self.wrong("id_missing_or_twice", inside, id="")
            elif name in ("weights", "row_mm") and not (isinstance(each, str) and _SIZE.fullmatch(each)):
                self.wrong("not_a_number", inside, value=each)
        return value


_PART = frozenset({"id", "cover", "contents", "chapter", "depth", "landscape", "when", "for_each", "body"})
_SLIDE = frozenset(
    {"id", "kind", "item", "minutes", "text", "hidden", "when", "for_each", "regions", "form", "takes_from"}
)
_DOCUMENT = frozenset(
    {"schema", "id", "medium", "edition", "phase", "order", "compact", "parts", "sections"}
    | {"scope", "forms", "meeting", "send_to", "sheets", "cards", "large_print", "when"}
)
_SHEET = frozenset({"id", "title", "landscape", "meeting", "forms", "when", "for_each", "body"})
_CARD = frozenset({"id", "copies", "forms", "for_each", "front", "back"})
_SIDE = frozenset({"number", "title", "foot", "body"})
_MAY_GET: Mapping[Edition, tuple[Edition, ...]] = {
    Edition.STAFF: (Edition.STAFF, Edition.REPRESENTATIVES),
    Edition.REPRESENTATIVES: (Edition.REPRESENTATIVES,),
    Edition.LEADER: (),
}
"""Who besides the leader may be sent a document of an edition."""


def _part(reader: _Reader, node: Mapping[str, Any], path: tuple[str | int, ...]) -> Part:
    reader.only(node, _PART, path)
    kind = next((k for k in ("cover", "contents", "chapter") if k in node), "pages")
    return Part(
        reader.text(node, "id", path),
        kind,  # type: ignore[arg-type] # one of the four by construction
        reader.text(node, kind, path),
        reader.flag(node, "landscape", path),
        reader.when(node, path),
        reader.each(node, path),
        reader.items(node.get("body", []), (*path, "body")),
        reader.place(*path),
        1 if reader.one_of(reader.text(node, "depth", path, "2"), ("1", "2"), (*path, "depth")) == "1" else 2,
    )


def _slide(reader: _Reader, node: Mapping[str, Any], path: tuple[str | int, ...]) -> SlideMakeup:
    reader.only(node, _SLIDE, path)
    regions = reader.mapping(node.get("regions"), (*path, "regions"))
    return SlideMakeup(
        reader.text(node, "id", path),
        reader.one_of(reader.text(node, "kind", path), get_args(SlideKind), (*path, "kind")),  # type: ignore[arg-type] # checked there
        reader.text(node, "item", path),
        reader.number(node.get("minutes", "0"), (*path, "minutes")),
        reader.text(node, "text", path),
        reader.flag(node, "hidden", path),
        reader.when(node, path),
        reader.each(node, path),
        {name: reader.items(items, (*path, "regions", name)) for name, items in regions.items()},
        reader.place(*path),
        reader.one_of(reader.text(node, "form", path), get_args(SlideForm), (*path, "form")),  # type: ignore[arg-type] # checked there
        reader.text(node, "takes_from", path),
    )


def _section(reader: _Reader, node: Mapping[str, Any], path: tuple[str | int, ...]) -> DeckPart:
    reader.only(node, frozenset({"id", "title", "slides"}), path)
    slides = tuple(_slide(reader, slide, inside) for slide, inside in reader.sections(node, "slides", path))
    return DeckPart(reader.text(node, "id", path), reader.text(node, "title", path), slides)


def _forms(reader: _Reader, node: Mapping[str, Any], path: tuple[str | int, ...]) -> tuple[MeetingForm, ...]:
    known = get_args(MeetingForm)
    return tuple(reader.one_of(f, known, (*path, "forms")) for f in reader.names(node.get("forms", "")))  # type: ignore[misc] # checked there


def _meeting(reader: _Reader, node: Mapping[str, Any], path: tuple[str | int, ...]) -> PlannedMeeting | None:
    if "meeting" not in node:
        return None
    return reader.one_of(reader.text(node, "meeting", path), get_args(PlannedMeeting), (*path, "meeting"))  # type: ignore[return-value] # checked there


def _sheet(reader: _Reader, node: Mapping[str, Any], path: tuple[str | int, ...]) -> SheetMakeup:
    reader.only(node, _SHEET, path)
    return SheetMakeup(
        reader.text(node, "id", path),
        reader.text(node, "title", path),
        reader.flag(node, "landscape", path),
        _meeting(reader, node, path),
        _forms(reader, node, path),
        reader.when(node, path),
        reader.each(node, path),
        reader.items(node.get("body", []), (*path, "body")),
        reader.place(*path),
    )


def _side(reader: _Reader, card: Mapping[str, Any], name: str, path: tuple[str | int, ...]) -> CardSideMakeup:
    path = (*path, name)
    node = reader.mapping(card.get(name), path)
    reader.only(node, _SIDE, path)
    number, title, foot = (reader.text(node, field, path) for field in ("number", "title", "foot"))
    return CardSideMakeup(number, title, foot, reader.items(node.get("body", []), (*path, "body")))


def _card(reader: _Reader, node: Mapping[str, Any], path: tuple[str | int, ...]) -> CardMakeup:
    reader.only(node, _CARD, path)
    return CardMakeup(
        reader.text(node, "id", path),
        reader.number(node.get("copies", "1"), (*path, "copies")),
        _forms(reader, node, path),
        reader.each(node, path),
        _side(reader, node, "front", path),
        _side(reader, node, "back", path),
    )


def _once(reader: _Reader, ids: Iterable[tuple[str, Place]]) -> None:
    seen: set[str] = set()
    for name, place in ids:
        if not name or name in seen:
            reader.problems.append(error("content.id_missing_or_twice", place, id=name))
        seen.add(name)


def _makeup(reader: _Reader, node: Mapping[str, Any]) -> Makeup:
    reader.only(node, _DOCUMENT, ())
    parts = tuple(_part(reader, part, path) for part, path in reader.sections(node, "parts", ()))
    sections = tuple(_section(reader, section, path) for section, path in reader.sections(node, "sections", ()))
    _once(reader, [(part.id, part.place) for part in parts])
    _once(reader, [(slide.id, slide.place) for section in sections for slide in section.slides])
    sheets = tuple(_sheet(reader, sheet, path) for sheet, path in reader.sections(node, "sheets", ()))
    cards = [(_card(reader, card, path), path) for card, path in reader.sections(node, "cards", ())]
    _once(reader, [(sheet.id, sheet.place) for sheet in sheets])
    _once(reader, [(card.id, reader.place(*path)) for card, path in cards])
    edition = Edition(reader.one_of(reader.text(node, "edition", ()), tuple(Edition), ("edition",)))
    return Makeup(
        reader.text(node, "id", ()),
        reader.one_of(reader.text(node, "medium", ()), get_args(Medium), ("medium",)),  # type: ignore[arg-type] # checked there
        edition,
        reader.one_of(reader.text(node, "phase", ()), PHASES, ("phase",)),
        reader.number(node.get("order", "0"), ("order",)),
        reader.flag(node, "compact", ()),
        parts,
        sections,
        reader.one_of(reader.text(node, "scope", (), _usual_scope(node)), get_args(Scope), ("scope",)),  # type: ignore[arg-type] # checked there
        _forms(reader, node, ()),
        _meeting(reader, node, ()),
        _send_to(reader, reader.names(node.get("send_to", "")), edition),
        sheets,
        tuple(card for card, _ in cards),
        _large_print(reader, node),
        _when(reader, node),
    )


def _usual_scope(node: Mapping[str, Any]) -> str:
    """Return for whom a document is made that does not say it: what is printed is the same for all."""
    return "municipality" if node.get("medium") in ("sheet", "cards") else "unit"


def _when(reader: _Reader, node: Mapping[str, Any]) -> tuple[str, ...]:
    """Return how far a unit must have come to get a document; figures are no condition of a whole document."""
    names = reader.names(node.get("when", ""))
    return tuple(reader.one_of(name, RECORDED, ("when",)) for name in names)


def _large_print(reader: _Reader, node: Mapping[str, Any]) -> bool:
    """Return whether a document has a large print, and refuse one of what is no Word document."""
    wanted = reader.flag(node, "large_print", ())
    if wanted and node.get("medium") != "word":
        reader.wrong("no_large_print", ("large_print",), medium=node.get("medium", ""))
    return wanted and node.get("medium") == "word"


def _send_to(reader: _Reader, names: tuple[str, ...], edition: Edition) -> tuple[Edition, ...]:
    """Return who is sent a document, and refuse an audience that may not see its edition."""
    allowed = _MAY_GET[edition]
    for name in names:
        if name not in allowed:
            reader.wrong("may_not_get", ("send_to",), audience=name, edition=edition.value)
    return tuple(Edition(name) for name in names if name in allowed)


def _meeting_item(
    reader: _Reader, node: Mapping[str, Any], path: tuple[str | int, ...], activities: Collection[str]
) -> MeetingItem:
    reader.only(node, frozenset({"id", "minutes", "activities", "main", "pause"}), path)
    minutes = reader.number(node.get("minutes", "0"), (*path, "minutes"))
    return MeetingItem(
        reader.text(node, "id", path),
        minutes,
        tuple(
            reader.one_of(name, tuple(activities), (*path, "activities"))
            for name in reader.names(node.get("activities", []))
        ),
        main=reader.flag(node, "main", path),
        pause=reader.flag(node, "pause", path),
    )


def _minutes(reader: _Reader, node: Mapping[str, Any]) -> Minutes:
    reader.only(node, frozenset({"schema", "activities", "meetings"}), ())
    activities = {
        name: {
            step: reader.number(minutes, ("activities", name, step))
            for step, minutes in reader.mapping(steps, ("activities", name)).items()
        }
        for name, steps in reader.mapping(node.get("activities"), ("activities",)).items()
    }
    meetings = reader.mapping(node.get("meetings"), ("meetings",))
    items = {
        name: [
            (_meeting_item(reader, item, path, activities), path)
            for item, path in reader.sections(meetings, name, ("meetings",))
        ]
        for name in meetings
    }
    for each in items.values():
        _once(reader, [(item.id, reader.place(*path)) for item, path in each])
    return Minutes(activities, {name: tuple(item for item, _ in each) for name, each in items.items()})


# ---------------------------------------------------------------- files → nodes → make-up

MEETINGS = "meetings"
"""The file of minutes, beside those of documents."""


def load(content: Path) -> Outcome[tuple[Makeup, ...]]:
    """Read the make-up of every document, in the order of use."""
    files, problems = _read(file for file in _files(content) if file.stem != MEETINGS)
    made = of_nodes(files)
    return Outcome(made.value, (*problems, *made.problems))


def load_minutes(content: Path) -> Outcome[Minutes]:
    """Read the minutes of activities and meetings."""
    files, problems = _read(file for file in _files(content) if file.stem == MEETINGS)
    made = minutes_of_nodes(files)
    return Outcome(made.value, (*problems, *made.problems))


def load_nodes(content: Path) -> Outcome[Yaml]:
    """Read all files of make-up as nodes by the id of the document, minutes under `MEETINGS`, and where each stands."""
    return Outcome(*_read(_files(content)))


def of_nodes(documents: Yaml) -> Outcome[tuple[Makeup, ...]]:
    """Return the make-up of every document, in the order of use, from nodes by id."""
    made, problems = [], []
    for name in sorted(documents.value.keys() - {MEETINGS}):
        reader = _Reader(documents, name, [])
        made.append(_makeup(reader, reader.mapping(documents.value[name], ())))
        problems += reader.problems
    return Outcome(tuple(sorted(made, key=lambda m: (m.order, m.id))), tuple(problems))


def minutes_of_nodes(documents: Yaml) -> Outcome[Minutes]:
    """Return the minutes of activities and meetings from nodes by id; None where there are none."""
    if MEETINGS not in documents.value:
        return Outcome(None)
    reader = _Reader(documents, MEETINGS, [])
    minutes = _minutes(reader, reader.mapping(documents.value[MEETINGS], ()))
    return Outcome(minutes, tuple(reader.problems))


def _files(content: Path) -> list[Path]:
    return sorted((content / "documents").glob("*.yaml"))


def _read(files: Iterable[Path]) -> tuple[Yaml, tuple[Problem, ...]]:
    """Return what files hold by their names; those that cannot be read are left out."""
    nodes: dict[str, Any] = {}
    places: dict[Path_, Place] = {}
    problems: list[Problem] = []
    for file in files:
        outcome = load_yaml(file.read_bytes(), f"content/documents/{file.name}")
        problems += outcome.problems
        if outcome.value is not None:
            nodes[file.stem] = outcome.value.value
            places |= {(file.stem, *path): place for path, place in outcome.value.places.items()}
    return Yaml(nodes, places), tuple(problems)
