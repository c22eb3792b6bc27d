"""Turn rows into records whose every byte is settled, gaps between fields included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def as_records(rows: Sequence[tuple[Any, ...]], dtype: np.dtype[np.void]) -> NDArray[np.void]:
    """Give rows as records of a structured type, so that equal rows are equal byte by byte and hash alike.

    Parameters
    ----------
    rows
        One tuple a record, in the order of the fields.
    dtype
        The structured type.

    Returns
    -------
    NDArray[np.void]
        (n_rows,) records.
    """
    records = np.zeros(len(rows), dtype=dtype)
    for index, row in enumerate(rows):
        records[index] = row
    return records
