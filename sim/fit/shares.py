"""Shares of calls with their intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from sim.fit.estimate import Estimate

LEAST_CALLS = 30
"""Fewer calls of a type are not divided into shares."""


def shares_of(count: NDArray[np.int64]) -> tuple[Estimate, ...] | None:
    """Divide calls into shares.

    Parameters
    ----------
    count
        (n,) calls of each sort.

    Returns
    -------
    tuple[Estimate, ...] | None
        Shares, which sum to 1, with intervals of Jeffreys (Brown, Cai & DasGupta 2001, doi 10.1214/ss/1009213286);
        None of fewer than `LEAST_CALLS`.
    """
    calls = int(count.sum())
    return tuple(_share(int(one), calls) for one in count) if calls >= LEAST_CALLS else None


def _share(count: int, calls: int) -> Estimate:
    """Give a share with Jeffreys' interval, which reaches 0 and 1 where none or all are."""
    low, high = (beta.ppf(end, count + 0.5, calls - count + 0.5) for end in (0.025, 0.975))
    return Estimate(count / calls, float(low) if count else 0.0, float(high) if count < calls else 1.0)
