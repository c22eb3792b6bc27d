"""Timetables of hotspots that are due visits of their own: in number, or at hours of their own."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY
from sim.target.chosen_hours import DAYS_A_WEEK, chosen_starts
from sim.target.config import CHOSEN, TargetConfig
from sim.target.ranking import Seen
from sim.target.sharing import Shared


def own_times(
    target: TargetConfig, shared: Shared, seen: Seen, from_min: float, until_min: float, first_weekday: int
) -> NDArray[np.float64] | None:
    """Say when the visits to each hotspot fall due, from one meeting to the next.

    Parameters
    ----------
    target
        What hotspots are due.
    shared
        The hotspots and their visits.
    seen
        What was on record, by which hours are chosen.
    from_min, until_min
        The meeting, at midnight, and the next one: minutes since the start of the study.
    first_weekday
        Day of the week of the first day of the study, Monday 0.

    Returns
    -------
    NDArray[np.float64] | None
        (n_hotspots, n_times) minutes since the start of the study, rising in each row and filled up with infinity: visit i
        of n falls due i · length / n after the hours begin. None where all hotspots are due the same at the same hours.
    """
    is_chosen = target.hours == CHOSEN
    if not is_chosen and target.allocate in {None, "equal"}:
        return None
    days = np.arange(int(from_min // MINUTES_PER_DAY), math.ceil(until_min / MINUTES_PER_DAY))
    starts = np.full((shared.areas.size, DAYS_A_WEEK), float(target.span_min[0]))
    if is_chosen:
        starts = chosen_starts(target, seen, shared.areas)
    begin_min = days * float(MINUTES_PER_DAY) + starts[:, (days + first_weekday) % DAYS_A_WEEK]
    due_at = np.full((shared.areas.size, days.size * int(shared.visits.max(initial=0))), np.inf)
    for row, visits in enumerate(shared.visits.tolist()):
        after_min = np.arange(visits) * target.length_min / visits
        due_at[row, : days.size * visits] = (begin_min[row][:, None] + after_min).ravel()
    return due_at
