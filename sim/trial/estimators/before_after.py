"""Before and after: what a force announces when it has no comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.trial.form import after, before, counted_outcomes, ever_treated, form_of
from sim.trial.parts import unknown
from sim.trial.pilot import Estimates, Floats, Pilots
from sim.trial.poisson_test import e_test
from sim.trial.quantiles import NORMAL_95
from sim.trial.two_way import share_of


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Compare the treated place-periods with the same places before the pilot: no interval, no test."""

    def estimate(self, pilots: Pilots) -> Estimates:
        """Estimate the change of every pilot and outcome; see `Estimator`."""
        none = unknown(pilots)
        return Estimates(_two_periods(pilots).change, none, none, none)


@dataclass(frozen=True, slots=True)
class BeforeAfterTest:
    """Compare the same two periods and test them as if nothing but Poisson chance stood between them.

    Notes
    -----
    Interval of a ratio of Poisson counts on the log scale; E-test of Krishnamoorthy & Thomson (2004),
    doi:10.1016/S0378-3758(02)00408-1. Neither knows of regression to the mean, nor that months are uneven.
    """

    def estimate(self, pilots: Pilots) -> Estimates:
        """Estimate the change of every pilot and outcome; see `Estimator`. Sums of harm have no test."""
        found = _two_periods(pilots)
        counts = np.broadcast_to(counted_outcomes(pilots), found.change.shape)
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = NORMAL_95 * np.sqrt(1 / found.count_after + 1 / found.count_before)
            ratio = np.where(counts & (found.count_after > 0), 1 + found.change, np.nan)
            low, high = ratio * np.exp(-reach) - 1, ratio * np.exp(reach) - 1
        p = unknown(pilots)
        tested = counts & (found.days_before > 0) & (found.days_after > 0)
        p[tested] = [
            e_test(*row)
            for row in zip(
                found.count_after[tested],
                found.count_before[tested],
                found.days_after[tested],
                found.days_before[tested],
                strict=True,
            )
        ]
        return Estimates(found.change, low, high, p)


def recorded_before(pilots: Pilots) -> Floats:
    """Count what was recorded in the treated places before they were: (n_pilots, n_outcomes)."""
    return _two_periods(pilots).count_before


class _TwoPeriods(NamedTuple):
    """Counts and place-days of the treated places before and when treated, and the change: (n_pilots, n_outcomes) each."""

    count_before: Floats
    count_after: Floats
    days_before: Floats
    days_after: Floats
    change: Floats


def _two_periods(pilots: Pilots) -> _TwoPeriods:
    """Add up the treated place-periods, and the same places before: in a stepped wedge until they began."""
    here = after(pilots)[None, None, :] & pilots.treated
    waits = ever_treated(pilots)[:, :, None] & ~np.logical_or.accumulate(pilots.treated, axis=2)
    earlier = waits & (pilots.counted if form_of(pilots) == "wedge" else before(pilots))
    shape = pilots.count.shape[:2]
    count, count_before = (np.einsum("pkit,pit->pk", pilots.count, cells * 1.0) for cells in (here, earlier))
    days, days_before = (
        np.broadcast_to((cells @ pilots.length_days).sum(axis=1)[:, None], shape) for cells in (here, earlier)
    )
    change = share_of(share_of(count, days), share_of(count_before, days_before)) - 1
    return _TwoPeriods(count_before, count, days_before, days, change)
