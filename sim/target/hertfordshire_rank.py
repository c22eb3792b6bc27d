"""Rank areas as the Hertfordshire Commissioner's office does: by the mean of five ranks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.harm.components import Components
from sim.harm.rank_mean import RankMean
from sim.target.ranking import Seen


class HertfordshireRanking:
    """Ranks by ASB, calls, hate crime, crime harm and deprivation, each by its rank alone and all of equal weight."""

    def score(self, seen: Seen) -> NDArray[np.float64]:
        """Score each area by n + 1 − its combined rank: (n_areas,), n for the first of n areas and 1 for the last."""
        known = Components(
            asb=seen.asb,
            calls=seen.calls,
            hate=seen.hate,
            deprivation_rank=seen.deprivation_rank.astype(np.float64),
            crime_harm=seen.harm,
        )
        return RankMean().harm(known)
