"""Take the areas of a list: hotspots that somebody has chosen already."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.target.ranking import Seen


class ListedRanking:
    """Ranks by a list of areas and what a visit to each is worth, whatever is recorded.

    Parameters
    ----------
    worth
        What a visit is worth by code of area, above 0; areas that are not listed are worth nothing.
    """

    def __init__(self, worth: Mapping[str, float]) -> None:
        self._worth = worth

    def score(self, seen: Seen) -> NDArray[np.float64]:
        """Score each area by its worth on the list: (n_areas,)."""
        return np.array([self._worth.get(code, 0.0) for code in seen.terrain.area_code], dtype=np.float64)
