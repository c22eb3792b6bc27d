"""The force as the simulation sees it: one row an officer, and what changes over time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESPONSE, NEIGHBOURHOOD, HOTSPOT = 0, 1, 2
TEAM_NAMES = ("response", "neighbourhood", "hotspot_team")
NOT_POSTED = 255
"""Team of an officer who is not (yet, or any longer) able to be posted."""

OFFICER = np.dtype(
    [
        ("team", np.uint8),  # RESPONSE, NEIGHBOURHOOD, HOTSPOT or NOT_POSTED
        ("district", np.int16),
        ("home", np.int16),  # area of the station where a shift starts
        ("rota", np.uint8),  # which rota of the force
        ("column", np.uint8),  # which of the rota's shift teams (0 to teams - 1)
        ("presence", np.float32),  # chance of being on duty on a rostered shift: productivity x (1 - abstraction)
        ("productivity", np.float32),  # 1 trained, 0.8 probation, 0.4 tutored, 0 in the classroom
    ],
    align=True,
)

CHANGE = np.dtype([("time_min", np.float64), ("officer", np.int32), ("to", OFFICER)], align=True)
"""From `time_min` on, the officer's record is `to`."""

SHIFT = np.dtype(
    [
        ("start_min", np.float64),  # minutes since the start of the study
        ("end_min", np.float64),
        ("rota", np.uint8),
        ("column", np.uint8),
        ("number", np.int32),  # the how-manieth shift of this rota and column: picks the abstraction mark
    ],
    align=True,
)

STRENGTH = np.dtype(
    [
        ("from_min", np.float64),
        ("until_min", np.float64),
        ("deployable", np.float64),  # full-time equivalents able to be posted, all teams
        ("response", np.float64),
        ("neighbourhood", np.float64),
        ("hotspot_team", np.float64),
    ],
    align=True,
)
"""One row for each stretch of time in which strength does not change."""


@dataclass(frozen=True, slots=True)
class Force:
    """Who there is to send, in one scenario.

    Parameters
    ----------
    officers
        (n_officers,) records of `OFFICER` at minute 0, the baseline's first: an officer's row number is its id
        in every scenario, and extra officers come after the existing ones.
    changes
        (n_changes,) records of `CHANGE`, sorted by (time, officer): intakes, tutoring, leavers, moves.
    shifts
        (n_shifts,) records of `SHIFT` sorted by (start_min, rota, column), covering the whole run; a shift that
        began before minute 0 is cut to start at 0.
    double_share
        (3,) share of units that are double-crewed, by team.
    takes_meals
        Whether units stop for a meal.
    posts
        (3,) established posts by team, for the cost.
    extra_posts
        Posts over the baseline's establishment, paid for from minute 0.
    """

    officers: NDArray[np.void]
    changes: NDArray[np.void]
    shifts: NDArray[np.void]
    double_share: NDArray[np.float64]
    takes_meals: bool
    posts: NDArray[np.float64]
    extra_posts: float

    @property
    def n_officers(self) -> int:
        """Number of officers who are ever posted."""
        return int(self.officers.size)
