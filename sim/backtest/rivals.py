"""What a fit must beat: the counts of last month and last year, and a kernel density of them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.backtest.holdout import HoldOut
from sim.backtest.intervals import Foreseen, foreseen_by_poisson
from sim.county.model import County
from sim.fit import months as calendar
from sim.target.density import kernel_density

LAST_YEAR: Final = "last year"
LAST_MONTH: Final = "last month"
SAME_MONTHS: Final = "same months"
LAST_TWELVE: Final = "last twelve months"
ALL_MONTHS: Final = "all months"
DENSITY: Final = "kernel density"


def foreseen_by_rivals(months: HoldOut, count: NDArray[np.integer]) -> dict[str, Foreseen]:
    """Foresee the total of the hidden months from earlier counts alone.

    Parameters
    ----------
    months
        What is hidden, and what is not.
    count
        (n_fitted_months, n) counts of the fitted months.

    Returns
    -------
    dict[str, Foreseen]
        (n,) each, scaled by days: last year's, which are the fitted months of the twelve before the first hidden one; the
        last fitted month's; and, where all are known, those of the last months of the same names as the hidden ones, to
        which season is no handicap.
    """
    length = calendar.days(months.fitted.month)
    earlier = {LAST_YEAR: months.last_year, LAST_MONTH: np.array([len(length) - 1])}
    if months.same_months is not None:
        earlier[SAME_MONTHS] = months.same_months
    return {
        name: foreseen_by_poisson(count[chosen].sum(axis=0), float(length[chosen].sum()), months.hidden_days)
        for name, chosen in earlier.items()
    }


def scores_of_rivals(months: HoldOut, county: County) -> dict[str, NDArray[np.float64]]:
    """Score areas by what was recorded before.

    Parameters
    ----------
    months
        What is hidden, and what is not.
    county
        The county.

    Returns
    -------
    dict[str, NDArray[np.float64]]
        (n_categories, n_areas) each: counts of last year, as in `foreseen_by_rivals`; of the last twelve months with
        records, where that is not the same; of the last month; of all months, where there are more; and a kernel
        density of last year's.
    """
    count = months.fitted.count.astype(np.float64)
    year, twelve = months.last_year, months.last_twelve
    scores = {LAST_YEAR: count[year].sum(axis=0)}
    if not np.array_equal(year, twelve):
        scores[LAST_TWELVE] = count[twelve].sum(axis=0)
    scores[LAST_MONTH] = count[-1]
    if twelve.size < len(count):
        scores[ALL_MONTHS] = count.sum(axis=0)
    scores[DENSITY] = kernel_density(months.fitted.count[year].sum(axis=0), county.x_m, county.y_m)
    return scores
