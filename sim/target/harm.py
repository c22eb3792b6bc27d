"""Rank areas by the harm of what is recorded there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.target.ranking import Seen


class HarmRanking:
    """Ranks by harm, in units of the study's index: one robbery outweighs many thefts."""

    def score(self, seen: Seen) -> NDArray[np.float64]:
        """Score each area by the harm of its recorded crimes: (n_areas,), 0 where there was none."""
        return seen.harm.astype(np.float64)
