"""``check``: read a study, and stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sim.cli import options
from sim.cli.named_study import load_named
from sim.cli.verb import Verb

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=Verb)
@options.STUDY_FILE
@options.DATA
def check(study: str, data: Path | None) -> None:
    """Read a study and all that it names, and list every mistake."""
    loaded = load_named(study, data)
    if loaded.names_areas:  # only the county itself says whether they are there
        from sim.run.parts import build_parts

        build_parts(loaded)
    kind, parts = ("design", loaded.trial.designs) if loaded.trial else ("option", loaded.study.scenarios)
    told = f"{len(parts)} {kind}{'s' if len(parts) > 1 else ''}"
    click.echo(f"{loaded.file}: no mistake found in {told} and {len(loaded.sources)} files")
