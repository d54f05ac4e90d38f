"""The steps by which slots are worked out, as one function: hundreds of small calls in a row, written out as Python.

No value becomes source: constants, functions and classes are handed in by number.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from packgen.render.traced import Letters, Many, New, Ref, Step

Program = Callable[[list[Any]], bool]
"""Fills the slots that are worked out, in place; returns False as soon as one is not what a guard wants."""


class _Source:
    """Python source under construction and the constants that it names."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.constants: list[Any] = []
        self._numbers: dict[tuple[type, Any], str] = {}

    def name(self, value: Any) -> str:  # noqa: ANN401 - any constant
        """Return the name of a constant."""
        try:
            key = (type(value), value)
            if key in self._numbers:
                return self._numbers[key]
            self._numbers[key] = f"c{len(self.constants)}"
        except TypeError:
            pass  # cannot be told from others: it gets a name of its own
        self.constants.append(value)
        return f"c{len(self.constants) - 1}"

    def written(self, value: Any) -> str:  # noqa: ANN401 - an argument of a step
        """Return an argument as Python writes it."""
        if isinstance(value, Ref):
            return f"v[{value.slot:d}]"
        if isinstance(value, Letters):
            return f"''.join(({', '.join(map(self.written, value.pieces))},))"
        if isinstance(value, Many):
            return f"({', '.join(map(self.written, value.items))},)"
        if isinstance(value, New):
            return f"{self.name(value.kind)}({', '.join(map(self.written, value.items))})"
        return self.name(value)

    def step(self, slot: int, step: Step) -> None:
        """Add a line that fills a slot."""
        if not all(name.isidentifier() for name, _ in step.named):
            raise ValueError(step.named)
        named = (f"{name}={self.written(value)}" for name, value in step.named)
        arguments = ", ".join((*map(self.written, step.arguments), *named))
        self.lines.append(f"    v[{slot:d}] = {self.name(step.function)}({arguments})")

    def guard(self, slot: int, wanted: Any) -> None:  # noqa: ANN401 - any value
        """Add a line that gives up where a slot is not what is wanted."""
        self.lines.append(f"    if v[{slot:d}] != {self.name(wanted)}: return False")


def program(steps: Iterable[tuple[int, Step]], guards: Mapping[int, Any]) -> Program:
    """Return steps and guards as one function; a guard stands right after its step, to give others up early."""
    source = _Source()
    own = [slot for slot in guards if slot not in {slot for slot, _ in steps}]
    for slot in own:
        source.guard(slot, guards[slot])
    for slot, step in steps:
        source.step(slot, step)
        if slot in guards:
            source.guard(slot, guards[slot])
    names = ", ".join(f"c{number}" for number in range(len(source.constants)))
    body = "\n".join(source.lines)
    text = f"def made({names}):\n  def run(v):\n{body}\n    return True\n  return run\n"
    space: dict[str, Any] = {}
    exec(compile(text, "<program>", "exec"), space)  # noqa: S102 - names and numbers alone, see above
    found: Program = space["made"](*source.constants)
    return found
