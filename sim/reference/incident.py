"""Calls as processes: made at the telephone, graded at the desk, dispatched, worked on, over (MODEL.md §4 rules 2 to 10).

All calls pass through the telephone and the desk, one after the other. A call that needs units is a process from there on,
and so is its caller, if there is an end to that patience.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.reference import fate
from sim.reference.area import go
from sim.reference.call import BY_DESK, Call
from sim.reference.doing import begin, needs_task
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
    SCENE_END,
)

CHUNK = 4_096
"""Calls turned into objects at once."""
GAVE_UP = "the caller gave up"
"""Why a call is interrupted; without a cause, because nobody is left on its scene."""


def potential_calls(calls: NDArray[np.void]) -> Iterator[Call]:
    """Give the potential calls of a history one by one."""
    for first in range(0, calls.size, CHUNK):
        chunk = calls[first : first + CHUNK]
        columns = [chunk[name].tolist() for name in chunk.dtype.names or ()]
        yield from map(Call, range(first, first + chunk.size), *columns)


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
            close(street, call, BY_PHONE, call.ready_min + call.desk_min)
        else:
            call.process = street.clock.process(a_call(street, call))


def a_call(street: Street, call: Call) -> Process:
    """Ask for units, and wait until the work on scene is done or the caller has given up: the process of a call."""
    call.work_done = simpy.Event(street.clock)
    if call.patience_min < math.inf:
        street.clock.process(a_caller(street, call))
    street.to_settle.append(call)
    settle(street, street.clock.now)
    while call.state == PENDING:
        try:
            yield call.work_done  # its time is set when somebody comes on scene: see `work_on`
        except simpy.Interrupt as interrupt:
            if interrupt.cause != GAVE_UP:
                continue  # nobody is left on scene: the rest of the work waits until somebody comes again
            close(street, call, CANCELLED, street.clock.now)
        else:
            street.book.steps += 1
            if call.came < call.officers:
                call.flags |= SHORT
            close(street, call, ATTENDED, street.clock.now)
        free_units(street, call, street.clock.now)
        settle(street, street.clock.now)


def a_caller(street: Street, call: Call) -> Process:
    """Wait for as long as patience lasts, and give up if nobody has come: the process of a caller."""
    yield street.clock.at(call.patience_min, CANCELLATION, call.id)
    street.book.steps += 1
    if call.state == PENDING and math.isnan(call.first_arrival_min):
        call.process.interrupt(GAVE_UP)


def work_on(street: Street, call: Call, now_min: float) -> None:
    """Begin, or take up again, the work on the scene of a call, for which its process waits."""
    call.scene_end_min = now_min + call.scene_min
    street.clock.set(call.work_done, call.scene_end_min, SCENE_END, call.id)


def close(street: Street, call: Call, state: int, closed_min: float) -> None:
    """Let a call be over, and write it down."""
    call.state, call.closed_min = state, closed_min
    if call.queued:
        street.waiting.remove(call)
    street.book.call(call)
    del street.calls[call.id]


def free_units(street: Street, call: Call, now_min: float) -> None:
    """Let all units of a call that is over go, by unit id; the first on scene takes an arrested person along."""
    arrested = call.custody_min > 0.0
    for unit in sorted(call.units, key=lambda unit: unit.id):
        unit.call = None
        if unit.state == ON_SCENE:
            go(street.areas[call.happens_in], now_min, street.rules, visit=False)
            if arrested:
                take_to_custody(street, unit, call.custody_min, now_min)
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
    unit.dest, unit.depart_min = suite, now_min + travel_min
    begin(street, unit, IN_CUSTODY, now_min, now_min + travel_min + custody_min, CUSTODY_END)
