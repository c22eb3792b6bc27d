"""Compiled harm scoring: the street's running totals, and whole arrays of incidents."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.jit import helper, kernel


@helper
def add_harm(total: NDArray[np.float64], slot: int, harm: float) -> None:
    """Add the harm of one call to a running total, in the street's inner loop.

    Parameters
    ----------
    total
        (n_slots,) running totals of harm; changed in place.
    slot
        Which total: an area, or what became of the call.
    harm
        Harm of the call, in units of the study's index.
    """
    total[slot] += harm


@kernel
def score(
    offence: NDArray[np.int16],
    area: NDArray[np.int16],
    offence_weight: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Add the harm of many incidents to their areas.

    Parameters
    ----------
    offence
        (n_incidents,) offence of each incident; below 0 is no crime and adds nothing.
    area
        (n_incidents,) area of each incident.
    offence_weight
        (n_offences,) harm of one crime of each offence.
    out
        (n_areas,) harm by area; added to in place, in the order of the incidents.
    """
    for incident in range(offence.size):
        kind = offence[incident]
        if kind >= 0:
            out[area[incident]] += offence_weight[kind]
