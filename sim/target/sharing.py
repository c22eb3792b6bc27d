"""From scores to hotspots and the visits that each is due a day."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_HOUR
from sim.target.allocation import Allocation, Question, equal
from sim.target.config import Allocate, TargetConfig
from sim.target.greedy import greedy
from sim.target.optimal import optimal
from sim.target.plan import choose, due_minutes
from sim.target.proportional import proportional
from sim.target.ranking import Terrain

ALLOCATIONS: Final[dict[Allocate, Allocation]] = {
    "equal": equal,
    "proportional": proportional,
    "greedy": greedy,
    "optimal": optimal,
}
"""A new allocation is a small file of its own, a line here and its name in `Allocate`."""


class Shared(NamedTuple):
    """Hotspots and their visits.

    Parameters
    ----------
    areas
        (n_hotspots,) areas, highest score first, the lower index first among equals.
    visits
        (n_hotspots,) visits that each is due a day, at least 1.
    """

    areas: NDArray[np.int64]
    visits: NDArray[np.int64]


def share_out(target: TargetConfig, scores: NDArray[np.float64], terrain: Terrain) -> Shared:
    """Choose the hotspots and share the visits of a day out over them.

    Parameters
    ----------
    target
        How many hotspots and visits, and how they are shared out.
    scores
        (n_areas,) what the ranking gives.
    terrain
        The areas, and what visits come to.

    Returns
    -------
    Shared
        Every area that is due a visit.
    """
    visits = ALLOCATIONS[target.allocate or "equal"](question_of(target, scores, terrain))
    for area, code in enumerate(terrain.area_code if target.listed else ()):
        if visits[area] and (own := target.listed[code].visits_per_day):
            visits[area] = own
    areas = choose(np.where(visits > 0, scores, 0.0), scores.size)
    return Shared(areas, visits[areas])


def question_of(target: TargetConfig, scores: NDArray[np.float64], terrain: Terrain) -> Question:
    """Put the question that an allocation answers: parameters as of `share_out`."""
    visit_cost_min = target.visit_minutes + terrain.reach_min
    # a score per hour of patrol counts the hours already, which the question counts by itself
    worth = scores * visit_cost_min / MINUTES_PER_HOUR if target.rank_by == "preventable" else scores
    visits_per_day = due_minutes(target).size
    return Question(
        rank_score=scores,
        score=worth,
        visit_cost_min=visit_cost_min,
        won=terrain.kinds.curve.of_visits(np.arange(target.most + 1), target.visit_minutes),
        hotspots=target.hotspots,
        visits_per_day=visits_per_day,
        district_of_area=terrain.district_of_area,
        floor=_floors(target, terrain, visits_per_day * min(target.hotspots, scores.size)),
        fewest=target.fewest,
    )


def _floors(target: TargetConfig, terrain: Terrain, visits: int) -> NDArray[np.int64]:
    """Give the visits a day that each district gets at least: so much of its share of the residents, rounded down."""
    people = np.bincount(terrain.district_of_area, weights=terrain.population)
    total = people.sum()
    share = people / total if total > 0 else np.zeros_like(people)
    floor: NDArray[np.int64] = np.floor((target.district_floor or 0.0) * share * visits + 1e-9).astype(np.int64)
    return floor
