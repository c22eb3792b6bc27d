"""The record layouts of a patrol plan."""

from __future__ import annotations

import numpy as np

PLAN = np.dtype(
    [
        ("from_min", np.float64),  # the plan holds from here ...
        ("until_min", np.float64),  # ... to here
        ("area", np.int16),
        ("visits_per_day", np.float64),
        ("visit_minutes", np.float64),
        ("score", np.float64),
    ],
    align=True,
)
"""One row for each hotspot of each tasking meeting."""

DUE = np.dtype(
    [
        ("from_min", np.float64),  # falls due on each day from here ...
        ("until_min", np.float64),  # ... to here
        ("due_min", np.float64),  # at this minute of the day
        ("minutes", np.float64),  # for so long
        ("place", np.int32),  # area, or number of a hotspot that is none
    ],
    align=True,
)
"""One row for each visit that a place is due every day of a stretch of days."""
