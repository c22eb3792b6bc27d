"""Say where every unit on duty is: the street is only read."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.reference.shifts import units_on_duty
from sim.reference.street import Street
from sim.reference.unit import TRAVELLING, Unit
from sim.street.records import WHEREABOUTS
from sim.street.state import IN_CUSTODY


def whereabouts(street: Street, now_min: float) -> NDArray[np.void]:
    """Read where the units on duty are: (n_units_on_duty,) records of `sim.street.records.WHEREABOUTS`, by unit."""
    rows = [_row(unit, now_min) for unit in units_on_duty(street)]
    return np.array(rows, dtype=WHEREABOUTS)


def _row(unit: Unit, now_min: float) -> tuple[float | int, ...]:
    """Say where one unit is."""
    to, leave_min, arrive_min = unit.loc, math.nan, math.nan
    if unit.state in TRAVELLING:
        to, leave_min, arrive_min = unit.dest, unit.depart_min, unit.ends_min
    elif unit.state == IN_CUSTODY:  # `depart_min` is when it has brought the arrested person there
        to, leave_min, arrive_min = unit.dest, unit.since_min, unit.depart_min
    return (
        now_min,
        unit.loc_min,
        leave_min,
        arrive_min,
        unit.id,
        unit.loc,
        to,
        unit.team,
        unit.crew,
        unit.state,
    )
