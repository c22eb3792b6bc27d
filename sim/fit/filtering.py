"""A rate that drifts, learned from its counts month by month: the gamma–Poisson filter."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.fit.counts import log_probability, share_inside

Floats = NDArray[np.float64]


class Wander(NamedTuple):
    """How the areas' rates differ and move.

    Parameters
    ----------
    prior_shape
        Gamma shape of areas about what the covariates say.
    drift
        Growth of 1 / shape in a year.
    month_variance
        Variance of an area's good and bad months.
    """

    prior_shape: float
    drift: float
    month_variance: float


class Belief(NamedTuple):
    """What is known of each area's rate, relative to what the covariates say: gamma of (n_areas,) mean and shape."""

    mean: Floats
    shape: Floats


class Filtered(NamedTuple):
    """What the filter found: the belief after the last month, and (n_months,) log likelihood and coverage of each."""

    belief: Belief
    log_likelihood: Floats
    coverage: Floats


def filter_counts(count: Floats, expected: Floats, at_years: Floats, wander: Wander, *, judge: bool) -> Filtered:
    """Run through the months, foreseeing each from those before it.

    Parameters
    ----------
    count
        (n_months, n_areas) counts.
    expected
        (n_months, n_areas) what the county's total and the covariates alone say, above 0.
    at_years
        (n_months,) time of each month, years, rising.
    wander
        How rates differ and move.
    judge
        Whether coverage is worked out; else it is NaN.

    Returns
    -------
    Filtered
        The belief at the time of the last month.

    Notes
    -----
    Between months 1 / shape grows by drift × years, the mean stays: a multiplicative random walk. A month with
    expected count μ and frailty of variance v counts as 1 / (1 + v μ) of one, which is the information that it holds
    about the rate. Foreseen counts are negative binomial with variance μ + μ² (1/s + v + v/s). With drift and v 0 this is
    the exact gamma–Poisson update (Smith and Miller 1986; Harvey and Fernandes 1989).
    """
    _, drift, variance = wander
    n_months, n_areas = count.shape
    mean, shape = np.ones(n_areas), np.full(n_areas, wander.prior_shape)
    likelihood, coverage = np.empty(n_months), np.full(n_months, np.nan)
    for month in range(n_months):
        if month:
            shape = grown(shape, drift * float(at_years[month] - at_years[month - 1]))
        foreseen = expected[month] * mean
        spread = 1.0 / (1.0 / shape + variance + variance / shape)
        likelihood[month] = log_probability(count[month], foreseen, spread).sum()
        if judge:
            coverage[month] = share_inside(count[month], foreseen, spread).mean()
        weight = 1.0 / (1.0 + variance * foreseen)
        rate = shape / mean + expected[month] * weight
        shape = shape + count[month] * weight
        mean = shape / rate
    return Filtered(Belief(mean, shape), likelihood, coverage)


def grown(shape: Floats, growth: Floats | float) -> Floats:
    """Give the gamma shape once 1 / shape has grown."""
    wider: Floats = 1.0 / (1.0 / shape + growth)
    return wider
