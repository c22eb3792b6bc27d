"""Where the program begins: its commands, and what becomes of the errors that they end with."""

from __future__ import annotations

import os
import sys
import traceback
from typing import TYPE_CHECKING, Final, TextIO

import click

from sim import __version__
from sim.cli.codes import DONE, FAILED, INTERRUPTED, WRONG_INPUT
from sim.cli.commands.backtest import backtest
from sim.cli.commands.bench import bench
from sim.cli.commands.check import check
from sim.cli.commands.data import data
from sim.cli.commands.fit import fit
from sim.cli.commands.rank import rank
from sim.cli.commands.run import run
from sim.cli.commands.schema import schema
from sim.cli.commands.track import track
from sim.cli.commands.validate import validate
from sim.cli.groups import StudyGroup
from sim.cli.show import say

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM: Final = "python -m sim"

_HELP: Final = """Compare options for police resources: run a study and print how each option does against the baseline.

STUDY.yaml is a study file, for example scenarios/uplift.yaml. Results go to results/NAME/, the comparison to
standard output, progress to standard error.
"""


@click.group(
    cls=StudyGroup,
    commands=[backtest, bench, check, data, fit, rank, run, schema, track, validate],
    help=_HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="sim", message="%(prog)s %(version)s")
def cli() -> None:
    """Compare options for police resources."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Parameters
    ----------
    arguments
        Words after the program's name; those of the process if None.

    Returns
    -------
    int
        Exit code: 0 done, 1 unexpected failure, 2 wrong input, 6 a known answer or benchmark missed, 7 a study of the
        user's too short to be held against theory, 130 interrupted.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    _never_fail_on_a_character(sys.stdout, sys.stderr)
    try:
        return _exit_code(words)
    except (KeyboardInterrupt, click.Abort):
        return say("interrupted", INTERRUPTED)
    except BrokenPipeError:
        # whoever read the answer has left; nothing more can be said, not even at exit
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - lives until exit
        return FAILED
    except Exception as error:  # noqa: BLE001 - the one place that turns the unexpected into an exit code
        if "--debug" in words:
            traceback.print_exc()
            return FAILED
        told = " ".join(str(error).split())
        name = type(error).__name__
        return say(f"unexpected failure: {name}{': ' if told else ''}{told}\nadd --debug for the traceback", FAILED)


def _exit_code(words: list[str]) -> int:
    """Run the command that the words ask for; mistakes of the user are told here."""
    from sim.errors import InputError, SimError

    try:
        outcome = cli.main(args=words, prog_name=PROGRAM, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return WRONG_INPUT
    except InputError as error:
        count = len(error.problems)
        return say(f"{error}\n{count} problem{'s' if count > 1 else ''}", WRONG_INPUT)
    except SimError as error:
        return say(str(error), FAILED)
    return outcome if isinstance(outcome, int) else DONE


def _never_fail_on_a_character(*streams: TextIO) -> None:
    """Print a question mark for a character that an old console does not have, instead of failing."""
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
