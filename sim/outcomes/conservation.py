"""Nothing is lost: every potential call ends in exactly one state (DESIGN.md §7, trap 1)."""

from __future__ import annotations

import numpy as np

from sim.errors import SimError
from sim.outcomes.kernels import audit
from sim.outcomes.record import RunRecord
from sim.street.records import (
    ATTENDED,
    BY_PHONE,
    CANCELLED,
    LATENT,
    OPEN,
    PREVENTED,
    SILENT,
    STATE_NAMES,
)

FAULTS = (
    "attended without an arrival",
    "with an arrival, but neither attended nor open",
    "with an arrival before the call",
    "both displaced and induced",
)
"""What is said of a call whose outcome contradicts itself, in the order of `sim.outcomes.kernels`."""


class ConservationError(SimError, ValueError):
    """A run lost, invented or contradicted a call: a fault of the program, never of the input."""


def check_conservation(record: RunRecord) -> None:
    """Check that every potential call ended in one state, and that its times fit it.

    Parameters
    ----------
    record
        What a run left behind.

    Raises
    ------
    ConservationError
        Where potential calls that are neither latent nor unreported are not prevented + by phone + attended +
        cancelled + open; where an outcome contradicts itself (an arrival at a prevented call, an arrival before
        the call, an attended call without an arrival, a call both induced and displaced).
    """
    calls, outcome = record.history.calls, record.outcome
    where = f"scenario {record.scenario}, replication {record.replication}"
    if calls.size != outcome.size:
        message = f"{where}: {calls.size} potential calls but {outcome.size} outcomes"
        raise ConservationError(message)
    by_state, faults = np.zeros(len(STATE_NAMES), dtype=np.int64), np.zeros((len(FAULTS), 2), dtype=np.int64)
    audit(calls, outcome, by_state, faults)
    potential = int(calls.size - by_state[LATENT] - by_state[SILENT])
    ended = int(sum(by_state[kind] for kind in (PREVENTED, BY_PHONE, ATTENDED, CANCELLED, OPEN)))
    if potential != ended:
        message = f"{where}: {potential} potential calls, but {ended} prevented, by phone, attended, cancelled or open"
        raise ConservationError(message)
    for what, (number, first) in zip(FAULTS, faults.tolist(), strict=True):
        if number:
            message = f"{where}: {number} calls {what}, the first is call {first}"
            raise ConservationError(message)
