"""Visits that fell due and were made: somebody was there before the next one fell due or the day ended."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY
from sim.track.stays import Stays

MOMENT_MIN = 1 / 60
"""Whoever was there for less than a second was not there."""


def is_made(planned: Stays, apart: Stays, least_min: float) -> NDArray[np.bool_]:
    """Tell which visits that fell due were made.

    Parameters
    ----------
    planned
        Visits as if each began when it falls due, in any order.
    apart
        Times of presence, as `sim.track.stays.presence` gives them.
    least_min
        Minutes for which somebody must have been there; a moment at least.

    Returns
    -------
    NDArray[np.bool_]
        (n_planned,) whether somebody came before the next visit fell due or the day ended.
    """
    made: NDArray[np.bool_] = answered_min(planned, apart) >= max(least_min, MOMENT_MIN)
    return made


def answered_min(planned: Stays, apart: Stays) -> NDArray[np.float64]:
    """Measure for how long somebody was there from when a visit fell due until the next one did, or the day ended.

    Parameters
    ----------
    planned
        Visits as if each began when it falls due, in any order; two that fall due at once count for one.
    apart
        Times of presence, as `sim.track.stays.presence` gives them.

    Returns
    -------
    NDArray[np.float64]
        (n_planned,) minutes of presence; a visit that was made before it fell due answers the one before it, or none.
    """
    until = _until_next(planned)
    minutes = np.zeros(planned.place.size)
    for place in np.unique(planned.place).tolist():
        mine, there = planned.place == place, apart.rows(apart.place == place)
        minutes[mine] = _present_before(there, until[mine]) - _present_before(there, planned.start_min[mine])
    return minutes


def _until_next(planned: Stays) -> NDArray[np.float64]:
    """Give when the next visit of the same place and day falls due, or the day ends: (n_planned,)."""
    day_end = (np.floor_divide(planned.start_min, MINUTES_PER_DAY) + 1.0) * MINUTES_PER_DAY
    until = np.maximum(day_end, planned.end_min)
    order = np.lexsort((planned.start_min, planned.place))
    place, start = planned.place[order], planned.start_min[order]
    # the next later start in the same place: visits due at once have the same one
    next_ = np.searchsorted(start + place * _far(start), start + place * _far(start), side="right")
    has_next = next_ < start.size
    same = np.zeros(start.size, dtype=np.bool_)
    same[has_next] = place[next_[has_next]] == place[has_next]
    until[order[same]] = np.minimum(start[next_[same]], until[order[same]])
    return until


def _far(start: NDArray[np.float64]) -> float:
    """Give a distance by which places lie apart on one axis of time."""
    return float(np.ptp(start)) + 1.0 if start.size else 1.0


def _present_before(there: Stays, time_min: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure for how long anybody was in a place before some times: as (n_times,) minutes."""
    if not there.place.size:
        return np.zeros(time_min.size)
    length = there.end_min - there.start_min
    whole = np.concatenate([[0.0], np.cumsum(length)])
    begun = np.searchsorted(there.start_min, time_min, side="right")
    last = np.maximum(begun - 1, 0)
    part = np.clip(time_min - there.start_min[last], 0.0, length[last])
    return np.where(begun > 0, whole[last] + part, 0.0)
