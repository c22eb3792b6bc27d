"""The study that the first word of a command line names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sim.study.loaded import LoadedStudy


def load_named(word: str, data: Path | None, **overrides: int | None) -> LoadedStudy:
    """Read a study; a word that is no file may be a mistyped command.

    Parameters
    ----------
    word
        A study file, or the name of a study that comes with the program.
    data
        Folder of the county's data files, if the user named one.
    **overrides
        Replications and seed, where the user wants others than the study's.

    Returns
    -------
    LoadedStudy
        The study, with all that it names.

    Raises
    ------
    InputError
        When there is no such study, or when it is wrong.
    """
    from sim.errors import InputError
    from sim.study.load import load_study
    from sim.study.packs import find_study
    from sim.study.suggest import did_you_mean

    try:
        path = find_study(word)
    except InputError as error:
        if Path(word).suffix or len(Path(word).parts) > 1:
            raise
        do = did_you_mean(word, _commands()) or error.problems[0].do
        raise InputError.of(word, "this is neither a file nor a command", do) from None
    return load_study(path, data, **overrides)


def _commands() -> list[str]:
    """List the commands that help shows."""
    program = click.get_current_context().find_root().command
    commands = program.commands if isinstance(program, click.Group) else {}
    return [name for name, command in commands.items() if not command.hidden]
