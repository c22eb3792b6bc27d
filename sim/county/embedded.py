"""The county that comes with the program: a synthetic Hertfordshire of 690 areas."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely import Polygon

from sim.county import character, geometry, names, roads, settlement
from sim.county.config import EmbeddedCounty
from sim.county.model import County
from sim.county.places import BORDERS, CUSTODY, DISTRICTS, SEAT, STATION_TOWN, STATIONS, TOWNS
from sim.keys import STUDY_WIDE, Purpose, stream

COUNTY_KM2 = 1_640.0
"""Size of the county, square kilometres (evidence §3.2 has 634 square miles, 1,642)."""
FINE_GRID_M, COARSE_GRID_M, FIELD_M = 125.0, 500.0, 700.0
TOWN_RELUCTANCE = 3.0
"""Fields go to a rural area unless one of a town is this many times nearer."""
_FIELDS = 7
_SETTLED_PER_KM2 = 400.0
_PLACE = {town.name: town for town in TOWNS}


class Layout(NamedTuple):
    """The areas before anyone knows who lives there, in their final order.

    Parameters
    ----------
    name
        Their names.
    district
        (n_areas,) district index.
    site
        (n_areas, 2) centres, whole metres.
    cell
        Their shapes.
    """

    name: tuple[str, ...]
    district: NDArray[np.int16]
    site: NDArray[np.float64]
    cell: list[Polygon]


def build_embedded(config: EmbeddedCounty) -> County:
    """Build the synthetic county; the same on every machine and in every study.

    Parameters
    ----------
    config
        Its name and travel parameters.

    Returns
    -------
    County
        All ten districts.
    """
    ground = _lay_out()
    x_m, y_m = ground.site.T
    n_areas = len(ground.name)
    area_km2 = geometry.areas_km2(ground.cell)
    population = character.populations(n_areas)
    town_centre = character.town_centres(x_m, y_m)
    start, neighbour = geometry.adjacency(ground.cell)
    is_urban = _in_town(ground.site)
    station_area = _areas_of([STATION_TOWN.get(name, name) for name in STATIONS], ground.cell)
    land = roads.Ground(x_m, y_m, area_km2, is_urban, start, neighbour, station_area)
    return County(
        name=config.name,
        synthetic=True,
        attribution=(),
        area_code=tuple(names.code(index) for index in range(n_areas)),
        area_name=ground.name,
        district_name=tuple(district.name for district in DISTRICTS),
        district_of_area=ground.district,
        x_m=x_m,
        y_m=y_m,
        area_km2=area_km2,
        population=population,
        deprivation_rank=character.deprivation_ranks(
            ground.district, population / area_km2, town_centre, start, neighbour
        ),
        is_urban=is_urban,
        town_centre=town_centre,
        business=character.workplaces(x_m, y_m, town_centre),
        neighbour_start=start,
        neighbour=neighbour,
        station_name=STATIONS,
        station_area=station_area,
        custody_name=CUSTODY,
        custody_area=_areas_of(CUSTODY, ground.cell),
        travel=roads.build_travel(land, config.travel),
        recorded_category=(),
        recorded_per_year=np.zeros((0, n_areas)),
        boundary_wkb=geometry.to_wkb(ground.cell),
    )


def _lay_out() -> Layout:
    """Draw the districts, settle each of them, cut it into cells and name these in order."""
    seats = np.array([[_PLACE[SEAT[d.name]].x_km, _PLACE[SEAT[d.name]].y_km] for d in DISTRICTS]) * 1_000
    names_: list[str] = []
    sites: list[NDArray[np.float64]] = []
    cells: list[Polygon] = []
    for number, (district, region) in enumerate(
        zip(DISTRICTS, geometry.draw_regions(BORDERS, seats, COUNTY_KM2), strict=True)
    ):
        site = _settle(region, district.areas, number)
        name = names.name_areas(district.name, site[:, 0], site[:, 1])
        order = sorted(range(len(name)), key=name.__getitem__)
        cell = geometry.tile(region, *_with_fields(region, site, number), district.areas)
        names_ += [name[index] for index in order]
        sites.append(site[order])
        cells += [cell[index] for index in order]
    counts = [district.areas for district in DISTRICTS]
    return Layout(
        tuple(names_), np.repeat(np.arange(len(counts)), counts).astype(np.int16), np.concatenate(sites), cells
    )


def _settle(region: Polygon, count: int, number: int) -> NDArray[np.float64]:
    """Choose the centres of one district's areas, on a grid that is finer where people live."""
    fine, coarse = geometry.grid_points(region, FINE_GRID_M), geometry.grid_points(region, COARSE_GRID_M)
    settled = fine[settlement.density_per_km2(fine) >= _SETTLED_PER_KM2]
    open_country = coarse[settlement.density_per_km2(coarse) < _SETTLED_PER_KM2]
    points = np.concatenate([settled, open_country])
    spacing_km = np.repeat([FINE_GRID_M / 1_000, COARSE_GRID_M / 1_000], [len(settled), len(open_country)])
    return settlement.choose_sites(points, settlement.density_per_km2(points), spacing_km**2, count, number)


def _with_fields(
    region: Polygon, site: NDArray[np.float64], number: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Scatter fields over the open country and give each to an area, a town's only if no rural one is near."""
    grid = geometry.grid_points(region, FIELD_M)
    open_country = grid[settlement.density_per_km2(grid) < _SETTLED_PER_KM2]
    rng = stream(0, STUDY_WIDE, Purpose.COUNTY, _FIELDS, number)
    field = np.round(open_country + rng.uniform(-0.35, 0.35, open_country.shape) * FIELD_M)
    inside = geometry.locate([region], field[:, 0], field[:, 1]) == 0
    field = field[inside & (cKDTree(site).query(field)[0] > 0)]
    reach = np.where(_in_town(site), TOWN_RELUCTANCE, 1.0)
    gap = np.hypot(field[:, :1] - site[:, 0], field[:, 1:] - site[:, 1]) * reach
    return np.concatenate([site, field]), np.concatenate([np.arange(len(site)), np.argmin(gap, axis=1)])


def _in_town(site: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say which centres lie in a town of ten thousand or more."""
    return settlement.density_per_km2(site, towns_only=True) >= settlement.URBAN_FROM_PER_KM2


def _areas_of(places: tuple[str, ...] | list[str], cells: list[Polygon]) -> NDArray[np.int16]:
    """Find the area that the centre of each named town is in."""
    x_m = np.array([_PLACE[name].x_km for name in places]) * 1_000
    y_m = np.array([_PLACE[name].y_km for name in places]) * 1_000
    return geometry.locate(cells, x_m, y_m).astype(np.int16)
