"""The history in compiled code: place the calls, put them in order, write their records.

Every number is a function of the key of the type and of the call's own number, so that calls can be drawn in any order
and none depends on how many others there are.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.demand.records import ASB_RECORD, DETERRABLE, HATE, NO_CALL, NO_OFFENCE, UNREPORTED
from sim.demand.rows import (
    ARREST,
    BASE,
    BROOD_SIZE,
    CHILDREN,
    CUSTODY,
    DETERRED,
    EXPONENTIAL,
    EXTRA,
    FIRST_CHILD_BLOCK,
    FIRST_GAMMA_BLOCK,
    FIXED,
    GAMMA,
    GIVES_UP,
    GRADE,
    HANDLING,
    HATE_MARK,
    LATER,
    LISTED,
    LOGNORMAL,
    MOVED,
    OFFICERS,
    ORPHANS,
    PATIENCE,
    PLACE,
    RECORD,
    SCENE,
    SINGLES,
    SLOT,
    THINNING,
    TIME,
    UNREPORTED_BROOD,
    U,
)
from sim.jit import helper, kernel
from sim.normal import normal
from sim.philox import NO_WORDS, draw_block, high_single, low_single, open_uniform, uniform

HOURS_PER_WEEK, MINUTES_PER_HOUR, MINUTES_PER_DAY = 168, 60.0, 1440.0
MINUTES_PER_SLOT = 15.0
GRADE_SCHEDULED, GRADE_BY_PHONE = 3, 4
GUIDE = 1024
"""Entries of the tables that tell where a search begins."""
BELOW_ONE = 1.0 - 2.0**-53
MOST_CHILDREN = 1000
LARGEST_PIECE = 64.0
"""Mean up to which a Poisson count is drawn from one uniform."""
NO_ROOM = -1

_B0, _B1, _B2, _B3, _B4 = (np.uint64(block) for block in range(5))
_CHILD, _GAMMA = np.uint64(FIRST_CHILD_BLOCK), np.uint64(FIRST_GAMMA_BLOCK)
_ONE = np.uint64(1)


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
    begin, step, interval = until[first], (until[last] - until[first]) / GUIDE, first
    for entry in range(GUIDE):
        at = begin + entry * step
        while interval < last - 1 and until[interval + 1] <= at:
            interval += 1
        guide[entry] = interval


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
    n_areas, n_hours = rates.shape[1], elapsed.shape[1] - 1
    horizon = n_hours * MINUTES_PER_HOUR
    until = np.zeros(n_areas + 1)
    area_guide, hour_guide = np.empty(GUIDE, dtype=np.int32), np.empty(GUIDE, dtype=np.int32)
    clock_kind, clock_hour = -1, -1
    rows = 0
    for at in range(lots.size):
        lot = lots[at]
        count = lot["count"]
        if count == 0:
            continue
        kind, brood = int(lot["kind"]), int(lot["brood"])
        begin, end = int(lot["from_hour"]), int(lot["until_hour"])
        row = kinds[kind]
        key0, key1 = row["key0"], row["key1"]
        if kind != clock_kind or begin != clock_hour:
            build_guide(elapsed[kind], begin, end, hour_guide)
            clock_kind, clock_hour = kind, begin
        rate, weather = lot["rate"], lot["frailty"]
        for area in range(n_areas):
            until[area + 1] = until[area] + rates[rate, area] * frailty[weather, area]
        build_guide(until, 0, n_areas, area_guide)
        latest = end * MINUTES_PER_HOUR * BELOW_ONE
        for place in range(count):
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
def choose(until: NDArray[np.float64], mark: float) -> int:
    """Choose among four with cumulative shares (3,), without a branch."""
    return int(until[0] <= mark) + int(until[1] <= mark) + int(until[2] <= mark)


@helper
def moved_to(
    neighbour_start: NDArray[np.int32],
    neighbour: NDArray[np.int16],
    before: NDArray[np.float32],
    area: int,
    mark: float,
) -> int:
    """Give the neighbour that a displaced call goes to; the area itself if it has none with such calls.

    Parameters
    ----------
    neighbour_start, neighbour
        Neighbours of all areas, as in `sim.county.model.County`.
    before
        (n_pairs,) share of an area's moves that go to its earlier neighbours; above 1 where there are none.
    area, mark
        Where the call is, and its mark.
    """
    first, last = int(neighbour_start[area]), int(neighbour_start[area + 1])
    if first == last or before[first] > 1.0:
        return area
    pair = first
    for later in range(first + 1, last):
        pair += int(before[later] <= mark)
    return int(neighbour[pair])


@helper
def gamma_variate(
    shape: float,
    key0: np.uint64,
    key1: np.uint64,
    number: np.uint64,
    brood: np.uint64,
    boost: float,
) -> float:
    """Draw from a gamma distribution of scale 1 (Marsaglia and Tsang 2000, doi:10.1145/358407.358414).

    Parameters
    ----------
    shape
        The shape.
    key0, key1, number, brood
        The call; each trial is a block of its own.
    boost
        A uniform on [0, 1) that brings a shape below 1 down from one above.
    """
    least = shape if shape >= 1.0 else shape + 1.0
    d = least - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    trial = _GAMMA
    value = -1.0
    while value < 0.0:
        words = draw_block(key0, key1, trial, number, brood)
        trial += _ONE
        x = normal(words[0])
        root = 1.0 + c * x
        if root > 0.0:
            v = root * root * root
            if math.log(open_uniform(words[1])) < 0.5 * x * x + d - d * v + d * math.log(v):
                value = d * v
    return value if shape >= 1.0 else value * math.pow(boost, 1.0 / shape)


@helper
def scene_minutes(
    kinds: NDArray[np.void],
    kind: int,
    points: NDArray[np.float64],
    points_before: NDArray[np.float64],
    word: np.uint64,
    number: np.uint64,
    brood: np.uint64,
) -> float:
    """Give the minutes on scene of a call.

    Parameters
    ----------
    kinds, kind
        Its type.
    points, points_before
        Listed minutes of all types, and the share of a type's calls before each.
    word
        The word of its mark.
    number, brood
        The call.
    """
    row = kinds[kind]
    way = row["scene"]
    if way == LOGNORMAL:
        return math.exp(row["scene_a"] + row["scene_b"] * normal(word))
    if way == FIXED:
        return row["scene_a"]
    mark = uniform(word)
    if way == EXPONENTIAL:
        return row["scene_a"] * -math.log1p(-mark)
    if way == GAMMA:
        return row["scene_b"] * gamma_variate(row["scene_a"], row["key0"], row["key1"], number, brood, mark)
    first, last = int(row["points_from"]), int(row["points_until"])
    if way == LISTED:
        return points[bisect(points_before, mark, first, last)]
    place = mark * (last - 1 - first)
    low = first + int(place)
    return points[low] + (place - int(place)) * (points[low + 1] - points[low])


@kernel
def write_calls(
    placed: NDArray[np.void],
    order: NDArray[np.int32],
    in_order: NDArray[np.float64],
    kinds: NDArray[np.void],
    desk: NDArray[np.void],
    offence: NDArray[np.int16],
    offence_until: NDArray[np.float64],
    harm: NDArray[np.float64],
    points: NDArray[np.float64],
    points_before: NDArray[np.float64],
    neighbour_start: NDArray[np.int32],
    neighbour: NDArray[np.int16],
    moves: NDArray[np.float32],
    row_of: NDArray[np.int32],
    sorted_calls: NDArray[np.void],
    calls: NDArray[np.void],
    ready: NDArray[np.float64],
) -> None:
    """Write the records of the calls in the order of their times.

    Parameters
    ----------
    placed
        (n_calls,) `PLACED`.
    order, in_order
        (n_calls,) rows of `placed` by time, and the times.
    kinds
        (n_types,) `KIND`.
    desk
        (1,) `DESK_RULES`.
    offence, offence_until
        (n_offence_rows,) the offences of each type that can occur, and their cumulative shares.
    harm
        (n_offences,) harm of a crime.
    points, points_before
        (n_points,) listed minutes on scene, and the share of a type's calls before each.
    neighbour_start, neighbour
        Neighbours of all areas.
    moves
        (n_types, n_pairs) share of an area's moves that go to its earlier neighbours; above 1 where there are none.
    row_of, sorted_calls
        (n_calls,) and (n_calls,) `PLACED`; scratch.
    calls
        (n_calls,) zeros of `CALL`, changed in place.
    ready
        (n_calls,) when each is ready, again, changed in place.
    """
    room = desk[0]
    for to in range(order.size):  # apart from what follows: here the processor can look ahead
        row_of[order[to]] = to
        sorted_calls[to] = placed[order[to]]
    for to in range(order.size):
        mine = sorted_calls[to]
        kind, number, brood = int(mine["kind"]), mine["number"], np.uint64(mine["brood"])
        area = int(mine["area"])
        row, call = kinds[kind], calls[to]
        key0, key1 = row["key0"], row["key1"]
        unreported = mine["brood"] == UNREPORTED_BROOD
        made = in_order[to]
        call["call_min"] = made
        call["parent"] = row_of[mine["parent"]] if mine["parent"] >= 0 else NO_CALL
        call["area"] = area
        call["type"] = kind
        marks = draw_block(key0, key1, _B1, number, brood)
        call["u"] = uniform(marks[U % 4])
        call["v"] = low_single(marks[SINGLES % 4])
        call["report"] = high_single(marks[SINGLES % 4])
        call["moved_area"] = moved_to(neighbour_start, neighbour, moves[kind], area, uniform(marks[MOVED % 4]))
        flags = DETERRABLE * int(uniform(marks[DETERRED % 4]) < row["deterrable"]) + UNREPORTED * int(unreported)
        marks = draw_block(key0, key1, _B2, number, brood)
        flags += HATE * int(uniform(marks[HATE_MARK % 4]) < row["hate"])
        record = uniform(marks[RECORD % 4])
        if unreported:
            record *= row["crime"]
        call["offence"], call["harm"] = NO_OFFENCE, row["harm"]
        if record < row["crime"]:
            last = int(row["offence_until"])
            entry = int(row["offence_from"])
            while entry < last - 1 and offence_until[entry] <= record:
                entry += 1
            call["offence"], call["harm"] = offence[entry], harm[offence[entry]]
        elif record < row["asb"]:
            flags += ASB_RECORD
        call["flags"] = flags
        grade = 1 + choose(row["grade_until"], uniform(marks[GRADE % 4]))
        call["grade"] = grade
        call["officers"] = 1 + choose(row["officers_until"], uniform(marks[OFFICERS % 4]))
        marks = draw_block(key0, key1, _B3, number, brood)
        call["scene_min"] = scene_minutes(kinds, kind, points, points_before, marks[SCENE % 4], number, brood)
        delay = room["handling_median"]
        if room["handling_sigma"] > 0.0 and delay > 0.0:
            delay *= math.exp(room["handling_sigma"] * normal(marks[HANDLING % 4]))
        gives_up = uniform(marks[GIVES_UP % 4]) < room["patience_share"][grade - 1]
        by_phone, booked = grade == GRADE_BY_PHONE, grade == GRADE_SCHEDULED and room["books"] != 0
        arrested = not by_phone and uniform(marks[ARREST % 4]) < row["arrest"]
        ready_min, patience_min = made + delay, np.inf
        if gives_up or by_phone or booked or arrested:
            marks = draw_block(key0, key1, _B4, number, brood)
            later = uniform(marks[LATER % 4])
            if booked:
                days = 1.0
                if room["log_later"] < 0.0:
                    days += math.floor(math.log1p(-later) / room["log_later"])
                slot = math.floor(uniform(marks[SLOT % 4]) * room["slots"])
                day = math.floor(made / MINUTES_PER_DAY) + days
                ready_min = day * MINUTES_PER_DAY + room["first_hour"] * MINUTES_PER_HOUR + slot * MINUTES_PER_SLOT
            if gives_up:
                patience_min = ready_min + room["patience_mean"][grade - 1] * -math.log1p(-uniform(marks[PATIENCE % 4]))
            if by_phone:
                call["desk_min"] = room["desk_mean"] * -math.log1p(-later)
            if arrested:
                normal_mark = normal(marks[CUSTODY % 4])
                call["custody_min"] = room["custody_median"] * math.exp(room["custody_sigma"] * normal_mark)
        call["ready_min"], call["patience_min"] = ready_min, patience_min
        ready[to] = ready_min


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
    words = NO_WORDS
    at_hand = -1
    for cell in range(mean.size):
        if mean[cell] <= 0.0:
            continue
        pieces = int(mean[cell] / LARGEST_PIECE) + 1
        part = mean[cell] / pieces
        none = math.exp(-part)
        for piece in range(pieces):
            if piece > 0 or cell // 4 != at_hand:
                words = draw_block(key[0], key[1], np.uint64(piece), np.uint64(cell // 4), np.uint64(0))
                at_hand = cell // 4 if piece == 0 else -1
            mark, chance, until, count = uniform(words[cell % 4]), none, none, 0
            while mark >= until and chance > 0.0:
                count += 1
                chance *= part / count
                until += chance
            out[cell] += count
