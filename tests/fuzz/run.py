"""Send mutants through a door and keep what goes wrong: ``python -m tests.fuzz.run --door NAME --seconds N --seed S``.

Inputs are opened in a child process that this one watches, for a hang cannot be ended from inside. Input number N of a
seed is always the same. A finding is a traceback, a broken promise, a message without words or not fit for a screen, a
hang (`TIME` seconds of the processor for one input), or memory (`MEMORY` above what the child had before it).
"""

import argparse
import contextlib
import hashlib
import itertools
import multiprocessing
import os
import re
import resource
import time
import traceback
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from packgen import messages, resources
from packgen.problems import Problem

from . import doors, mutate
from .doors import Door

TIME = 10.0
MEMORY = 500_000_000
WALL = 90.0
"""Seconds on the wall after which a child is given up that does not use the processor either."""
_ROOM = 3_000_000_000
CASES = Path(__file__).parent / "cases"
_MEGABYTE = 1_000_000
_SCREEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What went wrong with one input. ``mark`` is the same for what is most likely the same fault."""

    mark: str
    said: str
    data: bytes


@dataclass(slots=True)
class Report:
    """What came of a run: how many inputs in how many seconds, and what was found."""

    door: str
    inputs: int = 0
    seconds: float = 0.0
    worst_seconds: float = 0.0
    worst_memory: int = 0
    findings: dict[str, Finding] = field(default_factory=dict)


# ---------------------------------------------------------------- in the child


@cache
def _messages(tongue: messages.Tongue) -> messages.Messages:
    return messages.load(resources.CONTENT, tongue)


def _speechless(problems: Iterable[Problem]) -> str:
    """Return what is wrong with how a problem is told; empty where all is well."""
    for problem in list(dict.fromkeys(problems))[:200]:
        for tongue in ("nb", "nn", "en"):
            if problem.code not in _messages(tongue).sentences:
                return f"no words in {tongue}: {problem.code}"
            told = _messages(tongue).tell(problem)
            if not told.message or not told.hint:
                return f"no message or hint in {tongue}: {problem.code}"
            if _SCREEN.search(told.message + told.hint):
                return f"not fit for a screen: {problem.code}"
            if len(told.message) > _LONGEST:
                return f"endless: {problem.code}"
    return ""


def _fault(fault: BaseException) -> str:
    """Return the mark of an exception: its type, and where in packgen it came from."""
    every = traceback.extract_tb(fault.__traceback__)
    frames = [frame for frame in every if "/packgen/" in frame.filename and "/tests/" not in frame.filename]
    at = f"{Path(frames[-1].filename).stem}.{frames[-1].name}" if frames else "?"
    said = f" {str(fault)[:60]}" if isinstance(fault, doors.BrokenPromiseError) else ""
    return f"traceback {type(fault).__name__} in {at}{said}"


def opened(one: Door, data: bytes) -> tuple[str, str]:
    """Open a door with an input; return the mark of what went wrong (empty for nothing) and all that is said of it."""
    try:
        with warnings.catch_warnings(record=True) as noise:
            warnings.simplefilter("ignore")
            warnings.simplefilter("always", UserWarning)
            told = one.open(data)
        if noise:
            return f"noise {str(noise[0].message)[:60]}", str(noise[0].message)
        wrong = _speechless(told)
    except BaseException as fault:
        if isinstance(fault, KeyboardInterrupt):
            raise
        return _fault(fault), "".join(traceback.format_exception(fault))
    return (f"words {wrong}", wrong) if wrong else ("", "")


def _memory(name: str) -> int:
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return int(re.search(rf"{name}:\s+(\d+)", status.read_text())[1]) * 1024  # type: ignore[index]


def _forget_peak() -> None:
    """Start the kernel's count of the most memory used anew, where it can be done."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _child(pipe: Connection) -> None:
    """Answer what comes: for a door alone its seeds, for a door and an input what went wrong, memory and time."""
    limit = _memory("VmSize") + _ROOM  # so that a finding does not take the machine down
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    while True:
        name, data = pipe.recv()
        one = doors.door(name)
        if data is None:
            pipe.send(_warmed(one))
            continue
        _forget_peak()
        before, clock = _memory("VmRSS"), time.process_time()
        mark, said = opened(one, data)
        used = _memory("VmHWM") - before
        pipe.send((mark, said, used, time.process_time() - clock))


def _warmed(one: Door) -> tuple[bytes, ...]:
    """Return a door's seeds, after opening some: what is loaded once for all is no input's fault."""
    seeds = one.seeds()
    for seed in seeds[:3]:
        with contextlib.suppress(Exception):
            one.open(seed)
    return seeds


# ---------------------------------------------------------------- watching it


class Watched:
    """A child process that opens inputs, started anew whenever it had to be ended."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._seeds: dict[str, tuple[bytes, ...]] = {}
        self._start()

    def _start(self) -> None:
        self._warm: set[str] = set()
        self._pipe, theirs = self._context.Pipe()
        self._child = self._context.Process(target=_child, args=(theirs,), daemon=True)
        self._child.start()
        theirs.close()

    def end(self) -> None:
        self._child.kill()
        self._child.join()
        self._pipe.close()

    def seeds(self, name: str) -> tuple[bytes, ...]:
        """Return the seeds of a door, which the child makes; a child that has not opened any of them does so now."""
        if name not in self._warm:
            self._pipe.send((name, None))
            if not self._pipe.poll(300):
                self.end()
                raise TimeoutError(f"{name}: no seeds")
            self._seeds[name] = self._pipe.recv()
            self._warm.add(name)
        return self._seeds[name]

    def open(self, name: str, data: bytes) -> tuple[str, str, int, float]:
        """Return the mark of what went wrong, what is said of it, memory in bytes, and seconds of the processor."""
        self.seeds(name)
        before, start = self._used(), time.monotonic()
        self._pipe.send((name, data))
        while not self._pipe.poll(0.2):
            if self._used() - before > TIME * 1.5 or time.monotonic() - start > WALL:
                self.end()
                self._start()
                return "hang", f"no end after {TIME * 1.5:.0f} s of the processor", 0, TIME * 1.5
        try:
            mark, said, memory, seconds = self._pipe.recv()
        except EOFError:
            self._child.join(5)
            code = self._child.exitcode
            self.end()
            self._start()
            return f"dead, exit code {code}", f"the process ended with {code}", 0, 0.0
        if not mark and memory > MEMORY:
            mark, said = "memory", f"{memory // _MEGABYTE} MB above what it had"
        elif not mark and seconds > TIME:
            mark, said = "hang", f"{seconds:.1f} s of the processor"
        return mark, said, memory, seconds

    def _used(self) -> float:
        """Return the processor's seconds of the child."""
        try:
            fields = Path(f"/proc/{self._child.pid}/stat").read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            return time.monotonic()  # without /proc the wall is as good as it gets
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def inputs(one: Door, seed: int, seeds: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the inputs of a seed, without end."""
    for number in itertools.count():
        yield mutate.mutant(Random(f"{one.name} {seed} {number}"), seeds, one.kind)  # noqa: S311 - not for secrets


def fuzz(watched: Watched, name: str, seconds: float, seed: int, *, most: int = 0) -> Report:
    """Send mutants through a door for some seconds (or ``most`` inputs), and return what came of it."""
    one, report, seeds = doors.door(name), Report(name), watched.seeds(name)
    start = time.monotonic()
    for data in inputs(one, seed, seeds):
        mark, said, memory, taken = watched.open(name, data)
        report.inputs += 1
        report.worst_memory = max(report.worst_memory, memory)
        report.worst_seconds = max(report.worst_seconds, taken)
        if mark and (mark not in report.findings or len(data) < len(report.findings[mark].data)):
            report.findings[mark] = Finding(mark, said, data)
        if time.monotonic() - start >= seconds or report.inputs == most:
            break
    report.seconds = time.monotonic() - start
    return report


def replay(watched: Watched, name: str, given: Sequence[bytes]) -> tuple[Finding, ...]:
    """Open inputs one by one, and return what went wrong."""
    told = [(watched.open(name, data), data) for data in given]
    return tuple(Finding(found[0], found[1], data) for found, data in told if found[0])


# ---------------------------------------------------------------- smaller


def shrunk(watched: Watched, name: str, finding: Finding, tries: int = 120) -> bytes:
    """Return a smaller input with the same mark: without parts of a package or stretches of text that it can lack."""
    data = finding.data
    left = tries if finding.mark.startswith(("traceback", "words")) else 6  # a hang takes its time again each time
    step = True
    while step and left > 0:
        step = False
        for smaller in _smaller(data):
            left -= 1
            if left < 0:
                break
            if watched.open(name, smaller)[0] == finding.mark:
                data, step = smaller, True
                break
    return data


def _smaller(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"PK"):
        with contextlib.suppress(Exception):
            parts = mutate.unpacked(data)
            for name in sorted(parts, key=lambda one: -len(parts[one])):
                yield mutate.packed({other: blob for other, blob in parts.items() if other != name})
        return
    pieces = 2
    while pieces <= 16 and pieces < len(data):
        size = len(data) // pieces + 1
        for start in range(0, len(data), size):
            yield data[:start] + data[start + size :]
        pieces *= 2


def keep(one: Door, finding: Finding, folder: Path) -> Path:
    """Save an input as a case, and return where."""
    name = re.sub(r"[^a-z0-9]+", "-", finding.mark.lower()).strip("-")[:70]
    path = folder / one.name / f"{name}-{hashlib.sha256(finding.data).hexdigest()[:6]}{one.ending}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(finding.data)
    return path


def _say(text: str) -> None:
    print(text.encode("utf-8", "backslashreplace").decode(), flush=True)  # noqa: T201 - a tool of the command line


def main() -> int:
    """Run one door, or all; print figures and findings, and return 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--door", nargs="*", choices=[one.name for one in doors.DOORS], help="all where none is named")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inputs", type=int, default=0, help="no more than so many")
    parser.add_argument("--keep", type=Path, default=CASES, help="where inputs with findings are laid")
    asked = parser.parse_args()
    failed, watched = False, Watched()
    for name in asked.door or [one.name for one in doors.DOORS]:
        report = fuzz(watched, name, asked.seconds, asked.seed, most=asked.inputs)
        worst = f"worst {report.worst_memory // _MEGABYTE} MB, {report.worst_seconds:.1f} s"
        _say(f"{name}: {report.inputs} inputs in {report.seconds:.0f} s, seed {asked.seed}, {worst}")
        for finding in report.findings.values():
            failed = True
            small = Finding(finding.mark, finding.said, shrunk(watched, name, finding))
            _say(f"  {finding.mark}\n    {keep(doors.door(name), small, asked.keep)}\n{finding.said[-1500:]}")
    watched.end()
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
