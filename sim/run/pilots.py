"""A lot of pilots: draw a history for each, run every design under every effect on it, and estimate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_WINDOW, MINUTES_PER_DAY
from sim.command.effect import solve_effect
from sim.command.seen import Records
from sim.command.terrain import terrain_of
from sim.demand.history import draw_history, no_suppression
from sim.demand.records import History
from sim.keys import Purpose, entity_key, stream
from sim.run.parts import Parts
from sim.run.patrols import patrols_of
from sim.study.trial_schema import TrialStudy
from sim.target.registry import ranking_of
from sim.trial.delivered import Delivered
from sim.trial.designs.design import Design, Ranked
from sim.trial.designs.registry import design_of
from sim.trial.estimators.before_after import recorded_before
from sim.trial.estimators.estimator import Estimator
from sim.trial.estimators.registry import ESTIMATORS, EstimatorName, Settings
from sim.trial.grid import Grid
from sim.trial.outcomes import Outcomes
from sim.trial.patrol import Patrol
from sim.trial.pilot import Floats, Pilots
from sim.trial.quiet import ASKED, Quiet, ask
from sim.trial.runs import Arm, DesignRuns, Trend, Truth
from sim.trial.scene import Ledger, Scene, Surroundings
from sim.trial.stated.deliver import Settled, without_patrol


@dataclass(frozen=True, slots=True)
class _Counted:
    """One pilot under one effect: what it leaves on record, and what patrol did.

    Parameters
    ----------
    recorded, buffer
        (n_outcomes, n_places, n_periods) recorded counts at the places and in their buffers.
    truth
        (4, n_outcomes) the fields of `Truth`.
    delivered
        (5,) the fields of `Delivered`.
    if_all_made
        (n_outcomes,) counts had every planned visit been made; None where compliance is stated.
    """

    recorded: Floats
    buffer: Floats
    truth: Floats
    delivered: Floats
    if_all_made: Floats | None


@dataclass(frozen=True, slots=True)
class _Walked:
    """One pilot of one design under all effects.

    Parameters
    ----------
    treated, block
        As in `Pilots`, of one pilot.
    trend
        (4, n_outcomes) the fields of `Trend`.
    counted
        By effect.
    quiet
        The same pilot with nothing done; None if it is not asked what it would have found.
    """

    treated: NDArray[np.bool_]
    block: NDArray[np.int16]
    trend: Floats
    counted: tuple[_Counted, ...]
    quiet: Quiet | None


class PilotRunner:
    """Runs pilots of a study one by one.

    Parameters
    ----------
    parts
        What every run shares.
    study
        The study of pilots.
    """

    def __init__(self, parts: Parts, study: TrialStudy) -> None:
        self._parts, self._study = parts, study
        self.outcomes = outcomes_of(parts)
        self.designs: dict[str, Design] = {name: design_of(config) for name, config in study.designs.items()}
        self.grids: dict[str, Grid] = {name: design.grid(study.days) for name, design in self.designs.items()}
        county = parts.county
        self._around = Surroundings(county.neighbour_start, county.neighbour, county.x_m, county.y_m)
        self._terrain = terrain_of(county, parts.record_kinds)
        self._ranking = ranking_of(study.selection.target(study.dose.visits_at, study.dose.visit_minutes))
        presence = parts.loaded.street.presence
        beta = [
            solve_effect(parts.loaded.effect, presence, parts.stated_demand, reduction).beta
            for reduction in study.reductions
        ]
        self._patrols = patrols_of(parts, study, beta)
        self._suppression = no_suppression(parts.demand.n_types, county.n_areas)

    def walk(self, number: int) -> dict[str, _Walked]:
        """Run one pilot: all designs under all effects, on one history."""
        parts, study = self._parts, self._study
        history = draw_history(
            parts.demand,
            parts.handling,
            self._suppression,
            (parts.county.neighbour_start, parts.county.neighbour),
            parts.harm.by_offence,
            parts.harm.by_type,
            parts.clock,
            parts.loaded.draw_seed,
            number,
        )
        ledger, twin = Ledger.of(history, self.outcomes), without_patrol(history)
        ranked = self._rank(history, number)
        patrol = self._patrols.on(history, number)
        lot = stream(parts.loaded.draw_seed, number, Purpose.IMPOSED_FALLS).random(history.calls.size)
        walked = {}
        for name, design in self.designs.items():
            random = stream(parts.loaded.draw_seed, number, Purpose.PILOT_ASSIGNMENT, entity_key(name))
            grid = self.grids[name]
            assignment = design.assign(ranked, study.selection_of(name), grid, random)
            scene = Scene.of(grid, assignment, self._around, ledger, twin)
            counted = tuple(self._patrol(scene, ledger, patrol))
            treated = grid.with_before(assignment.treated)
            quiet = Quiet.of(number, scene, ledger, twin, lot) if number < ASKED else None
            walked[name] = _Walked(treated, assignment.block, self._trend(scene, ledger), counted, quiet)
        return walked

    def _rank(self, history: History, number: int) -> Ranked:
        """Rank the areas by what is on record when the pilot begins."""
        parts, selection = self._parts, self._study.selection
        county = parts.county
        records = Records(history, parts.harm.by_offence, parts.harm_of_asb)
        lottery = stream(parts.loaded.draw_seed, number, Purpose.RANDOM_PATROL, 0).random(county.n_areas)
        seen = records.seen(selection.past_days, 0.0, self._terrain, lottery)
        return Ranked(self._ranking.score(seen), seen.crimes + seen.asb, county.district_of_area)

    def _patrol(self, scene: Scene, ledger: Ledger, patrol: Patrol) -> Iterator[_Counted]:
        """Patrol the treated places under each effect, and count."""
        for patrolled in patrol.under_each_effect(scene):
            settled = patrolled.settled
            known = ledger.count(scene.grid, settled.known, settled.area)
            recorded = (
                known if settled.recorded is settled.known else ledger.count(scene.grid, settled.recorded, settled.area)
            )
            on_record = ledger.with_past(scene.grid, recorded)
            truth = [
                scene.treated_sum(part(counts))
                for part in (scene.at_places, scene.in_buffers)
                for counts in (known, scene.twin)
            ]
            yield _Counted(
                scene.at_places(on_record),
                scene.in_buffers(on_record),
                np.array(truth),
                np.array(patrolled.delivered, dtype=np.float64),
                self._if_all_made(scene, ledger, patrolled.if_all_made),
            )

    @staticmethod
    def _if_all_made(scene: Scene, ledger: Ledger, settled: Settled | None) -> Floats | None:
        """Count the treated place-periods as they would be had every planned visit been made."""
        if settled is None:
            return None
        return scene.treated_sum(scene.at_places(ledger.count(scene.grid, settled.known, settled.area)))

    def _trend(self, scene: Scene, ledger: Ledger) -> Floats:
        """Hold the no-patrol twin against the past that the choice looked at, in places that are ever treated and everywhere."""
        past_days = self._study.selection.past_days
        past = ledger.past[:, :, -(past_days // DAYS_PER_WINDOW) :].sum(axis=2) / past_days
        run_days = (scene.grid.edge_min[-1] - scene.grid.edge_min[0]) / MINUTES_PER_DAY
        twin = scene.twin.sum(axis=2) / run_days
        ever = scene.assignment.area[scene.assignment.treated.any(axis=1)]
        return np.array([past[:, ever].sum(axis=1), twin[:, ever].sum(axis=1), past.sum(axis=1), twin.sum(axis=1)])


def run_pilots(parts: Parts, numbers: range) -> list[DesignRuns]:
    """Run a lot of pilots and estimate each.

    Parameters
    ----------
    parts
        What every run shares; its study is a trial.
    numbers
        Which pilots.

    Returns
    -------
    list of DesignRuns
        By design, in the order of the study.
    """
    study = parts.loaded.trial
    if study is None:
        message = "this study is no trial"
        raise TypeError(message)
    runner, estimators = PilotRunner(parts, study), _estimators_of(parts, study, numbers)
    walked = [runner.walk(number) for number in numbers]
    return [_runs_of(name, [one[name] for one in walked], runner, study, estimators) for name in runner.designs]


def _runs_of(
    name: str,
    walked: list[_Walked],
    runner: PilotRunner,
    study: TrialStudy,
    estimators: dict[EstimatorName, Estimator],
) -> DesignRuns:
    """Put the pilots of one design side by side, estimate them effect by effect, and ask what each would have found."""
    grid = runner.grids[name]
    trend = Trend(*np.array([one.trend for one in walked]).swapaxes(0, 1))
    arms = []
    for place, reduction in enumerate(study.reductions):
        counted = [one.counted[place] for one in walked]
        pilots = Pilots(
            outcome=runner.outcomes.name,
            count=np.array([one.recorded for one in counted]),
            treated=np.array([one.treated for one in walked]),
            block=np.array([one.block for one in walked]),
            buffer=np.array([one.buffer for one in counted]),
            before=grid.before,
            counted=grid.counted,
            length_days=grid.length_days,
        )
        truth = Truth(*np.array([one.truth for one in counted]).swapaxes(0, 1))
        found = {key: estimator.estimate(pilots) for key, estimator in estimators.items()}
        delivered = Delivered(*np.array([one.delivered for one in counted]).T)
        whole = [one.if_all_made for one in counted if one.if_all_made is not None]
        arms.append(
            Arm(reduction, truth, delivered, np.array(whole) if whole else None, recorded_before(pilots), found)
        )
    first = walked[0]
    quiet = [one.quiet for one in walked if one.quiet is not None]
    least = ask(pilots, quiet, estimators, study.model_pilots)
    return DesignRuns(name, first.block.size, int(first.treated.any(axis=1).sum()), trend, tuple(arms), least)


def _estimators_of(parts: Parts, study: TrialStudy, numbers: range) -> dict[EstimatorName, Estimator]:
    """Build the estimators that a study asks for, all that there are where it names none, for a lot of pilots."""
    rows = parts.demand.observed_per_year.sum(axis=1)
    settings = Settings(
        seed=study.seed,
        model_pilots=max(0, study.model_pilots - numbers.start),
        harm_of=outcomes_of(parts).mean_harm(
            rows @ parts.demand.offence_share, float(rows @ parts.demand.asb_record_share)
        ),
    )
    return {name: ESTIMATORS[name](settings) for name in study.estimators or ESTIMATORS}


def outcomes_of(parts: Parts) -> Outcomes:
    """Give what the pilots of a study count."""
    return Outcomes.of(parts.demand.offence_category, parts.harm.by_offence, parts.harm_of_asb)
