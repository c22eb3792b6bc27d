"""Rank areas as the Hertfordshire Commissioner's office does: by the mean of five ranks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.harm.ranks import combine_ranks, mid_rank
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
