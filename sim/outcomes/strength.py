"""Officers able to be posted, averaged over time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_WINDOW, MINUTES_PER_DAY, Clock


def mean_deployable(strength: NDArray[np.void], from_min: float, until_min: float) -> float:
    """Average the officers able to be posted over a period.

    Parameters
    ----------
    strength
        (n_rows,) records of `sim.outcomes.record.STRENGTH` that cover the period.
    from_min, until_min
        Period, minutes since the start of the study.

    Returns
    -------
    float
        Time mean of full-time equivalents; nan for a period without length.
    """
    held_min = np.minimum(strength["until_min"], until_min) - np.maximum(strength["from_min"], from_min)
    held_min = np.maximum(held_min, 0.0)
    whole_min = held_min.sum()
    return float((strength["deployable"] * held_min).sum() / whole_min) if whole_min > 0 else float("nan")


def deployable_by_month(strength: NDArray[np.void], clock: Clock) -> dict[str, float]:
    """Average the officers able to be posted over each month of 28 days.

    Parameters
    ----------
    strength
        (n_rows,) records of `sim.outcomes.record.STRENGTH`.
    clock
        Calendar of the study; months count from the first measured minute, and the last may be shorter.

    Returns
    -------
    dict of str to float
        ``officers_deployable[month=1]`` and so on.
    """
    length_min = float(DAYS_PER_WINDOW * MINUTES_PER_DAY)
    months = -(-clock.days // DAYS_PER_WINDOW)
    means = {}
    for month in range(months):
        from_min = clock.measure_from_min + month * length_min
        until_min = min(from_min + length_min, clock.measure_until_min)
        means[f"officers_deployable[month={month + 1}]"] = mean_deployable(strength, from_min, until_min)
    return means
