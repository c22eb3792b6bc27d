"""Shares and means over pilots, each with the interval that so many pilots leave."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.trial.pilot import Floats
from sim.trial.quantiles import NORMAL_95


@dataclass(frozen=True, slots=True)
class OverPilots:
    """A number over pilots.

    Parameters
    ----------
    value
        The share, or mean; NaN if no pilot tells.
    low, high
        Its 95 % interval: how far another so many pilots might be off.
    pilots
        How many pilots it is taken over.
    """

    value: float
    low: float
    high: float
    pilots: int


def share_of_pilots(holds: NDArray[np.bool_]) -> OverPilots:
    """Give the share of pilots of which something holds, with its interval.

    Parameters
    ----------
    holds
        (n,) whether it does.
    """
    return OverPilots(*wilson(int(holds.sum()), holds.size), holds.size)


def wilson(hits: int, of: int) -> tuple[float, float, float]:
    """Give a share and its 95 % interval by Wilson's score; NaN of nothing.

    Parameters
    ----------
    hits, of
        How often, of how many.

    Returns
    -------
    tuple of float
        Share, low, high (Wilson 1927, doi:10.1080/01621459.1927.10502953).
    """
    if of == 0:
        return math.nan, math.nan, math.nan
    share, spread = hits / of, NORMAL_95**2 / of
    middle = (share + spread / 2) / (1 + spread)
    reach = NORMAL_95 / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return share, max(0.0, middle - reach), min(1.0, middle + reach)


def mean_of_pilots(values: Floats) -> OverPilots:
    """Give the mean over pilots with its normal interval; no interval for fewer than two.

    Parameters
    ----------
    values
        (n,) a number of each.
    """
    n = values.size
    mean = float(values.mean()) if n else math.nan
    reach = NORMAL_95 * float(values.std(ddof=1)) / math.sqrt(n) if n > 1 else math.nan
    return OverPilots(mean, mean - reach, mean + reach, n)
