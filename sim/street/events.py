"""The event queue: a timing wheel, whose events come out by (time, kind, call id, unit id), MODEL.md §4 rule 1.

Time is cut into slots of equal width, a power of two of a minute, and the wheel has a chain of events for each slot;
slots beyond one turn of the wheel share a chain with nearer ones. Putting an event in costs the same whatever the
number of events; taking one out looks through a chain that holds about one, for the width is set by how many calls are
to come. Which slot an event is in never decides the order: the earliest of a chain is found by its whole key.

There are no sequence numbers: two engines that agree on the events agree on their order. An event whose time, kind or
call no longer matches its unit or call has been overtaken and is dropped when it comes up.
"""

from __future__ import annotations

from sim.jit import helper
from sim.street.state import NONE, UNKNOWN, Street


@helper
def comes_before(street: Street, a: int, b: int) -> bool:
    """Tell whether event `a` is due before event `b`."""
    first, second = street.events[a], street.events[b]
    if first["time_min"] != second["time_min"]:
        return first["time_min"] < second["time_min"]
    if first["kind"] != second["kind"]:
        return first["kind"] < second["kind"]
    if first["call"] != second["call"]:
        return first["call"] < second["call"]
    return first["unit"] < second["unit"]


@helper
def slot_of(street: Street, time_min: float) -> int:
    """Give the slot of a time, counted from minute 0."""
    return int(time_min * street.g[0]["slots_per_min"])


@helper
def push(street: Street, time_min: float, kind: int, call: int, unit: int) -> None:
    """Put an event into the queue."""
    g = street.g[0]
    at = g["spare_event"]
    if at == NONE:
        at = g["n_events_used"]
        g["n_events_used"] = at + 1
    else:
        g["spare_event"] = street.events[at]["after"]
    g["n_events"] += 1
    place = slot_of(street, time_min) & (street.slots.size - 1)
    event = street.events[at]
    event["time_min"], event["kind"], event["call"], event["unit"] = time_min, kind, call, unit
    event["after"] = street.slots[place]
    street.slots[place] = at
    first = g["first_event"]
    if first == NONE or (first != UNKNOWN and comes_before(street, at, first)):
        g["first_event"] = at


@helper
def drop(street: Street, at: int) -> None:
    """Take an event out of the queue."""
    g, events = street.g[0], street.events
    place = slot_of(street, events[at]["time_min"]) & (street.slots.size - 1)
    if street.slots[place] == at:
        street.slots[place] = events[at]["after"]
    else:
        before = street.slots[place]
        while events[before]["after"] != at:
            before = events[before]["after"]
        events[before]["after"] = events[at]["after"]
    events[at]["after"] = g["spare_event"]
    g["spare_event"] = at
    g["n_events"] -= 1
    g["first_event"] = NONE if g["n_events"] == 0 else UNKNOWN


@helper
def earliest_before(street: Street, place: int, until_min: float) -> int:
    """Give the earliest event of a chain that is due before a time, or NONE."""
    best = NONE
    at = street.slots[place]
    while at != NONE:
        if street.events[at]["time_min"] < until_min and (best == NONE or comes_before(street, at, best)):
            best = at
        at = street.events[at]["after"]
    return best


@helper
def first_event(street: Street) -> int:
    """Give the earliest event, or NONE: the first in the slots from now on, or else in a whole turn of the wheel."""
    g = street.g[0]
    if g["first_event"] != UNKNOWN:
        return g["first_event"]
    best = NONE
    slot = slot_of(street, g["now_min"])
    for _ in range(street.slots.size):
        best = earliest_before(street, slot & (street.slots.size - 1), (slot + 1) / g["slots_per_min"])
        if best != NONE:
            break
        slot += 1
    if best == NONE:  # the next event is more than a turn away
        for place in range(street.slots.size):
            at = street.slots[place]
            while at != NONE:
                if best == NONE or comes_before(street, at, best):
                    best = at
                at = street.events[at]["after"]
    g["first_event"] = best
    return best
