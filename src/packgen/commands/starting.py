"""A new municipality: a few questions, a folder, and its first pack; all of it or nothing."""

import datetime as dt
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import click
from rich.text import Text

from packgen import clean, fields, new_folder, pipeline, places, settings
from packgen.commands.building import build_one
from packgen.commands.reading import read_looks, read_words
from packgen.desk import DONE, PROBLEMS, Desk, tell
from packgen.fields import At
from packgen.new_folder import Answers
from packgen.pipeline import Request
from packgen.problems import Place, Problem, error
from packgen.store import write_whole
from packgen.wording import Words

STOPPED = 130
_SETTINGS: Mapping[str, str] = {
    "name": "name",
    "language": "language",
    "limit": "rounds[].limit",
    "round": "rounds[].id",
    "contact": "contact.email",
}
"""What is asked or given as an option, and the setting that it becomes."""
_NOT_OURS = frozenset({"desktop.ini", "thumbs.db"})
"""Files that a system lays in folders by itself."""


def new(at: Desk, folder: Path, out: Path, *, excel: bool, **given: str | None) -> int:
    """Make a municipality's folder and its first pack, asking for what was not given; return the exit code."""
    refused = _refused(folder)
    if refused is not None:
        return _nothing(at, refused)
    try:
        answers = _answers(at, folder.resolve().name, given, excel=excel)
        return PROBLEMS if answers is None else _make(at, folder, out, answers)
    except (click.Abort, KeyboardInterrupt):
        at.err.print(Text(f"\n{at.speech.say('new.stopped')}"))
        return STOPPED


def _refused(folder: Path) -> Problem | None:
    """Return why no municipality can be made in a folder: it is one already, or something lies there."""
    place = Place(file=str(folder))
    if found := settings.files_in(folder):
        return error("new.is_municipality", place, name=found[0].name)
    if folder.is_dir():
        there = sorted(entry.name for entry in folder.iterdir() if not _is_passed_over(entry.name))
        return error("new.not_empty", place, name=there[0]) if there else None
    return error("new.is_file", place) if folder.exists() else None


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or name.casefold() in _NOT_OURS


def _nothing(at: Desk, *problems: Problem) -> int:
    tell(at, problems)
    at.err.print(Text(at.speech.say("new.nothing")))
    return PROBLEMS


# ---------------------------------------------------------------- answers


def _answers(at: Desk, own_name: str, given: Mapping[str, str | None], *, excel: bool) -> Answers | None:
    """Return the answers: those given, those asked for at a terminal where none was, and defaults."""
    defaults = {
        "name": own_name,
        "language": at.speech.written,
        "limit": "5",
        "round": str(dt.date.today().year),  # noqa: DTZ011 - a proposal to a person, in their own time zone
        "contact": "",
    }
    if sys.stdin is not None and sys.stdin.isatty() and not any(given.values()):
        at.out.print(Text(at.speech.say("new.intro")))
        written = {name: _asked(at, name, default) for name, default in (defaults | {"name": _title(own_name)}).items()}
    else:
        written = {name: given.get(name) or default for name, default in defaults.items()}
    read = {name: _read(name, text) for name, text in written.items()}
    problems = [found for found in read.values() if isinstance(found, Problem)]
    if problems:
        _nothing(at, *problems)
        return None
    return Answers(**read, excel=excel)  # type: ignore[arg-type] # each of its setting's type


def _title(own_name: str) -> str:
    """Return a municipality's name as its folder's may mean it: «fjordvik» is proposed as «Fjordvik kommune»."""
    return own_name if " " in own_name else f"{own_name[:1].upper()}{own_name[1:]} kommune"


def _asked(at: Desk, name: str, default: str) -> str:
    """Return an answer that can stand; plain Enter takes the default, and a wrong one is told and asked again."""
    while True:
        question = at.speech.say(f"new.ask.{name}")
        written: str = click.prompt(question, default=default, show_default=bool(default), type=str)
        found = _read(name, written)
        if not isinstance(found, Problem):
            return written
        tell(at, (found,))


def _read(name: str, written: str) -> str | int | Problem:
    """Return an answer as its setting reads it, or what is wrong with it."""
    setting = next(one for one in settings.SETTINGS if one.path == _SETTINGS[name])
    cleaned, _ = clean.line(written)
    if not cleaned:
        return error("new.empty", field=name) if name != "contact" else ""
    found, told = fields.value(setting.kind, cleaned, At(name, Place()))
    wrong = next((problem for problem in told if problem.is_error), None)
    answer: str | int = found if found is not None else ""
    return wrong or answer


# ---------------------------------------------------------------- the folder


def _make(at: Desk, folder: Path, out: Path, answers: Answers) -> int:
    """Make folder and pack beside where they belong, and put them there when both are whole."""
    words, target = read_words(at), folder.resolve()
    with _workshop(target.parent) as here, _workshop(out.resolve()) as there:
        made = here / target.name
        for path, data in new_folder.files(answers, words.texts[answers.language]).items():
            write_whole(made / path, data)
        root = _first_pack(at, made, there, out, words)
        if root is None:
            at.err.print(Text(at.speech.say("new.nothing")))
            return PROBLEMS
        pack = out / root.relative_to(there)
        fault = _placed(made, target, root, pack)
    if fault is not None:
        return _nothing(at, fault)
    _tell_what_next(at, folder, pack, answers, words)
    return DONE


@contextmanager
def _workshop(near: Path) -> Iterator[Path]:
    """Give a folder to work in that is gone afterwards, with the folders above it that were made and stay empty."""
    missing = [folder for folder in (near, *near.parents) if not folder.exists()]
    near.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=near, prefix=".packgen-") as name:
            yield Path(name)
    finally:
        with suppress(OSError):  # not empty: what was made lies there
            for folder in missing:
                folder.rmdir()


def _first_pack(at: Desk, made: Path, there: Path, out: Path, words: Words) -> Path | None:
    """Build the first pack in the workshop and return its folder there; None, and told, where it cannot be made."""
    gathered = pipeline.gather(Request(made), words)
    problems = list(gathered.problems)
    if gathered.value is not None:
        pack = places.root_of(gathered.value, out)
        problems += [error("new.pack_exists", Place(file=str(pack)))] if pack.exists() else []
    tell(at, problems)
    if gathered.value is None or any(problem.is_error for problem in problems):
        return None
    built = build_one(at, gathered.value, words, read_looks(), there)
    return None if built is None else Path(built.root)


def _placed(made: Path, target: Path, root: Path, pack: Path) -> Problem | None:
    """Move folder and pack to where they belong; where one cannot be, take the other away and return why."""
    try:
        pack.parent.mkdir(parents=True, exist_ok=True)
        root.rename(pack)
        _move(made, target)
    except BaseException as fault:
        shutil.rmtree(pack, ignore_errors=True)
        if isinstance(fault, OSError):
            return error("new.not_placed", Place(file=str(target)))
        raise
    return None


def _move(made: Path, target: Path) -> None:
    """Move a folder whole; into an empty one that is there already, what it holds."""
    if not target.exists():
        made.rename(target)
        return
    moved: list[Path] = []
    try:
        for entry in sorted(made.iterdir()):
            entry.rename(target / entry.name)
            moved.append(target / entry.name)
    except BaseException:
        for path in moved:
            path.rename(made / path.name)
        raise


def _tell_what_next(at: Desk, folder: Path, pack: Path, answers: Answers, words: Words) -> None:
    """Say where everything lies and what to do now."""
    texts = words.texts[answers.language]
    values = {
        "name": answers.name,
        "folder": folder.as_posix(),
        "first": (pack / "index.html").as_posix(),
        "settings": (folder / new_folder.settings_file(answers, texts)).as_posix(),
        "results": (folder / new_folder.results_file(texts)).as_posix(),
    }
    at.out.print(Text(at.speech.say("new.done", **values)))
    for line in at.speech.lines("new.next"):
        at.out.print(Text(line.format_map(values)))
