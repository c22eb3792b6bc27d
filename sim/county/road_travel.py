"""Travel times on real roads: between the centres of areas, and by which areas the ways lead.

Units move from area to area, so ways must be ways over areas whose times add up exactly. Of all pairs of areas those are
joined that cannot be reached over others about as quickly; a way over joined pairs is at most `DETOUR` times as long as by
road.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from sim.county.road_reader import RoadNetwork
from sim.county.roads import METRES_PER_KM, MINUTES_PER_HOUR, TICKS_PER_MIN, Ground, Link
from sim.county.source import Source
from sim.county.travel_config import Roads

DETOUR = 1.03
"""How much longer a way over areas may be than the quickest by road: 3 %, far within the range of any speed."""
FARTHEST_M = 5_000.0
"""An area whose centre is further than this from any road is not served by the file."""


class _Stretches(NamedTuple):
    """Roads between numbered nodes: (n_stretches,) both ends and minutes."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    minutes: NDArray[np.float64]


def drive_roads(network: RoadNetwork, ground: Ground, speeds: Roads, source: Source) -> list[Link] | None:
    """Join areas by the ways that real roads give.

    Parameters
    ----------
    network
        The roads.
    ground
        The areas.
    speeds
        How fast one drives from a centre to the nearest road.
    source
        Problems are added to it.

    Returns
    -------
    list[Link] | None
        Which areas are joined, and how long that takes; None where the roads do not reach an area.
    """
    size = network.x_m.size
    part = connected_components(_matrix(_Stretches(network.one, network.other, network.minutes), size))[1]
    largest = np.flatnonzero(part == np.bincount(part).argmax())
    centre = np.column_stack([ground.x_m, ground.y_m])
    gap_m, nearest = cKDTree(np.column_stack([network.x_m, network.y_m])[largest]).query(centre)
    far = np.flatnonzero(gap_m > FARTHEST_M)
    if far.size:
        what = f"{far.size} areas are more than {FARTHEST_M / METRES_PER_KM:g} km from the nearest road"
        source.wrong("roads.path", what, "check crs, and that the file covers the county")
        return None
    km_h = np.where(ground.is_urban, speeds.urban_km_h.value, speeds.rural_km_h.value)
    access_min = gap_m / METRES_PER_KM * speeds.circuity.value / km_h * MINUTES_PER_HOUR
    minutes = times_between(network, largest[nearest]) + access_min[:, np.newaxis] + access_min
    ticks = np.maximum(np.round(minutes * TICKS_PER_MIN), 1).astype(np.int64)
    return [Link(one, other, int(ticks[one, other])) for one, other in joined_pairs(ticks)]


def times_between(network: RoadNetwork, nodes: NDArray[np.intp]) -> NDArray[np.float64]:
    """Give the minutes by road between some nodes: (n, n), exactly symmetric.

    Parameters
    ----------
    network
        The roads.
    nodes
        (n,) node numbers, all in one connected part; may repeat.

    Notes
    -----
    What no way between the nodes needs goes first: dead ends, then bends, points with two stretches (which become one).
    """
    kept = np.unique(nodes)
    size = network.x_m.size
    stretches = _without_dead_ends(_Stretches(network.one, network.other, network.minutes), kept, size)
    stretches = _without_bends(stretches, kept, size)
    used, ends = np.unique(np.concatenate([kept, stretches.one, stretches.other]), return_inverse=True)
    one, other = np.split(ends[kept.size :], 2)
    matrix = _matrix(_Stretches(one, other, stretches.minutes), used.size)
    start = ends[: kept.size]
    times = dijkstra(matrix, directed=False, indices=start)[:, start]
    times = np.minimum(times, times.T)
    back = np.searchsorted(kept, nodes)
    return times[back[:, np.newaxis], back]


def joined_pairs(ticks: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Choose pairs so that ways over them are at most `DETOUR` times as long as direct.

    Parameters
    ----------
    ticks
        (n, n) direct times, symmetric.

    Returns
    -------
    list[tuple[int, int]]
        Pairs, the lower number first, the quickest pair first. Greedy: a pair is joined if those before it do not serve
        (Althöfer et al. 1993, doi 10.1007/BF02189308).
    """
    size = len(ticks)
    upper = np.triu_indices(size, 1)
    order = np.argsort(ticks[upper], kind="stable")
    way = np.full((size, size), np.inf)
    np.fill_diagonal(way, 0.0)
    joined = []
    for one, other in zip(upper[0][order].tolist(), upper[1][order].tolist(), strict=True):
        time = float(ticks[one, other])
        if way[one, other] > DETOUR * time:
            joined.append((one, other))
            _shorten(way, one, other, time)
    return joined


def _shorten(way: NDArray[np.float64], one: int, other: int, time: float) -> None:
    """Bring the times of all ways down to what a new road between two areas gives, in place."""
    for near, far in ((one, other), (other, one)):
        served = np.flatnonzero(way[:, near] + time < way[:, far])
        better = np.minimum(way[served], (way[served, near] + time)[:, np.newaxis] + way[far])
        way[served] = better
        way[:, served] = better.T


def _matrix(stretches: _Stretches, size: int) -> csr_array:
    """Lay stretches out as a matrix of minutes; of several between two nodes the quickest."""
    low, high = np.minimum(stretches.one, stretches.other), np.maximum(stretches.one, stretches.other)
    order = np.lexsort((stretches.minutes, high, low))
    low, high, minutes = low[order], high[order], stretches.minutes[order]
    first = np.ones(low.size, dtype=np.bool_)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    tiny = np.finfo(np.float64).tiny  # a stretch of no length is still a way
    return coo_array((np.maximum(minutes[first], tiny), (low[first], high[first])), shape=(size, size)).tocsr()


def _without_dead_ends(stretches: _Stretches, kept: NDArray[np.int64], size: int) -> _Stretches:
    """Drop stretches that lead nowhere, until none are left; `kept` are places to go to."""
    is_kept = np.zeros(size, dtype=np.bool_)
    is_kept[kept] = True
    while True:
        degree = np.bincount(stretches.one, minlength=size) + np.bincount(stretches.other, minlength=size)
        leaf = (degree == 1) & ~is_kept
        idle = leaf[stretches.one] | leaf[stretches.other]
        if not idle.any():
            return stretches
        stretches = _Stretches(*(part[~idle] for part in stretches))


def _without_bends(stretches: _Stretches, kept: NDArray[np.int64], size: int) -> _Stretches:
    """Make one stretch of each chain of stretches that meet two by two."""
    degree = np.bincount(stretches.one, minlength=size) + np.bincount(stretches.other, minlength=size)
    bend = degree == 2
    bend[kept] = False
    inside = bend[stretches.one] & bend[stretches.other]
    links = coo_array(
        (np.ones(int(inside.sum())), (stretches.one[inside], stretches.other[inside])), shape=(size, size)
    )
    chain = connected_components(links, directed=False)[1]
    touching = bend[stretches.one] | bend[stretches.other]
    owner = np.where(bend[stretches.one], chain[stretches.one], chain[stretches.other])
    total = np.bincount(owner[touching], stretches.minutes[touching], minlength=int(chain.max()) + 1)
    edge = touching & ~inside
    outer = np.where(bend[stretches.one], stretches.other, stretches.one)[edge]
    of_chain = owner[edge]
    order = np.argsort(of_chain, kind="stable")
    outer, of_chain = outer[order], of_chain[order]
    # a chain has two ends; a ring without any leads nowhere
    first, last = outer[0::2], outer[1::2]
    minutes = total[of_chain[0::2]]
    apart = first != last
    return _Stretches(
        np.concatenate([stretches.one[~touching], first[apart]]),
        np.concatenate([stretches.other[~touching], last[apart]]),
        np.concatenate([stretches.minutes[~touching], minutes[apart]]),
    )
