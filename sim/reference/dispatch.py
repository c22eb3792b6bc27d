"""Who is sent: the cheapest eligible units, and what they leave for it (MODEL.md §4 rules 5 to 9)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import chain

import simpy

from sim.reference.area import go
from sim.reference.at_hand import Group
from sim.reference.call import EMERGENCY, PRIORITY, SCHEDULED, Call
from sim.reference.doing import begin
from sim.reference.street import Street
from sim.reference.unit import FREE, VISITING, Unit
from sim.reference.visits import interrupt_visit
from sim.street.records import PENDING
from sim.street.state import (
    ARRIVAL,
    HOTSPOT,
    NEIGHBOURHOOD,
    ON_SCENE,
    RESPONSE,
    TO_CALL,
)

TEAMS_FOR = {
    EMERGENCY: ((RESPONSE, HOTSPOT),),
    PRIORITY: ((RESPONSE,), (NEIGHBOURHOOD,)),
    SCHEDULED: ((RESPONSE, NEIGHBOURHOOD),),
}
"""Which teams take a grade; a later group only when nobody of an earlier one can be sent."""


def dispatch(street: Street, call: Call, now_min: float) -> None:
    """Send the cheapest eligible units to a call until its need is met; what is left keeps its place in the queue."""
    if call.state != PENDING:
        return
    while call.need > 0:
        unit = best_unit(street, call, now_min)
        if unit is None:
            street.waiting.add(call)
            return
        send(street, unit, call, now_min)
    if call.queued:
        street.waiting.remove(call)


def best_unit(street: Street, call: Call, now_min: float) -> Unit | None:
    """Find the unit to send."""
    for teams in TEAMS_FOR[call.grade]:
        unit = cheapest(street, call, teams, now_min)
        if unit is not None:
            return unit
    return None


def cheapest(street: Street, call: Call, teams: tuple[int, ...], now_min: float) -> Unit | None:
    """Find the eligible unit of some teams of least (travel + cross-district penalty, id)."""
    journeys, dest = street.journeys, call.happens_in
    factor = journeys.factor_at(now_min, call.grade)
    own, penalty_min = street.areas[dest].district, street.rules.cross_district_min
    best, best_cost = None, math.inf
    for least_min, units in candidates(street, call, teams):
        if least_min * factor > best_cost:
            break  # nobody further away can be cheaper
        for unit in units:
            cost = journeys.wait_and_travel(unit, dest, factor, now_min)
            if unit.district != own:
                cost += penalty_min
            if cost > best_cost or (cost == best_cost and best is not None and unit.id > best.id):
                continue
            if can_be_sent(street, unit, call, now_min):
                best, best_cost = unit, cost
    return best


def candidates(street: Street, call: Call, teams: tuple[int, ...]) -> Iterable[Group]:
    """Give groups of units with the free-flow minutes that they need at the least: the busy, then those at hand."""
    at_hand = street.at_hand.around(call.happens_in, teams)
    if call.grade == EMERGENCY and (street.rules.preempt_travel or street.rules.preempt_scene):
        busy = [unit for team in teams for unit in street.on_duty[team] if unit.call is not None]
        return chain([(0.0, dict.fromkeys(busy))], at_hand)
    return at_hand


def can_be_sent(street: Street, unit: Unit, call: Call, now_min: float) -> bool:
    """Tell whether a unit's shift and what it is doing allow it to be sent to a call."""
    if unit.leaving or (now_min >= unit.late_from_min and call.grade != EMERGENCY):
        return False
    return unit.state in FREE or can_leave(street, unit, call)


def can_leave(street: Street, unit: Unit, call: Call) -> bool:
    """Tell whether what a busy unit is doing can be left for a call: a visit, or work for a lower grade."""
    if call.grade != EMERGENCY:
        return False
    if unit.state in VISITING:
        return street.rules.preempt_visit
    if unit.call is None or unit.call.grade == EMERGENCY:
        return False
    return street.rules.preempt_travel if unit.state == TO_CALL else street.rules.preempt_scene


def send(street: Street, unit: Unit, call: Call, now_min: float) -> None:
    """Send a unit to a call, whatever it was doing; the call's need falls by its crew."""
    arrival_min = street.journeys.set_off(unit, call.happens_in, now_min, call.grade)
    street.book.dispatch(unit, call, now_min)
    if unit.state not in FREE:
        leave_task(street, unit, now_min)
    unit.call = call
    call.units.append(unit)
    begin(street, unit, TO_CALL, now_min, arrival_min, ARRIVAL)
    call.need = max(0, call.need - unit.crew)
    if math.isnan(call.first_dispatch_min):
        call.first_dispatch_min = now_min


def leave_task(street: Street, unit: Unit, now_min: float) -> None:
    """Take a unit off what it is doing; a call that it leaves gets its need back at its place and is tried again."""
    interrupt_visit(street, unit, now_min)
    former = unit.call
    if former is None:
        return
    if unit.state == ON_SCENE:
        leave_scene(street, unit, former, now_min)
    former.units.remove(unit)
    former.need = max(0, former.officers - sum(other.crew for other in former.units))
    street.waiting.add(former)
    street.to_settle.append(former)


def leave_scene(street: Street, unit: Unit, call: Call, now_min: float) -> None:
    """Take a unit off a scene; when nobody is left there the work stands still."""
    go(street.areas[call.happens_in], now_min, street.rules, visit=False)
    call.came -= unit.crew
    if sum(other.state == ON_SCENE for other in call.units) == 1:
        call.scene_min = call.scene_end_min - now_min
        call.scene_end_min = math.nan
        call.process.interrupt()
        call.work_done = simpy.Event(street.clock)
