"""One compiled shape of a document: what it looks like with its slots open, how to fill them, and what it holds for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from packgen.merge import leaves, template
from packgen.merge.leaves import Leaf, Path
from packgen.merge.program import Program, program
from packgen.merge.reading import Reading, reading
from packgen.merge.template import Ready
from packgen.render import zipped
from packgen.render.package import Package, entries_of
from packgen.render.traced import Step, Trace, steps_before, tracing
from packgen.render.zipped import Entry

Made = Callable[[Any], Package]
"""Renders a document into a package, with theme and template."""


class LeakError(Exception):
    """A renderer looked at letters or figures where nobody could see it: what it makes cannot be compiled."""


class OtherValuesError(Exception):
    """A document whose values would have been laid out in another way."""


class NewLeavesError(Exception):
    """A document that differs in leaves that are no slots: ``paths`` are those."""

    def __init__(self, paths: frozenset[Path]) -> None:
        super().__init__()
        self.paths = paths


@dataclass(frozen=True, slots=True)
class Shape:
    """A document compiled around a known one.

    ``slots`` are the leaves that may differ, by their paths; ``own`` what they hold in the known document.
    ``program`` works out the other slots, and tells whether the document is laid out as the known one.
    """

    known: Any
    slots: Mapping[Path, int]
    own: tuple[Any, ...]
    program: Program
    parts: tuple[Ready, ...]
    size: int
    """How many slots there are, those of steps among them."""
    steps: tuple[tuple[int, Step], ...]
    guards: Mapping[int, Any]
    """What the program was made from."""
    read: Reading = field(init=False, compare=False)
    """Finds the values of a document in no time; where it cannot, `leaves` tells why."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "read", reading(self.known, self.slots))

    def merged(self, document: Any) -> bytes:  # noqa: ANN401 - a document or deck
        """Return a document's file.

        Raises `leaves.OtherShapeError`, `NewLeavesError` or `OtherValuesError` where it is not of this shape.
        """
        values: list[Any] = [*self.own, *[None] * (self.size - len(self.own))]
        if not self.read(document, values):
            values = self._compared(document)
        return zipped.archive(template.filled(self.parts, self._worked_out(values)))

    def _compared(self, document: Any) -> list[Any]:  # noqa: ANN401 - see above
        """Return the values of a document that is not read as others are, or say in what it differs."""
        values: list[Any] = [*self.own, *[None] * (self.size - len(self.own))]
        new = leaves.differences(self.known, document)
        unknown = new.keys() - self.slots.keys()
        if unknown:
            raise NewLeavesError(frozenset(unknown))
        for path, value in new.items():
            values[self.slots[path]] = value
        return values

    def _worked_out(self, values: list[Any]) -> list[Any]:
        try:
            fits = self.program(values)
        except (ArithmeticError, ValueError, LookupError) as fault:
            raise OtherValuesError from fault
        if not fits:
            raise OtherValuesError
        return values


def compile_shape(document: Any, paths: frozenset[Path], made: Made, deflated: Callable[[str, bytes], Entry]) -> Shape:  # noqa: ANN401 - a document or deck
    """Return the shape of a document that may differ at these paths. Raises `LeakError` where it cannot be compiled."""
    slots = {path: number for number, path in enumerate(sorted(paths))}
    own = tuple(leaves.leaf(document, path) for path in slots)
    trace, parts = _traced(document, slots, own, made, deflated, padding=0)
    longer, others = _traced(document, slots, own, made, deflated, padding=60)
    if (trace.steps, trace.guards, parts) != (longer.steps, longer.guards, others):
        raise LeakError
    wanted = template.needed(parts) | trace.guards.keys()
    steps = steps_before(trace, wanted)
    run = program(steps, trace.guards)
    shape = Shape(document, slots, own, run, parts, len(trace.values), steps, trace.guards)
    _check(shape, document, made)
    return shape


def _traced(
    document: Any,  # noqa: ANN401 - a document or deck
    slots: Mapping[Path, int],
    own: tuple[Leaf, ...],
    made: Made,
    deflated: Callable[[str, bytes], Entry],
    *,
    padding: int,
) -> tuple[Trace, tuple[Ready, ...]]:
    trace = Trace(list(own), padding)
    with tracing(trace):
        package = made(leaves.with_slots(document, slots, trace))
    return trace, template.compiled(package, deflated)


def _check(shape: Shape, document: Any, made: Made) -> None:  # noqa: ANN401 - a document or deck
    """Raise `LeakError` unless the known document itself comes out as it is rendered directly, part by part."""
    entries = template.filled(shape.parts, shape._worked_out([*shape.own, *[None] * (shape.size - len(shape.own))]))  # noqa: SLF001 - its own module
    direct = [zipped.entry(name.removeprefix("/"), blob) for name, blob in entries_of(made(document))]
    if [(one.name, one.crc, one.length) for one in entries] != [(one.name, one.crc, one.length) for one in direct]:
        raise LeakError
