"""Visits to hotspots: which one is next, how one begins and ends (MODEL.md §4 rule 13)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.reference.area import come, go
from sim.reference.doing import begin, needs_task
from sim.reference.hotspots import MINUTES_PER_DAY, Hotspot, day_of
from sim.reference.journeys import NO_GRADE
from sim.reference.street import Street
from sim.reference.unit import VISITING, Unit
from sim.street.records import VISIT_CUT_BY_CALL, VISIT_FULL
from sim.street.state import ARRIVAL, HOTSPOT, ON_VISIT, TO_VISIT, VISIT_END


def next_visit(street: Street, unit: Unit, now_min: float) -> Hotspot | None:
    """Choose the hotspot that a unit should visit now, by the rule of the route."""
    if street.rules.walks_rounds:
        return next_on_round(street, unit, now_min)
    best, best_worth = None, 0.0
    for hotspot, overdue, travel_min in owed_a_visit(street, unit, now_min):
        worth = overdue * hotspot.score / (travel_min + street.rules.visit_min)
        if worth > best_worth:
            best, best_worth = hotspot, worth
    return best


def next_on_round(street: Street, unit: Unit, now_min: float) -> Hotspot | None:
    """Find the next hotspot in its district on a unit's round: by area, on from the one that it set off to last."""
    here = [
        hotspot
        for hotspot, _, _ in owed_a_visit(street, unit, now_min)
        if street.areas[hotspot.area].district == unit.district
    ]
    return min(here, key=lambda hotspot: (hotspot.area <= unit.walked, hotspot.area), default=None)


def owed_a_visit(street: Street, unit: Unit, now_min: float) -> Iterator[tuple[Hotspot, int, float]]:
    """List the hotspots that a unit may visit now, by area: each with the visits it is owed and the minutes to it.

    A place that another unit visits, or that cannot be reached within the hours of patrol, is none.
    """
    rules, day = street.rules, day_of(now_min)
    minute = now_min - day * MINUTES_PER_DAY
    if not street.hotspots or not rules.patrol_from_min <= minute < rules.patrol_until_min:
        return
    due = street.due.fallen_by(now_min)
    here, here_min = street.journeys.place(unit, now_min)
    away, factor = street.journeys.away[here], street.journeys.factor_at(now_min, NO_GRADE)
    wait_min = max(0.0, here_min - now_min) + (rules.turn_out_min if rules.travel_counts else 0.0)
    left_min = rules.patrol_until_min - minute if rules.travel_counts else math.inf
    for hotspot in street.hotspots:
        if hotspot.unit is not None:
            continue
        fallen = due if hotspot.timetable is None else hotspot.timetable.fallen_by(now_min)
        overdue = fallen - hotspot.done if hotspot.day == day else fallen
        if overdue <= 0:
            continue
        travel_min = wait_min + away[hotspot.area] * factor
        if travel_min < left_min:
            yield hotspot, overdue, travel_min


def set_off_to_visit(street: Street, unit: Unit, hotspot: Hotspot, now_min: float) -> None:
    """Send a unit to a hotspot, which is its own from now on."""
    hotspot.unit, unit.hotspot, unit.walked = unit, hotspot, hotspot.area
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
