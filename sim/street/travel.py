"""Journeys: how long they take, and where a unit is in the middle of one (MODEL.md §4 rules 7 and 8)."""

from __future__ import annotations

from sim.jit import helper
from sim.street.state import TO_CALL, TO_HOME, TO_VISIT, Street

EMERGENCY = 1


@helper
def whole_turns(now_min: float, turn_min: float) -> int:
    """Count the whole hours or days before a time: what ``//`` gives, without its long division."""
    count = int(now_min / turn_min)
    return count - 1 if count * turn_min > now_min else count


@helper
def factor_at(street: Street, now_min: float, grade: int) -> float:
    """Give what free-flow minutes are multiplied by for a departure now, for a call of a grade (0: no call)."""
    g = street.g[0]
    if now_min >= g["hour_until_min"]:
        hour = whole_turns(now_min, 60.0)
        g["hour_until_min"], g["hour_factor"] = (hour + 1) * 60.0, street.hour_factor[hour % 24]
    factor = g["hour_factor"]
    if grade == EMERGENCY:
        factor *= g["blue_light_factor"]
    return factor


@helper
def minutes_between(street: Street, origin: int, dest: int) -> float:
    """Give the free-flow minutes from one area to another."""
    return float(street.to_min[dest, origin])


@helper
def is_moving(state: int) -> bool:
    """Tell whether a unit in this state is on a journey that can be broken off."""
    return state in (TO_CALL, TO_VISIT, TO_HOME)


@helper
def place(street: Street, unit: int, now_min: float) -> tuple[int, float]:
    """Give the area where a unit can next be turned round, and the time from which it is there.

    A unit at rest is where it is. A moving unit is at its next hop once it gets there; on its last stretch that is
    its destination.
    """
    row = street.units[unit]
    at, at_min = int(row["loc"]), row["loc_min"]
    if not is_moving(row["state"]) or now_min <= row["depart_min"]:
        return at, at_min
    dest, clock = int(row["dest"]), row["depart_min"]
    while True:
        hop = int(street.next_hop[at, dest])
        if hop == dest:
            return dest, row["event_min"]
        clock += minutes_between(street, at, hop) * row["factor"]
        if clock >= now_min:
            return hop, clock
        at = hop


@helper
def set_off(street: Street, unit: int, dest: int, now_min: float, grade: int) -> float:
    """Start a unit's journey from where it can be turned round; give its time of arrival.

    The journey's factor is that of the hour in which it is decided on, and stays.
    """
    g, row = street.g[0], street.units[unit]
    at, at_min = place(street, unit, now_min)
    factor = factor_at(street, now_min, grade)
    row["loc"], row["loc_min"], row["dest"], row["factor"] = at, at_min, dest, factor
    if g["travel_counts"] == 0:
        row["depart_min"] = now_min
        row["loc_min"] = now_min
        return now_min
    row["depart_min"] = max(now_min, at_min) + g["turn_out_min"]
    return row["depart_min"] + minutes_between(street, at, dest) * factor


@helper
def stop_where_it_is(street: Street, unit: int, now_min: float) -> None:
    """Break off a journey: the unit is at its next hop from when it gets there."""
    row = street.units[unit]
    at, at_min = place(street, unit, now_min)
    row["loc"], row["loc_min"] = at, at_min
