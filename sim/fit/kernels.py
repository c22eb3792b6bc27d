"""Compiled loops over pairs of calls that are close in space, in time, or both."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.jit import kernel


@kernel
def weigh_pairs(
    day: NDArray[np.float64],
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    area: NDArray[np.int64],
    weight: NDArray[np.float64],
    group: NDArray[np.int64],
    edge_m: NDArray[np.float64],
    edge_days: NDArray[np.float64],
    table: NDArray[np.float64],
    squares: NDArray[np.float64],
) -> None:
    """Add up the weights of close pairs of calls by distance and delay.

    Parameters
    ----------
    day
        (n,) days since any origin, rising.
    x_m, y_m
        (n,) metres.
    area
        (n,) area of each call.
    weight
        (n,) weight of each call; a pair weighs the geometric mean of its two.
    group
        (n,) group of each call; a pair belongs to that of its earlier call.
    edge_m, edge_days
        (n_bands,) and (n_delays,) upper ends of the bands, rising; a pair lies in the first whose end it does not pass.
    table
        (n_groups, 2 * n_bands, n_delays) sums of weights, first of pairs in two areas, then of pairs in one; written in
        place.
    squares
        (2 * n_bands, n_delays) sums of squared weights; written in place.
    """
    table[:] = 0.0
    squares[:] = 0.0
    reach_m, reach_days = edge_m[edge_m.size - 1], edge_days[edge_days.size - 1]
    for later in range(day.size):
        earlier = later - 1
        while earlier >= 0 and day[later] - day[earlier] <= reach_days:
            dx, dy = x_m[later] - x_m[earlier], y_m[later] - y_m[earlier]
            if dx * dx + dy * dy <= reach_m * reach_m:
                distance, delay = math.sqrt(dx * dx + dy * dy), day[later] - day[earlier]
                band, slot = 0, 0
                while band < edge_m.size - 1 and distance > edge_m[band]:
                    band += 1
                while delay > edge_days[slot]:
                    slot += 1
                if area[earlier] == area[later]:
                    band += edge_m.size
                both = weight[earlier] * weight[later]
                table[group[earlier], band, slot] += math.sqrt(both)
                squares[band, slot] += both
            earlier -= 1


@kernel
def near_pairs(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    edge_m: NDArray[np.float64],
    begin: int,
    one: NDArray[np.int32],
    other: NDArray[np.int32],
    band: NDArray[np.int8],
) -> tuple[int, int]:
    """Find pairs of calls that are close in space, whatever their times, as many as there is room for.

    Parameters
    ----------
    x_m, y_m
        (n,) metres, `x_m` rising: calls further west than any pair reaches are not looked at.
    edge_m
        (n_bands,) upper ends of the bands of distance, metres, rising.
    begin
        The call to begin with: pairs of a call are those with calls further west.
    one, other, band
        (room,) both calls of each pair and the band of their distance; written in place. The room is n at least, so that
        it takes all pairs of any one call.

    Returns
    -------
    tuple[int, int]
        Number of pairs written, and the call to go on with, all of whose pairs are still to be written; n at the end.
    """
    reach = edge_m[edge_m.size - 1]
    found = 0
    for here in range(begin, x_m.size):
        before = found
        for there in range(here - 1, -1, -1):
            dx, dy = x_m[here] - x_m[there], y_m[here] - y_m[there]
            if dx > reach:
                break
            if abs(dy) > reach:
                continue
            distance = math.sqrt(dx * dx + dy * dy)
            if distance > reach:
                continue
            if found == one.size:
                return before, here
            slot = 0
            while distance > edge_m[slot]:
                slot += 1
            one[found], other[found], band[found] = here, there, slot
            found += 1
    return found, x_m.size


@kernel
def count_close(
    one: NDArray[np.int32],
    other: NDArray[np.int32],
    band: NDArray[np.int8],
    day: NDArray[np.float64],
    edge_days: NDArray[np.float64],
    table: NDArray[np.int64],
) -> None:
    """Add pairs to a table by bands of distance and of time.

    Parameters
    ----------
    one, other, band
        (n_pairs,) pairs, as `near_pairs` writes them.
    day
        (n,) days since any origin, in any order.
    edge_days
        (n_times,) upper ends of the bands of time, days, rising.
    table
        (n_bands, n_times) pairs; added to in place.
    """
    for pair in range(one.size):
        delay = abs(day[one[pair]] - day[other[pair]])
        for slot in range(edge_days.size):
            if delay <= edge_days[slot]:
                table[band[pair], slot] += 1
                break
