"""Hours of the week in which calls of each type are made, from a log that has times of day.

A pack writes a week as hour of the day × day of the week × a factor on weekend nights (`sim.demand.config.Profile`); that
form is fitted. Types with few calls are drawn towards the profile that they have by default, as far as the counts let it
be true.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import gammaln
from scipy.stats import chi2

from sim.clock import HOURS_PER_WEEK, MINUTES_PER_DAY, MINUTES_PER_HOUR
from sim.demand.calendar import hour_profile
from sim.fit.digits import NORMAL_95
from sim.fit.estimate import Estimate
from sim.ratio import ratio
from sim.records.incidents import Incidents

LEAST_CALLS = 100
"""Fewer calls of a type keep the default profile."""
_STEPS, _CLOSE = 500, 1e-10
_PSEUDO_CALLS = 1.0, 1e7
"""Between how few and how many calls a default profile may weigh."""
_HOURS, _DAYS = 24, 7
_NIGHT = np.array(hour_profile([1.0] * _HOURS, [1.0] * _DAYS, 2.0) > 1.5 / HOURS_PER_WEEK, dtype=np.bool_)
"""(168,) whether an hour is one of the weekend nights; those that the profile itself doubles."""


@dataclass(frozen=True, slots=True)
class HourFit:
    """The week of one type.

    Parameters
    ----------
    calls
        Calls fitted.
    hours, days
        24 and 7 relative numbers of calls, mean 1, with intervals.
    weekend_night
        Factor on weekend nights, with its interval.
    default_in_hours, default_in_days
        Share of the default profile in the hours and in the days, 0 to 1.
    misfit_p
        Goodness of fit: probability of as large a Pearson χ² of the 168 hours; small where hours and days are no product,
        and with many calls it always is.
    dispersion
        Pearson χ² over its degrees of freedom; intervals are widened by its root where it is above 1.
    """

    calls: int
    hours: tuple[Estimate, ...]
    days: tuple[Estimate, ...]
    weekend_night: Estimate
    default_in_hours: float
    default_in_days: float
    misfit_p: float
    dispersion: float

    @property
    def week(self) -> NDArray[np.float64]:
        """(168,) share of a week's calls in each hour, Monday 00:00 first."""
        hours, days = ([one.value for one in part] for part in (self.hours, self.days))
        return hour_profile(hours, days, self.weekend_night.value)


@dataclass(frozen=True, slots=True)
class HourFits:
    """The weeks of all types that could be fitted.

    Parameters
    ----------
    by_kind
        By type of call.
    notes
        Which types were not fitted and why, in sentences.
    """

    by_kind: dict[str, HourFit] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def fit_hours(log: Incidents, defaults: dict[str, NDArray[np.float64]]) -> HourFits:
    """Fit the hours of the week of every type of a log.

    Parameters
    ----------
    log
        The incident log.
    defaults
        (168,) share of a week's calls in each hour, by type; a type that is absent is drawn towards an even week.

    Returns
    -------
    HourFits
        The fits, and why a type has none: no times of day, or too few calls.
    """
    if not log.has_hours:
        return HourFits(notes=("hours of the week were not fitted: the log has dates without a time of day.",))
    hour = (np.floor(log.call_min / MINUTES_PER_HOUR).astype(np.int64) + log.origin.weekday() * 24) % HOURS_PER_WEEK
    times = _times_in_log(log)
    fits, notes = {}, []
    for kind, name in enumerate(log.kind_name):
        count = np.bincount(hour[log.kind == kind], minlength=HOURS_PER_WEEK).astype(np.float64)
        if count.sum() < LEAST_CALLS or not (times > 0).all():
            short = f"{int(count.sum())} calls are few" if (times > 0).all() else "the log is shorter than a week"
            notes.append(f"hours of the week of {name} were not fitted: {short}.")
        else:
            fits[name] = fit_week(count, times, defaults.get(name, np.full(HOURS_PER_WEEK, 1 / HOURS_PER_WEEK)))
    return HourFits(fits, tuple(notes))


def fit_week(count: NDArray[np.float64], times: NDArray[np.float64], default: NDArray[np.float64]) -> HourFit:
    """Fit the week of one type.

    Parameters
    ----------
    count
        (168,) calls in each hour of the week.
    times
        (168,) how often each hour of the week occurred.
    default
        (168,) share of a week's calls in each hour by default.

    Returns
    -------
    HourFit
        The default profile counts as so many calls as make the counts of the 24 hours likeliest, and of the seven days as
        so many as make those likeliest (Dirichlet–multinomial; Minka 2000). The product with these shares is found by
        iterative proportional scaling (Deming & Stephan 1940, doi 10.1214/aoms/1177731829).
    """
    calls = float(count.sum())
    expected = default * times / float(default @ times)
    added_hours = _default_calls(_by_hour(count), _by_hour(expected))
    added_days = _default_calls(_by_day(count), _by_day(expected))
    nights = np.array([count[_NIGHT].sum(), expected[_NIGHT].sum()])
    hours, days, night = _scale(
        _blend(_by_hour(count), _by_hour(expected), added_hours),
        _blend(_by_day(count), _by_day(expected), added_days),
        float(_blend(nights[0], nights[1], added_hours, calls)),
        times,
    )
    rate = _product(hours, days, night)
    fitted = rate * times * (calls / float(rate @ times))
    dispersion, misfit_p = _misfit(count, fitted)
    deviation = _deviations(fitted, dispersion)
    sure = np.sqrt(calls / (calls + np.array([added_hours] * _HOURS + [added_days] * _DAYS + [added_hours])))
    parts = [_interval(value, sd) for value, sd in zip([*hours, *days, night], deviation * sure, strict=True)]
    return HourFit(
        calls=int(calls),
        hours=tuple(parts[:_HOURS]),
        days=tuple(parts[_HOURS:-1]),
        weekend_night=parts[-1],
        default_in_hours=added_hours / (calls + added_hours),
        default_in_days=added_days / (calls + added_days),
        misfit_p=misfit_p,
        dispersion=dispersion,
    )


def _by_hour(week: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up the days: (24,)."""
    total: NDArray[np.float64] = week.reshape(_DAYS, _HOURS).sum(axis=0)
    return total


def _by_day(week: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up the hours: (7,)."""
    total: NDArray[np.float64] = week.reshape(_DAYS, _HOURS).sum(axis=1)
    return total


def _blend(
    count: NDArray[np.float64] | np.float64,
    expected: NDArray[np.float64] | np.float64,
    added: float,
    calls: float | None = None,
) -> NDArray[np.float64]:
    """Give shares of counts and of so many calls by default."""
    blend: NDArray[np.float64] = np.asarray(count + added * expected) / (
        (count.sum() if calls is None else calls) + added
    )
    return blend


def _times_in_log(log: Incidents) -> NDArray[np.float64]:
    """Count how often each hour of the week occurs from the first day of the log to its last: (168,)."""
    n_days = int(log.call_min.max() // MINUTES_PER_DAY) + 1
    day = np.bincount((np.arange(n_days) + log.origin.weekday()) % _DAYS, minlength=_DAYS)
    return np.repeat(day, _HOURS).astype(np.float64)


def _default_calls(count: NDArray[np.float64], expected: NDArray[np.float64]) -> float:
    """Find as how many calls the default counts: those under which the counts are likeliest."""
    possible = expected > 0
    count, expected = count[possible], expected[possible]

    def lacking(log_size: float) -> float:
        alpha = math.exp(log_size) * expected
        return -float(
            gammaln(alpha.sum()) - gammaln(alpha.sum() + count.sum()) + (gammaln(alpha + count) - gammaln(alpha)).sum()
        )

    low, high = (math.log(end) for end in _PSEUDO_CALLS)
    return math.exp(float(minimize_scalar(lacking, bounds=(low, high), method="bounded").x))


def _scale(
    by_hour: NDArray[np.float64], by_day: NDArray[np.float64], at_night: float, times: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Fit hours, days and the weekend nights in turn until their shares are those that are wanted."""
    hours, days, night = np.ones(_HOURS), np.ones(_DAYS), 1.0
    for _ in range(_STEPS):
        before = _product(hours, days, night)
        hours = hours * ratio(by_hour, _by_hour(before * times), 0.0)
        days = days * ratio(by_day, _by_day(_product(hours, days, night) * times), 0.0)
        now = _product(hours, days, night) * times
        night *= float(ratio(at_night, now[_NIGHT].sum(), 0.0))
        if np.abs(_product(hours, days, night) - before).max() <= _CLOSE * before.max():
            break
    return hours / hours.mean(), days / days.mean(), night


def _product(hours: NDArray[np.float64], days: NDArray[np.float64], night: float) -> NDArray[np.float64]:
    """Multiply out: (168,)."""
    week = np.outer(days, hours).ravel()
    week[_NIGHT] *= night
    return week


def _misfit(count: NDArray[np.float64], fitted: NDArray[np.float64]) -> tuple[float, float]:
    """Give Pearson's χ² over its degrees of freedom, and the probability of as large a one."""
    possible = fitted > 0
    square = float(((count - fitted)[possible] ** 2 / fitted[possible]).sum())
    free = max(int(possible.sum()) - (_HOURS + _DAYS), 1)
    return square / free, float(chi2.sf(square, free))


def _deviations(weight: NDArray[np.float64], dispersion: float) -> NDArray[np.float64]:
    """Give the standard deviations of the logs of 24 hours, 7 days and the nights for (168,) fitted counts: (32,).

    From the information of the log-linear model, hours and days relative to their means.
    """
    design = np.zeros((HOURS_PER_WEEK, _HOURS + _DAYS + 1))
    at = np.arange(HOURS_PER_WEEK)
    design[at, at % _HOURS] = design[at, _HOURS + at // _HOURS] = 1.0
    design[_NIGHT, -1] = 1.0
    centre = np.eye(design.shape[1])
    centre[:_HOURS, :_HOURS] -= 1 / _HOURS
    centre[_HOURS:-1, _HOURS:-1] -= 1 / _DAYS
    variance = centre @ np.linalg.pinv(design.T @ (weight[:, np.newaxis] * design)) @ centre.T
    deviation: NDArray[np.float64] = np.sqrt(np.maximum(np.diag(variance), 0.0) * max(dispersion, 1.0))
    return deviation


def _interval(value: float, sd: float) -> Estimate:
    """Give a factor its interval on the log scale; one of nought has none."""
    factor = math.exp(min(NORMAL_95 * sd, 20.0))
    return Estimate(float(value), float(value) / factor, float(value) * factor)
