"""Quantiles that the intervals of estimators use, and how likely a statistic is by chance."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from sim.trial.pilot import Floats

NORMAL_95: Final = float(ndtri(0.975))
"""1.96: how many standard errors a 95 % interval reaches to either side."""


def normal_p(z: Floats) -> Floats:
    """Give the two-sided probability of a standard normal at least this far from 0."""
    p: Floats = 2 * ndtr(-np.abs(z))
    return p


def student_p(t: Floats, freedom: Floats | float) -> Floats:
    """Give the two-sided probability of Student's t at least this far from 0."""
    p: Floats = np.asarray(2 * stdtr(freedom, -np.abs(t)), dtype=np.float64)
    return p


def student_95(freedom: Floats | float) -> Floats:
    """Give how many standard errors a 95 % interval reaches to either side, by degrees of freedom."""
    reach: Floats = np.asarray(stdtrit(freedom, 0.975), dtype=np.float64)
    return reach
