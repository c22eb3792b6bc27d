"""The queue by which simulation engines are compared: M/M/60, here and at a SimPy `PriorityResource`."""

from __future__ import annotations

from typing import Final

from sim.bench.measured import Measured
from sim.bench.simpy_yardsticks import run_queue
from sim.bench.timing import in_turn
from sim.bench.workload import queue_workload
from sim.run.warm import warm_kernels

DAYS: Final = {True: 4, False: 14}
SERVERS, LOAD, URGENT_SHARE = 60, 0.9, 0.2
"""As in `scenarios/benchmarks/queue_60.yaml`."""


def queue_over_simpy(*, quick: bool) -> Measured:
    """Measure M/M/60, generated and served, against the same queue at a SimPy `PriorityResource`."""
    warm_kernels()
    work = queue_workload(DAYS[quick])
    force = work.force()
    served = work.draw(force).history.calls.size
    theirs = served // 10
    pairs = in_turn(
        lambda: run_queue(theirs, SERVERS, LOAD, URGENT_SHARE),
        lambda: work.run(work.draw(force), force),
        3 if quick else 5,
    )
    rate, simpy_rate = served / pairs.second_median_s, theirs / pairs.first_median_s
    note = f"{rate:,.0f} against {simpy_rate:,.0f} customers a second"
    return Measured.of_ratio(pairs, note, scale=served / theirs)
