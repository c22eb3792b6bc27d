"""What a fit foresees: draws of the counts of later months, and the rates of the year ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.county.months import MONTHS_PER_YEAR
from sim.fit import months as calendar
from sim.fit.levels import forecast
from sim.fit.result import RateFit
from sim.keys import Purpose, entity_key, stream

Floats = NDArray[np.float64]


class YearAhead(NamedTuple):
    """Rates of the twelve months after the last one fitted.

    Parameters
    ----------
    per_year
        (n_categories, n_areas) expected rows.
    shape
        (n_categories, n_areas) gamma shape of an area's rate about that, as it is at the last month fitted: what areas drift
        apart on the way is left out, or the county would grow ever more uneven.
    level_log_sd
        (n_categories,) standard deviation of the log of the county's total: its level, season and shocks, not chance.
    """

    per_year: Floats
    shape: Floats
    level_log_sd: Floats


def year_ahead(fit: RateFit) -> YearAhead:
    """Foresee the twelve months after the last one fitted.

    Parameters
    ----------
    fit
        The fit.

    Returns
    -------
    YearAhead
        Means, and how far one year may lie from them.
    """
    months = calendar.following(fit.month[-1], MONTHS_PER_YEAR)
    foreseen = forecast(fit.levels, fit.month, months, fit.dispersion.value)
    variance = np.diagonal(foreseen.covariance, axis1=1, axis2=2)
    mean = np.exp(foreseen.mean + variance / 2)
    total = mean.sum(axis=1)
    weight = mean / total[:, None]
    of_total = np.einsum("km,kmn,kn->k", weight, foreseen.covariance, weight)
    return YearAhead(total[:, None] * fit.places.share, fit.places.shape, np.sqrt(of_total))


def predict(fit: RateFit, months: Sequence[str], draws: int, seed: int) -> Iterator[tuple[str, NDArray[np.int32]]]:
    """Draw the counts of later months.

    Parameters
    ----------
    fit
        The fit.
    months
        (n_months,) months to foresee, YYYY-MM, rising, all after those fitted.
    draws
        Number of draws.
    seed
        Seed; each category has a stream of its own.

    Yields
    ------
    tuple[str, NDArray[np.int32]]
        Category and its (draws, n_months, n_areas) counts: the county's level, season and shocks from their posterior,
        each area's rate from its gamma posterior, drifting on as it did, good and bad months, and chance.
    """
    foreseen = forecast(fit.levels, fit.month, months, fit.dispersion.value)
    since = np.diff(calendar.years([fit.month[-1], *months]))
    places = fit.places
    for kind, category in enumerate(fit.category):
        generator = stream(seed, 0, Purpose.FORECAST, entity_key(category))
        factor = np.linalg.cholesky(foreseen.covariance[kind] + 1e-12 * np.eye(len(months)))
        total = np.exp(foreseen.mean[kind] + generator.standard_normal((draws, len(months))) @ factor.T)
        rate = _gamma(generator, np.broadcast_to(places.shape[kind], (draws, places.shape.shape[1])))
        mood = _Moods(float(places.month_variance[kind]), places.month_correlation[0], rate.shape, generator)
        counts = np.empty((draws, len(months), rate.shape[1]), dtype=np.int32)
        for month, passed in enumerate(since):
            growth = float(places.drift[kind] * passed)
            if growth > 0:
                rate = rate * _gamma(generator, np.full(rate.shape, 1 / growth))
            expected = total[:, month, None] * places.share[kind] * rate * mood.next()
            counts[:, month] = generator.poisson(expected)
        yield category, counts


def _gamma(generator: np.random.Generator, shape: Floats) -> Floats:
    """Draw gamma numbers of mean 1."""
    drawn: Floats = generator.standard_gamma(shape) / shape
    return drawn


class _Moods:
    """Good and bad months: gamma of mean 1, each like the one before (beta–gamma autoregression, Lewis et al. 1989)."""

    def __init__(
        self, variance: float, correlation: float, size: tuple[int, ...], generator: np.random.Generator
    ) -> None:
        self._shape, self._correlation = (1 / variance if variance > 0 else np.inf), correlation
        self._size, self._generator = size, generator
        self._now: Floats | None = None

    def next(self) -> Floats:
        """Draw the next month's."""
        if not np.isfinite(self._shape):
            return np.ones(self._size)
        kept, new = self._shape * self._correlation, self._shape * (1 - self._correlation)
        if self._now is None or kept <= 0:
            self._now = self._generator.standard_gamma(self._shape, self._size) / self._shape
        else:
            part = self._generator.beta(kept, new, self._size)
            self._now = part * self._now + self._generator.standard_gamma(new, self._size) / self._shape
        return self._now
