"""Dose of patrol: minutes that an area had anyone present, planned and delivered.

Two units in the same place at the same time count once: dose is the union of the stays, not their sum.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY
from sim.street.records import VISIT_CUT_BY_CALL
from sim.track.stays import Stays, presence
from sim.track.sums import sum_by

KOPER_FROM_MIN, KOPER_UNTIL_MIN = 10.0, 16.0
"""Length of stay that deters longest for its cost (Koper 1995): 10 to 16 minutes."""


class VisitCounts(NamedTuple):
    """How the visits of a period went.

    Parameters
    ----------
    visits
        Visits that started in the period.
    cut_short
        Of these, visits that a call interrupted.
    koper_share
        Share of these that lasted 10 to 16 minutes, both ends included; nan without visits.
    """

    visits: int
    cut_short: int
    koper_share: float


def delivered_minutes(visits: NDArray[np.void], n_areas: int, from_min: float, until_min: float) -> NDArray[np.float64]:
    """Measure the time in which each area had a visiting unit present.

    Parameters
    ----------
    visits
        (n_visits,) records of `sim.street.records.VISIT`, in any order.
    n_areas
        Number of areas.
    from_min, until_min
        Period, minutes since the start of the study; stays are clipped to it.

    Returns
    -------
    NDArray[np.float64]
        (n_areas,) minutes of presence, overlapping stays counted once.
    """
    apart = presence(Stays.of_visits(visits).within(from_min, until_min))
    return sum_by(apart.place, apart.end_min - apart.start_min, n_areas)


def planned_minutes(plan: NDArray[np.void], n_areas: int, from_min: float, until_min: float) -> NDArray[np.float64]:
    """Add up the presence that the tasking meetings asked for.

    Parameters
    ----------
    plan
        (n_rows,) records of `sim.target.records.PLAN`: one for each hotspot of each meeting.
    n_areas
        Number of areas.
    from_min, until_min
        Period, minutes since the start of the study; a plan counts for the part of its time inside it.

    Returns
    -------
    NDArray[np.float64]
        (n_areas,) minutes: visits a day × minutes a visit × days that the plan held.
    """
    held_min = np.minimum(plan["until_min"], until_min) - np.maximum(plan["from_min"], from_min)
    days = np.maximum(held_min, 0.0) / MINUTES_PER_DAY
    minutes = plan["visits_per_day"] * plan["visit_minutes"] * days
    return sum_by(plan["area"], minutes, n_areas)


def visit_counts(visits: NDArray[np.void], from_min: float, until_min: float) -> VisitCounts:
    """Count the visits that started in a period, and how they ended.

    Parameters
    ----------
    visits
        (n_visits,) records of `sim.street.records.VISIT`, in any order.
    from_min, until_min
        Period, minutes since the start of the study: from the first minute up to, not including, the last.

    Returns
    -------
    VisitCounts
        Visits, visits cut short by a call, and the share that lasted 10 to 16 minutes.
    """
    started = visits[(visits["start_min"] >= from_min) & (visits["start_min"] < until_min)]
    length_min = started["end_min"] - started["start_min"]
    koper = int(np.count_nonzero(deters_longest(length_min)))
    cut = int(np.count_nonzero(started["ended"] == VISIT_CUT_BY_CALL))
    return VisitCounts(int(started.size), cut, koper / started.size if started.size else float("nan"))


def deters_longest(length_min: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which visits lasted 10 to 16 minutes, both ends included: (n_visits,)."""
    is_so: NDArray[np.bool_] = (length_min >= KOPER_FROM_MIN) & (length_min <= KOPER_UNTIL_MIN)
    return is_so
