"""A grid of areas as a piece of the plane, of which the formulae of geometry speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from sim.county.files_config import FilesCounty
from sim.county.made_up_config import EmbeddedCounty, ForcesCounty
from sim.county.roads import METRES_PER_KM, MINUTES_PER_HOUR
from sim.county.table_config import Distance, Grid, TableCounty
from sim.validate.theory.distance import Metric


@dataclass(frozen=True, slots=True)
class Plane:
    """A grid with one way of measuring distance and one speed.

    Parameters
    ----------
    metric
        How distance is measured.
    cell_min
        Minutes for the side of an area.
    rows, columns
        Number of areas to either side.
    """

    metric: Metric
    cell_min: float
    rows: int
    columns: int

    @classmethod
    def of(cls, county: EmbeddedCounty | FilesCounty | TableCounty | ForcesCounty) -> Self | None:
        """See a county as a piece of the plane; None for one that is no grid."""
        if not isinstance(county, TableCounty):
            return None
        grid, way = county.areas, county.travel_min
        if not isinstance(grid, Grid) or not isinstance(way, Distance):
            return None
        cell_min = grid.spacing_m / METRES_PER_KM / way.km_h * MINUTES_PER_HOUR
        return cls(way.distance, cell_min, grid.rows, grid.columns)
