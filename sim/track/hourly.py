"""Dose by place, day and hour: what was planned beside what was delivered."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_HOUR
from sim.track.planned import planned_stays
from sim.track.stays import Stays, by_hour, presence
from sim.track.sums import sum_by


class Dose(NamedTuple):
    """Dose of each place and hour in which any was planned or delivered, sorted by both: all (n_rows,).

    Parameters
    ----------
    place
        Number of the place.
    hour
        Whole hours since minute 0.
    planned_min, delivered_min
        Minutes of presence in that hour: as if each visit began when it fell due, and as it was.
    visits_due, visits
        Visits that fell due in that hour, and that began in it.
    """

    place: NDArray[np.int64]
    hour: NDArray[np.int64]
    planned_min: NDArray[np.float64]
    delivered_min: NDArray[np.float64]
    visits_due: NDArray[np.int64]
    visits: NDArray[np.int64]


def dose_by_hour(due: NDArray[np.void], visits: Stays, from_min: float, until_min: float) -> Dose:
    """Lay the dose delivered beside the dose planned, hour by hour.

    Parameters
    ----------
    due
        (n,) records of `sim.target.records.DUE`.
    visits
        The visits that were made, in any order.
    from_min, until_min
        Period, minutes: visits are clipped to it, and so are those planned that fall due in it.

    Returns
    -------
    Dose
        Overlapping visits count once, and one that lasts over an hour's end is divided at it.
    """
    planned = planned_stays(due, from_min, until_min).within(from_min, until_min)
    made = visits.within(from_min, until_min)
    of_plan, of_visits = by_hour(presence(planned)), by_hour(presence(made))
    begun = [
        (stays.place, np.floor_divide(stays.start_min, MINUTES_PER_HOUR).astype(np.int64)) for stays in (planned, made)
    ]
    slots = [(of_plan.place, of_plan.hour), (of_visits.place, of_visits.hour), *begun]
    keys = np.concatenate([np.column_stack(slot) for slot in slots])
    rows, index = np.unique(keys, axis=0, return_inverse=True)
    of_slot = np.split(index.reshape(-1), np.cumsum([slot[0].size for slot in slots])[:-1])
    n_rows = len(rows)
    return Dose(
        place=rows[:, 0],
        hour=rows[:, 1],
        planned_min=sum_by(of_slot[0], of_plan.minutes, n_rows),
        delivered_min=sum_by(of_slot[1], of_visits.minutes, n_rows),
        visits_due=np.bincount(of_slot[2], minlength=n_rows),
        visits=np.bincount(of_slot[3], minlength=n_rows),
    )
