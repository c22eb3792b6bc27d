"""The negative binomial: counts whose rate is itself uncertain."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammaln

Floats = NDArray[np.float64]


def log_probability(count: Floats, mean: Floats, shape: Floats | float) -> Floats:
    """Give the log of the probability of counts.

    Parameters
    ----------
    count
        Counts, any shape.
    mean
        Their expected values, above 0; of the same shape.
    shape
        Gamma shape of the rate behind them: the variance is mean + mean² / shape.

    Returns
    -------
    NDArray[np.float64]
        As the counts.
    """
    chance = gammaln(count + shape) - gammaln(shape) - gammaln(count + 1.0)
    told: Floats = chance - shape * np.log1p(mean / shape) + count * np.log(mean / (shape + mean))
    return told


def at_most(count: Floats, mean: Floats, shape: Floats | float) -> Floats:
    """Give the probability of a count or a lower one; 0 for counts below 0. Parameters as in `log_probability`."""
    chance = betainc(shape, np.maximum(count, 0.0) + 1.0, shape / (shape + mean))
    return np.where(count < 0, 0.0, np.asarray(chance, dtype=np.float64))


def share_inside(count: Floats, mean: Floats, shape: Floats | float, level: float = 0.95) -> Floats:
    """Give how much of each count lies in its central interval.

    Parameters
    ----------
    count, mean, shape
        As in `log_probability`.
    level
        Probability of the interval.

    Returns
    -------
    NDArray[np.float64]
        In [0, 1]: the chance that the randomised probability integral transform, uniform between the probabilities
        of fewer and of at most that count, falls within the middle `level` of [0, 1]. Its mean is `level` where the
        counts follow the distribution, small as they may be.
    """
    below, until = at_most(count - 1.0, mean, shape), at_most(count, mean, shape)
    edge = (1.0 - level) / 2.0
    width = np.maximum(until - below, 1e-300)
    inside: Floats = np.clip(np.minimum(until, 1.0 - edge) - np.maximum(below, edge), 0.0, None) / width
    return np.minimum(inside, 1.0)
