"""Times in which trackers told nothing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.track.detect import Reports

OFF_DUTY_MIN = 240.0
"""A unit that reports nothing for four hours or more has gone home; silence of less is silence on duty. An assumption."""


class Silence(NamedTuple):
    """How long units on duty told nothing.

    Parameters
    ----------
    minutes
        Sum of the times between two reports of a unit that are too long to say what it did.
    share
        These, as a share of all time between two reports of a unit on duty; nan without any.
    """

    minutes: float
    share: float


def silence_of(reports: Reports, longest_gap_min: float) -> Silence:
    """Measure for how long units on duty told nothing.

    Parameters
    ----------
    reports
        By unit and time.
    longest_gap_min
        Reports further apart than this say nothing of the time between them.
    """
    step = np.diff(reports.time_min)[np.diff(reports.unit) == 0]
    on_duty = step[step < OFF_DUTY_MIN]
    silent = float(on_duty[on_duty > longest_gap_min].sum())
    return Silence(silent, silent / float(on_duty.sum()) if on_duty.any() else float("nan"))
