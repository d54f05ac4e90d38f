"""The lock of a place that several machines write in: one run at a time, as far as such a place can promise it.

The lock is a file there, with a heartbeat: who holds it writes in it again and again. A run that was cut off leaves it
behind, and after a while without a beat the next run takes it over.

It cannot promise what a lock of one machine does:

- A run whose machine sleeps or has no network for longer than the lock stays fresh loses it. It learns so at its next
  beat (`RemoteLock.ensure`), not before: until then two runs write.
- Whether a beat is old is judged by the clocks of two machines. They may differ by less than the lock stays fresh.
- Where a place cannot let only one of several create a file (FTP, WebDAV), whoever wrote last holds the lock, and the
  others see so a moment later. Two runs of which one stood still for longer than that moment may both hold it.

What is written twice is the same bytes where both have the same inputs; no file is ever half.
"""

import json
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from filelock import Timeout

from packgen.problems import Place, Problem, error
from packgen.remote_store import PlaceStore
from packgen.store import FullError, UnreachableError

LOCK = ".packgen/lock.json"
BEAT = 20.0
FRESH = 180.0
"""Seconds without a beat after which a lock is taken over."""
_MOMENT = 2.0
"""Seconds after which another's lock, written at the same time, is surely seen."""


class BusyError(Timeout):
    """Another run holds the place, or has taken it over."""

    def __init__(self, place: str, owner: str, since: str) -> None:
        super().__init__(place)
        self.owner = owner
        self.since = since

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how to send it to another process."""
        return BusyError, (self.lock_file, self.owner, self.since)

    @property
    def problem(self) -> Problem:
        """The problem that it is."""
        minutes = f"{FRESH / 60:.0f}"
        return error(
            "cluster.place_busy", Place(file=self.lock_file), owner=self.owner, since=self.since, minutes=minutes
        )


@dataclass(slots=True)
class RemoteLock:
    """The lock of a place, taken by ``with``. Raises `BusyError` at once where another run holds it.

    ``now`` gives the seconds since 1970. ``moment`` is waited only where a lock is taken over, and where the place
    cannot let one of several create a file.
    """

    store: PlaceStore
    beat: float = BEAT
    fresh: float = FRESH
    moment: float = _MOMENT
    now: Callable[[], float] = time.time
    _token: str = field(default_factory=lambda: uuid4().hex)
    _since: str = ""
    _stop: Event = field(default_factory=Event)
    _lost: Event = field(default_factory=Event)
    _beating: Thread | None = None

    def __enter__(self) -> Self:
        """Take the lock, and keep it fresh from now on."""
        self._since = datetime.fromtimestamp(self.now(), UTC).isoformat(" ", "minutes")
        self._take()
        self._beating = Thread(target=self._beats, name="packgen lock", daemon=True)
        self._beating.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the lock back. One that cannot be given back now grows old by itself."""
        self._stop.set()
        if self._beating is not None:
            self._beating.join()
        with suppress(UnreachableError, FullError):
            if self._held().get("token") == self._token:
                self.store.remove(LOCK)

    def ensure(self) -> None:
        """Raise `BusyError` where another run has taken the lock over meanwhile."""
        if self._lost.is_set():
            raise self._busy(self._held())

    def _take(self) -> None:
        if self.store.create(LOCK, self._said()):
            if not self.store.is_first:
                self._see_that_it_stays()
            return
        held = self._held()
        if not held:  # given back just now, or still being written
            self._stop.wait(self.moment)
            held = self._held()
        if held and self.now() - held["beat"] <= self.fresh:
            raise self._busy(held)
        self.store.write(LOCK, self._said())
        self._see_that_it_stays()

    def _see_that_it_stays(self) -> None:
        """Wait until others who took the lock at the same moment are seen; the last of them holds it."""
        self._stop.wait(self.moment)
        held = self._held()
        if held.get("token") != self._token:
            raise self._busy(held)

    def _beats(self) -> None:
        while not self._stop.wait(self.beat):
            with suppress(UnreachableError, FullError):  # tried again at the next beat
                if self._held().get("token", self._token) != self._token:
                    self._lost.set()
                    return
                self.store.write(LOCK, self._said())

    def _said(self) -> bytes:
        owner = f"{socket.gethostname()} ({os.getpid()})"
        said = {"schema": 1, "owner": owner, "started": self._since, "beat": self.now(), "token": self._token}
        return (json.dumps(said, ensure_ascii=False) + "\n").encode()

    def _held(self) -> dict[str, Any]:
        """Return what the lock says; empty where there is none, or one that nobody can read."""
        with suppress(ValueError, TypeError, LookupError, RecursionError):
            said = json.loads(self.store.read(LOCK) or b"")
            return {**said, "beat": float(said["beat"])}
        return {}

    def _busy(self, held: dict[str, Any]) -> BusyError:
        return BusyError(self.store.place(LOCK), str(held.get("owner", "?")), str(held.get("started", "?")))
