"""The rules by which rows hold or fail (the head of VALIDATION's known answers; docs/decisions)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from sim.validate.row import Finding, Trial

FAMILY_ERROR: Final = 0.01
"""Chance that any exact row fails although the program is right; shared evenly by all exact rows (Bonferroni)."""
LEAST_REPLICATIONS: Final = 30
WIDEST: Final = 0.05
"""An exact row says nothing if its interval reaches further than this share of the value to either side."""
ONE_SIDED: Final = 0.975
"""A bound holds if the upper end of the 95 % interval of the mean keeps it."""
FAR: Final = 1.0
"""A published range is missed by far from this many of its widths outside it."""


class Spread(NamedTuple):
    """A mean and how far its interval reaches to either side."""

    mean: float
    half: float


def spread_of(values: NDArray[np.float64], quantile: float) -> Spread:
    """Give the mean of independent replications and t·s/√n at a quantile of Student's t.

    Parameters
    ----------
    values
        (n,) one number a replication.
    quantile
        Of Student's t with n - 1 degrees of freedom.
    """
    if values.size < 2:
        return Spread(float(values.mean()), math.inf)
    return Spread(
        float(values.mean()),
        float(stdtrit(values.size - 1, quantile)) * float(values.std(ddof=1)) / math.sqrt(values.size),
    )


@dataclass(frozen=True, slots=True)
class Exact:
    """The interval must hold the value and be narrow, on enough replications and calls.

    Where it holds the value and only the rest is missing, there is too little to say anything.

    Parameters
    ----------
    value
        What theory says.
    allowance
        By how much the study is known to differ from what theory is about (a grid from a plane).
    """

    value: float
    allowance: float = 0.0

    def judge(self, trial: Trial, error: float) -> Finding:
        """Judge a row; see the class."""
        if np.isnan(trial.values).any():
            remark = "calls are open at the end: more cool_down_days, or less load"
            return Finding(number(self.value), math.nan, math.nan, math.nan, holds=False, remark=remark)
        mean, half = spread_of(trial.values, 1 - error / 2)
        faults = []
        if abs(mean - self.value) > half + self.allowance:
            faults.append("theory lies outside the interval")
        if self.allowance > WIDEST * abs(self.value):
            faults.append(f"grid too coarse: {number(self.allowance)} from the plane")
        lacks = _few_replications(trial)
        if trial.calls < trial.calls_needed:
            lacks.append(f"{trial.calls:,} calls, {trial.calls_needed:,} needed")
        if not half <= WIDEST * abs(self.value):
            lacks.append(f"interval wider than ± {WIDEST:.0%}")
        allowed = f"± {number(self.allowance)} for the grid" if self.allowance else ""
        return _finding(number(self.value), Spread(mean, half), faults, lacks, allowed)


@dataclass(frozen=True, slots=True)
class Never:
    """Nothing of this kind may happen, and there must be something to look at."""

    def judge(self, trial: Trial, error: float) -> Finding:  # noqa: ARG002 - nothing is left to chance
        """Judge a row; see the class."""
        breaches = float(trial.values.sum())
        seen = f"of {trial.looked_at:,}"
        empty = not breaches and not trial.looked_at
        remark = "there was nothing to look at" if empty else f"{breaches:,.0f} {seen}" if breaches else seen
        holds = not breaches and not empty
        return Finding("never", breaches, math.nan, math.nan, holds=holds, remark=remark, undecided=empty)


@dataclass(frozen=True, slots=True)
class Bound:
    """The upper end of the 95 % interval of the mean must keep a bound.

    Parameters
    ----------
    bound
        The bound.
    """

    bound: float

    def judge(self, trial: Trial, error: float) -> Finding:  # noqa: ARG002 - the bound has a level of its own
        """Judge a row; see the class."""
        mean, half = spread_of(trial.values, ONE_SIDED)
        faults = [] if mean + half <= self.bound else ["upper end above the bound"]
        lacks = _few_replications(trial)
        if lacks and mean - half <= self.bound:  # more of them would bring the upper end down
            faults, lacks = [], [*lacks, *faults]
        return _finding(f"at most {number(self.bound)}", Spread(mean, half), faults, lacks)


@dataclass(frozen=True, slots=True)
class Published:
    """A range found in the field: an interval that misses it is remarked upon, a mean far outside fails.

    Parameters
    ----------
    low, high
        The range.
    """

    low: float
    high: float

    def judge(self, trial: Trial, error: float) -> Finding:  # noqa: ARG002 - a range of the field has no level
        """Judge a row; see the class."""
        mean, half = spread_of(trial.values, ONE_SIDED)
        reach = FAR * (self.high - self.low)
        near = self.low - reach <= mean <= self.high + reach
        apart = mean + half < self.low or mean - half > self.high
        remark = "" if near and not apart else "outside the range" if near else "far outside the range"
        low, high = (mean - half, mean + half) if math.isfinite(half) else (math.nan, math.nan)
        return Finding(f"{number(self.low)} to {number(self.high)}", mean, low, high, holds=near, remark=remark)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number that is printed somewhere must come out as printed, to its last digit.

    Parameters
    ----------
    value
        The number.
    within
        How far off is still the same: half of the last digit, or the chance error of a number that was simulated.
    """

    value: float
    within: float

    def judge(self, trial: Trial, error: float) -> Finding:  # noqa: ARG002 - nothing is drawn
        """Judge a row; see the class."""
        found = float(trial.values.mean())
        holds = abs(found - self.value) <= self.within
        return Finding(number(self.value), found, math.nan, math.nan, holds, "" if holds else "not as printed")


def _few_replications(trial: Trial) -> list[str]:
    """Say how many replications there are, where that is too few."""
    count = trial.values.size
    return (
        [f"{count} replication{'' if count == 1 else 's'}, {LEAST_REPLICATIONS} needed"]
        if count < LEAST_REPLICATIONS
        else []
    )


def _finding(expected: str, spread: Spread, faults: list[str], lacks: list[str], otherwise: str = "") -> Finding:
    """Put a finding together: what is wrong decides, then what there is too little of."""
    mean, half = spread
    low, high = (mean - half, mean + half) if math.isfinite(half) else (math.nan, math.nan)
    remark = "; ".join([*faults, *lacks]) or otherwise
    return Finding(expected, mean, low, high, not (faults or lacks), remark, undecided=bool(lacks) and not faults)


def number(value: float) -> str:
    """Write a number with five significant digits, as the tables of queueing theory do."""
    return "" if math.isnan(value) else f"{value:.5g}"
