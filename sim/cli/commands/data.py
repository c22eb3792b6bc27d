"""``data``: the open data of a real county, listed, fetched and checked."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sim.cli import options
from sim.cli.groups import ListFirst
from sim.cli.show import show_as
from sim.cli.verb import Verb

_COUNTY = click.argument("county", required=False, metavar="[COUNTY.yaml]")
_SOURCES = click.option(
    "--sources",
    type=options.PATH,
    metavar="FILE",
    help="List of published data, instead of models/data_sources.yaml.",
)


@click.group(cls=ListFirst)
def data() -> None:
    """List, fetch and check the open data of a real county."""


@data.command("list", cls=Verb)
@_COUNTY
@options.DATA
@_SOURCES
@options.as_json()
def data_list(county: str | None, data: Path | None, sources: Path | None, *, as_json: bool) -> None:
    """List what a county needs, who publishes it under what licence, and whether it is there.

    Without a COUNTY.yaml, all data that are known to be published are listed.
    """
    from sim.data.catalogue import read_catalogue
    from sim.data.needs import extras_of, needs_of
    from sim.data.table import catalogue_json, catalogue_table, needs_json, needs_table
    from sim.study.county_file import read_county_file

    catalogue = read_catalogue(sources)
    if county is None:
        show_as(catalogue_json, catalogue_table, catalogue, as_json=as_json)
        return
    described = read_county_file(county, data)
    needs, extras = needs_of(described, catalogue), extras_of(described, catalogue)
    show_as(needs_json, needs_table, needs, extras, as_json=as_json)


@data.command("fetch", cls=Verb)
@_COUNTY
@options.DATA
@_SOURCES
@click.option("--file", "files", multiple=True, metavar="NAME", help="Fetch this file; may be given again for others.")
@click.option("--renew", is_flag=True, help="Fetch what is there anew, and accept what its publisher has changed.")
@options.as_json()
@options.QUIET
def data_fetch(
    county: str | None,
    data: Path | None,
    sources: Path | None,
    files: tuple[str, ...],
    *,
    renew: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Fetch the files that a county names and misses, or those named with --file.

    A broken download is gone on with. The checksum of what came is kept in data.lock.json beside the data, and a file that is
    fetched again must have it. Exits with 2 when a file that was asked for is not there in the end.
    """
    if county is None and not files:
        message = "say what to fetch: a COUNTY.yaml, or files with --file NAME (`python -m sim data` lists them)"
        raise click.UsageError(message)
    from sim.data.catalogue import read_catalogue
    from sim.data.fetch import fetch_all, refuse_absent
    from sim.data.needs import needs_of
    from sim.data.table import outcomes_json, outcomes_table
    from sim.data.wanted import asked_for, wanted_files
    from sim.progress import progress_on
    from sim.study.county_file import read_county_file

    catalogue = read_catalogue(sources)
    wanted, place = wanted_files(files, catalogue), data or Path()
    if county is not None:
        described = read_county_file(county, data, may_be_new=True)
        wanted, place = [*asked_for(needs_of(described, catalogue)), *wanted], described.base
    with progress_on(sys.stderr, quiet=quiet) as progress:
        outcomes = fetch_all(wanted, place, progress, renew=renew)
    show_as(outcomes_json, outcomes_table, outcomes, as_json=as_json)
    refuse_absent(outcomes, place)


@data.command("check", cls=Verb)
@options.COUNTY_FILE
@options.DATA
@_SOURCES
@options.as_json()
def data_check(county: str, data: Path | None, sources: Path | None, *, as_json: bool) -> None:
    """Open every file that a county names, and say what was found in it; exit with 2 when something is wrong."""
    from sim.data.catalogue import read_catalogue
    from sim.data.check import check_county
    from sim.data.table import checked_json, checked_table
    from sim.errors import InputError
    from sim.study.county_file import read_county_file

    rows, problems = check_county(read_county_file(county, data), read_catalogue(sources))
    show_as(checked_json, checked_table, rows, as_json=as_json)
    if problems:
        raise InputError(list(problems))
