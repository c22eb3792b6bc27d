"""``run``: what the program is for, and what is done with a study file when no command is named."""

from __future__ import annotations

import os
import sys
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sim.cli import options
from sim.cli.codes import INTERRUPTED
from sim.cli.named_study import load_named
from sim.cli.results import results_folder
from sim.cli.show import rows_as_json, say, show
from sim.cli.verb import Verb

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from sim.command.engine import EngineName
    from sim.progress import Progress
    from sim.run.workers import Workers
    from sim.study.loaded import LoadedStudy


@click.command(cls=Verb, hidden=True)
@options.STUDY_FILE
@options.out("NAME")
@click.option(
    "--replications", type=click.IntRange(min=1, max=100_000), metavar="N", help="Replications, instead of the study's."
)
@click.option("--seed", type=click.IntRange(min=0), metavar="N", help="Seed, instead of the study's.")
@options.WORKERS
@click.option("--cluster", metavar="ADDRESS", help="Run on the Dask cluster whose scheduler has this address.")
@options.ENGINE
@options.DATA
@click.option("--dry-run", is_flag=True, help="Print what would be run and written, and stop.")
@options.as_json("the rows of summary.csv", "the comparison")
@options.QUIET
@click.option("-v", "--verbose", is_flag=True, help="Say more about what is done.")
def run(
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
) -> None:
    """Run a study."""
    _refuse_cluster(cluster, workers)
    from sim.run.at_once import most_at_once

    loaded = load_named(study, data, replications=replications, seed=seed)
    folder = results_folder(out, loaded.study.study)
    count = min(workers or os.cpu_count() or 1, most_at_once(loaded))
    if loaded.trial is not None and loaded.trial.delivery != "street" and engine != "numba":
        message = (
            "--engine is for what happens on a street: the visits of this trial are delivered as stated, without one"
        )
        raise click.UsageError(message)
    if dry_run:
        from sim.study.plan import plan

        click.echo(plan(loaded, workers=f"those of the cluster at {cluster}" if cluster else str(count), out=folder))
        return
    answer = _run(loaded, folder, workers=_connect(cluster) if cluster else count, engine=engine, quiet=quiet)
    if as_json:
        click.echo(rows_as_json(answer.rows))
        for words in answer.failed_checks:
            click.echo(words, err=True)
    else:
        show(answer.table())


class _Answer(NamedTuple):
    """What a study came to: its rows, how they are shown to people, and what the runs were not enough for."""

    rows: Sequence[Any]
    table: Callable[[], RenderableType]
    failed_checks: Sequence[str] = ()


def _refuse_cluster(cluster: str | None, workers: int | None) -> None:
    """Refuse an address that says nothing, and a number of workers that a cluster would not heed."""
    if cluster is not None and not cluster.strip():
        message = "--cluster needs the address of a scheduler; leave it out to run on this machine"
        raise click.UsageError(message)
    if workers and cluster:
        message = "--workers is for this machine: a cluster has the workers that it has"
        raise click.UsageError(message)


def _connect(address: str) -> Workers:
    """Connect to a cluster."""
    from sim.run.cluster import Cluster  # an extra that few have installed

    return Cluster(address)


def _run(loaded: LoadedStudy, folder: Path, *, workers: int | Workers, engine: EngineName, quiet: bool) -> _Answer:
    """Run a study with progress."""
    from sim.errors import SimWarning
    from sim.progress import progress_on

    with progress_on(sys.stderr, quiet=quiet) as progress, warnings.catch_warnings():
        warnings.simplefilter("ignore", SimWarning)  # the answer says it
        try:
            if loaded.trial is not None:
                return _run_trial(loaded, folder, workers, progress, engine)
            return _run_options(loaded, folder, workers, progress, engine)
        except KeyboardInterrupt:
            progress.close()
            kept = f"; {folder} is as it was" if folder.exists() else ""
            code = say(f"interrupted {progress.reached}: nothing was written{kept}", INTERRUPTED)
            click.get_current_context().exit(code)
        finally:
            if not isinstance(workers, int):
                workers.close(abandon=True)


def _run_trial(
    loaded: LoadedStudy, folder: Path, workers: int | Workers, progress: Progress, engine: EngineName
) -> _Answer:
    """Run a study of pilots."""
    from sim.report.trial_terminal import trial_table
    from sim.run.trial import run_trial

    content = run_trial(loaded, out=folder, workers=workers, progress=progress, engine=engine).content
    return _Answer(content.rows, lambda: trial_table(content))


def _run_options(
    loaded: LoadedStudy, folder: Path, workers: int | Workers, progress: Progress, engine: EngineName
) -> _Answer:
    """Run a study of options."""
    from sim.report.terminal import comparison_table
    from sim.run import run_study

    content = run_study(loaded, out=folder, workers=workers, progress=progress, engine=engine).content
    return _Answer(content.summary, lambda: comparison_table(content), content.failed_checks)
