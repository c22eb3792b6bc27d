"""The county that comes with the program: a synthetic Hertfordshire of 690 areas."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.county import character, geometry, names, roads
from sim.county.geometry import Region
from sim.county.layout import in_town, lay_out
from sim.county.made_up_config import EmbeddedCounty
from sim.county.model import County
from sim.county.places import CUSTODY, STATION_TOWN, STATIONS, TOWNS
from sim.county.variant import EMBEDDED, Variant

_PLACE = {town.name: town for town in TOWNS}


def build_embedded(config: EmbeddedCounty, variant: Variant = EMBEDDED) -> County:
    """Build the synthetic county; the same on every machine and in every study.

    Parameters
    ----------
    config
        Its name and travel parameters.
    variant
        Which county of this kind: the one that comes with the program, or one of the forces of a national study.

    Returns
    -------
    County
        All ten districts.
    """
    ground = lay_out(variant)
    x_m, y_m = np.ascontiguousarray(ground.site.T)
    n_areas = len(ground.name)
    area_km2 = geometry.areas_km2(ground.cell)
    population = character.populations(n_areas, variant.persons, variant.seed)
    town_centre = character.town_centres(x_m, y_m)
    start, neighbour = geometry.adjacency(ground.cell)
    is_urban = in_town(ground.site, variant.seed)
    station_area = _areas_of([STATION_TOWN.get(name, name) for name in STATIONS], ground.cell)
    land = roads.Ground(x_m, y_m, area_km2, is_urban, start, neighbour, station_area)
    return County(
        name=variant.name or config.name,
        synthetic=True,
        attribution=(),
        area_code=tuple(names.code(variant.first_code + index) for index in range(n_areas)),
        area_name=ground.name,
        district_name=variant.district_names,
        district_of_area=ground.district,
        x_m=x_m,
        y_m=y_m,
        area_km2=area_km2,
        population=population,
        deprivation_rank=character.deprivation_ranks(
            ground.district, population / area_km2, town_centre, start, neighbour, variant.seed
        ),
        is_urban=is_urban,
        town_centre=town_centre,
        business=character.workplaces(x_m, y_m, town_centre, variant.seed),
        neighbour_start=start,
        neighbour=neighbour,
        station_name=variant.station_names,
        station_area=station_area,
        custody_name=variant.custody_names,
        custody_area=_areas_of(CUSTODY, ground.cell),
        travel=roads.build_travel(land, config.travel),
        recorded_category=(),
        recorded_per_year=np.zeros((0, n_areas)),
        boundary_wkb=geometry.to_wkb(ground.cell),
    )


def _areas_of(places: tuple[str, ...] | list[str], cells: list[Region]) -> NDArray[np.int16]:
    """Find the area that the centre of each named town is in."""
    x_m = np.array([_PLACE[name].x_km for name in places]) * 1_000
    y_m = np.array([_PLACE[name].y_km for name in places]) * 1_000
    return geometry.locate(cells, x_m, y_m).astype(np.int16)
