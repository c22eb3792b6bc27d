"""The Hertfordshire components as a sum of z-scores, which keeps by how much an area stands out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.harm.components import Components
from sim.harm.measure import HarmMeasure
from sim.harm.ranked import five_components


class ZScoreSum:
    """Adds up how many standard deviations an area lies above the mean, over the components that are known.

    Parameters
    ----------
    crime
        The index that weighs crime.

    Notes
    -----
    Standard deviations are those of the areas themselves (divisor n). A component that is alike everywhere says nothing
    and adds 0. Deprivation enters by its rank: its score is no count, and its tail would outweigh the other components.
    """

    def __init__(self, crime: HarmMeasure) -> None:
        self.crime = crime

    @property
    def unit(self) -> str:
        """What the index counts in."""
        return "standard deviations"

    def harm(self, known: Components) -> NDArray[np.float64]:
        """Give the sum of z-scores of each area: (n_areas,), 0 on average."""
        scores = np.stack([_z_score(values) for values in five_components(known, self.crime).values()])
        total: NDArray[np.float64] = scores.sum(axis=0)
        return total


def _z_score(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Count in standard deviations from the mean; 0 throughout where all are equal."""
    if values.min() == values.max():
        return np.zeros(values.size)
    score: NDArray[np.float64] = (values - values.mean()) / values.std()
    return score
