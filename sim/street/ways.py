"""Ways through a county as the kernel looks them up: made of its travel times once, not for every run."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Ways(NamedTuple):
    """Travel times in the order in which they are asked for.

    Parameters
    ----------
    base_min, district
        What they were made of; as in `reach`.
    to_min
        (n_areas, n_areas) free-flow minutes by destination and origin.
    reach_min, reach_from
        (n_areas, n_districts) what `reach` gives.
    """

    base_min: NDArray[np.float32]
    district: NDArray[np.int16]
    to_min: NDArray[np.float32]
    reach_min: NDArray[np.float32]
    reach_from: NDArray[np.int16]


_last: list[Ways] = []
"""The ways of the county last asked for in this process; all runs of a study have the same county."""


def ways_of(base_min: NDArray[np.float32], district: NDArray[np.int16]) -> Ways:
    """Give the ways of a county: the same arrays, only to be read, as long as they are asked for with the same arrays.

    Parameters
    ----------
    base_min, district
        As in `reach`; not changed once they were given.
    """
    for known in _last:
        if known.base_min is base_min and known.district is district:
            return known
    found = Ways(base_min, district, np.ascontiguousarray(base_min.T), *reach(base_min, district))
    _last[:] = [found]
    return found


def reach(base_min: NDArray[np.float32], district: NDArray[np.int16]) -> tuple[NDArray[np.float32], NDArray[np.int16]]:
    """Give the minutes to each area from the nearest area of each district, and which district that is.

    Parameters
    ----------
    base_min
        (n_areas, n_areas) free-flow minutes by origin and destination.
    district
        (n_areas,) district of each area.

    Returns
    -------
    tuple of NDArray
        Both (n_areas, n_districts): minutes, rising, and districts in that order.
    """
    nearest = np.stack([base_min[district == number].min(axis=0) for number in range(int(district.max()) + 1)], axis=1)
    order = np.argsort(nearest, axis=1, kind="stable")
    return np.take_along_axis(nearest, order, axis=1), order.astype(np.int16)
