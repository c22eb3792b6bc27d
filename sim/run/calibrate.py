"""Measure what today's policing already prevents, once for each county, force and set of rules (MODEL.md §1).

Twenty histories of the baseline with the effect off give the stock that acts by area and hour. Further passes with the
effect on tell what the calls of each type really meet of it, until the county's totals come back.
"""

from __future__ import annotations

import logging
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.clock import Clock
from sim.command.effect import solve_effect
from sim.command.session import run_session
from sim.command.suppression import BaselineStock
from sim.demand.records import NO_CALL
from sim.keys import block_seed
from sim.run.common import Common
from sim.run.met import Met, what_was_met
from sim.run.parts import Parts
from sim.run.replicate import prepare
from sim.run.workers import Crew, Task
from sim.street.records import LATENT, PREVENTED

log = logging.getLogger(__name__)
HISTORIES = 20
CALIBRATION_SEED = 1_690
CALIBRATION_CLOCK = Clock(start=date(2026, 4, 6), warm_up_days=28, days=364, cool_down_days=0)
CHECK_REDUCTION = 0.16
"""Reduction at which the further passes are run: the pooled estimate, evidence §5.3."""
TOLERANCE = 0.002
"""County totals must come back within this share (MODEL.md §1)."""
MOST_PASSES = 4
CALIBRATING = "Measuring what today's policing prevents"


def measure_stock(parts: Parts, crew: Crew) -> BaselineStock:
    """Measure the stock of the baseline.

    Parameters
    ----------
    parts
        What every run shares.
    crew
        Does the runs.

    Returns
    -------
    BaselineStock
        The stock with which county totals come back within the tolerance at the pooled effect.
    """
    censuses = crew.do(CALIBRATING, [Task(census, (number,)) for number in range(HISTORIES)])
    total = sum(census[0] for census in censuses)
    count = np.maximum(sum(census[1] for census in censuses), 1)
    mean = (total / count).astype(np.float32)
    stock = BaselineStock(mean, np.ones(parts.demand.n_types), np.zeros(parts.demand.n_types))
    for number in range(1, MOST_PASSES + 1):
        common = Common(stock)
        passed = crew.do(f"{CALIBRATING}, pass {number}", [Task(check_pass, (common, at)) for at in range(HISTORIES)])
        met = Met.sum_of(passed)
        missed = met.total_missed
        log.info("pass %d: county total off by %.3f %%", number, 100 * missed)
        if number > 1 and abs(missed) < TOLERANCE:
            break
        stock = met.corrected(stock)
    else:
        log.warning("after %d passes the county's total is still off by %.2f %%", MOST_PASSES, 100 * missed)
    return stock


def census(parts: Parts, number: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Run one history of the baseline with the effect off and give the census of its stock."""
    off = solve_effect(parts.loaded.effect, parts.rules.street.presence, parts.stated_demand, 0.0)
    none = BaselineStock.none(parts.county.n_areas, parts.demand.n_types)
    baseline = parts.loaded.study.baseline
    force = parts.force_of(baseline, number, CALIBRATION_CLOCK)
    seed = block_seed(CALIBRATION_SEED, parts.loaded.block)
    ground = prepare(parts, off, none, CALIBRATION_CLOCK, seed, number, [force])
    target = parts.loaded.study.scenarios[baseline].target
    traces = run_session(ground, force, target, take_census=True)
    return traces.stock_total, traces.stock_count


def check_pass(parts: Parts, stock: BaselineStock, number: int) -> Met:
    """Run one history of the baseline with the effect on and compare what was prevented with what should be."""
    effect = solve_effect(parts.loaded.effect, parts.rules.street.presence, parts.stated_demand, CHECK_REDUCTION)
    baseline = parts.loaded.study.baseline
    force = parts.force_of(baseline, number, CALIBRATION_CLOCK)
    seed = block_seed(CALIBRATION_SEED, parts.loaded.block)
    ground = prepare(parts, effect, stock, CALIBRATION_CLOCK, seed, number, [force])
    outcome = run_session(ground, force, parts.loaded.study.scenarios[baseline].target).outcome
    calls, clock = ground.history.calls, CALIBRATION_CLOCK
    counted = (calls["call_min"] >= clock.measure_from_min) & (calls["call_min"] < clock.measure_until_min)
    gone = np.isin(outcome["state"], (LATENT, PREVENTED))
    orphan = (calls["parent"] != NO_CALL) & gone[np.maximum(calls["parent"], 0)]
    return what_was_met(ground.suppression, stock, calls, outcome, counted, counted & ~orphan, clock)
