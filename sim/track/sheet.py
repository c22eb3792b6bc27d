"""A table that somebody kept: columns under the names that such tables give them, and what is wrong with it by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sim.errors import InputError, Problem

_SHOWN: Final = 5
"""Cells of one column that are told of one by one."""
_HEADING_LINE: Final = 1
SCENARIO: Final = "scenario"
_PARQUET: Final = ".parquet"
T = TypeVar("T")


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
        (n_rows,) line of each row in the file.
    problems
        What is wrong; readers add to it.
    """

    path: Path
    cells: pd.DataFrame
    column: Mapping[str, int]
    line: NDArray[np.int64]
    problems: list[Problem] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Tell whether there is a column."""
        return key in self.column

    def text(self, key: str) -> pd.Series:
        """Give the cells of a column: (n_rows,) text, empty where blank or where there is no such column."""
        if not self.has(key):
            return pd.Series("", index=self.cells.index, dtype="str")
        return self.cells[key]

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
        text = self.text(key)
        values = np.asarray(pd.to_numeric(text, errors="coerce"), dtype=np.float64)
        bad = (text != "").to_numpy() & ~((values >= low) & (values <= high) & np.isfinite(values))
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
            raise InputError(sorted(self.problems, key=lambda problem: (problem.line, problem.column)))


def read_sheet(path: Path, names: Mapping[str, Sequence[str]], scenario: str | None = None) -> Sheet:
    """Read a CSV or Parquet file.

    Parameters
    ----------
    path
        The file; CSV in UTF-8 (it may be .gz), or .parquet.
    names
        By key, the names that a column may have; case and blanks do not matter.
    scenario
        Where the file holds several options of a study, the one to keep.

    Returns
    -------
    Sheet
        The columns that are there.

    Raises
    ------
    InputError
        If the file is not there, cannot be read, names a column twice, or holds several options and none is chosen.
    """
    if not path.is_file():
        raise InputError.of(str(path), "there is no such file", "name a CSV or Parquet file")
    known = {_plain(name): key for key, those in {**names, SCENARIO: (SCENARIO,)}.items() for name in those}
    found: dict[str, str] = {}
    column: dict[str, int] = {}
    for place, name in enumerate(_told(path, _headings), 1):
        key = known.get(_plain(name))
        if key in found.values():
            what = f"the columns {next(one for one in found if found[one] == key)!r} and {name!r} mean the same"
            raise InputError([Problem(str(path), _HEADING_LINE, place, "", what, "leave one of them out")])
        if key is not None:
            found[name], column[key] = key, place
    cells = _told(path, partial(_cells, names=list(found))).rename(columns=found)
    sheet = Sheet(path, cells, column, np.arange(len(cells), dtype=np.int64) + _HEADING_LINE + 1)
    return _of_scenario(sheet, scenario)


def missing(sheet: Sheet, names: Mapping[str, Sequence[str]], keys: Iterable[str]) -> None:
    """Note which of some columns are not there, and what they may be called."""
    for key in keys:
        if not sheet.has(key):
            what = f"there is no column {key}"
            do = f"its heading may be {' or '.join(names[key])}"
            sheet.problems.append(Problem(str(sheet.path), _HEADING_LINE, 1, "", what, do))


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
    return Sheet(sheet.path, sheet.cells[mine].reset_index(drop=True), sheet.column, sheet.line[mine], sheet.problems)


def _plain(name: str) -> str:
    """Write a heading as it is looked up."""
    return "_".join(name.strip().lower().replace("-", " ").replace("_", " ").split())


def _told(path: Path, read: Callable[[Path], T]) -> T:
    """Read something of a file; what a library says of a file that it cannot read becomes an error of ours."""
    try:
        return read(path)
    except (
        pd.errors.ParserError,
        pd.errors.EmptyDataError,
        UnicodeDecodeError,
        OSError,
        ValueError,
        EOFError,
    ) as error:
        told = " ".join(str(error).split())
        raise InputError.of(str(path), f"the file cannot be read ({told})", "save it as CSV in UTF-8") from None


def _headings(path: Path) -> list[str]:
    """Read the headings of a file."""
    if path.suffix == _PARQUET:
        return [str(name) for name in pq.read_schema(path).names]
    return [str(name) for name in pd.read_csv(path, nrows=0, encoding="utf-8-sig").columns]


def _cells(path: Path, names: list[str]) -> pd.DataFrame:
    """Read some columns as stripped text, blank where empty."""
    if path.suffix == _PARQUET:
        table = pd.read_parquet(path, columns=names)
        return pd.DataFrame({name: table[name].astype("str").where(table[name].notna(), "") for name in names})
    table = pd.read_csv(
        path, usecols=names, dtype="str", encoding="utf-8-sig", keep_default_na=False, skip_blank_lines=False
    )
    return pd.DataFrame({name: table[name].str.strip() for name in names}, index=table.index)
