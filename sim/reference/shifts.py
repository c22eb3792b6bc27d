"""Shift changes: who leaves, who arrives, how crews are formed (MODEL.md §4 rules 12 and 14)."""

from __future__ import annotations

import math
from itertools import groupby

from sim.reference.doing import go_off_duty
from sim.reference.duty import expect_meal
from sim.reference.street import Street
from sim.reference.tasks import meal_from_min
from sim.reference.unit import BUSY_WITH_CALL, Unit
from sim.reference.visits import drop_visit
from sim.street.records import VISIT_CUT_BY_SHIFT_END
from sim.street.state import IDLE, NONE


def units_on_duty(street: Street) -> list[Unit]:
    """Give the units on duty, by id."""
    return sorted((unit for team in street.on_duty for unit in team), key=lambda unit: unit.id)


def end_shifts(street: Street, now_min: float) -> None:
    """Send home all whose shift is over; who is busy with a call finishes it first."""
    for unit in units_on_duty(street):
        if unit.shift_end_min > now_min:
            continue
        if unit.state in BUSY_WITH_CALL:
            unit.leaving = True
        else:
            send_home(street, unit, now_min)


def send_home(street: Street, unit: Unit, now_min: float) -> None:
    """End a unit's visit, if it is on one, and its shift."""
    drop_visit(street, unit, VISIT_CUT_BY_SHIFT_END, now_min)
    go_off_duty(street, unit, now_min)


def start_shift(
    street: Street, postings: list[tuple[int, int, int, int]], double_share: list[float], now_min: float, end_min: float
) -> None:
    """Bring officers on duty: crews by officer id within each team and district, then all units by id.

    Parameters
    ----------
    street
        The street.
    postings
        (team, district, officer, home) of all who have turned up, sorted.
    double_share
        Share of units that are double-crewed, by team.
    now_min, end_min
        Start and end of the shift.
    """
    units: list[Unit] = []
    for (team, _), group in groupby(postings, key=lambda posting: posting[:2]):
        units += crew_up(street, list(group), double_share[team])
    for unit in units:
        unit.shift_start_min, unit.shift_end_min = now_min, end_min
        unit.late_from_min = end_min - street.rules.late_min
        go_on_duty(street, unit, now_min)


def doubles_among(n_officers: int, double_share: float) -> int:
    """Count the double-crewed units that so many officers form, when that share of *units* is double-crewed."""
    return min(math.floor(double_share * n_officers / (1.0 + double_share) + 0.5), n_officers // 2)


def crew_up(street: Street, postings: list[tuple[int, int, int, int]], double_share: float) -> list[Unit]:
    """Form the units of one team and district, doubles first."""
    units: list[Unit] = []
    doubles = doubles_among(len(postings), double_share)
    waiting = iter(postings)
    for team, district, officer, home in waiting:
        unit = street.units[officer]
        unit.team, unit.district, unit.home = team, district, home
        unit.crew, unit.mate = 1, NONE
        if len(units) < doubles:
            unit.crew, unit.mate = 2, next(waiting)[2]
        units.append(unit)
    return units


def go_on_duty(street: Street, unit: Unit, now_min: float) -> None:
    """Let a unit begin its shift at its station, with nothing to do yet."""
    unit.state, unit.since_min, unit.duty_from_min = IDLE, now_min, now_min
    unit.loc, unit.loc_min, unit.dest = unit.home, now_min, unit.home
    unit.meal_from_min = meal_from_min(unit, street.rules)
    unit.meal_taken = unit.leaving = False
    unit.call = unit.hotspot = None
    if street.rules.takes_meals:
        expect_meal(street, unit)
    street.on_duty[unit.team].append(unit)
    street.at_hand.update(unit)
    street.officers_out |= {unit.id} if unit.mate == NONE else {unit.id, unit.mate}
    needs_task_in_turn(street, unit)


def needs_task_in_turn(street: Street, unit: Unit) -> None:
    """Note that a unit needs a task, at its place by id among all that come on duty in this instant."""
    place = len(street.to_settle)
    while place > 0 and isinstance(before := street.to_settle[place - 1], Unit) and before.id > unit.id:
        place -= 1
    street.to_settle.insert(place, unit)
    unit.noted = True
