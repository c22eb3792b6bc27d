"""``bench``: how fast the program is."""

from __future__ import annotations

import sys

import click

from sim.cli import options
from sim.cli.codes import DONE, MISSED
from sim.cli.show import say, show_as
from sim.cli.verb import Verb


@click.command(cls=Verb)
@click.option("--only", multiple=True, metavar="NAME", help="Measure this row; may be given again for others.")
@click.option("--quick", is_flag=True, help="Measure less of each, and leave out what takes minutes.")
@click.option("--update", metavar="WHY", help="Renew the committed ratios with those measured, for this reason.")
@options.as_json()
@options.QUIET
def bench(only: tuple[str, ...], update: str | None, *, quick: bool, as_json: bool, quiet: bool) -> None:
    """Measure how fast the program is, as ratios, and compare them with the committed ones."""
    from sim.bench.baseline import check_renewal, default_path, in_clone, read_baseline, write_baseline
    from sim.bench.run import measure_all, targets_named
    from sim.bench.table import rows_as_json, table_of
    from sim.progress import progress_on

    targets, path = targets_named(only, quick=quick), default_path()
    if update is not None:
        check_renewal(path, update)
    may_be_absent = update is not None or not in_clone(path)
    baseline = None if may_be_absent and not path.exists() else read_baseline(path, quick=quick)
    with progress_on(sys.stderr, quiet=quiet) as progress:
        rows = list(measure_all(targets, baseline, progress, quick=quick))
    show_as(rows_as_json, table_of, rows, as_json=as_json)
    if update is not None:
        found = {row.target.name: row.measured for row in rows if row.measured}
        write_baseline(path, found, update, quick=quick)
        kept = [row.target.name for row in rows if not row.measured]
        left = f"; not measured, and so as before: {', '.join(kept)}" if kept else ""
        say(f"{path}: {len(found)} row{'' if len(found) == 1 else 's'} renewed{left}", DONE)
    elif any(row.failed for row in rows):
        click.get_current_context().exit(MISSED)
