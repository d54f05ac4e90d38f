"""The command that shows what a new packgen has changed under a municipality's own texts, and takes choices."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from rich.console import Group
from rich.text import Text

from packgen import settings, upgrade, upgrade_report
from packgen.allowed import USUAL
from packgen.commands.exchanging import here, write_all
from packgen.commands.reading import read_looks, read_words
from packgen.desk import DONE, PROBLEMS, Desk, stops, tell
from packgen.exchange.shown import came_back
from packgen.model import Municipality
from packgen.render import word
from packgen.upgrade import Comments, Compared, Decided, Level, as_text, difference
from packgen.wording import Words

ENDING = ".docx"
_SHOWN: Mapping[str, tuple[str, str, str]] = {
    "same": ("", "", ""),
    "old": ("[-", "-]", "red"),
    "new": ("{+", "+}", "bold green"),
}
"""What stands around words that are taken away or new, and their colour: never the colour alone."""


def run(
    at: Desk, municipality: Path | None, mine: tuple[str, ...], theirs: tuple[str, ...], report: Path | None
) -> int:
    """Show what has changed, do what was chosen, and write the report where one is asked for; return the exit code."""
    place = municipality or here()
    if place is None:
        raise click.UsageError(at.speech.say("usage_error.no_municipality"))
    if report is not None and report.suffix.lower() != ENDING:
        raise click.UsageError(at.speech.say("usage_error.ending", name=report.name, endings=ENDING))
    words, loaded = read_words(at), settings.load(place)
    read = upgrade.read(place, words, loaded.value.allowed if loaded.value is not None else USUAL)
    problems = (*(p for p in loaded.problems if loaded.value is None), *read.problems)
    if loaded.value is None or read.value is None:
        tell(at, problems)
        return PROBLEMS
    decided = upgrade.decide(read.value, _keys(mine), _keys(theirs), words, _comments(words, loaded.value))
    tell(at, (*problems, *decided.problems))
    if decided.value is None or stops((*problems, *decided.problems), strict=False):
        at.err.print(at.speech.say("problem.nothing_written"))
        return PROBLEMS
    if not write_all(at, {**decided.value.files, **_report(report, read.value, loaded.value, words)}):
        return PROBLEMS
    _show(at, read.value, decided.value)
    return DONE


def _keys(given: tuple[str, ...]) -> frozenset[str]:
    """Return keys without the marks that a copy from Word may bring along."""
    return frozenset(came_back(key)[0].strip() for key in given)


def _comments(words: Words, municipality: Municipality) -> Comments:
    said = words.texts[municipality.language].nodes["exchange"]["files"]
    return Comments(said["made_from"], said["replaced"])


def _report(
    file: Path | None, levels: tuple[Level, ...], municipality: Municipality, words: Words
) -> dict[Path, bytes]:
    """Return the report on how things stood before anything was chosen."""
    if file is None:
        return {}
    looks = read_looks()
    made = upgrade_report.report(levels, municipality.name, words.texts, municipality.language)
    return {file: word.render(made, looks.theme, looks.word)}


# ---------------------------------------------------------------- in the terminal


def _show(at: Desk, levels: tuple[Level, ...], decided: Decided) -> None:
    every = [one for level in levels for one in level.compared]
    chosen = {(one.language, one.key) for one in (*decided.kept, *decided.replaced)}
    open_ = [one for one in every if one.status in ("changed", "gone") and (one.language, one.key) not in chosen]
    for one in open_:
        at.out.print(Group(*_view(at, one)))
    for said, found in (("kept", decided.kept), ("replaced", decided.replaced), ("noted", decided.noted)):
        for one in found:
            at.out.print(Text(at.speech.say(f"upgraded.{said}", name=one.key)))
    counts = {status: sum(one.status == status for one in open_) for status in ("changed", "gone")}
    same = sum(one.status == "same" for one in every)
    at.out.print(Text(at.speech.say("upgraded.counts", same=same, **counts)))
    if open_:
        at.out.print(Text(at.speech.say("upgraded.choose")))


def _view(at: Desk, one: Compared) -> Iterator[Text]:
    """Return an override as three texts: packgen's as it was, packgen's as it is, and the municipality's."""
    place = f"{one.place.file}:{one.place.line}" if one.place.line else one.place.file
    yield Text.assemble(("\n" + one.key, "bold"), "  ", (place, "cyan"))
    was = as_text(one.was)
    if one.status == "gone":
        yield Text(f"  {at.speech.say('upgraded.gone', nearest=one.nearest or '–')}")
    if was:
        yield _line(at, "was", Text(was))
    if one.status == "changed":
        yield _line(at, "now", _marked(was, as_text(one.now)))
    own = _marked(was, one.own) if was and one.status == "changed" else Text(one.own)
    yield _line(at, "own", own if one.own else Text(at.speech.say("upgraded.removed")))


def _line(at: Desk, name: str, text: Text) -> Text:
    head = at.speech.say(f"upgraded.{name}")
    return Text.assemble(f"  {head}\n    ", Text("\n    ").join(text.split("\n")))


def _marked(was: str, now: str) -> Text:
    """Return a text with what is new or gone in it; as it is where it has little in common with what was."""
    pieces = difference(was, now)
    if not any(piece.kind == "same" for piece in pieces):
        return Text(now)
    found = Text()
    for piece in pieces:
        before, after, style = _SHOWN[piece.kind]
        found.append(f"{before}{piece.text}{after}", style or None)
    return found
