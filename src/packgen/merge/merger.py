"""Finds the compiled shape of a document and fills it; compiles new shapes as documents need them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from packgen.merge.leaves import OtherShapeError, Path, differences
from packgen.merge.shape import LeakError, Made, NewLeavesError, OtherValuesError, Shape, compile_shape
from packgen.render import package, zipped
from packgen.render.zipped import Entry

MOST_SHAPES = 64
"""How many shapes of one document are kept; those not used for longest go first."""


@dataclass(slots=True)
class _Kind:
    """What is known of one kind of document: its shapes, the last used first, and documents seen but not compiled."""

    shapes: "OrderedDict[int, Shape]" = field(default_factory=OrderedDict)
    seen: list[Any] = field(default_factory=list)
    count: int = 0
    leaks: bool = False


@dataclass(slots=True)
class Merger:
    """Makes the files of documents, each kind of which it compiles when it has met two that differ in leaves alone."""

    kinds: dict[Hashable, _Kind] = field(default_factory=dict)
    told: Callable[[str], None] = lambda _: None
    """Is called with what became of each document: ``merged``, ``compiled`` or ``direct``."""

    def file(self, key: Hashable, document: Any, made: Made) -> bytes:  # noqa: ANN401 - a document or deck
        """Return a document's file. ``key`` says what else it is made from; ``made`` renders it directly."""
        kind = self.kinds.setdefault(key, _Kind())
        if kind.leaks:
            return self._direct(document, made)
        paths: frozenset[Path] | None = None
        for number in reversed(kind.shapes):
            shape = kind.shapes[number]
            try:
                found = shape.merged(document)
            except OtherShapeError:
                continue
            except NewLeavesError as new:
                paths = (paths or frozenset()) | new.paths | shape.slots.keys()
                continue
            except OtherValuesError:
                paths = (paths or frozenset()) | shape.slots.keys()
                continue
            kind.shapes.move_to_end(number)
            self.told("merged")
            return found
        return self._other(kind, document, paths, made)

    def _other(self, kind: _Kind, document: Any, paths: frozenset[Path] | None, made: Made) -> bytes:  # noqa: ANN401 - see above
        """Return the file of a document that has no shape yet, and learn from it."""
        if paths is None:
            paths = _where_alike(kind.seen, document)
        if paths is None:
            kind.seen.append(document)
            return self._direct(document, made)
        try:
            shape = compile_shape(document, paths, made, _deflated)
        except LeakError:
            kind.leaks = True
            return self._direct(document, made)
        kind.count += 1
        kind.shapes[kind.count] = shape
        if len(kind.shapes) > MOST_SHAPES:
            kind.shapes.popitem(last=False)
        self.told("compiled")
        return shape.merged(document)

    def _direct(self, document: Any, made: Made) -> bytes:  # noqa: ANN401 - see above
        self.told("direct")
        return package.to_bytes(made(document))


def _where_alike(seen: list[Any], document: Any) -> frozenset[Path] | None:  # noqa: ANN401 - see above
    """Return where a document differs from one seen before that it is like; None where there is none."""
    for number, one in enumerate(seen):
        try:
            found = frozenset(differences(one, document))
        except OtherShapeError:
            continue
        del seen[number]
        return found
    return None


@lru_cache(maxsize=4_000)
def _deflated(name: str, data: bytes) -> Entry:
    """Return the entry of a part without slots: shapes share those that they have in common."""
    return zipped.entry(name, data)
