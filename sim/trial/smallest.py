"""The smallest fall that most pilots find, from the least that each of them would have found."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from sim.trial.least_fall import LADDER
from sim.trial.pilot import Floats
from sim.trial.shares import OverPilots, wilson

WANTED: Final = 0.8
"""The power that is commonly asked for."""
FEWEST: Final = 10
"""Pilots below which nothing is said."""


def smallest_fall_found(least: Floats) -> OverPilots:
    """Give the fall that is found in 80 % of pilots.

    Parameters
    ----------
    least
        (n,) step of `LADDER` from which on each pilot finds a fall; its length if it never does. One of which a test says nothing (NaN) never does,
        unless it says nothing of any.

    Returns
    -------
    OverPilots
        Where the share of pilots that find a fall passes 80 %, by straight lines between the steps, and the 95 % interval: where the upper and the
        lower end of that share's interval (Wilson) do. NaN if it never does, or with fewer than ten pilots; the upper end is 1 if only the lower never does.
    """
    n = least.size
    if n < FEWEST or np.isnan(least).all():
        return OverPilots(math.nan, math.nan, math.nan, n)
    from_step = np.nan_to_num(least, nan=LADDER.size).astype(np.int64)
    hits = np.cumsum(np.bincount(from_step, minlength=LADDER.size + 1))[: LADDER.size]
    share, low, high = (np.array(end) for end in zip(*(wilson(int(hit), n) for hit in hits), strict=True))
    if share[-1] < WANTED:
        return OverPilots(math.nan, math.nan, math.nan, n)
    return OverPilots(_where(share), _where(high), _where(low) if low[-1] >= WANTED else 1.0, n)


def _where(share: Floats) -> float:
    """Find the fall at which a rising share passes what is wanted."""
    step = int(np.argmax(share >= WANTED))
    if step == 0:
        return float(LADDER[0])
    part = (WANTED - share[step - 1]) / (share[step] - share[step - 1])
    return float(LADDER[step - 1] + part * (LADDER[step] - LADDER[step - 1]))
