"""What a second worker gains, beside what bare arithmetic gains in the same run."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from time import perf_counter
from typing import Final

from sim.bench.measured import Measured, NotMeasuredError
from sim.bench.timing import seconds_of
from sim.bench.workload import county_workload
from sim.bench.yardsticks import spin
from sim.run.warm import warm_kernels

DAYS: Final = 28
SPINS_A_SECOND: Final = 500_000_000


def gain_of_second_worker(*, quick: bool) -> Measured:
    """Measure what a second worker gains, against what it gains in bare arithmetic."""
    if (os.cpu_count() or 1) < 2:
        message = "there is one core only"
        raise NotMeasuredError(message)
    warm_kernels()
    rounds = 5 if quick else 11
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        _together(pool, _replicate, 2, 2)  # each worker builds its parts and loads its kernels
        _together(pool, _spin, 1, 2)
        gains = [(_gain(pool, _replicate, 6), _gain(pool, _spin, SPINS_A_SECOND // 2)) for _ in range(rounds)]
    ratios = sorted(ours / bare for ours, bare in gains)
    ours, bare = (median(column) for column in zip(*gains, strict=True))
    quarter = len(ratios) // 4
    note = f"second worker × {ours:.2f}, in bare arithmetic × {bare:.2f}"
    return Measured(median(ratios), median(ratios), (ratios[quarter], ratios[-1 - quarter]), note)


def _gain(pool: ProcessPoolExecutor, work: Callable[[int], object], amount: int) -> float:
    """Give how much more is done in the same time by two workers than by one."""
    alone_s = seconds_of(lambda: _together(pool, work, amount, 1), perf_counter)
    both_s = seconds_of(lambda: _together(pool, work, amount, 2), perf_counter)
    return 2.0 * alone_s / both_s


def _together(pool: ProcessPoolExecutor, work: Callable[[int], object], amount: int, workers: int) -> None:
    """Let some workers do the same amount of work each, and wait for the last."""
    for waiting in [pool.submit(work, amount) for _ in range(workers)]:
        waiting.result()


def _replicate(runs: int) -> None:
    """Draw and run some replications in this worker."""
    work = county_workload(DAYS)
    force = work.force()
    for number in range(runs):
        work.run(work.draw(force, number), force)


def _spin(rounds: int) -> None:
    """Do bare arithmetic in this worker."""
    spin(rounds)
