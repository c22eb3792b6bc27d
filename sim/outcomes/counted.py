"""The calls that count: those made in the measured period, as plain arrays."""

from __future__ import annotations

import weakref
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY, Clock
from sim.demand.records import UNREPORTED, History
from sim.outcomes.kernels import read_outcome
from sim.outcomes.record import RunRecord
from sim.street.records import (
    ATTENDED,
    BY_PHONE,
    CANCELLED,
    DISPLACED,
    INDUCED,
    OPEN,
    PREVENTED,
    RECORDED,
    SILENT,
    STATE_NAMES,
)


def _is_one_of(*states: int) -> NDArray[np.bool_]:
    """Build a table that tells for each state whether it is one of these."""
    table = np.zeros(len(STATE_NAMES), dtype=np.bool_)
    table[list(states)] = True
    return table


WAS_MADE = _is_one_of(BY_PHONE, ATTENDED, CANCELLED, OPEN)
"""(n_states,) whether a call that ended so was made."""
_OCCURRED = _is_one_of(BY_PHONE, ATTENDED, CANCELLED, OPEN, SILENT)


@dataclass(frozen=True, slots=True)
class Counted:
    """Potential calls that were, or would have been, made in the measured period.

    Parameters
    ----------
    n_areas
        Number of areas.
    state
        (n,) how each ended.
    area
        (n,) area in which it happened; for one that did not, the area in which it would have.
    drawn_area
        (n,) area in which it would have happened without patrol.
    kind
        (n,) offence, or where it is no crime n_offences + type: one number that fixes its harm in any index.
    is_crime
        (n,) whether it is a crime.
    grade
        (n,) grade, 1 to 4.
    day
        (n,) measured day on which it was, or would have been, made, from 0.
    harm
        (n,) harm in units of the study's index.
    response_min
        (n,) minutes from call to first arrival; inf where nobody came.
    made
        (n,) whether the call was made: by phone, attended, cancelled or open.
    occurred
        (n,) whether it happened: made, or unreported.
    recorded
        (n,) whether what occurred is on record.
    prevented, induced, displaced
        (n,) what patrol did: kept it from happening, made it happen, moved it.
    is_unreported_kind
        (n,) whether it is one of the crimes that nobody reports unless patrol makes them.
    """

    n_areas: int
    state: NDArray[np.uint8]
    area: NDArray[np.int16]
    drawn_area: NDArray[np.int16]
    kind: NDArray[np.int16]
    is_crime: NDArray[np.bool_]
    grade: NDArray[np.uint8]
    day: NDArray[np.int32]
    harm: NDArray[np.float64]
    response_min: NDArray[np.float64]
    made: NDArray[np.bool_]
    occurred: NDArray[np.bool_]
    recorded: NDArray[np.bool_]
    prevented: NDArray[np.bool_]
    induced: NDArray[np.bool_]
    displaced: NDArray[np.bool_]
    is_unreported_kind: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What the calls of the measured period are, whatever became of them; the same for all scenarios of a replication.

    Parameters
    ----------
    rows
        Where they stand in the history.
    call_min, area, kind, is_crime, grade, day, harm, is_unreported_kind
        (n,) as in `Counted`; `area` is where they are drawn.
    """

    rows: slice
    call_min: NDArray[np.float64]
    area: NDArray[np.int16]
    kind: NDArray[np.int16]
    is_crime: NDArray[np.bool_]
    grade: NDArray[np.uint8]
    day: NDArray[np.int32]
    harm: NDArray[np.float64]
    is_unreported_kind: NDArray[np.bool_]


class _LastDrawn:
    """Keeps what was read of the last history for as long as that lives."""

    def __init__(self) -> None:
        self._history: weakref.ref[History] | None = None
        self._key: tuple[Clock, int] | None = None
        self._drawn: _Drawn | None = None

    def of(self, history: History, clock: Clock, n_offences: int) -> _Drawn:
        """Read the calls of a history, unless it is the one that was read last."""
        known = self._history is not None and self._history() is history and self._key == (clock, n_offences)
        if self._drawn is None or not known:
            self._drawn = _read(history, clock, n_offences)
            self._history = weakref.ref(history, self._forget)
            self._key = clock, n_offences
        return self._drawn

    def _forget(self, which: weakref.ref[History]) -> None:
        """Let go of what belongs to a history that is gone."""
        if which is self._history:
            self._history, self._drawn = None, None


_last_drawn = _LastDrawn()


def _read(history: History, clock: Clock, n_offences: int) -> _Drawn:
    """Read the calls of the measured period."""
    rows = _measured(history, clock)
    calls = history.calls[rows]
    offence = calls["offence"].copy()
    return _Drawn(
        rows=rows,
        call_min=calls["call_min"].copy(),
        area=calls["area"].copy(),
        kind=np.where(offence >= 0, offence, calls["type"].astype(np.int16) + np.int16(n_offences)),
        is_crime=offence >= 0,
        grade=calls["grade"].copy(),
        day=((calls["call_min"] - clock.measure_from_min) / MINUTES_PER_DAY).astype(np.int32),
        harm=calls["harm"].copy(),
        is_unreported_kind=(calls["flags"] & UNREPORTED) != 0,
    )


def _measured(history: History, clock: Clock) -> slice:
    """Find the rows of the calls made in the measured period."""
    call_min = history.calls["call_min"]
    first, last = (bisect_left(call_min, minute) for minute in (clock.measure_from_min, clock.measure_until_min))
    return slice(first, last)


def counted_rows(record: RunRecord) -> slice:
    """Find the rows of the calls made in the measured period; calls are sorted by the time they are made."""
    return _measured(record.history, record.clock)


def count_calls(record: RunRecord) -> Counted:
    """Take from a run what the measures need.

    Parameters
    ----------
    record
        What the run left behind.

    Returns
    -------
    Counted
        The calls of the measured period.
    """
    drawn = _last_drawn.of(record.history, record.clock, len(record.demand.offence_key))
    n = drawn.call_min.size
    state, marks = np.empty(n, dtype=np.uint8), np.empty(n, dtype=np.uint8)
    area, response_min = np.empty(n, dtype=np.int16), np.empty(n)
    read_outcome(drawn.call_min, drawn.area, record.outcome[drawn.rows], _OCCURRED, state, marks, area, response_min)
    occurred = _OCCURRED[state]
    return Counted(
        n_areas=record.county.n_areas,
        state=state,
        area=area,
        drawn_area=drawn.area,
        kind=drawn.kind,
        is_crime=drawn.is_crime,
        grade=drawn.grade,
        day=drawn.day,
        harm=drawn.harm,
        response_min=response_min,
        made=WAS_MADE[state],
        occurred=occurred,
        recorded=occurred & ((marks & RECORDED) != 0),
        prevented=state == PREVENTED,
        induced=occurred & ((marks & INDUCED) != 0),
        displaced=occurred & ((marks & DISPLACED) != 0),
        is_unreported_kind=drawn.is_unreported_kind,
    )
