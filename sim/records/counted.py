"""Recorded crime that was counted by area, month and category before it came here."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.county import tables
from sim.county.records_config import RecordedFile
from sim.county.source import Source
from sim.records import street_notes
from sim.records.encode import encode, encode_months
from sim.records.files import Tables, read_tables
from sim.records.place import OUTSIDE, UNPLACED, Ground, place
from sim.records.recorded import Recorded

MOST_ROWS = 1_000_000
"""Most that one area may record of one category in one month: more is a column of something else."""


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
    notes: list[str] = []
    columns = spec.columns.model_dump()
    tables_of = Tables("recorded", spec.path, "", columns, "recorded crime by area and month", spec.published)
    table = read_tables(tables_of, source, notes)
    if table is None:
        return None
    months = encode_months("recorded.columns.month", table["month"], spec.path, source)
    figures = _whole(table["count"], source)
    category = encode(table["category"])
    if (category.which < 0).any():
        source.wrong("recorded.columns.category", f"{int((category.which < 0).sum())} rows of {spec.path!r} have none")
    if ground is None or months is None or figures is None or (category.which < 0).any():
        return None
    nowhere = np.full(table.num_rows, np.nan)
    placed = place(encode(table["area"]), nowhere, nowhere, ground)
    if not (placed.area >= 0).any():
        what = f"no row of {spec.path!r} is in an area of the county"
        source.wrong("recorded.columns.area", what, f"areas have codes such as {ground.code[0]!r}; check the column")
        return None
    shape = (len(months.name), len(category.name), len(ground.code))
    cell = months.which.astype(np.int64) * shape[1] + category.which

    def total(index: NDArray[np.int64], chosen: NDArray[np.bool_], size: tuple[int, ...]) -> NDArray[np.int32]:
        sums = np.bincount(index[chosen], weights=figures[chosen], minlength=int(np.prod(size)))
        return sums.reshape(size).astype(np.int32)

    return Recorded(
        month=tuple(months.name),
        category=tuple(category.name),
        area_code=tuple(ground.code),
        count=total(cell * shape[2] + placed.area, placed.area >= 0, shape),
        at_station=np.zeros(shape, dtype=np.int32),
        unplaced=total(cell, placed.area == UNPLACED, shape[:2]),
        outside=total(cell, placed.area == OUTSIDE, shape[:2]),
        notes=(
            *notes,
            *street_notes.of_months(months.name, []),
            *street_notes.of_places(placed, months, figures.astype(np.int64)),
        ),
    )


def _whole(column: pa.ChunkedArray, source: Source) -> NDArray[np.float64] | None:
    """Read whole numbers from 0."""
    figures = tables.numbers("recorded.columns.count", column.cast(pa.string()).to_pandas(), 0, MOST_ROWS, source)
    if figures is not None and (figures % 1).any():
        source.wrong("recorded.columns.count", f"{figures[np.argmax(figures % 1 > 0)]:g} is no number of rows")
        return None
    return figures
