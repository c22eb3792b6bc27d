"""Which option is best, replication by replication."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.cost_effect import cost_effect_of
from sim.outcomes.names import COST_EFFECT, NEITHER, direction_of, index_of, is_breakdown
from sim.outcomes.replications import Replications


@dataclass(frozen=True, slots=True)
class RankingRow:
    """A row of ``ranking.csv``.

    Parameters
    ----------
    measure, scenario
        What is ranked.
    p_best
        Share of replications in which the scenario is the best of the study, ties shared evenly; nan where no
        scenario has a value.
    """

    measure: str
    scenario: str
    p_best: float


def rank(replications: Replications, baseline: str) -> tuple[RankingRow, ...]:
    """Tell how often each scenario is the best of the study.

    Parameters
    ----------
    replications
        Values of all runs.
    baseline
        Scenario against which the cost effect is taken.

    Returns
    -------
    tuple of RankingRow
        By measure in the order of the tables, then by scenario in the order of the study; measures of which
        neither way is better, and parts of the county, are left out. Other harm indices are in,
        for they tell whether the order of the options survives a change of index.

    Notes
    -----
    All scenarios of a replication walk through the same history with the same effect, so the share of
    replications that an option wins estimates the chance that it is best. A median that falls among calls
    nobody reached never wins.
    """
    names = [name for name in replications.values[baseline] if _is_ranked(name)]
    rows = []
    for name in names:
        p_best = _share_won(direction_of(name) * _contest(replications, baseline, name))
        pairs = zip(replications.values, p_best, strict=True)
        rows += [RankingRow(name, scenario, float(share)) for scenario, share in pairs]
    return tuple(rows)


def _is_ranked(name: str) -> bool:
    """Tell whether a measure of the whole county has a better end."""
    return direction_of(name) != NEITHER and (not is_breakdown(name) or bool(index_of(name)))


def _contest(replications: Replications, baseline: str, name: str) -> NDArray[np.float64]:
    """Give (n_scenarios, n_replications) values to compare; nan cannot win."""
    values = replications.values
    if name != COST_EFFECT:
        return np.stack([measures[name] for measures in values.values()])
    effects = [cost_effect_of(values, scenario, baseline) for scenario in values]
    # an option that costs less has no harm prevented for the pound
    return np.stack([effect.linearised * (1.0 if effect.costs_more else np.nan) for effect in effects])


def _share_won(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give (n_scenarios,) shares of the replications that have a winner; nan where none has."""
    score = np.where(np.isnan(score), -np.inf, score)
    best = score.max(axis=0)
    won = (score == best) & np.isfinite(best)
    contests = np.isfinite(best)
    if not contests.any():
        return np.full(score.shape[0], np.nan)
    shares = won[:, contests] / won[:, contests].sum(axis=0)
    return np.asarray(shares.mean(axis=1), dtype=np.float64)
