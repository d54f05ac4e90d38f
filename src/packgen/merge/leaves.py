"""The leaves of a composed document, its texts and numbers: where two documents differ, one with tokens in it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from packgen import blocks
from packgen.blocks import Chart, Link, Series, Timeline
from packgen.render.traced import RESERVED, Trace, Traced, Unread

Path = tuple[int, ...]
"""Where a leaf stands: the number of the field or item at each step from the document down."""

WHOLE: tuple[type, ...] = (Timeline, Link)
"""Blocks that are drawn as pictures: another text in them is another document."""
_SHAPES = re.compile("[\x00-\x1f\x7f]")
"""Letters that a renderer makes elements or marks of."""


class OtherShapeError(Exception):
    """Two documents that differ in more than their leaves."""


Bar = tuple[Series, ...]
"""What a bar of shares is drawn from, a leaf of its own: how many classes there are and where their figures have room
differs from one bar to the next, and nothing around it hangs on that.
"""
Leaf = str | Decimal | Bar
Found = dict[Path, Leaf]


def differences(known: Any, new: Any) -> Found:  # noqa: ANN401 - any part of a document
    """Return the leaves of a new document that differ from a known one's; `OtherShapeError` for more than those."""
    found: Found = {}
    _differ(known, new, (), found)
    return found


def _differ(known: Any, new: Any, path: Path, found: Found) -> None:  # noqa: ANN401 - see above
    kind = type(known)
    if kind is not type(new):
        raise OtherShapeError
    walk = _WALKS.get(kind)
    if walk is not None:
        walk(known, new, path, found)
    elif (plan := _PLANS.get(kind)) is not None:
        _fields(plan, known, new, path, found)
    elif known != new:
        raise OtherShapeError


def _items(known: tuple[Any, ...], new: tuple[Any, ...], path: Path, found: Found) -> None:
    if len(known) != len(new):
        raise OtherShapeError
    for number, (one, other) in enumerate(zip(known, new, strict=True)):
        if one is not other:
            _differ(one, other, (*path, number), found)


def _texts(known: str, new: str, path: Path, found: Found) -> None:
    if known != new:
        if not _may_change(known, new):
            raise OtherShapeError
        found[path] = new.strip(" ")


def _numbers(known: Decimal, new: Decimal, path: Path, found: Found) -> None:
    if str(known) != str(new):
        found[path] = new


def _fields(plan: "Plan", known: Any, new: Any, path: Path, found: Found) -> None:  # noqa: ANN401 - a block
    for number, name, free in plan:
        one, other = getattr(known, name), getattr(new, name)
        if one is other:
            continue
        if free:
            if name == "series" and is_bar(known):
                _bars(one, other, (*path, number), found)
            else:
                _differ(one, other, (*path, number), found)
        elif one != other:
            raise OtherShapeError


def _bars(known: Bar, new: Bar, path: Path, found: Found) -> None:
    if repr(known) != repr(new):  # 4.0 and 4.00 are equal and not written alike
        found[path] = new


def is_bar(value: Any) -> bool:  # noqa: ANN401 - a block
    """Tell whether a block is a bar of shares, whose series are one leaf."""
    return type(value) is Chart and value.kind == "shares"


_WALKS: Mapping[type, Callable[[Any, Any, Path, Found], None]] = {tuple: _items, str: _texts, Decimal: _numbers}
Plan = tuple[tuple[int, str, bool], ...]
"""The fields of a class of blocks by number and name, and whether each may hold leaves."""


def _may_change(known: str, new: str) -> bool:
    if not may_be_slot(known) or not may_be_slot(new):
        return False
    return edges(known) == edges(new)


def may_be_slot(text: str) -> bool:
    """Tell whether another text could stand in this one's place and change no more than letters."""
    return text.strip(" ") != "" and not (_SHAPES.search(text) or RESERVED.search(text))


def edges(text: str) -> tuple[str, str]:
    """Return the spaces that a text begins and ends with: a renderer marks those, so they belong to the shape."""
    return text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]


def _plan(kind: type) -> Plan:
    """Return the fields of a class of blocks by number and name, and whether each may hold leaves."""
    hints = get_type_hints(kind)
    whole = kind in WHOLE
    return tuple((n, one.name, not whole and _free(hints[one.name])) for n, one in enumerate(fields(kind)))


def _free(hint: Any) -> bool:  # noqa: ANN401 - a type
    """Tell whether a field of this type may hold leaves: not one of a few words, not a whole number."""
    if get_origin(hint) in (Union, UnionType):
        return any(_free(one) for one in get_args(hint))
    return get_origin(hint) is not Literal and hint not in (int, float, bool, bytes, type(None))


_PLANS: Mapping[type, Plan] = {
    kind: _plan(kind) for kind in vars(blocks).values() if isinstance(kind, type) and is_dataclass(kind)
}


def plan_of(kind: type) -> Plan | None:
    """Return the plan of a class of blocks; None for anything else."""
    return _PLANS.get(kind)


def leaf(document: Any, path: Path) -> Leaf:  # noqa: ANN401 - any part of a document
    """Return the leaf at a path."""
    for step in path:
        document = document[step] if isinstance(document, tuple) else getattr(document, fields(document)[step].name)
    found: Leaf = document
    return found.strip(" ") if isinstance(found, str) else found


def with_slots(document: Any, slots: Mapping[Path, int], trace: Trace) -> Any:  # noqa: ANN401 - any part of a document
    """Return a document with a token or a traced number at each of these paths."""
    return _opened(document, tree(slots), trace)


def tree(slots: Mapping[Path, int]) -> dict[int, Any]:
    """Return slots by the steps of their paths, one within the other."""
    root: dict[int, Any] = {}
    for path, slot in slots.items():
        here = root
        for step in path[:-1]:
            here = here.setdefault(step, {})
        here[path[-1]] = slot
    return root


def _opened(value: Any, tree: dict[int, Any] | int, trace: Trace) -> Any:  # noqa: ANN401 - see above
    if isinstance(tree, int):
        if isinstance(value, tuple):
            return Unread(trace, tree)
        return _opened_text(value, trace.token(tree)) if isinstance(value, str) else Traced(trace, tree)
    if isinstance(value, tuple):
        return tuple(_opened(one, tree[n], trace) if n in tree else one for n, one in enumerate(value))
    own = [getattr(value, one.name) for one in fields(value)]
    return type(value)(*(_opened(one, tree[n], trace) if n in tree else one for n, one in enumerate(own)))


def _opened_text(value: str, token: str) -> str:
    before, after = edges(value)
    return f"{before}{token}{after}"
