"""Rank areas by Gi*: whether what is recorded in and around an area is more than chance would gather."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.ratio import ratio
from sim.target.nearby import around
from sim.target.ranking import Seen
from sim.target.weighing import Of, weighed


class GiStarRanking:
    """Ranks by the z-score of Getis and Ord over an area and its neighbours, all of equal weight.

    Parameters
    ----------
    of
        Whether records count alike or by their harm.
    """

    def __init__(self, of: Of = "harm") -> None:
        self._of = of

    def score(self, seen: Seen) -> NDArray[np.float64]:
        """Score each area by its z-score, or 0 where that is not above 0: (n_areas,)."""
        terrain = seen.terrain
        total = weighed(seen, self._of).sum(axis=0)
        return np.maximum(gi_star(total, terrain.neighbour_start, terrain.neighbour), 0.0)


def gi_star(
    value: NDArray[np.float64], neighbour_start: NDArray[np.int32], neighbour: NDArray[np.int16]
) -> NDArray[np.float64]:
    """Give the Gi* statistic of each area.

    Parameters
    ----------
    value
        (n_areas,) what is recorded.
    neighbour_start, neighbour
        Neighbours of each area, as in `sim.target.ranking.Terrain`.

    Returns
    -------
    NDArray[np.float64]
        (n_areas,) standard normal when values lie about at random; 0 where all areas are alike or each other's neighbours.

    Notes
    -----
    (Σ w x − x̄ Σ w) / (s sqrt((n Σ w² − (Σ w)²) / (n − 1))), w = 1 for the area itself and its neighbours, s² the variance
    over n areas (Ord and Getis 1995, doi:10.1111/j.1538-4632.1995.tb00912.x).
    """
    n = value.size
    weight = np.diff(neighbour_start) + 1.0
    above = value + around(value, neighbour_start, neighbour) - value.mean() * weight
    spread = value.std() * np.sqrt((n * weight - weight**2) / max(n - 1, 1))
    return ratio(above, spread, 0.0)
