"""Shapes: roughened borders, cells that tile a region, neighbours, and which area a point is in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon, ops

from sim.county.neighbours import Neighbours, neighbour_lists
from sim.county.places import Line
from sim.keys import STUDY_WIDE, Purpose, stream

METRES_PER_KM = 1_000.0
M2_PER_KM2 = 1_000_000.0
NEIGHBOUR_GAP_M = 1.0
"""Areas at most this far apart are neighbours: boundary files leave hair-thin gaps."""

Region = Polygon
Shape = Polygon | MultiPolygon
_BORDER = 1
"""First number of the entity that keys the draws of one border."""


def roughen(line: Line, entity: int, seed: int = 0, *, levels: int = 4, roughness: float = 0.09) -> NDArray[np.float64]:
    """Turn a hand-drawn line into a natural one by displacing midpoints.

    Parameters
    ----------
    line
        Points, kilometres; they stay where they are.
    entity
        Number of the line; it keys the draws.
    seed
        Seed of the layout.
    levels
        How often every stretch is halved.
    roughness
        Standard deviation of a displaced midpoint, as a share of the length of its stretch; cut off at two.

    Returns
    -------
    NDArray[np.float64]
        (n_points, 2) points, whole metres.
    """
    rng = stream(seed, STUDY_WIDE, Purpose.COUNTY, _BORDER, entity)
    points = np.asarray(line, dtype=np.float64) * METRES_PER_KM
    for _ in range(levels):
        step = np.diff(points, axis=0)
        shift = np.clip(rng.standard_normal(len(step)), -2.0, 2.0) * roughness
        middle = points[:-1] + step / 2 + np.column_stack([-step[:, 1], step[:, 0]]) * shift[:, np.newaxis]
        finer = np.empty((len(points) + len(middle), 2))
        finer[0::2], finer[1::2] = points, middle
        points = finer
    return np.round(points)


def draw_regions(borders: Sequence[Line], seats: NDArray[np.float64], total_km2: float, seed: int = 0) -> list[Polygon]:
    """Draw the regions that a set of borders encloses, scaled to a stated total size.

    Parameters
    ----------
    borders
        Every stretch of border once, kilometres.
    seats
        (n_regions, 2) one point inside each region, metres.
    total_km2
        Size of all regions together, square kilometres.
    seed
        Seed of the layout.

    Returns
    -------
    list[Polygon]
        One polygon for each seat, in their order, metres.

    Raises
    ------
    ValueError
        If a seat lies in no region, or a region has no seat.
    """
    linework = shapely.union_all([shapely.LineString(roughen(line, i, seed)) for i, line in enumerate(borders)])
    regions = _scaled(list(ops.polygonize(linework)), total_km2)
    region_of_seat = locate(regions, seats[:, 0], seats[:, 1])
    if not np.array_equal(np.sort(region_of_seat), np.arange(len(regions))):
        message = f"{len(regions)} regions for {len(seats)} seats: the borders do not close around each seat once"
        raise ValueError(message)
    return [regions[index] for index in region_of_seat]


def _scaled(regions: list[Polygon], total_km2: float) -> list[Polygon]:
    """Scale regions together, about their common centre, to a total size."""
    whole = shapely.union_all(regions)
    factor = float(np.sqrt(total_km2 * M2_PER_KM2 / whole.area))
    pivot = np.array([whole.centroid.x, whole.centroid.y])
    return [shapely.transform(region, lambda xy: (xy - pivot) * factor + pivot) for region in regions]


def grid_points(region: Polygon, spacing_m: float) -> NDArray[np.float64]:
    """Lay a square grid over a region.

    Parameters
    ----------
    region
        The region.
    spacing_m
        Distance between grid points, metres; they lie on multiples of it plus one half.

    Returns
    -------
    NDArray[np.float64]
        (n_points, 2) the points inside, metres, row by row.
    """
    west, south, east, north = region.bounds
    x = (np.arange(np.floor(west / spacing_m), np.ceil(east / spacing_m)) + 0.5) * spacing_m
    y = (np.arange(np.floor(south / spacing_m), np.ceil(north / spacing_m)) + 0.5) * spacing_m
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    shapely.prepare(region)
    return points[shapely.contains_xy(region, points[:, 0], points[:, 1])]


def tile(region: Polygon, points: NDArray[np.float64], owner: NDArray[np.int64], count: int) -> list[Polygon]:
    """Divide a region among areas: each gets what lies nearest to any of its points.

    Parameters
    ----------
    region
        The region.
    points
        (n_points, 2) distinct points inside the region, metres; the first of each area is its centre.
    owner
        (n_points,) area that each point belongs to.
    count
        Number of areas.

    Returns
    -------
    list[Polygon]
        One connected cell for each area; together they are the region.

    Notes
    -----
    These are unions of Voronoi cells, cut off at the region's edge. A piece that is separated from its area's centre
    goes to the cell that it shares the longest border with.
    """
    raw = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=region))
    cells = shapely.intersection(raw[locate(list(raw), points[:, 0], points[:, 1])], region)
    whole = [shapely.union_all(cells[owner == area]) for area in range(count)]
    pieces = [piece for shape in whole for piece in shapely.get_parts(shape) if isinstance(piece, Polygon)]
    centre = points[np.unique(owner, return_index=True)[1]]
    main = locate(pieces, centre[:, 0], centre[:, 1])
    tiles = [pieces[index] for index in main]
    return _give_away([pieces[index] for index in np.setdiff1d(np.arange(len(pieces)), main)], tiles)


def _give_away(loose: list[Polygon], tiles: list[Polygon]) -> list[Polygon]:
    """Join each loose piece to the tile that it shares the longest border with."""
    waiting = 0
    while loose:
        piece = loose.pop(0)
        shared = [shapely.intersection(piece.boundary, tile.boundary).length for tile in tiles]
        keeper = int(np.argmax(shared))
        joined = shapely.union(tiles[keeper], piece)
        if isinstance(joined, Polygon):
            tiles[keeper], waiting = joined, 0
        elif waiting > len(loose):
            message = f"{len(loose) + 1} pieces of a region touch no area"
            raise ValueError(message)
        else:
            loose.append(piece)
            waiting += 1
    return tiles


def locate(shapes: Sequence[Shape], x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> NDArray[np.int64]:
    """Find the shape that each point is in.

    Parameters
    ----------
    shapes
        The shapes, metres.
    x_m, y_m
        (n_points,) points, metres.

    Returns
    -------
    NDArray[np.int64]
        (n_points,) index of the shape, the lowest where there are several; -1 where there is none.
    """
    found = np.full(len(x_m), len(shapes), dtype=np.int64)
    point, shape = shapely.STRtree(shapes).query(shapely.points(x_m, y_m), predicate="intersects")
    np.minimum.at(found, point, shape)
    return np.where(found == len(shapes), -1, found)


def distances_m(shapes: Sequence[Shape], x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure how far each point is from each shape: (n_points, n_shapes) metres, 0 inside."""
    points = np.asarray(shapely.points(x_m, y_m), dtype=object)
    away: NDArray[np.float64] = shapely.distance(points[:, np.newaxis], np.array(shapes, dtype=object)[np.newaxis])
    return away


def adjacency(shapes: Sequence[Shape]) -> Neighbours:
    """Find the neighbours of each shape: those at most a metre away.

    Parameters
    ----------
    shapes
        The shapes, metres.

    Returns
    -------
    Neighbours
        Their packed lists.
    """
    tree = shapely.STRtree(shapes)
    one, other = tree.query(np.array(shapes, dtype=object), predicate="dwithin", distance=NEIGHBOUR_GAP_M)
    apart = one != other
    return neighbour_lists(len(shapes), one[apart], other[apart])


def inner_points(shapes: Sequence[Shape]) -> NDArray[np.float64]:
    """Give each shape a centre that lies inside it: (n_shapes, 2), whole metres.

    The centroid where the shape holds it, else a point on the middle of its widest part.
    """
    array = np.array(shapes, dtype=object)
    centre = shapely.centroid(array)
    inside = shapely.contains(array, centre)
    chosen = np.where(inside, centre, shapely.point_on_surface(array))
    points: NDArray[np.float64] = np.column_stack([shapely.get_x(chosen), shapely.get_y(chosen)])
    return points.round()


def areas_km2(shapes: Sequence[Shape]) -> NDArray[np.float64]:
    """Measure each shape: (n_shapes,) square kilometres, to the nearest 0.0001."""
    km2: NDArray[np.float64] = shapely.area(np.array(shapes, dtype=object)) / M2_PER_KM2
    return km2.round(4)


def to_wkb(shapes: Sequence[Shape]) -> tuple[bytes, ...]:
    """Write each shape as well-known binary."""
    return tuple(shapely.to_wkb(shape) for shape in shapes)
