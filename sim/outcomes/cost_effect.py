"""Harm prevented for a thousand pounds: a ratio of two differences against the baseline (MODEL.md §3)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.intervals import mean_interval
from sim.outcomes.names import COST_EFFECT

HARM_PREVENTED, COST = "harm_prevented", "cost"
POUNDS = 1_000.0
COSTS_ARE_EQUAL = "costs are equal"
COSTS_NOT_TOLD_APART = "the difference in cost cannot be told from 0"


@dataclass(frozen=True, slots=True)
class CostEffect:
    """The cost effect of one scenario against the baseline.

    Parameters
    ----------
    ratio
        Mean difference in harm prevented ÷ mean difference in cost, in thousands of pounds; nan where costs are
        equal.
    linearised
        (n_replications,) values whose mean is the ratio and whose spread is that of the ratio to first order;
        nan where the difference in cost cannot be told from 0, so that the ratio has no interval.
    costs_more
        Whether the scenario costs more than the baseline; where it costs less, a higher ratio is not better.
    reason
        Why something is empty.
    """

    ratio: float
    linearised: NDArray[np.float64]
    costs_more: bool
    reason: str = ""


def cost_effect(harm_prevented: NDArray[np.float64], cost: NDArray[np.float64]) -> CostEffect:
    """Relate what an option prevents to what it costs, both against the baseline.

    Parameters
    ----------
    harm_prevented
        (n_replications,) paired differences in harm prevented.
    cost
        (n_replications,) paired differences in cost, pounds.

    Returns
    -------
    CostEffect
        The ratio of the means, and what its interval is made of.

    Notes
    -----
    The ratio of means R is used and not the mean of ratios, which a replication with a small difference in cost
    would govern. Its replications are R + (h − R·c) ÷ mean c (the delta method); with a constant difference in
    cost these are h ÷ c exactly.
    """
    thousands = cost / POUNDS
    mean_cost = float(thousands.mean())
    nothing = np.full(cost.shape, math.nan)
    if mean_cost == 0 or math.isnan(mean_cost):
        return CostEffect(math.nan, nothing, costs_more=False, reason=COSTS_ARE_EQUAL)
    ratio = float(harm_prevented.mean()) / mean_cost
    low, high = mean_interval(thousands)
    if low <= 0 <= high:
        return CostEffect(ratio, nothing, costs_more=mean_cost > 0, reason=COSTS_NOT_TOLD_APART)
    linearised = ratio + (harm_prevented - ratio * thousands) / mean_cost
    return CostEffect(ratio, linearised, costs_more=mean_cost > 0)


def cost_effect_of(values: Mapping[str, Mapping[str, NDArray[np.float64]]], scenario: str, baseline: str) -> CostEffect:
    """Relate what a scenario prevents to what it costs, both against the baseline.

    Parameters
    ----------
    values
        (n_replications,) values by scenario and measure.
    scenario, baseline
        Which two are compared.

    Returns
    -------
    CostEffect
        As in `cost_effect`.
    """
    mine, base = values[scenario], values[baseline]
    return cost_effect(mine[HARM_PREVENTED] - base[HARM_PREVENTED], mine[COST] - base[COST])


def with_cost_effect(
    values: Mapping[str, dict[str, NDArray[np.float64]]], baseline: str
) -> dict[str, dict[str, NDArray[np.float64]]]:
    """Add the cost effect of each replication to the measures, after the cost.

    Parameters
    ----------
    values
        (n_replications,) values by scenario and measure.
    baseline
        Scenario to compare with.

    Returns
    -------
    dict
        The same values with one measure more; nan in replications in which costs are equal.
    """
    base = values[baseline]
    return {scenario: _with_ratio(mine, base) for scenario, mine in values.items()}


def _with_ratio(
    mine: Mapping[str, NDArray[np.float64]], base: Mapping[str, NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    """Put the ratio of each replication behind the cost."""
    harm, cost = mine[HARM_PREVENTED] - base[HARM_PREVENTED], (mine[COST] - base[COST]) / POUNDS
    ratio = np.divide(harm, cost, out=np.full(cost.shape, np.nan), where=cost != 0)
    extended: dict[str, NDArray[np.float64]] = {}
    for name, value in mine.items():
        extended[name] = value
        if name == COST:
            extended[COST_EFFECT] = ratio
    return extended
