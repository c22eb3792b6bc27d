"""The compiled street beside the plain one in SimPy, which gives the same logs, and that one beside bare SimPy."""

from __future__ import annotations

from functools import partial
from typing import Final

from sim.bench.measured import Measured
from sim.bench.simpy_yardsticks import run_timeouts
from sim.bench.timing import in_turn
from sim.bench.workload import Workload, county_workload
from sim.bench.yardsticks import LIVE_EVENTS, LONGEST_MIN
from sim.command.session import Ground, Traces
from sim.force.model import Force
from sim.run.warm import warm_kernels

DAYS: Final = {True: 14, False: 56}
LOGS: Final = ("outcome", "visits", "dispatches", "tallies")


def plain_over_compiled(*, quick: bool) -> Measured:
    """Measure a session on the plain SimPy street against the same session on the compiled one."""
    work, ground, force = _county(quick=quick)
    plain, compiled = (work.run(ground, force, engine) for engine in ("simpy", "numba"))
    _check_same_logs(plain, compiled)
    pairs = in_turn(partial(work.run, ground, force, "simpy"), partial(work.run, ground, force), 2 if quick else 5)
    plain_s, compiled_ms = pairs.first_median_s, pairs.second_median_s * 1e3
    note = f"plain {plain_s:.2f} s, compiled {compiled_ms:.1f} ms, {DAYS[quick]} days; same logs"
    return Measured.of_ratio(pairs, note)


def plain_over_timeouts(*, quick: bool) -> Measured:
    """Measure a model event of the plain SimPy street against a timeout of a bare SimPy loop."""
    work, ground, force = _county(quick=quick)
    events = work.run(ground, force).steps
    timeouts = events // LIVE_EVENTS * LIVE_EVENTS
    pairs = in_turn(
        partial(work.run, ground, force, "simpy"),
        lambda: run_timeouts(timeouts, LIVE_EVENTS, LONGEST_MIN),
        2 if quick else 5,
    )
    event_us, timeout_us = pairs.first_median_s / events * 1e6, pairs.second_median_s / timeouts * 1e6
    note = f"event {event_us:.1f} µs, bare timeout {timeout_us:.2f} µs; {events:,} model events"
    return Measured.of_ratio(pairs, note, scale=timeouts / events)


def _county(*, quick: bool) -> tuple[Workload, Ground, Force]:
    """Give the county's workload with a history and a force."""
    warm_kernels()
    work = county_workload(DAYS[quick])
    force = work.force()
    return work, work.draw(force), force


def _check_same_logs(one: Traces, other: Traces) -> None:
    """See that two engines did the same, byte for byte: their times mean nothing otherwise."""
    differing = [name for name in LOGS if getattr(one, name).tobytes() != getattr(other, name).tobytes()]
    if differing:
        message = f"the two engines differ in {', '.join(differing)}"
        raise AssertionError(message)
