"""The units of a build over the processes of one machine: each is handed the work once, and then unit after unit.

Ctrl-C stops between units; a process that dies has its units done again by another. What comes back is in the order in
which it gets done.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

from packgen.store import Store

T = TypeVar("T")
R = TypeVar("R")

FEW = 12
"""Fewer units than this are done sooner by one process than others are started."""
_WAITING = 4
"""How many units lie ready for each process: results are not piled up, nor is anybody idle."""
_TRIES = 3


class LostError(RuntimeError):
    """Processes kept dying: the machine is out of memory, or something kills them."""

    code = "files.lost_processes"
    """The problem that it is."""


class Workers(Protocol):
    """Who shares the units of a build."""

    def each(self, make: Callable[[], Callable[[T], R]], tasks: Sequence[T]) -> Iterator[tuple[T, R]]:
        """Yield each task with its result, as they get done; ``make`` gives what does the work."""

    def reach(self, store: Store) -> bool:
        """Tell whether they can all write in a place themselves."""


@dataclass(frozen=True, slots=True)
class Crew:
    """So many processes of this machine."""

    jobs: int

    def each(self, make: Callable[[], Callable[[T], R]], tasks: Sequence[T]) -> Iterator[tuple[T, R]]:
        """Yield each task with its result, as they get done."""
        return each(make, tasks, self.jobs)

    def reach(self, store: Store) -> bool:
        """Tell that they write where this process does; memory alone is not shared."""
        return self.jobs <= 1 or not store.place("").startswith("memory:")


def cores() -> int:
    """Return how many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Hands:
    """The work as a process was handed it; a process has one such value."""

    work: Callable[[Any], Any] | None = None


def _begin(make: Callable[[], Callable[[Any], Any]]) -> None:
    """Make ready for work in a process of its own. Ctrl-C is the first process's to deal with."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Hands.work = make()


def _do(task: Any) -> Any:  # noqa: ANN401 - any task and its result
    if _Hands.work is None:
        raise RuntimeError("this process was handed no work")
    return _Hands.work(task)


def each(make: Callable[[], Callable[[T], R]], tasks: Sequence[T], jobs: int) -> Iterator[tuple[T, R]]:
    """Yield each task with its result, as they get done. ``make`` gives what does the work, once in each process.

    Raises `LostError` where processes die again and again. ``make`` and tasks are pickled.
    """
    if jobs <= 1 or len(tasks) < FEW:
        work = make()
        for task in tasks:
            yield task, work(task)
        return
    left = list(tasks)
    for _ in range(_TRIES):
        done: set[int] = set()
        try:
            for number, result in _pooled(make, left, jobs):
                done.add(number)
                yield left[number], result
        except BrokenProcessPool:
            left = [task for number, task in enumerate(left) if number not in done]
            continue
        return
    raise LostError(f"{len(left)} tasks left")


def _pooled(make: Callable[[], Callable[[T], R]], tasks: Sequence[T], jobs: int) -> Iterator[tuple[int, R]]:
    waiting = deque(enumerate(tasks))
    running: dict[Future[R], int] = {}
    pool = ProcessPoolExecutor(min(jobs, len(tasks)), get_context("spawn"), _begin, (make,))
    try:
        while waiting or running:
            while waiting and len(running) < jobs * _WAITING:
                number, task = waiting.popleft()
                running[pool.submit(_do, task)] = number
            finished: Iterable[Future[R]] = wait(running, return_when=FIRST_COMPLETED).done
            for future in finished:
                yield running.pop(future), future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
