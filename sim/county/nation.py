"""Several counties side by side as one list of areas, for tables: no roads, neighbours or outlines between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County, Travel


def described(county: County) -> County:
    """Give what tables need of a county: who and where its areas are, without ways, stations and outlines."""
    none = np.zeros(0, dtype=np.int16)
    travel = Travel(np.zeros((0, 0), dtype=np.float32), np.zeros((0, 0), dtype=np.int16), np.ones(24), 1.0)
    return replace(
        county,
        neighbour_start=np.zeros(county.n_areas + 1, dtype=np.int32),
        neighbour=none,
        station_name=(),
        station_area=none,
        custody_name=(),
        custody_area=none,
        travel=travel,
        boundary_wkb=(),
    )


def side_by_side(counties: Sequence[County], name: str) -> County:
    """Put counties one after the other; each is a force.

    Parameters
    ----------
    counties
        The counties, as `described` gives them.
    name
        What tables call them together.

    Returns
    -------
    County
        All areas in the order of the counties, with the force that each is in.
    """
    first_district = np.cumsum([0, *(county.n_districts for county in counties[:-1])])

    def joined(field: str) -> NDArray[Any]:
        return np.concatenate([getattr(county, field) for county in counties])

    def listed(field: str) -> tuple[str, ...]:
        return tuple(item for county in counties for item in getattr(county, field))

    sizes = [county.n_areas for county in counties]
    return replace(
        counties[0],
        name=name,
        area_code=listed("area_code"),
        area_name=listed("area_name"),
        district_name=listed("district_name"),
        district_of_area=np.concatenate(
            [county.district_of_area + start for county, start in zip(counties, first_district, strict=True)]
        ).astype(np.int16),
        x_m=joined("x_m"),
        y_m=joined("y_m"),
        area_km2=joined("area_km2"),
        population=joined("population"),
        deprivation_rank=joined("deprivation_rank"),
        is_urban=joined("is_urban"),
        town_centre=joined("town_centre"),
        business=joined("business"),
        neighbour_start=np.zeros(sum(sizes) + 1, dtype=np.int32),
        recorded_per_year=np.concatenate([county.recorded_per_year for county in counties], axis=1),
        force_name=tuple(county.name for county in counties),
        force_of_area=np.repeat(np.arange(len(counties)), sizes).astype(np.int16),
    )
