"""Read a map file of outlines with a code each: hotspots as somebody drew them, without a county file around them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import geopandas
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from sim.county.readers import GRID, GRID_EAST_M, GRID_NORTH_M
from sim.county.suggest import unknown_name
from sim.errors import InputError

MAP_FILES: Final = (".geojson", ".gpkg", ".shp", ".fgb")
CODES: Final = ("code", "area", "area_code", "hotspot", "id", "lsoa21cd", "lsoa11cd", "lsoa_code", "name")
"""What the column of codes may be called, the likeliest first."""
DISTRICTS: Final = ("district", "csp", "lad22nm", "lad")


class OutlineFile(NamedTuple):
    """Outlines of a map file: all (n_shapes,).

    Parameters
    ----------
    code, district
        What each is called, and where it lies (may be empty).
    outline_wkb
        Outlines as well-known binary, metres, EPSG:27700.
    x_m, y_m
        A point inside each, metres.
    """

    code: tuple[str, ...]
    district: tuple[str, ...]
    outline_wkb: tuple[bytes, ...]
    x_m: tuple[float, ...]
    y_m: tuple[float, ...]


def read_outlines(path: Path, heading: str | None = None) -> OutlineFile:
    """Read a GeoPackage, shapefile, GeoJSON or FlatGeobuf of areas.

    Parameters
    ----------
    path
        The file; of several layers the first.
    heading
        Column with their codes; one of `CODES` if None.

    Returns
    -------
    OutlineFile
        In the order of the file.

    Raises
    ------
    InputError
        If it cannot be read, has no codes, a code twice, shapes that are no areas, or lies outside Great Britain.
    """
    layer = _read(path)
    code = _column(path, layer, heading)
    codes = layer[code].astype("str").str.strip()
    _refuse(path, codes[layer[code].isna() | (codes == "")].index.tolist(), f"has no {code}", "give each a code")
    again = codes[codes.duplicated()]
    if len(again):
        raise InputError.of(
            str(path), f"two shapes have the {code} {again.iloc[0]!r}", "give each one of its own, or merge them"
        )
    kinds = layer.geometry.geom_type.isin(["Polygon", "MultiPolygon"]) & ~layer.geometry.is_empty
    _refuse(path, kinds[~kinds].index.tolist(), "is no area", "draw areas; a spot with a radius is given in the plan")
    shapes = shapely.force_2d(layer.geometry.make_valid().to_numpy())
    inside = shapely.point_on_surface(shapes)
    by_lower = {str(column).lower(): column for column in layer.columns}
    district = next((by_lower[name] for name in DISTRICTS if name in by_lower), None)
    return OutlineFile(
        tuple(codes),
        tuple(layer[district].astype("str")) if district else ("",) * len(codes),
        tuple(shapely.to_wkb(shapes).tolist()),
        tuple(shapely.get_x(inside).tolist()),
        tuple(shapely.get_y(inside).tolist()),
    )


def _read(path: Path) -> geopandas.GeoDataFrame:
    """Read the first layer, on the national grid."""
    if not path.is_file():
        raise InputError.of(str(path), "there is no such file")
    try:
        layer: object = geopandas.read_file(path, layer=str(geopandas.list_layers(path)["name"].iloc[0]))
    except (DataSourceError, DataLayerError, IndexError, UnicodeDecodeError):
        raise InputError.of(str(path), "the map cannot be read", "give a GeoPackage, shapefile or GeoJSON") from None
    if not isinstance(layer, geopandas.GeoDataFrame) or layer.empty:
        raise InputError.of(str(path), "there are no shapes in it")
    if layer.crs is None:
        raise InputError.of(str(path), "it does not say its coordinate system", "save it with one, say EPSG:27700")
    layer = layer.to_crs(GRID)
    west, south, east, north = layer.total_bounds
    if not (west >= 0 and south >= 0 and east <= GRID_EAST_M and north <= GRID_NORTH_M):
        raise InputError.of(
            str(path), "its shapes lie outside Great Britain", "save it with its right coordinate system"
        )
    return layer


def _column(path: Path, layer: geopandas.GeoDataFrame, heading: str | None) -> str:
    """Find the column of codes."""
    there = [str(column) for column in layer.columns if column != layer.geometry.name]
    if heading is not None:
        if heading not in there:
            raise InputError([unknown_name(str(path), "", "column", heading, there)])
        return heading
    by_lower = {column.lower(): column for column in there}
    found = next((by_lower[name] for name in CODES if name in by_lower), None)
    if found is None:
        do = f"name one with --column area=NAME; there is: {', '.join(there)}"
        raise InputError.of(str(path), f"no column is called {' or '.join(CODES)}", do)
    return found


def _refuse(path: Path, rows: Sequence[int], what: str, do: str) -> None:
    """Refuse shapes of which something is wrong, the first of them by its number."""
    if rows:
        raise InputError.of(
            str(path), f"shape {rows[0] + 1}{f' and {len(rows) - 1} more' if rows[1:] else ''} {what}", do
        )
