"""A fitted number with its 95 % interval."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.fit.digits import NORMAL_95

_MOST_OF_LOG = 20.0
"""An interval of e^20 times and more says that nothing is known, in a number that can still be written."""


class Estimate(NamedTuple):
    """A fitted number.

    Parameters
    ----------
    value
        The number.
    low, high
        Ends of its 95 % interval.
    """

    value: float
    low: float
    high: float


def on_log_scale(value: float, sd_of_log: float) -> Estimate:
    """Give a positive number the interval that a normal error of its log gives."""
    factor = math.exp(min(NORMAL_95 * sd_of_log, _MOST_OF_LOG))
    return Estimate(value, value / factor, value * factor)


def plain(value: float, sd: float) -> Estimate:
    """Give a number the interval that a normal error gives."""
    return Estimate(value, value - NORMAL_95 * sd, value + NORMAL_95 * sd)
