"""Falls imposed on made-up pilots: their counts taken for incidents."""

from __future__ import annotations

import math

import numpy as np

from sim.trial.imposed import Incidents
from sim.trial.least_fall import least_falls


def incidents_in(pilots, seed=7):
    """Give the incidents of the treated place-periods of pilots, each with a lot of its own."""
    treated = np.broadcast_to(pilots.treated[:, None], pilots.count.shape)
    cells = np.flatnonzero(treated)
    cell = np.repeat(cells, pilots.count.ravel()[cells].astype(int))
    return Incidents(cell, np.ones(cell.size), np.random.default_rng(seed).random(cell.size))


def least_of(pilots, estimator):
    """Give the step from which on each pilot finds a fall, of the first outcome."""
    return least_falls(pilots, incidents_in(pilots), estimator)[:, 0]


def normal_smallest_fall(error, power_quantile=0.841621, critical=1.959964):
    """Give the fall that a two-sided normal test with this standard error of the log sees in 80 of 100 cases."""
    return -math.expm1(-error * (critical + power_quantile))
