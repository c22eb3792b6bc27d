"""Every number of a fitted log with its interval and its goodness of fit, for programs."""

from __future__ import annotations

import math
from typing import Any

from sim.fit.digits import interval, short
from sim.fit.log import LogFit
from sim.fit.near_repeat import NearRepeatFit


def log_numbers(log: LogFit) -> dict[str, Any]:
    """Gather the numbers of a log as plain data: by type, then what holds for all."""
    numbers: dict[str, Any] = {
        "calls": log.calls,
        "first_day": log.span[0],
        "last_day": log.span[1],
        "types": {name: _of_type(log, name) for name in sorted(log.calls_of)},
    }
    if log.handling is not None:
        handling = log.handling
        numbers["handling"] = {
            "times": handling.times,
            "median_min": interval(*handling.median_min),
            "sigma": interval(*handling.sigma),
            "goodness_of_fit": _distance(handling.distance, handling.p_value),
        }
    if log.travel is not None:
        travel = log.travel
        numbers["travel"] = {
            "journeys": travel.journeys,
            "km_h": interval(*travel.km_h),
            "start_stop_min": interval(*travel.start_stop_min),
            "blue_light_factor": interval(*travel.blue_light_factor),
            "turn_out_min": interval(*travel.turn_out_min),
            "goodness_of_fit": {"share_explained": short(travel.explained), "spread_of_log": short(travel.spread)},
        }
    return numbers


def _of_type(log: LogFit, name: str) -> dict[str, Any]:
    """Gather what was fitted of one type."""
    numbers: dict[str, Any] = {"calls": log.calls_of[name]}
    if name in log.volumes:
        numbers["calls_a_year"] = interval(*log.volumes[name])
    if name in log.hours.by_kind:
        week = log.hours.by_kind[name]
        numbers["week"] = {
            "calls": week.calls,
            "hours": [interval(*one) for one in week.hours],
            "days": [interval(*one) for one in week.days],
            "weekend_night": interval(*week.weekend_night),
            "default_in_hours": short(week.default_in_hours),
            "default_in_days": short(week.default_in_days),
            "goodness_of_fit": {"pearson_over_df": short(week.dispersion), "p_value": short(week.misfit_p)},
        }
    if name in log.near_repeats.by_kind:
        numbers["near_repeat"] = _near_repeat(log.near_repeats.by_kind[name])
    if name in log.scenes:
        scene = log.scenes[name]
        numbers["scene"] = {
            "times": scene.times,
            "kind": scene.kind,
            "mean_min": interval(*scene.mean_min),
            "cv": interval(*scene.cv),
            "gain_in_log_likelihood": short(scene.gain),
            "goodness_of_fit": _distance(scene.distance, scene.p_value),
        }
    if name in log.grades:
        numbers["grades"] = [interval(*one) for one in log.grades[name]]
    if name in log.officers:
        numbers["officers"] = [interval(*one) for one in log.officers[name]]
    return numbers


def _near_repeat(fit: NearRepeatFit) -> dict[str, Any]:
    """Gather near-repeats, with the pairs of the Knox test."""
    knox = fit.knox
    return {
        "calls": fit.calls,
        "found": fit.found,
        "branching": interval(*fit.branching),
        "decay_days": interval(*fit.decay_days),
        "sigma_m": interval(*fit.sigma_m),
        "variance_of_months": short(fit.months),
        "goodness_of_fit": {"p_value": None if math.isnan(fit.misfit_p) else short(fit.misfit_p)},
        "knox": [
            {
                "within_m": within_m,
                "within_days": within_days,
                "pairs": int(knox.pairs[row, column]),
                "by_chance": short(knox.by_chance[row, column]),
                "p_value": short(knox.p_value[row, column]),
            }
            for row, within_m in enumerate(knox.band_m)
            for column, within_days in enumerate(knox.band_days)
        ],
    }


def _distance(distance: float, p_value: float) -> dict[str, float]:
    """Write a Kolmogorov–Smirnov test."""
    return {"kolmogorov_smirnov": short(distance), "p_value": short(p_value)}
