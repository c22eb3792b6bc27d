"""Rank areas by the density of what is recorded in them and around them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.target.density import kernel_density
from sim.target.ranking import Seen
from sim.target.weighing import Of, weighed


class KernelDensityRanking:
    """Ranks by a Gaussian kernel density of the records, as a map of hotspots is drawn.

    Parameters
    ----------
    of
        Whether records count alike or by their harm.
    """

    def __init__(self, of: Of = "harm") -> None:
        self._of = of

    def score(self, seen: Seen) -> NDArray[np.float64]:
        """Score each area by the density at its centre: (n_areas,), up to a constant."""
        total = weighed(seen, self._of).sum(axis=0)[None]
        density: NDArray[np.float64] = kernel_density(total, seen.terrain.x_m, seen.terrain.y_m)[0]
        return density
