"""Days on which something is due in a place: only presence on such days can deliver a plan."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR
from sim.track.stays import Stays, by_hour
from sim.track.sums import sum_by

_HOURS_PER_DAY = MINUTES_PER_DAY // MINUTES_PER_HOUR
_DAYS_APART = 1 << 32
"""More days than there are, so that a place and a day make one number."""


class Delivery(NamedTuple):
    """How presence falls to the days of a plan.

    Parameters
    ----------
    kept_min
        Minutes of presence, in each place and on each day up to what was planned there that day.
    not_due_min
        Minutes of presence in places on days on which nothing was due there.
    """

    kept_min: float
    not_due_min: float


def delivery_of(planned: Stays, present: Stays) -> Delivery:
    """Hold presence against a plan, place by place and day by day.

    Parameters
    ----------
    planned, present
        Times of presence, as `sim.track.stays.presence` gives them; both are cut at midnight.
    """
    due, due_min = _by_day(planned)
    there, there_min = _by_day(present)
    on_due = np.isin(there, due)
    most_min = due_min[np.searchsorted(due, there[on_due])]
    return Delivery(float(np.minimum(there_min[on_due], most_min).sum()), float(there_min[~on_due].sum()))


class Days(NamedTuple):
    """Days of places on which a visit falls due.

    Parameters
    ----------
    planned
        How many there are.
    without
        How many of these nobody was there on.
    """

    planned: int
    without: int


def days_of(planned: Stays, present: Stays) -> Days:
    """Count the days on which a visit falls due, and those of them on which nobody is there.

    Parameters
    ----------
    planned
        Visits as if each began when it falls due.
    present
        Times of presence, as `sim.track.stays.presence` gives them; who stays past midnight is there on both days.
    """
    due = np.unique(_slot(planned.place, day_of(planned.start_min)))
    there, _ = _by_day(present)
    return Days(due.size, int(np.count_nonzero(~np.isin(due, there))))


def begins_on_due_day(planned: Stays, place: NDArray[np.int64], start_min: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell what began in a place on a day on which something is due there.

    Parameters
    ----------
    planned
        Times of presence that are planned, as `sim.track.stays.presence` gives them.
    place
        (n,) where.
    start_min
        (n,) when, in minutes.

    Returns
    -------
    NDArray[np.bool_]
        (n,) whether something is planned there on that day.
    """
    due, _ = _by_day(planned)
    is_due: NDArray[np.bool_] = np.isin(_slot(place, day_of(start_min)), due)
    return is_due


def is_on_due_day(
    place: NDArray[np.int64], day: NDArray[np.int64], planned_min: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Tell which rows of a table of dose are of a place and day with a plan.

    Parameters
    ----------
    place, day
        (n_rows,) where and on which day.
    planned_min
        (n_rows,) minutes planned in each row.

    Returns
    -------
    NDArray[np.bool_]
        (n_rows,) whether anything is planned in any row of the same place and day.
    """
    slot = _slot(place, day)
    is_due: NDArray[np.bool_] = np.isin(slot, slot[planned_min > 0])
    return is_due


def day_of(time_min: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give the day in which each time lies.

    Parameters
    ----------
    time_min
        (n,) minutes; day 0 begins at minute 0.

    Returns
    -------
    NDArray[np.int64]
        (n,) whole days.
    """
    return np.floor_divide(time_min, MINUTES_PER_DAY).astype(np.int64)


def _by_day(apart: Stays) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Add up minutes by place and day: numbers of both, ascending, and minutes."""
    hours = by_hour(apart)
    slots, row = np.unique(_slot(hours.place, np.floor_divide(hours.hour, _HOURS_PER_DAY)), return_inverse=True)
    return slots, sum_by(row.reshape(-1), hours.minutes, slots.size)


def _slot(place: NDArray[np.int64], day: NDArray[np.int64]) -> NDArray[np.int64]:
    """Make one number of a place and a day."""
    return place * _DAYS_APART + day
