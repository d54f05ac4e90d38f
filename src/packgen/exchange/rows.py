"""Every text of one written standard as a row: its key, where it stands, packgen's own, and the municipality's."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from packgen.content.layers import NO_LAYER, Edit, Layer, Spot, spot
from packgen.content.layers import Path as KeyPath
from packgen.content.overrides import Written, written
from packgen.content.text import TextError, string
from packgen.content.texts import Texts
from packgen.exchange.shown import shown
from packgen.model import FACTORS
from packgen.problems import Place
from packgen.yaml_source import Yaml

NOT_EXCHANGED = frozenset(
    {
        "accessibility_report",
        "cli",
        "exchange",
        "neutrality",
        "new_folder",
        "privacy",
        "results_form",
        "settings",
        "settings_form",
        "units",
    }
)
"""Words of the program and of its forms, which stand in no document."""

_NAMING = ("title", "name", "head", "heading", "chapter")
"""Texts that say what stands around them, where a mapping has one."""
LONGEST = 30_000
"""Letters that a cell of Excel holds, with room for a few more."""
_MOST_NAMED = 3
_EACH = "{factor}"


@dataclass(frozen=True, slots=True)
class Row:
    """One text. ``own`` is empty where the municipality has none, ``packgens`` where only the municipality has one.

    ``locked`` is the place of an override that one cell cannot say: a list replaced whole, something removed or added.
    """

    path: KeyPath
    where: str
    packgens: str
    own: str
    locked: Place | None = None

    @property
    def key(self) -> str:
        """The key, list items numbered from 1."""
        return ".".join(self.path)

    @property
    def namespace(self) -> str:
        """The file of the text: a document, or what several documents share."""
        return self.path[0]


def rows(texts: Texts, layer: Layer, documents: Yaml) -> tuple[Row, ...]:
    """Return every text of the documents in packgen's order, then what a layer adds, file by file.

    ``documents`` is the make-up as nodes by id: it tells which documents a text stands in.
    """
    stands_in = Standing(texts, tuple(_references(documents)))
    base = spot(Yaml(texts.nodes, texts.places), NO_LAYER)
    found = [_row(path, text, layer, stands_in) for path, text in _leaves(base, ()) if path[0] not in NOT_EXCHANGED]
    return tuple(_with_added(found, layer, stands_in))


def of_documents(found: Iterable[Row], wanted: Collection[str], texts: Texts, documents: Yaml) -> tuple[Row, ...]:
    """Return the rows of these documents: those of their own file, those they use, and what they are called."""
    stands_in = Standing(texts, tuple(_references(documents)))
    return tuple(row for row in found if {*stands_in.documents(row.path), *_its_own(row.path)} & set(wanted))


def _its_own(path: KeyPath) -> tuple[str, ...]:
    return path[1:2] if path[0] == "documents" else path[:1]


def _leaves(here: Spot, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Return every text below a node with its path."""
    if isinstance(here.node, str):
        yield path, here.node
    for step, child in here.steps().items():
        yield from _leaves(child, (*path, step))


# ---------------------------------------------------------------- what the municipality has


def _row(path: KeyPath, text: str, layer: Layer, stands_in: "Standing") -> Row:
    own, locked = _own(path, layer)
    return Row(path, stands_in.where(path), shown(text), shown(own), locked)


def _own(path: KeyPath, layer: Layer) -> tuple[str, Place | None]:
    """Return what a layer has in the stead of a text, and where that can be edited if not in a cell of its own."""
    for length in range(1, len(path)):
        edit = layer.get(path[:length])
        if edit is not None and edit.replaces:
            return _inside(edit, path[length:]), edit.place
    edit = layer.get(path)
    if edit is None:
        return "", None
    own = _inside(edit, ())
    plain = own and len(own) < LONGEST and not (edit.removed or edit.before or edit.after)
    return own, None if plain else edit.place


def _inside(edit: Edit, steps: Sequence[str]) -> str:
    here: Spot | None = spot(edit.instead, NO_LAYER) if edit.instead is not None else None
    for step in steps:
        here = here.steps().get(step) if here else None
    return here.node if here and isinstance(here.node, str) else ""


def _with_added(found: Sequence[Row], layer: Layer, stands_in: "Standing") -> Iterator[Row]:
    """Return the rows, each text that stands in none of them as a locked one of its own after its neighbours."""
    plain = {row.path for row in found if row.own}
    added = [one for one in written(layer) if one.path not in plain or _adds(layer, one)]
    added = [one for one in added if one.path[0] not in NOT_EXCHANGED and one.text]
    names = dict.fromkeys([*(row.namespace for row in found), *(one.path[0] for one in added)])
    for name in names:
        own = [row for row in found if row.namespace == name]
        yield from own
        yield from (
            Row(one.path, stands_in.where(one.path), "", shown(one.text), one.place)
            for one in added
            if one.path[0] == name
        )


def _adds(layer: Layer, one: Written) -> bool:
    """Return whether a text stands before or after what its key names."""
    edit = layer.get(one.path)
    if edit is None:
        return False
    return any(one.place == piece.places.get((), None) for piece in (*edit.before, *edit.after))


# ---------------------------------------------------------------- where a text stands


def _references(documents: Yaml) -> Iterator[tuple[str, KeyPath]]:
    """Return each key that the make-up of a document names, with the document."""
    for name, node in documents.value.items():
        for text in _texts(node):
            if _EACH in text:
                yield from ((name, tuple(text.replace(_EACH, factor.id).split("."))) for factor in FACTORS)
            elif "." in text:
                yield name, tuple(text.split("."))


def _texts(node: Any) -> Iterator[str]:  # noqa: ANN401 - a node of YAML
    if isinstance(node, str):
        yield node
    for child in node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ():
        yield from _texts(child)


@dataclass(frozen=True, slots=True)
class Standing:
    """Tells of a text where people find it."""

    texts: Texts
    references: tuple[tuple[str, KeyPath], ...]

    def where(self, path: KeyPath) -> str:
        """Return the documents of a text that several may share, the headings above it, and its numbers in lists."""
        names = [self.name(one) for one in self.documents(path) if one != path[0]]
        if path[0] == "documents":
            names = [self.name(path[1])]
        listed = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
        numbers = ".".join(step for step in path if step.isdigit())
        headings = " › ".join(dict.fromkeys(self.headings(path)))
        inside = f"{headings} ({numbers})".strip() if numbers else headings
        return ": ".join(dict.fromkeys(part for part in (listed, inside) if part))

    def documents(self, path: KeyPath) -> tuple[str, ...]:
        """Return the documents whose make-up names a text, or something that it is part of."""
        return tuple(dict.fromkeys(name for name, key in self.references if path[: len(key)] == key))

    def headings(self, path: KeyPath) -> Iterator[str]:
        """Return what the mappings around a text call themselves, from the outside in."""
        node: Any = self.texts.nodes
        for step in path[:-1]:
            if not isinstance(node, Mapping) or step not in node:
                return
            node = node[step]
            said = _heading(node)
            if said and "{" not in said:
                yield said

    def name(self, document: str) -> str:
        """Return what a document is called, its id where texts do not say."""
        names = self.texts.nodes.get("documents", {})
        found = names.get(document, {})
        said = str(found.get("name", document)) if isinstance(found, Mapping) else document
        try:
            return string(said, self.texts.language, {"t": self.texts.nodes.get("terms", {})})
        except TextError:
            return document


def _heading(node: Any) -> str:  # noqa: ANN401 - a node of texts
    for name in _NAMING if isinstance(node, Mapping) else ():
        found = node.get(name)
        if isinstance(found, Mapping):
            found = found.get("title")
        if isinstance(found, str):
            return found
    return ""
