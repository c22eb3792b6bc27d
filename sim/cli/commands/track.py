"""``track``: patrol as trackers reported it, against a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sim.cli import options
from sim.cli.results import results_folder
from sim.cli.show import show
from sim.cli.verb import Verb

if TYPE_CHECKING:
    from sim.track.ground import Ground

AREA: Final = "area"
"""Key of the column of codes in a map of hotspots."""


@click.command(cls=Verb)
@click.argument("pings", metavar="PINGS.csv", type=options.PATH)
@click.option("--county", required=True, metavar="COUNTY.yaml", help="County file, county pack, or map of hotspots.")
@click.option("--plan", required=True, type=options.PATH, metavar="PLAN.csv", help="The patrol plan.")
@click.option("--crs", metavar="EPSG:N", help="Coordinate system of the positions [EPSG:27700, or 4326 for degrees].")
@click.option("--clock", metavar="ZONE", help="Time zone of times without an offset, say UTC [the clock on the wall].")
@click.option(
    "--column",
    multiple=True,
    metavar="KEY=NAME",
    help='Column of the reports, say unit="Asset No"; may be given again.',
)
@click.option(
    "--status", multiple=True, metavar="WORD", help="Count only reports with this status; may be given again."
)
@click.option(
    "--unit", multiple=True, metavar="NAME", help="Count only this unit, or HS* for all so called; again for others."
)
@click.option("--hours", metavar="HH:MM-HH:MM", help="Count only these hours of the day.")
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
    clock: str | None,
    column: tuple[str, ...],
    status: tuple[str, ...],
    unit: tuple[str, ...],
    hours: str | None,
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
    from sim.report.track_words import track_sentences
    from sim.run.tracked import Question, hold_against_plan
    from sim.run.tracked_files import as_json as told_as_json
    from sim.run.tracked_files import page_content, write_tracked
    from sim.track.counted import Counted
    from sim.track.detect import Reading
    from sim.track.pings_file import Form

    folder = results_folder(out, f"track_{_name(pings)}")
    usual = Reading()
    reading = Reading(
        longest_gap_min=usual.longest_gap_min if gap is None else gap,
        longest_away_min=usual.longest_away_min if away is None else away,
        least_min=usual.least_min if least is None else least,
        most_km_h=usual.most_km_h if most_km_h is None else most_km_h or None,
    )
    called = _columns(column)
    form = Form(crs, clock, {key: name for key, name in called.items() if key != AREA})
    question = Question(pings, plan, form, Counted(status, unit, _hours(hours)), scenario, reading)
    outcome = hold_against_plan(_ground(county, data, called.get(AREA)), question)
    write_tracked(outcome, question, county, folder)
    if as_json:
        click.echo(told_as_json(outcome))
        return
    sentences = track_sentences(page_content(outcome, question))
    show(patrol_table(f"Patrol in {outcome.ground.title}", sentences, outcome.kept, outcome.names, outcome.notes))
    click.echo(f"\nPage and tables: {folder}")


def _name(pings: Path) -> str:
    """Name results after the file of reports; those of a run, which are all called alike, after its folder too."""
    stem = Path(pings.name.removesuffix(".gz")).stem
    return pings.absolute().parent.name if stem == "track" else stem


def _hours(text: str | None) -> tuple[int, int] | None:
    """Read hours of the day."""
    from sim.clock import minutes_of_span

    try:
        return None if text is None else minutes_of_span(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--hours") from None


def _columns(words: tuple[str, ...]) -> dict[str, str]:
    """Read which columns are called what."""
    from sim.track.pings_file import COLUMNS

    called = {}
    for word in words:
        key, stated, name = word.partition("=")
        if not stated or not name.strip() or key not in {*COLUMNS, AREA}:
            message = f"{word!r} is no KEY=NAME; the keys are {', '.join((*COLUMNS, AREA))}"
            raise click.BadParameter(message, param_hint="--column")
        if key in called:
            message = f"the column of {key} is named twice"
            raise click.BadParameter(message, param_hint="--column")
        called[key] = name.strip()
    return called


def _ground(county: str, data: Path | None, heading: str | None) -> Ground:
    """Read the areas: of a county file or pack, or of a map file."""
    from sim.county.outline_file import MAP_FILES
    from sim.study.county_file import read_any_county
    from sim.track.ground import Ground

    if Path(county).suffix.lower() in MAP_FILES:
        return Ground.of_map(Path(county), heading)
    return Ground.of_county(read_any_county(county, data))
