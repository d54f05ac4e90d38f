"""All texts of one written standard by key: ``handbook.about.title`` is ``about: title:`` in ``handbook.yaml``.

Drafts lie beside, in ``drafts/handbook.yaml`` with the same keys, and are left alone unless somebody asks for them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packgen.model import Language
from packgen.problems import Outcome, Place, Problem, error
from packgen.yaml_source import load as load_yaml

Path_ = tuple[str | int, ...]

DRAFTS = "drafts"
"""The folder of drafts beside the texts of a written standard."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one written standard: nested dicts and lists with strings as leaves, and where each stands.

    ``drafts`` are the paths of those that are drafts.
    """

    language: Language
    nodes: Mapping[str, Any]
    places: Mapping[Path_, Place]
    drafts: frozenset[Path_] = frozenset()
    _found: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was looked up before; texts never change."""
    made: dict[tuple[str, str], Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was made of texts that say the same to everybody, by what was made and key."""

    def node(self, key: str) -> Any:  # noqa: ANN401 - a node is a string, list or dict by its block word
        """Return what stands at a key; KeyError names the key when nothing does."""
        found = self._found.get(key)
        if found is None:
            found = self.nodes
            for step in key.split("."):
                found = _below(found, step)
                if found is None:
                    raise KeyError(key)
            self._found[key] = found
        return found

    def has(self, key: str) -> bool:
        """Tell whether there is anything at a key."""
        found: bool | None = self.made.get(("has", key))
        if found is None:
            try:
                found = bool(self.node(key))
            except KeyError:
                found = False
            self.made["has", key] = found
        return found

    def place(self, key: str) -> Place:
        """Return the file and line of a key (of its nearest parent when it has none itself)."""
        path: Path_ = tuple(key.split("."))
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place())

    def leaves(self) -> Iterator[tuple[Path_, str]]:
        """Return every string with its path, in the order of the files."""
        return _leaves((), self.nodes)


def load(content: Path, language: Language, *, drafts: bool = False) -> Outcome[Texts]:
    """Read ``content/<language>/*.yaml``; every problem of every file at once.

    With ``drafts``, a text that is missing there is taken from the drafts where they have one.
    """
    texts, problems = _read(content, language, "")
    if not drafts:
        return Outcome(texts, problems)
    beside, more = _read(content, language, f"{DRAFTS}/")
    return Outcome(_with_drafts(texts, beside), (*problems, *more))


def _read(content: Path, language: Language, folder: str) -> tuple[Texts, tuple[Problem, ...]]:
    nodes: dict[str, Any] = {}
    places: dict[Path_, Place] = {}
    problems: list[Problem] = []
    for file in sorted((content / language / folder).glob("*.yaml")):
        outcome = load_yaml(file.read_bytes(), f"content/{language}/{folder}{file.name}")
        problems.extend(outcome.problems)
        if outcome.value is not None:
            nodes[file.stem] = outcome.value.value
            places |= {(file.stem, *path): place for path, place in outcome.value.places.items()}
    return Texts(language, nodes, places), tuple(problems)


def _with_drafts(texts: Texts, drafts: Texts) -> Texts:
    """Return the texts, and where they have none, the drafts."""
    nodes = _filled(texts.nodes, drafts.nodes)
    own = dict(texts.leaves())
    taken = frozenset(path for path, _ in _leaves((), nodes) if path not in own)
    return Texts(texts.language, nodes, {**drafts.places, **texts.places}, taken)


def _filled(node: Any, draft: Any) -> Any:  # noqa: ANN401 - see Texts.node
    """Return a node with what only its draft has: more keys of a mapping, more items at the end of a list."""
    if isinstance(node, Mapping) and isinstance(draft, Mapping):
        both = {name: _filled(child, draft[name]) if name in draft else child for name, child in node.items()}
        return both | {name: child for name, child in draft.items() if name not in node}
    if isinstance(node, list) and isinstance(draft, list):
        both_items = [_filled(child, other) for child, other in zip(node, draft, strict=False)]
        return both_items + (node if len(node) > len(draft) else draft)[len(both_items) :]
    return node


def differences(one: Texts, other: Texts) -> tuple[Problem, ...]:
    """Return an error for every key or list item that only one of two written standards has."""
    ours, theirs = dict(one.leaves()), dict(other.leaves())
    return tuple(
        error("content.only_in_one", here.place(key_of(path)), key=key_of(path), missing_in=there.language)
        for here, there, paths in ((one, other, ours.keys() - theirs.keys()), (other, one, theirs.keys() - ours.keys()))
        for path in sorted(paths, key=key_of)
    )


def _below(node: Any, step: str) -> Any:  # noqa: ANN401 - see Texts.node
    """Return what stands one step below a node, by key or by place in a list; None when nothing does."""
    if isinstance(node, Mapping):
        return node.get(step)
    if isinstance(node, list) and step.isdigit() and int(step) < len(node):
        return node[int(step)]
    return None


def key_of(path: Path_) -> str:
    """Return the key of a path: its steps with dots between."""
    return ".".join(str(step) for step in path)


def _leaves(path: Path_, node: Any) -> Iterator[tuple[Path_, str]]:  # noqa: ANN401 - see Texts.node
    if isinstance(node, Mapping):
        for step, child in node.items():
            yield from _leaves((*path, step), child)
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from _leaves((*path, index), child)
    else:
        yield path, node
