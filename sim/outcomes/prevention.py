"""What patrol prevented: kept from happening, less made to happen (MODEL.md §3)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.counted import Counted
from sim.track.sums import sum_by


def net_total(counted: Counted, weight: NDArray[np.float64]) -> float:
    """Add up what was prevented in the county, less what was induced.

    Parameters
    ----------
    counted
        Calls of the measured period.
    weight
        (n,) what each call weighs.

    Returns
    -------
    float
        The sum, against zero suppression; what was moved within the county is in neither term.
    """
    return float(weight[counted.prevented].sum() - weight[counted.induced].sum())


def net_by_area(counted: Counted, weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up what each area was spared.

    Parameters
    ----------
    counted
        Calls of the measured period.
    weight
        (n,) what each call weighs.

    Returns
    -------
    NDArray[np.float64]
        (n_areas,) prevented less induced; a displaced call counts for the area that it left and against the
        area where it happened, so that a map shows displacement.
    """
    gained = counted.prevented | counted.displaced
    lost = counted.induced | counted.displaced
    spared = sum_by(counted.drawn_area[gained], weight[gained], counted.n_areas)
    return spared - sum_by(counted.area[lost], weight[lost], counted.n_areas)
