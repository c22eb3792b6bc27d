"""What of a run can be added up over several forces where its measures cannot: response times, busy and free minutes.

A median of all calls is no mean of the forces' medians. So each force sends how many of its calls were reached after
how many 64ths of a minute, the resolution of the audit trail, by the groups that results are broken down by.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.config import CostPack
from sim.outcomes.counted import Counted, count_calls
from sim.outcomes.effort import busy_and_free_min
from sim.outcomes.quantiles import PER_CENT
from sim.outcomes.record import RunRecord
from sim.track.dose import visit_counts

STEPS_PER_MINUTE = 64
NEVER = np.iinfo(np.int32).max
"""Stands for the response time of a call that nobody reached: later than all others."""
FIFTHS = 5
CELLS = 2 * FIFTHS
"""Deprivation fifth × urban or rural: the groups that a response time is told by."""


@dataclass(frozen=True, slots=True)
class ResponseSteps:
    """Response times of the calls of one grade, counted; all of one length but the last two.

    Parameters
    ----------
    cell
        (n,) group of areas, 2 × deprivation fifth + 1 where rural.
    step
        (n,) response time, 64ths of a minute; `NEVER` where nobody came.
    count
        (n,) calls of that group and time.
    calls, within
        (10,) calls of each group, and those reached within the target: exact, not rounded to steps.
    """

    cell: NDArray[np.int8]
    step: NDArray[np.int32]
    count: NDArray[np.int64]
    calls: NDArray[np.int64]
    within: NDArray[np.int64]

    def plus(self, other: ResponseSteps) -> ResponseSteps:
        """Add the calls of another force."""
        cell, step, count = _merged(
            np.concatenate([self.cell, other.cell]),
            np.concatenate([self.step, other.step]),
            np.concatenate([self.count, other.count]),
        )
        return ResponseSteps(cell, step, count, self.calls + other.calls, self.within + other.within)

    def quantile_min(self, percent: int, cells: NDArray[np.bool_]) -> float:
        """Give a quantile of some groups together.

        Parameters
        ----------
        percent
            Which quantile: 50 is the median.
        cells
            (10,) which groups.

        Returns
        -------
        float
            Minutes, to a 64th, by the definition of `sim.outcomes.response`; nan where that falls among calls that nobody
            reached, and where there were no calls.
        """
        mine = cells[self.cell]
        order = np.argsort(self.step[mine], kind="stable")
        step, until = self.step[mine][order], np.cumsum(self.count[mine][order])
        total = int(until[-1]) if until.size else 0
        if total == 0:
            return float("nan")
        ranks = -(-total * percent // PER_CENT) - 1, min(total * percent // PER_CENT, total - 1)
        lower, upper = step[np.searchsorted(until, ranks, side="right")]
        return float("nan") if upper == NEVER else (int(lower) + int(upper)) / 2 / STEPS_PER_MINUTE

    def share_within(self, cells: NDArray[np.bool_]) -> float:
        """Give the share of the calls of some groups that were reached within the target; nan where there were none."""
        calls = int(self.calls[cells].sum())
        return int(self.within[cells].sum()) / calls if calls else float("nan")


@dataclass(frozen=True, slots=True)
class Poolable:
    """What of a run can be added up over forces.

    Parameters
    ----------
    response
        Response times of grade 1 and of grade 2.
    busy_min, free_min
        Officer-minutes of response units that calls took, and on duty less meals.
    visits, koper_visits
        Visits, and those of 10 to 16 minutes.
    """

    response: tuple[ResponseSteps, ResponseSteps]
    busy_min: float
    free_min: float
    visits: float
    koper_visits: float

    def plus(self, other: Poolable) -> Poolable:
        """Add another force."""
        return Poolable(
            (self.response[0].plus(other.response[0]), self.response[1].plus(other.response[1])),
            self.busy_min + other.busy_min,
            self.free_min + other.free_min,
            self.visits + other.visits,
            self.koper_visits + other.koper_visits,
        )


def poolable(record: RunRecord, costs: CostPack) -> Poolable:
    """Take from a run what can be added up over forces.

    Parameters
    ----------
    record
        What the run left behind.
    costs
        Response targets.

    Returns
    -------
    Poolable
        Response times, busy minutes and visits.
    """
    counted = count_calls(record)
    cell_of_area = 2 * record.county.deprivation_fifth + ~record.county.is_urban
    targets = costs.response_target_min
    clock = record.clock
    visits = visit_counts(record.visits, clock.measure_from_min, clock.measure_until_min)
    busy_min, free_min = busy_and_free_min(record.tallies, record.county.n_districts)
    return Poolable(
        (
            _steps_of(counted, 1, cell_of_area, targets.grade1.value),
            _steps_of(counted, 2, cell_of_area, targets.grade2.value),
        ),
        busy_min,
        free_min,
        float(visits.visits),
        float(round(visits.koper_share * visits.visits)) if visits.visits else 0.0,
    )


def _steps_of(counted: Counted, grade: int, cell_of_area: NDArray[np.int8], target_min: float) -> ResponseSteps:
    """Count the calls of one grade by group and response time."""
    rows = counted.made & (counted.grade == grade)
    response_min, cell = counted.response_min[rows], cell_of_area[counted.area[rows]].astype(np.int8)
    came = np.isfinite(response_min)
    step = np.full(response_min.size, NEVER, dtype=np.int32)
    step[came] = np.round(response_min[came] * STEPS_PER_MINUTE).astype(np.int32)
    return ResponseSteps(
        *_merged(cell, step, np.ones(step.size, dtype=np.int64)),
        calls=np.bincount(cell, minlength=CELLS),
        within=np.bincount(cell[response_min <= target_min], minlength=CELLS),
    )


def _merged(
    cell: NDArray[np.int8], step: NDArray[np.int32], count: NDArray[np.int64]
) -> tuple[NDArray[np.int8], NDArray[np.int32], NDArray[np.int64]]:
    """Add up the counts of equal groups and times."""
    key = cell.astype(np.int64) << 32 | step
    unique, inverse = np.unique(key, return_inverse=True)
    total = np.zeros(unique.size, dtype=np.int64)
    np.add.at(total, inverse, count)
    return (unique >> 32).astype(np.int8), (unique & 0xFFFFFFFF).astype(np.int32), total
