"""What a run looks like day by day, warm-up included: whether it has settled can be seen in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY
from sim.demand.records import NO_CALL
from sim.outcomes.counted import WAS_MADE
from sim.outcomes.record import RunRecord
from sim.street.records import LATENT
from sim.track.sums import count_by, sum_by

MADE, FIRST, OPEN_CALLS, POTENTIAL, STOCK = "made", "first", "open_calls", "potential", "stock"
"""Calls made; those of them that follow no other call; the time mean of calls open; potential calls, not latent, that
a deterrence stock could decide on; the sum of the stock that these met."""


def daily_counts(record: RunRecord) -> dict[str, NDArray[np.float64]]:
    """Count a run day by day, from its first minute to the end of the measured period.

    Parameters
    ----------
    record
        What the run left behind.

    Returns
    -------
    dict of str to NDArray
        (warm_up_days + days,) values by the names above.
    """
    clock, calls, outcome = record.clock, record.history.calls, record.outcome
    n_days, n_all = clock.warm_up_days + clock.days, clock.total_days
    made = WAS_MADE[outcome["state"]]
    potential = (outcome["state"] != LATENT) & ~np.isnan(outcome["stock"])
    call_min = calls["call_min"].copy()
    day = (call_min / MINUTES_PER_DAY).astype(np.int64)
    return {
        MADE: count_by(day[made], n_all)[:n_days],
        FIRST: count_by(day[made & (calls["parent"] == NO_CALL)], n_all)[:n_days],
        OPEN_CALLS: open_by_day(call_min[made], outcome["closed_min"][made], n_days),
        POTENTIAL: count_by(day[potential], n_all)[:n_days],
        STOCK: sum_by(day[potential], outcome["stock"][potential], n_all)[:n_days],
    }


def open_by_day(from_min: NDArray[np.float64], until_min: NDArray[np.float64], n_days: int) -> NDArray[np.float64]:
    """Give the time mean of the number of calls that are open, day by day.

    Parameters
    ----------
    from_min, until_min
        (n,) minutes from which, and until which, each call is open; nan where it never closes.
    n_days
        Number of days.

    Returns
    -------
    NDArray[np.float64]
        (n_days,) calls.
    """
    return _begun_by_day(from_min, n_days) - _begun_by_day(until_min[~np.isnan(until_min)], n_days)


def _begun_by_day(time_min: NDArray[np.float64], n_days: int) -> NDArray[np.float64]:
    """Give the time mean, day by day, of how many of some times have passed."""
    time = time_min[time_min < n_days * MINUTES_PER_DAY] / MINUTES_PER_DAY
    day = time.astype(np.int64)
    begun = count_by(day, n_days)
    # all of the days after the one on which it has passed, and of that one what is left
    return np.asarray(np.cumsum(begun) + sum_by(day, day - time, n_days), dtype=np.float64)
