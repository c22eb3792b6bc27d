"""Bare SimPy to measure by: a loop of timeouts, and the queue that most SimPy models begin with."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.keys import Purpose, stream


def run_timeouts(events: int, processes: int, longest_min: float) -> float:
    """Let processes wait for one timeout after the other, and do nothing else.

    Parameters
    ----------
    events
        Timeouts in all, a multiple of the processes.
    processes
        Number of processes.
    longest_min
        Timeouts last up to this long, minutes.

    Returns
    -------
    float
        Minutes on the clock at the end.
    """
    env = simpy.Environment()
    waits = stream(1, 0, Purpose.MARKS).random((processes, events // processes)) * longest_min

    def wait(row: NDArray[np.float64]) -> Iterator[simpy.Event]:
        """Wait for each of a row of timeouts."""
        for delay in row.tolist():
            yield env.timeout(delay)

    for row in waits:
        env.process(wait(row))  # type: ignore[arg-type]  # SimPy asks for a generator that can be sent to
    env.run()
    return float(env.now)


def run_queue(customers: int, servers: int, load: float, urgent_share: float) -> float:
    """Serve customers of two priorities at a `PriorityResource`: M/M/c as SimPy's own examples write it.

    Parameters
    ----------
    customers
        How many come.
    servers
        How many are served at a time.
    load
        Share of the servers' time that is asked for; service takes a mean of 1.
    urgent_share
        Share of the customers who go first.

    Returns
    -------
    float
        Mean wait, in units of the mean service.
    """
    draws = stream(1, 0, Purpose.MARKS)
    gaps = draws.exponential(1.0 / (servers * load), customers).tolist()
    services = draws.exponential(1.0, customers).tolist()
    priorities = np.where(draws.random(customers) < urgent_share, 1, 2).tolist()
    env = simpy.Environment()
    desk = simpy.PriorityResource(env, capacity=servers)
    waits: list[float] = []

    def customer(priority: int, service: float) -> Iterator[simpy.Event]:
        """Ask, wait, be served, leave."""
        came = env.now
        with desk.request(priority=priority) as request:
            yield request
            waits.append(env.now - came)
            yield env.timeout(service)

    def source() -> Iterator[simpy.Event]:
        """Let customers come."""
        for gap, service, priority in zip(gaps, services, priorities, strict=True):
            yield env.timeout(gap)
            env.process(customer(priority, service))  # type: ignore[arg-type]  # as above

    env.process(source())  # type: ignore[arg-type]  # as above
    env.run()
    return float(np.mean(waits))
