"""The data files that a county is read from: are they there, and what are they."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.county.found import find_files
from sim.study.errors import value_at

if TYPE_CHECKING:
    from sim.errors import Problem
    from sim.study.reader import Document, Loc

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """A file that a study was read from.

    Parameters
    ----------
    name
        The file as it was named.
    path
        Where it is.
    sha256
        Checksum of its bytes, in hexadecimal.
    """

    name: str
    path: Path
    sha256: str


def data_files(document: Document, loc: Loc, without: Collection[str] = ()) -> Iterator[tuple[Loc, str, str]]:
    """Find the data files that a county of files names.

    Parameters
    ----------
    document
        The file in which the county is described.
    loc
        Where the county stands in it.
    without
        Sections of the county to leave out.

    Yields
    ------
    tuple of (Loc, str, str)
        Place of the file's name, the name, and who publishes the file (may be empty).
    """
    county = value_at(document, loc)
    if isinstance(county, Mapping):
        county = {key: value for key, value in county.items() if key not in without}
    yield from _named_in(county, loc)


def data_folder(document: Document, loc: Loc, data: Path | None, *, without: Collection[str] = ()) -> Path:
    """Give the folder that the names of a county's data files are relative to.

    Parameters
    ----------
    document, loc
        Where the county is described.
    data
        The folder given by `--data`, if any.
    without
        Sections of the county that do not count.

    Returns
    -------
    Path
        `data`; but the folder of the file itself without one, and where all that it names lies there and not in
        `data`: a fitted county keeps its files beside it.
    """
    beside = document.path.parent
    if data is None or not missing_files(document, loc, data, is_data=True, without=without):
        return data or beside
    return data if missing_files(document, loc, beside, is_data=False, without=without) else beside


def missing_files(
    document: Document, loc: Loc, base: Path, *, is_data: bool, without: Collection[str] = ()
) -> list[Problem]:
    """Say which data files are not there.

    Parameters
    ----------
    document, loc
        Where the county is described.
    base
        Folder that their names are relative to.
    is_data
        Whether the folder was given by `--data`.
    without
        Sections of the county to leave out.

    Returns
    -------
    list of Problem
        One for each, with who publishes it and what to do.
    """
    do = f"put it into {base}" if is_data else "name the folder that holds it with --data DIR"
    problems = []
    for where, name, published in data_files(document, loc, without):
        if not find_files(base, name):
            origin = f" ({published})" if published else ""
            what = "no file matches" if "*" in name else "there is no file"
            problems.append(document.problem(where, f"{what} {base / name}{origin}", do))
    return problems


def checksum(path: Path) -> str:
    """Give the SHA-256 checksum of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def rebased(data: object, base: Path, folder: Path) -> object:
    """Rewrite the names of data files, relative to `base`, so that they hold in a file in `folder`."""
    if isinstance(data, Mapping):
        return {
            key: _relative(base / value, folder)
            if key == "path" and isinstance(value, str)
            else rebased(value, base, folder)
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [rebased(item, base, folder) for item in data]
    return data


def _relative(path: Path, folder: Path) -> str:
    """Name a file as seen from a folder; in full where they are on different drives."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return path.resolve().as_posix()


def _named_in(data: object, loc: Loc) -> Iterator[tuple[Loc, str, str]]:
    """Walk a description for sections with a `path`."""
    if isinstance(data, Mapping):
        name = data.get("path")
        if isinstance(name, str):
            yield (*loc, "path"), name, str(data.get("published", ""))
        for key, value in data.items():
            yield from _named_in(value, (*loc, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _named_in(value, (*loc, number))
