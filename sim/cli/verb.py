"""What every command can do: say more or less about its work on standard error."""

from __future__ import annotations

import logging
import sys
from typing import Any

import click


class Verb(click.Command):
    """A command with the option ``--debug``, whose log goes to standard error.

    How much is said follows from the options that it has of ``--debug``, ``--verbose`` and ``--quiet``.

    Parameters
    ----------
    *args, **kwargs
        As of `click.Command`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - those of click
        super().__init__(*args, **kwargs)
        told = "Print a traceback when something fails unexpectedly."
        self.params.append(click.Option(["--debug"], is_flag=True, help=told))

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as in click
        """Send the log where it belongs, and run the command, which need not know of it."""
        debug, verbose = ctx.params.pop("debug"), ctx.params.pop("verbose", False)
        quiet = ctx.params.get("quiet", False)
        level = logging.DEBUG if debug else logging.INFO if verbose else logging.ERROR if quiet else logging.WARNING
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger = logging.getLogger("sim")
        logger.setLevel(level)
        logger.handlers = [handler]
        return super().invoke(ctx)
