"""Rank areas by what is to be expected of them, once luck is taken out of what was recorded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.ratio import ratio
from sim.target.ranking import Seen
from sim.target.weighing import Of, weights


class EmpiricalBayesRanking:
    """Ranks by records shrunk towards the mean of all areas, each kind as much as its past says.

    Parameters
    ----------
    of
        Whether records count alike or by their harm.
    """

    def __init__(self, of: Of = "harm") -> None:
        self._of = of

    def score(self, seen: Seen) -> NDArray[np.float64]:
        """Score each area by the records to be expected in a window as long: (n_areas,).

        Notes
        -----
        Kind by kind, n̂ = m + R (n − m): m is the mean over areas, and R how far the order of the areas lasts
        (`reliability`). Where a kind is rare, R is near 0 and a lone robbery makes no hotspot; where places keep
        their level, R is near 1. This is linear credibility (Bühlmann 1967), which is the gamma–Poisson empirical
        Bayes estimate when areas do not change, and shrinks more when good and bad months come and go.
        """
        total = seen.recorded.sum(axis=0)
        mean = total.mean(axis=1, keepdims=True)
        expected = mean + reliability(seen.recorded)[:, None] * (total - mean)
        score: NDArray[np.float64] = weights(seen, self._of) @ expected
        return score


def reliability(recorded: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure how far the differences between areas last.

    Parameters
    ----------
    recorded
        (n_windows, n_kinds, n_areas) counts, oldest window first.

    Returns
    -------
    NDArray[np.float64]
        (n_kinds,) share, 0 to 1, of the variance between areas of a total over all windows that is there in the next
        total as well.

    Notes
    -----
    The earlier half of the windows is held against the later, r = cov / sqrt(var var); for a total twice as long
    R = 2 r / (1 + r) (Spearman 1910, Brown 1910). Of an odd number of windows the oldest is left out. A single window has
    no halves: there what goes beyond Poisson luck is taken to last, R = 1 − mean / var.
    """
    half = len(recorded) // 2
    if half == 0:
        total = recorded.sum(axis=0)
        return _ratio(total.var(axis=1) - total.mean(axis=1), total.var(axis=1))
    late, early = recorded[-half:].sum(axis=0), recorded[-2 * half : -half].sum(axis=0)
    late, early = late - late.mean(axis=1, keepdims=True), early - early.mean(axis=1, keepdims=True)
    both = (late * early).mean(axis=1)
    r = _ratio(both, np.sqrt(np.square(late).mean(axis=1) * np.square(early).mean(axis=1)))
    return 2.0 * r / (1.0 + r)


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide, and keep to 0 to 1; 0 where there is nothing to divide by."""
    return np.clip(ratio(part, whole, 0.0), 0.0, 1.0)
