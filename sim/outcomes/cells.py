"""Columns of the audit trail: times, words, flags and whole numbers as Arrow has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.county.model import County
from sim.outcomes.tables import column, number

SINCE_START = "minutes since the start of the study"
NOBODY = -1
STEPS_PER_MINUTE = 64
"""Times of the audit trail are kept to a 64th of a minute."""

Column = tuple[pa.Field, pa.Array]


def which_run(scenario: str, replication: int, n_rows: int) -> list[Column]:
    """Give the columns that say which run the rows are of."""
    return [
        (column("scenario", pa.string()), pa.repeat(scenario, n_rows)),
        (column("replication", pa.int32()), pa.repeat(pa.scalar(replication, pa.int32()), n_rows)),
    ]


def place(county: County, prefix: str, area: NDArray[np.integer]) -> list[Column]:
    """Give the code and the district of areas."""
    return [
        word(f"{prefix}area_code", county.area_code, area),
        word(f"{prefix}district", county.district_name, county.district_of_area[area]),
    ]


def time(name: str, time_min: NDArray[np.float64], unit: str = SINCE_START) -> Column:
    """Give a column of times to about a second, which packs into half the space; nan is empty."""
    return column(name, pa.float64(), unit), number(np.round(time_min * STEPS_PER_MINUTE) / STEPS_PER_MINUTE)


def flag(name: str, values: NDArray[np.bool_]) -> Column:
    """Give a column of yes and no."""
    return column(name, pa.bool_()), pa.array(values)


def whole(name: str, values: NDArray[np.integer], kind: pa.DataType, unit: str = "") -> Column:
    """Give a column of whole numbers; `NOBODY` is empty."""
    numbers = values.astype(np.int64)
    return column(name, kind, unit), pa.array(numbers, mask=numbers == NOBODY).cast(kind)


def word(name: str, words: Sequence[str], which: NDArray[np.integer]) -> Column:
    """Give a column of words by their numbers; below 0, or beyond the words, is empty."""
    index = which.astype(np.int64)
    is_empty = (index < 0) | (index >= len(words))
    return column(name, pa.string()), pa.array(words, pa.string()).take(pa.array(index, mask=is_empty))


def table(columns: Sequence[Column], meanings: Mapping[str, str]) -> pa.Table:
    """Put columns together, and what each means beside its unit."""
    fields = [
        field.with_metadata({**(field.metadata or {}), "description": meanings[field.name]}) for field, _ in columns
    ]
    return pa.Table.from_arrays([values for _, values in columns], schema=pa.schema(fields))
