"""Numbers and texts whose value a renderer does not know yet: what documents are compiled with.

While a document is compiled some of its texts hold *tokens* (private-use letters that stand for a slot) and some of its
numbers are `Traced`. They behave as in the document at hand, and the `Trace` notes how everything that is written came
about, as a program in the order in which it was worked out, and everything that was decided by them, as guards: the
compiled document is right for all values that would have been decided alike. Outside a compilation nothing here does
anything.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from functools import wraps
from math import ceil, floor
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_FIRST = 0xF0000
_OPEN, _CLOSE, _PAD = "\uf8f0", "\uf8f1", "\uf8f2"
TOKEN = re.compile(f"{_OPEN}([\U000f0000-\U000ffffd]){_PAD}*{_CLOSE}")
"""A token: the letter in it, counted from U+F0000, is the number of its slot."""
MOST_SLOTS = 0xFFFD
MARK = _OPEN.encode()
"""What every token begins with, in UTF-8."""
RESERVED = re.compile(f"[{_OPEN}{_CLOSE}{_PAD}\U000f0000-\U000ffffd]")
"""Letters that no value may hold."""


def slot_of(match: re.Match[str]) -> int:
    """Return the number of the slot that a token stands for."""
    return ord(match[1]) - _FIRST


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a program: a function, and what it is called with; `Ref` stands for what came before."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """What stands in a slot."""

    slot: int


@dataclass(slots=True)
class Trace:
    """One compilation. ``values`` are what the slots hold in the document at hand: first its own, then each step's."""

    values: list[Any]
    padding: int = 0
    own: int = field(init=False)
    steps: list[Step] = field(default_factory=list)
    guards: dict[int, Any] = field(default_factory=dict)
    _known: dict[Any, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.own = len(self.values)

    def token(self, slot: int) -> str:
        """Return the letters that stand for a slot."""
        if slot >= MOST_SLOTS:
            raise OverflowError("too many slots in one document")
        return f"{_OPEN}{chr(_FIRST + slot)}{_PAD * self.padding}{_CLOSE}"

    def work_out(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - any value
        """Call a function with what is not known yet; return its result as a token or a `Traced` number.

        A result in bytes becomes a token in bytes, which stands for a whole part of a package.
        """
        step = Step(function, tuple(_open(one) for one in arguments), tuple((k, _open(v)) for k, v in named.items()))
        slot = self._slot(step)
        found = self.values[slot]
        if isinstance(found, str):
            return self.token(slot)
        if isinstance(found, bytes):
            return self.token(slot).encode()
        if isinstance(found, int | float | Decimal) and not isinstance(found, bool):
            return Traced(self, slot)
        self.guards[slot] = found
        return found

    def decide(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - any value
        """Return what a function gives for the document at hand, and hold every other document to it."""
        opened = tuple((name, _open(one)) for name, one in named.items())
        slot = self._slot(Step(function, tuple(_open(one) for one in arguments), opened))
        self.guards[slot] = self.values[slot]
        return self.values[slot]

    def hold(self, slot: int) -> Any:  # noqa: ANN401 - any value
        """Return what stands in a slot here, and hold every other document to it."""
        self.guards[slot] = self.values[slot]
        return self.values[slot]

    def _slot(self, step: Step) -> int:
        """Return the slot of a step: the same step is worked out once."""
        key: Any = (step.function, step.arguments, step.named)
        try:
            known = self._known.get(key)
        except TypeError:
            key = known = None  # called with something that cannot be told from others: worked out anew
        if known is not None:
            return known
        self.steps.append(step)
        self.values.append(run(step, self.values))
        slot = len(self.values) - 1
        if key is not None:
            self._known[key] = slot
        return slot


_TRACE: ContextVar[Trace | None] = ContextVar("trace", default=None)


@contextmanager
def tracing(trace: Trace) -> Iterator[Trace]:
    """Compile with a trace inside the block."""
    before = _TRACE.set(trace)
    try:
        yield trace
    finally:
        _TRACE.reset(before)


def run(step: Step, values: Sequence[Any]) -> Any:  # noqa: ANN401 - any value
    """Return what a step gives with these values in the slots."""
    arguments = (_closed(one, values) for one in step.arguments)
    if not step.named:
        return step.function(*arguments)
    return step.function(*arguments, **{name: _closed(one, values) for name, one in step.named})


# ---------------------------------------------------------------- arguments with slots in them


@dataclass(frozen=True, slots=True)
class Letters:
    """A text with slots in it: pieces as they are, and references."""

    pieces: tuple[str | Ref, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """A tuple that holds something with slots in it."""

    items: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class New:
    """A value of a class of ours that holds something with slots in it."""

    kind: type
    items: tuple[Any, ...]


def _open(value: Any) -> Any:  # noqa: ANN401 - any value
    """Return a value with references where it holds tokens or traced numbers; itself where it holds none."""
    if isinstance(value, Traced | Unread):
        return Ref(value.slot)
    if isinstance(value, str):
        return _letters(value) if _OPEN in value else value
    if isinstance(value, tuple | list):
        items = tuple(_open(one) for one in value)
        return value if all(a is b for a, b in zip(items, value, strict=True)) else Many(items)
    if is_dataclass(value) and not isinstance(value, type):
        own = tuple(getattr(value, one.name) for one in fields(value))
        items = tuple(_open(one) for one in own)
        return value if all(a is b for a, b in zip(items, own, strict=True)) else New(type(value), items)
    return value


def _letters(value: str) -> Ref | Letters:
    pieces: list[str | Ref] = []
    at = 0
    for match in TOKEN.finditer(value):
        pieces += [value[at : match.start()], Ref(slot_of(match))]
        at = match.end()
    found = tuple(piece for piece in (*pieces, value[at:]) if piece != "")
    return found[0] if len(found) == 1 and isinstance(found[0], Ref) else Letters(found)


def _closed(value: Any, values: Sequence[Any]) -> Any:  # noqa: ANN401 - any value
    """Return a value with what stands in the slots in the place of references."""
    if isinstance(value, Ref):
        return values[value.slot]
    if isinstance(value, Letters):
        return "".join(one if isinstance(one, str) else str(values[one.slot]) for one in value.pieces)
    if isinstance(value, Many):
        return tuple(_closed(one, values) for one in value.items)
    if isinstance(value, New):
        return value.kind(*(_closed(one, values) for one in value.items))
    return value


def _unknown(value: Any) -> bool:  # noqa: ANN401 - any value
    """Tell whether a value holds a token or a traced number."""
    if isinstance(value, str):
        return _OPEN in value
    if isinstance(value, Traced | Unread):
        return True
    if isinstance(value, tuple | list):
        return any(map(_unknown, value))
    if is_dataclass(value) and not isinstance(value, type):
        return any(_unknown(getattr(value, one.name)) for one in fields(value))
    return False


def knowing(function: Callable[P, T]) -> Callable[P, T]:
    """Mark a function that must know the letters or numbers it is called with, and give a number, a text or a decision.

    While a document is compiled, a call with something unknown becomes a step of the program.
    """

    @wraps(function)
    def called(*arguments: P.args, **named: P.kwargs) -> T:
        trace = _TRACE.get()
        if trace is None or not (any(map(_unknown, arguments)) or any(map(_unknown, named.values()))):
            return function(*arguments, **named)
        return trace.work_out(function, *arguments, **named)  # type: ignore[no-any-return] # stands for a T

    return called


def deciding(function: Callable[P, T]) -> Callable[P, T]:
    """Mark a function that must know what it is called with, and gives one of few results, such as a count of lines.

    While a document is compiled, the document is held to what it gives here.
    """

    @wraps(function)
    def called(*arguments: P.args, **named: P.kwargs) -> T:
        trace = _TRACE.get()
        if trace is None or not (any(map(_unknown, arguments)) or any(map(_unknown, named.values()))):
            return function(*arguments, **named)
        return trace.decide(function, *arguments, **named)  # type: ignore[no-any-return] # it is a T

    return called


# ---------------------------------------------------------------- numbers


def largest(values: Iterable[T], default: T | None = None) -> T:
    """Return the largest of some numbers, as `max` does; which one it is decides nothing."""
    found: T = _most(tuple(values), default)
    return found


def smallest(*values: T) -> T:
    """Return the smallest of some numbers, as `min` does; which one it is decides nothing."""
    found: T = _least(values)
    return found


@knowing
def _most(values: tuple[Any, ...], default: Any) -> Any:  # noqa: ANN401 - numbers
    return max(values) if default is None else max(values, default=default)


@knowing
def _least(values: tuple[Any, ...]) -> Any:  # noqa: ANN401 - numbers
    return min(values)


def _less(one: Any, other: Any) -> bool:  # noqa: ANN401 - numbers
    return bool(one < other)


def _equal(one: Any, other: Any) -> bool:  # noqa: ANN401 - numbers
    return bool(one == other)


def _add(one: Any, other: Any) -> Any:  # noqa: ANN401 - numbers
    return one + other


def _subtract(one: Any, other: Any) -> Any:  # noqa: ANN401 - numbers
    return one - other


def _multiply(one: Any, other: Any) -> Any:  # noqa: ANN401 - numbers
    return one * other


def _divide(one: Any, other: Any) -> Any:  # noqa: ANN401 - numbers
    return one / other


def _format(value: Any, form: str) -> str:  # noqa: ANN401 - numbers
    return format(value, form)


def _quantize(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return value.quantize(step, rounding)


def _negative(value: Any) -> Any:  # noqa: ANN401 - numbers
    return -value


class Traced:
    """A number that is not known yet. It counts as any number; a comparison is a decision (`Trace.decide`)."""

    __slots__ = ("slot", "trace")

    def __init__(self, trace: Trace, slot: int) -> None:
        self.trace, self.slot = trace, slot

    def __add__(self, other: Any) -> Any:  # noqa: ANN401 - numbers
        return self.trace.work_out(_add, self, other)

    def __radd__(self, other: Any) -> Any:  # noqa: ANN401 - numbers
        return self.trace.work_out(_add, other, self)

    def __sub__(self, other: Any) -> Any:  # noqa: ANN401 - numbers
        return self.trace.work_out(_subtract, self, other)

    def __rsub__(self, other: Any) -> Any:  # noqa: ANN401 - numbers
        return self.trace.work_out(_subtract, other, self)

    def __mul__(self, other: Any) -> Any:  # noqa: ANN401 - numbers
        return self.trace.work_out(_multiply, self, other)

    def __rmul__(self, other: Any) -> Any:  # noqa: ANN401 - numbers
        return self.trace.work_out(_multiply, other, self)

    def __truediv__(self, other: Any) -> Any:  # noqa: ANN401 - numbers
        return self.trace.work_out(_divide, self, other)

    def __rtruediv__(self, other: Any) -> Any:  # noqa: ANN401 - numbers
        return self.trace.work_out(_divide, other, self)

    def __neg__(self) -> Any:  # noqa: ANN401 - numbers
        return self.trace.work_out(_negative, self)

    def __abs__(self) -> Any:  # noqa: ANN401 - numbers
        return self.trace.work_out(abs, self)

    def __ceil__(self) -> Any:  # noqa: ANN401 - numbers
        return self.trace.work_out(ceil, self)

    def __floor__(self) -> Any:  # noqa: ANN401 - numbers
        return self.trace.work_out(floor, self)

    def __round__(self, digits: int | None = None) -> Any:  # noqa: ANN401 - numbers
        return self.trace.work_out(round, self, digits) if digits is not None else self.trace.work_out(round, self)

    def quantize(self, step: Decimal, rounding: str) -> Any:  # noqa: ANN401 - numbers
        """Return it rounded, as `Decimal.quantize` does."""
        return self.trace.work_out(_quantize, self, step, rounding)

    def __lt__(self, other: Any) -> bool:  # noqa: ANN401 - numbers
        return bool(self.trace.decide(_less, self, other))

    def __gt__(self, other: Any) -> bool:  # noqa: ANN401 - numbers
        return bool(self.trace.decide(_less, other, self))

    def __le__(self, other: Any) -> bool:  # noqa: ANN401 - numbers
        return not self.trace.decide(_less, other, self)

    def __ge__(self, other: Any) -> bool:  # noqa: ANN401 - numbers
        return not self.trace.decide(_less, self, other)

    def __eq__(self, other: object) -> bool:
        return other is not None and bool(self.trace.decide(_equal, self, other))

    def __bool__(self) -> bool:
        return bool(self.trace.decide(bool, self))

    # What must be known at once is held: the compiled document is right only where it is the same.

    def __hash__(self) -> int:
        return hash(self.trace.hold(self.slot))

    def __int__(self) -> int:
        return int(self.trace.hold(self.slot))

    def __index__(self) -> int:
        return int(self.trace.hold(self.slot))

    def __float__(self) -> float:
        return float(self.trace.hold(self.slot))

    def __format__(self, form: str) -> str:
        return str(self.trace.work_out(_format, self, form))

    def __str__(self) -> str:
        return str(self.trace.work_out(str, self))

    def __repr__(self) -> str:
        return f"Traced({self.trace.values[self.slot]!r})"


class Unread:
    """Several values of any number that are not known yet. They are handed on whole; a look at them holds them."""

    __slots__ = ("slot", "trace")

    def __init__(self, trace: Trace, slot: int) -> None:
        self.trace, self.slot = trace, slot

    def __iter__(self) -> Iterator[Any]:
        return iter(self._held())

    def __len__(self) -> int:
        return len(self._held())

    def __getitem__(self, number: int) -> Any:  # noqa: ANN401 - any value
        return self._held()[number]

    def _held(self) -> tuple[Any, ...]:
        """Return the values here, and hold every other document to them as they are written."""
        self.trace.decide(repr, self)
        found: tuple[Any, ...] = self.trace.values[self.slot]
        return found


# ---------------------------------------------------------------- what a program needs


def steps_before(trace: Trace, wanted: Iterable[int]) -> tuple[tuple[int, Step], ...]:
    """Return the steps that these slots are worked out by, in order, each with the slot that it fills."""
    waiting, kept = set(wanted), set()
    for slot in range(len(trace.values) - 1, trace.own - 1, -1):
        if slot in waiting:
            step = trace.steps[slot - trace.own]
            kept.add(slot)
            waiting |= set(_refs((*step.arguments, *(one for _, one in step.named))))
    return tuple((slot, trace.steps[slot - trace.own]) for slot in sorted(kept))


def _refs(value: Any) -> Iterator[int]:  # noqa: ANN401 - any value
    if isinstance(value, Ref):
        yield value.slot
    elif isinstance(value, tuple):
        for one in value:
            yield from _refs(one)
    elif isinstance(value, Letters):
        yield from _refs(value.pieces)
    elif isinstance(value, Many | New):
        yield from _refs(value.items)
