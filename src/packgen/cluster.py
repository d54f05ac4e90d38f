"""The units of a build over the machines of a Dask cluster: what `crew.each` does, with a scheduler in between.

A worker fetches the work once and makes ready with its first units, also one that joins late or was started again.
What a lost worker had is done again by another. Nobody piles up results: few units wait for each worker, and what they
gave is released as soon as it has been told.

The work is itself the result of a task: should all who have it be lost, the scheduler has it made again, which it does
not do for data that a client scatters.
"""

import asyncio
import pickle
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar
from uuid import uuid4

import dask
from distributed import Client, Future, KilledWorker, Security, get_worker, wait
from distributed.comm.core import connect

from packgen import crew, own_code
from packgen.problems import Problem, Severity
from packgen.store import Store

T = TypeVar("T")
R = TypeVar("R")

PATIENCE = 10.0
"""Seconds to wait for a scheduler that does not answer, and for its first worker."""
ALONE = 120.0
"""Seconds without any worker before a build is given up."""
_BATCH = 4
"""Units to a task at most: the scheduler takes some milliseconds for each task, a unit 60."""
_WAITING = 3
"""How many tasks lie ready for each thread of a worker."""
_TICK = 2.0
_RUNS = 2
"""The work of how many builds a worker keeps."""


class ClusterError(Exception):
    """A cluster that cannot do a build, or not any longer; ``problem`` says why."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code, values)
        self.problem = Problem(Severity.ERROR, code, values=tuple(values.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how to send it from a worker."""
        return _cluster_error, self.args


def _cluster_error(code: str, values: dict[str, str]) -> ClusterError:
    return ClusterError(code, **values)


class LostWorkersError(crew.LostError):
    """Workers kept dying of the same units, or none was left."""

    code = "cluster.lost_workers"


async def _answers(address: str, patience: float) -> None:
    """Raise where no scheduler answers. A client that cannot start would be left half open, and may never give up."""
    wanted = Security().get_connection_args("client")
    comm = await asyncio.wait_for(connect(address, timeout=patience, **wanted), patience)
    await comm.close()


@contextmanager
def joined(address: str, patience: float = PATIENCE) -> Iterator[Client]:
    """Give a client of the scheduler at an address, all of whose workers have the same packgen as this one.

    Raises `ClusterError` where there is no scheduler, no worker, or one with another packgen.
    """
    try:
        asyncio.run(_answers(address, patience))
        client = Client(address, timeout=patience, set_as_default=False, name="packgen")
    except (OSError, ValueError, TypeError) as fault:
        raise ClusterError("cluster.no_scheduler", address=address) from fault
    try:
        _muster(client, address, patience)
        yield client
    finally:
        client.close()


def _muster(client: Client, address: str, patience: float) -> None:
    try:
        client.wait_for_workers(1, timeout=patience)
    except TimeoutError as fault:
        raise ClusterError("cluster.no_workers", address=address) from fault
    said = client.run(_version, on_error="return")
    others = sorted(worker for worker, answer in said.items() if _is_other(answer))
    if others:
        raise ClusterError("cluster.other_version", workers=", ".join(others))
    try:
        scheduler: object = client.run_on_scheduler(_version)
    except (ImportError, AttributeError) as fault:
        scheduler = fault
    if _is_other(scheduler):
        raise ClusterError("cluster.other_version", workers=address)


def _is_other(answer: object) -> bool:
    """Tell whether this is another packgen's answer. A worker that was lost just now gave none."""
    return answer != own_code.digest() and not isinstance(answer, OSError)


# ---------------------------------------------------------------- on a worker


class _Hands:
    """The work of the latest builds as this process made it ready, by build. One thread at a time works."""

    lock = Lock()
    ready: dict[str, Callable[[Any], Any]] = {}  # noqa: RUF012 - a worker has one such value


def _version() -> str:
    return own_code.digest()


def _do(build: str, version: str, work: bytes, batch: bytes) -> list[Any]:
    """Return what each unit of a batch gave; for a worker that joined with another packgen, raise `ClusterError`."""
    if version != own_code.digest():
        raise ClusterError("cluster.other_version", workers=get_worker().address)
    with _Hands.lock:
        if build not in _Hands.ready:
            _Hands.ready = dict(list(_Hands.ready.items())[1 - _RUNS :])
            _Hands.ready[build] = pickle.loads(work)()  # noqa: S301 - from our own client, by Dask
        do = _Hands.ready[build]
        return [do(task) for task in pickle.loads(batch)]  # noqa: S301 - likewise


async def _forget(build: str) -> None:
    _Hands.ready.pop(build, None)


async def _answer(store: Store, folder: str, token: bytes) -> str:
    """Return the name of the file that this worker wrote beside the client's; empty where it found none."""
    return await asyncio.to_thread(_answered, store, folder, token)


def _answered(store: Store, folder: str, token: bytes) -> str:
    if store.read(f"{folder}/asked") != token:
        return ""
    name = uuid4().hex
    store.write(f"{folder}/{name}", token)
    return name


# ---------------------------------------------------------------- the client


def reaches(client: Client, store: Store) -> bool:
    """Tell whether every worker can read and write in the very place that this machine calls ``store``.

    It says nothing of workers that join later: one that cannot write fails with the units that it got.
    """
    token = uuid4().hex.encode()
    folder = f".packgen/reach-{token.decode()}"
    store.write(f"{folder}/asked", token)
    try:
        said = client.run(_answer, store, folder, token, on_error="return")
        names = [name for name in said.values() if isinstance(name, str) and name]
        written = [name for name in names if store.read(f"{folder}/{name}") == token]
        return bool(said) and len(written) == len(said)
    finally:
        for name in list(store.names(folder)):
            store.remove(f"{folder}/{name}")


def each(
    make: Callable[[], Callable[[T], R]], tasks: Sequence[T], client: Client, alone: float = ALONE
) -> Iterator[tuple[T, R]]:
    """Yield each task with its result, as they get done. ``make`` gives what does the work, once in each worker.

    ``make``, tasks and results are pickled. A task may be done twice (its worker was lost before it could tell), its
    result is told once. Raises what a task raises; `LostWorkersError` (a `crew.LostError`) where workers die of the
    same task again and again, or where there is none for ``alone`` seconds; `ClusterError` where the scheduler is lost.
    """
    flight = _Flight(client, make, tasks, alone)
    try:
        while flight.fill():
            for numbers, results in flight.landed():
                yield from zip((tasks[number] for number in numbers), results, strict=True)
    except (CancelledError, OSError) as fault:
        if client.status == "running" and not isinstance(fault, CancelledError):
            raise
        raise ClusterError("cluster.scheduler_lost", address=flight.address) from fault
    finally:
        flight.end()


@dataclass(frozen=True, slots=True)
class Cluster:
    """The workers of a scheduler, as a build wants them (`crew.Workers`)."""

    client: Client

    def each(self, make: Callable[[], Callable[[T], R]], tasks: Sequence[T]) -> Iterator[tuple[T, R]]:
        """Yield each task with its result, as they get done."""
        return each(make, tasks, self.client)

    def reach(self, store: Store) -> bool:
        """Tell whether they can all write in a place themselves."""
        return reaches(self.client, store)


@dataclass(slots=True)
class _Flight:
    """The batches of a build: those left, and those that the scheduler has.

    When workers die, the scheduler blames all that they had. So units of a batch that it has given up are ``doubted``,
    and each is ``tried`` while nothing else is on its way: which one kills is known then.
    """

    client: Client
    make: Callable[[], Callable[[Any], Any]]
    tasks: Sequence[Any]
    alone: float
    build: str = field(default_factory=lambda: uuid4().hex)
    left: deque[tuple[int, ...]] = field(default_factory=deque)
    flying: dict[Future[Any], tuple[int, ...]] = field(default_factory=dict)
    doubted: deque[int] = field(default_factory=deque)
    tried: tuple[int, ...] | None = None
    work: Future[Any] | None = None
    threads: int = 0
    looked: float = float("-inf")
    seen: float = field(default_factory=time.monotonic)

    @property
    def address(self) -> str:
        return str(self.client.scheduler.address) if self.client.scheduler else ""

    def fill(self) -> bool:
        """Send batches until enough lie ready; tell whether any is on its way."""
        self._look()
        if self.work is None:
            self.left.extend(_batches(len(self.tasks), self.threads))
            with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}):
                self.work = self.client.submit(bytes, pickle.dumps(self.make), key=f"packgen_work-{self.build}")
        if self.doubted and not self.flying:
            self.tried = (self.doubted.popleft(),)
            self._send(self.tried)
        calm = not self.doubted and self.tried is None
        while calm and self.left and len(self.flying) < _WAITING * max(1, self.threads):
            self._send(self.left.popleft())
        return bool(self.flying)

    def _send(self, numbers: tuple[int, ...]) -> None:
        batch = pickle.dumps([self.tasks[number] for number in numbers])
        key = f"packgen_units-{uuid4().hex}"
        future = self.client.submit(_do, self.build, own_code.digest(), self.work, batch, key=key, pure=False)
        self.flying[future] = numbers

    def _land(self, future: Future[Any]) -> tuple[int, ...]:
        numbers = self.flying.pop(future)
        self.tried = None if numbers == self.tried else self.tried
        return numbers

    def _look(self) -> None:
        """See now and then how many threads there are; raise `LostWorkersError` where there were none for long."""
        now = time.monotonic()
        if now - self.looked < _TICK:
            return
        self.looked = now
        self.threads = sum(self.client.nthreads().values())
        if self.threads:
            self.seen = now
        elif now - self.seen > self.alone:
            raise LostWorkersError(f"no worker for {self.alone} seconds")

    def landed(self) -> Iterator[tuple[tuple[int, ...], list[Any]]]:
        """Yield batches that got done with what they gave; units that workers died of are to be tried alone."""
        try:
            with self.client.as_current():
                done = wait(list(self.flying), timeout=_TICK, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            return
        finished = [future for future in done if future.status == "finished"]
        for future in done.difference(finished):
            self._again(future)
        del done
        try:
            results = self.client.gather(finished)
        except KilledWorker:  # lost with what they had, and those who did it again as well: the next look says which
            return
        for future, result in zip(finished, results, strict=True):
            yield self._land(future), result

    def _again(self, future: Future[Any]) -> None:
        if future.cancelled():
            raise CancelledError
        fault = future.exception()
        if not isinstance(fault, KilledWorker):
            raise fault.with_traceback(future.traceback())
        if self.flying[future] == self.tried:
            raise LostWorkersError(f"workers died of {self.tasks[self.tried[0]]}") from fault
        self.doubted.extend(self._land(future))

    def end(self) -> None:
        """Call off what is on its way and have the workers forget the work, as far as they can be reached."""
        with suppress(OSError, CancelledError):
            if self.flying:
                self.client.cancel(list(self.flying))
            self.flying.clear()
            self.work = None
            self.client.run(_forget, self.build, wait=False, on_error="ignore")


def _batches(units: int, threads: int) -> Iterable[tuple[int, ...]]:
    """Return the numbers of the units in batches: fewer to each where the last ones would be waited for."""
    size = max(1, min(_BATCH, units // (4 * _WAITING * max(1, threads))))
    return (tuple(range(start, min(start + size, units))) for start in range(0, units, size))
