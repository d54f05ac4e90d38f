"""Taking in what units wrote in their meetings, and making what comes next of it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from packgen import collect as forms
from packgen import pipeline, places, records_file
from packgen.collect import Collected
from packgen.collecting.changes import Change, Told, changes
from packgen.collecting.merging import Merged
from packgen.collecting.understanding import day_text
from packgen.commands.building import build_one, show_table
from packgen.commands.exchanging import here
from packgen.commands.reading import read_looks, read_words
from packgen.desk import DONE, PROBLEMS, Desk, stops, tell
from packgen.model import FACTORS, Municipality
from packgen.pipeline import Request
from packgen.problems import Outcome
from packgen.record import Chosen
from packgen.surveys import Gathered
from packgen.wording import Words


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was read in a municipality, and what was collected into its records."""

    gathered: Gathered
    collected: Collected


def collect(at: Desk, paths: tuple[Path, ...], municipality: Path | None, day: str) -> int:
    """Take the filled forms in these files and folders into the units' records; return the exit code.

    ``day`` is the ISO day that deadlines of new measures are held against.
    """
    words, folder = read_words(at), _folder(at, municipality)
    taken = _taken(at, paths, folder, day, words)
    if taken is None:
        return PROBLEMS
    if any(any(changes(one.before, one.after)) for one in taken.collected.units):
        at.out.print(Text(at.speech.say("collected.next", folder=folder.as_posix())))
    return DONE


def follow_on(at: Desk, paths: tuple[Path, ...], municipality: Path | None, day: str, out: Path) -> int:
    """Take in filled forms, then make the packs of the units that they are from; return the exit code."""
    words, folder = read_words(at), _folder(at, municipality)
    taken = _taken(at, paths, folder, day, words)
    if taken is None:
        return PROBLEMS
    gathered = forms.with_records(taken.gathered, taken.collected)
    if not gathered.chosen:
        return DONE
    started = time.perf_counter()
    built = build_one(at, gathered, words, read_looks(), out)
    if built is None:
        return PROBLEMS
    show_table(at, [(gathered, built, time.perf_counter() - started)])
    return PROBLEMS if stops(built.problems, strict=False) else DONE


def _folder(at: Desk, named: Path | None) -> Path:
    """Return the municipality's folder: the one named, else the one we stand in."""
    found = named or here()
    if found is None:
        raise click.UsageError(at.speech.say("usage_error.no_municipality"))
    return found


def _taken(at: Desk, paths: tuple[Path, ...], folder: Path, day: str, words: Words) -> _Taken | None:
    """Read, judge and write while no other run does, and tell of it; None, and told why, where nothing was taken."""

    def work() -> Outcome[_Taken]:
        read = pipeline.gather(Request(folder), words)
        if read.value is None or not read.ok:
            return Outcome(None, read.problems)
        gathered = read.value
        found = forms.read(paths, gathered, words, at.speech.written, day)
        told = (*(one for one in read.problems if one.code.startswith("records.")), *found.problems)
        if found.value is None:
            return Outcome(None, told)
        head = words.texts[gathered.own_language].node("new_folder.record")
        forms.keep(gathered, found.value, head)
        return Outcome(_Taken(gathered, found.value), told)

    outcome = places.alone_in(folder / records_file.FOLDER, work)
    tell(at, outcome.problems)
    if outcome.value is None:
        at.err.print(Text(at.speech.say("collected.nothing")))
        return None
    _show(at, outcome.value, words)
    return outcome.value


# ---------------------------------------------------------------- in the terminal


def _show(at: Desk, taken: _Taken, words: Words) -> None:
    texts = taken.gathered.words_everywhere(words).texts[at.speech.written].nodes
    shown = _Shown(at, texts, taken.gathered.municipality)
    for one in taken.collected.units:
        shown.unit(one)
    empty = [file for one in taken.collected.units for file in one.empty]
    counts = {"empty": len(empty), "passed": taken.collected.passed}
    for name, count in counts.items():
        if count:
            at.out.print(Text(at.speech.say(f"collected.{name}", count=count)))


@dataclass(frozen=True, slots=True)
class _Shown:
    """Tells what became of units' forms, in a person's language and with the municipality's names of factors."""

    at: Desk
    texts: Mapping[str, Any]
    municipality: Municipality

    def say(self, key: str, **values: object) -> str:
        return self.at.speech.say(f"collected.{key}", **values)

    def unit(self, one: Merged) -> None:
        """Tell of one unit: what was taken, what that changes, what was there already."""
        if not one.taken and not one.known:
            return
        self.at.out.print(Text(one.unit.name, style="bold"))
        for name, found in (("taken", one.taken), ("known", one.known)):
            for file in found:
                self.at.out.print(Text(f"  {self.say(name, file=Path(file).name)}"))
        found_changes = tuple(changes(one.before, one.after))
        for change in found_changes:
            self.at.out.print(Text(f"  • {self.change(change)}"))
        if one.taken and not found_changes:
            self.at.out.print(Text(f"  {self.say('same')}"))

    def change(self, change: Change) -> str:
        """Return a change as a sentence."""
        return self.say(f"changes.{change.code}", **{name: self.told(told) for name, told in change.values.items()})

    def told(self, told: Told) -> str:
        value = told.value
        if not isinstance(value, str | int):
            return ", ".join(self.one(factor) for factor in value) or "–"
        if told.kind == "day":
            return day_text(str(value)) or "–"
        if told.kind == "factor":
            return self.factor(int(value))
        if told.kind == "status":
            return str(self.texts["labels"]["record"]["statuses"][value])
        return str(value) if value != "" else "–"

    def one(self, factor: int | Chosen) -> str:
        if isinstance(factor, int):
            return self.factor(factor)
        way = self.texts["labels"]["record"]["ways"][factor.way]
        return f"{self.factor(factor.factor)} ({str(way)[:1].lower()}{str(way)[1:]})"

    def factor(self, number: int) -> str:
        names = self.texts["factors"][FACTORS[number - 1].id]["names"]
        return f"{number}. {names[self.municipality.factor_names]}"
