"""What near-repeats alone do to month-to-month counts, which frailty must not be blamed for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_WINDOW, DAYS_PER_YEAR

_MONTH_DAYS = DAYS_PER_YEAR / 12


def branching_excess(
    branching: float, decay_days: float, stays: NDArray[np.float64], recorded_share: float
) -> NDArray[np.float64]:
    """Give what near-repeats add to the variance-to-mean ratio of recorded rows in an area and month.

    Parameters
    ----------
    branching
        Share of calls that are near-repeats.
    decay_days
        Mean delay, days.
    stays
        (n_areas,) probability that a near-repeat stays in the area.
    recorded_share
        Share of calls that become a row.

    Returns
    -------
    NDArray[np.float64]
        (n_areas,) excess over 1.

    Notes
    -----
    Stationary Hawkes process with exponential kernel: covariance density λ c e^{−bτ} with
    c = nω(2 − n)/(2(1 − n)) and b = ω(1 − n), n the branching within the area (doi:10.1093/biomet/58.1.83).
    """
    within = branching * stays
    rate = 1.0 / decay_days
    slow = rate * (1 - within)
    level = within * rate * (2 - within) / (2 * (1 - within))
    passed = slow * _MONTH_DAYS
    excess: NDArray[np.float64] = recorded_share * 2 * level / slow * (1 - (1 - np.exp(-passed)) / passed)
    return excess


def follows_own(branching: float, decay_days: float, stays: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the share of calls that follow the frailty of their own area and window: all but near-repeats from another.

    Parameters
    ----------
    branching, decay_days, stays
        As for `branching_excess`.

    Returns
    -------
    NDArray[np.float64]
        (n_areas,) 1 − n + n · stays · P(parent in the same window), the parent at an exponential delay.
    """
    window = DAYS_PER_WINDOW / decay_days
    same_window = 1 - (1 - np.exp(-window)) / window
    follows: NDArray[np.float64] = 1 - branching + branching * stays * same_window
    return follows
