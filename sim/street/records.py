"""Record layouts of the street: what the kernel keeps and what it leaves behind."""

from __future__ import annotations

import numpy as np

# How a potential call ends (MODEL.md §3). LATENT and SILENT are in no count of calls.
PENDING, LATENT, PREVENTED, BY_PHONE, ATTENDED, CANCELLED, OPEN, SILENT = range(8)
STATE_NAMES = ("pending", "latent", "prevented", "by_phone", "attended", "cancelled", "open", "unreported")

DISPLACED = 1
"""Flag: happened in a neighbouring area because patrol kept it from its own."""
SHORT = 2
"""Flag: ended with fewer officers than it needed."""
INDUCED = 4
"""Flag: would not have happened without patrol (backfire)."""
RECORDED = 8
"""Flag: the crime, hate incident or ASB is on record."""

OUTCOME = np.dtype(
    [
        ("first_dispatch_min", np.float64),  # nan: nobody was sent
        ("first_arrival_min", np.float64),  # nan: nobody came
        ("closed_min", np.float64),  # when it ended; nan: still open
        ("stock", np.float32),  # deterrence stock of its area when it was (or would have been) made
        ("unit", np.int32),  # first unit to arrive; -1: none
        ("area", np.int16),  # where it happened
        ("state", np.uint8),
        ("flags", np.uint8),
    ],
    align=True,
)

# How a visit ended.
VISIT_FULL, VISIT_CUT_BY_CALL, VISIT_CUT_BY_SHIFT_END = range(3)

VISIT = np.dtype(
    [
        ("start_min", np.float64),
        ("end_min", np.float64),
        ("unit", np.int32),
        ("area", np.int16),
        ("crew", np.uint8),
        ("ended", np.uint8),
    ],
    align=True,
)

TALLY = np.dtype(
    [
        ("duty_min", np.float64),  # officer-minutes in the measured period, all of them
        ("meal_min", np.float64),
        ("travel_min", np.float64),  # to calls and custody
        ("scene_min", np.float64),
        ("custody_min", np.float64),
        ("patrol_min", np.float64),  # on visits and on the way to them
        ("overtime_min", np.float64),
    ],
    align=True,
)
"""One row for each (team, district), in that order: index = team * n_districts + district."""
