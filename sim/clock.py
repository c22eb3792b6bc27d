"""Time of a study: float64 minutes since `start`, days of 1,440 minutes, no clock change (MODEL.md §3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 1_440
HOURS_PER_WEEK = 168
DAYS_PER_WINDOW = 28
"""A window is the model's month: tasking, the recorded past and frailty all move in steps of 28 days."""
DAYS_PER_YEAR = 365.0


@dataclass(frozen=True, slots=True)
class Clock:
    """The calendar of one study.

    Parameters
    ----------
    start
        First day; minute 0 is its midnight, the first minute of warm-up.
    warm_up_days, days, cool_down_days
        Length in days of warm-up, of the measured period and of the cool-down.
    """

    start: date
    warm_up_days: int
    days: int
    cool_down_days: int = 3

    @property
    def measure_from_min(self) -> float:
        """First measured minute."""
        return float(self.warm_up_days * MINUTES_PER_DAY)

    @property
    def measure_until_min(self) -> float:
        """First minute after the measured period."""
        return float((self.warm_up_days + self.days) * MINUTES_PER_DAY)

    @property
    def total_days(self) -> int:
        """Days simulated, warm-up and cool-down included."""
        return self.warm_up_days + self.days + self.cool_down_days

    @property
    def horizon_min(self) -> float:
        """Last simulated minute."""
        return float(self.total_days * MINUTES_PER_DAY)

    @property
    def windows(self) -> int:
        """Number of 28-day windows needed to cover the whole run."""
        return -(-self.total_days // DAYS_PER_WINDOW)

    @property
    def first_hour_of_week(self) -> int:
        """Hour of the week (Monday 00:00 is 0) at minute 0."""
        return self.start.weekday() * 24

    def hour_of_week(self, time_min: NDArray[np.float64]) -> NDArray[np.int64]:
        """Give the hour of the week, 0 to 167, of each time in minutes since `start`."""
        hours = np.floor_divide(time_min, MINUTES_PER_HOUR).astype(np.int64)
        return (hours + self.first_hour_of_week) % HOURS_PER_WEEK

    def month_of_day(self) -> NDArray[np.int64]:
        """Give the calendar month, 0 to 11, of each simulated day: (total_days,)."""
        months = [(self.start + timedelta(days=day)).month - 1 for day in range(self.total_days)]
        return np.array(months, dtype=np.int64)
