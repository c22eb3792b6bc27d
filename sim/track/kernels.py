"""Compiled union of stays: how long, and when, an area had anyone present."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.jit import kernel


@kernel
def add_presence(
    order: NDArray[np.int64],
    area: NDArray[np.int16],
    start_min: NDArray[np.float64],
    end_min: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Add to each area the minutes of its stays, those that overlap counted once.

    Parameters
    ----------
    order
        (n_stays,) stays by area, then by start.
    area, start_min, end_min
        (n_stays,) where and when.
    out
        (n_areas,) minutes, added to in place: each stay adds what reaches beyond the latest end before it in its area.
    """
    here, reached = -1, -np.inf
    for place in range(order.size):
        stay = order[place]
        if area[stay] != here:
            here, reached = area[stay], -np.inf
        beyond = end_min[stay] - max(start_min[stay], reached)
        if beyond > 0.0:
            out[here] += beyond
        reached = max(reached, end_min[stay])


@kernel
def merge_stays(
    order: NDArray[np.int64],
    place: NDArray[np.int64],
    start_min: NDArray[np.float64],
    end_min: NDArray[np.float64],
    out_place: NDArray[np.int64],
    out_start_min: NDArray[np.float64],
    out_end_min: NDArray[np.float64],
) -> int:
    """Merge the stays of each place that overlap or touch, and give how many are left.

    Parameters
    ----------
    order
        (n_stays,) stays by place, then by start.
    place, start_min, end_min
        (n_stays,) where and when; a stay that ends before it starts, or as it starts, is none.
    out_place, out_start_min, out_end_min
        (n_stays,) filled from the front with times of presence that lie apart, in that order.
    """
    count = 0
    for at in range(order.size):
        stay = order[at]
        if not end_min[stay] > start_min[stay]:
            continue
        last = count - 1
        if count > 0 and out_place[last] == place[stay] and start_min[stay] <= out_end_min[last]:
            out_end_min[last] = max(out_end_min[last], end_min[stay])
            continue
        out_place[count], out_start_min[count], out_end_min[count] = place[stay], start_min[stay], end_min[stay]
        count += 1
    return count
