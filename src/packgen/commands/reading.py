"""What commands read first: packgen's own words and looks, and which municipalities were meant."""

from pathlib import Path

import click

from packgen import packs, resources, settings, wording
from packgen.desk import PROBLEMS, Desk, tell


def read_words(at: Desk, *, drafts: bool = False) -> wording.Words:
    """Return packgen's texts and make-up; tell and stop where they are wrong."""
    outcome = wording.read(resources.CONTENT, drafts=drafts)
    if outcome.value is None or not outcome.ok:
        tell(at, outcome.problems)
        raise SystemExit(PROBLEMS)
    return outcome.value


def municipalities(at: Desk, named: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the folders asked for; without any, the one we stand in, else all examples."""
    if named:
        return named
    if settings.files_in(Path()):
        return (Path(),)
    found = tuple(sorted(folder for folder in Path("examples").glob("*") if settings.files_in(folder)))
    if not found:
        raise click.UsageError(at.speech.say("usage_error.no_municipality"))
    return found


def read_looks() -> packs.Looks:
    """Return packgen's own templates."""
    return packs.read_looks(resources.TEMPLATES, resources.CONTENT)
