"""Numbers of one run, read off its calls without any help of the measures that reports show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.counted import counted_rows
from sim.outcomes.record import RunRecord
from sim.validate.textbook import ON_THE_STREET


@dataclass(frozen=True, slots=True)
class Served:
    """The calls of the measured period that somebody is sent to.

    Parameters
    ----------
    grade, area
        (n,) grade, and area in which it happened.
    unit
        (n,) first unit to arrive; -1 for nobody.
    wait_min, stay_min, journey_min
        (n,) minutes from call to arrival, from call to end, and from dispatch to arrival; nan where it never came to it.
    """

    grade: NDArray[np.uint8]
    area: NDArray[np.int16]
    unit: NDArray[np.int32]
    wait_min: NDArray[np.float64]
    stay_min: NDArray[np.float64]
    journey_min: NDArray[np.float64]

    @property
    def count(self) -> int:
        """Number of calls."""
        return int(self.grade.size)


def served_calls(record: RunRecord) -> Served:
    """Take the served calls of the measured period from a run.

    Parameters
    ----------
    record
        What the run left behind.
    """
    rows = counted_rows(record)
    calls, outcome = record.history.calls[rows], record.outcome[rows]
    sent = np.isin(calls["grade"], ON_THE_STREET)
    calls, outcome = calls[sent], outcome[sent]
    return Served(
        grade=calls["grade"].copy(),
        area=outcome["area"].copy(),
        unit=outcome["unit"].copy(),
        wait_min=outcome["first_arrival_min"] - calls["call_min"],
        stay_min=outcome["closed_min"] - calls["call_min"],
        journey_min=outcome["first_arrival_min"] - outcome["first_dispatch_min"],
    )


def busy_share(record: RunRecord, n_units: int) -> float:
    """Give the share of the measured time for which the units are on scene."""
    minutes = record.clock.measure_until_min - record.clock.measure_from_min
    return float(record.tallies["scene_min"].sum()) / (minutes * n_units)


def out_of_turn(record: RunRecord, *, by_end: bool) -> tuple[int, int]:
    """Count the calls that are served before an earlier one of their grade.

    Parameters
    ----------
    record
        What the run left behind.
    by_end
        Whether they must also end in that order, as with one unit, where an interrupted call keeps its place.

    Returns
    -------
    tuple[int, int]
        Calls out of turn, and pairs of successive calls looked at.
    """
    calls, outcome = record.history.calls, record.outcome
    broken = seen = 0
    for grade in ON_THE_STREET:
        mine = calls["grade"] == grade
        for moment in ("first_arrival_min", "closed_min") if by_end else ("first_arrival_min",):
            # a call that is never reached comes after all: infinity is in turn only at the end
            step = np.diff(np.nan_to_num(outcome[moment][mine], nan=np.finfo(np.float64).max))
            broken += int(np.count_nonzero(step < 0))
            seen += step.size
    return broken, seen
