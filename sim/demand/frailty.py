"""How strong frailty is: solved from the published month-to-month dispersion of recorded rows (MODEL.md §1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from sim.clock import DAYS_PER_WINDOW, DAYS_PER_YEAR
from sim.ratio import ratio

_MONTHS = 12
_MONTH_DAYS = DAYS_PER_YEAR / _MONTHS
"""Dispersion is published by calendar month."""
_MOST_CORRELATION = 0.98


@dataclass(frozen=True, slots=True)
class Rows:
    """Recorded rows of one frailty group, as far as dispersion goes.

    Parameters
    ----------
    per_year
        (n_areas,) expected recorded rows a year.
    branching_excess
        What near-repeats alone add to χ²/df of its area × month counts.
    follows
        Share of the rows that follow the frailty of their own area and window; near-repeats follow that of the
        parent's.
    """

    per_year: NDArray[np.float64]
    branching_excess: float
    follows: float


def solve_frailty(
    groups: dict[str, Rows],
    published: dict[str, float],
    all_crime: float,
    crime_groups: set[str],
    autocorrelation: float,
    by_group: dict[str, float] | None = None,
) -> tuple[float, dict[str, float]]:
    """Solve the variances of frailty from the published month-to-month dispersion, after branching is taken off.

    Parameters
    ----------
    groups
        Recorded rows of each group that has any.
    published
        Pearson χ²/df by group; a group that is missing keeps only the shared part.
    all_crime
        Pearson χ²/df of all crime.
    crime_groups
        Groups that count as crime.
    autocorrelation
        Correlation from one window to the next.
    by_group
        The same of the groups that have one of their own.

    Returns
    -------
    tuple[float, dict[str, float]]
        Variance of the shared part, and of each group's own part.

    Notes
    -----
    With mean μ_a in each of 12 months and a frailty of mean 1 and variance v, the expected χ²/df after area and month
    effects is 1 + b + Σ_a μ_a v c / (R(1 + v d)). b is the part of branching; R the expected number of areas with any
    row (others tell nothing); v c the variance of a month about its year, and v d that of the year: months cut across
    the windows of 28 days in which frailty moves, so that their frailty is an average of two or three windows'. The
    last factor comes of dividing by the area's own mean, which the frailty moves too. Of v only κ² shows where a share
    1 − κ of the rows follows another area or window. The total variance of group g is (1 + s)(1 + o_g) − 1; what shows
    of that of all crime in area a is s Σ_{g≠h} κ_g κ_h p_ga p_ha + Σ_g κ_g² p_ga² v_g with the groups' shares p.

    Counted in windows instead of months, a quarter more of the excess over 1 shows. The model's month is the window,
    the published month is the calendar's; c and d are the means of both, so that either count lies near what is
    published.
    """
    shape = _Shape.of(autocorrelation)
    shapes = {key: _Shape.of(rho) for key, rho in (by_group or {}).items()}
    wanted = {
        key: shapes.get(key, shape).variance(published[key] - 1 - rows.branching_excess, rows.per_year)
        / rows.follows**2
        for key, rows in groups.items()
        if key in published
    }
    shared = _shared_variance(groups, wanted, all_crime, crime_groups, shape)
    own = {key: max(0.0, (1 + variance) / (1 + shared) - 1) for key, variance in wanted.items()}
    return shared, own


def own_autocorrelation(total: float, shared_variance: float, own_variance: float, shared: float) -> float:
    """Give the correlation of a group's own part with which both parts together have a stated one.

    Parameters
    ----------
    total
        Correlation of the group's frailty from one window to the next, shared and own part together.
    shared_variance, own_variance
        Variances of the two parts.
    shared
        Correlation of the shared part.

    Returns
    -------
    float
        In [0, 1): 1 + v ρ = (1 + s ρ_s)(1 + o ρ_o) solved for ρ_o, or the nearest that there is; 0 without an own part.
    """
    if own_variance <= 0:
        return 0.0
    variance = (1 + shared_variance) * (1 + own_variance) - 1
    wanted = ((1 + variance * total) / (1 + shared_variance * shared) - 1) / own_variance
    return min(max(wanted, 0.0), _MOST_CORRELATION)


def window_autocorrelation(of_months: float) -> float:
    """Turn the correlation of good and bad calendar months into that of the windows of 28 days that frailty moves in.

    Parameters
    ----------
    of_months
        Correlation of the frailty of one calendar month with that of the next.

    Returns
    -------
    float
        In [0, 1). Months cut across windows, and two in a row share one: they are more alike than windows are. 0 where even
        independent windows give more than what is asked for.
    """

    def away(rho: float) -> float:
        covariance = _between_months(rho, _MONTH_DAYS)
        return float(np.mean(np.diag(covariance, 1)) / np.mean(np.diag(covariance))) - of_months

    if away(0.0) >= 0:
        return 0.0
    return float(brentq(away, 0.0, _MOST_CORRELATION)) if away(_MOST_CORRELATION) > 0 else _MOST_CORRELATION


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a frailty variance shows in χ²/df: v·within / (1 + v·between)."""

    within: float
    between: float

    @classmethod
    def of(cls, autocorrelation: float) -> _Shape:
        """Take the mean of a count by calendar month and one by window."""
        months, windows = cls._of_months(autocorrelation, _MONTH_DAYS), cls._of_months(autocorrelation, DAYS_PER_WINDOW)
        shorter = DAYS_PER_WINDOW / _MONTH_DAYS
        return cls((months.within + shorter * windows.within) / 2, (months.between + windows.between) / 2)

    @classmethod
    def _of_months(cls, autocorrelation: float, days: float) -> _Shape:
        """Average the windows to twelve months of so many days, and these to a year."""
        covariance = _between_months(autocorrelation, days)
        of_year = float(covariance.mean())
        return cls((float(np.trace(covariance)) - _MONTHS * of_year) / (_MONTHS - 1), of_year)

    def variance(self, excess: float, per_year: NDArray[np.float64]) -> float:
        """Give the variance that adds `excess` to χ²/df, or 0 where none is left to add."""
        leverage = _leverage(per_year)
        if excess <= 0 or leverage <= 0:
            return 0.0
        scaled = excess / leverage
        room = self.within - scaled * self.between
        if room <= 0:
            message = f"no frailty variance reaches a dispersion of {1 + excess:.2f} with {leverage:.3g} rows a month"
            raise ValueError(message)
        return scaled / room


def _between_months(autocorrelation: float, days: float) -> NDArray[np.float64]:
    """Give the covariance of the mean frailties of twelve months of so many days: (12, 12), with a variance of 1."""
    month_edge = np.arange(_MONTHS + 1) * days
    windows = int(np.ceil(DAYS_PER_YEAR / DAYS_PER_WINDOW))
    passed = np.clip((month_edge[:, None] - np.arange(windows) * DAYS_PER_WINDOW) / DAYS_PER_WINDOW, 0, 1)
    share = np.diff(passed, axis=0) * DAYS_PER_WINDOW / days
    lag = np.abs(np.arange(windows)[:, None] - np.arange(windows))
    covariance: NDArray[np.float64] = share @ np.power(float(autocorrelation), lag) @ share.T
    return covariance


def _leverage(per_year: NDArray[np.float64]) -> float:
    """Rows a month, summed over areas, per area that is likely to have any row in a year."""
    seen = float((1 - np.exp(-per_year)).sum())
    return float(per_year.sum()) / _MONTHS / seen if seen > 0 else 0.0


def _shared_variance(
    groups: dict[str, Rows],
    wanted: dict[str, float],
    all_crime: float,
    crime_groups: set[str],
    shape: _Shape,
) -> float:
    """Solve the shared variance from the dispersion of all crime; at most the least of the groups' own totals."""
    crime = {key: rows for key, rows in groups.items() if key in crime_groups}
    total = np.sum([rows.per_year for rows in crime.values()], axis=0) if crime else np.zeros(0)
    if not total.sum() > 0:
        return min(wanted.values(), default=0.0)
    weight = total / total.sum()
    share = {key: ratio(r.per_year, total, 0.0) for key, r in crime.items()}
    following = {key: share[key] * rows.follows for key, rows in crime.items()}
    branching = sum(float(weight @ share[key]) * rows.branching_excess for key, rows in crime.items())
    variance = shape.variance(all_crime - 1 - branching, total)
    of_own = {key: float(weight @ following[key] ** 2) for key in crime if key in wanted}
    explained = sum(square * wanted[key] for key, square in of_own.items())
    everything = float(weight @ np.sum(list(following.values()), axis=0) ** 2)
    room = everything - sum(of_own.values())
    shared = (variance - explained) / room if room > 0 else min(wanted.values(), default=0.0)
    return min([max(shared, 0.0), *wanted.values()])
