"""Kernel density: the common way of drawing hotspots on a map."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

_AT_ONCE = 512


def kernel_density(
    count: NDArray[np.integer] | NDArray[np.floating], x_m: NDArray[np.float64], y_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the density of rows at the centre of each area.

    Parameters
    ----------
    count
        (n_categories, n_areas) rows, or their harm, each at the centre of its area.
    x_m, y_m
        (n_areas,) centres, metres.

    Returns
    -------
    NDArray[np.float64]
        (n_categories, n_areas) sum of Gaussian kernels, up to a constant; for ranking, not a count.

    Notes
    -----
    The bandwidth is the median distance from a centre to the nearest other: an assumption of ours. Rules of thumb for
    points smooth the towns of a county away; half of it hardly differs from the counts themselves.
    """
    place = np.column_stack([x_m, y_m])
    if len(place) < 2:
        return count.astype(np.float64)
    nearest_m = np.asarray(cKDTree(place).query(place, k=[2])[0])
    width_m = max(float(np.median(nearest_m)), 1.0)
    density = np.empty(count.shape)
    for begin in range(0, len(place), _AT_ONCE):
        part = slice(begin, begin + _AT_ONCE)
        square = np.square(place[:, None, :] - place[None, part, :]).sum(axis=-1)
        density[:, part] = count @ np.exp(-square / (2 * width_m**2))
    return density
