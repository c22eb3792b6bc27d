"""What is written down while a street runs: calls, visits, dispatches, officer-minutes, in the layout of both engines."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.reference.call import Call
from sim.reference.unit import Unit
from sim.street.records import DISPATCH, TALLY, VISIT, StreetLog
from sim.street.setting import Setting
from sim.street.state import N_TEAMS, NONE, new_outcome

ARRIVAL_COLUMN = 1
"""Of a row of `DISPATCH`."""


class Book:
    """The logs of one street.

    Parameters
    ----------
    setting
        Numbers of calls and districts, and the measured period.
    """

    def __init__(self, setting: Setting) -> None:
        self._from_min = setting.rules.measure_from_min
        self._until_min = setting.rules.measure_until_min
        self._outcome = new_outcome(setting.calls.size)
        self._visits: list[tuple[float, ...]] = []
        self._dispatches: list[list[float]] = []
        columns = len(TALLY.names or ())
        self._minutes = [[[0.0] * columns for _ in range(setting.n_districts)] for _ in range(N_TEAMS)]
        self.steps = 0

    def is_measured(self, time_min: float) -> bool:
        """Tell whether a call made at a time counts."""
        return self._from_min <= time_min < self._until_min

    def call(self, call: Call) -> None:
        """Write down what has become of a call so far."""
        self._outcome[call.id] = (
            call.first_dispatch_min,
            call.first_arrival_min,
            call.closed_min,
            call.stock,
            call.first_unit,
            call.happens_in,
            call.state,
            call.flags,
        )

    def visit(self, unit: Unit, how: int, now_min: float) -> None:
        """Write down a visit that ends, and how."""
        self._visits.append((unit.since_min, now_min, unit.id, unit.loc, unit.crew, how))

    def dispatch(self, unit: Unit, call: Call, now_min: float) -> None:
        """Write down that a unit is sent to a call: from where, and from what."""
        left = NONE if unit.call is None else unit.call.id
        unit.sent = len(self._dispatches)
        self._dispatches.append([now_min, math.nan, call.id, unit.id, left, unit.loc, unit.crew, unit.state])

    def arrival(self, unit: Unit, now_min: float) -> None:
        """Write down that a unit has come to the call to which it was sent."""
        self._dispatches[unit.sent][ARRIVAL_COLUMN] = now_min

    def minutes(self, unit: Unit, column: int, from_min: float, until_min: float) -> None:
        """Count officer-minutes of a unit, as far as they lie in the measured period."""
        if from_min < self._from_min or until_min > self._until_min:
            from_min, until_min = max(self._from_min, from_min), min(self._until_min, until_min)
        if until_min > from_min:
            self._minutes[unit.team][unit.district][column] += unit.crew * (until_min - from_min)

    def outcome(self) -> NDArray[np.void]:
        """Give what was written down of the calls: (n_calls,) `OUTCOME`."""
        return self._outcome

    def log(self) -> StreetLog:
        """Give all that was written down."""
        rows = [row for team in self._minutes for row in team]
        return StreetLog(
            outcome=self._outcome,
            visits=_records(self._visits, VISIT),
            dispatches=_records(self._dispatches, DISPATCH),
            tallies=_records(rows, TALLY),
            steps=self.steps,
        )


def _records(rows: Sequence[Sequence[float]], dtype: np.dtype[np.void]) -> NDArray[np.void]:
    """Turn rows into records."""
    records = np.zeros(len(rows), dtype=dtype)
    for name, column in zip(dtype.names or (), zip(*rows, strict=True), strict=False):
        records[name] = column
    return records
