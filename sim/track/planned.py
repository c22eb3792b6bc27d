"""What was planned, visit by visit, as stays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY
from sim.track.stays import Stays


def planned_stays(due: NDArray[np.void], from_min: float, until_min: float) -> Stays:
    """Lay out the stays that a plan asks for in a period, as if each visit began when it falls due.

    Parameters
    ----------
    due
        (n,) records of `sim.target.records.DUE`.
    from_min, until_min
        Period, minutes since the start: of visits that fall due from the first minute up to, not including, the last.

    Returns
    -------
    Stays
        By row of `due`, then by day; a stay may end after the period.
    """
    first = np.maximum(due["from_min"], from_min)
    last = np.minimum(due["until_min"], until_min)
    # the days on which first <= day * 1440 + due_min < last
    from_day = np.ceil((first - due["due_min"]) / MINUTES_PER_DAY).astype(np.int64)
    until_day = np.ceil((last - due["due_min"]) / MINUTES_PER_DAY).astype(np.int64)
    days = np.maximum(until_day - from_day, 0)
    row = np.repeat(np.arange(due.size), days)
    day = from_day[row] + np.arange(row.size) - np.repeat(np.cumsum(days) - days, days)
    start = day * float(MINUTES_PER_DAY) + due["due_min"][row]
    return Stays(due["place"][row].astype(np.int64), start, start + due["minutes"][row])
