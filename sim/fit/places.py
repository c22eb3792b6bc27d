"""Where each category happens: covariates, then each area's own counts, as far as these can be trusted."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from sim.fit.filtering import Filtered, Wander, filter_counts
from sim.fit.regression import Regression, regress

Floats = NDArray[np.float64]

_USUAL = np.log(np.array([1.0, 0.05, 0.2]))
_USUAL_SD = np.array([1.5, 1.0, 1.0])
"""Weak priors of the logs of prior shape (about the regression's), drift a year and month variance: assumptions of ours that decide only
for categories of a few rows. A standard deviation of 1 is a factor of 7 either way at 95 %."""
_LEAST_EXPECTED = 1e-9
_STEP = 0.05


class Shares(NamedTuple):
    """One category's places: regression, how rates wander, and what the counts gave."""

    regression: Regression
    wander: Wander
    log_sd: Floats
    share: Floats
    shape: Floats
    coverage: float


def fit_shares(count: Floats, at_years: Floats, design: Floats) -> Shares:
    """Fit how the areas share one category.

    Parameters
    ----------
    count
        (n_months, n_areas) counts.
    at_years
        (n_months,) time of each month, years, rising; gaps are allowed.
    design
        (n_areas, n_covariates) covariates, the constant first.

    Returns
    -------
    Shares
        Empirical Bayes: how areas differ and drift is what made each month's counts most likely, seen from the months
        before it; given that, each area's rate is shrunk towards what the covariates say, and old months count for less.
        The county's total of each month is taken as it was, so that only shares are learned here.
    """
    n_areas = count.shape[1]
    total = np.maximum(count.sum(axis=1), _LEAST_EXPECTED)
    regression = regress(count.sum(axis=0), np.full(n_areas, total.sum() / n_areas), design)
    prior = np.exp(np.clip(design @ regression.coefficient, -30.0, 30.0))
    prior /= prior.sum()
    expected = np.maximum(np.outer(total, prior), _LEAST_EXPECTED)
    centre = _USUAL + np.array([np.log(regression.shape), 0.0, 0.0])

    def loss(values: Floats) -> float:
        wander = Wander(*np.exp(np.clip(values, -12.0, 12.0)))
        found = filter_counts(count, expected, at_years, wander, judge=False)
        return float(0.5 * (((values - centre) / _USUAL_SD) ** 2).sum() - found.log_likelihood.sum())

    best = minimize(loss, centre, method="Nelder-Mead", options={"xatol": 0.01, "fatol": 0.05, "maxiter": 400})
    wander = Wander(*np.exp(best.x))
    found = filter_counts(count, expected, at_years, wander, judge=True)
    mean = prior * found.belief.mean
    return Shares(
        regression, wander, _standard_errors(loss, best.x), mean / mean.sum(), found.belief.shape, _coverage(found)
    )


def _coverage(found: Filtered) -> float:
    """Average the coverage of all months but the first, of which nothing but covariates was known."""
    return float(found.coverage[1:].mean()) if found.coverage.size > 1 else float(found.coverage[0])


def _standard_errors(loss: Callable[[Floats], float], at: Floats) -> Floats:
    """Give standard errors from the curvature of the loss at its least value; the prior's where there is none."""
    n_values = at.size
    steps = np.eye(n_values) * _STEP
    curvature = np.empty((n_values, n_values))
    for row in range(n_values):
        for column in range(n_values):
            up, across = steps[row], steps[column]
            around = loss(at + up + across) - loss(at + up - across) - loss(at - up + across) + loss(at - up - across)
            curvature[row, column] = around / (4 * _STEP**2)
    eigenvalues, axes = np.linalg.eigh((curvature + curvature.T) / 2)
    variance: Floats = ((axes**2) / np.maximum(eigenvalues, _USUAL_SD.max() ** -2)).sum(axis=1)
    return np.sqrt(variance)
