"""What one run leaves behind for the measures: the join of history, street and command."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.force.model import STRENGTH
from sim.street.records import WHEREABOUTS
from sim.target.records import DUE, PLAN

if TYPE_CHECKING:
    from sim.clock import Clock
    from sim.county.model import County
    from sim.demand.model import Demand
    from sim.demand.records import History

__all__ = ["PLAN", "STRENGTH", "RunRecord"]


@dataclass(frozen=True, slots=True)
class RunRecord:
    """Everything that one scenario did in one replication.

    Parameters
    ----------
    scenario, replication
        Which run this is.
    clock, county, demand, history
        What all scenarios share.
    outcome
        (n_calls,) records of `sim.street.records.OUTCOME`, row for row with ``history.calls``.
    visits
        (n_visits,) records of `sim.street.records.VISIT`, in order of their end.
    dispatches
        (n_dispatches,) records of `sim.street.records.DISPATCH`, in the order in which they were decided.
    tallies
        (3 * n_districts,) records of `sim.street.records.TALLY`: team x district.
    plan
        (n_rows,) records of `sim.target.records.PLAN`.
    strength
        (n_rows,) records of `sim.force.model.STRENGTH`, covering [0, horizon).
    extra_posts, posts
        Posts over the baseline's establishment, and all posts in the scenario.
    due
        (n,) records of `sim.target.records.DUE`: the visits of the plan.
    whereabouts
        Records of `sim.street.records.WHEREABOUTS`, where the study asks for tracks; else none.
    """

    scenario: str
    replication: int
    clock: Clock
    county: County
    demand: Demand
    history: History
    outcome: NDArray[np.void]
    visits: NDArray[np.void]
    dispatches: NDArray[np.void]
    tallies: NDArray[np.void]
    plan: NDArray[np.void]
    strength: NDArray[np.void]
    extra_posts: float
    posts: float
    due: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, dtype=DUE))
    whereabouts: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, dtype=WHEREABOUTS))
