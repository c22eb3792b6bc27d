"""What the county's total of each category does: a level that wanders, a season, shocks of single months."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from sim.county.months import MONTHS_PER_YEAR
from sim.fit import months as calendar
from sim.fit.result import Levels

Floats = NDArray[np.float64]

LOCKDOWN = ("2020-04", "2020-05", "2020-11", "2021-01", "2021-02", "2021-03")
"""Months mostly under a stay-at-home order in England (Health Protection Regulations 2020 and 2021): those that share an
effect. `sim.records.street_notes` warns of these and of months that a lockdown only touched."""
_HARMONICS = 2
_LOCKDOWN_SD = 0.3
_HARMONIC_SD = (0.1, 0.05)
"""Prior standard deviations of a lockdown's effect and of the yearly and half-yearly waves, all of logs: assumptions of ours. A wave
of .1 is a fifth from top to bottom; anti-social behaviour's, the largest known, is .35 (July ÷ December 1.9, evidence §2.3)."""
_LEVEL_SD = 10.0
_ROWS = 0.5
"""Added to totals, so that a month without rows has a log."""
_WANDER = np.exp(np.linspace(np.log(0.02), np.log(0.9), 20))
_SHOCK = np.exp(np.linspace(np.log(0.01), np.log(0.25), 12))
_WANDER_CENTRE, _SHOCK_CENTRE, _FIRST_SPREAD = np.log(0.15), np.log(0.05), 0.7
_LEAST_SPREAD = 0.1
_ROUNDS = 20


class Forecast(NamedTuple):
    """Logs of the county's expected rows: (n_categories, n_months) mean and (n_categories, n_months, n_months) covariance."""

    mean: Floats
    covariance: Floats


class _Series(NamedTuple):
    """One category's totals as logs of rows a day, with the variance that chance gives each."""

    log_rate: Floats
    chance: Floats


def fit_levels(count: NDArray[np.int32], month: Sequence[str], dispersion: Floats) -> Levels:
    """Fit the county's monthly totals.

    Parameters
    ----------
    count
        (n_months, n_categories, n_areas) counts.
    month
        (n_months,) months, YYYY-MM, rising; gaps are allowed.
    dispersion
        (n_categories,) variance of an area's counts over their mean.

    Returns
    -------
    Levels
        The log of rows a day is a random walk + two waves a year + a lockdown's effect + a shock of the month, all
        normal, seen through chance. How far the walk and the shocks go is averaged over a grid, under a prior that the
        categories form together: a category with few years borrows from the others.
    """
    totals = count.sum(axis=2).astype(np.float64)
    series = [_series(totals[:, kind], month, float(dispersion[kind])) for kind in range(totals.shape[1])]
    weights = _pooled([_evidence(part, month) for part in series])
    wander = np.array([np.sqrt(weight.sum(axis=1) @ _WANDER**2) for weight in weights])
    shock = np.array([np.sqrt(weight.sum(axis=0) @ _SHOCK**2) for weight in weights])
    whole_year = calendar.following(month[-1], MONTHS_PER_YEAR)
    found = [
        _Posterior.of(part, month, float(walk), float(jolt))
        for part, walk, jolt in zip(series, wander, shock, strict=True)
    ]
    season, season_sd = zip(*(post.season(whole_year) for post in found), strict=True)
    fitted = np.exp(np.array([post.fitted() for post in found])).T * calendar.days(month)[:, None]
    return Levels(
        season=np.array(season),
        season_sd=np.array(season_sd),
        wander_sd=wander,
        wander_range=np.array([_range(_WANDER, weight.sum(axis=1)) for weight in weights]),
        shock_sd=shock,
        shock_range=np.array([_range(_SHOCK, weight.sum(axis=0)) for weight in weights]),
        observed=totals,
        fitted=fitted,
    )


def forecast(levels: Levels, fitted: Sequence[str], month: Sequence[str], dispersion: Floats) -> Forecast:
    """Say what the county's totals of other months are expected to be.

    Parameters
    ----------
    levels
        A fit.
    fitted
        (n_fitted,) months that it was fitted to.
    month
        (n_months,) months to foresee, all after those.
    dispersion
        (n_categories,) as in `fit_levels`.

    Returns
    -------
    Forecast
        Of the logs of expected rows: the uncertainty of level, season, lockdown, walk and shocks, not of counting.
    """
    mean, covariance = [], []
    for kind in range(levels.observed.shape[1]):
        series = _series(levels.observed[:, kind], fitted, float(dispersion[kind]))
        post = _Posterior.of(series, fitted, float(levels.wander_sd[kind]), float(levels.shock_sd[kind]))
        log_rate, spread = post.at(month)
        mean.append(log_rate + np.log(calendar.days(month)))
        covariance.append(spread)
    return Forecast(np.array(mean), np.array(covariance))


def _series(total: Floats, month: Sequence[str], dispersion: float) -> _Series:
    """Take logs, with the delta method's variance."""
    rows = total + _ROWS
    return _Series(np.log(rows / calendar.days(month)), max(dispersion, 1.0) / rows)


def _design(month: Sequence[str]) -> tuple[Floats, Floats]:
    """Give level, lockdown and waves: (n_months, n_columns), and the prior variance of each."""
    angle = 2 * np.pi * (calendar.of_year(month) + 0.5) / MONTHS_PER_YEAR
    waves = [wave((1 + order) * angle) for order in range(_HARMONICS) for wave in (np.cos, np.sin)]
    locked = np.array([name in LOCKDOWN for name in month], dtype=np.float64)
    variance = [
        _LEVEL_SD**2,
        _LOCKDOWN_SD**2,
        *(_HARMONIC_SD[order] ** 2 for order in range(_HARMONICS) for _ in range(2)),
    ]
    return np.column_stack([np.ones(len(month)), locked, *waves]), np.array(variance)


def _walk(here: Sequence[str], there: Sequence[str], origin: str, wander: float) -> Floats:
    """Give the covariance of a random walk that starts at a month, between two lists of months."""
    start = calendar.years([origin])[0]
    covariance: Floats = wander**2 * np.minimum.outer(calendar.years(here) - start, calendar.years(there) - start)
    return covariance


def _evidence(series: _Series, month: Sequence[str]) -> Floats:
    """Give the log likelihood of each pair of wander and shock, (20, 12)."""
    design, prior = _design(month)
    fixed = design * prior @ design.T
    walk = _walk(month, month, month[0], 1.0)
    centred = series.log_rate - series.log_rate.mean()
    told = np.empty((_WANDER.size, _SHOCK.size))
    for row, wander in enumerate(_WANDER):
        for column, shock in enumerate(_SHOCK):
            factor, _ = cho_factor(fixed + wander**2 * walk + np.diag(series.chance + shock**2), lower=True)
            away = cho_solve((factor, True), centred)
            told[row, column] = -0.5 * centred @ away - np.log(np.diag(factor)).sum()
    return told


def _pooled(evidence: list[Floats]) -> list[Floats]:
    """Weigh the pairs of each category under a log-normal prior that all categories form together."""
    walk, shock = np.log(_WANDER), np.log(_SHOCK)
    centre, spread = np.array([_WANDER_CENTRE, _SHOCK_CENTRE]), np.full(2, _FIRST_SPREAD)
    weights: list[Floats] = []
    for _ in range(_ROUNDS):
        prior = -0.5 * ((walk[:, None] - centre[0]) / spread[0]) ** 2 - 0.5 * ((shock - centre[1]) / spread[1]) ** 2
        weights = []
        for told in evidence:
            chance = np.exp(told + prior - (told + prior).max())
            weights.append(chance / chance.sum())
        mean = np.array([[weight.sum(axis=1) @ walk, weight.sum(axis=0) @ shock] for weight in weights])
        square = np.array([[weight.sum(axis=1) @ walk**2, weight.sum(axis=0) @ shock**2] for weight in weights])
        centre = mean.mean(axis=0)
        spread = np.maximum(np.sqrt((square - mean**2).mean(axis=0) + mean.var(axis=0)), _LEAST_SPREAD)
    return weights


def _range(grid: Floats, weight: Floats) -> tuple[float, float]:
    """Give the 95 % interval of a number whose weights on a grid are known."""
    until = np.cumsum(weight)
    return float(np.interp(0.025, until, grid)), float(np.interp(0.975, until, grid))


class _Posterior(NamedTuple):
    """One category's fit as a normal distribution of everything at once."""

    month: Sequence[str]
    wander: float
    shock: float
    centre: float
    explained: Floats
    factor: Floats

    @classmethod
    def of(cls, series: _Series, month: Sequence[str], wander: float, shock: float) -> _Posterior:
        """Condition on the totals."""
        design, prior = _design(month)
        seen = design * prior @ design.T + _walk(month, month, month[0], wander) + np.diag(series.chance + shock**2)
        factor, _ = cho_factor(seen, lower=True)
        centre = float(series.log_rate.mean())
        return cls(month, wander, shock, centre, cho_solve((factor, True), series.log_rate - centre), factor)

    def at(self, month: Sequence[str]) -> tuple[Floats, Floats]:
        """Give mean and covariance of the log rate in other months, shocks included."""
        design, prior = _design(month)
        before, _ = _design(self.month)
        cross = design * prior @ before.T + _walk(month, self.month, self.month[0], self.wander)
        own = design * prior @ design.T + _walk(month, month, self.month[0], self.wander)
        own += np.eye(len(month)) * self.shock**2
        return self._given(cross, own)

    def season(self, whole_year: Sequence[str]) -> tuple[Floats, Floats]:
        """Give the multiplier of each calendar month from January on, mean 1, and the deviation of its log."""
        order = np.argsort(calendar.of_year(whole_year))
        design, prior = _design(whole_year)
        before, _ = _design(self.month)
        waves = slice(2, None)
        cross = design[:, waves] * prior[waves] @ before[:, waves].T
        own = design[:, waves] * prior[waves] @ design[:, waves].T
        mean, covariance = self._given(cross, own)
        multiplier = np.exp(mean - self.centre)[order]
        return multiplier / multiplier.mean(), np.sqrt(np.diag(covariance))[order]

    def fitted(self) -> Floats:
        """Give the log rate of the months fitted, shocks left out."""
        design, prior = _design(self.month)
        cross = design * prior @ design.T + _walk(self.month, self.month, self.month[0], self.wander)
        fitted: Floats = self.centre + cross @ self.explained
        return fitted

    def _given(self, cross: Floats, own: Floats) -> tuple[Floats, Floats]:
        """Condition numbers with a covariance with the totals, and one among themselves, on the totals."""
        mean: Floats = self.centre + cross @ self.explained
        covariance: Floats = own - cross @ cho_solve((self.factor, True), cross.T)
        return mean, covariance
