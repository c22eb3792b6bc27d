"""Rank areas by how much is recorded there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.target.ranking import Seen


class CountRanking:
    """Ranks by volume: every recorded crime and ASB record counts as one."""

    def score(self, seen: Seen) -> NDArray[np.float64]:
        """Score each area by its recorded crimes and ASB records: (n_areas,), 0 where nothing was recorded."""
        return seen.crimes + seen.asb
