"""The event queue: a binary heap ordered by (time, kind, call id, unit id), MODEL.md §4 rule 1.

There are no sequence numbers: two engines that agree on the events agree on their order. An event whose time or kind
no longer matches its unit or call has been overtaken and is dropped when it comes up.
"""

from __future__ import annotations

from sim.jit import helper
from sim.street.state import Street


@helper
def comes_before(street: Street, a: int, b: int) -> bool:
    """Tell whether heap entry `a` is due before entry `b`."""
    first, second = street.events[a], street.events[b]
    if first["time_min"] != second["time_min"]:
        return first["time_min"] < second["time_min"]
    if first["kind"] != second["kind"]:
        return first["kind"] < second["kind"]
    if first["call"] != second["call"]:
        return first["call"] < second["call"]
    return first["unit"] < second["unit"]


@helper
def swap(street: Street, a: int, b: int) -> None:
    """Exchange two heap entries."""
    first, second = street.events[a], street.events[b]
    time_min, kind, call, unit = first["time_min"], first["kind"], first["call"], first["unit"]
    first["time_min"], first["kind"] = second["time_min"], second["kind"]
    first["call"], first["unit"] = second["call"], second["unit"]
    second["time_min"], second["kind"], second["call"], second["unit"] = time_min, kind, call, unit


@helper
def push(street: Street, time_min: float, kind: int, call: int, unit: int) -> None:
    """Put an event into the queue."""
    g = street.g[0]
    at = g["n_events"]
    g["n_events"] = at + 1
    event = street.events[at]
    event["time_min"], event["kind"], event["call"], event["unit"] = time_min, kind, call, unit
    while at > 0:
        above = (at - 1) >> 1
        if not comes_before(street, at, above):
            break
        swap(street, at, above)
        at = above


@helper
def drop_first(street: Street) -> None:
    """Take the earliest event out of the queue."""
    g = street.g[0]
    last = g["n_events"] - 1
    g["n_events"] = last
    swap(street, 0, last)
    at = 0
    while True:
        below = 2 * at + 1
        if below >= last:
            break
        if below + 1 < last and comes_before(street, below + 1, below):
            below += 1
        if not comes_before(street, below, at):
            break
        swap(street, at, below)
        at = below
