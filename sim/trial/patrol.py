"""The seam of delivery: a pilot's patrol on one history, as stated or by a street, under each effect in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from sim.demand.records import History
from sim.trial.scene import Scene
from sim.trial.stated.deliver import Settled


@dataclass(frozen=True, slots=True)
class Patrolled:
    """One pilot that was patrolled, under one effect.

    Parameters
    ----------
    settled
        What became of the calls.
    delivered
        The five numbers of `sim.trial.delivered.Delivered`, of one pilot.
    if_all_made
        What would have become of them with every planned visit made on time and in full; None where compliance is stated.
    """

    settled: Settled
    delivered: tuple[float, float, float, float, float]
    if_all_made: Settled | None = None


class Patrol(Protocol):
    """Patrols one history."""

    def under_each_effect(self, scene: Scene) -> Iterator[Patrolled]:
        """Patrol the treated places of a design, effect by effect in the order of the study."""
        ...


class Patrols(Protocol):
    """Patrols the histories of a study."""

    def on(self, history: History, number: int) -> Patrol:
        """Make ready to patrol the history of one pilot, for all designs."""
        ...
