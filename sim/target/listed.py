"""Take the areas of a list: hotspots that somebody has chosen already."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.target.list_config import ListedArea
from sim.target.ranking import Seen

FIRST = 1e-6
"""Share by which the first of a list is worth more than the last, so that of areas worth the same the first comes first."""


class ListedRanking:
    """Ranks by a list of areas and what a visit to each is worth, whatever is recorded.

    Parameters
    ----------
    listed
        What the list says by code of area, the first one first; areas that are not listed are worth nothing.
    """

    def __init__(self, listed: Mapping[str, ListedArea]) -> None:
        lead = FIRST / max(len(listed), 1)
        self._worth = {
            code: area.worth * (1.0 + lead * (len(listed) - place))
            for place, (code, area) in enumerate(listed.items(), 1)
        }

    def score(self, seen: Seen) -> NDArray[np.float64]:
        """Score each area by its worth on the list: (n_areas,)."""
        return np.array([self._worth.get(code, 0.0) for code in seen.terrain.area_code], dtype=np.float64)
