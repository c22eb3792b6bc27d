"""Calls: made at the telephone, graded at the desk, dispatched, worked on, over (MODEL.md §4 rules 2 to 10).

The telephone and the desk are processes, through which all calls pass one after the other. What may follow for a call that
needs units, a caller who gives up and the end of the work on scene, are events with one callback each.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

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
            ask_for_units(street, call, call.ready_min)


def ask_for_units(street: Street, call: Call, now_min: float) -> None:
    """Let a call that is ready be dispatched; its caller gives up when nobody has come in time."""
    if call.patience_min < math.inf:
        patience_ends = street.clock.at(call.patience_min, CANCELLATION, call.id)
        patience_ends.callbacks.append(partial(give_up, street, call))
    street.to_settle.append(call)
    settle(street, now_min)


def give_up(street: Street, call: Call, _: simpy.Event) -> None:
    """Cancel a call whose caller has waited long enough, if nobody has come."""
    now_min = street.clock.now
    street.book.steps += 1
    if call.state == PENDING and math.isnan(call.first_arrival_min):
        close(street, call, CANCELLED, now_min)
        free_units(street, call, 0.0, now_min)
        settle(street, now_min)


def work_on(street: Street, call: Call, now_min: float) -> None:
    """Begin, or take up again, the work on the scene of a call."""
    call.scene_end_min = now_min + call.scene_min
    call.work_done = street.clock.at(call.scene_end_min, SCENE_END, call.id)
    call.work_done.callbacks.append(partial(end_scene, street, call))


def end_scene(street: Street, call: Call, work_done: simpy.Event) -> None:
    """Close a call whose work on scene is done, unless that was left before its end."""
    if work_done is not call.work_done:
        return
    now_min = street.clock.now
    street.book.steps += 1
    if call.came < call.officers:
        call.flags |= SHORT
    close(street, call, ATTENDED, now_min)
    free_units(street, call, call.custody_min, now_min)
    settle(street, now_min)


def close(street: Street, call: Call, state: int, closed_min: float) -> None:
    """Let a call be over, and write it down."""
    call.state, call.closed_min = state, closed_min
    if call.queued:
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
    unit.dest, unit.depart_min = suite, now_min + travel_min
    begin(street, unit, IN_CUSTODY, now_min, now_min + travel_min + custody_min, CUSTODY_END)
