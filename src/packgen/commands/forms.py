"""Forms to fill in: results and the unit list."""

from pathlib import Path

from rich.text import Text

from packgen import pipeline, results, units
from packgen.commands.reading import read_words
from packgen.desk import DONE, PROBLEMS, Desk, tell
from packgen.model import Language
from packgen.pipeline import Request


def _write_form(at: Desk, file: Path, data: bytes) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    at.out.print(Text(at.speech.say("done.form", file=file)))
    return DONE


def results_form(at: Desk, file: Path, folder: Path | None, language: Language | None) -> int:
    """Write the form for results, with a municipality's units in it where one is named; return the exit code."""
    default = at.speech.written
    tree = None
    if folder is not None:
        outcome = pipeline.gather(Request(folder), read_words(at))
        tell(at, outcome.problems)
        if outcome.value is None:
            return PROBLEMS
        tree, default = outcome.value.now.tree, outcome.value.municipality.language
    return _write_form(at, file, results.form.write(language or default, tree))


def units_form(at: Desk, folder: Path, file: Path, results_file: Path | None) -> int:
    """Write the unit list of a municipality as a form; return the exit code."""
    outcome = pipeline.gather(Request(folder, results_file), read_words(at))
    tell(at, outcome.problems)
    if outcome.value is None:
        return PROBLEMS
    return _write_form(at, file, units.form(outcome.value.now.tree, outcome.value.municipality.language))
