"""The command line: the only place that prints or exits, with `desk` that it speaks at and `cli_texts`."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from packgen import __version__, cli_texts, packs, pipeline, privacy, resources, results, units
from packgen.content import text
from packgen.desk import DONE, PROBLEMS, WRONG_USE, Desk, desk, stops, tell
from packgen.model import Language, Unit
from packgen.pipeline import Built, Request
from packgen.speech import Speech
from packgen.surveys import Gathered

MOST_OF_A_WORD = 12
"""Letters that a column of a table keeps for itself in a narrow window."""
SETTINGS_FILE = "municipality.yaml"


# ---------------------------------------------------------------- help in the person's language


class _Command(click.Command):
    """A command whose help speaks the person's language and ends with examples; ``words`` is the key of its words."""

    words: str = ""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        examples = _speech(ctx).lines(f"{self.words}.examples")
        if examples:
            with formatter.section(_speech(ctx).say("examples")):
                for line in examples:
                    formatter.write(f"{'':{formatter.current_indent}}{line}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help_option(super().get_help_option(ctx), ctx)


class _Group(click.Group):
    """A group of commands whose help speaks the person's language."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, command.get_short_help_str(100)) for name, command in self.commands.items()]
        with formatter.section(_speech(ctx).say("commands")):
            formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help_option(super().get_help_option(ctx), ctx)


def _speech(ctx: click.Context) -> Speech:
    found: Desk = ctx.find_root().obj
    return found.speech


def _usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    pieces = command.collect_usage_pieces(ctx)
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=f"{_speech(ctx).say('usage')} ")


def _options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    rows = [row for p in command.get_params(ctx) if (row := p.get_help_record(ctx)) is not None]
    with formatter.section(_speech(ctx).say("options")):
        formatter.write_dl(rows)


def _help_option(option: click.Option | None, ctx: click.Context) -> click.Option | None:
    if option is not None:
        option.help = _speech(ctx).say("help_option")
    return option


# ---------------------------------------------------------------- commands


def _read_words(at: Desk, *, drafts: bool = False) -> packs.Words:
    outcome = packs.read_words(resources.CONTENT, drafts=drafts)
    if outcome.value is None or not outcome.ok:
        tell(at, outcome.problems)
        raise SystemExit(PROBLEMS)
    return outcome.value


def _municipalities(at: Desk, named: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the folders asked for; without any, the one we stand in, else all examples."""
    if named:
        return named
    if Path(SETTINGS_FILE).exists():
        return (Path(),)
    found = tuple(sorted(f.parent for f in Path("examples").glob(f"*/{SETTINGS_FILE}")))
    if not found:
        raise click.UsageError(at.speech.say("usage_error.no_municipality"))
    return found


def _build(
    at: Desk, folders: tuple[Path, ...], out: Path, *, strict: bool, drafts: bool, request: Callable[[Path], Request]
) -> int:
    words, looks = _read_words(at, drafts=drafts), packs.read_looks(resources.TEMPLATES, resources.CONTENT)
    gathered = [(folder, pipeline.gather(request(folder), words)) for folder in _municipalities(at, folders)]
    problems = [p for _, outcome in gathered for p in outcome.problems]
    in_use = packs.drafts_in_use(words)
    tell(at, (*problems, *(in_use if strict else ())))
    if stops((*problems, *in_use), strict=strict):
        told = "problem.nothing_written" if stops(problems, strict=False) else "problem.strict"
        at.err.print(at.speech.say(told))
        return PROBLEMS
    rows: list[tuple[Gathered, Built, float]] = []
    for _, outcome in gathered:
        if outcome.value is None:
            return PROBLEMS
        started = time.perf_counter()
        built = _build_one(at, outcome.value, words, looks, out)
        if built is None:
            return PROBLEMS
        rows.append((outcome.value, built, time.perf_counter() - started))
    _table(at, rows)
    tell(at, in_use)
    return DONE


def _build_one(at: Desk, gathered: Gathered, words: packs.Words, looks: packs.Looks, out: Path) -> Built | None:
    total = len(gathered.chosen)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[unit]}"),
        console=at.err, transient=True, disable=not at.err.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task(f"{at.speech.say('done.building')}: {gathered.municipality.name}", total=total, unit="")

        def on_unit(unit: Unit) -> None:
            bar.update(task, advance=1, unit=unit.name)

        if not at.err.is_terminal:
            at.err.print(Text(f"{at.speech.say('done.building')}: {gathered.municipality.name} ({total})"))
        outcome = pipeline.build(gathered, words, looks, out, on_unit)
    tell(at, (*outcome.problems, *(outcome.value.problems if outcome.value else ())))
    if outcome.value is None:
        at.err.print(at.speech.say("problem.nothing_written"))
    return outcome.value


def _table(at: Desk, rows: list[tuple[Gathered, Built, float]]) -> None:
    table = Table(box=None, pad_edge=False)
    for name in ("municipality", "units", "packs", "documents", "hidden", "seconds"):
        justify: Any = "left" if name == "municipality" else "right"
        table.add_column(at.speech.say(f"done.{name}"), justify=justify, overflow="fold")
    for gathered, built, seconds in rows:
        numbers = (built.units, built.packs, built.documents, built.hidden, f"{seconds:.1f}".replace(".", ","))
        table.add_row(gathered.municipality.name, *(str(n) for n in numbers))
    at.out.print(table, soft_wrap=False)
    for _, built, _ in rows:
        at.out.print(Text(at.speech.say("done.first", path=built.look_first.as_posix())))


def _check(
    at: Desk, folders: tuple[Path, ...], *, strict: bool, drafts: bool, request: Callable[[Path], Request]
) -> int:
    words = _read_words(at, drafts=drafts)
    problems = [p for folder in _municipalities(at, folders) for p in pipeline.gather(request(folder), words).problems]
    problems += [*packs.judgements(words), *packs.drafts_in_use(words)]
    tell(at, problems)
    if stops(problems, strict=strict):
        return PROBLEMS
    at.out.print(at.speech.say("problem.all_well"))
    return DONE


def _privacy(at: Desk, folder: Path, results_file: Path | None, *, as_json: bool) -> int:
    words = _read_words(at)
    outcome = pipeline.gather(Request(folder, results_file), words)
    tell(at, outcome.problems)
    if outcome.value is None or not outcome.ok:
        return PROBLEMS
    now = outcome.value.now
    log = privacy.log(now.tree, now.disclosure, now.round)
    if as_json:
        click.echo(json.dumps(log, ensure_ascii=False, indent=2))
    else:
        _privacy_table(at, outcome.value, words, log)
    return DONE


def _privacy_table(at: Desk, gathered: Gathered, words: packs.Words, log: dict[str, Any]) -> None:
    say = at.speech.say
    title = say(
        "privacy_table.title",
        municipality=gathered.municipality.name,
        round=gathered.now.round.name,
        limit=log["limit"],
    )
    at.out.print(Text(title, style="bold"))
    table = Table(box=None, pad_edge=False)
    for name in ("unit", "n", "shown", "classes", "beside"):
        table.add_column(say(f"privacy_table.{name}"), overflow="fold")
    reasons = words.texts[at.speech.written].node("privacy.reasons")
    names = {u.id: u.name for u in gathered.now.tree.units}
    depth = {u.id: len(gathered.now.tree.ancestors(u.id)) for u in gathered.now.tree.units}
    for unit in log["units"]:
        table.add_row(
            "  " * depth[unit["id"]] + unit["name"],
            "" if unit["n"] is None else str(unit["n"]),
            say("privacy_table.yes" if unit["shown"] else "privacy_table.no"),
            str(unit["distribution"] or "–"),
            ", ".join(names[c] for c in unit["comparators"]) if unit["shown"] else reasons[unit["reason"]],
        )
    at.out.print(table, soft_wrap=False)


def _documents(at: Desk) -> int:
    words = _read_words(at)
    texts = words.texts[at.speech.written]
    values = {"t": texts.node("terms")}

    def said(key: str) -> str:
        return text.string(texts.node(key), texts.language, values)

    table = Table(box=None, pad_edge=False)
    table.add_column("id", no_wrap=True, min_width=max(len(makeup.id) for makeup in words.makeups))
    for name in ("document", "audience", "phase", "about"):
        table.add_column(at.speech.say(f"documents_table.{name}"), overflow="fold", min_width=MOST_OF_A_WORD)
    for makeup in words.makeups:
        edition = makeup.edition.value
        table.add_row(
            makeup.id,
            said(f"documents.{makeup.id}.name"),
            said(
                f"documents.shared_editions.{edition}"
                if makeup.scope != "unit"
                else f"documents.editions.{edition}.name"
            ),
            said(f"documents.phases.{makeup.phase}"),
            said(f"documents.{makeup.id}.about"),
        )
    at.out.print(table, soft_wrap=False)
    return DONE


def _write_form(at: Desk, file: Path, data: bytes) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    at.out.print(Text(at.speech.say("done.form", file=file)))
    return DONE


def _results_form(at: Desk, file: Path, folder: Path | None, language: Language | None) -> int:
    default = at.speech.written
    tree = None
    if folder is not None:
        outcome = pipeline.gather(Request(folder), _read_words(at))
        tell(at, outcome.problems)
        if outcome.value is None:
            return PROBLEMS
        tree, default = outcome.value.now.tree, outcome.value.municipality.language
    return _write_form(at, file, results.form.write(language or default, tree))


def _units_form(at: Desk, folder: Path, file: Path, results_file: Path | None) -> int:
    outcome = pipeline.gather(Request(folder, results_file), _read_words(at))
    tell(at, outcome.problems)
    if outcome.value is None:
        return PROBLEMS
    return _write_form(at, file, units.form(outcome.value.now.tree, outcome.value.municipality.language))


# ---------------------------------------------------------------- the program

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_ANY = click.Path(exists=True, path_type=Path)
_NEW = click.Path(dir_okay=False, path_type=Path)


def program(at: Desk) -> click.Group:
    """Return the whole command line, its help in the language of the desk."""
    say = at.speech.say

    def option(name: str, **more: Any) -> click.Option:  # noqa: ANN401 - click's own arguments
        return click.Option(
            [f"--{name.rsplit('.', maxsplit=1)[-1].replace('_', '-')}"], help=say(f"option.{name}"), **more
        )

    def folders() -> click.Argument:
        return click.Argument(["municipality"], nargs=-1, type=_FOLDER, metavar=say("metavar.municipality"))

    def folder() -> click.Argument:
        return click.Argument(["municipality"], type=_FOLDER, metavar=say("metavar.folder"))

    def file() -> click.Argument:
        return click.Argument(["file"], type=_NEW, metavar=say("metavar.file"))

    def results_option() -> click.Option:
        return option("results", type=_ANY, metavar=say("metavar.file"))

    def language_option() -> click.Option:
        return option("language", type=click.Choice(["nb", "nn"]))

    def flags() -> list[click.Option]:
        return [option("strict", is_flag=True), option("drafts", is_flag=True)]

    def build(municipality: tuple[Path, ...], out: Path, *, strict: bool, drafts: bool, **asked: Any) -> int:  # noqa: ANN401 - options by name
        return _build(at, municipality, out, strict=strict, drafts=drafts, request=lambda f: _request(f, **asked))

    def check(municipality: tuple[Path, ...], *, strict: bool, drafts: bool, **asked: Any) -> int:  # noqa: ANN401 - options by name
        return _check(at, municipality, strict=strict, drafts=drafts, request=lambda f: _request(f, **asked))

    group = _Group("packgen", help=say("program.help"), no_args_is_help=True)
    group.params.append(_version_option(say("version_option")))
    scope = [
        option("unit", multiple=True, metavar=say("privacy_table.unit").upper()),
        option("document", multiple=True, metavar="ID"),
    ]
    out = option("out", type=click.Path(file_okay=False, path_type=Path), default=Path("output"), show_default=True)
    group.add_command(
        _command(
            at,
            "build",
            build,
            [folders(), results_option(), out, *scope, language_option(), *flags()],
        )
    )
    group.add_command(_command(at, "check", check, [folders(), results_option(), *flags()]))
    group.add_command(
        _command(
            at,
            "privacy",
            lambda municipality, results, json: _privacy(at, municipality, results, as_json=json),
            [folder(), results_option(), option("json", is_flag=True)],
        )
    )
    group.add_command(_command(at, "documents", lambda: _documents(at), []))
    forms = _Group("results", help=say("results.help"))
    forms.add_command(
        _command(
            at,
            "form",
            lambda file, municipality, language: _results_form(at, file, municipality, language),
            [file(), option("municipality", type=_FOLDER), language_option()],
            "results_form",
        )
    )
    group.add_command(forms)
    lists = _Group("units", help=say("units.help"))
    lists.add_command(
        _command(
            at,
            "form",
            lambda municipality, file, results: _units_form(at, municipality, file, results),
            [folder(), file(), results_option()],
            "units_form",
        )
    )
    group.add_command(lists)
    group.add_command(_texts(at, option))
    return group


def _texts(at: Desk, option: Callable[..., click.Option]) -> click.Group:
    """Return the group of commands on texts."""
    say = at.speech.say

    def content() -> click.Option:
        return option("content", type=_FOLDER, metavar=say("metavar.folder"))

    def standard(name: str, argument: str) -> click.Option:
        return click.Option([name, argument], help=say(f"option.{argument}"), type=click.Choice(["nb", "nn"]))

    def draft(content: Path | None, source: Language | None, target: Language | None) -> int:
        if source and source == target:
            raise click.UsageError(say("usage_error.same_standard"))
        into: Language = target or ("nb" if source == "nn" else "nn")
        return cli_texts.make_drafts(at, content, "nb" if into == "nn" else "nn", into)

    group = _Group("texts", help=say("texts.help"))
    municipality = click.Argument(["municipality"], required=False, type=_FOLDER, metavar=say("metavar.municipality"))
    asked = [content(), option("texts.language", type=click.Choice(["nb", "nn"]))]
    asked += [option("strict", is_flag=True), option("drafts", is_flag=True)]

    def check(**options: Any) -> int:  # noqa: ANN401 - options by name
        return cli_texts.check(at, **options)

    group.add_command(_command(at, "check", check, [municipality, *asked], "texts_check"))
    standards = [standard("--from", "source"), standard("--to", "target")]
    group.add_command(_command(at, "draft", draft, [*standards, content()], "texts_draft"))
    return group


def _version_option(words: str) -> click.Option:
    def show(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's own call
        if asked and not ctx.resilient_parsing:
            click.echo(f"packgen {__version__}")
            ctx.exit()

    return click.Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=show, help=words)


def _command(
    at: Desk, name: str, run: Callable[..., int], params: list[click.Parameter], words: str = ""
) -> click.Command:
    command = _Command(name, callback=run, params=params, help=at.speech.say(f"{words or name}.help"))
    command.words = words or name
    return command


def _request(
    folder: Path,
    results: Path | None = None,
    unit: tuple[str, ...] = (),
    document: tuple[str, ...] = (),
    language: Language | None = None,
) -> Request:
    return Request(folder, results, unit, document, language)


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
