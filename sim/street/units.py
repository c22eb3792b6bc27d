"""Units: their clock, their tallies, the list of those on duty, and going off duty."""

from __future__ import annotations

from sim.jit import helper
from sim.street.at_hand import enter_list, leave_list, n_districts
from sim.street.events import push
from sim.street.state import (
    AT_MEAL,
    CUSTODY,
    DUTY,
    IDLE,
    IN_CUSTODY,
    MEAL,
    NEVER,
    NONE,
    OFF,
    ON_SCENE,
    ON_VISIT,
    OVERTIME,
    PATROL,
    SCENE,
    TO_CALL,
    TO_HOME,
    TO_VISIT,
    TODO_CALL,
    TODO_UNIT,
    TRAVEL,
    Street,
)

NOT_A_NUMBER = float("nan")


@helper
def tally(street: Street, unit: int, column: int, from_min: float, until_min: float) -> None:
    """Add officer-minutes of a unit to a column, as far as they lie in the measured period."""
    g, row = street.g[0], street.units[unit]
    minutes = min(until_min, g["measure_until_min"]) - max(from_min, g["measure_from_min"])
    if minutes > 0.0:
        slot = row["team"] * n_districts(street) + row["district"]
        street.tallies[slot, column] += row["crew"] * minutes


@helper
def tally_custody(street: Street, unit: int, now_min: float) -> None:
    """Tally a journey to custody and the time there, up to now."""
    row = street.units[unit]
    tally(street, unit, TRAVEL, row["since_min"], min(row["depart_min"], now_min))
    tally(street, unit, CUSTODY, row["depart_min"], now_min)


@helper
def column_of(state: int) -> int:
    """Give the tally column of what a unit is doing; NONE where it is not counted apart."""
    if state == TO_CALL:
        return TRAVEL
    if state == ON_SCENE:
        return SCENE
    if state == AT_MEAL:
        return MEAL
    if state in (TO_VISIT, ON_VISIT):
        return PATROL
    return NONE


@helper
def begin(street: Street, unit: int, state: int, now_min: float) -> None:
    """End what a unit is doing, tally it, and let it do something else with an open end."""
    row = street.units[unit]
    column = column_of(row["state"])
    if column != NONE:
        tally(street, unit, column, row["since_min"], now_min)
    leave_list(street, unit)
    row["state"] = state
    row["since_min"] = now_min
    row["event_min"] = NOT_A_NUMBER
    row["event_kind"] = NEVER
    enter_list(street, unit)


@helper
def end_at(street: Street, unit: int, time_min: float, kind: int) -> None:
    """Set when what a unit is doing ends, and by which event."""
    row = street.units[unit]
    row["event_min"] = time_min
    row["event_kind"] = kind
    push(street, time_min, kind, row["call"], unit)


@helper
def note(street: Street, kind: int, number: int) -> None:
    """Put something at the end of what is to be settled in this instant."""
    g = street.g[0]
    entry = street.todo[(g["todo_first"] + g["n_todo"]) & (street.todo.size - 1)]
    entry["kind"], entry["id"] = kind, number
    g["n_todo"] += 1


@helper
def todo_unit(street: Street, unit: int) -> None:
    """Note, once, that a unit needs its next task in this instant."""
    row = street.units[unit]
    if not row["noted"]:
        row["noted"] = 1
        note(street, TODO_UNIT, unit)


@helper
def put_in_turn(street: Street, unit: int, first: int) -> None:
    """Bring the unit that was noted last to its place by id among the units noted from a place on."""
    g, todo = street.g[0], street.todo
    for place in range(g["n_todo"] - 1, first, -1):
        here = todo[(g["todo_first"] + place) & (todo.size - 1)]
        above = todo[(g["todo_first"] + place - 1) & (todo.size - 1)]
        if above["id"] < unit:
            return
        here["id"], above["id"] = above["id"], unit


@helper
def todo_call(street: Street, call: int) -> None:
    """Note that a call is to be dispatched in this instant."""
    note(street, TODO_CALL, call)


@helper
def go_on_duty(street: Street, unit: int, now_min: float) -> None:
    """Put a unit on the list of those on duty; its record is filled already."""
    g, units = street.g[0], street.units
    at = g["n_active"]
    units[at]["active"] = unit
    units[unit]["active_at"] = at
    g["n_active"] = at + 1
    units[unit]["state"] = IDLE
    units[unit]["since_min"] = now_min
    units[unit]["duty_from_min"] = now_min
    enter_list(street, unit)


@helper
def go_off_duty(street: Street, unit: int, now_min: float) -> None:
    """Take a unit off the list of those on duty, with its hours and overtime counted."""
    g, units = street.g[0], street.units
    row = units[unit]
    begin(street, unit, OFF, now_min)
    tally(street, unit, DUTY, row["duty_from_min"], now_min)
    if now_min > row["shift_end_min"]:
        tally(street, unit, OVERTIME, row["shift_end_min"], now_min)
    last = units[g["n_active"] - 1]["active"]
    units[row["active_at"]]["active"] = last
    units[last]["active_at"] = row["active_at"]
    row["active_at"] = NONE
    g["n_active"] -= 1
    units[unit]["crewed_in"] = NONE
    if row["mate"] != NONE:
        units[row["mate"]]["crewed_in"] = NONE


@helper
def meal_from(street: Street, unit: int) -> float:
    """Give the minute of its shift from which a unit may stop for its meal.

    Meals are staggered over the window by unit id, or half the shift would sit down in its first minute.
    """
    g = street.g[0]
    slots = max(1, int((g["meal_until_min"] - g["meal_from_min"]) // g["meal_min"])) if g["meal_min"] > 0.0 else 1
    return g["meal_from_min"] + (unit % slots) * g["meal_min"]


@helper
def busy_with_call(state: int) -> bool:
    """Tell whether a unit in this state must finish its job before it can go off duty."""
    return state in (TO_CALL, ON_SCENE, IN_CUSTODY)


@helper
def free_state(state: int) -> bool:
    """Tell whether a unit in this state has nothing to do."""
    return state in (IDLE, TO_HOME)
