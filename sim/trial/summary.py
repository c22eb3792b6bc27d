"""The table of a study of pilots: what each estimator makes of each outcome, design and true effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from sim.trial.estimators.registry import MODELS
from sim.trial.pilot import Estimates
from sim.trial.power import worth_of
from sim.trial.runs import Arm, DesignRuns
from sim.trial.shares import OverPilots

CRIES_WOLF: Final = 0.07
"""A test at the 5 % level that finds something with nothing done in more pilots than this, by the lower end of its interval, tells nothing."""
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
    asked
        Pilots that it was asked about: all, of models of counts perhaps the first ones only. One of which a test says nothing has found nothing.
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
        Share of the pilots asked about with p of at most .05, whatever the sign of the estimate: with no effect, the level that the two-sided test keeps; and
        its 95 % interval (Wilson).
    falls_found, falls_found_low, falls_found_high
        Share of the pilots asked about with p of at most .05 and an estimate below 0: power, or with no effect how often a fall is found that is none.
    rises_found, rises_found_low, rises_found_high
        The same of estimates above 0.
    coverage, coverage_low, coverage_high
        Share of intervals that hold the true change, and its interval.
    exaggeration
        Type M: mean size of the estimates with p of at most .05, as a multiple of the true change.
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
    asked: int
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
    falls_found: float
    falls_found_low: float
    falls_found_high: float
    rises_found: float
    rises_found_low: float
    rises_found_high: float
    coverage: float
    coverage_low: float
    coverage_high: float
    exaggeration: float
    wrong_sign: float
    falls_20: float

    @property
    def cries_wolf(self) -> bool:
        """Whether more than chance, and far more than the 5 % that are meant, find something; told of rows without an effect."""
        return self.rejected_low > CRIES_WOLF


TRIAL_COLUMNS: Final = tuple(item.name for item in fields(TrialRow))


def trial_rows(runs: Sequence[DesignRuns], outcomes: Sequence[str], model_pilots: int) -> Iterator[TrialRow]:
    """Sum up all pilots: design by design, effect by effect, estimator by estimator, outcome by outcome.

    Parameters
    ----------
    runs
        The pilots.
    outcomes
        Names of the outcomes.
    model_pilots
        Pilots that models of counts were fitted to, the first so many.
    """
    for design in runs:
        for arm in design.arms:
            for name, estimates in arm.estimates.items():
                asked = slice(model_pilots if name in MODELS else None)
                for place, outcome in enumerate(outcomes):
                    if np.isfinite(estimates.change[:, place]).any():
                        yield _row(design.name, arm, name, outcome, _one(estimates, asked, place), place)


def _one(estimates: Estimates, asked: slice, place: int) -> Estimates:
    """Take one outcome of the pilots that were asked about."""
    return Estimates(*(getattr(estimates, item.name)[asked, place] for item in fields(estimates)))


def _row(design: str, arm: Arm, estimator: str, outcome: str, said: Estimates, place: int) -> TrialRow:
    """Sum up one outcome."""
    truth = float(arm.truth.change[place])
    change = said.change[np.isfinite(said.change)]
    low, high = np.quantile(change, [0.025, 0.975])
    worth = worth_of(said, truth)
    return TrialRow(
        design,
        arm.reduction,
        estimator,
        outcome,
        change.size,
        said.change.size,
        truth,
        float(arm.truth.buffer_change[place]),
        worth.estimate.value,
        *_ends(worth.bias),
        float(low),
        float(high),
        *_ends(worth.detected),
        *_ends(worth.falls),
        *_ends(worth.rises),
        *_ends(worth.covered),
        worth.exaggeration.value,
        worth.wrong_sign.value,
        float((change <= -LARGE_FALL).mean()),
    )


def _ends(number: OverPilots) -> tuple[float, float, float]:
    """Give a number with its interval."""
    return number.value, number.low, number.high
