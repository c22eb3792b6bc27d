"""Neighbour lists: who is next to whom, packed into two arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Neighbours = tuple[NDArray[np.int32], NDArray[np.int16]]
"""``neighbour_start`` and ``neighbour`` as in `sim.county.model.County`."""


def neighbour_lists(n_areas: int, one: NDArray[np.int64], other: NDArray[np.int64]) -> Neighbours:
    """Pack pairs of neighbours into rising lists.

    Parameters
    ----------
    n_areas
        Number of areas.
    one, other
        (n_pairs,) every pair in both directions.

    Returns
    -------
    Neighbours
        (n_areas + 1,) where each area's list starts, and (n_pairs,) the lists.
    """
    order = np.lexsort((other, one))
    start = np.zeros(n_areas + 1, dtype=np.int32)
    start[1:] = np.cumsum(np.bincount(one, minlength=n_areas))
    return start, other[order].astype(np.int16)


def owners(start: NDArray[np.int32]) -> NDArray[np.int64]:
    """Give the area that each entry of the neighbour list belongs to: (n_pairs,)."""
    return np.repeat(np.arange(len(start) - 1), np.diff(start))
