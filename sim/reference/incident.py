"""Calls as processes: made at the telephone, graded at the desk, dispatched, worked on, over (MODEL.md §4 rules 2 to 10)."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.reference import fate
from sim.reference.area import go
from sim.reference.call import BY_DESK, Call
from sim.reference.doing import begin, ends_at, needs_task
from sim.reference.journeys import NO_GRADE
from sim.reference.order import Process
from sim.reference.street import Street
from sim.reference.tasks import settle
from sim.reference.unit import Unit
from sim.street.records import ATTENDED, BY_PHONE, CANCELLED, PENDING, SHORT
from sim.street.setting import Setting
from sim.street.state import (
    CALL_MADE,
    CALL_READY,
    CANCELLATION,
    CUSTODY_END,
    IDLE,
    IN_CUSTODY,
    ON_SCENE,
)

CHUNK = 4_096
"""Calls turned into objects at once."""


def potential_calls(calls: NDArray[np.void]) -> Iterator[Call]:
    """Give the potential calls of a history one by one."""
    for first in range(0, calls.size, CHUNK):
        for number, row in enumerate(calls[first : first + CHUNK].tolist(), first):
            yield Call(number, *row)


def telephone(street: Street, setting: Setting) -> Process:
    """Let every potential call be made, or not, at its time."""
    for call in potential_calls(setting.calls):
        yield street.clock.at(call.call_min, CALL_MADE, call.id)
        street.book.steps += 1
        fate.make(street, call)
        if call.state == PENDING:
            street.calls[call.id] = call
        else:
            street.book.call(call)


def desk(street: Street, setting: Setting) -> Process:
    """Let every call that was made be resolved by phone, or dispatched, once it is ready."""
    ready_min: list[float] = setting.calls["ready_min"].tolist()
    for number in setting.ready_order.tolist():
        yield street.clock.at(ready_min[number], CALL_READY, number)
        street.book.steps += 1
        call = street.calls.get(number)
        if call is None:
            continue
        if call.grade == BY_DESK:
            close(street, call, BY_PHONE, street.clock.now + call.desk_min)
        else:
            call.work_done = simpy.Event(street.clock)
            call.process = street.clock.process(incident(street, call))


def incident(street: Street, call: Call) -> Process:
    """Ask for units, and wait until the work on scene is done or the caller has given up: the process of a call."""
    if call.patience_min < math.inf:
        street.clock.process(patience(street, call))
    street.to_settle.append(call)
    settle(street, street.clock.now)
    while call.state == PENDING:
        try:
            yield call.work_done  # its time is set when the first unit comes
        except simpy.Interrupt:  # the last unit was called away, or the caller has given up
            continue
        street.book.steps += 1
        end_scene(street, call, street.clock.now)
        settle(street, street.clock.now)


def patience(street: Street, call: Call) -> Process:
    """Give up when nobody has come in time: the process of a caller."""
    yield street.clock.at(call.patience_min, CANCELLATION, call.id)
    street.book.steps += 1
    if call.state == PENDING and math.isnan(call.first_arrival_min):
        close(street, call, CANCELLED, street.clock.now)
        call.process.interrupt()
        free_units(street, call, 0.0, street.clock.now)
        settle(street, street.clock.now)


def end_scene(street: Street, call: Call, now_min: float) -> None:
    """Close a call whose work on scene is done."""
    if call.came < call.officers:
        call.flags |= SHORT
    close(street, call, ATTENDED, now_min)
    free_units(street, call, call.custody_min, now_min)


def close(street: Street, call: Call, state: int, closed_min: float) -> None:
    """Let a call be over, and write it down."""
    call.state, call.closed_min = state, closed_min
    street.waiting.remove(call)
    street.book.call(call)
    del street.calls[call.id]


def free_units(street: Street, call: Call, custody_min: float, now_min: float) -> None:
    """Let all units of a call that is over go, by unit id; the first on scene takes an arrested person along."""
    arrested = custody_min > 0.0
    for unit in sorted(call.units, key=lambda unit: unit.id):
        unit.call = None
        if unit.state == ON_SCENE:
            go(street.areas[call.happens_in], now_min, street.rules, visit=False)
            if arrested:
                take_to_custody(street, unit, custody_min, now_min)
                arrested = False
                continue
        else:
            street.journeys.stop(unit, now_min)
        begin(street, unit, IDLE, now_min)
        needs_task(street, unit)
    call.units.clear()


def take_to_custody(street: Street, unit: Unit, custody_min: float, now_min: float) -> None:
    """Send a unit with an arrested person to the nearest custody suite, and keep it there."""
    suite, travel_min = street.areas[unit.loc].custody_area, 0.0
    if street.rules.travel_counts:
        travel_min = street.journeys.to[suite][unit.loc] * street.journeys.factor_at(now_min, NO_GRADE)
    begin(street, unit, IN_CUSTODY, now_min)
    unit.dest, unit.depart_min = suite, now_min + travel_min
    ends_at(street, unit, now_min + travel_min + custody_min, CUSTODY_END)
