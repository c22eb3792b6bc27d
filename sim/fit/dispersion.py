"""How much more counts vary from month to month than chance, area by area, and how long good and bad months last."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import toeplitz
from scipy.optimize import brentq

from sim.fit.result import Dispersion
from sim.harm.components import ASB_CATEGORY
from sim.ratio import ratio

Floats = NDArray[np.float64]
_SURE = 1.96
_LEAST_RUN = 3
"""Months in a row from which a stretch tells anything of months about their year."""
_MOST_CORRELATION = 0.95
_RESAMPLES = 60
_USUAL_CORRELATION = (0.3, 0.0, 0.6)
_LEAST_BETWEEN = 0.05


class Excess(NamedTuple):
    """Pearson's χ² of one table of months and areas: its part (n_areas,) by area, and degrees of freedom."""

    by_area: Floats
    freedom: float


def excess_of(count: Floats) -> Excess:
    """Sum the squares of counts about what area and month effects expect of them, over those expected counts.

    Parameters
    ----------
    count
        (n_months, n_areas) counts of consecutive months.

    Returns
    -------
    Excess
        Areas and months without any row tell nothing and are left out.
    """
    of_area, of_month = count.sum(axis=0), count.sum(axis=1)
    total = max(float(count.sum()), 1.0)
    expected = np.outer(of_month, of_area) / total
    squares = ratio((count - expected) ** 2, expected, 0.0)
    # each by itself: a table without any row would have −1 · −1
    freedom = max(np.count_nonzero(of_area) - 1.0, 0.0) * max(np.count_nonzero(of_month) - 1.0, 0.0)
    return Excess(squares.sum(axis=0), freedom)


def dispersion(count: NDArray[np.int32], stretches: list[tuple[int, int]], category: tuple[str, ...]) -> Dispersion:
    """Measure Pearson's χ²/df of each category and of all crime, over stretches of consecutive months.

    Parameters
    ----------
    count
        (n_months, n_categories, n_areas) counts.
    stretches
        First place and one past the last of each stretch; each has area effects of its own.
    category
        (n_categories,) names.

    Returns
    -------
    Dispersion
        Intervals are those of a sum over areas. 1, from 1 to 1, where no stretch is long enough.
    """
    used = [(first, last) for first, last in stretches if last - first >= _LEAST_RUN]
    by_category = np.array(
        [_ratio([count[first:last, kind].astype(np.float64) for first, last in used]) for kind in range(len(category))]
    )
    crime = np.array([name != ASB_CATEGORY for name in category])
    of_crime = _ratio([count[first:last, crime].sum(axis=1).astype(np.float64) for first, last in used])
    return Dispersion(by_category[:, 0], by_category[:, 1], by_category[:, 2], of_crime)


def _ratio(tables: list[Floats]) -> tuple[float, float, float]:
    """Give χ²/df of several tables together, with its interval."""
    found = [excess_of(table) for table in tables]
    freedom = sum(part.freedom for part in found)
    if freedom <= 0:
        return 1.0, 1.0, 1.0
    by_area = np.sum([part.by_area for part in found], axis=0)
    n_areas = by_area.size
    value = float(by_area.sum()) / freedom
    margin = _SURE * float(by_area.std()) * np.sqrt(n_areas) / freedom
    return value, max(value - margin, 0.0), value + margin


class Lasting(NamedTuple):
    """For how long an area's good or bad month lasts: value, low and high of all categories, and (n_categories, 3)."""

    overall: tuple[float, float, float]
    by_category: Floats


def month_correlation(
    count: NDArray[np.int32], stretches: list[tuple[int, int]], generator: np.random.Generator
) -> Lasting:
    """Estimate for how long an area's good or bad month lasts.

    Parameters
    ----------
    count
        (n_months, n_categories, n_areas) counts.
    stretches
        As for `dispersion`; the longest is used.
    generator
        Resamples the areas for the interval.

    Returns
    -------
    Lasting
        Correlation of the frailty of one month with that of the next, and its 95 % interval: of each category, shrunk
        towards the mean over categories, weighted by their rows, as far as it is not known; and that mean. (.3, 0, .6),
        the default pack's, where no stretch is long enough.
    """
    first, last = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    if last - first < 2 * _LEAST_RUN:
        return Lasting(_USUAL_CORRELATION, np.tile(_USUAL_CORRELATION, (count.shape[1], 1)))
    tables = count[first:last].astype(np.float64)
    moments = [_Moments.of(tables[:, kind]) for kind in range(tables.shape[1])]
    n_areas = count.shape[2]
    resampled = [generator.integers(n_areas, size=(n_areas,)) for _ in range(_RESAMPLES)]
    found = np.array([part.correlation(np.arange(n_areas)) for part in moments])
    again = np.array([[part.correlation(areas) for part in moments] for areas in resampled])
    weight = tables.sum(axis=(0, 2)) / max(float(tables.sum()), 1.0)
    value, spread = float(weight @ found), float((again @ weight).std())
    return Lasting(_interval(value, spread), _shrunk(found, again.std(axis=0), value))


def _shrunk(found: Floats, error: Floats, centre: float) -> Floats:
    """Shrink the correlations of the categories towards their centre by empirical Bayes: (n_categories, 3)."""
    between = max(float(((found - centre) ** 2 - error**2).mean()), _LEAST_BETWEEN**2)
    kept = between / (between + error**2)
    value, spread = centre + kept * (found - centre), np.sqrt(kept) * error
    return np.array([_interval(float(middle), float(wide)) for middle, wide in zip(value, spread, strict=True)])


def _interval(value: float, spread: float) -> tuple[float, float, float]:
    """Give a correlation its 95 % interval, within the possible."""
    return value, max(value - _SURE * spread, 0.0), min(value + _SURE * spread, _MOST_CORRELATION)


class _Moments(NamedTuple):
    """What one table's residuals about area and month effects come to, (n_areas,) each."""

    n_months: int
    square: Floats
    next_month: Floats
    mean: Floats
    mean_squared: Floats

    @classmethod
    def of(cls, count: Floats) -> _Moments:
        """Work them out for (n_months, n_areas) counts of consecutive months."""
        n_months = count.shape[0]
        of_area = count.sum(axis=0)
        rest = count - np.outer(count.sum(axis=1), of_area) / max(float(count.sum()), 1.0)
        return cls(
            n_months,
            (rest**2).sum(axis=0),
            (rest[1:] * rest[:-1]).sum(axis=0),
            of_area / n_months,
            (of_area**2 - of_area) / n_months**2,
        )

    def correlation(self, areas: NDArray[np.integer]) -> float:
        """Solve the correlation over some areas.

        Residuals about an area's own mean have covariance P (μ I + μ² v R) P, with R the correlations ρ^k and P what
        takes the mean off. Its trace and its next diagonal give v and ρ.
        """
        away = np.eye(self.n_months) - 1.0 / self.n_months
        square, follows = self.square[areas].sum(), self.next_month[areas].sum()
        mean, mean_squared = self.mean[areas].sum(), self.mean_squared[areas].sum()
        chance, chance_next = mean * np.trace(away), mean * np.trace(away, 1)
        if square <= chance or mean_squared <= 0:
            return 0.0

        def miss(rho: float) -> float:
            shape = away @ toeplitz(np.power(rho, np.arange(self.n_months))) @ away
            return float(follows - chance_next - (square - chance) * np.trace(shape, 1) / np.trace(shape))

        if miss(0.0) <= 0:
            return 0.0
        return float(brentq(miss, 0.0, _MOST_CORRELATION)) if miss(_MOST_CORRELATION) < 0 else _MOST_CORRELATION
