"""Texts into a YAML file that people have written in: only what changes is touched, all else stays byte for byte.

The file is read by ruamel.yaml, whose nodes know where they begin and end, and the new texts are put in their places.
Comments, order, quotes, blank lines and the width of everything else are what they were. What came of it is read again
before anybody keeps it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from packgen import yaml_text
from packgen.yaml_source import load

FilePath = tuple[str, ...]
"""Keys from the top of a file."""

Changes = dict[str, Any]
"""Changes by key: a new text, None for what goes, or changes below it."""

_STEP = 2
_BOM = "\ufeff"


class CannotWriteError(Exception):
    """A file whose shape leaves no room for a change."""


def edited(data: bytes, changes: Mapping[FilePath, str | None], comment: str = "") -> bytes:
    """Return the file with these texts put in or (None) taken away; CannotWriteError where that cannot be.

    ``comment`` stands on top of a file that held nothing. What holds nothing any more is taken away too; comments stay.
    """
    source = data.decode("utf-8-sig")
    wanted = _tree(changes)
    if not source.strip():
        made = yaml_text.file(_kept(wanted), comment)
        return _checked(made, {}, wanted)
    before = _value(data)
    editor = _Editor(source)
    editor.top(_root(source), wanted)
    head = _BOM if data.startswith(_BOM.encode()) else ""
    return _checked((head + editor.text()).encode(), before, wanted)


def _root(source: str) -> Node | None:
    try:
        return YAML(typ="safe", pure=True).compose(source)  # type: ignore[no-any-return] # ruamel's own
    except YAMLError as fault:
        raise CannotWriteError(str(fault)) from fault


def _tree(changes: Mapping[FilePath, str | None]) -> Changes:
    tree: Changes = {}
    for path, text in changes.items():
        here = tree
        for step in path[:-1]:
            here = here.setdefault(step, {})
        here[path[-1]] = text
    return tree


def _kept(wanted: Changes) -> dict[str, Any]:
    """Return changes without what goes: what a new file or mapping holds."""
    found = {step: _kept(child) if isinstance(child, dict) else child for step, child in wanted.items()}
    return {step: child for step, child in found.items() if child is not None and child != {}}


def _value(data: bytes) -> Any:  # noqa: ANN401 - a node of YAML
    outcome = load(data, "")
    if outcome.value is None or outcome.problems:
        raise CannotWriteError
    return outcome.value.value or {}


def _checked(made: bytes, before: Any, wanted: Changes) -> bytes:  # noqa: ANN401 - a node of YAML
    """Return what was made, if it says what it should and nothing else has changed."""
    if _bare(_value(made)) != _bare(_expected(before, wanted)):
        raise CannotWriteError
    return made


def _expected(before: Any, wanted: Changes) -> Any:  # noqa: ANN401 - a node of YAML
    found = dict(before) if isinstance(before, Mapping) else {}
    for step, change in wanted.items():
        if isinstance(change, dict):
            below = _expected(found.get(step), change)
            if below != {} or (step in found and not change):
                found[step] = below
            else:
                found.pop(step, None)
        elif change is None:
            found.pop(step, None)
        else:
            found[step] = change
    return found


def _bare(node: Any) -> Any:  # noqa: ANN401 - a node of YAML
    """Return a node with no line feeds at the ends of its texts, which a block has and a text in quotes has not."""
    if isinstance(node, Mapping):
        return {step: _bare(child) for step, child in node.items()}
    if isinstance(node, list):
        return [_bare(child) for child in node]
    return node.strip("\n")


# ---------------------------------------------------------------- nodes → places


@dataclass(slots=True)
class _Editor:
    """Collects which stretches of a file are put in another's stead, and does it all at once."""

    source: str
    spans: list[tuple[int, int, str]] = field(default_factory=list)

    def text(self) -> str:
        """Return the file with everything done."""
        pieces, at = [], 0
        for start, end, new in sorted(self.spans, key=lambda span: span[:2]):
            if start < at:
                raise CannotWriteError
            pieces += [self.source[at:start], new]
            at = end
        return "".join([*pieces, self.source[at:]])

    @property
    def newline(self) -> str:
        """How lines of this file end."""
        return "\r\n" if "\r\n" in self.source else "\n"

    def put(self, start: int, end: int, new: str) -> None:
        self.spans.append((start, end, new))

    def top(self, root: Node | None, wanted: Changes) -> None:
        """Do the changes to a whole file; one that holds only comments gets them at its end."""
        if root is None:
            self.append(len(self.source), _kept(wanted), 0)
        elif isinstance(root, MappingNode):
            self.mapping(root, wanted)
        else:
            raise CannotWriteError

    def mapping(self, node: MappingNode, wanted: Changes) -> None:
        """Do the changes below a mapping, which keeps at least one key or goes as a whole."""
        if node.flow_style and (self.gone(node, wanted) or self.new(node, wanted)):
            self.put(node.start_mark.index, node.end_mark.index, self.flow(node, wanted))
            return
        for key, child in node.value:
            if key.value in wanted:
                self.entry(key, child, wanted[key.value], in_flow=bool(node.flow_style))
        new = self.new(node, wanted)
        if new:
            indent = node.value[0][0].start_mark.column if node.value else 0
            self.append(self.line_end(self.end(node)), new, indent)

    def entry(self, key: ScalarNode, child: Node, change: Any, *, in_flow: bool) -> None:  # noqa: ANN401 - see Changes
        """Do one change to an entry of a mapping."""
        if change is None or self.is_emptied(child, change):
            self.remove(key, child)
        elif isinstance(change, str):
            self.scalar(key, child, change, in_flow=in_flow)
        elif isinstance(change, dict) and isinstance(child, MappingNode):
            self.mapping(child, change)

    def gone(self, node: MappingNode, wanted: Changes) -> set[str]:
        """Return the keys of a mapping that go."""
        return {
            key.value
            for key, child in node.value
            if key.value in wanted and (wanted[key.value] is None or self.is_emptied(child, wanted[key.value]))
        }

    def is_emptied(self, node: Node, change: Any) -> bool:  # noqa: ANN401 - see Changes
        """Return whether nothing stays of a mapping."""
        if not isinstance(node, MappingNode) or not isinstance(change, dict) or self.new(node, change):
            return False
        return bool(node.value) and len(self.gone(node, change)) == len(node.value)

    def new(self, node: MappingNode, wanted: Changes) -> dict[str, Any]:
        """Return what a mapping has none of yet."""
        known = {key.value for key, _ in node.value}
        return _kept({step: child for step, child in wanted.items() if step not in known})

    # ------------------------------------------------------------ pieces

    def append(self, at: int, new: Mapping[str, Any], indent: int) -> None:
        """Write new keys on lines of their own."""
        if not new:
            return
        written = "".join(f"{line}\n" for line in yaml_text.lines(new, indent)).replace("\n", self.newline)
        self.put(at, at, written if self.source[:at].endswith("\n") or not at else self.newline + written)

    def scalar(self, key: ScalarNode, child: Node, text: str, *, in_flow: bool) -> None:
        """Write a text in another's stead, in quotes or as a block as it was where that can be."""
        if not isinstance(child, ScalarNode):
            raise CannotWriteError
        start, end = child.start_mark.index, self.end(child)
        if not end:  # nothing stands there, and its place would be that of what follows
            start = end = self.source.index(":", key.end_mark.index) + 1
        if child.style in ("|", ">"):
            self.put(start, end, self.block_again(start, key, text))
        elif yaml_text.is_block(text) and not self.has_comment(end) and not in_flow:
            self.put(start, end, self.spaced(start) + yaml_text.value(text, key.start_mark.column, self.newline))
        else:
            self.put(start, end, self.spaced(start) + self.quoted(child, text))

    def spaced(self, start: int) -> str:
        """Return the space that an empty value still needs after its colon."""
        return " " if self.source[start - 1 : start] == ":" else ""

    def quoted(self, child: ScalarNode, text: str) -> str:
        if child.style == "'" and not set(text) & set("\n\t"):
            return "'" + text.replace("'", "''") + "'"
        return yaml_text.one_line(text)

    def block_again(self, start: int, key: ScalarNode, text: str) -> str:
        """Return a block in the stead of another, with the comment behind its head."""
        head = self.source[start : self.line_end(start)].rstrip("\r\n")
        said = re.search(r"\s+#.*", head)
        if not yaml_text.is_block(f"x\n{text}") or text.startswith((" ", "\t")):
            return yaml_text.one_line(text) + (said[0] if said else "")
        lines = yaml_text.block(text, key.start_mark.column + _STEP, self.newline)
        return f"|{said[0] if said else ''}{self.newline}{lines}"

    def flow(self, node: MappingNode, wanted: Changes) -> str:
        """Return a mapping in braces with its changes."""
        pieces, gone = [], self.gone(node, wanted)
        for key, child in node.value:
            if key.value not in gone:
                written = self.flow_value(child, wanted.get(key.value, {}))
                pieces.append(f"{self.written(key)}: {written}")
        pieces += [f"{yaml_text.key(name)}: {_in_braces(child)}" for name, child in self.new(node, wanted).items()]
        return "{" + ", ".join(pieces) + "}"

    def flow_value(self, child: Node, change: Any) -> str:  # noqa: ANN401 - see Changes
        if isinstance(change, str):
            return yaml_text.one_line(change)
        return self.flow(child, change) if change and isinstance(child, MappingNode) else self.written(child)

    def written(self, node: Node) -> str:
        """Return a node as it stands in the file."""
        return self.source[node.start_mark.index : node.end_mark.index]

    def remove(self, key: ScalarNode, child: Node) -> None:
        """Take away the lines of an entry; comments between the lines of a mapping stay."""
        start = self.source.rfind("\n", 0, key.start_mark.index) + 1
        if self.source[start : key.start_mark.index].strip():
            raise CannotWriteError
        if isinstance(child, MappingNode) and not child.flow_style:
            self.put(start, self.line_end(key.end_mark.index), "")
            for name, below in child.value:
                self.remove(name, below)
        else:
            self.put(start, self.line_end(max(key.end_mark.index, self.end(child))), "")

    # ------------------------------------------------------------ places

    def end(self, node: Node) -> int:
        """Return where what a node says ends: comments and blank lines after it are not its own. 0: it says nothing."""
        if isinstance(node, ScalarNode):
            end: int = node.end_mark.index
            if end == node.start_mark.index:
                return 0
            if node.style in ("|", ">"):
                end = node.start_mark.index + len(self.source[node.start_mark.index : end].rstrip())
            return end
        if not isinstance(node, CollectionNode) or node.flow_style or not node.value:
            return int(node.end_mark.index)
        return max(self.end(child) for child in _children(node))

    def line_end(self, at: int) -> int:
        """Return where the line after a place begins."""
        found = self.source.find("\n", at)
        return len(self.source) if found < 0 else found + 1

    def has_comment(self, at: int) -> bool:
        """Return whether something more stands on the line."""
        return bool(self.source[at : self.line_end(at)].strip())


def _children(node: Node) -> Iterator[Node]:
    if isinstance(node, MappingNode):
        for key, child in node.value:
            yield key
            yield child
    elif isinstance(node, SequenceNode):
        yield from node.value


def _in_braces(child: Any) -> str:  # noqa: ANN401 - a text or a mapping
    if isinstance(child, str):
        return yaml_text.one_line(child)
    return "{" + ", ".join(f"{yaml_text.key(name)}: {_in_braces(below)}" for name, below in child.items()) + "}"
