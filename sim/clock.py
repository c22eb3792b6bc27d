"""Time of a study: float64 minutes since `start`, days of 1,440 minutes, no clock change (MODEL.md §3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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

    @property
    def first_weekday(self) -> int:
        """Day of the week of the first day, Monday 0."""
        return self.start.weekday()

    def hour_of_week(self, time_min: NDArray[np.float64]) -> NDArray[np.int64]:
        """Give the hour of the week, 0 to 167, of each time in minutes since `start`."""
        hours = np.floor_divide(time_min, MINUTES_PER_HOUR).astype(np.int64)
        return (hours + self.first_hour_of_week) % HOURS_PER_WEEK


def minute_of_day(text: str) -> int:
    """Read a time of day.

    Parameters
    ----------
    text
        "HH:MM" from "00:00" to "24:00".

    Returns
    -------
    int
        Minutes since midnight, 0 to 1,440.

    Raises
    ------
    ValueError
        When the text is no such time.
    """
    hours, _, minutes = text.partition(":")
    two_pairs = all(len(part) == 2 and part.isascii() and part.isdigit() for part in (hours, minutes))
    if not two_pairs or int(minutes) >= MINUTES_PER_HOUR or text > "24:00":
        message = f'\'{text}\' is not a time of day; write it as "HH:MM", for example "07:00"'
        raise ValueError(message)
    return int(hours) * MINUTES_PER_HOUR + int(minutes)


def minutes_of_span(text: str) -> tuple[int, int]:
    """Read a span of the day.

    Parameters
    ----------
    text
        "HH:MM-HH:MM"; an end that is not after the start belongs to the next day.

    Returns
    -------
    tuple[int, int]
        First minute, 0 to 1,439, and end, after the first minute and at most a day later.

    Raises
    ------
    ValueError
        When the text is no such span.
    """
    first, dash, last = text.partition("-")
    if not dash:
        message = f'\'{text}\' is not a span of time; write it as "HH:MM-HH:MM", for example "07:00-17:00"'
        raise ValueError(message)
    start_min, end_min = minute_of_day(first.strip()) % MINUTES_PER_DAY, minute_of_day(last.strip())
    return start_min, end_min if end_min > start_min else end_min + MINUTES_PER_DAY
