"""Read the boundaries of areas, and say what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas
import pandas as pd
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from sim.county.districts import read_districts
from sim.county.files_config import AreaFile
from sim.county.geometry import Shape, areas_km2
from sim.county.source import Source, some
from sim.county.suggest import unknown_name

GRID = "EPSG:27700"
GRID_EAST_M, GRID_NORTH_M = 700_000.0, 1_300_000.0
"""Far corner of the national grid: land of Great Britain lies between here and the origin."""
MOST_AREAS = 10_000
"""As many have a matrix of ways of half a gigabyte; indices of areas, sixteen bits with a sign, reach to 32,767."""
_LEAST_M2 = 100
"""Sizes are kept in square kilometres to four places: a smaller area would have none."""
DISTRICT = "district of the county file"
"""Column in which the district of each area is kept, wherever it was read from."""


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What the boundary file says, in the order of area codes.

    Parameters
    ----------
    code, name, district
        Of each area.
    urban
        Its urban column as it stands in the file; None without one.
    shape
        Outlines, metres, EPSG:27700.
    """

    code: list[str]
    name: list[str]
    district: list[str]
    urban: pd.Series | None
    shape: list[Shape]


def read_boundaries(areas: AreaFile, source: Source) -> Boundaries | None:
    """Read the outlines, codes, names and districts of the areas.

    Parameters
    ----------
    areas
        The file and its columns.
    source
        Where it lies; problems are added to it.

    Returns
    -------
    Boundaries | None
        The areas; None if anything is wrong with them.
    """
    path = source.find("areas", areas.path, "boundaries of the areas", areas.published)
    layer = None if path is None else _read_layer(path, areas, source)
    if layer is None:
        return None
    wanted = {key: column for key, column in areas.columns.model_dump().items() if column is not None}
    if not source.has_columns("areas.columns", wanted, [str(column) for column in layer.columns]):
        return None
    if layer.empty:
        source.wrong("areas.path", f"{areas.path!r} has no areas")
        return None
    named = _with_districts(layer, areas, source)
    on_grid = None if named is None else _to_grid(named, areas, source)
    if on_grid is None:
        return None
    sound = _check_codes(on_grid[areas.columns.code], source)
    return _as_boundaries(on_grid, areas, source) if sound else None


def _read_layer(path: Path, areas: AreaFile, source: Source) -> geopandas.GeoDataFrame | None:
    """Read the layer, or note why it cannot be read."""
    layers = []
    try:
        layers = [str(name) for name in geopandas.list_layers(path)["name"]]
        frame: object = geopandas.read_file(path, layer=areas.layer if areas.layer is not None else layers[0])
    except DataLayerError:
        source.problems.append(unknown_name(source.file, "areas.layer", "layer", str(areas.layer), layers))
        return None
    except (DataSourceError, IndexError, UnicodeDecodeError):
        do = "it may be cut short: download it anew, or give another GeoPackage, shapefile or GeoJSON"
        source.wrong("areas.path", f"{areas.path!r} cannot be read", do)
        return None
    if areas.layer is None and len(layers) > 1:
        source.wrong("areas.layer", f"{areas.path!r} has {len(layers)} layers", f"name one of {', '.join(layers)}")
        return None
    if not isinstance(frame, geopandas.GeoDataFrame):
        source.wrong("areas.path", f"{areas.path!r} has no shapes", "give a GeoPackage, shapefile or GeoJSON")
        return None
    return frame


def _with_districts(layer: geopandas.GeoDataFrame, areas: AreaFile, source: Source) -> geopandas.GeoDataFrame | None:
    """Give each area its district, and leave out the areas of districts that are not the county's."""
    codes = layer[areas.columns.code].astype(str)
    district = (
        layer[areas.columns.district] if areas.districts is None else read_districts(areas.districts, codes, source)
    )
    if district is None:
        return None
    layer = layer.assign(**{DISTRICT: district})
    if areas.only is None:
        return layer
    known = sorted(set(layer[DISTRICT].dropna().astype(str)))
    unknown = [name for name in areas.only if name not in known]
    for name in unknown:
        source.problems.append(unknown_name(source.file, "areas.only", "district", name, known))
    return None if unknown else layer[layer[DISTRICT].astype(str).isin(areas.only)]


def _to_grid(layer: geopandas.GeoDataFrame, areas: AreaFile, source: Source) -> geopandas.GeoDataFrame | None:
    """Convert shapes to the national grid, and refuse those that do not lie in Great Britain."""
    try:
        if layer.crs is None:
            layer = layer.set_crs(areas.crs) if areas.crs else layer
    except CRSError:
        source.wrong("areas.crs", f"{areas.crs!r} is no coordinate system", "write it as in EPSG:27700")
        return None
    if layer.crs is None:
        source.wrong("areas.crs", f"{areas.path!r} does not say its coordinate system", "name it, say EPSG:27700")
        return None
    absent = layer.geometry.isna() | layer.geometry.is_empty
    if absent.any():
        source.wrong("areas.path", f"{int(absent.sum())} areas have no shape")
        return None
    west, south, east, north = layer.total_bounds
    if layer.crs.is_projected and max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90:
        what = f"the coordinates of {areas.path!r} look like degrees, but it is said to be in {layer.crs.name}"
        source.wrong("areas.crs", what, "degrees of GPS and GeoJSON are EPSG:4326")
        return None
    on_grid = layer.to_crs(GRID)
    west, south, east, north = on_grid.total_bounds
    if not (west >= 0 and south >= 0 and east <= GRID_EAST_M and north <= GRID_NORTH_M):
        what = f"taken as {layer.crs.name}, the areas of {areas.path!r} lie outside Great Britain"
        source.wrong("areas.crs", what, "name the right coordinate system, say EPSG:27700 or EPSG:4326")
        return None
    return on_grid


def _check_codes(codes: pd.Series, source: Source) -> bool:
    """Check that every area has one code of its own."""
    if codes.isna().any():
        source.wrong("areas.columns.code", f"{int(codes.isna().sum())} areas have no code")
        return False
    if len(codes) > MOST_AREAS:
        what = f"{len(codes):,} areas are more than the {MOST_AREAS:,} that a county may have"
        source.wrong("areas.path", what, "keep those of the county, say with areas.only")
        return False
    repeated = sorted(set(codes[codes.duplicated()].astype(str)))
    if repeated:
        source.wrong("areas.columns.code", f"more than one area has the code {some(repeated)}")
    return not repeated


def _as_boundaries(layer: geopandas.GeoDataFrame, areas: AreaFile, source: Source) -> Boundaries | None:
    """Put areas in the order of their codes, with sound shapes."""
    columns = areas.columns
    layer = layer.assign(**{columns.code: layer[columns.code].astype(str)}).sort_values(columns.code, kind="stable")
    at_district = "areas.columns.district" if areas.districts is None else "areas.districts"
    for where, key, column in (("areas.columns.name", "name", columns.name), (at_district, "district", DISTRICT)):
        empty = layer[layer[column].isna()]
        if len(empty):
            source.wrong(where, f"no {key} for {some(list(empty[columns.code]))}")
            return None
    shapes = [_sound(shape) for shape in layer.geometry]
    flat = [code for code, km2 in zip(layer[columns.code], areas_km2(shapes), strict=True) if not km2 > 0]
    if flat:
        do = f"give these areas the outlines that they have on the ground (smallest: {_LEAST_M2} m²), or leave them out"
        source.wrong("areas.path", f"the shapes of {areas.path!r} have no size for {some(flat)}", do)
        return None
    return Boundaries(
        code=list(layer[columns.code]),
        name=[str(name) for name in layer[columns.name]],
        district=[str(name) for name in layer[DISTRICT]],
        urban=None if columns.urban is None else layer[columns.urban].reset_index(drop=True),
        shape=shapes,
    )


def _sound(shape: BaseGeometry) -> Shape:
    """Mend a shape that crosses itself, and keep what has an area."""
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
        shape = shapely.union_all([part for part in shapely.get_parts(shape) if part.area > 0])
    if isinstance(shape, shapely.Polygon | shapely.MultiPolygon):
        return shape
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]
    return shapely.MultiPolygon(parts)
