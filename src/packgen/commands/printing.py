"""Sheets and cards on their own, and all pages of a pack as pictures."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from rich.text import Text

from packgen import look, office, pipeline, sheet_files
from packgen.commands.reading import municipalities, read_looks, read_words
from packgen.desk import DONE, PROBLEMS, Desk, stops, tell
from packgen.model import PaperSize
from packgen.pipeline import Request
from packgen.problems import Outcome, Problem
from packgen.sheet_files import SheetsMade


def sheets(
    at: Desk,
    folders: tuple[Path, ...],
    out: Path,
    *,
    unit: tuple[str, ...],
    tool: tuple[str, ...],
    size: PaperSize | None,
    tiles: Literal["A4", "A3"] | None,
) -> int:
    """Make the sheets and cards of these municipalities, with the names of these units if any; return the exit code."""
    words, looks = read_words(at), read_looks()
    codes = [DONE]
    for folder in municipalities(at, folders):
        read = pipeline.gather(Request(folder, units=unit), words)
        made: Outcome[SheetsMade] = Outcome(None)
        if read.value is not None and read.ok:
            own = read.value.municipality.printed
            choice = replace(own, size=size or own.size, tiles=tiles or own.tiles)
            made = sheet_files.make(read.value, words, looks, out, tool or own.tools, choice)
        codes.append(_told(at, (*read.problems, *made.problems), made.value))
    return max(codes)


def _told(at: Desk, problems: Iterable[Problem], made: SheetsMade | None) -> int:
    """Tell what was made of one municipality, or that nothing was; return the exit code."""
    tell(at, (*problems, *(made.problems if made else ())))
    if made is None:
        at.err.print(at.speech.say("problem.nothing_written"))
        return PROBLEMS
    at.out.print(Text(at.speech.say("done.sheets", count=made.count, folder=made.root.as_posix())))
    return DONE


def look_at(at: Desk, folders: tuple[Path, ...], unit: str | None, out: Path) -> int:
    """Draw all pages of one unit's pack as pictures; return the exit code."""
    words, looks = read_words(at), read_looks()
    asked = (unit,) if unit else ()
    gathered = [pipeline.gather(Request(folder, units=asked), words) for folder in municipalities(at, folders)]
    program = office.find()
    problems = [p for outcome in gathered for p in outcome.problems]
    tell(at, problems if program else (*problems, office.is_missing()))
    chosen = [outcome.value for outcome in gathered if outcome.value is not None]
    if program is None or stops(problems, strict=False):
        at.err.print(at.speech.say("problem.nothing_written"))
        return PROBLEMS
    for one in chosen:
        at.err.print(Text(at.speech.say("done.looking", unit=look.unit_to_see(one).name)))
        outcome = look.look(one, words, looks, out, program)
        tell(at, (*outcome.problems, *(outcome.value.problems if outcome.value else ())))
        if outcome.value is None:
            at.err.print(at.speech.say("problem.nothing_written"))
            return PROBLEMS
        for path in outcome.value.paths:
            at.out.print(Text(at.speech.say("done.look", path=path.as_posix())))
    at.out.print(at.speech.say("done.look_until"))
    return DONE
