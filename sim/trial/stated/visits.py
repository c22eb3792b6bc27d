"""Which visits are made: those of the treated places and periods, less those that fall through."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY, minute_of_day
from sim.keys import Purpose, stream
from sim.trial.config import Dose
from sim.trial.designs.design import Assignment
from sim.trial.grid import Grid


@dataclass(frozen=True, slots=True)
class StatedVisits:
    """Visits that are made.

    Parameters
    ----------
    first
        (n_areas + 1,) where each area's visits begin.
    begin_min, end_min
        (n_visits,) by area, then by time.
    planned
        Number of visits that were planned.
    """

    first: NDArray[np.int64]
    begin_min: NDArray[np.float64]
    end_min: NDArray[np.float64]
    planned: int


def compliance_marks(dose: Dose, days: int, n_areas: int, seed: int, replication: int) -> NDArray[np.float32]:
    """Draw for every area, day and visit the mark that settles whether a planned visit is made.

    Returns
    -------
    NDArray[np.float32]
        (n_areas, days, visits a day) uniforms on [0, 1): the same whatever the design, so that the same visit is made or
        falls through in all of them.
    """
    random = stream(seed, replication, Purpose.PILOT_VISITS)
    return random.random((n_areas, days, len(dose.visits_at)), dtype=np.float32)


def stated_visits(dose: Dose, assignment: Assignment, grid: Grid, marks: NDArray[np.float32]) -> StatedVisits:
    """List the visits that are made.

    Parameters
    ----------
    dose
        Times, length and compliance; where that is not stated, the list is of the whole plan.
    assignment, grid
        Who is to be patrolled when.
    marks
        What `compliance_marks` gives.
    """
    n_areas, days, _ = marks.shape
    times = np.array([minute_of_day(text) for text in dose.visits_at], dtype=np.float64)
    begin = (np.arange(days)[:, None] * float(MINUTES_PER_DAY) + times).ravel()
    period = np.searchsorted(grid.edge_min, begin, side="right") - 1
    in_pilot = (period >= 0) & (period < grid.n_run)
    planned = np.zeros((n_areas, begin.size), dtype=np.bool_)
    planned[assignment.area] = assignment.treated[:, np.minimum(period, grid.n_run - 1)] & in_pilot
    made = planned
    if dose.compliance is not None:
        made = planned & (marks.reshape(n_areas, -1) < dose.compliance.value)
    area, visit = np.nonzero(made)
    first = np.zeros(n_areas + 1, dtype=np.int64)
    np.cumsum(np.bincount(area, minlength=n_areas), out=first[1:])
    return StatedVisits(first, begin[visit], begin[visit] + dose.visit_minutes, int(planned.sum()))
