"""The command that begins a municipality's next round: its settings and unit list, both or neither."""

from pathlib import Path

import click
from rich.text import Text

from packgen import new_round
from packgen.commands.exchanging import here
from packgen.commands.reading import read_words
from packgen.desk import DONE, PROBLEMS, Desk, tell
from packgen.new_round import NewRound
from packgen.problems import Place, Problem, error
from packgen.store import LockedError, write_whole


def new(at: Desk, name: str, municipality: Path | None, *, dry_run: bool) -> int:
    """Add a round with an id to a municipality's settings, and say what to do now; return the exit code."""
    place = municipality or here()
    if place is None:
        raise click.UsageError(at.speech.say("usage_error.no_municipality"))
    texts = read_words(at).texts
    comment = {language: str(found.node("new_folder.round")) for language, found in texts.items()}
    made = new_round.make(place, name, comment)
    tell(at, made.problems)
    if made.value is None:
        at.err.print(Text(at.speech.say("round_new.nothing")))
        return PROBLEMS
    fault = None if dry_run else _write(made.value)
    if fault is not None:
        tell(at, (fault,))
        at.err.print(Text(at.speech.say("round_new.nothing")))
        return PROBLEMS
    _tell(at, made.value, place, is_dry=dry_run)
    return DONE


def _write(made: NewRound) -> Problem | None:
    """Write the files, the settings last; where one cannot be written, lay back what was there and return why."""
    written: list[Path] = []
    for file, data in made.files.items():
        try:
            write_whole(file, data)
        except (OSError, LockedError):
            for one in written:
                write_whole(one, made.before[one])
            return error("round.not_written", Place(file=str(file)), name=file.name)
        written.append(file)
    return None


def _tell(at: Desk, made: NewRound, folder: Path, *, is_dry: bool) -> None:
    """Say what has changed (or would), what stays, and what to do now."""
    values = {
        "id": made.round.id,
        "earlier": made.earlier.id,
        "settings": made.settings_file.as_posix(),
        "units": (folder / made.units_file).as_posix(),
        "limit": made.round.limit,
        "meetings": made.meetings,
        "folder": folder.as_posix(),
    }
    say = at.speech.say
    at.out.print(Text(say("round_new.dry" if is_dry else "round_new.done", **values), style="bold"))
    at.out.print(Text(say("round_new.limit", **values)))
    at.out.print(Text(say("round_new.meetings" if made.meetings else "round_new.no_meetings", **values)))
    at.out.print(Text(say("round_new.kept", **values)))
    for line in at.speech.lines("round_new.next") if not is_dry else ():
        at.out.print(Text(line.format_map(values)))
