"""How a text file of a table is written: the sign between its cells, its letters, its headings; packed or not."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

_PACKED: Final = ".gz"
_SEPARATORS: Final = ",;\t|"
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of Excel and LibreOffice begin, and zip archives."""
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_ENCODINGS: Final = ("utf-8-sig", "cp1252")
"""Tried one after the other: what is not UTF-8 is taken as Windows of western Europe writes it."""
_HEAD: Final = 1 << 16


class TextForm(NamedTuple):
    """How a text file is written.

    Parameters
    ----------
    separator
        Sign between two cells.
    encodings
        What its letters may be, tried one after the other.
    headings
        Names of its columns.
    """

    separator: str
    encodings: tuple[str, ...]
    headings: list[str]


def form_of(path: Path) -> TextForm:
    """Find out from its first line how a text file is written.

    Parameters
    ----------
    path
        The file; it may be .gz.

    Raises
    ------
    ValueError
        If it is no text, or its first line has no headings.
    """
    with (gzip.open if path.suffix == _PACKED else open)(path, "rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(_WORKBOOKS):
        message = "it is a workbook or an archive"
        raise ValueError(message)
    encodings = ("utf-16",) if head.startswith(_UTF_16) else _ENCODINGS
    line = next((_first_line(head, encoding) for encoding in encodings if _reads(head, encoding)), "")
    separator = max(_SEPARATORS, key=line.count)
    headings = next(csv.reader([line], delimiter=separator), [])
    if not any(heading.strip() for heading in headings):
        message = "there are no headings in its first line"
        raise ValueError(message)
    return TextForm(separator, encodings, [heading.strip() for heading in headings])


def _first_line(head: bytes, encoding: str) -> str:
    """Give the first line of the beginning of a file."""
    return head.decode(encoding, errors="ignore").splitlines()[0]


def _reads(head: bytes, encoding: str) -> bool:
    """Tell whether the beginning of a file has a first line that is written in an encoding."""
    end = head.find(b"\n")
    try:
        return bool((head if end < 0 or encoding == "utf-16" else head[:end]).decode(encoding).splitlines())
    except UnicodeDecodeError:
        return False


def opened(path: Path, encoding: str) -> IO[str]:
    """Open a text file, packed or not.

    Parameters
    ----------
    path
        The file; it may be .gz.
    encoding
        What its letters are.
    """
    return cast("IO[str]", (gzip.open if path.suffix == _PACKED else open)(path, "rt", encoding=encoding, newline=""))
