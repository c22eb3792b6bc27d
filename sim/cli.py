"""The command line: run a study, check one, print the schema, fit a county to its data, rank its areas, measure speed.

Only click is imported at the top: everything else is imported by the command that needs it, so that ``--help``
answers at once.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

from sim import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.bench.verdict import Row
    from sim.command.engine import EngineName
    from sim.progress import Progress
    from sim.run.workers import Workers
    from sim.study.load import LoadedStudy

    Command = Callable[..., None]

DONE, FAILED, WRONG_INPUT, MISSED, UNDECIDED, INTERRUPTED = 0, 1, 2, 6, 7, 130
"""Exit codes."""

PROGRAM: Final = "python -m sim"
ENGINES: Final = ("numba", "simpy")
"""Names of `sim.command.engine.ENGINES`, which is heavy for ``--help``."""
RESULTS: Final = Path("results")
"""Where results go unless `--out` says otherwise."""

_HELP: Final = """Compare options for police resources: run a study and print how each option does against the baseline.

STUDY.yaml is a study file, for example scenarios/uplift.yaml. Results go to results/NAME/, the comparison to
standard output, progress to standard error.
"""


class _Study(click.Group):
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
        run_context = click.Context(run, info_name="run", parent=ctx)
        options = [item for item in run.get_params(run_context) if isinstance(item, click.Option)]
        records = [record for item in options if (record := item.get_help_record(run_context))]
        records.insert(-1, ("--version", "Print the version."))
        with formatter.section("Options"):
            formatter.write_dl(records)
        self.format_commands(ctx, formatter)


class _ListFirst(click.Group):
    """A group whose first word may be left out: then its command `list` is meant."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command `list` before anything that is neither a command nor a request for help."""
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Study, help=_HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="sim", message="%(prog)s %(version)s")
def cli() -> None:
    """Compare options for police resources."""


@cli.command(hidden=True)
@click.argument("study", metavar="STUDY.yaml")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the results [results/NAME].")
@click.option(
    "--replications", type=click.IntRange(min=1, max=100_000), metavar="N", help="Replications, instead of the study's."
)
@click.option("--seed", type=click.IntRange(min=0), metavar="N", help="Seed, instead of the study's.")
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Processes [as many as there are cores].")
@click.option("--cluster", metavar="ADDRESS", help="Run on the Dask cluster whose scheduler has this address.")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="numba",
    help="What carries the street: compiled code, or plain SimPy, slow and to be read. Same results [numba].",
)
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Folder of a real county's data files.")
@click.option("--dry-run", is_flag=True, help="Print what would be run and written, and stop.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print the rows of summary.csv as JSON instead of the comparison."
)
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("-v", "--verbose", is_flag=True, help="Say more about what is done.")
@click.option("--debug", is_flag=True, help="Print a traceback when something fails unexpectedly.")
def run(  # noqa: PLR0913 - one parameter for each option
    study: str,
    out: Path | None,
    replications: int | None,
    seed: int | None,
    workers: int | None,
    cluster: str | None,
    data: Path | None,
    *,
    engine: EngineName,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    debug: bool,
) -> None:
    """Run a study."""
    _log(quiet=quiet, verbose=verbose, debug=debug)
    if cluster is not None and not cluster.strip():
        message = "--cluster needs the address of a scheduler; leave it out to run on this machine"
        raise click.UsageError(message)
    if workers and cluster:
        message = "--workers is for this machine: a cluster has the workers that it has"
        raise click.UsageError(message)
    loaded = _load(study, data, replications=replications, seed=seed)
    folder = out or RESULTS / loaded.study.study
    _refuse_foreign(folder)
    count = _useful(workers or os.cpu_count() or 1, loaded)
    if loaded.trial is not None and engine != "numba":
        message = "--engine is for studies of options: the visits of a trial are delivered as stated, without a street"
        raise click.UsageError(message)
    if dry_run:
        from sim.study.plan import plan  # noqa: PLC0415 - heavy for --help

        click.echo(plan(loaded, workers=f"those of the cluster at {cluster}" if cluster else str(count), out=folder))
        return
    who = _cluster(cluster) if cluster else count
    _run(loaded, folder, workers=who, engine=engine, as_json=as_json, quiet=quiet)


@cli.command()
@click.argument("study", metavar="STUDY.yaml")
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Folder of a real county's data files.")
@click.option("--debug", is_flag=True, help="Print a traceback when something fails unexpectedly.")
def check(study: str, data: Path | None, *, debug: bool) -> None:
    """Read a study and all that it names, and list every mistake."""
    _log(quiet=False, verbose=False, debug=debug)
    loaded = _load(study, data)
    kind, parts = ("design", loaded.trial.designs) if loaded.trial else ("option", loaded.study.scenarios)
    options = f"{len(parts)} {kind}{'s' if len(parts) > 1 else ''}"
    click.echo(f"{loaded.file}: no mistake found in {options} and {len(loaded.sources)} files")


@cli.command()
@click.option("--kind", type=click.Choice(["trial"]), help="Of studies of this kind, instead of studies of options.")
def schema(kind: str | None) -> None:
    """Print the JSON Schema of study files, for editors."""
    from sim.study.json_schema import schema_text  # noqa: PLC0415 - heavy for --help
    from sim.study.schema import Study  # noqa: PLC0415
    from sim.study.trial_schema import TrialStudy  # noqa: PLC0415

    click.echo(schema_text(TrialStudy if kind else Study), nl=False)


@cli.command()
@click.argument("county", metavar="COUNTY.yaml")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of the packs, laid out like models/ [models/local].",
)
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the county's data files.")
@click.option("--name", metavar="NAME", help="Name of the packs [that of the county file and _fitted].")
@click.option("--until", metavar="YYYY-MM", help="Last month to use [all that there are].")
@click.option("--json", "as_json", is_flag=True, help="Print all numbers of the fit as JSON instead of the table.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("--debug", is_flag=True, help="Print a traceback when something fails unexpectedly.")
def fit(  # noqa: PLR0913 - one parameter for each option
    county: str,
    out: Path | None,
    data: Path | None,
    name: str | None,
    until: str | None,
    *,
    as_json: bool,
    quiet: bool,
    debug: bool,
) -> None:
    """Fit a county file to the data that it names, and write a county pack and a demand pack for studies.

    COUNTY.yaml is a county of kind files, or the name of such a pack, for example hertfordshire_real.
    """
    _log(quiet=quiet, verbose=False, debug=debug)
    from sim.fit.numbers import fit_numbers  # noqa: PLC0415 - heavy for --help
    from sim.fit.pack import write_packs  # noqa: PLC0415
    from sim.fit.page import fit_page  # noqa: PLC0415
    from sim.fit.run import fit_county, packs_of  # noqa: PLC0415
    from sim.fit.table import table_of  # noqa: PLC0415
    from sim.progress import progress_on  # noqa: PLC0415
    from sim.study.county_file import read_county_file  # noqa: PLC0415
    from sim.study.packs import LOCAL  # noqa: PLC0415

    file, place = read_county_file(county, data), out or LOCAL
    packs_of(file, place, name).refuse()
    with progress_on(sys.stderr, quiet=quiet) as progress:
        fitted = fit_county(file, progress, name=name, until=until)
    packs = write_packs(fitted, place, fit_page)
    if as_json:
        click.echo(json.dumps(fit_numbers(fitted), indent=1, ensure_ascii=False))
    else:
        _show(table_of(fitted, packs))


@cli.command()
@click.argument("county", metavar="COUNTY.yaml")
@click.option(
    "--hold-out",
    type=click.IntRange(min=1),
    required=True,
    metavar="N",
    help="Months to hide: the last N that there are.",
)
@click.option("--until", metavar="YYYY-MM", help="Last month to use [all that there are].")
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the county's data files.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the results [results/backtest_NAME]."
)
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
@click.option("--json", "as_json", is_flag=True, help="Print all numbers as JSON instead of the tables.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("--debug", is_flag=True, help="Print a traceback when something fails unexpectedly.")
def backtest(  # noqa: PLR0913 - one parameter for each option
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
    debug: bool,
) -> None:
    """Hide the last months of a county's records from the fit, and hold them against what it foresees.

    COUNTY.yaml is a county of kind files, or the name of such a pack, for example hertfordshire_real.
    """
    _log(quiet=quiet, verbose=False, debug=debug)
    from sim.backtest.rows import as_json as told_as_json  # noqa: PLC0415 - heavy for --help
    from sim.backtest.run import DRAWS, SEED, Question, backtest_county  # noqa: PLC0415
    from sim.backtest.table import backtest_table  # noqa: PLC0415
    from sim.backtest.write import write_backtest  # noqa: PLC0415
    from sim.progress import progress_on  # noqa: PLC0415
    from sim.study.county_file import read_county_file  # noqa: PLC0415

    file = read_county_file(county, data)
    folder = out or RESULTS / f"backtest_{file.document.path.stem}"
    _refuse_foreign(folder)
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
        _show(backtest_table(findings, str(folder)))


@cli.command()
@click.argument("county", metavar="COUNTY.yaml")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the results [results/rank_NAME]."
)
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the county's data files.")
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
@click.option("--json", "as_json", is_flag=True, help="Print the ranking as JSON instead of the table.")
@click.option("--debug", is_flag=True, help="Print a traceback when something fails unexpectedly.")
def rank(  # noqa: PLR0913 - one parameter for each option
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
    debug: bool,
) -> None:
    """Rank the areas of a county file by what its data say, and how sure that is.

    COUNTY.yaml is a county of kind files, or the name of such a pack, for example hertfordshire_real.
    """
    _log(quiet=False, verbose=False, debug=debug)
    from sim.rank.run import Question, rank_county  # noqa: PLC0415 - heavy for --help
    from sim.rank.terminal import ranking_table  # noqa: PLC0415
    from sim.rank.write import as_json as told_as_json  # noqa: PLC0415
    from sim.rank.write import write_ranking  # noqa: PLC0415
    from sim.study.county_file import read_county_file  # noqa: PLC0415

    file = read_county_file(county, data)
    folder = out or RESULTS / f"rank_{file.document.path.stem}"
    _refuse_foreign(folder)
    question = Question(index, _span(months), stations=not without_stations, top=top, against=against)
    outcome = rank_county(file, question)
    write_ranking(outcome, file, question, folder)
    if as_json:
        click.echo(told_as_json(outcome))
    else:
        _show(ranking_table(outcome))
        click.echo(f"\nTables, layers and page: {folder}")


@cli.command()
@click.argument("pings", metavar="PINGS.csv", type=click.Path(path_type=Path))
@click.option("--county", required=True, metavar="COUNTY.yaml", help="County file, or name of a county pack.")
@click.option("--plan", required=True, type=click.Path(path_type=Path), metavar="PLAN.csv", help="The patrol plan.")
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
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the results [results/track_NAME]."
)
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the county's data files.")
@click.option("--json", "as_json", is_flag=True, help="Print how well the plan was kept as JSON instead of the table.")
@click.option("--debug", is_flag=True, help="Print a traceback when something fails unexpectedly.")
def track(  # noqa: PLR0913 - one parameter for each option
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
    debug: bool,
) -> None:
    """Find visits to hotspots in what GPS trackers reported, and hold them against a patrol plan.

    PINGS.csv has the columns unit, time, and x and y or longitude and latitude. PLAN.csv has area, visit_minutes, and
    visits_at, or visits_per_day and hours. docs/track.md says more.
    """
    _log(quiet=False, verbose=False, debug=debug)
    from sim.report.patrol_table import patrol_table  # noqa: PLC0415 - heavy for --help
    from sim.run.tracked import Question, hold_against_plan, write_tracked  # noqa: PLC0415
    from sim.run.tracked import as_json as told_as_json  # noqa: PLC0415
    from sim.study.county_file import read_any_county  # noqa: PLC0415
    from sim.track.detect import Reading  # noqa: PLC0415

    folder = out or RESULTS / f"track_{pings.stem}"
    _refuse_foreign(folder)
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
    _show(patrol_table(f"Patrol in {outcome.county.name}", outcome.kept, outcome.names, outcome.notes))
    click.echo(f"\nTables: {folder}")


@cli.command()
@click.option("--only", multiple=True, metavar="NAME", help="Measure this row; may be given again for others.")
@click.option("--quick", is_flag=True, help="Measure less of each, and leave out what takes minutes.")
@click.option("--update", metavar="WHY", help="Renew the committed ratios with those measured, for this reason.")
@click.option("--json", "as_json", is_flag=True, help="Print the rows as JSON instead of the table.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("--debug", is_flag=True, help="Print a traceback when something fails unexpectedly.")
def bench(only: tuple[str, ...], update: str | None, *, quick: bool, as_json: bool, quiet: bool, debug: bool) -> None:
    """Measure how fast the program is, as ratios, and compare them with the committed ones."""
    _log(quiet=quiet, verbose=False, debug=debug)
    from sim.bench.baseline import check_renewal, default_path, in_clone, read_baseline, write_baseline  # noqa: PLC0415
    from sim.bench.run import measure_all, targets_named  # noqa: PLC0415
    from sim.progress import progress_on  # noqa: PLC0415

    targets, path = targets_named(only, quick=quick), default_path()
    if update is not None:
        check_renewal(path, update)
    may_be_absent = update is not None or not in_clone(path)
    baseline = None if may_be_absent and not path.exists() else read_baseline(path, quick=quick)
    with progress_on(sys.stderr, quiet=quiet) as progress:
        rows = list(measure_all(targets, baseline, progress, quick=quick))
    _print_benchmarks(rows, as_json=as_json)
    if update is not None:
        found = {row.target.name: row.measured for row in rows if row.measured}
        write_baseline(path, found, update, quick=quick)
        kept = [row.target.name for row in rows if not row.measured]
        left = f"; not measured, and so as before: {', '.join(kept)}" if kept else ""
        _say(f"{path}: {len(found)} row{'' if len(found) == 1 else 's'} renewed{left}", DONE)
    elif any(row.failed for row in rows):
        click.get_current_context().exit(MISSED)


@cli.command()
@click.argument("studies", nargs=-1, metavar="[NAME|STUDY.yaml]...")
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Processes [as many as there are cores].")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="numba",
    help="What carries the street: compiled code, or plain SimPy, slow and to be read. Same results [numba].",
)
@click.option("--json", "as_json", is_flag=True, help="Print the rows as JSON instead of the table.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("--debug", is_flag=True, help="Print a traceback when something fails unexpectedly.")
def validate(
    studies: tuple[str, ...], workers: int | None, engine: EngineName, *, as_json: bool, quiet: bool, debug: bool
) -> None:
    """Compare the simulator with known answers; exit with 6 when one is missed.

    Without a NAME, all studies in scenarios/known_answers are compared: with theory, with the program's own rules, and with
    what was published. A STUDY.yaml of your own is compared with theory where its kind is known: a queue, a few units
    with a place each, one unit in a plane, scattered units, patrol at the dose at which its effect is stated. Where
    it misses nothing but has too few replications or calls to say so, the exit code is 7.
    """
    from sim.progress import progress_on  # noqa: PLC0415 - heavy for --help
    from sim.validate.known import suite_of  # noqa: PLC0415
    from sim.validate.suite import run_suite  # noqa: PLC0415
    from sim.validate.table import lines_as_json, table_of  # noqa: PLC0415

    _log(quiet=quiet, verbose=False, debug=debug)
    with progress_on(sys.stderr, quiet=quiet) as progress:
        lines = run_suite(suite_of(studies, progress, engine), workers or os.cpu_count() or 1, progress)
    if as_json:
        click.echo(lines_as_json(lines))
    else:
        _show(table_of(lines))
    if any(line.fails for line in lines):
        click.get_current_context().exit(MISSED)
    if any(line.undecided for line in lines):
        click.get_current_context().exit(UNDECIDED)


_DATA = click.option(
    "--data", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the data [that of COUNTY.yaml]."
)
_SOURCES = click.option(
    "--sources",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="List of published data, instead of models/data_sources.yaml.",
)


@cli.group(cls=_ListFirst)
def data() -> None:
    """List, fetch and check the open data of a real county."""


@data.command("list")
@click.argument("county", required=False, metavar="[COUNTY.yaml]")
@_DATA
@_SOURCES
@click.option("--json", "as_json", is_flag=True, help="Print the rows as JSON instead of the table.")
@click.option("--debug", is_flag=True, help="Print a traceback when something fails unexpectedly.")
def data_list(county: str | None, folder: Path | None, sources: Path | None, *, as_json: bool, debug: bool) -> None:
    """List what a county needs, who publishes it under what licence, and whether it is there.

    Without a COUNTY.yaml, all data that are known to be published are listed.
    """
    _log(quiet=False, verbose=False, debug=debug)
    from sim.data.catalogue import read_catalogue  # noqa: PLC0415 - heavy for --help
    from sim.data.needs import extras_of, needs_of  # noqa: PLC0415
    from sim.data.table import catalogue_json, catalogue_table, needs_json, needs_table  # noqa: PLC0415
    from sim.study.county_file import read_county_file  # noqa: PLC0415

    catalogue = read_catalogue(sources)
    if county is None:
        _print(as_json, catalogue_json, catalogue_table, catalogue)
        return
    described = read_county_file(county, folder)
    _print(as_json, needs_json, needs_table, needs_of(described, catalogue), extras_of(described, catalogue))


@data.command("fetch")
@click.argument("county", required=False, metavar="[COUNTY.yaml]")
@_DATA
@_SOURCES
@click.option("--file", "files", multiple=True, metavar="NAME", help="Fetch this file; may be given again for others.")
@click.option("--renew", is_flag=True, help="Fetch what is there anew, and accept what its publisher has changed.")
@click.option("--json", "as_json", is_flag=True, help="Print the rows as JSON instead of the table.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("--debug", is_flag=True, help="Print a traceback when something fails unexpectedly.")
def data_fetch(  # noqa: PLR0913 - one parameter for each option
    county: str | None,
    folder: Path | None,
    sources: Path | None,
    files: tuple[str, ...],
    *,
    renew: bool,
    as_json: bool,
    quiet: bool,
    debug: bool,
) -> None:
    """Fetch the files that a county names and misses, or those named with --file.

    A broken download is gone on with. The checksum of what came is kept in data.lock.json beside the data, and a file that is
    fetched again must have it. Exits with 2 when a file that was asked for is not there in the end.
    """
    _log(quiet=quiet, verbose=False, debug=debug)
    if county is None and not files:
        message = "say what to fetch: a COUNTY.yaml, or files with --file NAME (`python -m sim data` lists them)"
        raise click.UsageError(message)
    from sim.data.catalogue import read_catalogue  # noqa: PLC0415 - heavy for --help
    from sim.data.fetch import fetch_all, refuse_absent  # noqa: PLC0415
    from sim.data.needs import needs_of  # noqa: PLC0415
    from sim.data.table import outcomes_json, outcomes_table  # noqa: PLC0415
    from sim.data.wanted import asked_for, wanted_files  # noqa: PLC0415
    from sim.progress import progress_on  # noqa: PLC0415
    from sim.study.county_file import read_county_file  # noqa: PLC0415

    catalogue = read_catalogue(sources)
    wanted, place = wanted_files(files, catalogue), folder or Path()
    if county is not None:
        described = read_county_file(county, folder, may_be_new=True)
        wanted, place = [*asked_for(needs_of(described, catalogue)), *wanted], described.base
    with progress_on(sys.stderr, quiet=quiet) as progress:
        outcomes = fetch_all(wanted, place, progress, renew=renew)
    _print(as_json, outcomes_json, outcomes_table, outcomes)
    refuse_absent(outcomes, place)


@data.command("check")
@click.argument("county", metavar="COUNTY.yaml")
@_DATA
@_SOURCES
@click.option("--json", "as_json", is_flag=True, help="Print the rows as JSON instead of the table.")
@click.option("--debug", is_flag=True, help="Print a traceback when something fails unexpectedly.")
def data_check(county: str, folder: Path | None, sources: Path | None, *, as_json: bool, debug: bool) -> None:
    """Open every file that a county names, and say what was found in it; exit with 2 when something is wrong."""
    _log(quiet=False, verbose=False, debug=debug)
    from sim.data.catalogue import read_catalogue  # noqa: PLC0415 - heavy for --help
    from sim.data.check import check_county  # noqa: PLC0415
    from sim.data.table import checked_json, checked_table  # noqa: PLC0415
    from sim.errors import InputError  # noqa: PLC0415
    from sim.study.county_file import read_county_file  # noqa: PLC0415

    rows, problems = check_county(read_county_file(county, folder), read_catalogue(sources))
    _print(as_json, checked_json, checked_table, rows)
    if problems:
        raise InputError(list(problems))


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
        return _say("interrupted", INTERRUPTED)
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
        return _say(f"unexpected failure: {name}{': ' if told else ''}{told}\nadd --debug for the traceback", FAILED)


def _exit_code(words: list[str]) -> int:
    """Run the command that the words ask for; mistakes of the user are told here."""
    from sim.errors import InputError, SimError  # noqa: PLC0415 - only when there is something to run

    try:
        outcome = cli.main(args=words, prog_name=PROGRAM, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return WRONG_INPUT
    except InputError as error:
        count = len(error.problems)
        return _say(f"{error}\n{count} problem{'s' if count > 1 else ''}", WRONG_INPUT)
    except SimError as error:
        return _say(str(error), FAILED)
    return outcome if isinstance(outcome, int) else DONE


def _load(word: str, data: Path | None, **overrides: int | None) -> LoadedStudy:
    """Read a study; a word that is no file may be a mistyped command."""
    from sim.errors import InputError  # noqa: PLC0415 - heavy for --help
    from sim.study.load import load_study  # noqa: PLC0415
    from sim.study.packs import find_study  # noqa: PLC0415
    from sim.study.suggest import did_you_mean  # noqa: PLC0415

    try:
        path = find_study(word)
    except InputError as error:
        if Path(word).suffix or len(Path(word).parts) > 1:
            raise
        shown = [name for name, command in cli.commands.items() if not command.hidden]
        do = did_you_mean(word, shown) or error.problems[0].do
        raise InputError.of(word, "this is neither a file nor a command", do) from None
    return load_study(path, data, **overrides)


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


def _useful(workers: int, loaded: LoadedStudy) -> int:
    """Give how many of some workers would find something to do."""
    from sim.run.at_once import most_at_once  # noqa: PLC0415 - heavy for --help

    return min(workers, most_at_once(loaded))


def _cluster(address: str) -> Workers:
    """Connect to a cluster."""
    from sim.run.cluster import Cluster  # noqa: PLC0415 - an extra that few have installed

    return Cluster(address)


def _run(
    loaded: LoadedStudy, folder: Path, *, workers: int | Workers, engine: EngineName, as_json: bool, quiet: bool
) -> None:
    """Run a study with progress, and print the answer."""
    from sim.errors import SimWarning  # noqa: PLC0415 - heavy for --help
    from sim.progress import progress_on  # noqa: PLC0415

    with progress_on(sys.stderr, quiet=quiet) as progress, warnings.catch_warnings():
        warnings.simplefilter("ignore", SimWarning)  # the answer says it
        try:
            content = _results_of(loaded, folder, workers, progress, engine)
        except KeyboardInterrupt:
            progress.close()
            kept = f"; {folder} is as it was" if folder.exists() else ""
            code = _say(f"interrupted {progress.reached}: nothing was written{kept}", INTERRUPTED)
            click.get_current_context().exit(code)
        finally:
            if not isinstance(workers, int):
                workers.close(abandon=True)
    if loaded.trial is not None:
        _print_trial(content, as_json=as_json)
    elif as_json:
        click.echo(_rows_as_json(content.summary))
        for words in content.failed_checks:
            click.echo(words, err=True)
    else:
        _print_comparison(content)


def _results_of(
    loaded: LoadedStudy, folder: Path, workers: int | Workers, progress: Progress, engine: EngineName
) -> Any:  # noqa: ANN401 - what a report of either kind shows
    """Run a study of options or of pilots, and give what is to be shown."""
    if loaded.trial is not None:
        from sim.run.trial import run_trial  # noqa: PLC0415 - heavy for --help

        return run_trial(loaded, out=folder, workers=workers, progress=progress).content
    from sim.run import run_study  # noqa: PLC0415 - heavy for --help

    return run_study(loaded, out=folder, workers=workers, progress=progress, engine=engine).content


def _print_trial(content: Any, *, as_json: bool) -> None:  # noqa: ANN401 - a TrialContent, not imported at the top
    """Print what pilots came to."""
    if as_json:
        click.echo(_rows_as_json(content.rows))
        return
    from sim.report.trial_terminal import trial_table  # noqa: PLC0415 - heavy for --help

    _show(trial_table(content))


def _print_comparison(content: Any) -> None:  # noqa: ANN401 - a ReportContent, not imported at the top
    """Print the answer in words and the comparison as a table."""
    from sim.report.terminal import comparison_table  # noqa: PLC0415 - heavy for --help

    _show(comparison_table(content))


def _print(as_json: bool, as_text: Callable[..., str], as_table: Callable[..., Any], *content: object) -> None:  # noqa: FBT001 - the flag of the command
    """Print something as JSON or as a table."""
    if as_json:
        click.echo(as_text(*content))
    else:
        _show(as_table(*content))


def _show(table: Any) -> None:  # noqa: ANN401 - whatever rich can show, not imported at the top
    """Print something made for a terminal."""
    from rich.console import Console  # noqa: PLC0415 - heavy for --help

    width = None if sys.stdout.isatty() else 140
    Console(file=sys.stdout, highlight=False, width=width).print(table)


def _print_benchmarks(rows: list[Row], *, as_json: bool) -> None:
    """Print judged benchmarks as a table or as JSON."""
    from sim.bench.table import rows_as_json, table_of  # noqa: PLC0415 - heavy for --help

    if as_json:
        click.echo(rows_as_json(rows))
        return
    _show(table_of(rows))


def _rows_as_json(rows: Sequence[Any]) -> str:
    """Write the rows of the summary as JSON; an empty cell is null."""
    from dataclasses import asdict  # noqa: PLC0415 - slow to import
    from math import isfinite  # noqa: PLC0415

    def cell(value: object) -> object:
        return None if isinstance(value, float) and not isfinite(value) else value

    plain = [{name: cell(value) for name, value in asdict(row).items()} for row in rows]
    return json.dumps(plain, indent=1, ensure_ascii=False)


def _refuse_foreign(folder: Path) -> None:
    """Refuse to put results in the place of something else."""
    from sim.errors import InputError  # noqa: PLC0415 - heavy for --help

    if folder.exists() and not folder.is_dir():
        raise InputError.of(str(folder), "this is a file", "name a folder with --out")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "manifest.json").is_file():
        what = "this folder holds something else than results, which would be replaced"
        raise InputError.of(str(folder), what, "name another folder with --out")


def _log(*, quiet: bool, verbose: bool, debug: bool) -> None:
    """Send the program's log to standard error."""
    logger = logging.getLogger("sim")
    logger.setLevel(
        logging.DEBUG if debug else logging.INFO if verbose else logging.ERROR if quiet else logging.WARNING
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.handlers = [handler]


def _say(text: str, code: int) -> int:
    """Say something on standard error and give back an exit code."""
    click.echo(text, err=True)
    return code


def _never_fail_on_a_character(*streams: TextIO) -> None:
    """Print a question mark for a character that an old console does not have, instead of failing."""
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
