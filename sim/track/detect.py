"""Find visits in the reports of trackers: stays in a place, through noise and missing reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_HOUR
from sim.street.records import VISIT
from sim.track.compliance import END_UNKNOWN
from sim.track.kernels import find_stays

SPEED_OVER_MIN = 0.5
"""Speed is taken over half a minute or more: over less, the error of a position looks like speed."""
METRES_PER_KM = 1_000.0
NOWHERE = -1
"""Place of a report that lies in no hotspot."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How stays are read from reports.

    Parameters
    ----------
    longest_gap_min
        Reports further apart than this say nothing of the time between them: a stay ends there.
    longest_away_min
        A unit that is back within this time never left: a position with an error may lie outside.
    least_min
        Stays shorter than this are no visits: a unit that passes through, or waits at a light.
    most_km_h
        Reports of a unit that is faster are none of a stay; None for any speed, where patrol is by car.
    """

    longest_gap_min: float = 5.0
    longest_away_min: float = 2.0
    least_min: float = 3.0
    most_km_h: float | None = 10.0


class Reports(NamedTuple):
    """Reports of trackers, by unit and time: all (n_reports,).

    Parameters
    ----------
    unit
        Number of the unit.
    time_min
        Minutes since the first midnight.
    x_m, y_m
        Position, metres, EPSG:27700.
    on_patrol
        Whether the unit was on patrol, as far as the report says what it was doing.
    """

    unit: NDArray[np.int64]
    time_min: NDArray[np.float64]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    on_patrol: NDArray[np.bool_]


class Found(NamedTuple):
    """Visits that were found.

    Parameters
    ----------
    visits
        (n_visits,) records of `sim.street.records.VISIT`, by unit and time; `area` is the number of the place, the crew and
        the way in which a visit ended are unknown.
    passes
        How many shorter stays were left out.
    usual_min
        Usual time between two reports of a unit, minutes: start and end of a visit are known to half of it.
    fast_share
        Share of the reports in hotspots that were left out because the unit was too fast; nan without any.
    """

    visits: NDArray[np.void]
    passes: int
    usual_min: float
    fast_share: float


def find_visits(reports: Reports, place: NDArray[np.int64], reading: Reading) -> Found:
    """Find the visits of all units.

    Parameters
    ----------
    reports
        By unit and time.
    place
        (n_reports,) the place that each report lies in, or `NOWHERE`.
    reading
        How stays are read.

    Returns
    -------
    Found
        The visits.

    Notes
    -----
    A stay begins half way between the last report elsewhere and the first one in the place, and ends alike, which is
    right on average. Where no report tells of the time before or after, it is taken to reach half of a usual interval, and half of the longest gap at most.
    """
    usual_min = usual_interval(reports)
    there = reports.on_patrol & (place >= 0)
    counts = there.copy()
    if reading.most_km_h is not None:
        counts &= ~(speed_km_h(reports, reading.longest_gap_min) > reading.most_km_h)
    fast_share = 1.0 - np.count_nonzero(counts) / np.count_nonzero(there) if there.any() else np.nan
    size = reports.unit.size
    unit, where = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    start, end = np.empty(size), np.empty(size)
    inside = np.where(counts, place, NOWHERE)
    limits = (reading.longest_gap_min, reading.longest_away_min, min(usual_min, reading.longest_gap_min))
    count = find_stays(reports.unit, reports.time_min, inside, *limits, unit, where, start, end)
    long = end[:count] - start[:count] >= reading.least_min
    visits = np.zeros(int(long.sum()), dtype=VISIT)
    for name, values in (("unit", unit), ("area", where), ("start_min", start), ("end_min", end)):
        visits[name] = values[:count][long]
    visits["ended"] = END_UNKNOWN
    return Found(visits, int(count - visits.size), usual_min, fast_share)


def usual_interval(reports: Reports) -> float:
    """Give the median time between two reports of a unit, minutes; 0 where no unit reports twice."""
    same = np.diff(reports.unit) == 0
    steps = np.diff(reports.time_min)[same]
    return float(np.median(steps)) if steps.size else 0.0


def speed_km_h(reports: Reports, longest_gap_min: float) -> NDArray[np.float64]:
    """Measure how fast each unit was about each report.

    Parameters
    ----------
    reports
        By unit and time.
    longest_gap_min
        Over longer times nothing is said of speed.

    Returns
    -------
    NDArray[np.float64]
        (n_reports,) kilometres an hour: the lower of the speeds from a report half a minute or more before and to one half
        a minute or more after, as a unit that arrives or leaves is at rest on one side; nan where neither is known.
    """
    speeds = np.stack([_speed(reports, side, longest_gap_min) for side in (-1, 1)])
    known = ~np.isnan(speeds)
    lowest = np.where(known, speeds, np.inf).min(axis=0)
    return np.where(known.any(axis=0), lowest, np.nan)


def _speed(reports: Reports, side: int, longest_gap_min: float) -> NDArray[np.float64]:
    """Measure speed against the nearest report that is far enough away on one side: (n_reports,) km/h, or nan."""
    size = reports.unit.size
    # one axis on which the units lie far apart, so that one search serves all
    span = (reports.time_min.max(initial=0.0) - reports.time_min.min(initial=0.0)) + 10.0 * longest_gap_min + 10.0
    axis = reports.unit * span + reports.time_min
    slack = 1e-6
    if side < 0:
        other = np.searchsorted(axis, axis - SPEED_OVER_MIN + slack, side="right") - 1
    else:
        other = np.searchsorted(axis, axis + SPEED_OVER_MIN - slack, side="left")
    there = np.clip(other, 0, max(size - 1, 0))
    apart_min = np.abs(reports.time_min - reports.time_min[there])
    moved_m = np.hypot(reports.x_m - reports.x_m[there], reports.y_m - reports.y_m[there])
    known = (other >= 0) & (other < size) & (reports.unit[there] == reports.unit) & (apart_min <= longest_gap_min)
    known &= apart_min > 0.0
    speed = np.full(size, np.nan)
    speed[known] = moved_m[known] / METRES_PER_KM / (apart_min[known] / MINUTES_PER_HOUR)
    return speed
