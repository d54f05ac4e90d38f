"""Builds that are killed at random moments: ``python tests/kills.py --kills 200`` (see `main`).

Each round has another name of the municipality than the one before, so that every file is to be replaced. The build is
killed with all its processes (SIGKILL) at a random moment; every file that lies there must then be whole: as the round
before left it, or as this one would. The next run goes on, and is killed as well, until one gets to its end: that must
leave the same bytes as a build that nobody disturbed.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from packgen import packs, pipeline, resources, wording
from packgen.crew import Crew
from packgen.packs import Looks
from packgen.pipeline import Request
from packgen.store import SCRATCH
from packgen.surveys import Gathered
from packgen.wording import Words

EXAMPLES = Path(__file__).parents[1] / "examples"
_LOCK = ".packgen/lock"
_NOTED = (".packgen/pending/", SCRATCH)
"""Notes of what is under way: they may be of any run, and are gone after one that ended."""

Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """What came of many kills of builds at work: how many there were, and everything that was wrong."""

    kills: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """Two sets of inputs for the same units, and what it takes to build them."""

    inputs: tuple[Gathered, Gathered]
    words: Words
    looks: Looks

    def build(self, which: int, out: Path, jobs: int) -> None:
        """Build one of the inputs; raise where it cannot be built."""
        built = pipeline.build(self.inputs[which], self.words, self.looks, out, workers=Crew(jobs))
        if built.value is None:
            raise RuntimeError(built.problems)


def bench(folder: Path, scratch: Path) -> Bench:
    """Return a copy of a municipality as it is, and under a name that stands in all its files."""
    words = wording.read(resources.CONTENT).value
    if words is None:
        raise RuntimeError("packgen's own words do not read")
    copy = shutil.copytree(folder, scratch / folder.name)
    outcome = pipeline.gather(Request(copy), words)
    if outcome.value is None or not outcome.ok:
        raise RuntimeError(outcome.problems)
    municipality = outcome.value.municipality
    other = replace(outcome.value, municipality=replace(municipality, name=f"{municipality.name} nye"))
    return Bench((outcome.value, other), words, packs.read_looks(resources.TEMPLATES, resources.CONTENT))


def kill_many(at: Bench, kills: int, seed: int, scratch: Path) -> Found:
    """Kill so many builds and hold what they leave against builds that nobody disturbed."""
    draw = random.Random(seed)  # noqa: S311 - moments, no secrets
    wanted: list[Files] = []
    for which in (0, 1):
        at.build(which, scratch / f"quiet-{which}", jobs=1)
        wanted.append(files(scratch / f"quiet-{which}"))
    out, which = scratch / "out", 0
    faults: list[str] = []
    began = time.monotonic()
    at.build(0, out, jobs=1)
    usual = time.monotonic() - began
    which, done = 1, 0
    while done < kills:
        jobs = draw.choice((1, 1, 2))
        if _killed(partial(at.build, which, out, jobs), draw.uniform(0, usual / 6)):
            done += 1
            faults += [f"kill {done}: {fault}" for fault in faults_in(files(out), wanted)]
        else:
            faults += _completed(out, wanted[which], done)
            which = 1 - which
    at.build(which, out, jobs=1)
    faults += _completed(out, wanted[which], done)
    return Found(done, tuple(faults))


def _completed(out: Path, wanted: Files, kills: int) -> list[str]:
    """Return how a run that nobody killed differs from one that nobody disturbed."""
    left = files(out)
    odd = sorted(path for path in left.keys() | wanted.keys() if left.get(path) != wanted.get(path))
    return [f"after kill {kills} not completed: {odd[:5]}"] if odd else []


def _killed(work: Callable[[], None], after: float) -> bool:
    """Do work in a process group of its own and kill that after so many seconds; tell whether it was still at work."""
    child = os.fork()
    if not child:
        os.setsid()
        try:
            work()
        except BaseException as fault:  # noqa: BLE001 - told, and never run on in the copy of this process
            sys.stderr.write(f"{fault}\n")
            sys.stderr.flush()
            os._exit(1)
        os._exit(0)
    until = time.monotonic() + after
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            if status:
                raise RuntimeError("a build failed by itself")
            return False
        time.sleep(0.005)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def files(out: Path) -> Files:
    """Return the SHA-256 of all files, by path; without notes of what is under way."""
    found = {f.relative_to(out).as_posix(): f for f in out.rglob("*") if f.is_file()}
    return {
        path: sha256(file.read_bytes()).hexdigest()
        for path, file in found.items()
        if not path.endswith(_LOCK) and not any(one in path for one in _NOTED)
    }


def faults_in(left: Files, wanted: list[Files]) -> list[str]:
    return [path for path, found in left.items() if found not in {one.get(path) for one in wanted}]


def main() -> int:
    """Kill builds of an example and print what came of it; return 1 where a file was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--example", default="fjordvik")
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        at = bench(EXAMPLES / asked.example, Path(name) / "inputs")
        found = kill_many(at, asked.kills, asked.seed, Path(name))
    said = f"{found.kills} kills of builds at work, {len(found.faults)} faults"
    sys.stdout.write("\n".join((said, *found.faults, "")))
    return int(bool(found.faults))


if __name__ == "__main__":
    raise SystemExit(main())
