"""Layers of edits on a tree of texts, lists and mappings: what a municipality or a unit makes its own.

A layer says what to do at some paths of packgen's own tree. A path is keys of mappings, ids of list items (where every
item is a mapping with an ``id``) and numbers from 1 of other list items, which always count packgen's own list, or the
one that a lower layer put in its stead, whatever is added around. Layers merge into one, `merge` is associative, and
`apply` never fails: an edit of what is not there does nothing. Telling people so is the reader's part (`overrides`).

Added items with an id can be addressed by it beside packgen's own, so that an upper layer may edit what a lower added.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from packgen.problems import Place
from packgen.yaml_source import Path as SourcePath
from packgen.yaml_source import Yaml

Node = Any
"""A text, a list of nodes or a mapping of nodes by key."""

Path = tuple[str, ...]
"""Where an edit acts: keys, ids and numbers from 1."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a layer does at one path.

    ``before`` and ``after`` of a list item stand among its siblings; of a text under a key they are paragraphs, of a
    list under a key items at its ends. A removed item is gone; a removed text under a key is the empty text.
    """

    instead: Yaml | None = None
    removed: bool = False
    before: tuple[Yaml, ...] = ()
    after: tuple[Yaml, ...] = ()
    place: Place = field(default_factory=Place)

    @property
    def replaces(self) -> bool:
        """Whether nothing of what was there stays."""
        return self.removed or self.instead is not None


Layer = Mapping[Path, Edit]
NO_LAYER: Layer = MappingProxyType({})
_NOTHING = Edit()


def merge(lower: Layer, upper: Layer) -> Layer:
    """Return the layer that does what both do; where they disagree, the upper one wins.

    Additions of both stay, the upper ones nearest. What the upper replaces or removes takes the lower's edits inside
    it along; what the upper edits inside something that the lower put there, is edited there.
    """
    kept = {path: edit for path, edit in lower.items() if not _is_inside_replaced(path, upper)}
    return kept | {path: _over(kept.get(path, _NOTHING), edit) for path, edit in upper.items()}


def _is_inside_replaced(path: Path, layer: Layer) -> bool:
    above = (layer.get(path[:length]) for length in range(len(path)))
    return any(edit is not None and edit.replaces for edit in above)


def _over(lower: Edit, upper: Edit) -> Edit:
    deciding = lower if lower.replaces and not upper.replaces else upper
    return Edit(
        deciding.instead,
        deciding.removed,
        lower.before + upper.before,
        upper.after + lower.after,
        deciding.place,
    )


def apply(tree: Yaml, layer: Layer, *, keep_keys: bool = True) -> Yaml:
    """Return the tree with a layer's edits, and where everything in it stands now; the tree itself if there are none.

    A removed text under a key leaves an empty one (a removed list an empty list, a removed mapping one of empty texts),
    so that what asks for it finds it; without ``keep_keys`` its key goes too.
    """
    return value(spot(tree, layer), keep_keys=keep_keys) if layer else tree


# ---------------------------------------------------------------- what can be addressed


@dataclass(slots=True)
class _Branch:
    """A layer as a tree: the edit at one path, and the branches of the steps below it."""

    edit: Edit = _NOTHING
    below: dict[str, "_Branch"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spot:
    """A node that can be addressed, what is replaced already replaced: where it stands, and what a layer does there.

    ``siblings`` are the items of the list (as it was) that it is one of; None for what stands under a key.
    """

    node: Node
    source: Yaml
    path: SourcePath
    branch: _Branch
    siblings: Sequence[Node] | None = None

    @property
    def edit(self) -> Edit:
        """What the layer does here."""
        return self.branch.edit

    @property
    def place(self) -> Place:
        """Where the node stands in its file."""
        return self.source.places.get(self.path, self.edit.place)

    def steps(self) -> Mapping[str, "Spot"]:
        """Return what can be addressed one step below, by its step; what is removed too."""
        if isinstance(self.node, Mapping):
            return self._children()
        return {step: item for step, item in self.items() if step} if isinstance(self.node, list) else {}

    def _children(self) -> dict[str, "Spot"]:
        below = self.branch.below
        found = {
            step: _spot(node, self.source, (*self.path, step), below.get(step)) for step, node in self.node.items()
        }
        for step in sorted(below.keys() - self.node.keys()):
            instead = below[step].edit.instead
            if instead is not None:
                found[step] = _spot("", instead, (), below[step])
        return found

    def items(self) -> Iterator[tuple[str, "Spot"]]:
        """Return the items of a list in their order, with those that are added; an added one without id has no step."""
        named, used = has_ids(self.node), set[str]()
        own = {item["id"] for item in self.node} if named else set()
        ends = _NOTHING if self.siblings is not None else self.edit

        def added(pieces: Sequence[Yaml]) -> Iterator[tuple[str, Spot]]:
            for piece in pieces:
                step = id_of(piece.value) if named else ""
                is_new = step not in own and step not in used
                yield from around(step if is_new else "", piece.value, piece, ())

        def around(step: str, node: Node, source: Yaml, path: SourcePath) -> Iterator[tuple[str, Spot]]:
            branch = self.branch.below.get(step) if step and step not in used else None
            used.add(step)
            item = _spot(node, source, path, branch, self.node)
            yield from added(item.edit.before)
            yield step, item
            yield from added(item.edit.after)

        yield from added(ends.before)
        for index, node in enumerate(self.node):
            yield from around(node["id"] if named else str(index + 1), node, self.source, (*self.path, index))
        yield from added(ends.after)


def spot(tree: Yaml, layer: Layer) -> Spot:
    """Return the top of a tree, from where every node that can be addressed is found step by step."""
    top = _Branch()
    for path, edit in layer.items():
        branch = top
        for step in path:
            branch = branch.below.setdefault(step, _Branch())
        branch.edit = edit
    return _spot(tree.value, tree, (), top)


def _spot(
    node: Node, source: Yaml, path: SourcePath, branch: _Branch | None, siblings: Sequence[Node] | None = None
) -> Spot:
    branch = branch or _Branch()
    instead = branch.edit.instead
    if instead is not None:
        return Spot(instead.value, instead, (), branch, siblings)
    return Spot(node, source, path, branch, siblings)


def has_ids(node: Node) -> bool:
    """Return whether a list's items are known by id."""
    return isinstance(node, list) and bool(node) and all(id_of(item) for item in node)


def id_of(node: Node) -> str:
    """Return the id of a list item, nothing where it has none."""
    found = node.get("id", "") if isinstance(node, Mapping) else ""
    return found if isinstance(found, str) else ""


def piece(tree: Yaml, path: SourcePath) -> Yaml:
    """Return a node below the top of a tree as a tree of its own."""
    node = tree.value
    for step in path:
        node = node[step]
    places: dict[SourcePath, Place] = {}
    _copy(node, tree, path, (), places)
    return Yaml(node, places)


# ---------------------------------------------------------------- edits → tree


def value(top: Spot, *, keep_keys: bool = True) -> Yaml:
    """Return a node with every edit inside it done, as a tree of its own; what stands beside it is not in it."""
    writer = _Writer(keep_keys, {})
    return Yaml(writer.under_key(top, ()), writer.places)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Makes nodes out of spots and notes where each stands."""

    keep_keys: bool
    places: dict[SourcePath, Place]

    def under_key(self, here: Spot, out: SourcePath) -> Node:
        """Return what stands at a key: an emptied node where it is removed, paragraphs and items added to it."""
        if here.edit.removed:
            node = _emptied(here.node)
            removed = Yaml(node, {(): here.edit.place})
            here = Spot(node, removed, (), _Branch(here.edit))
        if isinstance(here.node, str):
            return self.text(here, out)
        return self.inside(here, out)

    def text(self, here: Spot, out: SourcePath) -> str:
        """Return a text with its paragraphs; where some are added, its place is theirs."""
        added = bool(here.edit.before or here.edit.after)
        self.places[out] = here.edit.place if added else here.place
        if not added:
            return str(here.node)
        around = [*here.edit.before, Yaml(here.node, {}), *here.edit.after]
        return "\n\n".join(str(p.value).strip("\n") for p in around if p.value)

    def inside(self, here: Spot, out: SourcePath) -> Node:
        """Return a node as it is, with the edits below it done."""
        adds = here.siblings is None and isinstance(here.node, list) and (here.edit.before or here.edit.after)
        if not here.branch.below and not adds:
            _copy(here.node, here.source, here.path, out, self.places)
            return here.node
        self.places[out] = here.place
        if isinstance(here.node, Mapping):
            return {
                step: self.under_key(child, (*out, step))
                for step, child in here.steps().items()
                if self.keep_keys or not child.edit.removed
            }
        if isinstance(here.node, list):
            kept = [item for _, item in here.items() if not item.edit.removed]
            return [self.inside(item, (*out, index)) for index, item in enumerate(kept)]
        return here.node


def _emptied(node: Node) -> Node:
    """Return a node of the same kind that says nothing."""
    if isinstance(node, Mapping):
        return {step: _emptied(child) for step, child in node.items()}
    return [] if isinstance(node, list) else ""


def _copy(node: Node, source: Yaml, path: SourcePath, out: SourcePath, places: dict[SourcePath, Place]) -> None:
    """Note the places of a node and of everything in it, as they are in its source."""
    place = source.places.get(path)
    if place is not None:
        places[out] = place
    steps = node.keys() if isinstance(node, Mapping) else range(len(node)) if isinstance(node, list) else ()
    for step in steps:
        _copy(node[step], source, (*path, step), (*out, step), places)
