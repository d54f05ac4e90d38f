"""The make-up of documents: which parts in which order, minutes and table shapes, with no words beside them.

``content/documents/*.yaml`` → `Makeup`. Every block word and its options stand in `WORDS`; anything else is an error
with the nearest known name, so that a municipality that moves parts about learns at once where it slipped.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal, get_args

from rapidfuzz import process

from packgen.blocks import SlideKind
from packgen.model import Edition, MeetingForm
from packgen.problems import Outcome, Place, Problem, error
from packgen.yaml_source import Yaml
from packgen.yaml_source import load as load_yaml

Medium = Literal["word", "slides"]
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
    "dates",
    "networks",
    "link_survey",
    "link_poll",
    "link_pages",
    "no_distribution",
    "no_dates",
    "no_networks",
    "no_link_poll",
]
"""What a part, a slide or a block word may ask for; ``no_…`` is where the rest of the word does not hold."""
PHASES = ("preparation", "carrying_out", "analysis", "follow_up", "evaluation")

_COMMON = frozenset({"when", "for_each", "id"})
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
    "writing": _TABLE,
    "factor_rows": frozenset({"row_mm", "weights"}),
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
    "new_page": frozenset(),
}
"""Each block word, with the options that may stand beside it (`_COMMON` may stand beside all)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One block word with what stands at it: a key, a number or a name, its options and its conditions."""

    word: str
    key: str
    options: Mapping[str, Any]
    when: tuple[str, ...]
    for_each: bool
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
    for_each: bool
    body: tuple[Item, ...]
    place: Place
    depth: Literal[1, 2] = 2


@dataclass(frozen=True, slots=True)
class SlideMakeup:
    """A slide: its kind, the agenda item and minutes it takes, its text node and the regions built from items."""

    id: str
    kind: SlideKind
    item: str
    minutes: int
    key: str
    hidden: bool
    when: tuple[str, ...]
    for_each: bool
    regions: Mapping[str, tuple[Item, ...]]
    place: Place


@dataclass(frozen=True, slots=True)
class DeckPart:
    """A named section of a deck."""

    id: str
    title: str
    slides: tuple[SlideMakeup, ...]


@dataclass(frozen=True, slots=True)
class Makeup:
    """What one document is made of. ``parts`` for Word, ``sections`` for slides.

    ``scope``: one for each unit, or one for the municipality and written standard. ``forms``: the meeting forms of the
    units that get it (empty = all). ``meeting``: which of the unit's two planned meetings it is about, if any.
    ``send_to``: who gets it besides the leader, who gets everything.
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
    """Reads one make-up file and collects what is wrong with it."""

    source: Yaml
    file: str
    problems: list[Problem]

    def place(self, *path: str | int) -> Place:
        while path and path not in self.source.places:
            path = path[:-1]
        return self.source.places.get(path, Place(file=self.file))

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
        options = {name: node[name] for name in WORDS[word] if name in node}
        each = node.get("for_each") == "factor"
        return Item(word, str(node[word]), options, self.when(node, path), each, self.place(*path))


_PART = frozenset({"id", "cover", "contents", "chapter", "depth", "landscape", "when", "for_each", "body"})
_SLIDE = frozenset({"id", "kind", "item", "minutes", "text", "hidden", "when", "for_each", "regions"})
_DOCUMENT = frozenset(
    {"schema", "id", "medium", "edition", "phase", "order", "compact", "parts", "sections"}
    | {"scope", "forms", "meeting", "send_to"}
)
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
        str(node.get("id", "")),
        kind,  # type: ignore[arg-type] # one of the four by construction
        str(node.get(kind, "")),
        node.get("landscape") == "true",
        reader.when(node, path),
        node.get("for_each") == "factor",
        reader.items(node.get("body", []), (*path, "body")),
        reader.place(*path),
        1 if reader.one_of(str(node.get("depth", "2")), ("1", "2"), (*path, "depth")) == "1" else 2,
    )


def _slide(reader: _Reader, node: Mapping[str, Any], path: tuple[str | int, ...]) -> SlideMakeup:
    reader.only(node, _SLIDE, path)
    regions = node.get("regions") or {}
    return SlideMakeup(
        str(node.get("id", "")),
        reader.one_of(str(node.get("kind", "")), get_args(SlideKind), (*path, "kind")),  # type: ignore[arg-type] # checked there
        str(node.get("item", "")),
        reader.number(node.get("minutes", "0"), (*path, "minutes")),
        str(node.get("text", "")),
        node.get("hidden") == "true",
        reader.when(node, path),
        node.get("for_each") == "factor",
        {name: reader.items(items, (*path, "regions", name)) for name, items in regions.items()},
        reader.place(*path),
    )


def _section(reader: _Reader, node: Mapping[str, Any], path: tuple[str | int, ...]) -> DeckPart:
    reader.only(node, frozenset({"id", "title", "slides"}), path)
    slides = node.get("slides") or []
    return DeckPart(
        str(node.get("id", "")),
        str(node.get("title", "")),
        tuple(_slide(reader, slide, (*path, "slides", i)) for i, slide in enumerate(slides)),
    )


def _once(reader: _Reader, ids: list[tuple[str, tuple[str | int, ...]]]) -> None:
    seen: set[str] = set()
    for name, path in ids:
        if not name or name in seen:
            reader.wrong("id_missing_or_twice", path, id=name)
        seen.add(name)


def _makeup(reader: _Reader, node: Mapping[str, Any]) -> Makeup:
    reader.only(node, _DOCUMENT, ())
    parts = tuple(_part(reader, p, ("parts", i)) for i, p in enumerate(node.get("parts") or []))
    sections = tuple(_section(reader, s, ("sections", i)) for i, s in enumerate(node.get("sections") or []))
    _once(reader, [(part.id, ("parts", i)) for i, part in enumerate(parts)])
    _once(
        reader,
        [(s.id, ("sections", i, "slides", j)) for i, sec in enumerate(sections) for j, s in enumerate(sec.slides)],
    )
    edition = Edition(reader.one_of(str(node.get("edition", "")), tuple(Edition), ("edition",)))
    return Makeup(
        str(node.get("id", "")),
        reader.one_of(str(node.get("medium", "")), get_args(Medium), ("medium",)),  # type: ignore[arg-type] # checked there
        edition,
        reader.one_of(str(node.get("phase", "")), PHASES, ("phase",)),
        reader.number(node.get("order", "0"), ("order",)),
        node.get("compact") == "true",
        parts,
        sections,
        reader.one_of(str(node.get("scope", "unit")), get_args(Scope), ("scope",)),  # type: ignore[arg-type] # checked there
        tuple(reader.one_of(f, get_args(MeetingForm), ("forms",)) for f in reader.names(node.get("forms", ""))),  # type: ignore[misc] # checked there
        reader.one_of(str(node["meeting"]), get_args(PlannedMeeting), ("meeting",)) if "meeting" in node else None,  # type: ignore[arg-type] # checked there
        _send_to(reader, reader.names(node.get("send_to", "")), edition),
    )


def _send_to(reader: _Reader, names: tuple[str, ...], edition: Edition) -> tuple[Edition, ...]:
    """Return who is sent a document, and refuse an audience that may not see its edition."""
    allowed = _MAY_GET[edition]
    for name in names:
        if name not in allowed:
            reader.wrong("may_not_get", ("send_to",), audience=name, edition=edition.value)
    return tuple(Edition(name) for name in names if name in allowed)


def _meeting_item(reader: _Reader, node: Mapping[str, Any], path: tuple[str | int, ...]) -> MeetingItem:
    reader.only(node, frozenset({"id", "minutes", "activities", "main", "pause"}), path)
    minutes = reader.number(node.get("minutes", "0"), (*path, "minutes"))
    return MeetingItem(
        str(node["id"]),
        minutes,
        reader.names(node.get("activities", [])),
        main=node.get("main") == "true",
        pause=node.get("pause") == "true",
    )


def _minutes(reader: _Reader, node: Mapping[str, Any]) -> Minutes:
    reader.only(node, frozenset({"schema", "activities", "meetings"}), ())
    activities = {
        name: {step: reader.number(n, ("activities", name, step)) for step, n in steps.items()}
        for name, steps in node["activities"].items()
    }
    meetings = {
        name: tuple(_meeting_item(reader, item, ("meetings", name, i)) for i, item in enumerate(items))
        for name, items in node["meetings"].items()
    }
    return Minutes(activities, meetings)


def _read(file: Path, make: Callable[[_Reader, Mapping[str, Any]], Any]) -> Outcome[Any]:
    name = f"content/documents/{file.name}"
    outcome = load_yaml(file.read_bytes(), name)
    if outcome.value is None:
        return Outcome(None, outcome.problems)
    reader = _Reader(outcome.value, name, list(outcome.problems))
    value = make(reader, outcome.value.value)
    return Outcome(value, tuple(reader.problems))


def load(content: Path) -> Outcome[tuple[Makeup, ...]]:
    """Read the make-up of every document, in the order of use."""
    outcomes = [
        _read(file, _makeup) for file in sorted((content / "documents").glob("*.yaml")) if file.stem != "meetings"
    ]
    made: list[Makeup] = [outcome.value for outcome in outcomes if outcome.value is not None]
    return Outcome(
        tuple(sorted(made, key=lambda m: (m.order, m.id))), tuple(p for outcome in outcomes for p in outcome.problems)
    )


def load_minutes(content: Path) -> Outcome[Minutes]:
    """Read the minutes of activities and meetings."""
    return _read(content / "documents" / "meetings.yaml", _minutes)
