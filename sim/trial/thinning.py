"""A fall put into pilots that had none: each incident of a treated place-period is left out by chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.keys import Purpose, stream
from sim.trial.form import whole_outcomes
from sim.trial.pilot import Pilots


def with_fall(pilots: Pilots, fall: float, seed: int, first_pilot: int = 0) -> Pilots:
    """Give the same pilots with a fall of a stated size in the treated place-periods.

    Parameters
    ----------
    pilots
        Pilots without any effect.
    fall
        Share of incidents that do not happen, from 0 to 1.
    seed
        The study's.
    first_pilot
        Replication number of the first of these pilots: its chances are its own, whichever stand beside it.

    Returns
    -------
    Pilots
        With no carry-over, no spill and no uneven effect: power is then that of the design alone. Falls of different sizes use the
        same luck. Sums of harm cannot be thinned and become NaN; of outcomes that overlap, each is thinned by itself.
    """
    count = pilots.count.copy()
    whole = whole_outcomes(pilots)
    for number in range(pilots.n_pilots):
        cells = np.broadcast_to(pilots.treated[number], count.shape[1:]) & whole[:, None, None]
        generator = stream(seed, first_pilot + number, Purpose.THINNING)
        count[number][cells] = generator.binomial(count[number][cells].astype(np.int64), 1 - fall)
    count[:, ~whole] = np.nan
    return replace(pilots, count=count)
