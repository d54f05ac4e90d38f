"""Finds the compiled shape of a document and fills it; compiles new shapes as documents need them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from packgen.merge.blank import ValuesError, blank
from packgen.merge.kept import Kept
from packgen.merge.leaves import OtherShapeError, Path, differences
from packgen.merge.shape import LeakError, Made, NewLeavesError, OtherValuesError, Shape, compile_shape
from packgen.render import package, zipped
from packgen.render.zipped import Entry

MOST_SHAPES = 64
"""How many shapes of one document are kept; those not used for longest go first."""
PATIENCE = 5
"""How many alike documents are met before they are compiled: compiling one costs as much as rendering so many."""
_MOST_SEEN = 24
_NO_SUCH_VALUE = (ArithmeticError, ValueError, LookupError)
"""What a renderer raises that cannot make anything of filler: such a document is not kept, and made all the same."""


@dataclass(slots=True)
class _Kind:
    """What is known of one kind of document: its shapes, the last used last, and documents seen but not compiled."""

    shapes: "OrderedDict[int, Shape]" = field(default_factory=OrderedDict)
    seen: list[Any] = field(default_factory=list)
    count: int = 0
    leaks: bool = False
    read: set[str] = field(default_factory=set)
    """The names of the shapes that are kept on disk and were read, or written."""

    def add(self, shape: Shape) -> None:
        """Add a shape as the one used last."""
        self.count += 1
        self.shapes[self.count] = shape
        if len(self.shapes) > MOST_SHAPES:
            self.shapes.popitem(last=False)


@dataclass(slots=True)
class Merger:
    """Makes the files of documents; a kind is compiled when a few of it have been met that differ in leaves alone."""

    patience: int = PATIENCE
    kinds: dict[Hashable, _Kind] = field(default_factory=dict)
    told: Callable[[str], None] = lambda _: None
    """Is called with what became of each document: ``merged``, ``compiled`` or ``direct``."""

    kept: Kept | None = None
    """Where compiled shapes are kept for others."""

    def file(self, key: Hashable, document: Any, made: Made) -> bytes:  # noqa: ANN401 - a document or deck
        """Return a document's file. ``key`` says what else it is made from; ``made`` renders it directly."""
        kind = self.kinds.setdefault(key, _Kind())
        if kind.leaks:
            return self._direct(document, made)
        paths: set[Path] = set()
        for number in [*reversed(kind.shapes)]:
            found = _merged(kind.shapes[number], document, paths)
            if found is not None:
                kind.shapes.move_to_end(number)
                self.told("merged")
                return found
        found = self._read(key, kind, document, paths)
        return found if found is not None else self._other(key, kind, document, paths, made)

    def _read(self, key: Hashable, kind: _Kind, document: Any, paths: set[Path]) -> bytes | None:  # noqa: ANN401 - see above
        """Return a document's file by a shape that is kept on disk and was not read before; None for none."""
        if self.kept is None:
            return None
        for name in self.kept.names(key):
            if name in kind.read:
                continue
            kind.read.add(name)
            shape = self.kept.shape(key, name)
            if shape is not None:
                kind.add(shape)
                found = _merged(shape, document, paths)
                if found is not None:
                    self.told("merged")
                    return found
        return None

    def _other(self, key: Hashable, kind: _Kind, document: Any, paths: set[Path], made: Made) -> bytes:  # noqa: ANN401 - see above
        """Return the file of a document that has no shape yet, and learn from it."""
        alike = _alike(kind.seen, document)
        if len(alike) + 1 < self.patience:
            kind.seen = [*kind.seen[1 - _MOST_SEEN :], document]
            return self._direct(document, made)
        if self.kept is None:
            return self._compiled(key, kind, document, alike, paths, made)
        with self.kept.alone(key) as alone:
            found = self._read(key, kind, document, paths) if alone else self._direct(document, made)
            return found if found is not None else self._compiled(key, kind, document, alike, paths, made)

    def _compiled(
        self,
        key: Hashable,
        kind: _Kind,
        document: Any,  # noqa: ANN401 - see above
        alike: Mapping[int, frozenset[Path]],
        paths: set[Path],
        made: Made,
    ) -> bytes:
        """Return the file of a document by a new shape, which is kept where it may be."""
        kind.seen = [one for number, one in enumerate(kind.seen) if number not in alike]
        paths = paths.union(*alike.values())
        found = self._to_keep(key, kind, document, paths, made)
        if found is not None:
            return found
        try:
            shape = compile_shape(document, frozenset(paths), made, _deflated)
        except LeakError:
            kind.leaks = True
            return self._direct(document, made)
        kind.add(shape)
        self.told("compiled")
        return shape.merged(document)

    def _to_keep(self, key: Hashable, kind: _Kind, document: Any, paths: set[Path], made: Made) -> bytes | None:  # noqa: ANN401 - see above
        """Return the file of a document by a new shape that is kept; None where it has none that may be kept.

        The shape is compiled around a blank document; it must make this one's file as it is rendered directly.
        """
        if self.kept is None:
            return None
        try:
            known, slots = blank(document, self.kept.known())
            shape = compile_shape(known, slots | paths, made, _deflated)
        except (ValuesError, LeakError, *_NO_SUCH_VALUE):
            return None
        found = _merged(shape, document, set())
        if found is None or found != package.to_bytes(made(document)):
            return None
        kind.add(shape)
        kind.read.add(self.kept.keep(key, shape))
        self.told("compiled")
        return found

    def _direct(self, document: Any, made: Made) -> bytes:  # noqa: ANN401 - see above
        self.told("direct")
        return package.to_bytes(made(document))


def _merged(shape: Shape, document: Any, paths: set[Path]) -> bytes | None:  # noqa: ANN401 - see above
    """Return the file of a document by a shape; None where it is of another, with its leaves added to ``paths``."""
    try:
        return shape.merged(document)
    except OtherShapeError:
        return None
    except NewLeavesError as new:
        paths |= new.paths | shape.slots.keys()
    except OtherValuesError:
        paths |= shape.slots.keys()
    return None


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
