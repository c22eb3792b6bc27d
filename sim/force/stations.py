"""Where the officers of a district start their shifts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County


def home_areas(county: County) -> list[NDArray[np.int16]]:
    """Give the areas where the officers of each district parade.

    Parameters
    ----------
    county
        Areas, stations and travel times.

    Returns
    -------
    list[NDArray[np.int16]]
        For each district the areas of its stations in the county's order, at least one. A district without a
        station uses the station nearest to its most populous area by travel time; in a county without stations
        each district uses that area itself.

    Raises
    ------
    ValueError
        When a district has no areas.
    """
    return [_homes_of(county, district) for district in range(county.n_districts)]


def _homes_of(county: County, district: int) -> NDArray[np.int16]:
    """Give the home areas of one district."""
    own: NDArray[np.int16] = county.station_area[county.district_of_area[county.station_area] == district]
    if own.size:
        return own
    centre = _most_populous(county, district)
    if county.station_area.size == 0:
        return np.array([centre], dtype=np.int16)
    nearest = np.argmin(county.travel.base_min[county.station_area, centre])
    return county.station_area[nearest : nearest + 1]


def _most_populous(county: County, district: int) -> int:
    """Give the area of a district where most people live, the lower id among equals."""
    areas = np.flatnonzero(county.district_of_area == district)
    if areas.size == 0:
        message = f"district {county.district_name[district]} has no areas; remove it, or give it some"
        raise ValueError(message)
    return int(areas[np.argmax(county.population[areas])])
