"""Buffers: the areas round the places of a pilot, in which displacement or diffusion would show."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def buffer_of(
    area: NDArray[np.int64],
    neighbour_start: NDArray[np.int32],
    neighbour: NDArray[np.int16],
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Say which place each area is the buffer of.

    Parameters
    ----------
    area
        (n_places,) the places.
    neighbour_start, neighbour
        Neighbours of all areas, as in `sim.county.model.County`.
    x_m, y_m
        (n_areas,) centres, metres.

    Returns
    -------
    NDArray[np.int64]
        (n_areas,) row of the place; -1 for places and for areas next to none. An area between several places belongs to
        the one whose centre is nearest (the earlier of equals), so that it is counted once.
    """
    n_areas = x_m.size
    place = np.full(n_areas, -1, dtype=np.int64)
    place[area] = np.arange(area.size)
    owner = np.full(n_areas, -1, dtype=np.int64)
    for one in np.flatnonzero(place < 0):
        near = place[neighbour[neighbour_start[one] : neighbour_start[one + 1]]]
        near = np.sort(near[near >= 0])
        if near.size:
            away = (x_m[area[near]] - x_m[one]) ** 2 + (y_m[area[near]] - y_m[one]) ** 2
            owner[one] = near[away.argmin()]
    return owner


def sum_buffers(counts: NDArray[np.float64], owner: NDArray[np.int64], n_places: int) -> NDArray[np.float64]:
    """Add up the buffers of each place: (n_outcomes, n_areas, n_periods) to (n_outcomes, n_places, n_periods)."""
    total = np.zeros((counts.shape[0], n_places, counts.shape[2]))
    for area in np.flatnonzero(owner >= 0):
        total[:, owner[area]] += counts[:, area]
    return total
