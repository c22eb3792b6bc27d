"""``validate``: the simulator against known answers."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from sim.cli import options
from sim.cli.codes import MISSED, UNDECIDED
from sim.cli.show import show_as
from sim.cli.verb import Verb

if TYPE_CHECKING:
    from sim.command.engine import EngineName


@click.command(cls=Verb)
@click.argument("studies", nargs=-1, metavar="[NAME|STUDY.yaml]...")
@options.WORKERS
@options.ENGINE
@options.as_json()
@options.QUIET
def validate(studies: tuple[str, ...], workers: int | None, engine: EngineName, *, as_json: bool, quiet: bool) -> None:
    """Compare the simulator with known answers; exit with 6 when one is missed.

    Without a NAME, all studies in scenarios/known_answers are compared: with theory, with the program's own rules, and with
    what was published. A STUDY.yaml of your own is compared with theory where its kind is known: a queue, a few units
    with a place each, one unit in a plane, scattered units, patrol at the dose at which its effect is stated. Where
    it misses nothing but has too few replications or calls to say so, the exit code is 7.
    """
    from sim.progress import progress_on
    from sim.validate.known import suite_of
    from sim.validate.suite import run_suite
    from sim.validate.table import lines_as_json, table_of

    with progress_on(sys.stderr, quiet=quiet) as progress:
        lines = run_suite(suite_of(studies, progress, engine), workers or os.cpu_count() or 1, progress)
    show_as(lines_as_json, table_of, lines, as_json=as_json)
    if any(line.fails for line in lines):
        click.get_current_context().exit(MISSED)
    if any(line.undecided for line in lines):
        click.get_current_context().exit(UNDECIDED)
