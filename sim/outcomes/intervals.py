"""Intervals over replications: how sure of the mean, and where one more replication would fall (MODEL.md §3)."""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

LEVEL = 0.95
ENOUGH_FOR_QUANTILES = 40
"""Replications from which the predictive interval is read off the sample instead of a t-distribution."""


class Interval(NamedTuple):
    """Two ends; nan where there are too few replications.

    Parameters
    ----------
    low, high
        Lower and upper end.
    """

    low: float
    high: float


NO_INTERVAL = Interval(math.nan, math.nan)


@cache
def t_quantile(replications: int) -> float:
    """Give the two-sided 95 % quantile of Student's t for a number of replications, at least 2."""
    return float(stdtrit(replications - 1, (1 + LEVEL) / 2))


def spread(values: NDArray[np.float64]) -> float:
    """Give the sample standard deviation (n - 1), exactly 0 where all values are equal."""
    return 0.0 if (values == values[0]).all() else float(values.std(ddof=1))


def mean_interval(values: NDArray[np.float64]) -> Interval:
    """Give the 95 % t-interval of a mean: chance only, shrinking as replications are added.

    Parameters
    ----------
    values
        (n,) one value a replication.

    Returns
    -------
    Interval
        Mean ± t·s/√n; empty for fewer than two values or where one is empty.
    """
    return _t_interval(values, 1 / values.size) if values.size > 1 else NO_INTERVAL


def predictive_interval(values: NDArray[np.float64]) -> Interval:
    """Tell where one more replication would fall, the effect drawn and all.

    Parameters
    ----------
    values
        (n,) one value a replication.

    Returns
    -------
    Interval
        2.5 and 97.5 % quantiles (linear between order statistics) of 40 or more values; below that
        mean ± t·s·√(1 + 1/n); empty for fewer than two values or where one is empty.
    """
    if values.size < ENOUGH_FOR_QUANTILES:
        return _t_interval(values, 1 + 1 / values.size) if values.size > 1 else NO_INTERVAL
    if np.isnan(values).any():
        return NO_INTERVAL
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high))


def _t_interval(values: NDArray[np.float64], variance_factor: float) -> Interval:
    """Give mean ± t·s·√factor."""
    mean = float(values.mean())
    reach = t_quantile(values.size) * spread(values) * math.sqrt(variance_factor)
    return Interval(mean - reach, mean + reach)


def chance_above_zero(values: NDArray[np.float64]) -> float:
    """Give the chance that one more replication falls above 0.

    Parameters
    ----------
    values
        (n,) one value a replication.

    Returns
    -------
    float
        T of n - 1 degrees of freedom at mean ÷ (s·√(1 + 1/n)); 1, ½ or 0 by the sign where all are equal; nan
        for fewer than two values or where one is empty.
    """
    if values.size < 2 or np.isnan(values).any():
        return math.nan
    mean, deviation = float(values.mean()), spread(values)
    if deviation == 0:
        return (1 + float(np.sign(values[0]))) / 2
    return float(stdtr(values.size - 1, mean / (deviation * math.sqrt(1 + 1 / values.size))))
