"""The history in compiled code: place the calls and put them in order (`sim.demand.writing` writes their records).

Every number is a function of the key of the type and of the call's own number, so that calls can be drawn in any order
and none depends on how many others there are.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.demand.records import NO_CALL
from sim.demand.rows import (
    BASE,
    BROOD_SIZE,
    CHILDREN,
    DETERRED,
    EXTRA,
    FIRST_CHILD_BLOCK,
    ORPHANS,
    PLACE,
    THINNING,
    TIME,
    UNREPORTED_BROOD,
    U,
)
from sim.jit import helper, kernel
from sim.philox import PER_BLOCK, draw_block, uniform

HOURS_PER_WEEK, MINUTES_PER_HOUR = 168, 60.0
GUIDE = 1024
"""Entries of the tables that tell where a search begins."""
BELOW_ONE = 1.0 - 2.0**-53
MOST_CHILDREN = 1000
LARGEST_PIECE = 64.0
"""Mean up to which a Poisson count is drawn from one uniform."""
SPARE_OF_ONE = 1e-12
"""More than rounding makes of a number near 1."""
NO_ROOM = -1

_B0, _B1, _CHILD = np.uint64(0), np.uint64(1), np.uint64(FIRST_CHILD_BLOCK)


@helper
def build_guide(until: NDArray[np.float64], first: int, last: int, guide: NDArray[np.int32]) -> None:
    """Tell for each of `GUIDE` equal steps of a cumulative table in which of its intervals the step begins.

    Parameters
    ----------
    until
        Cumulative table; interval i is from `until[i]` to `until[i + 1]`.
    first, last
        The intervals first to last - 1 count.
    guide
        (GUIDE,) changed in place.
    """
    begin, step = until[first], (until[last] - until[first]) / GUIDE
    per_entry = 1.0 / step if step > 0.0 else 0.0
    for entry in range(GUIDE):
        guide[entry] = first
    for interval in range(first + 1, last):  # the first entry that begins in it or later; of several, the last stays
        entry = int((until[interval] - begin) * per_entry)
        while entry < GUIDE and until[interval] > begin + entry * step:
            entry += 1
        if entry < GUIDE:
            guide[entry] = interval
    for entry in range(1, GUIDE):
        guide[entry] = max(guide[entry], guide[entry - 1])


@helper
def find_interval(until: NDArray[np.float64], value: float, start: int, last: int) -> int:
    """Find the interval of a cumulative table that holds a value, looking upwards from an interval."""
    interval = start
    while interval < last - 1 and until[interval + 1] <= value:
        interval += 1
    return interval


@helper
def bisect(before: NDArray[np.float64], value: float, first: int, last: int) -> int:
    """Find the last of the rows first to last - 1 of a cumulative table that does not exceed a value."""
    low, high = first, last
    while high - low > 1:
        middle = (low + high) // 2
        if before[middle] <= value:
            low = middle
        else:
            high = middle
    return low


@helper
def point_on(until: NDArray[np.float64], mark: float, first: int, last: int) -> float:
    """Give the point of a cumulative table at a mark on [0, 1); it stays below the end."""
    value = until[first] + mark * (until[last] - until[first])
    return value if value < until[last] else until[last] * BELOW_ONE


@helper
def week_clock(weeks: NDArray[np.float64], first_hour: int, minute: float) -> float:
    """Read the clock of a type, in weeks, on which a near-repeat waits.

    Parameters
    ----------
    weeks
        (169,) cumulative hour profile of the type.
    first_hour
        Hour of the week at minute 0.
    minute
        Minutes since the start.
    """
    hours = minute / MINUTES_PER_HOUR
    whole = math.floor(hours)
    hour = int(whole) + first_hour
    week = hour // HOURS_PER_WEEK
    slot = hour - week * HOURS_PER_WEEK
    return week + weeks[slot] + (hours - whole) * (weeks[slot + 1] - weeks[slot])


@helper
def minute_on_week_clock(weeks: NDArray[np.float64], first_hour: int, at: float) -> float:
    """Give the minute since the start at which the clock of a type, in weeks, stands at a time; inverse of the above."""
    week = math.floor(at)
    value = min(at - week, BELOW_ONE)
    low = bisect(weeks, value, 0, HOURS_PER_WEEK)
    within = (value - weeks[low]) / (weeks[low + 1] - weeks[low])
    return (week * HOURS_PER_WEEK + low - first_hour + within) * MINUTES_PER_HOUR


@helper
def landing_area(landing: NDArray[np.float64], candidates: NDArray[np.int16], kind: int, area: int, mark: float) -> int:
    """Give the area in which a near-repeat of a call in an area lands."""
    column = 0
    while column < landing.shape[2] - 1 and landing[kind, area, column] <= mark:
        column += 1
    return int(candidates[kind, area, column])


@helper
def happening(kinds: NDArray[np.void], q: NDArray[np.float32], kind: int, area: int, hour_of_week: int) -> float:
    """Give the share of a type's calls put to the test that happen, here or next door: 1 - w q."""
    row = kinds[kind]["tested"]
    if row < 0:
        return 1.0
    return 1.0 - kinds[kind]["kept"] * np.float64(q[row, area, hour_of_week])


@helper
def never_occurs(kinds: NDArray[np.void], kind: int, number: np.uint64, brood: int) -> bool:
    """Tell whether a call occurs under no scenario: not deterrable, and beyond the observed rate."""
    row = kinds[kind]
    spare = row["spare"]
    if spare <= 1.0:
        return False
    words = draw_block(row["key0"], row["key1"], _B1, number, np.uint64(brood))
    return uniform(words[DETERRED % 4]) >= row["deterrable"] and uniform(words[U % 4]) * spare >= 1.0


@helper
def place_children(
    kinds: NDArray[np.void],
    weeks: NDArray[np.float64],
    first_hour: int,
    horizon: float,
    landing: NDArray[np.float64],
    candidates: NDArray[np.int16],
    placed: NDArray[np.void],
    call_min: NDArray[np.float64],
    parent: int,
    rows: int,
) -> int:
    """Draw time and area of the near-repeats of one call; give the number of calls placed, or `NO_ROOM`."""
    call = placed[parent]
    kind, brood, number = int(call["kind"]), np.uint64(call["brood"]), call["number"]
    row = kinds[kind]
    key0, key1 = row["key0"], row["key1"]
    words = draw_block(key0, key1, _B0, number, brood)
    mark = uniform(words[BROOD_SIZE])
    chance, until, children = row["childless"], row["childless"], 0
    while mark >= until and children < MOST_CHILDREN:
        children += 1
        chance *= row["children"] / children
        until += chance
    for child in range(children):
        words = draw_block(key0, key1, _CHILD + np.uint64(child), number, brood)
        its_number, its_delay, its_place = words[0], uniform(words[1]), uniform(words[2])
        clock = week_clock(weeks[kind], first_hour, call_min[parent])
        delay = -math.log1p(-its_delay) * row["decay_weeks"]
        minute = max(minute_on_week_clock(weeks[kind], first_hour, clock + delay), call_min[parent])
        if minute >= horizon or never_occurs(kinds, kind, its_number, CHILDREN):
            continue
        if rows == placed.size:
            return NO_ROOM
        mine = placed[rows]
        mine["number"], mine["parent"] = its_number, parent
        mine["area"] = landing_area(landing, candidates, kind, int(call["area"]), its_place)
        mine["kind"], mine["brood"] = kind, CHILDREN
        call_min[rows] = minute
        rows += 1
    return rows


@helper
def add_up(rates: NDArray[np.float64], frailty: NDArray[np.float64], until: NDArray[np.float64]) -> None:
    """Add up the (n_areas,) rates of areas times their frailty: (n_areas + 1,) from 0."""
    for area in range(rates.size):
        until[area + 1] = until[area] + rates[area] * frailty[area]


@helper
def place_lot(
    lot: np.void,
    kinds: NDArray[np.void],
    elapsed: NDArray[np.float64],
    weeks: NDArray[np.float64],
    first_hour: int,
    scale: NDArray[np.float64],
    least: NDArray[np.float64],
    q: NDArray[np.float32],
    landing: NDArray[np.float64],
    candidates: NDArray[np.int16],
    until: NDArray[np.float64],
    area_guide: NDArray[np.int32],
    hour_guide: NDArray[np.int32],
    placed: NDArray[np.void],
    call_min: NDArray[np.float64],
    rows: int,
) -> int:
    """Draw time and area of the calls of a lot, and of their near-repeats; the rest as in `place_calls`.

    Parameters
    ----------
    lot
        `LOT`.
    until
        (n_areas + 1,) cumulative rates of the areas.
    area_guide, hour_guide
        (GUIDE,) where the searches for an area and for an hour begin.
    rows
        Number of calls placed so far.

    Returns
    -------
    int
        Number of calls placed by now, or `NO_ROOM`.
    """
    n_areas, horizon = until.size - 1, (elapsed.shape[1] - 1) * MINUTES_PER_HOUR
    kind, brood = int(lot["kind"]), int(lot["brood"])
    begin, end = int(lot["from_hour"]), int(lot["until_hour"])
    row = kinds[kind]
    key0, key1 = row["key0"], row["key1"]
    latest = end * MINUTES_PER_HOUR * BELOW_ONE
    for place in range(lot["count"]):
        number = lot["number"] + np.uint64(place)
        words = draw_block(key0, key1, _B0, number, np.uint64(brood))
        mark = uniform(words[PLACE])
        area = find_interval(until, point_on(until, mark, 0, n_areas), area_guide[int(mark * GUIDE)], n_areas)
        thinning = uniform(words[THINNING])
        if brood == ORPHANS:
            delay = -math.log1p(-uniform(words[TIME])) * row["decay_weeks"]
            clock = week_clock(weeks[kind], first_hour, 0.0)
            minute = max(minute_on_week_clock(weeks[kind], first_hour, clock + delay), 0.0)
            if minute >= horizon:
                continue
            area = landing_area(landing, candidates, kind, area, thinning)
        else:
            mark = uniform(words[TIME])
            clock = point_on(elapsed[kind], mark, begin, end)
            hour = find_interval(elapsed[kind], clock, hour_guide[int(mark * GUIDE)], end)
            within = (clock - elapsed[kind, hour]) / (elapsed[kind, hour + 1] - elapsed[kind, hour])
            minute = min((hour + within) * MINUTES_PER_HOUR, latest)
            # most of the base is wanted at any hour: then q, which is far away in memory, need not be looked up
            if row["shaped"] != 0 and (brood != BASE or thinning * row["most_happening"] >= scale[kind, area]):
                share = happening(kinds, q, kind, area, (hour + first_hour) % HOURS_PER_WEEK)
                if brood == BASE:
                    wanted = scale[kind, area] / share
                elif brood == EXTRA:
                    wanted = (scale[kind, area] / share - 1.0) / (scale[kind, area] / least[kind, area] - 1.0)
                else:
                    wanted = least[kind, area] / share
                if thinning >= wanted:
                    continue
        if never_occurs(kinds, kind, number, brood):
            continue
        if rows == placed.size:
            return NO_ROOM
        mine = placed[rows]
        mine["number"], mine["parent"], mine["area"] = number, NO_CALL, area
        mine["kind"], mine["brood"] = kind, brood
        call_min[rows] = minute
        parent = rows
        rows += 1
        if brood == UNREPORTED_BROOD or uniform(words[BROOD_SIZE]) < row["childless"]:
            continue
        while parent < rows:
            rows = place_children(
                kinds, weeks, first_hour, horizon, landing, candidates, placed, call_min, parent, rows
            )
            if rows == NO_ROOM:
                return NO_ROOM
            parent += 1
    return rows


@kernel
def place_calls(
    lots: NDArray[np.void],
    kinds: NDArray[np.void],
    elapsed: NDArray[np.float64],
    weeks: NDArray[np.float64],
    first_hour: int,
    rates: NDArray[np.float64],
    frailty: NDArray[np.float64],
    scale: NDArray[np.float64],
    least: NDArray[np.float64],
    q: NDArray[np.float32],
    landing: NDArray[np.float64],
    candidates: NDArray[np.int16],
    placed: NDArray[np.void],
    call_min: NDArray[np.float64],
) -> int:
    """Draw time and area of all calls, each followed by its near-repeats, theirs, and so on.

    Parameters
    ----------
    lots
        (n_lots,) `LOT`: calls that are nobody's child; those of one type and window in a row.
    kinds
        (n_types,) `KIND`.
    elapsed
        (n_types, hours + 1) expected calls until each hour, for one call a year.
    weeks
        (n_types, 169) cumulative hour profiles.
    first_hour
        Hour of the week at minute 0.
    rates
        (n_rates, n_areas) relative rates by area, by `LOT.rate`.
    frailty
        (n_frailties, n_areas) by `LOT.frailty`.
    scale
        (n_types, n_areas) wanted rate at no prevention ÷ base rate of calls that are nobody's child.
    least
        (n_types, n_areas) least of 1 - w q over the hours of the week.
    q
        (n_types, n_areas, 168) share that the baseline prevents, by `KIND.tested`.
    landing, candidates
        (n_types, n_areas, k) where near-repeats land.
    placed, call_min
        (room,) the calls and their times, changed in place.

    Returns
    -------
    int
        Number of calls, parents before their children; `NO_ROOM` where they do not fit.
    """
    n_areas = rates.shape[1]
    until = np.zeros(n_areas + 1)
    area_guide, hour_guide = np.empty(GUIDE, dtype=np.int32), np.empty(GUIDE, dtype=np.int32)
    clock_kind, clock_hour = -1, -1
    rows = 0
    for at in range(lots.size):
        lot = lots[at]
        kind, begin = int(lot["kind"]), int(lot["from_hour"])
        if kind != clock_kind or begin != clock_hour:
            build_guide(elapsed[kind], begin, int(lot["until_hour"]), hour_guide)
            clock_kind, clock_hour = kind, begin
        add_up(rates[lot["rate"]], frailty[lot["frailty"]], until)
        build_guide(until, 0, n_areas, area_guide)
        rows = place_lot(
            lot,
            kinds,
            elapsed,
            weeks,
            first_hour,
            scale,
            least,
            q,
            landing,
            candidates,
            until,
            area_guide,
            hour_guide,
            placed,
            call_min,
            rows,
        )
        if rows == NO_ROOM:
            return NO_ROOM
    return rows


@kernel
def order_by_time(
    time_min: NDArray[np.float64],
    until_min: float,
    counts: NDArray[np.int32],
    order: NDArray[np.int32],
    in_order: NDArray[np.float64],
) -> None:
    """Sort times, the earlier row first among equals: into equal steps of time, then within each.

    Parameters
    ----------
    time_min
        (n,) times, at least 0.
    until_min
        A time that none exceeds, above 0.
    counts
        (n_steps + 1,) zeros; scratch.
    order
        (n,) rows in the order of their times, changed in place.
    in_order
        (n,) the times in that order, changed in place.
    """
    steps = counts.size - 1
    per_minute = steps / until_min
    for row in range(time_min.size):
        counts[min(int(time_min[row] * per_minute), steps - 1) + 1] += 1
    for step in range(steps):
        counts[step + 1] += counts[step]
    for row in range(time_min.size):
        step = min(int(time_min[row] * per_minute), steps - 1)
        place = counts[step]
        counts[step] = place + 1
        order[place] = row
        in_order[place] = time_min[row]
    for place in range(1, time_min.size):
        row, minute, to = order[place], in_order[place], place
        while to > 0 and in_order[to - 1] > minute:
            order[to], in_order[to] = order[to - 1], in_order[to - 1]
            to -= 1
        order[to], in_order[to] = row, minute


@helper
def poisson_count(mean: float, key0: np.uint64, key1: np.uint64, cell: int, word: np.uint64) -> int:
    """Draw a count of `draw_poisson` by inversion, where `word` is that of its first piece."""
    mark = uniform(word)
    if mark < 1.0 - mean - SPARE_OF_ONE or mean <= 0.0:
        return 0  # exp(-x) is above 1 - x, and where most counts are 0 that is enough to know
    pieces = int(mean / LARGEST_PIECE) + 1
    part = mean / pieces
    none = math.exp(-part)
    total = 0
    for piece in range(pieces):
        if piece > 0:
            words = draw_block(key0, key1, np.uint64(piece), np.uint64(cell // PER_BLOCK), np.uint64(0))
            mark = uniform(words[cell % PER_BLOCK])
        chance, until, count = none, none, 0
        while mark >= until and chance > 0.0:
            count += 1
            chance *= part / count
            until += chance
        total += count
    return total


@kernel
def draw_poisson(key: NDArray[np.uint64], mean: NDArray[np.float64], out: NDArray[np.int32]) -> None:
    """Add independent Poisson counts by inversion; a large mean in pieces, whose counts add up.

    Parameters
    ----------
    key
        (2,) key of the stream: piece p of count i takes word i % 4 of block p of entity i // 4.
    mean
        (n_counts,) means, at least 0.
    out
        (n_counts,) counts, added to in place.
    """
    key0, key1 = key[0], key[1]
    for first in range(0, mean.size, PER_BLOCK):
        words = draw_block(key0, key1, _B0, np.uint64(first // PER_BLOCK), np.uint64(0))
        for cell in range(first, min(first + PER_BLOCK, mean.size)):
            out[cell] += poisson_count(mean[cell], key0, key1, cell, words[cell - first])
