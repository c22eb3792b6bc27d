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
    """Count the visits to each hotspot that have fallen due on a day by now; NONE where each has a timetable."""
    if street.g[0]["timetables"]:
        return NONE
    count = 0
    while count < street.g[0]["n_due"] and due_at(street, day, count) <= now_min:
        count += 1
    return count


@helper
def due_of(street: Street, number: int, day: int, now_min: float) -> int:
    """Count the visits to a hotspot that have fallen due on a day by now, by its own timetable; now never goes back."""
    row = street.hotspots[number]
    after = row["due_next"]
    while street.timetable[number, after] <= now_min:
        after += 1
    first = row["due_first"]
    while first < after and street.timetable[number, first] < day * MINUTES_A_DAY:
        first += 1
    row["due_next"], row["due_first"] = after, first
    return after - first


@helper
def overdue_at(street: Street, number: int, due: int, day: int, now_min: float) -> int:
    """Count the visits that a hotspot is owed today, of those that are due everywhere or, if NONE, by its timetable."""
    row = street.hotspots[number]
    if due == NONE:
        due = due_of(street, number, day, now_min)
    return due - (row["done"] if row["day"] == day else 0)


@helper
def until_it_goes(street: Street, at_min: float, now_min: float) -> float:
    """Give the minutes before a unit that will be somewhere at a time sets off from there."""
    wait = max(0.0, at_min - now_min)
    if street.g[0]["travel_counts"]:
        wait += street.g[0]["turn_out_min"]
    return wait


@helper
def next_visit(street: Street, unit: int, now_min: float) -> int:
    """Choose the hotspot that a unit should visit now, or NONE."""
    g = street.g[0]
    if g["n_hotspots"] == 0:
        return NONE
    day = whole_turns(now_min, MINUTES_A_DAY)
    minute = now_min - day * MINUTES_A_DAY
    if minute < g["patrol_from_min"] or minute >= g["patrol_until_min"]:
        return NONE
    if g["walks_rounds"]:
        return next_on_round(street, unit, day, now_min)
    return most_overdue(street, unit, day, now_min)


@helper
def next_on_round(street: Street, unit: int, day: int, now_min: float) -> int:
    """Find the next hotspot of a unit's district that is owed a visit, on from the one it set off to last.

    The round is by area and begins again after the last one. A place that another unit visits, or that cannot be
    reached within the hours of patrol, is left out.
    """
    g = street.g[0]
    due = due_by(street, day, now_min)
    at, at_min = place(street, unit, now_min)
    factor = factor_at(street, now_min, 0)
    wait = until_it_goes(street, at_min, now_min)
    left = g["patrol_until_min"] - (now_min - day * MINUTES_A_DAY)
    first = 0
    while first < g["n_hotspots"] and street.hotspots[first]["area"] <= street.walked[unit]:
        first += 1
    for step in range(g["n_hotspots"]):
        number = (first + step) % g["n_hotspots"]
        row = street.hotspots[number]
        if row["unit"] != NONE or street.areas[row["area"]]["district"] != street.units[unit]["district"]:
            continue
        if overdue_at(street, number, due, day, now_min) <= 0:
            continue
        travel = wait + float(street.base_min[at, row["area"]]) * factor
        if travel < left or not g["travel_counts"]:
            return number
    return NONE


@helper
def most_overdue(street: Street, unit: int, day: int, now_min: float) -> int:
    """Find the hotspot with the most to gain a minute from a visit, or NONE.

    Largest overdue visits x score / (travel + visit); ties go to the lower area, as hotspots are in order of area.
    """
    g = street.g[0]
    due = due_by(street, day, now_min)
    at, at_min = place(street, unit, now_min)
    factor = factor_at(street, now_min, 0)
    wait = until_it_goes(street, at_min, now_min)
    left = g["patrol_until_min"] - (now_min - day * MINUTES_A_DAY)
    least_min = (wait + g["visit_min"]) * (1.0 - 1e-9)  # no visit takes less, whatever rounding does
    best, best_worth = NONE, 0.0
    for number in range(g["n_hotspots"]):
        row = street.hotspots[number]
        if row["unit"] != NONE:
            continue
        overdue = overdue_at(street, number, due, day, now_min)
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
    street.walked[unit] = row["area"]
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
def next_in_timetables(street: Street, time_min: float) -> float:
    """Give the first time after a given one, which is now, in the timetable of any hotspot; infinite when none is left."""
    day = whole_turns(time_min, MINUTES_A_DAY)
    soonest = float("inf")
    for number in range(street.g[0]["n_hotspots"]):
        due_of(street, number, day, time_min)
        soonest = min(soonest, street.timetable[number, street.hotspots[number]["due_next"]])
    return soonest


@helper
def next_due_after(street: Street, time_min: float) -> float:
    """Give the first time after a given one at which visits fall due; infinite when none ever do."""
    g = street.g[0]
    if g["timetables"]:
        return next_in_timetables(street, time_min)
    if g["n_due"] == 0 or g["n_hotspots"] == 0:
        return float("inf")
    day = whole_turns(time_min, MINUTES_A_DAY)
    for number in range(g["n_due"]):
        if due_at(street, day, number) > time_min:
            return due_at(street, day, number)
    return due_at(street, day + 1, 0)
