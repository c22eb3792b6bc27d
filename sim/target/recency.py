"""Rank areas by what is recorded there, the latest most of all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_WINDOW
from sim.target.ranking import Seen
from sim.target.weighing import Of, weighed


class RecencyRanking:
    """Ranks by records that lose half of their weight in a stated time.

    Parameters
    ----------
    of
        Whether records count alike or by their harm.
    half_life_days
        Days in which a record loses half of its weight, above 0.
    """

    def __init__(self, of: Of, half_life_days: float) -> None:
        self._of, self._half_life_days = of, half_life_days

    def score(self, seen: Seen) -> NDArray[np.float64]:
        """Score each area by its faded records: (n_areas,); those of the last 28 days weigh 1."""
        past = weighed(seen, self._of)
        age_days = DAYS_PER_WINDOW * np.arange(len(past) - 1, -1, -1)
        faded: NDArray[np.float64] = 0.5 ** (age_days / self._half_life_days) @ past
        return faded
