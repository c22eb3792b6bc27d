"""One replication: draw its history once and let every scenario walk through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.clock import Clock
from sim.command.effect import Effect, reduction_of, solve_effect
from sim.command.session import Ground, Traces, run_session
from sim.command.suppression import BaselineStock, suppression_of
from sim.demand.history import draw_history
from sim.demand.records import History
from sim.force.abstraction import abstraction_marks
from sim.force.model import Force
from sim.force.strength import strength
from sim.outcomes.daily import daily_counts
from sim.outcomes.measures import measure_run, response_bounds
from sim.outcomes.names import EFFECT_REACHED, EFFECT_STATED, unit_of
from sim.outcomes.record import RunRecord
from sim.outcomes.run_measures import RunMeasures
from sim.run.parts import Parts


@dataclass(frozen=True, slots=True)
class Walk:
    """One scenario's walk through a replication.

    Parameters
    ----------
    record
        What it left behind.
    measures
        What it comes to.
    """

    record: RunRecord
    measures: RunMeasures


def effect_of(parts: Parts, replication: int) -> Effect:
    """Give how patrol acts in one replication; it is the same for all scenarios.

    Parameters
    ----------
    parts
        What every run shares.
    replication
        Replication number.
    """
    loaded = parts.loaded
    reduction = reduction_of(loaded.effect, loaded.study.seed, replication, draw=loaded.effect_drawn)
    return solve_effect(loaded.effect, loaded.street.presence, parts.stated_demand, reduction)


def prepare(
    parts: Parts,
    effect: Effect,
    stock: BaselineStock,
    clock: Clock,
    seed: int,
    replication: int,
    forces: list[Force],
) -> Ground:
    """Draw what all scenarios of a replication share.

    Parameters
    ----------
    parts
        What every run shares.
    effect
        How patrol acts in this replication.
    stock
        The stock that acts in the baseline.
    clock, seed, replication
        The run; a calibration has its own.
    forces
        The forces that will walk through it; the largest sets how many absences are drawn.

    Returns
    -------
    Ground
        The history and everything beside it.
    """
    suppression = suppression_of(effect, stock, parts.demand, parts.rules.effect.displacement.value)
    history = draw_history(
        parts.demand,
        parts.handling,
        suppression,
        (parts.county.neighbour_start, parts.county.neighbour),
        parts.harm.by_offence,
        parts.harm.by_type,
        clock,
        seed,
        replication,
    )
    return Ground(
        county=parts.county,
        clock=clock,
        rules=parts.rules,
        history=history,
        suppression=replace(suppression, q=np.zeros((0, 0, 0), dtype=np.float32)),  # only the history needed it
        marks=_marks(forces, seed, replication),
        harm_by_offence=parts.harm.by_offence,
        harm_of_asb=parts.harm_of_asb,
        kinds=parts.record_kinds,
        key=(seed, replication),
    )


def _marks(forces: list[Force], seed: int, replication: int) -> NDArray[np.float32]:
    """Draw the absences of the largest force; those of a smaller one are among them."""
    officers = max(force.n_officers for force in forces)
    shifts = max(int(force.shifts["number"].max(initial=0)) for force in forces) + 1
    return abstraction_marks(seed, replication, officers, shifts)


def run_scenarios(parts: Parts, stock: BaselineStock, effect: Effect, replication: int) -> Iterator[RunRecord]:
    """Run every scenario of the study through the history of one replication.

    Parameters
    ----------
    parts
        What every run shares.
    stock
        The stock that acts in the baseline.
    effect
        How patrol acts in this replication.
    replication
        Replication number.

    Yields
    ------
    RunRecord
        Scenario by scenario in the order of the study; each is let go before the next begins.
    """
    forces, ground = _set_out(parts, stock, effect, replication)
    for name, force in forces.items():
        yield _run(parts, name, replication, ground, force)


def walk_scenarios(parts: Parts, stock: BaselineStock, replication: int, *, tracked: bool = False) -> Iterator[Walk]:
    """Run every scenario of the study through the history of one replication, and measure it.

    Parameters
    ----------
    parts
        What every run shares.
    stock
        The stock that acts in the baseline.
    replication
        Replication number.
    tracked
        Whether to note where each unit is, as far as the study asks for tracks.

    Yields
    ------
    Walk
        Scenario by scenario in the order of the study; each is let go before the next begins.
    """
    effect = effect_of(parts, replication)
    forces, ground = _set_out(parts, stock, effect, replication)
    for name, force in forces.items():
        yield _walk(parts, name, replication, ground, force, effect, tracked=tracked)


def _set_out(parts: Parts, stock: BaselineStock, effect: Effect, replication: int) -> tuple[dict[str, Force], Ground]:
    """Build the force of each scenario, and draw what all scenarios share."""
    study = parts.loaded.study
    forces = {name: parts.force_of(name, replication) for name in study.scenarios}
    return forces, prepare(
        parts, effect, stock, parts.clock, parts.loaded.draw_seed, replication, list(forces.values())
    )


# functions of their own, so that nothing of a scenario is held while the next one runs
def _run(
    parts: Parts, name: str, replication: int, ground: Ground, force: Force, *, tracked: bool = False
) -> RunRecord:
    """Run one scenario."""
    study = parts.loaded.study
    watch = study.track.watch(parts.clock) if tracked and study.track is not None else None
    traces = run_session(ground, force, study.scenarios[name].target, watch=watch, engine=parts.engine)
    return _record(parts, name, replication, ground.history, force, traces)


def _walk(
    parts: Parts, name: str, replication: int, ground: Ground, force: Force, effect: Effect, *, tracked: bool
) -> Walk:
    """Run and measure one scenario."""
    record = _run(parts, name, replication, ground, force, tracked=tracked)
    measures = measure_run(record, parts.loaded.costs, parts.other_harm, parts.loaded.harm_pack.unit)
    _tell_effect(measures, effect)
    if name == parts.loaded.study.baseline:
        measures.daily.update(daily_counts(record))
    if parts.loaded.most_replications == 1:
        measures.bounds.update(response_bounds(record, parts.loaded.costs))
    return Walk(record, measures)


def _tell_effect(measures: RunMeasures, effect: Effect) -> None:
    """Put the size of the effect of this replication beside the run's measures."""
    for name, value in ((EFFECT_STATED, effect.reduction), (EFFECT_REACHED, effect.reached)):
        measures.values[name] = value
        measures.units[name] = unit_of(name, "", "")


def _record(parts: Parts, scenario: str, replication: int, history: History, force: Force, traces: Traces) -> RunRecord:
    """Join history, street and command."""
    return RunRecord(
        scenario=scenario,
        replication=replication,
        clock=parts.clock,
        county=parts.county,
        demand=parts.demand,
        history=history,
        outcome=traces.outcome,
        visits=traces.visits,
        dispatches=traces.dispatches,
        tallies=traces.tallies,
        plan=traces.plan,
        strength=strength(force, parts.clock),
        extra_posts=force.extra_posts,
        posts=float(force.posts.sum()),
        due=traces.due,
        whereabouts=traces.whereabouts,
    )
