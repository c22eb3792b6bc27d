"""Several forces side by side: what of a study belongs to each of them (decision 12).

Packs describe the county that the forces are modelled on; a force has its calls and posts in proportion to its areas.
What a scenario adds or moves is stated for all forces together and shared out; a hotspot list is each force's own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.config import Sourced
from sim.county.made_up_config import ForcesCounty
from sim.county.variant import AREAS_OF_EMBEDDED
from sim.demand.config import DemandConfig
from sim.force.apportion import apportion
from sim.force.config import TEAMS, ForceConfig, PostsByTeam
from sim.keys import block_seed
from sim.study.schema import Scenario, Study


def block_of(
    county: ForcesCounty, block: int, demand: DemandConfig, force: ForceConfig, study: Study
) -> dict[str, Any]:
    """Give the parts of a loaded study that differ for one force.

    Parameters
    ----------
    county
        The forces.
    block
        Number of the force, from 1; 0 is the county that they are modelled on.
    demand, force, study
        What the study states for all.

    Returns
    -------
    dict
        ``demand``, ``force`` and ``study`` of that force.
    """
    if block == 0:
        return {}
    mine = scaled(demand, county.areas_per_force / AREAS_OF_EMBEDDED)
    scenarios = {name: _share_of(scenario, county.forces, block) for name, scenario in study.scenarios.items()}
    return {
        "demand": mine.model_copy(update={"spatial_seed": block_seed(demand.spatial_seed, block)}),
        "force": with_posts(force, posts_of_force(force, county)),
        "study": study.model_copy(update={"scenarios": scenarios}),
    }


def posts_of_force(force: ForceConfig, county: ForcesCounty) -> NDArray[np.int64]:
    """Give (3,) whole posts by team of each force: those of the pack, in proportion to its areas."""
    posts: NDArray[np.int64] = np.round(force.posts.as_array() * (county.areas_per_force / AREAS_OF_EMBEDDED)).astype(
        np.int64
    )
    return posts


def with_posts(force: ForceConfig, posts: NDArray[np.int64]) -> ForceConfig:
    """Give a force other posts: (3,) by team, with the source that they had."""
    numbers = {
        name: _resized(getattr(force.posts, name), float(count)) for name, count in zip(TEAMS, posts, strict=True)
    }
    return force.model_copy(update={"posts": PostsByTeam(**numbers)})


def _resized(posts: Sourced, value: float) -> Sourced:
    """Give a number of posts another size, and its range with it."""
    factor = value / posts.value if posts.value else 0.0
    return posts.model_copy(update={"value": value, "low": posts.low * factor, "high": posts.high * factor})


def _share_of(scenario: Scenario, forces: int, block: int) -> Scenario:
    """Give one force's share of the officers that a scenario adds or moves.

    Forces are alike in calls, residents and districts, so that every way of sharing gives each the same; the first
    ones get what does not divide.
    """
    changes = {}
    for name in ("uplift", "redeploy"):
        change = getattr(scenario, name)
        if change is not None:
            posts = int(apportion(change.posts, np.ones(forces))[block - 1])
            changes[name] = change.model_copy(update={"posts": posts})
    return scenario.model_copy(update=changes)


def scaled(demand: DemandConfig, times: float) -> DemandConfig:
    """Multiply all yearly numbers that a demand states."""
    types = []
    for row in demand.types:
        numbers = {
            "calls_per_year": row.calls_per_year * times,
            "crimes_per_year": {key: number * times for key, number in row.crimes_per_year.items()},
            "asb_records_per_year": row.asb_records_per_year * times,
        }
        stated = {name: value for name, value in numbers.items() if name in row.model_fields_set}
        types.append(row.model_copy(update=stated))
    return demand.model_copy(update={"types": types})
