"""Numbers and texts that are not known yet: how they came about is noted, and so is what was decided by them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import ceil

import pytest

from packgen.merge.program import program
from packgen.render import nodes
from packgen.render.traced import (
    TOKEN,
    Trace,
    Traced,
    Unread,
    deciding,
    knowing,
    largest,
    slot_of,
    smallest,
    steps_before,
    tracing,
)


@dataclass(frozen=True, slots=True)
class Line:
    words: str
    size: float


@knowing
def length(words: str) -> int:
    return len(words)


@knowing
def shouted(line: Line) -> str:
    return line.words.upper() * int(line.size)


@deciding
def is_long(words: str) -> bool:
    return len(words) > 5


def run(trace: Trace, wanted: set[int], *own: object) -> list | None:
    """Return all slots for other values, None where they would have been decided otherwise."""
    values = [*own, *[None] * (len(trace.values) - len(own))]
    made = program(steps_before(trace, wanted | trace.guards.keys()), trace.guards)
    return values if made(values) else None


def slot(token: str) -> int:
    match = TOKEN.fullmatch(token)
    assert match is not None
    return slot_of(match)


def test_nothing_is_traced_outside_a_compilation():
    assert length("Heimen") == 6
    assert largest([1.0, 2.0]) == 2.0
    assert smallest(1.0, 2.0) == 1.0


def test_what_is_worked_out_from_a_text_follows_the_text():
    trace = Trace(["Heimen"])
    with tracing(trace):
        wide = ceil(length(f"{trace.token(0)} 2") * 1.5 + 2)
        written = nodes.written(wide)
    found = slot(written)
    assert trace.values[found] == "14"
    assert run(trace, {found}, "Øvre Årvoll")[found] == str(ceil(13 * 1.5 + 2))


def test_a_number_is_written_as_it_would_have_been():
    trace = Trace([Decimal("4.25")])
    with tracing(trace):
        own = Traced(trace, 0)
        rounded = f"{own.quantize(Decimal('0.1'), ROUND_HALF_UP):f}"
        plain = nodes.written(own + Decimal("0.15"))
    assert trace.values[slot(rounded)] == "4.3"
    assert run(trace, {slot(rounded), slot(plain)}, Decimal("3.94"))[slot(rounded)] == "3.9"
    assert run(trace, {slot(plain)}, Decimal("3.94"))[slot(plain)] == "4.09"


def test_a_comparison_holds_others_to_its_outcome():
    trace = Trace(["Heimen"])
    with tracing(trace):
        assert length(trace.token(0)) < 10
    assert run(trace, set(), "Ås") is not None
    assert run(trace, set(), "Interkommunalt senter") is None


def test_a_decision_holds_others_to_what_it_gave():
    trace = Trace(["Heimen"])
    with tracing(trace):
        assert is_long(trace.token(0)) is True
    assert run(trace, set(), "Bråten") is not None
    assert run(trace, set(), "Ås") is None


def test_the_largest_of_some_follows_all_of_them():
    trace = Trace(["Ås", "Heimen"])
    with tracing(trace):
        found = slot(nodes.written(largest(length(trace.token(n)) for n in (0, 1))))
    assert trace.values[found] == "6"
    assert run(trace, {found}, "Interkommunalt", "Heimen")[found] == "14"


def test_a_value_of_ours_that_holds_a_token_is_filled_in_before_a_call():
    trace = Trace(["Ås"])
    with tracing(trace):
        found = slot(shouted(Line(trace.token(0), 2.0)))
    assert trace.values[found] == "ÅSÅS"
    assert run(trace, {found}, "Bø")[found] == "BØBØ"


@pytest.mark.parametrize("use", [int, float, hash, lambda n: [0] * 20 and range(20)[n]])
def test_a_number_that_must_be_known_at_once_is_held(use):
    trace = Trace(["Heimen"])
    with tracing(trace):
        use(length(trace.token(0)))
    assert run(trace, set(), "Bråten") is not None
    assert run(trace, set(), "Ås") is None


def test_the_same_step_is_worked_out_once():
    trace = Trace(["Heimen"])
    with tracing(trace):
        assert length(trace.token(0)).slot == length(trace.token(0)).slot
    assert len(trace.steps) == 1


def test_a_step_that_nothing_needs_is_left_out():
    trace = Trace(["Heimen"])
    with tracing(trace):
        length(trace.token(0)) * 2
        wanted = length(trace.token(0)) + 1
    assert [number for number, _ in steps_before(trace, {wanted.slot})] == [1, wanted.slot]


def test_several_values_are_handed_on_whole():
    trace = Trace([("Ås", "Bø")])
    with tracing(trace):
        found = knowing(_joined)(Unread(trace, 0))
    assert trace.values[slot(found.decode())] == "Ås Bø".encode()
    assert run(trace, {1}, ("Ås", "Bø", "Lå"))[1] == "Ås Bø Lå".encode()


@pytest.mark.parametrize("look", [len, list, lambda several: several[0]])
def test_a_look_at_several_values_holds_them_as_they_are_written(look):
    trace = Trace([(Decimal("4.0"),)])
    with tracing(trace):
        look(Unread(trace, 0))
    assert run(trace, set(), (Decimal("4.0"),)) is not None
    assert run(trace, set(), (Decimal("4.00"),)) is None


def _joined(several: tuple[str, ...]) -> bytes:
    return " ".join(several).encode()
