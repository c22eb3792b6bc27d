"""Points on the map: from any coordinate system to the national grid, and the area that each is in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from sim.county.geometry import locate
from sim.county.model import County
from sim.county.readers import GRID

_MOST_DEGREES = np.array([180.0, 90.0])


class NotCoordinatesError(ValueError):
    """Numbers that cannot be what the file says they are; its two arguments say what is wrong and what to do."""


def on_grid(
    x: NDArray[np.float64], y: NDArray[np.float64], crs: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Convert points to the national grid.

    Parameters
    ----------
    x, y
        (n,) easting and northing, or longitude and latitude, as `crs` has it; NaN stays NaN.
    crs
        Coordinate system, say EPSG:27700.

    Returns
    -------
    tuple[NDArray[np.float64], NDArray[np.float64]]
        (n,) eastings and northings, metres, EPSG:27700; NaN where a point is far outside what `crs` is made for.

    Raises
    ------
    NotCoordinatesError
        If there is no such coordinate system, or the numbers look like degrees where it has metres.
    """
    try:
        system = CRS.from_user_input(crs)
    except CRSError as error:
        message = f"{crs!r} is no coordinate system"
        raise NotCoordinatesError(message, "write it as in EPSG:27700") from error
    known = np.isfinite(x) & np.isfinite(y)
    furthest = np.abs(np.column_stack([x[known], y[known]])).max(axis=0, initial=0.0)
    if system.is_projected and known.any() and (furthest <= _MOST_DEGREES).all():
        message = f"the coordinates look like degrees, but they are said to be in {system.name}"
        raise NotCoordinatesError(message, "degrees of GPS are EPSG:4326")
    if system == CRS.from_user_input(GRID):
        return x.astype(np.float64), y.astype(np.float64)
    east, north = np.full_like(x, np.nan), np.full_like(y, np.nan)
    transformer = Transformer.from_crs(system, GRID, always_xy=True)
    east[known], north[known] = transformer.transform(x[known], y[known])
    far = ~(np.isfinite(east) & np.isfinite(north))
    east[far] = north[far] = np.nan
    return east, north


def to_degrees(x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Convert points on the national grid to (n,) longitudes and latitudes, degrees, as GPS has them (EPSG:4326)."""
    longitude, latitude = Transformer.from_crs(GRID, "EPSG:4326", always_xy=True).transform(x_m, y_m)
    return longitude, latitude


def area_of_points(county: County, x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> NDArray[np.int16]:
    """Find the area that each point is in.

    Parameters
    ----------
    county
        Areas with outlines.
    x_m, y_m
        (n,) metres, EPSG:27700; may be NaN.

    Returns
    -------
    NDArray[np.int16]
        (n,) index of the area; -1 where there is none.
    """
    return shape_of_points(county.boundary_wkb, x_m, y_m).astype(np.int16)


def in_boxes(outline_wkb: Sequence[bytes], x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which points may be in one of a few shapes, by the boxes around them: (n,), fast for millions of points.

    Parameters
    ----------
    outline_wkb
        (n_shapes,) outlines as well-known binary, metres, EPSG:27700.
    x_m, y_m
        (n,) metres; may be NaN.
    """
    inside = np.zeros(x_m.size, dtype=np.bool_)
    for west, south, east, north in shapely.bounds(shapely.from_wkb(list(outline_wkb))).tolist():
        inside |= (x_m >= west) & (x_m <= east) & (y_m >= south) & (y_m <= north)
    return inside


def shape_of_points(
    outline_wkb: Sequence[bytes], x_m: NDArray[np.float64], y_m: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Find the shape that each point is in: (n,) index, -1 where there is none.

    Parameters
    ----------
    outline_wkb
        (n_shapes,) outlines as well-known binary, metres, EPSG:27700.
    x_m, y_m
        (n,) metres; may be NaN.
    """
    found = np.full(x_m.size, -1, dtype=np.int64)
    known = np.isfinite(x_m) & np.isfinite(y_m)
    if known.any() and outline_wkb:
        found[known] = locate(list(shapely.from_wkb(list(outline_wkb))), x_m[known], y_m[known])
    return found
