"""What an estimator is worth: how often it sees an effect, or one that is not there, and how far it is off."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.trial.pilot import Estimates, Floats
from sim.trial.planning import smallest_fall
from sim.trial.shares import OverPilots, mean_of_pilots, share_of_pilots
from sim.trial.spread import log_spread

LEVEL: Final = 0.05
"""Two-sided level of the tests."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What an estimator is worth for one outcome, over pilots of one kind.

    Parameters
    ----------
    truth
        The expected effect: mean over pilots of what patrol really changed, as a share of what would have been.
    estimate
        Mean estimate.
    spread
        Standard deviation of the estimates.
    bias
        Mean of estimate less truth, pilot by pilot.
    detected
        Share of pilots with p below 5 %: power where there is an effect, false positives where there is none.
    covered
        Share of pilots whose 95 % interval holds the expected effect.
    exaggeration
        Among pilots with p below 5 %, mean size of the estimate over that of the expected effect (type M).
    wrong_sign
        Among the same, share whose estimate has the other sign (type S).
    smallest_fall
        Fall that would be seen in 80 % of pilots, by the spread of the estimates.

    Notes
    -----
    Type M and type S: Gelman & Carlin (2014), doi:10.1177/1745691614551642; NaN without an effect.
    """

    truth: float
    estimate: OverPilots
    spread: float
    bias: OverPilots
    detected: OverPilots
    covered: OverPilots
    exaggeration: OverPilots
    wrong_sign: OverPilots
    smallest_fall: float


def worth_of(estimates: Estimates, truth: Floats) -> list[Worth]:
    """Say what an estimator is worth.

    Parameters
    ----------
    estimates
        What it says.
    truth
        (n_pilots, n_outcomes) what patrol really changed in the treated place-periods, as a share: the twin difference.

    Returns
    -------
    list[Worth]
        By outcome. Pilots of which the estimator says nothing are left out, of each number by itself.
    """
    return [_worth(*columns) for columns in zip(*(table.T for table in _tables(estimates, truth)), strict=True)]


def falls_at_least(change: Floats, fall: float) -> OverPilots:
    """Give the share of pilots in which any outcome falls by so much: what would be announced.

    Parameters
    ----------
    change
        (n_pilots, n_outcomes) estimates of the outcomes that would be looked at; NaN for none.
    fall
        As a share: .2 is a fall of 20 %.
    """
    told = np.isfinite(change).any(axis=1)
    return share_of_pilots(np.asarray((np.nan_to_num(change[told], nan=np.inf) <= -fall).any(axis=1)))


def _tables(estimates: Estimates, truth: Floats) -> tuple[Floats, ...]:
    """Line up the tables that a column is taken of."""
    return estimates.change, estimates.low, estimates.high, estimates.p, truth


def _worth(change: Floats, low: Floats, high: Floats, p: Floats, truth: Floats) -> Worth:
    """Say it for one outcome: (n_pilots,) each."""
    told, ranged, tested = (np.isfinite(values) for values in (change, low, p))
    expected = float(truth[told].mean()) if told.any() else math.nan
    spread = float(change[told].std(ddof=1)) if told.sum() > 1 else math.nan
    return Worth(
        truth=expected,
        estimate=mean_of_pilots(change[told]),
        spread=spread,
        bias=mean_of_pilots((change - truth)[told]),
        detected=share_of_pilots(p[tested] < LEVEL),
        covered=share_of_pilots((low[ranged] <= expected) & (expected <= high[ranged])),
        exaggeration=_exaggeration(change, tested & told & (np.nan_to_num(p, nan=1.0) < LEVEL), expected),
        wrong_sign=_wrong_sign(change, tested & told & (np.nan_to_num(p, nan=1.0) < LEVEL), expected),
        smallest_fall=smallest_fall(log_spread(change[told]).value),
    )


def _exaggeration(change: Floats, seen: NDArray[np.bool_], expected: float) -> OverPilots:
    """Give the type M error."""
    return mean_of_pilots(np.abs(change[seen]) / abs(expected)) if expected else mean_of_pilots(np.empty(0))


def _wrong_sign(change: Floats, seen: NDArray[np.bool_], expected: float) -> OverPilots:
    """Give the type S error."""
    return share_of_pilots(change[seen] * expected < 0) if expected else share_of_pilots(np.empty(0, dtype=np.bool_))
