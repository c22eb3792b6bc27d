"""Negative binomial regression: what the covariates say of an area, and how far areas differ from it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import digamma

from sim.fit.counts import log_probability

Floats = NDArray[np.float64]
_SHAPE_PRIOR_SD = 3.0
"""Weak: keeps the log of the shape finite where areas do not differ beyond chance, and nothing else."""
_SLOPE_PRIOR_SD = 2.0
"""Weak: keeps slopes finite in a county of a few areas."""


class Regression(NamedTuple):
    """A fit: coefficients and standard errors (n_covariates,), and the gamma shape of areas about them."""

    coefficient: Floats
    standard_error: Floats
    shape: float


def regress(count: Floats, expected: Floats, design: Floats) -> Regression:
    """Regress counts on covariates, with rates that are gamma about exp(design · coefficient) × expected.

    Parameters
    ----------
    count
        (n_areas,) counts.
    expected
        (n_areas,) what each would have if covariates made no difference, above 0.
    design
        (n_areas, n_covariates) covariates, the constant first.

    Returns
    -------
    Regression
        At the highest posterior under weak normal priors on slopes and log shape; standard errors from the expected
        information. The gamma–Poisson marginal is the negative binomial (Hilbe 2011, NB2).
    """
    n_covariates = design.shape[1]
    tight = np.full(n_covariates, _SLOPE_PRIOR_SD**-2)
    tight[0] = 0.0

    def loss(values: Floats) -> tuple[float, Floats]:
        beta, shape = values[:-1], float(np.exp(values[-1]))
        mean = expected * np.exp(np.clip(design @ beta, -30.0, 30.0))
        likelihood = log_probability(count, mean, shape).sum()
        prior = 0.5 * (tight @ beta**2 + (values[-1] / _SHAPE_PRIOR_SD) ** 2)
        slope = design.T @ ((count - mean) * shape / (shape + mean)) - tight * beta
        of_shape = digamma(count + shape) - digamma(shape) - np.log1p(mean / shape) + (mean - count) / (shape + mean)
        of_log_shape = shape * of_shape.sum() - values[-1] / _SHAPE_PRIOR_SD**2
        return float(prior - likelihood), -np.append(slope, of_log_shape)

    start = np.zeros(n_covariates + 1)
    start[0] = np.log(max(count.sum(), 0.5) / expected.sum())
    best = minimize(loss, start, jac=True, method="L-BFGS-B")
    beta, shape = best.x[:-1], float(np.exp(best.x[-1]))
    mean = expected * np.exp(np.clip(design @ beta, -30.0, 30.0))
    information = (design.T * (mean * shape / (shape + mean))) @ design + np.diag(tight)
    return Regression(beta, np.sqrt(np.diag(np.linalg.pinv(information))), shape)
