"""Who is sent: the cheapest eligible units, and what they leave for it (MODEL.md §4 rules 5 to 9)."""

from __future__ import annotations

import math

from sim.jit import helper
from sim.street.at_hand import list_of, n_districts
from sim.street.queues import dequeue, enqueue
from sim.street.records import PENDING
from sim.street.state import (
    ARRIVAL,
    HOTSPOT,
    NEIGHBOURHOOD,
    NONE,
    ON_SCENE,
    ON_VISIT,
    RESPONSE,
    TO_CALL,
    TO_VISIT,
    Street,
)
from sim.street.stock import leave
from sim.street.travel import EMERGENCY, factor_at, minutes_between, place, set_off, stop_where_it_is
from sim.street.units import begin, end_at, free_state, todo_call
from sim.street.visits import interrupt_visit

PRIORITY, SCHEDULED = 2, 3


@helper
def near_shift_end(street: Street, unit: int, now_min: float) -> bool:
    """Tell whether a unit is so near the end of its shift that it takes emergencies only."""
    return now_min >= street.units[unit]["shift_end_min"] - street.g[0]["late_min"]


@helper
def team_takes(team: int, grade: int) -> bool:
    """Tell whether a team takes a grade; when neighbourhood units take grade 2 is settled elsewhere."""
    return team in (RESPONSE, HOTSPOT) if grade == EMERGENCY else team in (RESPONSE, NEIGHBOURHOOD)


@helper
def may_take(street: Street, unit: int, grade: int, now_min: float) -> bool:
    """Tell whether a unit's team and shift allow a grade."""
    if grade != EMERGENCY and near_shift_end(street, unit, now_min):
        return False
    return team_takes(street.units[unit]["team"], grade)


@helper
def can_leave(street: Street, unit: int, grade: int) -> bool:
    """Tell whether what a unit is doing can be left for a call of this grade."""
    g, row = street.g[0], street.units[unit]
    state = row["state"]
    if free_state(state):
        return True
    if grade != EMERGENCY:
        return False
    if state in (ON_VISIT, TO_VISIT):
        return g["preempt_visit"] != 0
    lower = row["call"] != NONE and street.calls[row["call"]]["grade"] > grade
    if state == TO_CALL:
        return lower and g["preempt_travel"] != 0
    return state == ON_SCENE and lower and g["preempt_scene"] != 0


@helper
def cost_of(street: Street, unit: int, call: int, grade: int, factor: float, now_min: float) -> float:
    """Give what it costs to send a unit to a call, in minutes; infinite if it may not or cannot go."""
    row = street.units[unit]
    if row["leaving"] or not can_leave(street, unit, grade) or not may_take(street, unit, grade, now_min):
        return math.inf
    if row["state"] == TO_CALL and row["call"] == call:
        return math.inf
    area = int(street.outcome[call]["area"])
    here, here_min = place(street, unit, now_min)
    cost = max(0.0, here_min - now_min) + minutes_between(street, here, area) * factor
    if row["district"] != street.areas[area]["district"]:
        cost += street.g[0]["cross_district_min"]
    return cost


@helper
def cost_from_rest(street: Street, number: int, at: int, area: int, grade: int, factor: float, now_min: float) -> float:
    """Give the same cost for a unit that stands still, from its row in a list of units at hand."""
    g, entry = street.g[0], street.at_hand[number, at]
    if entry["leaving"] or (entry["on_visit"] and (grade != EMERGENCY or g["preempt_visit"] == 0)):
        return math.inf
    if grade != EMERGENCY and now_min >= entry["shift_end_min"] - g["late_min"]:
        return math.inf
    cost = max(0.0, entry["loc_min"] - now_min) + minutes_between(street, entry["loc"], area) * factor
    if entry["district"] != street.areas[area]["district"]:
        cost += g["cross_district_min"]
    return cost


@helper
def cheapest_at_rest(
    street: Street,
    place: int,
    team: int,
    area: int,
    grade: int,
    factor: float,
    best: int,
    best_cost: float,
    now_min: float,
) -> tuple[int, float]:
    """Look among a team's units in a district for one that costs less than the best so far, or as much with a lower id."""
    number = list_of(place, team)
    for at in range(street.queues[place]["n_at_hand"][team]):
        cost = cost_from_rest(street, number, at, area, grade, factor, now_min)
        unit = street.at_hand[number, at]["unit"]
        if cost < best_cost or (cost == best_cost and unit < best):
            best, best_cost = unit, cost
    return best, best_cost


@helper
def cheapest_on_the_move(
    street: Street, team: int, call: int, grade: int, factor: float, best: int, best_cost: float, now_min: float
) -> tuple[int, float]:
    """Look likewise among a team's units on the move that are at hand."""
    place = n_districts(street)
    number = list_of(place, team)
    for at in range(street.queues[place]["n_at_hand"][team]):
        unit = street.at_hand[number, at]["unit"]
        cost = cost_of(street, unit, call, grade, factor, now_min)
        if cost < best_cost or (cost == best_cost and unit < best):
            best, best_cost = unit, cost
    return best, best_cost


@helper
def takes_busy_units(street: Street, grade: int) -> bool:
    """Tell whether a call of this grade may also take units that are bound to a call of a lower grade."""
    g = street.g[0]
    return grade == EMERGENCY and (g["preempt_travel"] != 0 or g["preempt_scene"] != 0)


@helper
def cheapest(street: Street, call: int, team_from: int, team_until: int, now_min: float) -> int:
    """Find the eligible unit of least (travel + cross-district penalty, id) among some teams, or NONE.

    Districts come by how near their nearest area is; the first that is farther away than the best unit found so far
    ends the search.
    """
    g, units = street.g[0], street.units
    grade = int(street.calls[call]["grade"])
    area = int(street.outcome[call]["area"])
    factor = factor_at(street, now_min, grade)
    best, best_cost = NONE, math.inf
    for team in range(team_from, team_until):
        if team_takes(team, grade):
            best, best_cost = cheapest_on_the_move(street, team, call, grade, factor, best, best_cost, now_min)
    for turn in range(n_districts(street)):
        if float(street.reach_min[area, turn]) * factor > best_cost:
            break
        there = street.reach_from[area, turn]
        for team in range(team_from, team_until):
            if team_takes(team, grade):
                best, best_cost = cheapest_at_rest(street, there, team, area, grade, factor, best, best_cost, now_min)
    if takes_busy_units(street, grade):
        for at in range(g["n_active"]):
            unit = units[at]["active"]
            row = units[unit]
            if row["call"] != NONE and team_from <= row["team"] < team_until:
                cost = cost_of(street, unit, call, grade, factor, now_min)
                if cost < best_cost or (cost == best_cost and unit < best):
                    best, best_cost = unit, cost
    return best


@helper
def best_unit(street: Street, call: int, now_min: float) -> int:
    """Find the unit to send; neighbourhood units take grade 2 only when no response unit is free."""
    if street.calls[call]["grade"] == PRIORITY:
        unit = cheapest(street, call, RESPONSE, RESPONSE + 1, now_min)
        if unit != NONE:
            return unit
        return cheapest(street, call, NEIGHBOURHOOD, NEIGHBOURHOOD + 1, now_min)
    return cheapest(street, call, RESPONSE, HOTSPOT + 1, now_min)


@helper
def bind(street: Street, unit: int, call: int) -> None:
    """Put a unit among those of a call, at its place by id."""
    units, live = street.units, street.live[call]
    before, after = NONE, live["first_unit"]
    while after != NONE and after < unit:
        before, after = after, units[after]["next_on_call"]
    units[unit]["next_on_call"] = after
    if before == NONE:
        live["first_unit"] = unit
    else:
        units[before]["next_on_call"] = unit


@helper
def unbind(street: Street, unit: int, call: int) -> None:
    """Take a unit from among those of a call."""
    units, live = street.units, street.live[call]
    after = units[unit]["next_on_call"]
    if live["first_unit"] == unit:
        live["first_unit"] = after
        return
    before = live["first_unit"]
    while units[before]["next_on_call"] != unit:
        before = units[before]["next_on_call"]
    units[before]["next_on_call"] = after


@helper
def leave_scene(street: Street, unit: int, now_min: float) -> None:
    """Take a unit off a scene; when nobody is left there the time on scene stands still."""
    row = street.units[unit]
    call = row["call"]
    leave(street, int(street.outcome[call]["area"]), 0, now_min)
    live = street.live[call]
    live["came"] -= row["crew"]
    if live["came"] == 0:
        live["scene_left_min"] = live["scene_end_min"] - now_min
        live["scene_end_min"] = math.nan


@helper
def drop_task(street: Street, unit: int, now_min: float) -> None:
    """Take a unit off what it is doing for a call; the call it leaves gets its need back and is tried again."""
    row = street.units[unit]
    state = row["state"]
    interrupt_visit(street, unit, now_min)
    if state in (TO_CALL, ON_SCENE):
        former = row["call"]
        if state == ON_SCENE:
            leave_scene(street, unit, now_min)
        unbind(street, unit, former)
        street.live[former]["need"] = officers_lacking(street, former)
        row["call"] = NONE
        enqueue(street, former)
        todo_call(street, former)


@helper
def officers_lacking(street: Street, call: int) -> int:
    """Count the officers that a call needs beyond those who are bound to it."""
    have, unit = 0, street.live[call]["first_unit"]
    while unit != NONE:
        have += street.units[unit]["crew"]
        unit = street.units[unit]["next_on_call"]
    return max(0, street.calls[call]["officers"] - have)


@helper
def log_dispatch(street: Street, unit: int, call: int, was: int, left_call: int, now_min: float) -> None:
    """Write down who is sent where, from where, and from what; its arrival is filled in when it comes."""
    g, row = street.g[0], street.units[unit]
    at = g["n_dispatches"]
    log = street.dispatches[at]
    log["time_min"], log["arrival_min"] = now_min, math.nan
    log["call"], log["unit"], log["left_call"] = call, unit, left_call
    log["from_area"], log["crew"], log["was"] = row["loc"], row["crew"], was
    row["sent"] = at
    g["n_dispatches"] = at + 1


@helper
def send(street: Street, unit: int, call: int, now_min: float) -> None:
    """Send a unit to a call, whatever it was doing; the call's need falls by its crew."""
    row, outcome, live = street.units[unit], street.outcome[call], street.live[call]
    grade = int(street.calls[call]["grade"])
    was, left_call = row["state"], row["call"]
    arrival = set_off(street, unit, int(outcome["area"]), now_min, grade)
    log_dispatch(street, unit, call, was, left_call, now_min)
    drop_task(street, unit, now_min)
    row["call"] = call
    bind(street, unit, call)
    begin(street, unit, TO_CALL, now_min)
    end_at(street, unit, arrival, ARRIVAL)
    live["need"] = max(0, live["need"] - row["crew"])
    if math.isnan(outcome["first_dispatch_min"]):
        outcome["first_dispatch_min"] = now_min


@helper
def dispatch(street: Street, call: int, now_min: float) -> None:
    """Send the cheapest eligible units to a call until its need is met; what is left keeps its place in the queue."""
    if street.outcome[call]["state"] != PENDING:
        return
    live = street.live[call]
    while live["need"] > 0:
        unit = best_unit(street, call, now_min)
        if unit == NONE:
            enqueue(street, call)
            return
        send(street, unit, call, now_min)
    dequeue(street, call)


@helper
def release(street: Street, unit: int, now_min: float) -> None:
    """Free a unit that was travelling to a call: it is where it is, and has no task."""
    stop_where_it_is(street, unit, now_min)
    street.units[unit]["call"] = NONE
