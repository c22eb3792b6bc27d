"""One scenario in one replication: lay out the street, start the commands, run to the horizon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import Clock
from sim.command.census import stock_census
from sim.command.engine import ENGINES, EngineName, OpenStreet
from sim.command.environment import CommandEnvironment
from sim.command.intake import intake
from sim.command.monthly_review import ReviewLog, monthly_review
from sim.command.opening import StreetRules, setting_of
from sim.command.pilot_phase import TreatedPlaces, pilot_phase
from sim.command.roster import Roster
from sim.command.seen import Records
from sim.command.shift_change import shift_change
from sim.command.tasking import PlanLog, tasking_meeting
from sim.command.terrain import terrain_of
from sim.command.tracker import Sightings, tracker
from sim.command.watch import Watch
from sim.county.model import County
from sim.demand.model import Suppression
from sim.demand.records import History
from sim.force.model import Force
from sim.street.records import BY_PHONE, OPEN, PENDING
from sim.target.config import TargetConfig
from sim.target.kinds import RecordKinds


@dataclass(frozen=True, slots=True)
class Ground:
    """What all scenarios of one replication share.

    Parameters
    ----------
    county, clock, rules
        Places, times and rules.
    history, suppression
        The potential calls, and how patrol acts on them; what the baseline prevents is in the history already.
    marks
        (n_officers, n_shifts) abstraction marks, at least as large as the largest force.
    harm_by_offence
        (n_offences,) harm of one crime.
    harm_of_asb
        Harm of one ASB record.
    kinds
        What whoever plans patrol takes a record of each kind for.
    key
        Study seed and replication.
    """

    county: County
    clock: Clock
    rules: StreetRules
    history: History
    suppression: Suppression
    marks: NDArray[np.float32]
    harm_by_offence: NDArray[np.float64]
    harm_of_asb: float
    kinds: RecordKinds
    key: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Traces:
    """What a run leaves behind.

    Parameters
    ----------
    outcome, visits, dispatches, tallies
        Records of `sim.street.records`.
    plan
        Records of `sim.target.records.PLAN`.
    due
        Records of `sim.target.records.DUE`.
    reviews
        Records of `sim.command.monthly_review.REVIEW`.
    stock_total, stock_count
        (n_areas, 168) and (168,) census of the stock; empty unless asked for.
    steps
        Model events.
    whereabouts
        Records of `sim.street.records.WHEREABOUTS` by time and unit; none unless asked for.
    """

    outcome: NDArray[np.void]
    visits: NDArray[np.void]
    dispatches: NDArray[np.void]
    tallies: NDArray[np.void]
    plan: NDArray[np.void]
    due: NDArray[np.void]
    reviews: NDArray[np.void]
    stock_total: NDArray[np.float64]
    stock_count: NDArray[np.int64]
    steps: int
    whereabouts: NDArray[np.void]


def run_session(
    ground: Ground,
    force: Force,
    target: TargetConfig | None,
    *,
    phase: tuple[TreatedPlaces, ...] | None = None,
    take_census: bool = False,
    watch: Watch | None = None,
    engine: EngineName | OpenStreet = "numba",
) -> Traces:
    """Run one scenario through one history.

    Parameters
    ----------
    ground
        What all scenarios share.
    force, target
        What the scenario decides; no target is no patrol.
    phase
        The lists of a pilot, which stand in place of those of tasking meetings.
    take_census
        Whether to measure the deterrence stock hour by hour (slow: for calibration).
    watch
        When to note where each unit is; None for never.
    engine
        What carries the street, by name or as what opens it; the traces are the same.

    Returns
    -------
    Traces
        What happened. Calls that had not ended at the horizon are open.
    """
    setting = setting_of(ground.county, ground.history, ground.suppression, force, ground.rules, target, ground.clock)
    open_street = ENGINES[engine] if isinstance(engine, str) else engine
    env = CommandEnvironment(open_street(setting))
    roster, plan, reviews, sightings = Roster(force), PlanLog(), ReviewLog(), Sightings()
    census = (np.zeros((ground.county.n_areas, 168)), np.zeros(168, dtype=np.int64))
    commands = [intake(env, force, roster), shift_change(env, force, roster, ground.marks)]
    if target is not None and phase is not None:
        commands.append(pilot_phase(env, phase, target, plan))
    elif target is not None:
        records = Records(ground.history, ground.harm_by_offence, ground.harm_of_asb)
        terrain = terrain_of(ground.county, ground.kinds)
        commands.append(tasking_meeting(env, target, records, terrain, ground.clock, ground.key, plan))
    commands.append(monthly_review(env, ground.clock, reviews))
    if take_census:
        commands.append(stock_census(env, ground.clock, *census))
    if watch is not None:
        commands.append(tracker(env, watch, sightings))
    for command in commands:
        env.process(command)
    env.run(until=ground.clock.horizon_min)
    traces = _traces(env, plan, reviews, sightings, census)
    env.end(commands)
    return traces


def _traces(
    env: CommandEnvironment,
    plan: PlanLog,
    reviews: ReviewLog,
    sightings: Sightings,
    census: tuple[NDArray[np.float64], NDArray[np.int64]],
) -> Traces:
    """Close the books: what has not ended is open, who is on duty is counted up to the horizon."""
    log = env.street.close(env.now)
    _leave_open(log.outcome, env.now)
    return Traces(
        outcome=log.outcome,
        visits=log.visits,
        dispatches=log.dispatches,
        tallies=log.tallies,
        plan=plan.records(),
        due=plan.visits(),
        reviews=reviews.records(),
        stock_total=census[0],
        stock_count=census[1],
        steps=log.steps,
        whereabouts=sightings.records(),
    )


def _leave_open(outcome: NDArray[np.void], now_min: float) -> None:
    """Mark what has not ended as open, desk work that would end later included."""
    unfinished = (outcome["state"] == BY_PHONE) & (outcome["closed_min"] > now_min)
    outcome["closed_min"][unfinished] = np.nan
    outcome["state"][unfinished | (outcome["state"] == PENDING)] = OPEN
