"""Where a curve of power, measured fall by fall, reaches what is wanted: another way to the smallest fall."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import isotonic_regression
from scipy.special import ndtri

from sim.trial.pilot import Floats
from sim.trial.shares import OverPilots
from sim.trial.smallest import WANTED


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a curve reaches what is wanted.

    Parameters
    ----------
    at
        Least size (of a fall, in months, in hotspots) with that power; infinite if no size that was tried has it.
    low, high
        Where the upper and the lower ends of the intervals of the curve do.
    """

    at: float
    low: float
    high: float


def where_reached(sizes: Sequence[float], power: Sequence[OverPilots], wanted: float = WANTED) -> Reached:
    """Find where power reaches what is wanted.

    Parameters
    ----------
    sizes
        (n,) what was tried, rising, above 0.
    power
        (n,) share of pilots that saw the effect.
    wanted
        Power wanted.

    Returns
    -------
    Reached
        Between two sizes by a straight line of the normal quantile of power against the log of size. More of anything must not lower power: the
        curve is made to rise first, by the least squares of pooled neighbours weighted by their pilots.
    """
    weight = np.array([share.pilots for share in power], dtype=np.float64)
    ends = ([share.value for share in power], [share.high for share in power], [share.low for share in power])
    at, low, high = (_crossing(np.asarray(sizes, dtype=np.float64), np.array(end), weight, wanted) for end in ends)
    return Reached(at, low, high)


def _crossing(sizes: Floats, power: Floats, weight: Floats, wanted: float) -> float:
    """Find where one curve crosses; its first size if it begins there, infinite if it never gets there."""
    if np.isnan(power).any():
        return math.nan
    rising = np.asarray(isotonic_regression(power, weights=weight).x, dtype=np.float64)
    reached = rising >= wanted
    if not reached.any():
        return math.inf
    last = int(np.argmax(reached))
    if last == 0:
        return float(sizes[0])
    edge = 0.5 / max(float(weight.max()), 1.0)
    low, high = ndtri(np.clip(rising[last - 1 : last + 1], edge, 1 - edge))
    part = (float(ndtri(wanted)) - low) / (high - low)
    return float(np.exp(np.log(sizes[last - 1]) + part * np.log(sizes[last] / sizes[last - 1])))
