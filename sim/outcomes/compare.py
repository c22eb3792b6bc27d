"""Options against the baseline: paired differences, two kinds of interval, and the chance of being better."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.cost_effect import cost_effect_of
from sim.outcomes.intervals import NO_INTERVAL, Interval, chance_above_zero, mean_interval, predictive_interval
from sim.outcomes.names import COST_EFFECT, NEITHER, direction_of
from sim.outcomes.quantiles import quantile_interval
from sim.outcomes.replications import Replications
from sim.outcomes.response import NEVER_REACHED, TAIL_NEVER_REACHED

ONE_REPLICATION = "one replication has no interval"


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One scenario and measure: a row of ``summary.csv``, and what the report adds to it.

    Parameters
    ----------
    scenario, measure, unit
        What is measured.
    mean, low, high
        Mean over replications and its 95 % t-interval (chance only); for a quantile of one replication, or of replications
        some of which did not reach enough calls, an interval from order statistics.
    predict_low, predict_high
        Where one more replication would fall.
    difference, difference_low, difference_high
        Mean paired difference against the baseline and its 95 % t-interval; empty for the baseline.
    p_better
        Chance that one more replication does better than the baseline; empty where neither way is better.
    replications
        Number of replications.
    difference_predict_low, difference_predict_high
        Where the paired difference of one more replication would fall; not in the file.
    reason
        Why something is empty; not in the file.
    """

    scenario: str
    measure: str
    unit: str
    mean: float
    low: float
    high: float
    predict_low: float
    predict_high: float
    difference: float
    difference_low: float
    difference_high: float
    p_better: float
    replications: int
    difference_predict_low: float = math.nan
    difference_predict_high: float = math.nan
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference of one measure against the baseline; nan is empty.

    Parameters
    ----------
    mean, low, high
        Mean paired difference and its 95 % t-interval.
    predict_low, predict_high
        Where the paired difference of one more replication would fall.
    p_better
        Chance that one more replication does better than the baseline.
    reason
        Why something is empty.
    """

    mean: float = math.nan
    low: float = math.nan
    high: float = math.nan
    predict_low: float = math.nan
    predict_high: float = math.nan
    p_better: float = math.nan
    reason: str = ""


def compare(replications: Replications, baseline: str) -> tuple[SummaryRow, ...]:
    """Compare every scenario with the baseline, measure by measure.

    Parameters
    ----------
    replications
        Values of all runs.
    baseline
        Scenario to compare with.

    Returns
    -------
    tuple of SummaryRow
        By scenario in the order of the study, then by measure. A row depends on its own scenario and the
        baseline alone.

    Notes
    -----
    Differences are paired: both scenarios walked through the same history. A replication without a value (a
    median that falls among calls nobody reached) leaves the mean empty: it is never dropped.
    """
    return tuple(
        _row(replications, baseline, scenario, measure)
        for scenario, measures in replications.values.items()
        for measure in measures
    )


def _row(replications: Replications, baseline: str, scenario: str, measure: str) -> SummaryRow:
    """Build one row."""
    values = replications.values[scenario][measure]
    # a ratio of two differences has no value of its own, only a difference
    whole = np.full(values.shape, math.nan) if measure == COST_EFFECT else values
    chance, prediction = _interval(replications, scenario, measure, whole), predictive_interval(whole)
    difference = difference_of(replications, baseline, scenario, measure)
    return SummaryRow(
        scenario=scenario,
        measure=measure,
        unit=replications.units[measure],
        mean=float(whole.mean()),
        low=chance.low,
        high=chance.high,
        predict_low=prediction.low,
        predict_high=prediction.high,
        difference=difference.mean,
        difference_low=difference.low,
        difference_high=difference.high,
        p_better=difference.p_better,
        replications=values.size,
        difference_predict_low=difference.predict_low,
        difference_predict_high=difference.predict_high,
        reason=difference.reason or _reason(replications, scenario, measure),
    )


def _interval(replications: Replications, scenario: str, measure: str, values: NDArray[np.float64]) -> Interval:
    """Give the interval of a mean; a quantile that has no such interval gets the one that order statistics give.

    One replication has that of its own calls. Where some replications could not reach enough calls there is no mean,
    but there is a median over replications, with the others beyond every number.
    """
    within = replications.bounds.get(scenario, {}).get(measure)
    if within is not None:
        return within
    reason = replications.reasons.get(scenario, {}).get(measure, "")
    if reason in {NEVER_REACHED, TAIL_NEVER_REACHED} and np.isnan(values).any():
        return quantile_interval(np.sort(np.where(np.isnan(values), np.inf, values)), 50)
    return mean_interval(values)


def _reason(replications: Replications, scenario: str, measure: str) -> str:
    """Say why a mean or its interval is empty."""
    values = replications.values[scenario][measure]
    n_empty = int(np.isnan(values).sum())
    if measure == COST_EFFECT:
        return ""
    if n_empty:
        why = replications.reasons.get(scenario, {}).get(measure, "no value")
        return f"{why} in {n_empty} of {values.size} replications"
    return ONE_REPLICATION if values.size == 1 else ""


def difference_of(replications: Replications, baseline: str, scenario: str, measure: str) -> Difference:
    """Compare one measure of a scenario with the baseline.

    Parameters
    ----------
    replications
        Values of all runs.
    baseline, scenario
        What is compared with what.
    measure
        Name of the measure.

    Returns
    -------
    Difference
        Empty for the baseline itself.
    """
    if scenario == baseline:
        return Difference()
    if measure == COST_EFFECT:
        return _difference_of_cost_effect(replications, baseline, scenario)
    paired = replications.values[scenario][measure] - replications.values[baseline][measure]
    return _from_paired(float(paired.mean()), paired, direction_of(measure))


def _difference_of_cost_effect(replications: Replications, baseline: str, scenario: str) -> Difference:
    """Give the cost effect, which is higher-is-better only where the scenario costs more."""
    effect = cost_effect_of(replications.values, scenario, baseline)
    direction = direction_of(COST_EFFECT) if effect.costs_more else NEITHER
    return _from_paired(effect.ratio, effect.linearised, direction, effect.reason)


def _from_paired(mean: float, paired: NDArray[np.float64], direction: int, reason: str = "") -> Difference:
    """Draw intervals and the chance of being better from paired values."""
    chance = mean_interval(paired) if paired.size > 1 else NO_INTERVAL
    prediction = predictive_interval(paired)
    p_better = chance_above_zero(direction * paired) if direction != NEITHER else math.nan
    return Difference(mean, chance.low, chance.high, prediction.low, prediction.high, p_better, reason)
