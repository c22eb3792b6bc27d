"""What stated visits prevent, in compiled code: the rules of `sim.street.stock` and `sim.street.calls` without a street.

Visits are known beforehand, so that the stock of each area is a list of stretches of constant gain, and a call looks up
its stretch. Calls are those of a history in which nothing is prevented; effects are never backfire, so that no call is
spare: without patrol all of them happen.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.demand.records import DETERRABLE, NO_CALL, UNREPORTED
from sim.jit import helper, kernel
from sim.street.stock import faded

HAPPENED, KNOWN, RECORDED = 1, 2, 4
"""Bits of a fate: it happened; it did and somebody reports it whatever patrol does; it did and is on record."""
STRETCHES_PER_VISIT = 3


@kernel
def lay_out_stock(
    first_visit: NDArray[np.int64],
    begin_min: NDArray[np.float64],
    end_min: NDArray[np.float64],
    weight: float,
    fresh_min: float,
    stale_gain: float,
    renew_gap_min: float,
    decay_per_min: float,
    first_stretch: NDArray[np.int64],
    since_min: NDArray[np.float64],
    stock: NDArray[np.float64],
    gain: NDArray[np.float64],
) -> None:
    """Lay out the stock of every area as stretches of constant gain.

    Parameters
    ----------
    first_visit
        (n_areas + 1,) where each area's visits begin.
    begin_min, end_min
        (n_visits,) visits, area by area in the order of time; none begins before the one before it has ended.
    weight, fresh_min, stale_gain, renew_gap_min, decay_per_min
        How presence builds and fades, as in `sim.street.setting.Rules`.
    first_stretch
        (n_areas + 1,) where each area's stretches begin, changed in place.
    since_min, stock, gain
        (3 * n_visits,) when each stretch begins, the stock then, and what a minute adds; changed in place.
    """
    row = 0
    for area in range(first_visit.size - 1):
        first_stretch[area] = row
        value, since, fresh, left = 0.0, 0.0, 0.0, -math.inf
        for visit in range(first_visit[area], first_visit[area + 1]):
            begin, end = begin_min[visit], end_min[visit]
            value = faded(value, begin - since, 0.0, decay_per_min)
            if begin - left >= renew_gap_min:
                fresh = fresh_min
            in_full = min(fresh, end - begin)
            if in_full > 0.0:
                since_min[row], stock[row], gain[row] = begin, value, weight
                value = faded(value, in_full, weight, decay_per_min)
                row += 1
            if end - begin > in_full:
                since_min[row], stock[row], gain[row] = begin + in_full, value, weight * stale_gain
                value = faded(value, end - begin - in_full, weight * stale_gain, decay_per_min)
                row += 1
            since_min[row], stock[row], gain[row] = end, value, 0.0
            row += 1
            fresh, since, left = fresh - in_full, end, end
    first_stretch[first_visit.size - 1] = row


@helper
def stock_at(
    area: int,
    now_min: float,
    decay_per_min: float,
    first_stretch: NDArray[np.int64],
    since_min: NDArray[np.float64],
    stock: NDArray[np.float64],
    gain: NDArray[np.float64],
    at: NDArray[np.int64],
) -> float:
    """Give the stock of an area; times never go back, so that `at`, (n_areas,) the stretch last looked at, moves on."""
    until = first_stretch[area + 1]
    row = at[area]
    if row == until or now_min < since_min[row]:
        return 0.0
    while row + 1 < until and since_min[row + 1] <= now_min:
        row += 1
    at[area] = row
    return faded(stock[row], now_min - since_min[row], gain[row], decay_per_min)


@kernel
def settle_calls(
    calls: NDArray[np.void],
    beta: NDArray[np.float64],
    diffusion: float,
    displacement: float,
    reporting: float,
    decay_per_min: float,
    neighbour_start: NDArray[np.int32],
    neighbour: NDArray[np.int16],
    first_stretch: NDArray[np.int64],
    since_min: NDArray[np.float64],
    stock: NDArray[np.float64],
    gain: NDArray[np.float64],
    fate: NDArray[np.uint8],
    where: NDArray[np.int16],
) -> None:
    """Settle every call of a history: whether it happens under patrol, where, and whether it is recorded.

    Parameters
    ----------
    calls
        (n_calls,) `sim.demand.records.CALL`, by time.
    beta
        (n_types,) deterrence per minute of stock, not negative.
    diffusion, displacement, reporting, decay_per_min
        As in `sim.street.setting.Rules`.
    neighbour_start, neighbour
        Neighbours of all areas, as in `sim.county.model.County`.
    first_stretch, since_min, stock, gain
        What `lay_out_stock` gives.
    fate
        (n_calls,) bits `HAPPENED`, `KNOWN` and `RECORDED`, changed in place.
    where
        (n_calls,) area in which it happens, changed in place.
    """
    at = first_stretch[:-1].copy()
    for call in range(calls.size):
        row = calls[call]
        area, flags, parent = int(row["area"]), int(row["flags"]), int(row["parent"])
        fate[call], where[call] = 0, area
        if parent != NO_CALL and fate[parent] & HAPPENED == 0:
            continue
        rate = beta[row["type"]] if flags & DETERRABLE else 0.0
        silent = flags & UNREPORTED != 0
        felt = 0.0
        if rate > 0.0 or (silent and reporting > 0.0):
            felt = stock_at(area, row["call_min"], decay_per_min, first_stretch, since_min, stock, gain, at)
            first, last = neighbour_start[area], neighbour_start[area + 1]
            if diffusion > 0.0 and last > first:
                total = 0.0
                for pair in range(first, last):
                    total += stock_at(
                        int(neighbour[pair]),
                        row["call_min"],
                        decay_per_min,
                        first_stretch,
                        since_min,
                        stock,
                        gain,
                        at,
                    )
                felt += diffusion * total / (last - first)
        if rate > 0.0 and row["u"] >= math.exp(-rate * felt):
            if row["v"] >= displacement:
                continue
            where[call] = row["moved_area"]
        if not silent:
            fate[call] = HAPPENED | KNOWN | RECORDED
        elif row["report"] < 1.0 - math.exp(-reporting * felt):
            fate[call] = HAPPENED | RECORDED
        else:
            fate[call] = HAPPENED


@kernel
def count_calls(
    kind: NDArray[np.int16],
    harm: NDArray[np.float64],
    period: NDArray[np.int64],
    is_there: NDArray[np.bool_],
    area: NDArray[np.int16],
    counts: NDArray[np.float64],
) -> None:
    """Count calls by outcome, area and period.

    Parameters
    ----------
    kind
        (n_calls,) row of the outcome that a call counts for beside all crime and harm; -1 for what leaves no record.
    harm
        (n_calls,) harm of each.
    period
        (n_calls,) period of the pilot; -1 outside all.
    is_there
        (n_calls,) whether to count it.
    area
        (n_calls,) where.
    counts
        (n_outcomes, n_areas, n_periods), changed in place: row 0 is all crime, row 1 anti-social behaviour, row 2 harm.
    """
    for call in range(kind.size):
        row, column = int(kind[call]), int(period[call])
        if row < 0 or column < 0 or not is_there[call]:
            continue
        here = int(area[call])
        if row > 1:
            counts[0, here, column] += 1.0
        counts[row, here, column] += 1.0
        counts[2, here, column] += harm[call]
