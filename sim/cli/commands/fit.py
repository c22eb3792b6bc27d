"""``fit``: from a county's records to packs for studies."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sim.cli import options
from sim.cli.show import show
from sim.cli.verb import Verb

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=Verb)
@options.COUNTY_FILE
@click.option(
    "--out", type=options.PATH, metavar="DIR", help="Folder of the packs, laid out like models/ [models/local]."
)
@options.DATA
@click.option("--name", metavar="NAME", help="Name of the packs [that of the county file and _fitted].")
@options.UNTIL
@options.as_json("all numbers of the fit")
@options.QUIET
def fit(
    county: str,
    out: Path | None,
    data: Path | None,
    name: str | None,
    until: str | None,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Fit a county file to the data that it names, and write a county pack and a demand pack for studies.

    COUNTY.yaml is a county of kind files, or the name of such a pack, for example hertfordshire_real.
    """
    from sim.fit.numbers import fit_numbers
    from sim.fit.pack import write_packs
    from sim.fit.page import fit_page
    from sim.fit.run import fit_county, packs_of
    from sim.fit.table import table_of
    from sim.json_text import json_text
    from sim.progress import progress_on
    from sim.study.county_file import read_county_file
    from sim.study.packs import LOCAL

    file, place = read_county_file(county, data), out or LOCAL
    packs_of(file, place, name).refuse()
    with progress_on(sys.stderr, quiet=quiet) as progress:
        fitted = fit_county(file, progress, name=name, until=until)
    packs = write_packs(fitted, place, fit_page)
    if as_json:
        click.echo(json_text(fit_numbers(fitted)))
    else:
        show(table_of(fitted, packs))
