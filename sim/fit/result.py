"""What fitting recorded counts gives: where each category happens, how much of it, and how all of that wanders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Places:
    """How the areas share each category, at the last month fitted.

    Parameters
    ----------
    covariate
        (n_covariates,) what the areas are compared by, "constant" first.
    coefficient, coefficient_sd
        (n_categories, n_covariates) effect on the log of an area's share, and its standard error.
    prior_shape
        (n_categories,) gamma shape of areas about what the covariates say: the smaller, the more they differ.
    share
        (n_categories, n_areas) posterior mean share of the county's rows; rows of the table sum to 1.
    shape
        (n_categories, n_areas) gamma shape of the posterior: 1 / shape is the squared coefficient of variation.
    drift
        (n_categories,) by how much 1 / shape grows in a year without data.
    month_variance
        (n_categories,) variance of an area's good and bad months about its rate (frailty of mean 1).
    log_sd
        (n_categories, 3) standard errors of the logs of `prior_shape`, `drift` and `month_variance`.
    month_correlation
        Correlation of that frailty from one month to the next, all categories together: value, low and high.
    correlation_of_category
        (n_categories, 3) the same of each category.
    coverage
        (n_categories,) goodness of fit: share of the counts fitted that lay in the 95 % interval foreseen for them from
        the months before; .95 where all is well.
    """

    covariate: tuple[str, ...]
    coefficient: NDArray[np.float64]
    coefficient_sd: NDArray[np.float64]
    prior_shape: NDArray[np.float64]
    share: NDArray[np.float64]
    shape: NDArray[np.float64]
    drift: NDArray[np.float64]
    month_variance: NDArray[np.float64]
    log_sd: NDArray[np.float64]
    month_correlation: tuple[float, float, float]
    correlation_of_category: NDArray[np.float64]
    coverage: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Levels:
    """What the county's total of each category does from month to month.

    Parameters
    ----------
    season
        (n_categories, 12) multiplier by calendar month; mean 1 over the months.
    season_sd
        (n_categories, 12) standard deviation of its log.
    wander_sd, wander_range
        (n_categories,) standard deviation of the change of the log level in a year, and (n_categories, 2) its 95 %
        interval.
    shock_sd, shock_range
        (n_categories,) standard deviation of the log of a single month about level × season, beyond chance, and
        (n_categories, 2) its 95 % interval.
    observed, fitted
        (n_months, n_categories) rows of the months fitted, and what the fit says of them.
    """

    season: NDArray[np.float64]
    season_sd: NDArray[np.float64]
    wander_sd: NDArray[np.float64]
    wander_range: NDArray[np.float64]
    shock_sd: NDArray[np.float64]
    shock_range: NDArray[np.float64]
    observed: NDArray[np.float64]
    fitted: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Dispersion:
    """Pearson χ²/df of area × month counts after area and month effects, with a 95 % interval.

    Parameters
    ----------
    value, low, high
        (n_categories,) of each category.
    all_crime
        Value, low and high of all categories but anti-social behaviour together.
    """

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    all_crime: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class RateFit:
    """A fit of recorded counts.

    Parameters
    ----------
    category
        (n_categories,) police.uk categories, in the order of the records.
    area_code
        (n_areas,) codes of the areas.
    month
        (n_months,) months fitted, YYYY-MM.
    places, levels, dispersion
        Where, how much, how unevenly.
    """

    category: tuple[str, ...]
    area_code: tuple[str, ...]
    month: tuple[str, ...]
    places: Places
    levels: Levels
    dispersion: Dispersion
