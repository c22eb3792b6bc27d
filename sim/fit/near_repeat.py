"""Near-repeats: branching, delay and distance from how many pairs of calls are close in space and time.

Calls close in space are more often close in time than calls in general. Busy places cannot cause that: they give pairs of
all delays alike. What is left are near-repeats, and months that are good or bad for a whole area. These tell themselves
apart: the ones lie near their calls whichever area that is, the others end at its border.

The obvious way, the likelihood of a self-exciting process with a background estimated from the same calls (Mohler et al.
2011, doi 10.1198/jasa.2011.ap09546), was tried first: where places differ much, its branching follows the smoothing of
the background (docs/decisions/0018).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import f as f_distribution

from sim.fit.close_pairs import EDGE_DAYS, EDGE_M, GROUPS, ClosePairs, count_close_pairs
from sim.fit.clusters import related_pairs
from sim.fit.estimate import Estimate, on_log_scale, plain
from sim.fit.events import Events, events_of
from sim.fit.knox import KnoxTable, knox_table
from sim.ratio import ratio
from sim.records.incidents import Incidents

LEAST_CALLS = 200
"""Fewer calls of a type are not fitted."""
LEAST_DAYS = 2 * EDGE_DAYS[-1]
"""A shorter log has too few pairs of the widest delays."""
MONTH_CORRELATION = 0.3
"""Of an area's good and bad months, from one to the next, where nothing better is known (the default demand's)."""
_MOST_DEVIATION = 5.0
_FAR_DAYS = 60.0
_HARDLY_ANY = 1e-9
_LIMITS = (0.0, 0.9), (0.5, 60.0), (10.0, 400.0), (1e-8, 2.0)
"""Between which branching, delay in days, distance in metres and the variance of months are sought."""


@dataclass(frozen=True, slots=True)
class NearRepeatFit:
    """Near-repeats of one type.

    Parameters
    ----------
    calls
        Calls fitted.
    branching
        Share of calls that are near-repeats; its interval starts at 0 where chance alone explains them.
    decay_days
        Mean delay from a call to its near-repeat, days; anything that was sought where there may be none.
    sigma_m
        Standard deviation, along each axis, of the distance between them, metres; likewise.
    months
        Variance of an area's good and bad months about its rate, as far as close pairs show it; at least 0.
    knox
        Close pairs against chance, with p-values.
    misfit_p
        Goodness of fit: probability of pairs that lie as far from what is expected by distance and delay (F test of
        Pearson's χ² against that of pairs more than sixty days apart); small where the fit is poor.
    """

    calls: int
    branching: Estimate
    decay_days: Estimate
    sigma_m: Estimate
    months: float
    knox: KnoxTable
    misfit_p: float

    @property
    def found(self) -> bool:
        """Whether there are more near-repeats than chance gives."""
        return self.branching.low > 0

    def leaves_less_than(self, assumed: float) -> bool:
        """Tell whether none were found, and the log leaves room for a smaller share than was assumed."""
        return not self.found and assumed > self.branching.high


@dataclass(frozen=True, slots=True)
class NearRepeatFits:
    """Near-repeats of all types that could be fitted.

    Parameters
    ----------
    by_kind
        By type of call.
    notes
        Which types were not fitted and why, in sentences.
    """

    by_kind: dict[str, NearRepeatFit] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def found(self) -> dict[str, NearRepeatFit]:
        """Those that chance does not explain: they alone take the place of what a demand pack has."""
        return {name: fit for name, fit in self.by_kind.items() if fit.found}


class _Point(NamedTuple):
    """Branching, delay in days, distance in metres, and the variance of good and bad months."""

    branching: float
    decay_days: float
    sigma_m: float
    months: float


_STARTS = tuple(_Point(0.1, days, metres, 0.02) for days in (4.0, 16.0) for metres in (60.0, 200.0))
"""From where the likeliest point is sought: there may be several tops."""


_TYPICAL = _Point(0.0, 10.0, 150.0, 0.0)
_HALF_CHI2 = 1.92
"""Half of the 95 % point of χ² with one degree of freedom."""


def fit_near_repeats(
    log: Incidents,
    weeks: dict[str, NDArray[np.float64]],
    month_correlation: float = MONTH_CORRELATION,
    seed: int = 0,
) -> NearRepeatFits:
    """Fit near-repeats to every type of a log.

    Parameters
    ----------
    log
        The incident log; calls without coordinates are left out.
    weeks
        (168,) share of a week's calls in each hour, by type; a type that is absent runs on the clock of the sun.
    month_correlation
        Correlation of an area's good and bad months, from one window of 28 days to the next.
    seed
        Seed of the permutations of the Knox test.

    Returns
    -------
    NearRepeatFits
        The fits, and why a type has none.
    """
    fits, notes = {}, []
    for kind, name in enumerate(log.kind_name):
        events = events_of(log, kind, weeks.get(name))
        if events.until_day < LEAST_DAYS:
            notes.append(f"near-repeats of {name} were not fitted: the log is shorter than {LEAST_DAYS:g} days.")
        elif events.day.size < LEAST_CALLS:
            notes.append(f"near-repeats of {name} were not fitted: {events.day.size} calls with coordinates are few.")
        else:
            fits[name] = fit_events(events, name, month_correlation, seed)
    return NearRepeatFits(fits, tuple(notes))


def fit_events(
    events: Events, name: str = "", month_correlation: float = MONTH_CORRELATION, seed: int = 0
) -> NearRepeatFit:
    """Fit near-repeats to calls of one type.

    Parameters
    ----------
    events
        The calls.
    name, month_correlation, seed
        Their type, and as for `fit_near_repeats`.

    Returns
    -------
    NearRepeatFit
        Branching, delay and distance; intervals from leaving out one part of the county after the other.

    Notes
    -----
    A composite likelihood of pairs (Guan 2006, doi 10.1198/016214506000000500; Tanaka, Ogata & Stoyan 2008, doi
    10.1002/bimj.200610339): pairs at a distance and delay are as if Poisson with mean
    (pairs of that distance) × (share of that delay) × (1 + months × correlation, in one area) + calls × related pairs.
    Related pairs lie in one area as often as a call and any place at their distance.
    """
    close = count_close_pairs(events, month_correlation)
    fitted = _maximise(close, None, _STARTS)
    deviation = _jackknife(close, fitted)
    n, days, metres, months = fitted
    _, low, high = plain(n, deviation[0])
    delay, distance = on_log_scale(days, deviation[1]), on_log_scale(metres, deviation[2])
    if low <= 0:  # nothing is known of near-repeats that may not exist
        high = max(high, _most_branching(close, fitted))
        delay, distance = (
            Estimate(one.value, *ends) for one, ends in zip((delay, distance), _LIMITS[1:3], strict=True)
        )
    return NearRepeatFit(
        calls=events.day.size,
        branching=Estimate(n, max(low, 0.0), min(high, 1.0)),
        decay_days=delay,
        sigma_m=distance,
        months=months,
        knox=knox_table(events, name, seed=seed),
        misfit_p=_misfit_p(close, fitted),
    )


def _maximise(close: ClosePairs, part: int | None, starts: Sequence[_Point]) -> _Point:
    """Find the point under which the pairs, those of one part of the county left out, are likeliest."""
    weight, calls = close.without(part)

    def lacking(point: NDArray[np.float64]) -> float:
        expected = _expected(close, _Point(float(point[0]), *np.exp(point[1:]).tolist()), weight, calls)
        return float((expected - weight * np.log(expected)).sum())

    bounds = [_LIMITS[0], *((math.log(low), math.log(high)) for low, high in _LIMITS[1:])]
    found = [
        minimize(lacking, [start[0], *np.log(start[1:])], method="L-BFGS-B", bounds=bounds, tol=1e-12)
        for start in starts
    ]
    best = min(found, key=lambda result: float(result.fun)).x
    return _Point(float(best[0]), *np.exp(best[1:]).tolist())


def _expected(close: ClosePairs, at: _Point, weight: NDArray[np.float64], calls: float) -> NDArray[np.float64]:
    """Give the (2 * n_bands, n_delays) weights to expect; what near-repeats leave of each distance is chance."""
    related = calls * close.in_log * related_pairs(at.branching, at.decay_days, at.sigma_m, EDGE_M, EDGE_DAYS)
    in_one = close.in_one[:, np.newaxis]
    related = np.concatenate([(1 - in_one) * related, in_one * related])
    left = np.maximum(weight.sum(axis=1) - related.sum(axis=1), _HARDLY_ANY)
    by_chance = close.by_delay / close.by_delay.sum()
    in_month = close.by_delay * (1 + at.months * close.same_month)
    chance = np.outer(left, by_chance)
    chance[EDGE_M.size :] = np.outer(left[EDGE_M.size :], in_month / in_month.sum())
    expected: NDArray[np.float64] = chance + related + _HARDLY_ANY
    return expected


def _most_branching(close: ClosePairs, fitted: _Point) -> float:
    """Give the highest branching that pairs still allow, at typical delay and distance: 95 %, by their likelihood.

    At the edge of what is possible, where the likeliest branching is 0, leaving out parts of the county tells nothing.
    """
    weight, calls = close.without(None)

    def likelihood(point: _Point) -> float:
        expected = _expected(close, point, weight, calls)
        return float((weight * np.log(expected) - expected).sum())

    enough = likelihood(fitted) - _HALF_CHI2
    points = [_TYPICAL._replace(branching=share / 200, months=fitted.months) for share in range(1, 200)]
    return next((point.branching for point in points if likelihood(point) < enough), 1.0)


def _jackknife(close: ClosePairs, fitted: _Point) -> list[float]:
    """Give the standard deviations of branching, and of the logs of delay and distance.

    One part after the other is left out (Efron & Tibshirani 1993, §11.5).
    """
    without = np.array([_maximise(close, part, [fitted]) for part in range(GROUPS)])
    spread = np.column_stack([without[:, 0], np.log(without[:, 1:3])])
    deviation = np.sqrt((GROUPS - 1) * ((spread - spread.mean(axis=0)) ** 2).mean(axis=0))
    return [float(one) for one in np.minimum(deviation, _MOST_DEVIATION)]


def _misfit_p(close: ClosePairs, fitted: _Point) -> float:
    """Compare pairs with what is expected by Pearson's χ², against that of pairs too far apart in time to be related.

    Pairs that share calls are not independent: their χ² is too large even where nothing is wrong, but alike at all delays.
    """
    weight, calls = close.without(None)
    expected = _expected(close, fitted, weight, calls)
    heavy = ratio(close.squares, weight, 1.0)
    square = np.where(weight > 0, (weight - expected) ** 2 / (expected * heavy), 0.0)
    far = EDGE_DAYS > _FAR_DAYS
    free = int((weight[:, ~far] > 0).sum()) - len(fitted), int((weight[:, far] > 0).sum()) - weight.shape[0]
    if min(free) < 1:
        return math.nan
    times = square[:, ~far].sum() / free[0] / max(square[:, far].sum() / free[1], 1.0)
    return float(f_distribution.sf(times, *free))
