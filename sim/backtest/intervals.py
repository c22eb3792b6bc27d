"""Intervals of counts, and what one costs: wide ones cost their width, those that miss a penalty."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

ALPHA: Final = 0.05
"""A 95 % interval misses so often."""
TAILS: Final = (ALPHA / 2, 1 - ALPHA / 2)
SURE: Final = 1.96
"""Standard deviations of a normal that 95 % lie within."""


class Foreseen(NamedTuple):
    """Counts as foreseen: mean and 95 % interval, arrays of any one shape.

    Parameters
    ----------
    mean
        Expected counts.
    low, high
        Ends of the interval.
    """

    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def holds(self, observed: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Tell which observed counts lie in their interval, ends included."""
        return (self.low <= observed) & (observed <= self.high)


def foreseen_by_draws(draws: NDArray[np.integer]) -> Foreseen:
    """Read mean and interval off draws: the least counts that 2.5 % and 97.5 % of the draws do not exceed.

    Parameters
    ----------
    draws
        (draws, ...) counts.
    """
    low, high = np.quantile(draws, TAILS, axis=0, method="inverted_cdf")
    return Foreseen(draws.mean(axis=0), low.astype(np.float64), high.astype(np.float64))


def foreseen_by_poisson(count: NDArray[np.integer], days: float, ahead_days: float) -> Foreseen:
    """Foresee counts from earlier ones alone, as if nothing but chance set the two apart.

    Parameters
    ----------
    count
        Counts c of an earlier period.
    days
        Its length d.
    ahead_days
        Length D of the period foreseen.

    Returns
    -------
    Foreseen
        c D/d, with the interval that a difference of two Poisson counts of one rate justifies.

    Notes
    -----
    The count ahead has variance λD and its forecast (D/d)² λd, in all c D/d · (1 + D/d) with λ = c/d; the interval is
    normal and does not reach below 0 (decision 14).
    """
    ratio = ahead_days / days
    mean = np.asarray(count * ratio, dtype=np.float64)
    margin = SURE * np.sqrt(mean * (1.0 + ratio))
    return Foreseen(mean, np.maximum(mean - margin, 0.0), mean + margin)


def interval_score(foreseen: Foreseen, observed: NDArray[np.integer]) -> NDArray[np.float64]:
    """Give the cost of intervals: less is better, and only honest ones are cheap on average.

    Parameters
    ----------
    foreseen
        The intervals.
    observed
        What came, of the same shape.

    Returns
    -------
    NDArray[np.float64]
        Width of the interval, plus 2/α for each count by which it missed.

    Notes
    -----
    Gneiting & Raftery 2007, eq. 43 (doi:10.1198/016214506000001437).
    """
    below, above = np.maximum(foreseen.low - observed, 0.0), np.maximum(observed - foreseen.high, 0.0)
    score: NDArray[np.float64] = foreseen.high - foreseen.low + 2.0 / ALPHA * (below + above)
    return score
