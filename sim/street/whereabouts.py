"""Say where every unit on duty is: the street is only read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.street.records import WHEREABOUTS
from sim.street.state import IN_CUSTODY, TO_CALL, TO_HOME, TO_VISIT, Street


def whereabouts(street: Street, now_min: float) -> NDArray[np.void]:
    """Read where the units on duty are.

    Parameters
    ----------
    street
        The state.
    now_min
        The time, not before the last street event.

    Returns
    -------
    NDArray[np.void]
        (n_units_on_duty,) records of `sim.street.records.WHEREABOUTS`, by unit.
    """
    ids = np.sort(street.units["active"][: street.g["n_active"][0]])
    units = street.units[ids]
    here = np.zeros(ids.size, dtype=WHEREABOUTS)
    here["time_min"], here["unit"] = now_min, ids
    for name, column in (
        ("there_min", "loc_min"),
        ("at", "loc"),
        ("team", "team"),
        ("crew", "crew"),
        ("doing", "state"),
    ):
        here[name] = units[column]
    in_custody = units["state"] == IN_CUSTODY
    moving = np.isin(units["state"], (TO_CALL, TO_VISIT, TO_HOME))
    # of a unit in custody the journey there begins with it, and ends at what is kept as its departure
    here["to"] = np.where(moving | in_custody, units["dest"], units["loc"])
    here["leave_min"] = np.where(in_custody, units["since_min"], np.where(moving, units["depart_min"], np.nan))
    here["arrive_min"] = np.where(in_custody, units["depart_min"], np.where(moving, units["event_min"], np.nan))
    return here
