"""Recorded crime that was counted by area, month and category before it came here."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.county import tables
from sim.county.records_config import RecordedFile
from sim.county.source import Source
from sim.records import street_notes
from sim.records.categories import encode_categories
from sim.records.encode import Encoded, encode, encode_months
from sim.records.files import Tables, read_tables
from sim.records.place import OUTSIDE, UNPLACED, Ground, Placed, place
from sim.records.recorded import Recorded

MOST_ROWS = 1_000_000
"""Most that one area may record of one category in one month: more is a column of something else."""


class _Rows(NamedTuple):
    """The rows of the table: what each is of, how many recorded rows it stands for, and what was met on the way."""

    month: Encoded
    category: Encoded
    code: Encoded
    stands_for: NDArray[np.int64]
    notes: list[str]


def read_counted(spec: RecordedFile, ground: Ground | None, source: Source) -> Recorded | None:
    """Read counts, all their months.

    Parameters
    ----------
    spec
        The file and its columns; the months that it names are those of the simulator's rates, and not asked for here.
    ground
        The county; None where something is wrong with it, and then the file is only checked. Counts have no points, so
        those of an area of another vintage that straddles several have no place.
    source
        Where the file lies; problems are added to it.

    Returns
    -------
    Recorded | None
        The counts, none known to be at a station; None if anything is wrong.
    """
    rows = _read_rows(spec, source)
    if rows is None or ground is None:
        return None
    nowhere = np.full(rows.stands_for.size, np.nan)
    placed = place(rows.code, nowhere, nowhere, ground)
    if not (placed.area >= 0).any():
        what = f"no row of {spec.path!r} is in an area of the county"
        source.wrong("recorded.columns.area", what, f"areas have codes such as {ground.code[0]!r}; check the column")
        return None
    return _count(rows, placed, ground.code)


def _read_rows(spec: RecordedFile, source: Source) -> _Rows | None:
    """Read the columns; None, and what is wrong with any of them noted, if anything is."""
    notes: list[str] = []
    tables_of = Tables(
        where="recorded",
        path=spec.path,
        ending="",
        columns=spec.columns.model_dump(),
        contents="recorded crime by area and month",
        published=spec.published,
    )
    table = read_tables(tables_of, source, notes)
    if table is None:
        return None
    month = encode_months("recorded.columns.month", table["month"], spec.path, source)
    category = encode_categories("recorded.columns.category", table["category"], spec.path, source)
    stands_for = _whole(table["count"], source)
    if month is None or category is None or stands_for is None:
        return None
    return _Rows(month, category, encode(table["area"]), stands_for, notes)


def _count(rows: _Rows, placed: Placed, area_code: list[str]) -> Recorded:
    """Add up what the rows stand for."""
    by_category = (len(rows.month.name), len(rows.category.name))
    by_area = (*by_category, len(area_code))
    cell = rows.month.which.astype(np.int64) * by_category[1] + rows.category.which

    def total(index: NDArray[np.int64], chosen: NDArray[np.bool_], shape: tuple[int, ...]) -> NDArray[np.int32]:
        sums = np.bincount(index[chosen], weights=rows.stands_for[chosen], minlength=int(np.prod(shape)))
        return sums.reshape(shape).astype(np.int32)

    return Recorded(
        month=tuple(rows.month.name),
        category=tuple(rows.category.name),
        area_code=tuple(area_code),
        count=total(cell * by_area[2] + placed.area, placed.area >= 0, by_area),
        at_station=np.zeros(by_area, dtype=np.int32),
        unplaced=total(cell, placed.area == UNPLACED, by_category),
        outside=total(cell, placed.area == OUTSIDE, by_category),
        notes=(
            *rows.notes,
            *street_notes.of_months(rows.month.name, []),
            *street_notes.of_places(placed, rows.month, rows.stands_for),
        ),
    )


def _whole(column: pa.ChunkedArray, source: Source) -> NDArray[np.int64] | None:
    """Read whole numbers from 0."""
    figures = tables.numbers("recorded.columns.count", column.cast(pa.string()).to_pandas(), 0, MOST_ROWS, source)
    if figures is None:
        return None
    if (figures % 1).any():
        source.wrong("recorded.columns.count", f"{figures[np.argmax(figures % 1 > 0)]:g} is no number of rows")
        return None
    return figures.astype(np.int64)
