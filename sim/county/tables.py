"""Read tables of open data: one value for each area, and recorded crime."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.county.deprivation_config import DeprivationFile
from sim.county.files_config import ColumnFile
from sim.county.months import MONTHS_PER_YEAR, months_between
from sim.county.records_config import RecordedFile
from sim.county.source import Source, some

_UNREADABLE = (
    pd.errors.ParserError,
    pd.errors.EmptyDataError,
    UnicodeDecodeError,
    EOFError,
    OSError,
    zlib.error,
    csv.Error,
)
_MOST_LINES_ABOVE = 20
OfAreas = ColumnFile | DeprivationFile


def read_column(
    where: str,
    spec: ColumnFile,
    contents: str,
    codes: list[str],
    source: Source,
    carry: Callable[[pd.DataFrame], pd.DataFrame] = lambda table: table,
) -> pd.Series | None:
    """Read one value for each area.

    Parameters
    ----------
    where
        Key of the county file that describes the table.
    spec
        The file and its columns.
    contents
        What it holds, in words.
    codes
        Codes of the areas, in order; a table may hold others too.
    source
        Where it lies; problems are added to it.
    carry
        Adds rows for areas that the table has under other codes.

    Returns
    -------
    pandas.Series | None
        (n_areas,) values in the order of `codes`; None if anything is wrong.
    """
    table = read_table(where, spec.path, {"code": spec.code, "column": spec.column}, contents, spec.published, source)
    if table is None:
        return None
    return of_areas(where, carry(table), spec, codes, source)


def of_areas(where: str, table: pd.DataFrame, spec: OfAreas, codes: list[str], source: Source) -> pd.Series | None:
    """Take the value of each area from a table: as `read_column`, of columns ``code`` and ``column`` that were read."""
    rows = table[table["code"].isin(codes)]
    if rows.empty and codes:
        what = f"none of the {len(table)} codes in column {spec.code!r} of {spec.path!r} is an area of the county"
        source.wrong(f"{where}.code", what, f"areas have codes such as {codes[0]!r}; check the column and its vintage")
        return None
    repeated = sorted(set(rows.loc[rows["code"].duplicated(), "code"]))
    lacking = sorted(set(codes) - set(rows.loc[rows["column"].notna(), "code"]))
    if repeated:
        source.wrong(f"{where}.code", f"{spec.path!r} has more than one row for {some(repeated)}")
    if lacking:
        source.wrong(f"{where}.column", f"{spec.path!r} has no {spec.column or 'rank'!r} for {some(lacking)}")
    if repeated or lacking:
        return None
    return rows.set_index("code")["column"].reindex(codes)


def read_table(
    where: str, path: str, columns: dict[str, str], contents: str, published: str, source: Source
) -> pd.DataFrame | None:
    """Read columns of a CSV file as text, renamed to the keys that name them; None if anything is wrong.

    A sheet saved as CSV may have lines of title above its headings.
    """
    found = source.find(where, path, contents, published)
    if found is None:
        return None
    wanted = list(dict.fromkeys(columns.values()))
    try:
        above = _lines_above_headings(found, set(wanted))
        there = [str(column) for column in pd.read_csv(found, nrows=0, skiprows=above, encoding="utf-8-sig").columns]
        if not source.has_columns(where, columns, there):
            return None
        table = pd.read_csv(found, usecols=wanted, skiprows=above, dtype="str", encoding="utf-8-sig")
    except _UNREADABLE as error:
        source.wrong(f"{where}.path", f"{path!r} cannot be read as CSV ({error})", "save it as CSV in UTF-8")
        return None
    if table.empty:
        source.wrong(f"{where}.path", f"{path!r} has no rows")
        return None
    return pd.DataFrame({key: table[column].str.strip() for key, column in columns.items()})


def _lines_above_headings(path: Path, wanted: set[str]) -> int:
    """Count the lines above the first that has all columns; none where no line near the top has."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as raw:
        lines = csv.reader(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""))
        near = enumerate(islice(lines, _MOST_LINES_ABOVE))
        return next((number for number, cells in near if wanted <= set(cells)), 0)


def numbers(where: str, values: pd.Series, low: float, high: float, source: Source) -> NDArray[np.float64] | None:
    """Read text as numbers within limits; None, and a problem noted, if any is not."""
    figures = pd.to_numeric(values.str.replace(",", ""), errors="coerce").to_numpy(dtype=np.float64)
    wrong = ~((figures >= low) & (figures <= high))
    if wrong.any():
        at = int(np.argmax(wrong))
        what = f"{int(wrong.sum())} values are not numbers from {low:,.0f} to {high:,.0f}, the first is {values.iloc[at]!r}"
        source.wrong(where, f"{what} ({values.index[at]})")
        return None
    return figures


def read_recorded(
    spec: RecordedFile, codes: list[str], source: Source
) -> tuple[tuple[str, ...], NDArray[np.float64]] | None:
    """Read recorded crime and anti-social behaviour, scaled to a year.

    Parameters
    ----------
    spec
        The file, its columns and the months to use.
    codes
        Codes of the areas, in order; rows of other areas are left out. Without any, only the file is checked.
    source
        Where it lies; problems are added to it.

    Returns
    -------
    tuple[tuple[str, ...], NDArray[np.float64]] | None
        Categories in alphabetical order, and (n_categories, n_areas) recorded rows a year; None if anything is wrong.
    """
    table = read_table(
        "recorded", spec.path, spec.columns.model_dump(), "recorded crime by area and month", spec.published, source
    )
    if table is None:
        return None
    counts = numbers("recorded.columns.count", table["count"], 0, np.inf, source)
    if counts is None:
        return None
    first, last = spec.months
    table = table.assign(count=counts)
    table = table[(table["month"] >= first) & (table["month"] <= last)]
    absent = sorted(set(months_between(first, last)) - set(table["month"]))
    if absent:
        source.wrong("recorded.months", f"{spec.path!r} has no rows of {some(absent)}")
        return None
    table = table[table["area"].isin(codes)]
    if not codes:
        return None
    if table.empty:
        what = f"{spec.path!r} has no rows of the county's areas"
        source.wrong("recorded.columns.area", what, "check the column and the vintage of its codes")
        return None
    by_area = table.pivot_table(index="category", columns="area", values="count", aggfunc="sum", fill_value=0)
    by_area = by_area.sort_index().reindex(columns=codes, fill_value=0)
    per_year = np.ascontiguousarray(by_area.to_numpy(dtype=np.float64)) * MONTHS_PER_YEAR / spec.n_months
    return tuple(str(category) for category in by_area.index), per_year


def is_urban(where: str, values: pd.Series, source: Source) -> NDArray[np.bool_] | None:
    """Read true/false, 1/0 or the text of a rural-urban class; None, and a problem noted, for anything else."""
    text = values.astype("str").str.strip().str.lower()
    urban = text.isin(["true", "1", "1.0", "yes"]) | text.str.startswith("urban")
    rural = text.isin(["false", "0", "0.0", "no"]) | text.str.startswith("rural")
    unclear = sorted(set(values[~(urban | rural)].astype("str")))
    if unclear:
        do = 'it must say true or false, or a class that starts with "Urban" or "Rural"'
        source.wrong(where, f"cannot tell town from country by {some(unclear)}", do)
        return None
    return urban.to_numpy(dtype=np.bool_)
