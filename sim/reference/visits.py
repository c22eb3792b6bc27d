"""Visits to hotspots: which one is next, how one begins and ends (MODEL.md §4 rule 13)."""

from __future__ import annotations

import math

from sim.reference.area import come, go
from sim.reference.doing import begin, needs_task
from sim.reference.hotspots import MINUTES_PER_DAY, Hotspot, day_of
from sim.reference.journeys import NO_GRADE
from sim.reference.street import Street
from sim.reference.unit import VISITING, Unit
from sim.street.records import VISIT_CUT_BY_CALL, VISIT_FULL
from sim.street.state import ARRIVAL, HOTSPOT, ON_VISIT, TO_VISIT, VISIT_END


def next_visit(street: Street, unit: Unit, now_min: float) -> Hotspot | None:
    """Choose the hotspot that a unit should visit now.

    The most overdue visits x score a minute of travel and visit; among equals the lower area. A place that another unit
    visits, or that cannot be reached within the hours of patrol, is none.
    """
    rules, visit_min, day = street.rules, street.rules.visit_min, day_of(now_min)
    minute = now_min - day * MINUTES_PER_DAY
    if not street.hotspots or not rules.patrol_from_min <= minute < rules.patrol_until_min:
        return None
    due = street.due.fallen_by(now_min)
    here, here_min = street.journeys.place(unit, now_min)
    away, factor = street.journeys.away[here], street.journeys.factor_at(now_min, NO_GRADE)
    wait_min = max(0.0, here_min - now_min) + (rules.turn_out_min if rules.travel_counts else 0.0)
    left_min = rules.patrol_until_min - minute if rules.travel_counts else math.inf
    best, best_worth = None, 0.0
    for hotspot in street.hotspots:
        if hotspot.unit is not None:
            continue
        overdue = due - hotspot.done if hotspot.day == day else due
        if overdue <= 0:
            continue
        travel_min = wait_min + away[hotspot.area] * factor
        if travel_min >= left_min:
            continue
        worth = overdue * hotspot.score / (travel_min + visit_min)
        if worth > best_worth:
            best, best_worth = hotspot, worth
    return best


def set_off_to_visit(street: Street, unit: Unit, hotspot: Hotspot, now_min: float) -> None:
    """Send a unit to a hotspot, which is its own from now on."""
    hotspot.unit, unit.hotspot = unit, hotspot
    arrival_min = street.journeys.set_off(unit, hotspot.area, now_min, NO_GRADE)
    begin(street, unit, TO_VISIT, now_min, arrival_min, ARRIVAL)


def begin_visit(street: Street, unit: Unit, now_min: float) -> None:
    """Let a unit that has arrived be present at its hotspot."""
    unit.loc, unit.loc_min = unit.dest, now_min
    begin(street, unit, ON_VISIT, now_min, now_min + street.rules.visit_min, VISIT_END)
    come(street.areas[unit.loc], now_min, street.rules, visit=True)


def end_visit(street: Street, unit: Unit, how: int, now_min: float) -> None:
    """End a visit; it counts if it was not cut short before a stated time."""
    go(street.areas[unit.loc], now_min, street.rules, visit=True)
    street.book.visit(unit, how, now_min)
    if unit.hotspot is not None:
        if how == VISIT_FULL or now_min - unit.since_min >= street.rules.visit_counts_min:
            unit.hotspot.count_visit(day_of(unit.since_min))
        unit.hotspot.unit = None
    unit.hotspot = None


def drop_visit(street: Street, unit: Unit, how: int, now_min: float) -> None:
    """Take a unit off the visit that it is on, or on its way to."""
    if unit.state == ON_VISIT:
        end_visit(street, unit, how, now_min)
    elif unit.state == TO_VISIT:
        if unit.hotspot is not None:
            unit.hotspot.unit = None
        unit.hotspot = None


def interrupt_visit(street: Street, unit: Unit, now_min: float) -> None:
    """Take a unit off its visit for a call, and offer the hotspot to the patrols that have nothing to do."""
    if unit.state in VISITING:
        drop_visit(street, unit, VISIT_CUT_BY_CALL, now_min)
        offer_visits(street)


def offer_visits(street: Street) -> None:
    """Let every patrol that has nothing to do look for a visit, by unit id."""
    patrols = [unit for unit in street.on_duty[HOTSPOT] if unit.is_free]
    for unit in sorted(patrols, key=lambda unit: unit.id):
        needs_task(street, unit)
