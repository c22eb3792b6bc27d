"""Keep a part of a county: some of its districts, with travel times as they are in the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.county.base_config import CountyBase
from sim.county.model import County, Travel
from sim.county.neighbours import neighbour_lists, owners
from sim.county.suggest import unknown_name
from sim.errors import InputError


def kept_areas(config: CountyBase, county: County, file: str = "") -> NDArray[np.bool_]:
    """Say which areas a study keeps.

    Parameters
    ----------
    config
        Description of the county, with its list of districts.
    county
        The whole county.
    file
        The county or study file as the user named it, for error messages.

    Returns
    -------
    NDArray[np.bool_]
        (n_areas,) True for the areas of the listed districts; all True without a list.

    Raises
    ------
    InputError
        If a district is not in the county.
    """
    if config.districts is None:
        return np.ones(county.n_areas, dtype=np.bool_)
    known = list(county.district_name)
    problems = [
        unknown_name(file, f"districts.{number}", "district", name, known)
        for number, name in enumerate(config.districts)
        if name not in known
    ]
    if problems:
        raise InputError(problems)
    return np.isin(county.district_of_area, [known.index(name) for name in config.districts])


def restrict(county: County, keep: NDArray[np.bool_]) -> County:
    """Cut a county down to some of its areas.

    Parameters
    ----------
    county
        The whole county.
    keep
        (n_areas,) True for the areas to keep; at least one.

    Returns
    -------
    County
        The kept areas in their old order, with districts, neighbours, stations and suites renumbered. Districts
        without an area are dropped, as are stations outside. Where no station is left, the one nearest to the kept
        areas moves to the kept area nearest to it; so does a custody suite.

    Raises
    ------
    ValueError
        If nothing is kept.

    Notes
    -----
    Minutes are those of the whole county: units may drive through areas that are not simulated. The first step of a
    way is then the first *kept* area on it, so minutes along the steps still add up to those of the way.
    """
    if not keep.any():
        message = "a county must keep at least one area"
        raise ValueError(message)
    if keep.all():
        return county
    kept = np.flatnonzero(keep)
    new_index = np.full(county.n_areas, -1, dtype=np.int16)
    new_index[kept] = np.arange(len(kept))
    start, neighbour = _kept_neighbours(county, keep, new_index)
    districts = np.unique(county.district_of_area[kept])
    station_name, station_area = _kept_places(county.station_name, county.station_area, county, keep)
    custody_name, custody_area = _kept_places(county.custody_name, county.custody_area, county, keep)
    return replace(
        county,
        area_code=tuple(county.area_code[area] for area in kept),
        area_name=tuple(county.area_name[area] for area in kept),
        district_name=tuple(county.district_name[district] for district in districts),
        district_of_area=np.searchsorted(districts, county.district_of_area[kept]).astype(np.int16),
        x_m=county.x_m[kept],
        y_m=county.y_m[kept],
        area_km2=county.area_km2[kept],
        population=county.population[kept],
        deprivation_rank=county.deprivation_rank[kept],
        is_urban=county.is_urban[kept],
        town_centre=county.town_centre[kept],
        business=county.business[kept],
        neighbour_start=start,
        neighbour=neighbour,
        station_name=station_name,
        station_area=new_index[station_area],
        custody_name=custody_name,
        custody_area=new_index[custody_area],
        travel=_kept_travel(county.travel, kept, new_index),
        recorded_per_year=np.ascontiguousarray(county.recorded_per_year[:, kept]),
        rate_shape=np.ascontiguousarray(county.rate_shape[:, kept]) if county.rate_shape.size else county.rate_shape,
        boundary_wkb=tuple(county.boundary_wkb[area] for area in kept) if county.boundary_wkb else (),
    )


def _kept_neighbours(
    county: County, keep: NDArray[np.bool_], new_index: NDArray[np.int16]
) -> tuple[NDArray[np.int32], NDArray[np.int16]]:
    """Keep the pairs of neighbours that are both inside."""
    one, other = owners(county.neighbour_start), county.neighbour.astype(np.int64)
    both = keep[one] & keep[other]
    return neighbour_lists(
        int(keep.sum()), new_index[one[both]].astype(np.int64), new_index[other[both]].astype(np.int64)
    )


def _kept_places(
    names: tuple[str, ...], areas: NDArray[np.int16], county: County, keep: NDArray[np.bool_]
) -> tuple[tuple[str, ...], NDArray[np.int16]]:
    """Keep the places inside; where there are none, move the nearest one in (old area numbers)."""
    inside = np.flatnonzero(keep[areas])
    if len(inside) or not len(areas):
        return tuple(names[place] for place in inside), areas[inside]
    minutes = np.where(keep, county.travel.base_min[areas], np.inf)
    place, area = np.unravel_index(int(np.argmin(minutes)), minutes.shape)
    return (names[int(place)],), np.array([area], dtype=np.int16)


def _kept_travel(travel: Travel, kept: NDArray[np.int64], new_index: NDArray[np.int16]) -> Travel:
    """Keep the minutes between kept areas, and walk each first step on until it is a kept area."""
    target = kept[np.newaxis, :]
    step = travel.next_hop[np.ix_(kept, kept)].astype(np.int64)
    while (outside := new_index[step] < 0).any():
        step = np.where(outside, travel.next_hop[step, target], step)
    return replace(travel, base_min=travel.base_min[np.ix_(kept, kept)], next_hop=new_index[step])
