"""Waiting calls: one list for each district and grade, in order of call id.

Calls are numbered by the time they are made, so id order is (call time, id) order and a call's place never changes
(MODEL.md §4 rule 4): a call that loses its unit goes back to the place it had.
"""

from __future__ import annotations

from sim.jit import helper
from sim.street.at_hand import n_districts
from sim.street.state import NONE, Street


@helper
def enqueue(street: Street, call: int) -> None:
    """Put a call at its place in the queue of its district and grade."""
    live = street.live
    row = live[call]
    if row["queued"]:
        return
    queue = street.queues[street.areas[street.outcome[call]["area"]]["district"]]
    grade = street.calls[call]["grade"] - 1
    before = queue["last"][grade]
    while before != NONE and before > call:
        before = live[before]["before"]
    after = queue["first"][grade] if before == NONE else live[before]["after"]
    row["before"], row["after"], row["queued"] = before, after, 1
    street.g[0]["n_waiting"][grade] += 1
    if before == NONE:
        queue["first"][grade] = call
    else:
        live[before]["after"] = call
    if after == NONE:
        queue["last"][grade] = call
    else:
        live[after]["before"] = call


@helper
def dequeue(street: Street, call: int) -> None:
    """Take a call out of its queue, if it is in one."""
    live = street.live
    row = live[call]
    if not row["queued"]:
        return
    queue = street.queues[street.areas[street.outcome[call]["area"]]["district"]]
    grade = street.calls[call]["grade"] - 1
    before, after = row["before"], row["after"]
    row["queued"] = 0
    street.g[0]["n_waiting"][grade] -= 1
    if before == NONE:
        queue["first"][grade] = after
    else:
        live[before]["after"] = after
    if after == NONE:
        queue["last"][grade] = before
    else:
        live[after]["before"] = before


@helper
def first_waiting(street: Street, district: int, grade: int) -> int:
    """Give the first waiting call of a district and grade, or NONE."""
    return street.queues[district]["first"][grade - 1]


@helper
def first_waiting_elsewhere(street: Street, district: int, grade: int) -> int:
    """Give the first waiting call of a grade in any other district, or NONE."""
    best = NONE
    if street.g[0]["n_waiting"][grade - 1] == 0:
        return best
    for other in range(n_districts(street)):
        if other != district:
            call = street.queues[other]["first"][grade - 1]
            if call != NONE and (best == NONE or call < best):
                best = call
    return best
