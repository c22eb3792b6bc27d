"""Hotspot visits: which one is next, how one begins and ends (MODEL.md §4 rule 13)."""

from __future__ import annotations

from sim.jit import helper
from sim.street.at_hand import list_of, n_districts
from sim.street.records import VISIT_CUT_BY_CALL, VISIT_FULL
from sim.street.state import ARRIVAL, HOTSPOT, NONE, ON_VISIT, TO_VISIT, VISIT_END, Street
from sim.street.stock import enter, leave
from sim.street.travel import factor_at, place, set_off, whole_turns
from sim.street.units import begin, end_at, free_state, put_in_turn, todo_unit

MINUTES_A_DAY = 1440.0


@helper
def due_at(street: Street, day: int, number: int) -> float:
    """Give when a visit of a day falls due: the one expression for it, or rounding would tell two times apart."""
    return day * MINUTES_A_DAY + street.due_min[number]


@helper
def due_by(street: Street, day: int, now_min: float) -> int:
    """Count the visits to each hotspot that have fallen due on a day by now."""
    count = 0
    while count < street.g[0]["n_due"] and due_at(street, day, count) <= now_min:
        count += 1
    return count


@helper
def next_visit(street: Street, unit: int, now_min: float) -> int:
    """Choose the hotspot that a unit should visit now, or NONE.

    Largest overdue visits x score / (travel + visit); ties go to the lower area, as hotspots are in order of area.
    """
    g = street.g[0]
    if g["n_hotspots"] == 0:
        return NONE
    day = whole_turns(now_min, MINUTES_A_DAY)
    minute = now_min - day * MINUTES_A_DAY
    if minute < g["patrol_from_min"] or minute >= g["patrol_until_min"]:
        return NONE
    due = due_by(street, day, now_min)
    at, at_min = place(street, unit, now_min)
    factor = factor_at(street, now_min, 0)
    wait = max(0.0, at_min - now_min)
    if g["travel_counts"]:
        wait += g["turn_out_min"]
    left = g["patrol_until_min"] - minute
    least_min = (wait + g["visit_min"]) * (1.0 - 1e-9)  # no visit takes less, whatever rounding does
    best, best_worth = NONE, 0.0
    for number in range(g["n_hotspots"]):
        row = street.hotspots[number]
        if row["unit"] != NONE:
            continue
        overdue = due - (row["done"] if row["day"] == day else 0)
        if overdue <= 0:
            continue
        value = overdue * row["score"]
        if value < best_worth * least_min:
            continue
        travel = wait + float(street.base_min[at, row["area"]]) * factor
        if travel >= left and g["travel_counts"]:
            continue
        worth = value / (travel + g["visit_min"])
        if worth > best_worth:
            best, best_worth = number, worth
    return best


@helper
def set_off_to_visit(street: Street, unit: int, hotspot: int, now_min: float) -> None:
    """Send a unit to a hotspot."""
    row = street.hotspots[hotspot]
    row["unit"] = unit
    arrival = set_off(street, unit, int(row["area"]), now_min, 0)
    begin(street, unit, TO_VISIT, now_min)
    street.units[unit]["hotspot"] = hotspot
    end_at(street, unit, arrival, ARRIVAL)


@helper
def begin_visit(street: Street, unit: int, now_min: float) -> None:
    """Let a unit that has arrived be present at its hotspot."""
    row = street.units[unit]
    row["loc"], row["loc_min"] = row["dest"], now_min
    begin(street, unit, ON_VISIT, now_min)
    enter(street, int(row["loc"]), 1, now_min)
    end_at(street, unit, now_min + street.g[0]["visit_min"], VISIT_END)


@helper
def end_visit(street: Street, unit: int, how: int, now_min: float) -> None:
    """End a visit, log it, and free its hotspot; it counts as done from the minutes of the rules on."""
    g, row = street.g[0], street.units[unit]
    area = int(row["loc"])
    leave(street, area, 1, now_min)
    log = street.visits[g["n_visits"]]
    log["start_min"], log["end_min"] = row["since_min"], now_min
    log["unit"], log["area"], log["crew"], log["ended"] = unit, area, row["crew"], how
    g["n_visits"] += 1
    if row["hotspot"] != NONE:
        spot = street.hotspots[row["hotspot"]]
        spot["unit"] = NONE
        if how == VISIT_FULL or now_min - row["since_min"] >= g["visit_counts_min"]:
            day = whole_turns(row["since_min"], MINUTES_A_DAY)
            spot["done"] = spot["done"] + 1 if spot["day"] == day else 1
            spot["day"] = day
    row["hotspot"] = NONE


@helper
def drop_visit(street: Street, unit: int, how: int, now_min: float) -> None:
    """Take a unit off the visit that it is on, or on its way to."""
    row = street.units[unit]
    if row["state"] == ON_VISIT:
        end_visit(street, unit, how, now_min)
    elif row["state"] == TO_VISIT:
        if row["hotspot"] != NONE:
            street.hotspots[row["hotspot"]]["unit"] = NONE
        row["hotspot"] = NONE


@helper
def interrupt_visit(street: Street, unit: int, now_min: float) -> None:
    """Take a unit off its visit for a call, and offer the hotspot to the patrols that have nothing to do."""
    if street.units[unit]["state"] in (ON_VISIT, TO_VISIT):
        drop_visit(street, unit, VISIT_CUT_BY_CALL, now_min)
        offer_visits(street)


@helper
def offer_visits(street: Street) -> None:
    """Let every idle patrol look for a visit, in order of unit id."""
    units = street.units
    noted_before = street.g[0]["n_todo"]
    for stand in range(n_districts(street) + 1):
        for at in range(street.queues[stand]["n_at_hand"][HOTSPOT]):
            unit = street.at_hand[list_of(stand, HOTSPOT), at]["unit"]
            if free_state(units[unit]["state"]) and not units[unit]["noted"]:
                todo_unit(street, unit)
                put_in_turn(street, unit, noted_before)


@helper
def next_due_after(street: Street, time_min: float) -> float:
    """Give the first time after a given one at which visits fall due; infinite when none ever do."""
    g = street.g[0]
    if g["n_due"] == 0 or g["n_hotspots"] == 0:
        return float("inf")
    day = whole_turns(time_min, MINUTES_A_DAY)
    for number in range(g["n_due"]):
        if due_at(street, day, number) > time_min:
            return due_at(street, day, number)
    return due_at(street, day + 1, 0)
