"""Visits that fell due and were not made, and times in which trackers told nothing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY
from sim.track.detect import Reports
from sim.track.stays import Stays

OFF_DUTY_MIN = 240.0
"""A unit that reports nothing for four hours or more has gone home; silence of less is silence on duty. An assumption."""


class Silence(NamedTuple):
    """How long units on duty told nothing.

    Parameters
    ----------
    minutes
        Sum of the times between two reports of a unit that are too long to say what it did.
    share
        These, as a share of all time between two reports of a unit on duty; nan without any.
    """

    minutes: float
    share: float


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


def silence_of(reports: Reports, longest_gap_min: float) -> Silence:
    """Measure for how long units on duty told nothing.

    Parameters
    ----------
    reports
        By unit and time.
    longest_gap_min
        Reports further apart than this say nothing of the time between them.
    """
    step = np.diff(reports.time_min)[np.diff(reports.unit) == 0]
    on_duty = step[step < OFF_DUTY_MIN]
    silent = float(on_duty[on_duty > longest_gap_min].sum())
    return Silence(silent, silent / float(on_duty.sum()) if on_duty.any() else float("nan"))


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
