"""``rank``: which areas come first."""

from __future__ import annotations

import re
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
@options.out("rank_NAME")
@options.DATA
@click.option(
    "--index",
    default="cambridge",
    metavar="NAME",
    help="What crime is weighed by: a harm pack, or hertfordshire_z for a sum of z-scores in place of ranks [cambridge].",
)
@click.option("--months", nargs=2, metavar="FIRST LAST", help="Months to rank by, YYYY-MM [those of the county file].")
@click.option(
    "--top",
    type=click.IntRange(min=1),
    metavar="N",
    help="Length of the lists of high and low harm, and of the table [40, or a fifth of the areas if that is less].",
)
@click.option("--without-stations", is_flag=True, help="Leave out rows at the map points of police stations.")
@click.option(
    "--against", metavar="FILE", help="Hold the ranking against a published one: a CSV file with area and rank."
)
@options.as_json("the ranking")
def rank(
    county: str,
    out: Path | None,
    data: Path | None,
    index: str,
    months: tuple[str, str] | None,
    top: int | None,
    against: str | None,
    *,
    without_stations: bool,
    as_json: bool,
) -> None:
    """Rank the areas of a county file by what its data say, and how sure that is.

    COUNTY.yaml is a county of kind files, or the name of such a pack, for example hertfordshire_real.
    """
    from sim.rank.run import Question, rank_county
    from sim.rank.terminal import ranking_table
    from sim.rank.write import as_json as told_as_json
    from sim.rank.write import write_ranking
    from sim.study.county_file import read_county_file

    file = read_county_file(county, data)
    folder = results_folder(out, f"rank_{file.document.path.stem}")
    question = Question(index, _span(months), stations=not without_stations, top=top, against=against)
    outcome = rank_county(file, question)
    write_ranking(outcome, file, question, folder)
    if as_json:
        click.echo(told_as_json(outcome))
    else:
        show(ranking_table(outcome))
        click.echo(f"\nTables, layers and page: {folder}")


def _span(months: tuple[str, str] | None) -> tuple[str, str] | None:
    """Check the months that were given."""
    if not months:
        return None
    wrong = [month for month in months if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month)]
    if wrong:
        message = f"--months: {' and '.join(map(repr, wrong))} is no month; write it as 2021-01"
        raise click.UsageError(message)
    if months[0] > months[1]:
        message = f"--months: the first, {months[0]}, comes after the last, {months[1]}"
        raise click.UsageError(message)
    return months
