"""Every number of a fit with its interval and its goodness of fit, for programs: what stands in fit.json."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim import __version__
from sim.fit.align import CHECKED_HISTORIES, MEASURES, Alignment
from sim.fit.became import outcome_numbers
from sim.fit.digits import NORMAL_95, interval, short
from sim.fit.fitted import FittedCounty
from sim.fit.log_numbers import log_numbers
from sim.fit.told import assumed, told

PER_YEAR = "per_year"


def fit_numbers(fitted: FittedCounty) -> dict[str, Any]:
    """Gather the numbers.

    Parameters
    ----------
    fitted
        The fit.

    Returns
    -------
    dict[str, Any]
        Plain data: the county, the rows, each category, what holds for all, and what was said of it in words.
    """
    rates, recorded = fitted.rates, fitted.recorded
    return {
        "program": f"sim {__version__}",
        "county": fitted.county.name,
        "county_file": fitted.file.name,
        "demand": fitted.demand_name,
        "areas": fitted.county.n_areas,
        "months": list(rates.month),
        "rows": {
            "placed": int(recorded.count.sum()),
            "at_station": int(recorded.at_station.sum()),
            "unplaced": int(recorded.unplaced.sum()),
            "outside": int(recorded.outside.sum()),
        },
        "all_crime_dispersion": interval(*rates.dispersion.all_crime),
        "month_correlation": interval(*rates.places.month_correlation),
        "categories": {name: _category(fitted, row) for row, name in enumerate(rates.category)},
        **({"log": log_numbers(fitted.log)} if fitted.log is not None else {}),
        **({"outcomes": outcome_numbers(fitted.outcomes)} if fitted.outcomes is not None else {}),
        **({} if fitted.alignment is None else {"simulated": _simulated(fitted.alignment, rates.category)}),
        "told": list(told(fitted)),
        "assumed": list(assumed(fitted)),
    }


def year_interval(fitted: FittedCounty, row: int) -> dict[str, float]:
    """Give the rows of the year ahead of one category, and where 95 % of such years would lie, counting apart."""
    total = float(fitted.ahead.per_year[row].sum())
    log_sd = float(fitted.ahead.level_log_sd[row])
    middle = total * np.exp(-(log_sd**2) / 2)
    return interval(total, middle * np.exp(-NORMAL_95 * log_sd), middle * np.exp(NORMAL_95 * log_sd))


def month_fit(fitted: FittedCounty, row: int) -> dict[str, float]:
    """Say how well the county's months of one category are met: root mean square and share explained, both of logs."""
    levels = fitted.rates.levels
    seen = np.log(np.maximum(levels.observed[:, row], 0.5))
    away = seen - np.log(np.maximum(levels.fitted[:, row], 0.5))
    spread = float(((seen - seen.mean()) ** 2).sum())
    explained = 1 - float((away**2).sum()) / spread if spread > 0 else 0.0
    return {"root_mean_square_log": short(float(np.sqrt((away**2).mean()))), "share_explained": short(explained)}


def _category(fitted: FittedCounty, row: int) -> dict[str, Any]:
    """Gather the numbers of one category."""
    rates = fitted.rates
    places, levels, spread = rates.places, rates.levels, rates.dispersion
    return {
        PER_YEAR: year_interval(fitted, row),
        "level_log_sd": short(fitted.ahead.level_log_sd[row]),
        "season": [_lognormal(*pair) for pair in zip(levels.season[row], levels.season_sd[row], strict=True)],
        "wander_sd_a_year": interval(levels.wander_sd[row], *levels.wander_range[row]),
        "shock_sd_of_a_month": interval(levels.shock_sd[row], *levels.shock_range[row]),
        "dispersion": interval(spread.value[row], spread.low[row], spread.high[row]),
        "month_correlation": interval(*places.correlation_of_category[row]),
        "places": {
            "coefficients": {
                name: interval(value, value - NORMAL_95 * error, value + NORMAL_95 * error)
                for name, value, error in zip(
                    places.covariate, places.coefficient[row], places.coefficient_sd[row], strict=True
                )
            },
            "prior_shape": _lognormal(places.prior_shape[row], places.log_sd[row, 0]),
            "drift_a_year": _lognormal(places.drift[row], places.log_sd[row, 1]),
            "month_variance": _lognormal(places.month_variance[row], places.log_sd[row, 2]),
        },
        "goodness_of_fit": {
            "coverage_of_counts_95": short(places.coverage[row]),
            "months_of_county": month_fit(fitted, row),
        },
    }


def _simulated(alignment: Alignment, category: Sequence[str]) -> dict[str, Any]:
    """Gather what simulated histories of the last months recorded look like, beside these months."""
    return {
        "months": list(alignment.month),
        "histories": CHECKED_HISTORIES,
        "categories": {
            name: {
                "spread": short(alignment.spread[row]),
                **{measure: _compared(alignment, row, column) for column, measure in enumerate(MEASURES)},
            }
            for row, name in enumerate(category)
        },
    }


def _compared(alignment: Alignment, row: int, column: int) -> dict[str, Any] | None:
    """Gather one measure of one category; None, which JSON knows as null, where nothing can be compared."""
    if not alignment.known[row, column]:
        return None
    ends = (part[row, column] for part in (alignment.mean, alignment.low, alignment.high))
    return {
        "recorded": short(alignment.recorded[row, column]),
        "simulated": interval(*ends),
        "inside": bool(alignment.inside[row, column]),
    }


def _lognormal(value: float, log_sd: float) -> dict[str, float]:
    """Give the interval of a number whose logarithm has a standard error."""
    factor = float(np.exp(NORMAL_95 * log_sd))
    return interval(value, value / factor, value * factor)
