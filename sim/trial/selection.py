"""Regression to the mean: how far the worst places fall by themselves when they are chosen by their counts."""

from __future__ import annotations

import numpy as np
from scipy.stats import nbinom


def apparent_fall(mean_a_month: float, shape: float, share_chosen: float, months: int) -> float:
    """Give the fall of the chosen places' counts, from the months by which they were chosen to any later time, without any effect.

    Parameters
    ----------
    mean_a_month
        Mean count of a place and month.
    shape
        Gamma shape of places' rates, which do not change.
    share_chosen
        Share of places that are chosen: those with the highest counts, by lot among the last.
    months
        Months that are counted for the choice.

    Returns
    -------
    float
        As a share of what was counted: .2 is a fall of 20 %.

    Notes
    -----
    Counts are negative binomial; a place with x in m months has posterior mean rate (k + x)/(k/μ + m) a month. The choice is by x
    alone, so that the mean of x among the chosen is all that matters.
    """
    expected = mean_a_month * months
    counts = nbinom(shape, shape / (shape + expected))
    x = np.arange(int(counts.isf(1e-15)) + 2)
    chance = counts.pmf(x)
    above = counts.sf(x)  # of a higher count
    chosen = np.clip(share_chosen - above, 0.0, chance)  # the highest first, part of those at the threshold
    mean = float(chosen @ x / chosen.sum())
    return 1 - months * (shape + mean) / (shape / mean_a_month + months) / mean
