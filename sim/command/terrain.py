"""What a force knows of its areas, taken from the county."""

from __future__ import annotations

import numpy as np

from sim.county.model import County
from sim.target.kinds import RecordKinds
from sim.target.ranking import Terrain


def terrain_of(county: County, kinds: RecordKinds) -> Terrain:
    """Give what rankings may know of a county.

    Parameters
    ----------
    county
        Places and the ways between them.
    kinds
        What a record of each kind means.

    Returns
    -------
    Terrain
        Its arrays are the county's own, and only read.
    """
    stations = county.station_area
    base_min = county.travel.base_min
    reach_min = base_min[stations].min(axis=0).astype(np.float64) if stations.size else np.zeros(county.n_areas)
    return Terrain(
        area_code=county.area_code,
        district_of_area=county.district_of_area,
        population=county.population,
        deprivation_rank=county.deprivation_rank,
        x_m=county.x_m,
        y_m=county.y_m,
        neighbour_start=county.neighbour_start,
        neighbour=county.neighbour,
        reach_min=reach_min,
        kinds=kinds,
    )
