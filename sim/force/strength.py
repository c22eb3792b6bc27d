"""How strong a force is over time: what its posted officers are worth."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.clock import Clock
from sim.force.model import NOT_POSTED, STRENGTH, TEAM_NAMES, Force
from sim.force.records import as_records


def strength(force: Force, clock: Clock) -> NDArray[np.void]:
    """Give full-time equivalents able to be posted, as a step function over the run.

    Parameters
    ----------
    force
        Officers and their changes.
    clock
        The run.

    Returns
    -------
    NDArray[np.void]
        (n_rows,) records of `STRENGTH` that cover [0, horizon): the sum of the productivity of posted officers.
        Abstraction is not in it: an officer on leave is still able to be posted.
    """
    times = [0.0, *np.unique(force.changes["time_min"]).tolist(), clock.horizon_min]
    now = force.officers.copy()
    rows: list[tuple[float, ...]] = []
    for from_min, until_min in pairwise(times):
        due = force.changes[force.changes["time_min"] == from_min]
        now[due["officer"]] = due["to"]
        worth = _worth_by_team(now)
        if rows and rows[-1][2:] == worth:
            rows[-1] = (rows[-1][0], until_min, *worth)
        elif until_min > from_min:
            rows.append((from_min, until_min, *worth))
    return as_records(rows, STRENGTH)


def _worth_by_team(officers: NDArray[np.void]) -> tuple[float, ...]:
    """Sum productivity over all teams, then in each."""
    posted = officers[officers["team"] != NOT_POSTED]
    # stored in single precision: 0.4 is meant, not 0.4000000059604645
    productivity = posted["productivity"].astype(np.float64).round(6)
    by_team = np.bincount(posted["team"], weights=productivity, minlength=len(TEAM_NAMES)).round(6)
    return (float(by_team.sum()), *by_team.tolist())
