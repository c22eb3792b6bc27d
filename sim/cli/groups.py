"""Groups of commands in which one command is meant when none is named."""

from __future__ import annotations

import click


class StudyGroup(click.Group):
    """A group whose first word may be a study file: then the study is run."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command `run` before anything that is neither a command nor an option of the program."""
        if args and args[0] not in {*self.commands, *ctx.help_option_names, "--version"}:
            args = ["run", *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the program is called."""
        formatter.write_usage(ctx.command_path, "STUDY.yaml [OPTIONS]")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]...")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options of a run, then the commands."""
        run = self.commands["run"]
        run_context = click.Context(run, info_name="run", parent=ctx)
        options = [item for item in run.get_params(run_context) if isinstance(item, click.Option)]
        records = [record for item in options if (record := item.get_help_record(run_context))]
        records.insert(-1, ("--version", "Print the version."))
        with formatter.section("Options"):
            formatter.write_dl(records)
        self.format_commands(ctx, formatter)


class ListFirst(click.Group):
    """A group whose first word may be left out: then its command `list` is meant."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command `list` before anything that is neither a command nor a request for help."""
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["list", *args]
        return super().parse_args(ctx, args)
