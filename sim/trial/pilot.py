"""What a pilot leaves on record: counts by place and period, and who was to be patrolled when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HARM: Final = "harm"
"""Name of the outcome that is a sum over the others, each by its harm: no count, whatever its unit."""


@dataclass(frozen=True, slots=True)
class Pilots:
    """Pilots of one design, side by side: all arrays share the first axis.

    Parameters
    ----------
    outcome
        (n_outcomes,) what was counted: "all crime", "asb", "harm" and police.uk categories.
    count
        (n_pilots, n_outcomes, n_places, n_periods) recorded counts, or harm.
    treated
        (n_pilots, n_places, n_periods) whether patrol was assigned: the intention to treat, whatever was delivered.
    block
        (n_pilots, n_places) stratum within which places were assigned (district and volume; district in a stepped wedge).
    buffer
        (n_pilots, n_outcomes, n_places, n_periods) the same counts in the areas round each place that are no place themselves;
        None where no buffers were kept.
    before
        (n_periods,) whether a period lies before the pilot began.
    counted
        (n_periods,) whether a period enters the analysis; a washout does not.
    length_days
        (n_periods,) length of each period.
    """

    outcome: tuple[str, ...]
    count: Floats
    treated: NDArray[np.bool_]
    block: NDArray[np.int16]
    buffer: Floats | None
    before: NDArray[np.bool_]
    counted: NDArray[np.bool_]
    length_days: Floats

    @property
    def n_pilots(self) -> int:
        """Number of pilots."""
        return int(self.count.shape[0])


@dataclass(frozen=True, slots=True)
class Estimates:
    """What one estimator says of every pilot and outcome: all (n_pilots, n_outcomes).

    Parameters
    ----------
    change
        Relative change in the treated place-periods: −.07 is a fall of 7 %.
    low, high
        Its 95 % interval; NaN where the estimator gives none.
    p
        Two-sided p value of no effect; NaN where the estimator gives none (a plain before/after comparison).
    """

    change: Floats
    low: Floats
    high: Floats
    p: Floats
