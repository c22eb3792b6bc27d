"""Record layouts of the street: what the kernel keeps and what it leaves behind."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
        ("stock", np.float32),  # deterrence stock of its area when it would be made; nan: it could decide nothing
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

DISPATCH = np.dtype(
    [
        ("time_min", np.float64),  # when the unit was sent
        ("arrival_min", np.float64),  # when it came; nan: sent elsewhere or called off on the way
        ("call", np.int32),
        ("unit", np.int32),
        ("left_call", np.int32),  # the call that it was taken from; -1: none
        ("from_area", np.int16),  # where it stood, or could next turn round
        ("crew", np.uint8),
        ("was", np.uint8),  # what it was doing: a state of `DOING_NAMES`
    ],
    align=True,
)
"""One row each time a unit is sent to a call, in the order in which that was decided."""

WHEREABOUTS = np.dtype(
    [
        ("time_min", np.float64),  # when it was asked
        ("there_min", np.float64),  # from when it is at `at`: later than now, while a unit that turned round gets there
        ("leave_min", np.float64),  # when it leaves, or left, `at` for `to`; nan: it is on no journey
        ("arrive_min", np.float64),  # when it arrives there; nan: it is on no journey
        ("unit", np.int32),
        ("at", np.int16),  # where it is, or where its journey began
        ("to", np.int16),  # where its journey leads; `at`: it is on none
        ("team", np.uint8),
        ("crew", np.uint8),
        ("doing", np.uint8),  # a state of `DOING_NAMES`
    ],
    align=True,
)
"""Where a unit on duty is at some time, as the street knows it."""

DOING_NAMES = (
    "off_duty",
    "idle",
    "to_call",
    "on_scene",
    "in_custody",
    "at_meal",
    "to_visit",
    "on_visit",
    "to_home",
)
"""What a unit is doing, in the order of the states of `sim.street.state`."""

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


class StreetLog(NamedTuple):
    """What a street leaves behind when it is closed.

    Parameters
    ----------
    outcome
        (n_calls,) `OUTCOME`; what has not ended is still pending.
    visits, dispatches
        `VISIT` in the order in which visits ended, and `DISPATCH` in the order in which units were sent.
    tallies
        (3 * n_districts,) `TALLY`.
    steps
        Model events.
    """

    outcome: NDArray[np.void]
    visits: NDArray[np.void]
    dispatches: NDArray[np.void]
    tallies: NDArray[np.void]
    steps: int
