"""Travel: turn-out, speed, time lost in starting and stopping, and what blue lights save; from minutes and distance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.spatial import cKDTree

from sim.county.model import County
from sim.fit.estimate import Estimate, on_log_scale
from sim.fit.scene import LEAST_MIN
from sim.records.incidents import Incidents

LEAST_JOURNEYS = 200
"""Fewer journeys are not fitted."""
_MINUTES_PER_HOUR, _METRES_PER_KM = 60.0, 1_000.0
_START = np.log([40.0, 0.5, 0.8, 1.0])
_LOW, _HIGH = np.log([2.0, 0.01, 0.1, 0.01]), np.log([300.0, 30.0, 3.0, 10.0])
"""Speed, minutes lost, blue lights and turn-out: where the search starts, and between what it looks."""


@dataclass(frozen=True, slots=True)
class TravelFit:
    """Minutes from dispatch to arrival against distance.

    Parameters
    ----------
    journeys
        Number of journeys.
    km_h
        Speed along roads once at speed, of a priority call.
    start_stop_min
        Time lost in starting and stopping, minutes.
    blue_light_factor
        What minutes under way are multiplied by for an emergency.
    turn_out_min
        Minutes from dispatch to setting off.
    explained
        Goodness of fit: share of the variance of the log of minutes that distance and grade explain.
    spread
        Standard deviation of the log of minutes about the fit.
    """

    journeys: int
    km_h: Estimate
    start_stop_min: Estimate
    blue_light_factor: Estimate
    turn_out_min: Estimate
    explained: float
    spread: float


def fit_travel(log: Incidents, county: County, circuity: float) -> tuple[TravelFit | None, tuple[str, ...]]:
    """Fit travel to the emergency and priority calls of a log.

    Parameters
    ----------
    log
        The incident log; calls with coordinates, dispatch and arrival count.
    county
        Stations: a log does not say where a unit set off, so distance is from the nearest one.
    circuity
        Road distance over straight-line distance.

    Returns
    -------
    tuple[TravelFit | None, tuple[str, ...]]
        The fit, None where there are too few journeys; and sentences on how to take it.
    """
    minutes = log.arrival_min - log.dispatch_min
    known = np.isfinite(minutes) & np.isfinite(log.x_m) & ((log.grade == 1) | (log.grade == 2))
    both = {int(grade): int((known & (log.grade == grade)).sum()) for grade in (1, 2)}
    if min(both.values()) < LEAST_JOURNEYS or not county.station_area.size:
        few = f"{both[1]} journeys of grade 1 and {both[2]} of grade 2"
        return None, (f"travel was not fitted: {few}, {LEAST_JOURNEYS} of each are needed, and a station.",)
    here = np.column_stack([log.x_m[known], log.y_m[known]])
    stations = np.column_stack([county.x_m[county.station_area], county.y_m[county.station_area]])
    straight_m = np.asarray(cKDTree(stations).query(here)[0], dtype=np.float64)
    note = (
        "travel was fitted to the distance from the nearest police station, as the log does not say where units set off: "
        "its blue-light factor can be used, its speed is a check only."
    )
    return fit_journeys(minutes[known], straight_m / _METRES_PER_KM * circuity, log.grade[known] == 1), (note,)


def fit_journeys(minutes: NDArray[np.float64], road_km: NDArray[np.float64], emergency: NDArray[np.bool_]) -> TravelFit:
    """Fit journeys of known length.

    Parameters
    ----------
    minutes
        (n,) minutes from dispatch to arrival.
    road_km
        (n,) distance by road, km.
    emergency
        (n,) whether under blue lights.

    Returns
    -------
    TravelFit
        Least squares of the log of minutes about turn-out and the accelerate–cruise form
        (`sim.county.roads.intra_area_min`).
    """
    logs = np.log(np.maximum(minutes, LEAST_MIN))

    def residual(point: NDArray[np.float64]) -> NDArray[np.float64]:
        speed, lost, factor, turn_out = np.exp(point)
        away: NDArray[np.float64] = logs - np.log(
            turn_out + _journey_min(road_km, speed, lost) * np.where(emergency, factor, 1.0)
        )
        return away

    found = least_squares(residual, _START, bounds=(_LOW, _HIGH))
    free = max(logs.size - _START.size, 1)
    spread = float(np.sqrt((found.fun**2).sum() / free))
    slope = np.asarray(found.jac, dtype=np.float64)
    deviation = spread * np.sqrt(np.diag(np.linalg.pinv(slope.T @ slope)))
    speed, lost, factor, turn_out = (
        on_log_scale(float(value), float(sd)) for value, sd in zip(np.exp(found.x), deviation, strict=True)
    )
    explained = 1 - float(found.fun.var() / logs.var()) if np.ptp(logs) > 0 else 0.0
    return TravelFit(logs.size, speed, lost, factor, turn_out, explained, spread)


def _journey_min(road_km: NDArray[np.float64], km_h: float, lost_min: float) -> NDArray[np.float64]:
    """Give the minutes of journeys that speed up, cruise and slow down: (n,)."""
    cruise = np.maximum(road_km, 1e-3) / km_h * _MINUTES_PER_HOUR
    minutes: NDArray[np.float64] = np.where(cruise <= lost_min, 2 * np.sqrt(cruise * lost_min), cruise + lost_min)
    return minutes
