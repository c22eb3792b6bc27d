"""What a unit does once it is free: off duty, the next call, a meal, a visit, or nothing (MODEL.md §4 rule 11)."""

from __future__ import annotations

from sim.jit import helper
from sim.street.at_hand import n_districts
from sim.street.dispatch import PRIORITY, SCHEDULED, cheapest, dispatch, may_take, near_shift_end, send
from sim.street.queues import dequeue, first_waiting, first_waiting_elsewhere
from sim.street.state import (
    ARRIVAL,
    AT_MEAL,
    HOTSPOT,
    IDLE,
    MEAL_END,
    NEIGHBOURHOOD,
    NONE,
    RESPONSE,
    TO_HOME,
    TODO_CALL,
    Street,
)
from sim.street.travel import EMERGENCY, factor_at, minutes_between, place, set_off, stop_where_it_is
from sim.street.units import begin, end_at, free_state, go_off_duty
from sim.street.visits import next_visit, set_off_to_visit


@helper
def near_priority_elsewhere(street: Street, unit: int, now_min: float) -> int:
    """Find the longest waiting grade 2 call of another district within reach, or NONE."""
    g, row = street.g[0], street.units[unit]
    if g["n_waiting"][PRIORITY - 1] == 0:
        return NONE
    here, here_min = place(street, unit, now_min)
    factor = factor_at(street, now_min, PRIORITY)
    wait = max(0.0, here_min - now_min)
    best = NONE
    for district in range(n_districts(street)):
        if district == row["district"]:
            continue
        call = street.queues[district]["first"][PRIORITY - 1]
        while call != NONE and (best == NONE or call < best):
            area = int(street.outcome[call]["area"])
            if wait + minutes_between(street, here, area) * factor <= g["priority_reach_min"]:
                best = call
                break
            call = street.live[call]["after"]
    return best


@helper
def waiting_call(street: Street, unit: int, now_min: float) -> int:
    """Find the waiting call that a free unit takes, or NONE."""
    row = street.units[unit]
    district, team = int(row["district"]), row["team"]
    if may_take(street, unit, EMERGENCY, now_min):
        call = first_waiting(street, district, EMERGENCY)
        if call == NONE:
            call = first_waiting_elsewhere(street, district, EMERGENCY)
        if call != NONE:
            return call
    if team == HOTSPOT or near_shift_end(street, unit, now_min):
        return NONE
    call = first_waiting(street, district, PRIORITY)
    if call == NONE:
        call = near_priority_elsewhere(street, unit, now_min)
    if call != NONE and team == NEIGHBOURHOOD and cheapest(street, call, RESPONSE, RESPONSE + 1, now_min) != NONE:
        call = NONE
    if call == NONE:
        call = first_waiting(street, district, SCHEDULED)
    return call


@helper
def take(street: Street, unit: int, call: int, now_min: float) -> None:
    """Send a free unit to a waiting call; a call that needs no more leaves the queue."""
    send(street, unit, call, now_min)
    if street.live[call]["need"] == 0:
        dequeue(street, call)


@helper
def meal_is_due(street: Street, unit: int, now_min: float) -> bool:
    """Tell whether a free unit may stop for its meal now."""
    g, row = street.g[0], street.units[unit]
    into = now_min - row["shift_start_min"]
    return g["takes_meals"] != 0 and row["meal_taken"] == 0 and row["meal_from_min"] <= into <= g["meal_until_min"]


@helper
def stop_for_meal(street: Street, unit: int, now_min: float) -> None:
    """Let a unit eat where it is."""
    row = street.units[unit]
    stop_where_it_is(street, unit, now_min)
    begin(street, unit, AT_MEAL, now_min)
    row["meal_taken"] = 1
    end_at(street, unit, max(now_min, row["loc_min"]) + street.g[0]["meal_min"], MEAL_END)


@helper
def rest(street: Street, unit: int, now_min: float) -> None:
    """Let a unit stay where it is, or go home, by the idle rule."""
    row = street.units[unit]
    if street.g[0]["idle_home"] and row["loc"] != row["home"]:
        if row["state"] == TO_HOME:
            return
        arrival = set_off(street, unit, int(row["home"]), now_min, 0)
        begin(street, unit, TO_HOME, now_min)
        end_at(street, unit, arrival, ARRIVAL)
    elif row["state"] != IDLE:
        begin(street, unit, IDLE, now_min)


@helper
def next_task(street: Street, unit: int, now_min: float) -> None:
    """Give a unit that is free in this instant what it does next."""
    row = street.units[unit]
    row["noted"] = 0
    if not free_state(row["state"]):
        return
    if now_min >= row["shift_end_min"]:
        go_off_duty(street, unit, now_min)
        return
    call = waiting_call(street, unit, now_min)
    if call != NONE:
        take(street, unit, call, now_min)
        return
    if meal_is_due(street, unit, now_min):
        stop_for_meal(street, unit, now_min)
        return
    if row["team"] == HOTSPOT:
        hotspot = next_visit(street, unit, now_min)
        if hotspot != NONE:
            set_off_to_visit(street, unit, hotspot, now_min)
            return
    rest(street, unit, now_min)


@helper
def settle_instant(street: Street, now_min: float) -> None:
    """Settle everything that this instant has brought, in the order in which it came up."""
    g = street.g[0]
    while g["n_todo"] > 0:
        entry = street.todo[g["todo_first"]]
        kind, number = entry["kind"], int(entry["id"])
        g["todo_first"] = (g["todo_first"] + 1) & (street.todo.size - 1)
        g["n_todo"] -= 1
        if kind == TODO_CALL:
            dispatch(street, number, now_min)
        else:
            next_task(street, number, now_min)
