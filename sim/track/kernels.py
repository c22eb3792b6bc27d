"""Compiled union of stays: how long an area had anyone present."""

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
