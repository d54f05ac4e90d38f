"""Texts, lists and mappings as YAML that people like to read: one line in quotes, several lines as a block."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_PLAIN_KEY = re.compile(r"[A-Za-z_][\w.-]*|[0-9]+", re.ASCII)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_STEP = 2


def one_line(text: str) -> str:
    """Return a text in quotes on one line; in single ones where it holds double ones and nothing to escape."""
    if '"' in text and not set(text) & {"\\", "\n", "\t"}:
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(letter, letter) for letter in text) + '"'


def is_block(text: str) -> bool:
    """Return whether a text can stand as a block of lines: several, no white space around them."""
    lines = text.strip("\n").split("\n")
    return len(lines) > 1 and not lines[0].startswith((" ", "\t")) and "\t" not in text


def block(text: str, indent: int, newline: str = "\n") -> str:
    """Return the lines of a text below their head, each ending with a line feed but the last."""
    lines = text.strip("\n").split("\n")
    return newline.join(f"{' ' * indent}{line}" if line.strip() else "" for line in lines)


def key(name: str) -> str:
    """Return the key of a mapping, in quotes where it needs them."""
    return name if _PLAIN_KEY.fullmatch(name) else one_line(name)


def value(text: str, indent: int, newline: str = "\n") -> str:
    """Return a text as it stands after its key, whose mapping is indented so far."""
    if is_block(text):
        return f"|{newline}{block(text, indent + _STEP, newline)}"
    return one_line(text.strip("\n"))


def lines(node: Any, indent: int = 0) -> Iterator[str]:  # noqa: ANN401 - a text, list or mapping
    """Return a mapping or list as lines."""
    pad = " " * indent
    named = node.items() if isinstance(node, Mapping) else ((None, item) for item in node)
    for name, child in named:
        head = f"{pad}-" if name is None else f"{pad}{key(name)}:"
        if isinstance(child, str):
            yield f"{head} {value(child, indent)}"
        elif not child:
            yield f"{head} {'{}' if isinstance(child, Mapping) else '[]'}"
        elif name is None and isinstance(child, Mapping):
            first, *rest = lines(child, indent + _STEP)
            yield f"{head} {first.lstrip()}"
            yield from rest
        else:
            yield head
            yield from lines(child, indent + _STEP)


def comment(text: str) -> Iterator[str]:
    """Return a text as comment lines."""
    for line in text.strip().split("\n"):
        yield f"# {line}".rstrip()


def file(node: Mapping[str, Any], said: str, *, schema: str = "") -> bytes:
    """Return a whole file with a comment on top, then the edition of its kind of file where it has one."""
    head = [f"schema: {schema}"] if schema else []
    return ("\n".join([*comment(said), "", *head, *lines(node)]) + "\n").encode()
