"""Options and arguments that several commands have, each in the same words wherever it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

Verb = TypeVar("Verb", bound="Callable[..., None]")

ENGINES: Final = ("numba", "simpy")
"""Names of `sim.command.engine.ENGINES`, which is heavy for ``--help``."""

PATH: Final = click.Path(path_type=Path)
"""A file or folder, which the command itself looks for: it can say better than click what to do when it is not there."""

STUDY_FILE = click.argument("study", metavar="STUDY.yaml")
COUNTY_FILE = click.argument("county", metavar="COUNTY.yaml")
DATA = click.option(
    "--data", type=PATH, metavar="DIR", help="Folder of a real county's data files [that of its county file]."
)
UNTIL = click.option("--until", metavar="YYYY-MM", help="Last month to use [all that there are].")
WORKERS = click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes [as many as there are cores]."
)
ENGINE = click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="numba",
    help="What carries the street: compiled code, or plain SimPy, slow and to be read. Same results [numba].",
)
QUIET = click.option("-q", "--quiet", is_flag=True, help="No progress.")


def out(name: str) -> Callable[[Verb], Verb]:
    """Make the option that says where results go.

    Parameters
    ----------
    name
        What the folder is called if the option is not given, as help shows it.

    Returns
    -------
    Callable
        A decorator of a command.
    """
    return click.option("--out", type=PATH, metavar="DIR", help=f"Folder of the results [results/{name}].")


def as_json(what: str = "the rows", instead_of: str = "the table") -> Callable[[Verb], Verb]:
    """Make the option that prints for programs what is else printed for people.

    Parameters
    ----------
    what
        What is printed.
    instead_of
        What is not.

    Returns
    -------
    Callable
        A decorator of a command.
    """
    return click.option("--json", "as_json", is_flag=True, help=f"Print {what} as JSON instead of {instead_of}.")
