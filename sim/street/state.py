"""What the kernel works on: one named tuple of structured arrays, and how it is laid out.

All indices are rows of these arrays. Names of constants are the words of MODEL.md §4.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.street.records import DISPATCH, OUTCOME, TALLY, VISIT

NONE = -1
"""No unit, no call, no hotspot, no event."""
UNKNOWN = -2
"""Which event comes first has to be looked up."""

# What a unit is doing.
OFF, IDLE, TO_CALL, ON_SCENE, IN_CUSTODY, AT_MEAL, TO_VISIT, ON_VISIT, TO_HOME = range(9)

# Order of street events at one time (MODEL.md §4 rule 1); calls are made before they are ready.
(
    SCENE_END,
    CUSTODY_END,
    MEAL_END,
    ARRIVAL,
    VISIT_END,
    CANCELLATION,
    CALL_MADE,
    CALL_READY,
    MEAL_DUE,
    VISIT_DUE,
    NEVER,
) = range(11)

# What is still to be settled in the same instant: a call to be dispatched, or a unit to be given its next task.
TODO_CALL, TODO_UNIT = range(2)

RESPONSE, NEIGHBOURHOOD, HOTSPOT = range(3)
"""Teams, in the order of `sim.force.model`."""
N_TEAMS = 3

FULL, OUT_OF_EVENTS, OUT_OF_VISITS, OUT_OF_DISPATCHES = range(4)
"""Why the kernel came back: it reached its time, or it needs a longer event queue, visit log or dispatch log."""

SLOTS = 4_096
"""Slots of the event queue."""

SPARE_EVENTS = 64
SPARE_VISITS = 64
SPARE_DISPATCHES = 64
"""Room that must be left at the start of each step, beside one a unit on duty; one step uses far less.

A unit can be sent twice in one instant, to a call and from it to an emergency: dispatches need room for two.
"""

UNIT = np.dtype(
    [
        # what is looked at when somebody has to be found for a call
        ("loc_min", np.float64),  # from when it is at `loc`
        ("depart_min", np.float64),  # when it left `loc` for `dest`
        ("event_min", np.float64),  # when its current doing ends; nan: open end
        ("shift_end_min", np.float64),
        ("call", np.int32),
        ("at_hand_at", np.int32),  # its place in the list of units at hand
        ("loc", np.int16),
        ("dest", np.int16),
        ("district", np.int16),
        ("at_hand_in", np.int16),  # district in whose list of units at hand it is; NONE: in none
        ("crew", np.int16),  # signed, as all that is subtracted: unsigned numbers wrap round in compiled code
        ("state", np.uint8),
        ("team", np.uint8),
        ("leaving", np.uint8),
        ("noted", np.uint8),  # already on the list of what is to be settled
        ("event_kind", np.uint8),
        ("meal_taken", np.uint8),
        # the rest
        ("since_min", np.float64),  # when its current doing began
        ("duty_from_min", np.float64),
        ("shift_start_min", np.float64),
        ("meal_from_min", np.float64),  # minute of the shift from which it may stop for its meal
        ("factor", np.float64),  # congestion x blue light of the journey under way
        ("crewed_in", np.int32),  # for each *officer*: the unit that he or she is in; NONE: none
        ("mate", np.int32),  # second officer of a double crew; NONE: single
        ("active", np.int32),  # for each place in the list of units on duty: the unit
        ("ending", np.int32),  # for each place in the list of units whose shift ends just now: the unit
        ("active_at", np.int32),  # where this unit stands in that list
        ("next_on_call", np.int32),  # the next higher unit that is bound to the same call
        ("sent", np.int32),  # its last row in the dispatch log
        ("home", np.int16),
        ("hotspot", np.int16),
    ],
    align=True,
)
"""One row an officer: a unit bears the id of its lowest officer."""

LIVE = np.dtype(
    [
        ("scene_end_min", np.float64),  # nan: nobody on scene
        ("scene_left_min", np.float64),  # of the time on scene, what is left when nobody is there
        ("before", np.int32),  # neighbours in the queue
        ("after", np.int32),
        ("first_unit", np.int32),  # lowest unit that is bound to it
        ("came", np.int16),  # officers who came
        ("need", np.int16),  # officers still to be found
        ("queued", np.uint8),
    ],
    align=True,
)
"""One row a call, beside its outcome: what only the kernel needs, from when the call is ready."""

AREA = np.dtype(
    [
        ("stock", np.float64),  # deterrence stock at `stock_min`, minutes of presence
        ("stock_min", np.float64),
        ("fresh_min", np.float64),  # minutes left of the first fifteen
        ("empty_since_min", np.float64),  # when presence last ended
        ("harm", np.float64),  # harm of measured calls that happened here
        ("harm_prevented", np.float64),  # of those prevented, less those induced
        ("visiting", np.int32),  # units on a visit
        ("attending", np.int32),  # units on scene of a call
        ("neighbour_from", np.int32),
        ("neighbour_until", np.int32),
        ("district", np.int16),
        ("custody_area", np.int16),  # nearest custody suite
    ],
    align=True,
)

QUEUE = np.dtype(
    [
        ("first", np.int32, (4,)),  # first and last waiting call of each grade (index grade - 1)
        ("last", np.int32, (4,)),
        ("n_at_hand", np.int32, (3,)),  # units of each team at hand that stand in this district
    ],
    align=True,
)
"""One row a district, and a last one of no district: its units at hand are on the move."""

AT_HAND = np.dtype(
    [
        ("loc_min", np.float64),  # as in `UNIT`, from here on
        ("shift_end_min", np.float64),
        ("unit", np.int32),
        ("loc", np.int16),
        ("district", np.int16),
        ("on_visit", np.uint8),
        ("leaving", np.uint8),
    ],
    align=True,
)
"""One row a unit at hand, of each list the first `QUEUE.n_at_hand`: what the search for the nearest looks at."""

TYPE = np.dtype([("beta", np.float64), ("spare", np.float64)], align=True)
"""One row a call type: deterrence per minute of stock, and M of MODEL.md §1."""

HOTSPOT_ROW = np.dtype(
    [
        ("score", np.float64),
        ("day", np.int32),  # day to which `done` belongs
        ("unit", np.int32),  # unit on its way or there; NONE: none
        ("due_first", np.int32),  # in its own timetable: the first time of today, ...
        ("due_next", np.int32),  # ... and the first that has not come; both are brought up to date when asked for
        ("area", np.int16),
        ("done", np.int16),  # visits that count, today
    ],
    align=True,
)

EVENT = np.dtype(
    [
        ("time_min", np.float64),
        ("call", np.int32),
        ("unit", np.int32),
        ("kind", np.int32),
        ("after", np.int32),  # the next one in its chain, or in that of the rows that are free again
    ],
    align=True,
)

TODO = np.dtype([("kind", np.int32), ("id", np.int32)], align=True)

GLOBAL = np.dtype(
    [
        # where the kernel is
        ("now_min", np.float64),
        ("next_due_min", np.float64),  # next time at which visits fall due
        ("made", np.int64),  # calls made so far
        ("ready", np.int64),  # calls that became ready so far
        ("n_events", np.int64),
        ("n_events_used", np.int64),  # rows of events ever used; those free again are chained from `spare_event`
        ("spare_event", np.int64),
        ("first_event", np.int64),  # the earliest one; NONE: no events; UNKNOWN: to be looked up
        ("slots_per_min", np.float64),  # a power of two
        ("n_active", np.int64),
        ("n_visits", np.int64),
        ("n_dispatches", np.int64),
        ("n_hotspots", np.int64),
        ("n_due", np.int64),
        ("timetables", np.int64),  # whether visits fall due by `timetable`, rather than by `due_min` everywhere alike
        ("todo_first", np.int64),
        ("n_todo", np.int64),
        ("hour_until_min", np.float64),  # end of the hour to which `hour_factor` belongs
        ("hour_factor", np.float64),
        ("n_waiting", np.int64, (4,)),  # waiting calls of each grade (index grade - 1)
        ("steps", np.int64),  # model events so far
        # rules of the study
        ("measure_from_min", np.float64),
        ("measure_until_min", np.float64),
        ("decay_per_min", np.float64),
        ("visit_weight", np.float64),
        ("attend_weight", np.float64),
        ("fresh_min", np.float64),
        ("renew_gap_min", np.float64),
        ("stale_gain", np.float64),
        ("max_stock", np.float64),
        ("displacement", np.float64),
        ("diffusion", np.float64),
        ("reporting", np.float64),
        ("cross_district_min", np.float64),
        ("turn_out_min", np.float64),
        ("priority_reach_min", np.float64),
        ("late_min", np.float64),
        ("meal_min", np.float64),
        ("meal_from_min", np.float64),
        ("meal_until_min", np.float64),
        ("visit_min", np.float64),
        ("visit_counts_min", np.float64),
        ("patrol_from_min", np.float64),  # of the day
        ("patrol_until_min", np.float64),
        ("blue_light_factor", np.float64),
        ("preempt_visit", np.int32),
        ("preempt_travel", np.int32),
        ("preempt_scene", np.int32),
        ("idle_home", np.int32),
        ("travel_counts", np.int32),
        ("takes_meals", np.int32),
        ("walks_rounds", np.int32),
    ],
    align=True,
)

# Columns of a tally, in the order of `sim.street.records.TALLY`.
DUTY, MEAL, TRAVEL, SCENE, CUSTODY, PATROL, OVERTIME = range(len(TALLY.names or ()))


class Street(NamedTuple):
    """Everything that the kernel reads and writes.

    Parameters
    ----------
    g
        (1,) `GLOBAL`.
    units
        (n_officers,) `UNIT`.
    calls
        (n_calls,) `sim.demand.records.CALL`, read only.
    ready_order
        (n_calls,) call ids by the time they become ready.
    live, outcome
        (n_calls,) `LIVE` and `sim.street.records.OUTCOME`.
    areas
        (n_areas,) `AREA`.
    neighbour
        (n_pairs,) neighbours of the areas, sliced by `AREA.neighbour_from` and `neighbour_until`.
    queues
        (n_districts + 1,) `QUEUE`.
    at_hand
        (3 * (n_districts + 1), n_officers) `AT_HAND`: a list for each district, the last for those on the move, and team.
    types
        (n_types,) `TYPE`.
    hotspots
        (n_areas,) `HOTSPOT_ROW`, the first `n_hotspots` in use, by rising area.
    due_min
        (n_due,) minutes of the day at which a hotspot's visits fall due, rising.
    timetable
        (n_hotspots, n_times) a timetable for each hotspot, in place of `due_min`: minutes since the start of the study
        at which its visits fall due, rising, and infinity last.
    walked
        (n_officers,) for each unit the area of the hotspot that it set off to last; NONE: to none yet.
    base_min, next_hop
        (n_areas, n_areas) free-flow minutes and first area on the way, by origin and destination.
    to_min
        (n_areas, n_areas) the same minutes by destination and origin: those of all who may be sent to a call lie
        close to each other.
    reach_min, reach_from
        (n_areas, n_districts) free-flow minutes to an area from the nearest area of each district, rising, and the
        districts in that order.
    hour_factor
        (24,) congestion by hour of the day.
    tallies
        (3 * n_districts, 7) officer-minutes, columns of `sim.street.records.TALLY`.
    visits
        (room,) `sim.street.records.VISIT`, the first `n_visits` in use.
    dispatches
        (room,) `sim.street.records.DISPATCH`, the first `n_dispatches` in use.
    events
        (room,) `EVENT`, chained in the slots of a timing wheel.
    slots
        (a power of two,) first event of each slot.
    todo
        (a power of two,) `TODO`, a ring of `n_todo` entries from `todo_first`: what is to be settled in this instant.
    """

    g: NDArray[np.void]
    units: NDArray[np.void]
    calls: NDArray[np.void]
    ready_order: NDArray[np.int32]
    live: NDArray[np.void]
    outcome: NDArray[np.void]
    areas: NDArray[np.void]
    neighbour: NDArray[np.int16]
    queues: NDArray[np.void]
    at_hand: NDArray[np.void]
    types: NDArray[np.void]
    hotspots: NDArray[np.void]
    due_min: NDArray[np.float64]
    timetable: NDArray[np.float64]
    walked: NDArray[np.int16]
    base_min: NDArray[np.float32]
    next_hop: NDArray[np.int16]
    to_min: NDArray[np.float32]
    reach_min: NDArray[np.float32]
    reach_from: NDArray[np.int16]
    hour_factor: NDArray[np.float64]
    tallies: NDArray[np.float64]
    visits: NDArray[np.void]
    dispatches: NDArray[np.void]
    events: NDArray[np.void]
    slots: NDArray[np.int32]
    todo: NDArray[np.void]


def new_outcome(n_calls: int) -> NDArray[np.void]:
    """Make the outcomes of calls of which nothing has happened yet."""
    blank = np.zeros((), dtype=OUTCOME)
    for name in ("first_dispatch_min", "first_arrival_min", "closed_min"):
        blank[name] = np.nan
    blank["unit"] = NONE
    return _repeated(blank, n_calls)


def _repeated(record: NDArray[np.void], count: int) -> NDArray[np.void]:
    """Make so many copies of a record, eight bytes at a time: NumPy would go through it field by field."""
    copies = np.empty(count, dtype=record.dtype)
    copies.view(np.uint64).reshape(count, record.itemsize // 8)[:] = record.reshape(1).view(np.uint64)
    return copies


def new_live(n_calls: int) -> NDArray[np.void]:
    """Make the kernel's own side of the calls; each is filled in when its call becomes ready."""
    return np.zeros(n_calls, dtype=LIVE)


def new_units(n_officers: int) -> NDArray[np.void]:
    """Make units of which none is on duty."""
    units = np.zeros(n_officers, dtype=UNIT)
    units["event_min"] = np.nan
    for name in ("call", "hotspot", "crewed_in", "mate", "active", "active_at", "next_on_call", "at_hand_in"):
        units[name] = NONE
    return units


def new_queues(n_districts: int) -> NDArray[np.void]:
    """Make empty queues, and no units at hand."""
    queues = np.zeros(n_districts + 1, dtype=QUEUE)
    for name in ("first", "last"):
        queues[name] = NONE
    return queues


def new_slots() -> NDArray[np.int32]:
    """Make the slots of an empty event queue."""
    return np.full(SLOTS, NONE, dtype=np.int32)


def slots_per_min(call_min: NDArray[np.float64]) -> float:
    """Set the width of a slot: about one call in each, for a call brings about one event.

    Parameters
    ----------
    call_min
        (n_calls,) times of the calls to come, rising.

    Returns
    -------
    float
        Slots a minute, a power of two.
    """
    if call_min.size < 2 or call_min[-1] <= call_min[0]:
        return 1.0
    wanted = 2.0 * call_min.size / (call_min[-1] - call_min[0])
    return float(2.0 ** np.clip(np.round(np.log2(wanted)), -20, 20))


def new_globals(call_min: NDArray[np.float64]) -> NDArray[np.void]:
    """Make the record of rules, none of them set, and of a kernel that has not begun."""
    g = np.zeros(1, dtype=GLOBAL)
    g["spare_event"], g["first_event"] = NONE, NONE
    g["slots_per_min"] = slots_per_min(call_min)
    return g


def new_todo(n_officers: int) -> NDArray[np.void]:
    """Make an empty ring in which every officer, and as many calls, find room."""
    return np.zeros(1 << (2 * n_officers + 1_024).bit_length(), dtype=TODO)


def new_areas(
    district: NDArray[np.int16], custody_area: NDArray[np.int16], neighbour_start: NDArray[np.int32]
) -> NDArray[np.void]:
    """Make areas where nobody has been yet."""
    areas = np.zeros(district.size, dtype=AREA)
    areas["district"] = district
    areas["custody_area"] = custody_area
    areas["empty_since_min"] = -np.inf
    areas["neighbour_from"] = neighbour_start[:-1]
    areas["neighbour_until"] = neighbour_start[1:]
    return areas


def new_visits(room: int) -> NDArray[np.void]:
    """Make an empty visit log."""
    return np.zeros(room, dtype=VISIT)


def new_dispatches(room: int) -> NDArray[np.void]:
    """Make an empty dispatch log."""
    return np.zeros(room, dtype=DISPATCH)


def lengthened(array: NDArray[np.void]) -> NDArray[np.void]:
    """Copy an array into one of twice the length."""
    longer = np.zeros(2 * array.size, dtype=array.dtype)
    longer[: array.size] = array
    return longer


def grown(street: Street, code: int) -> Street:
    """Lengthen the array that made the kernel come back.

    Parameters
    ----------
    street
        The street.
    code
        `OUT_OF_EVENTS`, `OUT_OF_VISITS` or `OUT_OF_DISPATCHES`.

    Returns
    -------
    Street
        The same street with twice the room in that array.
    """
    if code == OUT_OF_EVENTS:
        return street._replace(events=lengthened(street.events))
    if code == OUT_OF_VISITS:
        return street._replace(visits=lengthened(street.visits))
    return street._replace(dispatches=lengthened(street.dispatches))
