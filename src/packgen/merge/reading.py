"""How the slots of a document are found where it is built as the known one: `leaves`, written out as Python.

A document holds thousands of parts, of which hundreds differ. What may not differ is nearly always the same object, so
one comparison of identities each does.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from packgen.merge import leaves
from packgen.merge.leaves import Leaf, OtherShapeError, Path

Reading = Callable[[Any, list[Any]], bool]
"""Puts a document's values into their slots; returns False as soon as the document differs in anything else."""


def reading(known: Any, slots: Mapping[Path, int]) -> Reading:  # noqa: ANN401 - any part of a document
    """Return how a document like a known one is read, that may differ at these paths."""
    source = _Source()
    source.part(known, leaves.tree(slots), "d", 1)
    body = "\n".join(source.lines)
    text = f"def made(k, same, equal, text, number):\n  def run(d, v):\n{body}\n    return True\n  return run\n"
    space: dict[str, Any] = {}
    exec(compile(text, "<reading>", "exec"), space)  # noqa: S102 - names of fields and numbers alone
    found: Reading = space["made"](source.known, _same, _equal, _text, _number)
    return found


class _Source:
    """Python source under construction, and what the known document holds where another may not differ."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.known: list[Any] = []

    def line(self, text: str) -> None:
        self.lines.append(f"    {text}")

    def name(self, value: Any) -> str:  # noqa: ANN401 - any part of a document
        self.known.append(value)
        return f"k[{len(self.known) - 1}]"

    def part(self, known: Any, tree: dict[int, Any] | int, here: str, depth: int) -> None:  # noqa: ANN401 - see above
        """Add the lines that read a part with slots in it, which stands in the variable ``here``."""
        if isinstance(tree, int):
            self.leaf(known, tree, here)
            return
        self.line(f"if type({here}) is not {self.name(type(known))}: return False")
        if isinstance(known, tuple):
            self.line(f"if len({here}) != {len(known)}: return False")
            steps = [(number, f"{here}[{number}]", one) for number, one in enumerate(known)]
        else:
            names = [one.name for one in fields(known)]
            steps = [(number, f"{here}.{name}", getattr(known, name)) for number, name in enumerate(names)]
        for number, place, own in steps:
            if number in tree:
                self.line(f"d{depth} = {place}")
                self.part(own, tree[number], f"d{depth}", depth + 1)
            else:
                self.fixed(own, place)

    def fixed(self, known: Any, place: str) -> None:  # noqa: ANN401 - see above
        """Add the line that holds a part without slots to what it is."""
        name = self.name(known)
        if isinstance(known, str):
            self.line(f"if {place} != {name}: return False")
        else:
            same = "same" if _has_numbers(known) else "equal"
            self.line(f"if {place} is not {name} and not {same}({place}, k, {len(self.known) - 1}): return False")

    def leaf(self, known: Leaf, slot: int, here: str) -> None:
        """Add the lines that put a leaf into its slot."""
        if isinstance(known, tuple):
            self.line(f"if type({here}) is not tuple: return False")
            self.line(f"v[{slot}] = {here}")
            return
        name = self.name(known)
        if isinstance(known, str) and not leaves.may_be_slot(known):
            self.line(f"if {here} != {name}: return False")
            return
        edges = self.name(leaves.edges(known)) if isinstance(known, str) else ""
        self.line(f"if {here} is not {name}:")
        self.line(f"  {here} = {f'text({here}, {edges})' if edges else f'number({here})'}")
        self.line(f"  if {here} is None: return False")
        self.line(f"  v[{slot}] = {here}")


def _has_numbers(known: Any) -> bool:  # noqa: ANN401 - see above
    """Tell whether there are numbers in a part: 4.0 and 4.00 are equal and not written alike."""
    if isinstance(known, tuple):
        return any(map(_has_numbers, known))
    if is_dataclass(known):
        return any(_has_numbers(getattr(known, one.name)) for one in fields(known))
    return isinstance(known, Decimal)


def _equal(new: Any, known: list[Any], number: int) -> bool:  # noqa: ANN401 - see above
    """Tell whether a part without numbers is what is known; if so others are compared with it from now."""
    if new != known[number]:
        return False
    known[number] = new
    return True


def _same(new: Any, known: list[Any], number: int) -> bool:  # noqa: ANN401 - see above
    """Tell whether a part with numbers is what is known; if so others are compared with it from now."""
    try:
        if leaves.differences(known[number], new):
            return False
    except OtherShapeError:
        return False
    known[number] = new
    return True


@lru_cache(maxsize=50_000)
def _text(new: Any, edges: tuple[str, str]) -> str | None:  # noqa: ANN401 - see above
    """Return what a text puts into a slot of texts that begin and end with these spaces; None where it cannot."""
    if type(new) is not str or not leaves.may_be_slot(new) or leaves.edges(new) != edges:
        return None
    return new.strip(" ")


def _number(new: Any) -> Decimal | None:  # noqa: ANN401 - see above
    return new if type(new) is Decimal else None
