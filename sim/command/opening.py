"""Lay out the street of one run before its first minute."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR, Clock
from sim.command.config import EffectPack, StreetConfig
from sim.county.model import County
from sim.demand.model import Suppression
from sim.demand.records import History
from sim.force.model import TEAM_NAMES, Force
from sim.street.records import TALLY
from sim.street.state import (
    EVENT,
    GLOBAL,
    HOTSPOT_ROW,
    TODO,
    TYPE,
    Street,
    new_areas,
    new_dispatches,
    new_live,
    new_outcome,
    new_queues,
    new_units,
    new_visits,
)
from sim.target.config import TargetConfig
from sim.target.plan import due_minutes, patrol_window

FIRST_ROOM_FOR_EVENTS = 4_096
FIRST_ROOM_FOR_VISITS = 4_096
FIRST_ROOM_FOR_DISPATCHES = 65_536


@dataclass(frozen=True, slots=True)
class StreetRules:
    """What does not change between the scenarios of a study.

    Parameters
    ----------
    street
        Dispatch, meals, presence.
    effect
        Spill and reporting; the size of the effect is in the suppression.
    """

    street: StreetConfig
    effect: EffectPack


def open_street(
    county: County,
    history: History,
    suppression: Suppression,
    force: Force,
    rules: StreetRules,
    target: TargetConfig | None,
    clock: Clock,
) -> Street:
    """Lay out a street at minute 0: nobody on duty, no call made.

    Parameters
    ----------
    county, history, suppression
        What all scenarios share.
    force
        Who works, and when; the scenario decides.
    rules
        Dispatch, meals, presence and spill.
    target
        What hotspots are due; the scenario decides.
    clock
        The run.

    Returns
    -------
    Street
        The state that the kernel works on.
    """
    calls = history.calls
    due_min = due_minutes(target) if target else np.empty(0)
    travel = county.travel
    return Street(
        g=_globals(rules, force, target, clock, travel.blue_light_factor, due_min.size),
        units=new_units(force.n_officers),
        calls=calls,
        ready_order=history.ready_order,
        live=new_live(calls["officers"], calls["scene_min"]),
        outcome=new_outcome(calls.size),
        areas=new_areas(county.district_of_area, _nearest_custody(county), county.neighbour_start),
        neighbour=county.neighbour,
        queues=new_queues(county.n_districts),
        types=_types(suppression),
        hotspots=np.zeros(county.n_areas, dtype=HOTSPOT_ROW),
        due_min=due_min,
        base_min=travel.base_min,
        next_hop=travel.next_hop,
        hour_factor=travel.hour_factor,
        tallies=np.zeros((len(TEAM_NAMES) * county.n_districts, len(TALLY.names or ()))),
        visits=new_visits(FIRST_ROOM_FOR_VISITS),
        dispatches=new_dispatches(FIRST_ROOM_FOR_DISPATCHES),
        events=np.zeros(FIRST_ROOM_FOR_EVENTS, dtype=EVENT),
        todo=np.zeros(2 * force.n_officers + 1_024, dtype=TODO),
    )


def _types(suppression: Suppression) -> NDArray[np.void]:
    """Give the deterrence of each call type."""
    types = np.zeros(suppression.beta.size, dtype=TYPE)
    types["beta"], types["spare"] = suppression.beta, suppression.spare
    return types


def _nearest_custody(county: County) -> NDArray[np.int16]:
    """Give the area of the nearest custody suite of each area, the lower suite among equals; itself if there is none."""
    if not county.custody_area.size:
        return np.arange(county.n_areas, dtype=np.int16)
    nearest = county.travel.base_min[:, county.custody_area].argmin(axis=1)
    suites: NDArray[np.int16] = county.custody_area[nearest]
    return suites


def _globals(
    rules: StreetRules, force: Force, target: TargetConfig | None, clock: Clock, blue_light: float, n_due: int
) -> NDArray[np.void]:
    """Fill the record of rules."""
    dispatch, meals, presence = rules.street.dispatch, rules.street.meals, rules.street.presence
    patrol_from, patrol_until = patrol_window(target) if target else (0.0, 0.0)
    values: dict[str, float] = {
        "next_due_min": np.inf,
        "n_due": n_due,
        "measure_from_min": clock.measure_from_min,
        "measure_until_min": clock.measure_until_min,
        "decay_per_min": np.log(2.0) / (presence.half_life_days.value * MINUTES_PER_DAY),
        "visit_weight": presence.visit_weight.value,
        "attend_weight": presence.attend_weight.value,
        "fresh_min": presence.fresh_minutes.value,
        "renew_gap_min": presence.renew_gap_minutes.value,
        "stale_gain": presence.stale_gain.value,
        "max_stock": rules.effect.max_stock_minutes.value,
        "displacement": rules.effect.displacement.value,
        "diffusion": rules.effect.diffusion.value,
        "reporting": rules.effect.reporting_per_minute.value,
        "cross_district_min": dispatch.cross_district_minutes.value,
        "turn_out_min": dispatch.turn_out_minutes.value,
        "priority_reach_min": dispatch.priority_reach_minutes.value,
        "late_min": dispatch.late_minutes.value,
        "meal_min": meals.minutes.value,
        "meal_from_min": meals.from_hour.value * MINUTES_PER_HOUR,
        "meal_until_min": meals.until_hour.value * MINUTES_PER_HOUR,
        "visit_min": target.visit_minutes if target else 0.0,
        "visit_counts_min": presence.visit_counts_minutes.value,
        "patrol_from_min": patrol_from,
        "patrol_until_min": patrol_until,
        "blue_light_factor": blue_light,
        "preempt_visit": "visit" in dispatch.preempt,
        "preempt_travel": "travel" in dispatch.preempt,
        "preempt_scene": "scene" in dispatch.preempt,
        "idle_home": dispatch.idle == "home",
        "travel_counts": dispatch.travel_counts,
        "takes_meals": force.takes_meals,
    }
    g = np.zeros(1, dtype=GLOBAL)
    for name, value in values.items():
        g[name] = value
    return g
