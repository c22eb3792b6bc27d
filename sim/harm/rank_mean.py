"""The Hertfordshire index as published: the mid-rank of the mean of five ranks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.harm.components import Components
from sim.harm.measure import HarmMeasure
from sim.harm.ranked import five_components
from sim.harm.ranks import combine_ranks, mid_rank


class RankMean:
    """Ranks areas by each component that is known, all of equal weight, and then by the mean of these ranks.

    Parameters
    ----------
    crime
        The index that weighs crime; not needed where its harm is known already.

    Notes
    -----
    With all five components this reproduces the published top ten, ties included (Police and Crime Panel, 17 March 2022,
    Appendix 3). Size is lost on the way: an area that is first on four and well-off falls behind.
    """

    def __init__(self, crime: HarmMeasure | None = None) -> None:
        self.crime = crime

    @property
    def unit(self) -> str:
        """What the index counts in."""
        return "places"

    def harm(self, known: Components) -> NDArray[np.float64]:
        """Give n + 1 − the combined rank of each area: (n_areas,), n for the first of n areas and 1 for the last."""
        ranks = np.stack([mid_rank(-values) for values in five_components(known, self.crime).values()])
        return (known.n_areas + 1.0) - combine_ranks(ranks)
