"""Write out the visits that the hotspots of a meeting are due."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY
from sim.target.config import TargetConfig
from sim.target.plan import due_minutes
from sim.target.records import DUE


def due_visits(
    target: TargetConfig,
    areas: NDArray[np.int64],
    due_at: NDArray[np.float64] | None,
    from_min: float,
    until_min: float,
) -> NDArray[np.void]:
    """Write out the visits of a plan.

    Parameters
    ----------
    target
        What hotspots are due.
    areas
        (n_hotspots,) the hotspots.
    due_at
        (n_hotspots, n_times) a timetable for each, minutes since the start of the study, filled up with infinity; None
        where all are due at the same times every day.
    from_min, until_min
        The meeting, at midnight, and the next one.

    Returns
    -------
    NDArray[np.void]
        (n,) records of `sim.target.records.DUE`, the visits of each hotspot one after the other: one for each time of day,
        or where hotspots have timetables, for each visit.
    """
    if due_at is None:
        times = due_minutes(target)
        due = np.zeros(areas.size * times.size, dtype=DUE)
        due["from_min"], due["until_min"] = from_min, until_min
        due["place"], due["due_min"] = np.repeat(areas, times.size), np.tile(times, areas.size)
    else:
        place, column = np.nonzero((due_at >= from_min) & (due_at < until_min))
        time_min = due_at[place, column]
        day_min = np.floor_divide(time_min, MINUTES_PER_DAY) * MINUTES_PER_DAY
        due = np.zeros(place.size, dtype=DUE)
        due["from_min"], due["until_min"] = day_min, np.minimum(day_min + MINUTES_PER_DAY, until_min)
        due["place"], due["due_min"] = areas[place], time_min - day_min
    due["minutes"] = target.visit_minutes
    return due
