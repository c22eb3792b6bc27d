"""Mix of grades, and officers needed, by type of call."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.fit.estimate import Estimate
from sim.fit.shares import shares_of
from sim.records.incidents import Incidents

GRADES = 4
MOST_OFFICERS = 4
"""The demand pack has shares of calls that need one to four officers; more count as four."""

Shares = dict[str, tuple[Estimate, ...]]


def fit_grades(log: Incidents) -> Shares:
    """Give the shares of grades 1 to 4 by type; calls whose grade is unknown are left out."""
    return _by_kind(log, log.grade, GRADES)


def fit_officers(log: Incidents) -> Shares:
    """Give the shares of calls to which one, two, three, four or more officers went, by type; none where it is unknown."""
    if log.officers is None:
        return {}
    return _by_kind(log, np.minimum(log.officers, MOST_OFFICERS), MOST_OFFICERS)


def _by_kind(log: Incidents, sort: NDArray[np.integer], most: int) -> Shares:
    """Divide the calls of every type by sort, from 1 to the most; 0 is unknown."""
    found = {
        name: shares_of(np.bincount(sort[log.kind == kind], minlength=most + 1)[1:])
        for kind, name in enumerate(log.kind_name)
    }
    return {name: shares for name, shares in found.items() if shares is not None}
