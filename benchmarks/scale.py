"""``packgen build`` as people run it, in a process of its own, on invented municipalities of ten to 20,000 units.

What a unit costs, start-up apart, and whether it costs as much at the end of a run as at its beginning; how much memory
each process takes at most. When a unit is done is read from the files it left.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import measuring
import municipality

from packgen import filenames

SIZES = (10, 100, 1_000, 5_000, 20_000)
PACKS: Mapping[str, tuple[bool, tuple[str, ...]]] = {
    "full": (True, ()),
    "light": (False, ()),
    "few": (False, ("handbook", "meeting_one", "meeting_two", "run_sheet_one")),
}
"""What a pack holds: whether drafts of e-mail carry their files, and which documents are made (all without any).

``full`` is what users get who set nothing.
"""
ASIDE = 0.5
"""How much of the free disk may be filled: the first of `PACKS` that fits is made."""
OF_ALL = "_"
"""The manifest of what all units share, which is written after theirs."""
_TENTHS = 10
_LEAST = 1e-9

HEAD = (
    "units", "jobs", "pack", "MB", "seconds", "start-up", "after", "ms/unit", "packs/s", "first tenth", "last tenth",
    "slowest", "MB of first process", "of others",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """One build: seconds of all and of its parts, when each unit was done, and what it took."""

    units: int
    jobs: int
    pack: str
    seconds: float
    done: tuple[float, ...]
    """Seconds from the start, unit by unit, in order."""
    bytes: int
    peaks: tuple[int, ...]
    """The most memory of each process in bytes, the first process first; empty where it cannot be seen."""

    @property
    def each(self) -> float:
        """Return the seconds between one unit and the next."""
        return (self.done[-1] - self.done[0]) / max(len(self.done) - 1, 1)

    def rates(self) -> list[float]:
        """Return units a second in each tenth of the run, the first unit of all left out."""
        marks = [self.done[round(n * (len(self.done) - 1) / _TENTHS)] for n in range(_TENTHS + 1)]
        count = (len(self.done) - 1) / _TENTHS
        return [count / max(end - start, _LEAST) for start, end in pairwise(marks)]


def main(most: int, jobs: Sequence[int], pack: str) -> None:
    """Build municipalities of growing size, each with these numbers of processes, and print what it took."""
    runs: list[Run] = []
    sizes: dict[str, float] = {}
    told: list[str] = []
    for units in (size for size in SIZES if size <= most):
        kind = _fitting(units, sizes) if pack == "fitting" else pack
        if pack == "fitting" and kind != "full":
            told.append(f"{units} units: packs are «{kind}», for full ones would fill the disk")
        if not kind:
            told.append(f"{units} units are left out: the disk is too small")
            continue
        for number in jobs:
            measuring.note(f"{units} units, {number} {'process' if number == 1 else 'processes'}, packs «{kind}» …")
            run = _run(units, number, kind)
            sizes.setdefault(kind, run.bytes / units)
            runs.append(run)
    measuring.table("packgen build, from ten units on", HEAD, map(_row, runs))
    large = [run for run in runs if run.units > _TENTHS * _TENTHS]
    rates = [(f"{run.units} units, {run.jobs} jobs", *(f"{rate:.1f}" for rate in run.rates())) for run in large]
    if rates:
        head = ("packs a second", *(f"{number}0 %" for number in range(1, _TENTHS + 1)))
        measuring.table("The rate in each tenth of a run", head, rates)
    for line in told:
        measuring.note(line)
    single = {(run.units, run.pack): run for run in runs if run.jobs == 1}
    for run in runs:
        alone = single.get((run.units, run.pack))
        if alone is not None and run.jobs > 1:
            measuring.note(f"{run.units} units: {run.jobs} processes are {alone.each / run.each:.2f} times one")


def _row(run: Run) -> tuple[str, ...]:
    rates = run.rates()
    others = run.peaks[1:]
    memory = (_mb(run.peaks[0]) if run.peaks else "?", _mb(max(others)) if others else "–")
    times = (f"{run.seconds:.1f}", f"{run.done[0]:.1f}", f"{run.seconds - run.done[-1]:.1f}", f"{run.each * 1000:.0f}")
    shown = (f"{1 / max(run.each, _LEAST):.1f}", f"{rates[0]:.1f}", f"{rates[-1]:.1f}", f"{min(rates):.1f}")
    return (str(run.units), str(run.jobs), run.pack, _mb(run.bytes), *times, *shown, *memory)


def _mb(number: float) -> str:
    return f"{number / 1e6:.0f}"


def _fitting(units: int, sizes: dict[str, float]) -> str:
    """Return the first kind of pack of which so many fit the disk; nothing where none does."""
    if units == SIZES[0]:
        return "full"
    room = shutil.disk_usage(tempfile.gettempdir()).free * ASIDE
    for kind in PACKS:
        if kind not in sizes:
            sizes[kind] = _run(SIZES[0], 1, kind).bytes / SIZES[0]
        if units * sizes[kind] <= room:
            return kind
    return ""


# ---------------------------------------------------------------- one build


def _run(units: int, jobs: int, kind: str) -> Run:
    """Build a municipality of this size in a folder of its own, which is deleted afterwards."""
    attached, documents = PACKS[kind]
    with tempfile.TemporaryDirectory(prefix="packgen-benchmark-") as name:
        folder, out = Path(name) / "municipality", Path(name) / "out"
        municipality.write(folder, units, attached=attached)
        asked = [part for document in documents for part in ("--document", document)]
        command = [sys.executable, "-m", "packgen", "build", str(folder), "--out", str(out), "--jobs", str(jobs)]
        start, clock = time.time(), time.perf_counter()
        with (Path(name) / "told.txt").open("w+", encoding="utf-8") as said:
            process = subprocess.Popen([*command, *asked], stdout=said, stderr=said)
            peaks = _watched(process)
            taken = time.perf_counter() - clock
            if process.returncode != 0:
                said.seek(0)
                raise AssertionError(said.read())
        root = next(path for path in out.glob("*/*") if path.is_dir())
        done = tuple(sorted(when - start for when in _done(root)))
        size = sum(entry.stat().st_size for entry in _files(root))
    return Run(units, jobs, kind, taken, done, size, peaks)


def _watched(process: "subprocess.Popen[bytes]") -> tuple[int, ...]:
    """Wait for a process; return the most memory that it and each process below it had."""
    peaks: dict[int, int] = {}
    while process.poll() is None:
        for pid in _family(process.pid):
            peaks[pid] = max(peaks.get(pid, 0), _peak(pid))
        time.sleep(0.2)
    return tuple(peaks.values())


def _family(pid: int) -> Iterator[int]:
    """Yield a process and those below it, as far as the machine tells (Linux)."""
    yield pid
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return
    for child in below:
        yield from _family(int(child))


def _peak(pid: int) -> int:
    """Return the most memory that a process has had so far, in bytes; 0 where nobody tells."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def _done(root: Path) -> Iterator[float]:
    """Yield when each unit was done: its manifest is written last, without manifests its newest file counts."""
    manifests = [path for path in root.glob(".packgen/units/*.json") if path.stem != OF_ALL]
    if manifests:
        yield from (path.stat().st_mtime for path in manifests)
        return
    for folder in root.iterdir():
        if folder.is_dir() and folder.name not in (filenames.SHARED, ".packgen"):
            yield max(entry.stat().st_mtime for entry in _files(folder))


def _files(folder: Path) -> Iterator["os.DirEntry[str]"]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path))
            else:
                yield entry
