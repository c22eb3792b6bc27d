"""Calls of one type on a map, and on a clock that runs as fast as they come."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import HOURS_PER_WEEK, MINUTES_PER_DAY, MINUTES_PER_HOUR
from sim.records.incidents import Incidents

DAYS_PER_WEEK = 7.0


class Events(NamedTuple):
    """Calls of one type that have a place, in the order of their times.

    Parameters
    ----------
    day
        (n,) days since the start of the log, rising, on a clock that runs as fast as calls come.
    x_m, y_m
        (n,) metres.
    area
        (n,) area index.
    until_day
        End of the log on that clock.
    """

    day: NDArray[np.float64]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    area: NDArray[np.int64]
    until_day: float


def events_of(log: Incidents, kind: int, week: NDArray[np.float64] | None) -> Events:
    """Take the calls of one type that have coordinates.

    Parameters
    ----------
    log
        The incident log.
    kind
        Index of the type.
    week
        (168,) share of a week's calls in each hour, Monday 00:00 first. The clock runs by it, as that of the simulated
        near-repeats does (`sim.demand.calendar.Calendar.weeks`), so that nights do not look like delays. None: by the
        sun.

    Returns
    -------
    Events
        The calls. Where the log has dates alone, the calls of a day are spread evenly over it in their order.
    """
    chosen = (log.kind == kind) & np.isfinite(log.x_m) & (log.area >= 0)
    minute = log.call_min[chosen] if log.has_hours else _spread_over_day(log.call_min[chosen])
    until_min = (np.floor(log.call_min.max() / MINUTES_PER_DAY) + 1) * MINUTES_PER_DAY
    clock = _clock(np.append(minute, until_min), log.origin.weekday() * 24, week if log.has_hours else None)
    return Events(clock[:-1], log.x_m[chosen], log.y_m[chosen], log.area[chosen].astype(np.int64), float(clock[-1]))


def _spread_over_day(minute: NDArray[np.float64]) -> NDArray[np.float64]:
    """Put the r-th of m calls of a day at (r + ½)/m of it."""
    _, first, inverse, count = np.unique(minute, return_index=True, return_inverse=True, return_counts=True)
    rank = np.arange(minute.size) - first[inverse]
    spread: NDArray[np.float64] = minute + (rank + 0.5) / count[inverse] * MINUTES_PER_DAY
    return spread


def _clock(minute: NDArray[np.float64], first_hour: int, week: NDArray[np.float64] | None) -> NDArray[np.float64]:
    """Read minutes since the start on the clock of a type: (n,) days since the start."""
    if week is None:
        return minute / MINUTES_PER_DAY
    before = np.concatenate([[0.0], np.cumsum(week) / week.sum()])
    hours = np.concatenate([[0.0], minute / MINUTES_PER_HOUR]) + first_hour
    whole = np.floor(hours / HOURS_PER_WEEK)
    slot = np.minimum((hours - whole * HOURS_PER_WEEK).astype(np.int64), HOURS_PER_WEEK - 1)
    into = hours - whole * HOURS_PER_WEEK - slot
    at = DAYS_PER_WEEK * (whole + before[slot] + into * (before[slot + 1] - before[slot]))
    since: NDArray[np.float64] = at[1:] - at[0]
    return since
