"""Mix of grades by type of call."""

from __future__ import annotations

import numpy as np
from scipy.stats import beta

from sim.fit.estimate import Estimate
from sim.records.incidents import Incidents

GRADES = (1, 2, 3, 4)
LEAST_CALLS = 30
"""Fewer graded calls of a type are not fitted."""


def fit_grades(log: Incidents) -> dict[str, tuple[Estimate, ...]]:
    """Count the grades of every type.

    Parameters
    ----------
    log
        The incident log; calls whose grade is unknown are left out.

    Returns
    -------
    dict[str, tuple[Estimate, ...]]
        Share of calls of grades 1 to 4, which sum to 1, by type; intervals of Jeffreys (Brown, Cai & DasGupta 2001, doi
        10.1214/ss/1009213286).
    """
    found = {}
    for kind, name in enumerate(log.kind_name):
        count = np.bincount(log.grade[log.kind == kind], minlength=len(GRADES) + 1)[1:]
        calls = int(count.sum())
        if calls >= LEAST_CALLS:
            found[name] = tuple(_share(int(one), calls) for one in count)
    return found


def _share(count: int, calls: int) -> Estimate:
    """Give a share with Jeffreys' interval, which reaches 0 and 1 where none or all are."""
    low, high = (beta.ppf(end, count + 0.5, calls - count + 0.5) for end in (0.025, 0.975))
    return Estimate(count / calls, float(low) if count else 0.0, float(high) if count < calls else 1.0)
