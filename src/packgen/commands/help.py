"""Commands and groups whose help speaks the person's language."""

import click

from packgen.desk import Desk
from packgen.speech import Speech


class Command(click.Command):
    """A command whose help speaks the person's language and ends with examples; ``words`` is the key of its words."""

    words: str = ""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line of how the command is called."""
        _usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        _options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        examples = _speech(ctx).lines(f"{self.words}.examples")
        if examples:
            with formatter.section(_speech(ctx).say("examples")):
                for line in examples:
                    formatter.write(f"{'':{formatter.current_indent}}{line}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows this help."""
        return _help_option(super().get_help_option(ctx), ctx)


class Group(click.Group):
    """A group of commands whose help speaks the person's language."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line of how the command is called."""
        _usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        _options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands of the group."""
        rows = [(name, command.get_short_help_str(100)) for name, command in self.commands.items()]
        with formatter.section(_speech(ctx).say("commands")):
            formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows this help."""
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
