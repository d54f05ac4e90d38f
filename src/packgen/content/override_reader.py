"""One file of overrides → edits: it mirrors packgen's own file, and what it does not mirror is a problem.

A text or a list stands in the stead of packgen's. A mapping goes deeper or holds operations: ``replace``, ``remove``,
``before`` and ``after``. Keys of packgen's own come first, so a text of packgen's called ``after`` can be overridden.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from rapidfuzz import process

from packgen import fields
from packgen.content.layers import Edit, Node, Path, Spot, has_ids, id_of, piece
from packgen.problems import Place, Problem, error
from packgen.yaml_source import Path as SourcePath
from packgen.yaml_source import Yaml

OPERATIONS = ("replace", "remove", "before", "after")
REQUIRED = frozenset({"name", "file", "title", "summary", "head"})
"""Last steps of texts that documents cannot do without: names, titles, alternative texts and heads of columns."""

Kind = Literal["texts", "own_texts", "documents"]
"""What a file overrides. Own texts and make-up may have new keys; the make-up is judged where documents are read."""

_EXPECTED: Mapping[type, str] = {str: "text_expected", list: "list_expected", dict: "section_expected"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one file, and collects its edits by path and what is wrong."""

    kind: Kind
    source: Yaml
    edits: dict[Path, Edit] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    ids: dict[Path, set[str]] = field(default_factory=dict)

    def node(self, here: Spot, written: Node, at: SourcePath, path: Path) -> None:
        """Read what stands over one of packgen's nodes. ``at`` is where in the file, ``path`` what it is over."""
        if isinstance(written, Mapping):
            self.mapping(here, written, at, path)
        elif self.may_replace(here, written, at, path):
            self._put(path, at, instead=piece(self.source, at))

    def mapping(self, here: Spot, written: Mapping[str, Node], at: SourcePath, path: Path) -> None:
        """Go deeper into what packgen has, gather the operations, and refuse the rest or take it as new."""
        steps, operations, deeper = here.steps(), dict[str, Node](), list[str]()
        if has_ids(here.node):
            self.ids.setdefault(path, set(steps))
        for name, child in written.items():
            inside, below = (*at, name), (*path, name)
            if self.is_fixed(here, name, child, inside):
                continue
            if name in OPERATIONS and name not in steps:
                operations[name] = child
                continue
            deeper.append(name)
            if name in steps:
                self.node(steps[name], child, inside, below)
            elif self.kind != "texts" and isinstance(here.node, Mapping):
                self._put(below, inside, instead=piece(self.source, inside))
            else:
                self.unknown(here, name, inside, path)
        if operations and self.agree(operations, deeper, at):
            self.operate(here, operations, at, path)

    def agree(self, operations: Mapping[str, Node], deeper: Sequence[str], at: SourcePath) -> bool:
        """Return whether the operations go together: what replaces or removes leaves nothing else to edit."""
        deciding = [name for name in ("remove", "replace") if name in operations]
        other = next(iter([*deciding[1:], *deeper]), "")
        if deciding and other:
            self._wrong("one_operation", (*at, deciding[0]), operation=deciding[0], other=_clipped(other))
        return not (deciding and other)

    def operate(self, here: Spot, operations: Mapping[str, Node], at: SourcePath, path: Path) -> None:
        """Read the operations on one node."""
        replace, remove = (*at, "replace"), (*at, "remove")
        removed = "remove" in operations and self.removes(here, operations["remove"], remove, path)
        replaced = "replace" in operations and self.may_replace(here, operations["replace"], replace, path)
        before, after = (
            tuple(self.additions(here, operations[name], (*at, name), path)) if name in operations else ()
            for name in ("before", "after")
        )
        if removed or replaced or before or after:
            instead = piece(self.source, replace) if replaced else None
            where = (*at, next(iter(operations)))
            self._put(path, where, instead=instead, removed=removed, before=before, after=after)

    def new_like(self, like: Node, at: SourcePath, path: Path) -> None:
        """Read a text node that packgen has none of, but others like it."""
        found = piece(self.source, at)
        problems = list(self.misfits(found.value, [like], at, path))
        self.problems.extend(problems)
        if not problems:
            self._put(path, at, instead=found)

    # ------------------------------------------------------------ operations

    def may_replace(self, here: Spot, written: Node, at: SourcePath, path: Path) -> bool:
        """Return whether something may stand in the stead of a node; what speaks against it is noted."""
        if written == "" and here.node != "":
            self._wrong("empty", at, key=_shown(path))
            return False
        if self.kind != "texts":
            return self.keeps_id(here, written, at, path)
        found = list(self.misfits(written, [here.node], at, path))
        self.problems.extend(found)
        return not found

    def keeps_id(self, here: Spot, written: Node, at: SourcePath, path: Path) -> bool:
        """Return whether what replaces an item that is known by its id still has that id."""
        if here.siblings is None or not has_ids(here.siblings) or id_of(written) == path[-1]:
            return True
        self._wrong("id_is_fixed", at, id=path[-1])
        return False

    def removes(self, here: Spot, written: Node, at: SourcePath, path: Path) -> bool:
        """Return whether a node is to be removed, and may be."""
        place = self._place(at)
        if not isinstance(written, str) or not written:
            self.problems.append(error("fields.not_yes_no", place, field="remove", value=_clipped(written)))
            return False
        read = fields.value(fields.YES_NO, written, fields.At("remove", place))
        self.problems.extend(read[1])
        removed = read[0] is True
        if removed and ((self.kind != "documents" and len(path) == 1) or (here.siblings and self.counts(here))):
            self._wrong("not_here", at, operation="remove", key=_shown(path))
        elif removed and self.kind == "texts" and here.siblings is None and path[-1] in REQUIRED:
            self._wrong("required", at, key=_shown(path))
        else:
            return removed
        return False

    def additions(self, here: Spot, written: Node, at: SourcePath, path: Path) -> Iterator[Yaml]:
        """Return what is added beside a list item, at an end of a list, or as paragraphs of a text."""
        likes = self.likes(here)
        if not likes or self.counts(here):
            self._wrong("not_here", at, operation=at[-1], key=_shown(path))
            return
        several = isinstance(written, list) and (
            not isinstance(likes[0], list) or all(isinstance(each, list) for each in written)
        )
        for inside in [(*at, i) for i in range(len(written))] if several else [at]:
            found = piece(self.source, inside)
            if self.may_add(here, found.value, likes, inside, path):
                yield found

    def likes(self, here: Spot) -> Sequence[Node]:
        """Return what an addition has to be like, nothing where none can be."""
        if here.siblings is not None:
            return here.siblings
        if isinstance(here.node, str):
            return [here.node] if self.kind != "documents" else []
        return here.node if isinstance(here.node, list) else []

    def counts(self, here: Spot) -> bool:
        """Return whether packgen counts on the number of items: cells of a sheet, which are mappings of texts."""
        items = here.siblings if here.siblings is not None else here.node
        return self.kind == "texts" and isinstance(items, list) and any(isinstance(item, Mapping) for item in items)

    def may_add(self, here: Spot, written: Node, likes: Sequence[Node], at: SourcePath, path: Path) -> bool:
        """Return whether a node fits among its new siblings; what speaks against it is noted."""
        if written == "" and not isinstance(at[-1], int):
            self._wrong("empty", at, key=_shown(path))
            return False
        if self.kind == "documents":
            return not has_ids(likes) or self.has_new_id(here, written, at, path)
        found = list(self.misfits(written, likes, at, path))
        self.problems.extend(found)
        return not found

    def has_new_id(self, here: Spot, written: Node, at: SourcePath, path: Path) -> bool:
        """Return whether an added part has an id that no other in its list has."""
        name, taken = id_of(written), self.ids[path[:-1] if here.siblings is not None else path]
        if not name:
            self._wrong("id_missing", at, key=_shown(path))
        elif name in taken:
            self._wrong("id_taken", at, id=name)
        else:
            taken.add(name)
            return True
        return False

    # ------------------------------------------------------------ shapes

    def misfits(self, written: Node, likes: Sequence[Node], at: SourcePath, path: Path) -> Iterator[Problem]:
        """Return what of a text node is of another shape than packgen's nodes in that place."""
        same = [like for like in likes if isinstance(like, type(written))]
        if not same:
            yield self._error(_EXPECTED[type(likes[0])], at, key=_shown(path))
        elif isinstance(written, dict):
            yield from self._mapping_misfits(written, same, at, path)
        elif isinstance(written, list):
            yield from self._list_misfits(written, same, at, path)

    def _mapping_misfits(
        self, written: Mapping[str, Node], likes: Sequence[Mapping[str, Node]], at: SourcePath, path: Path
    ) -> Iterator[Problem]:
        known = sorted(set().union(*likes))
        for name in sorted(set(likes[0]).intersection(*likes) - written.keys()):
            yield self._error("missing_key", at, key=_shown(path), missing=name)
        for name, child in written.items():
            if name in known:
                below = [like[name] for like in likes if name in like]
                yield from self.misfits(child, below, (*at, name), (*path, name))
            else:
                yield self._unknown_key(name, known, (*at, name), path)

    def _list_misfits(
        self, written: Sequence[Node], likes: Sequence[Sequence[Node]], at: SourcePath, path: Path
    ) -> Iterator[Problem]:
        items = [item for like in likes for item in like] or [""]
        if isinstance(items[0], Mapping) and len(written) not in {len(like) for like in likes}:
            yield self._error("other_count", at, key=_shown(path), count=len(likes[0]))
        for index, item in enumerate(written):
            yield from self.misfits(item, items, (*at, index), (*path, str(index + 1)))

    def is_fixed(self, here: Spot, name: str, written: Node, at: SourcePath) -> bool:
        """Return whether this is the id of a part or the version of a file, which stay; another one is a problem."""
        if self.kind == "documents" and name == "id" and id_of(here.node):
            if written != here.node["id"]:
                self._wrong("id_is_fixed", at, id=here.node["id"])
            return True
        if name == "schema" and len(at) == 1:
            if written != "1":
                self.problems.append(error("fields.not_schema", self._place(at), value=_clipped(written)))
            return True
        return False

    # ------------------------------------------------------------ what is wrong

    def unknown(self, here: Spot, name: str, at: SourcePath, path: Path) -> None:
        """Note a name that is nothing here, in the way that helps most."""
        steps = list(here.steps())
        if isinstance(here.node, Mapping) or has_ids(here.node):
            self.problems.append(self._unknown_key(name, steps, at, path))
        elif name.isdigit():
            self._wrong("no_item", at, key=_shown(path), number=_clipped(name), count=len(steps))
        else:
            nearest = process.extractOne(name, OPERATIONS)
            self._wrong("unknown_operation", at, word=_clipped(name), nearest=nearest[0] if nearest else OPERATIONS[0])

    def _unknown_key(self, name: str, known: Sequence[str], at: SourcePath, path: Path) -> Problem:
        nearest = process.extractOne(name, known)
        key, proposal = _shown((*path, _clipped(name))), nearest[0] if nearest else "–"
        return self._error("unknown_key", at, key=key, nearest=proposal)

    def _put(self, path: Path, at: SourcePath, **what: Any) -> None:  # noqa: ANN401 - the fields of Edit
        self.edits[path] = Edit(**what, place=self._place(at))

    def _wrong(self, code: str, at: SourcePath, **values: object) -> None:
        self.problems.append(self._error(code, at, **values))

    def _error(self, code: str, at: SourcePath, **values: object) -> Problem:
        return error(f"layers.{code}", self._place(at), **values)

    def _place(self, at: SourcePath) -> Place:
        while at and at not in self.source.places:
            at = at[:-1]
        return self.source.places.get(at, Place())


def _shown(path: Path) -> str:
    return ".".join(path)


def _clipped(written: Node) -> str:
    """Return what was written, short enough to stand in a sentence."""
    return str(written)[: fields.LONGEST]
