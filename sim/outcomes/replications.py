"""The values of all runs of a study, lined up so that replications can be paired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.cost_effect import with_cost_effect
from sim.outcomes.intervals import Interval
from sim.outcomes.names import COST_EFFECT, unit_of
from sim.outcomes.run_measures import RunMeasures

MeasureValues = dict[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Replications:
    """Values by scenario, measure and replication.

    Parameters
    ----------
    numbers
        Replication numbers, rising; the same for all scenarios.
    values
        For each scenario in the order of the study and each measure in the order of the tables, (n_replications,)
        values; nan is empty.
    units
        Unit of each measure.
    reasons
        For each scenario and measure, why a value is empty.
    bounds
        For each scenario and measure that is a quantile, the interval within its run, where there is but one replication.
    """

    numbers: tuple[int, ...]
    values: Mapping[str, MeasureValues]
    units: Mapping[str, str]
    reasons: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    bounds: Mapping[str, Mapping[str, Interval]] = field(default_factory=dict)


def collect(runs: Iterable[RunMeasures], scenarios: Sequence[str], baseline: str) -> Replications:
    """Line up the values of a study's runs, whatever the order in which they came in.

    Parameters
    ----------
    runs
        One for each scenario and replication.
    scenarios
        Scenarios in the order of the study.
    baseline
        Scenario against which costs and harm are compared.

    Returns
    -------
    Replications
        The values, with the cost effect of each replication added after the cost.

    Raises
    ------
    ValueError
        Where a scenario lacks a replication that another has, or has one twice.
    """
    by_scenario: dict[str, list[RunMeasures]] = {scenario: [] for scenario in scenarios}
    for run in runs:
        by_scenario[run.scenario].append(run)
    for mine in by_scenario.values():
        mine.sort(key=lambda run: run.replication)
    numbers = _common_numbers(by_scenario)
    values = {scenario: _lined_up(mine) for scenario, mine in by_scenario.items()}
    first = by_scenario[scenarios[0]][0]
    units = dict(first.units)
    units[COST_EFFECT] = unit_of(COST_EFFECT, first.units["harm"], first.units["cost"])
    reasons = {scenario: _first_reasons(mine) for scenario, mine in by_scenario.items()}
    bounds = {scenario: mine[0].bounds for scenario, mine in by_scenario.items()} if len(numbers) == 1 else {}
    return Replications(numbers, with_cost_effect(values, baseline), units, reasons, bounds)


def _common_numbers(by_scenario: Mapping[str, Sequence[RunMeasures]]) -> tuple[int, ...]:
    """Give the replication numbers, which must be the same for all scenarios."""
    numbers = {scenario: tuple(run.replication for run in runs) for scenario, runs in by_scenario.items()}
    common = next(iter(numbers.values()))
    for scenario, mine in numbers.items():
        if mine != common or not mine or len(set(mine)) != len(mine):
            message = f"replications of scenario {scenario} are {list(mine)}, of the first {list(common)}"
            raise ValueError(message)
    return common


def _lined_up(runs: Sequence[RunMeasures]) -> MeasureValues:
    """Turn the values of one scenario's runs into an array for each measure."""
    return {name: np.array([run.values[name] for run in runs], dtype=np.float64) for name in runs[0].values}


def _first_reasons(runs: Sequence[RunMeasures]) -> dict[str, str]:
    """Give for each measure the reason of the first replication in which it is empty."""
    reasons: dict[str, str] = {}
    for run in reversed(runs):
        reasons.update(run.reasons)
    return reasons
