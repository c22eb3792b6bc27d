"""Roads: a graph over areas, three speeds, shortest times and the first step of every way.

Times between neighbours are rounded to 1/1,024 of a minute. Sums of such numbers are exact in floating point, so
every machine finds the same shortest ways, ties are real ties, and the minutes along a way add up to the minute.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from sim.county.model import Travel
from sim.county.travel_config import Roads, TravelParameters

TICKS_PER_MIN = 1_024
MINUTES_PER_HOUR = 60.0
METRES_PER_KM = 1_000.0
TRUNK_FROM_KM = 1.2
"""A stretch between two urban areas is a main road only from this length, km: shorter ones are streets."""


class Ground(NamedTuple):
    """What the road builder knows of the areas.

    Parameters
    ----------
    x_m, y_m
        (n_areas,) centres, metres.
    area_km2
        (n_areas,) sizes, square kilometres.
    is_urban
        (n_areas,) whether an area is urban.
    neighbour_start, neighbour
        Neighbours, as in `sim.county.model.County`.
    hubs
        (n_hubs,) areas that main roads join: those with a police station.
    """

    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    area_km2: NDArray[np.float64]
    is_urban: NDArray[np.bool_]
    neighbour_start: NDArray[np.int32]
    neighbour: NDArray[np.int16]
    hubs: NDArray[np.int16]


def build_travel(ground: Ground, parameters: TravelParameters) -> Travel:
    """Work out travel times between all areas from a graph of roads.

    Parameters
    ----------
    ground
        The areas.
    parameters
        Speeds and circuity, congestion and blue lights.

    Returns
    -------
    Travel
        Times, first steps, congestion and blue-light factor. A trip inside an area never takes longer than the one to
        the nearest other area, so that a unit that is there already is always the nearest.

    Raises
    ------
    ValueError
        If the parameters have no speeds.
    """
    roads = parameters.roads
    if roads is None:
        message = "travel times need travel.roads: speeds and circuity"
        raise ValueError(message)
    return _travel_over(road_graph(ground, roads), ground, parameters)


class Link(NamedTuple):
    """A way between two areas, in 1/1,024 minutes."""

    one: int
    other: int
    ticks: int


def travel_over_links(links: list[Link], ground: Ground, parameters: TravelParameters) -> Travel:
    """Work out travel times between all areas, which links join; the rest as for `build_travel`."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(ground.x_m)))
    graph.add_edges_from((link.one, link.other, {"ticks": link.ticks}) for link in links)
    return _travel_over(graph, ground, parameters)


def _travel_over(graph: nx.Graph[int], ground: Ground, parameters: TravelParameters) -> Travel:
    """Work out travel times between all areas over a connected graph of roads."""
    roads = parameters.roads
    if roads is None:
        message = "travel times need travel.roads: speeds and circuity"
        raise ValueError(message)
    minutes, next_hop = shortest_ways(graph)
    inside = intra_area_min(ground, roads)
    if len(inside) > 1:
        inside = np.minimum(inside, np.where(np.eye(len(inside), dtype=bool), np.inf, minutes).min(axis=1))
    np.fill_diagonal(minutes, _ticks(inside) / TICKS_PER_MIN)
    return as_travel(minutes, next_hop, parameters)


def as_travel(minutes: NDArray[np.float64], next_hop: NDArray[np.int16], parameters: TravelParameters) -> Travel:
    """Put minutes and first steps together with congestion and blue lights."""
    return Travel(
        base_min=minutes.astype(np.float32),
        next_hop=next_hop,
        hour_factor=np.array(parameters.hour_factor.values, dtype=np.float64),
        blue_light_factor=parameters.blue_light_factor.value,
    )


def road_graph(ground: Ground, roads: Roads) -> nx.Graph[int]:
    """Join neighbouring areas by roads and give every road its class and time.

    Parameters
    ----------
    ground
        The areas.
    roads
        Speeds and circuity.

    Returns
    -------
    networkx.Graph
        Nodes are area indices; edges have ``km`` by road, ``kind`` (urban, rural or trunk) and ``ticks``, their time
        in 1/1,024 minutes, at least 1. Connected: separate parts are joined where they are nearest.

    Notes
    -----
    Main roads run along the quickest ways between the hubs of neighbouring towns (hubs with no third one in the circle
    between them, the Gabriel graph), except on short stretches inside a town.
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(ground.x_m)))
    owner = np.repeat(np.arange(len(ground.x_m)), np.diff(ground.neighbour_start))
    for one, other in zip(owner.tolist(), ground.neighbour.tolist(), strict=True):
        if one < other:
            _add_road(graph, ground, roads, one, other)
    _join_parts(graph, ground, roads)
    _mark_trunk_roads(graph, ground, roads)
    return graph


def _add_road(graph: nx.Graph[int], ground: Ground, roads: Roads, one: int, other: int) -> None:
    """Add the road between two areas, urban or rural."""
    straight_m = float(np.hypot(ground.x_m[one] - ground.x_m[other], ground.y_m[one] - ground.y_m[other]))
    km = round(straight_m) / METRES_PER_KM * roads.circuity.value
    kind = "urban" if ground.is_urban[one] and ground.is_urban[other] else "rural"
    speed = roads.urban_km_h.value if kind == "urban" else roads.rural_km_h.value
    graph.add_edge(one, other, km=km, kind=kind, ticks=_road_ticks(km, speed))


def _road_ticks(km: float, speed_km_h: float) -> int:
    """Give the time of a stretch in ticks, at least one."""
    return max(1, round(km / speed_km_h * MINUTES_PER_HOUR * TICKS_PER_MIN))


def _ticks(minutes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round minutes to ticks."""
    return np.round(minutes * TICKS_PER_MIN)


def _join_parts(graph: nx.Graph[int], ground: Ground, roads: Roads) -> None:
    """Bridge the gap between separate parts of the graph, nearest part first, until all is one."""
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part[0]))
    mainland, islands = parts[0], parts[1:]
    while islands:
        bridges = [_bridge(ground, island, mainland) for island in islands]
        nearest = min(range(len(islands)), key=lambda part: bridges[part])
        _, one, other = bridges[nearest]
        _add_road(graph, ground, roads, one, other)
        mainland = mainland + islands.pop(nearest)


def _bridge(ground: Ground, island: list[int], mainland: list[int]) -> tuple[float, int, int]:
    """Find the shortest gap between two sets of areas: its length in metres, and both ends."""
    gap = np.hypot(
        ground.x_m[island][:, np.newaxis] - ground.x_m[mainland],
        ground.y_m[island][:, np.newaxis] - ground.y_m[mainland],
    )
    one, other = np.unravel_index(int(np.argmin(gap)), gap.shape)
    return float(gap[one, other]), island[int(one)], mainland[int(other)]


def _mark_trunk_roads(graph: nx.Graph[int], ground: Ground, roads: Roads) -> None:
    """Make main roads of the quickest ways between neighbouring hubs."""
    hubs = np.unique(ground.hubs).astype(np.int64)
    one, other = gabriel_pairs(ground.x_m[hubs], ground.y_m[hubs])
    pairs = [(int(hubs[a]), int(hubs[b])) for a, b in zip(one, other, strict=True) if a < b]
    ways = [nx.dijkstra_path(graph, start, end, weight="ticks") for start, end in pairs]
    for way in ways:
        for start, end in pairwise(way):
            road = graph.edges[start, end]
            if road["kind"] == "rural" or road["km"] >= TRUNK_FROM_KM * roads.circuity.value:
                road["kind"] = "trunk"
                road["ticks"] = min(road["ticks"], _road_ticks(road["km"], roads.trunk_km_h.value))


def gabriel_pairs(x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pair points that have no third point strictly inside the circle between them.

    Parameters
    ----------
    x_m, y_m
        (n_points,) metres.

    Returns
    -------
    tuple[NDArray[np.int64], NDArray[np.int64]]
        First and second point of every pair, in both directions. The graph is connected (Gabriel & Sokal 1969).
    """
    square = (x_m[:, np.newaxis] - x_m) ** 2 + (y_m[:, np.newaxis] - y_m) ** 2
    paired = ~np.eye(len(x_m), dtype=bool)
    for third in range(len(x_m)):
        detour = square[third][:, np.newaxis] + square[third]
        paired &= detour >= square
    one, other = np.nonzero(paired)
    return one.astype(np.int64), other.astype(np.int64)


def shortest_ways(graph: nx.Graph[int]) -> tuple[NDArray[np.float64], NDArray[np.int16]]:
    """Find the shortest time between all areas, and the first step of each way.

    Parameters
    ----------
    graph
        A connected graph with ``ticks`` on its edges, at least 1.

    Returns
    -------
    tuple[NDArray[np.float64], NDArray[np.int16]]
        (n_areas, n_areas) minutes, 0 on the diagonal; and the first area on the way from row to column, the lowest
        index where several are as good.
    """
    size = graph.number_of_nodes()
    edges = [(one, other, int(road["ticks"])) for one, other, road in graph.edges(data=True)]
    one, other, ticks = np.array(edges, dtype=np.int64).reshape(-1, 3).T
    links = csr_array((np.tile(ticks, 2), (np.r_[one, other], np.r_[other, one])), shape=(size, size), dtype=np.float64)
    total = np.asarray(dijkstra(links), dtype=np.float64)
    next_hop = np.full((size, size), size, dtype=np.int64)
    for step, end, time in edges + [(end, step, time) for step, end, time in edges]:
        on_the_way = total[step] == time + total[end]
        next_hop[step, on_the_way] = np.minimum(next_hop[step, on_the_way], end)
    np.fill_diagonal(next_hop, np.arange(size))
    return total / TICKS_PER_MIN, next_hop.astype(np.int16)


def intra_area_min(ground: Ground, roads: Roads) -> NDArray[np.float64]:
    """Give the mean time of a trip inside each area: (n_areas,) minutes.

    Parameters
    ----------
    ground
        The areas.
    roads
        Speeds and circuity.

    Notes
    -----
    Mean distance c √A by the square-root law (Kolesar & Blum 1973), times circuity; time by the accelerate-cruise form
    (Larson & Odoni 1981, §3.7.2) with v/a = `start_stop_min`: 2 √(t v/a) where the cruising time t = d/v is below v/a,
    else t + v/a.
    """
    km = roads.intra_area.value * np.sqrt(ground.area_km2) * roads.circuity.value
    speed = np.where(ground.is_urban, roads.urban_km_h.value, roads.rural_km_h.value)
    cruise = km / speed * MINUTES_PER_HOUR
    lost = roads.start_stop_min.value
    minutes: NDArray[np.float64] = np.where(cruise <= lost, 2 * np.sqrt(cruise * lost), cruise + lost)
    return minutes
