"""The record layout of a patrol plan."""

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
