"""Compiled reading of what a run left behind: one pass over the calls instead of one for each question."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.jit import helper, kernel
from sim.street.records import ATTENDED, DISPLACED, INDUCED, OPEN

NO_ARRIVAL, STRAY_ARRIVAL, EARLY_ARRIVAL, TWO_FATES = range(4)
"""Ways in which an outcome can contradict itself; see `sim.outcomes.conservation`."""


@kernel
def audit(
    calls: NDArray[np.void], outcome: NDArray[np.void], by_state: NDArray[np.int64], faults: NDArray[np.int64]
) -> None:
    """Count how the calls ended, and those whose outcome contradicts itself.

    Parameters
    ----------
    calls, outcome
        (n_calls,) what could happen and what did.
    by_state
        (n_states,) zeros, changed in place: calls by how they ended.
    faults
        (n_faults, 2) zeros, changed in place: number of calls with each fault, and the first of them.
    """
    both = DISPLACED | INDUCED
    for row in range(outcome.size):
        state, arrival = outcome[row]["state"], outcome[row]["first_arrival_min"]
        by_state[state] += 1
        came = not np.isnan(arrival)
        if state == ATTENDED and not came:
            _note(faults, NO_ARRIVAL, row)
        if came and state != ATTENDED and state != OPEN:  # noqa: PLR1714 - compiled: no sets
            _note(faults, STRAY_ARRIVAL, row)
        if arrival < calls[row]["call_min"]:
            _note(faults, EARLY_ARRIVAL, row)
        if (outcome[row]["flags"] & both) == both:
            _note(faults, TWO_FATES, row)


@helper
def _note(faults: NDArray[np.int64], fault: int, row: int) -> None:
    """Count a fault, and keep the first row that has it."""
    if faults[fault, 0] == 0:
        faults[fault, 1] = row
    faults[fault, 0] += 1


@kernel
def read_outcome(
    call_min: NDArray[np.float64],
    drawn_area: NDArray[np.int16],
    outcome: NDArray[np.void],
    happens: NDArray[np.bool_],
    state: NDArray[np.uint8],
    flags: NDArray[np.uint8],
    area: NDArray[np.int16],
    response_min: NDArray[np.float64],
) -> None:
    """Take the columns of outcomes that the measures need.

    Parameters
    ----------
    call_min, drawn_area
        (n,) when the calls are made, and where they would be without patrol.
    outcome
        (n,) what became of them.
    happens
        (n_states,) whether a call that ended so has happened.
    state, flags, area, response_min
        (n,) changed in place: how each ended and what patrol did; where it happened, or would have; minutes to the
        first arrival, inf where nobody came.
    """
    for row in range(outcome.size):
        end = outcome[row]
        state[row], flags[row] = end["state"], end["flags"]
        area[row] = end["area"] if happens[end["state"]] else drawn_area[row]
        arrival = end["first_arrival_min"]
        response_min[row] = np.inf if np.isnan(arrival) else arrival - call_min[row]
