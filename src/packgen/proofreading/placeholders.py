"""Values that texts ask for: whether the Jinja holds together, and whether there are such values.

What may stand between the braces is written down here once, by name. ``*`` stands for names from elsewhere: terms,
factors, minutes, dates and links.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields

from jinja2 import Environment, TemplateSyntaxError, nodes
from rapidfuzz import process

from packgen.content.makeup import Minutes
from packgen.content.texts import Texts
from packgen.model import FACTORS, Language, RoundDates
from packgen.problems import Problem, error
from packgen.proofreading.material import Material
from packgen.proofreading.prose import Passage

LINKS = ("survey", "poll", "pages")

VALUES: Mapping[str, tuple[str, ...]] = {
    "municipality": ("name",),
    "unit": ("name", "parent"),
    "round": ("name", "period", "id"),
    "limit": (),
    "source": ("name",),
    "contact": ("name", "email", "phone"),
    "meeting": ("date", "place", "start"),
    "meeting_one": ("date", "place", "start"),
    "meeting_two": ("date", "place", "start"),
    "form": (),
    "dates": ("*",),
    "programme": ("date", "place"),
    "links": ("*",),
    "choose": ("keep", "improve", "min", "max", "work_on"),
    "t": ("*",),
    "f": ("*",),
    "minutes": ("*",),
    "state": (),
    "worked_on": ("count", "names"),
    "earlier_round": (),
}
"""Values that every text may use, with what each is made of."""

FACTOR: Mapping[str, tuple[str, ...]] = {"factor": ("number", "name", "id", "goal")}
"""Values that a text may use where there is one for each factor."""

OWN: Mapping[str, frozenset[str]] = {
    "accessibility_report": frozenset({"least", "least_large", "n", "version"}),
    "figures": frozenset(
        {
            "answered",
            "comparators",
            "factor_name",
            "invited",
            "many",
            "of",
            "parent",
            "percent",
            "period",
            "said",
            "service",
            "threshold",
            "value",
        }
    ),
    "calendar": frozenset({"measure", "number", "responsible"}),
    "labels": frozenset({"link", "n", "said"}),
    "emails": frozenset({"files"}),
    "said_and_did": frozenset({"degree"}),
    "recorded_slides": frozenset({"n", "names", "goal"}),
    "record_forms": frozenset({"day", "slot", "status"}),
    "overview": frozenset(
        {
            "all",
            "count",
            "day",
            "done",
            "follow_up",
            "later",
            "left_out",
            "mark",
            "mean",
            "measures",
            "month",
            "n",
            "name",
            "number",
            "one",
            "passed",
            "percent",
            "period",
            "planned",
            "said",
            "sheet",
            "shown",
            "soon",
            "source",
            "started",
            "stopped",
            "times",
            "two",
            "units",
            "value",
            "without",
            "year",
        }
    ),
}
"""Values of the texts of one file only."""

FILTERS = frozenset({"words", "cap"})

_JINJA = Environment(autoescape=False)  # noqa: S701 - texts are parsed here, never printed
_IN_BRACES = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)


def check(material: Material, minutes: Minutes, language: Language) -> Iterator[Problem]:
    """Return an error for every text whose Jinja is broken, and every value and filter that there is none of."""
    known = known_names(material.texts[language], minutes)
    for passage in material.passages(language):
        yield from of_passage(passage, known)


def of_passage(passage: Passage, known: frozenset[str]) -> Iterator[Problem]:
    """Return what is wrong with the Jinja of one text; ``known`` names what every text may use."""
    try:
        tree = _JINJA.parse(passage.text)
    except TemplateSyntaxError as fault:
        place = passage.at(_start_of_line(passage.text, fault.lineno))
        yield error("texts.broken_jinja", place, key=passage.key, said=_quoted(fault))
        return
    yield from _unknown(passage, tree, known | OWN.get(str(passage.path[0]), frozenset()))


def known_names(texts: Texts, minutes: Minutes) -> frozenset[str]:
    """Return every name that may stand between the braces of any text, such as ``unit.name``."""
    named = {*VALUES, *FACTOR}
    named |= {f"{root}.{step}" for root, steps in {**VALUES, **FACTOR}.items() for step in steps if step != "*"}
    return frozenset(named | _term_names(texts) | _minute_names(minutes) | _listed_names())


def printed(text: str) -> frozenset[str]:
    """Return the values that a text prints (``unit.name``); nothing of a text that is broken."""
    try:
        tree = _JINJA.parse(text)
    except TemplateSyntaxError:
        return frozenset()
    return frozenset(name for output in tree.find_all(nodes.Output) for name in _asked(output))


def _unknown(passage: Passage, tree: nodes.Template, known: frozenset[str]) -> Iterator[Problem]:
    for name in dict.fromkeys(_asked(tree)):
        if name not in known:
            nearest = process.extractOne(name, sorted(known))
            place = passage.at(_offset(passage.text, name))
            yield error(
                "texts.unknown_value", place, key=passage.key, word=name, proposal=nearest[0] if nearest else "–"
            )
    for found in tree.find_all(nodes.Filter):
        if found.name not in FILTERS:
            place = passage.at(_offset(passage.text, found.name))
            known_filters = ", ".join(sorted(FILTERS))
            yield error("texts.unknown_filter", place, key=passage.key, word=found.name, known=known_filters)


def _asked(tree: nodes.Node) -> Iterator[str]:
    """Return the dotted name of every value; names that the text itself gives are left out."""
    own = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
    inside = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    for node in tree.find_all((nodes.Getattr, nodes.Name)):
        name = _dotted(node) if id(node) not in inside else ""
        if name and name.split(".")[0] not in own:
            yield name


def _dotted(node: nodes.Node) -> str:
    """Return ``unit.name`` of a chain of names, nothing of any other expression."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        before = _dotted(node.node)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _term_names(texts: Texts) -> set[str]:
    terms = texts.nodes.get("terms", {})
    return {f"t.{name}.{form}" for name, forms in terms.items() for form in forms}


def _minute_names(minutes: Minutes) -> set[str]:
    steps = {f"minutes.{name}.{step}" for name, steps in minutes.activities.items() for step in (*steps, "total")}
    items = {
        f"minutes.{name}.{i}" for name, items in minutes.meetings.items() for i in (*(x.id for x in items), "total")
    }
    return steps | items


def _listed_names() -> set[str]:
    """Return the names of factors, of a round's dates, and of the links that texts may name."""
    links = {f"links.{name}.{part}" for name in LINKS for part in ("text", "url")}
    return {f"f.{factor.id}" for factor in FACTORS} | {f"dates.{date.name}" for date in fields(RoundDates)} | links


def _offset(text: str, name: str) -> int:
    """Return where a name stands between braces, the start of the text where it cannot be seen."""
    for braces in _IN_BRACES.finditer(text):
        found = re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", braces[0])
        if found:
            return braces.start() + found.start()
    return 0


def _start_of_line(text: str, number: int) -> int:
    lines = text.split("\n")[: number - 1]
    return sum(len(line) + 1 for line in lines)


def _quoted(fault: TemplateSyntaxError) -> str:
    return (fault.message or "").rstrip(".")
