"""The table of a study of pilots: what each estimator makes of each outcome, design and true effect."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from scipy.special import ndtri

from sim.trial.pilot import Estimates, Floats
from sim.trial.runs import Arm, DesignRuns

LEVEL: Final = 0.05
"""Two-sided level of all tests."""
LARGE_FALL: Final = 0.2
"""A fall that would be announced."""


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One estimator on one outcome, under one design and true effect; NaN where something cannot be said.

    Parameters
    ----------
    design, reduction, estimator, outcome
        What the row is of.
    pilots
        Pilots of which the estimator says anything.
    true_change
        Expected change in the treated place-periods, by the no-patrol twin.
    buffer_change
        The same in their buffers.
    estimate
        Mean estimate over the pilots.
    bias, bias_low, bias_high
        Mean estimate less true change, and its 95 % interval over the pilots.
    estimate_low, estimate_high
        Where 95 % of the estimates lie.
    rejected, rejected_low, rejected_high
        Share of pilots with p below .05: power, or with no effect the rate of false alarms; and its 95 % interval (Wilson).
    coverage, coverage_low, coverage_high
        Share of intervals that hold the true change, and its interval.
    exaggeration
        Type M: mean size of the estimates with p below .05, as a multiple of the true change.
    wrong_sign
        Type S: share of these that have the wrong sign.
    falls_20
        Share of pilots with an estimated fall of 20 % or more.
    """

    design: str
    reduction: float
    estimator: str
    outcome: str
    pilots: int
    true_change: float
    buffer_change: float
    estimate: float
    bias: float
    bias_low: float
    bias_high: float
    estimate_low: float
    estimate_high: float
    rejected: float
    rejected_low: float
    rejected_high: float
    coverage: float
    coverage_low: float
    coverage_high: float
    exaggeration: float
    wrong_sign: float
    falls_20: float


TRIAL_COLUMNS: Final = tuple(item.name for item in fields(TrialRow))


def wilson(hits: int, of: int) -> tuple[float, float, float]:
    """Give a share and its 95 % interval by Wilson's score; NaN of nothing.

    Parameters
    ----------
    hits, of
        How often, of how many.

    Returns
    -------
    tuple of float
        Share, low, high (Wilson 1927, doi:10.1080/01621459.1927.10502953).
    """
    if of == 0:
        return math.nan, math.nan, math.nan
    z = -float(ndtri(0.025))
    share, spread = hits / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    reach = z / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return share, max(0.0, middle - reach), min(1.0, middle + reach)


def trial_rows(runs: Sequence[DesignRuns], outcomes: Sequence[str]) -> Iterator[TrialRow]:
    """Sum up all pilots: design by design, effect by effect, estimator by estimator, outcome by outcome."""
    for design in runs:
        for arm in design.arms:
            for name, estimates in arm.estimates.items():
                for place, outcome in enumerate(outcomes):
                    if np.isfinite(estimates.change[:, place]).any():
                        yield _row(design.name, arm, name, outcome, _one(estimates, place), place)


def _one(estimates: Estimates, place: int) -> Estimates:
    """Take one outcome."""
    return Estimates(*(getattr(estimates, item.name)[:, place] for item in fields(estimates)))


def _row(design: str, arm: Arm, estimator: str, outcome: str, said: Estimates, place: int) -> TrialRow:
    """Sum up one outcome."""
    truth = float(arm.truth.change[place])
    change = said.change[np.isfinite(said.change)]
    mean, error = (
        float(change.mean()),
        float(change.std(ddof=1) / math.sqrt(change.size)) if change.size > 1 else math.nan,
    )
    reach = -float(ndtri(0.025)) * error
    low, high = np.quantile(change, [0.025, 0.975])
    tested = np.isfinite(said.p)
    significant = tested & (said.p < LEVEL)
    held = np.isfinite(said.low) & np.isfinite(said.high)
    holds = held & (said.low <= truth) & (truth <= said.high)
    return TrialRow(
        design,
        arm.reduction,
        estimator,
        outcome,
        change.size,
        truth,
        float(arm.truth.buffer_change[place]),
        mean,
        mean - truth,
        mean - truth - reach,
        mean - truth + reach,
        float(low),
        float(high),
        *wilson(int(significant.sum()), int(tested.sum())),
        *wilson(int(holds.sum()), int(held.sum())),
        *_of_significant(said.change[significant], truth),
        float((change <= -LARGE_FALL).mean()),
    )


def _of_significant(change: Floats, truth: float) -> tuple[float, float]:
    """Give the exaggeration and the share of the wrong sign of significant estimates (Gelman & Carlin 2014)."""
    if change.size == 0 or truth == 0 or not math.isfinite(truth):
        return math.nan, math.nan
    return float(np.abs(change).mean() / abs(truth)), float((np.sign(change) != np.sign(truth)).mean())
