"""How widely estimates scatter on the scale of logs, on which falls of any size compare."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from scipy.special import ndtr

from sim.trial.pilot import Floats
from sim.trial.quantiles import NORMAL_95
from sim.trial.shares import OverPilots

_BELOW: Final = float(ndtr(-1.0))
"""Share of a normal that lies more than a standard deviation below its mean."""
_ERROR: Final = 0.962
"""Standard error of half the distance of the two quantiles, as a share of it and times √n, of normal numbers."""


def log_spread(change: Floats) -> OverPilots:
    """Give the standard deviation of the log of the ratio: half the distance from its 16 % to its 84 % quantile.

    Parameters
    ----------
    change
        (n,) estimated changes, as shares; −1 and below are possible where counts are small, and have no log.

    Returns
    -------
    OverPilots
        With its 95 % interval; NaN for fewer than ten estimates, or if a sixth of them have no log.
    """
    n = change.size
    if n < 10:
        return OverPilots(math.nan, math.nan, math.nan, n)
    low, high = np.quantile(change, [_BELOW, 1 - _BELOW])
    if low <= -1:
        return OverPilots(math.nan, math.nan, math.nan, n)
    spread = 0.5 * float(np.log1p(high) - np.log1p(low))
    reach = NORMAL_95 * _ERROR / math.sqrt(n)
    return OverPilots(spread, spread * max(1 - reach, 0.0), spread * (1 + reach), n)
