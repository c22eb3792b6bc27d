"""The seam of targeting: a ranking gives each area a score from what the force could have seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.target.kinds import RecordKinds


@dataclass(frozen=True, slots=True)
class Terrain:
    """What a force knows of its areas and of the kinds of record, whatever the time.

    Parameters
    ----------
    area_code
        (n_areas,) codes, as people know them.
    district_of_area
        (n_areas,) district of each area.
    population
        (n_areas,) persons.
    deprivation_rank
        (n_areas,) national rank, 1 is the most deprived.
    x_m, y_m
        (n_areas,) centres, metres.
    neighbour_start, neighbour
        (n_areas + 1,) and (n_pairs,): neighbours of area a are ``neighbour[neighbour_start[a]:neighbour_start[a + 1]]``.
    reach_min
        (n_areas,) minutes of travel at free flow to a visit, from the nearest station; 0 without stations.
    kinds
        What a record of each kind means.
    """

    area_code: tuple[str, ...]
    district_of_area: NDArray[np.int16]
    population: NDArray[np.float64]
    deprivation_rank: NDArray[np.int32]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    neighbour_start: NDArray[np.int32]
    neighbour: NDArray[np.int16]
    reach_min: NDArray[np.float64]
    kinds: RecordKinds


@dataclass(frozen=True, slots=True)
class Seen:
    """What was on record when the tasking meeting met, in its window.

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
    recorded
        (n_windows, n_kinds, n_areas) the same crimes and ASB records by stretches of 28 days, oldest first, and by kind.
    terrain
        The areas and the kinds of record.
    """

    crimes: NDArray[np.float64]
    asb: NDArray[np.float64]
    calls: NDArray[np.float64]
    hate: NDArray[np.float64]
    harm: NDArray[np.float64]
    deprivation_rank: NDArray[np.int32]
    lottery: NDArray[np.float64]
    recorded: NDArray[np.float64]
    terrain: Terrain


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
            (n_areas,) scores of 0 or more, in proportion to what a visit there is worth; higher is more urgent, and an
            area of score 0 is never chosen.
        """
        ...
