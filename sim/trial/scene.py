"""One pilot on one history: choose, assign, deliver, and count with patrol and without."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.demand.records import History
from sim.trial.buffers import buffer_of, sum_buffers
from sim.trial.designs.design import Assignment
from sim.trial.grid import Grid
from sim.trial.outcomes import Outcomes
from sim.trial.pilot import Floats
from sim.trial.stated.deliver import Settled
from sim.trial.stated.kernels import count_calls


@dataclass(frozen=True, slots=True)
class Ledger:
    """A history as a pilot's books see it.

    Parameters
    ----------
    row, harm
        (n_calls,) what each call counts for.
    call_min
        (n_calls,) time.
    past
        (n_outcomes, n_areas, 13) the recorded past.
    """

    row: NDArray[np.int16]
    harm: Floats
    call_min: Floats
    past: Floats

    @classmethod
    def of(cls, history: History, outcomes: Outcomes) -> Ledger:
        """Read a history once, for all designs and effects."""
        call_min = np.ascontiguousarray(history.calls["call_min"])
        return cls(outcomes.rows_of(history), outcomes.harm_of(history), call_min, outcomes.past(history))

    def count(self, grid: Grid, is_there: NDArray[np.bool_], area: NDArray[np.int16]) -> Floats:
        """Count by outcome, area and period of the pilot: (n_outcomes, n_areas, n_run)."""
        counts = np.zeros((*self.past.shape[:2], grid.n_run))
        count_calls(self.row, self.harm, self.period_on(grid), is_there, area, counts)
        return counts

    def period_on(self, grid: Grid) -> NDArray[np.int64]:
        """Give the period of the pilot in which each call falls: (n_calls,), -1 outside all."""
        period = np.searchsorted(grid.edge_min, self.call_min, side="right") - 1
        period[period >= grid.n_run] = -1
        return period

    def with_past(self, grid: Grid, counts: Floats) -> Floats:
        """Put the windows of the past that are periods in front: (n_outcomes, n_areas, n_periods)."""
        return np.concatenate([self.past[:, :, grid.past_window], counts], axis=2)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Which areas lie round each other, and where: what buffers are made of.

    Parameters
    ----------
    neighbour_start, neighbour, x_m, y_m
        As in `sim.county.model.County`.
    """

    neighbour_start: NDArray[np.int32]
    neighbour: NDArray[np.int16]
    x_m: Floats
    y_m: Floats


@dataclass(frozen=True, slots=True)
class Scene:
    """A pilot that is set out: its periods, its places, and its no-patrol twin.

    Parameters
    ----------
    grid, assignment
        Who is to be patrolled when.
    owner
        (n_areas,) the place that each area is the buffer of; -1 for none.
    twin
        (n_outcomes, n_areas, n_run) counts of the no-patrol twin.
    """

    grid: Grid
    assignment: Assignment
    owner: NDArray[np.int64]
    twin: Floats

    @classmethod
    def of(cls, grid: Grid, assignment: Assignment, around: Surroundings, ledger: Ledger, twin: Settled) -> Scene:
        """Set out a pilot."""
        owner = buffer_of(assignment.area, around.neighbour_start, around.neighbour, around.x_m, around.y_m)
        return cls(grid, assignment, owner, ledger.count(grid, twin.known, twin.area))

    def at_places(self, counts: Floats) -> Floats:
        """Take the places: (n_outcomes, n_areas, …) to (n_outcomes, n_places, …)."""
        return counts[:, self.assignment.area]

    def in_buffers(self, counts: Floats) -> Floats:
        """Add up the buffers: (n_outcomes, n_areas, n_periods) to (n_outcomes, n_places, n_periods)."""
        return sum_buffers(counts, self.owner, self.assignment.area.size)

    def treated_sum(self, counts: Floats) -> Floats:
        """Add up the treated place-periods that are counted: (n_outcomes, n_places, n_run) to (n_outcomes,)."""
        used = self.assignment.treated & self.grid.counted_run
        return np.asarray(counts[:, used].sum(axis=1))
