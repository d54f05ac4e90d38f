"""The page at a round's root that HR opens first: every unit, its files as links, and what is hidden and why."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from packgen import filenames
from packgen.content import text
from packgen.content.texts import Texts
from packgen.files import SHARED_UNIT, Entry
from packgen.model import Decision, Disclosure, Municipality, Round, Unit, UnitTree

MOST_WITH_FILES = 400
"""With so many units all files of each are linked."""
_KINDS = {"docx": "Word", "pptx": "PowerPoint", "xlsx": "Excel", "eml": "Outlook", "pdf": "PDF", "png": "PNG"} | {
    "ics": "Kalender",
    "txt": "Tekst",
}
_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True, trim_blocks=False)


def make(
    template: Path,
    municipality: Municipality,
    round_: Round,
    tree: UnitTree,
    disclosure: Disclosure,
    texts: Texts,
    entries: Callable[[str], Iterable[Entry]],
) -> bytes:
    """Return the page as UTF-8 HTML, without script; names and links escaped.

    ``entries`` gives the files of a unit. With more units than `MOST_WITH_FILES` only where to begin is linked of each,
    and its folder: a page with a million links opens in no browser.
    """
    values = {
        "municipality": {"name": municipality.name},
        "round": {"name": round_.name},
        "limit": round_.limit,
        "t": texts.node("terms"),
    }

    def say(key: str) -> str:
        return text.string(texts.node(key), texts.language, values)

    shared = tuple(entries(SHARED_UNIT))
    packs, documents, units = 0, _documents(shared), []
    for unit in tree.units:
        own = tuple(entries(unit.id))
        packs, documents = packs + bool(own), documents + _documents(own)
        listed = own if len(tree.units) <= MOST_WITH_FILES else tuple(e for e in own if e.document == "start_here")
        folder = quote(f"{filenames.unit_folder(unit.id)}/") if own and len(listed) < len(own) else ""
        units.append({**_unit(unit, tree, disclosure.decisions.get(unit.id), listed, texts, values), "folder": folder})
    hidden = sum(1 for d in disclosure.decisions.values() if not d.shown)
    numbers = {"units": len(tree.units), "packs": packs, "documents": documents, "hidden": hidden}
    words = {
        key: say(f"index.{key}") for key in ("skip", "intro", "shown_how", "units", "hidden_badge", "shared", "folder")
    }
    words["rules"] = say("index.rules" if disclosure.decisions else "index.rules_preparation")
    page = _ENVIRONMENT.from_string(template.read_text("utf-8")).render(
        language=texts.language,
        title=say("index.title"),
        w=words,
        facts=[(number, say(f"index.facts.{key}")) for key, number in numbers.items()],
        shared=_files(shared, texts, values),
        units=units,
    )
    return page.encode()


def _documents(entries: Iterable[Entry]) -> int:
    return sum(not entry.made_from for entry in entries)


def _name(entry: Entry, texts: Texts, values: Mapping[str, Any]) -> str:
    """Return what a file is called in the list: its document, if in large print, if new beside an edited one."""
    name = text.string(texts.node(f"documents.{entry.document}.name"), texts.language, values)
    if entry.large_print:
        name = f"{name} ({texts.node('labels.large_print')})"
    return f"{name} (ny)" if " (ny" in entry.path else name


def _unit(
    unit: Unit,
    tree: UnitTree,
    decision: Decision | None,
    entries: Iterable[Entry],
    texts: Texts,
    values: Mapping[str, Any],
) -> dict[str, Any]:
    above = reversed(tree.ancestors(unit.id))
    why = ""
    if decision is not None and not decision.shown:
        why = texts.node(f"privacy.reasons.{decision.reason}")
    return {
        "name": unit.name,
        "path": " › ".join(u.name for u in above),
        "why": why,
        "files": _files(entries, texts, values),
    }


def _files(entries: Iterable[Entry], texts: Texts, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return files as the page lists them: name, program, link, for whom, and the same file in other formats."""
    return [
        {
            "name": _name(first, texts, values),
            **_link(first),
            "copies": [_link(copy) for copy in copies],
            "audience": ", ".join(
                (text.string(_audience(first, texts), texts.language, values), *_standard(first, texts))
            ),
        }
        for first, *copies in _grouped(tuple(entries))
    ]


def _grouped(entries: tuple[Entry, ...]) -> Iterable[list[Entry]]:
    """Return files that are one document in several formats together: a file and its PDF, a sheet and its slide."""
    stems = {(_folder(e), e.sha256): e.path.rpartition(".")[0] for e in entries if not e.made_from}
    groups: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: bool(e.made_from)):
        own = entry.path if entry.made_from else entry.path.rpartition(".")[0]
        groups.setdefault(stems.get((_folder(entry), entry.made_from), own), []).append(entry)
    return groups.values()


def _folder(entry: Entry) -> str:
    return entry.path.rpartition("/")[0]


def _link(entry: Entry) -> dict[str, str]:
    return {"kind": _KINDS[entry.path.rpartition(".")[2]], "href": quote(entry.path)}


def _standard(entry: Entry, texts: Texts) -> tuple[str, ...]:
    """Return the written standard of what all units share, for it is made in each."""
    is_shared = entry.unit == SHARED_UNIT and entry.path.startswith(f"{filenames.SHARED}/")
    return (str(texts.node(f"index.standards.{entry.written_standard}")),) if is_shared else ()


def _audience(entry: Entry, texts: Texts) -> str:
    """Return for whom a file is; what all units share speaks of leaders and staff, not of one unit's."""
    group = "shared_editions" if entry.unit == SHARED_UNIT else "editions"
    return str(texts.node(f"documents.{group}.{entry.edition}{'' if group == 'shared_editions' else '.name'}"))
