"""Making packs, and reading everything without making any."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

from packgen import beyond, crew, office, packs, pipeline, shapes, trial, wording
from packgen.commands.reading import municipalities, read_looks, read_words
from packgen.crew import Workers
from packgen.desk import DONE, PROBLEMS, Desk, stops, tell
from packgen.model import Unit
from packgen.pipeline import Built, Request, Steps
from packgen.store import is_url, write_whole
from packgen.surveys import Gathered


def build(
    at: Desk,
    folders: tuple[Path, ...],
    out: Path | str,
    *,
    strict: bool,
    drafts: bool,
    pdf: bool,
    request: Callable[[Path], Request],
    jobs: int = 0,
    address: str = "",
) -> int:
    """Make the packs of these municipalities, all of them or none; return the exit code."""
    if address and isinstance(out, Path):
        out = out.absolute()  # workers may stand in another folder
    words, looks = read_words(at, drafts=drafts), read_looks()
    gathered = [(folder, pipeline.gather(request(folder), words)) for folder in municipalities(at, folders)]
    problems = [p for _, outcome in gathered for p in outcome.problems]
    program = office.find() if pdf else None
    if pdf and program is None:
        problems.append(office.is_missing())
    in_use = wording.drafts_in_use(words)
    tell(at, (*problems, *(in_use if strict else ())))
    if stops((*problems, *in_use), strict=strict):
        told = "problem.nothing_written" if stops(problems, strict=False) else "problem.strict"
        at.err.print(at.speech.say(told))
        return PROBLEMS
    rows: list[tuple[Gathered, Built, float]] = []
    with _workers(at, jobs, address) as workers:
        for _, outcome in gathered:
            if outcome.value is None:
                return PROBLEMS
            started = time.perf_counter()
            built = build_one(at, outcome.value, words, looks, out, program, workers)
            if built is None:
                return PROBLEMS
            rows.append((outcome.value, built, time.perf_counter() - started))
    show_table(at, rows)
    tell(at, in_use)
    return PROBLEMS if stops((p for _, built, _ in rows for p in built.problems), strict=False) else DONE


@contextmanager
def _workers(at: Desk, jobs: int, address: str) -> Iterator[Workers]:
    """Give who shares the units inside the block: this machine's processes, or a cluster at an address."""
    if not address:
        yield crew.Crew(jobs or crew.cores())
        return
    module = beyond.cluster()
    tell(at, module.problems)
    if module.value is None:
        raise SystemExit(PROBLEMS)
    try:
        with module.value.joined(address) as client:
            yield module.value.Cluster(client)
    except module.value.ClusterError as fault:
        tell(at, (fault.problem,))
        raise SystemExit(PROBLEMS) from fault


def build_one(
    at: Desk,
    gathered: Gathered,
    words: wording.Words,
    looks: packs.Looks,
    out: Path | str,
    program: str | None = None,
    workers: Workers | None = None,
) -> Built | None:
    """Make one municipality's packs and tell how far they have come; None, and told why, where they cannot be.

    Without ``workers`` the processes of this machine share the units.
    """
    workers = workers or crew.Crew(crew.cores())
    with _progress(at, "done.building", gathered) as steps:
        try:
            outcome = pipeline.build(
                gathered, words, looks, out, steps, office=program, workers=workers, shapes=shapes.folder(os.environ)
            )
        except KeyboardInterrupt:
            at.err.print(Text(steps.said("done.cut_off")))
            raise
    tell(at, (*outcome.problems, *(outcome.value.problems if outcome.value else ())))
    if outcome.value is None:
        at.err.print(Text(steps.said("done.cut_off") if steps.done else at.speech.say("problem.nothing_written")))
    return outcome.value


@dataclass(slots=True)
class _Progress(Steps):
    """Tells how far a build has come: a bar with rate and time left, or a line now and then without a screen."""

    at: Desk
    bar: Progress
    units: TaskID
    pdfs: TaskID
    total: int
    began: float
    done: int = 0
    told: float = 0.0

    def unit(self, unit: Unit) -> None:
        """Tell that a unit is done."""
        self.done += 1
        passed = time.monotonic() - self.began
        left = passed / self.done * (self.total - self.done)
        numbers = {"rate": _number(self.done / max(passed, 0.001)), "left": _time(left)}
        self.bar.update(self.units, advance=1, unit=unit.name, rate=self.at.speech.say("done.rate", **numbers))
        if not self.at.err.is_terminal and passed - self.told >= _EVERY and self.done < self.total:
            self.told = passed
            self.at.err.print(Text(self.said("done.so_far", **numbers)))

    def pdf(self, made: int, of: int) -> None:
        """Tell how many PDFs are made of how many."""
        self.bar.update(self.pdfs, completed=made, total=of, visible=True)

    def said(self, key: str, **more: str) -> str:
        """Return a sentence about how many units are done of how many."""
        return self.at.speech.say(key, done=str(self.done), total=str(self.total), **more)


_EVERY = 10.0
"""Seconds between two lines where there is no screen: a log that people read, or a service keeps."""


def _number(rate: float) -> str:
    return f"{rate:.1f}".replace(".", ",") if rate < 10 else f"{rate:.0f}"  # noqa: PLR2004 - below it a decimal tells


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@contextmanager
def _progress(at: Desk, key: str, gathered: Gathered) -> Iterator[_Progress]:
    """Show how far a municipality's units have come inside the block."""
    total = len(gathered.chosen)
    said = f"{at.speech.say(key)}: {gathered.municipality.name}"
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[unit]}"), console=at.err, transient=True, disable=not at.err.is_terminal,
    ) as bar:  # fmt: skip
        units = bar.add_task(said, total=total, unit="", rate="")
        pdfs = bar.add_task(at.speech.say("done.pdf"), unit="", rate="", visible=False)
        if not at.err.is_terminal:
            at.err.print(Text(f"{said} ({total})"))
        yield _Progress(at, bar, units, pdfs, total, time.monotonic())


def compare(
    at: Desk,
    folders: tuple[Path, ...],
    out: Path | str,
    *,
    drafts: bool,
    request: Callable[[Path], Request],
    jobs: int = 0,
) -> int:
    """Tell whether what lies below ``out`` is what a build would leave there; write nothing, return the exit code."""
    words, looks = read_words(at, drafts=drafts), read_looks()
    gathered = [pipeline.gather(request(folder), words) for folder in municipalities(at, folders)]
    problems = [problem for outcome in gathered for problem in outcome.problems]
    for one in (outcome.value for outcome in gathered):
        if one is not None and not stops(problems, strict=False):
            with _progress(at, "done.comparing", one) as steps:
                problems += pipeline.compare(one, words, looks, out, steps, crew.Crew(jobs or crew.cores()))
    tell(at, problems)
    differs = any(problem.code.startswith("files.") for problem in problems) or stops(problems, strict=False)
    at.out.print(Text(at.speech.say("done.differs" if differs else "done.current")))
    return PROBLEMS if differs else DONE


def show_table(at: Desk, rows: list[tuple[Gathered, Built, float]]) -> None:
    """Print what was made of each municipality, and in how many seconds."""
    table = Table(box=None, pad_edge=False)
    for name in ("municipality", "units", "packs", "documents", "hidden", "seconds"):
        justify: Any = "left" if name == "municipality" else "right"
        table.add_column(at.speech.say(f"done.{name}"), justify=justify, overflow="fold")
    for gathered, built, seconds in rows:
        numbers = (built.units, built.packs, built.documents, built.hidden, f"{seconds:.1f}".replace(".", ","))
        table.add_row(gathered.municipality.name, *(str(n) for n in numbers))
    at.out.print(table, soft_wrap=False)
    unchanged = sum(built.unchanged for _, built, _ in rows)
    if unchanged:
        at.out.print(Text(at.speech.say("done.unchanged", count=str(unchanged))))
    for _, built, _ in rows:
        path = built.look_first if is_url(built.look_first) else Path(built.look_first).as_posix()
        at.out.print(Text(at.speech.say("done.first", path=path)))


def check(
    at: Desk,
    folders: tuple[Path, ...],
    *,
    strict: bool,
    drafts: bool,
    request: Callable[[Path], Request],
    report: Path | None = None,
) -> int:
    """Read everything, make packs in memory and tell all that is wrong; return the exit code.

    Nothing is written but the ``report`` on accessibility, where one is asked for and there are packs to report on.
    """
    chosen = municipalities(at, folders)
    _can_report(at, chosen, report)
    words, looks = read_words(at, drafts=drafts), read_looks()
    problems = [*wording.judgements(words), *wording.drafts_in_use(words)]
    for outcome in (pipeline.gather(request(folder), words) for folder in chosen):
        problems += outcome.problems
        if outcome.value is None or not outcome.ok:
            continue
        at.err.print(Text(at.speech.say("done.trying", municipality=outcome.value.municipality.name)))
        tried = trial.make(outcome.value, words, looks)
        problems += trial.problems(tried)
        if report is not None:
            write_whole(report, trial.report(outcome.value, tried, words, looks))
            at.out.print(Text(at.speech.say("done.form", file=report)))
    tell(at, problems)
    if stops(problems, strict=strict):
        return PROBLEMS
    at.out.print(at.speech.say("problem.all_well"))
    return DONE


def _can_report(at: Desk, chosen: tuple[Path, ...], report: Path | None) -> None:
    """Refuse a report that is no Word file, or that several municipalities would share."""
    if report is not None and report.suffix.lower() != ".docx":
        raise click.UsageError(at.speech.say("usage_error.report_ending", file=report))
    if report is not None and len(chosen) > 1:
        raise click.UsageError(at.speech.say("usage_error.report_of_one"))
