"""When enough replications have been run: the sequential procedure for a stated precision."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sim.outcomes.compare import difference_of
from sim.outcomes.precision_config import PrecisionRule
from sim.outcomes.replications import Replications

LOOK_EVERY = 5
"""Replications between two looks. A number of its own, so that neither workers nor luck in their timing choose it."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """How closely the difference of one option is known.

    Parameters
    ----------
    difference
        Mean paired difference against the baseline; nan where a replication has no value.
    half_width
        Half of the 95 % interval of that mean; nan as above.
    """

    difference: float
    half_width: float

    @property
    def relative(self) -> float:
        """Half-width as a share of the difference: 0 for an interval without width, infinite about a mean of 0."""
        if self.half_width == 0:
            return 0.0
        return self.half_width / abs(self.difference) if self.difference else math.inf

    def is_enough(self, rule: PrecisionRule) -> bool:
        """Tell whether this is as close as a rule asks for; an empty difference never is."""
        within = rule.absolute is not None and self.half_width <= rule.absolute
        return self.relative <= rule.precision or within


@dataclass(frozen=True, slots=True)
class Precision:
    """What a rule has come to after some replications.

    Parameters
    ----------
    rule
        What was asked for.
    replications
        Replications that were looked at.
    reached
        How closely the difference of each scenario but the baseline is known.
    """

    rule: PrecisionRule
    replications: int
    reached: Mapping[str, Closeness]

    @property
    def is_met(self) -> bool:
        """Whether every option is known closely enough."""
        return all(closeness.is_enough(self.rule) for closeness in self.reached.values())


def looks(rule: PrecisionRule) -> tuple[int, ...]:
    """List the numbers of replications after which the precision is looked at.

    Parameters
    ----------
    rule
        What is asked for.

    Returns
    -------
    tuple of int
        The floor, then every `LOOK_EVERY` replications more, and the ceiling.
    """
    return (*range(rule.at_least, rule.at_most, LOOK_EVERY), rule.at_most)


def look(replications: Replications, baseline: str, rule: PrecisionRule) -> Precision:
    """See how closely the differences of all options are known.

    Parameters
    ----------
    replications
        Values of the replications so far, in order of their numbers.
    baseline
        Scenario to compare with.
    rule
        What is asked for.

    Returns
    -------
    Precision
        How close it is. It depends on the values alone.

    Notes
    -----
    The half-width of the t-interval of the mean paired difference is held against the mean (Law, Simulation
    Modeling and Analysis, 2015, §9.4.1). Looking several times stops a little too early where the spread so far
    happens to be small: of normal differences, intervals of nominally 95 % then hold the mean in 94 to 95 % of
    studies (`tests/outcomes/test_precision.py` measures it). Pairs that never differ are known exactly.
    """
    reached = {}
    for scenario in replications.values:
        if scenario != baseline:
            found = difference_of(replications, baseline, scenario, rule.of)
            reached[scenario] = Closeness(found.mean, (found.high - found.low) / 2)
    return Precision(rule, len(replications.numbers), reached)
