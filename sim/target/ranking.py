"""The seam of targeting: a ranking gives each area a score from what the force could have seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Seen:
    """What was on record when the tasking meeting met, summed over its window.

    Parameters
    ----------
    crimes, asb, calls, hate
        (n_areas,) recorded crimes, ASB records, logged calls, hate crimes and incidents.
    harm
        (n_areas,) harm of the recorded crimes, in units of the study's index.
    deprivation_rank
        (n_areas,) national rank, 1 is the most deprived.
    lottery
        (n_areas,) uniforms on [0, 1), new for each meeting and the same in every scenario.
    """

    crimes: NDArray[np.float64]
    asb: NDArray[np.float64]
    calls: NDArray[np.float64]
    hate: NDArray[np.float64]
    harm: NDArray[np.float64]
    deprivation_rank: NDArray[np.int32]
    lottery: NDArray[np.float64]


class Ranking(Protocol):
    """Gives each area a score; the areas of highest score become hotspots."""

    def score(self, seen: Seen) -> NDArray[np.float64]:
        """Score each area.

        Parameters
        ----------
        seen
            What was on record.

        Returns
        -------
        NDArray[np.float64]
            (n_areas,) scores above 0, in proportion to what a visit there is worth; higher is more urgent.
        """
        ...
