"""Measure the baselines of studies and keep them among the packs, so that nobody else has to wait for them.

For whoever changes a county, a demand, a force or the rules of the street that the program comes with:

    python -m sim.run.ship scenarios/uplift.yaml scenarios/small.yaml
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from sim.progress import progress_on
from sim.run.calibrate import measure_stock
from sim.run.parts import build_parts
from sim.run.stock import FOLDER, keep_stock, needs_stock
from sim.run.stock_key import stock_key
from sim.run.workers import Crew
from sim.study.load import load_study
from sim.study.packs import bundle_folder


@click.command()
@click.argument("studies", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), help="Folder of a real county's data files.")
def ship(studies: tuple[Path, ...], data: Path | None) -> None:
    """Measure the baseline of each study and keep it in models/."""
    for study in studies:
        loaded = load_study(study, data)
        parts = build_parts(loaded)
        if not needs_stock(parts):
            click.echo(f"{study}: nothing is deterred, nothing to keep")
            continue
        target = bundle_folder("models") / FOLDER / f"{stock_key(loaded)}.npz"
        with progress_on(sys.stderr, quiet=False) as progress, Crew(parts, os.cpu_count() or 1, progress) as crew:
            keep_stock(measure_stock(parts, crew).rounded(), target)
        click.echo(f"{study}: {target}")


if __name__ == "__main__":
    ship()
