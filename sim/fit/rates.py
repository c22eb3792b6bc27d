"""Fit recorded counts: where each category happens, how much of it there is, how all that wanders."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County
from sim.errors import InputError
from sim.fit import months as calendar
from sim.fit.covariates import covariates
from sim.fit.dispersion import Lasting, dispersion, month_correlation
from sim.fit.levels import fit_levels
from sim.fit.places import Shares, fit_shares
from sim.fit.result import Places, RateFit
from sim.keys import STUDY_WIDE, Purpose, stream
from sim.records.recorded import Recorded

LEAST_MONTHS = 6
"""Fewer tell nothing of how areas and levels move."""
_FILE = "recorded crime"
"""What an error names: the records may come from several files."""
_SEED = 2021


def fit_rates(recorded: Recorded, county: County, step: Callable[[str], None] = lambda _: None) -> RateFit:
    """Fit recorded counts.

    Parameters
    ----------
    recorded
        Counts by month, category and area.
    county
        The county; its areas are those of the records, in the same order.
    step
        Told the name of each category once it is fitted.

    Returns
    -------
    RateFit
        The fit, at the last month of the records.

    Raises
    ------
    InputError
        If there are too few months, or no rows at all.
    """
    if recorded.area_code != county.area_code:
        message = "records and county do not have the same areas in the same order"
        raise ValueError(message)
    if len(recorded.month) < LEAST_MONTHS or not recorded.count.any():
        what = f"{int(recorded.count.sum()):,} rows of {len(recorded.month)} months are too few to fit"
        raise InputError.of(_FILE, what, f"give {LEAST_MONTHS} months or more, a year at best")
    stretches = calendar.runs(recorded.month)
    spread = dispersion(recorded.count, stretches, recorded.category)
    names, design = covariates(county)
    at_years = calendar.years(recorded.month)
    shares = []
    for kind, category in enumerate(recorded.category):
        shares.append(fit_shares(recorded.count[:, kind].astype(np.float64), at_years, design))
        step(category)
    resample = stream(_SEED, STUDY_WIDE, Purpose.FIT_RESAMPLES)
    lasting = month_correlation(recorded.count, stretches, resample)
    return RateFit(
        category=recorded.category,
        area_code=recorded.area_code,
        month=recorded.month,
        places=_places(names, shares, lasting),
        levels=fit_levels(recorded.count, recorded.month, spread.value),
        dispersion=spread,
    )


def _places(names: tuple[str, ...], shares: list[Shares], lasting: Lasting) -> Places:
    """Stack the categories."""

    def column(values: list[float]) -> NDArray[np.float64]:
        return np.array(values, dtype=np.float64)

    return Places(
        covariate=names,
        coefficient=np.array([part.regression.coefficient for part in shares]),
        coefficient_sd=np.array([part.regression.standard_error for part in shares]),
        prior_shape=column([part.wander.prior_shape for part in shares]),
        share=np.array([part.share for part in shares]),
        shape=np.array([part.shape for part in shares]),
        drift=column([part.wander.drift for part in shares]),
        month_variance=column([part.wander.month_variance for part in shares]),
        log_sd=np.array([part.log_sd for part in shares]),
        month_correlation=lasting.overall,
        correlation_of_category=lasting.by_category,
        coverage=column([part.coverage for part in shares]),
    )
