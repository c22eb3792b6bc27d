"""How the embedded county is cut into areas: districts, towns, and the fields between them."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from sim.county import geometry, names, settlement
from sim.county.geometry import Region
from sim.county.places import BORDERS, DISTRICTS, SEAT, TOWNS
from sim.county.variant import Variant
from sim.keys import STUDY_WIDE, Purpose, block_seed, stream

COUNTY_KM2 = 1_640.0
"""Size of the county, square kilometres (evidence §3.2 has 634 square miles, 1,642)."""
FINE_GRID_M, COARSE_GRID_M, FIELD_M = 125.0, 500.0, 700.0
MOST_ATTEMPTS = 20
"""Borders cross in one layout of ten."""
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
    cell: list[Region]


def lay_out(variant: Variant) -> Layout:
    """Draw the districts, settle each of them, cut it into cells and name these in order."""
    seats = np.array([[_PLACE[SEAT[d.name]].x_km, _PLACE[SEAT[d.name]].y_km] for d in DISTRICTS]) * 1_000
    names_: list[str] = []
    sites: list[NDArray[np.float64]] = []
    cells: list[Region] = []
    regions = _closed_regions(seats, variant.seed)
    for number, (region, district, count) in enumerate(
        zip(regions, variant.district_names, variant.district_areas, strict=True)
    ):
        site = _settle(region, count, number, variant.seed)
        name = names.name_areas(district, site[:, 0], site[:, 1])
        order = sorted(range(len(name)), key=name.__getitem__)
        cell = geometry.tile(region, *_with_fields(region, site, number, variant.seed), count)
        names_ += [name[index] for index in order]
        sites.append(site[order])
        cells += [cell[index] for index in order]
    district_of_area = np.repeat(np.arange(len(regions)), variant.district_areas).astype(np.int16)
    return Layout(tuple(names_), district_of_area, np.concatenate(sites), cells)


def _closed_regions(seats: NDArray[np.float64], seed: int) -> list[Region]:
    """Draw the districts; where roughened borders happen to cross, draw them again with the next seed."""
    for attempt in range(MOST_ATTEMPTS):
        with suppress(ValueError):
            return geometry.draw_regions(BORDERS, seats, COUNTY_KM2, block_seed(seed, attempt))
    return geometry.draw_regions(BORDERS, seats, COUNTY_KM2, block_seed(seed, MOST_ATTEMPTS))


def _settle(region: Region, count: int, number: int, seed: int) -> NDArray[np.float64]:
    """Choose the centres of one district's areas, on a grid that is finer where people live."""
    fine, coarse = geometry.grid_points(region, FINE_GRID_M), geometry.grid_points(region, COARSE_GRID_M)
    on_fine, on_coarse = settlement.density_per_km2(fine, seed), settlement.density_per_km2(coarse, seed)
    settled, is_open = on_fine >= _SETTLED_PER_KM2, on_coarse < _SETTLED_PER_KM2
    points = np.concatenate([fine[settled], coarse[is_open]])
    persons = np.concatenate([on_fine[settled], on_coarse[is_open]])
    spacing_km = np.repeat([FINE_GRID_M / 1_000, COARSE_GRID_M / 1_000], [settled.sum(), is_open.sum()])
    return settlement.choose_sites(points, persons, spacing_km**2, count, number, seed)


def _with_fields(
    region: Region, site: NDArray[np.float64], number: int, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Scatter fields over the open country and give each to an area, a town's only if no rural one is near."""
    grid = geometry.grid_points(region, FIELD_M)
    open_country = grid[settlement.density_per_km2(grid, seed) < _SETTLED_PER_KM2]
    rng = stream(seed, STUDY_WIDE, Purpose.COUNTY, _FIELDS, number)
    field = np.round(open_country + rng.uniform(-0.35, 0.35, open_country.shape) * FIELD_M)
    inside = geometry.locate([region], field[:, 0], field[:, 1]) == 0
    field = field[inside & (cKDTree(site).query(field)[0] > 0)]
    reach = np.where(in_town(site, seed), TOWN_RELUCTANCE, 1.0)
    gap = np.hypot(field[:, :1] - site[:, 0], field[:, 1:] - site[:, 1]) * reach
    return np.concatenate([site, field]), np.concatenate([np.arange(len(site)), np.argmin(gap, axis=1)])


def in_town(site: NDArray[np.float64], seed: int) -> NDArray[np.bool_]:
    """Say which centres lie in a town of ten thousand or more."""
    return settlement.density_per_km2(site, seed, towns_only=True) >= settlement.URBAN_FROM_PER_KM2
