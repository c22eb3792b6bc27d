"""Frailty as it is drawn: areas have good and bad months, shared by all types and by category (MODEL.md §1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.demand.model import Frailty
from sim.keys import Purpose, entity_key, stream

PAST_WINDOWS = 13
"""Windows of 28 days in the recorded past."""
SHARED_KEY = "shared by all types"


@dataclass(frozen=True, slots=True)
class Weather:
    """Frailty of one replication.

    Parameters
    ----------
    past
        (n_groups, 13, n_areas) in the windows of the recorded past, oldest first.
    run
        (n_groups, n_windows, n_areas) in the windows of the run.
    """

    past: NDArray[np.float64]
    run: NDArray[np.float64]


def draw_frailty(frailty: Frailty, n_areas: int, windows: int, seed: int, replication: int) -> Weather:
    """Draw the frailty of one replication: the run goes on where the recorded past ends.

    Parameters
    ----------
    frailty
        Variances, groups and autocorrelation.
    n_areas, windows
        Number of areas, and of windows of the run.
    seed, replication
        The study's seed and the replication.

    Returns
    -------
    Weather
        Frailties of mean 1.
    """
    past = np.empty((len(frailty.group_key), PAST_WINDOWS, n_areas))
    run = np.empty((len(frailty.group_key), windows, n_areas))
    shared = _Chain(frailty.shared_variance, frailty.autocorrelation, n_areas, entity_key(SHARED_KEY))
    shared_past, shared_run = shared.draw(windows, seed, replication)
    for group, key in enumerate(frailty.group_key):
        rho = float(frailty.own_autocorrelation[group]) if frailty.own_autocorrelation.size else frailty.autocorrelation
        own = _Chain(float(frailty.own_variance[group]), rho, n_areas, entity_key(key))
        own_past, own_run = own.draw(windows, seed, replication)
        past[group] = shared_past * own_past
        run[group] = shared_run * own_run
    return Weather(past, run)


@dataclass(frozen=True, slots=True)
class _Chain:
    """Beta–gamma autoregression: gamma of mean 1 at all times, correlation ρ^k over k windows.

    X′ = B·X + G with B ~ Beta(kρ, k(1 − ρ)) and G ~ Gamma(k(1 − ρ)), k = 1/variance (doi:10.1017/S0001867800018978).
    """

    variance: float
    autocorrelation: float
    n_areas: int
    key: int

    def draw(self, windows: int, seed: int, replication: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Draw the past, (13, n_areas), and the run, (windows, n_areas)."""
        if self.variance <= 0:
            return np.ones((PAST_WINDOWS, self.n_areas)), np.ones((windows, self.n_areas))
        of_past = stream(seed, replication, Purpose.PAST_FRAILTY, self.key)
        of_run = stream(seed, replication, Purpose.FRAILTY, self.key)
        state = of_past.gamma(1 / self.variance, self.variance, self.n_areas)
        past = self._walk(of_past, PAST_WINDOWS, state)
        return past, self._walk(of_run, windows, past[-1])

    def _walk(self, random: np.random.Generator, steps: int, state: NDArray[np.float64]) -> NDArray[np.float64]:
        """Go on from a state: (steps, n_areas)."""
        shape = 1 / self.variance
        rho = self.autocorrelation
        path = np.empty((steps, self.n_areas))
        for step in range(steps):
            kept = state * random.beta(shape * rho, shape * (1 - rho), self.n_areas) if rho > 0 else 0.0
            state = kept + random.gamma(shape * (1 - rho), self.variance, self.n_areas)
            path[step] = state
        return path
