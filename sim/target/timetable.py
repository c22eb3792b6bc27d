"""The timetable of an unpredictable route: when the visits to each hotspot fall due, drawn by lot at the meeting."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY
from sim.keys import Purpose, philox_key
from sim.target.config import LONGEST_ABSENCE_MIN, TargetConfig
from sim.target.kernels import draw_returns
from sim.target.plan import due_minutes, patrol_window


def timetable(
    config: TargetConfig, areas: NDArray[np.int64], from_min: float, until_min: float, key: tuple[int, int]
) -> NDArray[np.float64] | None:
    """Draw when the visits to each hotspot fall due, from one meeting to the next.

    The lots belong to the area and the day: another list, another meeting or another scenario leaves them alone.

    Parameters
    ----------
    config
        What hotspots are due.
    areas
        (n_hotspots,) the hotspots.
    from_min, until_min
        The meeting, at midnight, and the next one: minutes since the start of the study.
    key
        Study seed and replication.

    Returns
    -------
    NDArray[np.float64] | None
        (n_hotspots, n_times) minutes since the start of the study, rising in each row: every day has so many visits,
        and within the patrol hours nobody waits longer than `LONGEST_ABSENCE_MIN` for the first of them, from the end
        of one to the next, or after the last. None for the other routes, on which all are due at the same times of day.
    """
    if config.route != "unpredictable":
        return None
    visits, first_day = due_minutes(config).size, int(from_min // MINUTES_PER_DAY)
    due_at = np.empty((areas.size, visits * (math.ceil(until_min / MINUTES_PER_DAY) - first_day)))
    lots = philox_key(*key, Purpose.RETURN_TIMES)
    window = patrol_window(config)
    draw_returns(lots, areas, first_day, *window, visits, config.visit_minutes, LONGEST_ABSENCE_MIN, due_at)
    return due_at
