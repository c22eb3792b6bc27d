"""How sure a ranking is: months drawn anew, and where each area falls then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from sim.keys import STUDY_WIDE, Purpose, stream
from sim.rank.evidence import Evidence
from sim.rank.ranking import Index, given_ranks, sizes_of, stacked

RESAMPLES: Final = 2_000
"""Draws of months: a probability of one half is then known to within 0.02 (two standard errors)."""
SEED: Final = 2026
"""Root of the draws: the same records always give the same intervals."""
_FEWEST_MONTHS: Final = 2
_AT_ONCE: Final = 50
_LOW, _HIGH = 0.025, 0.975


@dataclass(frozen=True, slots=True)
class Sureness:
    """How the combined rank varies when the months are drawn anew.

    Parameters
    ----------
    low, high
        (n_areas,) 2.5 % and 97.5 % points of the rank.
    in_top
        (n_areas,) share of the draws in which each area is among the first so many, by length of the list.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    in_top: dict[int, NDArray[np.float64]]


def how_sure(evidence: Evidence, index: Index, lists: Sequence[int], resamples: int = RESAMPLES) -> Sureness | None:
    """Draw months with replacement, rank anew, and see where each area falls.

    Parameters
    ----------
    evidence
        What is known; what does not change with the months keeps its ranks.
    index
        What to rank with.
    lists
        Lengths of lists; an area is in a list where its rank is at most its length.
    resamples
        Number of draws.

    Returns
    -------
    Sureness or None
        None where fewer than two months were counted: then nothing varies.

    Notes
    -----
    The nonparametric bootstrap over months (Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 6; on ranks
    and how unsure they are: Goldstein & Spiegelhalter 1996, doi 10.2307/2983325). All areas and components take the same
    months, so that what they share in a month stays together. It speaks of chance from month to month, neither of what the
    records leave out nor of what weights are right.
    """
    months = len(evidence.month)
    if months < _FEWEST_MONTHS:
        return None
    drawn = stream(SEED, STUDY_WIDE, Purpose.RANK_MONTHS).multinomial(months, np.full(months, 1 / months), resamples)
    ranks = np.concatenate(
        [_ranks(evidence, index, drawn[start : start + _AT_ONCE]) for start in range(0, resamples, _AT_ONCE)]
    )
    low, high = np.quantile(ranks, [_LOW, _HIGH], axis=0, method="inverted_cdf")
    return Sureness(low, high, {length: (ranks <= length).mean(axis=0) for length in lists})


def _ranks(evidence: Evidence, index: Index, drawn: NDArray[np.int64]) -> NDArray[np.float32]:
    """Rank areas by several draws of months: (n_draws, n_areas)."""
    sizes = [sizes_of(evidence, index.crime, times.astype(np.float64)) for times in drawn]
    worth = index.together.worth(stacked(sizes, evidence.n_areas), given_ranks(evidence))
    return rankdata(worth, axis=1).astype(np.float32)
