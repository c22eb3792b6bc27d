"""Read a table from CSV, with every mistake in it named by its line."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sim.errors import InputError, Problem

_LINES_BEFORE_HEADER = 20
"""How many lines a published sheet may have before the one that names its columns."""
_OWN_COLUMNS = "name the file's own columns under `columns` in the pack"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Parameters
    ----------
    line
        Its line in the file, counted from 1.
    cells
        Its cells by role, without the space around them; a column that the file lacks has none.
    """

    line: int
    cells: dict[str, str]

    def text(self, role: str, otherwise: str = "") -> str:
        """Give a cell; `otherwise` where it is empty or the file lacks the column."""
        return self.cells.get(role) or otherwise


@dataclass(slots=True)
class Table:
    """A table and what was found wrong with it.

    Parameters
    ----------
    name
        The file as messages call it.
    rows
        Its rows, without empty ones.
    problems
        What is wrong, in the order in which it was found.
    """

    name: str
    rows: list[Row]
    problems: list[Problem] = field(default_factory=list)

    def blame(self, row: Row, where: str, what: str, do: str = "") -> None:
        """Take note of what is wrong with a row."""
        self.problems.append(Problem(self.name, row.line, 1, where, what, do))

    def number(self, row: Row, role: str) -> float | None:
        """Read a cell as a number of at least 0; None, and a problem, where it is none."""
        text = row.text(role)
        value = _number(text)
        if value is None:
            self.blame(row, role, f"{text!r} is not a number" if text else "the cell is empty", "write a number")
        elif value < 0:
            self.blame(row, role, f"{text} lies below 0", "write 0 or more")
        return value

    def refuse(self) -> None:
        """Raise all that was found."""
        if self.problems:
            raise InputError(sorted(self.problems, key=lambda problem: problem.line))


def read_table(
    path: Path,
    name: str,
    needed: Mapping[str, str],
    optional: Mapping[str, str] | None = None,
    advice: str = _OWN_COLUMNS,
) -> Table:
    """Read a table whose columns may stand in any order, below a heading or not.

    Parameters
    ----------
    path
        The file: CSV with commas, UTF-8.
    name
        The file as messages call it.
    needed
        Name of each column that must be there, by role; capitals, spaces and signs in names do not matter.
    optional
        Name of each column that may be there, by role.
    advice
        What to do where columns are missing.

    Returns
    -------
    Table
        The rows below the first line that names every needed column.

    Raises
    ------
    InputError
        Where the file cannot be read, is empty, is no UTF-8, has no row, or lacks a column; names all that are missing.
    """
    lines = _lines(path, name)
    names = {_plain(column) for column in needed.values()}
    start = next((at for at, (_, cells) in enumerate(lines[:_LINES_BEFORE_HEADER]) if names <= _plains(cells)), None)
    if start is None:
        raise InputError([_without_header(name, lines, needed, advice)])
    header_line, cells = lines[start]
    header = [_plain(cell) for cell in cells]
    wanted = {role: _plain(column) for role, column in {**needed, **(optional or {})}.items()}
    places = {role: header.index(column) for role, column in wanted.items() if column in header}
    rows = [
        Row(line, {role: values[at].strip() for role, at in places.items() if at < len(values)})
        for line, values in lines[start + 1 :]
    ]
    if not rows:
        what = "no row stands below the names of the columns"
        raise InputError([Problem(name, header_line, 1, "", what, "give the whole file")])
    return Table(name, rows)


def _lines(path: Path, name: str) -> list[tuple[int, list[str]]]:
    """Split a file into lines of cells, each with the number of its first line; empty ones are left out."""
    reader = csv.reader(io.StringIO(_text(path, name)), strict=True)
    lines: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        what = f"this is not CSV: {error}"
        raise InputError([Problem(name, line, 1, "", what, "save the sheet as CSV UTF-8 (comma delimited)")]) from None
    if not lines:
        raise InputError.of(name, "the file is empty", "give the whole file")
    return lines


def _text(path: Path, name: str) -> str:
    """Read a file as text, or say why it cannot be read."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InputError.of(name, f"there is no file {path}") from None
    except OSError as error:
        raise InputError.of(name, f"the file cannot be read: {error.strerror or error}") from None
    if raw.startswith(b"PK\x03\x04"):
        what = "this is an Excel workbook, not CSV"
        raise InputError.of(name, what, "open it and save the sheet of values as CSV UTF-8 (comma delimited)")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        what = f"byte {raw[error.start]:#04x} is not UTF-8"
        do = "save the sheet as CSV UTF-8 (comma delimited)"
        raise InputError([Problem(name, line, 1, "", what, do)]) from None


def _without_header(name: str, lines: list[tuple[int, list[str]]], needed: Mapping[str, str], advice: str) -> Problem:
    """Say which columns are missing, by the line that comes closest to naming them all."""
    names = {_plain(column) for column in needed.values()}
    line, cells = max(lines[:_LINES_BEFORE_HEADER], key=lambda numbered: len(names & _plains(numbered[1])))
    missing = [column for column in needed.values() if _plain(column) not in _plains(cells)]
    there = ", ".join(cell.strip() for cell in cells if cell.strip())
    what = f"there is no column {', '.join(missing)}; there are: {there}"
    return Problem(name, line, 1, "", what, advice)


def _plains(cells: list[str]) -> set[str]:
    """Give the plain forms of the names of columns."""
    return {_plain(cell) for cell in cells}


def _plain(name: str) -> str:
    """Write the name of a column without capitals, spaces and signs: publishers vary them from year to year."""
    return re.sub(r"[^a-z0-9]+", "", name.lower())


def _number(text: str) -> float | None:
    """Read a number as a spreadsheet writes it, with thousands apart or a pound sign; None where it is none."""
    try:
        value = float(text.removeprefix("£").replace(",", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
