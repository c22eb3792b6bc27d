"""What was fetched, from where and with which checksum: the file data.lock.json beside the data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from sim.errors import InputError
from sim.json_text import json_text

NAME: Final = "data.lock.json"
_ABOUT: Final = (
    "Written by `python -m sim data fetch`. A file that is fetched again must have the checksum that stands here; "
    "`fetch --renew` accepts what the publisher has changed."
)


@dataclass(frozen=True, slots=True)
class Locked:
    """A file as it was fetched.

    Parameters
    ----------
    sha256
        Checksum of its bytes, in hexadecimal.
    bytes
        Its length.
    url
        Where it came from.
    fetched
        The day, YYYY-MM-DD.
    """

    sha256: str
    bytes: int
    url: str
    fetched: str


_FILES: Final = TypeAdapter(dict[str, Locked])


def read_lock(folder: Path) -> dict[str, Locked]:
    """Read what was fetched into a folder.

    Parameters
    ----------
    folder
        The folder of the data.

    Returns
    -------
    dict of str to Locked
        By name, relative to the folder; empty where nothing was fetched yet.

    Raises
    ------
    InputError
        When the file is damaged: checksums that nobody can read protect nothing.
    """
    path = folder / NAME
    if not path.is_file():
        return {}
    try:
        return _FILES.validate_python(json.loads(path.read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        what = "this is no list of fetched files"
        raise InputError.of(str(path), what, "take it back from a copy, or delete it to trust the files anew") from None


def write_lock(folder: Path, files: Mapping[str, Locked]) -> None:
    """Write what was fetched into a folder; the file appears whole.

    Parameters
    ----------
    folder
        The folder of the data.
    files
        By name, relative to the folder.
    """
    rows = {name: asdict(files[name]) for name in sorted(files)}
    text = json_text({"about": _ABOUT, "files": rows}) + "\n"
    aside = folder / f".{NAME}.partial"
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.replace(folder / NAME)
