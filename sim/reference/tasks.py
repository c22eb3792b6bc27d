"""What a unit does once it is free: off duty, the next call, a meal, a visit, or nothing (MODEL.md §4 rule 11)."""

from __future__ import annotations

from sim.reference.call import EMERGENCY, PRIORITY, SCHEDULED, Call
from sim.reference.dispatch import cheapest, dispatch, send
from sim.reference.doing import begin, go_off_duty
from sim.reference.journeys import NO_GRADE
from sim.reference.street import Street
from sim.reference.unit import Unit
from sim.reference.visits import next_visit, set_off_to_visit
from sim.street.setting import Rules
from sim.street.state import ARRIVAL, AT_MEAL, HOTSPOT, IDLE, MEAL_END, NEIGHBOURHOOD, RESPONSE, TO_HOME


def settle(street: Street, now_min: float) -> None:
    """Settle everything that this instant has brought, in the order in which it came up."""
    while street.to_settle:
        item = street.to_settle.popleft()
        if isinstance(item, Call):
            dispatch(street, item, now_min)
        else:
            item.noted = False
            if item.is_free:
                next_task(street, item, now_min)


def next_task(street: Street, unit: Unit, now_min: float) -> None:
    """Give a free unit what it does next."""
    if now_min >= unit.shift_end_min:
        go_off_duty(street, unit, now_min)
    elif (call := waiting_call(street, unit, now_min)) is not None:
        take(street, unit, call, now_min)
    elif meal_is_due(unit, now_min, street.rules):
        stop_for_meal(street, unit, now_min)
    elif unit.team == HOTSPOT and (hotspot := next_visit(street, unit, now_min)) is not None:
        set_off_to_visit(street, unit, hotspot, now_min)
    else:
        rest(street, unit, now_min)


def waiting_call(street: Street, unit: Unit, now_min: float) -> Call | None:
    """Find the waiting call that a free unit takes: by grade, its own district first."""
    waiting, own = street.waiting, unit.district
    if waiting.total == 0:
        return None
    if unit.team != NEIGHBOURHOOD:
        call = waiting.first(EMERGENCY, own) or next(waiting.elsewhere(EMERGENCY, own), None)
        if call is not None:
            return call
    if unit.team == HOTSPOT or now_min >= unit.late_from_min:
        return None
    call = waiting.first(PRIORITY, own) or priority_within_reach(street, unit, now_min)
    if call is not None and unit.team == NEIGHBOURHOOD and cheapest(street, call, (RESPONSE,), now_min) is not None:
        call = None  # left to response
    return call or waiting.first(SCHEDULED, own)


def priority_within_reach(street: Street, unit: Unit, now_min: float) -> Call | None:
    """Find the longest waiting grade 2 call of another district that a unit can reach in a stated time."""
    factor = street.journeys.factor_at(now_min, PRIORITY)
    for call in street.waiting.elsewhere(PRIORITY, unit.district):
        minutes = street.journeys.wait_and_travel(unit, call.happens_in, factor, now_min)
        if minutes <= street.rules.priority_reach_min:
            return call
    return None


def take(street: Street, unit: Unit, call: Call, now_min: float) -> None:
    """Send a free unit to a waiting call; a call that needs no more leaves the queue."""
    send(street, unit, call, now_min)
    if call.need == 0 and call.queued:
        street.waiting.remove(call)


def meal_from_min(unit: Unit, rules: Rules) -> float:
    """Give the minute of its shift from which a unit may stop for its meal: staggered over the window by unit id."""
    slots = 1
    if rules.meal_min > 0.0:
        slots = max(1, int((rules.meal_until_min - rules.meal_from_min) // rules.meal_min))
    return rules.meal_from_min + (unit.id % slots) * rules.meal_min


def meal_is_due(unit: Unit, now_min: float, rules: Rules) -> bool:
    """Tell whether a unit may stop for its meal now."""
    into_min = now_min - unit.shift_start_min
    return rules.takes_meals and not unit.meal_taken and unit.meal_from_min <= into_min <= rules.meal_until_min


def stop_for_meal(street: Street, unit: Unit, now_min: float) -> None:
    """Let a unit eat where it is."""
    street.journeys.stop(unit, now_min)
    unit.meal_taken = True
    begin(street, unit, AT_MEAL, now_min, max(now_min, unit.loc_min) + street.rules.meal_min, MEAL_END)


def rest(street: Street, unit: Unit, now_min: float) -> None:
    """Let a unit stay where it is, or go home, by the idle rule."""
    if street.rules.idle_home and unit.loc != unit.home:
        if unit.state != TO_HOME:
            arrival_min = street.journeys.set_off(unit, unit.home, now_min, NO_GRADE)
            begin(street, unit, TO_HOME, now_min, arrival_min, ARRIVAL)
    elif unit.state != IDLE:
        begin(street, unit, IDLE, now_min)
