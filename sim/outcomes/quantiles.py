"""Intervals of quantiles from order statistics: no shape of the distribution is assumed, and what is censored stays in."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrik

from sim.outcomes.intervals import LEVEL, Interval
from sim.track.sums import count_by, sum_by

PER_CENT = 100


def quantile_interval(ascending: NDArray[np.float64], percent: int, n_effective: float | None = None) -> Interval:
    """Give a 95 % interval of a quantile.

    Parameters
    ----------
    ascending
        (n,) values in rising order, inf where censored.
    percent
        Which quantile, 1 to 99.
    n_effective
        How many independent values the sample is worth; all of them if None.

    Returns
    -------
    Interval
        Two of the values; an end is nan where the sample is too small to have one, or where it is censored.

    Notes
    -----
    The number of n independent values below the quantile is binomial, so that the values at its 2.5 and 97.5 % points
    hold the quantile between them in at least 95 % of samples, whatever the distribution (David & Nagaraja, Order
    Statistics, 2003, §7.1). Values that hang together are counted as the fewer independent ones that they are
    worth (Korn & Graubard, Survey Methodology 24, 1998).
    """
    size = ascending.size
    count = size if n_effective is None else min(size, max(1, math.floor(n_effective)))
    first, last = (_binomial_point(tail, count, percent / PER_CENT) for tail in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    lower = math.floor(first * size / count)
    upper = math.ceil((last + 1) * size / count)
    return Interval(_value_at(ascending, lower), _value_at(ascending, upper))


def _binomial_point(chance: float, count: int, share: float) -> int:
    """Give the least number of successes whose cumulative chance reaches a chance."""
    return max(0, math.ceil(float(bdtrik(chance, count, share))))


def _value_at(ascending: NDArray[np.float64], rank: int) -> float:
    """Give the value of a rank counted from 1; nan where there is none or it is censored."""
    value = float(ascending[rank - 1]) if 1 <= rank <= ascending.size else math.nan
    return value if math.isfinite(value) else math.nan


def effective_size(is_below: NDArray[np.bool_], cluster: NDArray[np.integer]) -> float:
    """Tell how many independent values a sample is worth when those of a cluster hang together.

    Parameters
    ----------
    is_below
        (n,) whether a value lies at or below the quantile; at least one.
    cluster
        (n,) cluster of each value, 0 and up: the day, for calls that wait behind each other.

    Returns
    -------
    float
        At most n: n over the design effect, the variance of the share below between clusters over that of independent
        values; n where there are no two clusters, or all values lie on one side.
    """
    size, share = is_below.size, float(is_below.mean())
    in_cluster = count_by(cluster, int(cluster.max()) + 1)
    n_clusters = np.count_nonzero(in_cluster)
    if n_clusters < 2 or share in {0.0, 1.0}:
        return float(size)
    excess = sum_by(cluster, is_below.astype(np.float64), in_cluster.size) - share * in_cluster
    between = n_clusters / (n_clusters - 1) * float(excess @ excess)
    return size / max(1.0, between / (size * share * (1 - share)))
