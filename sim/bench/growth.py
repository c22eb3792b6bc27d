"""Whether cost grows no faster than the number of calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.bench.measured import Measured, NotMeasuredError
from sim.bench.timing import seconds_of
from sim.bench.workload import Workload, county_workload
from sim.run.warm import warm_kernels

SIZES: Final = (0.25, 0.5, 1.0, 2.0)
"""Calls and posts, as shares of the county's own."""


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
    if min(upper, lower) <= 0.0:
        message = "the machine is too busy: a larger county took less time than a smaller one"
        raise NotMeasuredError(message)
    sizes = ", ".join(f"{count:,} in {took * 1e3:.0f} ms" for count, took in zip(calls, best_s, strict=True))
    note = f"{of}: {sizes}; one more costs {lower * 1e6:.2f} µs, then {upper * 1e6:.2f} µs"
    return Measured.of_one(upper / lower, upper / lower, note)


def _cost_s(work: Workload) -> float:
    """Draw and run a workload; give the time, seconds."""
    force = work.force()
    return seconds_of(lambda: work.run(work.draw(force), force))
