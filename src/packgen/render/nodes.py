"""XML as values, for parts that are written whole: nodes made by one maker per vocabulary, `to_bytes` writes them.

A handbook with its charts has tens of thousands of elements: nodes are made and written in a third of lxml's time.
What edits the trees of a template uses `packgen.render.xml`.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from packgen.render.traced import Traced
from packgen.render.xml import URI

Value = str | int | float | bool

_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


class Node(NamedTuple):
    """An element: its name with prefix (``w:p``), attributes in the order they are written, and children."""

    name: str
    attributes: dict[str, Value]
    children: tuple["Node | str | None", ...]


Maker = Callable[..., Node]


def maker(prefix: str, *, qualified: bool = False) -> Maker:
    """Return a function that makes elements of one vocabulary: ``make(name, *children, **attributes)``.

    A child is a node, a string (text) or None (nothing). ``qualified`` puts attributes in the same vocabulary, as
    WordprocessingML wants them; an attribute that has a prefix (``r:id``, through ``**{…}``) stays as it is.
    """
    start = f"{prefix}:"

    def plain(name: str, /, *children: Node | str | None, **attributes: Value) -> Node:
        return Node(start + name, attributes, children)

    def prefixed(name: str, /, *children: Node | str | None, **attributes: Value) -> Node:
        named = {key if ":" in key else start + key: value for key, value in attributes.items()}
        return Node(start + name, named, children)

    return prefixed if qualified else plain


def written(value: Value) -> str:
    """Return an attribute's value as XML writes it: 1 and 0 for truth, no exponent in numbers."""
    if isinstance(value, str):
        return value.translate(_ATTRIBUTE)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return f"{value:.5f}".rstrip("0").rstrip(".")
    if isinstance(value, Traced):
        return str(value.trace.work_out(written, value))
    return str(value)


def to_bytes(root: Node) -> bytes:
    """Return a part's bytes: UTF-8 with its declaration, the vocabularies in use declared on the root.

    Raises ValueError for a character that XML cannot hold: text is cleaned where input comes in.
    """
    body = fragment(root)
    used = "".join(f' xmlns:{p}="{uri}"' for p, uri in URI.items() if _uses(body, p))
    place = len(root.name) + 1
    return f"{_DECLARATION}{body[:place]}{used}{body[place:]}".encode()


def fragment(node: Node) -> str:
    """Return an element as it stands in a part. Raises ValueError as `to_bytes` does."""
    pieces: list[str] = []
    _write(node, pieces.append)
    body = "".join(pieces)
    if (bad := _NOT_XML.search(body)) is not None:
        raise ValueError(f"XML cannot hold {bad.group()!r}")
    return body


def _uses(body: str, prefix: str) -> bool:
    """Tell whether a vocabulary is used; what stands in texts only looks like it."""
    if f"<{prefix}:" in body:
        return True
    return f" {prefix}:" in body and re.search(f'<[^<>"]*(?:"[^"]*"[^<>"]*)*? {prefix}:', body) is not None


def _write(node: Node, write: Callable[[str], None]) -> None:
    write("<" + node.name)
    for key, value in node.attributes.items():
        write(f' {key}="{written(value)}"')
    if not node.children:
        write("/>")
        return
    write(">")
    for child in node.children:
        if child is None:
            continue
        if isinstance(child, str):
            write(child.translate(_TEXT))
        else:
            _write(child, write)
    write(f"</{node.name}>")
