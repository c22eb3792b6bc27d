"""A few units with a place each: the exact Markov chain of who is busy (the hypercube queueing model)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Hypercube:
    """The chain in its steady state.

    Parameters
    ----------
    workload
        (n_units,) share of time for which each unit is busy.
    share
        (n_areas, n_units) share of the calls of each area that each unit answers; rows sum to 1.
    """

    workload: NDArray[np.float64]
    share: NDArray[np.float64]


def solve(rate: NDArray[np.float64], mean_service: float, preference: NDArray[np.int64]) -> Hypercube:
    """Solve the chain exactly.

    Parameters
    ----------
    rate
        (n_areas,) calls a minute.
    mean_service
        Mean of the exponential service, minutes, the same for all units.
    preference
        (n_areas, n_units) units in the order in which they are asked.

    Returns
    -------
    Hypercube
        Workloads and shares.

    Raises
    ------
    ValueError
        If there is more work than the units can do.

    Notes
    -----
    States are the 2ⁿ sets of busy units; with all busy, calls wait first come, first served. Across the cut between q and
    q + 1 waiting calls flow balances, P(q + 1) = ρ P(q), so the sets among themselves stand in the ratio of the system
    without a queue, and the queue multiplies the full set by 1 / (1 - ρ). Units being alike, the one that is
    free first for a waiting call is each with chance 1/n. Larson, Computers & Operations Research 1 (1974), 67-95,
    doi:10.1016/0305-0548(74)90076-8; Larson & Odoni, Urban Operations Research (1981), ch. 5.
    """
    n_areas, n_units = preference.shape
    full = 2**n_units - 1
    load = float(rate.sum()) * mean_service / n_units
    if load >= 1:
        message = f"{n_units} units cannot do {load * n_units:g} erlangs of work"
        raise ValueError(message)
    busy = np.arange(full + 1)[:, np.newaxis] >> np.arange(n_units) & 1
    answers = np.array([[_first_free(order, state) for order in preference] for state in busy[:-1]])
    flow = np.zeros((full + 1, full + 1))
    for area in range(n_areas):
        np.add.at(flow, (np.arange(full), np.arange(full) | 1 << answers[:, area]), rate[area])
    for unit in range(n_units):
        at_work = np.flatnonzero(busy[:, unit])
        flow[at_work, at_work & ~(1 << unit)] += 1 / mean_service
    chance = _steady_state(flow)
    chance[full] /= 1 - load
    chance /= chance.sum()
    share = np.full((n_areas, n_units), chance[full] / n_units)
    for area in range(n_areas):
        np.add.at(share[area], answers[:, area], chance[:full])
    return Hypercube(chance @ busy, share)


def _first_free(order: NDArray[np.int64], busy: NDArray[np.int64]) -> int:
    """Give the first unit in an order of preference that is not busy."""
    return int(order[np.argmin(busy[order])])


def _steady_state(flow: NDArray[np.float64]) -> NDArray[np.float64]:
    """Solve for the steady state of a chain, given its (n, n) rates from row to column."""
    balance = (flow - np.diag(flow.sum(axis=1))).T
    balance[-1] = 1
    return np.linalg.solve(balance, np.eye(len(flow))[-1])
