"""The folder that results go to."""

from __future__ import annotations

from pathlib import Path
from typing import Final

RESULTS: Final = Path("results")
"""Where results go unless `--out` says otherwise."""


def results_folder(out: Path | None, name: str) -> Path:
    """Choose the folder of results, before anything is computed.

    Parameters
    ----------
    out
        The folder that the user named, if any.
    name
        What it is called otherwise, in `RESULTS`.

    Returns
    -------
    Path
        A folder that is not there, is empty, or holds results, which new ones may replace.

    Raises
    ------
    InputError
        When something else stands in that place.
    """
    from sim.errors import InputError

    folder = out or RESULTS / name
    if folder.exists() and not folder.is_dir():
        raise InputError.of(str(folder), "this is a file", "name a folder with --out")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "manifest.json").is_file():
        what = "this folder holds something else than results, which would be replaced"
        raise InputError.of(str(folder), what, "name another folder with --out")
    return folder
