"""The randomised probability integral transform: where an observed count falls among those foreseen."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.backtest.intervals import TAILS

BINS: Final = 20
"""Bars of the histogram: the outermost two hold what misses a 90 % interval."""


class Calibration(NamedTuple):
    """How observed counts spread over what was foreseen of each.

    Parameters
    ----------
    cells
        Number of counts.
    coverage
        Share of them inside their 95 % interval, those on its edge by the part of their probability that is inside.
    distance
        Kolmogorov–Smirnov distance from what is ideal; without a p-value, since cells of one county are no
        independent trials.
    histogram
        (BINS,) share of the counts in each twentieth; all .05 is ideal. A bowl is too narrow, a hill too wide.
    """

    cells: int
    coverage: float
    distance: float
    histogram: NDArray[np.float64]


def transformed(
    draws: NDArray[np.integer], observed: NDArray[np.integer], uniform: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Transform observed counts.

    Parameters
    ----------
    draws
        (draws, ...) counts foreseen.
    observed
        (...,) counts that came.
    uniform
        (...,) numbers in [0, 1) that settle ties.

    Returns
    -------
    NDArray[np.float64]
        (...,) numbers; uniform on [0, 1) if what came is a draw like the others.

    Notes
    -----
    With n draws, of which l lie below and e equal the count: (l + U (e + 1)) / (n + 1). The count takes each place among
    the draws with the same chance, so that the transform is exactly uniform for any number of draws. In the limit it is
    that of Czado, Gneiting & Held 2009 (doi:10.1111/j.1541-0420.2009.01191.x).
    """
    below = (draws < observed).sum(axis=0)
    equal = (draws == observed).sum(axis=0)
    transform: NDArray[np.float64] = (below + uniform * (equal + 1.0)) / (draws.shape[0] + 1.0)
    return transform


def calibration(transform: NDArray[np.float64]) -> Calibration:
    """Sum up transformed counts.

    Parameters
    ----------
    transform
        Of any shape.
    """
    ordered = np.sort(transform, axis=None)
    size = ordered.size
    step = np.arange(size + 1) / size
    distance = max(float((step[1:] - ordered).max()), float((ordered - step[:-1]).max()))
    inside = (ordered >= TAILS[0]) & (ordered <= TAILS[1])
    place = np.minimum((ordered * BINS).astype(np.intp), BINS - 1)
    return Calibration(size, float(inside.mean()), distance, np.bincount(place, minlength=BINS) / size)
