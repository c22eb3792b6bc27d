"""Rank areas as the Hertfordshire Commissioner's office does: by the mean of five ranks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.target.ranking import Seen


class HertfordshireRanking:
    """Ranks by ASB, calls, hate crime, crime harm and deprivation, each by its rank alone and all of equal weight.

    Notes
    -----
    The published top ten (Police and Crime Panel, Appendix 3) is the mid-rank of the unweighted mean of the five.
    Size is lost on the way: an area that is first on four and well-off falls behind.
    """

    def score(self, seen: Seen) -> NDArray[np.float64]:
        """Score each area by n + 1 − its combined rank: (n_areas,), n for the first of n areas and 1 for the last."""
        by_size = [mid_rank(-values) for values in (seen.asb, seen.calls, seen.hate, seen.harm)]
        ranks = np.stack([*by_size, mid_rank(seen.deprivation_rank.astype(np.float64))])
        last = float(ranks.shape[1])
        return (last + 1.0) - combine_ranks(ranks)


def combine_ranks(ranks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Combine several rankings into one.

    Parameters
    ----------
    ranks
        (n_rankings, n_areas) ranks, 1 is first.

    Returns
    -------
    NDArray[np.float64]
        (n_areas,) mid-rank of the unweighted mean. Ranks are multiples of one half, so that their sum is exact
        and equal means are ties.
    """
    return mid_rank(ranks.sum(axis=0))


def mid_rank(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank values from the smallest, 1, upwards; equal values share the mean of the ranks that they take up.

    Parameters
    ----------
    values
        (n,) numbers.

    Returns
    -------
    NDArray[np.float64]
        (n,) ranks.
    """
    _, group, size = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(size)
    middle = last - (size - 1) / 2
    return middle[group]
