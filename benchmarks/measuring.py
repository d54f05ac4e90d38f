"""Seconds, ratios within one run, and tables."""

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


clock = time.perf_counter if os.name == "nt" else time.process_time
"""The clock of work that neither reads nor writes: the processor's time, which others on the machine do not take."""


TURN = 5
"""How many units each of those who are compared makes in a row before the next one's turn, as it would by itself."""


def turns(units: Sequence[T]) -> Iterable[Sequence[T]]:
    """Yield units in handfuls, to be made by everybody in turn."""
    return (units[first : first + TURN] for first in range(0, len(units), TURN))


def sweep() -> None:
    """Clear away what was left in memory: before each turn, for all alike."""
    gc.collect()


def timed(work: Callable[..., T], *given: object) -> tuple[T, float]:
    """Return what one call gives and the seconds of work it takes."""
    start = clock()
    found = work(*given)
    return found, clock() - start


def seconds(work: Callable[..., object], *given: object) -> float:
    """Return how long one call takes, waiting for the disk and for others included."""
    start = time.perf_counter()
    work(*given)
    return time.perf_counter() - start


def write(path: Path, data: bytes) -> None:
    """Write a file so that it is on the disk and whole: the same for everything that is compared."""
    beside = path.with_name(f"{path.name}.part")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def middle(numbers: Iterable[float]) -> float:
    """Return the median."""
    return statistics.median(numbers)


def mean(times: Sequence[float]) -> str:
    """Return the mean in milliseconds."""
    return f"{statistics.fmean(times) * 1000:.1f}"


def ratio(times: Sequence[float], least: Sequence[float]) -> float:
    """Return the median of ratios, pair by pair: a machine that slows down slows both."""
    return statistics.median(one / other for one, other in zip(times, least, strict=True))


def ms(times: Sequence[float]) -> str:
    """Return the median in milliseconds."""
    return f"{middle(times) * 1000:.1f}"


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table: the first column to the left, numbers to the right."""
    lines = [head, *rows]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    print(f"\n{title}\n")
    for line in lines:
        cells = (text.rjust(width) if n else text.ljust(width) for n, (text, width) in enumerate(_beside(line, widths)))
        print("  ".join(cells).rstrip())
    sys.stdout.flush()


def _beside(line: Sequence[str], widths: Sequence[int]) -> Iterable[tuple[str, int]]:
    return zip(line, widths, strict=True)


def note(text: str) -> None:
    """Print a line below a table, or on what is being done."""
    print(text, flush=True)
