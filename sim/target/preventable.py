"""Rank areas by the harm that an hour of patrol would prevent there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_HOUR
from sim.target.ranking import Seen


class PreventableRanking:
    """Ranks by harm that patrol can prevent, per hour of patrol: harm indoors counts little, a long way costs much.

    Parameters
    ----------
    visit_min
        Length of a visit, minutes.
    """

    def __init__(self, visit_min: float) -> None:
        self._visit_min = visit_min

    def score(self, seen: Seen) -> NDArray[np.float64]:
        """Score each area by preventable harm over the time that a visit takes, journey included: (n_areas,).

        Notes
        -----
        Preventable harm is Σ records × harm of one × share that the stated dose prevents, kind by kind
        (`sim.target.kinds`). The journey is the one from the nearest station, out of which a patrol begins.
        """
        kinds, terrain = seen.terrain.kinds, seen.terrain
        preventable = (kinds.harm * kinds.preventable) @ seen.recorded.sum(axis=0)
        score: NDArray[np.float64] = preventable * MINUTES_PER_HOUR / (self._visit_min + terrain.reach_min)
        return score
