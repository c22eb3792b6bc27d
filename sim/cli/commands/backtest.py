"""``backtest``: what a fit would have foreseen, against what came."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sim.cli import options
from sim.cli.results import results_folder
from sim.cli.show import show
from sim.cli.verb import Verb

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=Verb)
@options.COUNTY_FILE
@click.option(
    "--hold-out",
    type=click.IntRange(min=1),
    required=True,
    metavar="N",
    help="Months to hide: the last N that there are.",
)
@options.UNTIL
@options.DATA
@options.out("backtest_NAME")
@click.option("--draws", type=click.IntRange(min=100), metavar="N", help="Draws of what is foreseen [1000].")
@click.option("--seed", type=click.IntRange(min=0), metavar="N", help="Seed of the draws [2025].")
@click.option(
    "--index", default="cambridge", metavar="NAME", help="Harm pack of the lists of hotspots by harm [cambridge]."
)
@click.option(
    "--histories",
    type=click.IntRange(min=40),
    metavar="N",
    help="Hold what came also against N histories of the simulator's own [none].",
)
@options.as_json("all numbers", "the tables")
@options.QUIET
def backtest(
    county: str,
    hold_out: int,
    until: str | None,
    data: Path | None,
    out: Path | None,
    draws: int | None,
    seed: int | None,
    *,
    index: str,
    histories: int | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Hide the last months of a county's records from the fit, and hold them against what it foresees.

    COUNTY.yaml is a county of kind files, or the name of such a pack, for example hertfordshire_real.
    """
    from sim.backtest.rows import as_json as told_as_json
    from sim.backtest.run import DRAWS, SEED, Question, backtest_county
    from sim.backtest.table import backtest_table
    from sim.backtest.write import write_backtest
    from sim.progress import progress_on
    from sim.study.county_file import read_county_file

    file = read_county_file(county, data)
    folder = results_folder(out, f"backtest_{file.document.path.stem}")
    question = Question(
        hold_out=hold_out,
        until=until,
        draws=DRAWS if draws is None else draws,
        seed=SEED if seed is None else seed,
        index=index,
        histories=histories or 0,
    )
    with progress_on(sys.stderr, quiet=quiet) as progress:
        findings = backtest_county(file, question, progress)
    write_backtest(findings, file, question, folder)
    if as_json:
        click.echo(told_as_json(findings))
    else:
        show(backtest_table(findings, str(folder)))
