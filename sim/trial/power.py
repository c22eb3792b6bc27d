"""What an estimator is worth: how often it sees an effect, or one that is not there, and how far it is off."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.trial.pilot import Estimates
from sim.trial.shares import OverPilots, mean_of_pilots, share_of_pilots

LEVEL: Final = 0.05
"""Two-sided level of the tests."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What an estimator is worth for one outcome, over pilots of one kind.

    Parameters
    ----------
    estimate
        Mean estimate.
    bias
        Mean estimate less the expected effect.
    detected
        Share of pilots with p of at most 5 %, whatever the sign of the estimate: where there is no effect, the level that the test keeps.
    falls, rises
        Share of pilots with p of at most 5 % and an estimate below 0, or above: what would be announced.
    covered
        Share of pilots whose 95 % interval holds the expected effect.
    exaggeration
        Among pilots with p of at most 5 %, mean size of the estimate over that of the expected effect (type M).
    wrong_sign
        Among the same, share whose estimate has the other sign (type S).

    Notes
    -----
    A pilot in which a test can say nothing has found nothing: it counts in the shares that find something. Crimes are rarest where they fell
    most, and power over the other pilots alone would be that of luckier ones. Where a test says nothing of any pilot the shares are NaN.

    Type M and type S: Gelman & Carlin (2014), doi:10.1177/1745691614551642; NaN without an effect.
    """

    estimate: OverPilots
    bias: OverPilots
    detected: OverPilots
    falls: OverPilots
    rises: OverPilots
    covered: OverPilots
    exaggeration: OverPilots
    wrong_sign: OverPilots


def worth_of(said: Estimates, truth: float) -> Worth:
    """Say what an estimator is worth for one outcome.

    Parameters
    ----------
    said
        What it says of each pilot that it was asked about: (n_pilots,) each. Estimates and intervals are taken over the pilots that have one.
    truth
        The expected effect: what patrol really changed in the treated place-periods, as a share of what would have been (the twin difference,
        over all pilots).

    Returns
    -------
    Worth
        With the interval that so many pilots leave.
    """
    change, low, high, p = said.change, said.low, said.high, said.p
    told, ranged = np.isfinite(change), np.isfinite(low) & np.isfinite(high)
    found = np.nan_to_num(p, nan=1.0) <= LEVEL
    asked = slice(None) if np.isfinite(p).any() else slice(0)
    seen = change[told & found]
    return Worth(
        estimate=mean_of_pilots(change[told]),
        bias=mean_of_pilots(change[told] - truth),
        detected=share_of_pilots(found[asked]),
        falls=share_of_pilots((found & (change < 0))[asked]),
        rises=share_of_pilots((found & (change > 0))[asked]),
        covered=share_of_pilots((low[ranged] <= truth) & (truth <= high[ranged])),
        exaggeration=mean_of_pilots(np.abs(seen) / abs(truth)) if _sized(truth) else mean_of_pilots(np.empty(0)),
        wrong_sign=share_of_pilots(seen * truth < 0 if _sized(truth) else np.empty(0, dtype=np.bool_)),
    )


def _sized(truth: float) -> bool:
    """Tell whether there is an effect whose size and sign can be got wrong."""
    return math.isfinite(truth) and truth != 0
