"""A whole build beyond one machine: over a cluster whose worker is killed, and in places that are no folder."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import dask
import fsspec
import invented
import pytest
import small_municipality
from distributed import Client, LocalCluster
from pack_folder import files_below

from packgen import cluster, pipeline, places
from packgen.cluster import Cluster
from packgen.crew import Crew
from packgen.model import Unit
from packgen.pipeline import Request, Steps
from packgen.store import Store
from packgen.surveys import Gathered

MEANS = small_municipality.MEANS
ROWS = (
    f"provevik;Prøvevik kommune;;;bokmål;400;360;{MEANS}",
    *(f"enhet-{n};Enhet {n};provevik;Grunnskole;bokmål;24;{18 + n % 6};{MEANS}" for n in range(15)),
)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    rules = {"distributed.deploy.lost-worker-timeout": "300s"}
    options = {"threads_per_worker": 1, "dashboard_address": ":0", "silence_logs": 60}
    with (
        dask.config.set(rules),
        LocalCluster(n_workers=2, processes=True, **options) as running,
        cluster.joined(running.scheduler_address) as client,
    ):
        client.wait_for_workers(2, timeout=60)
        yield client


@pytest.fixture
def gathered(tmp_path: Path) -> Gathered:
    folder = small_municipality.write(tmp_path / "provevik", rows=ROWS)
    outcome = pipeline.gather(
        Request(folder, documents=("run_sheet_one", "results_sheet", "form_one")), invented.words()
    )
    assert outcome.value is not None, outcome.problems
    return outcome.value


def build(gathered: Gathered, out: Path | str, steps: Steps | None = None, **more) -> None:
    outcome = pipeline.build(gathered, invented.words(), invented.looks(), out, steps or Steps(), **more)
    assert outcome.value is not None, outcome.problems
    assert outcome.value.problems == ()


def files(out: Path) -> dict[str, str]:
    return {path: sha256((out / path).read_bytes()).hexdigest() for path in files_below(out)}


@dataclass
class AfterFirst(Steps):
    """Does something when the first unit is done."""

    do: Callable[[], None]
    units: list[str] = field(default_factory=list)

    def unit(self, unit: Unit) -> None:
        self.units.append(unit.id)
        if len(self.units) == 1:
            self.do()


@dataclass(frozen=True)
class OutOfReach:
    """Workers that do not reach where the packs are to lie."""

    cluster: Cluster

    def each(self, make, tasks):
        return self.cluster.each(make, tasks)

    def reach(self, _store: Store) -> bool:
        return False


def test_a_cluster_whose_worker_is_killed_writes_what_one_process_writes(client, gathered, tmp_path):
    build(gathered, tmp_path / "here")

    def kill() -> None:
        os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)

    steps = AfterFirst(kill)
    build(gathered, tmp_path / "there", steps, workers=Cluster(client))
    assert sorted(steps.units) == sorted(unit.id for unit in gathered.chosen)
    assert files(tmp_path / "there") == files(tmp_path / "here")
    assert len(files(tmp_path / "there")) == 2 + 4 * len(ROWS)


def test_the_command_has_a_cluster_build_below_the_folder_where_it_is_given(client, tmp_path):
    small_municipality.write(tmp_path / "provevik")
    packgen = (sys.executable, "-m", "packgen", "build", "provevik", "--document", "results_sheet", "--out")
    address = client.scheduler.address
    subprocess.run((*packgen, "here", "--jobs", "1"), cwd=tmp_path, check=True)
    subprocess.run((*packgen, "there", "--cluster", address), cwd=tmp_path, check=True)
    assert files(tmp_path / "there") == files(tmp_path / "here") != {}
    assert not (Path.cwd() / "there").exists()


def test_what_workers_cannot_write_is_written_here(client, gathered, tmp_path):
    build(gathered, tmp_path / "here")
    build(gathered, tmp_path / "there", workers=OutOfReach(Cluster(client)))
    assert files(tmp_path / "there") == files(tmp_path / "here")


def test_units_that_lie_there_are_not_sent_to_workers_again(client, gathered, tmp_path):
    whole = replace(gathered, documents=(), chosen=gathered.chosen[:2])
    build(whole, tmp_path / "there")
    outcome = pipeline.build(
        whole, invented.words(), invented.looks(), tmp_path / "there", workers=OutOfReach(Cluster(client))
    )
    assert outcome.value is not None
    assert outcome.value.unchanged == 2


@pytest.mark.parametrize("workers", [Crew(1), Crew(2)], ids=["one process", "two, which do not share memory"])
def test_packs_lie_in_a_place_that_is_no_folder(gathered, tmp_path, workers):
    build(gathered, tmp_path / "here")
    url = f"memory://packs-{workers.jobs}"
    build(gathered, url, workers=workers)
    memory = fsspec.filesystem("memory")
    root = f"/packs-{workers.jobs}/"
    found = {path.removeprefix(root): memory.cat_file(path) for path in memory.find(root)}
    told = {path: sha256(data).hexdigest() for path, data in found.items() if ".packgen" not in path}
    assert told == files(tmp_path / "here")
    build(gathered, url, workers=workers)
    assert {path.removeprefix(root) for path in memory.find(root)} == found.keys()


def test_a_place_that_another_run_holds_is_left_alone(gathered):
    url = "memory://held"
    at = places.ground(gathered, url).value
    assert at is not None
    with at.lock:
        outcome = pipeline.build(gathered, invented.words(), invented.looks(), url)
    assert [problem.code for problem in outcome.problems] == ["cluster.place_busy"]


def test_a_place_of_an_unknown_kind_is_told(gathered):
    outcome = pipeline.build(gathered, invented.words(), invented.looks(), "nowhere://packs")
    assert [problem.code for problem in outcome.problems] == ["cluster.unknown_place"]
