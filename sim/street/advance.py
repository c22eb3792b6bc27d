"""The kernel: carry the street forward to a time (DESIGN.md §4, two levels)."""

from __future__ import annotations

import math

from sim.jit import helper, kernel
from sim.street.calls import arrive_at_call, cancel, end_custody, end_scene, make_call, ready_call
from sim.street.events import drop, first_event
from sim.street.records import VISIT_FULL
from sim.street.state import (
    ARRIVAL,
    CALL_MADE,
    CALL_READY,
    CANCELLATION,
    CUSTODY_END,
    FULL,
    IDLE,
    MEAL_DUE,
    MEAL_END,
    NEVER,
    NONE,
    OUT_OF_DISPATCHES,
    OUT_OF_EVENTS,
    OUT_OF_VISITS,
    SCENE_END,
    SPARE_DISPATCHES,
    SPARE_EVENTS,
    SPARE_VISITS,
    TO_CALL,
    TO_VISIT,
    VISIT_DUE,
    VISIT_END,
    Street,
)
from sim.street.tasks import meal_is_due, settle_instant
from sim.street.units import begin, free_state, todo_unit
from sim.street.visits import begin_visit, end_visit, next_due_after, offer_visits


@helper
def arrive(street: Street, unit: int, now_min: float) -> None:
    """Let a unit reach what it was travelling to."""
    row = street.units[unit]
    if row["state"] == TO_CALL:
        arrive_at_call(street, unit, now_min)
    elif row["state"] == TO_VISIT:
        begin_visit(street, unit, now_min)
    else:
        row["loc"], row["loc_min"] = row["dest"], now_min
        begin(street, unit, IDLE, now_min)


@helper
def become_idle(street: Street, unit: int, now_min: float) -> None:
    """Let a unit whose meal or visit is over ask for its next task."""
    begin(street, unit, IDLE, now_min)
    todo_unit(street, unit)


@helper
def handle_unit_event(street: Street, unit: int, kind: int, call: int, now_min: float) -> bool:
    """Handle the end of what a unit is doing; tell whether the event was still true."""
    row = street.units[unit]
    if kind == MEAL_DUE:
        if free_state(row["state"]) and row["active_at"] >= 0 and meal_is_due(street, unit, now_min):
            todo_unit(street, unit)
        return True
    if row["event_min"] != now_min or row["event_kind"] != kind or row["call"] != call:
        return False
    if kind == ARRIVAL:
        arrive(street, unit, now_min)
    elif kind == CUSTODY_END:
        end_custody(street, unit, now_min)
    elif kind == MEAL_END:
        become_idle(street, unit, now_min)
    elif kind == VISIT_END:
        end_visit(street, unit, VISIT_FULL, now_min)
        become_idle(street, unit, now_min)
    return True


@helper
def handle_queued_event(street: Street, now_min: float) -> bool:
    """Take the earliest event off the queue and handle it; tell whether it was still true."""
    at = first_event(street)
    event = street.events[at]
    kind, call, unit = event["kind"], int(event["call"]), int(event["unit"])
    drop(street, at)
    if kind == SCENE_END:
        if street.live[call]["scene_end_min"] != now_min:
            return False
        end_scene(street, call, now_min)
        return True
    if kind == CANCELLATION:
        cancel(street, call, now_min)
        return True
    return handle_unit_event(street, unit, kind, call, now_min)


@helper
def next_event(street: Street) -> tuple[float, int]:
    """Give the time and kind of what happens next: an event, a call made, a call ready, or visits due."""
    g = street.g[0]
    time_min, kind = math.inf, NEVER
    first = first_event(street)
    if first != NONE:
        event = street.events[first]
        time_min, kind = event["time_min"], event["kind"]
    if g["made"] < street.calls.size:
        made_min = street.calls[g["made"]]["call_min"]
        if made_min < time_min or (made_min == time_min and kind > CALL_MADE):
            time_min, kind = made_min, CALL_MADE
    if g["ready"] < street.ready_order.size:
        ready_min = street.calls[street.ready_order[g["ready"]]]["ready_min"]
        if ready_min < time_min or (ready_min == time_min and kind > CALL_READY):
            time_min, kind = ready_min, CALL_READY
    if g["next_due_min"] < time_min:
        time_min, kind = g["next_due_min"], VISIT_DUE
    return time_min, kind


@kernel
def advance(street: Street, until_min: float) -> int:
    """Carry the street forward: everything strictly before a time happens.

    Parameters
    ----------
    street
        The state, changed in place.
    until_min
        Minutes since the start of the study.

    Returns
    -------
    int
        `FULL` when the time was reached; `OUT_OF_EVENTS`, `OUT_OF_VISITS` or `OUT_OF_DISPATCHES` when that array must
        be lengthened before calling again.
    """
    g = street.g[0]
    while True:
        if g["n_events"] + SPARE_EVENTS + g["n_active"] > street.events.size:
            return OUT_OF_EVENTS
        if g["n_visits"] + SPARE_VISITS + g["n_active"] > street.visits.size:
            return OUT_OF_VISITS
        if g["n_dispatches"] + SPARE_DISPATCHES + 2 * g["n_active"] > street.dispatches.size:
            return OUT_OF_DISPATCHES
        settle_instant(street, g["now_min"])
        time_min, kind = next_event(street)
        if time_min >= until_min:
            g["now_min"] = until_min
            return FULL
        g["now_min"] = time_min
        g["steps"] += 1
        if kind == CALL_MADE:
            make_call(street, g["made"])
            g["made"] += 1
        elif kind == CALL_READY:
            ready_call(street, int(street.ready_order[g["ready"]]), time_min)
            g["ready"] += 1
        elif kind == VISIT_DUE:
            offer_visits(street)
            g["next_due_min"] = next_due_after(street, time_min)
        elif not handle_queued_event(street, time_min):
            g["steps"] -= 1
