"""Times that a log gives: on scene by type, and from call to dispatch; lognormal or gamma by likelihood."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.optimize import brentq
from scipy.special import digamma, polygamma

from sim.demand.scene_config import MOST_VARIATION
from sim.fit.estimate import Estimate, on_log_scale
from sim.records.incidents import Incidents

LEAST_TIMES = 50
"""Fewer times of a type are not fitted."""
LEAST_MIN = 0.5
"""A time that a log of whole minutes writes as 0."""
_EMERGENCY = 1


@dataclass(frozen=True, slots=True)
class SceneFit:
    """Time on scene of one type.

    Parameters
    ----------
    times
        Number of times.
    kind
        The likelier distribution.
    mean_min, cv
        Mean minutes, and coefficient of variation.
    gain
        Log likelihood of `kind` less that of the other.
    distance, p_value
        Goodness of fit: Kolmogorov–Smirnov distance, the largest gap between the observed and fitted share of times, and
        the probability of as large a one. Cautious, as the distribution was fitted to the same times; and small where
        many times are whole minutes, however good the fit: then the distance is what counts.
    """

    times: int
    kind: Literal["lognormal", "gamma"]
    mean_min: Estimate
    cv: Estimate
    gain: float
    distance: float
    p_value: float


@dataclass(frozen=True, slots=True)
class HandlingFit:
    """Minutes from call to dispatch, lognormal.

    Parameters
    ----------
    times
        Number of times.
    median_min
        Median minutes.
    sigma
        Standard deviation of the log.
    distance, p_value
        As of `SceneFit`.
    """

    times: int
    median_min: Estimate
    sigma: Estimate
    distance: float
    p_value: float


class _Fitted(NamedTuple):
    """A distribution fitted: log likelihood, mean and variation with standard deviations of their logs."""

    likelihood: float
    mean: float
    mean_sd: float
    cv: float
    cv_sd: float
    share_below: Callable[..., float]


def fit_scenes(log: Incidents) -> tuple[dict[str, SceneFit], tuple[str, ...]]:
    """Fit the time on scene of every type, from first arrival to last departure.

    Parameters
    ----------
    log
        The incident log.

    Returns
    -------
    tuple[dict[str, SceneFit], tuple[str, ...]]
        By type of call; and which types were not fitted, in sentences.
    """
    minutes = log.clear_min - log.arrival_min
    fits, few = {}, []
    for kind, name in enumerate(log.kind_name):
        known = minutes[(log.kind == kind) & np.isfinite(minutes)]
        if known.size < LEAST_TIMES:
            few.append(name)
        else:
            fits[name] = fit_scene(known)
    notes = (f"times on scene were not fitted, for want of {LEAST_TIMES} of them: {', '.join(few)}.",) if few else ()
    return fits, notes


def fit_scene(minutes: NDArray[np.float64]) -> SceneFit:
    """Fit both distributions to (n,) times on scene, minutes, and keep the likelier."""
    minutes = np.maximum(minutes, LEAST_MIN)
    both = {"lognormal": _lognormal(minutes), "gamma": _gamma(minutes)}
    kind: Literal["lognormal", "gamma"] = (
        "lognormal" if both["lognormal"].likelihood >= both["gamma"].likelihood else "gamma"
    )
    best, other = both[kind], both["gamma" if kind == "lognormal" else "lognormal"]
    distance, p_value = stats.kstest(minutes, best.share_below)[:2]
    cv = on_log_scale(best.cv, best.cv_sd)
    return SceneFit(
        times=minutes.size,
        kind=kind,
        mean_min=on_log_scale(best.mean, best.mean_sd),
        cv=Estimate(*(min(end, MOST_VARIATION) for end in cv)),
        gain=best.likelihood - other.likelihood,
        distance=float(distance),
        p_value=float(p_value),
    )


def fit_handling(log: Incidents) -> tuple[HandlingFit | None, tuple[str, ...]]:
    """Fit the minutes from call to dispatch of emergencies, which wait least for a unit to be free.

    Parameters
    ----------
    log
        The incident log.

    Returns
    -------
    tuple[HandlingFit | None, tuple[str, ...]]
        The fit; None, and a sentence why, where there are too few times.
    """
    minutes = (log.dispatch_min - log.call_min)[log.grade == _EMERGENCY]
    minutes = np.maximum(minutes[np.isfinite(minutes)], LEAST_MIN)
    if minutes.size < LEAST_TIMES:
        return None, (f"handling was not fitted: {minutes.size} calls of grade 1 with a time of dispatch are few.",)
    logs = np.log(minutes)
    sigma = max(float(logs.std()), 1e-6)
    distance, p_value = stats.kstest(minutes, stats.lognorm(sigma, scale=math.exp(logs.mean())).cdf)[:2]
    fit = HandlingFit(
        times=minutes.size,
        median_min=on_log_scale(math.exp(logs.mean()), sigma / math.sqrt(minutes.size)),
        sigma=on_log_scale(sigma, 1 / math.sqrt(2 * minutes.size)),
        distance=float(distance),
        p_value=float(p_value),
    )
    return fit, ()


def _lognormal(minutes: NDArray[np.float64]) -> _Fitted:
    """Fit a lognormal: mean exp(μ + σ²/2), variation √(exp σ² − 1); errors by the delta method."""
    logs = np.log(minutes)
    mu, variance = float(logs.mean()), max(float(logs.var()), 1e-9)
    law = stats.lognorm(math.sqrt(variance), scale=math.exp(mu))
    cv = math.sqrt(math.expm1(variance))
    return _Fitted(
        likelihood=float(law.logpdf(minutes).sum()),
        mean=math.exp(mu + variance / 2),
        mean_sd=math.sqrt((variance + variance**2 / 2) / minutes.size),
        cv=cv,
        # d log cv / d σ² = exp(σ²) / 2 cv², and σ² has variance 2σ⁴/n
        cv_sd=math.exp(variance) / (2 * cv**2) * variance * math.sqrt(2 / minutes.size),
        share_below=law.cdf,
    )


def _gamma(minutes: NDArray[np.float64]) -> _Fitted:
    """Fit a gamma: the shape k solves log k − ψ(k) = log mean − mean log."""
    mean = float(minutes.mean())
    gap = max(math.log(mean) - float(np.log(minutes).mean()), 1e-9)
    shape = float(brentq(lambda k: math.log(k) - float(digamma(k)) - gap, 1e-6, 1e10))
    information = float(polygamma(1, shape)) - 1 / shape
    law = stats.gamma(shape, scale=mean / shape)
    return _Fitted(
        likelihood=float(law.logpdf(minutes).sum()),
        mean=mean,
        mean_sd=1 / math.sqrt(shape * minutes.size),
        cv=1 / math.sqrt(shape),
        cv_sd=1 / (2 * shape * math.sqrt(minutes.size * information)),
        share_below=law.cdf,
    )
