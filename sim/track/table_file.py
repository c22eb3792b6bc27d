"""Open a table that somebody kept: comma, semicolon or tab, in UTF-8 or as Windows writes it, packed or not, or Parquet."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sim.errors import InputError, Problem
from sim.track.text_form import TextForm, form_of, opened

if TYPE_CHECKING:
    import _csv

PARQUET: Final = ".parquet"
_NO_SUCH_COLUMN: Final = "Too many columns specified"
"""What pandas says where no row reaches as far as the last column that is asked for."""
HEADING_LINE: Final = 1
_FAULTS: Final = (
    pd.errors.ParserError,
    pd.errors.EmptyDataError,
    pa.ArrowException,
    UnicodeDecodeError,
    csv.Error,
    OSError,
    ValueError,
    EOFError,
)
"""What libraries raise over a file that they cannot read."""


def headings_of(path: Path) -> list[str]:
    """Read the names of the columns of a CSV or Parquet file.

    Parameters
    ----------
    path
        The file; CSV may be .gz.

    Raises
    ------
    InputError
        If the file is not there or cannot be read.
    """
    with _told(path):
        return [str(name) for name in pq.read_schema(path).names] if path.suffix == PARQUET else form_of(path).headings


def columns_of(path: Path, wanted: Mapping[int, str]) -> pd.DataFrame:
    """Read some columns of a CSV or Parquet file.

    Parameters
    ----------
    path
        The file; CSV may be .gz.
    wanted
        Names to give to the columns, by their place in the file from 0.

    Returns
    -------
    pandas.DataFrame
        (n_rows, n_columns) stripped text, empty where blank; numbers and times of a Parquet file stay what they are.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    with _told(path):
        if path.suffix == PARQUET:
            names = [pq.read_schema(path).names[place] for place in wanted]
            table = pd.read_parquet(path, columns=names)
            return pd.DataFrame({key: _plain(table[name]) for key, name in zip(wanted.values(), names, strict=True)})
        form = form_of(path)
        *others, last = form.encodings
        for encoding in others:
            try:
                return _text(path, form, encoding, wanted)
            except UnicodeDecodeError:
                continue
        return _text(path, form, last, wanted)


def _text(path: Path, form: TextForm, encoding: str, wanted: Mapping[int, str]) -> pd.DataFrame:
    """Read some columns of a text file; a row that is longer than the headings would lose cells, and is refused."""
    beyond = len(form.headings)
    try:
        table = _cells(path, form, encoding, [*wanted, beyond])
    except pd.errors.ParserError as error:
        if not str(error).startswith(_NO_SUCH_COLUMN):
            raise
        table = _cells(path, form, encoding, list(wanted))  # no row is longer
    else:
        _refuse_longer(path, form, (table[beyond].str.strip() != "").to_numpy(dtype=np.bool_))
    return pd.DataFrame({key: table[place].str.strip() for place, key in wanted.items()}, index=table.index)


def _cells(path: Path, form: TextForm, encoding: str, places: list[int]) -> pd.DataFrame:
    """Read the columns at some places, from 0, as text."""
    return pd.read_csv(
        path,
        sep=form.separator,
        encoding=encoding,
        header=0,
        names=list(range(max([len(form.headings), *(place + 1 for place in places)]))),
        usecols=lambda place: place in places,
        index_col=False,
        dtype="str",
        keep_default_na=False,
        skip_blank_lines=False,
        low_memory=False,  # else a long row far down is not seen
    )


def _refuse_longer(path: Path, form: TextForm, is_longer: NDArray[np.bool_]) -> None:
    """Refuse rows with more cells than there are headings, the first of them at its line."""
    rows = np.flatnonzero(is_longer)
    if rows.size:
        more = f", and so have {rows.size - 1} more" if rows.size > 1 else ""
        what = f"this row has more cells than there are headings{more}"
        do = f"put a cell that has {form.separator!r} in it in quotes"
        raise InputError([Problem(str(path), lines_of(path)[int(rows[0])], 1, "", what, do)])


def lines_of(path: Path) -> list[int]:
    """Give the line on which each row of a file below its headings begins; a cell in quotes may run over several.

    Parameters
    ----------
    path
        A CSV file that was read before, or a Parquet file, whose rows count as lines.
    """
    if path.suffix == PARQUET:
        return list(range(HEADING_LINE + 1, pq.read_metadata(path).num_rows + HEADING_LINE + 1))
    form = form_of(path)
    for encoding in form.encodings:
        try:
            with opened(path, encoding) as stream:
                rows = csv.reader(stream, delimiter=form.separator)
                return [1 + before for before, _ in _with_line_before(rows)][1:]
        except UnicodeDecodeError:
            continue
    return []


def _with_line_before(rows: _csv.Reader) -> Iterator[tuple[int, list[str]]]:
    """Give each row with the number of lines before it."""
    before = 0
    for row in rows:
        yield before, row
        before = rows.line_num


def _plain(column: pd.Series) -> pd.Series:
    """Keep numbers and times of a Parquet file; make text of the rest, empty where there is none."""
    if pd.api.types.is_datetime64_any_dtype(column) or pd.api.types.is_float_dtype(column):
        return column
    return column.astype("str").where(column.notna(), "").str.strip()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Make an error of ours of what a library says of a file that it cannot read."""
    if not path.is_file():
        raise InputError.of(str(path), "there is no such file", "name a CSV or Parquet file")
    try:
        yield
    except InputError:
        raise
    except _FAULTS as error:
        told = " ".join(str(error).split())
        raise InputError.of(str(path), f"the file cannot be read ({told})", "save it as CSV in UTF-8") from None


def twice_named(path: Path, one: str, other: str, place: int) -> InputError:
    """Say that two columns mean the same."""
    what = f"the columns {one!r} and {other!r} mean the same"
    return InputError([Problem(str(path), HEADING_LINE, place, "", what, "leave one of them out")])
