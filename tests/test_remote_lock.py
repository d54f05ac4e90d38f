"""One run at a time in a place that several machines write in."""

import json
import os
import pickle
import socket
import time
from uuid import uuid4

import pytest
from filelock import Timeout

from packgen.remote_lock import FRESH, LOCK, BusyError, RemoteLock
from packgen.remote_store import PlaceStore


@pytest.fixture(params=["memory", "file"])
def store(request, tmp_path):
    return PlaceStore(f"memory://{uuid4().hex}" if request.param == "memory" else f"file://{tmp_path}")


def lock(store, now=1_800_000_000.0, beat=60.0):
    return RemoteLock(store, beat=beat, moment=0.01, now=lambda: now)


def test_the_second_of_two_runs_is_told_who_holds_the_place(store):
    with lock(store), pytest.raises(BusyError) as caught, lock(store):
        pass
    assert isinstance(caught.value, Timeout)
    assert dict(caught.value.problem.values)["since"] == "2027-01-15 08:00+00:00"
    assert caught.value.owner == f"{socket.gethostname()} ({os.getpid()})"
    assert pickle.loads(pickle.dumps(caught.value)).problem == caught.value.problem  # noqa: S301 - our own


def test_a_lock_is_given_back_also_when_the_run_fails(store):
    with pytest.raises(ZeroDivisionError), lock(store):
        _ = 1 / len(store.read(LOCK)[:0])
    assert store.read(LOCK) is None
    with lock(store) as again:
        again.ensure()


def test_a_lock_without_a_beat_for_long_is_taken_over_and_its_run_learns_so(store):
    with lock(store, beat=0.05) as first:
        left = store.read(LOCK)
        first._stop.set()  # the run stands still
        first._beating.join()
        with pytest.raises(BusyError), lock(store, now=1_800_000_000.0 + FRESH - 1):
            pass
        with lock(store, now=1_800_000_000.0 + FRESH + 1) as second:
            assert store.read(LOCK) != left
            first._stop.clear()
            first._beats()
            with pytest.raises(BusyError):
                first.ensure()
            second.ensure()
            first.__exit__(None, None, None)
            assert store.read(LOCK) is not None, "the lock of another is not given back"


def test_a_lock_is_kept_fresh_while_the_run_lasts(store):
    clock = iter(range(1_800_000_000, 1_800_009_000))
    with RemoteLock(store, beat=0.01, now=lambda: next(clock)):
        first = json.loads(store.read(LOCK))["beat"]
        until = time.monotonic() + 10
        while json.loads(store.read(LOCK))["beat"] < first + 2 and time.monotonic() < until:
            time.sleep(0.01)
        assert json.loads(store.read(LOCK))["beat"] >= first + 2


@pytest.mark.parametrize("said", [b"", b"{", b"[]", b'{"beat": "x"}', b"\xff", b"null"])
def test_a_lock_that_nobody_can_read_holds_nobody_up(store, said):
    store.write(LOCK, said)
    with lock(store) as mine:
        mine.ensure()


def test_where_a_place_lets_several_create_a_file_the_last_holds_the_lock(store, monkeypatch):
    monkeypatch.setattr(PlaceStore, "is_first", False)
    monkeypatch.setattr(PlaceStore, "create", lambda self, path, data: (self.write(path, data), True)[1])
    late = lock(store)

    class Slow(RemoteLock):
        def _see_that_it_stays(self):
            late.__enter__()
            super()._see_that_it_stays()

    with pytest.raises(BusyError), Slow(store, moment=0.01):
        pass
    late.ensure()
    late.__exit__(None, None, None)


def test_a_lock_outlives_a_place_that_is_gone_for_a_while(store, monkeypatch):
    with lock(store, beat=0.01) as mine:
        whole = PlaceStore.read

        def gone(*_):
            with store._reached("lock"):
                raise ConnectionError("no network")

        monkeypatch.setattr(PlaceStore, "read", gone)
        time.sleep(0.1)
        assert mine._beating.is_alive()
        monkeypatch.setattr(PlaceStore, "read", whole)
        mine.ensure()
