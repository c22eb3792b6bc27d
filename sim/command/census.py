"""A census of deterrence: the stock that acts in each area, hour by hour of the week."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.clock import HOURS_PER_WEEK, MINUTES_PER_HOUR, Clock
from sim.command.environment import CommandEnvironment

CENSUS = 4


def stock_census(
    env: CommandEnvironment, clock: Clock, total: NDArray[np.float64], count: NDArray[np.int64]
) -> Generator[simpy.Event, None, None]:
    """Add up the stock of each area at the middle of each measured hour.

    Parameters
    ----------
    env
        Commands over the street.
    clock
        The run.
    total
        (n_areas, 168) sums of stock, changed in place.
    count
        (168,) hours added, changed in place.
    """
    for hour in range(
        int(clock.measure_from_min // MINUTES_PER_HOUR), int(clock.measure_until_min // MINUTES_PER_HOUR)
    ):
        now_min = (hour + 0.5) * MINUTES_PER_HOUR
        yield env.at(now_min, CENSUS)
        slot = (hour + clock.first_hour_of_week) % HOURS_PER_WEEK
        env.street.add_stocks(now_min, total[:, slot])
        count[slot] += 1
