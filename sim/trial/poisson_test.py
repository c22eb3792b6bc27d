"""Whether two Poisson counts differ: the E-test."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.special import gammaln, pdtr, xlogy

from sim.trial.pilot import Floats

_TAIL_SD: Final = 6.5
"""How far out counts are looked at: what lies beyond has a probability below 1e-10."""
_SAME: Final = 1e-9
"""Statistics that differ by less are equal: they were worked out another way."""


def e_test(count: float, other: float, exposure: float = 1.0, other_exposure: float = 1.0) -> float:
    """Test whether two Poisson rates are equal.

    Parameters
    ----------
    count, other
        Whole counts, at least 0.
    exposure, other_exposure
        What each was counted over (place-days, say), above 0.

    Returns
    -------
    float
        Two-sided p value; 1 if nothing was counted.

    Notes
    -----
    Krishnamoorthy & Thomson (2004), doi:10.1016/S0378-3758(02)00408-1: the probability, with both rates at their common
    estimate, that (X₁/n₁ − X₂/n₂)² / (X₁/n₁² + X₂/n₂²) is at least what it is for the counts at hand. For each X₁ the X₂
    that reach it lie beyond the roots of a quadratic, so that one sum over X₁ is enough.
    """
    total = count + other
    if total == 0:
        return 1.0
    rate = total / (exposure + other_exposure)
    mean, other_mean = rate * exposure, rate * other_exposure
    squared = (count / exposure - other / other_exposure) ** 2 / (count / exposure**2 + other / other_exposure**2)
    if squared <= 0:
        return 1.0
    first = np.arange(_lowest(mean), _highest(mean) + 1.0)
    chance = np.exp(xlogy(first, mean) - mean - gammaln(first + 1))
    inside = _inside(first, (exposure, other_exposure), squared * (1 - _SAME), other_mean)
    return min(max(1.0 - float(chance @ inside), 0.0), 1.0)


def _inside(first: Floats, exposures: tuple[float, float], squared: float, other_mean: float) -> Floats:
    """Give the probability, for each X₁, that X₂ leaves the statistic below `squared`.

    With a = X₁/n₁ and y = X₂/n₂ the bound is (a − y)² = s (a/n₁ + y/n₂), whose roots are a + s/2n₂ ± √…; X₁ = X₂ = 0
    has no difference and is inside.
    """
    exposure, other_exposure = exposures
    a = first / exposure
    middle = a + squared / (2 * other_exposure)
    root = np.sqrt(np.maximum(middle**2 - a**2 + squared * a / exposure, 0.0))
    low, high = (middle - root) * other_exposure, (middle + root) * other_exposure
    least = np.where(first == 0, 0.0, np.floor(low) + 1)  # of the X₂ strictly between the roots
    most = np.ceil(high) - 1
    below = np.where(least > 0, pdtr(np.maximum(least - 1, 0), other_mean), 0.0)
    until = np.where(most >= 0, pdtr(np.maximum(most, 0), other_mean), 0.0)
    inside: Floats = np.maximum(until - below, 0.0)
    return inside


def _lowest(mean: float) -> float:
    """Give the least count that is looked at."""
    return max(0.0, float(np.floor(mean - _TAIL_SD * np.sqrt(mean))))


def _highest(mean: float) -> float:
    """Give the greatest count that is looked at; small means have a longer tail."""
    return float(np.ceil(mean + _TAIL_SD * np.sqrt(mean) + 15.0))
