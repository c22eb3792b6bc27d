"""Monthly reviews: every 28 days the force writes down what is waiting and how much harm there was."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.clock import DAYS_PER_WINDOW, MINUTES_PER_DAY, Clock
from sim.command.environment import CommandEnvironment

MONTHLY_REVIEW = 3
"""Reviews come last among the commands of one time."""

REVIEW = np.dtype(
    [
        ("time_min", np.float64),
        ("waiting_grade1", np.int32),
        ("waiting_grade2", np.int32),
        ("waiting_grade3", np.int32),
        ("units_on_duty", np.int32),
        ("harm", np.float64),  # of measured calls that happened so far
        ("harm_prevented", np.float64),  # of measured calls prevented so far, less those induced
    ],
    align=True,
)
"""One row a review."""


@dataclass(slots=True)
class ReviewLog:
    """What the reviews found.

    Parameters
    ----------
    rows
        Rows of `REVIEW`, as tuples.
    """

    rows: list[tuple[float, int, int, int, int, float, float]] = field(default_factory=list)

    def records(self) -> NDArray[np.void]:
        """Give the findings as records."""
        return np.array(self.rows, dtype=REVIEW)


def monthly_review(env: CommandEnvironment, clock: Clock, log: ReviewLog) -> Generator[simpy.Event, None, None]:
    """Review the street at the end of each 28 days.

    Parameters
    ----------
    env
        Commands over the street.
    clock
        The run.
    log
        Where findings are written.
    """
    for day in range(DAYS_PER_WINDOW, clock.total_days, DAYS_PER_WINDOW):
        yield env.at(float(day * MINUTES_PER_DAY), MONTHLY_REVIEW)
        harm, prevented = env.street.harm_by_area()
        log.rows.append(
            (env.now, *env.street.waiting(), env.street.units_on_duty(), float(harm.sum()), float(prevented.sum()))
        )
