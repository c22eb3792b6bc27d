"""Run replications until a difference is known closely enough: the same ones, however many are run at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from sim.outcomes.precision import Precision, look, looks
from sim.outcomes.precision_config import PrecisionRule
from sim.outcomes.replications import collect
from sim.outcomes.run_measures import RunMeasures
from sim.run.parts import Parts

Simulate = Callable[[range], Sequence[RunMeasures]]
"""Runs all scenarios of some replications; gives their runs replication by replication."""

_log = logging.getLogger(__name__)

Judge = Callable[[Sequence[RunMeasures]], Precision]
"""Sees how close the runs so far have come."""


def run_until_precise(
    rule: PrecisionRule, simulate: Simulate, judge: Judge, at_once: int
) -> tuple[list[RunMeasures], Precision]:
    """Run replications in order of their numbers until a rule is met, or its ceiling reached.

    Parameters
    ----------
    rule
        What is asked for.
    simulate, judge
        How replications are run and looked at.
    at_once
        Replications that can be run side by side. More of them than the next look needs are run together, so that no
        worker stands idle; those beyond the look that ends the run are thrown away, for the end depends on
        the values in order of their numbers alone.

    Returns
    -------
    tuple of (list of RunMeasures, Precision)
        The runs that count, and what they came to.
    """
    plan = looks(rule)
    per_replication: list[list[RunMeasures]] = []
    for number in plan:
        if number > len(per_replication):
            done = len(per_replication)
            until = next((later for later in plan if later >= max(number, done + at_once)), plan[-1])
            per_replication += _by_replication(simulate(range(done, until)))
        runs = [run for replication in per_replication[:number] for run in replication]
        precision = judge(runs)
        if precision.is_met:
            break
    return runs, precision


def judge_of(parts: Parts, rule: PrecisionRule) -> Judge:
    """Give what looks at the runs of a study, and tells at each look how far they are.

    Parameters
    ----------
    parts
        What every run shares.
    rule
        What is asked for.
    """
    study = parts.loaded.study

    def judge(runs: Sequence[RunMeasures]) -> Precision:
        precision = look(collect(runs, list(study.scenarios), study.baseline), study.baseline, rule)
        known = ", ".join(f"{name} ±{found.relative:.2%}" for name, found in precision.reached.items())
        _log.info("%s after %d replications: %s", rule.of, precision.replications, known)
        return precision

    return judge


def _by_replication(runs: Sequence[RunMeasures]) -> list[list[RunMeasures]]:
    """Gather the runs of each replication, in order of their numbers."""
    gathered: dict[int, list[RunMeasures]] = {}
    for run in runs:
        gathered.setdefault(run.replication, []).append(run)
    return [gathered[number] for number in sorted(gathered)]
