"""Seconds, ratios within one run, and tables."""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    work()
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
