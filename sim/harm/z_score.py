"""The Hertfordshire components as a sum of z-scores, which keeps by how much an area stands out."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.harm.components import Components
from sim.harm.measure import HarmMeasure
from sim.harm.ranked import five_components

_DECIMALS: Final = 9
"""Sums are rounded to this: areas that are alike in everything tie, in whatever order a processor adds."""


class ZScoreSum:
    """Adds up how many standard deviations an area lies above the mean, over the components that are known.

    Parameters
    ----------
    crime
        The index that weighs crime; not needed where its harm is known already.

    Notes
    -----
    Deprivation enters by its rank: its score is no count, and its tail would outweigh the other components.
    """

    def __init__(self, crime: HarmMeasure | None = None) -> None:
        self.crime = crime

    @property
    def unit(self) -> str:
        """What the index counts in."""
        return "standard deviations"

    def harm(self, known: Components) -> NDArray[np.float64]:
        """Give the sum of z-scores of each area: (n_areas,), 0 on average."""
        return z_sum(np.stack([*five_components(known, self.crime).values()]))


def z_sum(sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up how many standard deviations of its component each number lies above its mean.

    Parameters
    ----------
    sizes
        (..., n_components, n_areas) components.

    Returns
    -------
    NDArray[np.float64]
        (..., n_areas) sums, 0 on average.

    Notes
    -----
    Standard deviations are those of the areas themselves (divisor n). A component that is alike everywhere says nothing
    and adds 0; it is told by its extremes, as its mean may round away from it.
    """
    apart = sizes - sizes.mean(axis=-1, keepdims=True)
    says_something = np.ptp(sizes, axis=-1, keepdims=True) > 0
    z = np.divide(apart, sizes.std(axis=-1, keepdims=True), out=np.zeros_like(apart), where=says_something)
    total: NDArray[np.float64] = np.round(z.sum(axis=-2), _DECIMALS)
    return total
