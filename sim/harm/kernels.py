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
        (n_incidents,) area of each incident, never below 0.
    offence_weight
        (n_offences,) harm of one crime of each offence; at least one, and finite.
    out
        (n_areas,) harm by area; added to in place, in the order of the incidents.

    Notes
    -----
    Two tables of a few kilobytes stay in the first-level cache, so what is left is four loads, an addition and a store
    for each incident. Whether an incident is a crime cannot be foretold: a branch on it cost three times as much as
    the rest, so its weight is always loaded and then replaced by 0 without one. Sums are in the order of the
    incidents, bit for bit what adding one after the other gives.
    """
    for incident in range(offence.size):
        kind = offence[incident]
        harm = offence_weight[np.uint64(max(kind, 0))]
        out[np.uint64(area[incident])] += harm if kind >= 0 else 0.0
