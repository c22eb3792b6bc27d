"""What commanders cost: a session with them beside the same requests to the street without them."""

from __future__ import annotations

from functools import partial
from typing import Final

from sim.bench.measured import Measured
from sim.bench.recording import recorded
from sim.bench.timing import in_turn
from sim.bench.workload import county_workload
from sim.command.engine import ENGINES
from sim.run.warm import warm_kernels

DAYS: Final = {True: 56, False: 364}
DAYS_PER_YEAR: Final = 365


def session_over_kernel(*, quick: bool) -> Measured:
    """Measure a whole session against its kernel calls alone: the same requests to the street, with nobody deciding."""
    warm_kernels()
    work = county_workload(DAYS[quick])
    force = work.force()
    ground = work.draw(force)
    street = recorded(work, ground, force)
    again, ran = street.replay(ENGINES["numba"]), work.run(ground, force)
    if (again.dispatches.tobytes(), again.visits.tobytes()) != (ran.dispatches.tobytes(), ran.visits.tobytes()):
        message = "what was recorded does not give the same dispatches and visits again"
        raise AssertionError(message)
    pairs = in_turn(partial(work.run, ground, force), partial(street.replay, ENGINES["numba"]), 15 if quick else 9)
    note = f"session {pairs.first_median_s * 1e3:.0f} ms, kernel alone {pairs.second_median_s * 1e3:.0f} ms"
    return Measured.of_ratio(pairs, note)


def commands_a_year(*, quick: bool) -> Measured:  # noqa: ARG001 - a count: the same in either form
    """Count how often commanders stop the street to do something."""
    warm_kernels()
    work = county_workload(DAYS[True])
    force = work.force()
    stops = recorded(work, work.draw(force), force).advances
    yearly = stops * DAYS_PER_YEAR / DAYS[True]
    return Measured.of_one(yearly, yearly, f"{stops:,} in {DAYS[True]} days")
