"""A table that somebody kept: columns under the names that such tables give them, and what is wrong with it by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.county.suggest import unknown_name
from sim.errors import InputError, Problem
from sim.track.table_file import HEADING_LINE, columns_of, headings_of, lines_of, twice_named

_SHOWN: Final = 5
"""Cells of one column that are told of one by one."""
_HEADINGS_SHOWN: Final = 20
SCENARIO: Final = "scenario"


@dataclass(slots=True)
class Sheet:
    """A table as text.

    Parameters
    ----------
    path
        The file.
    cells
        (n_rows,) stripped text by the key of each column that is there.
    column
        Place of each column in the file, from 1, by its key.
    line
        (n_rows,) line of each row in the file, if no row ran over several; `refuse` tells the true ones.
    headings
        Names of all columns of the file.
    problems
        What is wrong; readers add to it.
    """

    path: Path
    cells: pd.DataFrame
    column: Mapping[str, int]
    line: NDArray[np.int64]
    headings: Sequence[str] = ()
    problems: list[Problem] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Tell whether there is a column."""
        return key in self.column

    def text(self, key: str) -> pd.Series:
        """Give the cells of a column: (n_rows,) text, empty where blank or where there is no such column."""
        if not self.has(key):
            return pd.Series("", index=self.cells.index, dtype="str")
        column = self.cells[key]
        if pd.api.types.is_string_dtype(column):
            return column
        return column.astype("str").where(column.notna(), "")

    def wrong(self, key: str, row: int, what: str, do: str = "") -> None:
        """Note what is wrong with one cell."""
        self.problems.append(Problem(str(self.path), int(self.line[row]), self.column.get(key, 1), "", what, do))

    def wrong_cells(self, key: str, wrong: NDArray[np.bool_], what: str, do: str = "") -> None:
        """Note what is wrong with some cells of a column: the first few one by one, then how many more there are."""
        rows = np.flatnonzero(wrong).tolist()
        for row in rows[:_SHOWN]:
            self.wrong(key, row, f"{self.text(key).iloc[row]!r} is {what}", do)
        if len(rows) > _SHOWN:
            more = len(rows) - _SHOWN
            self.wrong(
                key,
                rows[_SHOWN],
                f"so {'is one more cell' if more == 1 else f'are {more:,} more cells'} of this column",
            )

    def numbers(self, key: str, low: float = -np.inf, high: float = np.inf) -> NDArray[np.float64]:
        """Read a column of numbers: (n_rows,), nan where blank; what is none, or out of bounds, is noted."""
        cells = self.cells[key] if self.has(key) else self.text(key)
        values = np.asarray(pd.to_numeric(cells, errors="coerce"), dtype=np.float64)
        filled = ~np.isnan(values) if cells.dtype == np.float64 else (cells != "").to_numpy(dtype=np.bool_)
        bad = filled & ~((values >= low) & (values <= high) & np.isfinite(values))
        bounds = "" if np.isinf(low) and np.isinf(high) else f" from {low:g} to {high:g}"
        self.wrong_cells(key, bad, f"no number{bounds}")
        return np.where(bad, np.nan, values)

    def refuse(self) -> None:
        """Stop if anything is wrong.

        Raises
        ------
        InputError
            With everything that was noted, in the order of the file.
        """
        if self.problems:
            found = sorted(self.problems, key=lambda problem: (problem.line, problem.column))
            lines = dict(enumerate(lines_of(self.path), HEADING_LINE + 1))
            raise InputError([replace(problem, line=lines.get(problem.line, problem.line)) for problem in found])


def read_sheet(
    path: Path, names: Mapping[str, Sequence[str]], scenario: str | None = None, called: Mapping[str, str] | None = None
) -> Sheet:
    """Read a CSV or Parquet file.

    Parameters
    ----------
    path
        The file; CSV may be .gz.
    names
        By key, the names that a column may have; capitals and blanks do not matter.
    scenario
        Where the file holds several options of a study, the one to keep.
    called
        By key, the name that a column has in this file; other names of the key are then not looked for.

    Returns
    -------
    Sheet
        The columns that are there, without rows in which all of them are blank.

    Raises
    ------
    InputError
        If the file is not there, cannot be read, names a column twice, lacks one of those in `called`, or holds several options
        and none is chosen.
    """
    headings = headings_of(path)
    place = _places(path, headings, {**names, SCENARIO: (SCENARIO,)}, called or {})
    cells = columns_of(path, {at: key for key, at in place.items()})
    line = np.arange(len(cells), dtype=np.int64) + HEADING_LINE + 1
    filled = _filled(cells)
    column = {key: at + 1 for key, at in place.items()}
    sheet = Sheet(path, cells[filled].reset_index(drop=True), column, line[filled], headings)
    return _of_scenario(sheet, scenario)


def _filled(cells: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which rows have anything in them: (n_rows,)."""
    filled = np.zeros(len(cells), dtype=np.bool_)
    for key in cells:
        column = cells[key]
        there = column != "" if pd.api.types.is_string_dtype(column) else column.notna()
        filled |= there.to_numpy(dtype=np.bool_)
    return filled


def _places(
    path: Path, headings: Sequence[str], names: Mapping[str, Sequence[str]], called: Mapping[str, str]
) -> dict[str, int]:
    """Find the place of each key's column, from 0."""
    looked_for = {key: (called[key],) if key in called else names[key] for key in names}
    known = {_plain(name): key for key, those in looked_for.items() for name in those}
    place: dict[str, int] = {}
    for at, heading in enumerate(headings):
        key = known.get(_plain(heading))
        if key in place:
            raise twice_named(path, headings[place[key]], heading, at + 1)
        if key is not None:
            place[key] = at
    absent = [
        replace(unknown_name(str(path), "", "column", called[key], list(headings)), line=HEADING_LINE, column=1)
        for key in called
        if key not in place
    ]
    if absent:
        raise InputError(absent)
    return place


def missing(sheet: Sheet, names: Mapping[str, Sequence[str]], keys: Iterable[str]) -> None:
    """Note which of some columns are not there, and what they may be called."""
    for key in keys:
        if not sheet.has(key):
            what = f"there is no column {key}"
            there = ", ".join(sheet.headings[:_HEADINGS_SHOWN])
            do = f"its heading may be {' or '.join(names[key])}, and the file has: {there}"
            sheet.problems.append(Problem(str(sheet.path), HEADING_LINE, 1, "", what, do))


def _of_scenario(sheet: Sheet, scenario: str | None) -> Sheet:
    """Keep the rows of one option."""
    if not sheet.has(SCENARIO):
        return sheet
    there = sorted(set(sheet.cells[SCENARIO]))
    if scenario is None and len(there) > 1:
        what = f"the file holds {len(there)} options of a study"
        raise InputError.of(str(sheet.path), what, f"choose one with --scenario: {', '.join(there)}")
    if scenario is not None and scenario not in there:
        what = f"there is no option {scenario!r}"
        raise InputError.of(str(sheet.path), what, f"there is: {', '.join(there)}")
    mine = (sheet.cells[SCENARIO] == (scenario or there[0])).to_numpy() if there else np.zeros(0, dtype=np.bool_)
    return replace(sheet, cells=sheet.cells[mine].reset_index(drop=True), line=sheet.line[mine])


def _plain(name: str) -> str:
    """Write a heading as it is looked up."""
    return "_".join(name.strip().lower().replace("-", " ").replace("_", " ").split())
