"""What a street is before its first minute: its places, its potential calls and its rules, the same for both engines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers by which a street runs; each is a field of `sim.street.state.GLOBAL`.

    Parameters
    ----------
    measure_from_min, measure_until_min
        The measured period.
    decay_per_min
        ln 2 ÷ half-life of deterrence.
    visit_weight, attend_weight
        Presence weight of a visit, and of a unit on the scene of a call.
    fresh_min, renew_gap_min, stale_gain
        Minutes of presence that count in full, the gap after which they begin anew, and what a later minute counts.
    max_stock
        Stock beyond which backfire grows no further, minutes of presence.
    displacement, diffusion
        Share of prevented calls that happens next door, and share of a place's deterrence that its neighbours get.
    reporting
        How fast patrol makes people report, per minute of stock.
    cross_district_min
        Added to the travel time of a unit of another district when candidates are compared.
    turn_out_min
        From dispatch to departure.
    priority_reach_min
        How far a unit that becomes free goes for a grade 2 call of another district.
    late_min
        A unit this near the end of its shift takes grade 1 only.
    meal_min, meal_from_min, meal_until_min
        Length of a meal, and the minutes of the shift between which it may begin.
    visit_min, visit_counts_min
        Length of a visit, and from when one that was cut short counts.
    patrol_from_min, patrol_until_min
        Minutes of the day between which hotspots are visited.
    blue_light_factor
        What minutes of travel are multiplied by for grade 1.
    preempt_visit, preempt_travel, preempt_scene
        Whether grade 1 may take a unit from a visit, from the way to a lower grade, from the scene of one.
    idle_home
        Whether a unit with nothing to do goes to its station.
    travel_counts
        Whether journeys take time; if not, travel time only ranks candidates.
    takes_meals
        Whether units stop for a meal.
    walks_rounds
        Whether patrols walk the hotspots of their district in a fixed order, rather than choose by harm and way.
    """

    measure_from_min: float
    measure_until_min: float
    decay_per_min: float
    visit_weight: float
    attend_weight: float
    fresh_min: float
    renew_gap_min: float
    stale_gain: float
    max_stock: float
    displacement: float
    diffusion: float
    reporting: float
    cross_district_min: float
    turn_out_min: float
    priority_reach_min: float
    late_min: float
    meal_min: float
    meal_from_min: float
    meal_until_min: float
    visit_min: float
    visit_counts_min: float
    patrol_from_min: float
    patrol_until_min: float
    blue_light_factor: float
    preempt_visit: bool
    preempt_travel: bool
    preempt_scene: bool
    idle_home: bool
    travel_counts: bool
    takes_meals: bool
    walks_rounds: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything that a street is opened with.

    Parameters
    ----------
    rules
        The numbers by which it runs.
    calls
        (n_calls,) `sim.demand.records.CALL`, in the order in which they would be made.
    ready_order
        (n_calls,) call ids by the time they become ready.
    n_officers, n_districts
        Officers who are ever posted, and districts.
    district_of_area, custody_area
        (n_areas,) district of each area, and area of its nearest custody suite.
    neighbour_start, neighbour
        (n_areas + 1,) and (n_pairs,): neighbours of area a are ``neighbour[neighbour_start[a]:neighbour_start[a + 1]]``.
    base_min, next_hop
        (n_areas, n_areas) free-flow minutes and first area on the way.
    hour_factor
        (24,) congestion by hour of the day.
    beta, spare
        (n_types,) deterrence per minute of stock, and M of MODEL.md §1.
    due_min
        (n_due,) minutes of the day at which a hotspot's visits fall due, rising.
    """

    rules: Rules
    calls: NDArray[np.void]
    ready_order: NDArray[np.int32]
    n_officers: int
    n_districts: int
    district_of_area: NDArray[np.int16]
    custody_area: NDArray[np.int16]
    neighbour_start: NDArray[np.int32]
    neighbour: NDArray[np.int16]
    base_min: NDArray[np.float32]
    next_hop: NDArray[np.int16]
    hour_factor: NDArray[np.float64]
    beta: NDArray[np.float64]
    spare: NDArray[np.float64]
    due_min: NDArray[np.float64]

    @property
    def n_areas(self) -> int:
        """Number of areas."""
        return int(self.district_of_area.size)
