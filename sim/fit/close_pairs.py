"""Pairs of calls that are close in space and time, counted by distance and delay, with all that a fit holds against them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from sim.clock import DAYS_PER_WINDOW
from sim.fit.events import Events
from sim.fit.kernels import weigh_pairs

EDGE_M = np.array([50.0, 100.0, 150.0, 200.0, 300.0, 400.0, 500.0, 600.0, 800.0, 1000.0])
EDGE_DAYS = np.array([1.0, 2.0, 4.0, 7.0, 10.0, 14.0, 21.0, 28.0, 42.0, 60.0, 90.0, 120.0, 180.0])
"""Bands of distance, metres, and of delay, days; the widest delays show what is there without near-repeats."""
GROUPS = 25
"""Parts of the county that are left out in turn to see how sure a fit is."""
TYPICAL_PER_M2_DAY = 1e-7
"""Calls a square metre and day at which chance gives about as many close pairs as near-repeats of middling strength
(evidence §6: branching .15, ten days, 150 m) do; pairs of busier places weigh less."""
_NEIGHBOUR = 40
_MIDDLE_DAYS = (np.concatenate([[0.0], EDGE_DAYS[:-1]]) + EDGE_DAYS) / 2
_HARDLY_ANY = 1e-9


class ClosePairs(NamedTuple):
    """Pairs by distance and delay.

    Parameters
    ----------
    weight
        (n_groups, 2 * n_bands, n_delays) weights of pairs: first of those in two areas, then of those in one.
    squares
        (2 * n_bands, n_delays) their squares, of all groups.
    calls
        (n_groups,) weights of calls.
    by_delay
        (n_delays,) pairs of each delay at any distance, as a share of all those counted.
    in_log
        (n_delays,) share of calls after which so long a delay still lies in the log.
    same_month
        (n_delays,) correlation of an area's good and bad months.
    in_one
        (n_bands,) share of the surroundings of a call, at each distance, that lies in its own area.
    """

    weight: NDArray[np.float64]
    squares: NDArray[np.float64]
    calls: NDArray[np.float64]
    by_delay: NDArray[np.float64]
    in_log: NDArray[np.float64]
    same_month: NDArray[np.float64]
    in_one: NDArray[np.float64]

    def without(self, part: int | None) -> tuple[NDArray[np.float64], float]:
        """Give the (2 * n_bands, n_delays) weights of pairs and the weight of calls, one part of the county left out."""
        kept = np.arange(GROUPS) != (-1 if part is None else part)
        return self.weight[kept].sum(axis=0), float(self.calls[kept].sum())


def count_close_pairs(events: Events, month_correlation: float) -> ClosePairs:
    """Count pairs by distance and delay, those of busy places for less.

    Parameters
    ----------
    events
        The calls.
    month_correlation
        Correlation of an area's good and bad months, from one window of 28 days to the next.

    Returns
    -------
    ClosePairs
        The pairs.
    """
    place = np.column_stack([events.x_m, events.y_m])
    distance = np.asarray(cKDTree(place).query(place, k=_NEIGHBOUR + 1)[0])[:, -1]
    density = _NEIGHBOUR / (math.pi * np.maximum(distance, 1.0) ** 2) / events.until_day
    weight = 1 / (1 + density / TYPICAL_PER_M2_DAY)
    group = parts_of_county(place)
    table = np.empty((GROUPS, 2 * EDGE_M.size, EDGE_DAYS.size))
    squares = np.empty(table.shape[1:])
    weigh_pairs(*events[:4], weight / density, group, EDGE_M, EDGE_DAYS, table, squares)  # every call as one
    apart, together = np.split(table.sum(axis=(0, 2)), 2)
    in_one = together / np.maximum(apart + together, _HARDLY_ANY)
    weigh_pairs(*events[:4], weight, group, EDGE_M, EDGE_DAYS, table, squares)
    later = np.searchsorted(events.day, events.day + EDGE_DAYS[:, np.newaxis], side="right")
    within = (later - np.arange(1, events.day.size + 1)).sum(axis=1).astype(np.float64)
    share = np.diff(within, prepend=0.0) / within[-1]
    in_log = 1 - _MIDDLE_DAYS / events.until_day
    calls = np.bincount(group, weight, minlength=GROUPS).astype(np.float64)
    return ClosePairs(table, squares, calls, share, in_log, _same_month(month_correlation), in_one)


def parts_of_county(place: NDArray[np.float64]) -> NDArray[np.int64]:
    """Divide (n, 2) places into parts with as many calls each, (n,): strips from west to east, cut from south to north."""
    strips = round(math.sqrt(GROUPS))
    rank = np.argsort(np.argsort(place[:, 0], kind="stable"), kind="stable")
    strip = rank * strips // rank.size
    part = np.empty(rank.size, dtype=np.int64)
    for number in range(strips):
        inside = np.flatnonzero(strip == number)
        along = np.argsort(np.argsort(place[inside, 1], kind="stable"), kind="stable")
        part[inside] = number * strips + along * strips // inside.size
    return part


def _same_month(correlation: float) -> NDArray[np.float64]:
    """Give the correlation of an area's good and bad months for each delay: (n_delays,).

    Two times that are less than a window of 28 days apart lie in one window or in two that follow each other, by chance.
    """
    whole = np.floor(_MIDDLE_DAYS / DAYS_PER_WINDOW)
    part = _MIDDLE_DAYS / DAYS_PER_WINDOW - whole
    same: NDArray[np.float64] = correlation**whole * (1 - part + part * correlation)
    return same
