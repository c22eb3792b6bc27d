"""When the visits to each hotspot fall due: evenly spread over its hours, or at times drawn by lot."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY, minutes_of_span
from sim.keys import Purpose, philox_key
from sim.target.chosen_hours import DAYS_A_WEEK, chosen_starts
from sim.target.config import TargetConfig
from sim.target.hours_config import CHOSEN, LONGEST_ABSENCE_MIN
from sim.target.kernels import draw_returns
from sim.target.ranking import Seen
from sim.target.sharing import Shared


class Spans(NamedTuple):
    """The patrol hours of each hotspot, day by day.

    Parameters
    ----------
    first_day
        The first day, since the start of the study.
    begin_min
        (n_hotspots, n_days) when they begin, minutes since the start of the study.
    length_min
        (n_hotspots,) how long they are.
    """

    first_day: int
    begin_min: NDArray[np.float64]
    length_min: NDArray[np.float64]


def own_times(
    target: TargetConfig,
    shared: Shared,
    seen: Seen,
    span_min: tuple[float, float],
    first_weekday: int,
    key: tuple[int, int],
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
    span_min
        The meeting, at midnight, and the next one: minutes since the start of the study.
    first_weekday
        Day of the week of the first day of the study, Monday 0.
    key
        Study seed and replication, for lots.

    Returns
    -------
    NDArray[np.float64] | None
        (n_hotspots, n_times) minutes since the start of the study, rising in each row and filled up with infinity. None where
        all hotspots are due the same at the same times of every day.

    Notes
    -----
    Without lots visit i of n falls due i · length / n after the hours begin. With them, the times of each hotspot and day are
    any that leave it alone for no longer than `LONGEST_ABSENCE_MIN` of its hours, all equally likely. The lots belong to
    the area and the day: another list, another meeting or another scenario leaves them alone.
    """
    if target.all_alike and not target.by_lot:
        return None
    spans = _spans(target, shared.areas, seen, span_min, first_weekday)
    due_at = np.full((shared.areas.size, spans.begin_min.shape[1] * int(shared.visits.max(initial=0))), np.inf)
    if target.by_lot:
        lots = philox_key(*key, Purpose.RETURN_TIMES)
        draw_returns(
            lots, shared.areas, *spans, shared.visits, float(target.visit_minutes), LONGEST_ABSENCE_MIN, due_at
        )
    else:
        _spread_evenly(spans, shared.visits, due_at)
    return due_at


def _spans(
    target: TargetConfig, areas: NDArray[np.int64], seen: Seen, span_min: tuple[float, float], first_weekday: int
) -> Spans:
    """Lay out the patrol hours of each hotspot: those of the plan, those chosen for it, or those that a list gives it."""
    days = np.arange(int(span_min[0] // MINUTES_PER_DAY), math.ceil(span_min[1] / MINUTES_PER_DAY))
    starts = np.full((areas.size, DAYS_A_WEEK), float(target.span_min[0]))
    length_min = np.full(areas.size, float(target.length_min))
    if target.hours == CHOSEN:
        starts = chosen_starts(target, seen, areas)
    for row, area in enumerate(areas.tolist() if target.listed else ()):
        if hours := target.listed[seen.terrain.area_code[area]].hours:
            start, end = minutes_of_span(hours)
            starts[row], length_min[row] = start, end - start
    begin_min = days * float(MINUTES_PER_DAY) + starts[:, (days + first_weekday) % DAYS_A_WEEK]
    return Spans(int(days[0]), begin_min, length_min)


def _spread_evenly(spans: Spans, visits: NDArray[np.int64], due_at: NDArray[np.float64]) -> None:
    """Spread the visits of each hotspot evenly over its hours; `due_at` is changed in place."""
    n_days = spans.begin_min.shape[1]
    for row, count in enumerate(visits.tolist()):
        after_min = np.arange(count) * spans.length_min[row] / count
        due_at[row, : n_days * count] = (spans.begin_min[row][:, None] + after_min).ravel()
