"""Read real roads: lines with a class, cut where they meet."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj.exceptions import CRSError

from sim.county.geometry import METRES_PER_KM, Shape, locate
from sim.county.readers import GRID
from sim.county.road_config import RoadFile
from sim.county.source import Source
from sim.county.suggest import unknown_name
from sim.county.travel_config import Roads

ROUND_ABOUT_M = 3_000.0
"""Roads so far beyond the county are read too: the quickest way may leave it."""
_OSM = (".osm", ".osm.pbf", ".pbf")
_LINES = "lines"
_MINUTES_PER_HOUR = 60.0


class RoadNetwork(NamedTuple):
    """Stretches of road between the places where roads meet or end.

    Parameters
    ----------
    x_m, y_m
        (n_nodes,) where they meet or end, metres, EPSG:27700.
    one, other
        (n_stretches,) nodes at both ends.
    minutes
        (n_stretches,) driving time at free flow.
    """

    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    one: NDArray[np.int64]
    other: NDArray[np.int64]
    minutes: NDArray[np.float64]


def read_roads(
    spec: RoadFile, speeds: Roads, shapes: list[Shape], is_urban: NDArray[np.bool_], source: Source
) -> RoadNetwork | None:
    """Read the roads in and around a county.

    Parameters
    ----------
    spec
        The file and the classes of road.
    speeds
        How fast one drives where.
    shapes
        Outlines of the areas, metres, EPSG:27700.
    is_urban
        (n_areas,) whether an area is urban.
    source
        Where the file lies; problems are added to it.

    Returns
    -------
    RoadNetwork | None
        The roads; None if anything is wrong.
    """
    path = source.find("roads", spec.path, "roads as lines", spec.published)
    frame = None if path is None else _read_lines(path, spec, shapes, source)
    if frame is None:
        return None
    known = {name: fast for fast, names in _kinds(spec).items() for name in names}
    frame = frame[frame[spec.column].isin(list(known))]
    lines = shapely.get_parts(shapely.force_2d(np.asarray(frame.geometry, dtype=object)), return_index=True)
    kind = frame[spec.column].map(known).to_numpy()[lines[1]]
    is_line = (shapely.get_type_id(lines[0]) == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(lines[0])
    if not is_line.any():
        what = f"{spec.path!r} has no road of the listed classes in or near the county"
        source.wrong("roads.column", what, "check crs, and the classes under fast, main and streets")
        return None
    return _cut(lines[0][is_line], kind[is_line], speeds, shapes, is_urban)


def _kinds(spec: RoadFile) -> dict[str, list[str]]:
    """List the classes of each kind of road."""
    return {"fast": spec.fast, "main": spec.main, "street": spec.streets}


def _read_lines(path: Path, spec: RoadFile, shapes: list[Shape], source: Source) -> geopandas.GeoDataFrame | None:
    """Read the lines in and around the county, or note why they cannot be read."""
    layers: list[str] = []
    try:
        layers = [str(name) for name in geopandas.list_layers(path)["name"]]
        layer = _layer(path, spec, layers, source)
        frame = None if layer is None else _read_around(path, layer, spec, shapes, source)
    except CRSError:
        source.wrong("roads.crs", f"{spec.crs!r} is no coordinate system", "write it as in EPSG:27700")
        return None
    except DataLayerError:
        source.problems.append(unknown_name(source.file, "roads.layer", "layer", str(spec.layer), layers))
        return None
    except (DataSourceError, IndexError, UnicodeDecodeError):
        do = "it may be cut short: download it anew, or give another GeoPackage, shapefile, GeoJSON or OpenStreetMap file"
        source.wrong("roads.path", f"{spec.path!r} cannot be read", do)
        return None
    if frame is None or not source.has_columns("roads", {"column": spec.column}, [str(name) for name in frame.columns]):
        return None
    return frame


def _layer(path: Path, spec: RoadFile, layers: list[str], source: Source) -> str | None:
    """Name the layer to read; None, and a problem noted, where nobody says which."""
    if spec.layer is not None:
        return spec.layer
    if path.name.lower().endswith(_OSM):
        return _LINES
    if len(layers) > 1:
        source.wrong("roads.layer", f"{spec.path!r} has {len(layers)} layers", f"name one of {', '.join(layers)}")
        return None
    return layers[0]


def _read_around(
    path: Path, layer: str, spec: RoadFile, shapes: list[Shape], source: Source
) -> geopandas.GeoDataFrame | None:
    """Read what of a layer lies in or around the county, on the national grid."""
    around = geopandas.GeoSeries([shapely.box(*shapely.total_bounds(shapes)).buffer(ROUND_ABOUT_M)], crs=GRID)
    there: object = geopandas.read_file(path, layer=layer, rows=1)
    if not isinstance(there, geopandas.GeoDataFrame):
        source.wrong("roads.path", f"{spec.path!r} has no lines", "name the layer that has them")
        return None
    crs = there.crs if there.crs is not None else spec.crs
    if crs is None:
        source.wrong("roads.crs", f"{spec.path!r} does not say its coordinate system", "name it, say EPSG:27700")
        return None
    west, south, east, north = around.to_crs(crs).total_bounds
    frame = geopandas.read_file(path, layer=layer, bbox=(west, south, east, north))
    return (frame if frame.crs is not None else frame.set_crs(crs)).to_crs(GRID)


def _cut(
    lines: NDArray[np.object_],
    kind: NDArray[np.object_],
    speeds: Roads,
    shapes: list[Shape],
    is_urban: NDArray[np.bool_],
) -> RoadNetwork:
    """Cut lines where they meet: at their ends and at points that two lines, or one line twice, pass through."""
    points, line = shapely.get_coordinates(lines, return_index=True)
    place, vertex = np.unique(np.round(points, 1), axis=0, return_inverse=True)
    vertex = vertex.ravel()
    is_end = np.r_[True, line[1:] != line[:-1]] | np.r_[line[1:] != line[:-1], True]
    meets = (np.bincount(vertex, minlength=len(place)) > 1) | (np.bincount(vertex, is_end, len(place)) > 0)
    number = np.cumsum(meets) - 1
    step_m = np.r_[0.0, np.hypot(*np.diff(points, axis=0).T)]
    along_m = np.cumsum(np.where(np.r_[True, line[1:] != line[:-1]], 0.0, step_m))
    at = np.flatnonzero(meets[vertex])
    same = line[at[1:]] == line[at[:-1]]
    start, end = at[:-1][same], at[1:][same]
    km = (along_m[end] - along_m[start]) / METRES_PER_KM
    middle = points[(start + end) // 2]
    area = locate(shapes, middle[:, 0], middle[:, 1])
    in_town = np.where(area >= 0, is_urban[area], False)  # noqa: FBT003 - an array of flags
    km_h = _speed(kind[line[start]], in_town, speeds)
    one, other = number[vertex[start]], number[vertex[end]]
    apart = one != other
    where = place[meets]
    minutes = km / km_h * _MINUTES_PER_HOUR
    return RoadNetwork(where[:, 0], where[:, 1], one[apart], other[apart], minutes[apart])


def _speed(kind: NDArray[np.object_], in_town: NDArray[np.bool_], speeds: Roads) -> NDArray[np.float64]:
    """Give the speed of stretches: (n,) km/h."""
    street = np.where(in_town, speeds.urban_km_h.value, speeds.rural_km_h.value)
    fast = (kind == "fast") | ((kind == "main") & ~in_town)
    return np.where(fast, speeds.trunk_km_h.value, street)
