"""What a unit is doing: how that begins, when it ends, and who needs a new task.

Who decides (a call that is dispatched, a scene that ends) changes a unit at once, in the same instant. The unit's own
process only waits for the end of what the unit is doing; it is interrupted where that end will not come.
"""

from __future__ import annotations

import math

import simpy

from sim.reference.street import Street
from sim.reference.unit import Unit
from sim.street.state import (
    AT_MEAL,
    CUSTODY,
    DUTY,
    IN_CUSTODY,
    MEAL,
    NONE,
    OFF,
    ON_SCENE,
    ON_VISIT,
    OVERTIME,
    PATROL,
    SCENE,
    TO_CALL,
    TO_VISIT,
    TRAVEL,
)

COLUMN_OF = {TO_CALL: TRAVEL, ON_SCENE: SCENE, AT_MEAL: MEAL, TO_VISIT: PATROL, ON_VISIT: PATROL}
"""Where the minutes of a doing are counted."""


def begin(
    street: Street, unit: Unit, state: int, now_min: float, until_min: float = math.inf, kind: int = NONE
) -> None:
    """End what a unit is doing, count its minutes, and let it do something else: until a time, or with an open end.

    Where its process waits for an end that will not come it is interrupted. Not where that end has just come, for then the
    process is awake and this is its own doing; nor where it has been interrupted in this instant already: it will find
    whatever it has to wait for then.
    """
    column = COLUMN_OF.get(unit.state)
    if column is not None:
        street.book.minutes(unit, column, unit.since_min, now_min)
    unit.state, unit.since_min = state, now_min
    street.at_hand.update(unit)
    if unit.ends_min < math.inf:
        if not unit.ends.processed and unit.process.target is unit.ends:
            unit.process.interrupt()
        unit.ends = simpy.Event(street.clock)
    unit.ends_min = until_min
    if until_min < math.inf:
        street.clock.set(unit.ends, until_min, kind, NONE if unit.call is None else unit.call.id, unit.id)


def needs_task(street: Street, unit: Unit) -> None:
    """Note, once, that a unit needs its next task in this instant."""
    if not unit.noted:
        unit.noted = True
        street.to_settle.append(unit)


def count_custody(street: Street, unit: Unit, now_min: float) -> None:
    """Count the minutes of a journey to custody, and of the time there, up to now."""
    street.book.minutes(unit, TRAVEL, unit.since_min, min(unit.depart_min, now_min))
    street.book.minutes(unit, CUSTODY, unit.depart_min, now_min)


def go_off_duty(street: Street, unit: Unit, now_min: float) -> None:
    """End a unit's shift and count its hours; what lies beyond the end of the shift is overtime."""
    if unit.state == IN_CUSTODY:
        count_custody(street, unit, now_min)
    begin(street, unit, OFF, now_min)
    street.book.minutes(unit, DUTY, unit.duty_from_min, now_min)
    if now_min > unit.shift_end_min:
        street.book.minutes(unit, OVERTIME, unit.shift_end_min, now_min)
    street.on_duty[unit.team].remove(unit)
    street.officers_out -= {unit.id, unit.mate}
