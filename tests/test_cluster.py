"""Units over a real Dask cluster of processes: every task's result is told once, whoever dies on the way."""

import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import dask
import pytest
from distributed import Client, LocalCluster

from packgen import beyond, cluster, crew
from packgen.cluster import ClusterError, LostWorkersError
from packgen.problems import values_of
from packgen.remote_store import PlaceStore
from packgen.store import LocalStore, LockedError, Store

TASKS = tuple(range(40))
RULES = {"distributed.scheduler.allowed-failures": 0, "distributed.deploy.lost-worker-timeout": "300s"}
"""The scheduler gives up a task when one worker died of it (by itself when four did), and a busy machine has time."""


@dataclass(frozen=True)
class Work:
    """Doubles numbers and notes in ``notes`` who does what; whoever gets ``fatal`` dies as often as ``deaths`` says."""

    notes: Path
    fatal: int = -1
    deaths: int = 0
    seconds: float = 0.0

    def begin(self) -> Callable[[int], int]:
        (self.notes / f"began-{os.getpid()}").touch()
        return self.do

    def do(self, number: int) -> int:
        time.sleep(self.seconds)
        died = len(list(self.notes.glob("died*")))
        if number == self.fatal and died < self.deaths:
            (self.notes / f"died{died}").touch()
            os._exit(9)
        (self.notes / f"did-{number}-{os.getpid()}").touch()
        return 2 * number

    def processes(self) -> set[int]:
        return {int(note.name.rpartition("-")[2]) for note in self.notes.glob("did-*")}


@dataclass(frozen=True)
class Failing:
    def begin(self) -> Callable[[int], int]:
        return self.do

    def do(self, number: int) -> int:
        if number == 7:
            raise LockedError("håndbok.docx")
        return number


@dataclass(frozen=True)
class Writing:
    store: Store

    def begin(self) -> Callable[[int], str]:
        return self.do

    def do(self, number: int) -> str:
        self.store.write(f"unit/{number}", b"pack %d" % number)
        return f"unit/{number}"


QUIETLY = {"threads_per_worker": 1, "dashboard_address": ":0", "silence_logs": 60}


@pytest.fixture(scope="module")
def running() -> Iterator[LocalCluster]:
    with dask.config.set(RULES), LocalCluster(n_workers=2, processes=True, **QUIETLY) as running:
        yield running


@pytest.fixture(scope="module")
def address(running: LocalCluster) -> str:
    return running.scheduler_address


@pytest.fixture
def client(address: str) -> Iterator[Client]:
    with cluster.joined(address) as client:
        client.wait_for_workers(2, timeout=30)
        yield client


@pytest.fixture
def here() -> Iterator[str]:
    """Give the address of a cluster within this process: one that has its memory."""
    with LocalCluster(n_workers=1, processes=False, **QUIETLY) as running:
        yield running.scheduler_address


def killed_soon(work: Work, after: int) -> threading.Thread:
    """Kill the worker that did a unit first, as soon as so many are done."""

    def kill() -> None:
        while len(list(work.notes.glob("did-*"))) < after:
            time.sleep(0.005)
        os.kill(min(work.processes()), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    return killer


def test_a_cluster_gives_what_a_crew_gives(client, tmp_path):
    work = Work(tmp_path, seconds=0.01)
    found = list(cluster.each(work.begin, TASKS, client))
    assert sorted(found) == sorted(crew.each(Work(tmp_path).begin, TASKS, jobs=1))
    assert len(work.processes() - {os.getpid()}) == 2


def test_each_worker_makes_ready_once_and_forgets_in_the_end(client, tmp_path):
    list(cluster.each(Work(tmp_path, seconds=0.01).begin, TASKS, client))
    assert len(list(tmp_path.glob("began-*"))) == 2
    until = time.monotonic() + 10
    while any(client.run(lambda: len(cluster._Hands.ready)).values()) and time.monotonic() < until:
        time.sleep(0.05)
    assert set(client.run(lambda: len(cluster._Hands.ready)).values()) == {0}


def test_no_tasks_are_done_at_once(client, tmp_path):
    assert list(cluster.each(Work(tmp_path).begin, (), client)) == []


def test_few_tasks_lie_with_the_scheduler_and_results_are_released(client, tmp_path):
    most = 0
    for _ in cluster.each(Work(tmp_path).begin, range(300), client):
        most = max(most, len(client.futures))
    assert 2 < most <= 2 * cluster._WAITING + 1
    until = time.monotonic() + 10
    while client.futures and time.monotonic() < until:
        time.sleep(0.05)
    assert not client.futures


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_worker_killed_in_the_middle_loses_nothing(client, tmp_path):
    work = Work(tmp_path, seconds=0.02)
    killer = killed_soon(work, after=10)
    found = list(cluster.each(work.begin, range(100), client))
    killer.join()
    assert sorted(found) == [(number, 2 * number) for number in range(100)]


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_all_workers_killed_lose_nothing(client, tmp_path):
    work = Work(tmp_path, seconds=0.02)
    found = cluster.each(work.begin, range(60), client)
    told = [next(found)]
    for process in work.processes():
        os.kill(process, signal.SIGKILL)
    told.extend(found)
    assert sorted(told) == [(number, 2 * number) for number in range(60)]


def test_units_beside_one_that_kills_some_workers_are_all_done(client, tmp_path):
    work = Work(tmp_path, fatal=7, deaths=1)
    assert sorted(cluster.each(work.begin, TASKS, client)) == [(number, 2 * number) for number in TASKS]


def test_a_unit_that_kills_every_worker_ends_the_build(client, tmp_path):
    with pytest.raises(LostWorkersError, match="7") as caught:
        list(cluster.each(Work(tmp_path, fatal=7, deaths=99).begin, TASKS, client))
    assert isinstance(caught.value, crew.LostError)
    assert caught.value.code == "cluster.lost_workers"


def test_what_a_task_raises_is_raised_as_it_is(client):
    with pytest.raises(LockedError) as caught:
        list(cluster.each(Failing().begin, TASKS, client))
    assert caught.value.path == "håndbok.docx"
    assert sorted(cluster.each(Failing().begin, range(5), client)) == [(n, n) for n in range(5)]


def test_somebody_who_stops_listening_stops_the_work(client, tmp_path):
    work = Work(tmp_path, seconds=0.05)
    listening = cluster.each(work.begin, range(200), client)
    next(listening)
    listening.close()
    time.sleep(0.5)  # who is in the middle of a batch finishes it
    done = len(list(tmp_path.glob("did-*")))
    time.sleep(0.5)
    assert len(list(tmp_path.glob("did-*"))) == done < 30


STOPPED = """
import sys, test_cluster
from pathlib import Path
from packgen import cluster
if __name__ == "__main__":
    with cluster.joined(sys.argv[1]) as client:
        for _ in cluster.each(test_cluster.Work(Path(sys.argv[2]), seconds=0.05).begin, range(400), client):
            print("done", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C of another process is POSIX's")
def test_ctrl_c_stops_the_work_and_leaves_the_cluster(client, address, tmp_path):
    script = tmp_path / "stopped.py"
    script.write_text(STOPPED, "utf-8")
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    command = [sys.executable, str(script), address, str(tmp_path)]
    with subprocess.Popen(
        command, env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout.readline() == b"done\n"
        for _ in range(20):  # as people do where nothing seems to happen
            run.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                run.communicate(timeout=0.6)
                break
    assert run.returncode not in (0, None)
    time.sleep(0.5)
    done = len(list(tmp_path.glob("did-*")))
    time.sleep(0.3)
    assert len(list(tmp_path.glob("did-*"))) == done < 60
    assert len(client.nthreads()) == 2


def test_a_worker_that_joins_late_gets_its_share(client, running, tmp_path):
    work = Work(tmp_path, seconds=0.01)
    found = cluster.each(work.begin, TASKS, client)
    told = [next(found)]
    running.scale(3)
    client.wait_for_workers(3, timeout=60)
    told.extend(found)
    running.scale(2)
    assert sorted(told) == [(number, 2 * number) for number in TASKS]
    assert len(work.processes()) == 3


def test_a_cluster_that_all_workers_leave_is_given_up(tmp_path):
    with (
        LocalCluster(n_workers=1, processes=False, **QUIETLY) as running,
        cluster.joined(running.scheduler_address) as client,
    ):
        found = cluster.each(Work(tmp_path, seconds=0.02).begin, range(200), client, alone=1)
        next(found)
        running.scale(0)
        with pytest.raises(LostWorkersError):
            list(found)


# ---------------------------------------------------------------- what is refused


def refused(address: str, patience: float = 2) -> tuple[str, dict[str, str]]:
    with pytest.raises(ClusterError) as caught, cluster.joined(address, patience):
        pass
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert again.problem == caught.value.problem
    return again.problem.code, dict(values_of(again.problem))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x", "tcp://", "", "tcp://no-such-host.invalid:1"])
def test_an_address_where_no_scheduler_is(address):
    assert refused(address) == ("cluster.no_scheduler", {"address": address})


def test_an_address_where_something_else_answers_nothing():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        assert refused(address, patience=1) == ("cluster.no_scheduler", {"address": address})


def test_a_scheduler_without_workers():
    with LocalCluster(n_workers=0, **QUIETLY) as running:
        assert refused(running.scheduler_address, patience=0.5)[0] == "cluster.no_workers"


def test_workers_with_another_packgen_are_named(address, monkeypatch):
    with cluster.joined(address) as client:
        workers = sorted(client.nthreads())
    monkeypatch.setattr("packgen.own_code.digest", lambda: "another")
    with pytest.raises(ClusterError) as caught, cluster.joined(address):
        pass
    assert caught.value.problem.code == "cluster.other_version"
    assert [w for w in workers if w in values_of(caught.value.problem)["workers"]] == workers


def test_a_worker_with_another_packgen_that_joins_late_is_refused(client, tmp_path, monkeypatch):
    monkeypatch.setattr("packgen.own_code.digest", lambda: "another")
    with pytest.raises(ClusterError) as caught:
        list(cluster.each(Work(tmp_path).begin, TASKS, client))
    assert caught.value.problem.code == "cluster.other_version"
    assert values_of(caught.value.problem)["workers"] in client.nthreads()


ELSEWHERE = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=1, processes=False, protocol="tcp", dashboard_address=":0") as running:
        print(running.scheduler_address, flush=True)
        sys.stdin.read()
"""


def test_a_scheduler_that_dies_in_the_middle(tmp_path):
    script = tmp_path / "elsewhere.py"
    script.write_text(ELSEWHERE, "utf-8")
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    with subprocess.Popen(
        [sys.executable, str(script)], env=os.environ | {"PYTHONPATH": path},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as elsewhere:  # fmt: skip
        address = elsewhere.stdout.readline().decode().strip()
        with cluster.joined(address) as client:
            found = cluster.each(Work(tmp_path, seconds=0.02).begin, range(200), client)
            next(found)
            elsewhere.kill()
            with pytest.raises(ClusterError) as caught:
                list(found)
    assert caught.value.problem.code == "cluster.scheduler_lost"
    assert values_of(caught.value.problem) == {"address": address}


def test_without_dask_the_remedy_is_told(monkeypatch):
    monkeypatch.setattr("packgen.beyond.find_spec", lambda _: None)
    outcome = beyond.cluster()
    assert outcome.value is None
    assert outcome.problems[0].code == "cluster.not_installed"
    assert values_of(outcome.problems[0])["install"].endswith("-m pip install distributed")


def test_with_dask_the_module_is_given():
    assert beyond.cluster().value is cluster


# ---------------------------------------------------------------- where the packs lie


def test_workers_write_in_a_place_that_they_reach(client, tmp_path):
    store = PlaceStore(f"file://{tmp_path}/packs")
    assert cluster.reaches(client, store)
    assert [path.name for path in (tmp_path / "packs").rglob("*") if path.is_file()] == []
    written = dict(cluster.each(Writing(store).begin, TASKS, client))
    assert {number: store.read(path) for number, path in written.items()} == {n: b"pack %d" % n for n in TASKS}


def test_a_folder_of_this_machine_is_reached_by_its_workers(client, tmp_path):
    assert cluster.reaches(client, LocalStore(tmp_path))


def test_the_memory_of_this_process_is_reached_from_within_only(client, here):
    store = PlaceStore(f"memory://{uuid4().hex}")
    assert not cluster.reaches(client, store)
    with cluster.joined(here) as inside:
        assert cluster.reaches(inside, store)
        list(cluster.each(Writing(store).begin, TASKS, inside))
    assert sorted(store.names("unit")) == sorted(str(number) for number in TASKS)
    assert list(store.names(".packgen")) == []


def test_a_place_where_one_worker_cannot_write_is_not_reached(client, tmp_path):
    one = min(client.run(os.getpid).values())
    assert not cluster.reaches(client, Halting(LocalStore(tmp_path), one))
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


@dataclass(frozen=True)
class Halting:
    """A folder that one of the processes cannot write in."""

    store: LocalStore
    halted: int

    def read(self, path: str) -> bytes | None:
        return self.store.read(path)

    def write(self, path: str, data: bytes) -> None:
        if os.getpid() == self.halted:
            raise LockedError(path)
        self.store.write(path, data)

    def remove(self, path: str) -> None:
        self.store.remove(path)

    def size(self, path: str) -> int | None:
        return self.store.size(path)

    def names(self, folder: str) -> Iterator[str]:
        return self.store.names(folder)

    def place(self, path: str) -> str:
        return self.store.place(path)
