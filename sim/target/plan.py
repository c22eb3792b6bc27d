"""From scores to a plan: which areas are hotspots, and when each is due a visit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY, minute_of_day, minutes_of_span
from sim.target.config import DEFAULT_VISITS_PER_DAY, TargetConfig


def choose(scores: NDArray[np.float64], hotspots: int) -> NDArray[np.int64]:
    """Choose the areas of highest score.

    Parameters
    ----------
    scores
        (n_areas,) scores of a ranking.
    hotspots
        How many to choose.

    Returns
    -------
    NDArray[np.int64]
        Area indices, highest score first, the lower index first among equals. Fewer than `hotspots` when fewer
        areas have a score above 0.
    """
    order = np.lexsort((np.arange(scores.size), -scores))
    worth_a_visit = order[scores[order] > 0]
    return worth_a_visit[:hotspots]


def due_minutes(config: TargetConfig) -> NDArray[np.float64]:
    """Say when in the day each visit becomes due.

    Parameters
    ----------
    config
        What hotspots are due.

    Returns
    -------
    NDArray[np.float64]
        (visits,) minutes since midnight, rising: the times of `visits_at`, or visit i of n at
        start + i · length / n of the patrol hours. Hotspots with a timetable of their own (`sim.target.own_times`) keep to
        that.
    """
    if config.visits_at is not None:
        return np.array([minute_of_day(text) for text in config.visits_at], dtype=np.float64)
    start, length_min = config.span_min[0], config.length_min
    visits = config.visits_per_day or DEFAULT_VISITS_PER_DAY
    return start + np.arange(visits) * length_min / visits


def patrol_window(config: TargetConfig) -> tuple[float, float]:
    """Say when in the day hotspots may be visited.

    Parameters
    ----------
    config
        What hotspots are due.

    Returns
    -------
    tuple[float, float]
        First and last minute since midnight: the patrol hours of any hotspot, or those among which they are chosen, or from
        the first time of `visits_at` to midnight, so that a visit that could not start on time can be made up that day.
    """
    if config.visits_at is not None:
        return float(minute_of_day(config.visits_at[0])), float(MINUTES_PER_DAY)
    spans = [config.span_min, *(minutes_of_span(area.hours) for area in config.listed.values() if area.hours)]
    return float(min(start for start, _ in spans)), float(max(end for _, end in spans))
