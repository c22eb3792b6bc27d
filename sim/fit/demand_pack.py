"""The demand pack of a fit: the base pack, with what the data say put in its place."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from sim.demand.config import CallType, DemandConfig
from sim.demand.frailty import window_autocorrelation
from sim.fit.digits import NORMAL_95, interval, short
from sim.fit.fitted import FittedCounty
from sim.fit.log_pack import put_log
from sim.fit.result import RateFit
from sim.fit.volume_pack import put_volumes
from sim.harm.components import ASB_CATEGORY

MOST_CORRELATION = 0.95
"""Good and bad months that never end are no months: the rates of the areas take these in."""
STATED = "; stated so that simulated months are as uneven as the last ones recorded (what was measured is in fit.json)"
BETWEEN_MONTHS = "; worked out from the correlation from one calendar month to the next (fit.json)"
"""What follows the source of such numbers: without a number in it, so that a report can say it once of all of them."""


def demand_pack(fitted: FittedCounty) -> dict[str, Any]:
    """Describe the demand of the fitted county.

    Parameters
    ----------
    fitted
        The fit.

    Returns
    -------
    dict[str, Any]
        The base pack with the seasons and the frailty that were fitted, and with what an incident log gave; each number
        says where it comes from.
    """
    base = fitted.demand
    data: dict[str, Any] = base.model_dump(by_alias=True, exclude_none=True, exclude_unset=True)
    label = base.label or fitted.demand_name
    data = {"label": f"{label}, {fitted.source}", **{key: item for key, item in data.items() if key != "label"}}
    _set_seasons(data, fitted)
    data["frailty"] = _frailty(fitted)
    if fitted.log is not None:
        put_log(data, fitted.log)
        put_volumes(data, fitted)
    return data


def _set_seasons(data: dict[str, Any], fitted: FittedCounty) -> None:
    """Give each call type the season of the category that most of its rows are in; drop seasons nobody has left."""
    rates = fitted.rates
    fitted_to = {name.casefold(): row for row, name in enumerate(rates.category)}
    seasons = dict(data.get("seasons", {}))
    for row, kind in zip(data["types"], fitted.demand.types, strict=True):
        at = fitted_to.get(main_category(kind, fitted.demand).casefold())
        if at is not None:
            name = season_name(rates.category[at])
            row["season"] = name
            seasons[name] = _season(rates, at, fitted.source)
    used = {row.get("season") for row in data["types"]}
    data["seasons"] = {name: season for name, season in seasons.items() if name in used}


def main_category(kind: CallType, demand: DemandConfig) -> str:
    """Name the police.uk category that most rows of a call type are in; empty where it leaves none."""
    rows = {ASB_CATEGORY: kind.asb_records_per_year} if kind.asb_records_per_year else {}
    for offence in demand.offences:
        crimes = kind.crimes_per_year.get(offence.key, 0.0)
        if crimes:
            rows[offence.category] = rows.get(offence.category, 0.0) + crimes
    return max(rows, key=lambda name: rows[name], default="")


def season_name(category: str) -> str:
    """Name the season that was fitted to a category."""
    return f"fitted_{re.sub(r'[^a-z0-9]+', '_', category.casefold()).strip('_')}"


def _season(rates: RateFit, row: int, source: str) -> dict[str, object]:
    """Write a season; its range is that of the month that is known least."""
    levels = rates.levels
    widest = float(np.exp(NORMAL_95 * levels.season_sd[row].max()))
    return {
        "source": source,
        "confidence": "fitted",
        "times": [short(1 / widest), short(widest)],
        "months": [short(month) for month in levels.season[row]],
    }


def _frailty(fitted: FittedCounty) -> dict[str, object]:
    """Write the dispersion that good and bad months must reproduce, and for how long they last."""
    spread, places, category = fitted.rates.dispersion, fitted.rates.places, fitted.rates.category
    measured = np.column_stack([spread.value, spread.low, spread.high])
    alignment = fitted.alignment
    stated = [None] * len(category) if alignment is None else [1.0 + float(more) for more in alignment.excess]
    of_crime = None if alignment is None else 1.0 + alignment.all_crime_excess
    return {
        "autocorrelation": _correlation(places.month_correlation, fitted.source),
        "all_crime": _dispersion(spread.all_crime, of_crime, fitted.source),
        "categories": {
            name: _dispersion(tuple(row), value, fitted.source)
            for name, row, value in zip(category, measured.tolist(), stated, strict=True)
        },
        "autocorrelations": {
            name: _correlation(tuple(row), fitted.source)
            for name, row in zip(category, places.correlation_of_category.tolist(), strict=True)
        },
    }


def _dispersion(measured: tuple[float, ...], stated: float | None, source: str) -> dict[str, object]:
    """Write a dispersion: as measured, or as it must be stated for simulated months to show what was recorded."""
    value, low, high = measured
    said = source
    if stated is not None:
        said = f"{source}{STATED}"
        value, low, high = stated, min(low, stated), max(high, stated)
    return {**interval(value, low, high), "unit": "Pearson χ²/df", "source": said, "confidence": "fitted"}


def _correlation(found: tuple[float, ...], source: str) -> dict[str, object]:
    """Write for how long good and bad months last, in the windows that the frailty moves in."""
    value, low, high = (window_autocorrelation(min(max(end, 0.0), MOST_CORRELATION)) for end in found)
    unit = "correlation from one 28-day window to the next"
    return {**interval(value, low, high), "unit": unit, "source": f"{source}{BETWEEN_MONTHS}", "confidence": "fitted"}
