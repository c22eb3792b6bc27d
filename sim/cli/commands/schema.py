"""``schema``: what a study file may hold."""

from __future__ import annotations

import click

from sim.cli.verb import Verb


@click.command(cls=Verb)
@click.option("--kind", type=click.Choice(["trial"]), help="Of studies of this kind, instead of studies of options.")
def schema(kind: str | None) -> None:
    """Print the JSON Schema of study files, for editors."""
    from sim.study.json_schema import schema_text
    from sim.study.schema import Study
    from sim.study.trial_schema import TrialStudy

    click.echo(schema_text(TrialStudy if kind else Study), nl=False)
