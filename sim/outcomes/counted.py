"""The calls that count: those made in the measured period, as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY
from sim.demand.records import UNREPORTED
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
    day: NDArray[np.int64]
    harm: NDArray[np.float64]
    response_min: NDArray[np.float64]
    made: NDArray[np.bool_]
    occurred: NDArray[np.bool_]
    recorded: NDArray[np.bool_]
    prevented: NDArray[np.bool_]
    induced: NDArray[np.bool_]
    displaced: NDArray[np.bool_]
    is_unreported_kind: NDArray[np.bool_]


def counted_rows(record: RunRecord) -> slice:
    """Find the rows of the calls made in the measured period; calls are sorted by the time they are made."""
    call_min = np.ascontiguousarray(record.history.calls["call_min"])
    first, last = np.searchsorted(call_min, [record.clock.measure_from_min, record.clock.measure_until_min])
    return slice(int(first), int(last))


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
    rows = counted_rows(record)
    calls, outcome = record.history.calls[rows], record.outcome[rows]
    state, marks = outcome["state"].copy(), outcome["flags"].copy()
    offence, drawn_area = calls["offence"].copy(), calls["area"].copy()
    occurred = _OCCURRED[state]
    n_offences = len(record.demand.offence_key)
    arrival_min = outcome["first_arrival_min"]
    return Counted(
        n_areas=record.county.n_areas,
        state=state,
        area=np.where(occurred, outcome["area"], drawn_area),
        drawn_area=drawn_area,
        kind=np.where(offence >= 0, offence, calls["type"].astype(np.int16) + np.int16(n_offences)),
        is_crime=offence >= 0,
        grade=calls["grade"].copy(),
        day=((calls["call_min"] - record.clock.measure_from_min) / MINUTES_PER_DAY).astype(np.int64),
        harm=calls["harm"].copy(),
        response_min=np.where(np.isnan(arrival_min), np.inf, arrival_min - calls["call_min"]),
        made=WAS_MADE[state],
        occurred=occurred,
        recorded=occurred & ((marks & RECORDED) != 0),
        prevented=state == PREVENTED,
        induced=occurred & ((marks & INDUCED) != 0),
        displaced=occurred & ((marks & DISPLACED) != 0),
        is_unreported_kind=(calls["flags"] & UNREPORTED) != 0,
    )
