"""The command line: which commands there are, their options, and how a wrong use is told."""

import datetime as dt
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import click
from rich.text import Text

from packgen import __version__
from packgen.commands import (
    building,
    collecting,
    exchanging,
    forms,
    overviewing,
    printing,
    rounds,
    showing,
    starting,
    texts,
    upgrading,
)
from packgen.commands.help import Command, Group
from packgen.desk import DONE, PROBLEMS, WRONG_USE, Desk, desk, tell
from packgen.model import Language, PaperSize
from packgen.pipeline import Request
from packgen.problems import Place, error
from packgen.speech import Speech
from packgen.store import is_url

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_ANY = click.Path(exists=True, path_type=Path)
_NEW = click.Path(dir_okay=False, path_type=Path)
_NEW_FOLDER = click.Path(file_okay=False, path_type=Path)
_STANDARD = click.Choice(["nb", "nn"])


class _Place(click.ParamType[Path | str]):
    """A folder, or the URL of another place."""

    name = "place"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:  # noqa: ANN401 - click's own
        """Return the URL as it is, a folder as a path."""
        if isinstance(value, str) and is_url(value):
            return value
        return Path(_NEW_FOLDER.convert(value, param, ctx))


def program(at: Desk) -> click.Group:
    """Return the whole command line, its help in the language of the desk."""
    tree = _Tree(at)
    group = tree.group("packgen", "program", no_args_is_help=True)
    group.params.append(_version_option(at.speech.say("version_option")))
    for command in (
        tree.new(),
        tree.build(),
        tree.check(),
        tree.privacy(),
        tree.look(),
        tree.sheets(),
        tree.documents(),
        tree.collect(),
        tree.next(),
        tree.overview(),
    ):
        group.add_command(command)
    for below in (tree.round(), tree.results(), tree.units(), tree.texts(), tree.upgrade()):
        group.add_command(below)
    return group


@dataclass(frozen=True, slots=True)
class _Tree:
    """Makes the commands, each with its parameters; words come from the desk's speech."""

    at: Desk

    # ------------------------------------------------------------ pieces

    def say(self, key: str) -> str:
        return self.at.speech.say(key)

    def group(self, name: str, words: str, **more: Any) -> Group:  # noqa: ANN401 - click's own arguments
        return Group(name, help=self.say(f"{words}.help"), **more)

    def command(
        self, name: str, run: Callable[..., int], params: list[click.Parameter], words: str = ""
    ) -> click.Command:
        command = Command(name, callback=run, params=params, help=self.say(f"{words or name}.help"))
        command.words = words or name
        return command

    def option(self, name: str, **more: Any) -> click.Option:  # noqa: ANN401 - click's own arguments
        """Return an option called as the last part of its key, its help at that key."""
        flag = name.rsplit(".", maxsplit=1)[-1].replace("_", "-")
        return click.Option([f"--{flag}"], help=self.say(f"option.{name}"), **more)

    def folders(self) -> click.Argument:
        return click.Argument(["municipality"], nargs=-1, type=_FOLDER, metavar=self.say("metavar.municipality"))

    def folder(self) -> click.Argument:
        return click.Argument(["municipality"], type=_FOLDER, metavar=self.say("metavar.folder"))

    def new_folder(self) -> click.Argument:
        return click.Argument(["folder"], type=click.Path(path_type=Path), metavar=self.say("metavar.folder"))

    def file(self) -> click.Argument:
        return click.Argument(["file"], type=_NEW, metavar=self.say("metavar.file"))

    def results_option(self) -> click.Option:
        return self.option("results", type=_ANY, metavar=self.say("metavar.file"))

    def unit_option(self, name: str, **more: Any) -> click.Option:  # noqa: ANN401 - click's own arguments
        return self.option(name, metavar=self.say("privacy_table.unit").upper(), **more)

    def out_option(self, name: str, default: str) -> click.Option:
        return self.option(name, type=_NEW_FOLDER, default=Path(default), metavar=self.say("metavar.folder"))

    def flags(self, *names: str) -> list[click.Option]:
        return [self.option(name, is_flag=True) for name in names]

    # ------------------------------------------------------------ packs

    def new(self) -> click.Command:
        def run(folder: Path, out: Path, *, excel: bool, **given: str | None) -> int:
            return starting.new(self.at, folder, out, excel=excel, **given)

        options = [
            self.option("new.name"),
            self.option("new.language", type=_STANDARD),
            self.option("new.limit", metavar="5"),
            self.option("new.round", metavar="2026"),
            self.option("new.contact", metavar="hr@kommune.no"),
            self.option("new.excel", is_flag=True),
            self.out_option("out", "output"),
        ]
        return self.command("new", run, [self.new_folder(), *options])

    def build(self) -> click.Command:
        def run(municipality: tuple[Path, ...], out: Path | str, **asked: Any) -> int:  # noqa: ANN401 - options by name
            flags = {name: asked.pop(name) for name in ("strict", "drafts", "pdf")}
            jobs, check, address = asked.pop("jobs") or 0, asked.pop("check"), asked.pop("cluster") or ""

            def request(folder: Path) -> Request:
                return _request(folder, **asked)

            if check:
                return building.compare(self.at, municipality, out, drafts=flags["drafts"], request=request, jobs=jobs)
            return building.build(self.at, municipality, out, **flags, request=request, jobs=jobs, address=address)

        scope = [
            self.unit_option("unit", multiple=True),
            self.option("document", multiple=True, metavar="ID"),
            self.option("language", type=_STANDARD),
            self.option("jobs", type=click.IntRange(1, 256), metavar="N"),
            self.option("cluster", metavar="ADDRESS"),
        ]
        out = self.option("packs.out", type=_Place(), default="output", metavar=self.say("metavar.folder"))
        own = [self.folders(), self.results_option(), out]
        return self.command(
            "build", run, [*own, *scope, *self.flags("large_print", "pdf", "check", "strict", "drafts")]
        )

    def check(self) -> click.Command:
        def run(municipality: tuple[Path, ...], results: Path | None, **asked: Any) -> int:  # noqa: ANN401 - options by name
            def request(folder: Path) -> Request:
                return Request(folder, results)

            return building.check(self.at, municipality, request=request, **asked)

        report = self.option("report", type=_NEW, metavar=self.say("metavar.file"))
        options = [self.results_option(), *self.flags("strict", "drafts"), report]
        return self.command("check", run, [self.folders(), *options])

    def privacy(self) -> click.Command:
        def run(municipality: Path, results: Path | None, *, json: bool) -> int:
            return showing.privacy_log(self.at, municipality, results, as_json=json)

        return self.command("privacy", run, [self.folder(), self.results_option(), *self.flags("json")])

    def look(self) -> click.Command:
        def run(municipality: tuple[Path, ...], unit: str | None, out: Path) -> int:
            return printing.look_at(self.at, municipality, unit, out)

        return self.command(
            "look", run, [self.folders(), self.unit_option("look.unit"), self.out_option("out", "output")]
        )

    def sheets(self) -> click.Command:
        def run(municipality: tuple[Path, ...], out: Path, **asked: Any) -> int:  # noqa: ANN401 - options by name
            return printing.sheets(self.at, municipality, out, **asked)

        parts = click.Choice(["A4", "A3"])
        options = [
            self.unit_option("sheets.unit", multiple=True),
            self.option("sheets.tool", multiple=True, metavar="ID"),
            self.option("sheets.size", type=click.Choice(get_args(PaperSize))),
            self.option("sheets.tiles", type=parts, is_flag=False, flag_value="A4"),
            self.out_option("sheets.out", "ark"),
        ]
        return self.command("sheets", run, [self.folders(), *options])

    def documents(self) -> click.Command:
        return self.command("documents", lambda: showing.documents(self.at), [])

    def collect(self) -> click.Command:
        def run(paths: tuple[Path, ...], municipality: Path | None, date: str | None) -> int:
            return collecting.collect(self.at, paths, municipality, self.day(date))

        return self.command("collect", run, [self.filled_forms(), *self.collecting_options()])

    def next(self) -> click.Command:
        def run(paths: tuple[Path, ...], municipality: Path | None, date: str | None, out: Path) -> int:
            return collecting.follow_on(self.at, paths, municipality, self.day(date), out)

        options = [*self.collecting_options(), self.out_option("out", "output")]
        return self.command("next", run, [self.filled_forms(), *options])

    def filled_forms(self) -> click.Argument:
        return click.Argument(["paths"], nargs=-1, required=True, type=_ANY, metavar=self.say("metavar.forms"))

    def collecting_options(self) -> list[click.Option]:
        folder = self.option("collect.municipality", type=_FOLDER, metavar=self.say("metavar.folder"))
        return [folder, self.day_option("collect.date")]

    def overview(self) -> click.Command:
        def run(municipality: tuple[Path, ...], out: Path, date: str | None, results: Path | None) -> int:
            return overviewing.summed_up(self.at, municipality, out, day=self.day(date), results=results)

        options = [self.out_option("overview.out", "output"), self.day_option("overview.date"), self.results_option()]
        return self.command("overview", run, [self.folders(), *options])

    def day_option(self, name: str) -> click.Option:
        return self.option(name, metavar=self.say("metavar.day"))

    def day(self, given: str | None) -> str:
        """Return the day that was given as ISO, else today: the only place where the clock is read for a document."""
        try:
            today = dt.datetime.now(tz=dt.UTC).astimezone().date()
            return (dt.date.fromisoformat(given) if given else today).isoformat()
        except ValueError as fault:
            raise click.UsageError(self.at.speech.say("usage_error.bad_day", value=given)) from fault

    # ------------------------------------------------------------ rounds

    def round(self) -> click.Group:
        def run(name: str, municipality: Path | None, *, dry_run: bool) -> int:
            return rounds.new(self.at, name, municipality, dry_run=dry_run)

        name = click.Argument(["name"], metavar=self.say("metavar.round"))
        group = self.group("round", "round")
        group.add_command(self.command("new", run, [name, self.maybe_folder(), *self.flags("dry_run")], "round_new"))
        return group

    # ------------------------------------------------------------ forms

    def results(self) -> click.Group:
        def run(file: Path, municipality: Path | None, language: Language | None) -> int:
            return forms.results_form(self.at, file, municipality, language)

        options = [self.option("municipality", type=_FOLDER), self.option("language", type=_STANDARD)]
        group = self.group("results", "results")
        group.add_command(self.command("form", run, [self.file(), *options], "results_form"))
        return group

    def units(self) -> click.Group:
        def run(municipality: Path, file: Path, results: Path | None) -> int:
            return forms.units_form(self.at, municipality, file, results)

        group = self.group("units", "units")
        group.add_command(self.command("form", run, [self.folder(), self.file(), self.results_option()], "units_form"))
        return group

    # ------------------------------------------------------------ texts

    def texts(self) -> click.Group:
        group = self.group("texts", "texts")
        group.add_command(self.texts_check())
        group.add_command(self.texts_draft())
        group.add_command(self.texts_where())
        group.add_command(self.texts_export())
        group.add_command(self.texts_import())
        return group

    def content_option(self) -> click.Option:
        return self.option("content", type=_FOLDER, metavar=self.say("metavar.folder"))

    def texts_check(self) -> click.Command:
        def run(**asked: Any) -> int:  # noqa: ANN401 - options by name
            return texts.check(self.at, **asked)

        words = self.say("metavar.municipality")
        municipality = click.Argument(["municipality"], required=False, type=_FOLDER, metavar=words)
        options = [self.content_option(), self.option("texts.language", type=_STANDARD)]
        return self.command("check", run, [municipality, *options, *self.flags("strict", "drafts")], "texts_check")

    def texts_where(self) -> click.Command:
        def run(key: str, municipality: Path | None, unit: str | None, language: Language | None) -> int:
            return texts.where(self.at, key, municipality, unit, language)

        own = self.say("metavar.municipality")
        arguments = [
            click.Argument(["key"], metavar=self.say("metavar.key")),
            click.Argument(["municipality"], required=False, type=_FOLDER, metavar=own),
        ]
        options = [self.unit_option("where.unit"), self.option("where.language", type=_STANDARD)]
        return self.command("where", run, [*arguments, *options], "texts_where")

    def maybe_folder(self) -> click.Argument:
        own = self.say("metavar.municipality")
        return click.Argument(["municipality"], required=False, type=_FOLDER, metavar=own)

    def texts_export(self) -> click.Command:
        def run(file: Path, municipality: Path | None, language: Language | None, document: tuple[str, ...]) -> int:
            return exchanging.export(self.at, file, municipality, language, document)

        options = [
            self.option("export.language", type=_STANDARD),
            self.option("export.document", multiple=True, metavar="ID"),
        ]
        return self.command("export", run, [self.file(), self.maybe_folder(), *options], "texts_export")

    def texts_import(self) -> click.Command:
        def run(file: Path, municipality: Path | None) -> int:
            return exchanging.bring_in(self.at, file, municipality)

        existing = click.Path(exists=True, dir_okay=False, path_type=Path)
        file = click.Argument(["file"], type=existing, metavar=self.say("metavar.file"))
        return self.command("import", run, [file, self.maybe_folder()], "texts_import")

    def upgrade(self) -> click.Command:
        def run(municipality: Path | None, mine: tuple[str, ...], theirs: tuple[str, ...], report: Path | None) -> int:
            return upgrading.run(self.at, municipality, mine, theirs, report)

        key = self.say("metavar.key")
        options = [
            self.option("upgrade.mine", multiple=True, metavar=key),
            self.option("upgrade.theirs", multiple=True, metavar=key),
            self.option("upgrade.report", type=_NEW, metavar=self.say("metavar.file")),
        ]
        return self.command("upgrade", run, [self.maybe_folder(), *options])

    def texts_draft(self) -> click.Command:
        def run(content: Path | None, source: Language | None, target: Language | None) -> int:
            if source and source == target:
                raise click.UsageError(self.say("usage_error.same_standard"))
            into: Language = target or ("nb" if source == "nn" else "nn")
            return texts.make_drafts(self.at, content, "nb" if into == "nn" else "nn", into)

        standards = [
            click.Option([name, argument], help=self.say(f"option.{argument}"), type=_STANDARD)
            for name, argument in (("--from", "source"), ("--to", "target"))
        ]
        return self.command("draft", run, [*standards, self.content_option()], "texts_draft")


def _version_option(words: str) -> click.Option:
    def show(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's own call
        if asked and not ctx.resilient_parsing:
            click.echo(f"packgen {__version__}")
            ctx.exit()

    return click.Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=show, help=words)


def _request(
    folder: Path,
    results: Path | None = None,
    unit: tuple[str, ...] = (),
    document: tuple[str, ...] = (),
    language: Language | None = None,
    *,
    large_print: bool = False,
) -> Request:
    return Request(folder, results, unit, document, language, large_print)


def _wrong_use(at: Desk, fault: click.UsageError) -> int:
    """Tell what was wrong with the command in the person's language; return the exit code."""
    if isinstance(fault, click.exceptions.NoArgsIsHelpError):
        at.out.print(Text(fault.format_message()))
        return WRONG_USE
    at.err.print(Text(_what_was_wrong(at.speech, fault)))
    path = fault.ctx.command_path if fault.ctx else "packgen"
    at.err.print(Text(at.speech.say("usage_error.help", command=path)))
    return WRONG_USE


def _what_was_wrong(words: Speech, fault: click.UsageError) -> str:
    say = words.say
    if isinstance(fault, click.NoSuchOption):
        return say("usage_error.no_option", name=fault.option_name)
    if isinstance(fault, click.exceptions.NoSuchCommand):
        return say("usage_error.no_command", name=fault.command_name)
    if isinstance(fault, click.MissingParameter):
        return say("usage_error.missing", name=_named(fault))
    if isinstance(fault, click.BadParameter):
        kind = fault.param.type if fault.param else None
        if isinstance(kind, click.Choice):
            return say("usage_error.bad_choice", name=_named(fault), choices=", ".join(map(str, kind.choices)))
        return say("usage_error.bad_path", name=_named(fault), value=_quoted(fault.message))
    return say("usage_error.other", message=fault.message)


def _named(fault: click.BadParameter) -> str:
    """Return what the parameter is called on the command line."""
    if fault.param is None or fault.ctx is None:
        return ""
    if isinstance(fault.param, click.Option):
        return fault.param.opts[0]
    return fault.param.make_metavar(fault.ctx)


def _quoted(message: str) -> str:
    """Return what a message of click quotes: the value that somebody wrote."""
    return message.split("'")[1] if message.count("'") > 1 else message


def run(arguments: list[str], at: Desk) -> int:
    """Run one command and return its exit code."""
    try:
        code = program(at).main(arguments, prog_name="packgen", standalone_mode=False, obj=at)
    except click.UsageError as fault:
        return _wrong_use(at, fault)
    except (click.Abort, KeyboardInterrupt):
        at.err.print(at.speech.say("stopped"))
        return 130
    except OSError as fault:  # a full disk, a name too long, a place that may not be written: any command meets them
        reason = fault.strerror or type(fault).__name__
        tell(at, (error("files.unreachable", Place(file=os.fsdecode(fault.filename or "")), reason=reason),))
        return PROBLEMS
    return code if isinstance(code, int) else DONE


def main() -> None:
    """Start packgen from the command line."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        code = run(sys.argv[1:], desk())
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else PROBLEMS
    raise SystemExit(code)
