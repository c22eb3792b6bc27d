"""How many calls of each type a year has, from a log."""

from __future__ import annotations

import numpy as np

from sim.clock import DAYS_PER_YEAR, MINUTES_PER_DAY
from sim.fit.digits import NORMAL_95
from sim.fit.estimate import Estimate
from sim.records.incidents import Incidents

LEAST_DAYS = 28
"""A shorter log tells nothing of a year's calls."""
LEAST_CALLS = 30
"""Fewer calls of a type leave its volume as it was."""
_WEEK_MIN = 7 * MINUTES_PER_DAY


def fit_volumes(log: Incidents) -> tuple[dict[str, Estimate], tuple[str, ...]]:
    """Scale the calls of each type to a year.

    Parameters
    ----------
    log
        The incident log.

    Returns
    -------
    tuple[dict[str, Estimate], tuple[str, ...]]
        Calls a year by type, those that could not be placed among them, with an interval from the variance between
        weeks (at least that of chance), which takes in good weeks and bad ones; and sentences on how to take them.
    """
    days = int(log.call_min.max() // MINUTES_PER_DAY) + 1
    if days < LEAST_DAYS:
        return {}, (f"volumes were not fitted: {days} days are fewer than {LEAST_DAYS}.",)
    notes = () if days >= DAYS_PER_YEAR else (f"volumes were fitted to {days} days, and their season is not in them.",)
    weeks = days // 7
    week = (log.call_min // _WEEK_MIN).astype(np.int64)
    found = {}
    for kind, name in enumerate(log.kind_name):
        mine = log.kind == kind
        calls = int(mine.sum())
        if calls >= LEAST_CALLS:
            by_week = np.bincount(week[mine & (week < weeks)], minlength=weeks)
            variance = max(float(by_week.var(ddof=1)) * weeks, float(by_week.sum())) * (days / (7 * weeks)) ** 2
            half, year = NORMAL_95 * variance**0.5, DAYS_PER_YEAR / days
            found[name] = Estimate(calls * year, max(calls - half, 0.0) * year, (calls + half) * year)
    return found, notes
