"""Sums over the neighbours of each area."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array


def around(
    value: NDArray[np.float64], neighbour_start: NDArray[np.int32], neighbour: NDArray[np.int16]
) -> NDArray[np.float64]:
    """Add up the values of the neighbours of each area.

    Parameters
    ----------
    value
        (n_areas,) or (n, n_areas) values.
    neighbour_start, neighbour
        Neighbours of each area, as in `sim.target.ranking.Terrain`.

    Returns
    -------
    NDArray[np.float64]
        Sums in the shape of the values; the area's own value is left out.
    """
    n_areas = value.shape[-1]
    beside = csr_array((np.ones(neighbour.size), neighbour.astype(np.int32), neighbour_start), shape=(n_areas, n_areas))
    return np.asarray(beside @ value.T, dtype=np.float64).T
