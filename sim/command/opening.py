"""Put together what a street is opened with: the county, the history, the force, the rules of the study."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR, Clock
from sim.command.config import EffectPack, StreetConfig
from sim.county.model import County
from sim.demand.model import Suppression
from sim.demand.records import History
from sim.force.model import Force
from sim.street.setting import Rules, Setting
from sim.target.config import TargetConfig
from sim.target.plan import due_minutes, patrol_window


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


def setting_of(
    county: County,
    history: History,
    suppression: Suppression,
    force: Force,
    rules: StreetRules,
    target: TargetConfig | None,
    clock: Clock,
) -> Setting:
    """Put together what a street is opened with.

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
    Setting
        The same for every engine.
    """
    travel = county.travel
    return Setting(
        rules=_rules(rules, force, target, clock, travel.blue_light_factor),
        calls=history.calls,
        ready_order=history.ready_order,
        n_officers=force.n_officers,
        n_districts=county.n_districts,
        district_of_area=county.district_of_area,
        custody_area=_nearest_custody(county),
        neighbour_start=county.neighbour_start,
        neighbour=county.neighbour,
        base_min=travel.base_min,
        next_hop=travel.next_hop,
        hour_factor=travel.hour_factor,
        beta=suppression.beta,
        spare=suppression.spare,
        due_min=due_minutes(target) if target else np.empty(0),
    )


def _nearest_custody(county: County) -> NDArray[np.int16]:
    """Give the area of the nearest custody suite of each area, the lower suite among equals; itself if there is none."""
    if not county.custody_area.size:
        return np.arange(county.n_areas, dtype=np.int16)
    nearest = county.travel.base_min[:, county.custody_area].argmin(axis=1)
    suites: NDArray[np.int16] = county.custody_area[nearest]
    return suites


def _rules(rules: StreetRules, force: Force, target: TargetConfig | None, clock: Clock, blue_light: float) -> Rules:
    """Gather the numbers by which the street runs."""
    dispatch, meals, presence = rules.street.dispatch, rules.street.meals, rules.street.presence
    patrol_from, patrol_until = patrol_window(target) if target else (0.0, 0.0)
    return Rules(
        measure_from_min=clock.measure_from_min,
        measure_until_min=clock.measure_until_min,
        decay_per_min=float(np.log(2.0) / (presence.half_life_days.value * MINUTES_PER_DAY)),
        visit_weight=presence.visit_weight.value,
        attend_weight=presence.attend_weight.value,
        fresh_min=presence.fresh_minutes.value,
        renew_gap_min=presence.renew_gap_minutes.value,
        stale_gain=presence.stale_gain.value,
        max_stock=rules.effect.max_stock_minutes.value,
        displacement=rules.effect.displacement.value,
        diffusion=rules.effect.diffusion.value,
        reporting=rules.effect.reporting_per_minute.value,
        cross_district_min=dispatch.cross_district_minutes.value,
        turn_out_min=dispatch.turn_out_minutes.value,
        priority_reach_min=dispatch.priority_reach_minutes.value,
        late_min=dispatch.late_minutes.value,
        meal_min=meals.minutes.value,
        meal_from_min=meals.from_hour.value * MINUTES_PER_HOUR,
        meal_until_min=meals.until_hour.value * MINUTES_PER_HOUR,
        visit_min=target.visit_minutes if target else 0.0,
        visit_counts_min=presence.visit_counts_minutes.value,
        patrol_from_min=patrol_from,
        patrol_until_min=patrol_until,
        blue_light_factor=blue_light,
        preempt_visit="visit" in dispatch.preempt,
        preempt_travel="travel" in dispatch.preempt,
        preempt_scene="scene" in dispatch.preempt,
        idle_home=dispatch.idle == "home",
        travel_counts=dispatch.travel_counts,
        takes_meals=force.takes_meals,
        walks_rounds=target is not None and target.route == "rounds",
    )
