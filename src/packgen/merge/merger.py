"""Finds the compiled shape of a document and fills it; compiles new shapes as documents need them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from packgen.merge.leaves import OtherShapeError, Path, differences
from packgen.merge.shape import LeakError, Made, NewLeavesError, OtherValuesError, Shape, compile_shape
from packgen.render import package, zipped
from packgen.render.zipped import Entry

MOST_SHAPES = 64
"""How many shapes of one document are kept; those not used for longest go first."""
PATIENCE = 3
"""How many alike documents are met before they are compiled: compiling one costs as much as rendering so many."""
_MOST_SEEN = 24


@dataclass(slots=True)
class _Kind:
    """What is known of one kind of document: its shapes, the last used last, and documents seen but not compiled."""

    shapes: "OrderedDict[int, Shape]" = field(default_factory=OrderedDict)
    seen: list[Any] = field(default_factory=list)
    count: int = 0
    leaks: bool = False


@dataclass(slots=True)
class Merger:
    """Makes the files of documents; a kind is compiled when a few of it have been met that differ in leaves alone."""

    patience: int = PATIENCE
    kinds: dict[Hashable, _Kind] = field(default_factory=dict)
    told: Callable[[str], None] = lambda _: None
    """Is called with what became of each document: ``merged``, ``compiled`` or ``direct``."""

    def file(self, key: Hashable, document: Any, made: Made) -> bytes:  # noqa: ANN401 - a document or deck
        """Return a document's file. ``key`` says what else it is made from; ``made`` renders it directly."""
        kind = self.kinds.setdefault(key, _Kind())
        if kind.leaks:
            return self._direct(document, made)
        paths: frozenset[Path] = frozenset()
        for number in reversed(kind.shapes):
            shape = kind.shapes[number]
            try:
                found = shape.merged(document)
            except OtherShapeError:
                continue
            except NewLeavesError as new:
                paths |= new.paths | shape.slots.keys()
                continue
            except OtherValuesError:
                paths |= shape.slots.keys()
                continue
            kind.shapes.move_to_end(number)
            self.told("merged")
            return found
        return self._other(kind, document, paths, made)

    def _other(self, kind: _Kind, document: Any, paths: frozenset[Path], made: Made) -> bytes:  # noqa: ANN401 - see above
        """Return the file of a document that has no shape yet, and learn from it."""
        alike = _alike(kind.seen, document)
        if len(alike) + 1 < self.patience:
            kind.seen = [*kind.seen[1 - _MOST_SEEN :], document]
            return self._direct(document, made)
        kind.seen = [one for number, one in enumerate(kind.seen) if number not in alike]
        try:
            shape = compile_shape(document, paths.union(*alike.values()), made, _deflated)
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


def _alike(seen: list[Any], document: Any) -> dict[int, frozenset[Path]]:  # noqa: ANN401 - see above
    """Return where documents seen before differ from this one, by their numbers; those of another shape left out."""
    found = {}
    for number, one in enumerate(seen):
        with suppress(OtherShapeError):
            found[number] = frozenset(differences(document, one))
    return found


@lru_cache(maxsize=4_000)
def _deflated(name: str, data: bytes) -> Entry:
    """Return the entry of a part without slots: shapes share those that they have in common."""
    return zipped.entry(name, data)
