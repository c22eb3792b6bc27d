"""Read the deterrence stock of every area at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.jit import kernel
from sim.street.state import Street
from sim.street.stock import felt_stock


@kernel
def add_stocks(street: Street, now_min: float, out: NDArray[np.float64]) -> None:
    """Add the stock that acts in each area to a total; the street is only read.

    Parameters
    ----------
    street
        The state.
    now_min
        The time, not before the last street event.
    out
        (n_areas,) totals, minutes of presence; changed in place.
    """
    for area in range(street.areas.size):
        out[area] += felt_stock(street, area, now_min)
