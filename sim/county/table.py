"""A small county written out in its file: areas inline, and a matrix of minutes if one likes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.county import roads
from sim.county.base_config import Place
from sim.county.model import County, Travel
from sim.county.neighbours import neighbour_lists
from sim.county.roads import METRES_PER_KM, MINUTES_PER_HOUR
from sim.county.suggest import unknown_name
from sim.county.table_config import AreaRow, Distance, TableCounty
from sim.errors import InputError, Problem


def build_table(config: TableCounty, file: str) -> County:
    """Build the county that a table describes.

    Parameters
    ----------
    config
        The areas and, if given, minutes between them.
    file
        The county file as the user named it, for error messages.

    Returns
    -------
    County
        Areas in the order of the table, districts in the order in which they first appear. Neighbours are the pairs
        of the Gabriel graph of the centres. It has no shapes.

    Raises
    ------
    InputError
        If a station or suite stands in an area that is not in the table.
    """
    rows = config.area_rows
    x_m = np.array([row.x for row in rows])
    y_m = np.array([row.y for row in rows])
    districts = tuple(dict.fromkeys(row.district for row in rows))
    stations = _stations(config, rows, districts)
    custody = config.custody if config.custody is not None else [Place(name="Custody", area=rows[0].id)]
    problems: list[Problem] = []
    station_area = _areas_of("stations", stations, rows, problems, file)
    custody_area = _areas_of("custody", custody, rows, problems, file)
    if problems:
        raise InputError(problems)
    start, neighbour = neighbour_lists(len(rows), *roads.gabriel_pairs(x_m, y_m))
    ground = roads.Ground(
        x_m=x_m,
        y_m=y_m,
        area_km2=np.array([row.area_km2 for row in rows]),
        is_urban=np.array([row.urban for row in rows]),
        neighbour_start=start,
        neighbour=neighbour,
        hubs=station_area,
    )
    return County(
        name=config.name,
        synthetic=True,
        attribution=(),
        area_code=tuple(row.id for row in rows),
        area_name=tuple(row.name or row.id for row in rows),
        district_name=districts,
        district_of_area=np.array([districts.index(row.district) for row in rows], dtype=np.int16),
        x_m=x_m,
        y_m=y_m,
        area_km2=ground.area_km2,
        population=np.array([row.population for row in rows]),
        deprivation_rank=np.array([row.deprivation_rank for row in rows], dtype=np.int32),
        is_urban=ground.is_urban,
        town_centre=np.array([row.town_centre for row in rows]),
        business=np.array([row.business for row in rows]),
        neighbour_start=start,
        neighbour=neighbour,
        station_name=tuple(place.name for place in stations),
        station_area=station_area,
        custody_name=tuple(place.name for place in custody),
        custody_area=custody_area,
        travel=_travel(config, ground),
        recorded_category=(),
        recorded_per_year=np.zeros((0, len(rows))),
        boundary_wkb=(),
    )


def _stations(config: TableCounty, rows: list[AreaRow], districts: tuple[str, ...]) -> list[Place]:
    """Give the stations as they are listed, one in every area, or one in the first area of each district."""
    if config.stations == "everywhere":
        return [Place(name=f"{row.name or row.id} station", area=row.id) for row in rows]
    return config.stations if config.stations is not None else _first_areas(rows, districts)


def _first_areas(rows: list[AreaRow], districts: tuple[str, ...]) -> list[Place]:
    """Put one station into the first area of each district."""
    first = {district: next(row.id for row in rows if row.district == district) for district in districts}
    return [Place(name=f"{district} station", area=area) for district, area in first.items()]


def _areas_of(
    label: str, places: list[Place], rows: list[AreaRow], problems: list[Problem], file: str
) -> NDArray[np.int16]:
    """Find the area of each place: by its id, or the one whose centre is nearest."""
    index = {row.id: number for number, row in enumerate(rows)}
    areas: list[int] = []
    for number, place in enumerate(places):
        if place.x is not None and place.y is not None:
            gaps = [np.hypot(row.x - place.x, row.y - place.y) for row in rows]
            areas.append(int(np.argmin(gaps)))
        elif place.area in index:
            areas.append(index[place.area])
        else:
            problems.append(unknown_name(file, f"{label}.{number}.area", "area", str(place.area), list(index)))
    return np.array(areas, dtype=np.int16)


def _travel(config: TableCounty, ground: roads.Ground) -> Travel:
    """Take the given minutes, every way being direct; or else build roads."""
    if config.travel_min is None:
        return roads.build_travel(ground, config.travel)
    size = ground.x_m.size
    direct = np.tile(np.arange(size, dtype=np.int16), (size, 1))
    if isinstance(config.travel_min, Distance):
        minutes = _minutes_between(ground, config.travel_min)
    else:
        minutes = np.array(config.travel_min, dtype=np.float64)
    return roads.as_travel(minutes, direct, config.travel)


def _minutes_between(ground: roads.Ground, way: Distance) -> NDArray[np.float64]:
    """Work out the minutes between all centres: (n_areas, n_areas)."""
    east_m, north_m = (np.abs(place[:, np.newaxis] - place) for place in (ground.x_m, ground.y_m))
    metres = np.hypot(east_m, north_m) if way.distance == "straight" else east_m + north_m
    minutes: NDArray[np.float64] = metres / METRES_PER_KM / way.km_h * MINUTES_PER_HOUR
    return minutes
