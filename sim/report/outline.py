"""Outlines of areas as short SVG paths: simplified together, so that neighbours still share their borders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sim.county.model import County

SIMPLIFIED_M: Final = 60.0
"""What is too small for a map: corners whose triangle is less than the square of this are cut, metres."""

_UNIT_M: Final = 10.0
"""One unit of a path, metres."""

_DOT_M: Final = 350.0
"""Radius of the dot that stands for an area without outline, metres."""

_NAME_PLACE_M: Final = 200.0
"""How exactly the place of a district's name is found, metres."""

_FEWEST_POINTS: Final = 3
"""A ring of fewer different points has no area."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """The county as SVG paths.

    Parameters
    ----------
    areas
        (n_areas,) path of each area, integers, y downwards.
    districts
        (n_districts,) path of each district; empty without outlines.
    centre
        (n_areas, 2) a point inside each area, in units of the paths.
    district_centre
        (n_districts, 2) a point inside each district.
    width, height
        Size of the county in units of the paths.
    unit_m
        Length of a unit, metres.
    """

    areas: tuple[str, ...]
    districts: tuple[str, ...]
    centre: NDArray[np.float64]
    district_centre: NDArray[np.float64]
    width: int
    height: int
    unit_m: float


def outlines_of(county: County, simplified_m: float = SIMPLIFIED_M) -> Outlines:
    """Turn a county into paths; an area without outline becomes a dot.

    Parameters
    ----------
    county
        The county.
    simplified_m
        What is too small to show, metres.
    """
    shapes = _shapes(county, simplified_m)
    west, south, east, north = shapely.total_bounds(shapes)
    corner = np.array([west, north])
    districts = tuple(
        shapely.union_all(shapes[county.district_of_area == index]) for index in range(county.n_districts)
    )
    return Outlines(
        areas=tuple(_path(shape, corner) for shape in shapes),
        districts=tuple(_path(shape, corner) for shape in districts) if county.boundary_wkb else (),
        centre=_inside(shapes, corner),
        district_centre=_middle(np.array(districts, dtype=object), corner),
        width=int(np.ceil((east - west) / _UNIT_M)),
        height=int(np.ceil((north - south) / _UNIT_M)),
        unit_m=_UNIT_M,
    )


def _shapes(county: County, simplified_m: float) -> NDArray[np.object_]:
    """Read the outlines, close the slits between them and simplify them as one coverage; or draw dots."""
    if not county.boundary_wkb:
        points = np.asarray(shapely.points(county.x_m, county.y_m), dtype=object)
        return np.asarray(shapely.buffer(points, _DOT_M, quad_segs=3), dtype=object)
    shapes = shapely.from_wkb(np.array(county.boundary_wkb, dtype=object))
    tiled = shapely.coverage_clean(shapes)  # type: ignore[attr-defined] # in shapely 2.2, not yet in its stubs
    return np.asarray(shapely.coverage_simplify(tiled, simplified_m), dtype=object)


def _inside(shapes: NDArray[np.object_], corner: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find a point inside each shape, in units of the paths."""
    points = shapely.get_coordinates(shapely.point_on_surface(shapes))
    return np.asarray((points - corner) * np.array([1.0, -1.0]) / _UNIT_M)


def _middle(shapes: NDArray[np.object_], corner: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find the point of each shape that is farthest from its border, where a name has most room."""
    circles = shapely.maximum_inscribed_circle(shapes, tolerance=_NAME_PLACE_M)
    return _inside(np.asarray(shapely.get_point(circles, 0), dtype=object), corner)


def _path(shape: shapely.Geometry, corner: NDArray[np.float64]) -> str:
    """Write a shape as a path of integer steps."""
    rings = shapely.get_rings(shapely.get_parts(shape))
    return "".join(_ring(shapely.get_coordinates(ring), corner) for ring in rings)


def _ring(points: NDArray[np.float64], corner: NDArray[np.float64]) -> str:
    """Write a ring as one absolute start and relative steps; a ring without area gives nothing."""
    whole = np.rint((points - corner) * np.array([1.0, -1.0]) / _UNIT_M).astype(np.int64)
    steps = np.diff(whole[:-1], axis=0)
    steps = steps[(steps != 0).any(axis=1)]
    if len(steps) < _FEWEST_POINTS - 1:
        return ""
    return f"M{whole[0][0]} {whole[0][1]}l{' '.join(_step(dx, dy) for dx, dy in steps)}z"


def _step(dx: int, dy: int) -> str:
    """Write a step; a minus sign parts the numbers by itself."""
    return f"{dx}{dy}" if dy < 0 else f"{dx} {dy}"
