"""Hours of the week chosen with the place: a hotspot is a place and a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_HOUR
from sim.target.config import TargetConfig
from sim.target.ranking import Seen

HOURS_A_DAY, DAYS_A_WEEK = 24, 7


def chosen_starts(target: TargetConfig, seen: Seen, areas: NDArray[np.int64]) -> NDArray[np.float64]:
    """Choose for each hotspot and day of the week the hours in which most preventable harm happens.

    Parameters
    ----------
    target
        How many hours in a row, and among which.
    seen
        What was on record.
    areas
        (n_hotspots,) the hotspots.

    Returns
    -------
    NDArray[np.float64]
        (n_hotspots, 7) minute of the day at which the hours begin, Monday first; the earliest among equals.

    Notes
    -----
    The past is on record by month and kind, not by hour: an area's hours are those of its kinds of record, each weighed by
    its harm and by the share of it that patrol prevents. Two areas with the same mix get the same hours.
    """
    kinds = seen.terrain.kinds
    weight = (kinds.harm * kinds.preventable)[:, None] * seen.recorded.sum(axis=0)[:, areas]
    by_hour = (weight.T @ kinds.hour_share).reshape(areas.size, DAYS_A_WEEK, HOURS_A_DAY)
    first, last = (minute // MINUTES_PER_HOUR for minute in target.span_min)
    length = target.length_min // MINUTES_PER_HOUR
    sums = np.stack([by_hour[..., start : start + length].sum(axis=2) for start in range(first, last - length + 1)])
    # what differs by rounding alone is equal
    best = sums >= sums.max(axis=0) * (1.0 - 1e-12)
    start_min: NDArray[np.float64] = (first + best.argmax(axis=0)) * float(MINUTES_PER_HOUR)
    return start_min
