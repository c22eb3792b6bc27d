"""Patrol on the street: the real session carries the pilot's list from day to day, and calls take from it what they take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.command.engine import EngineName
from sim.command.opening import StreetRules
from sim.command.pilot_phase import TreatedPlaces
from sim.command.session import Ground, Traces, run_session
from sim.config import Sourced
from sim.demand.model import Suppression
from sim.demand.records import UNREPORTED, History
from sim.force.model import Force
from sim.street.records import LATENT, PREVENTED, SILENT, VISIT_CUT_BY_CALL, VISIT_FULL
from sim.target.config import TargetConfig
from sim.track.dose import delivered_minutes
from sim.trial.config import Dose
from sim.trial.designs.design import Assignment
from sim.trial.grid import Grid
from sim.trial.patrol import Patrolled
from sim.trial.scene import Scene
from sim.trial.stated.deliver import Deterrence, Settled, deliver, without_patrol
from sim.trial.stated.visits import StatedVisits, stated_visits

_IN_THE_RATES: Final = Sourced(
    value=0.0, unit="weight", low=0.0, high=0.0, source="today's rates hold what it prevents", confidence="derived"
)


@dataclass(frozen=True, slots=True)
class StreetPatrol:
    """Patrols one history with the force that is out there.

    Parameters
    ----------
    ground
        Places, rules, the history and absences; its suppression is replaced effect by effect.
    force
        Who works, the pilot's patrols among them.
    target
        The visits that a treated place is due.
    dose, rules
        The same as a list of visits would have it, and how presence acts: for what the whole plan would have done.
    beta
        By effect: (n_types,) deterrence per minute of stock.
    engine
        What carries the street; what comes out is the same.
    """

    ground: Ground
    force: Force
    target: TargetConfig
    dose: Dose
    rules: Deterrence
    beta: Sequence[NDArray[np.float64]]
    engine: EngineName = "numba"

    def under_each_effect(self, scene: Scene) -> Iterator[Patrolled]:
        """Patrol the treated places of a design, effect by effect."""
        plan, phase = self._whole_plan(scene), phase_of(scene.assignment, scene.grid)
        planned_min = plan.planned * self.dose.visit_minutes
        for beta in self.beta:
            traces = self._walk(phase, beta)
            made, cut, delivered_min = self._delivered(traces)
            yield Patrolled(
                settled=settled_on_street(self.ground.history, traces, self.rules.reporting),
                delivered=(plan.planned, made, cut, planned_min, delivered_min),
                if_all_made=self._if_all_made(plan, beta),
            )

    def _walk(self, phase: tuple[TreatedPlaces, ...], beta: NDArray[np.float64]) -> Traces:
        """Let the street walk through the history under one effect."""
        acts = Suppression(beta, np.ones(beta.size), np.zeros((0, 0, 0), dtype=np.float32))
        ground = replace(self.ground, suppression=acts)
        return run_session(ground, self.force, self.target, phase=phase, engine=self.engine)

    def _delivered(self, traces: Traces) -> tuple[float, float, float]:
        """Count the visits that were made and those that a call cut short, and the minutes of presence."""
        visits, counts_min = traces.visits, self.ground.rules.street.presence.visit_counts_minutes.value
        made = (visits["ended"] == VISIT_FULL) | (visits["end_min"] - visits["start_min"] >= counts_min)
        minutes = delivered_minutes(visits, self.ground.county.n_areas, 0.0, self.ground.clock.horizon_min)
        return (
            float(np.count_nonzero(made)),
            float(np.count_nonzero(visits["ended"] == VISIT_CUT_BY_CALL)),
            float(minutes.sum()),
        )

    def _whole_plan(self, scene: Scene) -> StatedVisits:
        """List every visit that is due, as if it were made on time."""
        shape = (self.ground.county.n_areas, self.ground.clock.total_days, len(self.dose.visits_at))
        return stated_visits(self.dose, scene.assignment, scene.grid, np.zeros(shape, dtype=np.float32))

    def _if_all_made(self, plan: StatedVisits, beta: NDArray[np.float64]) -> Settled:
        """Settle the history under the whole plan."""
        history = self.ground.history
        return deliver(history, plan, beta, self.rules) if beta.any() else without_patrol(history)


def phase_of(assignment: Assignment, grid: Grid) -> tuple[TreatedPlaces, ...]:
    """Write out which places are treated when: a stretch for each period of the pilot."""
    edges = grid.edge_min.tolist()
    return tuple(
        TreatedPlaces(since, until, assignment.area[treated])
        for since, until, treated in zip(edges[:-1], edges[1:], assignment.treated.T, strict=True)
    )


def visits_alone_deter(rules: StreetRules) -> StreetRules:
    """Give the rules of a pilot's street, where only visits build deterrence.

    What officers at calls prevent is part of the observed rates, at which the pilot's calls are drawn; counted once more, it
    would prevent twice.
    """
    presence = rules.street.presence.model_copy(update={"attend_weight": _IN_THE_RATES})
    return replace(rules, street=rules.street.model_copy(update={"presence": presence}))


def settled_on_street(history: History, traces: Traces, reporting: float) -> Settled:
    """Read off the log of a street what became of the calls of a history.

    Parameters
    ----------
    history
        The calls.
    traces
        What the street left behind.
    reporting
        How fast patrol makes people report, per minute of stock.
    """
    state = traces.outcome["state"]
    happened = (state != LATENT) & (state != PREVENTED)
    known = happened & (history.calls["flags"] & UNREPORTED == 0)
    recorded = happened & (state != SILENT) if reporting > 0 else known
    return Settled(known, recorded, np.ascontiguousarray(traces.outcome["area"]))
