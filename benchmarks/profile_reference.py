"""What each kind of event costs the plain SimPy street: `python benchmarks/profile_reference.py`.

Every step of its clock is timed over a fortnight of the county, in processor time, what the timing itself costs is taken
off, and the shortest of some runs counts. The last column is in timeouts of a bare SimPy loop, run beside it.
"""

from __future__ import annotations

import gc
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from time import process_time_ns

import simpy

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sim.bench.simpy_yardsticks import run_timeouts
from sim.bench.timing import seconds_of
from sim.bench.workload import county_workload
from sim.bench.yardsticks import LIVE_EVENTS, LONGEST_MIN
from sim.command.session import Traces
from sim.reference.engine import PlainStreet
from sim.reference.incident import a_call
from sim.street import state
from sim.street.setting import Setting

DAYS = 14
RUNS = 5
KINDS = {
    state.CALL_MADE: "a call is made, or not",
    state.CALL_READY: "a call is ready: by phone, or a process from now on",
    state.ARRIVAL: "a unit arrives: on scene, at a hotspot, at home",
    state.SCENE_END: "work on a scene ends",
    state.VISIT_END: "a visit ends, and the next is chosen",
    state.VISIT_DUE: "visits fall due",
    state.MEAL_DUE: "a meal falls due",
    state.MEAL_END: "a meal ends",
    state.CUSTODY_END: "custody ends",
    state.CANCELLATION: "a caller's patience ends",
}
CALL_STARTS = "a call's process starts: units are sent"
OTHER = "SimPy's own: other starts, ends, interrupts, halts"


def kind_of(clock: simpy.Environment) -> str:
    """Tell of what kind the next event of a clock is; SimPy itself tells its time only."""
    _, (number, *_), _, event = clock._queue[0]  # noqa: SLF001
    if isinstance(event, simpy.events.Initialize) and event.callbacks[0].__self__.name == a_call.__name__:
        return CALL_STARTS
    return KINDS.get(number, OTHER)


class Timed(PlainStreet):
    """A plain street that times the steps of its clock by their kind, in nanoseconds."""

    def __init__(self, setting: Setting, spent: Counter[str], steps: Counter[str]) -> None:
        super().__init__(setting)
        clock = self.street.clock

        def step() -> None:
            kind = kind_of(clock)
            began = process_time_ns()
            simpy.Environment.step(clock)
            spent[kind] += process_time_ns() - began
            steps[kind] += 1

        clock.step = step  # type: ignore[method-assign]  # of this one street


def main() -> None:
    """Run the fortnight some times and print the table."""
    work = county_workload(DAYS)
    force = work.force()
    ground = work.draw(force)
    runs, traces = [], None
    for _ in range(RUNS):
        spent, steps = Counter(), Counter()
        gc.collect()
        traces = work.run(ground, force, partial(Timed, spent=spent, steps=steps))
        runs.append(spent)
    show(runs, steps, traces)


def show(runs: list[Counter[str]], steps: Counter[str], traces: Traces) -> None:
    """Print what each kind costs, and its share of all steps; shift changes are between steps, and in none."""
    count = LIVE_EVENTS * 500
    bare_ns = min(seconds_of(lambda: run_timeouts(count, LIVE_EVENTS, LONGEST_MIN)) for _ in range(RUNS)) * 1e9 / count
    clock_ns = min(_back_to_back_ns() for _ in range(1_000))
    best = {kind: min(run[kind] for run in runs) - clock_ns * steps[kind] for kind in steps}
    print(f"{traces.steps:,} model events; {sum(steps.values()):,} SimPy events; bare timeout {bare_ns:,.0f} ns")
    for kind in sorted(best, key=lambda kind: -best[kind]):
        each_ns, share = best[kind] / steps[kind], best[kind] / sum(best.values())
        print(f"{kind:52}{steps[kind]:8,} x {each_ns / 1e3:6.2f} us {share:6.1%} {each_ns / bare_ns:6.1f} timeouts")


def _back_to_back_ns() -> int:
    """Time nothing."""
    began = process_time_ns()
    return process_time_ns() - began


if __name__ == "__main__":
    main()
