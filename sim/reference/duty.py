"""Units as processes: one thing after another, on duty and off (MODEL.md §4)."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import simpy

from sim.reference.area import come
from sim.reference.doing import begin, count_custody, needs_task
from sim.reference.incident import work_on
from sim.reference.order import Process
from sim.reference.street import Street
from sim.reference.tasks import meal_is_due, settle
from sim.reference.unit import Unit
from sim.reference.visits import begin_visit, end_visit, offer_visits
from sim.street.records import VISIT_FULL
from sim.street.state import (
    AT_MEAL,
    IDLE,
    IN_CUSTODY,
    MEAL_DUE,
    NONE,
    ON_SCENE,
    ON_VISIT,
    TO_CALL,
    TO_HOME,
    TO_VISIT,
    VISIT_DUE,
)


def one_thing_after_another(street: Street, unit: Unit) -> Process:
    """Wait for the end of what a unit is doing, and let it do what follows, for ever: the process of a unit."""
    while True:
        try:
            yield unit.ends
        except simpy.Interrupt:  # it was given something else to do
            continue
        street.book.steps += 1
        now_min = street.clock.now
        WHAT_FOLLOWS[unit.state](street, unit, now_min)
        settle(street, now_min)


def reach_call(street: Street, unit: Unit, now_min: float) -> None:
    """Let a unit be on the scene of its call; the first one there starts the work."""
    call = unit.call
    assert call is not None  # noqa: S101 - it was travelling to one
    unit.loc, unit.loc_min = unit.dest, now_min
    street.book.arrival(unit, now_min)
    begin(street, unit, ON_SCENE, now_min)
    come(street.areas[call.happens_in], now_min, street.rules, visit=False)
    call.came += unit.crew
    if math.isnan(call.first_arrival_min):
        call.first_arrival_min, call.first_unit = now_min, unit.id
    if math.isnan(call.scene_end_min):
        work_on(street, call, now_min)


def leave_custody(street: Street, unit: Unit, now_min: float) -> None:
    """Let a unit be free at the custody suite."""
    count_custody(street, unit, now_min)
    unit.loc, unit.loc_min = unit.dest, now_min
    become_free(street, unit, now_min)


def finish_visit(street: Street, unit: Unit, now_min: float) -> None:
    """End a visit in time."""
    end_visit(street, unit, VISIT_FULL, now_min)
    become_free(street, unit, now_min)


def become_free(street: Street, unit: Unit, now_min: float) -> None:
    """Let a unit ask for its next task."""
    begin(street, unit, IDLE, now_min)
    needs_task(street, unit)


def reach_home(street: Street, unit: Unit, now_min: float) -> None:
    """Let a unit that has come home wait there."""
    unit.loc, unit.loc_min = unit.dest, now_min
    begin(street, unit, IDLE, now_min)


WHAT_FOLLOWS: dict[int, Callable[[Street, Unit, float], None]] = {
    TO_CALL: reach_call,
    IN_CUSTODY: leave_custody,
    AT_MEAL: become_free,
    TO_VISIT: begin_visit,
    ON_VISIT: finish_visit,
    TO_HOME: reach_home,
}
"""What a unit does at the end of each doing."""


def expect_meal(street: Street, unit: Unit) -> None:
    """Let a unit that comes on duty know when its meal falls due."""
    meal_due = street.clock.at(unit.shift_start_min + unit.meal_from_min, MEAL_DUE, NONE, unit.id)
    meal_due.callbacks.append(partial(think_of_meal, street, unit))


def think_of_meal(street: Street, unit: Unit, _: simpy.Event) -> None:
    """Let a unit stop for its meal as it falls due, if it is free."""
    now_min = street.clock.now
    street.book.steps += 1
    if unit.is_free and meal_is_due(unit, now_min, street.rules):
        needs_task(street, unit)
        settle(street, now_min)


def roll_call(street: Street) -> Process:
    """Let the patrols that have nothing to do look for a visit whenever visits fall due."""
    while True:
        try:
            if street.visits_due_min < math.inf:
                yield street.clock.at(street.visits_due_min, VISIT_DUE)
            else:
                yield simpy.Event(street.clock)
        except simpy.Interrupt:  # there is a new list
            continue
        street.book.steps += 1
        street.visits_due_min = street.next_due_after(street.clock.now)
        offer_visits(street)
        settle(street, street.clock.now)
