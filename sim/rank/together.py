"""How several components become one ranking: the seam, and its two forms."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from sim.harm.z_score import z_sum


class Together(Protocol):
    """Makes one number of an area's components; areas are ranked by it from the smallest upwards."""

    @property
    def name(self) -> str:
        """What the number is called in tables."""
        ...

    def worth(self, sizes: NDArray[np.float64], given: NDArray[np.float64]) -> NDArray[np.float64]:
        """Combine components.

        Parameters
        ----------
        sizes
            (n_draws, n_sizes, n_areas) components that have a size, the largest for the worst area.
        given
            (n_given, n_areas) components that are known as ranks, 1 the worst.

        Returns
        -------
        NDArray[np.float64]
            (n_draws, n_areas) numbers, the smallest for the worst area.
        """
        ...


class MeanRank:
    """The published form: the unweighted mean of the ranks, whatever lies between them.

    Notes
    -----
    Police and Crime Panel, 17 March 2022, Appendix 3. Ranks are multiples of one half, so that their sums are exact and
    equal means are ties.
    """

    name = "mean_rank"

    def worth(self, sizes: NDArray[np.float64], given: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the mean rank: (n_draws, n_areas), at least 1."""
        ranks = rankdata(-sizes, axis=2).sum(axis=1) + given.sum(axis=0)
        mean: NDArray[np.float64] = ranks / (sizes.shape[1] + given.shape[0])
        return mean


class ZScore:
    """The sum of z-scores, which keeps by how much an area stands out; its sign is turned, so that the worst is the smallest."""

    name = "minus_z_score"

    def worth(self, sizes: NDArray[np.float64], given: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give minus the sum of z-scores, 0 for a component that is alike everywhere: (n_draws, n_areas)."""
        if given.size:
            message = "a sum of z-scores needs sizes, and some components are ranks"
            raise ValueError(message)
        return -z_sum(sizes)
