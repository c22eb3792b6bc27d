"""The Knox test: whether calls close in space are also close in time more often than chance would have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.fit.events import Events
from sim.fit.kernels import count_close, near_pairs
from sim.keys import STUDY_WIDE, Purpose, entity_key, stream
from sim.ratio import ratio

BANDS_M = (100.0, 200.0, 400.0)
BANDS_DAYS = (7.0, 14.0, 28.0)
"""Bands of evidence §6; a pair lies in the first band whose end it does not pass."""
PERMUTATIONS = 999
LEAST_PERMUTATIONS = 99
MOST_PAIRS = 10_000_000
"""Close pairs that are held at once, 90 MB: those of very many calls are gone through lot by lot."""
MOST_LOOKUPS = 500_000_000
"""Pairs × deals at most, some seconds: types with very many close pairs get fewer deals, down to 99."""

_Pairs = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int8]]
"""Both calls of each pair, and the band of their distance."""


@dataclass(frozen=True, slots=True)
class KnoxTable:
    """Close pairs by distance and time.

    Parameters
    ----------
    band_m, band_days
        Upper ends of the bands, metres and days.
    pairs
        (n_bands_m, n_bands_days) pairs of calls.
    by_chance
        (n_bands_m, n_bands_days) mean of the same when times are dealt out to places at random.
    low, high
        (n_bands_m, n_bands_days) between which 95 % of the deals fall.
    p_value
        (n_bands_m, n_bands_days) share of deals with as many pairs or more, the data counted as one of them.
    """

    band_m: tuple[float, ...]
    band_days: tuple[float, ...]
    pairs: NDArray[np.int64]
    by_chance: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    p_value: NDArray[np.float64]

    @property
    def ratio(self) -> NDArray[np.float64]:
        """(n_bands_m, n_bands_days) pairs for each that chance gives; NaN where it gives none."""
        return ratio(self.pairs, self.by_chance)


def knox_table(events: Events, name: str, *, permutations: int = PERMUTATIONS, seed: int = 0) -> KnoxTable:
    """Run the Knox test on the calls of one type.

    Parameters
    ----------
    events
        The calls.
    name
        Their type: it keys the draws.
    permutations
        How often times are dealt out at random, at most.
    seed
        Seed of the draws.

    Returns
    -------
    KnoxTable
        Pairs, what chance gives, and Monte Carlo p-values.

    Notes
    -----
    Knox (1964); permutations as in Johnson et al. (2007), doi 10.1007/s10940-007-9025-3. The p-value is
    (1 + deals with as many) / (1 + deals). Places that are busy for some months and quiet for others give pairs too:
    the test cannot tell them from near-repeats.
    """
    eastward, edge_days = np.argsort(events.x_m, kind="stable"), np.array(BANDS_DAYS)
    found = sum(one.size for one, _, _ in _near(events, eastward))
    permutations = min(permutations, max(LEAST_PERMUTATIONS, MOST_LOOKUPS // max(found, 1)))
    seen = np.zeros((len(BANDS_M), len(BANDS_DAYS)), dtype=np.int64)
    dealt = np.zeros((permutations, *seen.shape), dtype=np.int64)
    for pairs in _near(events, eastward):
        count_close(*pairs, events.day[eastward], edge_days, seen)
        random = stream(seed, STUDY_WIDE, Purpose.KNOX, entity_key(name))  # the same deals for every lot of pairs
        for deal in dealt:
            count_close(*pairs, random.permutation(events.day)[eastward], edge_days, deal)
    low, high = np.quantile(dealt, [0.025, 0.975], axis=0)
    return KnoxTable(
        band_m=BANDS_M,
        band_days=BANDS_DAYS,
        pairs=seen,
        by_chance=dealt.mean(axis=0),
        low=low,
        high=high,
        p_value=(1 + (dealt >= seen).sum(axis=0)) / (1 + permutations),
    )


def _near(events: Events, eastward: NDArray[np.int64]) -> Iterator[_Pairs]:
    """Find the pairs that are close in space, lot by lot; a lot must be done with before the next is asked for."""
    x_m, y_m, edge_m = events.x_m[eastward], events.y_m[eastward], np.array(BANDS_M)
    room = max(min(MOST_PAIRS, x_m.size * (x_m.size - 1) // 2), x_m.size)
    pairs = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int8)
    begin = 0
    while begin < x_m.size:
        found, begin = near_pairs(x_m, y_m, edge_m, begin, *pairs)
        yield pairs[0][:found], pairs[1][:found], pairs[2][:found]
