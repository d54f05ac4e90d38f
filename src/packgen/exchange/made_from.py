"""What packgen's texts said when somebody wrote others in their stead, noted in the folder of each layer.

``texts/made_from.yaml`` holds packgen's text, list or section by written standard and key; ``texts/replaced.yaml``
what was taken away by an upgrade. The first is written anew each time, the second only grows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packgen import yaml_text
from packgen.allowed import USUAL, Allowed
from packgen.model import Language
from packgen.problems import Outcome, Place, error
from packgen.yaml_source import Limits, load

MADE_FROM, REPLACED = "texts/made_from.yaml", "texts/replaced.yaml"
SCHEMA = "1"

Notes = Mapping[str, Mapping[str, Any]]
"""packgen's node by written standard and key."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """An override that was taken away: what it was, and the text of packgen's that it was made from, if known."""

    language: Language
    key: str
    own: Any
    packgens: Any
    version: str


def read(folder: Path, allowed: Allowed = USUAL) -> Outcome[Notes]:
    """Return what a layer's folder notes, nothing where it has no notes; an error where they cannot be read."""
    file = folder / MADE_FROM
    if not file.is_file():
        return Outcome({})
    outcome = load(file.read_bytes(), str(file), Limits.of(allowed))
    if outcome.value is None or outcome.problems:
        return Outcome(None, outcome.problems)
    found = outcome.value.value
    place = Place(file=str(file))
    if not isinstance(found, Mapping) or found.get("schema") != SCHEMA:
        return Outcome(None, (error("exchange.notes", place),))
    notes = {language: node for language, node in found.items() if language != "schema"}
    if not all(isinstance(node, Mapping) for node in notes.values()):
        return Outcome(None, (error("exchange.notes", place),))
    return Outcome(notes)


def noted(notes: Notes, language: Language, changes: Mapping[str, Any]) -> Notes:
    """Return the notes with these bases by key; None takes a key away."""
    own = {**notes.get(language, {}), **changes}
    kept = {key: own[key] for key in sorted(own) if own[key] is not None}
    return {**notes, language: kept}


def file_of(notes: Notes, comment: str) -> bytes:
    """Return the file of notes."""
    kept = {language: dict(notes[language]) for language in sorted(notes) if notes[language]}
    return yaml_text.file(kept, comment, schema=SCHEMA)


def with_replaced(data: bytes, replaced: Iterable[Replaced], comment: str) -> bytes:
    """Return the file of replaced texts with some more at its end; what stands there already is not touched."""
    entries = [_entry(one) for one in replaced]
    written = "".join(f"{line}\n" for line in yaml_text.lines(entries, 2))
    if not data.strip():
        return yaml_text.file({}, comment, schema=SCHEMA) + f"replaced:\n{written}".encode()
    return data + (b"" if data.endswith(b"\n") else b"\n") + written.encode()


def _entry(one: Replaced) -> dict[str, Any]:
    entry = {"key": one.key, "language": one.language, "packgen": one.version, "text": one.own}
    return entry if one.packgens is None else {**entry, "made_from": one.packgens}
