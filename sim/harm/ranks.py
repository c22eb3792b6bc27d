"""Ranks with ties, and several rankings combined into one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


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
