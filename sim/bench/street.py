"""The street itself: what an event costs, and what drawing a history costs beside running it."""

from __future__ import annotations

from functools import partial
from statistics import median
from typing import Final

import numpy as np

from sim.bench.measured import Measured
from sim.bench.recording import recorded
from sim.bench.timing import in_turn, seconds_of
from sim.bench.workload import Workload, county_workload
from sim.bench.yardsticks import LIVE_EVENTS, hold_steps
from sim.command.engine import ENGINES
from sim.run.warm import warm_kernels

DAYS: Final = {True: 56, False: 364}


def event_over_hold_step(*, quick: bool) -> Measured:
    """Measure a model event of a whole session against the hold step of a bare timing wheel.

    Beside it, for what the commanders take of it: the same without them, their requests to the street played again.
    """
    work = _county(quick=quick)
    force = work.force()
    ground = work.draw(force)
    steps = work.run(ground, force).steps
    holds = hold_steps_in(0.2 if quick else 1.0)
    ring = np.zeros(1)
    session, rounds = partial(work.run, ground, force), 5 if quick else 7
    pairs = in_turn(session, lambda: hold_steps(holds, LIVE_EVENTS, ring), rounds)
    alone = in_turn(partial(recorded(work, ground, force).replay, ENGINES["numba"]), session, 2 * rounds)
    event_ns, hold_ns = pairs.first_median_s / steps * 1e9, pairs.second_median_s / holds * 1e9
    alone_ns, times = alone.ratio * event_ns, alone.ratio * pairs.ratio * holds / steps
    note = (
        f"event {event_ns:.0f} ns, hold step {hold_ns:.1f} ns; "
        f"kernel alone {alone_ns:.0f} ns, {times:.1f} hold steps; {steps:,} events"
    )
    return Measured.of_ratio(pairs, note, scale=holds / steps)


def hold_steps_in(seconds: float) -> int:
    """Give how many hold steps take about so long here.

    Parameters
    ----------
    seconds
        How long.
    """
    ring = np.zeros(1)
    hold_steps(1, LIVE_EVENTS, ring)
    probe = 1_000_000
    return max(1, int(probe * seconds / seconds_of(lambda: hold_steps(probe, LIVE_EVENTS, ring))))


def history_over_run(*, quick: bool) -> Measured:
    """Measure drawing a history and laying out its street against running it."""
    work = _county(quick=quick)
    force = work.force()
    ground = work.draw(force)
    laid_s = median(seconds_of(partial(work.lay_out, ground, force)) for _ in range(5))
    pairs = in_turn(partial(work.draw, force), partial(work.run, ground, force), 5)
    # a session lays its street out itself: that part belongs above the line
    ratios = sorted(
        (drawn_s + laid_s) / (ran_s - laid_s) for drawn_s, ran_s in zip(pairs.first_s, pairs.second_s, strict=True)
    )
    drawn_ms, run_ms = (pairs.first_median_s + laid_s) * 1e3, (pairs.second_median_s - laid_s) * 1e3
    note = f"history {drawn_ms:.0f} ms, run {run_ms:.0f} ms; {ground.history.calls.size:,} potential calls"
    return Measured(median(ratios), median(ratios), (ratios[1], ratios[-2]), note)


def steps_per_call(*, quick: bool) -> Measured:  # noqa: ARG001 - the same in either form
    """Count the model events of each potential call."""
    work = _county(quick=True)
    force = work.force()
    ground = work.draw(force)
    steps, calls = work.run(ground, force).steps, ground.history.calls.size
    return Measured.of_one(steps / calls, steps / calls, f"{steps:,} events, {calls:,} potential calls")


def _county(*, quick: bool) -> Workload:
    """Give the county's workload, with its kernels compiled."""
    warm_kernels()
    return county_workload(DAYS[quick])
