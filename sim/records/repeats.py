"""Crimes that are published twice: rows that share an identity are one crime."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def is_repeat(crime_id: pa.ChunkedArray, area: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Tell which rows repeat a crime that another row counts.

    Parameters
    ----------
    crime_id
        (n,) identities; null where there is none, and such rows (anti-social behaviour) are never repeats, however
        alike they look.
    area
        (n,) area index; negative where the row has no place in the county.

    Returns
    -------
    NDArray[np.bool_]
        (n,) True for all rows of a crime but one: the first of those placed in the county, else the first of those
        outside it, else the first.
    """
    coded = crime_id.combine_chunks().dictionary_encode()
    identity = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    times = np.bincount(identity[identity >= 0], minlength=len(coded.dictionary))
    rows = np.flatnonzero((identity >= 0) & (times[identity] > 1)) if times.size else np.zeros(0, dtype=np.int64)
    # placed before outside (−1) before unplaced (−2); a stable sort keeps the order of rows within these
    order = rows[np.lexsort((-np.minimum(area[rows], 0), identity[rows]))]
    first = np.r_[True, identity[order][1:] != identity[order][:-1]] if order.size else np.zeros(0, dtype=np.bool_)
    repeated = np.zeros(identity.size, dtype=np.bool_)
    repeated[order[~first]] = True
    return repeated
