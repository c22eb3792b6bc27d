"""The street itself: what an event costs, what a history costs beside it, and whether cost stays linear."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from statistics import median
from typing import Final

import numpy as np

from sim.bench.measured import Measured
from sim.bench.recording import RecordingStreet, recorder
from sim.bench.simpy_yardsticks import run_queue
from sim.bench.timing import in_turn, seconds_of
from sim.bench.workload import Workload, county_workload, queue_workload
from sim.bench.yardsticks import LIVE_EVENTS, hold_steps
from sim.command.engine import ENGINES
from sim.command.session import Ground
from sim.force.model import Force
from sim.run.warm import warm_kernels

FULL_DAYS, QUICK_DAYS = 364, 56
DAYS_PER_YEAR: Final = 365
QUEUE_DAYS: Final = {True: 4, False: 14}
QUEUE_SERVERS, QUEUE_LOAD, QUEUE_URGENT = 60, 0.9, 0.2
SIZES: Final = (0.25, 0.5, 1.0, 2.0)
"""Calls and posts, as shares of the county's own."""


def event_over_hold_step(*, quick: bool) -> Measured:
    """Measure a model event of a whole session against the hold step of a bare timing wheel."""
    work = _county(quick=quick)
    force = work.force()
    ground = work.draw(force)
    steps = work.run(ground, force).steps
    holds = hold_steps_in(0.2 if quick else 1.0)
    ring = np.zeros(1)
    pairs = in_turn(partial(work.run, ground, force), lambda: hold_steps(holds, LIVE_EVENTS, ring), 5 if quick else 7)
    event_ns, hold_ns = pairs.first_median_s / steps * 1e9, pairs.second_median_s / holds * 1e9
    note = f"event {event_ns:.0f} ns, hold step {hold_ns:.1f} ns; {steps:,} events"
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


def session_over_kernel(*, quick: bool) -> Measured:
    """Measure a whole session against its kernel calls alone: the same requests to the street, with nobody deciding."""
    work = _county(quick=quick)
    force = work.force()
    ground = work.draw(force)
    street = _recorded(work, ground, force)
    again, ran = street.replay(ENGINES["numba"]), work.run(ground, force)
    if (again.dispatches.tobytes(), again.visits.tobytes()) != (ran.dispatches.tobytes(), ran.visits.tobytes()):
        message = "what was recorded does not give the same dispatches and visits again"
        raise AssertionError(message)
    pairs = in_turn(partial(work.run, ground, force), partial(street.replay, ENGINES["numba"]), 15)
    note = f"session {pairs.first_median_s * 1e3:.0f} ms, kernel alone {pairs.second_median_s * 1e3:.0f} ms"
    return Measured.of_ratio(pairs, note)


def commands_a_year(*, quick: bool) -> Measured:  # noqa: ARG001 - a count: the same in either form
    """Count how often commanders stop the street to do something."""
    warm_kernels()
    work = county_workload(QUICK_DAYS)
    force = work.force()
    stops = _recorded(work, work.draw(force), force).advances
    yearly = stops * DAYS_PER_YEAR / QUICK_DAYS
    return Measured.of_one(yearly, yearly, f"{stops:,} in {QUICK_DAYS} days")


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


def queue_over_simpy(*, quick: bool) -> Measured:
    """Measure M/M/60, generated and served, against the same queue at a SimPy `PriorityResource`."""
    work = queue_workload(QUEUE_DAYS[quick])
    force = work.force()
    served = work.draw(force).history.calls.size
    theirs = served // 10
    pairs = in_turn(
        lambda: run_queue(theirs, QUEUE_SERVERS, QUEUE_LOAD, QUEUE_URGENT),
        lambda: work.run(work.draw(force), force),
        3 if quick else 5,
    )
    rate, simpy_rate = served / pairs.second_median_s, theirs / pairs.first_median_s
    note = f"{rate:,.0f} against {simpy_rate:,.0f} customers a second"
    return Measured.of_ratio(pairs, note, scale=served / theirs)


def growth_with_calls(*, quick: bool) -> Measured:
    """Measure whether one more call costs more in a large county than in a small one, officers in proportion."""
    warm_kernels()
    county = county_workload(14 if quick else 56)
    return growth([county.scaled(size) for size in SIZES], "calls", rounds=4 if quick else 8)


def growth(works: Sequence[Workload], of: str, *, rounds: int) -> Measured:
    """Measure the cost of a call above the third size against that of one between the first and the third.

    What does not depend on the number of calls cancels out, so it can hide nothing: 1 is linear, 2 would be a cost
    that grows by a square.

    Parameters
    ----------
    works
        Four workloads, each about twice as large as the one before.
    of
        What grows, for the note.
    rounds
        How often each is run, in turn; the shortest time counts.
    """
    calls = [work.draw(work.force()).history.calls.size for work in works]
    times = [[_cost_s(work) for work in works] for _ in range(rounds)]
    best_s = [min(column) for column in zip(*times, strict=True)]
    upper = (best_s[3] - best_s[2]) / (calls[3] - calls[2])
    lower = (best_s[2] - best_s[0]) / (calls[2] - calls[0])
    sizes = ", ".join(f"{count:,} in {took * 1e3:.0f} ms" for count, took in zip(calls, best_s, strict=True))
    note = f"{of}: {sizes}; one more costs {lower * 1e6:.2f} µs, then {upper * 1e6:.2f} µs"
    return Measured.of_one(upper / lower, upper / lower, note)


def steps_per_call(*, quick: bool) -> Measured:  # noqa: ARG001 - the same in either form
    """Count the model events of each potential call."""
    work = county_workload(QUICK_DAYS)
    force = work.force()
    ground = work.draw(force)
    steps, calls = work.run(ground, force).steps, ground.history.calls.size
    return Measured.of_one(steps / calls, steps / calls, f"{steps:,} events, {calls:,} potential calls")


def _recorded(work: Workload, ground: Ground, force: Force) -> RecordingStreet:
    """Run a session and give the street with all that was asked of it."""
    streets: list[RecordingStreet] = []
    work.run(ground, force, recorder(ENGINES["numba"], streets))
    return streets[0]


def _county(*, quick: bool) -> Workload:
    """Give the county's workload, with its kernels compiled."""
    warm_kernels()
    return county_workload(QUICK_DAYS if quick else FULL_DAYS)


def _cost_s(work: Workload) -> float:
    """Draw and run a workload; give the time, seconds."""
    force = work.force()
    return seconds_of(lambda: work.run(work.draw(force), force))
