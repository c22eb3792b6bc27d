"""What commands print: answers on standard output, everything else on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import RenderableType


def say(text: str, code: int) -> int:
    """Say something on standard error and give back an exit code.

    Parameters
    ----------
    text
        What to say.
    code
        The exit code that goes with it.

    Returns
    -------
    int
        That code.
    """
    click.echo(text, err=True)
    return code


def show(table: RenderableType) -> None:
    """Print something made for a terminal; where there is none, 140 characters wide.

    Parameters
    ----------
    table
        Whatever rich can show.
    """
    from rich.console import Console

    width = None if sys.stdout.isatty() else 140
    Console(file=sys.stdout, highlight=False, width=width).print(table)


def show_as(
    as_text: Callable[..., str], as_table: Callable[..., RenderableType], *content: object, as_json: bool
) -> None:
    """Print something as JSON or as a table.

    Parameters
    ----------
    as_text, as_table
        What makes JSON, and what makes a table, of the content.
    *content
        What is printed.
    as_json
        Whether JSON was asked for.
    """
    if as_json:
        click.echo(as_text(*content))
    else:
        show(as_table(*content))


def rows_as_json(rows: Sequence[Any]) -> str:
    """Write rows as JSON; an empty cell is null.

    Parameters
    ----------
    rows
        Dataclasses of plain values.

    Returns
    -------
    str
        A list of objects, indented by one.
    """
    from dataclasses import asdict

    from sim.json_text import json_text

    return json_text([asdict(row) for row in rows])
