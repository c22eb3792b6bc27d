"""The least fall that each pilot would have found: the test itself is asked, fall by fall."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.trial.estimators.estimator import Estimator
from sim.trial.imposed import Incidents, with_fall
from sim.trial.pilot import Floats, Pilots
from sim.trial.power import LEVEL

_STEPS: Final = 6
"""Falls that are tried on each pilot: each halves what is left of the ladder."""
LARGEST: Final = 0.95
"""Largest fall that is tried: hardly anything is left."""
LADDER: Final[Floats] = LARGEST * (np.arange(1, 2**_STEPS) / (2**_STEPS - 1)) ** 2
"""(63,) falls that are told apart, the smallest first: by half a point about 2 %, by 2 points about 40 %."""


def least_falls(pilots: Pilots, incidents: Incidents, estimator: Estimator, *, together: str | None = None) -> Floats:
    """Find the least fall that makes each pilot find one.

    Parameters
    ----------
    pilots
        Pilots in which nothing was done.
    incidents
        What was recorded where they were to be patrolled.
    estimator
        The test.
    together
        Name of the one outcome that is told where an estimator makes it of several others: all fall alike. Else each outcome falls by itself.

    Returns
    -------
    Floats
        (n_pilots, n_outcomes) step of `LADDER` from 0; its length if none makes the test find a fall; NaN where it says nothing of any.

    Notes
    -----
    A fall is found if p is at most 5 % and the estimate below 0. The larger a fall the fewer incidents are left, of those that a smaller one
    leaves: whether one is found turns but once in nearly every pilot, and halving finds where. Where it turns more often one of the turns is
    found.
    """
    outcomes = range(len(pilots.outcome))
    below = np.zeros((pilots.n_pilots, len(outcomes)), dtype=np.int64)  # steps, from 1, up to which no fall is found
    tested = np.zeros(below.shape, dtype=np.bool_)
    told = list(outcomes) if together is None else [pilots.outcome.index(together)] * len(outcomes)
    for step in 2 ** np.arange(_STEPS)[::-1]:
        tried = below + step
        said = estimator.estimate(with_fall(pilots, incidents, LADDER[tried - 1][:, told]))
        tested |= np.isfinite(said.p)
        if not tested.any():
            break
        found = (np.nan_to_num(said.p, nan=1.0) <= LEVEL) & (said.change < 0)
        below = np.where(found, below, tried)
    return np.where(tested, below.astype(np.float64), np.nan)
