"""The records of a history in compiled code: what the marks of each call mean, in the order of the calls' times.

A batch of calls goes through one step after the other, so that no step waits for an unlikely branch of another, and
only helpers touch a call: a kernel would count references for every view of an array that it takes.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.demand.kernels import MINUTES_PER_HOUR, bisect
from sim.demand.records import ASB_RECORD, DETERRABLE, HATE, NO_CALL, NO_OFFENCE, UNREPORTED
from sim.demand.rows import (
    ARREST,
    CUSTODY,
    DETERRED,
    EXPONENTIAL,
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
    N_MARKS,
    OFFICERS,
    PATIENCE,
    RECORD,
    SCENE,
    SINGLES,
    SLOT,
    UNREPORTED_BROOD,
    U,
)
from sim.jit import helper, kernel
from sim.normal import fill_normals, normal
from sim.philox import PER_BLOCK, Words, draw_block, high_single, low_single, open_uniform, uniform

MINUTES_PER_DAY, MINUTES_PER_SLOT = 1440.0, 15.0
GRADE_SCHEDULED, GRADE_BY_PHONE = 3, 4
BATCH = 128
"""Calls that go through the steps together: their words stay near the processor."""

BY_PHONE, BOOKED, GIVING_UP, ARRESTED, ANY_OF_THEM = range(5)
"""Lists of those calls of a batch whose last block of words is needed."""
N_LISTS = 5

_GAMMA = np.uint64(FIRST_GAMMA_BLOCK)
_ONE = np.uint64(1)
_B4 = np.uint64(4)


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
    normal_mark: float,
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
    word, normal_mark
        The word of its mark, and what `normal` makes of it.
    number, brood
        The call.
    """
    row = kinds[kind]
    way = row["scene"]
    if way == LOGNORMAL:
        return math.exp(row["scene_a"] + row["scene_b"] * normal_mark)
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


@helper
def keep_block(words: NDArray[np.uint64], place: int, block: int, drawn: Words) -> None:
    """Put a block of a call's words into its column of (N_MARKS, BATCH)."""
    for mark in range(PER_BLOCK):
        words[PER_BLOCK * block + mark, place] = drawn[mark]


@helper
def add_if(listed: NDArray[np.int32], counts: NDArray[np.int64], which: int, place: int, belongs: bool) -> None:
    """Add a place to one of the lists if it belongs there, without a branch."""
    listed[which, counts[which]] = place
    counts[which] += int(belongs)


@helper
def write_late(
    kinds: NDArray[np.void],
    batch: NDArray[np.void],
    desk: NDArray[np.void],
    words: NDArray[np.uint64],
    listed: NDArray[np.int32],
    counts: NDArray[np.int64],
    begin: int,
    count: int,
    calls: NDArray[np.void],
    ready: NDArray[np.float64],
) -> None:
    """Write what follows of the last block of a call's words: desk work, appointments, patience and custody.

    Parameters
    ----------
    kinds, batch, desk
        `KIND` by type, `PLACED` by place in the batch, and `DESK_RULES`.
    words
        (N_MARKS, BATCH) words by mark, the last block drawn here.
    listed, counts
        (N_LISTS, BATCH) places in the batch, and (N_LISTS,) how many of them, that are to be resolved by phone, booked,
        given up and arrested.
    begin, count
        The first call of the batch, and how many there are.
    calls, ready
        (n_calls,) `CALL` records, and when each is ready, changed in place.
    """
    room = desk[0]
    for entry in range(counts[ANY_OF_THEM]):
        place = listed[ANY_OF_THEM, entry]
        mine = batch[place]
        kind = kinds[mine["kind"]]
        drawn = draw_block(kind["key0"], kind["key1"], _B4, mine["number"], np.uint64(mine["brood"]))
        keep_block(words, place, 4, drawn)
    for entry in range(counts[BY_PHONE]):
        place = listed[BY_PHONE, entry]
        calls[begin + place]["desk_min"] = room["desk_mean"] * -math.log1p(-uniform(words[LATER, place]))
    for entry in range(counts[BOOKED]):
        place = listed[BOOKED, entry]
        call = calls[begin + place]
        days = 1.0
        if room["log_later"] < 0.0:
            days += math.floor(math.log1p(-uniform(words[LATER, place])) / room["log_later"])
        slot = math.floor(uniform(words[SLOT, place]) * room["slots"])
        day = math.floor(call["call_min"] / MINUTES_PER_DAY) + days
        call["ready_min"] = day * MINUTES_PER_DAY + room["first_hour"] * MINUTES_PER_HOUR + slot * MINUTES_PER_SLOT
    for entry in range(counts[GIVING_UP]):
        place = listed[GIVING_UP, entry]
        call = calls[begin + place]
        mean = room["patience_mean"][int(call["grade"]) - 1]
        call["patience_min"] = call["ready_min"] + mean * -math.log1p(-uniform(words[PATIENCE, place]))
    for entry in range(counts[ARRESTED]):
        place = listed[ARRESTED, entry]
        normal_mark = normal(words[CUSTODY, place])
        calls[begin + place]["custody_min"] = room["custody_median"] * math.exp(room["custody_sigma"] * normal_mark)
    for to in range(begin, begin + count):
        ready[to] = calls[to]["ready_min"]


@helper
def gather(
    placed: NDArray[np.void],
    order: NDArray[np.int32],
    kinds: NDArray[np.void],
    begin: int,
    count: int,
    row_of: NDArray[np.int32],
    batch: NDArray[np.void],
    words: NDArray[np.uint64],
) -> None:
    """Fetch the next `count` calls by time, and draw those of their words that every call needs."""
    for place in range(count):
        row = order[begin + place]
        row_of[row] = begin + place
        batch[place] = placed[row]
    for place in range(count):
        mine = batch[place]
        kind, number, brood = kinds[mine["kind"]], mine["number"], np.uint64(mine["brood"])
        key0, key1 = kind["key0"], kind["key1"]
        for block in range(1, 4):
            keep_block(words, place, block, draw_block(key0, key1, np.uint64(block), number, brood))


@helper
def write_times(
    batch: NDArray[np.void],
    in_order: NDArray[np.float64],
    kinds: NDArray[np.void],
    desk: NDArray[np.void],
    points: NDArray[np.float64],
    points_before: NDArray[np.float64],
    words: NDArray[np.uint64],
    begin: int,
    count: int,
    normals: NDArray[np.float64],
    distance: NDArray[np.float64],
    outer: NDArray[np.int32],
    calls: NDArray[np.void],
) -> None:
    """Write when calls are made and can be dispatched, those with an appointment apart, and their minutes on scene."""
    room = desk[0]
    for mark in (SCENE, HANDLING):  # marks that follow each other
        fill_normals(words[mark], count, normals[mark - SCENE], outer, distance)
    for place in range(count):
        mine = batch[place]
        calls[begin + place]["scene_min"] = scene_minutes(
            kinds,
            int(mine["kind"]),
            points,
            points_before,
            words[SCENE, place],
            normals[0, place],
            mine["number"],
            np.uint64(mine["brood"]),
        )
    delays = room["handling_sigma"] > 0.0 and room["handling_median"] > 0.0
    for place in range(count):
        call, delay = calls[begin + place], room["handling_median"]
        if delays:
            delay *= math.exp(room["handling_sigma"] * normals[1, place])
        made = in_order[begin + place]
        call["call_min"], call["ready_min"], call["patience_min"] = made, made + delay, np.inf


@helper
def write_marks(
    batch: NDArray[np.void],
    kinds: NDArray[np.void],
    desk: NDArray[np.void],
    offence: NDArray[np.int16],
    offence_until: NDArray[np.float64],
    harm: NDArray[np.float64],
    neighbour_start: NDArray[np.int32],
    neighbour: NDArray[np.int16],
    moves: NDArray[np.float32],
    words: NDArray[np.uint64],
    row_of: NDArray[np.int32],
    begin: int,
    count: int,
    listed: NDArray[np.int32],
    counts: NDArray[np.int64],
    calls: NDArray[np.void],
) -> None:
    """Write what the marks of calls mean, times apart, and list the calls whose last block of words is needed."""
    room = desk[0]
    for which in range(N_LISTS):
        counts[which] = 0
    for place in range(count):
        mine, call = batch[place], calls[begin + place]
        kind, area = int(mine["kind"]), int(mine["area"])
        row = kinds[kind]
        unreported = mine["brood"] == UNREPORTED_BROOD
        call["parent"] = row_of[mine["parent"]] if mine["parent"] >= 0 else NO_CALL  # it came before
        call["area"], call["type"] = area, kind
        call["u"] = uniform(words[U, place])
        call["v"], call["report"] = low_single(words[SINGLES, place]), high_single(words[SINGLES, place])
        call["moved_area"] = moved_to(neighbour_start, neighbour, moves[kind], area, uniform(words[MOVED, place]))
        flags = DETERRABLE * int(uniform(words[DETERRED, place]) < row["deterrable"]) + UNREPORTED * int(unreported)
        flags += HATE * int(uniform(words[HATE_MARK, place]) < row["hate"])
        record = uniform(words[RECORD, place])
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
        grade = 1 + choose(row["grade_until"], uniform(words[GRADE, place]))
        call["grade"] = grade
        call["officers"] = 1 + choose(row["officers_until"], uniform(words[OFFICERS, place]))
        by_phone, booked = grade == GRADE_BY_PHONE, (grade == GRADE_SCHEDULED) & (room["books"] != 0)
        gives_up = uniform(words[GIVES_UP, place]) < room["patience_share"][grade - 1]
        arrested = (not by_phone) & (uniform(words[ARREST, place]) < row["arrest"])
        add_if(listed, counts, BY_PHONE, place, by_phone)
        add_if(listed, counts, BOOKED, place, booked)
        add_if(listed, counts, GIVING_UP, place, gives_up)
        add_if(listed, counts, ARRESTED, place, arrested)
        add_if(listed, counts, ANY_OF_THEM, place, by_phone | booked | gives_up | arrested)


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
    batch: NDArray[np.void],
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
    row_of, batch
        (n_calls,) and (BATCH,) `PLACED`; scratch.
    calls
        (n_calls,) zeros of `CALL`, changed in place.
    ready
        (n_calls,) when each is ready, again, changed in place.
    """
    words, normals, distance = np.empty((N_MARKS, BATCH), dtype=np.uint64), np.empty((2, BATCH)), np.empty(BATCH)
    listed, counts = np.empty((N_LISTS, BATCH), dtype=np.int32), np.empty(N_LISTS, dtype=np.int64)
    outer = np.empty(BATCH, dtype=np.int32)
    for begin in range(0, order.size, BATCH):
        count = min(BATCH, order.size - begin)
        gather(placed, order, kinds, begin, count, row_of, batch, words)
        write_times(
            batch,
            in_order,
            kinds,
            desk,
            points,
            points_before,
            words,
            begin,
            count,
            normals,
            distance,
            outer,
            calls,
        )
        write_marks(
            batch,
            kinds,
            desk,
            offence,
            offence_until,
            harm,
            neighbour_start,
            neighbour,
            moves,
            words,
            row_of,
            begin,
            count,
            listed,
            counts,
            calls,
        )
        write_late(kinds, batch, desk, words, listed, counts, begin, count, calls, ready)
