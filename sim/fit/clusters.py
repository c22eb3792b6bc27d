"""How many pairs of calls near-repeats give, by distance and delay: the second moments of a self-exciting process."""

from __future__ import annotations

from functools import cache
from math import comb

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

MOST_STEPS = 6
"""Longest way from a call over their common ancestor to another that is followed: the next has n⁷ of the calls."""


def related_pairs(
    branching: float, decay_days: float, sigma_m: float, edge_m: NDArray[np.float64], edge_days: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the pairs of related calls for each call, by distance and delay.

    Parameters
    ----------
    branching
        Mean number of near-repeats of a call, n.
    decay_days
        Mean of their exponential delay, days.
    sigma_m
        Standard deviation of their distance along each axis, metres.
    edge_m, edge_days
        (n_bands,) and (n_delays,) upper ends of bands, from 0 on.

    Returns
    -------
    NDArray[np.float64]
        (n_bands, n_delays) pairs.

    Notes
    -----
    Two calls are related if they have a last common ancestor, p steps above the earlier and q above the later; there
    are n^(p+q) such pairs for each call. Their distance is Gaussian with variance (p+q)σ² along each axis. Their delay
    is a sum of q exponential times less one of p; where it is above 0, it is gamma of shape q − k with probability
    C(p−1+k, k)/2^(p+k), k = 0 … q−1, and of shape q if p = 0. In all there are n(2−n)/(2(1−n)²) pairs a call, as for
    any self-exciting process (Hawkes 1971, doi 10.1093/biomet/58.1.83).
    """
    reach_m, reach = np.concatenate([[0.0], edge_m]), np.concatenate([[0.0], edge_days]) / decay_days
    pairs = np.zeros((edge_m.size, edge_days.size))
    # share of gamma delays of shape 1, 2, … in each band
    shape = np.arange(1, MOST_STEPS + 1)[:, np.newaxis]
    in_delay = np.diff(gammainc(shape, reach), axis=1)
    for steps, weight in enumerate(_weights(), start=1):
        in_band = -np.diff(np.exp(-(reach_m**2) / (2 * steps * sigma_m**2)))
        pairs += branching**steps * np.outer(in_band, weight @ in_delay)
    return pairs


@cache
def _weights() -> NDArray[np.float64]:
    """Give the weight of each shape of the delay (column) after so many steps in all (row)."""
    weight = np.zeros((MOST_STEPS, MOST_STEPS))
    for steps in range(1, MOST_STEPS + 1):
        weight[steps - 1, steps - 1] += 1.0  # the earlier call is itself the ancestor
        for up in range(1, steps):
            down = steps - up
            for k in range(down):
                weight[steps - 1, down - k - 1] += comb(up - 1 + k, k) / 2.0 ** (up + k)
    return weight
