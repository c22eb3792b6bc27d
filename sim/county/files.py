"""A real county: what the readers found, put together."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.county import deprivation, fitted, geometry, lookup, readers, road_reader, road_travel, roads, tables
from sim.county.base_config import Place
from sim.county.carry import carried, most_of
from sim.county.files_config import FilesCounty, PlaceTable
from sim.county.lookup import Counterparts
from sim.county.model import County, Travel
from sim.county.readers import Boundaries
from sim.county.source import Source
from sim.county.suggest import unknown_name
from sim.errors import InputError

MOST_PERSONS = 1_000_000
SHOPPING, NIGHT_LIFE = "shoplifting", "theft from the person"


class People(NamedTuple):
    """What the tables say of each area: (n_areas,) each."""

    population: NDArray[np.float64]
    deprivation_rank: NDArray[np.int32]
    is_urban: NDArray[np.bool_]


class Recorded(NamedTuple):
    """Categories, and (n_categories, n_areas) recorded rows a year; how sure they are, where they were fitted."""

    category: tuple[str, ...]
    per_year: NDArray[np.float64]
    shape: NDArray[np.float64] = np.zeros((0, 0))
    level_log_sd: NDArray[np.float64] = np.zeros(0)


def build_from_files(config: FilesCounty, base: Path, file: str) -> County:
    """Read a real county.

    Parameters
    ----------
    config
        Its files and their columns.
    base
        Folder that relative paths start from.
    file
        The county file as the user named it, for error messages.

    Returns
    -------
    County
        Areas in the order of their codes, districts in alphabetical order.

    Raises
    ------
    InputError
        With every problem found in all files.

    Notes
    -----
    Nobody publishes the attraction of town centres and places of work. They are read off the recorded counts, if there
    are any: the square root of theft from the person (night life and crowds) and of shoplifting (shops and retail
    parks), as shares of the largest. Without recorded counts both are zero.
    """
    source = Source(base, file)
    boundaries = readers.read_boundaries(config.areas, source)
    codes = boundaries.code if boundaries else []
    counterparts = {} if config.lookup is None else lookup.read_lookup(config.lookup, codes, source)
    people = _read_people(config, boundaries, counterparts, source)
    recorded = _read_recorded(config, codes, source)
    stations = _read_places("stations", config.stations, boundaries, source)
    custody = _read_places("custody", config.custody, boundaries, source)
    if source.problems or boundaries is None or people is None or stations is None or custody is None:
        raise InputError(source.problems)
    return _assemble(
        config, boundaries, people, recorded or Recorded((), np.zeros((0, len(codes)))), stations, custody, source
    )


Placed = tuple[tuple[str, ...], NDArray[np.int16]]


def _assemble(
    config: FilesCounty,
    boundaries: Boundaries,
    people: People,
    recorded: Recorded,
    stations: Placed,
    custody: Placed,
    source: Source,
) -> County:
    """Put the parts together and drive the roads."""
    x_m, y_m = np.ascontiguousarray(geometry.inner_points(boundaries.shape).T)
    area_km2 = geometry.areas_km2(boundaries.shape)
    start, neighbour = geometry.adjacency(boundaries.shape)
    ground = roads.Ground(x_m, y_m, area_km2, people.is_urban, start, neighbour, stations[1])
    districts = sorted(set(boundaries.district))
    return County(
        name=config.name,
        synthetic=False,
        attribution=tuple(config.attribution),
        area_code=tuple(boundaries.code),
        area_name=tuple(boundaries.name),
        district_name=tuple(districts),
        district_of_area=np.array([districts.index(name) for name in boundaries.district], dtype=np.int16),
        x_m=x_m,
        y_m=y_m,
        area_km2=area_km2,
        population=people.population,
        deprivation_rank=people.deprivation_rank,
        is_urban=people.is_urban,
        town_centre=_attraction(recorded, NIGHT_LIFE),
        business=_attraction(recorded, SHOPPING),
        neighbour_start=start,
        neighbour=neighbour,
        station_name=stations[0],
        station_area=stations[1],
        custody_name=custody[0],
        custody_area=custody[1],
        travel=_drive(config, ground, boundaries, source),
        recorded_category=recorded.category,
        recorded_per_year=recorded.per_year,
        rate_shape=recorded.shape,
        level_log_sd=recorded.level_log_sd,
        boundary_wkb=geometry.to_wkb(boundaries.shape),
    )


def _drive(config: FilesCounty, ground: roads.Ground, boundaries: Boundaries, source: Source) -> Travel:
    """Work out travel times on real roads if there are any, else on the graph of neighbouring areas."""
    speeds = config.travel.roads
    if config.roads is None or speeds is None:
        return roads.build_travel(ground, config.travel)
    network = road_reader.read_roads(config.roads, speeds, boundaries.shape, ground.is_urban, source)
    links = None if network is None else road_travel.drive_roads(network, ground, speeds, source)
    if links is None:
        raise InputError(source.problems)
    return roads.travel_over_links(links, ground, config.travel)


def _attraction(recorded: Recorded, category: str) -> NDArray[np.float64]:
    """Read an attraction, 0 to 1, off the recorded rows of one category."""
    rows = [row for name, row in zip(recorded.category, recorded.per_year, strict=True) if name.lower() == category]
    if not rows or not rows[0].any():
        return np.zeros(recorded.per_year.shape[1])
    attraction: NDArray[np.float64] = np.sqrt(rows[0] / rows[0].max())
    return attraction.round(3)


def _read_people(
    config: FilesCounty, boundaries: Boundaries | None, counterparts: Counterparts | None, source: Source
) -> People | None:
    """Read population, deprivation and urban class."""
    codes = boundaries.code if boundaries else []
    persons = tables.read_column("population", config.population, "residents by area", codes, source)
    if counterparts is None:
        codes, counterparts = [], {}  # what areas are called elsewhere is not known: tables are only checked
    ranks = deprivation.read_deprivation(config.deprivation, codes, counterparts, source)
    population = None if persons is None else tables.numbers("population.column", persons, 0, MOST_PERSONS, source)
    urban = _read_urban(config, boundaries, codes, population, counterparts, source)
    if population is None or ranks is None or urban is None:
        return None
    return People(population, ranks, urban)


def _read_urban(
    config: FilesCounty,
    boundaries: Boundaries | None,
    codes: list[str],
    population: NDArray[np.float64] | None,
    counterparts: Counterparts,
    source: Source,
) -> NDArray[np.bool_] | None:
    """Tell town from country by a class, or by density."""
    if config.urban is not None:
        carry = partial(carried, codes=codes, counterparts=counterparts, combine=most_of)
        values = tables.read_column("urban", config.urban, "rural-urban class by area", codes, source, carry)
        return None if values is None else tables.is_urban("urban.column", values, source)
    if boundaries is None:
        return None
    if boundaries.urban is not None:
        return tables.is_urban("areas.columns.urban", boundaries.urban, source)
    if config.urban_density is None or population is None:
        return None
    return population / geometry.areas_km2(boundaries.shape) >= config.urban_density.value


def _read_recorded(config: FilesCounty, codes: list[str], source: Source) -> Recorded | None:
    """Read recorded counts, or rates fitted to them, if there are any."""
    if config.fitted is not None:
        rates = fitted.read_fitted(config.fitted, codes, source)
        return None if rates is None else Recorded(*rates)
    if config.recorded is None:
        return None
    read = tables.read_recorded(config.recorded, codes, source)
    return None if read is None else Recorded(*read)


def _read_places(
    label: str, places: list[Place] | PlaceTable, boundaries: Boundaries | None, source: Source
) -> Placed | None:
    """Find the area of each station or suite."""
    listed = places if isinstance(places, list) else _places_in_file(label, places, source)
    if listed is None or boundaries is None:
        return None
    index = {code: number for number, code in enumerate(boundaries.code)}
    x_m = np.array([np.nan if place.x is None else place.x for place in listed])
    y_m = np.array([np.nan if place.y is None else place.y for place in listed])
    area = geometry.locate(boundaries.shape, np.nan_to_num(x_m, nan=-1.0), np.nan_to_num(y_m, nan=-1.0))
    for number, place in enumerate(listed):
        if place.area is not None and place.area in index:
            area[number] = index[place.area]
        elif place.area is not None:
            key = f"{label}.{number}.area"
            source.problems.append(unknown_name(source.file, key, "area code", place.area, boundaries.code))
        elif area[number] < 0:
            what = f"{place.name!r} at {place.x:.0f}, {place.y:.0f} lies in no area"
            source.wrong(f"{label}.{number}", what, "give x and y in metres of EPSG:27700, or the code of its area")
    return tuple(place.name for place in listed), area.astype(np.int16)


def _places_in_file(label: str, table: PlaceTable, source: Source) -> list[Place] | None:
    """Read stations or suites from a CSV file."""
    by_area = table.area is not None
    columns = {"name": table.name} | ({"area": str(table.area)} if by_area else {"x": table.x, "y": table.y})
    rows = tables.read_table(label, table.path, columns, f"{label} and where they stand", "", source)
    if rows is None:
        return None
    if by_area:
        return [Place(name=str(name), area=str(area)) for name, area in zip(rows["name"], rows["area"], strict=True)]
    x = tables.numbers(f"{label}.x", rows["x"], 0, readers.GRID_EAST_M, source)
    y = tables.numbers(f"{label}.y", rows["y"], 0, readers.GRID_NORTH_M, source)
    if x is None or y is None:
        return None
    return [Place(name=str(name), x=float(a), y=float(b)) for name, a, b in zip(rows["name"], x, y, strict=True)]
