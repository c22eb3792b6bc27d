"""Patrol as stated: each planned visit is made on time and in full, or falls through by lot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.demand.records import History
from sim.trial.config import Dose
from sim.trial.patrol import Patrolled
from sim.trial.scene import Scene
from sim.trial.stated.deliver import Deterrence, deliver, without_patrol
from sim.trial.stated.visits import compliance_marks, stated_visits


@dataclass(frozen=True, slots=True)
class StatedPatrol:
    """Patrols one history as stated.

    Parameters
    ----------
    history
        Calls that nothing prevents.
    marks
        What `compliance_marks` gives.
    dose, rules
        Times, length and compliance of visits; and how presence acts.
    beta
        By effect: (n_types,) deterrence per minute of stock.
    """

    history: History
    marks: NDArray[np.float32]
    dose: Dose
    rules: Deterrence
    beta: Sequence[NDArray[np.float64]]

    def under_each_effect(self, scene: Scene) -> Iterator[Patrolled]:
        """Patrol the treated places of a design, effect by effect."""
        visits = stated_visits(self.dose, scene.assignment, scene.grid, self.marks)
        planned, made, length_min = visits.planned, visits.begin_min.size, self.dose.visit_minutes
        delivered = (planned, made, 0.0, planned * length_min, made * length_min)
        for beta in self.beta:
            acts = beta.any() or self.rules.reporting > 0
            yield Patrolled(
                deliver(self.history, visits, beta, self.rules) if acts else without_patrol(self.history), delivered
            )


@dataclass(frozen=True, slots=True)
class StatedPatrols:
    """Patrols the histories of a study as stated.

    Parameters
    ----------
    dose, rules, beta
        As in `StatedPatrol`.
    days, n_areas, seed
        Days of a pilot, areas, and the study's seed.
    """

    dose: Dose
    rules: Deterrence
    beta: Sequence[NDArray[np.float64]]
    days: int
    n_areas: int
    seed: int

    def on(self, history: History, number: int) -> StatedPatrol:
        """Draw which visits fall through in one pilot."""
        marks = compliance_marks(self.dose, self.days, self.n_areas, self.seed, number)
        return StatedPatrol(history, marks, self.dose, self.rules, self.beta)
