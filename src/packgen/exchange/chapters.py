"""What a file of texts is made of: a chapter for each document, its words, and the line that says what file it is."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from packgen import __version__
from packgen.content.makeup import MEETINGS
from packgen.content.texts import Texts
from packgen.exchange.rows import Row, Standing
from packgen.model import Language
from packgen.yaml_source import Yaml

SCHEMA = "1"
NOBODY = "–"
"""The municipality of a file that was made for none."""

PRINT = "#"
"""The head of the column of fingerprints, and what parts a key from one in the tag of a content control."""

_MARK = re.compile(
    r"packgen: texts, schema: (?P<schema>\S+), language: (?P<language>\S+), "
    r"version: (?P<version>\S+), for: (?P<name>.+)"
)
_PRINT_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """What a file of texts is: its edition, its written standard, the packgen that made it, and for whom."""

    language: str
    name: str = NOBODY
    schema: str = SCHEMA
    version: str = __version__

    @property
    def line(self) -> str:
        """The line that stands in the file."""
        head = f"packgen: texts, schema: {self.schema}, language: {self.language}"
        return f"{head}, version: {self.version}, for: {self.name}"


def mark_in(text: str) -> Mark | None:
    """Return what a line says of its file; None of any other line."""
    found = _MARK.fullmatch(text.strip())
    return Mark(found["language"], found["name"], found["schema"], found["version"]) if found else None


def fingerprint(text: str) -> str:
    """Return some letters that are others when the text is another."""
    return hashlib.sha256(text.encode()).hexdigest()[:_PRINT_LETTERS]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The texts of one document, or of what several share."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """All that a file of texts holds. ``words`` are those of ``exchange`` in its written standard."""

    mark: Mark
    chapters: tuple[Chapter, ...]
    words: Mapping[str, Any]

    @property
    def language(self) -> Language:
        """The written standard."""
        return "nn" if self.mark.language == "nn" else "nb"

    @property
    def origin(self) -> str:
        """The sentence on whose texts these are."""
        name = self.mark.name
        return str(self.words["from_nobody"] if name == NOBODY else self.words["from"].format(name=name))

    def note(self, row: Row) -> str:
        """Return what packgen has to say on a row: where it can be changed, if not here."""
        if row.locked is None:
            return ""
        return str(self.words["locked"].format(file=row.locked.file, line=row.locked.line or 1))


def book(found: Sequence[Row], texts: Texts, documents: Yaml, name: str = NOBODY) -> Book:
    """Return the rows as chapters: documents in the order of use, then what several share."""
    words = texts.nodes["exchange"]
    by_name: dict[str, list[Row]] = {}
    for row in found:
        by_name.setdefault(row.namespace, []).append(row)
    order = sorted(by_name, key=lambda each: _order(each, documents))
    titles = Standing(texts, ())
    chapters = (Chapter(words["shared"].get(each) or titles.name(each), tuple(by_name[each])) for each in order)
    return Book(Mark(texts.language, name or NOBODY), tuple(chapters), words)


def _order(name: str, documents: Yaml) -> tuple[bool, int, str]:
    node = documents.value.get(name, {}) if name != MEETINGS else {}
    said = node.get("order", "") if isinstance(node, Mapping) else ""
    return not node, int(said) if isinstance(said, str) and said.isdigit() else 0, name
