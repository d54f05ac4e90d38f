"""The page at a round's root that HR opens first: every unit, its files as links, and what is hidden and why."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from packgen.content import text
from packgen.content.texts import Texts
from packgen.files import Entry
from packgen.model import Decision, Disclosure, Municipality, Round, Unit, UnitTree

_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True, trim_blocks=False)


def make(
    template: Path,
    municipality: Municipality,
    round_: Round,
    tree: UnitTree,
    disclosure: Disclosure,
    texts: Texts,
    entries: Iterable[Entry],
) -> bytes:
    """Return the page as UTF-8 HTML, without script; names and links escaped."""
    by_unit: dict[str, list[Entry]] = {}
    for entry in entries:
        by_unit.setdefault(entry.unit, []).append(entry)
    values = {
        "municipality": {"name": municipality.name},
        "round": {"name": round_.name},
        "limit": round_.limit,
        "t": texts.node("terms"),
    }

    def say(key: str) -> str:
        return text.string(texts.node(key), texts.language, values)

    hidden = sum(1 for d in disclosure.decisions.values() if not d.shown)
    numbers = {
        "units": len(tree.units),
        "packs": len(by_unit),
        "documents": sum(len(found) for found in by_unit.values()),
        "hidden": hidden,
    }
    words = {key: say(f"index.{key}") for key in ("skip", "intro", "shown_how", "units", "hidden_badge")}
    words["rules"] = say("index.rules" if disclosure.decisions else "index.rules_preparation")
    page = _ENVIRONMENT.from_string(template.read_text("utf-8")).render(
        language=texts.language,
        title=say("index.title"),
        w=words,
        facts=[(number, say(f"index.facts.{key}")) for key, number in numbers.items()],
        units=[
            _unit(unit, tree, disclosure.decisions.get(unit.id), by_unit.get(unit.id, []), texts) for unit in tree.units
        ],
    )
    return page.encode()


def _name(entry: Entry, texts: Texts) -> str:
    """Return what a file is called in the list: its document, and for one laid beside an edited file that it is new."""
    name: str = texts.node(f"documents.{entry.document}.name")
    return f"{name} (ny)" if " (ny" in entry.path else name


def _unit(unit: Unit, tree: UnitTree, decision: Decision | None, entries: list[Entry], texts: Texts) -> dict[str, Any]:
    above = reversed(tree.ancestors(unit.id))
    why = ""
    if decision is not None and not decision.shown:
        why = texts.node(f"privacy.reasons.{decision.reason}")
    return {
        "name": unit.name,
        "path": " › ".join(u.name for u in above),
        "why": why,
        "files": [
            {
                "name": _name(entry, texts),
                "kind": "PowerPoint" if entry.path.endswith(".pptx") else "Word",
                "href": quote(entry.path),
                "audience": texts.node(f"documents.editions.{entry.edition}.name"),
            }
            for entry in entries
        ],
    }
