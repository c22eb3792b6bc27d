"""``track``: patrol as trackers reported it, against a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sim.cli import options
from sim.cli.results import results_folder
from sim.cli.show import show
from sim.cli.verb import Verb

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=Verb)
@click.argument("pings", metavar="PINGS.csv", type=options.PATH)
@click.option("--county", required=True, metavar="COUNTY.yaml", help="County file, or name of a county pack.")
@click.option("--plan", required=True, type=options.PATH, metavar="PLAN.csv", help="The patrol plan.")
@click.option("--crs", metavar="EPSG:N", help="Coordinate system of the positions [EPSG:27700, or 4326 for degrees].")
@click.option(
    "--status", multiple=True, metavar="WORD", help="Count only reports with this status; may be given again."
)
@click.option("--scenario", metavar="NAME", help="Option to keep, where the files are those of a run.")
@click.option(
    "--gap", type=click.FloatRange(min=0.1), metavar="MIN", help="Longest time between reports in a visit [5]."
)
@click.option("--away", type=click.FloatRange(min=0), metavar="MIN", help="Who is back within this never left [2].")
@click.option("--least", type=click.FloatRange(min=0), metavar="MIN", help="Shorter stays are no visits [3].")
@click.option(
    "--most-km-h", type=click.FloatRange(min=0), metavar="N", help="Faster units are not visiting; 0: any speed [10]."
)
@options.out("track_NAME")
@options.DATA
@options.as_json("how well the plan was kept")
def track(
    pings: Path,
    *,
    county: str,
    plan: Path,
    crs: str | None,
    status: tuple[str, ...],
    scenario: str | None,
    gap: float | None,
    away: float | None,
    least: float | None,
    most_km_h: float | None,
    out: Path | None,
    data: Path | None,
    as_json: bool,
) -> None:
    """Find visits to hotspots in what GPS trackers reported, and hold them against a patrol plan.

    PINGS.csv has the columns unit, time, and x and y or longitude and latitude. PLAN.csv has area, visit_minutes, and
    visits_at, or visits_per_day and hours. docs/track.md says more.
    """
    from sim.report.patrol_table import patrol_table
    from sim.run.tracked import Question, hold_against_plan, write_tracked
    from sim.run.tracked import as_json as told_as_json
    from sim.study.county_file import read_any_county
    from sim.track.detect import Reading

    folder = results_folder(out, f"track_{pings.stem}")
    usual = Reading()
    reading = Reading(
        longest_gap_min=usual.longest_gap_min if gap is None else gap,
        longest_away_min=usual.longest_away_min if away is None else away,
        least_min=usual.least_min if least is None else least,
        most_km_h=usual.most_km_h if most_km_h is None else most_km_h or None,
    )
    question = Question(pings, plan, crs, status, scenario, reading)
    outcome = hold_against_plan(read_any_county(county, data), question)
    write_tracked(outcome, question, county, folder)
    if as_json:
        click.echo(told_as_json(outcome))
        return
    show(patrol_table(f"Patrol in {outcome.county.name}", outcome.kept, outcome.names, outcome.notes))
    click.echo(f"\nTables: {folder}")
