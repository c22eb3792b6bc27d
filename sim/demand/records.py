"""The record layout of a history: one row a potential call, sorted by the time it would be made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NO_CALL = -1
NO_OFFENCE = -1

DETERRABLE = 1
"""Flag: visible patrol could deter this call at all."""
UNREPORTED = 2
"""Flag: a crime nobody reports, unless patrol raises reporting; no call unless it is reported."""
ASB_RECORD = 4
"""Flag: becomes a police.uk anti-social behaviour row."""
HATE = 8
"""Flag: hate crime or incident."""

CALL = np.dtype(
    [
        ("call_min", np.float64),  # when the call is made, minutes since start
        ("ready_min", np.float64),  # when it can be dispatched (grade 3: its appointment slot)
        ("scene_min", np.float64),  # minutes on scene
        ("patience_min", np.float64),  # time at which the caller gives up, minutes since start; inf: never
        ("desk_min", np.float64),  # minutes of desk work if resolved by phone
        ("custody_min", np.float64),  # minutes at the custody suite; 0: no arrest
        ("u", np.float64),  # mark: does it occur
        ("harm", np.float64),  # harm in units of the study's index; 0 where it is no crime
        ("v", np.float32),  # mark: is it displaced
        ("report", np.float32),  # mark: is an unreported crime reported
        ("parent", np.int32),  # row of the near-repeat parent; -1: none
        ("area", np.int16),
        ("moved_area", np.int16),  # where it happens instead if displaced
        ("offence", np.int16),  # -1: no crime
        ("type", np.uint8),
        ("grade", np.uint8),  # 1 to 4
        ("officers", np.uint8),  # officers needed on scene
        ("flags", np.uint8),
    ],
    align=True,
)


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class History:
    """Every call that could happen in one replication, and the recorded past before it.

    Parameters
    ----------
    calls
        (n_calls,) records of `CALL`, sorted by (call_min, type, order drawn): the row number is the call id,
        and a parent always comes before its children.
    ready_order
        (n_calls,) call ids sorted by (ready_min, id).
    past_calls
        (13, n_areas) logged calls of all types in each of the thirteen 28-day windows before `start`, oldest first.
    past_asb
        (13, n_areas) of these, anti-social behaviour records.
    past_hate
        (13, n_areas) of these, hate crimes or incidents.
    past_offences
        (13, n_offences, n_areas) recorded crimes by offence.
    """

    calls: NDArray[np.void]
    ready_order: NDArray[np.int32]
    past_calls: NDArray[np.int32]
    past_asb: NDArray[np.int32]
    past_hate: NDArray[np.int32]
    past_offences: NDArray[np.int32]
