"""Harm of crime and, on top of it, a weight λ for each call of low harm that is no crime.

It answers the criticism that high harm alone misses the low-level calls that come before it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.harm.components import Components
from sim.harm.measure import HarmMeasure


class LowHarmAdded:
    """Adds λ for each low-harm call to another index.

    Parameters
    ----------
    crime
        The index that weighs crime.
    per_call
        λ, harm of one low-harm call, in the unit of `crime`; at least 0.
    """

    def __init__(self, crime: HarmMeasure, per_call: float) -> None:
        if not per_call >= 0:
            message = f"λ must be at least 0, not {per_call:g}"
            raise ValueError(message)
        self.crime = crime
        self.per_call = per_call

    @property
    def unit(self) -> str:
        """What the index counts in."""
        return self.crime.unit

    def harm(self, known: Components) -> NDArray[np.float64]:
        """Give the harm of the crimes and of the low-harm calls of each area: (n_areas,)."""
        calls = known.low_harm
        if calls is None:
            file = "harm index with low-harm calls"
            what = "it adds low-harm calls, and neither these nor anti-social behaviour are known"
            raise InputError.of(file, what, "give either, or choose another index")
        return self.crime.harm(known) + self.per_call * calls
