"""The seam of designs: what a design knows when a pilot begins, and what it decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.trial.config import Selection
from sim.trial.grid import Grid


@dataclass(frozen=True, slots=True)
class Ranked:
    """The areas as a pilot's planners see them: from past records alone.

    Parameters
    ----------
    score
        (n_areas,) what the ranking makes of each; higher comes first.
    volume
        (n_areas,) recorded crimes and anti-social behaviour in the same stretch of the past.
    district
        (n_areas,) district index.
    """

    score: NDArray[np.float64]
    volume: NDArray[np.float64]
    district: NDArray[np.int16]

    @property
    def order(self) -> NDArray[np.int64]:
        """(n_areas,) areas, the highest score first; among equals those with more on record, then the lower index.

        Some rankings give most areas no score at all. A pilot needs its number of places all the same.
        """
        return np.lexsort((np.arange(self.score.size), -self.volume, -self.score))

    def first(self, selection: Selection) -> NDArray[np.int64]:
        """Give the areas that come first, in all districts together or in each: (n_places,), the first one first."""
        order = self.order
        if selection.each == "county":
            return order[: selection.places]
        districts = np.unique(self.district)
        return np.concatenate([order[self.district[order] == one][: selection.places] for one in districts])


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is to be patrolled when.

    Parameters
    ----------
    area
        (n_places,) the places of the pilot, those for comparison included.
    treated
        (n_places, n_run) whether patrol is assigned in each period of the pilot.
    block
        (n_places,) stratum within which it was assigned.
    """

    area: NDArray[np.int64]
    treated: NDArray[np.bool_]
    block: NDArray[np.int16]


class Design(Protocol):
    """Decides which places are patrolled when."""

    def grid(self, days: int) -> Grid:
        """Divide a pilot of so many days into periods."""
        ...

    def assign(self, ranked: Ranked, selection: Selection, grid: Grid, random: np.random.Generator) -> Assignment:
        """Choose places and say when each is patrolled.

        Parameters
        ----------
        ranked
            The areas from past records.
        selection
            How many are chosen.
        grid
            The periods.
        random
            The lot, a stream of this pilot and design.
        """
        ...
